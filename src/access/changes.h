// Counts changes to accounts, grants, passwords and tokens anywhere in this process. Whoever writes
// such a change says so while it writes; Sessions then answers nothing from memory until the
// commit, so that no request is let in by what no longer holds.
#pragma once

#include <cstdint>

namespace fx::access {

void note_change();
std::uint64_t changes_noted();

}  // namespace fx::access
