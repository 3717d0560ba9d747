// What people do to the register by hand. For this folder only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "host/module.h"
#include "modules/registry/entries.h"

namespace fx::registry {

// Where a household is: an area that exists and the names of what is below it. With the code of a
// building only the room is needed.
struct AddHousehold {
  static constexpr std::string_view kName = "registry.add-household";
  std::string area;
  std::optional<std::string> grid;
  std::optional<std::string> compound;
  std::optional<std::string> building;
  std::optional<std::string> unit;
  std::optional<std::string> room;
  std::optional<Mark> mark;
  std::optional<Day> since;
};
BOOST_DESCRIBE_STRUCT(AddHousehold, (), (area, grid, compound, building, unit, room, mark, since))

struct AddPerson {
  static constexpr std::string_view kName = "registry.add-person";
  Ulid household;
  std::string name;
  std::optional<std::string> id_number;
  std::optional<bool> id_as_is;  // taken although its check digit is wrong, and doubted
  std::vector<std::string> phones;
  std::optional<std::string> sex;  // male | female
  std::optional<Relation> relation;
  std::vector<Flag> flags;
  std::optional<Day> since;
  std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(AddPerson, (),
                      (household, name, id_number, id_as_is, phones, sex, relation, flags, since,
                       note))

struct EditPerson {
  static constexpr std::string_view kName = "registry.edit-person";
  Ulid person;
  std::optional<std::string> name;
  std::optional<std::string> id_number;
  std::optional<bool> id_as_is;
  std::optional<std::vector<std::string>> phones;
  std::optional<std::string> sex;
  std::optional<Relation> relation;
  std::optional<std::vector<Flag>> flags;
  std::optional<Day> since;  // of relation and flags
  std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(EditPerson, (),
                      (person, name, id_number, id_as_is, phones, sex, relation, flags, since,
                       note))

struct MovePerson {
  static constexpr std::string_view kName = "registry.move-person";
  Ulid person;
  Ulid household;
  std::optional<Relation> relation;
  // Nothing: the register was wrong, they never lived at the old one; today for somebody who had
  // left.
  std::optional<Day> since;
};
BOOST_DESCRIBE_STRUCT(MovePerson, (), (person, household, relation, since))

struct RemovePerson {
  static constexpr std::string_view kName = "registry.remove-person";
  Ulid person;
  LeftReason reason = LeftReason::moved_away;
  std::optional<Day> since;
};
BOOST_DESCRIBE_STRUCT(RemovePerson, (), (person, reason, since))

struct MergePeople {
  static constexpr std::string_view kName = "registry.merge-people";
  Ulid kept;
  Ulid merged;
};
BOOST_DESCRIBE_STRUCT(MergePeople, (), (kept, merged))

struct UndoMerge {
  static constexpr std::string_view kName = "registry.undo-merge";
  Ulid merged;
};
BOOST_DESCRIBE_STRUCT(UndoMerge, (), (merged))

struct MarkHousehold {
  static constexpr std::string_view kName = "registry.mark-household";
  Ulid household;
  Mark mark = Mark::visited;
  std::optional<Day> day;  // default: today
};
BOOST_DESCRIBE_STRUCT(MarkHousehold, (), (household, mark, day))

struct SettleDoubt {
  static constexpr std::string_view kName = "registry.settle-doubt";
  Ulid doubt;
  Resolution resolution = Resolution::confirmed;
};
BOOST_DESCRIBE_STRUCT(SettleDoubt, (), (doubt, resolution))

struct UndoChange {
  static constexpr std::string_view kName = "registry.undo-change";
  Ulid entry;
};
BOOST_DESCRIBE_STRUCT(UndoChange, (), (entry))

struct ErasePerson {
  static constexpr std::string_view kName = "registry.erase-person";
  Ulid person;
};
BOOST_DESCRIBE_STRUCT(ErasePerson, (), (person))

void declare_household_commands(host::Declaration& to);
void declare_person_commands(host::Declaration& to);
void declare_merge_commands(host::Declaration& to);

// --- shared by them
// The area where the permission over a person or household is checked.
Result<std::string> area_of_person(store::Session& db, const Ulid& person);
Result<std::string> area_of_household(store::Session& db, const Ulid& household);
// A source for what the command says, by its actor.
std::int64_t hand_source(host::CommandContext& context, const std::string& area);
Status check_day(const host::CommandContext& context, const std::optional<Day>& day);
// Closes open doubts of the kinds that a correction answers.
void settle_open(host::CommandContext& context, const Ulid& person, DoubtKind kind,
                 Resolution resolution);
// Merges in the journal and in identity; what was checked before. Refuses different sound numbers.
Status merge_people(host::CommandContext& context, const Ulid& kept, const Ulid& merged);
// The household's dwelling, with all who live there, to the same compound, building and unit of
// another grid of the community, which are added if need be. Answers the dwelling's new code.
Result<std::string> move_to_grid(host::CommandContext& context, const Ulid& household,
                                 const std::string& grid);
// Raises a doubt unless there is or was one of the kind between the same ones.
bool raise_doubt(host::CommandContext& context, DoubtKind kind, const Ulid& person,
                 const std::string& area, const Ulid& other_person, const Ulid& other_household,
                 const std::optional<Ulid>& import);

}  // namespace fx::registry
