// Cases one by one: recorded, reclassified, excluded, recovered, corrected, withdrawn; figures by
// area and day as known at any moment.
#include <set>

#include "modules/casework/test_support.h"

namespace fx::casework {
namespace {

class CaseworkTest : public CaseOffice {
 protected:
  CaseworkTest() {
    open();
    clock("2020-02-20T09:00:00");
  }
  json::Object body(const char* classification, const char* reported) {
    return {{"area", kCommunity}, {"classification", classification}, {"reported", reported}};
  }
  std::string record(const char* classification, const char* reported) {
    return ok("casework.record", body(classification, reported)).subject.text();
  }
  std::string set(const std::string& id, const char* status, const char* on) {
    return ok("casework.set-status", {{"id", id}, {"status", status}, {"on", on}}).id.text();
  }
  std::int64_t figure(const std::string& id, const std::string& day,
                      std::optional<Instant> known = std::nullopt) {
    auto all = figures(kCommunity, day, known);
    EXPECT_EQ(all.count(id), 1U) << id;
    return all[id];
  }
  std::string household(int grid) {
    return ok("registry.add-household", {{"area", kCommunity},
                                         {"grid", std::to_string(grid)},
                                         {"compound", "桂花苑"},
                                         {"building", std::to_string(grid)},
                                         {"unit", "1"},
                                         {"room", "101"}})
        .subject.text();
  }
};

TEST_F(CaseworkTest, ASuspectedCaseIsConfirmedRecoversAndIsCountedOnEachDay) {
  const auto id = record("suspected", "2020-02-10");
  const auto other = record("suspected", "2020-02-10");
  set(id, "confirmed", "2020-02-12");
  set(other, "excluded", "2020-02-13");
  set(id, "recovered", "2020-02-18");
  EXPECT_EQ(figure("cases.new.suspected", "2020-02-10"), 2);
  EXPECT_EQ(figure("cases.new.confirmed", "2020-02-10"), 0);
  EXPECT_EQ(figure("cases.new.confirmed", "2020-02-12"), 1);
  EXPECT_EQ(figure("cases.total.suspected", "2020-02-11"), 2);
  EXPECT_EQ(figure("cases.total.suspected", "2020-02-12"), 1);
  EXPECT_EQ(figure("cases.total.suspected", "2020-02-13"), 0);
  EXPECT_EQ(figure("cases.excluded.new", "2020-02-13"), 1);
  EXPECT_EQ(figure("cases.total.confirmed", "2020-02-18"), 1);
  EXPECT_EQ(figure("cases.active.confirmed", "2020-02-17"), 1);
  EXPECT_EQ(figure("cases.active.confirmed", "2020-02-18"), 0);
  EXPECT_EQ(figure("cases.recovered.total", "2020-02-18"), 1);
}

TEST_F(CaseworkTest, ACorrectionCountsFromWhenItIsKnown) {
  const auto id = record("confirmed", "2020-02-10");
  const auto died = set(id, "died", "2020-02-15");
  const auto then = clock_.now();
  clock("2020-02-21T09:00:00");
  ok("casework.correct",
     {{"id", id}, {"classification", "asymptomatic"}, {"reported", "2020-02-11"}});
  ok("casework.correct-status", {{"entry", died}});
  EXPECT_EQ(figure("cases.new.confirmed", "2020-02-10"), 0);
  EXPECT_EQ(figure("cases.new.asymptomatic", "2020-02-11"), 1);
  EXPECT_EQ(figure("cases.died.total", "2020-02-20"), 0);
  EXPECT_EQ(figure("cases.new.confirmed", "2020-02-10", then), 1);
  EXPECT_EQ(figure("cases.died.total", "2020-02-20", then), 1);
  // The page of the case tells the whole story.
  const auto one = ask("/api/cases/case/{id}", {{"id", id}});
  EXPECT_EQ(one.at("versions").as_array().size(), 2U);
  EXPECT_EQ(one.at("versions").at(0).at("known_to").as_string(),
            one.at("versions").at(1).at("known_from").as_string());
  EXPECT_EQ(one.at("line").at("status").as_string(), "asymptomatic");
  const auto withdrawn_at = clock_.now();
  clock("2020-02-22T09:00:00");
  ok("casework.withdraw", {{"id", id}, {"reason", "duplicate"}});
  EXPECT_EQ(figure("cases.total.asymptomatic", "2020-02-20"), 0);
  EXPECT_EQ(figure("cases.total.asymptomatic", "2020-02-20", withdrawn_at), 1);
  EXPECT_EQ(ask("/api/cases", {{"area", kCommunity}}).at("total").as_int64(), 0);
  EXPECT_EQ(ask("/api/cases/case/{id}", {{"id", id}}).at("versions").as_array().size(), 2U);
}

TEST_F(CaseworkTest, ACaseCountsWhereThePersonLives) {
  const auto home = household(2);
  const auto person =
      ok("registry.add-person", {{"household", home}, {"name", "王一"}}).subject.text();
  auto given = body("confirmed", "2020-02-10");
  given["person"] = person;
  given["places"] =
      json::Array{json::Object{{"role", "work"}, {"text", "新平卫生院"}},
                  json::Object{{"role", "stay"}, {"area", std::string(kCommunity) + "-2-1"}}};
  const auto id = ok("casework.record", given).subject.text();
  const std::string grid = std::string(kCommunity) + "-2";
  EXPECT_EQ(figures(grid, "2020-02-10")["cases.new.confirmed"], 1);
  EXPECT_EQ(figures(std::string(kCommunity) + "-1", "2020-02-10")["cases.new.confirmed"], 0);
  const auto one = ask("/api/cases/case/{id}", {{"id", id}});
  EXPECT_EQ(one.at("line").at("facts").at("places").at(0).at("kind").as_string(), "medical");
  EXPECT_EQ(one.at("places").at(0).at("text").as_string(), "新平卫生院");
  EXPECT_EQ(count("select count(*) from journal_entry where payload like '%卫生院%'"), 0);
  // The building is given to another grid: the case goes with it.
  const auto moved =
      host_->act(access::Actor::system(), Ulid::make(clock_.now()), "",
                 [&](host::CommandContext& context) -> Result<host::Done> {
                   context.append({{}, kCommunity},
                                  area::AreaMoved{grid + "-1", std::string(kCommunity) + "-7-1"});
                   return host::Done{};
                 });
  ASSERT_TRUE(moved);
  EXPECT_EQ(figures(grid, "2020-02-10")["cases.new.confirmed"], 0);
  EXPECT_EQ(figures(std::string(kCommunity) + "-7", "2020-02-10")["cases.new.confirmed"], 1);
}

TEST_F(CaseworkTest, RefusesByName) {
  EXPECT_EQ(refused("casework.record", body("confirmed", "2020-02-21")), "casework.future");
  auto far = body("confirmed", "2020-02-10");
  far["onset"] = "2018-02-10";
  EXPECT_EQ(refused("casework.record", far), "casework.implausible-day");
  auto old = body("confirmed", "2020-02-10");
  old["age"] = 131;
  EXPECT_EQ(refused("casework.record", old), "casework.bad-age");
  auto nowhere = body("confirmed", "2020-02-10");
  nowhere["places"] = json::Array{json::Object{{"role", "work"}, {"area", "532601003005-99"}}};
  EXPECT_EQ(refused("casework.record", nowhere), "casework.no-place");
  auto elsewhere = body("confirmed", "2020-02-10");
  elsewhere["places"] = json::Array{json::Object{{"role", "residence"}, {"area", "120101"}}};
  EXPECT_EQ(refused("casework.record", elsewhere), "casework.elsewhere");
  auto nobody = body("confirmed", "2020-02-10");
  nobody["person"] = Ulid::make(clock_.now()).text();
  EXPECT_EQ(refused("casework.record", nobody), "casework.no-person");
  auto linked = body("confirmed", "2020-02-10");
  linked["links"] = json::Array{json::Object{{"with", Ulid::make(clock_.now()).text()}}};
  EXPECT_EQ(refused("casework.record", linked), "casework.no-linked-case");
  auto many = body("confirmed", "2020-02-10");
  json::Array places;
  for (int i = 0; i < 13; ++i) places.push_back(json::Object{{"role", "stay"}, {"text", "x"}});
  many["places"] = places;
  EXPECT_EQ(refused("casework.record", many), "casework.too-many");

  const auto person =
      ok("registry.add-person", {{"household", household(1)}, {"name", "王一"}}).subject.text();
  auto given = body("suspected", "2020-02-10");
  given["person"] = person;
  given["number"] = "A1";
  const auto id = ok("casework.record", given).subject.text();
  EXPECT_EQ(refused("casework.record", given), "casework.person-has-case");
  auto number = body("suspected", "2020-02-10");
  number["number"] = "A1";
  EXPECT_EQ(refused("casework.record", number), "casework.number-taken");
  const auto status = [&](const char* what, const char* on) {
    return refused("casework.set-status", {{"id", id}, {"status", what}, {"on", on}});
  };
  EXPECT_EQ(status("confirmed", "2020-02-09"), "casework.before-report");
  EXPECT_EQ(status("confirmed", "2020-02-21"), "casework.future");
  const auto died = set(id, "died", "2020-02-15");
  EXPECT_EQ(status("recovered", "2020-02-16"), "casework.closed");
  EXPECT_EQ(status("confirmed", "2020-02-12"), "done");  // that was before
  ok("casework.correct-status", {{"entry", died}, {"status", "recovered"}});
  EXPECT_EQ(refused("casework.correct-status", {{"entry", died}}), "casework.already-corrected");
  EXPECT_EQ(refused("casework.correct-status", {{"entry", id}}), "casework.no-status");
  const auto nothing = Ulid::make(clock_.now()).text();
  EXPECT_EQ(refused("casework.withdraw", {{"id", nothing}, {"reason", "duplicate"}}),
            "casework.no-case");
  // A second infection after the first is over is a case of its own.
  EXPECT_EQ(refused("casework.record",
                    [&] {
                      auto again = body("confirmed", "2020-02-18");
                      again["person"] = person;
                      return again;
                    }()),
            "done");
}

TEST_F(CaseworkTest, WhoMayRecordAndWhoSeesWhom) {
  const auto person =
      ok("registry.add-person", {{"household", household(1)}, {"name", "王小明"}}).subject.text();
  auto given = body("confirmed", "2020-02-10");
  given["person"] = person;
  given["number"] = "A1";
  ok("casework.record", given);
  const auto as = [](access::Role role, const char* area) {
    return access::Actor{Ulid::make(Instant{1}), {{role, area}}};
  };
  const auto other = body("confirmed", "2020-02-11");
  EXPECT_EQ(refused("casework.record", other, as(access::Role::grid_worker, kCommunity)),
            "access.not-allowed");
  EXPECT_EQ(refused("casework.record", other, as(access::Role::community_clerk, "532601003006")),
            "access.not-allowed");
  EXPECT_EQ(refused("casework.record", other, as(access::Role::community_clerk, kCommunity)),
            "done");
  const auto seen = [&](access::Role role) {
    const auto answer = ask("/api/cases", {{"area", kCommunity}}, as(role, kCommunity));
    if (answer.as_object().contains("refused"))
      return std::string(answer.at("refused").as_string());
    const auto& line = answer.at("items").at(1);
    return std::string(line.at("person").at("name").as_string()) + " " +
           std::string(line.at("number").as_string());
  };
  EXPECT_EQ(seen(access::Role::doctor), "王小明 A1");
  EXPECT_EQ(seen(access::Role::township_office).substr(0, 3), "王");
  EXPECT_EQ(seen(access::Role::township_office).find("小明"), std::string::npos);
  EXPECT_EQ(seen(access::Role::township_office).find("A1"), std::string::npos);
  EXPECT_EQ(seen(access::Role::command), "access.not-allowed");
}

TEST_F(CaseworkTest, AHistoryReadAtOnceSaysTheSameAsOneByOne) {
  household(1);
  household(2);
  const std::string first = std::string(kCommunity) + "-1";
  const std::string second = std::string(kCommunity) + "-2";
  const auto living = [&](const std::string& area) {
    return json::Array{json::Object{{"role", "residence"}, {"area", area}},
                       json::Object{{"role", "work"}, {"text", "某厂"}}};
  };
  std::vector<std::string> cases;
  for (int i = 0; i < 6; ++i) {
    auto given = body(i % 2 == 0 ? "suspected" : "confirmed", i < 3 ? "2020-02-10" : "2020-02-12");
    given["places"] = living(i < 4 ? first : second);
    cases.push_back(ok("casework.record", given).subject.text());
    later();
  }
  set(cases[0], "confirmed", "2020-02-11");
  later();
  const auto wrong = set(cases[2], "excluded", "2020-02-12");
  later();
  ok("casework.correct-status", {{"entry", wrong}});
  later();
  // Corrected, the case is counted somewhere else.
  auto moved = body("confirmed", "2020-02-13");
  moved.erase("area");
  moved["id"] = cases[1];
  moved["places"] = living(second);
  ok("casework.correct", moved);
  later();
  ok("casework.withdraw", {{"id", cases[3]}, {"reason", "duplicate"}});
  later();
  read([&](store::Session& db) {
    const auto history = cases_->history(db, kCommunity);
    const auto changes = cases_->changes(db, kCommunity);
    ASSERT_GE(changes.size(), 10U);
    for (const auto& area : {std::string(kCommunity), first, second}) {
      EXPECT_EQ(history.changes(area), cases_->changes(db, area)) << area;
      for (const auto change : changes) {
        for (const auto known : {Instant{change.millis - 1}, change}) {
          const auto one = cases_->of_area(db, area, known);
          const auto all = history.of_area(area, known);
          ASSERT_EQ(one.size(), all.size()) << area;
          std::set<std::string> places;
          for (std::size_t i = 0; i < one.size(); ++i) {
            EXPECT_EQ(one[i].id, all[i].id);
            EXPECT_EQ(one[i].area, all[i].area);
            EXPECT_EQ(json::text(one[i].facts), json::text(all[i].facts));
            ASSERT_EQ(one[i].statuses.size(), all[i].statuses.size());
            for (std::size_t k = 0; k < one[i].statuses.size(); ++k) {
              EXPECT_EQ(one[i].statuses[k].day, all[i].statuses[k].day);
              EXPECT_EQ(one[i].statuses[k].status, all[i].statuses[k].status);
            }
            places.insert(one[i].area);
          }
          const auto listed = history.places(area, known);
          EXPECT_EQ(std::set<std::string>(listed.begin(), listed.end()), places);
        }
      }
    }
    EXPECT_EQ(cases_->first_reported(db, kCommunity, clock_.now()), parse_day("2020-02-10"));
    EXPECT_EQ(cases_->first_reported(db, "53", Instant{0}), std::nullopt);
  });
}

TEST_F(CaseworkTest, WhoeverMetACaseWaitsForADecisionUntilItIsNone) {
  const auto home = household(1);
  const auto add = [&](const char* name) {
    return ok("registry.add-person", {{"household", home}, {"name", name}}).subject.text();
  };
  const auto sick = add("王一");
  const auto met = add("王二");
  auto given = body("suspected", "2020-02-15");
  given["person"] = sick;
  const auto id = ok("casework.record", given).subject.text();
  const auto waits = [&](const std::string& person, const char* on = "2020-02-20") {
    return read([&](store::Session& db) -> std::string {
      const auto frame = host::Frame::make(kCommunity, *parse_day(on), clock_.now());
      const auto one = exposed_->latest_of(db, *Ulid::parse(person), frame);
      std::string all;
      exposed_->each(db, frame, [&](const returnees::Arrival& arrival) {
        if (arrival.person.text() != person) return;
        all = arrival.exposure + " " + iso(arrival.arrived) + " " + arrival.origin;
      });
      EXPECT_EQ(one.has_value(), !all.empty());
      return all;
    });
  };
  const auto name = [&](json::Object more) {
    more["case_id"] = id;
    if (!more.contains("person")) more["person"] = met;
    if (!more.contains("kind")) more["kind"] = "close_contact";
    return send("casework.name-contact", std::move(more));
  };
  const auto code = [&](json::Object more) {
    auto answer = name(std::move(more));
    return answer ? "done" : std::string(answer.error().code());
  };
  EXPECT_EQ(waits(met), "");
  EXPECT_EQ(code({{"last_met", "2020-02-21"}}), "casework.future");
  EXPECT_EQ(code({{"last_met", "2018-02-20"}}), "casework.implausible-day");
  EXPECT_EQ(code({{"person", sick}}), "casework.own-case");
  EXPECT_EQ(code({{"person", Ulid::make(Instant{7}).text()}}), "casework.no-person");
  EXPECT_EQ(refused("casework.name-contact",
                    {{"case_id", met}, {"person", met}, {"kind", "close_contact"}}),
            "casework.no-case");
  const auto first = name({{"last_met", "2020-02-14"}, {"setting", "household"}});
  ASSERT_TRUE(first);
  EXPECT_EQ(waits(met), "close_contact 2020-02-14 532601");
  EXPECT_EQ(waits(met, "2020-02-13"), "");
  later();
  // The same again is nothing new; said otherwise it takes the place of what was said.
  EXPECT_EQ(name({{"last_met", "2020-02-14"}, {"setting", "household"}})->entries, 0);
  const auto second = name({{"last_met", "2020-02-15"}, {"kind", "secondary_contact"}});
  ASSERT_TRUE(second);
  EXPECT_EQ(second->subject, first->subject);
  EXPECT_EQ(waits(met), "secondary_contact 2020-02-15 532601");
  const auto page = ask("/api/cases/case/{id}", {{"id", id}});
  EXPECT_EQ(page.at("contacts_total"), 1);
  EXPECT_EQ(page.at("contacts").at(0).at("person").at("person"), json::Value(met));
  EXPECT_EQ(page.at("contacts").at(0).at("kind"), "secondary_contact");
  later();
  // What was a suspicion only exposed nobody.
  const auto excluded = set(id, "excluded", "2020-02-17");
  EXPECT_EQ(waits(met), "");
  EXPECT_EQ(waits(met, "2020-02-16"), "secondary_contact 2020-02-15 532601");
  later();
  ok("casework.correct-status", {{"entry", excluded}});
  EXPECT_EQ(waits(met), "secondary_contact 2020-02-15 532601");
  ok("casework.withdraw-contact", {{"contact", first->subject.text()}});
  EXPECT_EQ(waits(met), "");
  EXPECT_EQ(refused("casework.withdraw-contact", {{"contact", first->subject.text()}}),
            "casework.no-contact");
}

}  // namespace
}  // namespace fx::casework
