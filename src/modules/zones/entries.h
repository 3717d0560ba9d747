// What the journal keeps of zones. Subject of every entry: the zone; area: the smallest one that
// holds all its parts. Reasons in words are with the identities, keyed by the entry.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/time.h"
#include "base/ulid.h"
#include "modules/rules/row.h"

namespace fx::zones {

// The strictest first: where zones of several kinds cover one place, the first of them rules there.
// People stay at home in the first two, do not leave in the next ones, and move less in the last.
// Ids are those that policy packs use.
enum class Kind {
  lockdown,
  high_risk,
  infected_site,
  closed,
  infected_area,
  control,
  medium_risk,
  precaution,
  low_risk
};
BOOST_DESCRIBE_ENUM(Kind, lockdown, high_risk, infected_site, closed, infected_area, control,
                    medium_risk, precaution, low_risk)

using rules::Ground;

struct Drawn {
  static constexpr std::string_view kKind = "zones.drawn";
  static constexpr int kVersion = 1;
  Kind kind = Kind::control;
  std::vector<std::string> areas;  // none inside another
  Instant from;                    // may be ahead: announced
  std::optional<std::string> document;
  std::optional<Ground> ground;  // nothing only for a kind that restricts nobody
  std::optional<int> days;       // the period intended
  std::optional<Ulid> case_id;
  std::optional<std::string> rule;  // "cn-national/2022-03-zones/zones/2"
};
BOOST_DESCRIBE_STRUCT(Drawn, (), (kind, areas, from, document, ground, days, case_id, rule))

struct Changed {
  static constexpr std::string_view kKind = "zones.changed";
  static constexpr int kVersion = 1;
  Instant at;
  std::optional<Kind> kind;
  std::vector<std::string> add;
  std::vector<std::string> remove;
  std::optional<std::string> document;
  std::optional<Ground> ground;  // of the new kind
  std::optional<int> days;
  std::optional<std::string> rule;
};
BOOST_DESCRIBE_STRUCT(Changed, (), (at, kind, add, remove, document, ground, days, rule))

struct Lifted {
  static constexpr std::string_view kKind = "zones.lifted";
  static constexpr int kVersion = 1;
  Instant at;
  std::optional<std::string> document;
};
BOOST_DESCRIBE_STRUCT(Lifted, (), (at, document))

// What it amends, the last thing that stands of the zone, was recorded by mistake.
struct Undone {
  static constexpr std::string_view kKind = "zones.undone";
  static constexpr int kVersion = 1;
};
BOOST_DESCRIBE_STRUCT(Undone, (), ())

}  // namespace fx::zones
