// Zones (C9): infected sites and areas, lockdown, control and precaution zones, as drawn, changed
// and lifted. All that other modules see of it.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "modules/casework/casework.h"
#include "modules/observation/observation.h"
#include "modules/outlines/outlines.h"
#include "modules/registry/registry.h"
#include "modules/risk/risk.h"
#include "modules/rules/rules.h"
#include "modules/sites/sites.h"
#include "modules/zones/entries.h"

namespace fx::zones {

std::string_view zh(Kind kind);
std::string_view en(Kind kind);
inline std::string_view name(Kind kind, Language language) {
  return language == Language::kZh ? zh(kind) : en(kind);
}
// Whether the kind restricts anybody, and so needs its legal ground.
constexpr bool restricts(Kind kind) { return kind != Kind::low_risk; }

// One area of a zone while it is of one kind.
struct Part {
  Ulid zone;
  Kind kind = Kind::control;
  std::string area;
  Instant since;
  Instant until = kForever;
};

// The zones that are in force at one moment: which of them rules where. A place is in the strictest
// of those that cover it, and in no other; of two of one kind in the smaller.
class ZoneMap {
 public:
  void add(Part part);
  // Null: outside every zone.
  [[nodiscard]] const Part* of(std::string_view code) const;
  // By area, the outer before the inner.
  [[nodiscard]] std::vector<const Part*> parts() const;
  // The outermost areas that are in any zone, cut to `within`.
  [[nodiscard]] std::vector<std::string> covered(std::string_view within) const;
  [[nodiscard]] bool empty() const { return parts_.empty(); }

 private:
  std::map<std::string, std::vector<Part>, std::less<>> parts_;  // by area, the strictest first
};

// A zone as it stands at a moment.
struct Zone {
  Ulid zone;
  std::string area;  // the smallest that holds all its parts
  Kind kind = Kind::control;
  std::optional<Kind> before;  // the kind it was before this one
  std::vector<std::string> areas;
  Instant since;       // the drawing takes effect
  Instant kind_since;  // it is of this kind from then on
  std::optional<Instant> lifted;
  std::optional<Ulid> case_id;
};

class Zones : public host::Module {
 public:
  // Nothing where there was no such zone yet, or it was undone.
  [[nodiscard]] virtual std::optional<Zone> find(store::Session& db, const Ulid& zone,
                                                 Instant moment, Instant known) const = 0;
  // The zones in force at `moment`, as known at `known`, that lie in the area or cover it.
  [[nodiscard]] virtual ZoneMap map(store::Session& db, std::string_view area, Instant moment,
                                    Instant known) const = 0;
  // The one that rules at a place (a dwelling, a building ...). For a person: at the place that
  // registry::Directory::place_of gives.
  [[nodiscard]] std::optional<Part> zone_of(store::Session& db, std::string_view area,
                                            Instant moment, Instant known) const;
};

std::unique_ptr<Zones> make_module(const registry::Directory& people, const casework::Cases& cases,
                                   const risk::Risk& risk, const observation::Orders& orders,
                                   const rules::Rulebook& rules, const sites::Sites& sites,
                                   const outlines::Outlines& outlines);

}  // namespace fx::zones
