// The edges of windows and clusters, one by one.
#include "modules/risk/counting.h"

#include <gtest/gtest.h>

namespace fx::risk {
namespace {

using casework::Case;
using casework::PlaceKind;
using casework::PlaceRole;
using casework::Status;

constexpr Day kDay{18'300};

// Confirmed cases of one school on these days.
std::vector<Case> school(std::initializer_list<int> days) {
  std::vector<Case> out;
  for (const int day : days) {
    Case one;
    std::array<std::uint8_t, 16> id{};
    id[0] = 1;
    id[15] = static_cast<std::uint8_t>(out.size());
    one.id = Ulid(id);
    one.area = "532601";
    one.facts.reported = kDay + day;
    one.facts.places.push_back(
        {PlaceRole::study, PlaceKind::school, std::nullopt, std::int64_t{7}});
    one.statuses.push_back({kDay + day, Status::confirmed});
    out.push_back(std::move(one));
  }
  return out;
}

Counting rule(int window, int cases, int days) {
  Counting how;
  how.window = window;
  how.cluster_cases = cases;
  how.cluster_days = days;
  how.cluster_in = {PlaceKind::school};
  return how;
}

std::size_t clusters(const std::vector<Case>& cases, const Counting& how, int day) {
  return Counter(cases).on(kDay + day, how).clusters.size();
}

TEST(Counting, TheWindowHasTheDayItselfAndAsManyDaysAsItSays) {
  const Counter counter(school({0}));
  const auto how = rule(14, 2, 14);
  EXPECT_EQ(counter.on(kDay - 1, how).total, 0);
  EXPECT_EQ(counter.on(kDay, how).in_window, 1);
  EXPECT_EQ(counter.on(kDay + 13, how).in_window, 1);
  EXPECT_EQ(counter.on(kDay + 14, how).in_window, 0);
  EXPECT_EQ(counter.on(kDay + 14, how).total, 1);
  EXPECT_EQ(counter.on(kDay + 14, how).days_without_case, 14);
  EXPECT_EQ(counter.on(kDay - 1, how).days_without_case, std::nullopt);
}

TEST(Counting, SpreadIsSustainedOnSoManyDaysWithNewCasesThatWereNotBroughtHere) {
  auto cases = school({0, 0, 1, 3, 5});
  auto how = rule(14, 0, 0);
  EXPECT_FALSE(Counter(cases).on(kDay + 5, how).sustained_spread);  // nobody says what it is
  how.spread_days = 4;
  EXPECT_EQ(Counter(cases).on(kDay + 5, how).case_days, 4);  // two on one day are one day
  EXPECT_TRUE(Counter(cases).on(kDay + 5, how).sustained_spread);
  EXPECT_FALSE(Counter(cases).on(kDay + 4, how).sustained_spread);
  EXPECT_FALSE(Counter(cases).on(kDay + 14, how).sustained_spread);  // the first left the window
  cases.back().facts.origin = casework::Origin::domestic;
  EXPECT_FALSE(Counter(cases).on(kDay + 5, how).sustained_spread);
}

TEST(Counting, ClusterDaysAreCountedFromTheFirstToTheLastCase) {
  // Shorter than the window: days 0 and 6 are within seven days, 0 and 7 are not.
  EXPECT_EQ(clusters(school({0, 6}), rule(14, 2, 7), 8), 1U);
  EXPECT_EQ(clusters(school({0, 7}), rule(14, 2, 7), 8), 0U);
  // As long as the window: both cases must be in it.
  EXPECT_EQ(clusters(school({0, 6}), rule(14, 2, 14), 13), 1U);
  EXPECT_EQ(clusters(school({0, 6}), rule(14, 2, 14), 14), 0U);
  // Longer than the window: the last in the window, the first within the cluster's days.
  EXPECT_EQ(clusters(school({0, 6}), rule(5, 2, 7), 6), 1U);
  EXPECT_EQ(clusters(school({0, 6}), rule(5, 2, 7), 7), 0U);
  EXPECT_EQ(clusters(school({4, 6}), rule(5, 2, 7), 10), 1U);
  EXPECT_EQ(clusters(school({4, 6}), rule(5, 2, 7), 11), 0U);
}

TEST(Counting, AnOlderLargerRunDoesNotHideTheOneInTheWindow) {
  const auto counts = Counter(school({0, 0, 0, 5, 6})).on(kDay + 8, rule(4, 2, 9));
  ASSERT_EQ(counts.clusters.size(), 1U);
  EXPECT_EQ(counts.clusters[0].cases.size(), 5U);
  const auto apart = Counter(school({0, 0, 0, 7, 8})).on(kDay + 10, rule(4, 2, 3));
  ASSERT_EQ(apart.clusters.size(), 1U);
  EXPECT_EQ(apart.clusters[0].cases.size(), 2U);
  EXPECT_EQ(apart.clusters[0].first, kDay + 7);
}

TEST(Counting, AClusterInsideAnotherIsNoneOfItsOwn) {
  auto cases = school({0, 1, 2});
  for (std::size_t i = 0; i < 2; ++i) {
    cases[i].facts.places.push_back(
        {PlaceRole::residence, PlaceKind::household, "532601003005-1-1-1-1-101", std::nullopt});
  }
  auto how = rule(14, 2, 14);
  how.cluster_in = {PlaceKind::household, PlaceKind::unit, PlaceKind::school};
  const auto inside = Counter(cases).on(kDay + 3, how);
  ASSERT_EQ(inside.clusters.size(), 1U);
  EXPECT_EQ(inside.clusters[0].kind, PlaceKind::school);
  EXPECT_EQ(inside.household, 2);
  // With somebody of the household who is not of the school there are two.
  cases[2].facts.places.clear();
  cases.push_back(cases[1]);
  cases[3].id = cases[3].id.derive(1);
  cases[3].facts.places.pop_back();
  const auto two = Counter(cases).on(kDay + 3, how);
  EXPECT_EQ(two.clusters.size(), 1U);  // the household's two are still in the school
  cases[2].facts.places = cases[0].facts.places;
  cases[2].facts.places.erase(cases[2].facts.places.begin());
  const auto more = Counter(cases).on(kDay + 3, how);
  ASSERT_EQ(more.clusters.size(), 2U);
  EXPECT_EQ(more.clusters[0].kind, PlaceKind::household);  // the unit's is the same one
  EXPECT_EQ(more.clusters[0].area, "532601003005-1-1-1-1-101");
}

TEST(Counting, ExclusionTakesACaseOutAndRecoveryDoesNot) {
  auto cases = school({0, 0});
  cases[0].statuses.push_back({kDay + 2, Status::excluded});
  cases[1].statuses.push_back({kDay + 2, Status::recovered});
  const auto how = rule(14, 2, 14);
  EXPECT_EQ(Counter(cases).on(kDay + 1, how).total, 2);
  EXPECT_EQ(Counter(cases).on(kDay + 2, how).total, 1);
  // Suspected first: it counts from the day it was confirmed, or from the first if those count.
  auto suspected = school({0});
  suspected[0].statuses = {{kDay, Status::suspected}, {kDay + 3, Status::confirmed}};
  EXPECT_EQ(counts_from(suspected[0], how, kDay + 2), std::nullopt);
  EXPECT_EQ(counts_from(suspected[0], how, kDay + 4), kDay + 3);
  auto all = how;
  all.suspected = true;
  EXPECT_EQ(counts_from(suspected[0], all, kDay + 4), kDay);
  suspected[0].facts.origin = casework::Origin::abroad;
  EXPECT_EQ(counts_from(suspected[0], all, kDay + 4), std::nullopt);
  all.imported = true;
  EXPECT_EQ(counts_from(suspected[0], all, kDay + 4), kDay);
}

}  // namespace
}  // namespace fx::risk
