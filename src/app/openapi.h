// The OpenAPI 3.1 document, made from what the modules declare: it cannot go stale.
#pragma once

#include <string>

#include "host/host.h"

namespace fx::app {

std::string openapi(const host::Host& host);

}  // namespace fx::app
