#include "modules/rules/rules.h"

#include <filesystem>
#include <random>
#include <thread>

#include <gtest/gtest.h>
#include <unistd.h>

#include "area/code.h"
#include "area/tree.h"
#include "host/host.h"
#include "policy/test_pack.h"

namespace fx::rules {
namespace {

constexpr const char* kCommunity = "532601003005";
constexpr const char* kPacks = FX_SOURCE_DIR "/policies";

class RulesTest : public ::testing::Test {
 public:
  ~RulesTest() override {
    host_.reset();
    std::filesystem::remove_all(dir_);
  }

 protected:
  RulesTest()
      : dir_((std::filesystem::temp_directory_path() /
              ("fx_rules_" + std::to_string(::getpid()) + "_" +
               ::testing::UnitTest::GetInstance()->current_test_info()->name()))
                 .string()),
        database_((std::filesystem::remove_all(dir_), dir_)) {
    auto made = make_module(kPacks);
    if (!made) ADD_FAILURE() << made.error().message(Language::kEn);
    FX_CHECK(made.has_value());
    rules_ = made->get();
    std::vector<std::unique_ptr<host::Module>> all;
    all.push_back(std::move(*made));
    modules_ = std::move(all);
    host_ = std::make_unique<host::Host>(database_, clock_, std::vector<store::Schema>{}, modules_);
  }
  std::string use(const std::string& area, const std::string& pack, const std::string& from) {
    host::Envelope envelope;
    envelope.id = Ulid::make(clock_.now());
    envelope.command = "rules.use";
    envelope.body = json::Object{{"area", area}, {"pack", pack}, {"from", from}};
    auto answer = host_->execute(access::Actor::system(), std::move(envelope));
    return answer ? "entries " + std::to_string(answer->entries)
                  : std::string(answer.error().code());
  }
  std::string in_force(const std::string& area, const std::string& day) {
    return database_.read([&](store::Session& db) -> std::string {
      const auto found = rules_->rulebook().in_force(db, area, *parse_day(day));
      if (!found) return "none";
      return found->pack->id() + " " + found->edition->id() + " " + found->chosen_for;
    });
  }
  json::Value ask(const std::string& path, const host::RawParams& params) {
    for (const auto& route : host_->routes()) {
      if (route.path != path) continue;
      auto answer = host_->ask(access::Actor::system(), route, params, Language::kZh);
      FX_CHECK(answer.has_value());
      return *json::parse(*answer);
    }
    return {};
  }

  ManualClock clock_{*parse_instant("2020-02-20T09:00:00+08:00")};
  std::string dir_;
  store::Database database_;
  Rules* rules_ = nullptr;
  std::vector<std::unique_ptr<host::Module>> modules_;
  std::unique_ptr<host::Host> host_;
};

TEST_F(RulesTest, TheChoicesOfAllLevelsApplyTogether) {
  const std::string house = std::string(kCommunity) + "-1-2-3-1-101";
  EXPECT_EQ(in_force(house, "2020-02-20"), "none");
  EXPECT_EQ(use("53", "cn-national", "2020-02-01"), "entries 1");
  EXPECT_EQ(in_force(house, "2020-02-20").substr(0, 11), "cn-national");
  EXPECT_EQ(use(kCommunity, "xinping-2020", "2020-02-10"), "entries 1");
  EXPECT_EQ(in_force(house, "2020-02-20"), "cn-national+xinping-2020 2020-01+2020-01 532601003005");
  EXPECT_EQ(in_force(house, "2020-02-09").substr(0, 11), "cn-national");
  EXPECT_EQ(in_force("532601003006", "2020-02-20").substr(0, 11), "cn-national");
  EXPECT_EQ(in_force("42", "2020-02-20"), "none");
  EXPECT_TRUE(host_->rebuild().same());
}

TEST_F(RulesTest, ALaterChoiceForTheSameDayTakesItsPlace) {
  EXPECT_EQ(use(kCommunity, "xinping-2020", "2020-02-10"), "entries 1");
  EXPECT_EQ(use(kCommunity, "xinping-2020", "2020-02-10"), "entries 0");
  EXPECT_EQ(use(kCommunity, "cn-national", "2020-02-10"), "entries 1");
  EXPECT_EQ(in_force(kCommunity, "2020-02-10"), "cn-national 2020-01 532601003005");
  const auto choices = ask("/api/rules/choices", {{"area", kCommunity}});
  EXPECT_EQ(choices.at("choices").as_array().size(), 2U);
  EXPECT_TRUE(host_->rebuild().same());
}

TEST_F(RulesTest, WhatIsInUseInACityIncludesWhatItsCommunitiesHaveChosen) {
  const auto in_use = [&](const std::string& area, const std::string& day) {
    return database_.read([&](store::Session& db) {
      std::string out;
      for (const auto* pack : rules_->rulebook().in_use(db, area, *parse_day(day))) {
        out += pack->id() + " ";
      }
      return out;
    });
  };
  use(kCommunity, "xinping-2020", "2020-02-10");
  EXPECT_EQ(in_use("532601", "2020-02-20"), "xinping-2020 ");
  EXPECT_EQ(in_use("532601", "2020-02-09"), "");
  EXPECT_EQ(in_use("42", "2020-02-20"), "");
  use("53", "cn-national", "2020-02-01");
  EXPECT_EQ(in_use("532601", "2020-02-20"), "cn-national cn-national+xinping-2020 ");
  EXPECT_EQ(in_use(kCommunity, "2020-02-20"), "cn-national+xinping-2020 ");
  // A neighbour with the same choice adds nothing, one with another does.
  use("532601003006", "xinping-2020", "2020-02-10");
  EXPECT_EQ(in_use("532601", "2020-02-20"), "cn-national cn-national+xinping-2020 ");
  use("532601004001", "baisha-2020", "2020-02-10");
  EXPECT_EQ(in_use("532601", "2020-02-20"),
            "cn-national cn-national+xinping-2020 cn-national+baisha-2020 ");
  // What a community has given up counts no more.
  use(kCommunity, "cn-national", "2020-02-15");
  use("532601003006", "cn-national", "2020-02-15");
  use("532601004001", "cn-national", "2020-02-15");
  EXPECT_EQ(in_use("532601", "2020-02-20"), "cn-national ");
}

TEST_F(RulesTest, ARecordIsUnderstoodByTheNamesOfWhatItWasTakenUnder) {
  use("0", "cn-national", "2020-01-25");
  use(kCommunity, "xinping-2020", "2020-02-10");
  const auto& book = rules_->rulebook();
  const auto found = database_.read(
      [&](store::Session& db) { return book.in_force(db, kCommunity, *parse_day("2020-02-15")); });
  ASSERT_TRUE(found);
  ASSERT_NE(found->levels, nullptr);
  EXPECT_FALSE(found->refused);
  EXPECT_EQ(iso(found->levels->first), "2020-01-25");
  EXPECT_EQ(iso(*found->levels->last), "2020-02-20");
  const auto again = book.rule(found->pack->id(), found->edition->id());
  EXPECT_EQ(again.pack, found->pack);
  EXPECT_EQ(again.edition, found->edition);
  // One that nothing has asked for yet, and those of one pack.
  const auto later = book.rule("cn-national+xinping-2020", "2020-02-ed5+2020-01");
  ASSERT_NE(later.edition, nullptr);
  EXPECT_EQ(iso(later.edition->from()), "2020-02-21");
  const auto alone = book.rule("xinping-2020", "2020-01");
  EXPECT_EQ(alone.pack, book.pack("xinping-2020"));
  EXPECT_EQ(alone.edition, alone.pack->edition("2020-01"));
  EXPECT_EQ(book.rule("xinping-2020", "1999").edition, nullptr);
  for (const auto& [pack, edition] : std::vector<std::pair<const char*, const char*>>{
           {"nowhere", "2020-01"},
           {"cn-national+nowhere", "2020-01+2020-01"},
           {"cn-national+xinping-2020", "2020-01"},
           {"cn-national+xinping-2020", "2020-01+2020-01+2020-01"},
           {"cn-national+xinping-2020", "2020-01+1999"},
           {"+", "+"}}) {
    EXPECT_EQ(book.rule(pack, edition).pack, nullptr) << pack << " " << edition;
  }
}

TEST_F(RulesTest, WhatLowerLevelsMayNotDoIsShownWithTheRule) {
  use("0", "cn-national", "2020-01-25");
  use(kCommunity, "xinping-2020", "2020-02-10");
  const auto on = [&](const char* day) {
    return ask("/api/rules/in-force", {{"area", kCommunity}, {"on", day}});
  };
  const auto early = on("2020-02-20");
  ASSERT_EQ(early.at("levels").as_array().size(), 2U);
  EXPECT_EQ(early.at("levels").at(0).at("pack").as_string(), "cn-national");
  EXPECT_EQ(early.at("levels").at(1).at("area").as_string(), kCommunity);
  EXPECT_TRUE(early.at("levels").at(1).at("counts").as_bool());
  EXPECT_TRUE(early.at("findings").as_array().empty());
  EXPECT_FALSE(early.as_object().contains("refused"));
  std::size_t made_of_both = 0;
  for (const auto& topic : early.at("topics").as_array()) {
    for (const auto& rule : topic.at("rules").as_array()) {
      const std::string made_of(rule.at("made_of").as_string());
      made_of_both += made_of.find("cn-national/2020-01/placement/7+xinping-2020/2020-01/") == 0;
    }
  }
  EXPECT_GE(made_of_both, 1U);
  // From the 9th edition on the nation lets nobody add to it.
  const auto late = on("2022-07-01");
  ASSERT_FALSE(late.at("findings").as_array().empty());
  EXPECT_EQ(late.at("findings").at(0).at("code").as_string(), "policy.layer-fixed");
}

// Words that contradict one another: the lower pack has a topic of its own that the upper one
// declares otherwise.
TEST_F(RulesTest, LevelsThatCannotBeLaidOverOneAnotherLeaveTheNearestChoice) {
  const auto with = [](const char* id, const char* level, const char* outcome) {
    auto files = policy::testing::test_files();
    auto yaml = policy::testing::replaced(policy::testing::kPackYaml, "id: test\n",
                                          std::string("id: ") + id + "\n");
    yaml = policy::testing::replaced(yaml, "level: community", std::string("level: ") + level);
    files.at("pack.yaml") = policy::testing::replaced(
        yaml, "examples: examples.csv",
        std::string("examples: examples.csv\ntopics:\n  parking:\n    zh: 停车\n    en: parking\n"
                    "    outcomes:\n      grant: {zh: 准许, en: granted, type: ") +
            outcome + "}\n");
    auto loaded = policy::load_pack(files);
    if (!loaded) ADD_FAILURE() << loaded.error().message(Language::kEn);
    FX_CHECK(loaded.has_value());
    return *loaded;
  };
  host_.reset();
  auto made = make_module({with("upper", "city", "flag"), with("lower", "community", "number")});
  rules_ = made.get();
  modules_.clear();
  modules_.push_back(std::move(made));
  host_ = std::make_unique<host::Host>(database_, clock_, std::vector<store::Schema>{}, modules_);
  use("53", "upper", "2020-02-01");
  use(kCommunity, "lower", "2020-02-01");
  EXPECT_EQ(in_force(kCommunity, "2020-02-20"), "lower first 532601003005");
  const auto rules = ask("/api/rules/in-force", {{"area", kCommunity}, {"on", "2020-02-20"}});
  EXPECT_EQ(rules.at("pack").at("id").as_string(), "lower");
  EXPECT_EQ(rules.at("refused").at("code").as_string(), "policy.layer-words");
  EXPECT_TRUE(host_->rebuild().same());
}

// Readers of many areas and days at once, from an empty cache.
TEST_F(RulesTest, ManyThreadsAreGivenTheSameRule) {
  use("0", "cn-national", "2020-01-25");
  use("53", "closed-city-2020", "2020-02-01");
  use(kCommunity, "xinping-2020", "2020-02-10");
  const auto& book = rules_->rulebook();
  const Day first = *parse_day("2020-01-25");
  constexpr int kDays = 60;
  constexpr std::size_t kThreads = 6;
  std::vector<std::vector<const policy::Edition*>> seen(kThreads);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int d = 0; d < kDays; ++d) {
        database_.read([&](store::Session& db) {
          const auto found = book.in_force(db, kCommunity, first + d);
          seen[t].push_back(found ? found->edition : nullptr);
          const auto named = book.rule(found->pack->id(), found->edition->id());
          EXPECT_EQ(named.edition, found->edition);
        });
      }
    });
  }
  for (auto& thread : threads) thread.join();
  for (const auto& each : seen) EXPECT_EQ(each, seen.front());
  EXPECT_EQ(seen.front().front()->id(), "2020-01");
  EXPECT_EQ(seen.front().back()->id(), "2020-03-ed6+2020-02+2020-01");
}

TEST_F(RulesTest, RefusalsAreNamed) {
  EXPECT_EQ(use(kCommunity, "nowhere-1999", "2020-02-10"), "rules.unknown-pack");
  EXPECT_EQ(use(std::string(kCommunity) + "-1", "xinping-2020", "2020-02-10"),
            "rules.below-community");
  EXPECT_EQ(use(kCommunity, "xinping-2020", "2019-02-10"), "policy.no-edition");
  EXPECT_EQ(use("x", "xinping-2020", "2020-02-10"), "host.no-such-area");
}

TEST_F(RulesTest, TheRulesCanBeReadWithTheirLegalBasis) {
  use(kCommunity, "xinping-2020", "2020-02-10");
  const auto rules = ask("/api/rules/in-force", {{"area", kCommunity}, {"on", "2020-02-20"}});
  EXPECT_EQ(rules.at("pack").at("id").as_string(), "xinping-2020");
  int restrictive = 0;
  for (const auto& topic : rules.at("topics").as_array()) {
    if (topic.at("topic").as_string() != "placement") continue;
    for (const auto& rule : topic.at("rules").as_array()) {
      if (!rule.as_object().contains("basis")) continue;
      ++restrictive;
      EXPECT_TRUE(rule.as_object().contains("appeal"));
      EXPECT_TRUE(rule.as_object().contains("longest_days"));
    }
  }
  EXPECT_GE(restrictive, 4);
  const auto packs = ask("/api/rules/packs", {}).at("packs").as_array();
  EXPECT_GE(packs.size(), 2U);
  for (const auto& pack : packs) EXPECT_FALSE(pack.at("symptoms").as_array().empty());
}

TEST_F(RulesTest, ARowIsFoundByTheNamesThatDecisionsAreRecordedWith) {
  const auto answer = ask("/api/rules/rows", {{"rule",
                                               "xinping-2020/2020-01/placement/10+9+"
                                               "cn-national/2020-02-ed5/risk/4+999+a/b/c"}});
  const auto& rows = answer.at("rows").as_array();
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].at("pack").at("id").as_string(), "xinping-2020");
  EXPECT_EQ(rows[0].at("edition").at("id").as_string(), "2020-01");
  EXPECT_EQ(rows[0].at("topic").as_string(), "placement");
  EXPECT_EQ(rows[0].at("line").at("row").as_int64(), 10);
  EXPECT_TRUE(rows[0].at("line").as_object().contains("appeal"));
  EXPECT_EQ(rows[1].at("rule").as_string(), "xinping-2020/2020-01/placement/9");
  EXPECT_EQ(rows[2].at("topic").as_string(), "risk");
  const auto& unknown = answer.at("unknown").as_array();
  ASSERT_EQ(unknown.size(), 2U);
  EXPECT_EQ(unknown[0].as_string(), "cn-national/2020-02-ed5/risk/999");
  EXPECT_EQ(unknown[1].as_string(), "a/b/c");
}

TEST_F(RulesTest, WhereSomebodyCameFromIsRelativeToTheCommunity) {
  const auto& book = rules_->rulebook();
  const auto& pack = *book.pack("xinping-2020");
  const auto relation = [&](const char* origin, bool abroad = false) {
    return book.origin_relation(pack, std::string(kCommunity) + "-1", origin, abroad);
  };
  EXPECT_EQ(relation("420100"), "hubei");
  EXPECT_EQ(relation("330100"), "other_province");
  EXPECT_EQ(relation("530100"), "other_city");
  EXPECT_EQ(relation("532622"), "same_city");
  EXPECT_EQ(relation(""), "unknown");
  EXPECT_EQ(relation("", true), "abroad");
}

TEST_F(RulesTest, WhatIsReadAtOnceSaysTheSameAsOneByOne) {
  const std::vector<std::string> areas{"0",         "53",       "5326",         "532601",
                                       "532601003", kCommunity, "532601003006", "5301"};
  const std::vector<std::string> packs{
      "cn-national", "jinhua-2020", "shuangtian-2020",    "beijing-community-2021",
      "putian-2021", "dengue",      "henan-village-2020", "closed-city-2020"};
  std::mt19937 random(20210110);
  const auto pick = [&](std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
  };
  const Day first = *parse_day("2020-01-01");
  for (int i = 0; i < 60; ++i) {
    use(areas[pick(areas.size())], packs[pick(packs.size())],
        iso(first + static_cast<int>(pick(700))));
  }
  const auto& book = rules_->rulebook();
  database_.read([&](store::Session& db) {
    for (const std::string root : {"0", "532601", "532601003", kCommunity}) {
      const auto choices = book.read(db, root);
      for (int i = 0; i < 400; ++i) {
        const auto& area = areas[pick(areas.size())];
        if (!area::contains(root, area) && !area::contains(area, root)) continue;
        const Day day = first + static_cast<int>(pick(800));
        const auto one = book.in_force(db, area, day);
        const auto& all = choices->in_force(area, day);
        ASSERT_EQ(one.has_value(), all.has_value()) << area << " " << iso(day);
        if (!one) continue;
        EXPECT_EQ(one->pack, all->pack) << area << " " << iso(day);
        EXPECT_EQ(one->edition, all->edition);
        EXPECT_EQ(one->chosen_for, all->chosen_for);
      }
    }
  });
}

TEST_F(RulesTest, ResidentsFindTheirOwnCommunityWhicheverLevelChose) {
  use("532601003", "xinping-2020", "2020-02-01");
  database_.write([](store::Session& db) {
    db.script(std::string(area::kNodeDdl) + std::string(area::kFormerDdl));
    for (const char* community : {"532601003098", "532601004001"}) {
      const std::string code(community);
      area::apply(db, area::AreaAdded{{{code, "桂湖社区"}, {code + "-1", "第1网格"}}});
    }
  });
  std::string found;
  const auto answer = ask("/api/rules/places", {});
  for (const auto& place : answer.at("places").as_array()) {
    found += std::string(place.at("area").as_string()) + " ";
  }
  // The community next door is in a street that has chosen nothing.
  EXPECT_EQ(found, "532601003 532601003098 ");
}

}  // namespace
}  // namespace fx::rules
