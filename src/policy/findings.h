// Checking a pack beyond what loading refuses: cases without a rule, overlaps, rows that can never
// apply, and contradictions between topics. Each finding shows a concrete case.
#pragma once

#include <vector>

#include "policy/pack.h"

namespace fx::policy {

enum class Severity { kError, kWarning };

struct Finding {
  Severity severity = Severity::kError;
  std::string edition;  // "" when it is the pack's
  Refusal what;         // kinds in refusals.h; params file, row, column, and an example
};

// Finds nothing in a pack that is in order. Work is bounded; where a table is too complex to be
// searched, the finding kTooComplex says so.
std::vector<Finding> check(const Pack& pack);
// The problems of loading as findings; of a pack that loads, check(pack).
std::vector<Finding> check(const Files& files);

}  // namespace fx::policy
