#include "policy/findings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/examples.h"
#include "policy/refusals.h"
#include "policy/test_pack.h"

namespace fx::policy {
namespace {

using ::testing::AllOf;
using testing::files_with;
using ::testing::HasSubstr;
using testing::replaced;
using testing::test_files;

std::string text_of(const std::vector<Finding>& findings) {
  std::string out;
  for (const auto& finding : findings) {
    out += finding.edition + " " + std::string(finding.what.code()) + ": " +
           finding.what.message(Language::kEn) + "\n";
    EXPECT_EQ(finding.what.message(Language::kZh).find('{'), std::string::npos);
  }
  return out;
}

std::string found(const Files& files) { return text_of(check(files)); }

TEST(Findings, AreNoneInAPackInOrder) { EXPECT_EQ(found(test_files()), ""); }

TEST(Findings, ShowACaseWithoutARule) {
  const auto text =
      found(files_with("placement.csv", "-,-,other", "none,<18; >=20; missing,other"));
  EXPECT_THAT(text, HasSubstr("first policy.gap: placement.csv: a case has no rule, for example "
                              "origin list=on no list, age=18 years"));
}

TEST(Findings, TakeAMissingFactAsACaseOfItsOwn) {
  EXPECT_THAT(found(files_with("placement.csv", "-,-,other", "none,not(missing),other")),
              HasSubstr("age=not known"));
}

TEST(Findings, DoNotMindAGapThatIsIntended) {
  auto files = files_with("placement.csv", "-,-,other", "none,>=18,other");
  files["pack.yaml"] =
      replaced(files["pack.yaml"], "hit: first, defaults", "hit: first, gaps: intended, defaults");
  files["pack.yaml"] =
      replaced(files["pack.yaml"], "hit: first, defaults", "hit: first, gaps: intended, defaults");
  EXPECT_EQ(found(files), "");
}

TEST(Findings, ShowOverlapsOfAUniqueTable) {
  const auto files =
      files_with("pack.yaml", "placement.csv, hit: first", "placement.csv, hit: unique");
  EXPECT_THAT(
      found(files),
      AllOf(HasSubstr("first policy.overlap: placement.csv row 3: overlaps row 2, for example "
                      "origin list=Hubei, age=60 years"),
            HasSubstr("first policy.overlap: placement.csv row 4: overlaps row 2")));
}

TEST(Findings, ShowRowsThatCanNeverApply) {
  EXPECT_THAT(found(files_with("placement.csv", "hubei,>=60", "hubei,-")),
              HasSubstr("policy.unreachable: placement.csv row 3"));
  // Two rows above take all together what neither takes alone.
  EXPECT_THAT(
      found(files_with("monitoring.csv", "-,evening",
                       "home; centralised,evening,self\nhome_monitoring; self_monitoring,evening,"
                       "self\nhome; self_monitoring,evening,doctor\n-,evening")),
      HasSubstr("policy.unreachable: monitoring.csv row 5"));
  EXPECT_THAT(found(files_with("release.csv", "home,no_fever,3", "-,readings,3")),
              HasSubstr("policy.unreachable: release.csv row 4"));
}

TEST(Findings, ShowMonitoringLongerThanTheObservation) {
  EXPECT_THAT(
      found(files_with("release.csv", "home,no_fever,3", "home,no_fever,15")),
      HasSubstr("policy.monitoring-longer: release.csv row 4 column \"days\": asks for 15 days of "
                "monitoring, but home quarantine of \"from Hubei\" lasts 14, for example origin "
                "list=Hubei, age=60 years"));
  EXPECT_EQ(found(files_with("release.csv", "home,no_fever,3", "home,no_fever,14")), "");
  auto files = files_with("monitoring.csv", "measure,slots,by", "measure,slots,by,days");
  files["monitoring.csv"] = replaced(files["monitoring.csv"], "morning,self", "morning,self,30");
  EXPECT_THAT(found(files), HasSubstr("policy.monitoring-longer: monitoring.csv row 3"));
}

TEST(Findings, ShowATestAfterTheEnd) {
  EXPECT_THAT(
      found(files_with("tests.csv", "7; 14", "7; 15")),
      HasSubstr(
          "second policy.test-after-end: tests.csv row 2 column \"days\": a test on day 15, but "
          "home quarantine of \"from Hubei\" ends on day 14"));
  EXPECT_THAT(
      found(files_with("tests.csv", "2, 7", "2, 8")),
      HasSubstr("a test on day 8, but home health monitoring of \"from Hubei\" ends on day 7"));
}

TEST(Findings, DoNotBlameARowThatTheCaseNeverReaches) {
  // The last row's day 20 would be too late for people from Hubei, but they stop at the rows above.
  auto files = files_with("tests.csv", "-,-,\n", "-,-,20\n");
  EXPECT_THAT(found(files), HasSubstr("self-monitoring of \"from elsewhere\" ends on day 14"));
  EXPECT_THAT(found(files), ::testing::Not(HasSubstr("from Hubei")));
}

TEST(Findings, ShowAPeriodOverItsOwnMaximum) {
  EXPECT_THAT(found(files_with("placement.csv", "7,law,28", "7,law,20")),
              HasSubstr("policy.over-maximum: placement.csv row 3: the stages take 21 days"));
}

TEST(Findings, ShowARestrictionThatNothingReleases) {
  auto files = test_files();
  files["release.csv"] =
      "measure,age,condition\ncentralised; "
      "home_monitoring,-,days_complete\nhome,>=70,days_complete\n";
  EXPECT_THAT(found(files),
              AllOf(HasSubstr("policy.release-missing: placement.csv row 2: nothing says when "
                              "home quarantine of \"from Hubei\" is released, for example "
                              "origin list=Hubei, age=60 years"),
                    ::testing::Not(HasSubstr("placement.csv row 3"))));
}

TEST(Findings, ShowDaysWithoutAnEdition) {
  EXPECT_THAT(found(files_with("pack.yaml", "2020-02-29", "2020-02-20")),
              HasSubstr("no edition is in force from 2020-02-21 to 2020-02-29"));
}

TEST(Findings, ShowFactsThatNobodyRecords) {
  EXPECT_THAT(found(files_with("placement.csv", "origin_set,age,", "origin_set,stage,")),
              HasSubstr("policy.cell-value"));
  auto files = files_with("placement.csv", "origin_set,age,", "origin_set,event,");
  files["placement.csv"] = replaced(files["placement.csv"], ">=60", "order_served");
  EXPECT_THAT(found(files), HasSubstr("supplies no fact \"event\" for \"placement\""));
}

TEST(Findings, ShowAClassThatNoRuleGives) {
  EXPECT_THAT(
      found(files_with("placement.csv", "-,-,other,self_monitoring", "-,-,hubei,self_monitoring")),
      HasSubstr("policy.never-used: pack.yaml: \"other\""));
}

TEST(Findings, IncludeWhyAPackDoesNotLoad) {
  EXPECT_THAT(found(files_with("placement.csv", "arrival,,,law,28", "arrival,,,,28")),
              HasSubstr("policy.restrictive-without: placement.csv row 2 column \"basis\""));
}

TEST(Examples, PassAndFailByTheRules) {
  const auto pack = load_pack(test_files());
  ASSERT_TRUE(pack);
  for (const auto& result : run_examples(**pack)) {
    EXPECT_TRUE(result.passed) << result.problem->message(Language::kEn);
  }
  const auto stricter = load_pack(files_with("placement.csv", ">=60", ">=61"));
  ASSERT_TRUE(stricter);
  const auto results = run_examples(**stricter);
  ASSERT_EQ(results.size(), 2U);
  EXPECT_FALSE(results[0].passed);
  EXPECT_EQ(results[0].problem->message(Language::kEn),
            "examples.csv row 2: expected measure=home, got measure=centralised");
  EXPECT_EQ(results[0].reference, "test/first/placement/3");
  EXPECT_TRUE(results[1].passed);
}

TEST(Examples, ThatAskForNothingKnownFail) {
  for (const char* row :
       {"2020-02-10,placement,colour=red,days=14", "2020-02-10,placement,age=60,size=14",
        "2019-02-10,placement,age=60,days=14", "2020-02-10,nothing,age=60,days=14",
        "2020-02-10,placement,age=60,", "2020-02-10,placement,age=60,rows=2"}) {
    auto files = test_files();
    files["examples.csv"] = std::string("on,topic,given,expect\n") + row + "\n";
    const auto pack = load_pack(files);
    ASSERT_TRUE(pack) << row;
    EXPECT_FALSE(run_examples(**pack).front().passed) << row;
  }
}

}  // namespace
}  // namespace fx::policy
