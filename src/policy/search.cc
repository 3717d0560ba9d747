#include "policy/search.h"

#include <algorithm>
#include <set>

namespace fx::policy {
namespace {

const CellTest* find_slot(const Box& box, int slot) {
  for (const auto& entry : box) {
    if (entry.first == slot) return &entry.second;
  }
  return nullptr;
}

}  // namespace

std::optional<Box> intersect(const Box& a, const Box& b) {
  Box out = a;
  for (const auto& [slot, test] : b) {
    const int wanted = slot;
    const auto same = std::find_if(out.begin(), out.end(),
                                   [&](const auto& entry) { return entry.first == wanted; });
    if (same == out.end()) {
      out.emplace_back(slot, test);
      continue;
    }
    same->second = policy::intersect(same->second, test);
    if (is_empty(same->second)) return std::nullopt;
  }
  return out;
}

Box box_of(const Table& table, const Row& row) {
  Box box;
  for (std::size_t c = 0; c < table.slots.size(); ++c) {
    if (!row.tests[c].any) box.emplace_back(table.slots[c], row.tests[c]);
  }
  return box;
}

std::vector<Box> subtract(const Vocabulary& vocabulary, const Box& a, const Box& b) {
  std::vector<Box> out;
  Box rest = a;
  for (const auto& [slot, test] : b) {
    const auto& fact = vocabulary.facts[static_cast<std::size_t>(slot)];
    // Not in b because of this slot, though it was in b in all those before.
    if (auto outside = intersect(rest, {{slot, complement(fact, test)}})) {
      out.push_back(*std::move(outside));
    }
    auto inside = intersect(rest, {{slot, test}});
    if (!inside) return out;
    rest = *std::move(inside);
  }
  return out;
}

Search::Search(const Vocabulary& vocabulary, const Box& box, const std::vector<Box>& blockers,
               std::size_t& budget)
    : facts_(vocabulary),
      blockers_(blockers.size()),
      words_((blockers.size() + 63) / 64),
      budget_(budget) {
  std::set<int> slots;
  for (const auto& entry : box) slots.insert(entry.first);
  for (const auto& blocker : blockers) {
    for (const auto& entry : blocker) slots.insert(entry.first);
  }
  for (const int slot : slots) add_dimension(vocabulary, slot, box, blockers);
  // rest_any[d]: the blockers that accept everything from dimension d on.
  rest_any_.assign((dimensions_.size() + 1) * words_, 0);
  for (std::size_t b = 0; b < blockers.size(); ++b) {
    std::size_t d = dimensions_.size();
    for (;;) {
      rest_any_[d * words_ + b / 64] |= std::uint64_t{1} << (b % 64);
      if (d == 0) break;
      --d;
      const int slot = dimensions_[d].slot;
      const bool named = std::any_of(blockers[b].begin(), blockers[b].end(),
                                     [&](const auto& entry) { return entry.first == slot; });
      if (named) break;
    }
  }
}

Found Search::run() {
  if (gave_up_) return Found::kGaveUp;
  std::vector<std::uint64_t> alive(words_, ~std::uint64_t{0});
  if (blockers_ % 64 != 0 && words_ > 0) alive.back() >>= 64 - blockers_ % 64;
  const bool found = visit(0, alive);
  if (gave_up_) return Found::kGaveUp;
  return found ? Found::kYes : Found::kNo;
}

void Search::add_dimension(const Vocabulary& vocabulary, int slot, const Box& box,
                           const std::vector<Box>& blockers) {
  const auto& fact = vocabulary.facts[static_cast<std::size_t>(slot)];
  const CellTest* inside = find_slot(box, slot);
  std::vector<Value> starts{fact.first()};
  const auto cut = [&](const CellTest* test) {
    if (test == nullptr) return;
    for (const auto& interval : test->accepts) {
      for (const Value edge : {interval.from, interval.to}) {
        if (edge > fact.first() && edge <= fact.last()) starts.push_back(edge);
      }
    }
  };
  cut(inside);
  for (const auto& blocker : blockers) cut(find_slot(blocker, slot));
  // The initial value makes the most natural example, so it begins an atom of its own.
  if (fact.initial != kMissing) starts.push_back(fact.initial);
  std::sort(starts.begin(), starts.end());
  starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
  if (fact.can_be_missing()) starts.push_back(kMissing);
  const auto initial = std::find(starts.begin(), starts.end(), fact.initial);
  if (initial != starts.end()) std::rotate(starts.begin(), initial, initial + 1);

  Dimension dimension{slot, {}};
  std::set<std::vector<std::uint64_t>> known;
  if (!take(starts.size() * (blockers.size() + 1))) return;
  for (const Value value : starts) {
    if (inside != nullptr && !inside->accepts_value(value)) continue;
    Atom atom{value, std::vector<std::uint64_t>(words_, 0)};
    for (std::size_t b = 0; b < blockers.size(); ++b) {
      const CellTest* test = find_slot(blockers[b], slot);
      if (test == nullptr || test->accepts_value(value)) {
        atom.accepted[b / 64] |= std::uint64_t{1} << (b % 64);
      }
    }
    if (known.insert(atom.accepted).second) dimension.atoms.push_back(std::move(atom));
  }
  dimensions_.push_back(std::move(dimension));
}

bool Search::take(std::size_t steps) {
  gave_up_ = gave_up_ || steps > budget_;
  budget_ -= gave_up_ ? 0 : steps;
  return !gave_up_;
}

bool Search::visit(std::size_t d, const std::vector<std::uint64_t>& alive) {
  if (!take(words_ + 1)) return false;
  for (std::size_t w = 0; w < words_; ++w) {
    if ((alive[w] & rest_any_[d * words_ + w]) != 0) return false;
  }
  if (d == dimensions_.size()) return true;
  std::set<std::vector<std::uint64_t>> tried;
  std::vector<std::uint64_t> next(words_);
  for (const auto& atom : dimensions_[d].atoms) {
    for (std::size_t w = 0; w < words_; ++w) next[w] = alive[w] & atom.accepted[w];
    if (!tried.insert(next).second) continue;
    facts_.set_raw(dimensions_[d].slot, atom.value);
    if (visit(d + 1, next)) return true;
    if (gave_up_) return false;
  }
  return false;
}

}  // namespace fx::policy
