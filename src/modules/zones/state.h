// What the files of this module share.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "area/place_name.h"
#include "area/tree.h"
#include "base/json.h"
#include "host/area_param.h"
#include "modules/registry/residents.h"
#include "modules/zones/refusals.h"
#include "modules/zones/timeline.h"
#include "modules/zones/zones.h"

namespace fx::zones {

struct Parts {
  const registry::Directory& people;
  const casework::Cases& cases;
  const risk::Risk& risk;
  const observation::Orders& orders;
  const rules::Rulebook& rules;
  const sites::Sites& sites;
  const outlines::Outlines& outlines;
};

// Who may draw, change and lift zones.
inline constexpr auto kDrawZone = access::Permission::draw_zone;

inline constexpr std::size_t kMostAreas = 500;         // of one zone
inline constexpr std::size_t kMostCharacters = 200;    // of a reason, a basis ...
inline constexpr int kMostDaysAhead = 30;              // of an announcement: further is a slip
inline constexpr Instant kAsNow{kForever.millis - 1};  // everything that stands is known by then
inline constexpr std::string_view kReason = "reason";  // kind of text in identity

void declare_views(host::Declaration& to);
void declare_commands(host::Declaration& to, const Parts& parts);
void declare_questions(host::Declaration& to);
void declare_inside(host::Declaration& to, const Parts& parts);
void declare_proposal(host::Declaration& to, const Parts& parts);
void declare_maps(host::Declaration& to, const Parts& parts);
void declare_indicators(host::Declaration& to);

// One thing that happened to a zone, as it stands in the journal.
struct Step {
  Ulid entry;
  Ulid zone;
  std::string area;  // the smallest that holds the zone after it
  Event event;
  Instant recorded;
  Instant known_to = kForever;  // undone then
  Ulid actor;
  std::optional<std::string> document;
  std::optional<Ground> ground;
  std::optional<int> days;
  std::optional<Ulid> case_id;
  std::optional<std::string> rule;
};
// Everything that happened to a zone, in order; those that were undone among them.
std::vector<Step> steps_of(store::Session& db, const Ulid& zone);
// What of it was known at `known`.
std::vector<Step> standing(std::vector<Step> steps, Instant known);
std::vector<Event> events_of(const std::vector<Step>& steps);

// The stretches of every zone in the area or covering it that are or will be in force after
// `moment`, as known at `known`; with `lifted` also those that are over.
std::vector<Part> parts_of(store::Session& db, std::string_view area, Instant moment, Instant known,
                           bool lifted);
ZoneMap map_of(store::Session& db, std::string_view area, Instant moment, Instant known);
std::optional<Zone> zone_at(store::Session& db, const Ulid& zone, Instant moment, Instant known);

// By what right a zone of the kind is drawn in the area on the day, as the pack in force says; the
// row too where it says more.
struct RuleOfKind {
  Ground ground;
  std::optional<int> days;
  std::string rule;
};
std::optional<RuleOfKind> rule_of_kind(store::Session& db, const rules::Rulebook& rules,
                                       std::string_view area, Day day, Kind kind);
using area::place_name;

// The smallest area that holds the zone as it stands now.
Result<std::string> area_of_zone(store::Session& db, const Ulid& zone);
// Where a question about a zone is asked: the part of it that is named, or all of it.
template <class Params>
Result<std::string> area_asked(store::Session& db, const Params& params) {
  auto home = area_of_zone(db, params.zone);
  return home && params.area ? host::area_in_tree(db, *params.area) : home;
}

}  // namespace fx::zones
