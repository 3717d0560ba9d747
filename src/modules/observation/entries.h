// What the journal keeps about orders.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"

namespace fx::observation {

// What was decided about somebody.
enum class Outcome {
  ordered,        // a measure with days
  no_measure,     // the rule asks for none
  period_passed,  // the whole period lay before the day of the decision
};
BOOST_DESCRIBE_ENUM(Outcome, ordered, no_measure, period_passed)

// Why another measure than the rule's first choice was ordered.
enum class OverrideReason {
  unfit_for_central,
  unfit_for_home,
  needs_care,
  no_room,
  command_decision,
  undecided_by_rule
};
BOOST_DESCRIBE_ENUM(OverrideReason, unfit_for_central, unfit_for_home, needs_care, no_room,
                    command_decision, undecided_by_rule)

struct PlannedStage {
  std::string measure;
  int stage = 1;
  Day first;
  Day last;
  std::vector<Day> tests;
  bool operator==(const PlannedStage&) const = default;
};
BOOST_DESCRIBE_STRUCT(PlannedStage, (), (measure, stage, first, last, tests))

// By what right the measure binds, as the pack said it on the day of the decision.
struct LegalGround {
  std::string basis;
  std::string issuer;
  std::string appeal;
  int longest_days = 0;
  Day longest_last;  // no extension goes beyond
};
BOOST_DESCRIBE_STRUCT(LegalGround, (), (basis, issuer, appeal, longest_days, longest_last))

// The row of one level's pack that gave these outcomes of a decision which several levels made.
struct GivenBy {
  std::string rule;    // "cn-national/2020-02-ed5/placement/7"
  std::string digest;  // of its pack's files
  std::vector<std::string> outcomes;
};
BOOST_DESCRIBE_STRUCT(GivenBy, (), (rule, digest, outcomes))

// Somebody was placed. Subject: the order (or, without one, the decision). Holds everything that
// made the decision, so that it can be told later whatever becomes of the pack.
struct Decided {
  static constexpr std::string_view kKind = "observation.decided";
  static constexpr int kVersion = 1;
  Ulid person;
  std::optional<Ulid> household;
  std::string source;  // "arrival", "contact" ...
  Ulid source_id;
  Day on;
  Outcome outcome = Outcome::no_measure;
  std::string person_class;
  std::string measure;               // of the rule, or what was ordered instead
  std::vector<PlannedStage> stages;  // those not over on the day of the decision
  std::string counted_from;
  Day anchor;        // the day that "counted_from" names
  std::string pack;  // where several levels decided: all of them, joined by "+", as the edition
  std::string digest;
  std::string edition;
  std::string rule;  // "xinping-2020/2020-01/placement/3", all rows it was made of joined by "+"
  std::optional<std::vector<GivenBy>> given_by;  // where several levels decided
  std::vector<std::string> facts;                // "origin_set=hubei", those the table looks at
  std::optional<std::string> rule_measure;
  std::optional<OverrideReason> override_reason;
  std::optional<std::string> decided_by;  // role, by the pack
  std::optional<std::string> team;
  std::optional<LegalGround> legal;
};
BOOST_DESCRIBE_STRUCT(Decided, (),
                      (person, household, source, source_id, on, outcome, person_class, measure,
                       stages, counted_from, anchor, pack, digest, edition, rule, given_by, facts,
                       rule_measure, override_reason, decided_by, team, legal))

// Why an order is under another rule from now on.
enum class MoveReason {
  edition_says_move,  // the rule in force says that people under an older edition move over
  edition_not_begun,  // the one it was under has not begun: its date has been corrected
  edition_gone,       // the one it was under is not in the program any more
};
BOOST_DESCRIBE_ENUM(MoveReason, edition_says_move, edition_not_begun, edition_gone)

// The rule in force is not the one that the order was under, and the order moves over to it.
struct Moved {
  static constexpr std::string_view kKind = "observation.moved";
  static constexpr int kVersion = 1;
  MoveReason reason = MoveReason::edition_says_move;
  // What it was under until now: the rule, the measure, and the last day of the whole course.
  std::string pack;
  std::string edition;
  std::string rule;
  std::string measure;
  Day until;
  // The last day of the whole course by the new rule; nothing where it asks for no measure.
  std::optional<Day> new_until;
  // The stage that binds from now on; where the whole course is over by the new rule its last one;
  // nothing where it asks for no measure. Its last day may be later than planned: an extension
  // that somebody decided stands.
  std::optional<PlannedStage> now;
  Decided to;  // by the rule in force; stages that are not over
};
BOOST_DESCRIBE_STRUCT(Moved, (), (reason, pack, edition, rule, measure, until, new_until, now, to))

// The decision it amends was a mistake: as if it had never been; the person waits again.
enum class WithdrawReason { wrong_person, wrong_facts, wrong_rule, duplicate };
BOOST_DESCRIBE_ENUM(WithdrawReason, wrong_person, wrong_facts, wrong_rule, duplicate)
struct Withdrawn {
  static constexpr std::string_view kKind = "observation.withdrawn";
  static constexpr int kVersion = 1;
  WithdrawReason reason = WithdrawReason::wrong_facts;
};
BOOST_DESCRIBE_STRUCT(Withdrawn, (), (reason))

enum class ServedHow { in_person, posted, phone, message };
BOOST_DESCRIBE_ENUM(ServedHow, in_person, posted, phone, message)
struct Served {
  static constexpr std::string_view kKind = "observation.served";
  static constexpr int kVersion = 1;
  ServedHow how = ServedHow::in_person;
};
BOOST_DESCRIBE_STRUCT(Served, (), (how))

// Whoever is responsible for one person: N people to one. Takes the place of an earlier team.
enum class TeamRole {
  cadre,
  village_cadre,
  grid_worker,
  building_head,
  doctor,
  police,
  volunteer,
  family
};
BOOST_DESCRIBE_ENUM(TeamRole, cadre, village_cadre, grid_worker, building_head, doctor, police,
                    volunteer, family)
struct TeamMember {
  TeamRole role = TeamRole::grid_worker;
  std::optional<Ulid> account;
};
BOOST_DESCRIBE_STRUCT(TeamMember, (), (role, account))
struct TeamAssigned {
  static constexpr std::string_view kKind = "observation.team-assigned";
  static constexpr int kVersion = 1;
  std::vector<TeamMember> members;
};
BOOST_DESCRIBE_STRUCT(TeamAssigned, (), (members))

enum class ExtendReason { fever, test_outstanding, exposure, missed_readings, command_decision };
BOOST_DESCRIBE_ENUM(ExtendReason, fever, test_outstanding, exposure, missed_readings,
                    command_decision)
struct Extended {
  static constexpr std::string_view kKind = "observation.extended";
  static constexpr int kVersion = 1;
  Day last;
  ExtendReason reason = ExtendReason::command_decision;
};
BOOST_DESCRIBE_STRUCT(Extended, (), (last, reason))

// From one measure to another. `rule`: what allowed it.
struct Converted {
  static constexpr std::string_view kKind = "observation.converted";
  static constexpr int kVersion = 1;
  std::string measure;
  Day first;
  Day last;
  bool restarted = false;
  std::string rule;
  std::optional<OverrideReason> reason;
  std::optional<LegalGround> legal;
};
BOOST_DESCRIBE_STRUCT(Converted, (), (measure, first, last, restarted, rule, reason, legal))

// The stage that the decision planned has begun.
struct StageBegun {
  static constexpr std::string_view kKind = "observation.stage-begun";
  static constexpr int kVersion = 1;
  std::string measure;
  int stage = 2;
  Day first;
  Day last;
};
BOOST_DESCRIBE_STRUCT(StageBegun, (), (measure, stage, first, last))

struct Transferred {
  static constexpr std::string_view kKind = "observation.transferred";
  static constexpr int kVersion = 1;
  std::optional<Ulid> escalation;
};
BOOST_DESCRIBE_STRUCT(Transferred, (), (escalation))

// Back from the hospital, under the measure and until the day that were ordered.
struct Resumed {
  static constexpr std::string_view kKind = "observation.resumed";
  static constexpr int kVersion = 1;
  std::string measure;
  Day last;
};
BOOST_DESCRIBE_STRUCT(Resumed, (), (measure, last))

struct CheckedUp {
  static constexpr std::string_view kKind = "observation.checked-up";
  static constexpr int kVersion = 1;
  bool clean = false;
};
BOOST_DESCRIBE_STRUCT(CheckedUp, (), (clean))

struct Approved {
  static constexpr std::string_view kKind = "observation.approved";
  static constexpr int kVersion = 1;
  std::string role;
};
BOOST_DESCRIBE_STRUCT(Approved, (), (role))

// `number`: of the certificate, within the community and year.
struct Released {
  static constexpr std::string_view kKind = "observation.released";
  static constexpr int kVersion = 1;
  int year = 0;
  int number = 0;
  std::string rule;
};
BOOST_DESCRIBE_STRUCT(Released, (), (year, number, rule))

enum class EndReason { superseded, moved_away, died, restriction_lifted, objection_upheld };
BOOST_DESCRIBE_ENUM(EndReason, superseded, moved_away, died, restriction_lifted, objection_upheld)
struct Ended {
  static constexpr std::string_view kKind = "observation.ended";
  static constexpr int kVersion = 1;
  EndReason reason = EndReason::restriction_lifted;
};
BOOST_DESCRIBE_STRUCT(Ended, (), (reason))

// The person's place was found or has changed.
struct Relocated {
  static constexpr std::string_view kKind = "observation.relocated";
  static constexpr int kVersion = 1;
  std::optional<Ulid> household;
  std::string area;
};
BOOST_DESCRIBE_STRUCT(Relocated, (), (household, area))

// The step it amends was recorded by mistake; the order stands as before it.
struct StepUndone {
  static constexpr std::string_view kKind = "observation.step-undone";
  static constexpr int kVersion = 1;
  std::string step;  // kind of the entry that is taken back
};
BOOST_DESCRIBE_STRUCT(StepUndone, (), (step))

enum class TestResult { negative, positive, unclear };
BOOST_DESCRIBE_ENUM(TestResult, negative, positive, unclear)
// Subject: the order. With `amends`: takes the place of that test.
struct TestRecorded {
  static constexpr std::string_view kKind = "observation.test-recorded";
  static constexpr int kVersion = 1;
  Ulid person;
  Day sampled;
  TestResult result = TestResult::negative;
};
BOOST_DESCRIBE_STRUCT(TestRecorded, (), (person, sampled, result))

}  // namespace fx::observation
