#include "modules/rules/resident.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/test_pack.h"

namespace fx::rules {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

policy::PackPtr shipped(const std::string& id) {
  auto pack = policy::load_pack(std::filesystem::path(FX_SOURCE_DIR "/policies") / id);
  FX_CHECK(pack.has_value());
  return *pack;
}

const ResidentTopic& topic_of(const ResidentRules& rules, std::string_view id) {
  for (const auto& topic : rules.topics) {
    if (topic.topic == id) return topic;
  }
  ADD_FAILURE() << "no topic " << id;
  return rules.topics.front();
}

TEST(ResidentRules, APlacementIsASentence) {
  const auto pack = shipped("xinping-2020");
  const auto rules = for_residents(*pack, pack->editions().front(), Language::kZh);
  const auto& placement = topic_of(rules, "placement");
  EXPECT_FALSE(placement.all_apply);
  const auto& hubei = placement.rules.at(2);
  EXPECT_EQ(hubei.who, "来自湖北，除密切接触者、密接的密接以外");
  EXPECT_EQ(hubei.what, "集中隔离医学观察 14天，从到达之日的次日算起，住集中隔离点，一人一间");
  EXPECT_EQ(hubei.longest_days, 28);
  EXPECT_EQ(placement.rules.at(1).what, "不需要隔离或监测");
  EXPECT_EQ(placement.rules.at(1).ground, std::nullopt);
  EXPECT_THAT(placement.rules.back().what, HasSubstr("逐人决定"));
  const auto home = placement.rules.at(8);
  EXPECT_EQ(home.who, "来自外省，具备居家条件");
  EXPECT_THAT(home.what, HasSubstr("条件适合的，可改为集中隔离医学观察"));
}

TEST(ResidentRules, WhatIsDeniedReadsAsPeopleSayIt) {
  const auto pack = shipped("xinping-2020");
  const auto rules = for_residents(*pack, pack->editions().front(), Language::kZh);
  std::string who;
  for (const auto& rule : topic_of(rules, "entry").rules) who += rule.who + "\n";
  EXPECT_THAT(who, AllOf(HasSubstr("体温正常"), HasSubstr("未持有出入证"), Not(HasSubstr("：否"))));
  const auto& visiting = topic_of(rules, "exception").rules.at(1);
  EXPECT_EQ(visiting.what, "不允许");
}

TEST(ResidentRules, AStageThatFollowsAndTheDayItselfAreTold) {
  auto files = policy::testing::test_files();
  files["placement.csv"] =
      "origin_set,class,measure,days,counted_from,day_one,then_measure,then_days,basis,max_days\n"
      "hubei,hubei,centralised,14,arrival,same_day,home_monitoring,7,law,28\n"
      "-,other,self_monitoring,14,arrival,,,,,\n";
  const auto pack = policy::load_pack(files);
  ASSERT_TRUE(pack) << pack.error().message(Language::kEn);
  const auto rules = for_residents(**pack, (*pack)->editions().front(), Language::kZh);
  EXPECT_EQ(topic_of(rules, "placement").rules.front().what,
            "集中隔离医学观察 14天，从到达之日当天算起；期满后居家健康监测 7天");
}

// Whatever an office writes: a restriction names its ground, each ground is told once, and every
// row of a topic for residents is told in both languages.
TEST(ResidentRules, EveryRestrictionOfEveryShippedPackNamesItsGround) {
  for (const auto& listed : policy::list_packs(FX_SOURCE_DIR "/policies")) {
    ASSERT_TRUE(listed.pack);
    for (const auto& edition : (*listed.pack)->editions()) {
      for (const auto language : {Language::kZh, Language::kEn}) {
        const auto rules = for_residents(**listed.pack, edition, language);
        std::set<std::string> grounds;
        for (const auto& ground : rules.grounds) {
          EXPECT_TRUE(
              grounds.insert(ground.basis + "\n" + ground.issuer + "\n" + ground.appeal).second);
          EXPECT_FALSE(ground.appeal.empty());
        }
        for (const auto& topic : rules.topics) {
          const auto* table = edition.table(topic.topic);
          ASSERT_NE(table, nullptr);
          ASSERT_EQ(topic.rules.size(), table->rows.size());
          for (std::size_t i = 0; i < table->rows.size(); ++i) {
            const auto& rule = topic.rules[i];
            EXPECT_FALSE(rule.who.empty());
            EXPECT_FALSE(rule.what.empty());
            if (!policy::is_restriction(*table->topic, table->rows[i].outcomes)) continue;
            ASSERT_TRUE(rule.ground) << (*listed.pack)->id() << " " << topic.topic << " " << i;
            EXPECT_LE(static_cast<std::size_t>(*rule.ground), rules.grounds.size());
            EXPECT_TRUE(rule.longest_days);
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace fx::rules
