#include "sheet/workbook.h"

#include <algorithm>
#include <cstring>

#include "sheet/builder.h"

namespace fx::sheet {
namespace {

Cell unpack(const internal::SheetData& sheet, const internal::PackedCell& packed) {
  Cell cell;
  cell.kind = static_cast<CellKind>(packed.kind);
  cell.merged = (packed.flags & internal::kMerged) != 0;
  cell.formula = (packed.flags & internal::kFormula) != 0;
  cell.column = packed.column;
  const char* bytes = sheet.arena->at(packed.at);
  cell.text = {bytes, packed.length};
  bytes += packed.length;
  cell.raw = packed.raw_length == 0 ? cell.text : std::string_view(bytes, packed.raw_length);
  bytes += packed.raw_length;
  if ((packed.flags & internal::kHasDay) != 0) {
    Day day;
    std::memcpy(&day.number, bytes, sizeof day.number);
    cell.day = day;
    bytes += sizeof day.number;
  }
  if ((packed.flags & internal::kHasMinute) != 0) {
    std::int16_t minute = 0;
    std::memcpy(&minute, bytes, sizeof minute);
    cell.minute = minute;
  }
  return cell;
}

}  // namespace

Cell Row::operator[](std::size_t index) const {
  return unpack(*sheet_, sheet_->cells[row_->first + index]);
}

std::optional<std::size_t> Row::find(std::size_t column) const {
  const auto begin = sheet_->cells.begin() + row_->first;
  const auto end = begin + row_->count;
  // Most rows are dense: the cell is then where its column says.
  if (column < row_->count && (begin + static_cast<std::ptrdiff_t>(column))->column == column) {
    return column;
  }
  const auto it = std::lower_bound(
      begin, end, column,
      [](const internal::PackedCell& cell, std::size_t wanted) { return cell.column < wanted; });
  if (it == end || it->column != column) return std::nullopt;
  return static_cast<std::size_t>(it - begin);
}

Cell Row::at(std::size_t column) const {
  const auto index = find(column);
  if (index) return (*this)[*index];
  Cell cell;
  cell.column = static_cast<std::uint16_t>(column);
  return cell;
}

Cell Sheet::cell(std::size_t place) const { return unpack(*data_, data_->cells[place]); }

bool digits_lost(const Cell& cell) {
  std::size_t digits = 0;
  bool exponent = false;
  bool other = false;
  for (const char c : cell.text) {
    if (c >= '0' && c <= '9') {
      if (!exponent) ++digits;
    } else if ((c == 'e' || c == 'E') && digits > 0 && !exponent) {
      exponent = true;
    } else if (c != '.' && c != '+' && c != '-') {
      other = true;
    }
  }
  if (other) return false;
  if (exponent) {
    const auto at = cell.text.find_first_of("eE");
    return cell.text.size() > at + 2 && (cell.text[at + 1] == '+' || cell.text[at + 1] == '-');
  }
  return cell.kind == CellKind::kNumber && digits > 15 &&
         cell.text.find('.') == std::string_view::npos;
}

std::string column_name(std::size_t column) {
  std::string name;
  for (std::size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
    name.insert(name.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return name;
}

}  // namespace fx::sheet
