#include "policy/compare.h"

#include <tuple>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/layers.h"
#include "policy/refusals.h"
#include "policy/test_pack.h"

namespace fx::policy {
namespace {

using testing::files_with;
using testing::test_files;

PackPtr load(const Files& files) {
  const auto pack = load_pack(files);
  FX_CHECK(pack.has_value());
  return *pack;
}

struct People {
  std::vector<Value> origin;
  std::vector<Value> age;

  [[nodiscard]] Side side(const Pack& pack) const {
    Side out{&pack, &pack.editions().front(), {}};
    out.columns.resize(pack.vocabulary().facts.size());
    out.columns[static_cast<std::size_t>(pack.vocabulary().slot("origin_set"))] = origin.data();
    out.columns[static_cast<std::size_t>(pack.vocabulary().slot("age"))] = age.data();
    return out;
  }
};

TEST(Compare, SaysWhoChangesFromWhatToWhat) {
  const auto before = load(test_files());
  auto files = files_with("placement.csv", "hubei,>=60,hubei,home,14", "hubei,>=70,hubei,home,14");
  files["placement.csv"] = testing::replaced(files["placement.csv"], "-,-,other,self_monitoring,14",
                                             "-,-,other,self_monitoring,10");
  const auto after = load(files);
  // From Hubei at 50, 65 and 80; from elsewhere four times.
  const People people{{1, 1, 1, 0, 0, 0, 0}, {50, 65, 80, 20, 30, kMissing, 90}};
  const auto compared = compare(people.side(*before), people.side(*after), 7);
  ASSERT_TRUE(compared);
  EXPECT_EQ(compared->same, 2U);
  ASSERT_EQ(compared->changes.size(), 2U);
  EXPECT_EQ(compared->changes[0].people, 4U);
  EXPECT_EQ(compared->changes[0].first, 3U);
  EXPECT_EQ(compared->changes[1].people, 1U);
  EXPECT_EQ(compared->change,
            (std::vector<std::uint32_t>{Comparison::kSame, 1, Comparison::kSame, 0, 0, 0, 0}));
  EXPECT_EQ(show_change(people.side(*before), people.side(*after), "placement",
                        compared->changes[0], Language::kEn),
            "measure self-monitoring, period 14 days -> measure self-monitoring, period 10 days");
  EXPECT_EQ(show_change(people.side(*before), people.side(*after), "placement",
                        compared->changes[1], Language::kZh),
            "措施 居家隔离医学观察 → 措施 集中隔离医学观察，其后措施 居家健康监测，其后期限 7天");
}

TEST(Compare, CountsWhatItTakes) {
  auto files = test_files();
  files["pack.yaml"] = testing::replaced(
      files["pack.yaml"], "      release: {file: release.csv, hit: collect}",
      "      release: {file: release.csv, hit: collect}\n      tests: {file: tests.csv, hit: "
      "first}\n      team: {file: team.csv, hit: first}");
  files["team.csv"] = "measure,staff,people_each\ncentralised,2,10\n-,,\n";
  const auto pack = load(files);
  const People people{{1, 1, 1, 0}, {50, 51, 80, 20}};
  const auto side = people.side(*pack);
  const auto compared = compare(side, side, 4);
  ASSERT_TRUE(compared);
  EXPECT_EQ(compared->same, 4U);
  const auto& needs = compared->before;
  EXPECT_EQ(needs.people[static_cast<std::size_t>(Measure::kCentralised)], 2U);
  EXPECT_EQ(needs.rooms, 2U);
  EXPECT_EQ(needs.person_days, 2U * 21 + 14 + 14);
  EXPECT_EQ(needs.readings, 8U) << "two a day for each of the four";
  EXPECT_EQ(needs.tests, 3U * 4 + 2U * 2) << "three from Hubei, two of them with a second stage";
  EXPECT_EQ(needs.staff, 1U) << "two for ten people, for two of them";
}

TEST(Compare, WorksAcrossPacksAndRefusesWhatHasNoRule) {
  const auto pack = load(test_files());
  const auto resolved = resolve({pack}, *parse_day("2020-02-10"));
  ASSERT_TRUE(resolved);
  const People people{{1, 0}, {50, 51}};
  auto after = people.side(*pack);
  after.pack = resolved->pack.get();
  after.edition = resolved->edition;
  const auto compared = compare(people.side(*pack), after, 2);
  ASSERT_TRUE(compared);
  EXPECT_EQ(compared->same, 2U) << "a pack resolved alone says the same";
  EXPECT_EQ(compare(people.side(*pack), after, 2, "risk").error().kind, &kNoTopic);
  EXPECT_EQ(compare(people.side(*pack), after, 2, "release").error().kind, &kNoTopic);
}

// The pack with the tables that say what it takes; `looks`: they look at the age too, which each of
// them may leave open ("-").
Files with_needs(const std::string& looks, const std::string& cell) {
  auto files = test_files();
  files["pack.yaml"] = testing::replaced(
      files["pack.yaml"], "      release: {file: release.csv, hit: collect}",
      "      tests: {file: tests.csv, hit: first}\n      team: {file: team.csv, hit: first}");
  files["team.csv"] = looks + "measure,staff,people_each\n" + cell + "centralised,2,10\n" +
                      (looks.empty() ? "" : "-,") + "home,1,3\n" + (looks.empty() ? "" : "-,") +
                      "-,,\n";
  files["tests.csv"] = looks + "class,stage,days\n" + cell + "hubei,1,1; 4; 7; 14\n" +
                       (looks.empty() ? "" : "-,") + "hubei,2,\"2, 7\"\n" +
                       (looks.empty() ? "" : "-,") + "-,-,\n";
  files["monitoring.csv"] = looks + "measure,slots,by\n" + (looks.empty() ? "" : "-,") +
                            "none; undecided,,\n" + cell + "-,evening; morning,self\n" +
                            (looks.empty() ? "" : "-,-,,\n");
  files["examples.csv"] = "on,topic,given,expect\n";
  return files;
}

auto figures(const Needs& needs) {
  return std::tie(needs.people, needs.rooms, needs.person_days, needs.readings, needs.tests,
                  needs.staff, needs.undecided);
}

TEST(Compare, WhatItTakesIsTheSameByKindAndByPerson) {
  People people;
  for (int i = 0; i < 500; ++i) {
    people.origin.push_back(i % 3 == 0 ? 1 : 0);
    people.age.push_back(i % 11 == 0 ? kMissing : i % 90);
  }
  const auto by_kind = load(with_needs("", ""));
  // The same rules, but for tables that have to be asked about each person.
  const auto by_person = load(with_needs("age,", "-,"));
  const auto compared = compare(people.side(*by_kind), people.side(*by_person), 500);
  ASSERT_TRUE(compared);
  EXPECT_EQ(compared->same, 500U);
  EXPECT_EQ(figures(compared->before), figures(compared->after));
  EXPECT_GT(compared->before.readings, 500U);
  EXPECT_GT(compared->before.tests, 100U);
  EXPECT_GT(compared->before.staff, 10U);
  // Where the age matters it takes less: only those of 30 and more are tested, measured, guarded.
  const auto some = load(with_needs("age,", ">=30,"));
  const auto fewer = compare(people.side(*by_person), people.side(*some), 500);
  ASSERT_TRUE(fewer);
  EXPECT_LT(fewer->after.readings, fewer->before.readings);
  EXPECT_LT(fewer->after.tests, fewer->before.tests);
  EXPECT_LT(fewer->after.staff, fewer->before.staff);
  // And of all together as much as of each alone, but for the staff, which is rounded up.
  for (const auto& pack : {by_kind, by_person, some}) {
    Needs sum;
    for (std::size_t i = 0; i < 500; ++i) {
      const People one{{people.origin[i]}, {people.age[i]}};
      const auto alone = compare(one.side(*pack), one.side(*pack), 1);
      ASSERT_TRUE(alone);
      sum.rooms += alone->before.rooms;
      sum.readings += alone->before.readings;
      sum.tests += alone->before.tests;
      sum.person_days += alone->before.person_days;
    }
    const auto all = compare(people.side(*pack), people.side(*pack), 500);
    ASSERT_TRUE(all);
    EXPECT_EQ(std::tie(sum.rooms, sum.readings, sum.tests, sum.person_days),
              std::tie(all->before.rooms, all->before.readings, all->before.tests,
                       all->before.person_days));
  }
}

TEST(Compare, WithoutARuleNobodyIsDecided) {
  const auto pack = load(test_files());
  const People people{{1, 0, 0}, {50, 51, 52}};
  const auto some = people.side(*pack);
  const auto begun = compare({}, some, 3);
  ASSERT_TRUE(begun);
  EXPECT_EQ(begun->same, 0U);
  EXPECT_EQ(begun->before.undecided, 3U);
  EXPECT_EQ(begun->before.people[static_cast<std::size_t>(Measure::kUndecided)], 3U);
  EXPECT_EQ(begun->before.rooms + begun->before.readings + begun->before.person_days, 0U);
  EXPECT_EQ(begun->after.rooms, 1U);
  ASSERT_EQ(begun->changes.size(), 2U);
  EXPECT_EQ(begun->changes[0].people, 2U);
  EXPECT_EQ(begun->changes[0].before, kNoRow);
  EXPECT_EQ(show_change({}, some, "placement", begun->changes[0], Language::kEn)
                .rfind("no rule -> class ", 0),
            0U)
      << show_change({}, some, "placement", begun->changes[0], Language::kEn);
  const auto ended = compare(some, {}, 3);
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->after.undecided, 3U);
  EXPECT_EQ(compare({}, {}, 3)->same, 3U);
}

}  // namespace
}  // namespace fx::policy
