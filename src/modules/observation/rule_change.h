// What another rule would mean for the people of an area: everyone whom an order binds on a day and
// everyone who waits for a decision, decided by two rules with the same facts. Nothing is applied.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "modules/observation/observation.h"
#include "policy/pack.h"

namespace fx::observation {

// A pack's edition, or a resolved one; must outlive the call. No pack: no rule is in force.
struct RuleSide {
  const policy::Pack* pack = nullptr;
  const policy::Edition* edition = nullptr;
};
// The rule of a place, by its chain (area::chain): places under one area may have several.
using RuleOf = std::function<RuleSide(const std::string& chain)>;
RuleOf in_force_in(store::Session& db, const rules::Rulebook& rules, Day day);

// What one rule says about somebody.
struct RuleSays {
  std::optional<std::string> rule;     // "xinping-2020/2020-01/placement/3"
  std::optional<std::string> problem;  // why there is none
  std::string person_class;
  std::string measure = "undecided";
  std::string measure_name;
  int days = 0;
  std::string then_measure = "none";
  int then_days = 0;
  std::optional<Day> from;  // first and last day of the whole course
  std::optional<Day> until;
  bool over = false;  // the course had ended before the day
  bool operator==(const RuleSays&) const = default;
};
BOOST_DESCRIBE_STRUCT(RuleSays, (),
                      (rule, problem, person_class, measure, measure_name, days, then_measure,
                       then_days, from, until, over))

struct ChangedPerson {
  Ulid person;
  std::string area;
  std::optional<Ulid> order;           // that binds on the day; nothing: waits for a decision
  std::optional<std::string> measure;  // of the order, as it stands
  std::optional<Day> until;            // of its present stretch
  std::int64_t change = 0;             // index in RuleChanges::changes
  RuleSays before;
  RuleSays after;
};
BOOST_DESCRIBE_STRUCT(ChangedPerson, (),
                      (person, area, order, measure, until, change, before, after))

// What a rule says, whoever it is about.
struct RuleOutcome {
  std::optional<std::string> problem;  // why there is none
  std::string person_class;
  std::string class_name;
  std::string measure = "undecided";
  std::string measure_name;
  int days = 0;
  std::string then_measure = "none";
  std::string then_measure_name;
  int then_days = 0;
  bool operator==(const RuleOutcome&) const = default;
};
BOOST_DESCRIBE_STRUCT(RuleOutcome, (),
                      (problem, person_class, class_name, measure, measure_name, days, then_measure,
                       then_measure_name, then_days))

struct RuleChange {
  std::int64_t people = 0;
  // Measure, days or the last day differ; else only what goes with them (legal basis, team ...).
  bool measure_changes = false;
  RuleOutcome before;
  RuleOutcome after;
  std::string zh;  // "措施 居家隔离医学观察，期限 14天 → …"
  std::string en;
};
BOOST_DESCRIBE_STRUCT(RuleChange, (), (people, measure_changes, before, after, zh, en))

struct MeasureCount {
  std::string measure;
  std::string name;
  std::int64_t people = 0;
};
BOOST_DESCRIBE_STRUCT(MeasureCount, (), (measure, name, people))

// What placing all compared people by the rule takes (policy::Needs).
struct RuleNeeds {
  std::vector<MeasureCount> measures;
  std::int64_t rooms = 0;        // people at a site, one a room
  std::int64_t person_days = 0;  // of the whole course
  std::int64_t readings = 0;     // a day
  std::int64_t tests = 0;        // of the whole course
  std::int64_t staff = 0;        // 0 where the rule has no table of teams
  std::int64_t undecided = 0;
};
BOOST_DESCRIBE_STRUCT(RuleNeeds, (),
                      (measures, rooms, person_days, readings, tests, staff, undecided))

// A rule by which people are decided, and how many.
struct RuleUsed {
  std::string pack;
  std::string edition;
  std::string pack_name;
  std::string edition_name;
  std::int64_t people = 0;
};
BOOST_DESCRIBE_STRUCT(RuleUsed, (), (pack, edition, pack_name, edition_name, people))

struct RuleChanges {
  std::int64_t people = 0;  // compared: bound by an order, or waiting
  std::int64_t under_order = 0;
  std::int64_t waiting = 0;
  std::int64_t period_over = 0;  // not compared: over by both rules
  std::int64_t without_arrival =
      0;  // not compared: bound, but no arrival says where they came from
  std::int64_t same = 0;
  std::int64_t changed = 0;
  std::int64_t measures_changed = 0;
  std::vector<RuleUsed> rules_before;  // most people first
  std::vector<RuleUsed> rules_after;
  RuleNeeds needs_before;
  RuleNeeds needs_after;
  std::vector<RuleChange> changes;     // most people first
  std::vector<ChangedPerson> persons;  // by change, area and id
};
BOOST_DESCRIBE_STRUCT(RuleChanges, (),
                      (people, under_order, waiting, period_over, without_arrival, same, changed,
                       measures_changed, rules_before, rules_after, needs_before, needs_after,
                       changes, persons))

// As it stood on frame.day as known at frame.known. Each is decided by what the register knows of
// the arrival, by the fitness that an order recorded, and by the day. `rules` says where people
// come from.
RuleChanges compare_rules(store::Session& db, const Orders& orders,
                          const returnees::Arrivals& arrivals, const rules::Rulebook& rules,
                          const host::Frame& frame, const RuleOf& before, const RuleOf& after,
                          Language language);
// The same by one rule everywhere. Refuses policy::kNoTopic when it has no table of placement.
Result<RuleChanges> compare_rules(store::Session& db, const Orders& orders,
                                  const returnees::Arrivals& arrivals, const rules::Rulebook& rules,
                                  const host::Frame& frame, const RuleSide& before,
                                  const RuleSide& after, Language language);

}  // namespace fx::observation
