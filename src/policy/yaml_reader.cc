#include "policy/yaml_reader.h"

#include <algorithm>

namespace fx::policy {

std::string join(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

bool YamlReader::is(const YamlNode& node, YamlNode::Kind kind, std::string_view what,
                    const char* expected) {
  if (node.kind == kind) return true;
  problems_.add(kWrongShape, at(node), {{"value", shorten(what)}, {"expected", expected}});
  return false;
}

bool YamlReader::is_map(const YamlNode& node, std::string_view what,
                        const std::vector<std::string>& keys) {
  if (!is(node, YamlNode::Kind::kMap, what, "key: value")) return false;
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    if (std::find(keys.begin(), keys.end(), node.keys[i]) == keys.end()) {
      problems_.add(kKeyUnknown, at(node.items[i]),
                    {{"value", shorten(node.keys[i])}, {"expected", join(keys)}});
    }
  }
  return true;
}

std::string YamlReader::text(const YamlNode& parent, const char* key, bool required) {
  const YamlNode* node = parent.find(key);
  if (node == nullptr) {
    if (required) problems_.add(kKeyMissing, at(parent), {{"value", key}});
    return {};
  }
  if (!is(*node, YamlNode::Kind::kScalar, key, "text")) return {};
  std::string value(trim(node->text));
  if (required && value.empty()) problems_.add(kKeyMissing, at(*node), {{"value", key}});
  return value;
}

std::string YamlReader::id(const YamlNode& parent, const char* key) {
  auto value = text(parent, key);
  if (!value.empty() && !is_id(value)) {
    problems_.add(kBadId, at(*parent.find(key)), {{"value", shorten(value)}});
  }
  return value;
}

int YamlReader::number(const YamlNode& parent, const char* key, int decimals, int min, int max,
                       int otherwise) {
  const YamlNode* node = parent.find(key);
  if (node == nullptr) return otherwise;
  const auto value = parse_fixed(trim(node->text), decimals);
  if (node->kind != YamlNode::Kind::kScalar || !value || *value < min || *value > max) {
    problems_.add(kBadValue, at(*node),
                  {{"value", shorten(node->text)},
                   {"expected", format_fixed(min, decimals) + ".." + format_fixed(max, decimals)}});
    return otherwise;
  }
  return static_cast<int>(*value);
}

bool YamlReader::flag(const YamlNode& parent, const char* key) {
  const YamlNode* node = parent.find(key);
  if (node == nullptr) return false;
  const auto value = parse_flag(trim(node->text));
  if (node->kind != YamlNode::Kind::kScalar || !value) {
    problems_.add(kBadValue, at(*node), {{"value", shorten(node->text)}, {"expected", "yes, no"}});
  }
  return value.value_or(false);
}

std::optional<Day> YamlReader::day(const YamlNode& parent, const char* key, bool required) {
  const auto value = text(parent, key, required);
  if (value.empty()) return std::nullopt;
  const auto parsed = parse_day(value);
  if (!parsed) {
    problems_.add(kBadValue, at(*parent.find(key)),
                  {{"value", shorten(value)}, {"expected", "YYYY-MM-DD"}});
  }
  return parsed;
}

Label YamlReader::label_at(const YamlNode& parent, const char* key, bool required) {
  const YamlNode* node = parent.find(key);
  if (node == nullptr) {
    if (required) problems_.add(kKeyMissing, at(parent), {{"value", key}});
    return {};
  }
  if (!is_map(*node, key, {"zh", "en"})) return {};
  return label(*node);
}

std::vector<Label> YamlReader::labels(const YamlNode& parent, const char* key) {
  std::vector<Label> out;
  const YamlNode* node = parent.find(key);
  if (node == nullptr || !is(*node, YamlNode::Kind::kList, key, "- zh: …")) return out;
  for (const auto& item : node->items) {
    if (is_map(item, key, {"zh", "en"})) out.push_back(label(item));
  }
  return out;
}

}  // namespace fx::policy
