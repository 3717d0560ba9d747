// What was read from an office file: sheets of rows of cells. Compact: a cell costs twelve bytes
// and its text, and equal texts near each other are kept once. Immutable once built, so that any
// number of threads may read; a Sheet is a handle that keeps its contents alive, and every
// string_view handed out lives as long as any handle to the sheet it came from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/refusal.h"
#include "base/time.h"

namespace fx::sheet {

enum class CellKind : std::uint8_t { kEmpty, kText, kNumber, kBoolean, kError, kDate };

struct Cell {
  CellKind kind = CellKind::kEmpty;
  bool merged = false;       // covered by a merged range: the value is that of its top-left cell
  bool formula = false;      // the value is the saved result of a formula
  std::uint16_t column = 0;  // 0-based
  // As a person sees it, UTF-8: whole numbers in full ("13054634619", never "1.3E10"), other
  // numbers to 15 digits and without grouping, dates as "2020-02-28", "2020-02-28 17:05" or
  // "17:05".
  std::string_view text;
  // Numbers and dates: exactly what the file has ("5.3260119971222e+17"). Otherwise the same as
  // text.
  std::string_view raw;
  // Dates only. A time of day alone has no day.
  std::optional<Day> day;
  int minute = 0;  // of the day, 0..1439

  [[nodiscard]] bool empty() const { return kind == CellKind::kEmpty; }
};

// Whether a spreadsheet has eaten digits of what was typed: a number beyond the fifteen digits that
// a spreadsheet keeps, or a text left in scientific notation ("5.32601E+17").
bool digits_lost(const Cell& cell);

// "A", "Z", "AA" ... for people; column is 0-based.
std::string column_name(std::size_t column);

namespace internal {

struct PackedCell {
  std::uint32_t at;           // where the text is in the arena
  std::uint32_t length : 20;  // of the text, in bytes
  std::uint32_t kind : 4;     // CellKind
  std::uint32_t flags : 8;    // kMerged ...
  std::uint16_t column;
  std::uint16_t raw_length;  // 0: raw is the text; otherwise raw follows the text in the arena
};
static_assert(sizeof(PackedCell) == 12);

inline constexpr std::uint32_t kMerged = 1;
inline constexpr std::uint32_t kFormula = 2;
inline constexpr std::uint32_t kHasDay = 4;     // int32 day follows text and raw
inline constexpr std::uint32_t kHasMinute = 8;  // int16 minute follows that

struct PackedRow {
  std::uint32_t number;
  std::uint32_t first;  // index of its first cell
  std::uint32_t count : 31;
  std::uint32_t hidden : 1;
};

class Arena;

struct SheetData {
  std::string name;
  bool hidden = false;
  std::shared_ptr<const Arena> arena;
  std::vector<PackedCell> cells;
  std::vector<PackedRow> rows;
  std::size_t columns = 0;
  std::vector<std::pair<std::uint32_t, Refusal>> problems;
};

}  // namespace internal

// One row that has at least one cell with something in it.
class Row {
 public:
  Row(const internal::SheetData& sheet, const internal::PackedRow& row)
      : sheet_(&sheet), row_(&row) {}

  // 1-based, as the spreadsheet program shows it; for JSON Lines the line, for a JSON array the
  // ordinal of the object. 0: the row of keys that JSON files do not have.
  [[nodiscard]] std::uint32_t number() const { return row_->number; }
  [[nodiscard]] bool hidden() const { return row_->hidden != 0; }
  // Its cells that are not empty, by ascending column.
  [[nodiscard]] std::size_t size() const { return row_->count; }
  [[nodiscard]] Cell operator[](std::size_t index) const;
  // The cell of a 0-based column; an empty one if there is nothing.
  [[nodiscard]] Cell at(std::size_t column) const;
  [[nodiscard]] std::optional<std::size_t> find(std::size_t column) const;  // its index

 private:
  const internal::SheetData* sheet_;
  const internal::PackedRow* row_;
};

// A row that could not be read, and why.
using RowProblem = std::pair<std::uint32_t, Refusal>;

class Sheet {
 public:
  explicit Sheet(std::shared_ptr<const internal::SheetData> data) : data_(std::move(data)) {}

  [[nodiscard]] const std::string& name() const { return data_->name; }
  [[nodiscard]] bool hidden() const { return data_->hidden; }
  // Only rows with something in them, by ascending number; blank rows are gaps in the numbers.
  [[nodiscard]] std::size_t row_count() const { return data_->rows.size(); }
  [[nodiscard]] Row row(std::size_t index) const { return Row(*data_, data_->rows[index]); }
  // One more than the last column that has something in it.
  [[nodiscard]] std::size_t column_count() const { return data_->columns; }
  [[nodiscard]] std::size_t cell_count() const { return data_->cells.size(); }
  [[nodiscard]] const std::vector<RowProblem>& problems() const { return data_->problems; }

  // For table.cc: a cell by its place among all cells of the sheet.
  [[nodiscard]] Cell cell(std::size_t place) const;
  [[nodiscard]] std::size_t place(std::size_t row, std::size_t index) const {
    return data_->rows[row].first + index;
  }

 private:
  std::shared_ptr<const internal::SheetData> data_;
};

enum class FileFormat : std::uint8_t { kXlsx, kDelimited, kJson };

struct Workbook {
  FileFormat format = FileFormat::kXlsx;
  std::vector<Sheet> sheets;      // in the order of the tabs
  std::vector<Refusal> warnings;  // read all the same
};

}  // namespace fx::sheet
