// Who lives where, for figures and lists of whole areas: by two times, unlike Directory, and
// without who they are.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "base/ulid.h"
#include "host/indicator.h"

namespace fx::registry {

// Everybody who lives in a household of the area on the day of the frame, as known then, by the
// codes of their dwellings. `flags`: bits of words.h.
void each_resident(
    store::Session& db, const host::Frame& frame,
    const std::function<void(const Ulid& person, const Ulid& household, std::string_view dwelling,
                             std::uint32_t flags)>& visit);

// Every household of that day, with whether nobody lives in its dwelling.
void each_household(
    store::Session& db, const host::Frame& frame,
    const std::function<void(const Ulid& household, std::string_view dwelling, bool empty)>& visit);

}  // namespace fx::registry
