#include "host/area_param.h"

#include "area/code.h"
#include "area/tree.h"
#include "host/context.h"

namespace fx::host {

Result<std::string> area_by_code(const std::string& area) {
  if (!area::is_code(area)) return refuse(kNoSuchArea, "area", {{"area", area}});
  return area;
}

Result<std::string> area_in_tree(store::Session& db, const std::string& area) {
  if (!area::exists(db, area)) return refuse(kNoSuchArea, "area", {{"area", area}});
  return area;
}

}  // namespace fx::host
