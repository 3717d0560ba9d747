// The register of buildings, households and people (C2). All that other modules see of it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/address.h"
#include "host/host.h"
#include "host/module.h"
#include "identity/identity.h"
#include "identity/person.h"
#include "modules/imports/imports.h"

namespace fx::registry {

using identity::PersonCard;

// Where a person belongs now: their household and its dwelling's code; for someone known but not
// in any household (on a list, to be found) no household and the community's code.
struct Place {
  Ulid household;
  std::string area;
};

struct HouseholdCard {
  Ulid household;
  std::string area;     // dwelling code
  std::string address;  // "滨河花园 1栋 1单元 101", made from the area tree
};
BOOST_DESCRIBE_STRUCT(HouseholdCard, (), (household, area, address))

// Questions other modules ask about people and households. Thread-safe; each call reads through the
// session it is given, so inside a command it sees the command's own writes.
class Directory {
 public:
  virtual ~Directory() = default;
  // The record that stands for this person: itself, or what it was merged into.
  [[nodiscard]] virtual Ulid canonical(store::Session& db, const Ulid& person) const = 0;
  // Nothing if the person is unknown. Somebody who has left has their community's code.
  [[nodiscard]] virtual std::optional<Place> place_of(store::Session& db,
                                                      const Ulid& person) const = 0;
  [[nodiscard]] virtual std::vector<Ulid> members(store::Session& db,
                                                  const Ulid& household) const = 0;
  [[nodiscard]] virtual std::optional<std::string> area_of_household(
      store::Session& db, const Ulid& household) const = 0;
  // For answers: cut to the asker's sight in the person's area, and put on the list of looks.
  [[nodiscard]] virtual PersonCard card(host::QueryContext& context, const Ulid& person) const = 0;
  [[nodiscard]] virtual HouseholdCard household_card(host::QueryContext& context,
                                                     const Ulid& household) const = 0;
  // Every household of an area as it stands now, by dwelling code (the natural order within a
  // building is the caller's).
  virtual void each_household(
      store::Session& db, std::string_view area,
      const std::function<void(const Ulid& household, std::string_view dwelling)>& visit) const = 0;
  // The household in a dwelling, or nil.
  [[nodiscard]] virtual Ulid household_at(store::Session& db, std::string_view dwelling) const = 0;
};

class Registry : public host::Module {
 public:
  [[nodiscard]] virtual const Directory& directory() const = 0;
};

std::unique_ptr<Registry> make_module();

// --- for modules whose lists bring in people ----------------------------------------------------

// Somebody on a list who is in no household: known, "to be found", not counted as a resident.
// Their entry is registry.person-added without a household. `area` is the community or, where the
// list says more, any area in it. The source must have been added (identity::add_source). `digest`:
// see identity::said_before().
Ulid add_listed_person(host::CommandContext& context, const identity::Facts& facts,
                       const std::string& area, std::int64_t source, int row,
                       std::int64_t digest = 0);

// Puts a question to a person: may these two be one?
Status raise_same_person_doubt(host::CommandContext& context, const Ulid& person,
                               const Ulid& other);

// Reads addresses as people write them against what one community has. Holds the community's areas
// and dwellings with their households as they were when it was made.
class AddressBook {
 public:
  AddressBook(store::Session& db, std::string_view community);
  ~AddressBook();
  AddressBook(AddressBook&&) noexcept;
  AddressBook& operator=(AddressBook&&) = delete;

  struct Found {
    std::string area;      // the smallest area that the text names and the tree has; "" if none
    Ulid household;        // if that is a dwelling with a household
    bool exact = false;    // everything that the text names was found
    bool guessed = false;  // by a similar name only: a person should confirm
    AddressParts parts;
  };
  // The text may name the community or the grid as well, or leave them out.
  [[nodiscard]] Found find(std::string_view text) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// --- imports -------------------------------------------------------------------------------------

// What a person said a column is, where it was not recognised.
struct ColumnChoice {
  std::string sheet;       // "" for every sheet
  std::string field;       // "name", "id_number", ...
  std::size_t column = 0;  // 0-based
};

struct RegisterImportOptions : imports::Options {
  std::vector<ColumnChoice> columns;
};

// Reads registers of one community (XLSX, CSV; any number of files and sheets) and brings the
// register up to them in one command: all of it or nothing. The same files again change nothing.
// Refuses what cannot be read at all, an area that is no community, or an actor who may not.
Result<ImportReport> import_register(host::Host& host, const access::Actor& actor,
                                     const std::string& community,
                                     const std::vector<ImportFile>& files,
                                     const RegisterImportOptions& options);

}  // namespace fx::registry
