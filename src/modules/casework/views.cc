#include "modules/casework/state.h"

namespace fx::casework {
namespace {

// One row for each version of a case's facts. `facts` is the JSON of the payload; the columns
// beside it are what figures and lists select by.
constexpr const char* kCaseDdl = R"(
create table casework_case(
  entry blob primary key, known_from integer not null, known_to integer not null,
  id blob not null, area text not null, person blob, reported integer not null,
  classification text not null, origin text not null, number integer, digest integer,
  facts text not null) strict, without rowid;
create index casework_case_id on casework_case(id);
create index casework_case_area on casework_case(area, reported);
create index casework_case_number on casework_case(number) where number is not null;
create index casework_case_person on casework_case(person) where person is not null;
)";
constexpr const char* kStatusDdl = R"(
create table casework_status(
  entry blob primary key, known_from integer not null, known_to integer not null,
  id blob not null, status text not null, day integer not null) strict, without rowid;
create index casework_status_id on casework_status(id, day);
)";
constexpr const char* kPlaceDdl = R"(
create table casework_place(
  entry blob not null, n integer not null, known_from integer not null, known_to integer not null,
  id blob not null, role text not null, kind text not null, area text, name integer,
  primary key(entry, n)) strict, without rowid;
create index casework_place_id on casework_place(id);
create index casework_place_area on casework_place(area) where area is not null;
)";
void close(store::Session& db, const Ulid& facts_entry, Instant known) {
  db.run("update casework_case set known_to = $2 where entry = $1", facts_entry, known);
  db.run("update casework_place set known_to = $2 where entry = $1", facts_entry, known);
  db.run("update casework_status set known_to = $2 where entry = $1", facts_entry, known);
}

void insert(store::Session& db, const journal::Entry& entry, const CaseFacts& facts,
            const std::optional<Ulid>& person, std::optional<std::int64_t> number,
            std::optional<std::int64_t> digest) {
  const std::string json = json::text(facts);
  const std::string_view classification = json::enum_name(facts.classification);
  db.run(
      "insert into casework_case(entry, known_from, known_to, id, area, person, reported,"
      " classification, origin, number, digest, facts)"
      " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
      entry.id, entry.recorded_at, kForever, entry.subject, entry.area, person, facts.reported,
      classification, json::enum_name(facts.origin), number, digest, json);
  db.run(
      "insert into casework_status(entry, known_from, known_to, id, status, day)"
      " values ($1, $2, $3, $4, $5, $6)",
      entry.id, entry.recorded_at, kForever, entry.subject, classification, facts.reported);
  int n = 0;
  for (const auto& place : facts.places) {
    db.run(
        "insert into casework_place(entry, n, known_from, known_to, id, role, kind, area, name)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        entry.id, n++, entry.recorded_at, kForever, entry.subject, json::enum_name(place.role),
        json::enum_name(place.kind), place.area, place.name);
  }
}

}  // namespace

void declare_views(host::Declaration& to) {
  to.entry<CaseRecorded>("登记病例", "case recorded");
  to.entry<CaseCorrected>("更正病例", "case corrected");
  to.entry<StatusChanged>("病例状态变化", "status of a case changed");
  to.entry<StatusCorrected>("更正病例状态", "status of a case corrected");
  to.entry<CaseWithdrawn>("撤销病例", "case withdrawn");
  to.entry<ListImported>("导入病例名单", "list of cases imported");
  to.view("casework_case", kCaseDdl);
  to.view("casework_status", kStatusDdl);
  to.view("casework_place", kPlaceDdl);
  imports::declare_records(to, kImports);
  to.on<CaseRecorded>([](store::Session& db, const journal::Entry& entry, const CaseRecorded& p) {
    insert(db, entry, p.facts, p.person, p.number, p.digest);
  });
  to.on<CaseCorrected>([](store::Session& db, const journal::Entry& entry, const CaseCorrected& p) {
    const auto number =
        db.integer("select number from casework_case where entry = $1", entry.amends);
    close(db, entry.amends, entry.recorded_at);
    insert(db, entry, p.facts, p.person, number, p.digest);
  });
  to.on<CaseWithdrawn>([](store::Session& db, const journal::Entry& entry, const CaseWithdrawn&) {
    close(db, entry.amends, entry.recorded_at);
    db.run("update casework_status set known_to = $2 where id = $1 and known_to = $3",
           entry.subject, entry.recorded_at, kForever);
  });
  const auto status = [](store::Session& db, const journal::Entry& entry, Status now, Day day) {
    db.run(
        "insert into casework_status(entry, known_from, known_to, id, status, day)"
        " values ($1, $2, $3, $4, $5, $6)",
        entry.id, entry.recorded_at, kForever, entry.subject, json::enum_name(now), day);
  };
  to.on<StatusChanged>([status](store::Session& db, const journal::Entry& entry,
                                const StatusChanged& p) { status(db, entry, p.status, p.day); });
  to.on<StatusCorrected>([status](store::Session& db, const journal::Entry& entry,
                                  const StatusCorrected& p) {
    const auto day = db.integer("select day from casework_status where entry = $1", entry.amends);
    if (!day) return;
    db.run("update casework_status set known_to = $2 where entry = $1", entry.amends,
           entry.recorded_at);
    if (p.status) status(db, entry, *p.status, p.day.value_or(Day{static_cast<int>(*day)}));
  });
  to.on<ListImported>([](store::Session& db, const journal::Entry& entry, const ListImported& p) {
    imports::add_record(db, kImports, entry, p.digest);
  });
  to.on<area::AreaMoved>(
      [](store::Session& db, const journal::Entry&, const area::AreaMoved& moved) {
        area::move_codes(db, "casework_case", "area", moved);
        area::move_codes(db, "casework_place", "area", moved);
      });
}

}  // namespace fx::casework
