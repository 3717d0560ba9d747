#include "policy/matcher.h"

#include <algorithm>
#include <array>

#include "base/check.h"

namespace fx::policy {
namespace {

constexpr Value kSmallRange = 4'096;
constexpr std::size_t kMostAnswers = std::size_t{1} << 16;

// Where the atoms of a column begin.
std::vector<Value> atom_starts(const FactDecl& fact,
                               const std::vector<std::vector<CellTest>>& cells,
                               std::size_t column) {
  std::vector<Value> starts{fact.first()};
  for (const auto& row : cells) {
    for (const auto& interval : row[column].accepts) {
      for (const Value edge : {interval.from, interval.to}) {
        if (edge > fact.first() && edge <= fact.last()) starts.push_back(edge);
      }
    }
  }
  std::sort(starts.begin(), starts.end());
  starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
  return starts;
}

}  // namespace

std::size_t Matcher::work(const Vocabulary& vocabulary, const std::vector<int>& slots,
                          const std::vector<std::vector<CellTest>>& cells) {
  std::size_t steps = 0;
  for (std::size_t c = 0; c < slots.size(); ++c) {
    const auto& fact = vocabulary.facts[static_cast<std::size_t>(slots[c])];
    steps += (atom_starts(fact, cells, c).size() + 1) * cells.size();
  }
  return steps;
}

Matcher::Matcher(const Vocabulary& vocabulary, std::vector<int> slots,
                 const std::vector<std::vector<CellTest>>& cells, bool unique)
    : words_((cells.size() + 63) / 64), rows_(cells.size()), unique_(unique) {
  FX_CHECK(cells.size() <= kMostRows);
  for (std::size_t c = 0; c < slots.size(); ++c) {
    const auto& fact = vocabulary.facts[static_cast<std::size_t>(slots[c])];
    Column column;
    column.slot = slots[c];
    column.min = fact.first();
    column.last = fact.last();
    column.initial = fact.initial;
    column.starts = atom_starts(fact, cells, c);
    column.missing_atom = static_cast<std::uint32_t>(column.starts.size());
    column.rows.assign((column.starts.size() + 1) * words_, 0);
    for (std::size_t r = 0; r < cells.size(); ++r) {
      for (std::size_t a = 0; a <= column.starts.size(); ++a) {
        const Value value = a < column.starts.size() ? column.starts[a] : kMissing;
        if (cells[r][c].accepts_value(value)) {
          column.rows[a * words_ + r / 64] |= std::uint64_t{1} << (r % 64);
        }
      }
    }
    if (column.last - column.min < kSmallRange && column.starts.size() < 60'000) {
      std::size_t atom = 0;
      for (Value v = column.min; v <= column.last; ++v) {
        while (atom + 1 < column.starts.size() && column.starts[atom + 1] <= v) ++atom;
        column.atom_at.push_back(static_cast<std::uint16_t>(atom));
      }
    }
    columns_.push_back(std::move(column));
  }
  compile_answers(vocabulary.facts.size());
}

std::uint32_t Matcher::Column::atom(Value value) const {
  if (value == kMissing) return missing_atom;
  if (!atom_at.empty()) {
    return atom_at[static_cast<std::size_t>(std::clamp(value, min, last) - min)];
  }
  const auto next = std::upper_bound(starts.begin(), starts.end(), value);
  return next == starts.begin() ? 0 : static_cast<std::uint32_t>(next - starts.begin()) - 1;
}

std::uint64_t Matcher::word(const Value* facts, std::size_t w) const {
  std::uint64_t bits = ~std::uint64_t{0};
  if (w + 1 == words_ && rows_ % 64 != 0) bits >>= 64 - rows_ % 64;
  for (const auto& column : columns_) {
    if (bits == 0) break;
    bits &= column.rows[column.atom(facts[column.slot]) * words_ + w];
  }
  return bits;
}

int Matcher::find_slowly(const Value* facts) const {
  int found = kNoRow;
  for (std::size_t w = 0; w < words_; ++w) {
    const std::uint64_t bits = word(facts, w);
    if (bits == 0) continue;
    if (!unique_) return static_cast<int>(w * 64) + __builtin_ctzll(bits);
    if (found != kNoRow || (bits & (bits - 1)) != 0) return kSeveralRows;
    found = static_cast<int>(w * 64) + __builtin_ctzll(bits);
  }
  return found;
}

void Matcher::compile_answers(std::size_t fact_count) {
  std::size_t size = 1;
  for (auto& column : columns_) {
    column.stride = static_cast<std::uint32_t>(size);
    size *= column.starts.size() + 1;
    if (size > kMostAnswers || size * words_ * columns_.size() > kMostWork) return;
  }
  std::vector<Value> facts(fact_count, kMissing);
  std::vector<std::int16_t> answers(size);
  for (std::size_t i = 0; i < size; ++i) {
    for (const auto& column : columns_) {
      const std::size_t atom = i / column.stride % (column.starts.size() + 1);
      facts[static_cast<std::size_t>(column.slot)] =
          atom < column.starts.size() ? column.starts[atom] : kMissing;
    }
    answers[i] = static_cast<std::int16_t>(find_slowly(facts.data()));
  }
  answers_ = std::move(answers);
}

int Matcher::find(const Value* facts) const {
  if (answers_.empty()) return find_slowly(facts);
  std::uint32_t index = 0;
  for (const auto& column : columns_) {
    index += column.atom(facts[column.slot]) * column.stride;
  }
  return answers_[index];
}

void Matcher::find_many(std::span<const Value* const> columns, std::span<std::int16_t> out) const {
  if (answers_.empty()) {
    std::vector<Value> facts(columns.size(), kMissing);
    for (std::size_t i = 0; i < out.size(); ++i) {
      for (const auto& column : columns_) {
        const auto slot = static_cast<std::size_t>(column.slot);
        facts[slot] = columns[slot] == nullptr ? column.initial : columns[slot][i];
      }
      out[i] = static_cast<std::int16_t>(find_slowly(facts.data()));
    }
    return;
  }
  constexpr std::size_t kBlock = 512;
  std::array<std::uint32_t, kBlock> index{};
  for (std::size_t begin = 0; begin < out.size(); begin += kBlock) {
    const std::size_t count = std::min(kBlock, out.size() - begin);
    std::fill_n(index.begin(), count, 0U);
    for (const auto& column : columns_) {
      const Value* values = columns[static_cast<std::size_t>(column.slot)];
      if (values == nullptr) {
        const std::uint32_t same = column.atom(column.initial) * column.stride;
        for (std::size_t i = 0; i < count; ++i) index[i] += same;
      } else {
        values += begin;
        for (std::size_t i = 0; i < count; ++i) {
          index[i] += column.atom(values[i]) * column.stride;
        }
      }
    }
    for (std::size_t i = 0; i < count; ++i) out[begin + i] = answers_[index[i]];
  }
}

}  // namespace fx::policy
