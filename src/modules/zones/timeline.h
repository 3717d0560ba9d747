// What a zone was when, from what happened to it. Pure. For this folder only.
#pragma once

#include <string>
#include <vector>

#include "modules/zones/zones.h"

namespace fx::zones {

struct Event {
  enum class What { kDrawn, kChanged, kLifted };
  What what = What::kDrawn;
  Instant at;
  std::optional<Kind> kind;
  std::vector<std::string> add;
  std::vector<std::string> remove;
};

// The events in their order, times ascending, the first a drawing. Stretches that last no time are
// left out; sorted by start and area.
std::vector<Part> timeline(const Ulid& zone, const std::vector<Event>& events);

// Without those that are inside others, sorted.
std::vector<std::string> outermost(std::vector<std::string> areas);
// The smallest area that holds all of them; the country if they have nothing else in common.
std::string common(const std::vector<std::string>& areas);

}  // namespace fx::zones
