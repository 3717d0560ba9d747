// The condition part of a table, compiled for evaluation. The cells of a column cut the fact's
// values into a few atoms within which every row answers alike; each atom has the bit set of the
// rows that accept it, and the rows that apply are the intersection over the columns. Where the
// product of the atoms is small, as in all tables people write, the answer of each combination is
// kept, and a decision is one lookup per column and one for the answer.
// Immutable; evaluation allocates nothing and may run in any number of threads.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "policy/cell.h"

namespace fx::policy {

inline constexpr int kNoRow = -1;
inline constexpr int kSeveralRows = -2;

class Matcher {
 public:
  static constexpr std::size_t kMostRows = 4'096;

  // About how many steps compiling would take; callers with cells from outside bound it.
  static constexpr std::size_t kMostWork = 4'000'000;
  static std::size_t work(const Vocabulary& vocabulary, const std::vector<int>& slots,
                          const std::vector<std::vector<CellTest>>& cells);

  Matcher() = default;
  // cells[r][c] is row r's condition on the fact of slots[c]. `unique`: only() tells several
  // matching rows from one.
  Matcher(const Vocabulary& vocabulary, std::vector<int> slots,
          const std::vector<std::vector<CellTest>>& cells, bool unique);

  // `facts` has a value for every slot of the vocabulary. The first row that applies, or kNoRow;
  // of a unique table also kSeveralRows.
  [[nodiscard]] int find(const Value* facts) const;

  // The same for `out.size()` cases at once, facts by column: columns[slot] points to that many
  // values, or is null where every case has the fact's initial value.
  void find_many(std::span<const Value* const> columns, std::span<std::int16_t> out) const;

  // Calls f(row) for every row that applies, in order.
  template <class F>
  void for_each(const Value* facts, F f) const {
    for (std::size_t w = 0; w < words_; ++w) {
      std::uint64_t bits = word(facts, w);
      while (bits != 0) {
        f(static_cast<int>(w * 64) + __builtin_ctzll(bits));
        bits &= bits - 1;
      }
    }
  }

  [[nodiscard]] bool has_answers() const { return !answers_.empty(); }

 private:
  struct Column {
    int slot = 0;
    Value min = 0, last = 0;
    Value initial = kMissing;
    std::uint32_t missing_atom = 0;      // the last one
    std::uint32_t stride = 0;            // of answers_
    std::vector<Value> starts;           // atom i begins at starts[i]
    std::vector<std::uint16_t> atom_at;  // value - min to atom, where the range is small
    std::vector<std::uint64_t> rows;     // [atom * words_ + w]
    [[nodiscard]] std::uint32_t atom(Value value) const;
  };

  [[nodiscard]] std::uint64_t word(const Value* facts, std::size_t w) const;
  [[nodiscard]] int find_slowly(const Value* facts) const;
  void compile_answers(std::size_t fact_count);

  std::vector<Column> columns_;
  std::size_t words_ = 0;
  std::size_t rows_ = 0;
  bool unique_ = false;
  std::vector<std::int16_t> answers_;
};

}  // namespace fx::policy
