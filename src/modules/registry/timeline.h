// From what has happened to a person or household to the stretches of days in between. Pure. For
// this folder only.
#pragma once

#include <optional>
#include <vector>

#include "modules/registry/state.h"

namespace fx::registry {

enum class Op : std::uint8_t { kPlace = 0, kLeave = 1, kChange = 2 };

struct Event {
  Op op = Op::kPlace;
  Day day = kAlways;
  Ulid household;
  std::string area;
  std::optional<Relation> relation;  // nothing: as it was
  Flags mask = 0;                    // which flags it says something about
  Flags flags = 0;
};

// Events by day, those of one day in the order of recording; the later says more than the earlier.
std::vector<Segment> segments(const std::vector<Event>& events);

}  // namespace fx::registry
