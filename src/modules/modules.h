// The one list of modules, in order of need.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "host/module.h"
#include "modules/registry/registry.h"
#include "modules/rules/rules.h"

namespace fx {

// The modules, and the narrow interfaces that the command line uses beside the host.
struct Modules {
  std::vector<std::unique_ptr<host::Module>> all;  // in order of need
  const registry::Directory* people = nullptr;
  const rules::Rulebook* rules = nullptr;
};

// Refuses when a policy pack in the folder does not load.
Result<Modules> make_modules(const std::string& packs_folder);

}  // namespace fx
