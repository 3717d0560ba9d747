// Health monitoring (C5): readings, what is missed, escalations with their clock. All that the
// wiring sees; what a release needs to know is in health.h.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "host/host.h"
#include "identity/identity.h"
#include "modules/observation/observation.h"
#include "modules/registry/registry.h"
#include "modules/rules/rules.h"
#include "modules/today/today.h"

namespace fx::monitoring {

class Monitoring : public host::Module {
 public:
  // Told, from the job's thread, of areas where a deadline passed with readings missing, or a step
  // of an escalation became overdue, since the last look. Set before jobs run.
  using Listener = std::function<void(const std::vector<host::Event>&)>;
  virtual void on_overdue(Listener listener) = 0;
  [[nodiscard]] virtual const today::Source& today() const = 0;
};

// Who somebody is, for matching the rows of a list of readings: identity::present, unless a test
// brings its own people.
using Names = std::function<std::optional<identity::PersonCard>(store::Session&, const Ulid& person,
                                                                access::Sight, Day today)>;

// The references must outlive the module.
std::unique_ptr<Monitoring> make_module(const registry::Directory& people,
                                        const rules::Rulebook& rules,
                                        const observation::Orders& orders, Names names);

}  // namespace fx::monitoring
