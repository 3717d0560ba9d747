// The product's own facts and topics, declared as tables. For vocabulary.cc and standard_*.cc only.
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
const Values& units();     // from the smallest to the largest
const Values& evidence();  // of work done

std::vector<FactDecl> facts();
std::vector<TopicDecl> topics();  // all of these:
std::vector<TopicDecl> person_topics();
std::vector<TopicDecl> movement_topics();
std::vector<TopicDecl> place_topics();
std::vector<TopicDecl> response_topics();

}  // namespace fx::policy::standard
