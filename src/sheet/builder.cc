#include "sheet/builder.h"

#include <algorithm>
#include <cstring>
#include <functional>

#include "sheet/refusals.h"

namespace fx::sheet::internal {
namespace {

// UTF-16 units, as spreadsheet programs count the characters of a cell.
std::size_t characters(std::string_view utf8) {
  std::size_t count = 0;
  for (const char c : utf8) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) != 0x80U) count += byte >= 0xF0U ? 2 : 1;
  }
  return count;
}

bool too_long(std::string_view text, const Limits& limits) {
  return text.size() > limits.cell_characters &&
         (text.size() >= Arena::kChunkBytes / 2 || characters(text) > limits.cell_characters);
}

std::string megabytes(std::size_t bytes) { return std::to_string(bytes >> 20); }

}  // namespace

std::uint32_t Arena::put(std::string_view bytes) {
  FX_CHECK(bytes.size() < kChunkBytes);
  if (bytes.empty()) return 0;
  Recent& recent = recent_[std::hash<std::string_view>{}(bytes) % recent_.size()];
  if (recent.length == bytes.size() &&
      std::memcmp(at(recent.at), bytes.data(), bytes.size()) == 0) {
    return recent.at;
  }
  if (kChunkBytes - used_ < bytes.size() || chunks_.empty()) {
    FX_CHECK(chunks_.size() < (std::size_t{1} << (32 - kChunkBits)));
    chunks_.push_back(std::make_unique_for_overwrite<char[]>(kChunkBytes));
    used_ = 0;
  }
  const std::size_t address = ((chunks_.size() - 1) << kChunkBits) | used_;
  std::memcpy(chunks_.back().get() + used_, bytes.data(), bytes.size());
  used_ += bytes.size();
  size_ += bytes.size();
  recent = {static_cast<std::uint32_t>(address), static_cast<std::uint32_t>(bytes.size())};
  return recent.at;
}

SheetBuilder::SheetBuilder(Building& building, std::string name, bool hidden)
    : building_(building),
      data_(std::make_shared<SheetData>()),
      used_columns_(building.limits.columns) {
  data_->name = std::move(name);
  data_->hidden = hidden;
  data_->arena = building.arena;
}

bool SheetBuilder::refuse_with(Refusal refusal) {
  if (!refusal_) refusal_ = std::move(refusal);
  return false;
}

bool SheetBuilder::begin_row(std::size_t number, bool hidden) {
  if (number > building_.limits.rows) {
    return refuse_with(
        refuse(kTooManyRows, {}, {{"limit", std::to_string(building_.limits.rows)}}));
  }
  close_row();
  const auto row = static_cast<std::uint32_t>(number);
  if (!data_->rows.empty() && row <= data_->rows.back().number) rows_sorted_ = false;
  data_->rows.push_back({row, static_cast<std::uint32_t>(data_->cells.size()), 0, hidden});
  return true;
}

void SheetBuilder::close_row() {
  if (data_->rows.empty()) return;
  PackedRow& row = data_->rows.back();
  row.count = static_cast<std::uint32_t>(data_->cells.size() - row.first) & 0x7fffffffU;
  const auto first = data_->cells.begin() + row.first;
  if (!cells_sorted_) {
    std::stable_sort(first, data_->cells.end(),
                     [](const PackedCell& a, const PackedCell& b) { return a.column < b.column; });
    // Of two cells in one place the later one counts.
    auto out = first;
    for (auto it = first; it != data_->cells.end(); ++it) {
      if (out != first && (out - 1)->column == it->column) --out;
      *out++ = *it;
    }
    data_->cells.erase(out, data_->cells.end());
    row.count = static_cast<std::uint32_t>(data_->cells.size() - row.first) & 0x7fffffffU;
    cells_sorted_ = true;
  }
  if (row.count == 0) data_->rows.pop_back();
}

bool SheetBuilder::push(std::size_t column, const PackedCell& cell) {
  const Limits& limits = building_.limits;
  const auto row = std::to_string(data_->rows.back().number);
  if (column >= limits.columns) {
    return refuse_with(
        refuse(kTooManyColumns, {}, {{"row", row}, {"limit", std::to_string(limits.columns)}}));
  }
  if (!used_columns_[column]) {
    used_columns_[column] = true;
    if (++used_column_count_ > limits.used_columns) {
      return refuse_with(
          refuse(kTooManyUsedColumns, {}, {{"limit", std::to_string(limits.used_columns)}}));
    }
    data_->columns = std::max(data_->columns, column + 1);
  }
  if (++building_.cells > limits.cells) {
    return refuse_with(refuse(kTooManyCells, {}, {{"limit", std::to_string(limits.cells)}}));
  }
  auto& cells = data_->cells;
  if (cells.size() > data_->rows.back().first && column <= cells.back().column) {
    cells_sorted_ = false;
  }
  cells.push_back(cell);
  cells.back().column = static_cast<std::uint16_t>(column);
  return true;
}

Result<TextRef> keep_text(Building& building, std::string_view text, std::size_t row) {
  const Limits& limits = building.limits;
  if (too_long(text, limits)) {
    return refuse(
        kCellTooLong, {},
        {{"row", std::to_string(row)}, {"limit", std::to_string(limits.cell_characters)}});
  }
  if (building.arena->size() + text.size() > limits.text_bytes) {
    return refuse(kTooMuchText, {}, {{"limit", megabytes(limits.text_bytes)}});
  }
  return TextRef{building.arena->put(text), static_cast<std::uint32_t>(text.size())};
}

bool SheetBuilder::add(std::size_t column, CellKind kind, std::string_view text,
                       std::string_view raw, bool formula, const DateValue* date) {
  if (text.empty()) return true;
  PackedCell cell{};
  cell.kind = static_cast<std::uint32_t>(kind) & 15U;
  cell.flags = formula ? kFormula : 0;
  std::string_view bytes = text;
  if ((!raw.empty() && raw != text) || date != nullptr) {
    FX_CHECK(raw.size() < 1024);
    payload_.assign(text);
    if (raw != text) {
      payload_.append(raw);
      cell.raw_length = static_cast<std::uint16_t>(raw.size());
    }
    if (date != nullptr) {
      if (date->day) {
        const std::int32_t day = date->day->number;
        payload_.append(reinterpret_cast<const char*>(&day), sizeof day);
        cell.flags |= kHasDay;
      }
      const auto minute = static_cast<std::int16_t>(date->minute);
      payload_.append(reinterpret_cast<const char*>(&minute), sizeof minute);
      cell.flags |= kHasMinute;
    }
    bytes = payload_;
  }
  const auto kept = keep_text(building_, bytes, data_->rows.back().number);
  if (!kept) return refuse_with(kept.error());
  cell.at = kept->at;
  cell.length = static_cast<std::uint32_t>(text.size()) & 0xfffffU;
  return push(column, cell);
}

bool SheetBuilder::add_shared(std::size_t column, TextRef text, bool formula) {
  if (text.length == 0) return true;
  PackedCell cell{};
  cell.kind = static_cast<std::uint32_t>(CellKind::kText) & 15U;
  cell.flags = formula ? kFormula : 0;
  cell.at = text.at;
  cell.length = text.length & 0xfffffU;
  return push(column, cell);
}

bool SheetBuilder::merge(const Merge& range) {
  // A range of one cell covers nothing. Ranges themselves count, so that a list of millions ends.
  if (merges_.size() >= building_.limits.merged_cells) {
    return refuse_with(refuse(kTooManyMergedCells, {},
                              {{"limit", std::to_string(building_.limits.merged_cells)}}));
  }
  if (range.first_row != range.last_row || range.first_column != range.last_column) {
    merges_.push_back(range);
  }
  return true;
}

bool SheetBuilder::problem(std::uint32_t row, Refusal what) {
  data_->problems.emplace_back(row, std::move(what));
  if (data_->problems.size() <= building_.limits.problems) return true;
  return refuse_with(refuse(kTooManyBadRows, {},
                            {{"limit", std::to_string(building_.limits.problems)},
                             {"row", std::to_string(data_->problems.front().first)}}));
}

bool SheetBuilder::fill_merges() {
  auto& rows = data_->rows;
  const auto find_row = [&rows](std::uint32_t number) {
    return std::lower_bound(
        rows.begin(), rows.end(), number,
        [](const PackedRow& row, std::uint32_t wanted) { return row.number < wanted; });
  };
  // Only rows that have something of their own are filled, and only to the last used column:
  // a title merged to column XFD is not 16,384 cells to anyone who looks at it.
  struct Fill {
    std::uint32_t row;  // index
    PackedCell cell;
  };
  std::vector<Fill> fills;
  std::size_t covered = 0;
  for (const Merge& range : merges_) {
    const auto top = find_row(range.first_row);
    if (top == rows.end() || top->number != range.first_row) continue;
    const auto begin = data_->cells.begin() + top->first;
    const auto end = begin + top->count;
    const auto source = std::lower_bound(
        begin, end, range.first_column,
        [](const PackedCell& cell, std::uint16_t column) { return cell.column < column; });
    if (source == end || source->column != range.first_column) continue;
    const std::size_t last_column =
        std::min<std::size_t>(range.last_column, data_->columns == 0 ? 0 : data_->columns - 1);
    for (auto row = top; row != rows.end() && row->number <= range.last_row; ++row) {
      covered += last_column - range.first_column + 1;
      if (covered > building_.limits.merged_cells) {
        return refuse_with(refuse(kTooManyMergedCells, {},
                                  {{"limit", std::to_string(building_.limits.merged_cells)}}));
      }
      for (std::size_t column = range.first_column; column <= last_column; ++column) {
        if (row == top && column == range.first_column) continue;
        Fill fill{static_cast<std::uint32_t>(row - rows.begin()), *source};
        fill.cell.column = static_cast<std::uint16_t>(column);
        fill.cell.flags |= kMerged;
        fills.push_back(fill);
      }
    }
  }
  if (fills.empty()) return true;
  std::stable_sort(fills.begin(), fills.end(), [](const Fill& a, const Fill& b) {
    return a.row != b.row ? a.row < b.row : a.cell.column < b.cell.column;
  });
  std::vector<PackedCell> cells;
  cells.reserve(data_->cells.size() + fills.size());
  std::size_t next = 0;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    PackedRow& row = rows[r];
    const auto first = static_cast<std::uint32_t>(cells.size());
    std::size_t own = row.first;
    const std::size_t own_end = own + row.count;
    while (own < own_end || (next < fills.size() && fills[next].row == r)) {
      const bool fill_here = next < fills.size() && fills[next].row == r;
      const bool take_fill =
          fill_here && (own == own_end || fills[next].cell.column <= data_->cells[own].column);
      const PackedCell& cell = take_fill ? fills[next].cell : data_->cells[own];
      // What a covered cell holds of its own is invisible; of overlapping ranges the first counts.
      if (cells.size() == first || cells.back().column != cell.column) cells.push_back(cell);
      if (take_fill) {
        ++next;
      } else {
        ++own;
      }
    }
    row.first = first;
    row.count = static_cast<std::uint32_t>(cells.size() - first) & 0x7fffffffU;
  }
  data_->cells = std::move(cells);
  return true;
}

Result<Sheet> SheetBuilder::finish() {
  if (refusal_) return *refusal_;
  close_row();
  if (!rows_sorted_) {
    std::stable_sort(data_->rows.begin(), data_->rows.end(),
                     [](const PackedRow& a, const PackedRow& b) { return a.number < b.number; });
  }
  if (!merges_.empty() && !fill_merges()) return *refusal_;
  data_->cells.shrink_to_fit();
  data_->rows.shrink_to_fit();
  return Sheet(std::move(data_));
}

}  // namespace fx::sheet::internal
