#include "modules/casework/cases.h"

#include <algorithm>
#include <map>

#include "area/code.h"
#include "base/text.h"
#include "modules/casework/state.h"

namespace fx::casework {

std::vector<Case> CaseBook::of_area(store::Session& db, std::string_view area,
                                    Instant known) const {
  const auto [low, high] = area::range(area);
  std::vector<Case> out;
  std::map<Ulid, std::size_t> at;
  {
    auto q = db.query(
        "select id, area, facts from casework_case where $1 <= area and area < $2"
        " and known_from <= $3 and $3 < known_to order by reported, id",
        low, high, known);
    while (q.next()) {
      auto facts = json::read_text<CaseFacts>(q.text(2));
      FX_CHECK(facts.has_value());
      facts->places.clear();
      at.emplace(q.ulid(0), out.size());
      out.push_back({q.ulid(0), q.string(1), std::move(*facts), {}});
    }
  }
  const std::string joined =
      " join casework_case c on c.id = x.id and c.known_from <= $3 and $3 < c.known_to"
      " where $1 <= c.area and c.area < $2 and x.known_from <= $3 and $3 < x.known_to";
  {
    auto q = db.query("select x.id, x.role, x.kind, x.area, x.name from casework_place x" + joined +
                          " order by x.id, x.n",
                      low, high, known);
    while (q.next()) {
      CasePlace place;
      place.role = json::enum_value<PlaceRole>(q.text(1)).value_or(PlaceRole::stay);
      place.kind = json::enum_value<PlaceKind>(q.text(2)).value_or(PlaceKind::other);
      if (!q.is_null(3)) place.area = q.string(3);
      if (!q.is_null(4)) place.name = q.integer(4);
      out[at.at(q.ulid(0))].facts.places.push_back(std::move(place));
    }
  }
  {
    // Of two on one day the one that was recorded later stands.
    auto q = db.query("select x.id, x.status, x.day from casework_status x" + joined +
                          " order by x.id, x.day, x.known_from, x.entry",
                      low, high, known);
    while (q.next()) {
      out[at.at(q.ulid(0))].statuses.push_back(
          {q.day(2), json::enum_value<Status>(q.text(1)).value_or(Status::confirmed)});
    }
  }
  return out;
}

std::optional<Case> CaseBook::find(store::Session& db, const Ulid& id, Instant known) const {
  std::string area;
  {
    auto q = db.query(
        "select area from casework_case where id = $1 and known_from <= $2 and $2 < known_to", id,
        known);
    if (!q.next()) return std::nullopt;
    area = q.string(0);
  }
  for (auto& one : of_area(db, area, known)) {
    if (one.id == id) return std::move(one);
  }
  return std::nullopt;
}

std::vector<Instant> CaseBook::changes(store::Session& db, std::string_view area) const {
  const auto [low, high] = area::range(area);
  std::vector<Instant> out;
  auto q = db.query(
      "select known_from from casework_case where $1 <= area and area < $2"
      " union select known_to from casework_case where $1 <= area and area < $2"
      " union select s.known_from from casework_status s join casework_case c on c.id = s.id"
      " where $1 <= c.area and c.area < $2"
      " union select s.known_to from casework_status s join casework_case c on c.id = s.id"
      " where $1 <= c.area and c.area < $2 order by 1",
      low, high);
  while (q.next()) {
    if (q.instant(0) != kForever) out.push_back(q.instant(0));
  }
  return out;
}

std::optional<Version> version_of(store::Session& db, const Ulid& id) {
  auto q = db.query(
      "select entry, area, person, facts from casework_case where id = $1 and known_to = $2", id,
      kForever);
  if (!q.next()) return std::nullopt;
  auto facts = json::read_text<CaseFacts>(q.text(3));
  FX_CHECK(facts.has_value());
  return Version{q.ulid(0), id, q.string(1), q.ulid(2), std::move(*facts)};
}

std::vector<StatusRow> statuses_of(store::Session& db, const Ulid& id) {
  std::vector<StatusRow> out;
  auto q = db.query(
      "select entry, status, day from casework_status where id = $1 and known_to = $2"
      " order by day, known_from, entry",
      id, kForever);
  while (q.next()) {
    out.push_back(
        {q.ulid(0), json::enum_value<Status>(q.text(1)).value_or(Status::confirmed), q.day(2)});
  }
  return out;
}

std::int64_t token(std::string_view what, std::string_view text) {
  // FNV-1a with a last mixing. Part of the stored data: never changes.
  std::uint64_t hash = 0xcbf29ce484222325U;
  const auto add = [&](std::string_view bytes) {
    for (const char c : bytes) {
      hash ^= static_cast<unsigned char>(c);
      hash *= 0x100000001b3U;
    }
    hash ^= 0xFF;
    hash *= 0x100000001b3U;
  };
  add(what);
  add(text);
  hash ^= hash >> 32U;
  hash *= 0xd6e8feb86659fd93U;
  hash ^= hash >> 32U;
  return static_cast<std::int64_t>(hash >> 1U) | 1;
}

bool classifies(Status status) {
  return status == Status::confirmed || status == Status::suspected ||
         status == Status::asymptomatic;
}

Status status_of(Classification classification) {
  switch (classification) {
    case Classification::confirmed:
      return Status::confirmed;
    case Classification::suspected:
      return Status::suspected;
    case Classification::asymptomatic:
      return Status::asymptomatic;
  }
  return Status::confirmed;
}

fx::Status check_days(const CaseFacts& facts, Day today) {
  if (facts.reported > today) return refuse(kFuture, "reported", {{"day", iso(facts.reported)}});
  const auto check = [&](const std::optional<Day>& day, const char* field) -> fx::Status {
    if (!day) return {};
    if (*day > today) return refuse(kFuture, field, {{"day", iso(*day)}});
    const int apart = *day - facts.reported;
    if (apart < -kMostDaysBefore || apart > kMostDaysAfter) {
      return refuse(kImplausible, field, {{"day", iso(*day)}});
    }
    return {};
  };
  if (auto status = check(facts.onset, "onset"); !status) return status;
  if (auto status = check(facts.sampled, "sampled"); !status) return status;
  if (auto status = check(facts.isolated, "isolated"); !status) return status;
  if (facts.age && (*facts.age < 0 || *facts.age > 130)) return refuse(kBadAge, "age");
  return {};
}

fx::Status check_status(const std::vector<StatusRow>& known, Status status, Day day, Day reported,
                        Day today) {
  if (day > today) return refuse(kFuture, "on", {{"day", iso(day)}});
  if (day < reported) return refuse(kBeforeReport, "on", {{"day", iso(day)}});
  for (const auto& row : known) {
    if (row.status == Status::died && (row.day <= day || status == Status::died)) {
      return refuse(kClosed, "status");
    }
  }
  return {};
}

Ulid open_case_of(store::Session& db, const Ulid& person) {
  std::vector<Ulid> cases;
  {
    auto q = db.query("select id from casework_case where person = $1 and known_to = $2", person,
                      kForever);
    while (q.next()) cases.push_back(q.ulid(0));
  }
  for (const auto& id : cases) {
    const auto rows = statuses_of(db, id);
    if (!rows.empty() && classifies(rows.back().status)) return id;
  }
  return {};
}

}  // namespace fx::casework
