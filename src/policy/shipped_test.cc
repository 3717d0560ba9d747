// The packs under policies/: they load, nothing is found in them, and they say what they must.
#include <fstream>
#include <functional>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "policy/csv.h"
#include "policy/evaluate.h"
#include "policy/examples.h"
#include "policy/findings.h"
#include "policy/layers.h"
#include "policy/pack.h"

namespace fx::policy {
namespace {

const std::filesystem::path kPolicies = std::filesystem::path(FX_SOURCE_DIR) / "policies";

TEST(Shipped, PacksLoadWithoutFindingsAndPassTheirExamples) {
  const auto packs = list_packs(kPolicies);
  ASSERT_GE(packs.size(), 2U);
  for (const auto& listed : packs) {
    SCOPED_TRACE(listed.folder.filename().string());
    ASSERT_TRUE(listed.pack) << listed.pack.error().message(Language::kEn);
    const Pack& pack = **listed.pack;
    EXPECT_EQ(pack.id(), listed.folder.filename().string());
    for (const auto& finding : check(pack)) ADD_FAILURE() << finding.what.message(Language::kEn);
    const auto results = run_examples(pack);
    EXPECT_GE(results.size(), pack.editions().size());
    std::set<std::string> editions;
    for (const auto& result : results) {
      EXPECT_TRUE(result.passed) << "row " << result.example->row << ": "
                                 << result.problem->message(Language::kEn);
      EXPECT_FALSE(result.example->source.empty()) << "row " << result.example->row;
      const auto& reference = result.reference;
      if (reference.empty()) continue;  // that no rule applies is an answer too
      const auto slash = reference.find('/') + 1;
      editions.insert(reference.substr(slash, reference.find('/', slash) - slash));
    }
    EXPECT_EQ(editions.size(), pack.editions().size()) << "an edition has no example";
    EXPECT_FALSE(pack.notes().empty());
  }
}

// Whatever a place's pack says, it can be laid under the national one of its time, and everyone is
// decided as by one pack.
TEST(Shipped, LocalPacksResolveUnderTheNationalOneOfTheirTime) {
  const auto nation = load_pack(kPolicies / "cn-national");
  ASSERT_TRUE(nation);
  std::size_t resolved_packs = 0;
  for (const auto& listed : list_packs(kPolicies)) {
    ASSERT_TRUE(listed.pack);
    const Pack& pack = **listed.pack;
    if (pack.id() == "cn-national" || pack.disease().id != (*nation)->disease().id) continue;
    for (const auto& edition : pack.editions()) {
      SCOPED_TRACE(pack.id() + "/" + edition.id());
      const auto resolved = resolve({*nation, *listed.pack}, edition.from());
      ASSERT_TRUE(resolved) << resolved.error().message(Language::kEn);
      EXPECT_LE(resolved->first, edition.from());
      for (const auto& table : resolved->edition->tables()) {
        EXPECT_EQ(table.matcher.has_answers(), true) << table.topic->id << " is slow";
      }
      auto facts = resolved->pack->facts();
      facts.choose("exposure", "close_contact");
      const auto decision = decide(*resolved->pack, *resolved->edition, "placement", facts);
      ASSERT_TRUE(decision);
      EXPECT_EQ(decision->reference().find("cn-national/"), 0U) << decision->reference();
      ++resolved_packs;
    }
  }
  EXPECT_GE(resolved_packs, 5U);
}

// A local pack disagrees with the national one of its time only where the nation has since ruled
// more strictly (8th edition) or forbidden to add to it (from the 9th on).
TEST(Shipped, LocalPacksAgreeWithTheNationalEditionsTheyWereWrittenUnder) {
  const auto nation = load_pack(kPolicies / "cn-national");
  ASSERT_TRUE(nation);
  const Day eighth = (*nation)->edition("2021-05-ed8")->from();
  std::size_t looked_at = 0;
  std::size_t later = 0;
  for (const auto& listed : list_packs(kPolicies)) {
    ASSERT_TRUE(listed.pack);
    const Pack& pack = **listed.pack;
    if (pack.id() == "cn-national" || pack.disease().id != (*nation)->disease().id) continue;
    for (const auto& edition : pack.editions()) {
      for (const auto& above : (*nation)->editions()) {
        const Day day = std::max(edition.from(), above.from());
        if (edition.until().value_or(day) < day || above.until().value_or(day) < day) continue;
        const auto resolved = resolve({*nation, *listed.pack}, day);
        ASSERT_TRUE(resolved) << resolved.error().message(Language::kEn);
        ++looked_at;
        for (const auto& finding : check(*resolved)) {
          const bool looser = finding.what.code() == "policy.layer-looser" ||
                              finding.what.code() == "policy.layer-fixed";
          EXPECT_TRUE(looser && day >= eighth)
              << resolved->pack->id() << " " << resolved->edition->id() << ": "
              << finding.what.message(Language::kEn);
          ++later;
        }
      }
    }
  }
  EXPECT_GE(looked_at, 50U);
  EXPECT_GE(later, 1U);
}

// The published day counts (testdata/quarantine_vectors.csv) of a close contact, by the rule that
// `rule_of` gives for an edition of cn-national.
struct RuleUnderTest {
  PackPtr keep;
  const Pack* pack = nullptr;
  const Edition* edition = nullptr;
};
void expect_published_day_counts(const Pack& nation,
                                 const std::function<RuleUnderTest(const Edition&)>& rule_of) {
  const std::map<std::string, std::string> editions{{"8th ed.", "2021-05-ed8"},
                                                    {"9th ed.", "2022-06-ed9"},
                                                    {"20 measures", "2022-11-m20"},
                                                    {"10 measures", "2022-12-m10"}};
  std::ifstream in(FX_TESTDATA "/quarantine_vectors.csv");
  const std::string bytes((std::istreambuf_iterator<char>(in)), {});
  const auto rows = parse_csv(bytes, "quarantine_vectors.csv");
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 13U);
  for (std::size_t r = 1; r < rows->size(); ++r) {
    auto cells = (*rows)[r].cells;
    cells.resize(8);
    SCOPED_TRACE(cells[0] + " " + cells[1]);
    const auto rule = rule_of(*nation.edition(editions.at(cells[0])));
    ASSERT_NE(rule.edition, nullptr);
    const Edition* edition = rule.edition;
    auto facts = rule.pack->facts();
    facts.choose("exposure", "close_contact");
    const auto placement = edition->placement(facts);
    ASSERT_TRUE(placement);
    EXPECT_EQ((*placement)->counted_from, CountedFrom::kLastExposure);
    const auto course = edition->course(**placement, facts, *parse_day(cells[1]));

    int central_days = 0;
    int home_days = 0;
    std::string last_central;
    std::string central_tests;
    std::string home_tests;
    for (const auto& stage : course.stages) {
      const bool central = stage.measure == Measure::kCentralised;
      (central ? central_days : home_days) += stage.last - stage.first + 1;
      if (central) last_central = iso(stage.last);
      auto& tests = central ? central_tests : home_tests;
      for (const Day day : stage.tests) tests += (tests.empty() ? "" : ";") + iso(day);
    }
    EXPECT_EQ(std::to_string(central_days), cells[2]);
    EXPECT_EQ(std::to_string(home_days), cells[3]);
    EXPECT_EQ(last_central, cells[4]);
    EXPECT_EQ(iso(*course.last), cells[5]);
    EXPECT_EQ(central_tests, cells[6]);
    EXPECT_EQ(home_tests, cells[7]);
  }
}

// The regimes of the vectors are editions of cn-national, whatever the dates.
TEST(Shipped, NationalEditionsGiveThePublishedDayCounts) {
  const auto pack = load_pack(kPolicies / "cn-national");
  ASSERT_TRUE(pack);
  expect_published_day_counts(**pack, [&](const Edition& edition) {
    return RuleUnderTest{*pack, pack->get(), &edition};
  });
}

// So they are with any local pack laid under the national one, as it may not loosen them and has
// nothing tighter for contacts.
TEST(Shipped, ThePublishedDayCountsComeOutOfTheLayeredRule) {
  const auto nation = load_pack(kPolicies / "cn-national");
  ASSERT_TRUE(nation);
  std::size_t laid = 0;
  for (const auto& listed : list_packs(kPolicies)) {
    ASSERT_TRUE(listed.pack);
    const Pack& local = **listed.pack;
    if (local.id() == "cn-national" || local.disease().id != (*nation)->disease().id) continue;
    SCOPED_TRACE(local.id());
    ++laid;
    expect_published_day_counts(**nation, [&](const Edition& edition) -> RuleUnderTest {
      const auto resolved = resolve(
          std::vector<Layer>{{*nation, &edition}, {*listed.pack, &local.editions().back()}});
      if (!resolved) {
        ADD_FAILURE() << resolved.error().message(Language::kEn);
        return {};
      }
      return {resolved->pack, resolved->pack.get(), resolved->edition};
    });
  }
  EXPECT_GE(laid, 10U);
}

TEST(Shipped, XinpingHasTheThreePublishedClassesRelativeToTheCommunity) {
  const auto pack = load_pack(kPolicies / "xinping-2020");
  ASSERT_TRUE(pack);
  std::set<std::string> classes;
  for (const auto& each : (*pack)->classes()) classes.insert(each.id);
  EXPECT_EQ(classes, (std::set<std::string>{"hubei", "other_province", "other_city"}));
  const auto edition = (*pack)->edition_on(*parse_day("2020-02-28"));
  ASSERT_TRUE(edition);
  const auto placed = [&](const char* from, const char* home) {
    auto facts = (*pack)->facts();
    (*pack)->set_origin(facts, from, home);
    const auto placement = (*edition)->placement(facts);
    if (!placement) return std::string(placement.error().code());
    return (*placement)->person_class.id + " " + std::string(id((*placement)->measure));
  };
  EXPECT_EQ(placed("421100", "532601"), "hubei centralised");
  EXPECT_EQ(placed("440300", "532601"), "other_province home");
  EXPECT_EQ(placed("530400", "532601"), "other_city self_monitoring");
  EXPECT_EQ(placed("532622", "532601"), " none");
  EXPECT_EQ(placed("530400", "441900"), "other_province home") << "the same origin, another home";
  EXPECT_EQ(placed("", "532601"), " undecided");
}

TEST(Shipped, XinpingTakesTheThresholdItselfAsFever) {
  const auto pack = load_pack(kPolicies / "xinping-2020");
  ASSERT_TRUE(pack);
  auto facts = (*pack)->facts();
  const auto& edition = (*pack)->editions().front();
  for (const auto measure : {Measure::kCentralised, Measure::kHome, Measure::kSelfMonitoring}) {
    (*pack)->set_placement(facts, "hubei", measure);
    const auto monitoring = edition.monitoring(facts);
    ASSERT_TRUE(monitoring);
    EXPECT_EQ((*monitoring)->fever_tenths, 373);
    EXPECT_EQ((*monitoring)->readings_per_day(), 2);
    EXPECT_FALSE((*monitoring)->symptoms.empty());
  }
  (*pack)->set_placement(facts, "", Measure::kNone);
  EXPECT_EQ((*edition.monitoring(facts))->readings_per_day(), 0);
  EXPECT_EQ(edition.minutes_for("returnee_known"), 120);
  const auto rungs = edition.screening();
  ASSERT_TRUE(rungs);
  ASSERT_EQ(rungs->size(), 3U);
  EXPECT_EQ(rungs->front().rung, Rung::kPhone);
}

}  // namespace
}  // namespace fx::policy
