// Cases (C8, C9): who was found infected or suspected, when and where, as later corrected. All that
// other modules see of it.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "host/module.h"
#include "modules/casework/entries.h"
#include "modules/registry/registry.h"
#include "modules/returnees/returnees.h"

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

// Everything ever known of the cases of an area and all under it, read once: parts of the area at
// any instant cost no statement after that.
class CaseHistory {
 public:
  // As Cases::of_area and Cases::changes. Precondition: `area` is the one that was read, or in it.
  [[nodiscard]] std::vector<Case> of_area(std::string_view area, Instant known) const;
  [[nodiscard]] std::vector<Instant> changes(std::string_view area) const;
  // Where the cases count, each place once.
  [[nodiscard]] std::vector<std::string> places(std::string_view area, Instant known) const;

 private:
  friend class CaseBook;
  struct Version {
    std::string area;
    Ulid id;
    Instant from;
    Instant to;
    CaseFacts facts;  // without places
  };
  struct KnownPlace {
    Instant from;
    Instant to;
    CasePlace place;
  };
  struct KnownStatus {
    Instant from;
    Instant to;
    StatusFrom status;
  };
  [[nodiscard]] std::pair<std::size_t, std::size_t> within(std::string_view area) const;

  std::vector<Version> versions_;  // by area, report and id
  std::map<Ulid, std::vector<KnownPlace>> places_;
  std::map<Ulid, std::vector<KnownStatus>> statuses_;  // by day and when they were recorded
};

class Cases {
 public:
  virtual ~Cases() = default;
  // The cases of an area and all under it as this node knew them at `known`, withdrawn ones left
  // out, by the day they were reported and their id. Reads through the session it is given.
  [[nodiscard]] virtual std::vector<Case> of_area(store::Session& db, std::string_view area,
                                                  Instant known) const = 0;
  // For those who ask about many parts of an area or many instants.
  [[nodiscard]] virtual CaseHistory history(store::Session& db, std::string_view area) const = 0;
  // The first day on which any of them was reported.
  [[nodiscard]] virtual std::optional<Day> first_reported(store::Session& db, std::string_view area,
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
  // Everybody about whom a measure is to be decided: those who came, and those who met a case; of
  // somebody who did both, the later of the two.
  [[nodiscard]] virtual const returnees::Arrivals& exposed() const = 0;
};

// The references must outlive the module.
std::unique_ptr<Casework> make_module(const registry::Directory& people,
                                      const returnees::Arrivals& arrivals);

}  // namespace fx::casework
