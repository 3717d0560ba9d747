// The response (C9): what the records propose, what was decided, what must be done now, and whether
// it may end. All that other modules see of it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "modules/casework/casework.h"
#include "modules/observation/observation.h"
#include "modules/response/entries.h"
#include "modules/risk/risk.h"
#include "modules/rules/rules.h"
#include "modules/today/today.h"
#include "modules/zones/zones.h"

namespace fx::response {

// A decision that stands.
struct Decision {
  Ulid entry;
  std::string area;
  Axis axis = Axis::situation;
  std::string value;
  Instant from;
  Instant recorded;
  Ulid actor;
  std::optional<std::string> document;
  std::optional<std::string> proposed;
  std::optional<Day> since;
  std::optional<std::string> rule;
};

// What is in force in an area: its own decision, or that of the nearest area above; where nobody
// has decided, the value that holds from the start ("no_case", "none").
struct InForce {
  std::string value;
  std::optional<Decision> decision;
};

class Response : public host::Module {
 public:
  [[nodiscard]] virtual InForce in_force(store::Session& db, std::string_view area, Axis axis,
                                         Instant moment, Instant known) const = 0;
  [[nodiscard]] virtual const today::Source& today() const = 0;
};

std::unique_ptr<Response> make_module(const casework::Cases& cases, const risk::Risk& risk,
                                      const zones::Zones& zones, const observation::Orders& orders,
                                      const rules::Rulebook& rules);

}  // namespace fx::response
