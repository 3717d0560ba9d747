// Communities that nobody has seen: other places, names, forms of files and mistakes, from a seed.
// What a right import finds is known by construction. For tests.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/time.h"

namespace fx::made {

// SplitMix64: the same numbers on every machine.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }
  int below(int n) { return static_cast<int>(next() % static_cast<std::uint64_t>(n)); }
  int from(int low, int high) { return low + below(high - low + 1); }
  bool one_in(int n) { return below(n) == 0; }
  template <class T>
  const T& pick(const std::vector<T>& list) {
    return list[static_cast<std::size_t>(below(static_cast<int>(list.size())))];
  }
  template <class T>
  void shuffle(std::vector<T>& list) {
    for (std::size_t i = list.size(); i > 1; --i) {
      std::swap(list[i - 1], list[static_cast<std::size_t>(below(static_cast<int>(i)))]);
    }
  }

 private:
  std::uint64_t state_;
};

struct Human {
  std::string name;
  std::string id;  // the true one, 18 characters
  bool male = true;
  std::string phone;
  std::string relation;
  std::size_t home = 0;
};

enum class Kind { kUnits, kNoUnits, kHouseNumbers, kHeads };

struct Home {
  int grid = 0;  // from 1
  std::size_t compound = 0;
  std::string building, unit, room;  // as numbers or letters; "" where the compound has none
  std::vector<std::size_t> people;   // the head first; none: nobody lives there
};

struct Compound {
  std::string name;
  Kind kind = Kind::kUnits;
};

struct Trip {
  std::size_t human = 0;
  bool registered = true;
  std::string origin;  // as people write it, rightly
  std::string person_class;
  Day arrived;
};

struct Truth {
  std::string community;  // code
  std::string community_name;
  std::string province, city;
  std::vector<Compound> compounds;
  std::vector<Home> homes;
  std::vector<Human> people;  // those of homes, then strangers whom no register has
  std::size_t residents = 0;
  std::vector<Trip> trips;
};

std::string two(int n);  // "07"

// A valid number of somebody born in these years.
std::string make_id(Dice& dice, const std::vector<std::string>& areas, bool male, int born_from,
                    int born_to);

// About so many homes.
Truth make_community(std::uint64_t seed, int homes_wanted);

}  // namespace fx::made
