#include <algorithm>

#include "modules/zones/state.h"

namespace fx::zones {
namespace {

// One row for each thing that happened to a zone. An undone one keeps its row: known_to.
constexpr const char* kStepDdl = R"(
create table zones_step(
  entry blob primary key, zone blob not null, n integer not null, area text not null,
  what integer not null, at integer not null, kind text, known_from integer not null,
  known_to integer not null, actor blob, payload text not null) strict, without rowid;
create index zones_step_zone on zones_step(zone, n);
create index zones_step_area on zones_step(area);
)";
// The areas that it added or took out, with their codes of today.
constexpr const char* kStepAreaDdl = R"(
create table zones_extent(
  entry blob not null, n integer not null, area text not null, added integer not null,
  primary key(entry, n)) strict, without rowid;
create index zones_extent_area on zones_extent(area);
)";
// The stretches that follow from them, in two times.
constexpr const char* kPartDdl = R"(
create table zones_part(
  zone blob not null, n integer not null, area text not null, kind text not null,
  since integer not null, until integer not null, known_from integer not null,
  known_to integer not null, primary key(zone, n)) strict, without rowid;
create index zones_part_area on zones_part(area, known_to);
)";

bool same(const Part& a, const Part& b) {
  return a.area == b.area && a.kind == b.kind && a.since == b.since && a.until == b.until;
}

// Rows that no longer hold are closed, what holds now is added.
void bring_up(store::Session& db, const Ulid& zone, Instant known) {
  const auto now = timeline(zone, events_of(standing(steps_of(db, zone), known)));
  std::vector<std::pair<std::int64_t, Part>> rows;
  std::int64_t next = 0;
  {
    auto q = db.query(
        "select n, area, kind, since, until, known_to from zones_part where zone = $1 order by n",
        zone);
    while (q.next()) {
      next = q.integer(0) + 1;
      if (q.instant(5) != kForever) continue;
      rows.emplace_back(q.integer(0),
                        Part{zone, json::enum_value<Kind>(q.text(2)).value_or(Kind::control),
                             q.string(1), q.instant(3), q.instant(4)});
    }
  }
  for (const auto& [n, row] : rows) {
    const auto& old = row;
    if (std::none_of(now.begin(), now.end(), [&](const Part& p) { return same(p, old); })) {
      db.run("update zones_part set known_to = $3 where zone = $1 and n = $2", zone, n, known);
    }
  }
  for (const auto& part : now) {
    if (std::any_of(rows.begin(), rows.end(),
                    [&](const auto& row) { return same(row.second, part); })) {
      continue;
    }
    db.run(
        "insert into zones_part(zone, n, area, kind, since, until, known_from, known_to)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8)",
        zone, next++, part.area, json::enum_name(part.kind), part.since, part.until, known,
        kForever);
  }
}

template <class Payload>
void add(store::Session& db, const journal::Entry& entry, const Payload& payload, Event::What what,
         Instant at, std::optional<Kind> kind, const std::vector<std::string>& added,
         const std::vector<std::string>& removed) {
  const std::string text = json::text(payload);
  const auto n =
      db.integer("select count(*) from zones_step where zone = $1", entry.subject).value_or(0);
  std::optional<std::string_view> kind_name;
  if (kind) kind_name = json::enum_name(*kind);
  db.run(
      "insert into zones_step(entry, zone, n, area, what, at, kind, known_from, known_to, actor,"
      " payload) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
      entry.id, entry.subject, n, entry.area, static_cast<int>(what), at, kind_name,
      entry.recorded_at, kForever, entry.actor, text);
  int i = 0;
  const auto each = [&](const std::vector<std::string>& areas, bool is_added) {
    for (const auto& area : areas) {
      db.run("insert into zones_extent(entry, n, area, added) values ($1, $2, $3, $4)", entry.id,
             i++, area, is_added);
    }
  };
  each(removed, false);
  each(added, true);
  bring_up(db, entry.subject, entry.recorded_at);
}

}  // namespace

void declare_views(host::Declaration& to) {
  to.entry<Drawn>("划定管控区域", "zone drawn");
  to.entry<Changed>("调整管控区域", "zone changed");
  to.entry<Lifted>("解除管控区域", "zone lifted");
  to.entry<Undone>("撤销管控区域变动", "change of a zone undone");
  to.view("zones_step", kStepDdl);
  to.view("zones_extent", kStepAreaDdl);
  to.view("zones_part", kPartDdl);
  to.on<Drawn>([](store::Session& db, const journal::Entry& entry, const Drawn& p) {
    add(db, entry, p, Event::What::kDrawn, p.from, p.kind, p.areas, {});
  });
  to.on<Changed>([](store::Session& db, const journal::Entry& entry, const Changed& p) {
    add(db, entry, p, Event::What::kChanged, p.at, p.kind, p.add, p.remove);
  });
  to.on<Lifted>([](store::Session& db, const journal::Entry& entry, const Lifted& p) {
    add(db, entry, p, Event::What::kLifted, p.at, std::nullopt, {}, {});
  });
  to.on<Undone>([](store::Session& db, const journal::Entry& entry, const Undone&) {
    db.run("update zones_step set known_to = $2 where entry = $1", entry.amends, entry.recorded_at);
    bring_up(db, entry.subject, entry.recorded_at);
  });
  to.on<area::AreaMoved>(
      [](store::Session& db, const journal::Entry&, const area::AreaMoved& moved) {
        area::move_codes(db, "zones_step", "area", moved);
        area::move_codes(db, "zones_extent", "area", moved);
        area::move_codes(db, "zones_part", "area", moved);
      });
}

}  // namespace fx::zones
