// One fault of each kind, planted in a pack that is in order, and found; nothing else is found.
#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/findings.h"
#include "policy/layers.h"
#include "policy/refusals.h"
#include "policy/test_pack.h"

namespace fx::policy {
namespace {

using testing::replaced;

const std::string kLegalHeader = ",basis,issuer,max_days,appeal\n";
const std::string kLegal = ",law,street,28,review\n";

// A pack that rules on much, without a finding.
Files rich_files() {
  auto files = testing::test_files();
  auto& yaml = files["pack.yaml"];
  yaml = replaced(yaml, "examples: examples.csv",
                  "tasks: {shut: {zh: 关闭市场, en: markets shut}}\n"
                  "sources: {notice: {zh: 通知, en: notice}}\n"
                  "facts: {outings_week: {zh: 本周外出次数, en: outings this week, type: number, "
                  "max: 100, initial: 0}}\n"
                  "topics: {parking: {zh: 停车, en: parking, outcomes: {grant: {zh: 准许, en: "
                  "granted, type: flag, required: yes}}}}\n"
                  "examples: examples.csv");
  const std::string first = "      release: {file: release.csv, hit: collect}\n";
  std::string tables = first;
  const auto table = [&](const std::string& topic, const std::string& hit,
                         const std::string& bytes) {
    tables += "      " + topic + ": {file: " + topic + ".csv, hit: " + hit + "}\n";
    files[topic + ".csv"] = bytes;
  };
  table("conversion", "first",
        "measure,requested,allowed,days_carry" + kLegalHeader + "home,centralised,yes,continue" +
            kLegal + "-,-,no,,,,,\n");
  table("escalation", "collect", "step,minutes,role\nreported,30,doctor\ntransport,60,doctor\n");
  table("reporting", "first", "unit_kind,deadline,cutoff\n-,19:00,18:30\n");
  table("broadcast", "first", "begin,end,times\n8:00,20:00,4\n");
  table("stock", "first", "supply_item,days,warn_days\n-,30,10\n");
  table("code", "first",
        "measure,colour,passage,days" + kLegalHeader + "centralised; home,red,stop,14" + kLegal +
            "-,green,free,,,,,\n");
  table(
      "pass", "first",
      "measure,outings,days" + kLegalHeader + "centralised; home,0,1" + kLegal + "-,1,2" + kLegal);
  table("entry", "first",
        "feverish,code_colour,admit" + kLegalHeader + "yes,-,detain" + kLegal + "-,red,refuse" +
            kLegal + "-,-,free,,,,\n");
  table("return", "first",
        "symptoms,days_since_fever,eligible" + kLegalHeader + "yes,-,no" + kLegal +
            "no,<7,after_observation" + kLegal + "-,-,yes,,,,\n");
  table("institution", "first",
        "has_case,state" + kLegalHeader + "yes,suspended" + kLegal + "-,open,,,,\n");
  table("gathering", "first",
        "participants,allowed,most" + kLegalHeader + "<=50,free,50" + kLegal + "-,forbidden," +
            kLegal);
  table("case_counting", "first", "window,unit,cluster_cases,cluster_days\n14,community,5,14\n");
  table("risk", "unique",
        "cases_in_window,clusters_in_window,level\n0,0,low\n[1..9],<2,medium\n0,1,medium\n"
        ">=10,-,high\n<10,>=2,high\n");
  table("trigger", "first", "risk_level,level\nhigh,ii\nmedium,iii\n-,none\n");
  table("response", "collect",
        "response_level,task,hours,restricts" + kLegalHeader + "ii; iii,shut,24,yes" + kLegal);
  table("termination", "collect", "response_level,condition,days\nii; iii,no_new_case,14\n");
  table("zones", "collect",
        "case_kind,zone,unit,days,tests" + kLegalHeader + "confirmed,lockdown,building,14,1; 4; 7" +
            kLegal);
  table("zone_release", "collect", "zone,condition,days\nlockdown,no_new_case,14\n");
  table("parking", "first", "outings_week,grant\n<3,yes\n-,no\n");
  yaml = replaced(yaml, first, tables);
  files["release.csv"] = "measure,condition,days\n-,days_complete,\n-,readings,3\n";
  return files;
}

struct Fault {
  const char* code;
  const char* file;
  const char* from;
  const char* to;
};

const std::vector<Fault> kFaults{
    // tables by themselves
    {"policy.gap", "placement.csv", "-,-,other", "none,<18; >=20; missing,other"},
    {"policy.overlap", "risk.csv", "[1..9],<2", "[1..10],<2"},
    {"policy.unreachable", "placement.csv", "hubei,>=60,hubei", "hubei,-,hubei"},
    {"policy.nothing-fits", "code.csv", "-,green",
     "\"not(centralised; home; home_monitoring; self_monitoring; test_only; none; "
     "undecided)\",green,free,,,,,\n-,green"},
    {"policy.fact-not-recorded", "broadcast.csv", "begin,end,times\n8:00,20:00,4",
     "outings_week,begin,end,times\n-,8:00,20:00,4"},
    {"policy.key-twice", "release.csv", "-,readings,3\n", "-,readings,3\nhome,readings,5\n"},
    // the course of a person
    {"policy.monitoring-longer", "release.csv", "-,readings,3", "-,readings,15"},
    {"policy.test-after-end", "tests.csv", "7; 14", "7; 15"},
    {"policy.over-maximum", "placement.csv", "7,law,28", "7,law,20"},
    {"policy.release-missing", "release.csv", "-,days_complete,\n-,readings,3\n",
     "centralised; home_monitoring; self_monitoring,days_complete,\n"},
    {"policy.release-without-tests", "release.csv", "-,readings,3\n",
     "-,readings,3\nhome,tests_negative,\n"},
    {"policy.release-without-readings", "monitoring.csv", "none; undecided; test_only",
     "none; undecided; test_only; home_monitoring"},
    {"policy.not-monitored", "release.csv", "-,readings,3\n", "home_monitoring,readings,3\n"},
    {"policy.no-anchor", "placement.csv", "hubei,centralised,14,arrival",
     "hubei,centralised,14,last_exposure"},
    {"policy.alternative-same", "placement.csv", "then_days,basis,max_days\n",
     "then_days,basis,max_days,alternatives\n"},
    {"policy.then-tighter", "placement.csv", "hubei,>=60,hubei,home,14,arrival,,",
     "hubei,>=60,hubei,home,14,arrival,centralised,7"},
    {"policy.fever-above-disease", "monitoring.csv", "measure,slots,by", "measure,slots,by,fever"},
    {"policy.conversion-to-same", "conversion.csv", "home,centralised", "home,home; centralised"},
    {"policy.days-unordered", "zones.csv", "1; 4; 7", "1; 7; 4"},
    {"policy.steps-backwards", "escalation.csv", "transport,60", "transport,20"},
    // between topics
    {"policy.code-contradicts", "code.csv", "centralised; home,red", "centralised,red"},
    {"policy.pass-contradicts", "pass.csv", "centralised; home,0", "centralised,0"},
    {"policy.fever-passes", "entry.csv", "yes,-,detain", "yes,none,detain"},
    {"policy.red-passes", "entry.csv", "-,red,refuse", "-,yellow,refuse"},
    {"policy.ill-returns", "return.csv", "yes,-,no", "yes,<7,no"},
    {"policy.case-stays-open", "institution.csv", "yes,suspended", "yes,open"},
    {"policy.over-capacity", "gathering.csv", "<=50,free,50", "<=50,free,30"},
    {"policy.level-without-measures", "response.csv", "ii; iii,shut", "ii,shut"},
    {"policy.level-without-end", "termination.csv", "ii; iii,no", "iii,no"},
    {"policy.zone-not-released", "zone_release.csv", "lockdown,no", "control,no"},
    {"policy.no-counting", "pack.yaml",
     "      case_counting: {file: case_counting.csv, hit: first}\n", ""},
    {"policy.no-cluster", "case_counting.csv", "14,community,5,14", "14,community,,"},
    {"policy.cluster-beyond-window", "case_counting.csv", "5,14", "5,15"},
    {"policy.risk-backwards", "risk.csv", "[1..9],<2,medium", "[1..9],<2,high"},
    {"policy.cutoff-after-deadline", "reporting.csv", "18:30", "19:30"},
    {"policy.times-backwards", "broadcast.csv", "8:00,20:00", "8:00,7:00"},
    {"policy.warn-above-target", "stock.csv", "30,10", "30,40"},
    // the pack
    {"policy.edition-gap", "pack.yaml", "2020-02-29", "2020-02-20"},
    {"policy.never-used", "pack.yaml", "slots: {evening",
     "slots: {noon: {zh: 午, en: noon, deadline: \"12:00\"}, evening"},
    {"policy.source-unknown", "broadcast.csv", "begin,end,times\n8:00,20:00,4",
     "begin,end,times,source\n8:00,20:00,4,notise"},
    {"policy.no-example", "examples.csv", "second,tests", "first,placement"},
    {"policy.class-dropped", "pack.yaml", "from: 2020-03-01",
     "from: 2020-03-01\n    running: move"},
};

// Faults that need a second change beside the first.
Files with_fault(const Fault& fault) {
  auto files = rich_files();
  files.at(fault.file) = replaced(files.at(fault.file), fault.from, fault.to);
  const std::string code = fault.code;
  const auto also = [&](const char* file, const char* from, const char* to) {
    files.at(file) = replaced(files.at(file), from, to);
  };
  if (code == "policy.alternative-same")
    also("placement.csv", "arrival,,,law,28\n", "arrival,,,law,28,home\n");
  if (code == "policy.fever-above-disease")
    also("monitoring.csv", "morning,self", "morning,self,38");
  if (code == "policy.not-monitored") {
    also("monitoring.csv", "none; undecided; test_only", "none; undecided; test_only; home");
  }
  if (code == "policy.risk-backwards") also("risk.csv", ">=10,-,high", ">=10,-,medium");
  if (code == "policy.no-example") {
    also("examples.csv", "class=hubei,\"days=1, 4, 7, 14\"",
         "origin_set=hubei; age=60,measure=home");
  }
  if (code == "policy.class-dropped") {
    files["later.csv"] = replaced(files["placement.csv"], "-,-,other,", "-,-,hubei,");
    const auto at = files["pack.yaml"].rfind("placement: {file: placement.csv");
    files["pack.yaml"].replace(at, 31, "placement: {file: later.csv");
  }
  return files;
}

std::string codes(const std::vector<Finding>& findings, std::set<std::string>& out) {
  std::string text;
  for (const auto& finding : findings) {
    out.insert(std::string(finding.what.code()));
    for (const auto language : {Language::kZh, Language::kEn}) {
      const auto message = finding.what.message(language);
      EXPECT_EQ(message.find('{'), std::string::npos) << message;
      text += message + "\n";
    }
  }
  return text;
}

TEST(Faults, NothingIsFoundInThePackInOrder) {
  std::set<std::string> found;
  EXPECT_EQ(codes(check(rich_files()), found), "");
}

TEST(Faults, EachOfAtLeastThirtyPlantedIsFound) {
  std::set<std::string> kinds;
  for (const auto& fault : kFaults) {
    SCOPED_TRACE(fault.code);
    std::set<std::string> found;
    const auto text = codes(check(with_fault(fault)), found);
    EXPECT_THAT(found, ::testing::Contains(fault.code)) << text;
    EXPECT_LE(found.size(), 2U) << "little else\n" << text;
    kinds.insert(fault.code);
  }
  EXPECT_EQ(kinds.size(), kFaults.size()) << "one kind each";
  EXPECT_GE(kinds.size(), 30U);
}

// A plan that says "up to 10" is medium and "10 or more" is high.
TEST(Faults, AThresholdThatTwoRowsClaimIsShownWithItsNumber) {
  auto files = rich_files();
  files.at("risk.csv") = "cases_in_window,level\n0,low\n[1..10],medium\n>=10,high\n";
  std::set<std::string> found;
  EXPECT_THAT(codes(check(files), found),
              ::testing::HasSubstr("risk.csv row 4: overlaps row 3, for example cases in the "
                                   "window=10 cases"));
}

}  // namespace
}  // namespace fx::policy
