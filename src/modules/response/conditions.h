// Whether the conditions of an end hold, of a response as of a zone, each with the records that
// stand for or against it. For this folder only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "modules/response/book.h"

namespace fx::response {

// What is to end.
struct Scope {
  std::string area;                // whose rules hold, and where people confirm
  std::vector<std::string> areas;  // what it consists of, none inside another
  std::optional<zones::Zone> zone;
  std::optional<Day> began;  // what was confirmed before is of an earlier one
};

class Conditions {
 public:
  Conditions(Book& book, Scope scope);
  // Fills in what is not said by the row: whether it holds, why, since when, the records.
  void judge(Criterion& out);

 private:
  void cases_isolated(Criterion& out);
  void contacts_done(Criterion& out);
  void no_new_case(Criterion& out);
  void round_negative(Criterion& out);
  void zones_released(Criterion& out);
  void disinfected(Criterion& out);
  void confirmed(Criterion& out);
  // What stands against an end at that moment, each area of a zone by itself.
  std::vector<zones::Part> zones_at(Instant moment);
  [[nodiscard]] Day zone_day() const { return day_of(scope_.zone->kind_since); }

  Book& book_;
  const Scope scope_;
  std::vector<casework::Case> cases_;  // of the areas, and the one that the zone was drawn for
  std::optional<Day> last_case_;       // since then nobody new is counted
  std::optional<Day> last_exposure_;   // the last there can have been
};

}  // namespace fx::response
