// What the register writes into the journal. Subjects: the person or household; areas: the
// dwelling, or the community where there is none. No names, numbers or free words.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe/class.hpp>

#include "base/time.h"
#include "base/ulid.h"
#include "modules/registry/words.h"

namespace fx::registry {

enum class Mark { occupied, empty, visited, not_visited };
BOOST_DESCRIBE_ENUM(Mark, occupied, empty, visited, not_visited)

// `since`: from which day on; nothing: as long as anybody can tell (a register says who lives
// somewhere, not since when).
struct HouseholdAdded {
  static constexpr std::string_view kKind = "registry.household-added";
  static constexpr int kVersion = 1;
  std::optional<Mark> mark;
  std::optional<Day> since;
  std::optional<Ulid> import;
};
BOOST_DESCRIBE_STRUCT(HouseholdAdded, (), (mark, since, import))

struct HouseholdMarked {
  static constexpr std::string_view kKind = "registry.household-marked";
  static constexpr int kVersion = 1;
  Mark mark = Mark::visited;
  Day day;
};
BOOST_DESCRIBE_STRUCT(HouseholdMarked, (), (mark, day))

// Without a household: somebody on a list, to be found.
struct PersonAdded {
  static constexpr std::string_view kKind = "registry.person-added";
  static constexpr int kVersion = 1;
  std::optional<Ulid> household;
  Relation relation = Relation::unknown;
  std::vector<Flag> flags;
  std::optional<Day> since;
  std::optional<Ulid> import;
};
BOOST_DESCRIBE_STRUCT(PersonAdded, (), (household, relation, flags, since, import))

struct PersonMoved {
  static constexpr std::string_view kKind = "registry.person-moved";
  static constexpr int kVersion = 1;
  Ulid household;
  std::optional<Relation> relation;
  std::optional<Day> since;  // nothing: instead of where they are said to live now, from its start
  std::optional<Ulid> import;
};
BOOST_DESCRIBE_STRUCT(PersonMoved, (), (household, relation, since, import))

enum class LeftReason { moved_away, died, never_lived_here };
BOOST_DESCRIBE_ENUM(LeftReason, moved_away, died, never_lived_here)

struct PersonLeft {
  static constexpr std::string_view kKind = "registry.person-left";
  static constexpr int kVersion = 1;
  LeftReason reason = LeftReason::moved_away;
  std::optional<Day> since;
};
BOOST_DESCRIBE_STRUCT(PersonLeft, (), (reason, since))

enum class IdentityField { name, id_number, phones, sex, region, note };
BOOST_DESCRIBE_ENUM(IdentityField, name, id_number, phones, sex, region, note)

// What has been said anew about a person. Names, numbers and phones themselves are in identity.
struct PersonChanged {
  static constexpr std::string_view kKind = "registry.person-changed";
  static constexpr int kVersion = 1;
  std::optional<Relation> relation;
  bool flags_given = false;
  std::vector<Flag> flags;  // all of them, if given
  std::optional<Day> since;
  std::vector<IdentityField> identity;
  std::optional<Ulid> import;
};
BOOST_DESCRIBE_STRUCT(PersonChanged, (), (relation, flags_given, flags, since, identity, import))

// Subject: who stays.
struct PeopleMerged {
  static constexpr std::string_view kKind = "registry.people-merged";
  static constexpr int kVersion = 1;
  Ulid merged;
};
BOOST_DESCRIBE_STRUCT(PeopleMerged, (), (merged))

struct MergeUndone {  // amends people-merged
  static constexpr std::string_view kKind = "registry.merge-undone";
  static constexpr int kVersion = 1;
  Ulid merged;
};
BOOST_DESCRIBE_STRUCT(MergeUndone, (), (merged))

// Amends person-moved, person-left, person-changed, household-marked: as if it had not been said.
struct ChangeUndone {
  static constexpr std::string_view kKind = "registry.change-undone";
  static constexpr int kVersion = 1;
};
BOOST_DESCRIBE_STRUCT(ChangeUndone, (), ())

struct PersonErased {
  static constexpr std::string_view kKind = "registry.person-erased";
  static constexpr int kVersion = 1;
};
BOOST_DESCRIBE_STRUCT(PersonErased, (), ())

enum class DoubtKind {
  two_households,  // listed in another household too
  same_person,     // perhaps the same as another record
  id_damaged,      // the ID number cannot be right
  id_shared,       // another person bears the same number
  sex_disagrees,   // the list and the ID number tell different sexes
  id_missing,      // the list has ID numbers, but not theirs
  grid_differs     // the list has the household in another grid
};
BOOST_DESCRIBE_ENUM(DoubtKind, two_households, same_person, id_damaged, id_shared, sex_disagrees,
                    id_missing, grid_differs)

// Subject: the person; of grid_differs the household. The doubt has the entry's id.
struct DoubtRaised {
  static constexpr std::string_view kKind = "registry.doubt-raised";
  static constexpr int kVersion = 1;
  DoubtKind doubt = DoubtKind::same_person;
  std::optional<Ulid> other_person;
  std::optional<Ulid> other_household;
  std::optional<Ulid> import;
  std::optional<std::string> other_grid{};  // code of the grid that the list names
};
BOOST_DESCRIBE_STRUCT(DoubtRaised, (), (doubt, other_person, other_household, import, other_grid))

enum class Resolution {
  keep_household,   // they live where the register has them
  other_household,  // they live in the other one
  same_person,      // merged
  different_people,
  confirmed,  // what was doubted is right
  corrected,  // put right
  keep_grid,  // the household is in the grid where the register has it
  other_grid  // it is in the other one
};
BOOST_DESCRIBE_ENUM(Resolution, keep_household, other_household, same_person, different_people,
                    confirmed, corrected, keep_grid, other_grid)

struct DoubtSettled {  // amends doubt-raised
  static constexpr std::string_view kKind = "registry.doubt-settled";
  static constexpr int kVersion = 1;
  Resolution resolution = Resolution::confirmed;
  // The entry of the merge that answered it: when that is undone, the doubt is open again.
  std::optional<Ulid> merge{};
};
BOOST_DESCRIBE_STRUCT(DoubtSettled, (), (resolution, merge))

struct ImportedFile {
  std::string digest;  // SHA-256 of its bytes
  int rows = 0;
  int accepted = 0;
  int unchanged = 0;
  int set_aside = 0;
};
BOOST_DESCRIBE_STRUCT(ImportedFile, (), (digest, rows, accepted, unchanged, set_aside))

// Subject: the import, which has the command's id.
struct ImportDone {
  static constexpr std::string_view kKind = "registry.import-done";
  static constexpr int kVersion = 1;
  std::vector<ImportedFile> files;
  std::int64_t people_new = 0;
  std::int64_t people_updated = 0;
  std::int64_t households_new = 0;
  std::int64_t areas_new = 0;
  std::int64_t doubts = 0;
};
BOOST_DESCRIBE_STRUCT(ImportDone, (),
                      (files, people_new, people_updated, households_new, areas_new, doubts))

}  // namespace fx::registry
