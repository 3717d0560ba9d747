#include "modules/response/state.h"

namespace fx::response {
namespace {

constexpr const char* kStepDdl = R"(
create table response_step(
  entry blob primary key, area text not null, axis text not null, what text not null,
  value text not null, at integer not null, known_from integer not null,
  known_to integer not null, actor blob, payload text not null) strict, without rowid;
create index response_step_area on response_step(area, axis, at);
)";
constexpr const char* kConfirmationDdl = R"(
create table response_confirmation(
  entry blob primary key, area text not null, condition text not null, day integer not null,
  holds integer not null, document text, zone blob, actor blob, known_from integer not null,
  known_to integer not null) strict, without rowid;
create index response_confirmation_area on response_confirmation(area, condition);
create index response_confirmation_zone on response_confirmation(zone, condition)
  where zone is not null;
)";
constexpr const char* kKeptDdl = R"(
create table response_zone_kept(
  entry blob primary key, zone blob not null, at integer not null, document text, actor blob,
  known_from integer not null) strict, without rowid;
create index response_zone_kept_zone on response_zone_kept(zone, at);
)";
constexpr const char* kAssignmentDdl = R"(
create table response_assignment(
  entry blob primary key, area text not null, task text not null, account blob, role text,
  due integer, known_from integer not null, known_to integer not null) strict, without rowid;
create index response_assignment_area on response_assignment(area, task);
)";
constexpr const char* kReportDdl = R"(
create table response_report(
  entry blob primary key, area text not null, task text not null, at integer not null,
  count integer, document text, actor blob, known_from integer not null,
  known_to integer not null) strict, without rowid;
create index response_report_area on response_report(area, task, at);
)";

template <class Payload>
void add_step(store::Session& db, const journal::Entry& entry, const Payload& payload, What what,
              const std::string& value, Instant at) {
  const std::string text = json::text(payload);
  db.run(
      "insert into response_step(entry, area, axis, what, value, at, known_from, known_to, actor,"
      " payload) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
      entry.id, entry.area, json::enum_name(payload.axis), json::enum_name(what), value, at,
      entry.recorded_at, kForever, entry.actor, text);
}

}  // namespace

void declare_views(host::Declaration& to) {
  to.entry<Decided>("作出响应决定", "response decided");
  to.entry<Declined>("不采纳响应建议", "proposed response declined");
  to.entry<Ended>("终止响应", "response ended");
  to.entry<Withdrawn>("撤销响应决定", "decision on the response withdrawn");
  to.entry<Confirmed>("确认终止条件", "condition of the end confirmed");
  to.entry<ZoneKept>("暂不解除管控区域", "zone kept");
  to.entry<Assigned>("落实措施责任人", "measure assigned");
  to.entry<Reported>("报告措施完成", "measure reported done");
  to.entry<Reopened>("退回措施", "measure reopened");
  to.view("response_step", kStepDdl);
  to.view("response_confirmation", kConfirmationDdl);
  to.view("response_zone_kept", kKeptDdl);
  to.view("response_assignment", kAssignmentDdl);
  to.view("response_report", kReportDdl);

  to.on<Decided>([](store::Session& db, const journal::Entry& entry, const Decided& p) {
    add_step(db, entry, p, What::decided, p.value, p.from);
  });
  to.on<Declined>([](store::Session& db, const journal::Entry& entry, const Declined& p) {
    add_step(db, entry, p, What::declined, p.proposed, p.at);
  });
  to.on<Ended>([](store::Session& db, const journal::Entry& entry, const Ended& p) {
    add_step(db, entry, p, What::ended, std::string(resting(p.axis)), p.at);
  });
  to.on<Withdrawn>([](store::Session& db, const journal::Entry& entry, const Withdrawn&) {
    db.run("update response_step set known_to = $2 where entry = $1", entry.amends,
           entry.recorded_at);
  });
  to.on<Confirmed>([](store::Session& db, const journal::Entry& entry, const Confirmed& p) {
    const std::string close =
        "update response_confirmation set known_to = $3 where condition = $2 and known_to = $4 "
        "and ";
    if (p.zone) {
      db.run(close + "zone = $1", *p.zone, p.condition, entry.recorded_at, kForever);
    } else {
      db.run(close + "area = $1 and zone is null", entry.area, p.condition, entry.recorded_at,
             kForever);
    }
    db.run(
        "insert into response_confirmation(entry, area, condition, day, holds, document, zone,"
        " actor, known_from, known_to) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        entry.id, entry.area, p.condition, p.day, p.holds, p.document, p.zone, entry.actor,
        entry.recorded_at, kForever);
  });
  to.on<ZoneKept>([](store::Session& db, const journal::Entry& entry, const ZoneKept& p) {
    db.run(
        "insert into response_zone_kept(entry, zone, at, document, actor, known_from)"
        " values ($1, $2, $3, $4, $5, $6)",
        entry.id, entry.subject, p.at, p.document, entry.actor, entry.recorded_at);
  });
  to.on<Assigned>([](store::Session& db, const journal::Entry& entry, const Assigned& p) {
    db.run(
        "update response_assignment set known_to = $3 where area = $1 and task = $2"
        " and known_to = $4",
        entry.area, p.task, entry.recorded_at, kForever);
    db.run(
        "insert into response_assignment(entry, area, task, account, role, due, known_from,"
        " known_to) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        entry.id, entry.area, p.task, p.account, p.role, p.due, entry.recorded_at, kForever);
  });
  to.on<Reported>([](store::Session& db, const journal::Entry& entry, const Reported& p) {
    db.run(
        "insert into response_report(entry, area, task, at, count, document, actor, known_from,"
        " known_to) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        entry.id, entry.area, p.task, p.at, p.count, p.document, entry.actor, entry.recorded_at,
        kForever);
  });
  to.on<Reopened>([](store::Session& db, const journal::Entry& entry, const Reopened&) {
    db.run("update response_report set known_to = $2 where entry = $1", entry.amends,
           entry.recorded_at);
  });
  to.on<area::AreaMoved>(
      [](store::Session& db, const journal::Entry&, const area::AreaMoved& moved) {
        for (const auto* table :
             {"response_step", "response_confirmation", "response_assignment", "response_report"}) {
          area::move_codes(db, table, "area", moved);
        }
      });
}

}  // namespace fx::response
