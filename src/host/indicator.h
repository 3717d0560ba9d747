// An indicator is a named selection of records: its value, its parts by sub-area and the records
// behind it are the same set and always agree.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "area/code.h"
#include "base/time.h"
#include "base/ulid.h"
#include "store/session.h"

namespace fx::host {

// Which moment of which place is asked for, as known when.
struct Frame {
  std::string area;  // this area and all under it
  Day day;
  Instant known;   // only what had been recorded by then counts
  Instant moment;  // for "in force": the end of the day, or `known` where that is earlier

  static Frame make(std::string area, Day day, Instant known);
};

enum class Unit { kPeople, kHouseholds, kRecords };

// One selected record.
struct Selected {
  Ulid subject;           // what is counted: distinct subjects
  std::string_view area;  // code of its place
  std::string_view dim;   // fills {} of the indicator's id, or ""
  std::int64_t weight = 1;
};
using Visit = std::function<void(const Selected&)>;

struct Indicator {
  std::string
      id;  // "returnees.{}.people": {} stands for the dimension's value (a class, a measure)
  std::string zh;
  std::string en;
  Unit unit = Unit::kRecords;
  // Visits every selected record; the same subject may come twice and counts once per dimension.
  // Must depend on nothing but the frame and the views.
  std::function<void(store::Session&, const Frame&, const Visit&)> select;
  // Dimension values to show even when their count is zero, in the order to show them.
  std::function<std::vector<std::string>(store::Session&, const Frame&)> dims{};
  // What a dimension's value is called (class, measure), Chinese and English; its id if not given.
  std::function<std::pair<std::string, std::string>(store::Session&, const Frame&,
                                                    std::string_view dim)>
      label{};
  // A quicker way to the same counts, where one is kept (a test compares it with `select`): visits
  // (dimension, area, count) with areas at `level` or, where a record lies above it, its own area.
  // False: not for this frame, count the selection.
  std::function<bool(
      store::Session&, const Frame&, area::Level level,
      const std::function<void(std::string_view dim, std::string_view area, std::int64_t count)>&)>
      tally{};
};

// A figure: an indicator's value in one dimension, and its parts by sub-area.
struct Figure {
  std::string id;  // with the dimension filled in
  const Indicator* indicator = nullptr;
  std::string dim;
  std::string zh;  // the indicator's names with the dimension's label in the place of {}
  std::string en;
  std::int64_t value = 0;
  std::map<std::string, std::int64_t, std::less<>> parts;  // by area code at the level asked for
};

// The indicator's names, Chinese and English, for one value of its dimension.
std::pair<std::string, std::string> names(store::Session& db, const Indicator& indicator,
                                          const Frame& frame, std::string_view dim);

// Every figure of the indicator for the frame: those of `dims` in their order, then others that
// records have, by name. Parts are of the areas at `level`; a record whose
// place is above that level counts under its own code, so that parts always sum to the value
// (a subject with records in two parts is counted in the first of them by code).
std::vector<Figure> evaluate(store::Session& db, const Indicator& indicator, const Frame& frame,
                             area::Level level);

// A selection written as SQL: columns subject, area, dim (dim may be left out). Parameters:
//   $1 low, $2 high  the range of area codes (low <= area and area < high)
//   $3 day (number)  $4 known (millis)  $5 moment (millis)
//   $6 start of the day (millis)  $7 end of the day = start of the next (millis)
std::function<void(store::Session&, const Frame&, const Visit&)> select_sql(std::string sql);

}  // namespace fx::host
