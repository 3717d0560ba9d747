// One decision table of an edition: its rows as they stand in the file, and compiled.
#pragma once

#include <memory>
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

class Pack;
class Edition;
struct Table;
struct Row;

// Where a row of a pack stands.
struct Origin {
  const Pack* pack = nullptr;
  const Edition* edition = nullptr;
  const Table* table = nullptr;
  const Row* row = nullptr;

  [[nodiscard]] std::string reference() const;  // "cn-national/2021-05-ed8/placement/3"
};

// A lower level's row that fits, and does not count because it is looser in some outcomes.
struct NotApplied {
  Origin origin;
  std::vector<int> looser;  // outcomes of the topic
};

// What a row of a resolved table (layers.h) was made of.
struct RowOrigins {
  std::vector<Origin> from;   // the upper level first; at least one
  std::vector<int> given_by;  // for each outcome of the topic the index in `from`, or -1
  std::vector<NotApplied> not_applied;
};

struct Row {
  int number = 0;                      // as the spreadsheet counts; the header is row 1
  std::vector<CellTest> tests;         // one for each slot of the table
  std::vector<std::string> cells;      // the same as written
  std::vector<OutcomeValue> outcomes;  // one for each outcome of the topic
  std::shared_ptr<const RowOrigins> origins = nullptr;  // null in a pack's own tables
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
