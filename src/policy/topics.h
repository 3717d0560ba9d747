// What the tables of the built-in topics say, as structs: each row of such a table is read into
// one of these when the pack loads, so that modules never look at strings. Enumerations are in the
// order of the vocabulary's values (standard_person_topics.cc).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/vocabulary.h"

namespace fx::policy {

enum class Measure {
  kCentralised,
  kHome,
  kHomeMonitoring,
  kSelfMonitoring,
  kTestOnly,
  kNone,
  kUndecided,  // the pack leaves it to a person: list it, do not place
};
inline constexpr int kMeasureCount = 7;
std::string_view id(Measure measure);  // "home_monitoring": also the name in figures
const Label& label(Measure measure);
std::optional<Measure> parse_measure(std::string_view id);

enum class CountedFrom { kArrival, kLastExposure, kOrder, kDeparture, kEntry };
std::string_view id(CountedFrom from);
enum class Stay { kSite, kHome, kFree };
enum class Reader { kDoctor, kSiteStaff, kGridWorker, kSelf };
std::string_view id(Reader reader);

// Why a restriction may be imposed, by whom, how long at most, and where to object.
struct Legal {
  NamedValue basis;
  NamedValue issuer;
  int longest_days = 0;
  NamedValue appeal;
};

struct Placement {
  NamedValue person_class;  // id "" when the rule gives none
  Measure measure = Measure::kNone;
  int days = 0;
  CountedFrom counted_from = CountedFrom::kArrival;
  bool same_day_is_one = false;           // else day 1 is the day after the one counted from
  Measure then_measure = Measure::kNone;  // follows the first measure for then_days
  int then_days = 0;
  Stay stay = Stay::kFree;
  bool single_room = false;
  std::vector<Measure> alternatives;  // what the one who decides may order instead
  NamedValue decided_by;              // role
  NamedValue team;
  std::vector<NamedValue> team_members;  // roles
  std::optional<Legal> legal;            // always there when restrictive()
  std::string source;
  std::string note;

  [[nodiscard]] bool restrictive() const { return stay != Stay::kFree; }
  [[nodiscard]] int total_days() const { return days + then_days; }
};

struct Slot {
  NamedValue name;
  int deadline_minute = 0;  // of the local day
};

struct Monitoring {
  std::vector<Slot> slots;  // by deadline
  Reader by = Reader::kSelf;
  int fever_tenths = 0;  // a reading of this or more is a fever; tenths of a degree Celsius
  std::vector<NamedValue> symptoms;
  int spot_check_percent = 0;
  int days = 0;  // 0: as long as the measure lasts
  [[nodiscard]] int readings_per_day() const { return static_cast<int>(slots.size()); }
};

enum class Condition {
  kDaysComplete,   // the last day is over
  kReadings,       // at least percent of the readings due, over the last `days` (0: all days)
  kNoFever,        // no reading at the threshold, over the last `days` (0: all days)
  kNoSymptoms,     // no symptom that counts, over the last `days` (0: all days)
  kTestsNegative,  // every scheduled test taken and negative
  kCheckupClean,   // the check-up before release found nothing
  kApproval,       // agreed by `role`
};
std::string_view id(Condition condition);

struct ReleaseCondition {
  Condition condition = Condition::kDaysComplete;
  int days = 0;
  int percent = 100;
  NamedValue role;
  std::string note;
  int row = 0;  // in the table, for explanations
};

struct Conversion {
  bool allowed = false;
  bool restart = false;  // else the days already spent count
  NamedValue decided_by;
  std::optional<Legal> legal;
  std::string note;
};

enum class Step { kReported, kTransport, kArrived, kResult, kClosed };
std::string_view id(Step step);

struct EscalationStep {
  Step step = Step::kReported;
  int minutes = 0;  // from the moment the escalation opened
  NamedValue role;
};

struct Reporting {
  int deadline_minute = 0;
  int cutoff_minute = 0;  // figures are as of this minute of the day
  bool zero_report = false;
};

enum class Rung { kPhone, kDoor, kNotice };
std::string_view id(Rung rung);

struct ScreeningRung {
  Rung rung = Rung::kPhone;
  int attempts = 1;
  int wait_minutes = 0;  // between attempts
};

}  // namespace fx::policy
