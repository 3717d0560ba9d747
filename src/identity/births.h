// When people were born: for counting those of an age without reading who they are.
#pragma once

#include <functional>
#include <string_view>

#include "base/time.h"
#include "base/ulid.h"
#include "store/session.h"

namespace fx::identity {

// Everybody in the area whose date of birth is known; merged and erased ones left out.
void each_birth(store::Session& db, std::string_view area,
                const std::function<void(const Ulid& person, Day birth)>& visit);

}  // namespace fx::identity
