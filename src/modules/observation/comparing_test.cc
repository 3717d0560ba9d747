// Comparing what is in force with what one thinks of choosing: the questions say what choosing
// would do, and choosing does it.
#include "area/code.h"
#include "modules/observation/world.h"
#include "policy/test_pack.h"

namespace fx::observation {
namespace {

using policy::testing::replaced;
using testing::kCommunity;

constexpr const char* kTownship = "532601003";
constexpr const char* kNeighbour = "532601003006";
constexpr const char* kZhejiang = "330100";
constexpr const char* kHubei = "420100";
constexpr const char* kHome14 = "other_province,home,14";

class Comparing : public testing::World {
 protected:
  Comparing() {
    open({packs(), other("other-pack", "move")});
    actor_ = {Ulid::make(clock_.now()), {{access::Role::administrator, "53"}}};
  }

  // The world's pack under another name: 7 days at home where that says 14.
  static policy::PackPtr other(const std::string& id, const std::string& running,
                               const std::string& level = "county") {
    auto files = pack_files();
    auto& yaml = files.at("pack.yaml");
    yaml = replaced(yaml, "id: test-pack", "id: " + id);
    yaml = replaced(yaml, "level: county", "level: " + level);
    yaml = replaced(yaml, "from: 2020-01-01", "from: 2020-01-01\n    running: " + running);
    auto& placement = files.at("placement-1.csv");
    placement = replaced(placement, kHome14, "other_province,home,7");
    return packs(files);
  }
  Ulid come_to(const std::string& community, const std::string& origin, const char* day) {
    const Ulid person = Ulid::make(clock_.now());
    const Ulid household = Ulid::make(clock_.now());
    const auto area = community + "-1-1-1-1-" + std::to_string(people_.people.size() + 1);
    people_.people[person] = {
        {household, area},
        {person, "李四" + std::to_string(people_.people.size()), "", "", {}, {}, false}};
    arrivals_.all.push_back(
        {Ulid::make(clock_.now()), person, household, area, origin, false, *parse_day(day), false});
    return person;
  }
  json::Value compare(host::RawParams more, const std::string& area = kCommunity) {
    more.emplace_back("area", area);
    return ask("/api/observation/comparison", more);
  }
  json::Value people(host::RawParams more, const std::string& area = kCommunity) {
    more.emplace_back("area", area);
    return ask("/api/observation/comparison/people", more);
  }
  static std::int64_t number(const json::Value& value, const char* key) {
    return value.at(key).as_int64();
  }
  static std::string name(const json::Value& side) {
    return std::string(side.at("pack").as_string()) + "/" +
           std::string(side.at("edition").as_string());
  }
};

TEST_F(Comparing, WhatItSaysOfChoosingIsWhatChoosingDoes) {
  const auto home = come(kZhejiang, "2020-02-09");
  come(kHubei, "2020-02-09");
  place_all("2020-02-10");
  const auto waits = come(kZhejiang, "2020-02-10");

  const auto now = compare({});
  EXPECT_EQ(number(now, "people"), 3);
  EXPECT_EQ(number(now, "changed"), 0);
  EXPECT_EQ(name(now.at("before")), "test-pack/first");
  EXPECT_EQ(number(now.at("needs_before"), "rooms"), 1);
  EXPECT_EQ(now.at("moves").at("counts").at("affected").as_int64(), 0);

  const auto said = compare({{"pack", "other-pack"}});
  EXPECT_EQ(name(said.at("before")), "test-pack/first");
  EXPECT_EQ(name(said.at("after")), "other-pack/first");
  EXPECT_EQ(name(said.at("candidate").at("rule")), "other-pack/first");
  EXPECT_TRUE(said.at("candidate").at("of_the_day").as_bool());
  EXPECT_TRUE(said.at("candidate").at("moves").as_bool());
  EXPECT_EQ(number(said, "people"), 3);
  EXPECT_EQ(number(said, "changed"), 2);
  EXPECT_EQ(number(said, "measures_changed"), 2);
  ASSERT_EQ(said.at("changes").as_array().size(), 1U);
  const auto& change = said.at("changes").at(0);
  EXPECT_EQ(number(change, "people"), 2);
  EXPECT_EQ(change.at("before").at("class_name").as_string(), "from other provinces");
  EXPECT_EQ(number(change.at("before"), "days"), 14);
  EXPECT_EQ(number(change.at("after"), "days"), 7);
  EXPECT_EQ(number(said.at("needs_before"), "person_days") -
                number(said.at("needs_after"), "person_days"),
            14);
  // Both orders are under another pack then; that of the room says the same.
  const auto& counts = said.at("moves").at("counts");
  EXPECT_EQ(number(counts, "affected"), 2);
  EXPECT_EQ(number(counts, "moving"), 2);
  EXPECT_EQ(number(counts, "shorter"), 1);
  EXPECT_EQ(number(counts, "same"), 1);
  ASSERT_EQ(said.at("moves").at("reasons").as_array().size(), 1U);
  EXPECT_EQ(said.at("moves").at("reasons").at(0).at("reason").as_string(),
            "other-pack/first (first) from 2020-01-01: people under an older edition move over");
  EXPECT_EQ(line(home).at("last").as_string(), "2020-02-23") << "compared only";

  const auto listed = people({{"pack", "other-pack"}, {"change", "0"}});
  EXPECT_EQ(number(listed, "total"), 2);
  EXPECT_EQ(listed.at("change").at("after").at("days").as_int64(), 7);
  for (const auto& one : listed.at("people").as_array()) {
    const bool bound = one.at("person").at("person").as_string() == home.text();
    EXPECT_TRUE(bound || one.at("person").at("person").as_string() == waits.text());
    EXPECT_EQ(one.as_object().contains("order") && !one.at("order").is_null(), bound);
    EXPECT_EQ(one.at("before").at("until").as_string(), bound ? "2020-02-23" : "2020-02-24");
    EXPECT_EQ(one.at("after").at("until").as_string(), bound ? "2020-02-16" : "2020-02-17");
  }

  ok("rules.use", {{"area", kCommunity}, {"pack", "other-pack"}, {"from", "2020-02-10"}});
  const auto moves = ask("/api/observation/moves", {{"area", kCommunity}});
  EXPECT_EQ(moves.at("summary"), counts) << "the list is the one that was foretold";
  EXPECT_EQ(moves.at("reasons"), said.at("moves").at("reasons"));
  EXPECT_EQ(number(moves, "total"), 2);
  const auto again = compare({{"pack", "other-pack"}});
  EXPECT_EQ(number(again, "changed"), 0);
  EXPECT_EQ(again.at("needs_before"), said.at("needs_after"));
  // And what was in force before can be looked at as well.
  const auto back = compare({{"pack", "other-pack"}, {"against", "test-pack"}});
  EXPECT_EQ(back.at("changes"), said.at("changes"));
  EXPECT_FALSE(back.as_object().contains("moves") && !back.at("moves").is_null());
  sound();
}

TEST_F(Comparing, WhoeverIsUnderAnOlderEditionStaysWhereTheNewOneSaysSo) {
  open({packs(), other("other-pack", "keep")});
  come(kZhejiang, "2020-02-09");
  place_all("2020-02-10");
  const auto said = compare({{"pack", "other-pack"}});
  EXPECT_FALSE(said.at("candidate").at("moves").as_bool());
  EXPECT_EQ(number(said.at("moves").at("counts"), "keeping"), 1);
  EXPECT_EQ(number(said.at("moves").at("counts"), "moving"), 0);
  EXPECT_FALSE(said.at("moves").at("reasons").at(0).at("moves").as_bool());
}

TEST_F(Comparing, PlacesThatHaveChosenForThemselvesAreComparedWithTheirOwn) {
  come(kZhejiang, "2020-02-09");
  come(kHubei, "2020-02-09");
  come_to(kNeighbour, kZhejiang, "2020-02-09");
  come_to("532601003007", kZhejiang, "2020-02-09");  // under no rule yet
  ok("rules.use", {{"area", kNeighbour}, {"pack", "other-pack"}, {"from", "2020-02-01"}});

  // The street's choice: of the same level as those of the communities, which are nearer.
  const auto said = compare({{"pack", "test-pack"}}, kTownship);
  EXPECT_EQ(number(said, "people"), 4);
  EXPECT_EQ(number(said, "changed"), 1) << "where nothing is in force yet";
  ASSERT_EQ(said.at("rules_before").as_array().size(), 2U);
  EXPECT_EQ(name(said.at("rules_before").at(0)), "test-pack/first");
  EXPECT_EQ(number(said.at("rules_before").at(0), "people"), 2);
  EXPECT_EQ(number(said.at("needs_before"), "undecided"), 1);
  EXPECT_EQ(number(said.at("needs_after"), "undecided"), 0);
  EXPECT_EQ(said.at("changes").at(0).at("before").at("problem").as_string(), "no rule");
  EXPECT_FALSE(said.as_object().contains("before") && !said.at("before").is_null());
  EXPECT_EQ(name(said.at("after")), "test-pack/first");
  const auto who = people({{"pack", "test-pack"}}, kTownship);
  EXPECT_EQ(number(who, "total"), 1);

  // By itself each rule decides everyone.
  const auto alone = compare({{"pack", "other-pack"}, {"against", "test-pack"}}, kTownship);
  EXPECT_EQ(number(alone, "changed"), 3);
  EXPECT_EQ(alone.at("changes").as_array().size(), 1U);
}

TEST_F(Comparing, TheSameChangeOfSeveralPlacesIsOneGroup) {
  // The neighbour is under an edition of its own that says the same as the world's.
  auto files = pack_files();
  files.at("pack.yaml") = replaced(files.at("pack.yaml"), "id: test-pack", "id: twin-pack");
  const auto stricter = [&] {
    auto more = pack_files();
    more.at("pack.yaml") = replaced(more.at("pack.yaml"), "id: test-pack", "id: street-pack");
    more.at("pack.yaml") = replaced(more.at("pack.yaml"), "level: county", "level: city");
    auto& placement = more.at("placement-1.csv");
    placement = replaced(placement, kHome14, "other_province,home,21");
    return packs(more);
  };
  open({packs(), packs(files), stricter()});
  ok("rules.use", {{"area", kNeighbour}, {"pack", "twin-pack"}, {"from", "2020-02-01"}});
  come(kZhejiang, "2020-02-09");
  come_to(kNeighbour, kZhejiang, "2020-02-09");
  const auto said = compare({{"pack", "street-pack"}}, kTownship);
  ASSERT_EQ(said.at("changes").as_array().size(), 1U) << json::serialise(said);
  EXPECT_EQ(number(said.at("changes").at(0), "people"), 2);
  EXPECT_EQ(number(said.at("changes").at(0).at("before"), "days"), 14);
  EXPECT_EQ(number(said.at("changes").at(0).at("after"), "days"), 21);
  EXPECT_EQ(said.at("rules_before").as_array().size(), 2U);
  EXPECT_EQ(said.at("rules_after").as_array().size(), 2U) << "each laid under the street's";
  EXPECT_EQ(name(said.at("rules_after").at(0)), "street-pack+test-pack/first+first");
  // 14 days of the communities are looser than 21, and do not count.
  EXPECT_FALSE(said.at("findings").as_array().empty());
}

TEST_F(Comparing, AnotherEditionThanThatOfTheDayIsComparedAndSaysSo) {
  come(kZhejiang, "2020-02-09");
  const auto said = compare({{"pack", "test-pack/second"}});
  EXPECT_FALSE(said.at("candidate").at("of_the_day").as_bool());
  EXPECT_EQ(said.at("candidate").at("rule").at("from").as_string(), "2020-03-01");
  EXPECT_EQ(number(said.at("changes").at(0).at("after"), "days"), 7);
  // On its own day it is the one that is in force.
  const auto then = compare({{"pack", "test-pack"}, {"on", "2020-03-01"}});
  EXPECT_TRUE(then.at("candidate").at("of_the_day").as_bool());
  EXPECT_EQ(name(then.at("candidate").at("rule")), "test-pack/second");
}

TEST_F(Comparing, WhereNothingWasInForceThoseWhoseTimeIsOverAreLeftOut) {
  come_to("532601003007", kZhejiang, "2020-01-02");
  come_to("532601003007", kZhejiang, "2020-02-09");
  const auto said = compare({{"pack", "test-pack"}}, "532601003007");
  EXPECT_EQ(number(said, "people"), 1);
  EXPECT_EQ(number(said, "period_over"), 1);
  EXPECT_EQ(number(said, "changed"), 1);
}

TEST_F(Comparing, WhoSeesRecordsOnlyIsShownPeopleAndEachIsALook) {
  come(kZhejiang, "2020-02-09");
  come(kZhejiang, "2020-02-09");
  std::vector<host::Look> looks;
  host_->set_look_writer([&](store::Session&, const access::Actor&, Instant, std::string_view,
                             const std::vector<host::Look>& seen) { looks = seen; });
  const host::RawParams params{{"area", kCommunity}, {"pack", "other-pack"}};
  EXPECT_EQ(number(ask("/api/observation/comparison", params), "changed"), 2);
  EXPECT_TRUE(looks.empty()) << "counts are no looks";
  auto paged = params;
  paged.emplace_back("limit", "1");
  const auto first = ask("/api/observation/comparison/people", paged);
  EXPECT_EQ(first.at("people").as_array().size(), 1U);
  EXPECT_EQ(looks.size(), 1U);
  paged.emplace_back("after", std::string(first.at("next").as_string()));
  const auto second = ask("/api/observation/comparison/people", paged);
  ASSERT_EQ(second.at("people").as_array().size(), 1U);
  EXPECT_NE(second.at("people").at(0).at("person").at("person"),
            first.at("people").at(0).at("person").at("person"));
  EXPECT_FALSE(second.as_object().contains("next") && !second.at("next").is_null());

  looks.clear();
  EXPECT_EQ(file("/api/observation/comparison.xlsx", params).bytes.substr(0, 2), "PK");
  EXPECT_EQ(looks.size(), 2U) << "those in the workbook";

  actor_ = {Ulid::make(clock_.now()), {{access::Role::command, kTownship}}};
  looks.clear();
  EXPECT_EQ(number(ask("/api/observation/comparison", params), "changed"), 2);
  EXPECT_EQ(ask("/api/observation/comparison/people", params).at("refused").as_string(),
            "access.not-allowed");
  EXPECT_EQ(file("/api/observation/comparison.xlsx", params).bytes.substr(0, 2), "PK");
  EXPECT_TRUE(looks.empty()) << "whom it does not see is not in its workbook";
}

TEST_F(Comparing, WhatCannotBeComparedIsRefusedByName) {
  come(kZhejiang, "2020-02-09");
  const auto code = [&](host::RawParams more) {
    return std::string(compare(std::move(more)).at("refused").as_string());
  };
  EXPECT_EQ(code({{"pack", "nowhere"}}), "rules.unknown-pack");
  EXPECT_EQ(code({{"pack", "test-pack/third"}}), "rules.unknown-edition");
  EXPECT_EQ(code({{"pack", "test-pack"}, {"on", "2019-06-01"}}), "policy.no-edition");
  EXPECT_EQ(code({{"draft", Ulid::make(clock_.now()).text()}}), "rules.no-draft");
  EXPECT_EQ(compare({}, "53260100300").at("refused").as_string(), "host.no-such-area");

  const auto draft =
      ok("rules.start-draft", {{"area", kCommunity}, {"disease", "covid-19"}}).subject.text();
  EXPECT_EQ(code({{"draft", draft}}), "rules.draft-unfinished");
  // What is being written is shown to nobody who may not write there.
  for (const auto role : {access::Role::inspector, access::Role::community_clerk}) {
    actor_ = {Ulid::make(clock_.now()), {{role, kCommunity}}};
    EXPECT_EQ(code({{"draft", draft}}), "access.not-allowed");
  }
  actor_ = {
      Ulid::make(clock_.now()),
      {{access::Role::community_director, kNeighbour}, {access::Role::inspector, kCommunity}}};
  EXPECT_EQ(code({{"draft", draft}}), "access.not-allowed");
}

}  // namespace
}  // namespace fx::observation
