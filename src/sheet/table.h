// Finds the table in a sheet as people make sheets: titles above the headings, headings in any
// order and wording, pasted again in the middle, blank rows, section rows, totals, notes, ditto
// marks. The caller says which columns it looks for; this part knows nothing of what they mean.
//
// recognise() finds the headings and what each column is (a Layout); read_table() then sorts every
// row below into data and the rest. A Layout may be shown to a person, corrected and given back
// through layout_from(). find_table() does both steps for callers without a preview.
//
// All functions are pure and thread-safe. Headings of found columns may appear in refusals;
// contents of data cells never do.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "sheet/refusals.h"
#include "sheet/workbook.h"

namespace fx::sheet {

struct ColumnSpec {
  std::string id;
  // Headings people use for it, in any language, the usual one first (it names the column in
  // refusals). Compared by heading_key().
  std::vector<std::string> synonyms;
  // Optional: whether a cell's text looks like what this column holds. Settles which of several
  // columns is meant, and whether a text alone on a row is a value of this column or the name of a
  // section; give one to the column that every row has something in.
  std::function<bool(std::string_view)> content = nullptr;
  // Whether the contents alone may show what the column is, under a heading unknown or absent.
  // Only for contents that hardly anything else looks like (an ID number, a phone), not for "one
  // Chinese character".
  bool by_content = false;
  bool required = false;
};

// The form in which headings are compared: without blanks, line breaks, punctuation, brackets and
// what is in them ("*体温 (℃)" gives "体温"), full width as half width, letters in lower case.
std::string heading_key(std::string_view heading);

enum class MatchedBy : std::uint8_t { kNothing, kExact, kContained, kContent, kGiven };

inline constexpr std::size_t kNoColumn = std::numeric_limits<std::size_t>::max();

struct ColumnMatch {
  std::size_t column = kNoColumn;  // 0-based
  std::string heading;             // as the sheet has it; two rows of headings joined
  // 0..1: 1 for the exact heading over contents that pass the test, about 0.5 where heading and
  // contents disagree or only one of them is known. Below 0.6 a person should be asked.
  double confidence = 0;
  MatchedBy how = MatchedBy::kNothing;

  [[nodiscard]] bool found() const { return column != kNoColumn; }
};

struct Layout {
  bool has_headings = true;
  std::uint32_t first_heading_row = 0;  // numbers in the file; equal unless in two rows
  std::uint32_t last_heading_row = 0;
  std::size_t first_data = 0;         // index of the first row below the headings
  std::vector<ColumnMatch> columns;   // one per ColumnSpec, in their order
  std::vector<std::string> headings;  // of every column of the sheet, "" where there is none
  std::vector<std::string> missing;   // ids of required columns that were not found
};

// Refuses kSheetIsEmpty and kNoHeader. Missing required columns are listed, not refused: a person
// may be able to say which they are.
Result<Layout> recognise(const Sheet& sheet, const std::vector<ColumnSpec>& specs);

// What a person decided. heading_row is the number of the (last) heading row in the file, nothing
// if there is none; specs not named stay unassigned.
struct GivenLayout {
  std::optional<std::uint32_t> heading_row;
  std::vector<std::pair<std::string, std::size_t>> columns;  // id, 0-based column
};
// Refuses kBadMapping: an unknown id, a column the sheet does not have, something named twice.
Result<Layout> layout_from(const Sheet& sheet, const std::vector<ColumnSpec>& specs,
                           const GivenLayout& given);

// A row's value in one column.
struct Value {
  Cell cell;                      // a ditto mark stands resolved
  bool ditto = false;             // it was one
  bool ditto_unresolved = false;  // it is one, with nothing above it; the cell is the mark itself
};

enum class RowKind : std::uint8_t {
  kTitle,            // above the headings, or a title pasted again
  kRepeatedHeading,  // the headings again
  kOtherHeading,     // other headings or another order: what follows is read by these
  kBlank,            // nothing in it, or nothing but a running number or merged cells from above
  kSection,          // one text alone on a row
  kTotal,
  kNote,  // explanations, who filled it in and when
};

struct SkippedRow {
  std::uint32_t first_row = 0;  // in the file
  std::uint32_t last_row = 0;   // blank rows: the last of the run; otherwise the same
  RowKind kind = RowKind::kBlank;
  std::string text;
};

struct TotalRow {
  std::uint32_t row = 0;
  std::string label;  // "合计"
  // Whole numbers in the row ("32160人" counts as one), with their columns.
  std::vector<std::pair<std::size_t, std::int64_t>> counts;
};

struct Section {
  std::uint32_t row = 0;
  std::string text;
};

struct TableRow {
  std::uint32_t number = 0;   // in the file
  std::int32_t section = -1;  // index into sections() of the last section row above, or -1
  bool hidden = false;
};

class Table {
 public:
  [[nodiscard]] const Sheet& sheet() const { return sheet_; }
  [[nodiscard]] const Layout& layout() const { return layout_; }
  [[nodiscard]] const std::vector<TableRow>& rows() const { return rows_; }
  [[nodiscard]] const std::vector<SkippedRow>& skipped() const { return skipped_; }
  [[nodiscard]] const std::vector<TotalRow>& totals() const { return totals_; }
  [[nodiscard]] const std::vector<Section>& sections() const { return sections_; }

  // Both by index: of rows() and of the ColumnSpecs. An empty cell if the column was not found or
  // the row has nothing there.
  [[nodiscard]] Value value(std::size_t row, std::size_t spec) const;
  [[nodiscard]] std::string_view text(std::size_t row, std::size_t spec) const {
    return value(row, spec).cell.text;
  }

 private:
  friend class TableReader;
  explicit Table(Sheet sheet, Layout layout)
      : sheet_(std::move(sheet)), layout_(std::move(layout)) {}

  Sheet sheet_;
  Layout layout_;
  std::vector<TableRow> rows_;
  std::vector<SkippedRow> skipped_;
  std::vector<TotalRow> totals_;
  std::vector<Section> sections_;
  std::vector<std::uint32_t> values_;  // rows by specs: place of the cell + 1, and two flags
};

// The layout must be of this sheet and these specs.
Table read_table(const Sheet& sheet, const std::vector<ColumnSpec>& specs, Layout layout);

// recognise() and read_table(); refuses kColumnsMissing as well.
Result<Table> find_table(const Sheet& sheet, const std::vector<ColumnSpec>& specs);

}  // namespace fx::sheet
