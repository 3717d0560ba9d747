#include "area/tree.h"
#include "modules/monitoring/state.h"

namespace fx::monitoring {
namespace {

constexpr const char* kReadings = R"(
create table monitoring_reading(
  entry blob primary key,
  person blob not null,
  order_id blob not null,
  area text not null,
  day integer not null,
  slot text not null,
  tenths integer not null,
  symptoms text not null,
  abnormal integer not null,
  by text not null,
  how text not null,
  actor blob,
  taken_at integer not null,
  known_from integer not null,
  known_to integer not null
) strict, without rowid;
create index monitoring_reading_person on monitoring_reading(person, day);
create index monitoring_reading_area on monitoring_reading(day, area);
)";

constexpr const char* kEscalations = R"(
create table monitoring_escalation(
  id blob primary key,
  entry blob not null,
  person blob not null,
  order_id blob not null,
  reading blob not null,
  area text not null,
  opened_at integer not null,
  why text not null,
  targets text not null,
  open integer not null,
  closed_at integer not null,
  known_from integer not null,
  known_to integer not null
) strict, without rowid;
create index monitoring_escalation_person on monitoring_escalation(person, open);
create index monitoring_escalation_area on monitoring_escalation(area, opened_at);
create index monitoring_escalation_reading on monitoring_escalation(reading);
create index monitoring_escalation_open on monitoring_escalation(area) where open = 1;
)";

constexpr const char* kSteps = R"(
create table monitoring_step(
  entry blob primary key,
  escalation blob not null,
  step text not null,
  outcome text,
  at integer not null,
  actor blob,
  known_from integer not null
) strict, without rowid;
create index monitoring_step_escalation on monitoring_step(escalation);
)";

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : ",") + word;
  return out;
}

void close_reading(store::Session& db, const journal::Entry& entry) {
  if (entry.amends.is_nil()) return;
  db.run("update monitoring_reading set known_to = $1 where entry = $2 and known_to = $3",
         entry.recorded_at, entry.amends, kForever);
}

}  // namespace

void declare_views(host::Declaration& to) {
  to.entry<ReadingTaken>("测温", "temperature reading");
  to.entry<ReadingWithdrawn>("撤销测温记录", "reading withdrawn");
  to.entry<EscalationOpened>("异常上报启动", "escalation opened");
  to.entry<EscalationStepDone>("异常处置步骤", "step of an escalation");
  to.entry<EscalationWithdrawn>("撤销异常", "escalation withdrawn");
  to.entry<ListImported>("导入测温表", "list of readings imported");
  to.view("monitoring_reading", kReadings);
  to.view("monitoring_escalation", kEscalations);
  to.view("monitoring_step", kSteps);

  imports::declare_records(to, kImports);
  to.on<ListImported>([](store::Session& db, const journal::Entry& entry, const ListImported& p) {
    imports::add_record(db, kImports, entry, p.digest);
  });
  to.on<ReadingTaken>([](store::Session& db, const journal::Entry& entry, const ReadingTaken& r) {
    close_reading(db, entry);
    const auto symptoms = joined(r.symptoms);
    db.run(
        "insert into monitoring_reading(entry, person, order_id, area, day, slot, tenths,"
        " symptoms, abnormal, by, how, actor, taken_at, known_from, known_to)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        entry.id, r.person, r.order, entry.area, r.day, r.slot, r.tenths, symptoms, r.abnormal,
        json::enum_name(r.by), json::enum_name(r.how), entry.actor, entry.occurred_at,
        entry.recorded_at, kForever);
  });
  to.on<ReadingWithdrawn>([](store::Session& db, const journal::Entry& entry,
                             const ReadingWithdrawn&) { close_reading(db, entry); });
  to.on<EscalationOpened>(
      [](store::Session& db, const journal::Entry& entry, const EscalationOpened& e) {
        const auto targets = json::text(e.steps);
        db.run(
            "insert into monitoring_escalation(id, entry, person, order_id, reading, area,"
            " opened_at, why, targets, open, closed_at, known_from, known_to)"
            " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $11, $10)",
            entry.subject, entry.id, e.person, e.order, e.reading, entry.area, entry.occurred_at,
            json::enum_name(e.why), targets, kForever, entry.recorded_at);
      });
  to.on<EscalationStepDone>(
      [](store::Session& db, const journal::Entry& entry, const EscalationStepDone& e) {
        std::optional<std::string> outcome;
        if (e.outcome) outcome = json::enum_name(*e.outcome);
        db.run(
            "insert into monitoring_step(entry, escalation, step, outcome, at, actor, known_from)"
            " values ($1, $2, $3, $4, $5, $6, $7)",
            entry.id, entry.subject, json::enum_name(e.step), outcome, entry.occurred_at,
            entry.actor, entry.recorded_at);
        if (e.step == Step::closed) {
          db.run("update monitoring_escalation set open = 0, closed_at = $1 where id = $2",
                 entry.occurred_at, entry.subject);
        }
      });
  to.on<area::AreaMoved>([](store::Session& db, const journal::Entry&, const area::AreaMoved& m) {
    area::move_codes(db, "monitoring_reading", "area", m);
    area::move_codes(db, "monitoring_escalation", "area", m);
  });
  to.on<EscalationWithdrawn>(
      [](store::Session& db, const journal::Entry& entry, const EscalationWithdrawn&) {
        db.run("update monitoring_escalation set open = 0, known_to = $1 where id = $2",
               entry.recorded_at, entry.subject);
      });
}

Watched watched_of(const observation::Span& span, MonitoringRules& rules) {
  return {
      span.person, span.start,
      span.first,  span.last,
      span.end,    rules.of(span.pack, span.edition, span.person_class, span.measure, span.stage)};
}

policy::Facts placement_facts(const policy::Pack& pack, const observation::Span& span) {
  auto facts = pack.facts();
  pack.set_placement(facts, span.person_class, span.measure, span.stage);
  return facts;
}

std::string degrees(int tenths) {
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

}  // namespace fx::monitoring
