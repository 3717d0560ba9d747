// What the files of this module share.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "area/code.h"
#include "area/tree.h"
#include "base/json.h"
#include "modules/response/refusals.h"
#include "modules/response/response.h"
#include "policy/evaluate.h"

namespace fx::response {

struct Parts {
  const casework::Cases& cases;
  const risk::Risk& risk;
  const zones::Zones& zones;
  const observation::Orders& orders;
  const rules::Rulebook& rules;
};

// Who decides, and who says what was carried out.
inline constexpr auto kDecide = access::Permission::decide_response;
inline constexpr auto kCarryOut = access::Permission::carry_out;

inline constexpr std::array kAxes{Axis::situation, Axis::level, Axis::risk};
inline constexpr Instant kAsNow{kForever.millis - 1};  // everything that stands is known by then
inline constexpr std::size_t kMostCharacters = 200;
inline constexpr int kMostDaysAhead = 30;              // of a decision: further is a slip
inline constexpr std::string_view kReason = "reason";  // kinds of text in identity
inline constexpr std::string_view kEvidence = "evidence";

// --- words ---------------------------------------------------------------------------------------

std::string_view topic_of(Axis axis);  // whose table proposes
std::string_view fact_of(Axis axis);   // that holds what is in force
std::string axis_name(Axis axis, Language language);
// The values, the strictest first; the last is what holds where nobody has decided.
const std::vector<std::string_view>& values_of(Axis axis);
std::string value_name(Axis axis, std::string_view value, Language language);
// 0 is the strictest. Without a level and at a low one nothing is asked: the same.
int rank(Axis axis, std::string_view value);
inline std::string_view resting(Axis axis) { return values_of(axis).back(); }

inline std::string place_name(store::Session& db, std::string_view code) {
  return area::level_of(code) > area::Level::kCommunity ? area::address(db, code)
                                                        : area::full_name(db, code);
}

// --- what stands ---------------------------------------------------------------------------------

void declare_views(host::Declaration& to);

enum class What { decided, declined, ended };
BOOST_DESCRIBE_ENUM(What, decided, declined, ended)

struct StepRow {
  Ulid entry;
  std::string area;
  Axis axis = Axis::situation;
  What what = What::decided;
  std::string value;  // decided; declined
  Instant at;
  Instant recorded;
  Instant known_to = kForever;
  Ulid actor;
  std::optional<std::string> document;
  std::optional<std::string> proposed;
  std::optional<Day> since;
  std::optional<std::string> rule;
  std::vector<std::string> unmet;
};
// The steps of an area on an axis as known then, in the order in which they take effect.
std::vector<StepRow> steps_of(store::Session& db, std::string_view area, Axis axis, Instant known);
// All that were ever recorded, those that were withdrawn among them.
std::vector<StepRow> history_of(store::Session& db, std::string_view area);
std::optional<StepRow> step(store::Session& db, const Ulid& entry);

InForce in_force(store::Session& db, std::string_view area, Axis axis, Instant moment,
                 Instant known);
// What is in force on all axes, as a policy asks for it.
struct Standing {
  std::map<Axis, InForce> axes;
  void set(policy::Facts& facts) const;
};
Standing standing(store::Session& db, std::string_view area, Instant moment, Instant known);

// The moment of a command that may be recorded later than it happened.
host::Frame frame_at(std::string_view area, Instant moment, Instant now);

// --- areas ---------------------------------------------------------------------------------------

// The level that an axis is proposed and decided for by the regime of the area: a community's
// situation; the unit of case_counting for the others.
area::Level level_of_axis(store::Session& db, const rules::Rulebook& rules, std::string_view area,
                          Axis axis, Day day);
// Ancestor-or-self at that level; the area itself where it is above.
std::string at_or_above(std::string_view area, area::Level level);

bool looks_at(const policy::Table& table, const policy::Vocabulary& vocabulary,
              std::string_view fact);

// --- proposals -----------------------------------------------------------------------------------

enum class Direction { escalate, ease, end };
BOOST_DESCRIBE_ENUM(Direction, escalate, ease, end)
enum class Answered { waiting, declined };
BOOST_DESCRIBE_ENUM(Answered, waiting, declined)

struct Proposal {
  std::string area;
  std::string area_name;
  Axis axis = Axis::situation;
  std::string axis_name;
  std::string value;
  std::string value_name;
  std::string in_force;
  std::string in_force_name;
  Direction direction = Direction::escalate;
  Answered state = Answered::waiting;
  Day since;                     // the records have said so without a break from this day on
  bool since_or_before = false;  // as far back as is looked
  Instant waiting_since;         // it could have been decided from then on
  std::int64_t waited_minutes = 0;
  std::optional<int> minutes;  // that the rules allow for the decision
  std::optional<Instant> due;
  bool overdue = false;
  std::string decided_by;
  // The records behind it.
  std::int64_t cases_in_window = 0;
  std::int64_t cases_total = 0;
  std::int64_t household_cases = 0;
  std::int64_t unknown_source_cases = 0;
  std::int64_t clusters = 0;
  int case_days = 0;
  bool sustained_spread = false;
  std::optional<int> days_without_case;
  std::vector<Ulid> cases;  // in the window; to those who may see records there
  std::optional<risk::RuleUsed> rule;
  std::optional<risk::RuleUsed> counting;
  // Of an end: conditions that are not yet met and are told by persons.
  std::vector<std::string> to_confirm;
  std::optional<Ulid> declined;  // the step that declined it or decided otherwise
};
BOOST_DESCRIBE_STRUCT(Proposal, (),
                      (area, area_name, axis, axis_name, value, value_name, in_force, in_force_name,
                       direction, state, since, since_or_before, waiting_since, waited_minutes,
                       minutes, due, overdue, decided_by, cases_in_window, cases_total,
                       household_cases, unknown_source_cases, clusters, case_days, sustained_spread,
                       days_without_case, cases, rule, counting, to_confirm, declined))

inline constexpr int kLookBack = 120;  // days that `since` is sought in

// Nothing where the records propose what is in force, or no rules propose anything. The frame's
// area is at the level of the axis.
std::optional<Proposal> proposal(store::Session& db, const Parts& parts, const host::Frame& frame,
                                 Axis axis, Language language);
// The same for any area: nothing where it is not what the axis is decided for.
std::optional<Proposal> own_proposal(store::Session& db, const Parts& parts,
                                     const host::Frame& frame, Axis axis, Language language);
// Of the area and everything in it: first those overdue, then by how long they wait.
std::vector<Proposal> proposals(store::Session& db, const Parts& parts, const host::Frame& frame,
                                Language language);

// --- the end -------------------------------------------------------------------------------------

enum class Told { records, person, either };
BOOST_DESCRIBE_ENUM(Told, records, person, either)

struct ConfirmedBy {
  Ulid entry;
  Day day;
  bool holds = true;
  std::optional<std::string> document;
  std::string reason;
  Ulid actor;
};
BOOST_DESCRIBE_STRUCT(ConfirmedBy, (), (entry, day, holds, document, reason, actor))

struct Criterion {
  std::string condition;
  std::string name;
  std::optional<int> days;
  std::string role;
  bool holds = false;
  Told told = Told::records;
  std::string why;
  std::int64_t records = 0;  // that stand against it, or for a report the one behind it
  std::vector<Ulid> ids;     // cases, zones, reports: the first of them
  std::optional<ConfirmedBy> confirmed;
  risk::RuleUsed rule;
};
BOOST_DESCRIBE_STRUCT(Criterion, (),
                      (condition, name, days, role, holds, told, why, records, ids, confirmed,
                       rule))
// The conditions of the end in the frame's area, one by one; none where no rules state any.
std::vector<Criterion> criteria(store::Session& db, const Parts& parts, const host::Frame& frame,
                                Language language);

// --- measures ------------------------------------------------------------------------------------

enum class ItemState { open, overdue, done };
BOOST_DESCRIBE_ENUM(ItemState, open, overdue, done)

struct AssignedTo {
  std::optional<Ulid> account;
  std::string account_name;
  std::optional<std::string> role;
  std::string role_name;
  std::optional<Instant> due;
};
BOOST_DESCRIBE_STRUCT(AssignedTo, (), (account, account_name, role, role_name, due))

struct ReportLine {
  Ulid entry;
  Instant at;
  Ulid actor;
  std::string actor_name;
  std::optional<int> count;
  std::optional<std::string> document;
  std::string evidence;
};
BOOST_DESCRIBE_STRUCT(ReportLine, (), (entry, at, actor, actor_name, count, document, evidence))

struct Item {
  std::string area;
  std::string area_name;
  std::string task;
  std::string name;
  std::string owner;  // as the rules say, in words
  std::optional<AssignedTo> assigned;
  ItemState state = ItemState::open;
  Instant start;               // required without a break since then
  Instant period;              // begin of the period that counts now
  std::optional<Instant> due;  // of this period
  std::optional<int> hours;
  std::optional<int> every;  // days
  int periods_missed = 0;    // earlier ones without a report
  std::vector<std::string> evidence;
  std::string evidence_name;
  bool restricts = false;
  std::optional<rules::Ground> ground;
  std::optional<Day> longest_last;   // of a restriction
  std::optional<ReportLine> report;  // of this period
  risk::RuleUsed rule;
};
BOOST_DESCRIBE_STRUCT(Item, (),
                      (area, area_name, task, name, owner, assigned, state, start, period, due,
                       hours, every, periods_missed, evidence, evidence_name, restricts, ground,
                       longest_last, report, rule))

// The area whose checklist binds in `area`: the one at the level that the rules in force there
// decide for. Nothing where they state no measures.
std::optional<std::string> checklist_area(store::Session& db, const Parts& parts,
                                          std::string_view area, Day day);
// The checklist of such an area. `words`: with names, reports and reasons; without, states only.
std::vector<Item> checklist(store::Session& db, const Parts& parts, const host::Frame& frame,
                            Language language, bool words);
// Visits every area in the frame's that has a checklist of its own and takes part: communities of
// which something has been entered.
void each_checklist(store::Session& db, const Parts& parts, const host::Frame& frame,
                    const std::function<void(const std::string& area)>& visit);

// --- declarations --------------------------------------------------------------------------------

void declare_decisions(host::Declaration& to, const Parts& parts);
void declare_work(host::Declaration& to, const Parts& parts);
void declare_questions(host::Declaration& to, const Parts& parts);
void declare_indicators(host::Declaration& to, const Parts& parts);

// An id that stands for something computed (a proposal, an item), for counting it once.
Ulid stand_in(std::string_view area, std::string_view what);

}  // namespace fx::response
