// Risk levels (C9): what level an area has on a day by the regime in force, and why. Computed from
// the cases and the policy packs, never stored. All that other modules see of it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "area/code.h"
#include "modules/casework/casework.h"
#include "modules/risk/counting.h"
#include "modules/rules/rules.h"

namespace fx::risk {

struct ClusterLine {
  casework::PlaceKind kind = casework::PlaceKind::other;
  std::optional<std::string> area;
  Day first;
  Day last;
  int size = 0;
  std::vector<Ulid> cases;
};
BOOST_DESCRIBE_STRUCT(ClusterLine, (), (kind, area, first, last, size, cases))

// A row of a policy pack, and what it says of the day's facts.
struct RuleUsed {
  std::string pack;
  std::string edition;
  std::string rule;  // "cn-national/2020-02-ed5/risk/4"
  std::string why;   // in words: the facts that matched and what the row says
};
BOOST_DESCRIBE_STRUCT(RuleUsed, (), (pack, edition, rule, why))

// The regime of an area on a day: the nearest choice, the area's own or above, whose edition has a
// table of the topic.
struct Regime {
  const policy::Pack* pack = nullptr;
  const policy::Edition* edition = nullptr;
};
std::optional<Regime> regime(store::Session& db, const rules::Rulebook& rules,
                             std::string_view area, Day day, std::string_view topic);
std::optional<Regime> regime(const rules::Choices& choices, std::string_view area, Day day,
                             std::string_view topic);

// A pack's word for what is drawn or counted ("building", "county") as a level of the area tree;
// what the tree has no level for is its county.
area::Level level_of_unit(std::string_view unit);
// The ancestor-or-self of `area` at the unit's level; `area` itself when it is above that level.
std::string counted_area(std::string_view area, std::string_view unit);
// Whether the community of a code is a village: digits 10 to 12 of the statistical code are 200 to
// 399 for villagers' committees and 500 to 599 for what is like one (National Bureau of Statistics,
// rules for statistical division codes, 2009). False above the communities.
bool rural(std::string_view area);

struct DayLevel {
  Day day;
  std::string level;  // "low" | "medium" | "high" | "none"
  std::string level_name;
  std::optional<std::string> colour;
  // As it was known at the end of that day; as it is asked for otherwise.
  std::string level_then;
  std::string level_then_name;
  // The cases of this area are counted: the one asked for, or the unit around it that the regime
  // draws levels for.
  std::string counted;
  std::string unit;  // "county", "compound" ...: what the regime draws levels for; ""
  std::optional<Day> window_first;
  std::int64_t cases_in_window = 0;
  std::int64_t cases_total = 0;
  std::int64_t household_cases = 0;
  std::int64_t unknown_source_cases = 0;
  std::optional<int> days_without_case;
  bool round_negative = false;
  std::string level_before;
  int days_in_level = 0;
  // Not part of the answer: the level before that of this day began; how many clusters there are;
  // what the row says of deciding.
  std::string level_earlier;
  std::int64_t cluster_count = 0;
  std::optional<int> minutes;
  std::string decided_by;
  std::vector<ClusterLine> clusters;
  std::vector<Ulid> cases;             // in the window
  std::optional<RuleUsed> rule;        // nothing: no regime says a level on that day
  std::optional<RuleUsed> counting;    // how cases were counted
  std::optional<std::string> problem;  // why there is no level
};
BOOST_DESCRIBE_STRUCT(DayLevel, (),
                      (day, level, level_name, colour, level_then, level_then_name, counted, unit,
                       window_first, cases_in_window, cases_total, household_cases,
                       unknown_source_cases, days_without_case, round_negative, level_before,
                       days_in_level, clusters, cases, rule, counting, problem))

// The level of an area in short, for lists of many.
struct LevelLine {
  std::string area;
  std::string name;
  std::string level;
  std::string level_name;
  std::optional<std::string> colour;
  std::string counted;  // the area whose cases are counted: itself, or the unit around it
  std::int64_t cases_in_window = 0;
  std::int64_t cases_total = 0;
  std::int64_t clusters = 0;
  std::optional<int> days_without_case;
};
BOOST_DESCRIBE_STRUCT(LevelLine, (),
                      (area, name, level, level_name, colour, counted, cases_in_window, cases_total,
                       clusters, days_without_case))

struct Levels {
  std::string area;
  Day from;
  Day to;
  Instant known;  // only what had been recorded by then
  std::vector<DayLevel> days;
  std::vector<LevelLine> parts;  // sub-areas on the last day, where they were asked for
};
BOOST_DESCRIBE_STRUCT(Levels, (), (area, from, to, known, days, parts))

// What the tables of situation, trigger, zones, response and termination ask about an area itself
// on a day, however large the unit that its risk level is drawn for.
struct AreaFacts {
  Day day;
  Counts counts;  // all zero where no pack says how cases are counted
  bool round_negative = false;
  bool rural = false;
  std::string risk_level = "none";  // of the unit around it
  std::string previous_level = "none";
  std::optional<int> days_in_level;
  std::string unit;  // what levels are drawn for, "" where no pack says so
  std::optional<RuleUsed> counting;

  void set(policy::Facts& facts) const;
};

// A round of tests of everybody in an area.
struct Round {
  Ulid entry;
  std::string area;  // the one that was asked about, or one around it
  Day day;           // of the last result
  bool negative = false;
  Instant recorded;
};

// Facts and levels of an area and everything in it, for those who ask about many parts of it or
// many days: cases, rounds of tests and choices of rules are read once. What is counted in a unit
// around the area is read when it is first needed. For one thread, no longer than the session.
class Reader {
 public:
  virtual ~Reader() = default;
  [[nodiscard]] virtual const rules::Choices& choices() const = 0;
  [[nodiscard]] virtual std::optional<Regime> regime(std::string_view area, Day day,
                                                     std::string_view topic) = 0;
  // As known at `known`; the risk level too with `with_level`, which costs more. Precondition of
  // everything here: `area` is the one that was read, or in it or above it.
  [[nodiscard]] virtual AreaFacts facts(std::string_view area, Day day, Instant known,
                                        bool with_level) = 0;
  // Refuses kBackwards and kTooLong. `with_reasons`: counts, cases and words as well.
  [[nodiscard]] virtual Result<Levels> levels(std::string_view area, Day from, Day to,
                                              Instant known, bool with_reasons) = 0;
  // Without the name.
  [[nodiscard]] virtual LevelLine line(const std::string& area, Day day, Instant known) = 0;
  // The last round by the day, of the area itself or of the nearest around it that had one.
  [[nodiscard]] virtual std::optional<Round> last_round(std::string_view area, Day day,
                                                        Instant known) = 0;
  [[nodiscard]] virtual std::vector<casework::Case> cases(std::string_view area, Instant known) = 0;
  [[nodiscard]] virtual std::vector<Instant> changes(std::string_view area) = 0;
  // Where the cases count, each place once.
  [[nodiscard]] virtual std::vector<std::string> places(std::string_view area, Instant known) = 0;
  // The day from which a case counts by the rules of the area, as things stood on `day`.
  [[nodiscard]] virtual std::optional<Day> counts_from(const casework::Case& one,
                                                       std::string_view area, Day day) = 0;
};

inline constexpr int kMostDays = 1'100;         // of one question
inline constexpr std::size_t kMostCases = 500;  // named for a day or a cluster

class Risk : public host::Module {
 public:
  [[nodiscard]] virtual std::unique_ptr<Reader> read(store::Session& db, std::string_view area,
                                                     Language language) const = 0;
};

std::unique_ptr<Risk> make_module(const casework::Cases& cases, const rules::Rulebook& rules);

// In descending precedence.
inline constexpr RefusalKind kBackwards{"risk.backwards",
                                        400,
                                        "起止日期颠倒：{from} 晚于 {to}",
                                        "the days are the wrong way round: {from} is after {to}",
                                        "对调两个日期",
                                        "exchange them"};
inline constexpr RefusalKind kTooLong{"risk.too-long",     400,
                                      "一次最多 {max} 天", "at most {max} days at a time",
                                      "分几段查询",        "ask in parts"};
inline constexpr RefusalKind kNoRegime{"risk.no-regime",
                                       404,
                                       "没有规则版次 {name}",
                                       "there is no edition {name}",
                                       "写成“规则包/版次”，如 cn-national/2022-06-ed9",
                                       "write PACK/EDITION, such as cn-national/2022-06-ed9"};
inline constexpr RefusalKind kFutureRound{"risk.future-round",
                                          400,
                                          "检测日期 {day} 在将来",
                                          "the day {day} of the round is in the future",
                                          "核对日期",
                                          "check the date"};

}  // namespace fx::risk
