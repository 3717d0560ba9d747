// What lies beside the program: the web application and the shipped policy packs.
#pragma once

#include <string>

namespace fx::app {

// DIR/<name> for the first that exists: beside the executable (build/), in ../share/fangxian
// (installed). "" if there is none.
std::string shared_folder(const std::string& name);

}  // namespace fx::app
