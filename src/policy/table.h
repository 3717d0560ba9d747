// One decision table of an edition: its rows as they stand in the file, and compiled.
#pragma once

#include <string>
#include <vector>

#include "policy/facts.h"
#include "policy/matcher.h"

namespace fx::policy {

enum class HitPolicy {
  kFirst,    // the first row that applies, from the top
  kUnique,   // exactly one row may apply
  kCollect,  // every row that applies, in order
};

struct Row {
  int number = 0;                      // as the spreadsheet counts; the header is row 1
  std::vector<CellTest> tests;         // one for each slot of the table
  std::vector<std::string> cells;      // the same as written
  std::vector<OutcomeValue> outcomes;  // one for each outcome of the topic
};

struct Table {
  std::string file;
  const TopicDecl* topic = nullptr;  // of the pack's vocabulary
  HitPolicy hit = HitPolicy::kFirst;
  bool gaps_intended = false;  // pack.yaml says `gaps: intended`
  std::vector<int> slots;      // the facts its columns look at
  std::vector<Row> rows;
  Matcher matcher;

  // Index into the topic's outcomes and each row's; -1 when there is none.
  [[nodiscard]] int outcome(std::string_view id) const;
};

}  // namespace fx::policy
