// What the check of a pack finds beyond its tables by themselves (findings.h): contradictions
// between rows, topics and editions. {place_zh} and {place_en} name the file and row; {facts_zh}
// and {facts_en} show a case.
#pragma once

#include "base/refusal.h"

namespace fx::policy {

inline constexpr RefusalKind kNothingFits{"policy.nothing-fits",
                                          422,
                                          "{place_zh}：没有任何情形符合这一行",
                                          "{place_en}: no case at all fits this row",
                                          "改正条件，或删去这一行",
                                          "correct its conditions, or delete it"};
inline constexpr RefusalKind kReleaseWithoutTests{
    "policy.release-without-tests",
    422,
    "{place_zh}：解除要求检测阴性，而“{class_zh}”的{measure_zh}没有安排检测，例如 {facts_zh}",
    "{place_en}: release asks for negative tests, but {measure_en} of \"{class_en}\" has none, for "
    "example {facts_en}",
    "在 tests 表中安排检测，或去掉这一条件",
    "schedule tests, or drop the condition"};
inline constexpr RefusalKind kReleaseWithoutReadings{
    "policy.release-without-readings",
    422,
    "{place_zh}：解除要看体温记录，而“{class_zh}”的{measure_zh}不测温，例如 {facts_zh}",
    "{place_en}: release looks at readings, but {measure_en} of \"{class_en}\" takes none, for "
    "example {facts_en}",
    "在 monitoring 表中安排测温，或去掉这一条件",
    "schedule readings, or drop the condition"};
inline constexpr RefusalKind kNotMonitored{
    "policy.not-monitored",
    422,
    "{place_zh}：“{class_zh}”的{measure_zh}期间不测温，例如 {facts_zh}",
    "{place_en}: {measure_en} of \"{class_en}\" goes without readings, for example {facts_en}",
    "在 monitoring 表中安排测温",
    "schedule readings in the monitoring table"};
inline constexpr RefusalKind kNoAnchor{
    "policy.no-anchor",
    422,
    "{place_zh}：自末次接触之日起算，却也用于无接触的人，例如 {facts_zh}",
    "{place_en}: counts from the last exposure, but also applies to people without one, for "
    "example {facts_en}",
    "加上接触类别的条件，或改换起算日",
    "add a condition on the exposure, or count from another day"};
inline constexpr RefusalKind kAlternativeSame{"policy.alternative-same",
                                              422,
                                              "{place_zh}：“可改用”里又是{measure_zh}本身",
                                              "{place_en}: {measure_en} is its own alternative",
                                              "从 alternatives 中删去它",
                                              "take it out of the alternatives"};
inline constexpr RefusalKind kThenTighter{"policy.then-tighter",
                                          422,
                                          "{place_zh}：其后措施比{measure_zh}更严",
                                          "{place_en}: what follows is tighter than {measure_en}",
                                          "核对两个阶段的先后",
                                          "check the order of the two stages"};
inline constexpr RefusalKind kFeverAboveDisease{
    "policy.fever-above-disease",
    422,
    "{place_zh}：发热阈值 {value} 高于疾病的 {expected}",
    "{place_en}: a fever threshold of {value}, above the disease's {expected}",
    "改正阈值",
    "correct the threshold"};
inline constexpr RefusalKind kConversionToSame{
    "policy.conversion-to-same",
    422,
    "{place_zh}：允许把措施转换为它自己，例如 {facts_zh}",
    "{place_en}: allows the conversion of a measure to itself, for example {facts_en}",
    "收窄 measure 或 requested 的条件",
    "narrow the condition on measure or requested"};
inline constexpr RefusalKind kDaysUnordered{
    "policy.days-unordered",
    422,
    "{place_zh}：检测日没有按先后排列（{days}）",
    "{place_en}: the days of tests are not in order ({days})",
    "按先后书写",
    "write them in order"};
inline constexpr RefusalKind kKeyTwice{
    "policy.key-twice",
    422,
    "{place_zh}：与第 {other} 行说的是同一件事，结论却不同，例如 {facts_zh}",
    "{place_en}: says something else about the same thing as row {other}, for example {facts_en}",
    "合并两行，或让两行的条件互不相交",
    "merge the two rows, or keep their conditions apart"};
inline constexpr RefusalKind kStepsBackwards{
    "policy.steps-backwards",
    422,
    "{place_zh}：时限 {value} 分钟，早于前一步第 {other} 行的 {expected} 分钟，例如 {facts_zh}",
    "{place_en}: due after {value} minutes, before the earlier step of row {other} at {expected}, "
    "for example {facts_en}",
    "改正时限",
    "correct the time limits"};
inline constexpr RefusalKind kCodeContradicts{
    "policy.code-contradicts",
    422,
    "{place_zh}：正在隔离的人是绿码或可自由通行，例如 {facts_zh}",
    "{place_en}: someone under quarantine has a green code or may pass, for example {facts_en}",
    "为正在隔离的人加一行",
    "add a row for people under quarantine"};
inline constexpr RefusalKind kPassContradicts{
    "policy.pass-contradicts",
    422,
    "{place_zh}：正在隔离的人可以外出，例如 {facts_zh}",
    "{place_en}: someone under quarantine may go out, for example {facts_en}",
    "为正在隔离的人加一行",
    "add a row for people under quarantine"};
inline constexpr RefusalKind kFeverPasses{
    "policy.fever-passes",
    422,
    "{place_zh}：体温异常的人放行，例如 {facts_zh}",
    "{place_en}: someone with a fever is let through, for example {facts_en}",
    "在前面加一行：体温异常的留置并上报",
    "add a row above it: held and reported"};
inline constexpr RefusalKind kRedPasses{
    "policy.red-passes",
    422,
    "{place_zh}：红码人员放行，例如 {facts_zh}",
    "{place_en}: someone with a red code is let through, for example {facts_en}",
    "在前面加一行：红码的留置或劝返",
    "add a row above it for red codes"};
inline constexpr RefusalKind kIllReturns{
    "policy.ill-returns",
    422,
    "{place_zh}：有症状的人可以返校返岗，例如 {facts_zh}",
    "{place_en}: someone with symptoms may return, for example {facts_en}",
    "在前面加一行：有症状的不得返回",
    "add a row above it for symptoms"};
inline constexpr RefusalKind kCaseStaysOpen{
    "policy.case-stays-open",
    422,
    "{place_zh}：有病例的单位照常开放，例如 {facts_zh}",
    "{place_en}: an institution with a case stays open, for example {facts_en}",
    "在前面加一行：有病例的暂停",
    "add a row above it for those with a case"};
inline constexpr RefusalKind kOverCapacity{
    "policy.over-capacity",
    422,
    "{place_zh}：人数超过上限 {value} 也准许，例如 {facts_zh}",
    "{place_en}: allowed beyond the limit of {value} people, for example {facts_en}",
    "为超过上限的加一行",
    "add a row for larger ones"};
inline constexpr RefusalKind kLevelWithoutMeasures{
    "policy.level-without-measures",
    422,
    "{place_zh}：启动“{value_zh}”，却没有该级别的响应措施",
    "{place_en}: proposes {value_en}, for which there are no response measures",
    "在 response 表中补上",
    "add them to the response table"};
inline constexpr RefusalKind kLevelWithoutEnd{
    "policy.level-without-end",
    422,
    "{place_zh}：启动“{value_zh}”，却没有终止条件",
    "{place_en}: proposes {value_en}, for which nothing says when it ends",
    "在 termination 表中补上",
    "add the criteria to the termination table"};
inline constexpr RefusalKind kZoneNotReleased{
    "policy.zone-not-released",
    422,
    "{place_zh}：划定“{value_zh}”，却没有解除条件",
    "{place_en}: draws {value_en}, which nothing releases",
    "在 zone_release 表中补上",
    "add it to the zone_release table"};
inline constexpr RefusalKind kNoCounting{
    "policy.no-counting",
    422,
    "{place_zh}：用到病例数，却没有 case_counting 表写明窗口期",
    "{place_en}: looks at counts of cases, but no table case_counting gives the window",
    "补上 case_counting 表",
    "add the table case_counting"};
inline constexpr RefusalKind kNoCluster{
    "policy.no-cluster",
    422,
    "{place_zh}：用到聚集性疫情数，却没有写明多少例算聚集",
    "{place_en}: looks at clusters, but nothing says how many cases are one",
    "在 case_counting 表中填写 cluster_cases 和 cluster_days",
    "give cluster_cases and cluster_days in case_counting"};
inline constexpr RefusalKind kClusterBeyondWindow{
    "policy.cluster-beyond-window",
    422,
    "{place_zh}：聚集性疫情时段 {value} 天长于窗口期 {expected} 天",
    "{place_en}: a cluster of {value} days, longer than the window of {expected}",
    "改正两个天数",
    "correct the two"};
inline constexpr RefusalKind kRiskBackwards{
    "policy.risk-backwards",
    422,
    "{place_zh}：病例更多，等级反而更低：{facts_zh} 时为{value_zh}，只有 {other} 例时为{above_zh}",
    "{place_en}: more cases and a lower level: {facts_en} is {value_en}, with only {other} cases "
    "{above_en}",
    "核对各行的先后和病例数",
    "check the order of the rows and their counts"};
inline constexpr RefusalKind kCutoffAfterDeadline{
    "policy.cutoff-after-deadline",
    422,
    "{place_zh}：统计截止 {value} 晚于上报时限 {expected}",
    "{place_en}: figures as of {value}, after they are due at {expected}",
    "改正时间",
    "correct the times"};
inline constexpr RefusalKind kTimesBackwards{
    "policy.times-backwards",
    422,
    "{place_zh}：结束 {value} 不晚于开始 {expected}",
    "{place_en}: ends at {value}, not after it begins at {expected}",
    "改正时间",
    "correct the times"};
inline constexpr RefusalKind kWarnAboveTarget{
    "policy.warn-above-target",
    422,
    "{place_zh}：低于 {value} 天就预警，而储备目标只有 {expected} 天",
    "{place_en}: warns below {value} days, but the target is {expected}",
    "改正预警天数",
    "correct the warning"};
inline constexpr RefusalKind kSourceUnknown{
    "policy.source-unknown",
    422,
    "{place_zh}：出处“{value}”不在 sources 里",
    "{place_en}: the source \"{value}\" is not one of the pack's sources",
    "补上这一出处，或改正拼写",
    "add the source, or correct the spelling"};
inline constexpr RefusalKind kNoExample{"policy.no-example",
                                        422,
                                        "{place_zh}：版次“{value}”没有示例",
                                        "{place_en}: the edition \"{value}\" has no example",
                                        "在 examples 里至少写一个",
                                        "write at least one in the examples"};
inline constexpr RefusalKind kClassDropped{
    "policy.class-dropped",
    422,
    "{place_zh}：上一版次的“{value}”改按本版次执行，而本版次没有这一类",
    "{place_en}: people of the last edition's class \"{value}\" move to this one, which does not "
    "have it",
    "补上这一类，或写 running: keep",
    "add the class, or write running: keep"};

}  // namespace fx::policy
