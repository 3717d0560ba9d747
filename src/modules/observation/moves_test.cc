// A new edition while people are under observation: in every direction, who is told what, and what
// is left of it.
#include "modules/observation/world.h"
#include "policy/test_pack.h"

namespace fx::observation {
namespace {

using policy::testing::replaced;
using testing::kCommunity;

constexpr const char* kZhejiang = "330100";
constexpr const char* kHubei = "420100";
constexpr const char* kKunming = "530100";
constexpr const char* kHome =
    "other_province,home,7,arrival,next_day,,,home,centralised,three,law,"
    "county,text";
constexpr const char* kSelf = "other_city,self_monitoring,14,arrival,next_day,,,free,,,,,text";

class Moves : public testing::World {
 protected:
  // The world's pack, its second edition from this day on.
  struct Second {
    std::string from = "2020-02-12";
    std::string running = "move";
    std::string home = kHome;  // what it says of home stays; the first: 14 days
    std::string self = kSelf;
    std::string more = {};  // further editions
  };
  static policy::PackPtr pack(const Second& second) {
    auto files = pack_files();
    auto& yaml = files.at("pack.yaml");
    yaml = replaced(yaml, "from: 2020-03-01",
                    "from: " + second.from + "\n    running: " + second.running) +
           second.more;
    auto& placement = files.at("placement-2.csv");
    placement = replaced(placement, kHome, second.home);
    placement = replaced(placement, kSelf, second.self);
    return packs(files);
  }
  // A home stay from the first edition, on the third day of it.
  Ulid at_home() {
    const auto person = come(kZhejiang, "2020-02-09");
    place_all("2020-02-10");
    ok("observation.serve", {{"order", order_of(person).text()}});
    clock("2020-02-12T09:00");
    return person;
  }
  json::Value moves(json::Object more = {}) {
    host::RawParams params{{"area", kCommunity}};
    for (const auto& item : more) {
      params.emplace_back(item.key(), std::string(item.value().as_string()));
    }
    return ask("/api/observation/moves", params);
  }
  json::Value apply(json::Object more = {}) {
    json::Object body{{"area", kCommunity}};
    for (auto& item : more) body[item.key()] = item.value();
    return ok("observation.move-over", std::move(body)).result;
  }
  json::Value page(const Ulid& person) {
    return ask("/api/observation/orders/{order}", {{"order", order_of(person).text()}});
  }
  std::string last(const Ulid& person) { return std::string(line(person).at("last").as_string()); }
  static std::string text(const json::Value& value) { return std::string(value.as_string()); }
};

struct Direction {
  const char* name;
  std::string home;
  const char* effect;
  const char* measure;
  const char* until;  // "": none
  const char* state;
};

const Direction kDirections[] = {
    {"shorter", kHome, "shorter", "home", "2020-02-16", "issued"},
    {"longer", replaced(kHome, "home,7", "home,21"), "longer", "home", "2020-03-01", "issued"},
    {"other_measure",
     "other_province,centralised,14,arrival,next_day,home_monitoring,7,site,,three,law,county,"
     "text",
     "other_measure", "centralised", "2020-03-01", "issued"},
    {"over_already", replaced(kHome, "home,7", "home,2"), "shorter", "home", "2020-02-11",
     "awaiting_decision"},
    {"released_class", "other_province,none,,,,,,,,,,,text", "released", "none", "", "ended"},
    {"the_same", replaced(kHome, "home,7", "home,14"), "same", "home", "2020-02-23", "in_force"},
};

class MoveDirections : public Moves, public ::testing::WithParamInterface<Direction> {};

TEST_P(MoveDirections, AreListedWithBothLastDaysAndAppliedByCommandAlone) {
  const auto& direction = GetParam();
  const auto person = at_home();
  EXPECT_EQ(moves().at("summary").at("affected").as_int64(), 0);
  open({pack({.home = direction.home})});

  const auto listed = moves();
  EXPECT_EQ(listed.at("summary").at("affected").as_int64(), 1);
  EXPECT_EQ(listed.at("summary").at("moving").as_int64(), 1);
  EXPECT_EQ(listed.at("summary").at(direction.effect).as_int64(), 1);
  const auto& one = listed.at("orders").at(0);
  EXPECT_EQ(text(one.at("effect")), direction.effect);
  EXPECT_TRUE(one.at("moves").as_bool());
  EXPECT_EQ(text(one.at("reason")),
            "test-pack/second (second) from 2020-02-12: people under an older edition move over");
  EXPECT_EQ(text(one.at("before").at("edition")), "first");
  EXPECT_EQ(text(one.at("before").at("until")), "2020-02-23");
  EXPECT_EQ(text(one.at("before").at("measure")), "home");
  EXPECT_EQ(text(one.at("after").at("edition")), "second");
  EXPECT_EQ(text(one.at("after").at("measure")), direction.measure);
  if (*direction.until != '\0') {
    EXPECT_EQ(text(one.at("after").at("until")), direction.until);
  } else {
    EXPECT_TRUE(one.at("after").as_object().if_contains("until") == nullptr ||
                one.at("after").at("until").is_null());
  }
  EXPECT_EQ(last(person), "2020-02-23") << "nothing moves by itself";
  EXPECT_EQ(state(person), "in_force");

  const auto done = apply();
  EXPECT_EQ(done, listed.at("summary")) << "the list says what will be done";
  EXPECT_EQ(state(person), direction.state);
  EXPECT_EQ(moves().at("summary").at("affected").as_int64(), 0);
  EXPECT_EQ(apply().at("moving").as_int64(), 0);
  const auto now = page(person);
  EXPECT_EQ(text(now.at("edition")), "second");
  EXPECT_EQ(text(now.at("rule")), "test-pack/second/placement/4");
  EXPECT_EQ(text(now.at("why")).find("pack test-pack / second / placement row 4"), 0U);
  const auto& entry = now.at("history").as_array().back();
  EXPECT_EQ(text(entry.at("kind")), "observation.moved");
  const auto& payload = entry.at("payload");
  EXPECT_EQ(text(payload.at("reason")), "edition_says_move");
  EXPECT_EQ(text(payload.at("edition")), "first");
  EXPECT_EQ(text(payload.at("rule")), "test-pack/first/placement/4");
  EXPECT_EQ(text(payload.at("until")), "2020-02-23");
  EXPECT_EQ(text(payload.at("to").at("edition")), "second");
  EXPECT_EQ(text(payload.at("to").at("digest")), pack({.home = direction.home})->digest());
  const bool binds = std::string_view(direction.state) == "issued" ||
                     std::string_view(direction.state) == "in_force";
  EXPECT_EQ(figure("observation.in_force.{}.people"), binds ? 1 : 0);
  // The evening before, nothing of it was so.
  EXPECT_EQ(figure_of("observation.in_force.{}.people", "2020-02-11", clock_.now(), "home"), 1);
  sound();

  // Undone as any step is: everything is as before, and the move is there again.
  ok("observation.undo", {{"order", order_of(person).text()}});
  EXPECT_EQ(state(person), "in_force");
  EXPECT_EQ(last(person), "2020-02-23");
  EXPECT_EQ(text(page(person).at("edition")), "first");
  EXPECT_EQ(moves().at("summary").at("moving").as_int64(), 1);
  sound();
}
INSTANTIATE_TEST_SUITE_P(Editions, MoveDirections, ::testing::ValuesIn(kDirections),
                         [](const auto& direction) { return std::string(direction.param.name); });

TEST_F(Moves, WhoeverIsUnderAnOlderEditionKeepsItUnlessTheNewOneSaysOtherwise) {
  const auto person = at_home();
  open({pack({.running = "keep"})});
  const auto listed = moves();
  EXPECT_EQ(listed.at("summary").at("keeping").as_int64(), 1);
  EXPECT_EQ(listed.at("summary").at("moving").as_int64(), 0);
  const auto& one = listed.at("orders").at(0);
  EXPECT_FALSE(one.at("moves").as_bool());
  EXPECT_EQ(text(one.at("reason")),
            "test-pack/second (second) from 2020-02-12: people under an older edition keep it");
  EXPECT_EQ(text(one.at("after").at("until")), "2020-02-16") << "what it would have been";
  EXPECT_EQ(apply().at("moving").as_int64(), 0);
  EXPECT_EQ(refused("observation.move-over",
                    {{"area", kCommunity}, {"orders", json::Array{order_of(person).text()}}}),
            "observation.edition-kept");
  EXPECT_EQ(last(person), "2020-02-23");
  // Whoever comes now is under the new one.
  const auto later = come(kZhejiang, "2020-02-11");
  place_all("2020-02-12");
  EXPECT_EQ(last(later), "2020-02-18");
  EXPECT_EQ(moves().at("summary").at("affected").as_int64(), 1);
  sound();
}

TEST_F(Moves, OneDirectionAloneOrSomeOrdersAloneCanBeMoved) {
  const auto home = come(kZhejiang, "2020-02-09");
  const auto self = come(kKunming, "2020-02-09");
  const auto central = come(kHubei, "2020-02-09");
  place_all("2020-02-10");
  clock("2020-02-12T09:00");
  open({pack({.self = replaced(kSelf, "self_monitoring,14", "self_monitoring,21")})});
  EXPECT_EQ(moves().at("orders").as_array().size(), 3U);
  EXPECT_EQ(moves({{"effect", "longer"}}).at("orders").as_array().size(), 1U);
  EXPECT_EQ(moves({{"moves", "false"}}).at("orders").as_array().size(), 0U);
  // Stricter only.
  const auto done = apply({{"effects", json::Array{"longer", "other_measure"}}});
  EXPECT_EQ(done.at("moving").as_int64(), 1);
  EXPECT_EQ(last(self), "2020-03-01");
  EXPECT_EQ(last(home), "2020-02-23");
  EXPECT_EQ(apply({{"orders", json::Array{order_of(central).text()}}}).at("same").as_int64(), 1);
  EXPECT_EQ(refused("observation.move-over",
                    {{"area", kCommunity}, {"orders", json::Array{order_of(central).text()}}}),
            "observation.not-affected");
  EXPECT_EQ(refused("observation.move-over", {{"area", std::string(kCommunity) + "-9"},
                                              {"orders", json::Array{order_of(home).text()}}}),
            "observation.other-area");
  EXPECT_EQ(
      refused("observation.move-over",
              {{"area", kCommunity}, {"orders", json::Array{Ulid::make(clock_.now()).text()}}}),
      "observation.no-such-order");
  EXPECT_EQ(refused("observation.move-over", {{"area", kCommunity}, {"on", "2020-02-13"}}),
            "observation.future-day");
  EXPECT_EQ(moves().at("summary").at("affected").as_int64(), 1);
  const auto pages = moves({{"limit", "1"}});
  EXPECT_EQ(pages.at("orders").as_array().size(), 1U);
  sound();
}

TEST_F(Moves, ThereAndBackAgainEveryStepIsOnRecord) {
  const auto person = at_home();
  const std::string third =
      "  - id: third\n    name: {zh: 第三版, en: third}\n    from: 2020-02-14\n    running: move\n"
      "    tables:\n"
      "      placement:\n        file: placement-1.csv\n        hit: first\n"
      "        defaults: {max_days: 28, appeal: review}\n"
      "      monitoring: {file: monitoring.csv, hit: first}\n"
      "      release: {file: release.csv, hit: collect}\n";
  open({pack({.more = third})});
  apply();
  EXPECT_EQ(last(person), "2020-02-16");
  clock("2020-02-14T09:00");
  const auto one = moves().at("orders").at(0);
  EXPECT_EQ(text(one.at("effect")), "longer");
  EXPECT_EQ(text(one.at("before").at("until")), "2020-02-16");
  EXPECT_EQ(text(one.at("after").at("until")), "2020-02-23");
  apply();
  EXPECT_EQ(last(person), "2020-02-23");
  std::string editions;
  const auto now = page(person);
  for (const auto& entry : now.at("history").as_array()) {
    if (text(entry.at("kind")) != "observation.moved") continue;
    editions += text(entry.at("payload").at("edition")) + ">" +
                text(entry.at("payload").at("to").at("edition")) + " ";
  }
  EXPECT_EQ(editions, "first>second second>third ");
  // Readings of the days under each are asked for by the rule of those days.
  clock("2020-02-14T20:00");
  EXPECT_EQ(line(person).at("today").at("due").as_int64(), 2);
  sound();
}

TEST_F(Moves, AnEditionWhoseDateIsCorrectedLosesThoseItWasTakenForTooEarly) {
  const auto person = at_home();
  open({pack({})});
  apply();
  EXPECT_EQ(last(person), "2020-02-16");
  clock("2020-02-13T09:00");
  // It was to begin on the 20th, and the first one says nothing of people moving over.
  open({pack({.from = "2020-02-20"})});
  const auto one = moves().at("orders").at(0);
  EXPECT_TRUE(one.at("moves").as_bool());
  EXPECT_EQ(text(one.at("reason")), "its rule test-pack/second does not begin before 2020-02-20");
  EXPECT_EQ(text(one.at("before").at("until")), "2020-02-16");
  EXPECT_EQ(text(one.at("after").at("until")), "2020-02-23");
  apply();
  EXPECT_EQ(last(person), "2020-02-23");
  EXPECT_EQ(text(page(person).at("history").as_array().back().at("payload").at("reason")),
            "edition_not_begun");
  sound();
  // When its day comes, it takes them over after all.
  clock("2020-02-20T09:00");
  EXPECT_EQ(text(moves().at("orders").at(0).at("effect")), "shorter");
  apply();
  EXPECT_EQ(state(person), "awaiting_decision");
  EXPECT_EQ(last(person), "2020-02-16");
  sound();
}

TEST_F(Moves, WhatAPersonDecidedStandsOrIsLeftToAPerson) {
  // Extended beyond the plan: the extension stands.
  const auto extended = at_home();
  ok("observation.extend", {{"order", order_of(extended).text()}, {"last", "2020-02-25"}});
  // At a site by a person's decision, which the new edition allows, and at home by conversion,
  // which it does not (Hubei without alternatives).
  const auto converted = come(kZhejiang, "2020-02-09");
  place_all("2020-02-10");
  ok("observation.convert", {{"order", order_of(converted).text()}, {"measure", "centralised"}});
  const auto hospital = come(kZhejiang, "2020-02-09");
  place_all("2020-02-10");
  ok("observation.transfer", {{"order", order_of(hospital).text()}});
  open({pack({})});
  const auto listed = moves();
  EXPECT_EQ(listed.at("summary").at("moving").as_int64(), 2);
  EXPECT_EQ(listed.at("summary").at("problems").as_int64(), 1);
  EXPECT_EQ(refused("observation.move-over",
                    {{"area", kCommunity}, {"orders", json::Array{order_of(hospital).text()}}}),
            "observation.wrong-state");
  apply();
  EXPECT_EQ(last(extended), "2020-02-25");
  EXPECT_EQ(text(line(converted).at("measure")), "centralised");
  EXPECT_EQ(last(converted), "2020-02-16");
  EXPECT_EQ(state(hospital), "hospital");
  // Back from there, and moved.
  ok("observation.resume", {{"order", order_of(hospital).text()}});
  apply();
  EXPECT_EQ(last(hospital), "2020-02-16");
  sound();
}

TEST_F(Moves, WhatTheRuleLeavesToAPersonIsNotMoved) {
  const auto person = at_home();
  open({pack({.home = "other_province,undecided,,,,,,,,,,,text"})});
  const auto one = moves().at("orders").at(0);
  EXPECT_EQ(text(one.at("after").at("measure")), "undecided");
  EXPECT_FALSE(text(one.at("problem")).empty());
  EXPECT_EQ(apply().at("problems").as_int64(), 1);
  EXPECT_EQ(refused("observation.move-over",
                    {{"area", kCommunity}, {"orders", json::Array{order_of(person).text()}}}),
            "observation.needs-decision");
  arrivals_.all.clear();
  EXPECT_EQ(refused("observation.move-over",
                    {{"area", kCommunity}, {"orders", json::Array{order_of(person).text()}}}),
            "observation.no-arrival");
  EXPECT_EQ(last(person), "2020-02-23");
  sound();
}

// A stricter pack of a lower level, chosen in mid-observation, and given up again.
TEST_F(Moves, AnotherPackChosenMovesPeopleAsItsEditionSays) {
  const auto person = at_home();
  auto files = pack_files();
  auto& yaml = files.at("pack.yaml");
  yaml = replaced(yaml, "id: test-pack", "id: local");
  yaml = replaced(yaml, "level: county", "level: community");
  yaml = replaced(yaml, "from: 2020-01-01", "from: 2020-01-01\n    running: move");
  files.at("placement-1.csv") =
      replaced(files.at("placement-1.csv"), "other_province,home,14", "other_province,home,21");
  const auto local = packs(files);
  open({packs(), local});
  actor_ = {actor_.account, {{access::Role::community_director, "53"}}};
  ok("rules.use", {{"area", "53"}, {"pack", "test-pack"}, {"from", "2020-01-01"}});
  ok("rules.use", {{"area", kCommunity}, {"pack", "local"}, {"from", "2020-02-12"}});
  const auto one = moves().at("orders").at(0);
  EXPECT_EQ(text(one.at("after").at("pack")), "test-pack+local");
  EXPECT_EQ(text(one.at("effect")), "longer");
  EXPECT_EQ(text(one.at("after").at("until")), "2020-03-01");
  apply();
  EXPECT_EQ(last(person), "2020-03-01");
  EXPECT_EQ(text(page(person).at("rule")), "test-pack/first/placement/4+local/first/placement/4");
  sound();
}

}  // namespace
}  // namespace fx::observation
