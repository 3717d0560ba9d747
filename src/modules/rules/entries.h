// What the journal keeps about the choice of policy packs, and why a choice is refused.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"

namespace fx::rules {

// From this day on the pack applies to the area and all under it, until the next choice for the
// same area. A later choice with the same first day takes its place.
struct PackChosen {
  static constexpr std::string_view kKind = "rules.pack-chosen";
  static constexpr int kVersion = 1;
  std::string area;
  std::string pack;
  std::string digest;                 // of the pack's files as they were then
  std::vector<std::string> editions;  // from the one in force on the first day on
  Day from;
};
BOOST_DESCRIBE_STRUCT(PackChosen, (), (area, pack, digest, editions, from))

// In descending precedence.
inline constexpr RefusalKind kUnknownPack{"rules.unknown-pack",         404,
                                          "没有编号为 {pack} 的规则包", "there is no pack {pack}",
                                          "可用的是：{known}",          "known are: {known}"};
inline constexpr RefusalKind kUnknownEdition{"rules.unknown-edition",
                                             404,
                                             "规则包 {pack} 没有版次 {edition}",
                                             "the pack {pack} has no edition {edition}",
                                             "可用的是：{known}",
                                             "known are: {known}"};
inline constexpr RefusalKind kBelowCommunity{
    "rules.below-community",
    422,
    "规则包不能只用于 {area}：最小到社区（村）",
    "a pack cannot be chosen for {area}: a community or village is the smallest place",
    "改为所在的社区",
    "choose it for the community"};
inline constexpr RefusalKind kNothingInForce{
    "rules.nothing-in-force",        409,
    "{day} {area} 还没有选用规则包", "no pack is in force in {area} on {day}",
    "由有权的人选用规则包后再试",    "let whoever may choose packs do so first"};

}  // namespace fx::rules
