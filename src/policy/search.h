// Sets of cases as boxes, and the search for a case that is in one box and in none of others. The
// check of packs and the resolution of layers stand on it.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "policy/facts.h"
#include "policy/table.h"

namespace fx::policy {

// One condition for each of some slots; slots not named accept everything.
using Box = std::vector<std::pair<int, CellTest>>;

Box box_of(const Table& table, const Row& row);
// The cases in both; nothing when they exclude each other.
std::optional<Box> intersect(const Box& a, const Box& b);
// The cases of `a` that are not in `b`, as boxes that exclude each other.
std::vector<Box> subtract(const Vocabulary& vocabulary, const Box& a, const Box& b);

enum class Found { kYes, kNo, kGaveUp };

// Looks for facts inside a box and outside all of the blocking boxes, by going through the slots
// one after another and, within each, once through each set of blockers that stay alive. `budget`
// is the steps that may still be taken, and what is taken is taken from it.
class Search {
 public:
  Search(const Vocabulary& vocabulary, const Box& box, const std::vector<Box>& blockers,
         std::size_t& budget);

  Found run();

  // After kYes: the facts found; what nothing asks for is at its initial value.
  [[nodiscard]] const Facts& facts() const { return facts_; }

 private:
  struct Atom {
    Value value = 0;
    std::vector<std::uint64_t> accepted;  // the blockers that accept it
  };
  struct Dimension {
    int slot = 0;
    std::vector<Atom> atoms;
  };

  void add_dimension(const Vocabulary& vocabulary, int slot, const Box& box,
                     const std::vector<Box>& blockers);
  bool take(std::size_t steps);
  bool visit(std::size_t d, const std::vector<std::uint64_t>& alive);

  Facts facts_;
  std::size_t blockers_;
  std::size_t words_;
  std::vector<Dimension> dimensions_;
  std::vector<std::uint64_t> rest_any_;  // [d]: blockers that accept everything from d on
  std::size_t& budget_;
  bool gave_up_ = false;
};

}  // namespace fx::policy
