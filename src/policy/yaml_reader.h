// Typed values of a parsed pack.yaml. What has the wrong shape or is missing is noted, and reading
// goes on with an empty value.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "policy/problems.h"
#include "policy/refusals.h"
#include "policy/yaml.h"

namespace fx::policy {

inline constexpr std::string_view kPackFile = "pack.yaml";
inline constexpr std::size_t kMostEntries = 1'000;  // of a dictionary

std::string join(const std::vector<std::string>& words);  // "a, b"

class YamlReader {
 public:
  explicit YamlReader(Problems& problems) : problems_(problems) {}

  static Place at(const YamlNode& node) { return {std::string(kPackFile), node.line}; }

  bool is(const YamlNode& node, YamlNode::Kind kind, std::string_view what, const char* expected);
  bool is_map(const YamlNode& node, std::string_view what, const std::vector<std::string>& keys);
  std::string text(const YamlNode& parent, const char* key, bool required = true);
  std::string id(const YamlNode& parent, const char* key);
  // A number times 10^decimals; `otherwise` when there is none.
  int number(const YamlNode& parent, const char* key, int decimals, int min, int max,
             int otherwise);
  bool flag(const YamlNode& parent, const char* key);
  std::optional<Day> day(const YamlNode& parent, const char* key, bool required);
  // zh and en of a mapping that may have other keys as well.
  Label label(const YamlNode& node) { return {text(node, "zh"), text(node, "en")}; }
  Label label_at(const YamlNode& parent, const char* key, bool required);
  std::vector<Label> labels(const YamlNode& parent, const char* key);

  // A dictionary: id: {zh, en, more}. Calls each(node, value) for further keys.
  template <class Each>
  std::vector<NamedValue> dictionary(const YamlNode& parent, const char* key,
                                     const std::vector<std::string>& more, Each each) {
    std::vector<NamedValue> out;
    const YamlNode* node = parent.find(key);
    if (node == nullptr || !is(*node, YamlNode::Kind::kMap, key, "id: {zh, en}")) return out;
    if (node->items.size() > kMostEntries) {
      problems_.add(kYamlTooMany, at(*node), {{"limit", std::to_string(kMostEntries)}});
      return out;
    }
    std::vector<std::string> keys{"zh", "en"};
    keys.insert(keys.end(), more.begin(), more.end());
    for (std::size_t i = 0; i < node->items.size(); ++i) {
      const auto& item = node->items[i];
      if (!is_id(node->keys[i]))
        problems_.add(kBadId, at(item), {{"value", shorten(node->keys[i])}});
      if (!is_map(item, node->keys[i], keys)) continue;
      NamedValue value{node->keys[i], label(item)};
      for (const auto* name : {&value.label.zh, &value.label.en}) {
        if (split_list(*name).size() > 1 && std::string_view(key) == "classes") {
          problems_.add(kBadValue, at(item), {{"value", shorten(*name)}, {"expected", "name"}});
        }
      }
      each(item, value);
      out.push_back(std::move(value));
    }
    return out;
  }
  std::vector<NamedValue> dictionary(const YamlNode& parent, const char* key) {
    return dictionary(parent, key, {}, [](const YamlNode&, const NamedValue&) {});
  }

 protected:
  Problems& problems_;  // NOLINT(*-non-private-member-variables-in-classes)
};

}  // namespace fx::policy
