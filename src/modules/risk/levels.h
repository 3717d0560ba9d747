// Levels day by day. For this folder only.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "modules/risk/risk.h"

namespace fx::risk {

struct Parts {
  const casework::Cases& cases;
  const rules::Rulebook& rules;
};

// What case_counting says by that edition, with the unit that levels are drawn for.
struct CountingRule {
  Counting how;
  std::string unit;
  RuleUsed used;
};
std::optional<CountingRule> counting_rule(const Regime& regime, Language language);

// A decision as answers name it.
RuleUsed used(const policy::Decision& decision, Language language);

// "cn-national/2022-06-ed9". Refuses kNoRegime.
Result<Regime> regime_named(const rules::Rulebook& rules, std::string_view name);

}  // namespace fx::risk
