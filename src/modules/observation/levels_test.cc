// Orders under the rule of several levels, and those that were taken before there were several.
#include "modules/observation/world.h"
#include "policy/test_pack.h"

namespace fx::observation {
namespace {

using policy::testing::replaced;

class Levels : public testing::World {
 protected:
  // The world's pack once more, as a community's: a home stay is 21 days, readings three a day.
  static policy::PackPtr local() {
    auto files = pack_files();
    auto& yaml = files.at("pack.yaml");
    yaml = replaced(yaml, "id: test-pack", "id: local");
    yaml = replaced(yaml, "level: county", "level: community");
    yaml =
        replaced(yaml, "slots:\n", "slots:\n  noon: {zh: 午测, en: noon, deadline: \"13:00\"}\n");
    auto& placement = files.at("placement-1.csv");
    placement = replaced(placement, "other_province,home,14", "other_province,home,21");
    auto& monitoring = files.at("monitoring.csv");
    monitoring = replaced(monitoring, "morning; evening", "morning; noon; evening");
    return packs(files);
  }
  json::Value page(const Ulid& person) {
    return ask("/api/observation/orders/{order}", {{"order", order_of(person).text()}});
  }
};

TEST_F(Levels, DecideTogetherAndTheRecordSaysWhichRowGaveWhat) {
  const auto before = come("330100", "2020-02-09");
  ok("observation.place-all", {{"area", testing::kCommunity}});
  open({packs(), local()});
  clock("2020-02-11T09:00");
  actor_ = {actor_.account, {{access::Role::community_director, "53"}}};
  ok("rules.use", {{"area", "53"}, {"pack", "test-pack"}, {"from", "2020-01-01"}});
  const auto used = ok("rules.use", {{"area", testing::kCommunity}, {"pack", "local"}});
  EXPECT_EQ(used.result.at("rule").as_string(), "test-pack+local/first+first");
  EXPECT_FALSE(used.result.as_object().contains("findings"));
  const auto after = come("330100", "2020-02-10");
  ok("observation.place-all", {{"area", testing::kCommunity}});

  EXPECT_EQ(line(after).at("last").as_string(), "2020-03-02") << "21 days by the community";
  const auto now = page(after);
  EXPECT_EQ(now.at("pack").as_string(), "test-pack+local");
  EXPECT_EQ(now.at("edition").as_string(), "first+first");
  EXPECT_EQ(now.at("rule").as_string(), "test-pack/first/placement/4+local/first/placement/4");
  const std::string why(now.at("why").as_string());
  EXPECT_NE(why.find("tightened by local / first / placement row 4"), std::string::npos) << why;
  EXPECT_EQ(now.at("line").at("class_name").as_string(), "from other provinces");
  const auto& given = now.at("history").at(0).at("payload").at("given_by").as_array();
  ASSERT_EQ(given.size(), 2U);
  EXPECT_EQ(given[0].at("rule").as_string(), "test-pack/first/placement/4");
  EXPECT_EQ(given[1].at("rule").as_string(), "local/first/placement/4");
  EXPECT_EQ(given[1].at("digest").as_string(), local()->digest());
  const auto gave = json::serialise(given[1].at("outcomes"));
  EXPECT_NE(gave.find("\"measure\""), std::string::npos) << gave;
  EXPECT_NE(gave.find("\"days\""), std::string::npos) << gave;

  // The older order stays what it was, and is explained by the one pack it was taken under.
  EXPECT_EQ(line(before).at("last").as_string(), "2020-02-23");
  const auto old = page(before);
  EXPECT_EQ(old.at("pack").as_string(), "test-pack");
  const std::string old_why(old.at("why").as_string());
  EXPECT_EQ(old_why.find("pack test-pack / first / placement row 4"), 0U) << old_why;
  EXPECT_EQ(old_why.find("local"), std::string::npos) << old_why;

  // Readings: three a day by the lower level's tighter word for the new order, two for the old one.
  clock("2020-02-12T20:00");
  EXPECT_EQ(line(after).at("today").at("due").as_int64(), 3);
  EXPECT_EQ(line(before).at("today").at("due").as_int64(), 2);
  ok("monitoring.record",
     {{"person", after.text()}, {"tenths", 365}, {"day", "2020-02-12"}, {"slot", "noon"}});
  EXPECT_EQ(
      refused(
          "monitoring.record",
          {{"person", before.text()}, {"tenths", 365}, {"day", "2020-02-12"}, {"slot", "noon"}}),
      "monitoring.unknown-slot");
  // Conversion by the tables of both.
  ok("observation.convert", {{"order", order_of(after).text()}, {"measure", "centralised"}});
  EXPECT_EQ(page(after).at("history").as_array().back().at("payload").at("rule").as_string(),
            "test-pack/first/conversion/2+local/first/conversion/2");
  sound();

  // A program without the local pack still shows the record, and says what is missing.
  open({packs()});
  EXPECT_EQ(page(after).at("why").as_string(),
            "test-pack/first/placement/4+local/first/placement/4");
  EXPECT_EQ(
      refused("observation.convert", {{"order", order_of(after).text()}, {"measure", "home"}}),
      "observation.pack-missing");
  sound();
}

}  // namespace
}  // namespace fx::observation
