// The one list of modules, in order of need.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "host/host.h"
#include "modules/registry/registry.h"
#include "modules/rules/rules.h"

namespace fx::returnees {
class Arrivals;
}
namespace fx::observation {
class Orders;
}
namespace fx::sites {
class Sites;
}
namespace fx::outlines {
class Outlines;
}

namespace fx {

// The modules, and the narrow interfaces that the command line uses beside the host.
struct Modules {
  std::vector<std::unique_ptr<host::Module>> all;  // in order of need
  const registry::Directory* people = nullptr;
  const rules::Rulebook* rules = nullptr;
  const returnees::Arrivals* arrivals = nullptr;
  const observation::Orders* orders = nullptr;
  const sites::Sites* sites = nullptr;
  const outlines::Outlines* outlines = nullptr;
  // Lets modules take up what they keep in memory of their views: once, when the host has opened
  // the database and before anything else.
  std::function<void(store::Session&)> open;
  // Sets who is told of areas where time alone has changed something (monitoring.h); called from
  // the thread that runs the jobs.
  std::function<void(std::function<void(const std::vector<host::Event>&)>)> on_overdue;
};

// Refuses when a policy pack in the folder does not load.
Result<Modules> make_modules(const std::string& packs_folder);

}  // namespace fx
