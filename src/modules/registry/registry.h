// The register of buildings, households and people (C2). All that other modules see of it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/module.h"
#include "identity/identity.h"

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
  // Nothing if the person is unknown.
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
};

class Registry : public host::Module {
 public:
  [[nodiscard]] virtual const Directory& directory() const = 0;
};

std::unique_ptr<Registry> make_module();

}  // namespace fx::registry
