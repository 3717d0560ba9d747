// The examples of a pack, from the table that pack.yaml names.
#pragma once

#include <string>
#include <vector>

#include "policy/pack.h"
#include "policy/problems.h"
#include "policy/yaml.h"

namespace fx::policy {

struct ExampleFile {
  std::string name;  // "" when the pack has none
  std::vector<Example> examples;
};

ExampleFile read_examples(const YamlNode& root, const Files& files, Problems& problems);

}  // namespace fx::policy
