// What the journal keeps about readings and escalations, and why a command is refused.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"

namespace fx::monitoring {

enum class TakenBy { doctor, site_staff, grid_worker, self };
BOOST_DESCRIBE_ENUM(TakenBy, doctor, site_staff, grid_worker, self)
enum class How { visit, phone, app, device, list };
BOOST_DESCRIBE_ENUM(How, visit, phone, app, device, list)

// A temperature, and symptoms if there were any. Subject: the person. Occurred when it was taken.
// With `amends`: takes the place of that reading.
struct ReadingTaken {
  static constexpr std::string_view kKind = "monitoring.reading";
  static constexpr int kVersion = 1;
  Ulid person;
  Ulid order;
  Day day;
  std::string slot;  // of the pack in force for the order
  int tenths = 0;    // of a degree Celsius
  std::vector<std::string> symptoms;
  bool abnormal = false;  // a fever or a symptom that counts, by the pack
  TakenBy by = TakenBy::self;
  How how = How::visit;
};
BOOST_DESCRIBE_STRUCT(ReadingTaken, (),
                      (person, order, day, slot, tenths, symptoms, abnormal, by, how))

// The reading it amends was entered by mistake (another person's).
struct ReadingWithdrawn {
  static constexpr std::string_view kKind = "monitoring.reading-withdrawn";
  static constexpr int kVersion = 1;
  Ulid person;
};
BOOST_DESCRIBE_STRUCT(ReadingWithdrawn, (), (person))

// Subject: the import. Its readings are entries of their own.
struct ListImported {
  static constexpr std::string_view kKind = "monitoring.list-imported";
  static constexpr int kVersion = 1;
  std::string digest;  // SHA-256 of the file
  int rows = 0;
  int accepted = 0;
  int unchanged = 0;
  int set_aside = 0;
};
BOOST_DESCRIBE_STRUCT(ListImported, (), (digest, rows, accepted, unchanged, set_aside))

enum class Why { fever, symptom, fever_and_symptom };
BOOST_DESCRIBE_ENUM(Why, fever, symptom, fever_and_symptom)

// In the order in which they come.
enum class Step { reported, transport, arrived, result, closed };
BOOST_DESCRIBE_ENUM(Step, reported, transport, arrived, result, closed)

struct StepTarget {
  Step step = Step::reported;
  std::optional<int> minutes;  // from the opening; the pack may set none
  std::optional<std::string> role;
};
BOOST_DESCRIBE_STRUCT(StepTarget, (), (step, minutes, role))

// Subject: the escalation.
struct EscalationOpened {
  static constexpr std::string_view kKind = "monitoring.escalation-opened";
  static constexpr int kVersion = 1;
  Ulid person;
  Ulid order;
  Ulid reading;
  Why why = Why::fever;
  std::vector<StepTarget> steps;  // the pack's as they were then
};
BOOST_DESCRIBE_STRUCT(EscalationOpened, (), (person, order, reading, why, steps))

enum class StepOutcome { cleared, admitted, measured_again };
BOOST_DESCRIBE_ENUM(StepOutcome, cleared, admitted, measured_again)

// Subject: the escalation. Occurred when the step was done.
struct EscalationStepDone {
  static constexpr std::string_view kKind = "monitoring.escalation-step";
  static constexpr int kVersion = 1;
  Ulid person;
  Step step = Step::reported;
  std::optional<StepOutcome> outcome;  // of the result; of closing before there is one
};
BOOST_DESCRIBE_STRUCT(EscalationStepDone, (), (person, step, outcome))

// The reading that opened it was corrected to a normal one before anything was done. Amends the
// opening.
struct EscalationWithdrawn {
  static constexpr std::string_view kKind = "monitoring.escalation-withdrawn";
  static constexpr int kVersion = 1;
  Ulid person;
};
BOOST_DESCRIBE_STRUCT(EscalationWithdrawn, (), (person))

// --- readings, in descending precedence
inline constexpr RefusalKind kNotObserved{
    "monitoring.not-observed",
    409,
    "该人员 {day} 不在医学观察中，无需测温登记",
    "this person was not under observation on {day}",
    "核对人员和日期；应当观察的先作出判定",
    "check the person and the day; place the person first if they should be observed"};
inline constexpr RefusalKind kNoReadingsAsked{
    "monitoring.no-readings-asked", 409,
    "该人员的措施按规则不要求测温", "the rules ask for no readings under this person's measure",
    "核对人员的措施和规则包",       "check the person's measure and the pack"};
inline constexpr RefusalKind kFutureDay{"monitoring.future-day",  400,        "{day} 还没有到",
                                        "{day} has not come yet", "改正日期", "correct the day"};
inline constexpr RefusalKind kUnknownSlot{"monitoring.unknown-slot",  422,
                                          "没有“{slot}”这个测温时段", "there is no slot \"{slot}\"",
                                          "可用的是：{known}",        "known are: {known}"};
inline constexpr RefusalKind kImplausible{
    "monitoring.implausible",
    422,
    "体温 {value}℃ 不合理（应在 {low} 至 {high}℃ 之间）",
    "{value} °C is not a plausible temperature ({low} to {high})",
    "重测，或检查小数点",
    "measure again, or check the decimal point"};
inline constexpr RefusalKind kUnknownSymptom{"monitoring.unknown-symptom",
                                             422,
                                             "规则包没有“{symptom}”这个症状",
                                             "the pack has no symptom \"{symptom}\"",
                                             "可用的是：{known}",
                                             "known are: {known}"};
inline constexpr RefusalKind kTooManyRows{
    "monitoring.too-many-rows",     422,          "一次最多登记 {max} 行",
    "at most {max} rows at a time", "分几次登记", "send them in parts"};
inline constexpr RefusalKind kOtherArea{
    "monitoring.other-area", 403,
    "该人员不属于 {area}",   "this person does not belong to {area}",
    "在其所属区域登记",      "record it in the area where the person is"};
// --- imports
inline constexpr RefusalKind kAlreadyImported{"monitoring.already-imported",
                                              409,
                                              "这次导入已经完成",
                                              "this import has been carried out",
                                              "不需要再做；要导入新文件请重新开始",
                                              "nothing more to do; begin anew for another file"};
// --- corrections
inline constexpr RefusalKind kNoSuchReading{"monitoring.no-such-reading",
                                            404,
                                            "没有这条测温记录，或已被更正",
                                            "there is no such reading, or it has been corrected",
                                            "刷新后再试",
                                            "reload and try again"};
// --- escalations, in descending precedence
inline constexpr RefusalKind kEscalationClosed{"monitoring.escalation-closed",
                                               409,
                                               "该异常已归档",
                                               "this escalation is closed",
                                               "如有新的异常，登记新的体温",
                                               "a new abnormal reading opens a new one"};
inline constexpr RefusalKind kStepDone{"monitoring.step-done", 409,
                                       "这一步已在 {at} 完成", "this step was done at {at}",
                                       "登记下一步",           "record the next step"};
inline constexpr RefusalKind kStepOrder{"monitoring.step-order", 409,
                                        "应先登记“{expected}”",  "\"{expected}\" comes first",
                                        "按次序登记各步骤",      "record the steps in their order"};
inline constexpr RefusalKind kStepTime{"monitoring.step-time",
                                       422,
                                       "时间早于上一步（{at}）",
                                       "the time is before the step before it ({at})",
                                       "改正时间",
                                       "correct the time"};
inline constexpr RefusalKind kOutcomeNeeded{"monitoring.outcome-needed",
                                            422,
                                            "请填写结果：排除（cleared）或收治（admitted）",
                                            "say how it came out: cleared or admitted",
                                            "补上结果后再登记",
                                            "add the outcome"};
inline constexpr RefusalKind kNoNormalReading{
    "monitoring.no-normal-reading",
    409,
    "异常之后还没有正常的复测记录，不能直接归档",
    "no normal reading has been taken since: it cannot be closed yet",
    "复测并登记，或按步骤上报转运",
    "measure again and record it, or go on with the steps"};

inline constexpr int kLowestTenths = 340;
inline constexpr int kHighestTenths = 430;
inline constexpr std::size_t kMaxRows = 2000;

}  // namespace fx::monitoring
