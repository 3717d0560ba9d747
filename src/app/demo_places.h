// Where a demonstration community lies and what stands in it. Streets, houses and names are
// invented; the same seed gives the same ones.
#pragma once

#include <cstdint>
#include <string>

#include "app/node.h"

namespace fx::app {

// Draws the compounds, buildings and village groups that the community has, and adds gates,
// schools, clinics, shops and enterprises: of the last two as many as Libuga published, and as many
// of them closed. `closed`: since when those are.
Status demo_places(Node& node, const std::string& community, std::uint64_t seed, Day closed);

// The same for the community next to it, of two compounds and a village group, with a workshop and
// a market instead of a town's trade.
Status demo_quarter(Node& node, const std::string& community, std::uint64_t seed, Day closed);

inline constexpr const char* kDemoFactory = "桂湖木器厂";
inline constexpr const char* kDemoCardRoom = "桂湖棋牌室";
inline constexpr const char* kDemoMarket = "桂湖农贸市场";

}  // namespace fx::app
