// Comparing headings. For recognise.cc and read_table.cc only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sheet/table.h"

namespace fx::sheet::internal {

// The forms of one heading; each may be empty.
struct HeadingForms {
  std::string base;   // without brackets and what is in them
  std::string whole;  // brackets removed, what was in them kept
  std::string inner;  // only what was in them
};
HeadingForms heading_forms(std::string_view heading);

// How well a heading names a column, 0..1; 1 is exact.
double heading_score(const HeadingForms& heading, const std::vector<std::string>& synonym_keys);

struct SpecKeys {
  std::vector<std::vector<std::string>> synonyms;  // keys, by spec
};
SpecKeys spec_keys(const std::vector<ColumnSpec>& specs);

// The labels that a column has by one row of headings, or two; weights lower what is less sure.
struct Label {
  HeadingForms forms;
  double weight = 1;
};
struct ColumnLabels {
  std::size_t column = 0;
  std::string shown;
  std::vector<Label> labels;
};

struct Assigned {
  std::size_t column = kNoColumn;
  double score = 0;  // of the heading alone
};
// The best columns for the specs by their headings alone, each column and spec once.
std::vector<Assigned> assign(const std::vector<ColumnLabels>& columns, const SpecKeys& keys);

// The headings of one row, by column; nothing for cells merged from their left neighbour.
std::vector<ColumnLabels> row_labels(const Row& row);

inline constexpr double kExactScore = 0.95;

std::size_t code_points(std::string_view text);

}  // namespace fx::sheet::internal
