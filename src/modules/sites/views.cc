#include <algorithm>

#include "base/text.h"
#include "modules/sites/state.h"

namespace fx::sites {
namespace {

// One row for each thing that happened to a site. An undone one keeps its row: known_to.
constexpr const char* kStepDdl = R"(
create table sites_step(
  entry blob primary key, site blob not null, n integer not null, what integer not null,
  area text not null, known_from integer not null, known_to integer not null, actor blob,
  payload text not null) strict, without rowid;
create index sites_step_site on sites_step(site, n);
create index sites_step_area on sites_step(area);
)";
// What follows from them: what is said of it and where it stands, as known when ...
constexpr const char* kSiteDdl = R"(
create table sites_site(
  site blob not null, n integer not null, entry blob not null, area text not null,
  kind text not null, name text not null, name_key text not null, number text, address text,
  facts text not null, known_from integer not null, known_to integer not null,
  primary key(site, n)) strict, without rowid;
create index sites_site_area on sites_site(area, known_to);
)";
// ... and the days on which it is open.
constexpr const char* kOpenDdl = R"(
create table sites_open(
  site blob not null, n integer not null, since integer not null, until integer not null,
  known_from integer not null, known_to integer not null,
  primary key(site, n)) strict, without rowid;
)";
// What rows of lists once said of it.
constexpr const char* kSaidDdl = R"(
create table sites_said(
  site blob not null, digest integer not null, primary key(site, digest)) strict, without rowid;
)";

void bring_up_facts(store::Session& db, const Ulid& site, const std::vector<Step>& steps,
                    Instant known) {
  const Step* says = nullptr;
  for (const auto& step : steps) {
    if (step.facts) says = &step;
  }
  std::int64_t next = 0;
  {
    auto q = db.query(
        "select n, entry, area, known_to from sites_site where site = $1 order by n desc limit 1",
        site);
    if (q.next()) {
      next = q.integer(0) + 1;
      const bool stands = q.instant(3) == kForever;
      if (stands && says != nullptr && q.ulid(1) == says->entry && q.text(2) == says->area) return;
    }
  }
  db.run("update sites_site set known_to = $2 where site = $1 and known_to = $3", site, known,
         kForever);
  if (says == nullptr) return;
  const auto& facts = *says->facts;
  const std::string text = json::text(facts);
  const std::string key = place_key(facts.name);
  db.run(
      "insert into sites_site(site, n, entry, area, kind, name, name_key, number, address, facts,"
      " known_from, known_to) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
      site, next, says->entry, says->area, json::enum_name(facts.kind), facts.name, key,
      facts.number, facts.address, text, known, kForever);
}

void bring_up_open(store::Session& db, const Ulid& site, const std::vector<Step>& steps,
                   Instant known) {
  const auto now = open_stretches(steps);
  std::vector<std::pair<std::int64_t, Stretch>> rows;
  std::int64_t next = 0;
  {
    auto q = db.query("select n, since, until, known_to from sites_open where site = $1 order by n",
                      site);
    while (q.next()) {
      next = q.integer(0) + 1;
      if (q.instant(3) == kForever) rows.emplace_back(q.integer(0), Stretch{q.day(1), q.day(2)});
    }
  }
  for (const auto& [n, row] : rows) {
    if (std::find(now.begin(), now.end(), row) == now.end()) {
      db.run("update sites_open set known_to = $3 where site = $1 and n = $2", site, n, known);
    }
  }
  for (const auto& stretch : now) {
    const bool there = std::any_of(rows.begin(), rows.end(),
                                   [&](const auto& row) { return row.second == stretch; });
    if (there) continue;
    db.run(
        "insert into sites_open(site, n, since, until, known_from, known_to)"
        " values ($1, $2, $3, $4, $5, $6)",
        site, next++, stretch.since, stretch.until, known, kForever);
  }
}

void bring_up(store::Session& db, const Ulid& site, Instant known) {
  const auto steps = standing(steps_of(db, site), known);
  bring_up_facts(db, site, steps, known);
  bring_up_open(db, site, steps, known);
}

template <class Payload>
void add(store::Session& db, const journal::Entry& entry, const Payload& payload, Step::What what) {
  const auto n =
      db.integer("select count(*) from sites_step where site = $1", entry.subject).value_or(0);
  db.run(
      "insert into sites_step(entry, site, n, what, area, known_from, known_to, actor, payload)"
      " values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      entry.id, entry.subject, n, static_cast<int>(what), entry.area, entry.recorded_at, kForever,
      entry.actor, entry.payload);
  if (payload.digest) {
    db.run("insert into sites_said(site, digest) values ($1, $2) on conflict do nothing",
           entry.subject, *payload.digest);
  }
  bring_up(db, entry.subject, entry.recorded_at);
}

}  // namespace

void declare_views(host::Declaration& to) {
  to.entry<Added>("登记场所", "site added");
  to.entry<Changed>("修改场所", "site changed");
  to.entry<Closed>("场所关闭", "site closed");
  to.entry<Reopened>("场所恢复开放", "site reopened");
  to.entry<Undone>("撤销场所变动", "change of a site undone");
  to.entry<ListImported>("导入场所名单", "list of sites imported");
  to.view("sites_step", kStepDdl);
  to.view("sites_site", kSiteDdl);
  to.view("sites_open", kOpenDdl);
  to.view("sites_said", kSaidDdl);
  imports::declare_records(to, kImports);
  to.on<Added>([](store::Session& db, const journal::Entry& entry, const Added& p) {
    add(db, entry, p, Step::What::kAdded);
  });
  to.on<Changed>([](store::Session& db, const journal::Entry& entry, const Changed& p) {
    add(db, entry, p, Step::What::kChanged);
  });
  to.on<Closed>([](store::Session& db, const journal::Entry& entry, const Closed& p) {
    add(db, entry, p, Step::What::kClosed);
  });
  to.on<Reopened>([](store::Session& db, const journal::Entry& entry, const Reopened& p) {
    add(db, entry, p, Step::What::kReopened);
  });
  to.on<Undone>([](store::Session& db, const journal::Entry& entry, const Undone&) {
    db.run("update sites_step set known_to = $2 where entry = $1", entry.amends, entry.recorded_at);
    bring_up(db, entry.subject, entry.recorded_at);
  });
  to.on<ListImported>([](store::Session& db, const journal::Entry& entry, const ListImported& p) {
    imports::add_record(db, kImports, entry, p.digest);
  });
  to.on<area::AreaMoved>(
      [](store::Session& db, const journal::Entry&, const area::AreaMoved& moved) {
        area::move_codes(db, "sites_step", "area", moved);
        area::move_codes(db, "sites_site", "area", moved);
      });
}

}  // namespace fx::sites
