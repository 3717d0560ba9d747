// A whole register of a community as offices keep it: published totals, synthetic people.
#include <map>

#include <gtest/gtest.h>

#include "modules/registry/test_support.h"

namespace fx::registry {
namespace {

std::string data(const std::string& name) {
  return testing::read_file(FX_SOURCE_DIR "/tests/data/libuga/" + name);
}

TEST(Libuga, ARegisterWithEveryMistakeGivesThePublishedTotals) {
  Community community("libuga");
  const auto truth = json::parse(data("truth.json"));
  ASSERT_TRUE(truth);
  const auto number = [&](const char* key) { return truth->at(key).as_int64(); };
  const std::string file = data("居民信息登记表.xlsx");
  const std::vector<ImportFile> files{{"r.xlsx", file}};

  RegisterImportOptions dry;
  dry.dry_run = true;
  auto preview = community.import(files, dry);
  ASSERT_TRUE(preview) << preview.error().message(Language::kEn);
  EXPECT_EQ(community.count("select count(*) from journal_entry"), 1);

  auto report = community.import(files);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->people_new, preview->people_new);
  EXPECT_EQ(report->problems.size(), preview->problems.size());
  EXPECT_EQ(report->files.at(0).rows, number("register_rows"));
  EXPECT_EQ(report->files.at(0).accepted, number("register_rows"));
  EXPECT_EQ(report->people_new, number("people"));
  EXPECT_EQ(report->households_new, number("households"));
  EXPECT_EQ(community.figure("people"), number("people"));
  EXPECT_EQ(community.figure("households"), number("households"));
  std::map<std::string, std::int64_t> problems;
  for (const auto& p : report->problems) {
    EXPECT_TRUE(p.taken) << p.code << " " << p.row;
    ++problems[p.code];
  }
  std::int64_t bad_ids = 0;
  for (const auto& [code, count] : problems) {
    if (code.find("id") != std::string::npos || code.find("check") != std::string::npos) {
      bad_ids += count;
    }
  }
  EXPECT_EQ(bad_ids, number("rows_with_unusable_id"));
  EXPECT_EQ(problems["registry.two-households"], number("people_listed_twice"));
  EXPECT_EQ(community.count("select count(*) from registry_doubt where settled is null"),
            number("people_listed_twice") + number("rows_with_unusable_id"));

  std::map<std::string, std::int64_t> compounds;
  community.read([&](store::Session& db) {
    community.directory_->each_household(
        db, kCommunity, [&](const Ulid&, std::string_view dwelling) {
          ++compounds[area::name(db, area::at_level(dwelling, area::Level::kCompound))];
        });
    return 0;
  });
  for (const auto& [name, count] : truth->at("compounds").as_object()) {
    EXPECT_EQ(compounds[std::string(name)], count.as_int64()) << name;
  }
  EXPECT_EQ(compounds.size(), truth->at("compounds").as_object().size());

  const auto entries = community.count("select count(*) from journal_entry");
  auto again = community.import({{"copy.xlsx", file}});
  ASSERT_TRUE(again);
  EXPECT_EQ(again->people_new, 0);
  EXPECT_EQ(again->people_updated, 0);
  EXPECT_EQ(again->households_new, 0);
  EXPECT_EQ(again->doubts, 0);
  EXPECT_EQ(again->files.at(0).unchanged, number("register_rows"));
  EXPECT_EQ(community.count("select count(*) from journal_entry"), entries);
  EXPECT_TRUE(community.sound());
}

}  // namespace
}  // namespace fx::registry
