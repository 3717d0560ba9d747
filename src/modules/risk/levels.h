// Levels day by day. For this folder only.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

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

// Whether everybody was negative in the last round of tests by the day, of the area itself or of
// one around it, and the round came after the last case.
bool round_negative(store::Session& db, std::string_view area, Day day, Instant known,
                    std::optional<Day> last_case);

// What a question is about. `under`: as if this regime were in force on every day.
struct Asked {
  std::string area;
  Day from;
  Day to;
  Instant known;
  std::optional<Regime> under;
  bool with_reasons = true;
  bool with_then = true;  // level_then as well
};
Result<Levels> levels(store::Session& db, const Parts& parts, const Asked& asked,
                      Language language);
std::vector<AreaFacts> area_facts(store::Session& db, const Parts& parts, std::string_view area,
                                  Day from, Day to, Instant known, bool with_level,
                                  Language language);

// "cn-national/2022-06-ed9". Refuses kNoRegime.
Result<Regime> regime_named(const rules::Rulebook& rules, std::string_view name);

}  // namespace fx::risk
