// The questions of the register's pages. For this folder only.
#pragma once

#include "host/module.h"
#include "modules/registry/registry.h"

namespace fx::registry {

void declare_search(host::Declaration& to, const Directory& directory);
void declare_household_questions(host::Declaration& to, const Directory& directory);
void declare_person_questions(host::Declaration& to, const Directory& directory);
void declare_import_questions(host::Declaration& to);
void declare_indicators(host::Declaration& to);

}  // namespace fx::registry
