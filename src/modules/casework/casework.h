// Cases (C8, C9): who was found infected or suspected, when and where, as later corrected. All that
// other modules see of it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/module.h"
#include "modules/casework/entries.h"
#include "modules/registry/registry.h"

namespace fx::casework {

// A case is something from a day on, until the next of its statuses.
struct StatusFrom {
  Day day;
  Status status = Status::confirmed;
};

struct Case {
  Ulid id;
  std::string area;                  // where it counts: the residence, else where it was reported
  CaseFacts facts;                   // places have their codes of today
  std::vector<StatusFrom> statuses;  // by day; the first is what it was reported as
};

class Cases {
 public:
  virtual ~Cases() = default;
  // The cases of an area and all under it as this node knew them at `known`, withdrawn ones left
  // out, by the day they were reported and their id. Reads through the session it is given.
  [[nodiscard]] virtual std::vector<Case> of_area(store::Session& db, std::string_view area,
                                                  Instant known) const = 0;
  // One case; nothing where there is none, or it has been withdrawn.
  [[nodiscard]] virtual std::optional<Case> find(store::Session& db, const Ulid& id,
                                                 Instant known) const = 0;
  // The instants at which anything about the cases of an area became known, ascending: between two
  // of them of_area() gives the same.
  [[nodiscard]] virtual std::vector<Instant> changes(store::Session& db,
                                                     std::string_view area) const = 0;
};

class Casework : public host::Module {
 public:
  [[nodiscard]] virtual const Cases& cases() const = 0;
};

std::unique_ptr<Casework> make_module(const registry::Directory& people);

}  // namespace fx::casework
