// Building a Sheet from cells as a reader meets them. For the readers of this folder only.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "sheet/reader.h"
#include "sheet/workbook.h"

namespace fx::sheet::internal {

// Bytes of texts in chunks that never move. An address holds the chunk in its upper twelve bits.
class Arena {
 public:
  static constexpr unsigned kChunkBits = 20;
  static constexpr std::size_t kChunkBytes = std::size_t{1} << kChunkBits;

  // Keeps the bytes; the same bytes put recently get the same address. bytes.size() < kChunkBytes.
  std::uint32_t put(std::string_view bytes);
  [[nodiscard]] const char* at(std::uint32_t address) const {
    return chunks_[address >> kChunkBits].get() + (address & (kChunkBytes - 1));
  }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  struct Recent {
    std::uint32_t at = 0;
    std::uint32_t length = 0;
  };
  std::vector<std::unique_ptr<char[]>> chunks_;
  std::size_t used_ = kChunkBytes;  // of the last chunk
  std::size_t size_ = 0;
  std::array<Recent, 8192> recent_{};
};

// What all sheets of one file share.
struct Building {
  explicit Building(const Limits& l) : limits(l), arena(std::make_shared<Arena>()) {}
  const Limits& limits;
  std::shared_ptr<Arena> arena;
  std::size_t cells = 0;
};

struct DateValue {
  std::optional<Day> day;
  int minute = 0;
};

// A text already in the arena (a shared string).
struct TextRef {
  std::uint32_t at = 0;
  std::uint32_t length = 0;
};

// First cells of a merged range and its extent; rows 1-based, columns 0-based, all inclusive.
struct Merge {
  std::uint32_t first_row, last_row;
  std::uint16_t first_column, last_column;
};

// Every function that returns bool returns false once a limit is passed; refusal() then says which.
class SheetBuilder {
 public:
  SheetBuilder(Building& building, std::string name, bool hidden);

  // Rows and cells may come in any order (they are sorted), but normally ascend.
  bool begin_row(std::size_t number, bool hidden = false);
  bool add(std::size_t column, CellKind kind, std::string_view text, std::string_view raw = {},
           bool formula = false, const DateValue* date = nullptr);
  bool add_shared(std::size_t column, TextRef text, bool formula = false);
  bool merge(const Merge& range);
  bool problem(std::uint32_t row, Refusal what);

  [[nodiscard]] const Refusal& refusal() const { return *refusal_; }
  [[nodiscard]] bool refused() const { return refusal_.has_value(); }
  bool refuse_with(Refusal refusal);  // always false

  Result<Sheet> finish();

 private:
  bool push(std::size_t column, const PackedCell& cell);
  void close_row();
  bool fill_merges();

  Building& building_;
  std::shared_ptr<SheetData> data_;
  std::vector<Merge> merges_;
  std::vector<bool> used_columns_;
  std::size_t used_column_count_ = 0;
  bool rows_sorted_ = true;
  bool cells_sorted_ = true;
  std::string payload_;
  std::optional<Refusal> refusal_;
};

// Keeps a text for later add_shared(); refuses what a cell may not hold. The row is for the
// message.
Result<TextRef> keep_text(Building& building, std::string_view text, std::size_t row);

}  // namespace fx::sheet::internal
