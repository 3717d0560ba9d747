// What the journal keeps of the response to an epidemic. Area of every entry: the one that it is
// about. Subject: the decision, or what it amends. Words of reasons and evidence are with the
// identities, keyed by the entry.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/time.h"
#include "base/ulid.h"

namespace fx::response {

// What is decided. Values are those of the facts of policy packs:
//   situation  spread | cases | no_case   (topic situation; fact situation)
//   level      i | ii | iii | iv | none   (topic trigger; fact response_level)
//   risk       high | medium | low | none (topic risk; fact risk_level)
enum class Axis { situation, level, risk };
BOOST_DESCRIBE_ENUM(Axis, situation, level, risk)

// From then on; takes the place of what was decided for the area before.
struct Decided {
  static constexpr std::string_view kKind = "response.decided";
  static constexpr int kVersion = 1;
  Axis axis = Axis::situation;
  std::string value;
  Instant from;
  std::optional<std::string> document;
  // What the records proposed when it was decided, since when, by which row; nothing when they
  // proposed no change.
  std::optional<std::string> proposed;
  std::optional<Day> since;
  std::optional<std::string> rule;
};
BOOST_DESCRIBE_STRUCT(Decided, (), (axis, value, from, document, proposed, since, rule))

// What was proposed is not done.
struct Declined {
  static constexpr std::string_view kKind = "response.declined";
  static constexpr int kVersion = 1;
  Axis axis = Axis::situation;
  std::string proposed;
  Instant at;
  Day since;
  std::optional<std::string> document;
  std::optional<std::string> rule;
};
BOOST_DESCRIBE_STRUCT(Declined, (), (axis, proposed, at, since, document, rule))

// The area's own decision ends: what the nearest area above has decided holds, or nothing.
struct Ended {
  static constexpr std::string_view kKind = "response.ended";
  static constexpr int kVersion = 1;
  Axis axis = Axis::situation;
  Instant at;
  std::optional<std::string> document;
  std::vector<std::string> unmet;  // conditions of the pack that did not hold
  std::optional<std::string> rule;
};
BOOST_DESCRIBE_STRUCT(Ended, (), (axis, at, document, unmet, rule))

// The step it amends, the last that stands for its area and axis, was recorded by mistake.
struct Withdrawn {
  static constexpr std::string_view kKind = "response.withdrawn";
  static constexpr int kVersion = 1;
};
BOOST_DESCRIBE_STRUCT(Withdrawn, (), ())

// Somebody has found that a condition of the end holds, or does not. Takes the place of what was
// said of it before.
struct Confirmed {
  static constexpr std::string_view kKind = "response.confirmed";
  static constexpr int kVersion = 1;
  std::string condition;
  Day day;
  bool holds = true;
  std::optional<std::string> document;
  std::optional<Ulid> zone;  // of the release of this zone; nothing: of the end of the response
};
BOOST_DESCRIBE_STRUCT(Confirmed, (), (condition, day, holds, document, zone))

// A zone that the records say may be released stays as it is. Subject: the zone.
struct ZoneKept {
  static constexpr std::string_view kKind = "response.zone-kept";
  static constexpr int kVersion = 1;
  Instant at;
  Day since;  // the records had said so from this day on
  std::optional<std::string> document;
};
BOOST_DESCRIBE_STRUCT(ZoneKept, (), (at, since, document))

struct Assigned {
  static constexpr std::string_view kKind = "response.assigned";
  static constexpr int kVersion = 1;
  std::string task;
  std::optional<Ulid> account;
  std::optional<std::string> role;  // a role or team of the pack
  std::optional<Instant> due;
};
BOOST_DESCRIBE_STRUCT(Assigned, (), (task, account, role, due))

struct Reported {
  static constexpr std::string_view kKind = "response.reported";
  static constexpr int kVersion = 1;
  std::string task;
  Instant at;
  std::optional<int> count;
  std::optional<std::string> document;
};
BOOST_DESCRIBE_STRUCT(Reported, (), (task, at, count, document))

// The report it amends is not taken: the measure is open again.
struct Reopened {
  static constexpr std::string_view kKind = "response.reopened";
  static constexpr int kVersion = 1;
};
BOOST_DESCRIBE_STRUCT(Reopened, (), ())

}  // namespace fx::response
