// What lists call an area.
#pragma once

#include <string>
#include <string_view>

#include "store/session.h"

namespace fx::area {

// Inside a community as its people say it (address()); otherwise its name with that of the area
// around it, which is enough to know it by: "新平街道里布嘎社区", "文山市新平街道".
std::string place_name(store::Session& db, std::string_view code);

}  // namespace fx::area
