// The language of a condition cell (docs/policy-packs.md):
//   cell  := "" | "-" | items | "not(" items ")"
//   items := item { ("," | ";" | "，" | "；" | "、") item }
//   item  := value | (">=" | ">" | "<=" | "<" | "=" | "≥" | "≤") value
//          | ("[" | "(") value ".." value ("]" | ")") | "missing"
// A value is what the fact's type reads: a number, a day, a flag, an enumeration's id or label, a
// text (in double quotes if it has separators).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "policy/vocabulary.h"

namespace fx::policy {

struct Interval {
  Value from;
  Value to;  // exclusive; from < to
  bool operator==(const Interval&) const = default;
};

// Which values of one fact a cell accepts.
struct CellTest {
  bool any = true;                // accepts everything, also a missing fact
  bool missing = false;           // accepts a missing fact
  std::vector<Interval> accepts;  // ascending, disjoint, not touching

  [[nodiscard]] bool accepts_value(Value value) const;
};

// `fact` may gain texts (kText) that the cell mentions; nothing else is changed.
Result<CellTest, CellProblem> parse_cell(FactDecl& fact, std::string_view text);

// What it does not accept, with "missing" where the fact can be missing.
CellTest complement(const FactDecl& fact, const CellTest& test);
// A cell that parse_cell() reads as this test; "-" for one that accepts everything.
std::string show_cell(const FactDecl& fact, const CellTest& test);

// What both accept.
CellTest intersect(const CellTest& a, const CellTest& b);
[[nodiscard]] bool is_empty(const CellTest& test);

}  // namespace fx::policy
