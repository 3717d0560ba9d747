// Parts of answers that several questions share. For this folder only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "modules/registry/questions.h"
#include "modules/registry/state.h"

namespace fx::registry {

struct TimelineItem {
  Ulid entry;
  std::string kind;
  std::string zh;
  std::string en;
  Instant occurred_at;
  Instant recorded_at;
  bool late = false;  // recorded more than two hours after it happened
  Ulid actor;         // nil: the system
  std::string actor_name;
  Ulid amends;
  bool amended = false;
  json::Value payload;
};
BOOST_DESCRIBE_STRUCT(TimelineItem, (),
                      (entry, kind, zh, en, occurred_at, recorded_at, late, actor, actor_name,
                       amends, amended, payload))

// The entries about these subjects, oldest first, with the names their kinds were declared with.
std::vector<TimelineItem> timeline_of(store::Session& db, const host::Declaration& declared,
                                      const std::vector<Ulid>& subjects, Language language);

struct DoubtAnswer {
  Ulid doubt;
  DoubtKind kind = DoubtKind::same_person;
  std::string zh;
  std::string en;
  Instant raised;
  std::string area;
  bool open = true;
  std::optional<PersonCard> person;  // of a household: its head; nobody where it is empty
  std::optional<HouseholdCard> household;
  std::optional<PersonCard> other_person;
  std::optional<HouseholdCard> other_household;
  std::optional<std::string> grid;  // names, where grids differ
  std::optional<std::string> other_grid;
  std::vector<Resolution> resolutions;  // the ways to settle it
};
BOOST_DESCRIBE_STRUCT(DoubtAnswer, (),
                      (doubt, kind, zh, en, raised, area, open, person, household, other_person,
                       other_household, grid, other_grid, resolutions))

DoubtAnswer doubt_answer(host::QueryContext& context, const Directory& directory,
                         const Doubt& doubt);
std::vector<Resolution> resolutions_of(DoubtKind kind);

inline int page_limit(const std::optional<int>& limit) {
  return limit ? (*limit < 1 ? 1 : *limit > 500 ? 500 : *limit) : 50;
}

}  // namespace fx::registry
