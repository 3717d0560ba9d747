// Which policy pack is in force where and when, and what it decides about a person. All that other
// modules see.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/module.h"
#include "policy/evaluate.h"
#include "policy/pack.h"

namespace fx::rules {

// The pack and edition that apply to an area on a day; both live as long as the rulebook. A choice
// whose pack has no edition on that day says nothing: the next one above applies.
struct InForce {
  const policy::Pack* pack = nullptr;
  const policy::Edition* edition = nullptr;
  std::string chosen_for;  // the area whose choice it is: this one or the nearest above
};

class Rulebook {
 public:
  virtual ~Rulebook() = default;
  // Nothing if no pack has been chosen for the area or anything above it by that day.
  [[nodiscard]] virtual std::optional<InForce> in_force(store::Session& db, std::string_view area,
                                                        Day day) const = 0;
  // That pack first, then those that areas inside it have chosen for themselves: what figures of a
  // city can be about.
  [[nodiscard]] virtual std::vector<const policy::Pack*> in_use(store::Session& db,
                                                                std::string_view area,
                                                                Day day) const = 0;
  // All shipped packs, by id.
  [[nodiscard]] virtual const std::vector<policy::PackPtr>& packs() const = 0;
  // A shipped pack, for decisions taken earlier under it; null if it is not shipped any more.
  [[nodiscard]] virtual const policy::Pack* pack(std::string_view id) const = 0;
  // Sets the facts origin_set and origin_relation of someone who came to `area` from the division
  // `origin` (2 to 12 digits, "" when not known), or from abroad.
  virtual void set_origin(policy::Facts& facts, const policy::Pack& pack, std::string_view area,
                          std::string_view origin, bool abroad) const = 0;
  // The fact origin_relation of `placement`: a named origin set of the pack (hubei), or
  // other_province, other_city, same_city, abroad, unknown; relative to the area's own province
  // and city.
  [[nodiscard]] virtual std::string origin_relation(const policy::Pack& pack, std::string_view area,
                                                    std::string_view origin, bool abroad) const = 0;
};

class Rules : public host::Module {
 public:
  [[nodiscard]] virtual const Rulebook& rulebook() const = 0;
};

// Loads every pack below the folder; a pack that does not load stops the start, by name.
Result<std::unique_ptr<Rules>> make_module(const std::string& packs_folder);
// The same with packs that are loaded already (tests, rehearsals).
std::unique_ptr<Rules> make_module(std::vector<policy::PackPtr> packs);

}  // namespace fx::rules
