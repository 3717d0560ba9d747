#include "policy/document.h"

#include <filesystem>

#include <boost/json.hpp>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "policy/archive.h"
#include "policy/csv.h"
#include "policy/examples.h"
#include "policy/findings.h"
#include "policy/folder.h"
#include "policy/refusals.h"
#include "policy/test_pack.h"
#include "policy/yaml_write.h"

namespace fx::policy {
namespace {

namespace json = boost::json;

std::string code(const Result<Files>& files) {
  return files ? "ok" : std::string(files.error().code());
}

json::object test_document() { return *to_document(testing::test_files()); }

TEST(Document, EveryShippedPackIsTheSameRuleAfterwards) {
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(FX_SOURCE_DIR) + "/policies")) {
    if (!entry.is_directory()) continue;
    SCOPED_TRACE(entry.path().string());
    const auto files = read_pack_files(entry.path());
    ASSERT_TRUE(files.has_value());
    const auto document = to_document(*files);
    ASSERT_TRUE(document.has_value());
    const auto again = from_document(*document);
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->size(), files->size());
    EXPECT_EQ(json::serialize(*to_document(*again)), json::serialize(*document));
    const auto pack = load_pack(*again);
    ASSERT_TRUE(pack.has_value()) << pack.error().message(Language::kEn);
    EXPECT_TRUE(check(**pack).empty());
    for (const auto& result : run_examples(**pack)) EXPECT_TRUE(result.passed);
  }
}

// Texts of any kind stay what they were through pack.yaml and a table.
RC_GTEST_PROP(Document, TextsSurviveTheFiles, ()) {
  const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "a", " ", "中", "：", ": ", "#", "\"", "'", "\n", "-", "- ", "{", "}", "[", "yes", "007", "~",
      "&x", "*x", "!t", "|", ">", "%", "@", "\t", "𠀀", "\u2028", "\u0085", "\uFEFF", ",", "=1"));
  std::string text;
  for (const auto& piece : pieces) text += piece;
  auto document = test_document();
  document["pack"].as_object()["note"] = json::object{{"zh", text}, {"en", json::array{text}}};
  const auto files = from_document(document);
  RC_ASSERT(files.has_value());
  const auto again = to_document(*files);
  RC_ASSERT(again.has_value());
  RC_ASSERT(json::serialize(again->at("pack")) == json::serialize(document.at("pack")));

  const auto csv = write_csv({{"x", text, "y"}});
  const auto rows = parse_csv(csv, "t.csv");
  RC_ASSERT(rows.has_value() && rows->size() == 1);
  RC_ASSERT(rows->front().cells[1] == trim(text));
}

TEST(Document, WhatIsNoPackIsRefusedInWords) {
  EXPECT_EQ(code(from_document({})), "policy.document-shape");
  EXPECT_EQ(code(from_document({{"pack", json::object()}, {"tables", json::array()}})),
            "policy.document-shape");
  auto number = test_document();
  number["pack"].as_object()["format"] = 1;
  EXPECT_EQ(code(from_document(number)), "policy.document-shape");

  auto deep = test_document();
  json::value nested = json::object();
  for (int i = 0; i < 20; ++i) nested = json::object{{"a", nested}};
  deep["pack"].as_object()["notes"] = nested;
  EXPECT_EQ(code(from_document(deep)), "policy.yaml-too-deep");

  auto outside = test_document();
  outside["pack"].as_object()["examples"] = "../../etc/passwd.csv";
  outside["tables"].as_object()["../../etc/passwd.csv"] = json::array();
  EXPECT_EQ(code(from_document(outside)), "policy.bad-path");

  auto large = test_document();
  auto& cells = large["tables"].as_object()["placement.csv"].as_array();
  cells.push_back(json::array{std::string(3'000, 'x')});
  EXPECT_EQ(code(from_document(large)), "policy.csv-cell-too-long");
  cells.pop_back();
  for (int i = 0; i < 60; ++i) cells.push_back(json::array{std::string(1'900, 'x')});
  EXPECT_EQ(code(from_document(large)), "policy.file-too-large");
  for (int i = 0; i < 1'000; ++i) cells.push_back(json::array{"x"});
  EXPECT_EQ(code(from_document(large)), "policy.csv-too-long");
}

TEST(Document, AFolderGoesThroughAnArchiveUnchanged) {
  const auto files = testing::test_files();
  EXPECT_EQ(*read_archive(write_archive(files, "some-street")), files);
  EXPECT_EQ(write_archive(files, "a"), write_archive(files, "a"));
  EXPECT_EQ(code(read_archive("PK nothing")), "policy.not-archive");
  EXPECT_EQ(code(read_archive(write_archive({{"other.txt", "x"}}, "a"))), "policy.file-missing");
  // What pack.yaml does not name stays outside, as does what would be too much to unpack.
  auto more = files;
  more["more.csv"] = "x";
  EXPECT_EQ(*read_archive(write_archive(more, "a")), files);
  more["placement.csv"] = std::string(kMostFileBytes + 1, 'x');
  EXPECT_EQ(code(read_archive(write_archive(more, "a"))), "policy.file-too-large");
}

TEST(Document, ALineLeadsBackToWhatWasWritten) {
  const auto files = *from_document(test_document());
  auto broken = testing::replaced(files.at("pack.yaml"), "hit: first", "hit: last");
  auto changed = files;
  changed["pack.yaml"] = broken;
  const auto report = load_report(changed);
  ASSERT_FALSE(report.problems.empty());
  int line = 0;
  for (const auto& [key, value] : report.problems.front().params) {
    if (key == "row") line = std::stoi(value);
  }
  EXPECT_EQ(path_of_line(broken, line).substr(0, 18), "editions/0/tables/") << line;
  EXPECT_EQ(path_of_line(broken, 100'000), "");
}

}  // namespace
}  // namespace fx::policy
