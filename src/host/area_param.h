// The area that a command or a question names in its member `area`, for the `area` of its
// declaration. Both refuse kNoSuchArea.
#pragma once

#include <string>

#include "base/result.h"
#include "store/session.h"

namespace fx::host {

// Refuses what is no code; where nothing has been recorded there is nothing to show or to change.
Result<std::string> area_by_code(const std::string& area);
// Refuses what is not in the tree as well.
Result<std::string> area_in_tree(store::Session& db, const std::string& area);

template <class Params>
Result<std::string> named_area(store::Session&, const Params& params) {
  return area_by_code(params.area);
}
template <class Params>
Result<std::string> known_area(store::Session& db, const Params& params) {
  return area_in_tree(db, params.area);
}

}  // namespace fx::host
