// The lists of returnees that a made community's office has: its own, one from the police,
// declarations from a form. For tests.
#pragma once

#include <vector>

#include "modules/returnees/made/register.h"

namespace fx::made {

// Together they name every trip. `expected`: of the register made before.
std::vector<File> make_lists(const Truth& truth, const Expected& expected, std::uint64_t seed);

}  // namespace fx::made
