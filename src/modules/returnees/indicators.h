// The figures of returnees. For this folder only.
#pragma once

#include "modules/returnees/returnees.h"
#include "modules/rules/rules.h"

namespace fx::returnees {

// Both live as long as the host.
void declare_indicators(host::Declaration& to, const Arrivals& arrivals,
                        const rules::Rulebook& rules);

}  // namespace fx::returnees
