#include "modules/zones/state.h"

#include <algorithm>

#include "area/code.h"
#include "policy/evaluate.h"

namespace fx::zones {

std::string_view zh(Kind kind) {
  switch (kind) {
    case Kind::lockdown:
      return "封控区";
    case Kind::high_risk:
      return "高风险区";
    case Kind::infected_site:
      return "疫点";
    case Kind::closed:
      return "封闭管理单元";
    case Kind::infected_area:
      return "疫区";
    case Kind::control:
      return "管控区";
    case Kind::medium_risk:
      return "中风险区";
    case Kind::precaution:
      return "防范区";
    case Kind::low_risk:
      return "低风险区";
  }
  return "";
}

std::string_view en(Kind kind) {
  switch (kind) {
    case Kind::lockdown:
      return "lockdown zone";
    case Kind::high_risk:
      return "high-risk area";
    case Kind::infected_site:
      return "infected site";
    case Kind::closed:
      return "closed unit";
    case Kind::infected_area:
      return "infected area";
    case Kind::control:
      return "control zone";
    case Kind::medium_risk:
      return "medium-risk area";
    case Kind::precaution:
      return "precaution zone";
    case Kind::low_risk:
      return "low-risk area";
  }
  return "";
}

// --- the map -------------------------------------------------------------------------------------

void ZoneMap::add(Part part) {
  auto& here = parts_[part.area];
  const auto at = std::find_if(here.begin(), here.end(), [&](const Part& other) {
    return part.kind != other.kind ? part.kind < other.kind : part.zone < other.zone;
  });
  here.insert(at, std::move(part));
}

const Part* ZoneMap::of(std::string_view code) const {
  const Part* out = nullptr;
  for (std::string at(code); !at.empty(); at = area::parent(at)) {
    const auto it = parts_.find(at);
    if (it == parts_.end()) continue;
    const auto& first = it->second.front();
    if (out == nullptr || first.kind < out->kind) out = &first;
  }
  return out;
}

std::vector<const Part*> ZoneMap::parts() const {
  std::vector<const Part*> out;
  for (const auto& [area, here] : parts_) {
    for (const auto& part : here) out.push_back(&part);
  }
  return out;
}

std::vector<std::string> ZoneMap::covered(std::string_view within) const {
  std::vector<std::string> out;
  for (const auto& [area, here] : parts_) {
    if (area::contains(area, within)) return {std::string(within)};
    if (area::contains(within, area)) out.push_back(area);
  }
  return outermost(std::move(out));
}

std::optional<Part> Zones::zone_of(store::Session& db, std::string_view area, Instant moment,
                                   Instant known) const {
  const auto zones = map(db, area, moment, known);
  const auto* part = zones.of(area);
  return part == nullptr ? std::nullopt : std::optional(*part);
}

// --- reading -------------------------------------------------------------------------------------

std::vector<Step> steps_of(store::Session& db, const Ulid& zone) {
  std::vector<Step> out;
  {
    auto q = db.query(
        "select entry, area, what, at, kind, known_from, known_to, actor, payload from zones_step"
        " where zone = $1 order by n",
        zone);
    while (q.next()) {
      Step step;
      step.entry = q.ulid(0);
      step.zone = zone;
      step.area = q.string(1);
      step.event.what = static_cast<Event::What>(q.number(2));
      step.event.at = q.instant(3);
      if (!q.is_null(4)) step.event.kind = json::enum_value<Kind>(q.text(4));
      step.recorded = q.instant(5);
      step.known_to = q.instant(6);
      step.actor = q.ulid(7);
      const auto take = [&](const auto& payload) {
        FX_CHECK(payload.has_value());
        step.document = payload->document;
      };
      if (step.event.what == Event::What::kDrawn) {
        const auto payload = json::read_text<Drawn>(q.text(8));
        take(payload);
        step.ground = payload->ground;
        step.days = payload->days;
        step.case_id = payload->case_id;
        step.rule = payload->rule;
      } else if (step.event.what == Event::What::kChanged) {
        const auto payload = json::read_text<Changed>(q.text(8));
        take(payload);
        step.ground = payload->ground;
        step.days = payload->days;
        step.rule = payload->rule;
      } else {
        take(json::read_text<Lifted>(q.text(8)));
      }
      out.push_back(std::move(step));
    }
  }
  for (auto& step : out) {
    auto q =
        db.query("select area, added from zones_extent where entry = $1 order by n", step.entry);
    while (q.next()) {
      (q.flag(1) ? step.event.add : step.event.remove).push_back(q.string(0));
    }
  }
  return out;
}

std::vector<Step> standing(std::vector<Step> steps, Instant known) {
  steps.erase(std::remove_if(steps.begin(), steps.end(),
                             [&](const Step& step) {
                               return step.recorded > known || step.known_to <= known;
                             }),
              steps.end());
  return steps;
}

std::vector<Event> events_of(const std::vector<Step>& steps) {
  std::vector<Event> out;
  for (const auto& step : steps) out.push_back(step.event);
  return out;
}

std::vector<Part> parts_of(store::Session& db, std::string_view area, Instant moment, Instant known,
                           bool lifted) {
  std::vector<Part> out;
  const auto read = [&](store::Query q) {
    while (q.next()) {
      out.push_back({q.ulid(0), json::enum_value<Kind>(q.text(1)).value_or(Kind::control),
                     q.string(2), q.instant(3), q.instant(4)});
    }
  };
  constexpr std::string_view kSelect =
      "select zone, kind, area, since, until from zones_part where known_from <= $3 and $3 <"
      " known_to and (until > $4 or $5)";
  const auto [low, high] = area::range(area);
  static const std::string kInside = std::string(kSelect) +
                                     " and $1 <= area and area < $2"
                                     " order by area, zone, n";
  static const std::string kAbove = std::string(kSelect) +
                                    " and area = $1 and $2 = $2"
                                    " order by area, zone, n";
  for (std::string at = area::parent(area); !at.empty(); at = area::parent(at)) {
    read(db.query(kAbove, at, 0, known, moment, lifted));
  }
  read(db.query(kInside, low, high, known, moment, lifted));
  return out;
}

ZoneMap map_of(store::Session& db, std::string_view area, Instant moment, Instant known) {
  ZoneMap out;
  for (auto& part : parts_of(db, area, moment, known, false)) {
    if (part.since <= moment) out.add(std::move(part));
  }
  return out;
}

std::optional<Zone> zone_at(store::Session& db, const Ulid& zone, Instant moment, Instant known) {
  auto steps = standing(steps_of(db, zone), known);
  // What is announced for later is not so yet.
  while (!steps.empty() && steps.back().event.at > moment) steps.pop_back();
  if (steps.empty()) return std::nullopt;
  Zone out;
  out.zone = zone;
  out.since = steps.front().event.at;
  out.case_id = steps.front().case_id;
  for (const auto& step : steps) {
    out.area = step.area;
    if (step.event.kind) {
      if (step.event.what != Event::What::kDrawn) out.before = out.kind;
      out.kind = *step.event.kind;
      out.kind_since = step.event.at;
    }
    if (step.event.what == Event::What::kLifted) out.lifted = step.event.at;
  }
  const Instant at = out.lifted ? Instant{out.lifted->millis - 1} : moment;
  for (const auto& part : timeline(zone, events_of(steps))) {
    if (part.since <= at && at < part.until) out.areas.push_back(part.area);
  }
  std::sort(out.areas.begin(), out.areas.end());
  return out;
}

Result<std::string> area_of_zone(store::Session& db, const Ulid& zone) {
  auto q = db.query(
      "select area from zones_step where zone = $1 and known_to = $2 order by n desc limit 1", zone,
      kForever);
  if (!q.next()) return refuse(kNoZone, "zone");
  return q.string(0);
}

// --- the pack ------------------------------------------------------------------------------------

std::optional<RuleOfKind> rule_of_kind(store::Session& db, const rules::Rulebook& rules,
                                       std::string_view area, Day day, Kind kind) {
  const auto found = risk::regime(db, rules, area, day, "zones");
  if (!found) return std::nullopt;
  const auto& table = *found->edition->table("zones");
  for (const auto& row : table.rows) {
    if (rules::outcome_id(table, row, "zone") != json::enum_name(kind)) continue;
    const policy::Origin origin = row.origins != nullptr
                                      ? row.origins->from.back()
                                      : policy::Origin{found->pack, found->edition, &table, &row};
    // Kept in the journal as the office wrote it, whoever asks.
    return RuleOfKind{rules::ground_of(table, row, Language::kZh),
                      rules::outcome_number(table, row, "days"), origin.reference()};
  }
  return std::nullopt;
}

}  // namespace fx::zones
