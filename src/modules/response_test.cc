// The response through the whole program: what the shipped packs propose, what is decided, what
// must be done, and when it may end.
#include "modules/response/response.h"

#include <random>
#include <set>

#include "modules/office.h"

namespace fx {
namespace {

class Response : public testing::Office {
 protected:
  const response::Response& ours() const {
    for (const auto& one : modules_) {
      if (one->name() == "response") return dynamic_cast<const response::Response&>(*one);
    }
    throw std::logic_error("no such module");
  }
  // Members that have no value are left out of answers.
  static bool without(const json::Value& answer, std::string_view member) {
    return !answer.as_object().contains(member);
  }
  static constexpr const char* kStreet = "532601003";

  void use(const char* pack, const char* from, const char* area = kCommunity) {
    ok("rules.use", {{"area", area}, {"pack", pack}, {"from", from}});
  }
  std::string a_case(const char* reported, json::Object more = {}) {
    more["area"] = kCommunity;
    more["classification"] = "confirmed";
    more["reported"] = reported;
    return ok("casework.record", more).subject.text();
  }
  json::Object deciding(const char* axis, const char* value, const char* area = kCommunity) {
    return {{"area", area},
            {"axis", axis},
            {"value", value},
            {"reason", "居民中发现1例确诊病例"},
            {"document", "文指发〔2021〕1号"}};
  }
  json::Value situation(host::RawParams more = {}, const char* area = kCommunity) {
    more.emplace_back("area", area);
    return ask("/api/response/situation", more);
  }
  json::Value board(const char* area = kStreet) {
    return ask("/api/response/board", {{"area", area}});
  }
  static json::Value axis(const json::Value& situation, std::string_view name) {
    for (const auto& line : situation.at("axes").as_array()) {
      if (line.at("axis").as_string() == name) return line;
    }
    return nullptr;
  }
  // What is in force, by the community's own page.
  std::string now(const char* name = "situation", const char* area = kCommunity) {
    const auto line = axis(situation({}, area), name);
    return line.is_null() ? "" : std::string(line.at("value").as_string());
  }
  static json::Value item(const json::Value& situation, std::string_view task) {
    for (const auto& one : situation.at("checklist").as_array()) {
      if (one.at("task").as_string() == task) return one;
    }
    return nullptr;
  }
  static json::Value criterion(const json::Value& situation, std::string_view condition) {
    for (const auto& one : situation.at("termination").as_array()) {
      if (one.at("condition").as_string() == condition) return one;
    }
    return nullptr;
  }
  std::string done(const char* task, json::Object more = {}) {
    more["area"] = kCommunity;
    more["task"] = task;
    auto answer = send("response.report-done", std::move(more));
    return answer ? "done" : std::string(answer.error().code());
  }
};

// --- P1: three situations of a community ---------------------------------------------------------

TEST_F(Response, EveryCommunitySeesItsSituationAndWhatItMustDo) {
  use("beijing-community-2021", "2021-01-10");
  clock("2021-01-10T08:00");
  const auto calm = situation();
  EXPECT_EQ(axis(calm, "situation").at("value"), "no_case");
  EXPECT_TRUE(without(axis(calm, "situation"), "proposal"));
  EXPECT_TRUE(axis(calm, "level").is_null());  // this pack knows no levels
  EXPECT_EQ(calm.at("checklist").as_array().size(), 5U);
  EXPECT_EQ(calm.at("checklist_area"), kCommunity);
  EXPECT_EQ(item(calm, "organise").at("due"), "2021-01-11T00:00:00+08:00");
  EXPECT_EQ(item(calm, "organise").at("rule").at("rule"),
            "beijing-community-2021/2021-01/response/2");
  EXPECT_TRUE(calm.at("termination").as_array().empty());

  // One confirmed case among residents: situation 2 is proposed, and nothing else happens.
  clock("2021-01-12T10:30");
  a_case("2021-01-12", {{"source_known", true}});
  clock("2021-01-12T12:00");
  const auto proposal = axis(situation(), "situation").at("proposal");
  EXPECT_EQ(proposal.at("value"), "cases");
  EXPECT_EQ(proposal.at("direction"), "escalate");
  EXPECT_EQ(proposal.at("since"), "2021-01-12");
  EXPECT_EQ(proposal.at("waiting_since"), "2021-01-12T10:30:00+08:00");
  EXPECT_EQ(proposal.at("waited_minutes"), 90);
  EXPECT_EQ(proposal.at("cases_in_window"), 1);
  EXPECT_EQ(proposal.at("cases").as_array().size(), 1U);
  EXPECT_EQ(proposal.at("rule").at("rule"), "beijing-community-2021/2021-01/situation/4");
  EXPECT_EQ(proposal.at("minutes"), 120);  // the pack's own, as the plan gives no time
  EXPECT_EQ(proposal.at("overdue"), false);
  EXPECT_EQ(now(), "no_case");
  EXPECT_EQ(board().at("waiting"), 1);
  EXPECT_EQ(figures(kStreet)["response.proposals.waiting"], 1);

  const auto decided = ok("response.decide", deciding("situation", "cases"));
  EXPECT_EQ(decided.result.at("proposed"), "cases");
  const auto after = situation();
  const auto line = axis(after, "situation");
  EXPECT_EQ(line.at("value"), "cases");
  EXPECT_EQ(line.at("decision").at("as_proposed"), true);
  EXPECT_EQ(line.at("decision").at("document"), "文指发〔2021〕1号");
  EXPECT_EQ(line.at("decision").at("rule"), "beijing-community-2021/2021-01/situation/4");
  EXPECT_TRUE(without(line, "proposal"));
  EXPECT_EQ(after.at("checklist").as_array().size(), 7U);
  // What was asked before goes on; what is new counts from the decision.
  EXPECT_EQ(item(after, "organise").at("start"), "2021-01-10T00:00:00+08:00");
  EXPECT_EQ(item(after, "contacts").at("start"), "2021-01-12T12:00:00+08:00");
  EXPECT_EQ(item(after, "contacts").at("due"), "2021-01-13T00:00:00+08:00");
  EXPECT_EQ(figures(kStreet)["response.situation.cases"], 1);
  EXPECT_EQ(board().at("waiting"), 0);

  // Two sporadic cases of unknown source: situation 3, with its restriction and its ground.
  clock("2021-01-14T09:00");
  a_case("2021-01-14", {{"source_known", false}});
  EXPECT_TRUE(without(axis(situation(), "situation"), "proposal"));
  a_case("2021-01-14", {{"source_known", false}});
  EXPECT_EQ(axis(situation(), "situation").at("proposal").at("value"), "spread");
  ok("response.decide", deciding("situation", "spread"));
  const auto restrict = item(situation(), "restrict");
  EXPECT_EQ(restrict.at("restricts"), true);
  EXPECT_FALSE(restrict.at("ground").at("basis").as_string().empty());
  EXPECT_EQ(restrict.at("longest_last"), "2021-01-27");

  // Fourteen days later nobody of unknown source is left in the window: the milder ones in turn.
  clock("2021-01-28T09:00");
  EXPECT_EQ(axis(situation(), "situation").at("proposal").at("value"), "no_case");
  EXPECT_EQ(axis(situation(), "situation").at("proposal").at("direction"), "end");
  EXPECT_EQ(without(axis(situation({{"on", "2021-01-27"}}), "situation"), "proposal"), true);
  ok("response.end", {{"area", kCommunity}, {"axis", "situation"}, {"reason", "14天无新增"}});
  EXPECT_EQ(now(), "no_case");
  EXPECT_EQ(situation().at("checklist").as_array().size(), 5U);
  // What was in force on a day is still told.
  EXPECT_EQ(axis(situation({{"on", "2021-01-13"}}), "situation").at("value"), "cases");
  EXPECT_EQ(situation().at("history").as_array().size(), 3U);
}

TEST_F(Response, AMeasureIsAssignedReportedWithItsEvidenceAndReopened) {
  use("beijing-community-2021", "2021-01-10");
  clock("2021-01-10T08:00");
  EXPECT_EQ(done("organise"), "response.no-evidence");
  EXPECT_EQ(done("organise", {{"document", "社区〔2021〕2号"}}), "done");
  EXPECT_EQ(done("organise", {{"document", "社区〔2021〕2号"}}), "response.already-done");
  EXPECT_EQ(done("contacts", {{"evidence", "台账"}}), "response.no-task");
  EXPECT_EQ(done("notify", {{"document", "1号"}}), "response.no-evidence");
  EXPECT_EQ(done("notify", {{"document", "1号"}, {"evidence", "照片存社区值班室"}}), "done");
  auto list = situation();
  EXPECT_EQ(item(list, "organise").at("state"), "done");
  EXPECT_EQ(item(list, "notify").at("report").at("evidence"), "照片存社区值班室");
  EXPECT_EQ(list.at("measures").at("done"), 2);
  EXPECT_EQ(list.at("measures").at("open"), 3);

  // Daily: open again the next day, overdue once a day has passed without a report.
  clock("2021-01-11T08:00");
  list = situation();
  EXPECT_EQ(item(list, "organise").at("state"), "done");  // once only
  EXPECT_EQ(item(list, "notify").at("state"), "open");
  EXPECT_EQ(item(list, "notify").at("due"), "2021-01-12T00:00:00+08:00");
  EXPECT_EQ(item(list, "educate").at("state"), "overdue");
  EXPECT_EQ(item(list, "educate").at("periods_missed"), 1);
  clock("2021-01-13T08:00");
  list = situation();
  EXPECT_EQ(item(list, "notify").at("state"), "overdue");
  EXPECT_EQ(item(list, "notify").at("periods_missed"), 2);
  EXPECT_EQ(item(list, "notify").at("due"), "2021-01-12T00:00:00+08:00");
  const auto overdue = board();
  EXPECT_EQ(overdue.at("measures").at("overdue"), 4);
  EXPECT_EQ(overdue.at("overdue").at(0).at("due"), "2021-01-11T00:00:00+08:00");
  EXPECT_EQ(overdue.at("areas").at(0).at("area"), kCommunity);
  EXPECT_EQ(figures(kCommunity)["response.checklist.overdue"], 4);
  EXPECT_EQ(figures(kCommunity)["response.checklist.done"], 1);

  // Recorded late, it counts for the day on which it was done.
  EXPECT_EQ(done("notify",
                 {{"document", "3号"}, {"evidence", "照片"}, {"at", "2021-01-12T20:00:00+08:00"}}),
            "done");
  EXPECT_EQ(item(situation(), "notify").at("state"), "open");
  EXPECT_EQ(done("notify",
                 {{"document", "4号"}, {"evidence", "照片"}, {"at", "2021-01-14T20:00:00+08:00"}}),
            "response.future");

  const auto account = ok("organisation.add-account",
                          {{"login", "wang"}, {"role", "community_clerk"}, {"area", kCommunity}});
  const json::Object to{{"area", kCommunity}, {"task", "educate"}};
  auto body = to;
  EXPECT_EQ(refused("response.assign", body), "response.no-assignee");
  body["account"] = Ulid::make(Instant{5}).text();
  EXPECT_EQ(refused("response.assign", body), "response.no-account");
  body["account"] = account.subject.text();
  body["role"] = "nobody";
  EXPECT_EQ(refused("response.assign", body), "response.no-role");
  body["role"] = "building_head";
  body["due"] = "2021-01-13T18:00:00+08:00";
  ok("response.assign", body);
  const auto assigned = item(situation(), "educate");
  EXPECT_EQ(assigned.at("assigned").at("account"), json::Value(account.subject.text()));
  EXPECT_EQ(assigned.at("assigned").at("role_name"), "楼栋长");
  EXPECT_EQ(assigned.at("due"), "2021-01-13T18:00:00+08:00");

  EXPECT_EQ(
      refused("response.reopen", {{"area", kCommunity}, {"task", "educate"}, {"reason", "没做"}}),
      "response.not-done");
  ok("response.reopen", {{"area", kCommunity}, {"task", "organise"}, {"reason", "名单不全"}});
  EXPECT_EQ(item(situation(), "organise").at("state"), "overdue");
  EXPECT_EQ(
      refused("response.report-done",
              {{"area", kCommunity}, {"task", "organise"}, {"document", "5号"}, {"count", -1}}),
      "response.bad-count");
}

TEST_F(Response, WhatIsDeclinedWaitsNoMoreUntilTheRecordsSayItAnew) {
  use("beijing-community-2021", "2021-01-10");
  clock("2021-01-12T10:00");
  EXPECT_EQ(
      refused("response.decline", {{"area", kCommunity}, {"axis", "situation"}, {"reason", "无"}}),
      "response.no-proposal");
  const auto id = a_case("2021-01-12");
  ok("response.decline",
     {{"area", kCommunity}, {"axis", "situation"}, {"reason", "病例居住在外地"}});
  EXPECT_EQ(axis(situation(), "situation").at("proposal").at("state"), "declined");
  EXPECT_EQ(board().at("waiting"), 0);
  EXPECT_EQ(board().at("declined").as_array().size(), 1U);
  EXPECT_EQ(
      refused("response.decline", {{"area", kCommunity}, {"axis", "situation"}, {"reason", "无"}}),
      "response.no-proposal");
  // The case falls out of the window; another one brings the condition back.
  clock("2021-02-10T10:00");
  EXPECT_TRUE(without(axis(situation(), "situation"), "proposal"));
  a_case("2021-02-10");
  EXPECT_EQ(axis(situation(), "situation").at("proposal").at("state"), "waiting");
  // To decide otherwise is an answer as well.
  ok("response.decide", deciding("situation", "spread"));
  EXPECT_EQ(axis(situation(), "situation").at("decision").at("as_proposed"), false);
  EXPECT_EQ(axis(situation(), "situation").at("proposal").at("state"), "declined");
}

TEST_F(Response, TheDecisionOfAnAreaAboveHoldsWhereThereIsNoneOfItsOwn) {
  use("beijing-community-2021", "2021-01-10");
  clock("2021-01-12T10:00");
  ok("response.decide", deciding("situation", "spread", "532601"));
  EXPECT_EQ(now(), "spread");
  EXPECT_EQ(axis(situation(), "situation").at("decision").at("area"), "532601");
  // Nobody proposes to each community to undo what the county has decided.
  EXPECT_TRUE(without(axis(situation(), "situation"), "proposal"));
  EXPECT_EQ(board().at("waiting"), 0);
  EXPECT_EQ(
      refused("response.end", {{"area", kCommunity}, {"axis", "situation"}, {"reason", "无"}}),
      "response.nothing-in-force");
  clock("2021-01-13T10:00");
  const auto own = ok("response.decide", deciding("situation", "cases")).subject.text();
  EXPECT_EQ(now(), "cases");
  EXPECT_EQ(refused("response.decide", deciding("situation", "cases")), "response.no-change");
  clock("2021-01-14T10:00");
  ok("response.end", {{"area", kCommunity}, {"axis", "situation"}, {"reason", "解除"}});
  EXPECT_EQ(now(), "spread");
  auto early = deciding("situation", "cases");
  early["from"] = "2021-01-13T12:00:00+08:00";
  EXPECT_EQ(refused("response.decide", early), "response.before-last");
  early["from"] = "2021-05-13T12:00:00+08:00";
  EXPECT_EQ(refused("response.decide", early), "response.too-far-ahead");
  EXPECT_EQ(refused("response.withdraw", {{"decision", own}}), "response.nothing-to-withdraw");
  EXPECT_EQ(refused("response.decide", deciding("situation", "ii")), "response.no-such-value");
  EXPECT_EQ(refused("response.decide", deciding("situation", "cases", "532601003005-1")),
            "host.no-such-area");
  ok("organisation.add-area", {{"parent", kCommunity}, {"name", "第1网格"}});
  EXPECT_EQ(refused("response.decide", deciding("situation", "cases", "532601003005-1")),
            "response.below-community");
  auto wordless = deciding("situation", "cases");
  wordless["reason"] = "";
  EXPECT_EQ(refused("response.decide", wordless), "response.no-reason");
  std::string text;
  for (int i = 0; i < 201; ++i) text += "长";
  wordless["reason"] = text;
  EXPECT_EQ(refused("response.decide", wordless), "response.text-too-long");
}

TEST_F(Response, AWithdrawnDecisionIsAsIfItHadNotBeenAndIsRemembered) {
  use("beijing-community-2021", "2021-01-10");
  clock("2021-01-12T10:00");
  const auto id = ok("response.decide", deciding("situation", "spread")).subject.text();
  const auto then = iso(clock_.now());
  clock("2021-01-12T11:00");
  ok("response.withdraw", {{"decision", id}});
  EXPECT_EQ(now(), "no_case");
  EXPECT_EQ(axis(situation({{"as_of", then}}), "situation").at("value"), "spread");
  EXPECT_FALSE(without(situation().at("history").at(0), "withdrawn"));
  EXPECT_EQ(refused("response.withdraw", {{"decision", id}}), "response.nothing-to-withdraw");
}

// --- P2: the end, condition by condition ---------------------------------------------------------

TEST_F(Response, TheEndIsShownConditionByConditionWithItsRecords) {
  use("henan-village-2020", "2020-12-01");
  clock("2020-12-02T09:00");
  const auto id = a_case("2020-12-02");
  EXPECT_EQ(axis(situation(), "situation").at("proposal").at("value"), "cases");
  ok("response.decide", deciding("situation", "cases"));
  auto page = situation();
  EXPECT_EQ(page.at("termination").as_array().size(), 6U);
  EXPECT_EQ(page.at("may_end"), false);
  EXPECT_EQ(criterion(page, "cases_isolated").at("holds"), false);
  EXPECT_EQ(criterion(page, "cases_isolated").at("ids").at(0), json::Value(id));
  EXPECT_EQ(criterion(page, "contacts_done").at("holds"), false);
  EXPECT_EQ(criterion(page, "no_new_case").at("holds"), false);
  EXPECT_EQ(criterion(page, "disinfected").at("told"), "either");
  EXPECT_EQ(criterion(page, "expert_review").at("told"), "person");
  EXPECT_EQ(criterion(page, "approval").at("role"), "市指挥部");
  EXPECT_EQ(criterion(page, "approval").at("rule").at("rule"),
            "henan-village-2020/2020-09/termination/7");
  const json::Object end{{"area", kCommunity}, {"axis", "situation"}, {"reason", "疫情平息"}};
  EXPECT_EQ(refused("response.end", end), "response.unmet");

  ok("casework.correct", {{"id", id},
                          {"classification", "confirmed"},
                          {"reported", "2020-12-02"},
                          {"isolated", "2020-12-02"}});
  EXPECT_EQ(criterion(situation(), "cases_isolated").at("holds"), true);
  // Before the last case's contacts can be clear, the records themselves forbid the end.
  clock("2020-12-16T09:00");
  page = situation();
  EXPECT_EQ(criterion(page, "no_new_case").at("holds"), true);
  EXPECT_EQ(criterion(page, "contacts_done").at("holds"), false);
  EXPECT_TRUE(without(axis(page, "situation"), "proposal"));
  clock("2020-12-17T09:00");
  page = situation();
  EXPECT_EQ(criterion(page, "contacts_done").at("holds"), true);
  const auto proposal = axis(page, "situation").at("proposal");
  EXPECT_EQ(proposal.at("direction"), "end");
  EXPECT_EQ(proposal.at("to_confirm"), (json::Array{"disinfected", "expert_review", "approval"}));

  EXPECT_EQ(done("disinfect", {{"evidence", "消毒记录和照片"}}), "done");
  EXPECT_EQ(criterion(situation(), "disinfected").at("holds"), true);
  const auto confirm = [&](const char* condition, json::Object more = {}) {
    more["area"] = kCommunity;
    more["condition"] = condition;
    auto answer = send("response.confirm", std::move(more));
    return answer ? "done" : std::string(answer.error().code());
  };
  EXPECT_EQ(confirm("expert_review"), "response.no-reason");
  EXPECT_EQ(confirm("no_new_case", {{"document", "1号"}}), "response.not-confirmable");
  EXPECT_EQ(confirm("vector_index", {{"document", "1号"}}), "response.no-condition");
  EXPECT_EQ(confirm("approval", {{"document", "1号"}, {"on", "2020-12-18"}}), "response.future");
  EXPECT_EQ(confirm("expert_review", {{"document", "专家意见1号"}}), "done");
  EXPECT_EQ(confirm("approval", {{"document", "市指办1号"}, {"holds", false}}), "done");
  EXPECT_EQ(criterion(situation(), "approval").at("holds"), false);
  EXPECT_EQ(refused("response.end", end), "response.unmet");
  EXPECT_EQ(confirm("approval", {{"document", "市指办2号"}}), "done");
  EXPECT_EQ(situation().at("may_end"), true);
  ok("response.end", end);
  EXPECT_EQ(now(), "no_case");

  // A later response needs its own confirmations.
  clock("2021-01-20T09:00");
  ok("response.decide", deciding("situation", "cases"));
  EXPECT_EQ(criterion(situation(), "approval").at("holds"), false);
  auto despite = end;
  despite["despite_unmet"] = true;
  ok("response.end", despite);
  EXPECT_EQ(situation().at("history").at(0).at("unmet").as_array().size(), 2U);
}

TEST_F(Response, ContactsUnderObservationStandAgainstTheEnd) {
  use("henan-village-2020", "2020-12-01");
  const auto home = add_home(1, 101);
  const auto other = add_home(1, 102);
  clock("2020-12-02T09:00");
  ok("response.decide", deciding("situation", "cases"));
  // Without a case there is nobody to wait for.
  EXPECT_EQ(criterion(situation(), "contacts_done").at("holds"), true);
  const auto id = a_case("2020-12-02", {{"isolated", "2020-12-02"}});
  ok("casework.name-contact", {{"case_id", id},
                               {"person", home.person},
                               {"kind", "close_contact"},
                               {"last_met", "2020-12-02"}});
  // A general contact is told the risk and kept from nothing.
  ok("casework.name-contact", {{"case_id", id},
                               {"person", other.person},
                               {"kind", "general_contact"},
                               {"last_met", "2020-12-02"}});
  const auto placed = ok("observation.place-all", {{"area", kCommunity}}).result;
  EXPECT_EQ(placed.at("ordered"), 1);
  EXPECT_EQ(placed.at("no_measure"), 1);
  const auto order =
      ask("/api/observation/orders", {{"area", kCommunity}}).at("orders").at(0).at("order");
  for (const char* day : {"2020-12-02T10:00", "2020-12-16T09:00"}) {
    clock(day);
    const auto contacts = criterion(situation(), "contacts_done");
    EXPECT_EQ(contacts.at("holds"), false) << day;
    EXPECT_EQ(contacts.at("records"), 1) << day;
    EXPECT_EQ(contacts.at("ids").at(0), order) << day;
    EXPECT_EQ(contacts.at("why"), "1 名接触者仍在观察");
  }
  // Nothing is proposed while the records themselves stand against it.
  EXPECT_TRUE(without(axis(situation(), "situation"), "proposal"));
  clock("2020-12-17T09:00");
  const auto over = criterion(situation(), "contacts_done");
  EXPECT_EQ(over.at("holds"), true);
  EXPECT_EQ(over.at("records"), 0);
  EXPECT_EQ(over.at("since"), "2020-12-17");
  // Prolonged for one of them, it stands against the end again.
  clock("2020-12-16T10:00");
  ok("observation.extend", {{"order", order}, {"last", "2020-12-20"}, {"reason", "fever"}});
  clock("2020-12-18T09:00");
  EXPECT_EQ(criterion(situation(), "contacts_done").at("holds"), false);
  clock("2020-12-21T09:00");
  EXPECT_EQ(criterion(situation(), "contacts_done").at("holds"), true);
}

TEST_F(Response, ACommunityOfAZoneIsToldSo) {
  use("henan-village-2020", "2020-12-01");
  clock("2020-12-02T09:00");
  ok("zones.draw", {{"kind", "control"},
                    {"areas", json::Array{kCommunity}},
                    {"reason", "1例"},
                    {"basis", "依据"},
                    {"issuer", "指挥部"},
                    {"appeal", "复议"}});
  EXPECT_EQ(situation().at("zone").at("kind"), "control");
}

// --- a level, by its trigger ---------------------------------------------------------------------

TEST_F(Response, AProposalThatWaitsLongerThanTheRulesAllowIsOverdue) {
  use("dengue", "2020-06-01");
  clock("2020-07-01T09:00");
  a_case("2020-07-01", {{"origin", "local"}});
  auto proposal = axis(situation(), "level").at("proposal");
  EXPECT_EQ(proposal.at("value"), "iv");
  EXPECT_EQ(proposal.at("minutes"), 120);
  EXPECT_EQ(proposal.at("due"), "2020-07-01T11:00:00+08:00");
  clock("2020-07-01T11:00");
  EXPECT_EQ(axis(situation(), "level").at("proposal").at("overdue"), false);
  clock("2020-07-01T11:01");
  EXPECT_EQ(axis(situation(), "level").at("proposal").at("overdue"), true);
  // The situation of the community waits beside it.
  EXPECT_EQ(board().at("waiting_overdue"), 2);
  EXPECT_EQ(board().at("proposals").at(0).at("overdue"), true);
  EXPECT_EQ(figures(kStreet)["response.proposals.overdue"], 2);
  ok("response.decide", deciding("situation", "cases"));
  EXPECT_EQ(board().at("proposals").at(0).at("axis"), "level");
  EXPECT_EQ(figures(kStreet)["response.proposals.overdue"], 1);
  ok("response.decide", deciding("level", "iv"));
  EXPECT_EQ(figures(kStreet)["response.proposals.overdue"], 0);
  EXPECT_EQ(figures(kStreet)["response.level.iv"], 1);
  // Five cases: the next level.
  for (int i = 0; i < 4; ++i) a_case("2020-07-01", {{"origin", "local"}});
  EXPECT_EQ(axis(situation(), "level").at("proposal").at("value"), "iii");
}

TEST_F(Response, RecordedLateNobodyIsLate) {
  use("dengue", "2020-06-01");
  clock("2020-08-01T09:00");
  a_case("2020-07-30", {{"origin", "local"}});
  const auto proposal = axis(situation(), "level").at("proposal");
  EXPECT_EQ(proposal.at("since"), "2020-07-30");
  EXPECT_EQ(proposal.at("waiting_since"), "2020-08-01T09:00:00+08:00");
  EXPECT_EQ(proposal.at("overdue"), false);
}

// --- P4 and P5: townships ------------------------------------------------------------------------

TEST_F(Response, ATownshipDeclaresItsRiskLevelAndTheMeasuresFollow) {
  use("shuangtian-2020", "2020-10-01", kStreet);
  use("shuangtian-2020", "2020-10-01");
  clock("2020-10-10T09:00");
  a_case("2020-10-10");
  const auto page = situation();
  EXPECT_EQ(page.at("checklist_area"), kStreet);
  EXPECT_EQ(page.at("checklist").as_array().size(), 1U);
  const auto proposal = axis(page, "risk").at("proposal");
  EXPECT_EQ(proposal.at("area"), kStreet);
  EXPECT_EQ(proposal.at("value"), "medium");
  EXPECT_EQ(proposal.at("rule").at("rule"), "shuangtian-2020/2020-09/risk/4");
  ok("response.decide", deciding("risk", "medium", kStreet));
  EXPECT_EQ(situation().at("checklist").as_array().size(), 6U);
  EXPECT_EQ(item(situation(), "site_closed").at("ground").at("longest_days"), 28);
  // Ten confirmed is high: the pack's own resolution of its text.
  for (int i = 0; i < 9; ++i) a_case("2020-10-10");
  const auto high = axis(situation(), "risk").at("proposal");
  EXPECT_EQ(high.at("value"), "high");
  EXPECT_EQ(high.at("cases_in_window"), 10);
  ok("response.decide", deciding("risk", "high", kStreet));
  EXPECT_EQ(item(situation(), "stop_transport").at("restricts"), true);
  EXPECT_EQ(board().at("areas").as_array().size(), 1U);
}

TEST_F(Response, WhereTheRulesSayNothingNothingIsInvented) {
  use("putian-2021", "2021-01-10");
  clock("2021-01-12T09:00");
  a_case("2021-01-12");
  const auto page = situation();
  EXPECT_TRUE(page.at("axes").as_array().empty());
  EXPECT_TRUE(page.at("checklist").as_array().empty());
  EXPECT_TRUE(without(page, "checklist_area"));
  EXPECT_TRUE(board().at("proposals").as_array().empty());
  EXPECT_TRUE(board().at("areas").as_array().empty());
  // A decision can be taken all the same, and is seen.
  ok("response.decide", deciding("level", "iii"));
  EXPECT_EQ(now("level"), "iii");
}

TEST_F(Response, TheBoardIsWhatThePagesOfTheCommunitiesSay) {
  const std::vector<std::string> all{kCommunity, "532601003006", "532601003007"};
  ok("organisation.add-area", {{"code", all[1]}, {"name", "甲社区"}});
  ok("organisation.add-area", {{"code", all[2]}, {"name", "乙社区"}});
  for (const auto& area : all) use("beijing-community-2021", "2021-01-10", area.c_str());
  clock("2021-01-12T09:00");
  for (const auto& area : all) {
    for (int i = 0; i < (area == all[1] ? 2 : 1); ++i) {
      ok("casework.record",
         {{"area", area}, {"classification", "confirmed"}, {"source_known", false}});
    }
  }
  ok("response.decide", deciding("situation", "cases", all[0].c_str()));
  ok("response.report-done", {{"area", all[2]}, {"task", "organise"}, {"document", "1号"}});
  clock("2021-01-13T09:00");
  const auto top = board();
  std::map<std::string, std::int64_t> sums;
  std::set<std::string> proposed;
  for (const auto& area : all) {
    const auto page = situation({}, area.c_str());
    for (const char* state : {"open", "overdue", "done"}) {
      sums[state] += page.at("measures").at(state).as_int64();
    }
    const auto line = axis(page, "situation");
    if (!without(line, "proposal")) proposed.insert(json::serialise(line.at("proposal")));
  }
  for (const auto& [state, n] : sums) EXPECT_EQ(top.at("measures").at(state), n) << state;
  std::set<std::string> on_board;
  for (const auto& one : top.at("proposals").as_array()) on_board.insert(json::serialise(one));
  EXPECT_EQ(on_board, proposed);
  EXPECT_EQ(on_board.size(), 2U);
}

// --- any commands in any order -------------------------------------------------------------------

TEST_F(Response, AnyDecisionsInAnyOrderGiveWhatAPlainModelGives) {
  use("beijing-community-2021", "2021-01-01");
  clock("2021-01-10T00:00");
  const std::vector<std::string> areas{"532601", kStreet, kCommunity};
  const std::vector<std::string> values{"no_case", "cases", "spread"};
  struct Step {
    std::string entry;
    std::string value;  // "": ended
  };
  std::map<std::string, std::vector<Step>> model;
  const auto own = [&](const std::string& area) {
    const auto& steps = model[area];
    return steps.empty() ? std::string() : steps.back().value;
  };
  std::mt19937 random(20210110);
  const auto pick = [&](std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
  };
  for (int i = 0; i < 200; ++i) {
    clock_.set(Instant{clock_.now().millis + 60'000});
    const auto& area = areas[pick(3)];
    auto& steps = model[area];
    switch (pick(4)) {
      case 0:
      case 1: {
        const auto& value = values[pick(3)];
        auto body = deciding("situation", value.c_str(), area.c_str());
        const auto answer = send("response.decide", body);
        ASSERT_EQ(answer.has_value(), own(area) != value);
        if (answer) steps.push_back({answer->subject.text(), value});
        break;
      }
      case 2: {
        const auto answer =
            send("response.end", {{"area", area}, {"axis", "situation"}, {"reason", "解除"}});
        ASSERT_EQ(answer.has_value(), !own(area).empty());
        if (answer) steps.push_back({answer->subject.text(), ""});
        break;
      }
      default: {
        if (steps.empty()) break;
        const auto which = pick(steps.size());
        const auto answer = send("response.withdraw", {{"decision", steps[which].entry}});
        ASSERT_EQ(answer.has_value(), which + 1 == steps.size());
        if (answer) steps.pop_back();
      }
    }
    std::string wanted = "no_case";
    for (const auto& at : areas) {
      if (!own(at).empty()) wanted = own(at);
    }
    const auto got = database_.read([&](store::Session& db) {
      return ours().in_force(db, kCommunity, response::Axis::situation, clock_.now(), clock_.now());
    });
    ASSERT_EQ(got.value, wanted) << "after step " << i;
  }
}

}  // namespace
}  // namespace fx
