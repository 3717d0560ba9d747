// Area codes. A code is the path to the area, so "everything under X" is one range of codes and
// needs no tree walk:
//
//   53            province        2 digits   official statistical code
//   5326          city            4
//   532601        county          6
//   532601003     street          9
//   532601003005  community       12 (official, or any 12 digits under the street)
//   532601003005-3            grid                below the community: "-" and a local part
//   532601003005-3-2          compound or village group          [0-9A-Za-z]{1,16}
//   532601003005-3-2-6        building
//   532601003005-3-2-6-1      unit (0 where a building has none)
//   532601003005-3-2-6-1-1001 household's dwelling
//
// The code "0" is the whole country: above the provinces. Codes sort so that an area comes
// directly before what is under it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fx::area {

enum class Level {
  kCountry,
  kProvince,
  kCity,
  kCounty,
  kStreet,
  kCommunity,
  kGrid,
  kCompound,
  kBuilding,
  kUnit,
  kDwelling
};

inline constexpr std::string_view kCountry = "0";

// Nothing if the text is not a code.
std::optional<Level> level_of(std::string_view code);
inline bool is_code(std::string_view code) { return level_of(code).has_value(); }

std::string parent(std::string_view code);  // "" above the country
// The ancestor-or-self at this level; "" if the code is above it.
std::string at_level(std::string_view code, Level level);
// The same as a part of `code`, for those who look at many.
std::string_view prefix_at(std::string_view code, Level level);
bool contains(std::string_view ancestor, std::string_view code);  // or equal

// All codes c with low <= c < high are the area and what is under it, and no others.
struct Range {
  std::string low;
  std::string high;
};
Range range(std::string_view code);

// The journal chain an entry about this area belongs to: the community at or above it, or the area
// itself where it is above the communities.
std::string chain(std::string_view code);

std::string_view zh(Level level);  // 省, 市, 区县, 街道, 社区, 网格, 小区, 楼栋, 单元, 户
std::string_view en(Level level);

}  // namespace fx::area
