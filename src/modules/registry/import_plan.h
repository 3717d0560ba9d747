// What an import would change: rows matched to dwellings, households and people. For this folder.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "identity/link.h"
#include "modules/registry/commands.h"
#include "modules/registry/import_rows.h"
#include "modules/registry/places.h"
#include "modules/registry/state.h"

namespace fx::registry {

struct NewHousehold {
  Ulid id;
  std::uint32_t dwelling = 0;
  bool empty = false;
  std::string head;  // key of who it is told apart by, where it has no number
};

struct PlannedDoubt {
  DoubtKind kind = DoubtKind::same_person;
  Ulid person;
  Ulid other_person;
  Ulid other_household;
  std::string area;
  std::string other_grid{};
};

struct Listing {
  std::uint32_t row = 0;
  std::uint32_t dwelling = 0;
  std::int64_t digest = 0;
};

struct NewPerson {
  Ulid id;
  identity::Facts facts;  // the best of all listings
  Ulid household;
  std::uint32_t dwelling = 0;
  Relation relation = Relation::unknown;
  Flags flags = 0;
  std::string note;
  std::vector<Listing> listings;
};

struct ChangedPerson {
  Ulid id;
  std::string area;
  Ulid moved_to;  // household, or nil
  std::uint32_t dwelling = 0;
  PersonChanged change;
  bool facts_differ = false;
  bool id_now_usable = false;
  std::string note;
  std::vector<Listing> listings;
};

struct Plan {
  Ulid import;
  std::vector<area::NewArea> areas;
  std::vector<NewHousehold> households;
  std::vector<std::pair<Ulid, std::string>> emptied;  // households marked empty, with dwelling
  std::vector<NewPerson> people;
  std::vector<ChangedPerson> changed;
  std::vector<PlannedDoubt> doubts;
  std::vector<std::string> codes;  // of the dwellings named by number above
  ImportReport report;
  [[nodiscard]] bool nothing() const {
    return areas.empty() && households.empty() && emptied.empty() && people.empty() &&
           changed.empty() && doubts.empty();
  }
};

// Reads through the session only.
Plan make_plan(store::Session& db, const std::string& community, const RegisterRows& rows,
               const Ulid& import, const RegisterImportOptions& options);

// Writes it: entries, identities, problems.
void carry_out(host::CommandContext& context, const std::string& community,
               const RegisterRows& rows, const Plan& plan, const std::vector<ImportFile>& files);

}  // namespace fx::registry
