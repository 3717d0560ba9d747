#include "modules/returnees/views.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <tuple>
#include <vector>

namespace fx::returnees {

const std::string_view kClaimDdl = R"(
create table returnees_claim(
  entry blob primary key, arrival blob not null, person blob not null, source text not null,
  import blob not null, row integer not null, origin text not null, abroad integer not null,
  arrived integer, listed integer, transport text not null, tenths integer,
  symptoms integer not null, recorded_at integer not null,
  -- The later claim of the same source that took its place.
  replaced_by blob) strict, without rowid;
create index returnees_claim_arrival on returnees_claim(arrival);
create index returnees_claim_import on returnees_claim(import, row);
)";

const std::string_view kArrivalDdl = R"(
create table returnees_arrival(
  arrival blob not null, known_from integer not null, known_to integer not null,
  claimant blob not null, person blob not null, household blob, area text not null,
  origin text not null, abroad integer not null, arrived integer not null,
  dated integer not null, symptoms integer not null, claims integer not null,
  disputed integer not null, found integer not null,
  -- Figures read whole areas: what they read lies together.
  primary key(area, arrival, known_from)) strict, without rowid;
create index returnees_arrival_id on returnees_arrival(arrival, known_to);
create index returnees_arrival_person on returnees_arrival(person);
create index returnees_arrival_claimant on returnees_arrival(claimant);
)";

const std::string_view kSettledDdl = R"(
create table returnees_settled(
  arrival blob primary key, origin text, arrived integer, withdrawn integer not null)
  strict, without rowid;
)";

bool contradicts(std::string_view a, std::string_view b) {
  const auto length = std::min(a.size(), b.size());
  return a.substr(0, length) != b.substr(0, length);
}

namespace {

struct Claim {
  int trust = 0;
  std::string origin;
  bool abroad = false;
  std::optional<Day> arrived;
  std::optional<Day> listed;
  bool symptoms = false;
};

int trust_of(std::string_view source) {
  const auto kind = json::enum_value<SourceKind>(source).value_or(SourceKind::declaration);
  switch (kind) {
    case SourceKind::hand:
      return 4;  // typed in by somebody who had the person before them
    case SourceKind::own_list:
      return 3;
    case SourceKind::passed_down:
      return 2;
    case SourceKind::declaration:
      return 1;
  }
  return 0;
}

// The value that most claims give; in a tie the one from the source trusted most.
template <class Value>
Value most_said(const std::map<Value, std::pair<int, int>>& said) {
  const auto best = std::max_element(
      said.begin(), said.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return best->first;
}

struct Told {
  std::string origin;
  bool abroad = false;
  Day arrived;
  bool dated = false;
  bool symptoms = false;
  int claims = 0;
  bool disputed = false;
};

Told tell(const std::vector<Claim>& claims) {
  Told told;
  told.claims = static_cast<int>(claims.size());
  std::map<std::pair<std::string, bool>, std::pair<int, int>> origins;
  std::map<Day, std::pair<int, int>> days;
  std::optional<Day> listed;
  for (const auto& claim : claims) {
    told.symptoms = told.symptoms || claim.symptoms;
    if (!claim.origin.empty() || claim.abroad) {
      auto& said = origins[{claim.origin, claim.abroad}];
      ++said.first;
      said.second = std::max(said.second, claim.trust);
    }
    if (claim.arrived) {
      auto& said = days[*claim.arrived];
      ++said.first;
      said.second = std::max(said.second, claim.trust);
    }
    if (claim.listed && (!listed || *claim.listed < *listed)) listed = claim.listed;
  }
  if (!origins.empty()) std::tie(told.origin, told.abroad) = most_said(origins);
  for (const auto& [place, said] : origins) {
    told.disputed =
        told.disputed || place.second != told.abroad || contradicts(place.first, told.origin);
    // Of two that agree the more exact one is worth more.
    if (place.second == told.abroad && !contradicts(place.first, told.origin) &&
        place.first.size() > told.origin.size()) {
      told.origin = place.first;
    }
  }
  told.dated = !days.empty();
  told.disputed = told.disputed || days.size() > 1;
  told.arrived = told.dated ? most_said(days) : listed.value_or(Day{});
  return told;
}

// Writes the arrival's row anew if it tells anything else than the open one.
void write(store::Session& db, const registry::Directory& people, const Ulid& arrival, Instant at) {
  std::vector<Claim> claims;
  Ulid claimant;
  {
    auto q = db.query(
        "select source, origin, abroad, arrived, listed, symptoms, person, replaced_by"
        " from returnees_claim where arrival = $1 order by entry",
        arrival);
    while (q.next()) {
      if (claimant.is_nil()) claimant = q.ulid(6);
      if (!q.is_null(7)) continue;
      Claim claim;
      claim.trust = trust_of(q.text(0));
      claim.origin = q.text(1);
      claim.abroad = q.flag(2);
      if (!q.is_null(3)) claim.arrived = q.day(3);
      if (!q.is_null(4)) claim.listed = q.day(4);
      claim.symptoms = q.flag(5);
      claims.push_back(std::move(claim));
    }
  }
  if (claims.empty()) return;
  Told told = tell(claims);
  bool withdrawn = false;
  {
    auto q = db.query("select origin, arrived, withdrawn from returnees_settled where arrival = $1",
                      arrival);
    if (q.next()) {
      if (!q.is_null(0)) told.origin = q.text(0);
      if (!q.is_null(1)) {
        told.arrived = q.day(1);
        told.dated = true;
      }
      told.disputed = false;
      withdrawn = q.flag(2);
    }
  }
  const Ulid person = people.canonical(db, claimant);
  const auto place = people.place_of(db, person);
  const Ulid household = place ? place->household : Ulid();
  const std::string area = place ? place->area : std::string();

  // The row that stands is closed; one of the same moment was never seen and is replaced.
  {
    auto q = db.query(
        "select person, household, area, origin, abroad, arrived, dated, symptoms, claims,"
        " disputed from returnees_arrival where arrival = $1 and known_to = $2",
        arrival, kForever);
    if (q.next() && !withdrawn && q.ulid(0) == person && q.ulid(1) == household &&
        q.text(2) == area && q.text(3) == told.origin && q.flag(4) == told.abroad &&
        q.day(5) == told.arrived && q.flag(6) == told.dated && q.flag(7) == told.symptoms &&
        q.number(8) == told.claims && q.flag(9) == told.disputed) {
      return;
    }
  }
  db.run("delete from returnees_arrival where arrival = $1 and known_from = $2", arrival, at);
  db.run("update returnees_arrival set known_to = $3 where arrival = $1 and known_to = $2", arrival,
         kForever, at);
  if (withdrawn) return;
  db.run(
      "insert into returnees_arrival(arrival, known_from, known_to, claimant, person, household,"
      " area, origin, abroad, arrived, dated, symptoms, claims, disputed, found)"
      " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
      arrival, at, kForever, claimant, person, household, area, told.origin, told.abroad,
      told.arrived, told.dated, told.symptoms, told.claims, told.disputed, !household.is_nil());
}

}  // namespace

void apply(store::Session& db, const registry::Directory& people, const journal::Entry& entry,
           const Claimed& claimed) {
  db.run(
      "insert into returnees_claim(entry, arrival, person, source, import, row, origin, abroad,"
      " arrived, listed, transport, tenths, symptoms, recorded_at)"
      " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
      entry.id, claimed.arrival, entry.subject, json::enum_name(claimed.source), claimed.import,
      claimed.row, claimed.origin, claimed.abroad, claimed.arrived, claimed.listed,
      json::enum_name(claimed.transport), claimed.tenths, claimed.symptoms, entry.recorded_at);
  const auto replace = [&](const Ulid& earlier) {
    db.run("update returnees_claim set replaced_by = $1 where entry = $2", entry.id, earlier);
  };
  if (!entry.amends.is_nil()) replace(entry.amends);
  for (const auto& earlier : claimed.replaces.value_or(std::vector<Ulid>())) replace(earlier);
  write(db, people, claimed.arrival, entry.recorded_at);
}

void apply(store::Session& db, const registry::Directory& people, const journal::Entry& entry,
           const ConflictSettled& settled) {
  db.run(
      "insert into returnees_settled(arrival, origin, arrived, withdrawn) values ($1, $2, $3, 0)"
      " on conflict(arrival) do update set origin = coalesce(excluded.origin, origin),"
      " arrived = coalesce(excluded.arrived, arrived)",
      settled.arrival, settled.origin, settled.arrived);
  write(db, people, settled.arrival, entry.recorded_at);
}

void apply(store::Session& db, const registry::Directory& people, const journal::Entry& entry,
           const Withdrawn& withdrawn) {
  db.run(
      "insert into returnees_settled(arrival, origin, arrived, withdrawn) values ($1, null, null, "
      "1)"
      " on conflict(arrival) do update set withdrawn = 1",
      withdrawn.arrival);
  write(db, people, withdrawn.arrival, entry.recorded_at);
}

void follow(store::Session& db, const registry::Directory& people, const Ulid& person, Instant at) {
  std::vector<Ulid> arrivals;
  {
    auto q = db.query(
        "select arrival from returnees_arrival where claimant = $1 and known_to = $2"
        " union select arrival from returnees_arrival where person = $1 and known_to = $2",
        person, kForever);
    while (q.next()) arrivals.push_back(q.ulid(0));
  }
  for (const auto& arrival : arrivals) write(db, people, arrival, at);
}

std::vector<StandingClaim> standing_claims(store::Session& db, const Ulid& arrival,
                                           SourceKind source) {
  std::vector<StandingClaim> out;
  auto q = db.query(
      "select entry, import, origin, abroad, arrived, symptoms from returnees_claim"
      " where arrival = $1 and source = $2 and replaced_by is null order by recorded_at, entry",
      arrival, json::enum_name(source));
  while (q.next()) {
    StandingClaim claim{q.ulid(0), q.ulid(1), q.string(2), q.flag(3), {}, q.flag(5)};
    if (!q.is_null(4)) claim.arrived = q.day(4);
    out.push_back(std::move(claim));
  }
  return out;
}

Ulid replace(Claimed& claimed, std::vector<Ulid> earlier) {
  if (earlier.empty()) return {};
  const Ulid latest = earlier.back();
  earlier.pop_back();
  if (!earlier.empty()) claimed.replaces = std::move(earlier);
  return latest;
}

std::optional<Ulid> joins(store::Session& db, const Ulid& person, std::optional<Day> arrived) {
  std::optional<Ulid> best;
  int best_distance = kSameArrivalDays + 1;
  auto q = db.query(
      "select arrival, arrived, dated from returnees_arrival where person = $1 and known_to = $2"
      " order by arrived desc, arrival",
      person, kForever);
  while (q.next()) {
    const int distance = arrived && q.flag(2) ? std::abs(*arrived - q.day(1)) : 0;
    if (distance < best_distance) {
      best = q.ulid(0);
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace fx::returnees
