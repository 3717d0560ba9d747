// Classification and medical observation (C4): who is placed under which measure by which rule,
// until when, and how it ends. All that other modules see.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "host/module.h"
#include "modules/organisation/contact.h"
#include "modules/registry/registry.h"
#include "modules/returnees/returnees.h"
#include "modules/rules/rules.h"
#include "modules/today/today.h"
#include "policy/topics.h"

namespace fx::observation {

// One stretch of an order: one measure at one place. It binds from `start` through the day `last`
// unless it is ended earlier; the days counted are first..last.
struct Span {
  Ulid order;
  Ulid person;
  Ulid household;  // nil while the person is not in the register
  std::string area;
  std::string person_class;
  policy::Measure measure = policy::Measure::kNone;
  int stage = 1;
  Instant start;
  Day first;
  Day last;
  Instant end = kForever;
  std::string pack;
  std::string edition;

  [[nodiscard]] bool in_force(Instant moment) const {
    return start <= moment && moment < end && day_of(moment) <= last;
  }
};

class Orders {
 public:
  virtual ~Orders() = default;
  // Every stretch under the area that binds at some time of frame.day up to frame.moment, as known
  // at frame.known; by area, and otherwise in no order.
  virtual void each(store::Session& db, const host::Frame& frame,
                    const std::function<void(const Span&)>& visit) const = 0;
  // The latest stretch of the person's orders that had begun by the end of this day, as known now;
  // it may be over.
  [[nodiscard]] virtual std::optional<Span> latest_of(store::Session& db, const Ulid& person,
                                                      Day day) const = 0;
  // The hospital has taken the person in: part of another module's command, which has checked the
  // permission. Refuses as the command observation.transfer does.
  virtual Status transfer(host::CommandContext& context, const Ulid& order,
                          const Ulid& escalation) const = 0;
};

class Observation : public host::Module {
 public:
  [[nodiscard]] virtual const Orders& orders() const = 0;
  [[nodiscard]] virtual const today::Source& today() const = 0;
};

// Whom to call in an area: organisation::contact_of, unless a test brings its own.
using ContactOf =
    std::function<std::optional<organisation::Contact>(store::Session&, std::string_view area)>;

// The references must outlive the module.
std::unique_ptr<Observation> make_module(const registry::Directory& people,
                                         const returnees::Arrivals& arrivals,
                                         const rules::Rulebook& rules, ContactOf contact_of);

}  // namespace fx::observation
