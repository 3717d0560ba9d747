#include "policy/evaluate.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/json.h"
#include "policy/refusals.h"
#include "policy/test_pack.h"

namespace fx::policy {
namespace {

using ::testing::ElementsAre;
using testing::files_with;
using ::testing::HasSubstr;
using testing::test_files;

PackPtr loaded(const Files& files = test_files()) {
  auto pack = load_pack(files);
  FX_CHECK(pack.has_value());
  return *pack;
}

TEST(Evaluate, TakesTheFirstRowThatApplies) {
  const auto pack = loaded();
  auto facts = pack->facts();
  const auto* edition = pack->edition("first");
  EXPECT_EQ((*edition->placement(facts))->person_class.id, "other");
  facts.choose("origin_set", "hubei").number("age", 59);
  EXPECT_EQ((*edition->placement(facts))->measure, Measure::kCentralised);
  EXPECT_EQ((*edition->placement(facts))->then_days, 7);
  facts.number("age", 60);
  EXPECT_EQ((*edition->placement(facts))->measure, Measure::kHome);
}

TEST(Evaluate, DoesNotTakeAMissingFactForAnyRange) {
  const auto pack = loaded();
  auto facts = pack->facts();
  facts.choose("origin_set", "hubei");
  EXPECT_EQ((*pack->edition("first")->placement(facts))->measure, Measure::kCentralised);
}

TEST(Evaluate, CollectsEveryRowThatApplies) {
  const auto pack = loaded();
  auto facts = pack->facts();
  pack->set_placement(facts, "hubei", Measure::kHome);
  const auto release = pack->edition("first")->release(facts);
  ASSERT_TRUE(release);
  ASSERT_EQ(release->size(), 3U);
  EXPECT_EQ(release->at(1).condition, Condition::kReadings);
  EXPECT_EQ(release->at(1).days, 3);
  EXPECT_EQ(release->at(2).condition, Condition::kNoFever);
  EXPECT_EQ(release->at(2).row, 4);
}

TEST(Evaluate, OrdersReadingsByDeadlineAndTakesTheDiseasesThreshold) {
  const auto pack = loaded();
  auto facts = pack->facts();
  pack->set_placement(facts, "hubei", Measure::kHome);
  const auto monitoring = pack->edition("first")->monitoring(facts);
  ASSERT_TRUE(monitoring);
  ASSERT_EQ((*monitoring)->readings_per_day(), 2);
  EXPECT_EQ((*monitoring)->slots[0].name.id, "morning");
  EXPECT_EQ((*monitoring)->slots[0].deadline_minute, 600);
  EXPECT_EQ((*monitoring)->slots[1].deadline_minute, 1080);
  EXPECT_EQ((*monitoring)->fever_tenths, 373);
  EXPECT_EQ((*monitoring)->symptoms.size(), 1U);
}

TEST(Evaluate, SaysWhenThereIsNoRule) {
  const auto pack = loaded();
  const auto facts = pack->facts();
  EXPECT_EQ(pack->edition("second")->monitoring(facts).error().kind, &kNoTopic);
  const auto narrow = loaded(files_with("placement.csv", "-,-,other", "-,>=18,other"));
  const auto refused = narrow->edition("first")->placement(narrow->facts());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message(Language::kZh),
            "规则包 test / first / placement 没有适用的规则（来源名单=不在名单，年龄=未知）");
}

TEST(Evaluate, RefusesToChooseBetweenRowsOfAUniqueTable) {
  const auto pack =
      loaded(files_with("pack.yaml", "placement.csv, hit: first", "placement.csv, hit: unique"));
  auto facts = pack->facts();
  facts.choose("origin_set", "hubei").number("age", 70);
  const auto refused = pack->edition("first")->placement(facts);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message(Language::kEn), HasSubstr("(rows 2, 3, 4)"));
  facts.choose("origin_set", "none");
  EXPECT_TRUE(pack->edition("first")->placement(facts)) << "one row only";
}

TEST(Evaluate, ExplainsWithPackEditionRowFactsAndOutcome) {
  const auto pack = loaded();
  auto facts = pack->facts();
  facts.choose("origin_set", "hubei").number("age", 70);
  const auto decision = decide(*pack, *pack->edition("first"), "placement", facts);
  ASSERT_TRUE(decision);
  EXPECT_EQ(decision->reference(), "test/first/placement/2");
  EXPECT_EQ(explain(*decision, Language::kZh),
            "规则包 test / first / placement 第2行：来源名单=湖北，年龄=70岁 → 类别：湖北来返；"
            "措施：居家隔离医学观察；期限：14天；起算：到达之日；包保组：三包一；法律依据：某法第一"
            "条；作出单位：某街道；"
            "最长期限：28天；申诉途径：复议");
  EXPECT_THAT(
      explain(*decision, Language::kEn),
      HasSubstr("row 2: origin list=Hubei, age=70 years -> class: from Hubei; measure: home "
                "quarantine; period: 14 days"));
}

TEST(Evaluate, ReadsAndWritesJson) {
  const auto pack = loaded();
  const auto facts = facts_from_json(
      *pack, boost::json::parse(R"({"origin_set":"hubei","age":70,"symptoms":true})").as_object());
  ASSERT_TRUE(facts);
  EXPECT_EQ(boost::json::serialize(to_json(*facts)),
            R"({"origin_set":"hubei","symptoms":true,"age":70})");
  const auto decision = decide(*pack, *pack->edition("first"), "placement", *facts);
  const auto json = to_json(*decision);
  EXPECT_EQ(json.at("rows").at(0).at("row"), 2);
  EXPECT_EQ(json.at("rows").at(0).at("outcomes").at("days"), 14);
  const auto bad = facts_from_json(*pack, boost::json::parse(R"({"age":700})").as_object());
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().kind, &kFactValue);
  const auto unknown = facts_from_json(*pack, boost::json::parse(R"({"agee":7})").as_object());
  EXPECT_EQ(unknown.error().kind, &kFactUnknown);
}

TEST(Evaluate, CountsStagesAndTestsFromTheAnchor) {
  const auto pack = loaded();
  auto facts = pack->facts();
  facts.choose("origin_set", "hubei");
  const auto* edition = pack->edition("second");
  const auto course = edition->course(**edition->placement(facts), facts, *parse_day("2020-02-20"));
  ASSERT_EQ(course.stages.size(), 2U);
  EXPECT_EQ(iso(course.stages[0].first), "2020-02-21");
  EXPECT_EQ(iso(course.stages[0].last), "2020-03-05");
  EXPECT_EQ(iso(course.stages[1].tests[0]), "2020-03-07");
  EXPECT_EQ(iso(*course.last), "2020-03-12");
}

TEST(Evaluate, CountsTheAnchorItselfWhereTheRuleSaysSo) {
  const auto pack =
      loaded(files_with("pack.yaml", "{issuer: street,", "{day_one: same_day, issuer: street,"));
  auto facts = pack->facts();
  facts.choose("origin_set", "hubei");
  const auto* edition = pack->edition("first");
  const auto course = edition->course(**edition->placement(facts), facts, *parse_day("2020-02-20"));
  EXPECT_EQ(iso(course.stages[0].first), "2020-02-20");
  EXPECT_EQ(iso(course.stages[0].last), "2020-03-04");
}

TEST(Evaluate, TakesAPacksOwnFactsAndTopics) {
  auto files = files_with("pack.yaml", "examples: examples.csv", R"(facts:
  outings: {zh: 本周外出, en: outings this week, type: number, max: 100}
  trade: {zh: 行业, en: trade, type: text}
topics:
  parking: {zh: 停车证, en: parking, restrictive: yes, outcomes: {grant: {zh: 准许, en: granted, type: flag, required: yes}, hours: {zh: 时长, en: hours, type: number, max: 24}}})");
  files["pack.yaml"] =
      testing::replaced(files["pack.yaml"], "      tests:",
                        "      parking: {file: parking.csv, hit: first, defaults: {basis: law, "
                        "issuer: street, appeal: review, max_days: 7}}\n      tests:");
  files["parking.csv"] = "outings,trade,grant,hours\n-,医院; 物业,yes,24\n<3,-,yes,2\n-,-,no,\n";
  const auto pack = loaded(files);
  auto facts = pack->facts();
  const auto granted = [&]() {
    const auto decision = decide(*pack, *pack->edition("second"), "parking", facts);
    return decision ? decision->outcome("grant")->values.front() : -1;
  };
  facts.choose("outings", "2");
  EXPECT_EQ(granted(), 1);
  facts.choose("outings", "3").choose("trade", "超市");
  EXPECT_EQ(granted(), 0);
  facts.choose("trade", "医院");
  EXPECT_EQ(granted(), 1);
  const auto decision = decide(*pack, *pack->edition("second"), "parking", facts);
  EXPECT_THAT(explain(*decision, Language::kZh), HasSubstr("行业=医院 → 准许：是；时长：24；"));
}

}  // namespace
}  // namespace fx::policy
