#include "policy/pack.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/refusals.h"
#include "policy/test_pack.h"

namespace fx::policy {
namespace {

using testing::files_with;
using testing::kPackYaml;
using testing::replaced;
using testing::test_files;

// "code file row column" of the first problem; "" when the pack loads.
std::string refusal(const Files& files) {
  const auto pack = load_pack(files);
  if (pack) return {};
  std::string out(pack.error().code());
  for (const char* name : {"file", "row", "column"}) {
    for (const auto& [key, value] : pack.error().params) {
      if (key == name && !value.empty()) out += " " + value;
    }
  }
  EXPECT_EQ(pack.error().message(Language::kZh).find('{'), std::string::npos)
      << pack.error().message(Language::kZh);
  EXPECT_EQ(pack.error().message(Language::kEn).find('{'), std::string::npos)
      << pack.error().message(Language::kEn);
  EXPECT_EQ(pack.error().remedy(Language::kEn).find('{'), std::string::npos)
      << pack.error().remedy(Language::kEn);
  return out;
}

std::string refusal_of_yaml(const std::string& yaml) {
  auto files = test_files();
  files["pack.yaml"] = yaml;
  return refusal(files);
}

std::string refusal_of_change(const std::string& from, const std::string& to) {
  return refusal(files_with("pack.yaml", from, to));
}

TEST(Pack, LoadsAndPicksTheEditionOfADay) {
  const auto pack = load_pack(test_files());
  ASSERT_TRUE(pack) << pack.error().message(Language::kEn);
  const auto on = [&](const char* day) {
    const auto edition = (*pack)->edition_on(*parse_day(day));
    return edition ? (*edition)->id() : std::string(edition.error().code());
  };
  EXPECT_EQ(on("2020-01-31"), "policy.no-edition");
  EXPECT_EQ(on("2020-02-01"), "first");
  EXPECT_EQ(on("2020-02-29"), "first");
  EXPECT_EQ(on("2020-03-01"), "second");
  EXPECT_EQ(on("2031-01-01"), "second");
}

TEST(Pack, IsNotInForceAfterItsLastDay) {
  const auto pack = load_pack(files_with("pack.yaml", "2020-02-29", "2020-02-20"));
  ASSERT_TRUE(pack);
  EXPECT_TRUE((*pack)->edition_on(*parse_day("2020-02-20")));
  EXPECT_FALSE((*pack)->edition_on(*parse_day("2020-02-21")));
}

TEST(Pack, ReadsByteOrderMarksLabelsAsHeadersAndPaddingColumns) {
  auto files = test_files();
  files["placement.csv"] = "\xEF\xBB\xBF" + replaced(files["placement.csv"], "origin_set,age,class",
                                                     "来源名单,年龄 age,类别");
  files["placement.csv"] = replaced(files["placement.csv"], "law,28\n", "law,28,,,\r\n\r\n");
  EXPECT_EQ(refusal(files), "");
}

TEST(Pack, HasADigestOfItsContent) {
  const auto a = load_pack(test_files());
  const auto b = load_pack(files_with("placement.csv", ">=60", ">=61"));
  ASSERT_TRUE(a && b);
  EXPECT_EQ((*a)->digest().size(), 64U);
  EXPECT_NE((*a)->digest(), (*b)->digest());
}

TEST(Pack, KnowsWhoIsInATeam) {
  const auto pack = load_pack(test_files());
  ASSERT_TRUE(pack);
  const auto facts = (*pack)->facts();
  const auto placement = (*pack)->edition("first")->placement(facts);
  ASSERT_TRUE(placement);
  EXPECT_EQ((*placement)->team.id, "three");
  EXPECT_EQ((*placement)->team_members.size(), 2U);
}

TEST(Pack, DoesNotLoadARestrictionWithoutItsLegalFour) {
  const auto without = [](const char* what) { return files_with("pack.yaml", what, ""); };
  EXPECT_EQ(refusal(without("issuer: street, ")),
            "policy.restrictive-without placement.csv 2 issuer");
  EXPECT_EQ(refusal(without(", appeal: review")),
            "policy.restrictive-without placement.csv 2 appeal");
  EXPECT_EQ(refusal(files_with("placement.csv", "home,14,arrival,,,law", "home,14,arrival,,,")),
            "policy.restrictive-without placement.csv 2 basis");
  EXPECT_EQ(refusal(files_with("placement.csv", "law,28\nhubei,-", "law,\nhubei,-")),
            "policy.restrictive-without placement.csv 2 max_days");
}

TEST(Pack, TakesSelfMonitoringAtHomeAsARestriction) {
  auto files = files_with("placement.csv", ",basis,", ",stay,basis,");
  files["placement.csv"] =
      replaced(files["placement.csv"], "arrival,,,law,28\n", "arrival,,,,law,28\n");
  files["placement.csv"] =
      replaced(files["placement.csv"], "monitoring,7,law", "monitoring,7,,law");
  EXPECT_EQ(refusal(files), "");
  files["placement.csv"] = replaced(files["placement.csv"], "self_monitoring,14,arrival,,,,",
                                    "self_monitoring,14,arrival,,,home,");
  EXPECT_EQ(refusal(files), "policy.restrictive-without placement.csv 4 basis");
}

TEST(Pack, ReportsEveryProblemAtOnce) {
  auto files = files_with("placement.csv", ">=60", "old");
  files["monitoring.csv"] = replaced(files["monitoring.csv"], "self", "nobody");
  const auto report = load_report(files);
  EXPECT_EQ(report.pack, nullptr);
  EXPECT_EQ(report.problems.size(), 3U) << "the placement table stands in two editions";
}

TEST(Pack, RefusesTablesInWords) {
  EXPECT_EQ(refusal(files_with("placement.csv", ">=60", "old")),
            "policy.cell-value placement.csv 2 age");
  EXPECT_EQ(refusal(files_with("placement.csv", "age,", "size,")),
            "policy.column-unknown placement.csv 1 size");
  EXPECT_EQ(refusal(files_with("placement.csv", "age,", "来源名单,")),
            "policy.column-twice placement.csv 1 来源名单");
  EXPECT_EQ(refusal(files_with("placement.csv", "28\n-,-,other", "28,x\n-,-,other")),
            "policy.csv-row-width placement.csv 3");
  EXPECT_EQ(refusal(files_with("placement.csv", "hubei,-,hubei", "hubei,-,henan")),
            "policy.cell-value placement.csv 3 class");
  EXPECT_EQ(refusal(files_with("placement.csv", "centralised,14", "centralised,")),
            "policy.outcome-missing placement.csv 3 days");
  EXPECT_EQ(refusal(files_with("placement.csv", "centralised,14", ",14")),
            "policy.outcome-missing placement.csv 3 measure");
  EXPECT_EQ(refusal(files_with("placement.csv", "home_monitoring,7", "home_monitoring,")),
            "policy.inconsistent placement.csv 3 then_days");
  EXPECT_EQ(refusal(files_with("placement.csv", "hubei,-,hubei", "\"hubei,-,hubei")),
            "policy.csv-syntax placement.csv 3");
  EXPECT_EQ(refusal(files_with("tests.csv", "1; 4; 7; 14", "1; 4; 4")),
            "policy.duplicate-id tests.csv 2 days");
  auto empty = test_files();
  empty["tests.csv"] = "class,days\n";
  EXPECT_EQ(refusal(empty), "policy.table-empty tests.csv");
}

TEST(Pack, RefusesPackYamlInWords) {
  EXPECT_EQ(refusal_of_change("format: 1", "format: 2"), "policy.format-version pack.yaml 1");
  EXPECT_EQ(refusal_of_change("id: test", "id: Test"), "policy.bad-id pack.yaml 2");
  EXPECT_EQ(refusal_of_change("level: community", "level: planet"), "policy.bad-value pack.yaml 5");
  EXPECT_EQ(refusal_of_change("level: community", "levl: community"),
            "policy.key-unknown pack.yaml 5");
  EXPECT_EQ(refusal_of_change("id: test\n", ""), "policy.key-missing pack.yaml 1");
  EXPECT_EQ(refusal_of_change("codes: [\"42\"]", "codes: [湖北]"), "policy.bad-value pack.yaml 9");
  EXPECT_EQ(refusal_of_change("  hubei: {zh: 湖北,", "  none: {zh: 湖北,"),
            "policy.duplicate-id pack.yaml 1");
  EXPECT_EQ(refusal_of_change("members: [doctor", "members: [cook"),
            "policy.bad-value pack.yaml 14");
  EXPECT_EQ(refusal_of_change("deadline: \"18:00\"", "deadline: \"25:00\""),
            "policy.bad-value pack.yaml 18");
  EXPECT_EQ(refusal_of_change("from: 2020-02-01", "from: 2020-02-31"),
            "policy.bad-value pack.yaml 22");
  EXPECT_EQ(refusal_of_change("until: 2020-02-29", "until: 2020-03-01"),
            "policy.editions-overlap pack.yaml 28");
  EXPECT_EQ(refusal_of_change("until: 2020-02-29", "until: 2020-01-29"),
            "policy.editions-overlap pack.yaml 21");
  EXPECT_EQ(refusal_of_change("id: second", "id: first"), "policy.duplicate-id pack.yaml 28");
  EXPECT_EQ(refusal_of_change("hit: collect", "hit: best"), "policy.bad-value pack.yaml 27");
  EXPECT_EQ(refusal_of_change("      release:", "      relase:"),
            "policy.key-unknown pack.yaml 27");
  EXPECT_EQ(refusal_of_change("file: release.csv", "file: ../release.csv"),
            "policy.bad-path pack.yaml 27");
  EXPECT_EQ(refusal_of_change("file: release.csv", "file: missing.csv"),
            "policy.file-missing missing.csv");
  EXPECT_EQ(refusal_of_change("{issuer: street", "{issuers: street"),
            "policy.column-unknown pack.yaml 25");
}

TEST(Pack, RefusesHostileYaml) {
  EXPECT_EQ(refusal_of_yaml("a: &x 1\nb: *x\n"), "policy.yaml-alias pack.yaml 1");
  EXPECT_EQ(refusal_of_yaml("a: 1\nb: *x\n"), "policy.yaml-alias pack.yaml 2");
  EXPECT_EQ(refusal_of_yaml("a: !!binary aGk=\n"), "policy.yaml-tag pack.yaml 1");
  EXPECT_EQ(refusal_of_yaml("a: 1\na: 2\n"), "policy.yaml-duplicate-key pack.yaml 2");
  EXPECT_EQ(refusal_of_yaml("? [a, b]\n: c\n"), "policy.yaml-key pack.yaml 1");
  EXPECT_EQ(refusal_of_yaml("a: 1\n---\nb: 2\n"), "policy.yaml-documents pack.yaml 2");
  EXPECT_EQ(refusal_of_yaml(""), "policy.yaml-documents pack.yaml");
  EXPECT_EQ(refusal_of_yaml("a: [1\n"), "policy.yaml-syntax pack.yaml 2");
  EXPECT_EQ(refusal_of_yaml(std::string(100'000, '[')), "policy.yaml-too-deep pack.yaml 1");
  EXPECT_EQ(refusal_of_yaml(std::string(100'000, '{')), "policy.yaml-key pack.yaml 1");
  EXPECT_EQ(refusal_of_yaml("a: \xFF\n"), "policy.not-text pack.yaml");
  EXPECT_EQ(refusal_of_yaml("a: \xB2\xE2\xCA\xD4\n"), "policy.not-text pack.yaml") << "GB18030";
  EXPECT_EQ(refusal_of_yaml("- just a list\n"), "policy.wrong-shape pack.yaml 1");
  std::string many = "a: [";
  for (int i = 0; i < 60'000; ++i) many += "1,";
  EXPECT_EQ(refusal_of_yaml(many + "1]\n"), "policy.yaml-too-many pack.yaml 1");
  EXPECT_EQ(refusal_of_yaml(std::string(100'000'000, ' ')), "policy.file-too-large pack.yaml");
}

TEST(Pack, RefusesHostileTables) {
  auto files = test_files();
  files["tests.csv"] = std::string(1'000'000, ',');
  EXPECT_EQ(refusal(files), "policy.csv-too-wide tests.csv 1");
  files["tests.csv"] = std::string(10'000'000, ',');
  EXPECT_EQ(refusal(files), "policy.file-too-large tests.csv");
  files["tests.csv"] = "class,days\n";
  for (int i = 0; i < 3'000; ++i) files["tests.csv"] += "-,1\n";
  EXPECT_EQ(refusal(files), "policy.csv-too-long tests.csv 1001");
  files["tests.csv"] = "class,note\n-," + std::string(5'000, 'x') + "\n";
  EXPECT_EQ(refusal(files), "policy.csv-cell-too-long tests.csv 2");
  files["tests.csv"] = std::string("class,days\n-,\0\n", 15);
  EXPECT_EQ(refusal(files), "policy.not-text tests.csv");
}

// The most that a pack may have: many editions with the same long table of long lists.
TEST(Pack, RefusesMoreRowsOrValuesThanItCanCompile) {
  auto files = test_files();
  std::string editions;
  for (int i = 0; i < 60; ++i) {
    editions += "  - {id: e" + std::to_string(i) + ", from: 20" + std::to_string(21 + i) +
                "-01-01, tables: {tests: {file: tests.csv, hit: first}}}\n";
  }
  files["pack.yaml"] += editions;
  files["tests.csv"] = "class,days\n";
  for (int i = 0; i < 900; ++i) files["tests.csv"] += "-,1\n";
  EXPECT_EQ(refusal(files), "policy.csv-too-long tests.csv");
  files["tests.csv"] = "days_since_arrival,days\n";
  for (int i = 0; i < 900; ++i) {
    files["tests.csv"] += "\"";
    for (int j = 0; j < 190; ++j) {
      files["tests.csv"] += std::to_string((i * 7 + j * 19) % 3'600) + (j < 189 ? "," : "\",1\n");
    }
  }
  files["pack.yaml"] = kPackYaml;
  EXPECT_EQ(refusal(files), "");
  std::string cell(1, '0');
  for (int j = 1; j <= 200; ++j) cell += ";" + std::to_string(j);
  EXPECT_EQ(refusal(files_with("tests.csv", "hubei,1,", "hubei,\"" + cell + "\",")),
            "policy.table-too-complex tests.csv 2 stage");
}

class PackFolder : public ::testing::Test {
 public:
  ~PackFolder() override { std::filesystem::remove_all(folder_); }

 protected:
  PackFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "fx-policy-XXXXXX").string();
    FX_CHECK(mkdtemp(name.data()) != nullptr);
    folder_ = name;
    for (const auto& [path, bytes] : test_files()) write(path, bytes);
  }
  void write(const std::string& path, const std::string& bytes) const {
    std::ofstream(folder_ / path, std::ios::binary) << bytes;
  }
  std::filesystem::path folder_;
};

TEST_F(PackFolder, LoadsOnlyTheFilesThatThePackNames) {
  write("notes.txt", "not part of the pack");
  const auto files = read_pack_files(folder_);
  ASSERT_TRUE(files);
  EXPECT_EQ(files->size(), 6U);
  EXPECT_TRUE(load_pack(folder_));
}

TEST_F(PackFolder, DoesNotFollowLinksOutOfTheFolder) {
  std::filesystem::remove(folder_ / "tests.csv");
  std::filesystem::create_symlink("/etc/passwd", folder_ / "tests.csv");
  const auto pack = load_pack(folder_);
  ASSERT_FALSE(pack);
  EXPECT_EQ(pack.error().kind, &kFileMissing);
}

TEST_F(PackFolder, RefusesAHugeFileWithoutReadingIt) {
  std::filesystem::resize_file(folder_ / "tests.csv", 100'000'000'000);
  const auto pack = load_pack(folder_);
  ASSERT_FALSE(pack);
  EXPECT_EQ(pack.error().kind, &kFileTooLarge);
}

TEST_F(PackFolder, ThatIsNotThereIsRefused) {
  EXPECT_EQ(load_pack(folder_ / "none").error().kind, &kFileMissing);
}

}  // namespace
}  // namespace fx::policy
