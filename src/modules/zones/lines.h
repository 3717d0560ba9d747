// A zone as answers show it, and who is inside. For this folder only.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "modules/zones/state.h"

namespace fx::zones {

enum class State { coming, in_force, lifted };
BOOST_DESCRIBE_ENUM(State, coming, in_force, lifted)

struct AreaLine {
  std::string area;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(AreaLine, (), (area, name))

struct ZoneLine {
  Ulid zone;
  Kind kind = Kind::control;
  std::string kind_name;
  State state = State::in_force;
  std::vector<AreaLine> areas;  // in force; to come; those it had when it was lifted
  Instant since;                // the drawing takes effect
  std::optional<Instant> lifted_at;
  std::optional<Day> last;              // of the period intended
  std::optional<Day> longest_last;      // no longer than through this day
  bool past_longest = false;            // in force after it
  std::optional<std::string> document;  // of the last change, as is the reason
  std::string reason;
  std::optional<Ground> ground;
  std::optional<Ulid> case_id;
  std::optional<std::string> rule;
  std::int64_t households = 0;  // for which no stricter zone rules
  std::int64_t people = 0;
};
BOOST_DESCRIBE_STRUCT(ZoneLine, (),
                      (zone, kind, kind_name, state, areas, since, lifted_at, last, longest_last,
                       past_longest, document, reason, ground, case_id, rule, households, people))

// Nothing where no step of the zone was known by then. Without counts.
std::optional<ZoneLine> line_of(store::Session& db, const Ulid& zone, const host::Frame& frame,
                                Language language);

// Who is inside a zone, as far as it lies in the frame's area: those for whom no stricter zone
// rules. Of a zone to come: those for whom none that is in force and stricter rules.
struct Resident {
  Ulid person;
  Ulid household;
  std::string dwelling;
  std::uint32_t flags = 0;
};
struct House {
  Ulid household;
  std::string dwelling;
  bool empty = false;
};
struct Inside {
  std::vector<Resident> people;  // by dwelling
  std::vector<House> households;
  std::int64_t people_elsewhere = 0;  // in the zone's areas, where a stricter zone rules
};
Inside inside(store::Session& db, const ZoneLine& zone, const host::Frame& frame);

}  // namespace fx::zones
