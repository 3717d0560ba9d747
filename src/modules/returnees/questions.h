// What pages ask about returnees. For this folder only.
#pragma once

#include "host/module.h"
#include "modules/registry/registry.h"
#include "modules/rules/rules.h"

namespace fx::returnees {

void declare_questions(host::Declaration& to, const registry::Directory& people,
                       const rules::Rulebook& rules);
// Imports through a page, those there were, and their problem rows.
void declare_import_questions(host::Declaration& to, const registry::Directory& people);

}  // namespace fx::returnees
