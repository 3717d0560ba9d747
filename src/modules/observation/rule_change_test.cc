#include "modules/observation/rule_change.h"

#include "modules/observation/world.h"

namespace fx::observation {
namespace {

class RuleChangeTest : public testing::World {
 protected:
  // By the editions of the world's pack, which differ in the days of a home stay.
  Result<RuleChanges> compare(const char* before, const char* after, const char* day) {
    const auto* pack = rules_->rulebook().pack("test-pack");
    return database_.read([&](store::Session& db) {
      return compare_rules(db, observation_->orders(), arrivals_, rules_->rulebook(),
                           host::Frame::make(testing::kCommunity, *parse_day(day), clock_.now()),
                           {pack, pack->edition(before)}, {pack, pack->edition(after)},
                           Language::kEn);
    });
  }
};

TEST_F(RuleChangeTest, ThoseBoundAndThoseWaitingAreComparedAndNothingIsApplied) {
  const auto home = come("330100", "2020-02-09");
  come("420100", "2020-02-09");  // alike in both
  ok("observation.place-all", {{"area", testing::kCommunity}});
  const auto waits = come("330100", "2020-02-10");
  const auto changes = compare("first", "second", "2020-02-10");
  ASSERT_TRUE(changes);
  EXPECT_EQ(changes->people, 3);
  EXPECT_EQ(changes->under_order, 2);
  EXPECT_EQ(changes->waiting, 1);
  EXPECT_EQ(changes->same, 1);
  EXPECT_EQ(changes->changed, 2);
  EXPECT_EQ(changes->measures_changed, 2);
  ASSERT_EQ(changes->changes.size(), 1U);
  EXPECT_EQ(changes->changes[0].people, 2);
  EXPECT_NE(changes->changes[0].en.find("14"), std::string::npos) << changes->changes[0].en;
  ASSERT_EQ(changes->persons.size(), 2U);
  for (const auto& person : changes->persons) {
    const bool bound = person.person == home;
    EXPECT_TRUE(bound || person.person == waits);
    EXPECT_EQ(person.order.has_value(), bound);
    EXPECT_EQ(person.before.rule, "test-pack/first/placement/4");
    EXPECT_EQ(person.after.rule, "test-pack/second/placement/4");
    EXPECT_EQ(person.before.days, 14);
    EXPECT_EQ(person.after.days, 7);
    EXPECT_EQ(iso(*person.before.until), bound ? "2020-02-23" : "2020-02-24");
    EXPECT_EQ(iso(*person.after.until), bound ? "2020-02-16" : "2020-02-17");
  }
  EXPECT_EQ(changes->needs_before.rooms, 1);
  EXPECT_EQ(changes->needs_before.readings, 6);
  // 7 days less for each of the two.
  EXPECT_EQ(changes->needs_before.person_days - changes->needs_after.person_days, 14);
  EXPECT_EQ(line(home).at("last").as_string(), "2020-02-23");
  sound();
}

TEST_F(RuleChangeTest, WhatIsOverByBothIsLeftOutAndTheOtherWayRoundIsTheReverse) {
  come("330100", "2020-02-09");
  ok("observation.place-all", {{"area", testing::kCommunity}});
  // Over by the second only: still a change, with the course that would have ended.
  clock("2020-02-18T09:00");
  auto changes = compare("first", "second", "2020-02-18");
  ASSERT_TRUE(changes);
  ASSERT_EQ(changes->persons.size(), 1U);
  EXPECT_FALSE(changes->persons[0].before.over);
  EXPECT_TRUE(changes->persons[0].after.over);
  const auto back = compare("second", "first", "2020-02-18");
  ASSERT_TRUE(back);
  ASSERT_EQ(back->persons.size(), 1U);
  EXPECT_EQ(back->persons[0].before, changes->persons[0].after);
  EXPECT_EQ(back->persons[0].after, changes->persons[0].before);
  // Nobody is bound any more.
  clock("2020-02-25T09:00");
  changes = compare("first", "second", "2020-02-25");
  ASSERT_TRUE(changes);
  EXPECT_EQ(changes->people, 0);
  EXPECT_TRUE(changes->persons.empty());
}

TEST_F(RuleChangeTest, TheFitnessThatADecisionRecordedHoldsForTheOtherRule) {
  const auto person = come("330100", "2020-02-09");
  ok("observation.place-one", {{"source_id", arrivals_.all[0].id.text()},
                               {"person", person.text()},
                               {"unfit_for_home", true}});
  const auto changes = compare("first", "second", "2020-02-10");
  ASSERT_TRUE(changes);
  EXPECT_EQ(changes->people, 1);
  EXPECT_EQ(changes->same, 1) << "a site for 14 days in both";
  EXPECT_EQ(changes->needs_after.rooms, 1);
}

TEST_F(RuleChangeTest, BoundWithoutAnArrivalIsCountedAndNotCompared) {
  come("330100", "2020-02-09");
  ok("observation.place-all", {{"area", testing::kCommunity}});
  arrivals_.all.clear();
  const auto changes = compare("first", "second", "2020-02-10");
  ASSERT_TRUE(changes);
  EXPECT_EQ(changes->without_arrival, 1);
  EXPECT_EQ(changes->people, 0);
}

}  // namespace
}  // namespace fx::observation
