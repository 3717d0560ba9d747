#include "area/place_name.h"

#include "area/code.h"
#include "area/divisions.h"
#include "area/tree.h"

namespace fx::area {

std::string place_name(store::Session& db, std::string_view code) {
  const auto level = level_of(code);
  if (!level || *level > Level::kCommunity) return address(db, code);
  if (*level == Level::kCountry) return name(db, code);
  std::string around;
  std::string own;
  for (auto& node : path(db, code)) {
    if (node.name.empty() || !has_own_name(node.name) || node.name == own) continue;
    around = std::move(own);
    own = std::move(node.name);
  }
  return around + own;
}

}  // namespace fx::area
