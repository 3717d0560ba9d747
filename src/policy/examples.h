// Running the examples that live in a pack.
#pragma once

#include <vector>

#include "policy/pack.h"

namespace fx::policy {

struct ExampleResult {
  const Example* example = nullptr;
  bool passed = false;
  std::optional<Refusal> problem;  // kExampleWrong, or why the example cannot be run
  std::string reference;           // the rows that answered, as Decision::reference()
};

// Each example: the rule of its edition or day, asked with its facts. What it expects is compared
// as values of the outcome, so "1; 4" equals "1, 4"; "rows=3" is the number of rows that apply
// ("rows=0": no rule). Of a collect table, one of the rows must have all that is expected.
std::vector<ExampleResult> run_examples(const Pack& pack);

}  // namespace fx::policy
