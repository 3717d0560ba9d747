#include "policy/layers.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/evaluate.h"
#include "policy/json.h"
#include "policy/refusals.h"
#include "policy/test_pack.h"

namespace fx::policy {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::replaced;

const Day kDay = *parse_day("2020-02-10");

// A pack of a level with one placement table; `more` goes into the edition.
struct Spec {
  std::string id;
  std::string level;
  std::string placement;
  std::string more = {};
  std::string hit = "first";
  std::string under = {};
};

Files files_of(const Spec& spec) {
  auto files = testing::test_files();
  auto& yaml = files["pack.yaml"];
  yaml =
      replaced(yaml, "id: test\n",
               "id: " + spec.id + "\n" + (spec.under.empty() ? "" : "under: " + spec.under + "\n"));
  yaml = replaced(yaml, "level: community", "level: " + spec.level);
  yaml = yaml.substr(0, yaml.find("examples:")) +
         "editions:\n  - id: e\n    from: 2020-02-01\n    until: 2020-02-29\n" + spec.more +
         "    tables:\n      placement: {file: placement.csv, hit: " + spec.hit +
         ", gaps: intended, defaults: {counted_from: arrival, issuer: street, appeal: review}}\n";
  files["placement.csv"] = spec.placement;
  files.erase("monitoring.csv");
  files.erase("release.csv");
  files.erase("tests.csv");
  files.erase("examples.csv");
  return files;
}

PackPtr load(const Files& files) {
  auto report = load_report(files);
  for (const auto& problem : report.problems) ADD_FAILURE() << problem.message(Language::kEn);
  FX_CHECK(report.pack != nullptr);
  return report.pack;
}
PackPtr load(const Spec& spec) { return load(files_of(spec)); }

const std::string kHeader = "origin_set,age,class,measure,days,basis,max_days\n";
const std::string kNation = kHeader +
                            "hubei,>=60,hubei,home,14,law,28\n"
                            "hubei,-,hubei,centralised,14,law,28\n"
                            "-,-,other,self_monitoring,14,,\n";

Decision decided(const Resolved& resolved, const char* origin, const char* age) {
  auto facts = resolved.pack->facts();
  facts.choose("origin_set", origin);
  facts.choose("age", age);
  auto decision = decide(*resolved.pack, *resolved.edition, "placement", facts);
  FX_CHECK(decision.has_value());
  return *std::move(decision);
}

std::string said(const Resolved& resolved, const char* origin, const char* age) {
  const auto decision = decided(resolved, origin, age);
  std::string out;
  for (const char* id : {"measure", "days", "max_days"}) {
    const auto index = static_cast<std::size_t>(decision.table->outcome(id));
    out += outcome_id(decision.table->topic->outcomes[index], *decision.outcome(id)) + " ";
  }
  return out + decision.reference();
}

std::string text_of(const std::vector<Finding>& findings) {
  std::string out;
  for (const auto& finding : findings) {
    out += std::string(finding.what.code()) + ": " + finding.what.message(Language::kEn) + "\n";
    EXPECT_EQ(finding.what.message(Language::kZh).find('{'), std::string::npos);
  }
  return out;
}

TEST(Layers, OfOnePackSayWhatThePackSays) {
  const auto nation = load({"nation", "national", kNation});
  const auto resolved = resolve({nation}, kDay);
  ASSERT_TRUE(resolved);
  EXPECT_THAT(resolved->findings, IsEmpty());
  EXPECT_EQ(said(*resolved, "hubei", "70"), "home 14 28 nation/e/placement/2");
  EXPECT_EQ(said(*resolved, "none", "missing"), "self_monitoring 14  nation/e/placement/4");
  EXPECT_EQ(iso(resolved->first), "2020-02-01");
  EXPECT_EQ(iso(*resolved->last), "2020-02-29");
}

TEST(Layers, WhereBothHaveARowTheLowerOneCountsIfItIsTighter) {
  const auto nation = load({"nation", "national", kNation});
  const auto city = load(
      {"city", "city",
       kHeader +
           "hubei,>=65,hubei,centralised,14,law,28\n-,>=90,other,home_monitoring,20,law,25\n"});
  const auto resolved = resolve({nation, city}, kDay);
  ASSERT_TRUE(resolved);
  EXPECT_EQ(text_of(resolved->findings), "");
  EXPECT_EQ(said(*resolved, "hubei", "70"),
            "centralised 14 28 nation/e/placement/2+city/e/placement/2");
  EXPECT_EQ(said(*resolved, "hubei", "60"), "home 14 28 nation/e/placement/2");
  EXPECT_EQ(said(*resolved, "none", "95"),
            "home_monitoring 20 25 nation/e/placement/4+city/e/placement/3");
  const auto text = explain(decided(*resolved, "hubei", "70"), Language::kEn);
  EXPECT_THAT(text, HasSubstr("nation / e / placement row 2, tightened by city / e / placement row "
                              "2: origin list=Hubei, age=70 years -> "));
}

TEST(Layers, ALooserRowIsAFindingAndDoesNotCount) {
  const auto nation = load({"nation", "national", kNation});
  const auto city = load({"city", "city",
                          kHeader + "hubei,>=65,hubei,centralised,7,law,28\n"
                                    "none,-,other,self_monitoring,20,,\n"});
  const auto resolved = resolve({nation, city}, kDay);
  ASSERT_TRUE(resolved);
  EXPECT_EQ(
      text_of(resolved->findings),
      "policy.layer-looser: city/placement.csv row 2: period 7 days does not keep to period 14 "
      "days of nation/e/placement/2, for example origin list=Hubei, age=65 years; it does "
      "not count\n");
  EXPECT_EQ(said(*resolved, "hubei", "70"), "home 14 28 nation/e/placement/2");
  EXPECT_EQ(said(*resolved, "none", "70"),
            "self_monitoring 20  nation/e/placement/4+city/e/placement/3");
  EXPECT_THAT(explain(decided(*resolved, "hubei", "70"), Language::kZh),
              HasSubstr("未采用 city / e / placement 第2行：期限 未从严于上级"));
}

TEST(Layers, TheLongestDurationProtectsPeopleAndMayNotGrow) {
  const auto nation = load({"nation", "national", kNation});
  const auto city = load({"city", "city", kHeader + "hubei,-,hubei,centralised,20,law,35\n"});
  const auto resolved = resolve({nation, city}, kDay);
  ASSERT_TRUE(resolved);
  EXPECT_THAT(text_of(resolved->findings), HasSubstr("longest duration 35 days does not keep to"));
  EXPECT_EQ(said(*resolved, "hubei", "30"), "centralised 14 28 nation/e/placement/3");
}

TEST(Layers, UndecidedLeavesTheCaseToTheOtherLevel) {
  const auto nation = load(
      {"nation", "national", replaced(kNation, "-,-,other,self_monitoring,14", "-,-,,undecided,")});
  const auto city = load({"city", "city",
                          kHeader + "none,<18,,none,,,\nnone,-,other,home,14,law,14\n"
                                    "hubei,-,,undecided,,,\n"});
  const auto resolved = resolve({nation, city}, kDay);
  ASSERT_TRUE(resolved);
  EXPECT_EQ(text_of(resolved->findings), "");
  EXPECT_EQ(said(*resolved, "none", "10"), "none   nation/e/placement/4+city/e/placement/2");
  EXPECT_EQ(said(*resolved, "none", "20"), "home 14 14 nation/e/placement/4+city/e/placement/3");
  EXPECT_EQ(said(*resolved, "hubei", "20"), "centralised 14 28 nation/e/placement/3");
}

TEST(Layers, ReplacementFallsBackWhereTheLowerLevelHasNoRow) {
  const auto nation = load({"nation", "national", kNation, "    lower: {placement: replace}\n"});
  const auto city = load({"city", "city", kHeader + "hubei,<18,hubei,home,7,law,7\n"});
  const auto resolved = resolve({nation, city}, kDay);
  ASSERT_TRUE(resolved);
  EXPECT_EQ(text_of(resolved->findings), "");
  EXPECT_EQ(said(*resolved, "hubei", "10"), "home 7 7 city/e/placement/2");
  EXPECT_EQ(said(*resolved, "hubei", "30"), "centralised 14 28 nation/e/placement/3");
}

TEST(Layers, TheStrictestWordAboveCounts) {
  const auto nation = load({"nation", "national", kNation, "    lower: {default: replace}\n"});
  const auto province = load({"province", "province", kHeader + "hubei,<18,hubei,home,7,law,7\n",
                              "    lower: {placement: fixed}\n"});
  const auto city = load({"city", "city", kHeader + "hubei,<18,hubei,centralised,30,law,40\n"});
  const auto resolved = resolve({nation, province, city}, kDay);
  ASSERT_TRUE(resolved);
  EXPECT_EQ(text_of(resolved->findings),
            "policy.layer-fixed: city/placement.csv: province lets no lower level touch "
            "\"placement\"; the table does not count\n");
  EXPECT_EQ(said(*resolved, "hubei", "10"), "home 7 7 province/e/placement/2");
}

TEST(Layers, CollectedRowsAboutTheSameThingMeetAndOthersAreAdded) {
  const auto with_release = [](Spec spec, const std::string& release) {
    auto files = files_of(spec);
    files["pack.yaml"] += "      release: {file: release.csv, hit: collect}\n";
    files["release.csv"] = release;
    return load(files);
  };
  const auto nation = with_release({"nation", "national", kNation},
                                   "measure,condition,days\n-,days_complete,\n-,no_fever,3\n");
  const auto city =
      with_release({"city", "city", kHeader + "hubei,-,hubei,centralised,14,law,28\n"},
                   "measure,condition,days\nhome,no_fever,5\ncentralised,no_fever,2\n"
                   "home,checkup_clean,\n");
  const auto resolved = resolve({nation, city}, kDay);
  ASSERT_TRUE(resolved);
  EXPECT_EQ(
      text_of(resolved->findings),
      "policy.layer-looser: city/release.csv row 3: over the last 2 days does not keep to over "
      "the last 3 days of nation/e/release/3, for example measure=centralised quarantine; it "
      "does not count\n");
  const auto conditions = [&](Measure measure) {
    auto facts = resolved->pack->facts();
    resolved->pack->set_placement(facts, "hubei", measure);
    std::string out;
    const auto release = resolved->edition->release(facts);
    for (const auto& each : *release) {
      out += std::string(id(each.condition)) + " " + std::to_string(each.days) + "; ";
    }
    return out + decide(*resolved->pack, *resolved->edition, "release", facts)->reference();
  };
  EXPECT_EQ(
      conditions(Measure::kHome),
      "days_complete 0; no_fever 5; checkup_clean 0; nation/e/release/2+3+city/e/release/2+4");
  EXPECT_EQ(conditions(Measure::kCentralised), "days_complete 0; no_fever 3; nation/e/release/2+3");
  EXPECT_EQ(conditions(Measure::kSelfMonitoring),
            "days_complete 0; no_fever 3; nation/e/release/2+3");
}

TEST(Layers, TheSameListOfPlacesIsOneFactAndOthersAreTheirOwn) {
  const auto nation = load({"nation", "national", kNation});
  auto files = files_of({"city", "city", kHeader + "wuhan,-,hubei,centralised,21,law,28\n"});
  files["pack.yaml"] = replaced(files["pack.yaml"], "hubei: {zh: 湖北, en: Hubei, codes: [\"42\"]}",
                                "wuhan: {zh: 武汉, en: Wuhan, codes: [\"4201\"]}");
  const auto city = load(files);
  const auto resolved = resolve({nation, city}, kDay);
  ASSERT_TRUE(resolved);
  EXPECT_EQ(text_of(check(*resolved)), "");
  const auto days = [&](const char* origin) {
    auto facts = resolved->pack->facts();
    resolved->pack->set_origin(facts, origin, "532601");
    return (*resolved->edition->placement(facts))->days;
  };
  EXPECT_EQ(days("420106"), 21) << "on both lists";
  EXPECT_EQ(days("421100"), 14) << "on the nation's only";
  EXPECT_EQ(days("440300"), 14);
}

TEST(Layers, ASecondTextOfTheSameNameIsKeptApart) {
  const auto nation = load({"nation", "national", kNation});
  auto files = files_of({"city", "city", kHeader + "hubei,-,hubei,centralised,15,law,28\n"});
  files["pack.yaml"] = replaced(files["pack.yaml"], "en: an act}", "en: another act}");
  const auto resolved = resolve({nation, load(files)}, kDay);
  ASSERT_TRUE(resolved);
  const auto basis = [&](const char* age) {
    auto facts = resolved->pack->facts();
    facts.choose("origin_set", "hubei").choose("age", age);
    return (*resolved->edition->placement(facts))->legal->basis;
  };
  EXPECT_EQ(basis("20").id, "city.law");
  EXPECT_EQ(basis("20").label.en, "another act");
  EXPECT_EQ(basis("70").label.en, "another act");
}

TEST(Layers, ContradictionsBetweenLevelsAreFound) {
  auto files = files_of({"nation", "national", kNation, "    lower: {placement: replace}\n"});
  files["pack.yaml"] += "      tests: {file: tests.csv, hit: first}\n";
  files["tests.csv"] = "class,days\nhubei,1; 14\n-,\n";
  const auto nation = load(files);
  const auto city = load({"city", "city", kHeader + "hubei,-,hubei,centralised,7,law,28\n"});
  EXPECT_THAT(text_of(check(*resolve({nation, city}, kDay))),
              HasSubstr("policy.test-after-end: nation/tests.csv row 2 column \"days\": a test on "
                        "day 14, but centralised quarantine of \"from Hubei\" ends on day 7"));
}

TEST(Layers, TheRuleInForceIsListedWithTheOriginOfEverything) {
  const auto nation = load({"nation", "national",
                            "origin_set,class,measure,days,basis,max_days,decided_by\n"
                            "hubei,hubei,home,14,law,28,doctor\n-,other,self_monitoring,14,,,\n"});
  const auto city = load({"city", "city", kHeader + "hubei,>=65,hubei,centralised,14,law,28\n"});
  const auto resolved = resolve({nation, city}, kDay);
  ASSERT_TRUE(resolved);
  const auto rules = list_rules(*resolved->pack, *resolved->edition, "placement");
  ASSERT_EQ(rules.size(), 3U);
  const auto& first = rules[0].as_object();
  EXPECT_EQ(boost::json::serialize(first.at("when")), R"({"origin_set":"hubei","age":">=65"})");
  EXPECT_EQ(first.at("reference"), "nation/e/placement/2+city/e/placement/2");
  const auto& given = first.at("layers").at("given_by").as_object();
  EXPECT_EQ(given.at("measure"), "city/e/placement/2");
  EXPECT_EQ(given.at("decided_by"), "nation/e/placement/2");
  EXPECT_EQ(rules[1].at("reference"), "nation/e/placement/2");
  EXPECT_THAT(explain(decided(*resolved, "hubei", "70"), Language::kEn),
              HasSubstr("decided by: doctor (by nation)"));
}

TEST(Layers, AreRefusedInWords) {
  const auto nation = load({"nation", "national", kNation});
  const auto city = load({"city", "city", kNation});
  const auto other_city = load({"other", "city", kNation});
  EXPECT_EQ(resolve({city, nation}, kDay).error().kind, &kLayerLevel);
  EXPECT_EQ(resolve({city, other_city}, kDay).error().kind, &kLayerLevel);
  EXPECT_EQ(resolve({}, kDay).error().kind, &kNoEdition);
  EXPECT_EQ(resolve({nation, city}, *parse_day("2021-01-01")).error().kind, &kNoEdition);
  auto files = files_of({"flu", "city", kNation});
  files["pack.yaml"] = replaced(files["pack.yaml"], "id: covid-19", "id: influenza");
  EXPECT_EQ(resolve({nation, load(files)}, kDay).error().kind, &kLayerDisease);
  files = files_of({"words", "city", kNation});
  files["pack.yaml"] += "facts: {shoe: {zh: 鞋码, en: shoe, type: number, max: 50}}\n";
  const auto one = load(files);
  files = files_of({"words-2", "county", kNation});
  files["pack.yaml"] += "facts: {shoe: {zh: 鞋码, en: shoe, type: flag}}\n";
  const auto refused = resolve({one, load(files)}, kDay);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message(Language::kEn),
            "the pack words-2 declares \"shoe\" differently from a pack above");
}

// Tables that cross one another everywhere: the pairs are too many to write out.
TEST(Layers, WhoseProductIsTooLargeAreRefusedInBoundedTime) {
  const auto crossing = [](const std::string& id, const std::string& level, bool by_age) {
    std::string table = "age,days_since_arrival,class,measure,days,basis,max_days\n";
    for (int i = 0; i < 120; ++i) {
      const auto n = std::to_string(i);
      table += (by_age ? n + ",-" : "-," + n) + ",hubei,centralised,14,law,28\n";
    }
    return load({id, level, table});
  };
  const auto resolved =
      resolve({crossing("a", "national", true), crossing("b", "city", false)}, kDay);
  ASSERT_FALSE(resolved);
  EXPECT_EQ(resolved.error().kind, &kTableTooComplex);
}

TEST(Layers, FollowWhatPacksAreWrittenUnder) {
  const auto nation = load({"nation", "national", kNation});
  const auto city = load({"city", "city", kNation, "", "first", "nation"});
  const auto town = load({"town", "township", kNation, "", "first", "city"});
  const auto found = layers_under({town, nation, city}, "town");
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 3U);
  EXPECT_EQ(found->front(), nation);
  EXPECT_EQ(found->back(), town);
  EXPECT_EQ(layers_under({town, nation}, "town").error().kind, &kLayerUnder);
  EXPECT_EQ(resolve({nation, town}, kDay).error().kind, &kLayerUnder);
  const auto a = load({"a", "city", kNation, "", "first", "b"});
  const auto b = load({"b", "county", kNation, "", "first", "a"});
  const auto cycle = layers_under({a, b}, "b");
  ASSERT_FALSE(cycle);
  EXPECT_EQ(cycle.error().message(Language::kEn), "packs are written under one another: b > a > b");
}

// --- what is tighter -----------------------------------------------------------------------------

std::string looser(const char* topic_id, const std::string& upper, const std::string& lower) {
  const auto vocabulary = builtin_vocabulary();
  const TopicDecl& topic = *vocabulary.topic(topic_id);
  const auto read = [&](std::string_view text) {
    std::vector<OutcomeValue> out(topic.outcomes.size());
    while (!text.empty()) {
      const auto end = text.find('|');
      const auto pair = trim(text.substr(0, end));
      text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
      const auto equals = pair.find('=');
      for (std::size_t i = 0; i < topic.outcomes.size(); ++i) {
        if (topic.outcomes[i].id != pair.substr(0, equals)) continue;
        out[i] = *parse_outcome(topic.outcomes[i], pair.substr(equals + 1));
      }
    }
    return out;
  };
  std::string out;
  for (const int i : judge(topic, read(upper), read(lower)).looser) {
    out += topic.outcomes[static_cast<std::size_t>(i)].id + " ";
  }
  return out;
}

TEST(Judge, ComparesEachOutcomeAsItsTopicDeclares) {
  EXPECT_EQ(looser("placement", "measure=home|days=14", "measure=centralised|days=14"), "");
  EXPECT_EQ(looser("placement", "measure=home|days=14", "measure=home_monitoring|days=13"),
            "measure days ");
  EXPECT_EQ(looser("placement", "measure=centralised|days=14|then_measure=home|then_days=7",
                   "measure=centralised|days=21"),
            "")
      << "both stages together";
  EXPECT_EQ(looser("placement", "measure=centralised|days=14|then_measure=home|then_days=7",
                   "measure=centralised|days=20"),
            "days ");
  EXPECT_EQ(looser("placement", "measure=home|days=14|counted_from=arrival",
                   "measure=home|days=14|counted_from=last_exposure"),
            "counted_from ");
  EXPECT_EQ(looser("monitoring", "by=self|fever=37.3", "by=doctor|fever=37.0"), "");
  EXPECT_EQ(looser("monitoring", "by=doctor|fever=37.0", "by=self|fever=37.3"), "by fever ");
  EXPECT_EQ(looser("tests", "days=1;4;7", "days=1;7"), "days ");
  EXPECT_EQ(looser("pass", "outings=1|days=2", "outings=1|days=3"), "");
  EXPECT_EQ(looser("pass", "outings=1|days=2", "outings=3|days=7"), "") << "3/7 is less than 1/2";
  EXPECT_EQ(looser("pass", "outings=1|days=2", "outings=4|days=7"), "outings ");
  EXPECT_EQ(looser("disinfection", "times=2|every=1", "every=1"), "times ") << "once every day";
  EXPECT_EQ(looser("entry", "admit=register|checks=identity;code", "admit=drop_point|checks=code"),
            "checks ");
  EXPECT_EQ(looser("reporting", "deadline=10:30", "deadline=11:00"), "deadline ");
  EXPECT_EQ(looser("zones", "zone=lockdown|unit=building", "zone=lockdown|unit=unit"), "unit ");
  EXPECT_EQ(looser("code", "colour=yellow", "colour=green"), "colour ");
  EXPECT_EQ(looser("risk", "level=none", "level=low"), "") << "left open above";
}

}  // namespace
}  // namespace fx::policy
