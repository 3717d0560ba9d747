#include "modules/organisation/organisation.h"

#include <set>

#include <gtest/gtest.h>

#include "access/looks.h"
#include "access/sessions.h"
#include "modules/organisation/contact.h"
#include "modules/test_host.h"

namespace fx::organisation {
namespace {

using access::Actor;
using access::Grant;
using access::Role;

constexpr const char* kCommunity = "532601003005";
constexpr const char* kOther = "532601003006";

std::vector<std::unique_ptr<host::Module>> modules() {
  std::vector<std::unique_ptr<host::Module>> out;
  out.push_back(make_module(access::PasswordCost::kTest));
  return out;
}

class OrganisationTest : public ::testing::Test, public fx::testing::TestHost {
 public:
  ~OrganisationTest() override { EXPECT_EQ(faults(), std::vector<std::string>()); }

 protected:
  OrganisationTest()
      : TestHost(::testing::UnitTest::GetInstance()->current_test_info()->name(),
                 "2020-02-20T08:00:00+08:00"),
        sessions_(database_, clock_, access::PasswordCost::kTest) {
    language_ = Language::kZh;
    open(modules(), {access::schema()});
    host_->set_look_writer(access::kRecordLooks);
    EXPECT_EQ(area("{\"code\":\"532601003005\",\"name\":\"里布嘎社区\"}"), kCommunity);
    EXPECT_EQ(area("{\"code\":\"532601003006\",\"name\":\"高登社区\"}"), kOther);
    for (const auto* name : {"第1网格", "第2网格"}) {
      area("{\"parent\":\"532601003005\",\"name\":\"" + std::string(name) + "\"}");
    }
    area("{\"parent\":\"532601003005-1\",\"name\":\"滨河花园\"}");
    area("{\"parent\":\"532601003005-1-1\",\"name\":\"6栋\"}");
  }
  // Every scenario ends with the same views from an untouched journal.

  Result<host::CommandAnswer> run(const Actor& actor, std::string_view name,
                                  const std::string& body, Ulid id = {}) {
    host::Envelope envelope;
    pass(1);
    envelope.id = id.is_nil() ? Ulid::make(clock_.now()) : id;
    envelope.command = std::string(name);
    envelope.body = *json::parse(body);
    return host_->execute(actor, std::move(envelope));
  }
  std::string outcome(const Actor& actor, std::string_view name, const std::string& body) {
    const auto answer = run(actor, name, body);
    if (!answer) return std::string(answer.error().code());
    return answer->entries == 0 ? "nothing" : "done";
  }
  std::string area(const std::string& body) {
    auto answer = run(Actor::system(), AddArea::kName, body);
    if (!answer) return std::string(answer.error().code());
    return std::string(answer->result.as_object().at("code").as_string());
  }
  AddedUser user(const std::string& login, std::string_view role, const std::string& at) {
    auto added = add_user(*host_, {login, "", std::string(role), at, "green7river"});
    EXPECT_TRUE(added) << (added ? "" : added.error().code());
    return *added;
  }
  // As it acts now.
  Actor actor(const AddedUser& user) {
    return {user.account, database_.read([&](store::Session& db) {
              return access::grants_of(db, user.account);
            })};
  }
  json::Value ask(const Actor& actor, const std::string& path, const host::RawParams& params = {}) {
    const auto answer = asked(path, params, actor);
    if (!answer) return json::Value(std::string(answer.error().code()));
    return *json::parse(*answer);
  }
  static std::string body(const std::string& account, const std::string& rest = "") {
    return "{\"account\":\"" + account + "\"" + rest + "}";
  }

  access::Sessions sessions_;
};

std::string text(const json::Value& value, const char* pointer) {
  boost::system::error_code ignored;
  const auto* found = value.find_pointer(pointer, ignored);
  if (found == nullptr) return "(none)";
  if (found->is_string()) return std::string(found->as_string());
  return json::serialise(*found);
}

TEST_F(OrganisationTest, AreasAreAddedOnceAndShownWithPathAndChildren) {
  EXPECT_EQ(area("{\"parent\":\"532601003005\",\"name\":\"一网格\"}"), "532601003005-1");
  const auto again =
      run(Actor::system(), AddArea::kName, R"({"code":"532601003005","name":"里布嘎社区"})");
  EXPECT_EQ(again->entries, 0);
  EXPECT_TRUE(again->result.as_object().at("existed").as_bool());
  EXPECT_EQ(area(R"({"code":"532601003005-3"})"), "532601003005-3");  // named by its code
  EXPECT_EQ(area(R"({"code":"53260100300504"})"), "532601003005-04");
  EXPECT_EQ(area(R"({"code":"532601003005","name":"别的"})"), "area.code-taken");

  const auto page = ask(Actor::system(), "/api/areas/{code}", {{"code", "532601003005-1"}});
  EXPECT_EQ(text(page, "/area/name"), "第1网格");
  EXPECT_EQ(text(page, "/full_name"), "云南省文山壮族苗族自治州文山市新平街道里布嘎社区第1网格");
  EXPECT_EQ(text(page, "/path/0/name"), "云南省");
  EXPECT_EQ(text(page, "/path/4/code"), kCommunity);
  EXPECT_EQ(text(page, "/children/0/name"), "滨河花园");
  EXPECT_EQ(text(page, "/children/0/children"), "1");
  EXPECT_EQ(text(page, "/children_total"), "1");
  EXPECT_EQ(ask(Actor::system(), "/api/areas/{code}", {{"code", "532601003005-9"}}),
            "host.no-such-area");
  const auto buildings =
      ask(Actor::system(), "/api/areas", {{"under", "5326"}, {"level", "building"}});
  EXPECT_EQ(text(buildings, "/total"), "1");
  EXPECT_EQ(text(buildings, "/areas/0/name"), "6栋");
  const auto found =
      ask(Actor::system(), "/api/areas/search", {{"q", "滨河"}, {"under", "532601"}});
  EXPECT_EQ(text(found, "/areas/0/code"), "532601003005-1-1");
}

std::string codes(const std::vector<area::Node>& nodes) {
  std::string out;
  for (const auto& node : nodes) out += node.code + " ";
  return out;
}

TEST_F(OrganisationTest, AreasInUseAreTheOwnOnesAndThoseAboveThem) {
  area("{\"parent\":\"532601003005-1-1-6\",\"name\":\"1单元\"}");
  for (int i = 3; i <= 10; ++i)
    area("{\"parent\":\"532601003006\",\"code\":\"532601003006-" + std::to_string(i) + "\"}");
  const auto in_use = [&](area::Level deepest) {
    return database_.read([&](store::Session& db) { return codes(areas_in_use(db, deepest)); });
  };
  EXPECT_EQ(in_use(area::Level::kCommunity), "53 5326 532601 532601003 532601003005 532601003006 ");
  EXPECT_EQ(in_use(area::Level::kBuilding),
            "53 5326 532601 532601003 532601003005 532601003005-1 532601003005-1-1"
            " 532601003005-1-1-6 532601003005-2 532601003006 532601003006-3 532601003006-4"
            " 532601003006-5 532601003006-6 532601003006-7 532601003006-8 532601003006-9"
            " 532601003006-10 ");
  EXPECT_NE(in_use(area::Level::kDwelling).find("532601003005-1-1-6-1 "), std::string::npos);
  // An account is a use as well.
  user("shi", "command", "5301");
  EXPECT_EQ(in_use(area::Level::kCity), "53 5301 5326 ");
}

TEST_F(OrganisationTest, AnOfficialCommunityAddedUnderItsOwnNameIsInUse) {
  constexpr const char* kOfficial = "120115001001";
  const auto name = database_.read([](store::Session& db) { return area::name(db, kOfficial); });
  ASSERT_FALSE(name.empty());
  const auto add = "{\"code\":\"" + std::string(kOfficial) + "\",\"name\":\"" + name + "\"}";
  EXPECT_EQ(outcome(Actor::system(), AddArea::kName, add), "done");
  EXPECT_EQ(outcome(Actor::system(), AddArea::kName, add), "nothing");
  const auto used = database_.read(
      [](store::Session& db) { return codes(areas_in_use(db, area::Level::kCommunity)); });
  EXPECT_NE(used.find(kOfficial), std::string::npos) << used;
}

TEST_F(OrganisationTest, ADutyPhoneHoldsForWhatIsBelow) {
  const auto set = [&](const std::string& area, const std::string& phone,
                       const std::string& office = "里布嘎社区") {
    return outcome(
        Actor::system(), SetContact::kName,
        "{\"area\":\"" + area + "\",\"office\":\"" + office + "\",\"phone\":\"" + phone + "\"}");
  };
  const auto of = [&](const std::string& area) {
    const auto contact = database_.read([&](store::Session& db) { return contact_of(db, area); });
    return contact ? contact->area + " " + contact->phone : "none";
  };
  EXPECT_EQ(of(kCommunity), "none");
  EXPECT_EQ(set("532601003", "0876-2100000", "新平街道"), "done");
  EXPECT_EQ(of("532601003005-1-1-6"), "532601003 0876-2100000");
  EXPECT_EQ(set(kCommunity, "0876 2123456"), "done");
  EXPECT_EQ(set(kCommunity, "0876-2123456"), "nothing");
  EXPECT_EQ(of("532601003005-1-1-6"), std::string(kCommunity) + " 0876-2123456");
  EXPECT_EQ(of(kOther), "532601003 0876-2100000");
  EXPECT_EQ(set(std::string(kCommunity) + "-1", "0876-2123456"), "organisation.contact-level");
  EXPECT_EQ(set(kCommunity, "call us"), "organisation.bad-phone");
  EXPECT_EQ(set(kCommunity, "0876-2123456", " "), "organisation.bad-office");
  const auto grid = ask(Actor::system(), "/api/areas/{code}", {{"code", "532601003005-1"}});
  EXPECT_EQ(grid.at("contact").at("office").as_string(), "里布嘎社区");
}

TEST_F(OrganisationTest, OnlyWhoMayChangesTheTree) {
  const auto clerk = actor(user("文员", "社区工作人员", kCommunity));
  const auto worker = actor(user("网格", "网格员", "532601003005-1"));
  const std::string mine = R"({"parent":"532601003005","name":"第7网格"})";
  EXPECT_EQ(outcome(worker, AddArea::kName, mine), "access.not-allowed");
  EXPECT_EQ(outcome(clerk, AddArea::kName, mine), "done");
  EXPECT_EQ(outcome(clerk, AddArea::kName, R"({"parent":"532601003006","name":"第7网格"})"),
            "access.not-allowed");
  EXPECT_EQ(outcome(clerk, AddArea::kName, R"({"code":"532601003007","name":"新社区"})"),
            "access.not-allowed");  // a community is its street's matter
  EXPECT_EQ(outcome(clerk, RenameArea::kName, R"({"code":"532601003005-1","name":"东网格"})"),
            "done");
  EXPECT_EQ(outcome(clerk, RenameArea::kName, R"({"code":"532601003005-1","name":"东网格"})"),
            "nothing");
  EXPECT_EQ(outcome(clerk, RenameArea::kName, R"({"code":"532601003005-2","name":"东网格"})"),
            "area.name-taken");
  EXPECT_EQ(outcome(clerk, RenameArea::kName, R"({"code":"532601003006","name":"x"})"),
            "access.not-allowed");
  // The search stays inside what somebody has to do with.
  EXPECT_EQ(text(ask(worker, "/api/areas/search", {{"q", "社区"}}), "/areas"), "[]");
  EXPECT_EQ(ask(worker, "/api/areas/search", {{"q", "社区"}, {"under", "5326"}}),
            "access.not-allowed");
}

TEST_F(OrganisationTest, AMovedBuildingTakesItsPeopleAlong) {
  const auto head = user("楼长", "building_head", "532601003005-1-1-6");
  area(R"({"parent":"532601003005-2","name":"滨河花园二期"})");
  const auto token = sessions_.sign_in("楼长", "green7river", "")->token;
  ASSERT_TRUE(sessions_.find(token)->actor->may(access::Permission::screen, "532601003005-1-1-6"));
  EXPECT_EQ(outcome(Actor::system(), MoveArea::kName,
                    R"({"code":"532601003005-1-1-6","parent":"532601003006"})"),
            "organisation.foreign-move");
  EXPECT_EQ(outcome(Actor::system(), MoveArea::kName,
                    R"({"code":"532601003005-1-1-6","parent":"532601003005-2"})"),
            "organisation.foreign-move");  // a building is not in a grid but in a compound
  const auto moved = run(Actor::system(), MoveArea::kName,
                         R"({"code":"532601003005-1-1-6","parent":"532601003005-2-1"})");
  ASSERT_TRUE(moved);
  EXPECT_EQ(text(moved->result, "/code"), "532601003005-2-1-6");
  EXPECT_EQ(actor(head).grants.front().area, "532601003005-2-1-6");
  EXPECT_TRUE(sessions_.find(token)->actor->may(access::Permission::screen, "532601003005-2-1-6"));
  // The old code still finds it.
  const auto page = ask(Actor::system(), "/api/areas/{code}", {{"code", "532601003005-1-1-6"}});
  EXPECT_EQ(text(page, "/area/code"), "532601003005-2-1-6");
  EXPECT_EQ(text(page, "/responsible/0/role"), "building_head");
}

TEST_F(OrganisationTest, TheFirstAdministratorIsAddedOnTheMachine) {
  EXPECT_FALSE(database_.read([](store::Session& db) { return access::any_account(db); }));
  const auto made = add_user(*host_, {"admin", "李主任", "系统管理员", "53", std::nullopt});
  ASSERT_TRUE(made);
  EXPECT_EQ(made->role, Role::administrator);
  const auto in = sessions_.sign_in("admin", made->password, "");
  ASSERT_TRUE(in);
  EXPECT_TRUE(in->must_change_password);
  EXPECT_EQ(add_user(*host_, {"b", "", "皇帝", "53", {}}).error().code(),
            "organisation.no-such-role");
  EXPECT_EQ(add_user(*host_, {"admin", "", "doctor", "53", {}}).error().code(),
            "access.login-taken");
  EXPECT_EQ(add_user(*host_, {"other", "", "doctor", "99", {}}).error().code(),
            "host.no-such-area");
  EXPECT_EQ(add_user(*host_, {"other", "", "doctor", "53", "12345678"}).error().code(),
            "access.password-common");
  EXPECT_FALSE(sessions_.sign_in("other", "12345678", ""));
  const auto given = user("值班", "community-clerk", kCommunity);
  EXPECT_EQ(given.password, "");
  EXPECT_FALSE(sessions_.sign_in("值班", "green7river", "")->must_change_password);
}

TEST_F(OrganisationTest, RolesAreKnownByBothNames) {
  EXPECT_EQ(read_role("grid_worker"), Role::grid_worker);
  EXPECT_EQ(read_role("Grid-Worker"), Role::grid_worker);
  EXPECT_EQ(read_role("网格员"), Role::grid_worker);
  EXPECT_EQ(read_role("社区书记/主任"), Role::community_director);
  EXPECT_EQ(read_role("社区主任"), Role::community_director);
  EXPECT_EQ(read_role("街道（乡镇）办"), Role::township_office);
  EXPECT_EQ(read_role(""), std::nullopt);
  EXPECT_EQ(read_role("worker"), std::nullopt);
}

TEST_F(OrganisationTest, NobodyGivesMoreThanTheyHave) {
  const auto director = actor(user("书记", "社区书记", kCommunity));
  const auto clerk = actor(user("文员", "community_clerk", kCommunity));
  const auto add = [&](const Actor& by, const std::string& role, const std::string& at) {
    static int n = 0;
    return outcome(by, AddAccount::kName,
                   "{\"login\":\"u" + std::to_string(++n) + "x\",\"role\":\"" + role +
                       "\",\"area\":\"" + at + "\"}");
  };
  EXPECT_EQ(add(director, "grid_worker", "532601003005-1"), "done");
  EXPECT_EQ(add(director, "community_director", kCommunity), "done");
  EXPECT_EQ(add(director, "inspector", kCommunity), "done");
  EXPECT_EQ(add(director, "administrator", kCommunity), "organisation.above-you");
  EXPECT_EQ(add(director, "administrator", "532601003005-1"), "organisation.above-you");
  EXPECT_EQ(add(director, "grid_worker", kOther), "access.not-allowed");
  EXPECT_EQ(add(director, "command", "532601"), "access.not-allowed");
  EXPECT_EQ(add(director, "command", "0"), "access.not-allowed");
  EXPECT_EQ(add(clerk, "building_head", "532601003005-1"), "access.not-allowed");
  // A lasting password for somebody else is a matter of the machine.
  EXPECT_EQ(outcome(director, AddAccount::kName,
                    R"({"login":"yy","role":"doctor","area":"532601003005",)"
                    R"("password":"green7river","must_change":false})"),
            "organisation.lasting-password");
}

TEST_F(OrganisationTest, NobodyReachesAnAccountAboveThem) {
  const auto director = user("书记", "社区书记", kCommunity);
  const auto admin = user("管理", "administrator", "532601");
  const auto local_admin = user("本地管理", "administrator", kCommunity);
  const auto neighbour = user("邻居", "grid_worker", kOther);
  const auto worker = user("网格", "grid_worker", "532601003005-1");
  const auto mixed = user("兼职", "grid_worker", "532601003005-1");
  ASSERT_TRUE(
      run(Actor::system(), ChangeGrants::kName,
          body(mixed.account.text(), R"(,"grants":[{"role":"grid_worker","area":"532601003005-1"},)"
                                     R"({"role":"inspector","area":"5326"}])")));
  const auto by = actor(director);
  const auto each = [&](const AddedUser& target) {
    std::set<std::string> out;
    const std::string id = target.account.text();
    out.insert(outcome(by, DisableAccount::kName, body(id)));
    out.insert(outcome(by, ResetPassword::kName, body(id)));
    out.insert(outcome(by, RenameAccount::kName, body(id, R"(,"display":"x")")));
    out.insert(outcome(by, ChangeGrants::kName,
                       body(id, R"(,"grants":[{"role":"grid_worker","area":"532601003005-1"}])")));
    out.insert(outcome(by, NewToken::kName,
                       body(id, R"(,"name":"t","role":"grid_worker","area":"532601003005-1",)"
                                R"("days":1)")));
    return out;
  };
  using Set = std::set<std::string>;
  // Its home is above or elsewhere: not even asked. The token's scope is the director's own area.
  EXPECT_EQ(each(admin), (Set{"access.not-allowed", "organisation.above-you"}));
  EXPECT_EQ(each(neighbour), (Set{"access.not-allowed", "organisation.above-you"}));
  // Inside, but with a role that may more, or with a second grant elsewhere.
  EXPECT_EQ(each(local_admin), Set{"organisation.above-you"});
  EXPECT_EQ(each(mixed), Set{"organisation.above-you"});
  EXPECT_EQ(each(worker), (Set{"done", "nothing"}));
  // Nor does anybody change their own account.
  EXPECT_EQ(
      outcome(by, ChangeGrants::kName,
              body(director.account.text(), R"(,"grants":[{"role":"administrator","area":"0"}])")),
      "organisation.own-account");
  EXPECT_EQ(outcome(by, DisableAccount::kName, body(director.account.text())),
            "organisation.own-account");
  EXPECT_EQ(outcome(by, ResetPassword::kName, body(director.account.text())),
            "organisation.own-account");
  EXPECT_EQ(outcome(by, ChangeGrants::kName,
                    body(worker.account.text(),
                         R"(,"grants":[{"role":"administrator","area":"532601003005-1"}])")),
            "organisation.above-you");
  EXPECT_EQ(
      outcome(by, ChangeGrants::kName,
              body(worker.account.text(), R"(,"grants":[{"role":"grid_worker","area":"532601"}])")),
      "access.not-allowed");
  EXPECT_EQ(outcome(by, ChangeGrants::kName, body(worker.account.text(), R"(,"grants":[])")),
            "organisation.no-grants");
}

TEST_F(OrganisationTest, WhatAnAccountMayDoChangesWithItsGrants) {
  const auto director = actor(user("书记", "社区书记", kCommunity));
  const auto worker = user("网格", "grid_worker", "532601003005-1");
  const auto token = sessions_.sign_in("网格", "green7river", "")->token;
  ASSERT_TRUE(sessions_.find(token));
  const std::string id = worker.account.text();
  const std::string two = body(id, R"(,"grants":[{"role":"grid_worker","area":"532601003005-2"},)"
                                   R"({"role":"building_head","area":"532601003005-1-1-6"}])");
  EXPECT_EQ(outcome(director, ChangeGrants::kName, two), "done");
  EXPECT_EQ(outcome(director, ChangeGrants::kName, two), "nothing");
  const auto who = sessions_.find(token)->actor;
  EXPECT_TRUE(who->may(access::Permission::edit_register, "532601003005-2"));
  EXPECT_FALSE(who->may(access::Permission::edit_register, "532601003005-1-1-6"));
  EXPECT_EQ(outcome(director, DisableAccount::kName, body(id)), "done");
  EXPECT_EQ(outcome(director, DisableAccount::kName, body(id)), "nothing");
  EXPECT_FALSE(sessions_.find(token));
  EXPECT_EQ(sessions_.sign_in("网格", "green7river", "").error().code(), "access.disabled");
  EXPECT_EQ(outcome(director, EnableAccount::kName, body(id)), "done");
  EXPECT_FALSE(sessions_.find(token));  // the session has ended for good
  EXPECT_TRUE(sessions_.sign_in("网格", "green7river", ""));
}

TEST_F(OrganisationTest, AResetPasswordIsForOneSignIn) {
  const auto director = actor(user("书记", "社区书记", kCommunity));
  const auto worker = user("网格", "grid_worker", "532601003005-1");
  const auto token = sessions_.sign_in("网格", "green7river", "")->token;
  const auto reset = run(director, ResetPassword::kName, body(worker.account.text()));
  ASSERT_TRUE(reset);
  EXPECT_EQ(reset->entries, 0);
  EXPECT_FALSE(sessions_.find(token));
  EXPECT_FALSE(sessions_.sign_in("网格", "green7river", ""));
  const auto in = sessions_.sign_in("网格", text(reset->result, "/password"), "");
  ASSERT_TRUE(in);
  EXPECT_TRUE(in->must_change_password);
}

TEST_F(OrganisationTest, TheJournalHoldsNoNamesAndNoPasswords) {
  const auto added = run(Actor::system(), AddAccount::kName,
                         R"({"login":"zhangsan","display":"张三丰","role":"doctor",)"
                         R"("area":"532601003005","password":"green7river"})");
  ASSERT_TRUE(added);
  const auto hits = database_.read([](store::Session& db) {
    std::int64_t found = 0;
    journal::Journal::each(db, 0, [&](const journal::Entry& entry) {
      for (const auto* secret : {"zhangsan", "张三丰", "green7river", "argon2"}) {
        found += entry.payload.find(secret) != std::string::npos ? 1 : 0;
      }
    });
    return found;
  });
  EXPECT_EQ(hits, 0);
}

TEST_F(OrganisationTest, AnAccountSentTwiceIsOneAndItsPasswordIsShownOnce) {
  const auto id = Ulid::make(clock_.now());
  const std::string add = R"({"login":"医生","role":"doctor","area":"532601003005"})";
  const auto first = run(Actor::system(), AddAccount::kName, add, id);
  ASSERT_TRUE(first);
  EXPECT_EQ(text(first->result, "/password").size(), 14U);
  const auto second = run(Actor::system(), AddAccount::kName, add, id);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->status, host::Outcome::already_done);
  EXPECT_EQ(second->subject, first->subject);
  EXPECT_EQ(text(second->result, "/password"), "(none)");
}

TEST_F(OrganisationTest, TokensAreMadeShownOnceAndRevoked) {
  const auto director = user("书记", "社区书记", kCommunity);
  const auto by = actor(director);
  const auto id = Ulid::make(clock_.now());
  const std::string make =
      R"({"name":"体温计网关","role":"building_head","area":"532601003005-1","days":30})";
  const auto made = run(by, NewToken::kName, make, id);
  ASSERT_TRUE(made) << made.error().code();
  const auto secret = text(made->result, "/token");
  EXPECT_TRUE(sessions_.find(secret)->is_program);
  EXPECT_EQ(run(by, NewToken::kName, make, id).error().code(), "organisation.token-shown");
  EXPECT_EQ(outcome(by, NewToken::kName,
                    R"({"name":"x","role":"administrator","area":"532601003005","days":1})"),
            "organisation.above-you");
  EXPECT_EQ(outcome(by, NewToken::kName,
                    R"({"name":"x","role":"doctor","area":"532601003005","days":400})"),
            "organisation.bad-days");
  EXPECT_EQ(outcome(by, NewToken::kName,
                    R"({"name":" ","role":"doctor","area":"532601003005","days":4})"),
            "organisation.bad-token-name");
  const auto page = ask(by, "/api/accounts/{account}", {{"account", director.account.text()}});
  EXPECT_EQ(text(page, "/tokens/0/name"), "体温计网关");
  EXPECT_EQ(json::serialise(page).find(secret), std::string::npos);
  EXPECT_TRUE(run(by, RevokeToken::kName, "{\"token\":\"" + text(made->result, "/id") + "\"}"));
  EXPECT_FALSE(sessions_.find(secret));
}

TEST_F(OrganisationTest, WhoIsResponsibleFollowsFromGrants) {
  user("书记", "社区书记", kCommunity);
  const auto worker = user("网格一", "网格员", "532601003005-1");
  user("网格二", "网格员", "532601003005-2");
  user("楼长", "楼栋长", "532601003005-1-1-6");
  const auto page = ask(Actor::system(), "/api/areas/{code}", {{"code", "532601003005-1-1-6"}});
  EXPECT_EQ(text(page, "/responsible/0/display"), "楼长");
  EXPECT_EQ(text(page, "/responsible/1/display"), "网格一");
  EXPECT_EQ(text(page, "/responsible/1/area_name"), "第1网格");
  EXPECT_EQ(text(page, "/responsible/2/role_zh"), "社区书记/主任");
  EXPECT_EQ(text(page, "/responsible/3/display"), "(none)");
  const auto above = ask(Actor::system(), "/api/areas/{code}", {{"code", kCommunity}});
  EXPECT_EQ(text(above, "/children/0/responsible"), "2");
  EXPECT_EQ(text(above, "/children/1/responsible"), "1");
  ASSERT_TRUE(run(Actor::system(), DisableAccount::kName, body(worker.account.text())));
  const auto after = ask(Actor::system(), "/api/areas/{code}", {{"code", kCommunity}});
  EXPECT_EQ(text(after, "/children/0/responsible"), "1");
}

TEST_F(OrganisationTest, AccountsAreListedToThoseWhoManageThem) {
  const auto director = user("书记", "社区书记", kCommunity);
  const auto worker = user("网格", "网格员", "532601003005-1");
  user("邻居", "网格员", kOther);
  const auto list = ask(actor(director), "/api/accounts", {{"area", kCommunity}});
  EXPECT_EQ(text(list, "/total"), "2");
  // In the order of ids, which are not in the order of making.
  const bool first = text(list, "/accounts/0/login") == "书记";
  const std::string own = first ? "/accounts/0" : "/accounts/1";
  const std::string other = first ? "/accounts/1" : "/accounts/0";
  EXPECT_EQ(text(list, (own + "/manageable").c_str()), "false");  // oneself
  EXPECT_EQ(text(list, (other + "/login").c_str()), "网格");
  EXPECT_EQ(text(list, (other + "/manageable").c_str()), "true");
  EXPECT_EQ(text(list, (other + "/grants/0/area_name").c_str()), "第1网格");
  const auto rest = ask(actor(director), "/api/accounts",
                        {{"area", kCommunity}, {"after", text(list, "/accounts/0/account")}});
  EXPECT_EQ(text(rest, "/accounts/0/login"), first ? "网格" : "书记");
  EXPECT_EQ(text(rest, "/accounts/1/login"), "(none)");
  EXPECT_EQ(ask(actor(worker), "/api/accounts", {{"area", kCommunity}}), "access.not-allowed");
  EXPECT_EQ(ask(actor(director), "/api/accounts", {{"area", kOther}}), "access.not-allowed");

  const auto me = ask(actor(worker), "/api/me");
  EXPECT_EQ(text(me, "/login"), "网格");
  EXPECT_EQ(text(me, "/home_name"), "第1网格");
  EXPECT_EQ(text(me, "/permissions/0/permission"), "see_figures");
  EXPECT_EQ(text(me, "/permissions/0/areas/0"), "532601003005-1");
  EXPECT_EQ(ask(Actor{}, "/api/me"), "access.not-signed-in");
}

TEST_F(OrganisationTest, LooksAreListedForThoseWhoWatch) {
  const auto inspector = user("督查", "督查组", "532601");
  const auto clerk = user("文员", "community_clerk", kCommunity);
  const auto person = Ulid::make(clock_.now());
  const Actor who = actor(clerk);
  database_.write([&](store::Session& db) {
    access::kRecordLooks(db, who, clock_.now(), "/api/people/{person}",
                         std::vector<host::Look>{{person, access::Sight::kFull, "532601003005-1"}});
  });
  const auto list =
      ask(actor(inspector), "/api/looks", {{"area", kCommunity}, {"person", person.text()}});
  EXPECT_EQ(text(list, "/total"), "1");
  EXPECT_EQ(text(list, "/looks/0/display"), "文员");
  EXPECT_EQ(text(list, "/looks/0/seen"), "full");
  EXPECT_EQ(text(list, "/looks/0/route"), "/api/people/{person}");
  EXPECT_EQ(text(ask(actor(inspector), "/api/looks", {{"area", kCommunity}, {"to", "2020-02-19"}}),
                 "/total"),
            "0");
  EXPECT_EQ(text(ask(actor(inspector), "/api/looks", {{"area", kOther}}), "/total"), "0");
  EXPECT_EQ(ask(actor(clerk), "/api/looks", {{"area", kCommunity}}), "access.not-allowed");
  EXPECT_EQ(ask(actor(inspector), "/api/looks", {{"area", "53"}}), "access.not-allowed");
}

}  // namespace
}  // namespace fx::organisation
