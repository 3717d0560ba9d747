// Where someone comes from, relative to the community, by division codes (GB/T 2260 and its
// 12-digit extension): the facts origin_set and origin_relation.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fx::policy {

// A list of places that rules name, such as Hubei: prefixes of division codes.
struct OriginSet {
  std::string id;
  std::vector<std::string> codes;
};

// The id of the first set with a prefix of `code`, or "none". `code` is the digits known, at least
// two, at most 12; zeros after the known part are ignored ("420000000000" is Hubei).
std::string_view origin_set_of(const std::vector<OriginSet>& sets, std::string_view code);

// The value of origin_relation for an origin and a home, both division codes; home down to the
// county at least. "" or anything that is not digits is "unknown"; Hong Kong, Macao and Taiwan are
// "abroad", as their arrivals crossed the border control. Counties directly under a province
// (xx90xx) are places of their own; all districts and counties of a municipality are one city.
std::string_view origin_relation(std::string_view code, std::string_view home);

}  // namespace fx::policy
