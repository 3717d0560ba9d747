#include "modules/rules/layered.h"

#include <filesystem>
#include <set>
#include <sstream>
#include <tuple>

#include <gtest/gtest.h>
#include <unistd.h>

#include "host/host.h"
#include "modules/rules/rules.h"
#include "policy/test_pack.h"

namespace fx::rules {
namespace {

using policy::testing::kPackYaml;
using policy::testing::replaced;
using policy::testing::test_files;

constexpr const char* kCommunity = "532601003005";

// The small pack as one of this level; the first edition is in force from 2020-02-01 to 02-29, the
// second from 2020-03-01 on.
policy::PackPtr pack(const std::string& id, const std::string& level, const std::string& more = "",
                     const std::string& disease = "covid-19") {
  auto files = test_files();
  auto yaml = replaced(kPackYaml, "id: test\n", "id: " + id + "\n" + more);
  yaml = replaced(yaml, "level: community", "level: " + level);
  files.at("pack.yaml") = replaced(yaml, "id: covid-19", "id: " + disease);
  auto loaded = policy::load_pack(files);
  if (!loaded) ADD_FAILURE() << loaded.error().message(Language::kEn);
  FX_CHECK(loaded.has_value());
  return *loaded;
}

class Layered : public ::testing::Test {
 public:
  ~Layered() override {
    host_.reset();
    std::filesystem::remove_all(dir_);
  }

 protected:
  Layered()
      : dir_((std::filesystem::temp_directory_path() /
              ("fx_layered_" + std::to_string(::getpid()) + "_" +
               ::testing::UnitTest::GetInstance()->current_test_info()->name()))
                 .string()),
        database_((std::filesystem::remove_all(dir_), dir_)) {
    // What the node was started with, and what has been dropped since.
    auto all = packs_;
    all.push_back(pack("dropped", "city"));
    auto rules = make_module(std::move(all));
    modules_.push_back(std::move(rules));
    host_ = std::make_unique<host::Host>(database_, clock_, std::vector<store::Schema>{}, modules_);
  }
  void use(const std::string& area, const std::string& id, const std::string& from) {
    host::Envelope envelope;
    envelope.id = Ulid::make(clock_.now());
    envelope.command = "rules.use";
    envelope.body = json::Object{{"area", area}, {"pack", id}, {"from", from}};
    const auto answer = host_->execute(access::Actor::system(), std::move(envelope));
    if (!answer) ADD_FAILURE() << answer.error().message(Language::kEn);
  }
  std::string chosen_in(const std::string& area, const std::string& day) {
    return database_.read([&](store::Session& db) {
      std::string out;
      for (const auto& each : chosen(packs_, db, area, *parse_day(day))) {
        out += each.area + ":" + each.id + "/" +
               (each.edition == nullptr ? "-" : each.edition->id()) + "@" + iso(each.from) + " ";
      }
      return out;
    });
  }
  Result<LayeredRule> rule(const std::string& area, const std::string& day) {
    return database_.read(
        [&](store::Session& db) { return layered_rule(packs_, db, area, *parse_day(day)); });
  }
  std::string standings(const std::string& area, const std::string& day) {
    const auto found = rule(area, day);
    if (!found) return std::string(found.error().code());
    std::string out;
    for (const auto& each : found->packs) {
      out += each.choice.id + "=" + std::string(id(each.standing)) + " ";
    }
    return out + "-> " + found->resolved.pack->id();
  }

  const Rulebook& book() { return static_cast<const Rules&>(*modules_.front()).rulebook(); }
  static std::string text(const std::optional<InForce>& found) {
    if (!found) return "";
    return found->pack->id() + "/" + found->edition->id() + " by " + found->chosen_for +
           (found->refused ? " " + std::string(found->refused->code()) : "");
  }
  // What is in force in places inside and outside of those that choose, on days around the choices;
  // the same whether it is asked for one by one or all choices are read at once.
  std::string in_force(const Rulebook& rules) {
    return database_.read([&](store::Session& db) {
      std::string out;
      const auto everywhere = rules.read(db, "0");
      for (const char* area : {"53", "532601003", kCommunity, "532601003005-1", "532601003006",
                               "532601004001", "110101"}) {
        for (const char* day : {"2020-01-31", "2020-02-01", "2020-02-10", "2020-03-10"}) {
          const auto said = text(rules.in_force(db, area, *parse_day(day)));
          const auto around = rules.read(db, area);
          EXPECT_EQ(text(around->in_force(area, *parse_day(day))), said) << area << " " << day;
          EXPECT_EQ(text(everywhere->in_force(area, *parse_day(day))), said) << area << " " << day;
          out += std::string(area) + " " + day + " " + said + "\n";
        }
        // The area's own first, the others in no order.
        std::set<std::string> others;
        for (const auto* pack : rules.in_use(db, area, *parse_day("2020-02-10"))) {
          others.insert(pack->id());
        }
        for (const auto& id : others) out += " " + id;
        out += "\n";
      }
      return out;
    });
  }

  ManualClock clock_{*parse_instant("2020-03-20T09:00:00+08:00")};
  std::string dir_;
  store::Database database_;
  const std::vector<policy::PackPtr> packs_{
      pack("nation", "national"),
      pack("city", "city", "under: nation\n"),
      pack("town", "township", "under: nation\n"),
      pack("street", "township"),
      pack("house", "community"),
      pack("fever", "community", "", "dengue"),
      pack("orphan", "community", "under: nowhere\n"),
  };
  std::vector<std::unique_ptr<host::Module>> modules_;
  std::unique_ptr<host::Host> host_;
};

TEST_F(Layered, EachAreaHasItsLatestChoiceFromTheTopDown) {
  use(kCommunity, "house", "2020-02-10");
  use("0", "nation", "2020-02-01");
  use("53", "city", "2020-02-01");
  use("53", "street", "2020-02-05");
  use("532601004", "town", "2020-02-01");  // next door
  const std::string below = std::string(kCommunity) + "-1-2-3-1-101";
  for (const std::string& area : {std::string(kCommunity), below}) {
    EXPECT_EQ(chosen_in(area, "2020-02-20"),
              "0:nation/first@2020-02-01 53:street/first@2020-02-05 "
              "532601003005:house/first@2020-02-10 ");
  }
  EXPECT_EQ(chosen_in(kCommunity, "2020-02-04"),
            "0:nation/first@2020-02-01 53:city/first@2020-02-01 ");
  EXPECT_EQ(chosen_in("5326", "2020-03-01"),
            "0:nation/second@2020-02-01 53:street/second@2020-02-05 ");
  EXPECT_EQ(chosen_in("0", "2020-02-01"), "0:nation/first@2020-02-01 ");
  EXPECT_EQ(chosen_in("42", "2020-01-31"), "");
}

TEST_F(Layered, AChoiceForTheSameDayTakesThePlaceOfTheEarlierOne) {
  use(kCommunity, "house", "2020-02-10");
  use(kCommunity, "street", "2020-02-10");
  EXPECT_EQ(chosen_in(kCommunity, "2020-02-20"), "532601003005:street/first@2020-02-10 ");
}

TEST_F(Layered, WhatCountsIsSaidOfEveryChoice) {
  EXPECT_EQ(standings(kCommunity, "2020-02-20"), "rules.nothing-in-force");
  use(kCommunity, "house", "2020-02-01");
  EXPECT_EQ(standings(kCommunity, "2020-02-20"), "house=counts -> house");
  // The street's level is above the community's, wherever the areas lie.
  use("53", "street", "2020-02-01");
  EXPECT_EQ(standings(kCommunity, "2020-02-20"), "street=counts house=counts -> street+house");
  use("5326", "town", "2020-02-01");
  EXPECT_EQ(standings(kCommunity, "2020-02-20"),
            "nation=written_under street=nearer_choice town=counts house=counts"
            " -> nation+town+house");
  use("0", "fever", "2020-02-01");
  EXPECT_EQ(standings(kCommunity, "2020-02-20"),
            "nation=written_under fever=other_disease street=nearer_choice town=counts house=counts"
            " -> nation+town+house");
  use("532601", "dropped", "2020-02-01");
  EXPECT_NE(standings(kCommunity, "2020-02-20").find("dropped=not_shipped"), std::string::npos);
  // The nearest choice says which disease it is about.
  use(kCommunity, "fever", "2020-02-15");
  EXPECT_EQ(standings(kCommunity, "2020-02-20").substr(0, 4), "feve");
  EXPECT_NE(standings(kCommunity, "2020-02-20").find("-> fever"), std::string::npos);
}

TEST_F(Layered, WhatASupposedChoiceComesToIsWhatTheChoiceComesTo) {
  // One after the other, each on top of those before.
  const std::tuple<const char*, const char*, const char*> choices[] = {
      {kCommunity, "house", "2020-02-05"},  {"53", "nation", "2020-02-01"},
      {"532601003", "town", "2020-02-10"},  {"532601003", "street", "2020-02-01"},
      {kCommunity, "street", "2020-02-05"}, {"532601003006", "fever", "2020-02-01"},
      {"532601", "city", "2020-02-09"},     {kCommunity, "orphan", "2020-03-01"},
      {"53", "city", "2020-02-01"},         {"0", "nation", "2020-02-01"}};
  for (const auto& [area, pack, from] : choices) {
    const auto before = in_force(book());
    const auto candidate = book().candidate(pack, *parse_day(from));
    ASSERT_TRUE(candidate);
    const auto supposed = book().supposing(area, *candidate, *parse_day(from));
    // A candidate is one edition, whatever the day; a choice is of the pack's editions. Both are
    // the same on the first's days.
    const auto said = in_force(*supposed);
    EXPECT_EQ(in_force(book()), before) << "nothing has been chosen";
    use(area, pack, from);
    std::istringstream a(said);
    std::istringstream b(in_force(book()));
    std::string line_a;
    std::string line_b;
    while (std::getline(a, line_a)) {
      ASSERT_TRUE(std::getline(b, line_b));
      const bool other_edition = line_b.find("2020-03-10") != std::string::npos;
      if (!other_edition) {
        EXPECT_EQ(line_a, line_b) << area << " " << pack;
      }
    }
  }
}

TEST_F(Layered, WhatIsOnNoShelfCanBeSupposed) {
  use("53", "nation", "2020-02-01");
  use("532601003", "town", "2020-02-01");
  // An edition more of a pack that is there, and one that nobody has: as drafts are.
  const auto draft = pack("house", "community");
  const auto fresh = pack("fresh", "community", "under: town\n");
  const auto day = *parse_day("2020-02-20");
  for (const auto& each : {draft, fresh}) {
    const auto supposed =
        book().supposing("532601003005-1", {each, &each->editions().front()}, day);
    const auto found = database_.read(
        [&](store::Session& db) { return supposed->in_force(db, "532601003005-2", day); });
    ASSERT_TRUE(found);
    EXPECT_FALSE(found->refused);
    EXPECT_EQ(found->pack->id(), "nation+town+" + each->id());
    EXPECT_EQ(found->chosen_for, kCommunity) << "a community is the smallest that chooses";
    EXPECT_EQ(supposed->rule(each->id(), "first").pack, each.get());
    EXPECT_EQ(supposed->rule("town", "first").pack, book().rule("town", "first").pack);
    EXPECT_EQ(book().rule("fresh", "first").pack, nullptr);
    const auto alone = book().alone({each, &each->editions().front()}, day);
    ASSERT_TRUE(alone);
    EXPECT_EQ(alone->pack->id(), each == draft ? "house" : "nation+town+fresh");
  }
}

TEST_F(Layered, APackUnderOneThatIsNotThereIsRefused) {
  use(kCommunity, "orphan", "2020-02-01");
  const auto found = rule(kCommunity, "2020-02-20");
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code(), "policy.layer-under");
}

TEST_F(Layered, ARuleIsNamedByPackOrByPackAndEdition) {
  const auto named = [&](const char* name, const char* day) {
    const auto candidate = named_edition(packs_, name, *parse_day(day));
    if (!candidate) return std::string(candidate.error().code());
    const auto found = by_itself(packs_, *candidate, *parse_day(day));
    return found ? found->pack->id() + "/" + found->edition->id()
                 : std::string(found.error().code());
  };
  EXPECT_EQ(named("house", "2020-02-20"), "house/first");
  EXPECT_EQ(named("house", "2020-03-20"), "house/second");
  EXPECT_EQ(named("house/second", "2020-02-20"), "house/second");
  EXPECT_EQ(named("house", "2020-01-20"), "policy.no-edition");
  EXPECT_EQ(named("house/third", "2020-02-20"), "rules.unknown-edition");
  EXPECT_EQ(named("nobody", "2020-02-20"), "rules.unknown-pack");
  // With those that it is written under, of the day or, for another edition, of its first day.
  EXPECT_EQ(named("town", "2020-02-20"), "nation+town/first+first");
  EXPECT_EQ(named("town/second", "2020-02-20"), "nation+town/second+second");
  EXPECT_EQ(named("orphan", "2020-02-20"), "policy.layer-under");
}

}  // namespace
}  // namespace fx::rules
