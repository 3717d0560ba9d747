// The ledger as answers: rows, an order's page.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "modules/observation/state.h"

namespace fx::observation {

struct LedgerParams {
  std::string area;
  // "current" (issued and in force) or a State; default: all
  std::optional<std::string> state;
  std::optional<std::string> measure;
  std::optional<std::string> person_class;
  // Of a notice, also of one that another has replaced, or of a certificate: "观告〔2020〕12号",
  // "2020-12", "12"; the name of the community may stand in front.
  std::optional<std::string> number;
  std::optional<Day> on;  // as it stood at the end of this day; default: now
  std::optional<std::string> after;
  std::optional<int> limit;
};
BOOST_DESCRIBE_STRUCT(LedgerParams, (),
                      (area, state, measure, person_class, number, on, after, limit))

struct TestDue {
  int number = 0;  // day of the observation
  Day day;
};
BOOST_DESCRIBE_STRUCT(TestDue, (), (number, day))

struct ReadingsState {
  int due = 0;
  int done = 0;
  int missed = 0;
  int late = 0;
};
BOOST_DESCRIBE_STRUCT(ReadingsState, (), (due, done, missed, late))

struct OrderLine {
  Ulid order;
  std::optional<std::string> notice;  // number of the notice that holds
  identity::PersonCard person;
  std::optional<registry::HouseholdCard> household;
  std::string area;
  std::string person_class;
  std::string class_name;
  std::string measure;
  std::string measure_name;
  int stage = 1;
  State state = State::none;
  std::string state_name;
  Day decided_on;
  std::optional<Day> first;
  std::optional<Day> last;
  int day = 0;   // n of ...
  int days = 0;  // ... m
  std::optional<Instant> served_at;
  std::optional<Instant> ended_at;
  ReadingsState today;
  std::vector<TestDue> tests_due;  // up to the day asked for
  std::vector<TeamMember> team;
  bool escalation_open = false;
};
BOOST_DESCRIBE_STRUCT(OrderLine, (),
                      (order, notice, person, household, area, person_class, class_name, measure,
                       measure_name, stage, state, state_name, decided_on, first, last, day, days,
                       served_at, ended_at, today, tests_due, team, escalation_open))

struct Ledger {
  Day on;
  std::int64_t total = 0;
  std::vector<OrderLine> orders;
  std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(Ledger, (), (on, total, orders, next))

struct OrderId {
  Ulid order;
};
BOOST_DESCRIBE_STRUCT(OrderId, (), (order))

struct HistoryLine {
  Ulid entry;
  std::string kind;
  std::string name;
  Instant at;
  Instant recorded_at;
  Ulid actor;
  std::optional<std::string> actor_name;  // for who sees names here; else the id must do
  std::optional<Ulid> amends;
  bool stands = true;                 // false: taken back or corrected since
  std::optional<std::string> number;  // of the notice or certificate that it gave
  json::Value payload;
};
BOOST_DESCRIBE_STRUCT(HistoryLine, (),
                      (entry, kind, name, at, recorded_at, actor, actor_name, amends, stands,
                       number, payload))

struct DayLine {
  Day day;
  int due = 0;
  int done = 0;
  int missed = 0;
  int late = 0;
  std::optional<int> highest;
  bool fever = false;
  bool symptoms = false;
};
BOOST_DESCRIBE_STRUCT(DayLine, (), (day, due, done, missed, late, highest, fever, symptoms))

struct TestLine {
  Ulid entry;
  Day sampled;
  TestResult result = TestResult::negative;
};
BOOST_DESCRIBE_STRUCT(TestLine, (), (entry, sampled, result))

// Whose approval the rule asks for before a release.
struct ApprovalLine {
  std::string role;
  std::string name;
  bool given = false;
};
BOOST_DESCRIBE_STRUCT(ApprovalLine, (), (role, name, given))

// What stands between the order and its release.
struct ReleaseAnswer {
  bool possible = false;
  std::optional<std::string> code;
  std::optional<std::string> message;
  std::optional<std::string> remedy;
};
BOOST_DESCRIBE_STRUCT(ReleaseAnswer, (), (possible, code, message, remedy))

struct OrderPage {
  OrderLine line;
  std::string why;   // the rule in words, and the facts that met it
  std::string rule;  // where it stands
  std::string pack;
  std::string edition;
  std::string counted_from;
  Day anchor;
  std::optional<std::string> rule_measure;  // what the rule would have chosen first
  std::optional<OverrideReason> override_reason;
  std::optional<LegalGround> legal;
  std::vector<PlannedStage> plan;
  std::vector<DayLine> health;
  std::vector<TestLine> tests;
  std::vector<ApprovalLine> approvals;
  std::optional<std::string> certificate;  // number
  ReleaseAnswer release;
  std::vector<HistoryLine> history;
};
BOOST_DESCRIBE_STRUCT(OrderPage, (),
                      (line, why, rule, pack, edition, counted_from, anchor, rule_measure,
                       override_reason, legal, plan, health, tests, approvals, certificate, release,
                       history))

struct PersonParams {
  Ulid person;
};
BOOST_DESCRIBE_STRUCT(PersonParams, (), (person))
struct PersonOrders {
  std::vector<OrderLine> orders;  // newest first, decisions without a measure too
};
BOOST_DESCRIBE_STRUCT(PersonOrders, (), (orders))

OrderLine line_of(host::QueryContext& context, const Parts& parts, const Order& order,
                  Instant moment);
// "观告〔2020〕12号", "观解〔2020〕3号": within the community. On paper its name stands in front.
std::string notice_number(const Notice& notice);
std::string certificate_number(int year, int number);
// The decision that the order is under, as the journal has it: the first, or that of the latest
// move to another edition.
std::optional<Decided> decision_of(store::Session& db, const Order& order);

// The ids of a page of the ledger, and how many there are in all.
struct Found {
  std::vector<Ulid> orders;
  std::int64_t total = 0;
  std::optional<std::string> next;
};
Result<Found> find_orders(store::Session& db, const LedgerParams& asked, Instant moment);

}  // namespace fx::observation
