// Weeks of a community's observation, lived day by day through commands; the figures of each
// evening as they were known then and as they are known later.
#include "modules/observation/ledger.h"
#include "modules/observation/state.h"
#include "modules/observation/world.h"
#include "print/signature.h"
#include "sheet/reader.h"

namespace fx::observation {
namespace {

class Life : public testing::World {};

constexpr const char* kZhejiang = "330100";
constexpr const char* kHubei = "420100";
constexpr const char* kKunming = "530100";
constexpr const char* kOwnCity = "532622";

TEST_F(Life, PlacementFollowsTheRuleInForce) {
  const auto home = come(kZhejiang, "2020-02-09");
  const auto central = come(kHubei, "2020-02-09");
  const auto self = come(kKunming, "2020-02-09");
  const auto none = come(kOwnCity, "2020-02-09");
  const auto unknown = come("", "2020-02-09");
  const auto long_ago = come(kZhejiang, "2020-01-20");
  const auto later = come(kZhejiang, "2020-02-12");

  const auto waiting =
      ask("/api/observation/waiting", {{"area", testing::kCommunity}, {"on", "2020-02-10"}});
  EXPECT_EQ(waiting.at("summary").at("waiting").as_int64(), 6);
  EXPECT_EQ(figure("observation.waiting"), 6);
  const auto answer = ok("observation.place-all", {{"area", testing::kCommunity}});
  EXPECT_EQ(answer.entries, 5);
  EXPECT_EQ(answer.result, waiting.at("summary"));  // the dry run says what will be done
  EXPECT_EQ(answer.result.at("ordered").as_int64(), 3);
  EXPECT_EQ(answer.result.at("no_measure").as_int64(), 1);
  EXPECT_EQ(answer.result.at("period_passed").as_int64(), 1);
  EXPECT_EQ(answer.result.at("left_to_people").as_int64(), 1);

  for (const char* measure : {"home", "centralised", "self_monitoring"}) {
    EXPECT_EQ(figure("observation.in_force.{}.people", measure), 1) << measure;
    EXPECT_EQ(figure("observation.in_force.{}.households", measure), 1) << measure;
    EXPECT_EQ(figure("observation.new.{}", measure), 1) << measure;
  }
  EXPECT_EQ(figure("observation.in_force.{}.people"), 3);
  EXPECT_EQ(figure("observation.waiting"), 1);

  EXPECT_EQ(line(home).at("first").as_string(), "2020-02-10");  // the day after the arrival
  EXPECT_EQ(line(home).at("last").as_string(), "2020-02-23");
  EXPECT_EQ(line(home).at("state").as_string(), "issued");
  EXPECT_EQ(line(none).at("state").as_string(), "none");
  EXPECT_EQ(line(long_ago).at("person_class").as_string(), "other_province");
  EXPECT_EQ(line(long_ago).at("measure").as_string(), "none");
  EXPECT_TRUE(order_of(unknown).is_nil());
  EXPECT_TRUE(order_of(later).is_nil());
  (void)central;
  (void)self;

  // Nobody is placed twice, also not for an earlier day.
  EXPECT_EQ(ok("observation.place-all", {{"area", testing::kCommunity}}).entries, 0);
  EXPECT_EQ(
      ok("observation.place-all", {{"area", testing::kCommunity}, {"on", "2020-02-09"}}).entries,
      0);
  sound();
}

TEST_F(Life, APersonDecidesWhereTheRuleDoesNot) {
  const auto person = come("", "2020-02-09", true);
  const json::Object body{{"source_id", arrivals_.all[0].id.text()}, {"person", person.text()}};
  auto with = [&](json::Object more) {
    json::Object out = body;
    for (const auto& item : more) out[item.key()] = item.value();
    return out;
  };
  EXPECT_EQ(refused("observation.place-one", body), "observation.needs-decision");
  EXPECT_EQ(refused("observation.place-one", with({{"measure", "test_only"}})),
            "observation.measure-not-allowed");
  EXPECT_EQ(refused("observation.place-one", with({{"measure", "home"}})),
            "observation.no-legal-ground");
  EXPECT_EQ(refused("observation.place-one", with({{"measure", "self_monitoring"}})),
            "observation.reason-needed");
  EXPECT_EQ(refused("observation.place-one", with({{"on", "2020-02-11"}})),
            "observation.future-day");
  const auto placed = come(kZhejiang, "2020-02-09");
  const json::Object other{{"source_id", arrivals_.all[1].id.text()},
                           {"person", placed.text()},
                           {"measure", "centralised"},
                           {"reason", "unfit_for_home"}};
  ok("observation.place-one", other);
  EXPECT_EQ(line(placed).at("measure").as_string(), "centralised");
  const auto page = ask("/api/observation/orders/{order}", {{"order", order_of(placed).text()}});
  EXPECT_EQ(page.at("rule_measure").as_string(), "home");
  EXPECT_EQ(page.at("override_reason").as_string(), "unfit_for_home");
  EXPECT_EQ(page.at("legal").at("longest_last").as_string(), "2020-03-08");
  EXPECT_EQ(refused("observation.place-one", other), "observation.not-waiting");
  sound();
}

TEST_F(Life, WithoutAPackNobodyIsPlacedAndTheListSaysWhy) {
  arrivals_.all.clear();
  come(kZhejiang, "2019-12-20");
  const auto answer =
      ok("observation.place-all", {{"area", testing::kCommunity}, {"on", "2019-12-25"}});
  EXPECT_EQ(answer.result.at("not_decided").as_int64(), 1);
  EXPECT_EQ(answer.result.at("problems").at(0).at("code").as_string(), "observation.no-pack");
}

TEST_F(Life, FourteenDaysAtHome) {
  const auto person = come(kZhejiang, "2020-02-09");
  const auto area = arrivals_.all[0].area;
  place_all("2020-02-10");
  const auto order = order_of(person);
  const json::Object that{{"order", order.text()}};
  ok("observation.serve", that);
  EXPECT_EQ(refused("observation.serve", that), "observation.already-served");
  EXPECT_EQ(state(person), "in_force");
  const auto seen = [&](const char* id, std::string_view day, Instant known) {
    return figure(id, {}, *parse_day(day), known, area);
  };

  clock("2020-02-10T18:05");
  measure(person, "2020-02-10");
  EXPECT_EQ(figure("readings.due"), 2);
  EXPECT_EQ(figure("readings.done"), 2);

  // Typed wrongly: 37.5 instead of 36.5. It opens an escalation; corrected the next morning.
  clock("2020-02-11T18:00");
  ok("monitoring.record", {{"person", person.text()}, {"tenths", 365}}, at("2020-02-11T08:30"));
  const auto wrong =
      ok("monitoring.record", {{"person", person.text()}, {"tenths", 375}}, at("2020-02-11T17:00"));
  EXPECT_TRUE(wrong.result.as_object().contains("escalation"));
  clock("2020-02-11T18:30");
  EXPECT_EQ(figure("escalations.open"), 1);
  const Instant cutoff = clock_.now();
  clock("2020-02-12T08:00");
  EXPECT_EQ(refused("observation.release", that), "observation.escalation-open");
  const auto reading = wrong.subject;
  ok("monitoring.correct", {{"reading", reading.text()}, {"tenths", 365}});
  EXPECT_EQ(refused("monitoring.correct", {{"reading", reading.text()}, {"tenths", 366}}),
            "monitoring.no-such-reading");
  EXPECT_EQ(seen("escalations.open", "2020-02-11", cutoff), 1);
  EXPECT_EQ(seen("escalations.open", "2020-02-11", clock_.now()), 0);
  EXPECT_EQ(seen("escalations.opened_today", "2020-02-11", cutoff), 1);
  EXPECT_EQ(seen("escalations.opened_today", "2020-02-11", clock_.now()), 0);

  clock("2020-02-12T18:00");
  measure(person, "2020-02-12");

  // The evening reading is taken late, and known only the next day.
  clock("2020-02-13T09:00");
  ok("monitoring.record", {{"person", person.text()}, {"tenths", 364}});
  clock("2020-02-13T12:00");
  EXPECT_EQ(figure("readings.due"), 1);  // the window of the evening has not begun
  clock("2020-02-13T14:00");
  EXPECT_EQ(figure("readings.due"), 2);
  EXPECT_EQ(figure("readings.missed"), 0);
  clock("2020-02-13T18:30");
  const Instant evening = clock_.now();
  EXPECT_EQ(figure("readings.missed"), 1);
  clock("2020-02-14T08:30");
  ok("monitoring.record", {{"person", person.text()}, {"tenths", 366}}, at("2020-02-13T19:30"));
  ok("monitoring.record", {{"person", person.text()}, {"tenths", 366}});
  EXPECT_EQ(seen("readings.missed", "2020-02-13", evening), 1);
  EXPECT_EQ(seen("readings.done", "2020-02-13", evening), 1);
  EXPECT_EQ(seen("readings.late", "2020-02-13", evening), 0);
  EXPECT_EQ(seen("readings.missed", "2020-02-13", clock_.now()), 0);
  EXPECT_EQ(seen("readings.done", "2020-02-13", clock_.now()), 2);
  EXPECT_EQ(seen("readings.late", "2020-02-13", clock_.now()), 1);

  for (const char* day : {"2020-02-15", "2020-02-16", "2020-02-17", "2020-02-18", "2020-02-19"}) {
    clock(std::string(day) + "T18:00");
    measure(person, day);
  }

  // A fever, with its clock.
  clock("2020-02-20T08:30");
  const auto fever =
      ok("monitoring.record",
         {{"person", person.text()}, {"tenths", 379}, {"symptoms", json::Array{"dry_cough"}}});
  const std::string escalation(fever.result.at("escalation").as_string());
  const auto step = [&](const char* name) {
    return json::Object{{"escalation", escalation}, {"step", name}};
  };
  EXPECT_EQ(refused("monitoring.escalation-step", step("arrived")), "monitoring.step-order");
  clock("2020-02-20T08:50");
  ok("monitoring.escalation-step", step("reported"));
  EXPECT_EQ(refused("monitoring.escalation-step", step("reported")), "monitoring.step-done");
  EXPECT_EQ(figure("escalations.overdue_steps"), 0);
  clock("2020-02-20T09:31");
  EXPECT_EQ(figure("escalations.overdue_steps"), 1);
  ok("monitoring.record", {{"person", person.text()}, {"tenths", 380}});
  EXPECT_EQ(figure("escalations.opened_today"), 1);  // one open escalation a person
  EXPECT_EQ(refused("monitoring.escalation-step", step("transport"), at("2020-02-20T08:40")),
            "monitoring.step-time");
  ok("monitoring.escalation-step", step("transport"));
  ok("monitoring.escalation-step", step("arrived"));
  EXPECT_EQ(refused("monitoring.escalation-step", step("result")), "monitoring.outcome-needed");
  auto result = step("result");
  result["outcome"] = "admitted";
  clock("2020-02-20T16:00");
  ok("monitoring.escalation-step", result);
  EXPECT_EQ(state(person), "hospital");
  EXPECT_EQ(figure("observation.in_force.{}.people"), 0);
  EXPECT_EQ(figure("readings.due"), 1);  // the evening's reading is the hospital's
  EXPECT_EQ(refused("monitoring.record", {{"person", person.text()}, {"tenths", 365}},
                    at("2020-02-20T16:00")),
            "done");  // until midnight the day is one of observation
  ok("monitoring.escalation-step", step("closed"));
  EXPECT_EQ(refused("monitoring.escalation-step", step("closed")), "monitoring.escalation-closed");
  EXPECT_EQ(figure("escalations.open"), 0);
  clock("2020-02-21T10:00");
  EXPECT_EQ(refused("monitoring.record", {{"person", person.text()}, {"tenths", 365}}),
            "monitoring.not-observed");
  EXPECT_EQ(refused("observation.release", that), "observation.wrong-state");
  clock("2020-02-22T11:00");
  ok("observation.resume", that);
  EXPECT_EQ(figure("observation.in_force.{}.people", "home"), 1);

  // Extended, because of the fever.
  EXPECT_EQ(refused("observation.extend", {{"order", order.text()}, {"last", "2020-02-23"}}),
            "observation.not-longer");
  EXPECT_EQ(refused("observation.extend", {{"order", order.text()}, {"last", "2020-03-09"}}),
            "observation.beyond-longest");
  ok("observation.extend", {{"order", order.text()}, {"last", "2020-02-25"}, {"reason", "fever"}});
  for (const char* day : {"2020-02-23", "2020-02-24"}) {
    clock(std::string(day) + "T18:00");
    measure(person, day);
  }
  clock("2020-02-25T18:00");
  ok("monitoring.record", {{"person", person.text()}, {"tenths", 365}}, at("2020-02-25T08:30"));
  const auto early = refusal("observation.release", that);
  EXPECT_EQ(early.code(), "observation.too-early");
  EXPECT_EQ(early.message(Language::kEn), "the observation runs until the end of 2020-02-25");

  // Over: it does not bind any more, and somebody must decide.
  clock("2020-02-26T08:00");
  EXPECT_EQ(state(person), "awaiting_decision");
  EXPECT_EQ(figure("observation.in_force.{}.people"), 0);
  EXPECT_EQ(figure("observation.awaiting_decision"), 1);
  EXPECT_EQ(figure("readings.due"), 0);
  const auto missing = refusal("observation.release", that);
  EXPECT_EQ(missing.code(), "observation.readings-missing");
  EXPECT_EQ(missing.params[2].second, "1");
  ok("monitoring.record",
     {{"person", person.text()}, {"tenths", 365}, {"day", "2020-02-25"}, {"slot", "evening"}});
  ok("observation.release", that);
  EXPECT_EQ(state(person), "released");
  EXPECT_EQ(figure("observation.released"), 1);
  EXPECT_EQ(figure("observation.released_today"), 1);
  EXPECT_EQ(figure("observation.awaiting_decision"), 0);
  EXPECT_EQ(figure_of("observation.awaiting_decision", "2020-02-26", at("2020-02-26T07:59")), 1);
  EXPECT_EQ(figure_of("observation.released", "2020-02-25", clock_.now()), 0);
  EXPECT_EQ(figure_of("observation.in_force.{}.people", "2020-02-25", clock_.now(), "home"), 1);

  // Released by mistake: taken back, and every figure with it, but not what was known at the time.
  const Instant before = clock_.now();
  clock("2020-02-26T09:00");
  ok("observation.undo", that);
  EXPECT_EQ(state(person), "awaiting_decision");
  EXPECT_EQ(figure("observation.released"), 0);
  EXPECT_EQ(figure_of("observation.released", "2020-02-26", before), 1);
  ok("observation.release", that);
  sound();
}

TEST_F(Life, TwoStagesWithTestsAndApproval) {
  const auto person = come(kHubei, "2020-02-09");
  place_all("2020-02-10");
  const auto order = order_of(person);
  const json::Object that{{"order", order.text()}};
  EXPECT_EQ(line(person).at("measure").as_string(), "centralised");
  EXPECT_EQ(line(person).at("tests_due").as_array().size(), 1U);
  EXPECT_EQ(refused("observation.begin-stage", that), "observation.stage-too-early");
  clock("2020-02-24T09:00");
  EXPECT_EQ(refused("observation.release", that), "observation.stage-remains");
  ok("observation.begin-stage", that);
  EXPECT_EQ(refused("observation.begin-stage", that), "observation.no-next-stage");
  EXPECT_EQ(figure("observation.in_force.{}.people", "home_monitoring"), 1);
  EXPECT_EQ(line(person).at("last").as_string(), "2020-03-01");

  clock("2020-03-02T09:00");
  const auto test = refusal("observation.release", that);
  EXPECT_EQ(test.code(), "observation.test-missing");
  EXPECT_EQ(test.message(Language::kEn), "the test of day 1 (2020-02-10) is missing");
  const auto record = [&](const char* day, const char* result) {
    return json::Object{{"order", order.text()}, {"sampled", day}, {"result", result}};
  };
  EXPECT_EQ(refused("observation.record-test", record("2020-02-01", "negative")),
            "observation.test-day");
  ok("observation.record-test", record("2020-02-10", "negative"));
  EXPECT_EQ(ok("observation.record-test", record("2020-02-10", "negative")).entries, 0);
  EXPECT_EQ(refusal("observation.release", that).message(Language::kEn),
            "the test of day 14 (2020-02-23) is missing");
  const auto positive = ok("observation.record-test", record("2020-02-23", "positive"));
  ok("observation.record-test", record("2020-02-25", "negative"));
  EXPECT_EQ(refused("observation.release", that), "observation.test-positive");
  const auto tests = ask("/api/observation/orders/{order}", {{"order", order.text()}}).at("tests");
  auto corrected = record("2020-02-23", "negative");
  corrected["corrects"] = tests.at(1).at("entry");
  ok("observation.record-test", corrected);
  EXPECT_EQ(refused("observation.record-test", corrected), "observation.no-such-test");
  (void)positive;

  EXPECT_EQ(refused("observation.release", that), "observation.readings-missing");
  for (const char* day : {"2020-02-28", "2020-02-29", "2020-03-01"}) {
    for (const char* slot : {"morning", "evening"}) {
      const bool cough =
          std::string_view(day) == "2020-02-29" && std::string_view(slot) == "evening";
      json::Array symptoms;
      if (cough) symptoms.emplace_back("dry_cough");
      ok("monitoring.record", {{"person", person.text()},
                               {"tenths", 366},
                               {"day", day},
                               {"slot", slot},
                               {"symptoms", std::move(symptoms)}});
    }
  }
  EXPECT_EQ(refused("observation.release", that), "observation.escalation-open");
  const auto open = ask("/api/monitoring/escalations", {{"area", testing::kCommunity}});
  EXPECT_EQ(open.at("total").as_int64(), 1);
  ok("monitoring.escalation-step", {{"escalation", open.at("escalations").at(0).at("escalation")},
                                    {"step", "closed"},
                                    {"outcome", "measured_again"}});
  EXPECT_EQ(refused("observation.release", that), "observation.recent-symptoms");
  const auto readings = ask("/api/people/{person}/readings", {{"person", person.text()}});
  for (const auto& r : readings.at("readings").as_array()) {
    if (!r.at("symptoms").as_string().empty()) {
      ok("monitoring.correct", {{"reading", r.at("reading")}, {"tenths", 374}});
    }
  }
  EXPECT_EQ(refused("observation.release", that), "observation.escalation-open");
  const auto again = ask("/api/monitoring/escalations", {{"area", testing::kCommunity}});
  ok("monitoring.escalation-step", {{"escalation", again.at("escalations").at(0).at("escalation")},
                                    {"step", "closed"},
                                    {"outcome", "measured_again"}});
  EXPECT_EQ(refused("observation.release", that), "observation.recent-fever");
  const auto later = ask("/api/people/{person}/readings", {{"person", person.text()}});
  for (const auto& r : later.at("readings").as_array()) {
    if (r.at("tenths").as_int64() == 374) {
      ok("monitoring.correct", {{"reading", r.at("reading")}, {"tenths", 365}});
    }
  }
  EXPECT_EQ(refused("observation.release", that), "observation.checkup-missing");
  ok("observation.check-up", {{"order", order.text()}, {"clean", false}});
  EXPECT_EQ(refused("observation.release", that), "observation.checkup-missing");
  ok("observation.check-up", {{"order", order.text()}, {"clean", true}});
  EXPECT_EQ(refused("observation.release", that), "observation.approval-missing");
  EXPECT_EQ(refused("observation.approve", {{"order", order.text()}, {"role", "doctor"}}),
            "observation.unknown-role");
  const auto approval = [&] {
    return ask("/api/observation/orders/{order}", {{"order", order.text()}}).at("approvals").at(0);
  };
  EXPECT_EQ(approval().at("role"), "command");
  EXPECT_EQ(approval().at("given"), false);
  ok("observation.approve", that);  // without a role: the one that is missing
  EXPECT_EQ(approval().at("given"), true);
  EXPECT_EQ(ok("observation.approve", that).entries, 0);  // nothing more is asked for
  EXPECT_EQ(ask("/api/observation/orders/{order}", {{"order", order.text()}})
                .at("release")
                .at("possible"),
            true);
  ok("observation.release", that);
  EXPECT_EQ(figure("observation.released"), 1);
  sound();
}

TEST_F(Life, AnEditionThatChangesLeavesThoseUnderTheOldOne) {
  clock("2020-02-28T09:00");
  const auto before = come(kZhejiang, "2020-02-27");
  place_all("2020-02-28");
  clock("2020-03-01T09:00");
  const auto after = come(kZhejiang, "2020-02-29");
  place_all("2020-03-01");
  EXPECT_EQ(line(before).at("last").as_string(), "2020-03-12");
  EXPECT_EQ(line(after).at("last").as_string(), "2020-03-07");
  const auto page = [&](const Ulid& person) {
    return ask("/api/observation/orders/{order}", {{"order", order_of(person).text()}});
  };
  EXPECT_EQ(page(before).at("edition").as_string(), "first");
  EXPECT_EQ(page(after).at("edition").as_string(), "second");
  const std::string why(page(before).at("why").as_string());
  EXPECT_NE(why.find("test-pack / first / placement row 4"), std::string::npos) << why;
  clock("2020-03-08T09:00");
  EXPECT_EQ(state(before), "issued");
  EXPECT_EQ(state(after), "awaiting_decision");
  sound();
}

TEST_F(Life, ConversionByTheRules) {
  const auto person = come(kZhejiang, "2020-02-09");
  place_all("2020-02-10");
  const auto order = order_of(person);
  const auto to = [&](const char* measure) {
    return json::Object{{"order", order.text()}, {"measure", measure}};
  };
  EXPECT_EQ(refused("observation.convert", to("home")), "observation.same-measure");
  EXPECT_EQ(refused("observation.convert", to("self_monitoring")), "observation.not-convertible");
  clock("2020-02-12T12:00");
  ok("observation.convert", to("centralised"));
  EXPECT_EQ(line(person).at("last").as_string(), "2020-02-23");
  EXPECT_EQ(figure("observation.in_force.{}.people", "centralised"), 1);
  EXPECT_EQ(figure("observation.in_force.{}.people", "home"), 0);
  EXPECT_EQ(figure_of("observation.in_force.{}.people", "2020-02-11", clock_.now(), "home"), 1);
  EXPECT_EQ(figure("readings.due"), 1);  // the morning's; the evening's window has not begun
  clock("2020-02-13T12:00");
  EXPECT_EQ(refused("observation.convert", to("home"), at("2020-02-12T11:00")),
            "observation.before-last-step");
  ok("observation.convert", to("home"));  // the days begin again
  EXPECT_EQ(line(person).at("first").as_string(), "2020-02-14");
  EXPECT_EQ(line(person).at("last").as_string(), "2020-02-27");
  ok("observation.undo", {{"order", order.text()}});
  EXPECT_EQ(line(person).at("last").as_string(), "2020-02-23");
  EXPECT_EQ(refused("observation.withdraw", {{"order", order.text()}, {"reason", "wrong_facts"}}),
            "observation.steps-taken");
  ok("observation.undo", {{"order", order.text()}});
  EXPECT_EQ(refused("observation.undo", {{"order", order.text()}}), "observation.nothing-to-undo");
  ok("observation.withdraw", {{"order", order.text()}, {"reason", "wrong_facts"}});
  EXPECT_EQ(refused("observation.serve", {{"order", order.text()}}), "observation.no-such-order");
  EXPECT_EQ(figure("observation.in_force.{}.people"), 0);
  EXPECT_EQ(figure("observation.waiting"), 1);
  EXPECT_EQ(figure("observation.in_force.{}.people", "", *parse_day("2020-02-12"),
                   at("2020-02-12T18:00")),
            1);
  place_all("2020-02-13");
  EXPECT_EQ(figure("observation.in_force.{}.people", "home"), 1);
  sound();
}

TEST_F(Life, ManyRowsEachStandForThemselves) {
  const auto a = come(kZhejiang, "2020-02-09");
  const auto b = come(kZhejiang, "2020-02-09");
  place_all("2020-02-10");
  const auto answer = ok(
      "observation.edit-many",
      {{"area", testing::kCommunity},
       {"rows",
        json::Array{json::Object{{"order", order_of(a).text()}, {"action", "serve"}},
                    json::Object{{"order", order_of(a).text()}, {"action", "serve"}},
                    json::Object{{"order", order_of(b).text()},
                                 {"action", "assign_team"},
                                 {"members", json::Array{json::Object{{"role", "doctor"}},
                                                         json::Object{{"role", "grid_worker"}}}}},
                    json::Object{{"order", order_of(b).text()}, {"action", "extend"}},
                    json::Object{{"order", order_of(b).text()}, {"action", "release"}}}}});
  EXPECT_EQ(answer.result.at("done").as_int64(), 2);
  const auto& rows = answer.result.at("rows");
  EXPECT_EQ(rows.at(1).at("code").as_string(), "observation.already-served");
  EXPECT_EQ(rows.at(3).at("code").as_string(), "json.missing");
  EXPECT_EQ(rows.at(4).at("code").as_string(), "observation.too-early");
  EXPECT_EQ(line(b).at("team").as_array().size(), 2U);
  const auto other = order_of(a);
  // A clerk of one grid's people may not reach into another grid, nor release.
  actor_.grants = {{access::Role::grid_worker, std::string(testing::kCommunity) + "-1"}};
  const auto grid =
      ok("observation.edit-many",
         {{"area", std::string(testing::kCommunity) + "-1"},
          {"rows", json::Array{json::Object{
                       {"order", other.text()}, {"action", "check_up"}, {"clean", true}}}}});
  EXPECT_EQ(grid.result.at("rows").at(0).at("code").as_string(), "observation.other-area");
}

TEST_F(Life, APersonsPlaceAndAnAreasCodeMayChange) {
  const auto person = come(kZhejiang, "2020-02-09");
  auto& place = people_.people[person].place;
  const auto household = place.household;
  place = {{}, testing::kCommunity};  // on a list, to be found
  arrivals_.all[0].area = testing::kCommunity;
  arrivals_.all[0].household = {};
  place_all("2020-02-10");
  EXPECT_EQ(figure("observation.in_force.{}.people", "home"), 1);
  EXPECT_EQ(figure("observation.in_force.{}.households", "home"), 0);
  const std::string grid1 = std::string(testing::kCommunity) + "-1";
  const std::string grid2 = std::string(testing::kCommunity) + "-2";
  place = {household, grid1 + "-1-1-1-101"};
  clock("2020-02-11T09:00");
  ok("observation.relocate", {{"order", order_of(person).text()}});
  EXPECT_EQ(figure("observation.in_force.{}.households", "home"), 1);
  const auto in_grid = [&](const std::string& grid) {
    return figure("observation.in_force.{}.people", "home", *parse_day("2020-02-11"), clock_.now(),
                  grid);
  };
  EXPECT_EQ(in_grid(grid1), 1);
  clock("2020-02-11T10:00");
  actor_.grants = {{access::Role::administrator, testing::kCommunity}};
  ok("test.move-area", {{"from", grid1 + "-1-1"}, {"to", grid2 + "-1-1"}});
  place.area = grid2 + "-1-1-1-101";
  EXPECT_EQ(in_grid(grid1), 0);
  EXPECT_EQ(in_grid(grid2), 1);
  ok("observation.serve", {{"order", order_of(person).text()}});  // a fold after the move
  EXPECT_EQ(in_grid(grid2), 1);
  EXPECT_EQ(figure_of("observation.in_force.{}.people", "2020-02-10", clock_.now(), "home"), 1);
  sound();
}

TEST_F(Life, PapersAndTheirCode) {
  const auto person = come(kKunming, "2020-02-09");
  const auto home = come(kZhejiang, "2020-02-09");
  place_all("2020-02-10");
  EXPECT_EQ(paper("/api/observation/orders/{order}/notice", {{"order", order_of(home).text()}})
                .bytes.substr(0, 5),
            "%PDF-");
  EXPECT_EQ(
      paper("/api/observation/door-notices", {{"area", testing::kCommunity}}).bytes.substr(0, 5),
      "%PDF-");
  clock("2020-02-24T09:00");
  const auto order = order_of(person);
  ok("observation.release", {{"order", order.text()}});
  EXPECT_EQ(paper("/api/observation/orders/{order}/certificate", {{"order", order.text()}})
                .bytes.substr(0, 5),
            "%PDF-");
  const auto page = ask("/api/observation/orders/{order}", {{"order", order.text()}});
  EXPECT_EQ(page.at("certificate").as_string(), "观解〔2020〕1号");
  const auto keys = ask("/api/observation/keys", {});
  ASSERT_EQ(keys.at("keys").as_array().size(), 1U);

  const auto secret = database_.read([](store::Session& db) {
    auto q = db.query("select secret from observation_key");
    FX_CHECK(q.next());
    return q.string(0);
  });
  const auto key = print::SigningKey::parse(secret);
  ASSERT_TRUE(key);
  print::Payload payload{"release", "观解〔2020〕1号", clock_.now(), {}, {}};
  payload.fields["order"] = order.text();
  const auto code = print::sign(payload, *key);
  ASSERT_TRUE(code);
  // Whoever stands at a gate has no account.
  const auto director = std::exchange(actor_, access::Actor());
  EXPECT_EQ(ask("/api/observation/keys", {}).at("keys").as_array().size(), 1U);
  auto verified = ask("/api/observation/verify", {{"code", *code}});
  EXPECT_EQ(verified.at("genuine"), true);
  EXPECT_EQ(verified.at("stands"), true);
  auto forged = *code;
  forged[forged.size() / 2] = forged[forged.size() / 2] == 'A' ? 'B' : 'A';
  EXPECT_EQ(ask("/api/observation/verify", {{"code", forged}}).at("genuine"), false);
  actor_ = director;
  ok("observation.undo", {{"order", order.text()}});
  verified = ask("/api/observation/verify", {{"code", *code}});
  EXPECT_EQ(verified.at("genuine"), true);
  EXPECT_EQ(verified.at("stands"), false);
}

TEST_F(Life, ANoticeHoldsUntilAnotherOneDoes) {
  const auto person = come(kZhejiang, "2020-02-09");
  place_all("2020-02-10");
  const auto order = order_of(person);
  const auto last = *parse_day(ask("/api/observation/orders/{order}", {{"order", order.text()}})
                                   .at("line")
                                   .at("last")
                                   .as_string());
  database_.write([](store::Session& db) { ensure_key(db); });
  const auto key = database_.read([](store::Session& db) {
    auto q = db.query("select secret from observation_key");
    FX_CHECK(q.next());
    return std::move(*print::SigningKey::parse(q.text(0)));
  });
  print::Payload payload{"notice", order.text(), clock_.now(), {}, {}};
  payload.fields = {{"measure", "home"}, {"until", iso(last)}, {"area", testing::kCommunity}};
  const auto stands = [&](const print::Payload& paper) {
    const auto answer = ask("/api/observation/verify", {{"code", *print::sign(paper, key)}});
    EXPECT_EQ(answer.at("genuine"), true);
    EXPECT_NE(answer.at("stands").as_bool(), answer.as_object().contains("problem"));
    return answer.at("stands").as_bool();
  };
  EXPECT_TRUE(stands(payload)) << "printed before notices had numbers";
  payload.number = "观告〔2020〕1号";
  payload.fields["order"] = order.text();
  EXPECT_TRUE(stands(payload));
  auto longer = payload;
  longer.fields["until"] = iso(last + 7);
  EXPECT_FALSE(stands(longer));
  ok("observation.extend",
     {{"order", order.text()}, {"last", iso(last + 7)}, {"reason", "command_decision"}});
  EXPECT_FALSE(stands(payload));
  EXPECT_TRUE(stands(longer));
  // Who sees names sees who did what; who sees records only does not.
  const auto page = [&] {
    return ask("/api/observation/orders/{order}", {{"order", order.text()}})
        .at("history")
        .as_array()
        .back();
  };
  EXPECT_NE(page().as_object().if_contains("actor_name"), nullptr);
  const auto grants = std::exchange(
      actor_.grants, {{access::Role::township_office, std::string(testing::kCommunity)}});
  EXPECT_EQ(page().as_object().if_contains("actor_name"), nullptr);
  actor_.grants = grants;
  clock(iso(last + 8) + "T09:00");
  EXPECT_FALSE(stands(longer));
}

TEST_F(Life, EveryNoticeHasANumberWithinCommunityAndYear) {
  const auto first = come(kZhejiang, "2020-02-09");
  const auto second = come(kZhejiang, "2020-02-09");
  const auto none = come(kOwnCity, "2020-02-09");
  place_all("2020-02-10");
  const auto number = [&](const Ulid& person) {
    const auto at = line(person);
    const auto* notice = at.as_object().if_contains("notice");
    return notice == nullptr ? std::string("none") : std::string(notice->as_string());
  };
  std::vector<std::string> numbers{number(first), number(second)};
  std::sort(numbers.begin(), numbers.end());
  EXPECT_EQ(numbers, (std::vector<std::string>{"观告〔2020〕1号", "观告〔2020〕2号"}));
  EXPECT_EQ(number(none), "none");
  const auto before = number(first);

  // What binds has changed: another notice. What is taken back is not used again.
  const auto order = order_of(first);
  const auto extend = [&] {
    ok("observation.extend",
       {{"order", order.text()}, {"last", "2020-02-27"}, {"reason", "command_decision"}});
  };
  extend();
  EXPECT_EQ(number(first), "观告〔2020〕3号");
  ok("observation.undo", {{"order", order.text()}});
  EXPECT_EQ(number(first), before);
  extend();
  EXPECT_EQ(number(first), "观告〔2020〕4号");
  ok("observation.serve", {{"order", order.text()}});
  EXPECT_EQ(number(first), "观告〔2020〕4号") << "being served is no other notice";

  const auto page = ask("/api/observation/orders/{order}", {{"order", order.text()}});
  std::vector<std::string> given;
  for (const auto& step : page.at("history").as_array()) {
    if (const auto* n = step.as_object().if_contains("number")) given.emplace_back(n->as_string());
  }
  EXPECT_EQ(given, (std::vector<std::string>{before, "观告〔2020〕3号", "观告〔2020〕4号"}));

  // The papers say it with the community's name; the code says it alone.
  add_area(testing::kCommunity, "里布嘎社区");
  const auto told = paper("/api/observation/orders/{order}/notice", {{"order", order.text()}});
  EXPECT_EQ(told.name, "观察告知书-2020-4.pdf");
  EXPECT_EQ(paper("/api/observation/orders/{order}/door-notice", {{"order", order.text()}}).name,
            "门贴-2020-4.pdf");

  // A clerk with a paper finds its order, whatever has become of it.
  const auto found = [&](const char* text) {
    std::vector<std::string> out;
    const auto answer =
        ask("/api/observation/orders", {{"area", testing::kCommunity}, {"number", text}});
    if (const auto* why = answer.as_object().if_contains("refused")) {
      return std::vector<std::string>{std::string(why->as_string())};
    }
    for (const auto& o : answer.at("orders").as_array())
      out.emplace_back(o.at("order").as_string());
    EXPECT_EQ(answer.at("total").as_int64(), static_cast<std::int64_t>(out.size()));
    return out;
  };
  using Orders = std::vector<std::string>;
  for (const char* text :
       {"里布嘎社区观告〔2020〕3号", "3村观告[2020] 4 号", "2020-3", "3", "４"}) {
    EXPECT_EQ(found(text), Orders{order.text()}) << text;
  }
  EXPECT_EQ(found("2019-3"), Orders());
  EXPECT_EQ(found("观解〔2020〕3号"), Orders());
  EXPECT_EQ(found("观告"), Orders{"json.bad-value"});

  // Another year begins with 1; certificates count for themselves.
  clock("2020-02-28T09:00");
  for (const char* day : {"2020-02-25", "2020-02-26", "2020-02-27"}) measure(first, day);
  ok("observation.end", {{"order", order.text()}, {"reason", "restriction_lifted"}});
  clock("2021-01-05T09:00");
  const auto next_year = come(kZhejiang, "2021-01-04");
  place_all("2021-01-05");
  EXPECT_EQ(number(next_year), "观告〔2021〕1号");
  sound();
}

TEST_F(Life, TheCodeOfANoticeHasRoomForTheLongestNumber) {
  print::Payload payload{"notice",
                         notice_number({testing::kCommunity, 2020, 2'147'483'647, {}}),
                         clock_.now(),
                         {},
                         {}};
  payload.fields = {{"order", Ulid::make(clock_.now()).text()},
                    {"measure", "self_monitoring"},
                    {"until", "2020-02-23"},
                    {"area", testing::kCommunity}};
  EXPECT_TRUE(print::sign(payload, print::SigningKey::generate()).has_value());
}

TEST_F(Life, TheDaysWorkIsListed) {
  const auto person = come(kZhejiang, "2020-02-09");
  come(kKunming, "2020-02-10");
  place_all("2020-02-09");
  const auto work = [&] {
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> out;
    const auto today = ask("/api/today", {{"area", testing::kCommunity}});
    for (const auto& w : today.at("work").as_array()) {
      out[std::string(w.at("kind").as_string())] = {w.at("count").as_int64(),
                                                    w.at("overdue").as_int64()};
    }
    return out;
  };
  using Pair = std::pair<std::int64_t, std::int64_t>;
  EXPECT_EQ(work()["place"], Pair(1, 0));
  EXPECT_EQ(work()["serve"], Pair(1, 0));
  EXPECT_EQ(work()["measure"], Pair(1, 0));
  clock("2020-02-10T10:01");
  EXPECT_EQ(work()["measure"], Pair(1, 1));
  const auto due = ask("/api/monitoring/due", {{"area", testing::kCommunity}});
  EXPECT_EQ(due.at("missed").as_int64(), 1);
  EXPECT_EQ(due.at("buildings").at(0).at("people").at(0).at("slots").at(0).at("state").as_string(),
            "missed");
  // The job tells open pages that time has passed, within its half minute.
  std::vector<host::Event> told;
  monitoring_->on_overdue([&](const std::vector<host::Event>& events) { told = events; });
  const auto job = [&] {
    for (const auto& j : host_->jobs()) {
      if (j.name == "monitoring.overdue") j.run(*host_);
    }
  };
  clock("2020-02-10T17:59");
  job();
  EXPECT_TRUE(told.empty());
  clock("2020-02-10T18:01");
  job();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].kind, "monitoring.missed");
  EXPECT_EQ(told[0].area, people_.people[person].place.area);
  // A look that comes days later (the machine slept) still tells of what has passed since.
  told.clear();
  clock("2020-02-12T09:59");
  job();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].kind, "monitoring.missed");
  clock("2020-02-24T10:00");
  EXPECT_EQ(work()["release"].first, 1);
}

TEST_F(Life, ReadingsAreCheckedByName) {
  const auto person = come(kZhejiang, "2020-02-09");
  const auto stranger = come(kOwnCity, "2020-02-09");
  place_all("2020-02-10");
  const auto record = [&](const Ulid& who, int tenths, json::Object more = {}) {
    more["person"] = who.text();
    more["tenths"] = tenths;
    return refused("monitoring.record", std::move(more));
  };
  EXPECT_EQ(record(stranger, 365), "monitoring.not-observed");
  EXPECT_EQ(record(person, 365, {{"day", "2020-02-11"}}), "monitoring.future-day");
  EXPECT_EQ(record(person, 365, {{"slot", "midnight"}}), "monitoring.unknown-slot");
  EXPECT_EQ(record(person, 339), "monitoring.implausible");
  EXPECT_EQ(record(person, 431), "monitoring.implausible");
  EXPECT_EQ(record(person, 365, {{"symptoms", json::Array{"hunger"}}}),
            "monitoring.unknown-symptom");
  EXPECT_EQ(record(person, 340), "done");
  const auto many =
      ok("monitoring.record-many",
         {{"area", std::string(testing::kCommunity) + "-2"},
          {"rows", json::Array{json::Object{{"person", person.text()}, {"tenths", 365}},
                               json::Object{{"person", stranger.text()}, {"tenths", 365}}}}});
  EXPECT_EQ(many.result.at("done").as_int64(), 1);
  EXPECT_EQ(many.result.at("rows").at(1).at("code").as_string(), "monitoring.not-observed");
  sound();
}

TEST_F(Life, AListOfReadingsIsImportedOnce) {
  const auto a = come(kZhejiang, "2020-02-09");
  const auto b = come(kZhejiang, "2020-02-09");
  people_.people[b].card.phone = "13900000002";
  place_all("2020-02-10");
  clock("2020-02-12T09:00");
  const std::string csv =
      "居家人员测温表\n姓名,联系电话,日期,上午体温,下午体温,症状\n"
      "张三1,,2月10日,36.5度,36.6,无\n"
      "张三2,13900000002,2月10日,36度5,,无发热、干咳\n"
      "张三1,,2月11日,36.7,37.4℃,干咳\n"
      "李四,,2月11日,36.5,36.5,无\n"
      "张三2,13900000002,2月11日,366,三十六度,无\n";
  const auto import = [&](const char* dry) {
    for (const auto& route : host_->routes()) {
      if (route.path != "/api/monitoring/import") continue;
      host::UploadContext upload{*host_, actor_, Language::kZh, Ulid::make(clock_.now()), {}};
      auto answer = route.take(
          upload, {{"area", testing::kCommunity}, {"name", "测温.csv"}, {"dry_run", dry}}, csv);
      if (!answer) {
        ADD_FAILURE() << answer.error().code();
        return json::Value();
      }
      return *json::parse(*answer);
    }
    return json::Value();
  };
  const auto preview = import("true");
  EXPECT_EQ(preview.at("files").at(0).at("accepted").as_int64(), 4);
  EXPECT_EQ(figure_of("readings.done", "2020-02-10", clock_.now()), 0);
  const auto report = import("false");
  const auto& file = report.at("files").at(0);
  EXPECT_EQ(file.at("rows").as_int64(), 5);
  EXPECT_EQ(file.at("accepted").as_int64(), 4);
  EXPECT_EQ(file.at("set_aside").as_int64(), 1);
  ASSERT_EQ(report.at("problems").as_array().size(), 2U);
  EXPECT_EQ(report.at("problems").at(0).at("code").as_string(), "monitoring.nobody");
  EXPECT_EQ(report.at("problems").at(1).at("code").as_string(), "monitoring.bad-temperature");
  EXPECT_EQ(figure_of("readings.done", "2020-02-10", clock_.now()), 3);
  EXPECT_EQ(figure_of("readings.done", "2020-02-11", clock_.now()), 3);
  EXPECT_EQ(figure("escalations.open"), 1);
  const auto again = import("false");
  EXPECT_EQ(again.at("files").at(0).at("accepted").as_int64(), 0);
  EXPECT_EQ(again.at("files").at(0).at("unchanged").as_int64(), 3);
  EXPECT_EQ(again.at("import"), report.at("import"));

  add_area(testing::kCommunity, "里布嘎社区");
  const auto past = ask("/api/monitoring/imports", {{"area", testing::kCommunity}});
  EXPECT_EQ(past.at("total").as_int64(), 1);
  const auto& record = past.at("imports").at(0);
  EXPECT_EQ(record.at("import"), report.at("import"));
  EXPECT_EQ(record.at("files").as_array(), json::Array{"测温.csv"});
  EXPECT_EQ(record.at("done").at("rows").as_int64(), 5);
  EXPECT_EQ(record.at("done").at("accepted").as_int64(), 4);
  EXPECT_EQ(record.at("done").at("set_aside").as_int64(), 1);
  EXPECT_EQ(record.at("problems").as_int64(), 2);
  const auto rows = this->file("/api/monitoring/imports/{import}/problems.xlsx",
                               {{"import", std::string(report.at("import").as_string())}});
  const auto book = sheet::read_workbook(rows.bytes, rows.name);
  ASSERT_TRUE(book.has_value());
  EXPECT_EQ(book->sheets[0].row(1).at(4).text, "李四");
  (void)a;
  sound();
}

}  // namespace
}  // namespace fx::observation
