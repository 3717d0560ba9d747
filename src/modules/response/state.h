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
#include "area/place_name.h"
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
inline constexpr auto kDrawZone = access::Permission::draw_zone;

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

using area::place_name;

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
// The same of everything in the area and of what is around it; those of one area and axis in the
// order in which they take effect.
std::vector<StepRow> steps_within(store::Session& db, std::string_view area);
std::optional<StepRow> step(store::Session& db, const Ulid& entry);

InForce in_force(store::Session& db, std::string_view area, Axis axis, Instant moment,
                 Instant known);
Decision decision_of(const StepRow& row);

// The moment of a command that may be recorded later than it happened.
host::Frame frame_at(std::string_view area, Instant moment, Instant now);

// --- areas ---------------------------------------------------------------------------------------

// The level of the unit that a regime draws risk levels for; no smaller than the community: the
// response is decided for communities and above, what is smaller is drawn as a zone.
area::Level level_of_levels(const risk::Regime& regime);
// Ancestor-or-self at that level; the area itself where it is above.
std::string at_or_above(std::string_view area, area::Level level);

bool looks_at(const policy::Table& table, const policy::Vocabulary& vocabulary,
              std::string_view fact);

class Book;  // book.h

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

// Whether decisions on the axis ask for anything in the area; nothing is proposed or shown
// otherwise.
bool matters(Book& book, std::string_view area, Axis axis);
// Nothing where the records propose what is in force, or no rules propose anything. The area is at
// the level of the axis.
std::optional<Proposal> proposal(Book& book, std::string_view area, Axis axis);
// The same for any area: nothing where it is not what the axis is decided for.
std::optional<Proposal> own_proposal(Book& book, std::string_view area, Axis axis);
// Of the book's area and everything in it: first those overdue, then by how long they wait. Without
// `words`: what is proposed where, since when and how urgently; put_in_words() adds the rest.
std::vector<Proposal> proposals(Book& book, bool words = true);
void put_in_words(Book& book, Proposal& proposal);

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
  // It holds from this day on, where that can be told; a day ahead: it will, if nothing new comes.
  std::optional<Day> since;
  std::optional<Instant> met;  // when on that day, where it is known; not part of the answer
  std::int64_t records = 0;    // that stand against it, or for a report the one behind it
  std::vector<Ulid> ids;       // cases, zones, reports: the first of them
  std::optional<ConfirmedBy> confirmed;
  risk::RuleUsed rule;
};
BOOST_DESCRIBE_STRUCT(Criterion, (),
                      (condition, name, days, role, holds, told, why, since, records, ids,
                       confirmed, rule))
// The conditions of the end in the area, one by one; none where no rules state any.
std::vector<Criterion> criteria(Book& book, std::string_view area);
// What a row of conditions says; a decision of that row alone.
Criterion criterion_of(const policy::Decision& decision, Language language);

// --- the release of zones ------------------------------------------------------------------------

// All that records tell says that a zone may be lifted, or turned into a milder one.
struct Release {
  Ulid zone;
  zones::Kind kind = zones::Kind::control;
  std::string kind_name;
  std::string area;  // the smallest that holds it
  std::string area_name;
  std::string areas_name;              // what it consists of, the first of many
  std::optional<zones::Kind> becomes;  // nothing: it is lifted
  std::string becomes_name;
  Answered state = Answered::waiting;
  Day since;              // the records have said so from this day on
  Instant waiting_since;  // it could have been decided from then on
  std::int64_t waited_minutes = 0;
  std::optional<int> minutes;  // that the rules allow for the decision
  std::optional<Instant> due;
  bool overdue = false;
  std::vector<std::string> to_confirm;  // conditions that are told by persons and not yet met
  std::optional<Ulid> kept;             // the entry that says it stays
};
BOOST_DESCRIBE_STRUCT(Release, (),
                      (zone, kind, kind_name, area, area_name, areas_name, becomes, becomes_name,
                       state, since, waiting_since, waited_minutes, minutes, due, overdue,
                       to_confirm, kept))

// A zone that somebody has decided to keep though it might be released.
struct Kept {
  Ulid entry;
  Instant at;
  Ulid actor;
  std::string actor_name;
  std::string reason;
  std::optional<std::string> document;
};
BOOST_DESCRIBE_STRUCT(Kept, (), (entry, at, actor, actor_name, reason, document))

struct ZoneEnd {
  Ulid zone;
  std::string area;  // the smallest that holds it, where people confirm
  zones::Kind kind = zones::Kind::control;
  std::string kind_name;
  std::string areas_name;
  std::optional<zones::Kind> becomes;
  std::string becomes_name;
  std::vector<Criterion> conditions;  // none: the rules in force state none for this kind
  bool may_end = false;               // all of them hold
  std::optional<Release> release;
  std::optional<Kept> kept;  // as things are proposed now
};
BOOST_DESCRIBE_STRUCT(ZoneEnd, (),
                      (zone, area, kind, kind_name, areas_name, becomes, becomes_name, conditions,
                       may_end, release, kept))
// Nothing where the zone is not in force at the book's moment.
std::optional<ZoneEnd> zone_end(Book& book, const Ulid& zone);
// Which records they are is told to those who may see them there.
void cut(host::QueryContext& context, std::string_view area, ZoneEnd& end);
// The smallest area that holds the zone; refuses kNoZone.
Result<std::string> area_of_zone(store::Session& db, const Parts& parts, const Ulid& zone);
// Of all zones inside the book's area: first those overdue, then by how long they wait.
std::vector<Release> releases(Book& book);

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
// decide for. Nothing where they state no measures, and above that level.
std::optional<std::string> checklist_area(Book& book, std::string_view area);
// The checklist of such an area. `words`: with names, reports and reasons; without, states only.
std::vector<Item> checklist(Book& book, const std::string& area, bool words);
// Visits every area in the book's that has a checklist of its own and takes part: communities of
// which something has been entered.
void each_checklist(Book& book, const std::function<void(const std::string& area)>& visit);

// --- declarations --------------------------------------------------------------------------------

void declare_decisions(host::Declaration& to, const Parts& parts);
void declare_work(host::Declaration& to, const Parts& parts);
void declare_releases(host::Declaration& to, const Parts& parts);
void declare_questions(host::Declaration& to, const Parts& parts);
void declare_indicators(host::Declaration& to, const Parts& parts);

// An id that stands for something computed (a proposal, an item), for counting it once.
Ulid stand_in(std::string_view area, std::string_view what);

}  // namespace fx::response
