#include "modules/registry/state.h"

#include <algorithm>
#include <tuple>

#include "area/code.h"
#include "area/tree.h"
#include "base/check.h"
#include "identity/person.h"
#include "modules/registry/timeline.h"

namespace fx::registry {
namespace {

constexpr const char* kStateDdl =
    "create table registry_state("
    " subject blob not null, n integer not null, kind integer not null, household blob,"
    " area text not null, relation integer not null, flags integer not null,"
    " since integer not null, until integer not null, known_from integer not null,"
    " known_to integer not null, primary key(subject, n)) strict, without rowid;"
    // Holds all that a figure needs.
    "create index registry_state_area on registry_state("
    " kind, area, known_to, known_from, since, until, flags);"
    "create index registry_state_household on registry_state(household, known_to, kind)"
    " where household is not null;";

constexpr const char* kEventDdl =
    "create table registry_event("
    " subject blob not null, position integer not null, kind integer not null,"
    " op integer not null, day integer not null, household blob,"
    " area text not null, relation integer, mask integer not null, flags integer not null,"
    " undone integer not null, primary key(subject, position)) strict, without rowid;";

constexpr const char* kTallyDdl =
    "create table registry_tally("
    " what text not null, area text not null, day integer not null, known integer not null,"
    " change integer not null, primary key(what, area, day, known)) strict, without rowid;";

constexpr const char* kMergeDdl =
    "create table registry_merge("
    " merged blob primary key, kept blob not null, entry blob not null) strict, without rowid;"
    "create index registry_merge_kept on registry_merge(kept);";

constexpr const char* kDoubtDdl =
    "create table registry_doubt("
    " id blob primary key, person blob not null, area text not null, kind integer not null,"
    " other_person blob, other_household blob, other_grid text not null, import blob,"
    " raised integer not null, resolution integer, settled integer, settled_by blob,"
    " settled_with blob) strict, without rowid;"
    "create index registry_doubt_person on registry_doubt(person);"
    "create index registry_doubt_other on registry_doubt(other_person)"
    " where other_person is not null;"
    "create index registry_doubt_merge on registry_doubt(settled_with)"
    " where settled_with is not null;"
    "create index registry_doubt_open on registry_doubt(area, id) where settled is null;";

using store::Session;

// --- tallies -------------------------------------------------------------------------------------

void tally(Session& db, std::string_view what, std::string_view grid, Day day, std::int64_t known,
           int change) {
  db.run(
      "insert into registry_tally(what, area, day, known, change) values ($1, $2, $3, $4, $5)"
      " on conflict(what, area, day, known) do update set change = change + excluded.change",
      what, grid, day, known, change);
  // So that what comes to nothing leaves nothing; a zero left by an addition counts for nothing.
  if (change < 0) {
    db.run(
        "delete from registry_tally where what = $1 and area = $2 and day = $3 and known = $4"
        " and change = 0",
        what, grid, day, known);
  }
}

// A row counts for (day, known) with since <= day < until and from <= known < to: four corners.
void tally_rectangle(Session& db, std::string_view what, std::string_view grid, const Segment& s,
                     Instant from, Instant to, int sign) {
  tally(db, what, grid, s.since, from.millis, sign);
  if (s.until != kNever) tally(db, what, grid, s.until, from.millis, -sign);
  if (to != kForever) {
    tally(db, what, grid, s.since, to.millis, -sign);
    if (s.until != kNever) tally(db, what, grid, s.until, to.millis, sign);
  }
}

void tally_row(Session& db, Subject kind, const Segment& s, Instant from, Instant to, int sign) {
  if (s.household.is_nil()) return;
  const std::string grid = area::at_level(s.area, area::Level::kGrid);
  FX_CHECK(!grid.empty());
  if (kind == Subject::kPerson) {
    tally_rectangle(db, "people", grid, s, from, to, sign);
    for (const auto flag : list_of(s.flags)) {
      thread_local std::string what;
      what = "people.";
      what += json::enum_name(flag);
      tally_rectangle(db, what, grid, s, from, to, sign);
    }
  } else {
    tally_rectangle(db, "households", grid, s, from, to, sign);
    if ((s.flags & kEmpty) != 0) tally_rectangle(db, "households.empty", grid, s, from, to, sign);
    if ((s.flags & kVisited) == 0) {
      tally_rectangle(db, "households.unvisited", grid, s, from, to, sign);
    }
  }
}

// --- rows ----------------------------------------------------------------------------------------

void insert_row(Session& db, const Ulid& subject, std::int64_t n, Subject kind, const Segment& s,
                Instant known) {
  db.run(
      "insert into registry_state(subject, n, kind, household, area, relation, flags, since, until,"
      " known_from, known_to) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
      subject, n, static_cast<int>(kind), s.household, s.area, static_cast<int>(s.relation),
      static_cast<std::int64_t>(s.flags), s.since, s.until, known, kForever);
  tally_row(db, kind, s, known, kForever, 1);
}

Segment read_segment(const store::Query& q, int at) {
  Segment s;
  s.household = q.ulid(at);
  s.area = q.text(at + 1);
  s.relation = static_cast<Relation>(q.number(at + 2));
  s.flags = static_cast<Flags>(q.integer(at + 3));
  s.since = q.day(at + 4);
  s.until = q.day(at + 5);
  return s;
}

std::vector<Event> events_of(Session& db, const Ulid& subject) {
  std::vector<Event> out;
  auto q = db.query(
      "select op, day, household, area, relation, mask, flags, position from registry_event"
      " where subject = $1 and undone = 0 order by day, position",
      subject);
  while (q.next()) {
    Event e;
    e.op = static_cast<Op>(q.number(0));
    e.day = q.day(1);
    e.household = q.ulid(2);
    e.area = q.text(3);
    if (!q.is_null(4)) e.relation = static_cast<Relation>(q.number(4));
    e.mask = static_cast<Flags>(q.integer(5));
    e.flags = static_cast<Flags>(q.integer(6));
    out.push_back(std::move(e));
  }
  return out;
}

bool is_merged(Session& db, const Ulid& person) {
  return db.integer("select 1 from registry_merge where merged = $1", person).has_value();
}

std::vector<Ulid> merged_into(Session& db, const Ulid& kept) {
  std::vector<Ulid> out;
  auto q = db.query("select merged from registry_merge where kept = $1 order by entry", kept);
  while (q.next()) out.push_back(q.ulid(0));
  return out;
}

// The segments of a person who has others merged into them: their own, or, if they are in no
// household, those of the first who is.
std::vector<Segment> segments_of(Session& db, const Ulid& subject, int depth) {
  auto own = segments(events_of(db, subject));
  const bool placed =
      std::any_of(own.begin(), own.end(), [](const Segment& s) { return !s.household.is_nil(); });
  if (placed || depth == 0) return own;
  for (const auto& merged : merged_into(db, subject)) {
    auto theirs = segments_of(db, merged, depth - 1);
    if (std::any_of(theirs.begin(), theirs.end(),
                    [](const Segment& s) { return !s.household.is_nil(); })) {
      return theirs;
    }
  }
  return own;
}

// Where search looks for a person follows the register.
void follow(Session& db, const Ulid& person) {
  const auto area = last_area(db, person);
  if (area) identity::set_area(db, person, *area);
}

// Closes the rows that are no longer so, adds what is so now.
void recompute(Session& db, const Ulid& subject, Subject kind, Instant known) {
  constexpr int kMergesDeep = 16;
  std::vector<Segment> wanted;
  if (kind == Subject::kHousehold || !is_merged(db, subject)) {
    wanted = segments_of(db, subject, kMergesDeep);
  }
  struct Row {
    std::int64_t n;
    Segment segment;
    Instant from;
  };
  std::vector<Row> rows;
  std::int64_t next = 0;
  {
    auto q = db.query(
        "select household, area, relation, flags, since, until, n, known_from, known_to"
        " from registry_state where subject = $1 order by n",
        subject);
    while (q.next()) {
      next = q.integer(6) + 1;
      if (q.instant(8) == kForever) {
        rows.push_back({q.integer(6), read_segment(q, 0), q.instant(7)});
      }
    }
  }
  for (const auto& row : rows) {
    const auto it = std::find(wanted.begin(), wanted.end(), row.segment);
    if (it != wanted.end()) {
      wanted.erase(it);
      continue;
    }
    db.run("update registry_state set known_to = $3 where subject = $1 and n = $2", subject, row.n,
           known);
    // The row counted up to forever; now only up to `known`.
    tally_row(db, kind, row.segment, row.from, kForever, -1);
    if (row.from < known) tally_row(db, kind, row.segment, row.from, known, 1);
  }
  for (const auto& segment : wanted) insert_row(db, subject, next++, kind, segment, known);
  if (kind == Subject::kPerson) follow(db, subject);
}

void insert_event(Session& db, const journal::Entry& entry, const Ulid& subject, Subject kind,
                  const Event& e) {
  std::optional<int> relation;
  if (e.relation) relation = static_cast<int>(*e.relation);
  db.run(
      "insert into registry_event(subject, position, kind, op, day, household, area,"
      " relation, mask, flags, undone) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0)",
      subject, entry.position, static_cast<int>(kind), static_cast<int>(e.op), e.day, e.household,
      e.area, relation, static_cast<std::int64_t>(e.mask), static_cast<std::int64_t>(e.flags));
}

// The first event of a subject needs no comparison with what was known before.
void first_event(Session& db, const journal::Entry& entry, Subject kind, const Event& e) {
  insert_event(db, entry, entry.subject, kind, e);
  const auto wanted = segments({e});
  std::int64_t n = 0;
  for (const auto& segment : wanted) {
    insert_row(db, entry.subject, n++, kind, segment, entry.recorded_at);
  }
  if (kind == Subject::kPerson) identity::set_area(db, entry.subject, e.area);
}

void later_event(Session& db, const journal::Entry& entry, Subject kind, const Event& e) {
  insert_event(db, entry, entry.subject, kind, e);
  recompute(db, entry.subject, kind, entry.recorded_at);
}

// The day from which a change without a day holds: as long as it has been as it is now.
Day beginning(Session& db, const Ulid& subject) {
  const auto all = timeline(db, subject);
  return all.empty() ? kAlways : all.back().since;
}

Flags marked(Mark mark, Flags& mask) {
  switch (mark) {
    case Mark::occupied:
      mask = kEmpty | kVisited;
      return kVisited;
    case Mark::empty:
      mask = kEmpty | kVisited;
      return kEmpty | kVisited;
    case Mark::visited:
      mask = kVisited;
      return kVisited;
    case Mark::not_visited:
      mask = kVisited;
      return 0;
  }
  return 0;
}

void on_area_moved(Session& db, const area::AreaMoved& moved) {
  const auto [low, high] = area::range(moved.from);
  struct Row {
    Subject kind;
    Ulid subject;
    Segment segment;
    Instant from, to;
  };
  std::vector<Row> rows;
  {
    auto q = db.query(
        "select household, area, relation, flags, since, until, kind, subject, known_from, known_to"
        " from registry_state where kind in (0, 1) and $1 <= area and area < $2",
        low, high);
    while (q.next()) {
      rows.push_back({static_cast<Subject>(q.number(6)), q.ulid(7), read_segment(q, 0),
                      q.instant(8), q.instant(9)});
    }
  }
  for (auto& row : rows) {
    if (row.from < row.to) tally_row(db, row.kind, row.segment, row.from, row.to, -1);
    row.segment.area = area::moved_code(row.segment.area, moved);
    if (row.from < row.to) tally_row(db, row.kind, row.segment, row.from, row.to, 1);
  }
  for (const std::string_view table : {"registry_state", "registry_event", "registry_doubt"}) {
    area::move_codes(db, table, "area", moved);
  }
  for (const auto& row : rows) {
    if (row.kind == Subject::kPerson) follow(db, row.subject);
  }
}

constexpr std::string_view kDoubtColumns =
    "id, person, area, kind, other_person, other_household, other_grid, raised, settled";

Doubt read_doubt(const store::Query& q) {
  Doubt d;
  d.id = q.ulid(0);
  d.person = q.ulid(1);
  d.area = q.text(2);
  d.kind = static_cast<DoubtKind>(q.number(3));
  d.other_person = q.ulid(4);
  d.other_household = q.ulid(5);
  d.other_grid = q.text(6);
  d.raised = q.instant(7);
  d.open = q.is_null(8);
  return d;
}

std::string select_doubts(std::string_view where) {
  return "select " + std::string(kDoubtColumns) + " from registry_doubt " + std::string(where);
}

}  // namespace

std::vector<Segment> timeline(Session& db, const Ulid& subject) {
  std::vector<Segment> out;
  auto q = db.query(
      "select household, area, relation, flags, since, until from registry_state"
      " where subject = $1 and known_to = $2 order by since",
      subject, kForever);
  while (q.next()) out.push_back(read_segment(q, 0));
  return out;
}

std::optional<Segment> current(Session& db, const Ulid& subject) {
  auto q = db.query(
      "select household, area, relation, flags, since, until from registry_state"
      " where subject = $1 and known_to = $2 and until = $3",
      subject, kForever, kNever);
  if (!q.next()) return std::nullopt;
  return read_segment(q, 0);
}

std::optional<Subject> subject_kind(Session& db, const Ulid& subject) {
  const auto kind =
      db.integer("select kind from registry_event where subject = $1 limit 1", subject);
  if (!kind) return std::nullopt;
  return static_cast<Subject>(*kind);
}

std::optional<std::string> last_area(Session& db, const Ulid& subject) {
  if (const auto now = current(db, subject)) return now->area;
  auto q = db.query(
      "select area from registry_event where subject = $1 and op = 0"
      " order by undone, position desc limit 1",
      subject);
  if (!q.next()) return std::nullopt;
  const std::string community = area::at_level(q.text(0), area::Level::kCommunity);
  return community.empty() ? q.string(0) : community;
}

Ulid canonical(Session& db, const Ulid& person) {
  Ulid at = person;
  for (int i = 0; i < 64; ++i) {
    auto q = db.query("select kept from registry_merge where merged = $1", at);
    if (!q.next()) return at;
    at = q.ulid(0);
  }
  return at;
}

std::vector<Ulid> merged_into(Session& db, const Ulid& person) {
  std::vector<Ulid> out;
  const auto add = [&](const Ulid& kept) {
    auto q = db.query("select merged from registry_merge where kept = $1 order by merged", kept);
    while (q.next()) out.push_back(q.ulid(0));
  };
  add(person);
  for (std::size_t i = 0; i < out.size(); ++i) add(Ulid(out[i]));
  return out;
}

Ulid household_at(Session& db, std::string_view dwelling) {
  auto q = db.query(
      "select subject from registry_state where kind = 1 and area = $1 and known_to = $2"
      " and until = $3",
      dwelling, kForever, kNever);
  return q.next() ? q.ulid(0) : Ulid();
}

std::vector<Ulid> members(Session& db, const Ulid& household) {
  std::vector<Ulid> out;
  auto q = db.query(
      "select subject from registry_state where household = $1 and known_to = $2 and kind = 0"
      " and until = $3 order by case when relation = 1 then 0 else 1 end, relation, subject",
      household, kForever, kNever);
  while (q.next()) out.push_back(q.ulid(0));
  return out;
}

std::optional<EventOf> event_of(Session& db, const Ulid& entry) {
  const auto found = journal::Journal::find(db, entry);
  if (!found || found->subject.is_nil()) return std::nullopt;
  auto q = db.query(
      "select e.area, e.undone, e.position > (select min(position) from registry_event f"
      " where f.subject = e.subject) from registry_event e where e.subject = $1 and e.position = "
      "$2",
      found->subject, found->position);
  if (!q.next()) return std::nullopt;
  return EventOf{found->subject, q.string(0), q.flag(1), q.flag(2)};
}

std::optional<Doubt> find_doubt(Session& db, const Ulid& id) {
  auto q = db.query(select_doubts("where id = $1"), id);
  if (!q.next()) return std::nullopt;
  return read_doubt(q);
}

std::optional<Doubt> same_doubt(Session& db, DoubtKind kind, const Ulid& person,
                                const Ulid& other_person, const Ulid& other_household,
                                std::string_view other_grid) {
  auto q = db.query(
      select_doubts("where person in ($1, $2) and kind = $3 order by settled is not null, id"),
      person, other_person.is_nil() ? person : other_person, static_cast<int>(kind));
  while (q.next()) {
    auto doubt = read_doubt(q);
    const bool people = (doubt.person == person && doubt.other_person == other_person) ||
                        (doubt.person == other_person && doubt.other_person == person);
    if (people && doubt.other_household == other_household && doubt.other_grid == other_grid) {
      return doubt;
    }
  }
  return std::nullopt;
}

void each_doubt_of(Session& db, const Ulid& person,
                   const std::function<void(const Doubt&)>& visit) {
  std::vector<Doubt> doubts;
  {
    auto q = db.query(select_doubts("where person = $1 or other_person = $1 order by id"), person);
    while (q.next()) doubts.push_back(read_doubt(q));
  }
  for (const auto& doubt : doubts) visit(doubt);
}

void declare_views(host::Declaration& to) {
  to.entry<HouseholdAdded>("登记住户", "household added");
  to.entry<HouseholdMarked>("走访登记", "household visited or marked");
  to.entry<PersonAdded>("登记人员", "person added");
  to.entry<PersonMoved>("变更住址", "person moved");
  to.entry<PersonLeft>("迁出或离世", "person left");
  to.entry<PersonChanged>("更正信息", "person's data changed");
  to.entry<PeopleMerged>("合并重复人员", "two records merged");
  to.entry<MergeUndone>("撤销合并", "merge undone");
  to.entry<ChangeUndone>("撤销变更", "change undone");
  to.entry<PersonErased>("删除身份信息", "identity erased");
  to.entry<DoubtRaised>("存疑待核", "doubt raised");
  to.entry<DoubtSettled>("核实存疑", "doubt settled");
  to.entry<ImportDone>("导入登记表", "register imported");

  to.view("registry_state", kStateDdl);
  to.view("registry_event", kEventDdl);
  to.view("registry_tally", kTallyDdl);
  to.view("registry_merge", kMergeDdl);
  to.view("registry_doubt", kDoubtDdl);
  imports::declare_records(to, kImports);

  to.on<HouseholdAdded>([](Session& db, const journal::Entry& entry, const HouseholdAdded& p) {
    Event e;
    e.household = entry.subject;
    e.area = entry.area;
    e.day = p.since.value_or(kAlways);
    if (p.mark) e.flags = marked(*p.mark, e.mask);
    first_event(db, entry, Subject::kHousehold, e);
  });
  to.on<HouseholdMarked>([](Session& db, const journal::Entry& entry, const HouseholdMarked& p) {
    Event e;
    e.op = Op::kChange;
    e.day = p.day;
    e.area = entry.area;
    e.flags = marked(p.mark, e.mask);
    later_event(db, entry, Subject::kHousehold, e);
  });
  to.on<PersonAdded>([](Session& db, const journal::Entry& entry, const PersonAdded& p) {
    Event e;
    e.household = p.household.value_or(Ulid());
    e.area = entry.area;
    e.day = p.since.value_or(kAlways);
    e.relation = p.relation;
    e.mask = ~Flags{0};
    e.flags = flags_of(p.flags);
    first_event(db, entry, Subject::kPerson, e);
  });
  to.on<PersonMoved>([](Session& db, const journal::Entry& entry, const PersonMoved& p) {
    Event e;
    e.household = p.household;
    e.area = entry.area;
    e.day = p.since ? *p.since : beginning(db, entry.subject);
    e.relation = p.relation;
    later_event(db, entry, Subject::kPerson, e);
  });
  to.on<PersonLeft>([](Session& db, const journal::Entry& entry, const PersonLeft& p) {
    Event e;
    e.op = Op::kLeave;
    e.area = entry.area;
    e.day = p.since ? *p.since : beginning(db, entry.subject);
    later_event(db, entry, Subject::kPerson, e);
  });
  to.on<PersonChanged>([](Session& db, const journal::Entry& entry, const PersonChanged& p) {
    if (!p.relation && !p.flags_given) return;
    Event e;
    e.op = Op::kChange;
    e.area = entry.area;
    e.day = p.since ? *p.since : beginning(db, entry.subject);
    e.relation = p.relation;
    if (p.flags_given) {
      e.mask = ~Flags{0};
      e.flags = flags_of(p.flags);
    }
    later_event(db, entry, Subject::kPerson, e);
  });
  to.on<PeopleMerged>([](Session& db, const journal::Entry& entry, const PeopleMerged& p) {
    db.run("insert into registry_merge(merged, kept, entry) values ($1, $2, $3)", p.merged,
           entry.subject, entry.id);
    recompute(db, p.merged, Subject::kPerson, entry.recorded_at);
    recompute(db, canonical(db, entry.subject), Subject::kPerson, entry.recorded_at);
  });
  to.on<MergeUndone>([](Session& db, const journal::Entry& entry, const MergeUndone& p) {
    db.run("delete from registry_merge where merged = $1", p.merged);
    // What it had answered is open again.
    db.run(
        "update registry_doubt set resolution = null, settled = null, settled_by = null,"
        " settled_with = null where settled_with = $1",
        entry.amends);
    recompute(db, p.merged, Subject::kPerson, entry.recorded_at);
    recompute(db, canonical(db, entry.subject), Subject::kPerson, entry.recorded_at);
  });
  to.on<ChangeUndone>([](Session& db, const journal::Entry& entry, const ChangeUndone&) {
    // The entry amended stands earlier in the journal; only there are entries found by their ids.
    const auto undone = journal::Journal::find(db, entry.amends);
    FX_CHECK(undone.has_value());
    db.run("update registry_event set undone = 1 where subject = $1 and position = $2",
           undone->subject, undone->position);
    const auto kind = subject_kind(db, entry.subject);
    if (kind) {
      recompute(db, *kind == Subject::kPerson ? canonical(db, entry.subject) : entry.subject, *kind,
                entry.recorded_at);
    }
  });
  to.on<DoubtRaised>([](Session& db, const journal::Entry& entry, const DoubtRaised& p) {
    db.run(
        "insert into registry_doubt(id, person, area, kind, other_person, other_household,"
        " other_grid, import, raised) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        entry.id, entry.subject, entry.area, static_cast<int>(p.doubt), p.other_person,
        p.other_household, p.other_grid.value_or(""), p.import, entry.recorded_at);
  });
  to.on<DoubtSettled>([](Session& db, const journal::Entry& entry, const DoubtSettled& p) {
    db.run(
        "update registry_doubt set resolution = $2, settled = $3, settled_by = $4,"
        " settled_with = $5 where id = $1",
        entry.amends, static_cast<int>(p.resolution), entry.recorded_at, entry.actor, p.merge);
  });
  to.on<ImportDone>([](Session& db, const journal::Entry& entry, const ImportDone&) {
    imports::add_record(db, kImports, entry);
  });
  to.on<area::AreaMoved>([](Session& db, const journal::Entry&, const area::AreaMoved& moved) {
    on_area_moved(db, moved);
  });
}

}  // namespace fx::registry
