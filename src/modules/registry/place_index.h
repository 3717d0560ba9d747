// Compounds and village groups by a part of their name, within an area: for search, where reading
// every name of a city would take too long. For this folder only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "host/module.h"

namespace fx::registry {

void declare_place_index(host::Declaration& to);

// Codes of compounds whose name contains the text, up to spelling; exact names first, then by code.
// At least two characters.
std::vector<std::string> find_places(store::Session& db, std::string_view text,
                                     std::string_view under, std::size_t limit);

}  // namespace fx::registry
