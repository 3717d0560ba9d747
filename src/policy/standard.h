// The product's own facts and topics, declared as tables. For vocabulary.cc only.
#pragma once

#include <vector>

#include "policy/vocabulary.h"

namespace fx::policy::standard {

using Values = std::vector<NamedValue>;

// Values that both facts and outcomes have. The order of measures is that of topics.h, and, as
// with the others here, from the tightest to the loosest.
const Values& measures();
const Values& zones();
const Values& colours();
const Values& risk_levels();
const Values& response_levels();
const Values& situations();

std::vector<FactDecl> facts();
std::vector<TopicDecl> topics();

}  // namespace fx::policy::standard
