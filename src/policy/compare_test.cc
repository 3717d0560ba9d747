#include "policy/compare.h"

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

}  // namespace
}  // namespace fx::policy
