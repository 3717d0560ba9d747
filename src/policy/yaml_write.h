// Writes what yaml.h reads.
#pragma once

#include <string>

#include "policy/yaml.h"

namespace fx::policy {

// One document that parse_yaml reads as the same node (within its limits). Labels ({zh, en}) and
// other small mappings and lists of scalars stand on one line.
std::string write_yaml(const YamlNode& root);

}  // namespace fx::policy
