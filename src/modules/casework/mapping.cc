#include "modules/casework/mapping.h"

#include "base/text.h"
#include "modules/casework/list.h"
#include "modules/casework/refusals.h"

namespace fx::casework {
namespace {

Refusal bad(const std::string& what) { return refuse(kBadMapping, "map", {{"what", what}}); }

}  // namespace

Result<Mapping> read_mapping(std::string_view text) {
  if (text.size() > kMappingMaxBytes) {
    return bad("> " + std::to_string(kMappingMaxBytes) + " bytes");
  }
  auto mapping = json::read_text<Mapping>(text);
  if (!mapping) return mapping.error();
  if (mapping->format != 1) return bad("format " + std::to_string(mapping->format));
  if (mapping->columns.size() > kMappingMaxRules || mapping->values.size() > kMappingMaxRules ||
      mapping->defaults.size() > kMappingMaxRules) {
    return bad("> " + std::to_string(kMappingMaxRules) + " rules");
  }
  const auto known = [](const std::string& field) {
    return json::enum_value<Field>(field).has_value();
  };
  for (std::size_t i = 0; i < mapping->columns.size(); ++i) {
    const auto& rule = mapping->columns[i];
    const auto at = "columns[" + std::to_string(i) + "]";
    if (rule.column.empty()) return bad(at + ".column");
    if (!rule.field.empty() && !known(rule.field)) return bad(at + ".field");
  }
  for (std::size_t i = 0; i < mapping->values.size(); ++i) {
    const auto& rule = mapping->values[i];
    const auto at = "values[" + std::to_string(i) + "]";
    if (!known(rule.field)) return bad(at + ".field");
    if (rule.from.has_value() == rule.has.has_value()) return bad(at + ": from | has");
    if (rule.has && rule.has->empty()) return bad(at + ".has");
  }
  for (std::size_t i = 0; i < mapping->defaults.size(); ++i) {
    if (!known(mapping->defaults[i].field)) return bad("defaults[" + std::to_string(i) + "].field");
  }
  return mapping;
}

std::string write_mapping(const Mapping& mapping) {
  std::string out = "{\n  \"format\": 1";
  if (mapping.name) {
    out += ",\n  \"name\": ";
    json::write_string(out, *mapping.name);
  }
  const auto rules = [&](const char* name, const auto& all) {
    out += ",\n  \"" + std::string(name) + "\": [";
    for (std::size_t i = 0; i < all.size(); ++i) {
      out += (i == 0 ? "\n    " : ",\n    ") + json::text(all[i]);
    }
    out += all.empty() ? "]" : "\n  ]";
  };
  rules("columns", mapping.columns);
  rules("values", mapping.values);
  rules("defaults", mapping.defaults);
  return out + "\n}\n";
}

}  // namespace fx::casework
