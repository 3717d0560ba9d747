// The part of YAML that a pack may use: mappings, lists and scalars of one document. Anchors,
// aliases and tags are refused, and size, depth and the number of entries are bounded, so that no
// file of any content can make the reader work long or take much memory.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace fx::policy {

struct YamlNode {
  enum class Kind { kScalar, kList, kMap };
  Kind kind = Kind::kScalar;
  std::string text;               // kScalar
  std::vector<YamlNode> items;    // kList; the values of kMap, in the order of keys
  std::vector<std::string> keys;  // kMap
  int line = 0;                   // from 1

  // The value of a key, or null. Only for kMap.
  [[nodiscard]] const YamlNode* find(std::string_view key) const;
};

struct YamlLimits {
  std::size_t bytes = std::size_t{1} << 20;
  int depth = 10;
  std::size_t nodes = 50'000;
};

// `file` names the file in refusals.
Result<YamlNode> parse_yaml(std::string_view bytes, const std::string& file,
                            const YamlLimits& limits = {});

}  // namespace fx::policy
