#include <set>

#include "area/code.h"
#include "modules/zones/state.h"

namespace fx::zones {
namespace {

std::vector<std::string> kinds(store::Session&, const host::Frame&) {
  return {"infected_site", "infected_area", "lockdown", "control", "precaution"};
}
std::pair<std::string, std::string> label(store::Session&, const host::Frame&,
                                          std::string_view dim) {
  const auto kind = json::enum_value<Kind>(dim);
  if (!kind) return {std::string(dim), std::string(dim)};
  return {std::string(zh(*kind)), std::string(en(*kind))};
}

}  // namespace

void declare_indicators(host::Declaration& to) {
  host::Indicator zones;
  zones.id = "zones.in_force.{}";
  zones.zh = "{}（个）";
  zones.en = "{}s in force";
  zones.unit = host::Unit::kRecords;
  zones.dims = kinds;
  zones.label = label;
  zones.select = [](store::Session& db, const host::Frame& frame, const host::Visit& visit) {
    const auto map = map_of(db, frame.area, frame.moment, frame.known);
    for (const auto* part : map.parts()) {
      // One that covers the whole area counts for it.
      const std::string_view area =
          area::contains(part->area, frame.area) ? std::string_view(frame.area) : part->area;
      visit({part->zone, area, json::enum_name(part->kind), 1});
    }
  };
  to.indicator(std::move(zones));

  host::Indicator households;
  households.id = "zones.households.{}";
  households.zh = "{}内（户）";
  households.en = "households in {}s";
  households.unit = host::Unit::kHouseholds;
  households.dims = kinds;
  households.label = label;
  households.select = [](store::Session& db, const host::Frame& frame, const host::Visit& visit) {
    const auto map = map_of(db, frame.area, frame.moment, frame.known);
    for (const auto& root : map.covered(frame.area)) {
      auto part = frame;
      part.area = root;
      registry::each_household(
          db, part, [&](const Ulid& household, std::string_view dwelling, bool) {
            visit({household, dwelling, json::enum_name(map.of(dwelling)->kind), 1});
          });
    }
  };
  to.indicator(std::move(households));

  host::Indicator people;
  people.id = "zones.people.{}";
  people.zh = "{}内（人）";
  people.en = "people in {}s";
  people.unit = host::Unit::kPeople;
  people.dims = kinds;
  people.label = label;
  people.select = [](store::Session& db, const host::Frame& frame, const host::Visit& visit) {
    const auto map = map_of(db, frame.area, frame.moment, frame.known);
    for (const auto& root : map.covered(frame.area)) {
      auto part = frame;
      part.area = root;
      registry::each_resident(
          db, part, [&](const Ulid& person, const Ulid&, std::string_view dwelling, std::uint32_t) {
            visit({person, dwelling, json::enum_name(map.of(dwelling)->kind), 1});
          });
    }
  };
  to.indicator(std::move(people));
}

}  // namespace fx::zones
