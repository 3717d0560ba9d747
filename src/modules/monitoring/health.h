// What was measured against what was to be measured. What is due is computed from an order's
// stretches and the pack's slots, never stored.
//
// A slot has a deadline. Its window begins half-way between the deadline before it and its own
// (the first one at midnight), so that a reading at 11:00 with deadlines 10:00 and 18:00 is a late
// morning reading and not an early evening one. A slot is due from the beginning of its window; it
// is missed once its deadline has passed without a reading. A slot whose deadline is not after the
// order's start is not due, nor one whose deadline the order did not live to see.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <boost/describe/enum.hpp>

#include "base/time.h"
#include "base/ulid.h"
#include "modules/rules/rules.h"
#include "policy/topics.h"
#include "store/session.h"

namespace fx::monitoring {

// One reading as it stands.
struct Reading {
  Ulid entry;
  Ulid person;
  Day day;
  std::string slot;  // id of the pack's slot
  int tenths = 0;
  std::string symptoms;  // ids, separated by ","
  bool abnormal = false;
  std::string by;
  Instant taken_at;
  Instant known_from;
};

// One stretch of an order as far as readings are concerned.
struct Watched {
  Ulid person;
  Instant start;
  Day first;
  Day last;
  Instant end = kForever;
  const policy::Monitoring* rule = nullptr;  // null: no readings are asked for
};

enum class SlotState { not_due, not_yet, open, done, late, missed };
BOOST_DESCRIBE_ENUM(SlotState, not_due, not_yet, open, done, late, missed)

struct SlotStatus {
  SlotState state = SlotState::not_due;
  const Reading* latest = nullptr;  // of several in one slot
  [[nodiscard]] bool due() const {
    return state != SlotState::not_due && state != SlotState::not_yet;
  }
};

// The minute of the day at which the slot's window begins.
int window_begin(const policy::Monitoring& rule, std::size_t slot);
// The slot whose window holds this minute. The rule must have slots.
std::size_t slot_at(const policy::Monitoring& rule, int minute);
std::optional<std::size_t> slot_of(const policy::Monitoring& rule, std::string_view id);

bool is_fever(const policy::Monitoring& rule, int tenths);
// Whether one of the symptoms (ids, separated by ",") is among those that count.
bool counts(const policy::Monitoring& rule, std::string_view symptoms);

// The slots of one day, in order; `readings` are those of the person (other days are passed over).
std::vector<SlotStatus> day_slots(const Watched& watched, Day day,
                                  std::span<const Reading> readings, Instant moment);

struct Tally {
  int due = 0;
  int done = 0;  // late ones too
  int missed = 0;
  int late = 0;
  void add(const std::vector<SlotStatus>& slots);
};

// A person's readings of these days, by day and time, as known at `known`.
std::vector<Reading> readings_of(store::Session& db, const Ulid& person, Day from, Day to,
                                 Instant known = {kForever.millis - 1});

struct DayHealth {
  Day day;
  Tally tally;
  int highest = 0;  // tenths; 0: nothing measured
  bool fever = false;
  bool symptoms = false;
};
// Day by day over the stretches of one person's order, up to the moment.
std::vector<DayHealth> health_of(store::Session& db, std::span<const Watched> watched,
                                 Instant moment);

bool has_open_escalation(store::Session& db, const Ulid& person);

// Finds the monitoring rule of a placement, and remembers it. One thread.
class MonitoringRules {
 public:
  explicit MonitoringRules(const rules::Rulebook& rules) : rules_(rules) {}
  // Null when the pack is not shipped any more or asks for no readings.
  const policy::Monitoring* of(const std::string& pack, const std::string& edition,
                               const std::string& person_class, policy::Measure measure, int stage);

 private:
  using Key = std::tuple<std::string, std::string, std::string, int, int>;
  const rules::Rulebook& rules_;
  std::map<Key, const policy::Monitoring*> known_;
  const std::pair<const Key, const policy::Monitoring*>* last_ = nullptr;  // one of known_
};

}  // namespace fx::monitoring
