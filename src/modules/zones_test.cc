// Zones through the whole program: drawn, changed, lifted, taken back; who is inside; what is
// proposed for a case.
#include "modules/zones/zones.h"

#include <random>

#include "geo/geojson.h"
#include "geo/geometry.h"
#include "geo/plane.h"
#include "modules/office.h"
#include "modules/outlines/outlines.h"

namespace fx {
namespace {

constexpr const char* kGround = "《传染病防治法》第四十二条";

class Zones : public testing::Office {
 protected:
  const zones::Zones& ours() const {
    for (const auto& one : modules_) {
      if (one->name() == "zones") return dynamic_cast<const zones::Zones&>(*one);
    }
    throw std::logic_error("no such module");
  }
  // Members that have no value are left out of answers.
  static bool without(const json::Value& answer, std::string_view member) {
    return !answer.as_object().contains(member);
  }
  static std::string at(const std::string& below) { return std::string(kCommunity) + below; }

  // A dwelling of 滨河花园 in grid 1, building and room as given, with people of these ages.
  std::vector<std::string> home(int building, int room, const std::vector<std::string>& births) {
    const auto household = ok("registry.add-household", {{"area", kCommunity},
                                                         {"grid", "1"},
                                                         {"compound", "滨河花园"},
                                                         {"building", std::to_string(building)},
                                                         {"unit", "1"},
                                                         {"room", std::to_string(room)}});
    std::vector<std::string> out;
    for (const auto& birth : births) {
      json::Object body{{"household", household.subject.text()},
                        {"name", "王" + std::to_string(++people_)}};
      if (birth == "pregnant") {
        body["flags"] = json::Array{"pregnant"};
      } else if (!birth.empty()) {
        body["id_number"] = id_number(birth);
      }
      out.push_back(ok("registry.add-person", std::move(body)).subject.text());
    }
    return out;
  }
  std::string id_number(const std::string& birth) {
    static constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    auto text = "532601" + birth + std::to_string(100 + people_);
    int sum = 0;
    for (int i = 0; i < 17; ++i) sum += (text[static_cast<std::size_t>(i)] - '0') * kWeights[i];
    return text + "10X98765432"[sum % 11];
  }
  json::Object drawing(const std::string& kind, const std::vector<std::string>& areas) {
    json::Array list;
    for (const auto& area : areas) list.emplace_back(area);
    return {{"kind", kind},
            {"areas", list},
            {"reason", "发现1例确诊病例"},
            {"document", "文指发〔2020〕3号"},
            {"basis", kGround},
            {"issuer", "文山市应对疫情工作指挥部"},
            {"appeal", "向文山市人民政府申请行政复议"},
            {"longest_days", 28}};
  }
  std::string draw(const std::string& kind, const std::vector<std::string>& areas) {
    return ok("zones.draw", drawing(kind, areas)).subject.text();
  }
  json::Value one(const std::string& zone, host::RawParams more = {}) {
    more.emplace_back("zone", zone);
    return ask("/api/zones/zone/{zone}", more);
  }
  json::Value zones(host::RawParams more = {}) {
    more.emplace_back("area", kCommunity);
    return ask("/api/zones", more);
  }
  std::string kind_of(const std::string& area, std::optional<Instant> moment = std::nullopt,
                      std::optional<Instant> known = std::nullopt) {
    const auto list = ask("/api/zones", {{"area", area},
                                         {"on", iso(day_of(moment.value_or(clock_.now())))},
                                         {"as_of", iso(known.value_or(clock_.now()))}});
    for (const auto& zone : list.at("zones").as_array()) {
      if (!without(list, "ruling") && zone.at("zone") == list.at("ruling"))
        return std::string(zone.at("kind").as_string());
    }
    return "";
  }

  int people_ = 0;
};

TEST_F(Zones, AZoneShowsAllThatIsInsideAtOnce) {
  home(1, 101, {"19350101", "19500601", "19900101"});
  home(1, 102, {"20190801", "pregnant"});
  const auto away = home(1, 201, {"19880808"});
  home(2, 101, {"19700101"});
  ok("returnees.add", {{"person", away[0]}, {"origin", "湖北武汉"}, {"arrived", "2020-02-08"}});
  ok("observation.place-all", {{"area", kCommunity}});
  const auto zone = draw("lockdown", {at("-1-1-1")});
  const auto answer = one(zone);
  const auto& line = answer.at("zone");
  EXPECT_EQ(line.at("kind_name"), "封控区");
  EXPECT_EQ(line.at("state"), "in_force");
  EXPECT_EQ(line.at("households"), 3);
  EXPECT_EQ(line.at("people"), 6);
  EXPECT_EQ(line.at("areas").at(0).at("name"), "滨河花园 1栋");
  EXPECT_EQ(line.at("ground").at("basis"), kGround);
  EXPECT_EQ(line.at("longest_last"), "2020-03-08");
  EXPECT_EQ(line.at("reason"), "发现1例确诊病例");
  EXPECT_EQ(answer.at("vulnerable"), 4);
  std::map<std::string, std::int64_t> categories;
  for (const auto& c : answer.at("categories").as_array()) {
    categories[std::string(c.at("id").as_string())] = c.at("people").as_int64();
  }
  EXPECT_EQ(categories, (std::map<std::string, std::int64_t>{
                            {"aged_80", 1}, {"aged_65", 1}, {"infant", 1}, {"pregnant", 1}}));
  EXPECT_EQ(answer.at("observed"), 1);
  EXPECT_EQ(answer.at("observed_people").at(0).at("person").at("person"), json::Value(away[0]));
  EXPECT_EQ(answer.at("buildings").as_array().size(), 1U);
  const auto people = ask("/api/zones/zone/{zone}/people", {{"zone", zone}, {"limit", "4"}});
  EXPECT_EQ(people.at("total"), 6);
  EXPECT_EQ(people.at("people").as_array().size(), 4U);
  const auto rest = ask("/api/zones/zone/{zone}/people",
                        {{"zone", zone}, {"after", std::string(people.at("next").as_string())}});
  EXPECT_EQ(rest.at("people").as_array().size(), 2U);
  EXPECT_TRUE(without(rest, "next"));
  EXPECT_EQ(
      ask("/api/zones/zone/{zone}/people", {{"zone", zone}, {"category", "aged_80"}}).at("total"),
      1);
  const auto houses = ask("/api/zones/zone/{zone}/households", {{"zone", zone}});
  EXPECT_EQ(houses.at("total"), 3);
  EXPECT_EQ(houses.at("households").at(0).at("vulnerable"), 2);

  // Nobody but those who see records is shown people; figures are for all who see figures.
  const access::Actor command{Ulid::make(Instant{1}), {{access::Role::command, "5326"}}};
  auto cut = host_->ask(command, route("/api/zones/zone/{zone}"), {{"zone", zone}}, Language::kZh);
  ASSERT_TRUE(cut);
  EXPECT_EQ(json::parse(*cut)->at("vulnerable"), 4);
  EXPECT_TRUE(json::parse(*cut)->at("vulnerable_people").as_array().empty());
  EXPECT_FALSE(
      host_->ask(command, route("/api/zones/zone/{zone}/people"), {{"zone", zone}}, Language::kZh));
}

TEST_F(Zones, WhereZonesCoverOnePlaceTheStricterRulesAndTheMilderComesBack) {
  home(1, 101, {""});
  home(2, 101, {"", ""});
  const auto precaution = draw("precaution", {kCommunity});
  draw("control", {at("-1-1")});
  const auto lockdown = draw("lockdown", {at("-1-1-1")});
  EXPECT_EQ(kind_of(at("-1-1-1-1-101")), "lockdown");
  EXPECT_EQ(kind_of(at("-1-1-2")), "control");
  EXPECT_EQ(kind_of(kCommunity), "precaution");
  auto figures = this->figures(kCommunity);
  EXPECT_EQ(figures["zones.people.lockdown"], 1);
  EXPECT_EQ(figures["zones.people.control"], 2);
  EXPECT_EQ(figures["zones.people.precaution"], 0);
  EXPECT_EQ(figures["zones.households.control"], 1);
  EXPECT_EQ(figures["zones.in_force.precaution"], 1);
  EXPECT_EQ(one(precaution).at("in_stricter_zones"), 3);
  // Seen from a building, the zone around it is in force there too.
  EXPECT_EQ(this->figures(at("-1-1-2"))["zones.in_force.precaution"], 1);
  EXPECT_EQ(this->figures(at("-1-1-2"))["zones.people.control"], 2);
  clock("2020-02-20T09:00");
  ok("zones.lift", {{"zone", lockdown}, {"reason", "14天无新增"}, {"document", "3号"}});
  EXPECT_EQ(kind_of(at("-1-1-1-1-101")), "control");
  EXPECT_EQ(zones({{"state", "lifted"}}).at("total"), 1);
  EXPECT_EQ(zones().at("total"), 2);
}

TEST_F(Zones, TwoOfOneKindInOnePlaceAreRefused) {
  home(1, 101, {""});
  home(2, 101, {""});
  const auto zone = draw("control", {at("-1-1-1")});
  EXPECT_EQ(refused("zones.draw", drawing("control", {at("-1-1")})), "zones.overlap");
  EXPECT_EQ(refused("zones.draw", drawing("control", {at("-1-1-1-1-101")})), "zones.overlap");
  const auto other = draw("control", {at("-1-1-2")});
  EXPECT_EQ(refused("zones.change",
                    {{"zone", other}, {"add", json::Array{at("-1-1-1")}}, {"reason", "扩大"}}),
            "zones.overlap");
  // Lifted, it is free; and the lifting cannot be undone any more once another has it.
  clock("2020-02-11T09:00");
  ok("zones.lift", {{"zone", zone}, {"reason", "解除"}});
  ok("zones.change", {{"zone", other}, {"add", json::Array{at("-1-1-1")}}, {"reason", "扩大"}});
  EXPECT_EQ(refused("zones.undo", {{"zone", zone}}), "zones.overlap");
  EXPECT_EQ(refused("zones.change", {{"zone", zone}, {"kind", "lockdown"}, {"reason", "升级"}}),
            "zones.lifted");
}

TEST_F(Zones, AChangeKeepsWhatWasAndATakenBackOneIsRemembered) {
  home(1, 101, {""});
  home(2, 101, {""});
  const auto zone = draw("control", {at("-1-1-1")});
  clock("2020-02-12T10:00");
  auto body = drawing("lockdown", {});
  ok("zones.change", {{"zone", zone},
                      {"at", "2020-02-12T00:00:00+08:00"},
                      {"kind", "lockdown"},
                      {"add", json::Array{at("-1-1-2")}},
                      {"basis", body["basis"]},
                      {"issuer", body["issuer"]},
                      {"appeal", body["appeal"]},
                      {"reason", "新增1例"}});
  const auto then = clock_.now();
  EXPECT_EQ(kind_of(at("-1-1-2")), "lockdown");
  EXPECT_EQ(kind_of(at("-1-1-1"), *parse_instant("2020-02-11T12:00:00+08:00")), "control");
  EXPECT_EQ(kind_of(at("-1-1-2"), *parse_instant("2020-02-11T12:00:00+08:00")), "");
  EXPECT_EQ(refused("zones.lift",
                    {{"zone", zone}, {"at", "2020-02-11T00:00:00+08:00"}, {"reason", "早了"}}),
            "zones.before-last");
  clock("2020-02-13T10:00");
  ok("zones.undo", {{"zone", zone}});
  EXPECT_EQ(kind_of(at("-1-1-2")), "");
  EXPECT_EQ(kind_of(at("-1-1-1")), "control");
  // What was believed then is still to be seen.
  EXPECT_EQ(kind_of(at("-1-1-2"), then, then), "lockdown");
  const auto history = one(zone).at("history");
  ASSERT_EQ(history.as_array().size(), 2U);
  EXPECT_EQ(history.at(1).at("what"), "changed");
  EXPECT_FALSE(without(history.at(1), "undone"));
  ok("zones.undo", {{"zone", zone}});
  EXPECT_EQ(zones().at("total"), 0);
  EXPECT_EQ(one(zone).at("refused"), "zones.no-zone");
  EXPECT_EQ(refused("zones.undo", {{"zone", zone}}), "zones.no-zone");
}

TEST_F(Zones, AnnouncedItIsNotYetInForce) {
  home(1, 101, {""});
  auto body = drawing("lockdown", {at("-1-1-1")});
  body["from"] = "2020-02-11T00:00:00+08:00";
  const auto zone = ok("zones.draw", body).subject.text();
  EXPECT_EQ(kind_of(at("-1-1-1")), "");
  EXPECT_EQ(one(zone).at("zone").at("state"), "coming");
  EXPECT_EQ(one(zone).at("zone").at("people"), 1);
  EXPECT_EQ(figures(kCommunity)["zones.in_force.lockdown"], 0);
  clock("2020-02-11T00:00");
  EXPECT_EQ(kind_of(at("-1-1-1")), "lockdown");
  clock("2020-03-20T00:00");
  EXPECT_EQ(one(zone).at("zone").at("past_longest"), true);
  body["from"] = "2021-02-11T00:00:00+08:00";
  EXPECT_EQ(refused("zones.draw", body), "zones.too-far-ahead");
}

TEST_F(Zones, ARestrictionNeedsItsGroundFromThePackOrFromWhoeverDrawsIt) {
  home(1, 101, {""});
  auto body = drawing("lockdown", {at("-1-1-1")});
  body.erase("appeal");
  EXPECT_EQ(refused("zones.draw", body), "zones.no-ground");
  body.erase("basis");
  body.erase("issuer");
  body.erase("longest_days");
  clock("2022-04-01T09:00");
  ok("rules.use", {{"area", "53"}, {"pack", "cn-national"}, {"from", "2022-03-25"}});
  const auto zone = ok("zones.draw", body).subject.text();
  const auto line = one(zone).at("zone");
  EXPECT_EQ(line.at("rule"), "cn-national/2022-03-zones/zones/2");
  EXPECT_FALSE(line.at("ground").at("appeal").as_string().empty());
  EXPECT_EQ(line.at("last"), "2022-04-14");
  EXPECT_EQ(line.at("longest_last"), "2022-04-28");
}

TEST_F(Zones, RefusalsSayWhatIsWrong) {
  home(1, 101, {""});
  EXPECT_EQ(refused("zones.draw", drawing("control", {})), "zones.no-areas");
  EXPECT_EQ(refused("zones.draw", drawing("control", {"999999"})), "host.no-such-area");
  auto body = drawing("control", {at("-1-1-1")});
  body["case_id"] = Ulid::make(Instant{5}).text();
  EXPECT_EQ(refused("zones.draw", body), "zones.no-case");
  body = drawing("control", {at("-1-1-1")});
  body["reason"] = " ";
  EXPECT_EQ(refused("zones.draw", body), "zones.no-reason");
  std::string text;
  for (int i = 0; i < 201; ++i) text += "长";
  body["reason"] = text;
  EXPECT_EQ(refused("zones.draw", body), "zones.text-too-long");
  const auto zone = draw("control", {at("-1-1-1")});
  EXPECT_EQ(refused("zones.change", {{"zone", zone}, {"reason", "无"}}), "zones.no-change");
  EXPECT_EQ(refused("zones.change",
                    {{"zone", zone}, {"remove", json::Array{at("-1-1-1")}}, {"reason", "无"}}),
            "zones.nothing-left");
  EXPECT_EQ(refused("zones.change",
                    {{"zone", zone}, {"remove", json::Array{at("-1-1-1-1")}}, {"reason", "无"}}),
            "zones.not-inside");
  EXPECT_EQ(refused("zones.lift", {{"zone", Ulid::make(Instant{5}).text()}, {"reason", "无"}}),
            "zones.no-zone");
}

TEST_F(Zones, OnlyInsideTheIssuersAuthority) {
  home(1, 101, {""});
  ok("organisation.add-area", {{"code", "532601003099"}, {"name", "邻近社区"}});
  const auto send_as = [&](access::Role role, const char* where, std::vector<std::string> areas) {
    host::Envelope envelope;
    envelope.id = Ulid::make(clock_.now());
    envelope.command = "zones.draw";
    envelope.body = drawing("precaution", areas);
    auto answer = host_->execute({Ulid::make(Instant{7}), {{role, where}}}, std::move(envelope));
    return answer ? std::string("done") : std::string(answer.error().code());
  };
  using access::Role;
  EXPECT_EQ(send_as(Role::township_office, "532601004", {kCommunity}), "access.not-allowed");
  EXPECT_EQ(send_as(Role::community_director, kCommunity, {kCommunity}), "access.not-allowed");
  // Two communities: whoever draws must have what holds both.
  EXPECT_EQ(send_as(Role::command, kCommunity, {kCommunity, "532601003099"}), "access.not-allowed");
  EXPECT_EQ(send_as(Role::township_office, "532601003", {kCommunity, "532601003099"}), "done");
}

TEST_F(Zones, AMovedBuildingTakesItsZoneAlong) {
  home(1, 101, {""});
  ok("organisation.add-area", {{"parent", kCommunity}, {"name", "第2网格"}});
  const auto zone = draw("lockdown", {at("-1-1-1")});
  const auto moved = ok("organisation.move-area", {{"code", at("-1-1")}, {"parent", at("-2")}});
  const auto line = one(zone).at("zone");
  EXPECT_TRUE(line.at("areas").at(0).at("area").as_string().starts_with(at("-2-")));
  EXPECT_EQ(line.at("people"), 1);
}

// --- what is proposed ----------------------------------------------------------------------------

TEST_F(Zones, WithoutRulesTheBuildingItsNeighboursAndTheRestAreProposed) {
  const auto people = home(1, 101, {""});
  home(2, 101, {"", ""});
  home(3, 101, {""});
  const auto id = ok("casework.record", {{"area", kCommunity},
                                         {"classification", "confirmed"},
                                         {"person", people[0]},
                                         {"reported", "2020-02-09"}})
                      .subject.text();
  const auto proposal = ask("/api/zones/proposal/{case_id}", {{"case_id", id}});
  const auto& zones = proposal.at("zones").as_array();
  ASSERT_EQ(zones.size(), 3U);
  EXPECT_EQ(zones[0].at("kind"), "lockdown");
  EXPECT_EQ(zones[0].at("areas").at(0).at("area"), json::Value(at("-1-1-1")));
  EXPECT_EQ(zones[1].at("kind"), "control");
  ASSERT_EQ(zones[1].at("areas").as_array().size(), 2U);
  EXPECT_EQ(zones[1].at("areas").at(0).at("people"), 2);
  EXPECT_EQ(zones[2].at("areas").at(0).at("area"), kCommunity);
  EXPECT_TRUE(without(zones[0], "rule"));
  auto body = drawing("lockdown", {at("-1-1-1")});
  body["case_id"] = id;
  const auto zone = ok("zones.draw", body).subject.text();
  EXPECT_EQ(ask("/api/zones/proposal/{case_id}", {{"case_id", id}})
                .at("zones")
                .at(0)
                .at("areas")
                .at(0)
                .at("zone"),
            json::Value(zone));
}

TEST_F(Zones, WhoSeesNoRecordsIsToldTheBuildingOfTheCaseAndNotTheDoor) {
  const auto people = home(1, 101, {""});
  const auto id = ok("casework.record", {{"area", kCommunity},
                                         {"classification", "confirmed"},
                                         {"person", people[0]},
                                         {"reported", "2020-02-09"}})
                      .subject.text();
  const auto as = [&](access::Role role) {
    const access::Actor actor{Ulid::make(Instant{1}), {{role, "5326"}}};
    const auto answer =
        host_->ask(actor, route("/api/zones/proposal/{case_id}"), {{"case_id", id}}, Language::kZh);
    return answer ? json::parse(*answer)->at("area") : json::Value(nullptr);
  };
  EXPECT_EQ(as(access::Role::command), json::Value(at("-1-1-1")));
  EXPECT_EQ(as(access::Role::township_office), json::Value(at("-1-1-1-1-101")));
}

TEST_F(Zones, TheRulesInForceSayWhatIsProposed) {
  const auto people = home(1, 101, {""});
  home(2, 101, {""});
  clock("2022-04-01T09:00");
  ok("rules.use", {{"area", "53"}, {"pack", "cn-national"}, {"from", "2022-03-25"}});
  const auto id = ok("casework.record", {{"area", kCommunity},
                                         {"classification", "asymptomatic"},
                                         {"person", people[0]},
                                         {"reported", "2022-03-31"}})
                      .subject.text();
  const auto zones = ask("/api/zones/proposal/{case_id}", {{"case_id", id}}).at("zones");
  ASSERT_EQ(zones.as_array().size(), 3U);
  EXPECT_EQ(zones.at(0).at("kind"), "lockdown");
  EXPECT_EQ(zones.at(0).at("unit"), "compound");
  EXPECT_EQ(zones.at(0).at("areas").at(0).at("area"), json::Value(at("-1-1")));
  EXPECT_EQ(zones.at(0).at("rule").at("rule"), "cn-national/2022-03-zones/zones/2");
  EXPECT_EQ(zones.at(0).at("days"), 14);
  EXPECT_EQ(zones.at(2).at("kind"), "precaution");
  EXPECT_EQ(zones.at(2).at("areas").at(0).at("area"), "532601");
}

// --- where they lie ------------------------------------------------------------------------------

class ZonesOnMap : public Zones {
 protected:
  static geo::Shape block(double x, double y, double width, double height) {
    const geo::Plane plane({1'042'500'000, 233'700'000});
    geo::Ring ring;
    for (const auto& corner : {geo::Metres{x, y}, geo::Metres{x + width, y},
                               geo::Metres{x + width, y + height}, geo::Metres{x, y + height}}) {
      geo::add(ring, plane.back(corner));
    }
    return geo::tidied({{}, {{ring}}});
  }
  void outline(const std::string& area, const geo::Shape& shape) {
    pass(1000);
    ok("outlines.draw", {{"area", area}, {"shape", *json::parse(json::text(shape))}});
  }
  std::string site(const std::string& kind, const std::string& name, const std::string& area,
                   std::optional<std::pair<double, double>> where = {}) {
    pass(1000);
    json::Object body{{"kind", kind}, {"name", name}, {"area", area}};
    if (where) {
      const auto point =
          geo::Plane({1'042'500'000, 233'700'000}).back({where->first, where->second});
      body["shape"] = *json::parse(json::text(geo::Shape::of(point)));
    }
    return ok("sites.add", std::move(body)).subject.text();
  }
  static std::vector<std::string> names(const json::Value& list) {
    std::vector<std::string> out;
    for (const auto& one : list.as_array()) out.emplace_back(one.at("name").as_string());
    return out;
  }
  using Names = std::vector<std::string>;
  // Of areas: what follows the community's code.
  static Names areas(const json::Value& list) {
    Names out;
    for (const auto& one : list.as_array()) {
      out.emplace_back(std::string(one.at("area").as_string()).substr(at("").size()));
    }
    return out;
  }
  std::string a_case(const std::string& person) {
    return ok("casework.record", {{"area", kCommunity},
                                  {"classification", "confirmed"},
                                  {"person", person},
                                  {"reported", "2020-02-09"}})
        .subject.text();
  }
};

TEST_F(ZonesOnMap, AZoneListsTheGatesAndInstitutionsInsideAndClosesNone) {
  home(1, 101, {""});
  home(2, 101, {""});
  const auto gate = site("compound_gate", "南门", at("-1-1"));
  site("drug_store", "福源大药房", at("-1-1-1"));
  site("shop", "鑫源商店", at("-1-1-2"));
  site("school", "里布嘎小学", kCommunity);
  const auto compound = draw("control", {at("-1-1")});
  auto inside = one(compound);
  EXPECT_EQ(names(inside.at("sites")), (Names{"南门", "福源大药房", "鑫源商店"}));
  EXPECT_EQ(inside.at("gates"), 1);
  EXPECT_EQ(inside.at("institutions"), 2);
  EXPECT_EQ(inside.at("site_kinds").at(0).at("kind"), "compound_gate");
  EXPECT_EQ(inside.at("site_kinds").at(0).at("open"), 1);
  // A stricter zone takes what is in it.
  const auto building = draw("lockdown", {at("-1-1-1")});
  EXPECT_EQ(names(one(building).at("sites")), Names{"福源大药房"});
  EXPECT_EQ(names(one(compound).at("sites")), (Names{"南门", "鑫源商店"}));
  // Closing one is another's decision, and shows.
  EXPECT_EQ(ask("/api/sites/site/{site}", {{"site", gate}}).at("site").at("state"), "open");
  pass(1000);
  ok("sites.close", {{"site", gate}});
  EXPECT_EQ(one(compound).at("sites").at(0).at("state"), "closed");
  EXPECT_EQ(one(compound).at("site_kinds").at(0).at("open"), 0);
  pass(1000);
  ok("zones.lift", {{"zone", building}, {"reason", "解除"}});
  EXPECT_EQ(one(building).at("gates").as_int64() + one(building).at("institutions").as_int64(), 0);
  EXPECT_EQ(one(compound).at("institutions"), 2);
}

TEST_F(ZonesOnMap, WhatIsRecordedLessCloselyIsInsideByItsPlace) {
  home(1, 101, {""});
  home(2, 101, {""});
  outline(at("-1-1-1"), block(0, 0, 60, 14));
  site("shop", "一栋楼下", at("-1-1"), {{30, 7}});
  site("shop", "二栋楼下", at("-1-1"), {{30, 47}});
  site("shop", "别处", kCommunity, {{30, 8}});
  // Its code tells it, whatever its point says.
  site("shop", "记在二栋", at("-1-1-2"), {{30, 6}});
  const auto building = draw("lockdown", {at("-1-1-1")});
  const auto inside = one(building).at("sites");
  EXPECT_EQ(names(inside), (Names{"别处", "一栋楼下"}));
  EXPECT_EQ(inside.at(0).at("by_outline"), true);
  const auto compound = draw("control", {at("-1-1")});
  EXPECT_EQ(names(one(compound).at("sites")), (Names{"二栋楼下", "记在二栋"}));
}

TEST_F(ZonesOnMap, TheMapPaintsWhatHasAnOutlineAndNamesWhatHasNone) {
  for (int b = 1; b <= 3; ++b) home(b, 101, {""});
  const auto lockdown = draw("lockdown", {at("-1-1-1"), at("-1-1-3")});
  const auto control = draw("control", {at("-1-1")});
  const auto map = [&](host::RawParams params) {
    const bool one = params.at(0).first == "zone";
    return ask(one ? "/api/zones/zone/{zone}/map" : "/api/zones/map", params);
  };
  const auto of = [](const json::Value& answer, const char* kind) {
    for (const auto& zone : answer.at("zones").as_array()) {
      if (zone.at("kind") == kind) return zone;
    }
    return json::Value();
  };
  // Nothing has an outline: the names are there.
  auto answer = map({{"zone", lockdown}});
  EXPECT_EQ(answer.at("map").at("areas").as_array().size(), 0U);
  EXPECT_EQ(of(answer, "lockdown").at("parts").at(0).at("from"), "nothing");
  EXPECT_EQ(areas(of(answer, "lockdown").at("parts")), (Names{"-1-1-1", "-1-1-3"}));
  // Some have: a mixed state says which do not.
  outline(kCommunity, block(-300, -300, 900, 900));
  outline(at("-1-1-1"), block(0, 0, 60, 14));
  outline(at("-1-1-2"), block(0, 40, 60, 14));
  answer = map({{"zone", lockdown}});
  EXPECT_EQ(answer.at("map").at("area"), kCommunity);
  EXPECT_EQ(of(answer, "lockdown").at("asked"), true);
  EXPECT_EQ(of(answer, "control").at("asked"), false);
  EXPECT_EQ(of(answer, "lockdown").at("parts").at(0).at("from"), "own");
  EXPECT_EQ(of(answer, "lockdown").at("parts").at(1).at("from"), "nothing");
  EXPECT_EQ(of(answer, "control").at("parts").at(0).at("from"), "parts");
  EXPECT_EQ(areas(of(answer, "control").at("parts").at(0).at("missing")), Names{"-1-1-3"});
  EXPECT_EQ(answer.at("zones").at(0).at("kind"), "control") << "the mildest is painted first";
  // Of an area all that are in force; as known then, none.
  EXPECT_EQ(map({{"area", kCommunity}}).at("zones").as_array().size(), 2U);
  EXPECT_EQ(map({{"area", kCommunity}, {"as_of", "2020-02-10T08:59:00+08:00"}})
                .at("zones")
                .as_array()
                .size(),
            0U);
  EXPECT_EQ(map({{"area", "999999"}}).at("refused"), "host.no-such-area");
  EXPECT_EQ(map({{"zone", Ulid::make(Instant{5}).text()}}).at("refused"), "zones.no-zone");
  // A lifted one still shows where it was.
  pass(1000);
  ok("zones.lift", {{"zone", control}, {"reason", "解除"}});
  EXPECT_EQ(of(map({{"zone", control}}), "control").at("state"), "lifted");
  EXPECT_EQ(map({{"area", kCommunity}}).at("zones").as_array().size(), 1U);
}

TEST_F(ZonesOnMap, AZonesOutlineGoesToOtherSystemsAsGeoJson) {
  home(1, 101, {""});
  home(2, 101, {""});
  outline(at("-1-1-1"), block(0, 0, 60, 14));
  outline(at("-1-1-2"), block(60, 0, 60, 14));
  const auto gate = site("compound_gate", "南门", at("-1-1-2"), {{70, 5}});
  const auto zone = draw("lockdown", {at("-1-1-1"), at("-1-1-2")});
  const auto made = file("/api/zones/zone/{zone}/outline.geojson", {{"zone", zone}});
  EXPECT_EQ(made.name, "zone-lockdown-2020-02-10.geojson");
  const auto read = geo::read_geojson(made.bytes);
  ASSERT_TRUE(read);
  ASSERT_EQ(read->features.size(), 4U);
  EXPECT_EQ(read->features[0].property("zone"), zone);
  EXPECT_EQ(read->features[0].property("kind"), "lockdown");
  EXPECT_EQ(read->features[0].shape.polygons.size(), 1U) << "two neighbours are one";
  EXPECT_NEAR(geo::area(read->features[0].shape), 2 * 840, 2);
  EXPECT_EQ(read->features[1].property("code"), at("-1-1-1"));
  EXPECT_EQ(read->features[1].shape, block(0, 0, 60, 14));
  EXPECT_EQ(read->features[3].property("site"), gate);
}

TEST_F(ZonesOnMap, NextToTheCaseIsWhatLiesNearWhereThereAreOutlines) {
  const auto people = home(1, 101, {""});
  for (int b = 2; b <= 4; ++b) home(b, 101, {""});
  ok("organisation.add-area", {{"code", at("-1-2")}, {"name", "石榴园"}});
  ok("organisation.add-area", {{"code", at("-1-2-9")}, {"name", "9栋"}});
  const auto id = a_case(people[0]);
  const auto control = [&](host::RawParams more = {}) {
    more.emplace_back("case_id", id);
    const auto zones = ask("/api/zones/proposal/{case_id}", more).at("zones");
    for (const auto& zone : zones.as_array()) {
      if (zone.at("kind") == "control") return zone;
    }
    return json::Value(json::Object{{"areas", json::Array()}});
  };
  // Without outlines: the others of the compound.
  auto zone = control();
  EXPECT_EQ(areas(zone.at("areas")), (Names{"-1-1-2", "-1-1-3", "-1-1-4"}));
  EXPECT_EQ(zone.at("adjacency").at("by"), "parent");
  EXPECT_TRUE(without(zone.at("adjacency"), "metres"));
  // With them: by distance, over the compound's border, those without one taken in.
  outline(at("-1-1-1"), block(0, 0, 60, 14));
  outline(at("-1-1-2"), block(0, 39, 60, 14));
  outline(at("-1-1-3"), block(0, 200, 60, 14));
  outline(at("-1-2-9"), block(90, 0, 60, 14));
  zone = control();
  EXPECT_EQ(areas(zone.at("areas")), (Names{"-1-1-2", "-1-1-4", "-1-2-9"}));
  EXPECT_EQ(zone.at("adjacency").at("by"), "both");
  EXPECT_EQ(zone.at("adjacency").at("metres"), 50);
  EXPECT_EQ(zone.at("adjacency").at("metres_by"), "default");
  EXPECT_EQ(zone.at("adjacency").at("without_outline"), 1);
  outline(at("-1-1-4"), block(0, 400, 60, 14));
  EXPECT_EQ(areas(control().at("areas")), (Names{"-1-1-2", "-1-2-9"}));
  EXPECT_EQ(control().at("adjacency").at("by"), "outlines");
  // Whoever draws it may say how near.
  EXPECT_EQ(areas(control({{"metres", "26"}}).at("areas")), Names{"-1-1-2"});
  EXPECT_EQ(control({{"metres", "26"}}).at("adjacency").at("metres_by"), "asked");
  EXPECT_EQ(control({{"metres", "5"}}).at("areas").as_array().size(), 0U);
  // The map of the proposal has the same areas.
  const auto map = ask("/api/zones/proposal/{case_id}/map", {{"case_id", id}, {"metres", "26"}});
  Names painted;
  for (const auto& one : map.at("zones").as_array()) {
    EXPECT_TRUE(without(one, "zone"));
    if (one.at("kind") == "control") painted = areas(one.at("parts"));
  }
  EXPECT_EQ(painted, Names{"-1-1-2"});
}

TEST_F(ZonesOnMap, TheRulesMaySayHowNear) {
  const auto people = home(1, 101, {""});
  for (const char* code : {"532601003097", "532601003098", "532601003099"}) {
    ok("organisation.add-area", {{"code", code}, {"name", std::string("社区") + (code + 9)}});
  }
  ok("rules.use", {{"area", kCommunity}, {"pack", "dengue"}, {"from", "2020-02-01"}});
  const auto id = a_case(people[0]);
  outline(kCommunity, block(0, 0, 500, 500));
  outline("532601003097", block(650, 0, 500, 500));   // 150 m east
  outline("532601003098", block(0, 800, 500, 500));   // 300 m north
  outline("532601003099", block(-900, 0, 300, 300));  // 600 m west
  const auto zones = ask("/api/zones/proposal/{case_id}", {{"case_id", id}}).at("zones");
  const auto& warning = zones.as_array().back();
  EXPECT_EQ(warning.at("kind"), "infected_area");
  EXPECT_EQ(warning.at("adjacency").at("metres"), 200);
  EXPECT_EQ(warning.at("adjacency").at("metres_by"), "rule");
  ASSERT_EQ(warning.at("areas").as_array().size(), 1U);
  EXPECT_EQ(warning.at("areas").at(0).at("area"), "532601003097");
}

TEST_F(ZonesOnMap, WhatLiesBeyondOnesAreaIsCountedAndNotTold) {
  const auto people = home(1, 101, {""});
  ok("organisation.add-area", {{"code", "532601003099"}, {"name", "邻近社区"}});
  for (const char* code : {"532601003099-1", "532601003099-1-1", "532601003099-1-1-1"}) {
    ok("organisation.add-area", {{"code", code}, {"name", "1"}});
  }
  const auto id = a_case(people[0]);
  outline(at("-1-1-1"), block(0, 0, 60, 14));
  outline("532601003099-1-1-1", block(0, 39, 60, 14));
  const auto as = [&](const char* area) {
    const access::Actor actor{Ulid::make(Instant{1}), {{access::Role::township_office, area}}};
    const auto zones = ask("/api/zones/proposal/{case_id}", {{"case_id", id}}, actor).at("zones");
    return zones.at(1);
  };
  EXPECT_EQ(as(kCommunity).at("areas").as_array().size(), 0U);
  EXPECT_EQ(as(kCommunity).at("adjacency").at("beyond"), 1);
  EXPECT_EQ(as("532601003").at("areas").as_array().size(), 1U);
  EXPECT_EQ(as("532601003").at("adjacency").at("beyond"), 0);
}

// --- any commands in any order -------------------------------------------------------------------

// Plays commands against a model: a list of zones, each a list of things that happened.
TEST_F(Zones, AnyCommandsInAnyOrderGiveWhatAPlainModelGives) {
  for (int b = 1; b <= 3; ++b) home(b, 101, {""});
  const std::vector<std::string> places{kCommunity, at("-1-1"), at("-1-1-1"), at("-1-1-2"),
                                        at("-1-1-3")};
  const std::vector<std::string> kinds{"lockdown", "control", "precaution"};
  struct State {
    std::string kind;
    std::set<std::string> areas;  // none: lifted
  };
  std::map<std::string, std::vector<State>> model;  // the last of each is what it is now
  std::mt19937 random(20200210);
  const auto pick = [&](std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
  };
  const auto related = [](const std::string& a, const std::string& b) {
    return area::contains(a, b) || area::contains(b, a);
  };
  const auto clashes = [&](const std::string& zone, const State& next) {
    for (const auto& [id, states] : model) {
      if (id == zone || states.empty() || states.back().kind != next.kind) continue;
      for (const auto& a : states.back().areas) {
        for (const auto& b : next.areas) {
          if (related(a, b)) return true;
        }
      }
    }
    return false;
  };
  const auto cut = [&](std::set<std::string> areas) {
    std::set<std::string> out;
    for (const auto& a : areas) {
      bool inside = false;
      for (const auto& b : areas) inside = inside || (a != b && area::contains(b, a));
      if (!inside) out.insert(a);
    }
    return out;
  };
  int done = 0;
  for (int step = 0; step < 250; ++step) {
    clock_.set(Instant{clock_.now().millis + 60'000});
    const auto what = pick(8);
    std::string zone;
    if (!model.empty())
      zone = std::next(model.begin(), static_cast<long>(pick(model.size())))->first;
    if (what < 2 || zone.empty()) {
      const State next{kinds[pick(3)], cut({places[pick(5)], places[pick(5)]})};
      const auto answer =
          send("zones.draw", drawing(next.kind, {next.areas.begin(), next.areas.end()}));
      ASSERT_EQ(answer.has_value(), !clashes("", next));
      if (answer) model[answer->subject.text()] = {next};
    } else if (what < 5) {
      auto& states = model[zone];
      auto body = drawing(kinds[pick(3)], {});
      body.erase("areas");
      body["zone"] = zone;
      State next = states.empty() ? State{} : states.back();
      bool valid = !next.areas.empty();
      next.kind = std::string(body["kind"].as_string());
      const auto add = places[pick(5)];
      body["add"] = json::Array{add};
      if (!next.areas.empty() && pick(2) == 0) {
        const auto out = *next.areas.begin();
        body["remove"] = json::Array{out};
        next.areas.erase(out);
      }
      next.areas.insert(add);
      next.areas = cut(next.areas);
      valid = valid && !clashes(zone, next) &&
              (next.kind != states.back().kind || next.areas != states.back().areas);
      const auto answer = send("zones.change", body);
      ASSERT_EQ(answer.has_value(), valid)
          << (answer ? std::string("done") : answer.error().message(Language::kEn));
      if (answer) states.push_back(next);
    } else if (what == 5) {
      auto& states = model[zone];
      const bool valid = !states.empty() && !states.back().areas.empty();
      ASSERT_EQ(send("zones.lift", {{"zone", zone}, {"reason", "解除"}}).has_value(), valid);
      if (valid) states.push_back({states.back().kind, {}});
    } else {
      auto& states = model[zone];
      bool valid = !states.empty();
      if (states.size() > 1) valid = !clashes(zone, states[states.size() - 2]);
      ASSERT_EQ(send("zones.undo", {{"zone", zone}}).has_value(), valid);
      if (valid) states.pop_back();
    }
    ++done;
    for (const auto& place : places) {
      std::string strictest;
      for (const auto& kind : kinds) {
        for (const auto& [id, states] : model) {
          if (!strictest.empty() || states.empty() || states.back().kind != kind) continue;
          for (const auto& a : states.back().areas) {
            if (area::contains(a, place)) strictest = kind;
          }
        }
      }
      const auto ruling = database_.read([&](store::Session& db) {
        return ours().zone_of(db, place, clock_.now(), clock_.now());
      });
      ASSERT_EQ(ruling ? std::string(json::enum_name(ruling->kind)) : "", strictest)
          << place << " after step " << step;
    }
  }
  EXPECT_EQ(done, 250);
}

}  // namespace
}  // namespace fx
