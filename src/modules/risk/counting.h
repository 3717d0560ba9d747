// How many cases count, where they cluster: the facts that a risk table asks for, from a list of
// cases and one day. Pure; knows no storage and no level.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/time.h"
#include "base/ulid.h"
#include "modules/casework/casework.h"

namespace fx::risk {

// What the topic case_counting says.
struct Counting {
  int window = 14;  // days, the day itself among them
  bool imported = false;
  bool asymptomatic = false;
  bool suspected = false;
  int cluster_cases = 0;  // 0: clusters are not counted
  int cluster_days = 0;   // 0: as long as the window
  int spread_days = 0;    // 0: sustained transmission is not told
  std::vector<casework::PlaceKind> cluster_in;
};

// So many cases in one small place within the days.
struct Cluster {
  casework::PlaceKind kind = casework::PlaceKind::other;
  std::optional<std::string> area;  // the place, where it is an area
  Day first;
  Day last;
  std::vector<Ulid> cases;  // by day and id
};

struct Counts {
  std::int64_t in_window = 0;
  std::int64_t total = 0;
  std::int64_t household = 0;  // the most in one household, unit or workplace within the window
  std::int64_t unknown_source = 0;
  int case_days = 0;  // of the window, on which a case that was not brought here began to count
  bool sustained_spread = false;         // at least spread_days of them
  std::optional<int> days_without_case;  // nothing when there never was one
  std::vector<Cluster> clusters;
  std::vector<Ulid> cases;  // those in the window, by day and id
};

// The day from which a case counts, as things stood on `day`: the first of the unbroken days up to
// it on which the case was of a class that counts. Nothing when it does not count on that day.
// Recovery and death leave the class as it was; exclusion takes the case out.
std::optional<Day> counts_from(const casework::Case& one, const Counting& how, Day day);

// The cases must be in the order of Cases::of_area(); `area`: only places within it are shared
// places by code.
class Counter {
 public:
  explicit Counter(std::vector<casework::Case> cases);

  // Cases reported after `day` do not exist yet.
  //
  // Clusters: cases share a place when they have it in common by code or by name, or when one names
  // the other as met in a place of that kind; sharing is transitive. A place has a cluster on a day
  // when at least cluster_cases of its cases count from days that lie within cluster_days of each
  // other, none before the last max(window, cluster_days) days and the latest within the window. It
  // is one cluster however many cases there are, and one whose cases are all in another is no
  // cluster of its own (a household inside a unit).
  [[nodiscard]] Counts on(Day day, const Counting& how) const;

  [[nodiscard]] const std::vector<casework::Case>& cases() const { return cases_; }

 private:
  struct Key {
    casework::PlaceKind kind;
    int place;  // interned
  };
  struct Join {
    casework::PlaceKind kind;
    int other;  // index of the case
  };
  std::vector<casework::Case> cases_;
  std::vector<std::vector<Key>> keys_;    // by case
  std::vector<std::vector<Join>> joins_;  // by case
  std::vector<std::string> place_area_;   // by interned place; "" for one without a code
};

}  // namespace fx::risk
