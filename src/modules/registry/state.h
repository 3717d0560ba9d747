// The views of the register: what is known of each person and household over time, in two times.
//
// A subject (person or household) has events: placed, left, changed. From its events that stand
// follows its timeline: segments of days with a household, area, relation and flags. Each segment
// is a row with the instants between which it was what we knew; a new event closes the rows that
// are no longer so and adds what is so now. For this folder only.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/module.h"
#include "modules/imports/imports.h"
#include "modules/registry/entries.h"
#include "store/session.h"

namespace fx::registry {

// Before any day that is asked for, and after.
inline constexpr Day kAlways{-1'000'000};
inline constexpr Day kNever{10'000'000};

enum class Subject : std::uint8_t { kPerson = 0, kHousehold = 1 };

// One entry for all files of an import.
std::vector<std::string> digests_of(std::string_view payload);
inline constexpr imports::Records kImports{"registry_import", digests_of};

// Flags of households.
inline constexpr Flags kEmpty = 1;
inline constexpr Flags kVisited = 2;

struct Segment {
  Ulid household;    // nil: on a list only
  std::string area;  // dwelling, or the community
  Relation relation = Relation::unknown;
  Flags flags = 0;
  Day since = kAlways;
  Day until = kNever;  // the first day on which it is no longer so
  bool operator==(const Segment&) const = default;
};

// What is so now, as far as known: the segment without an end.
std::optional<Segment> current(store::Session& db, const Ulid& subject);
// All segments as known now, by day.
std::vector<Segment> timeline(store::Session& db, const Ulid& subject);
std::optional<Subject> subject_kind(store::Session& db, const Ulid& subject);
// The community's code where the subject was last, also after they left.
std::optional<std::string> last_area(store::Session& db, const Ulid& subject);

// The record that stands for a person: itself, or what it was merged into.
Ulid canonical(store::Session& db, const Ulid& person);
// The records that were merged into this one, also by way of others.
std::vector<Ulid> merged_into(store::Session& db, const Ulid& person);

Ulid household_at(store::Session& db, std::string_view dwelling);
std::vector<Ulid> members(store::Session& db, const Ulid& household);

// Whether an entry of the kinds that change-undone may amend stands.
struct EventOf {
  Ulid subject;
  std::string area;
  bool undone = false;
  bool undoable = false;  // not the entry that brought the subject in
};
std::optional<EventOf> event_of(store::Session& db, const Ulid& entry);

// The doubt an entry raised.
struct Doubt {
  Ulid id;
  Ulid person;  // whom or, of grid_differs, which household it is about
  std::string area;
  DoubtKind kind = DoubtKind::same_person;
  Ulid other_person;
  Ulid other_household;
  std::string other_grid;
  Instant raised;
  bool open = true;
};
std::optional<Doubt> find_doubt(store::Session& db, const Ulid& id);
// A doubt of the kind between the same ones, open or settled; people in either order.
std::optional<Doubt> same_doubt(store::Session& db, DoubtKind kind, const Ulid& person,
                                const Ulid& other_person, const Ulid& other_household,
                                std::string_view other_grid = {});
void each_doubt_of(store::Session& db, const Ulid& person,
                   const std::function<void(const Doubt&)>& visit);

// Declares the entries, the views and how they take entries.
void declare_views(host::Declaration& to);

// Counts by day kept for the grids: (what, grid, day, known) -> change. `what` is people,
// people.<flag>, households, households.empty, households.unvisited.
inline constexpr std::string_view kTallyTable = "registry_tally";

}  // namespace fx::registry
