// The registers that a made community's office has, in the forms and with the mistakes of real
// ones. For tests.
#pragma once

#include <string>
#include <vector>

#include "modules/returnees/made/community.h"
#include "modules/returnees/made/files.h"

namespace fx::made {

struct Expected {
  std::vector<bool> id_usable;  // of residents: whether the register has a sound number of theirs
  std::vector<bool> id_tells;   // or one that is damaged and still tells whose it is
  int twice = 0;                // rows that list somebody in a second household
  int set_aside = 0;
  bool grids = true;  // whether the files tell the grids
};

struct Register {
  std::vector<File> files;
  Expected expected;
  std::string form;  // in which it is, for messages of tests
};
Register make_register(const Truth& truth, std::uint64_t seed);

}  // namespace fx::made
