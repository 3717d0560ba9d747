#include <algorithm>

#include "area/code.h"
#include "modules/casework/cases.h"
#include "modules/casework/state.h"

namespace fx::casework {

CaseHistory CaseBook::history(store::Session& db, std::string_view area) const {
  const auto [low, high] = area::range(area);
  CaseHistory out;
  {
    auto q = db.query(
        "select area, id, known_from, known_to, facts from casework_case where $1 <= area"
        " and area < $2 order by area, reported, id, known_from",
        low, high);
    while (q.next()) {
      auto facts = json::read_text<CaseFacts>(q.text(4));
      FX_CHECK(facts.has_value());
      facts->places.clear();
      out.versions_.push_back(
          {q.string(0), q.ulid(1), q.instant(2), q.instant(3), std::move(*facts)});
    }
  }
  const std::string of_these =
      " where x.id in (select id from casework_case where $1 <= area and area < $2)";
  {
    auto q = db.query(
        "select x.id, x.known_from, x.known_to, x.role, x.kind, x.area, x.name"
        " from casework_place x" +
            of_these + " order by x.id, x.n",
        low, high);
    while (q.next()) {
      CasePlace place;
      place.role = json::enum_value<PlaceRole>(q.text(3)).value_or(PlaceRole::stay);
      place.kind = json::enum_value<PlaceKind>(q.text(4)).value_or(PlaceKind::other);
      if (!q.is_null(5)) place.area = q.string(5);
      if (!q.is_null(6)) place.name = q.integer(6);
      out.places_[q.ulid(0)].push_back({q.instant(1), q.instant(2), std::move(place)});
    }
  }
  {
    // Of two on one day the one that was recorded later stands.
    auto q =
        db.query("select x.id, x.known_from, x.known_to, x.day, x.status from casework_status x" +
                     of_these + " order by x.id, x.day, x.known_from, x.entry",
                 low, high);
    while (q.next()) {
      out.statuses_[q.ulid(0)].push_back(
          {q.instant(1),
           q.instant(2),
           {q.day(3), json::enum_value<Status>(q.text(4)).value_or(Status::confirmed)}});
    }
  }
  return out;
}

std::optional<Day> CaseBook::first_reported(store::Session& db, std::string_view area,
                                            Instant known) const {
  const auto [low, high] = area::range(area);
  auto q = db.query(
      "select min(reported) from casework_case where $1 <= area and area < $2 and known_from <= $3"
      " and $3 < known_to",
      low, high, known);
  if (!q.next() || q.is_null(0)) return std::nullopt;
  return q.day(0);
}

std::pair<std::size_t, std::size_t> CaseHistory::within(std::string_view area) const {
  const auto [low, high] = area::range(area);
  const auto before = [](const Version& version, const std::string& code) {
    return version.area < code;
  };
  const auto first = std::lower_bound(versions_.begin(), versions_.end(), low, before);
  const auto last = std::lower_bound(first, versions_.end(), high, before);
  return {first - versions_.begin(), last - versions_.begin()};
}

std::vector<Case> CaseHistory::of_area(std::string_view area, Instant known) const {
  std::vector<Case> out;
  const auto [first, last] = within(area);
  for (auto i = first; i < last; ++i) {
    const auto& version = versions_[i];
    if (version.from > known || known >= version.to) continue;
    Case one{version.id, version.area, version.facts, {}};
    if (const auto it = places_.find(version.id); it != places_.end()) {
      for (const auto& place : it->second) {
        if (place.from <= known && known < place.to) one.facts.places.push_back(place.place);
      }
    }
    if (const auto it = statuses_.find(version.id); it != statuses_.end()) {
      for (const auto& status : it->second) {
        if (status.from <= known && known < status.to) one.statuses.push_back(status.status);
      }
    }
    out.push_back(std::move(one));
  }
  std::sort(out.begin(), out.end(), [](const Case& a, const Case& b) {
    return a.facts.reported != b.facts.reported ? a.facts.reported < b.facts.reported : a.id < b.id;
  });
  return out;
}

std::vector<std::string> CaseHistory::places(std::string_view area, Instant known) const {
  std::vector<std::string> out;
  const auto [first, last] = within(area);
  for (auto i = first; i < last; ++i) {
    const auto& version = versions_[i];
    if (version.from > known || known >= version.to) continue;
    if (out.empty() || out.back() != version.area) out.push_back(version.area);
  }
  return out;
}

std::vector<Instant> CaseHistory::changes(std::string_view area) const {
  std::vector<Instant> out;
  const auto add = [&](Instant at) {
    if (at != kForever) out.push_back(at);
  };
  const auto [first, last] = within(area);
  for (auto i = first; i < last; ++i) {
    add(versions_[i].from);
    add(versions_[i].to);
    const auto it = statuses_.find(versions_[i].id);
    if (it == statuses_.end()) continue;
    for (const auto& status : it->second) {
      add(status.from);
      add(status.to);
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace fx::casework
