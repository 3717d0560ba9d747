// Invented people for demonstrations and benchmarks: no name, number or telephone is anybody's. The
// same seed gives the same people.
#pragma once

#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "base/time.h"

namespace fx::app {

struct DemoPerson {
  std::string name;
  std::string id_number;
  std::string phone;
  bool female = false;
  std::string relation;
};

struct DemoHousehold {
  std::string grid;      // 第1网格
  std::string compound;  // compound or village group
  std::string building;  // "" in villages
  std::string unit;
  std::string room;
  std::vector<DemoPerson> people;
};

class DemoPeople {
 public:
  // Whose ID numbers begin with this county, and whose telephones are numbered from `first_serial`
  // on: two that differ in both invent nobody twice.
  DemoPeople(std::uint64_t seed, Day today, std::string county = "532601",
             std::uint64_t first_serial = 0)
      : random_(seed), today_(today), county_(std::move(county)), serial_(first_serial) {}

  // So many households with so many people in all, 1 to 9 each, in buildings of 24 flats.
  std::vector<DemoHousehold> compound(const std::string& grid, const std::string& name,
                                      int households, int people);
  std::vector<DemoHousehold> village(const std::string& grid, const std::string& name,
                                     int households, int people);
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_()) % n; }
  bool chance(int percent) { return static_cast<int>(below(100)) < percent; }

 private:
  std::vector<int> sizes(int households, int people);
  std::vector<DemoPerson> family(int size);
  DemoPerson person(const std::string& surname, int age, bool female);

  std::mt19937_64 random_;
  Day today_;
  std::string county_;
  std::uint64_t serial_;
  std::set<std::string> numbers_;
};

// The register as an office would have it, one row a person.
std::string demo_register_xlsx(const std::string& community,
                               const std::vector<DemoHousehold>& households);

}  // namespace fx::app
