#include "policy/origin.h"

#include <algorithm>

namespace fx::policy {
namespace {

std::string_view known_part(std::string_view code) {
  if (code.size() < 2 || code.size() > 12) return {};
  if (!std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return {};
  // A level is known when its digits are not all zero: two digits down to the county, then three.
  std::size_t end = 0;
  for (const std::size_t level : {2U, 4U, 6U, 9U, 12U}) {
    if (code.size() < level) break;
    const auto digits = code.substr(end, level - end);
    if (digits.find_first_not_of('0') == std::string_view::npos) break;
    end = level;
  }
  return code.substr(0, end);
}

bool is_municipality(std::string_view province) {
  return province == "11" || province == "12" || province == "31" || province == "50";
}

// What "this city" is for a place: the prefix that all its parts share; "" when not known.
std::string_view city_of(std::string_view code) {
  const auto province = code.substr(0, 2);
  if (is_municipality(province)) return province;
  if (code.size() < 4) return {};
  if (code.substr(2, 2) != "90") return code.substr(0, 4);
  return code.size() < 6 ? std::string_view() : code.substr(0, 6);
}

}  // namespace

std::string_view origin_set_of(const std::vector<OriginSet>& sets, std::string_view code) {
  const auto known = known_part(code);
  if (known.empty()) return "none";
  for (const auto& set : sets) {
    for (const auto& prefix : set.codes) {
      if (known.starts_with(prefix)) return set.id;
    }
  }
  return "none";
}

std::string_view origin_relation(std::string_view code, std::string_view home) {
  const auto from = known_part(code);
  const auto here = known_part(home);
  if (from.empty()) return "unknown";
  const auto province = from.substr(0, 2);
  if (province == "71" || province == "81" || province == "82") return "abroad";
  if (here.empty()) return "unknown";
  if (province != here.substr(0, 2)) return "other_province";
  const auto city = city_of(from);
  const auto home_city = city_of(here);
  if (city.empty() || home_city.empty()) return "same_province";
  return city == home_city ? "same_city" : "other_city";
}

}  // namespace fx::policy
