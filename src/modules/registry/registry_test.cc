// The register by hand: households, people, moves, merges, doubts, and what the pages show of them.
#include <gtest/gtest.h>

#include "modules/registry/test_support.h"

namespace fx::registry {
namespace {

std::string valid_id(const std::string& seventeen) { return seventeen + id_check_digit(seventeen); }
const std::string kIdA = valid_id("53260119730101001");
const std::string kIdB = valid_id("53260119750101002");

class RegisterByHand : public ::testing::Test {
 public:
  ~RegisterByHand() override { EXPECT_TRUE(c_.sound()); }

 protected:
  RegisterByHand() : c_(::testing::UnitTest::GetInstance()->current_test_info()->name()) {
    first_ = household("滨河花园", "1栋", "1", "101", "1");
    second_ = household("滨河花园", "1栋", "1", "102", "1");
    third_ = household("金桂苑", "2栋", "1", "201", "2");
  }

  Ulid household(const std::string& compound, const std::string& building, const std::string& unit,
                 const std::string& room, const std::string& grid) {
    auto done = c_.send("registry.add-household", {{"area", kCommunity},
                                                   {"grid", grid},
                                                   {"compound", compound},
                                                   {"building", building},
                                                   {"unit", unit},
                                                   {"room", room}});
    EXPECT_TRUE(done) << (done ? "" : done.error().message(Language::kEn));
    return done ? done->subject : Ulid();
  }
  Ulid person(const Ulid& household, const std::string& name, json::Object more = {}) {
    more["household"] = household.text();
    more["name"] = name;
    auto done = c_.send("registry.add-person", std::move(more));
    EXPECT_TRUE(done) << (done ? "" : done.error().message(Language::kEn));
    return done ? done->subject : Ulid();
  }
  std::string refused(const std::string& command, json::Object body,
                      const access::Actor& actor = access::Actor::system()) {
    auto done = c_.send(command, std::move(body), actor);
    return done ? "done" : std::string(done.error().code());
  }
  json::Object page(const std::string& path, const host::RawParams& params,
                    const access::Actor& actor = access::Actor::system()) {
    return c_.ask(path, params, actor).as_object();
  }
  access::Actor actor(access::Role role, const std::string& area) {
    return {Ulid::make(c_.clock_.now()), {{role, area}}};
  }
  std::string grid(int n) { return std::string(kCommunity) + "-" + std::to_string(n); }

  Community c_;
  Ulid first_, second_, third_;
};

TEST_F(RegisterByHand, AHouseholdIsRegisteredOnceHoweverItIsWritten) {
  EXPECT_EQ(refused("registry.add-household", {{"area", kCommunity},
                                               {"grid", "第1网格"},
                                               {"compound", "滨河花园"},
                                               {"building", "1#"},
                                               {"unit", "一单元"},
                                               {"room", "0101"}}),
            "registry.household-exists");
  EXPECT_EQ(refused("registry.add-household", {{"area", kCommunity}, {"compound", "滨河花园"}}),
            "registry.no-address");
  EXPECT_EQ(refused("registry.add-household", {{"area", "53"}, {"room", "1"}}),
            "host.no-such-area");
  EXPECT_EQ(c_.figure("households"), 3);
}

TEST_F(RegisterByHand, WhatCannotBeRightIsRefusedByName) {
  const auto add = [&](json::Object more) {
    more["household"] = first_.text();
    if (!more.contains("name")) more["name"] = "张三";
    return refused("registry.add-person", std::move(more));
  };
  EXPECT_EQ(add({{"name", " "}}), "registry.name-missing");
  EXPECT_EQ(add({{"name", "13054634619"}}), "registry.name-missing");
  EXPECT_EQ(add({{"id_number", kIdA.substr(0, 17) + "?"}}), "registry.bad-id-number");
  EXPECT_EQ(add({{"phones", json::Array{"12"}}}), "registry.bad-phone");
  EXPECT_EQ(add({{"phones", json::Array{"13054634619", "13054634618", "13054634617", "13054634616",
                                        "13054634615"}}}),
            "registry.too-many-phones");
  EXPECT_EQ(add({{"since", "2020-03-01"}}), "registry.in-the-future");
  EXPECT_EQ(add({{"sex", "x"}}), "json.bad-value");
  EXPECT_EQ(
      refused("registry.add-person", {{"household", Ulid::make({1}).text()}, {"name", "张三"}}),
      "registry.no-such-household");
  person(first_, "张三", {{"id_number", kIdA}});
  EXPECT_EQ(add({{"id_number", kIdA}}), "registry.already-registered");
  EXPECT_EQ(add({{"name", "李芳"}, {"id_number", kIdA}}), "registry.id-in-use");
  const auto li = person(first_, "李芳", {{"id_number", kIdB}});
  EXPECT_EQ(refused("registry.edit-person", {{"person", li.text()}}), "registry.nothing-to-change");
  EXPECT_EQ(refused("registry.edit-person", {{"person", li.text()}, {"id_number", kIdA}}),
            "registry.id-in-use");
  EXPECT_EQ(refused("registry.edit-person", {{"person", first_.text()}, {"name", "张三"}}),
            "registry.no-such-person");
  EXPECT_EQ(refused("registry.mark-household", {{"household", li.text()}, {"mark", "visited"}}),
            "registry.no-such-household");
  EXPECT_EQ(refused("registry.move-person", {{"person", li.text()}, {"household", first_.text()}}),
            "registry.already-there");
  EXPECT_EQ(refused("registry.settle-doubt", {{"doubt", li.text()}, {"resolution", "confirmed"}}),
            "registry.no-such-doubt");
  EXPECT_EQ(refused("registry.undo-change", {{"entry", li.text()}}), "registry.no-such-change");
  EXPECT_EQ(refused("registry.erase-person", {{"person", li.text()}}), "registry.still-here");
}

TEST_F(RegisterByHand, AMoveHoldsFromItsDayAndEarlierDaysStay) {
  const auto zhang = person(first_, "张三", {{"since", "2020-02-01"}});
  c_.pass_day();
  c_.pass_day();
  ASSERT_TRUE(
      c_.send("registry.move-person",
              {{"person", zhang.text()}, {"household", third_.text()}, {"since", "2020-02-10"}}));
  const auto day = [](int month, int d) { return *make_day(2020, month, d); };
  EXPECT_EQ(c_.figure("people", kCommunity, day(1, 31)), 0);
  EXPECT_EQ(c_.figure("people", grid(1), day(2, 9)), 1);
  EXPECT_EQ(c_.figure("people", grid(2), day(2, 9)), 0);
  EXPECT_EQ(c_.figure("people", grid(2), day(2, 10)), 1);
  // As it was known before the move was recorded.
  const auto before = *parse_instant("2020-02-28T18:00:00+08:00");
  EXPECT_EQ(c_.figure("people", grid(1), day(2, 20), before), 1);
  EXPECT_EQ(c_.figure("people", grid(2), day(2, 20), before), 0);
}

TEST_F(RegisterByHand, AnUndoneChangeIsAsIfItHadNotBeenSaid) {
  const auto zhang = person(first_, "张三");
  const auto moved =
      c_.send("registry.move-person", {{"person", zhang.text()}, {"household", third_.text()}});
  ASSERT_TRUE(moved);
  EXPECT_EQ(c_.figure("people", grid(2)), 1);
  ASSERT_TRUE(c_.send("registry.undo-change", {{"entry", moved->id.text()}}));
  EXPECT_EQ(c_.figure("people", grid(2)), 0);
  EXPECT_EQ(c_.figure("people", grid(1)), 1);
  EXPECT_EQ(refused("registry.undo-change", {{"entry", moved->id.text()}}),
            "registry.already-undone");
  const auto answer = page("/api/people/{person}", {{"person", zhang.text()}});
  const auto& timeline = answer.at("timeline").as_array();
  ASSERT_EQ(timeline.size(), 3U);
  EXPECT_EQ(timeline[1].at("zh").as_string(), "变更住址");
  EXPECT_TRUE(timeline[1].at("amended").as_bool());
  EXPECT_FALSE(timeline[0].at("amended").as_bool());
}

TEST_F(RegisterByHand, SomebodyWhoLeftIsNotCountedAndNotForgotten) {
  const auto zhang = person(first_, "张三", {{"since", "2020-02-01"}});
  ASSERT_TRUE(
      c_.send("registry.remove-person",
              {{"person", zhang.text()}, {"reason", "moved_away"}, {"since", "2020-02-15"}}));
  EXPECT_EQ(c_.figure("people"), 0);
  EXPECT_EQ(c_.figure("people", kCommunity, *make_day(2020, 2, 14)), 1);
  const auto place =
      c_.read([&](store::Session& db) { return c_.directory_->place_of(db, zhang); });
  ASSERT_TRUE(place);
  EXPECT_TRUE(place->household.is_nil());
  EXPECT_EQ(place->area, kCommunity);
  EXPECT_EQ(refused("registry.remove-person", {{"person", zhang.text()}, {"reason", "died"}}),
            "registry.not-in-a-household");
  ASSERT_TRUE(c_.send("registry.erase-person", {{"person", zhang.text()}}));
  EXPECT_EQ(
      page("/api/people/{person}", {{"person", zhang.text()}}).at("person").at("name").as_string(),
      "");
}

TEST_F(RegisterByHand, AMergeCountsOnceAndItsUndoTwice) {
  const auto a = person(first_, "张伟", {{"phones", json::Array{"13054634619"}}});
  const auto b = person(third_, "张玮", {{"id_number", kIdA}});
  const auto other = person(third_, "王五", {{"id_number", kIdB}});
  EXPECT_EQ(refused("registry.merge-people", {{"kept", b.text()}, {"merged", other.text()}}),
            "registry.different-ids");
  EXPECT_EQ(refused("registry.merge-people", {{"kept", a.text()}, {"merged", a.text()}}),
            "registry.same-person");
  ASSERT_TRUE(c_.send("registry.merge-people", {{"kept", a.text()}, {"merged", b.text()}}));
  EXPECT_EQ(c_.figure("people"), 2);
  EXPECT_EQ(c_.figure("people", grid(1)), 1);
  c_.read([&](store::Session& db) {
    EXPECT_EQ(c_.directory_->canonical(db, b), a);
    EXPECT_EQ(c_.directory_->place_of(db, b)->household, first_);
    EXPECT_EQ(c_.directory_->members(db, third_), std::vector<Ulid>{other});
    return 0;
  });
  EXPECT_EQ(refused("registry.merge-people", {{"kept", a.text()}, {"merged", b.text()}}),
            "registry.same-person");
  const auto merged = page("/api/people/{person}", {{"person", b.text()}});
  EXPECT_EQ(merged.at("person").at("id_number").as_string(), kIdA);
  EXPECT_EQ(merged.at("person").at("phone").as_string(), "13054634619");
  ASSERT_TRUE(c_.send("registry.undo-merge", {{"merged", b.text()}}));
  EXPECT_EQ(c_.figure("people"), 3);
  EXPECT_EQ(refused("registry.undo-merge", {{"merged", b.text()}}), "registry.no-such-change");
  EXPECT_EQ(
      page("/api/people/{person}", {{"person", b.text()}}).at("person").at("phone").as_string(),
      "");
}

TEST_F(RegisterByHand, AMergeThatBringsTheNumberAnswersTheDoubtUntilItIsUndone) {
  const auto csv = [](const std::string& rows) {
    return "小区,楼栋,单元,房号,姓名,身份证号\n" + rows;
  };
  ASSERT_TRUE(c_.import_csv(csv("桂苑,1,1,101,张伟,\n桂苑,1,1,102,赵六,\n")));
  const auto zhang = c_.named("张伟").at(0);
  const auto with_number = person(third_, "张玮", {{"id_number", kIdA}});
  const auto doubts = [&] {
    std::vector<std::string> out;
    const auto all = page("/api/registry/doubts", {{"area", kCommunity}});
    for (const auto& doubt : all.at("doubts").as_array()) {
      out.push_back(std::string(doubt.at("kind").as_string()) + " " +
                    std::string(doubt.at("person").at("name").as_string()));
    }
    std::sort(out.begin(), out.end());
    return out;
  };
  using Doubts = std::vector<std::string>;
  const Doubts before{"id_missing 张伟", "id_missing 赵六"};
  EXPECT_EQ(doubts(), before);
  const auto settled = [&] {
    return c_.count("select count(*) from journal_entry where kind = 'registry.doubt-settled'");
  };
  // In either direction: who stays, and who is merged.
  for (const auto& [kept, merged] :
       {std::pair(zhang, with_number), std::pair(with_number, zhang)}) {
    const auto entries = settled();
    ASSERT_TRUE(
        c_.send("registry.merge-people", {{"kept", kept.text()}, {"merged", merged.text()}}));
    EXPECT_EQ(doubts(), Doubts{"id_missing 赵六"});
    EXPECT_EQ(settled(), entries + 1) << "on record";
    ASSERT_TRUE(c_.send("registry.undo-merge", {{"merged", merged.text()}}));
    EXPECT_EQ(doubts(), before);
  }
  // A merge that brings none answers nothing.
  const auto zhao = c_.named("赵六").at(0);
  ASSERT_TRUE(c_.send("registry.merge-people", {{"kept", zhang.text()}, {"merged", zhao.text()}}));
  EXPECT_EQ(doubts().size(), 2U);
  // The number of one answers for all records of the person.
  ASSERT_TRUE(
      c_.send("registry.merge-people", {{"kept", with_number.text()}, {"merged", zhang.text()}}));
  EXPECT_EQ(doubts(), Doubts());
}

TEST_F(RegisterByHand, SomebodyFoundByAListTakesTheirHouseholdFromTheMerge) {
  Ulid listed;
  auto done = c_.host_->act(
      access::Actor::system(), Ulid::make(c_.clock_.now()), "",
      [&](host::CommandContext& context) -> Result<host::Done> {
        const auto source = identity::add_source(
            context.db,
            {context.id, identity::SourceKind::kPassedDown, "x", kCommunity, context.now, {}});
        listed =
            add_listed_person(context, identity::Facts::of("张伟", {}, {}), kCommunity, source, 2);
        return host::Done{};
      });
  ASSERT_TRUE(done);
  EXPECT_EQ(c_.figure("people"), 0);  // to be found: not a resident yet
  EXPECT_EQ(c_.count("select count(*) from registry_tally where what = 'people'"), 0);
  const auto zhang = person(first_, "张玮", {{"id_number", kIdA}});
  ASSERT_TRUE(
      c_.send("registry.merge-people", {{"kept", listed.text()}, {"merged", zhang.text()}}));
  EXPECT_EQ(c_.figure("people"), 1);
  c_.read([&](store::Session& db) {
    EXPECT_EQ(c_.directory_->place_of(db, listed)->household, first_);
    return 0;
  });
}

TEST_F(RegisterByHand, DoubtsAreSettledInTheWaysTheyOffer) {
  const std::string heading = "网格,小区,楼栋,单元,房号,与户主关系,姓名,身份证号\n";
  auto report = c_.import_csv(heading + "1,滨河花园,1栋,1,101,户主,张三," + kIdA +
                              "\n2,金桂苑,2栋,1,201,租户,张三," + kIdA + "\n");
  ASSERT_TRUE(report);
  auto list = page("/api/registry/doubts", {{"area", kCommunity}});
  EXPECT_EQ(list.at("total").as_int64(), 1);
  const auto doubt = list.at("doubts").as_array().at(0).as_object();
  EXPECT_EQ(doubt.at("kind").as_string(), "two_households");
  EXPECT_EQ(doubt.at("other_household").at("address").as_string(), "金桂苑 2栋 1单元 201");
  const std::string id(doubt.at("doubt").as_string());
  EXPECT_EQ(refused("registry.settle-doubt", {{"doubt", id}, {"resolution", "same_person"}}),
            "registry.wrong-resolution");
  ASSERT_TRUE(c_.send("registry.settle-doubt", {{"doubt", id}, {"resolution", "other_household"}}));
  EXPECT_EQ(refused("registry.settle-doubt", {{"doubt", id}, {"resolution", "other_household"}}),
            "registry.already-settled");
  EXPECT_EQ(c_.figure("people", grid(1)), 0);
  EXPECT_EQ(c_.figure("people", grid(2)), 1);
  EXPECT_EQ(page("/api/registry/doubts", {{"area", kCommunity}}).at("total").as_int64(), 0);
}

TEST_F(RegisterByHand, TwoWhoMayBeOneAreMergedByTheDoubt) {
  const auto a = person(first_, "张伟", {{"phones", json::Array{"13054634619"}}});
  const auto b = person(third_, "张小伟", {{"phones", json::Array{"13054634619"}}});
  (void)a;
  auto list = page("/api/registry/doubts", {{"area", kCommunity}, {"kind", "same_person"}});
  if (list.at("total").as_int64() == 0) {
    auto raised = c_.host_->act(access::Actor::system(), Ulid::make(c_.clock_.now()), "",
                                [&](host::CommandContext& context) -> Result<host::Done> {
                                  if (auto s = raise_same_person_doubt(context, b, a); !s) {
                                    return s.error();
                                  }
                                  return host::Done{};
                                });
    ASSERT_TRUE(raised);
    list = page("/api/registry/doubts", {{"area", kCommunity}, {"kind", "same_person"}});
  }
  ASSERT_EQ(list.at("total").as_int64(), 1);
  const std::string id(list.at("doubts").as_array().at(0).at("doubt").as_string());
  ASSERT_TRUE(c_.send("registry.settle-doubt", {{"doubt", id}, {"resolution", "same_person"}}));
  EXPECT_EQ(c_.figure("people"), 1);
}

TEST_F(RegisterByHand, CoverageTellsKnownEmptyAndUnvisited) {
  ASSERT_TRUE(
      c_.send("registry.mark-household", {{"household", first_.text()}, {"mark", "visited"}}));
  ASSERT_TRUE(
      c_.send("registry.mark-household", {{"household", second_.text()}, {"mark", "empty"}}));
  person(first_, "张三");
  const auto check = [&](const char* level) {
    const auto lines = page("/api/registry/coverage", {{"area", kCommunity}, {"level", level}})
                           .at("areas")
                           .as_array();
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0].at("households").as_int64(), 2);
    EXPECT_EQ(lines[0].at("empty").as_int64(), 1);
    EXPECT_EQ(lines[0].at("unvisited").as_int64(), 0);
    EXPECT_EQ(lines[0].at("people").as_int64(), 1);
    EXPECT_EQ(lines[1].at("households").as_int64(), 1);
    EXPECT_EQ(lines[1].at("unvisited").as_int64(), 1);
  };
  check("grid");
  check("compound");
  check("building");
  const auto whole = page("/api/registry/coverage", {{"area", "532601"}, {"level", "community"}});
  ASSERT_EQ(whole.at("areas").as_array().size(), 1U);
  EXPECT_EQ(whole.at("areas").as_array()[0].at("area").as_string(), kCommunity);
  EXPECT_EQ(whole.at("areas").as_array()[0].at("households").as_int64(), 3);
  EXPECT_EQ(whole.at("areas").as_array()[0].at("empty").as_int64(), 1);
  EXPECT_EQ(c_.figure("households.unvisited"), 1);
  EXPECT_EQ(c_.figure("households.empty"), 1);
  const auto list =
      page("/api/registry/households", {{"area", kCommunity}, {"state", "unvisited"}});
  EXPECT_EQ(list.at("total").as_int64(), 1);
  EXPECT_EQ(list.at("households").as_array().at(0).at("household").at("household").as_string(),
            third_.text());
}

TEST_F(RegisterByHand, EverybodySeesWhatTheirRoleAllows) {
  const auto zhang =
      person(first_, "张三", {{"id_number", kIdA}, {"phones", json::Array{"13054634619"}}});
  const auto name = [&](const access::Actor& who) {
    const auto answer = page("/api/people/{person}", {{"person", zhang.text()}}, who);
    return answer.contains("person") ? std::string(answer.at("person").at("name").as_string())
                                     : std::string("refused");
  };
  using access::Role;
  EXPECT_EQ(name(actor(Role::community_clerk, kCommunity)), "张三");
  EXPECT_EQ(name(actor(Role::grid_worker, grid(1))), "张三");
  EXPECT_EQ(name(actor(Role::township_office, "532601003")), mask_name("张三"));
  const host::RawParams params{{"person", zhang.text()}};
  for (const auto& who : {actor(Role::grid_worker, grid(2)), actor(Role::command, "532601")}) {
    EXPECT_EQ(c_.ask("/api/people/{person}", params, who).at("refused"), "access.not-allowed");
  }
  const auto worker = page("/api/people/{person}", params, actor(Role::grid_worker, grid(1)));
  EXPECT_EQ(worker.at("person").at("id_number").as_string(), mask_id(kIdA));
  EXPECT_EQ(worker.at("sources").as_array().at(0).at("id_number").as_string(), mask_id(kIdA));
  const auto office =
      page("/api/people/{person}", params, actor(Role::township_office, "532601003"));
  EXPECT_EQ(office.at("phones").as_array().at(0).as_string(), mask_phone("13054634619"));
  EXPECT_EQ(office.at("note").as_string(), "");
  // Moving needs both ends.
  EXPECT_EQ(
      refused("registry.move-person", {{"person", zhang.text()}, {"household", third_.text()}},
              actor(Role::grid_worker, grid(1))),
      "access.not-allowed");
  EXPECT_EQ(
      refused("registry.move-person", {{"person", zhang.text()}, {"household", second_.text()}},
              actor(Role::grid_worker, grid(1))),
      "done");
}

TEST_F(RegisterByHand, SearchFindsPeopleAndPlacesWithinTheAskersArea) {
  const auto zhang = person(first_, "张三", {{"phones", json::Array{"13054634619"}}});
  person(second_, "张三丰");
  person(third_, "张三");
  const auto count = [&](const std::string& q, const access::Actor& who,
                         const std::string& what = "people") {
    return page("/api/search", {{"q", q}}, who).at(what).as_array().size();
  };
  using access::Role;
  const auto clerk = actor(Role::community_clerk, kCommunity);
  const auto worker = actor(Role::grid_worker, grid(1));
  EXPECT_EQ(count("张三", clerk), 3U);
  EXPECT_EQ(count("张三", worker), 2U);
  EXPECT_EQ(count("zs", worker), 2U);
  EXPECT_EQ(count("4619", worker), 1U);
  EXPECT_EQ(count("滨河花园", clerk), 2U);
  EXPECT_EQ(count("滨河", clerk), 2U);
  EXPECT_EQ(count("桂苑", clerk), 1U);
  EXPECT_EQ(count("滨河花园", clerk, "households"), 2U);
  EXPECT_EQ(count("金桂苑", worker), 0U);
  EXPECT_EQ(count("金桂苑", worker, "households"), 0U);
  EXPECT_EQ(count("滨河花园1栋101", clerk), 1U);
  EXPECT_EQ(count("滨河花园1栋1单元 102", clerk), 1U);
  EXPECT_EQ(count("滨河花园1栋 张三", clerk), 2U);
  EXPECT_EQ(count("滨河花园1栋 张三丰", clerk), 1U);
  const auto hit = page("/api/search", {{"q", "4619"}}, clerk).at("people").as_array().at(0);
  EXPECT_EQ(hit.at("person").at("person").as_string(), zhang.text());
  EXPECT_EQ(hit.at("household").at("address").as_string(), "滨河花园 1栋 1单元 101");
  EXPECT_EQ(
      page("/api/search", {{"q", "张三"}, {"area", grid(2)}}, clerk).at("people").as_array().size(),
      1U);
  EXPECT_EQ(page("/api/search", {{"q", "张三"}, {"area", grid(2)}}, worker).at("refused"),
            "access.not-allowed");
}

TEST_F(RegisterByHand, WhoMaySeeFiguresOnlyFindsPlacesAndNobody) {
  person(first_, "张三", {{"phones", json::Array{"13054634619"}}});
  person(second_, "李四");
  person(third_, "王五");
  using access::Role;
  for (const auto role : {Role::township_office, Role::command, Role::inspector}) {
    const auto who = actor(role, "532601");
    for (const std::string q : {"张三", "zs", "4619", "滨河花园", "滨河花园1栋1单元101"}) {
      const auto answer = page("/api/search", {{"q", q}}, who);
      const bool place = q.rfind("滨河", 0) == 0;
      EXPECT_TRUE(answer.at("people").as_array().empty());
      EXPECT_TRUE(answer.at("households").as_array().empty());
      EXPECT_EQ(answer.at("places").as_array().size(), place ? 1U : 0U) << q;
      const auto found = json::serialise(answer);
      EXPECT_EQ(found.find("张"), std::string::npos);
      EXPECT_EQ(found.find("101"), std::string::npos) << "a dwelling is no figure";
    }
  }
  const auto who = actor(Role::command, "532601");
  const auto compound = page("/api/search", {{"q", "滨河"}}, who).at("places").as_array().at(0);
  EXPECT_EQ(compound.at("address").as_string(), "滨河花园");
  EXPECT_EQ(compound.at("households").as_int64(), 2);
  EXPECT_EQ(compound.at("people").as_int64(), 2);
  const auto building =
      page("/api/search", {{"q", "滨河花园1栋1单元101"}}, who).at("places").as_array().at(0);
  EXPECT_EQ(building.at("address").as_string(), "滨河花园 1栋");
  EXPECT_EQ(page("/api/search", {{"q", "滨河"}, {"area", "110101"}}, who).at("refused"),
            "access.not-allowed");
}

TEST_F(RegisterByHand, ABuildingGivenToAnotherGridTakesItsPeopleAlong) {
  const auto zhang = person(first_, "张三", {{"flags", json::Array{"disabled"}}});
  const std::string building = area::at_level(
      c_.read([&](store::Session& db) { return c_.directory_->place_of(db, zhang)->area; }),
      area::Level::kBuilding);
  auto moved =
      c_.host_->act(access::Actor::system(), Ulid::make(c_.clock_.now()), "",
                    [&](host::CommandContext& context) -> Result<host::Done> {
                      const std::string compound = grid(2) + "-9";
                      context.append({{}, kCommunity}, area::AreaAdded{{{compound, "滨河花园"}}});
                      context.append({{}, kCommunity}, area::AreaMoved{building, compound + "-1"});
                      return host::Done{};
                    });
  ASSERT_TRUE(moved);
  EXPECT_EQ(c_.figure("people", grid(1)), 0);
  EXPECT_EQ(c_.figure("people", grid(2)), 1);
  EXPECT_EQ(c_.figure("people.disabled", grid(2)), 1);
  EXPECT_EQ(c_.figure("households", grid(2)), 3);
  const auto worker = actor(access::Role::grid_worker, grid(2));
  EXPECT_EQ(page("/api/search", {{"q", "张三"}}, worker).at("people").as_array().size(), 1U);
}

TEST_F(RegisterByHand, PastImportsAreListedWithTheirProblems) {
  auto report = c_.import_csv("小区,房号,姓名,身份证号\n老寨,1,张三,\n老寨,2,,\n");
  ASSERT_TRUE(report);
  const auto list = page("/api/registry/imports", {{"area", kCommunity}});
  EXPECT_EQ(list.at("total").as_int64(), 1);
  const auto line = list.at("imports").as_array().at(0).as_object();
  EXPECT_EQ(line.at("problems").as_int64(), 2);
  EXPECT_EQ(line.at("done").at("people_new").as_int64(), 1);
  const std::string id(line.at("import").as_string());
  const auto first =
      page("/api/registry/imports/{import}/problems", {{"import", id}, {"limit", "1"}});
  EXPECT_EQ(first.at("total").as_int64(), 2);
  EXPECT_EQ(first.at("next").as_int64(), 1);
  for (const auto& route : c_.host_->routes()) {
    if (route.path != "/api/registry/imports/{import}/problems.xlsx") continue;
    auto file =
        c_.host_->make_file(access::Actor::system(), route, {{"import", id}}, Language::kZh);
    ASSERT_TRUE(file);
    EXPECT_EQ(file->bytes.substr(0, 2), "PK");
  }
  // Neither names nor numbers in the journal.
  EXPECT_EQ(c_.count("select count(*) from journal_entry where payload like '%张三%'"), 0);
}

TEST_F(RegisterByHand, AnUploadIsTakenOnce) {
  const std::string csv = "小区,房号,姓名,身份证号\n老寨,1,张三," + kIdA + "\n";
  for (const auto& route : c_.host_->routes()) {
    if (route.method != "POST" || route.path != "/api/registry/imports") continue;
    const access::Actor clerk = actor(access::Role::community_clerk, kCommunity);
    host::UploadContext context{*c_.host_, clerk, Language::kEn, Ulid::make(c_.clock_.now()), ""};
    auto first = route.take(context, {{"area", kCommunity}, {"file_name", "a.csv"}}, csv);
    ASSERT_TRUE(first);
    auto second = route.take(context, {{"area", kCommunity}, {"file_name", "a.csv"}}, csv);
    ASSERT_TRUE(second);
    EXPECT_EQ(json::parse(*second)->at("people_new").as_int64(), 0);
    EXPECT_EQ(c_.figure("people"), 1);
    auto bad = route.take(context, {{"area", kCommunity}, {"column", "name"}}, csv);
    EXPECT_EQ(bad.error().code(), "json.bad-value");
  }
}

}  // namespace
}  // namespace fx::registry
