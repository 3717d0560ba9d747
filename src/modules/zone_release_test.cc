// When zones may be released, by the shipped packs: each condition true and false with its records.
#include "modules/office.h"

namespace fx {
namespace {

class ZoneRelease : public testing::Office {
 protected:
  static constexpr const char* kStreet = "532601003";
  static constexpr const char* kCompound = "532601003005-1-1";

  static bool without(const json::Value& answer, std::string_view member) {
    return !answer.as_object().contains(member);
  }
  void use(const char* pack, const char* from, const char* area = "0") {
    ok("rules.use", {{"area", area}, {"pack", pack}, {"from", from}});
  }
  std::string a_case(const std::string& person, const char* reported, json::Object more = {}) {
    more["area"] = kCommunity;
    more["classification"] = "confirmed";
    more["reported"] = reported;
    more["isolated"] = reported;
    more["origin"] = "local";
    more["person"] = person;
    return ok("casework.record", more).subject.text();
  }
  std::string draw(const char* kind, const std::string& area, json::Object more = {}) {
    more["kind"] = kind;
    more["areas"] = json::Array{area};
    more["reason"] = "发现确诊病例";
    return ok("zones.draw", more).subject.text();
  }
  json::Value end(const std::string& zone, host::RawParams more = {}) {
    more.emplace_back("zone", zone);
    const auto answer = ask("/api/response/zone/{zone}", more);
    return without(answer, "end") ? json::Value() : answer.at("end");
  }
  json::Value condition(const std::string& zone, std::string_view name) {
    const auto found = end(zone);
    for (const auto& one : found.at("conditions").as_array()) {
      if (one.at("condition").as_string() == name) return one;
    }
    return nullptr;
  }
  json::Value release(const std::string& zone) {
    const auto found = end(zone);
    return without(found, "release") ? json::Value() : found.at("release");
  }
  json::Value board() { return ask("/api/response/board", {{"area", kStreet}}); }
  std::string confirm(const std::string& zone, const char* name, json::Object more = {},
                      const char* area = kCompound) {
    more["area"] = area;
    more["zone"] = zone;
    more["condition"] = name;
    auto answer = send("response.confirm", std::move(more));
    return answer ? "done" : std::string(answer.error().code());
  }
};

TEST_F(ZoneRelease, ALockdownEndsWhenAllThreeConditionsHold) {
  use("cn-national", "2020-01-25");
  const auto home = add_home(1, 101);
  const auto neighbour = add_home(1, 102);
  clock("2022-04-01T10:00");
  const auto id = a_case(home.person, "2022-04-01");
  const auto zone = draw("lockdown", kCompound, {{"case_id", id}});
  ok("casework.name-contact", {{"case_id", id},
                               {"person", neighbour.person},
                               {"kind", "close_contact"},
                               {"last_met", "2022-03-31"}});
  ok("observation.place-all", {{"area", kCommunity}});
  EXPECT_EQ(end(zone).at("conditions").as_array().size(), 3U);
  EXPECT_EQ(end(zone).at("becomes"), "precaution");
  EXPECT_EQ(end(zone).at("may_end"), false);
  auto one = condition(zone, "no_new_case");
  EXPECT_EQ(one.at("holds"), false);
  EXPECT_EQ(one.at("days"), 14);
  EXPECT_EQ(one.at("ids").at(0), json::Value(id));
  EXPECT_EQ(one.at("since"), "2022-04-15");  // if nobody falls ill
  EXPECT_EQ(one.at("rule").at("rule"), "cn-national/2022-03-zones/zone_release/2");
  one = condition(zone, "contacts_done");
  EXPECT_EQ(one.at("holds"), false);
  EXPECT_EQ(one.at("records"), 1);
  EXPECT_EQ(condition(zone, "round_negative").at("holds"), false);
  // The community's page shows the same.
  const auto page = ask("/api/response/situation", {{"area", kCommunity}});
  EXPECT_EQ(page.at("zones").at(0), end(zone));

  // Another case in the zone begins the days anew; one elsewhere does not.
  clock("2022-04-02T10:00");
  const auto second = a_case(neighbour.person, "2022-04-02");
  EXPECT_EQ(condition(zone, "no_new_case").at("since"), "2022-04-16");
  ok("casework.withdraw", {{"id", second}, {"reason", "entered_by_mistake"}});
  EXPECT_EQ(condition(zone, "no_new_case").at("since"), "2022-04-15");

  // What follows the observation is monitoring, and keeps no zone closed.
  clock("2022-04-16T09:00");
  EXPECT_EQ(condition(zone, "no_new_case").at("holds"), true);
  EXPECT_EQ(condition(zone, "contacts_done").at("holds"), true);
  EXPECT_TRUE(release(zone).is_null());
  ok("risk.record-round", {{"area", kCommunity}, {"on", "2022-04-15"}, {"negative", false}});
  EXPECT_EQ(condition(zone, "round_negative").at("holds"), false);
  ok("risk.record-round", {{"area", kCompound}, {"on", "2022-04-15"}, {"negative", true}});
  EXPECT_EQ(condition(zone, "round_negative").at("holds"), true);
  auto proposed = release(zone);
  EXPECT_EQ(proposed.at("becomes"), "precaution");
  EXPECT_EQ(proposed.at("since"), "2022-04-16");
  // Nobody is late for a round that was recorded at nine.
  EXPECT_EQ(proposed.at("waiting_since"), "2022-04-16T09:00:00+08:00");
  EXPECT_EQ(proposed.at("minutes"), 1440);
  EXPECT_EQ(proposed.at("overdue"), false);
  EXPECT_EQ(board().at("releases_waiting"), 1);
  EXPECT_EQ(board().at("releases").at(0).at("zone"), json::Value(zone));
  EXPECT_EQ(figures(kStreet)["response.releases.waiting"], 1);
  EXPECT_EQ(figures(kStreet)["response.releases.overdue"], 0);
  clock("2022-04-17T09:01");
  EXPECT_EQ(release(zone).at("overdue"), true);
  EXPECT_EQ(board().at("releases_overdue"), 1);
  EXPECT_EQ(figures(kStreet)["response.releases.overdue"], 1);

  // Somebody decides that it stays, and says why.
  EXPECT_EQ(refused("response.keep-zone", {{"zone", zone}, {"reason", ""}}), "response.no-reason");
  EXPECT_EQ(refused("response.keep-zone",
                    {{"zone", Ulid::make(Instant{9}).text()}, {"reason", "邻楼有密接待转运"}}),
            "response.no-zone");
  ok("response.keep-zone", {{"zone", zone}, {"reason", "邻楼有密接待转运"}, {"document", "7号"}});
  EXPECT_EQ(release(zone).at("state"), "declined");
  EXPECT_EQ(end(zone).at("kept").at("reason"), "邻楼有密接待转运");
  EXPECT_EQ(board().at("releases_waiting"), 0);
  EXPECT_EQ(figures(kStreet)["response.releases.waiting"], 0);
  EXPECT_EQ(refused("response.keep-zone", {{"zone", zone}, {"reason", "再等"}}),
            "response.no-proposal");
  // The round counts for two days; after that another is needed.
  clock("2022-04-18T09:00");
  EXPECT_EQ(condition(zone, "round_negative").at("holds"), false);
  EXPECT_TRUE(release(zone).is_null());
  ok("risk.record-round", {{"area", kCompound}, {"on", "2022-04-18"}, {"negative", true}});
  EXPECT_EQ(release(zone).at("state"), "waiting");

  ok("zones.lift", {{"zone", zone}, {"reason", "条件均已满足"}});
  EXPECT_TRUE(end(zone).is_null());
  EXPECT_FALSE(end(zone, {{"on", "2022-04-17"}}).is_null());
  EXPECT_EQ(board().at("releases_waiting"), 0);
}

TEST_F(ZoneRelease, APrecautionZoneEndsWithTheLastStricterOneOfItsCounty) {
  use("cn-national", "2020-01-25");
  const auto home = add_home(1, 101);
  clock("2022-04-01T10:00");
  const auto id = a_case(home.person, "2022-04-01");
  const auto lockdown = draw("lockdown", kCompound, {{"case_id", id}});
  const auto precaution = draw("precaution", kCommunity, {{"case_id", id}});
  auto one = condition(precaution, "zones_released");
  EXPECT_EQ(one.at("holds"), false);
  EXPECT_EQ(one.at("ids").at(0), json::Value(lockdown));
  EXPECT_TRUE(release(precaution).is_null());
  clock("2022-04-20T10:00");
  ok("zones.lift", {{"zone", lockdown}, {"reason", "条件均已满足"}});
  clock("2022-04-22T10:00");
  EXPECT_EQ(condition(precaution, "zones_released").at("holds"), true);
  const auto proposed = release(precaution);
  EXPECT_TRUE(without(proposed, "becomes"));
  EXPECT_EQ(proposed.at("since"), "2022-04-20");
  EXPECT_EQ(proposed.at("waiting_since"), "2022-04-20T10:00:00+08:00");
}

TEST_F(ZoneRelease, AHighRiskAreaStepsDownInTwoStepsAndOneDrawnAsMediumInOne) {
  use("cn-national", "2020-01-25");
  const auto home = add_home(1, 101);
  clock("2022-07-01T10:00");
  const auto id = a_case(home.person, "2022-07-01");
  const auto zone = draw("high_risk", kCompound, {{"case_id", id}});
  clock("2022-07-08T10:00");
  EXPECT_EQ(condition(zone, "no_new_case").at("holds"), true);
  EXPECT_TRUE(release(zone).is_null());
  ok("risk.record-round", {{"area", kCompound}, {"negative", true}});
  EXPECT_EQ(release(zone).at("becomes"), "medium_risk");
  ok("zones.change", {{"zone", zone}, {"kind", "medium_risk"}, {"reason", "降为中风险区"}});
  // Three days from then on, and no round.
  EXPECT_EQ(end(zone).at("conditions").as_array().size(), 1U);
  EXPECT_EQ(condition(zone, "no_new_case").at("days"), 3);
  EXPECT_EQ(condition(zone, "no_new_case").at("since"), "2022-07-11");
  clock("2022-07-11T10:00");
  EXPECT_EQ(release(zone).at("becomes"), "low_risk");
  // One that never was high: seven days and a round, from its drawing where nobody in it fell ill.
  ok("organisation.add-area", {{"parent", "532601003005-1"}, {"name", "玉兰苑"}});
  const auto medium = draw("medium_risk", "532601003005-1-2");
  EXPECT_EQ(end(medium).at("conditions").as_array().size(), 2U);
  EXPECT_EQ(condition(medium, "no_new_case").at("since"), "2022-07-18");
}

TEST_F(ZoneRelease, WhatPeopleTellIsConfirmedForTheZoneAndForNoOther) {
  use("shuangtian-2020", "2020-10-01", kStreet);
  use("putian-2021", "2021-01-01");  // says nothing of zones
  const auto home = add_home(1, 101);
  clock("2021-01-10T09:00");
  const auto id = a_case(home.person, "2021-01-10");
  json::Object ground{{"basis", "依据"}, {"issuer", "指挥部"}, {"appeal", "复议"}};
  auto first = ground;
  first["case_id"] = id;
  const auto zone = draw("infected_site", "532601003005-1-1-1", first);
  const auto other = draw("infected_area", kCompound, ground);
  EXPECT_EQ(condition(zone, "disinfected").at("told"), "either");
  EXPECT_EQ(condition(zone, "approval").at("told"), "person");
  EXPECT_EQ(confirm(zone, "approval", {{"document", "1号"}}), "response.not-of-zone");
  const char* building = "532601003005-1-1-1";
  EXPECT_EQ(confirm(zone, "approval", {}, building), "response.no-reason");
  EXPECT_EQ(confirm(zone, "no_new_case", {{"document", "1号"}}, building),
            "response.not-confirmable");
  EXPECT_EQ(confirm(zone, "expert_review", {{"document", "1号"}}, building),
            "response.no-condition");
  clock("2021-01-25T09:00");
  EXPECT_EQ(release(zone).at("to_confirm"), (json::Array{"disinfected", "approval"}));
  EXPECT_EQ(end(zone).at("may_end"), false);
  EXPECT_EQ(confirm(zone, "disinfected", {{"reason", "终末消毒记录在社区"}}, building), "done");
  EXPECT_EQ(confirm(zone, "approval", {{"document", "2号"}, {"holds", false}}, building), "done");
  EXPECT_EQ(condition(zone, "approval").at("holds"), false);
  EXPECT_EQ(confirm(zone, "approval", {{"document", "3号"}}, building), "done");
  EXPECT_EQ(end(zone).at("may_end"), true);
  EXPECT_EQ(condition(other, "approval").at("holds"), false);
  // The measure of the response says it of every zone there.
  ok("response.decide",
     {{"area", kStreet}, {"axis", "risk"}, {"value", "medium"}, {"reason", "1例"}});
  ok("response.report-done",
     {{"area", kStreet}, {"task", "disinfect"}, {"evidence", "记录、照片"}});
  const auto done = condition(other, "disinfected");
  EXPECT_EQ(done.at("holds"), true);
  EXPECT_EQ(done.at("records"), 1);
}

TEST_F(ZoneRelease, TheIndexOfTheMosquitoesIsToldByPeople) {
  use("dengue", "2020-06-01", kCommunity);
  const auto home = add_home(1, 101);
  clock("2020-07-01T09:00");
  const auto id = a_case(home.person, "2020-07-01");
  const auto zone =
      draw("infected_site", kCompound,
           {{"case_id", id}, {"basis", "依据"}, {"issuer", "疾控"}, {"appeal", "复议"}});
  clock("2020-07-25T09:00");
  EXPECT_EQ(condition(zone, "no_new_case").at("holds"), false);
  clock("2020-07-26T09:00");
  EXPECT_EQ(condition(zone, "no_new_case").at("holds"), true);
  EXPECT_EQ(release(zone).at("to_confirm"), json::Array{"vector_index"});
  EXPECT_EQ(confirm(zone, "vector_index", {{"reason", "BI 3"}}), "done");
  EXPECT_EQ(end(zone).at("may_end"), true);
}

TEST_F(ZoneRelease, AVillageBuildingOpensWhenItsCasesAreIsolated) {
  use("henan-village-2020", "2020-12-01", kCommunity);
  const auto home = add_home(1, 101);
  clock("2020-12-02T09:00");
  const auto id = ok("casework.record", {{"area", kCommunity},
                                         {"classification", "confirmed"},
                                         {"reported", "2020-12-02"},
                                         {"person", home.person}})
                      .subject.text();
  const auto zone = draw("closed", kCompound, {{"case_id", id}});
  auto one = condition(zone, "cases_isolated");
  EXPECT_EQ(one.at("holds"), false);
  EXPECT_EQ(one.at("ids").at(0), json::Value(id));
  ok("casework.set-status", {{"id", id}, {"status", "recovered"}, {"on", "2020-12-02"}});
  one = condition(zone, "cases_isolated");
  EXPECT_EQ(one.at("holds"), true);
  EXPECT_EQ(one.at("since"), "2020-12-02");
}

TEST_F(ZoneRelease, WhereNoRuleSaysWhenNothingIsProposed) {
  use("putian-2021", "2021-01-01", kCommunity);
  add_home(1, 101);
  clock("2021-01-10T09:00");
  const auto zone =
      draw("control", kCompound, {{"basis", "依据"}, {"issuer", "指挥部"}, {"appeal", "复议"}});
  EXPECT_TRUE(end(zone).at("conditions").as_array().empty());
  EXPECT_TRUE(release(zone).is_null());
  EXPECT_EQ(refused("response.keep-zone", {{"zone", zone}, {"reason", "再等"}}),
            "response.no-proposal");
}

}  // namespace
}  // namespace fx
