// Which dwelling each row of a register means, by its numbers or by the head of its household, and
// the households that come with new ones. For the planning of imports only.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/address.h"
#include "modules/registry/import_plan.h"
#include "modules/registry/places.h"

namespace fx::registry {

// Ids of new records, ascending in the order in which they are asked for: what is written in the
// order of the file then lies side by side in every table and index that is ordered by them.
class Ids {
 public:
  Ids(const Ulid& import, std::uint64_t first, std::size_t most) {
    ids_.reserve(most);
    for (std::size_t i = 0; i < most; ++i) ids_.push_back(import.derive(first + i));
    std::sort(ids_.begin(), ids_.end());
  }
  const Ulid& next() { return ids_.at(used_++); }
  [[nodiscard]] std::size_t used() const { return used_; }

 private:
  std::vector<Ulid> ids_;
  std::size_t used_ = 0;
};

class PlanDwellings {
 public:
  // Adds to `plan` what comes new: its households, and those that are empty now.
  PlanDwellings(store::Session& db, const std::string& community, const RegisterRows& rows,
                const Ulid& import, Plan& plan);

  Places& places() { return places_; }
  // Rows in their order; Places::kNone where nothing tells.
  std::uint32_t of(const RegisterRow& row);
  // Of a dwelling; a new one if it has none.
  Ulid household(std::uint32_t dwelling, const RegisterRow& row);
  // Whether the register does not have it empty yet and nobody is said to live there.
  bool mark_empty(const Ulid& household, std::uint32_t dwelling);

 private:
  struct OpenHead {
    std::string first_id;
    int count = 0;
  };
  using Heads = std::unordered_map<std::string, std::uint32_t>;

  void load(const std::string& community, const RegisterRows& rows);
  // The household of a head who is named, or of the last head in rows that name none.
  std::uint32_t by_head(const RegisterRow& row, const RawPlace& place);
  Heads::iterator known_head(const RawPlace& place, const std::string& head);

  store::Session& db_;
  Plan& plan_;
  Places places_;
  Ids household_ids_;
  KnownPlaces known_places_;
  Heads heads_;
  std::unordered_map<std::string, OpenHead> open_heads_;
  std::unordered_map<std::uint32_t, std::uint32_t> last_head_;
  std::unordered_map<std::uint32_t, std::string> head_of_;
  std::unordered_map<std::uint32_t, std::size_t> fresh_households_;
};

}  // namespace fx::registry
