// Why a command about orders is refused, in descending precedence.
#pragma once

#include "base/refusal.h"

namespace fx::observation {

inline constexpr RefusalKind kNoSuchOrder{"observation.no-such-order",
                                          404,
                                          "没有这份观察决定，或已被撤回",
                                          "there is no such order, or it has been withdrawn",
                                          "刷新后再试",
                                          "reload and try again"};
inline constexpr RefusalKind kTooManyRows{
    "observation.too-many-rows",    422,          "一次最多处理 {max} 行",
    "at most {max} rows at a time", "分几次处理", "send them in parts"};
inline constexpr RefusalKind kOtherArea{
    "observation.other-area", 403,
    "该决定不属于 {area}",    "this order does not belong to {area}",
    "在其所属区域处理",       "handle it in its own area"};

// --- placement
inline constexpr RefusalKind kFutureDay{
    "observation.future-day", 400,
    "{day} 还没有到",         "{day} has not come yet",
    "判定日期不能晚于今天",   "decide for today or an earlier day"};
inline constexpr RefusalKind kNotWaiting{
    "observation.not-waiting",      409,
    "该人员没有待判定的来返记录",   "nothing about this person is waiting for a decision",
    "可能已由他人判定；刷新后再试", "somebody may have decided already: reload"};
inline constexpr RefusalKind kNoPack{"observation.no-pack",
                                     409,
                                     "{area} 在 {day} 没有选用规则包",
                                     "no policy pack is in force in {area} on {day}",
                                     "请有权的人先选用规则包",
                                     "let whoever may choose packs do so first"};
inline constexpr RefusalKind kNeedsDecision{
    "observation.needs-decision",   422,
    "规则把这种情形留给人来决定",   "the rules leave this case to a person",
    "逐人判定：选定措施并写明理由", "place the person singly, with a measure and a reason"};
inline constexpr RefusalKind kMeasureNotAllowed{"observation.measure-not-allowed",
                                                422,
                                                "规则不允许改用“{measure}”",
                                                "the rules do not allow \"{measure}\" instead",
                                                "可用的是：{allowed}",
                                                "allowed are: {allowed}"};
inline constexpr RefusalKind kReasonNeeded{"observation.reason-needed",
                                           422,
                                           "改用其他措施须写明理由",
                                           "another measure than the rule's needs a reason",
                                           "补上理由",
                                           "give the reason"};
inline constexpr RefusalKind kNoLegalGround{
    "observation.no-legal-ground",
    422,
    "规则没有给出限制性措施的法律依据",
    "the rule gives no legal basis for a restriction",
    "改用不限制人身自由的措施，或请规则包的维护者补上依据",
    "choose a measure without restriction, or have the pack completed"};

// --- steps of an order
inline constexpr RefusalKind kWrongState{"observation.wrong-state",
                                         409,
                                         "当前状态为“{state_zh}”，不能办理",
                                         "not possible while the order is {state}",
                                         "刷新后按当前状态办理",
                                         "reload and act on the present state"};
inline constexpr RefusalKind kBeforeLastStep{
    "observation.before-last-step", 422,
    "时间早于上一步（{at}）",       "the time is before the step before it ({at})",
    "改正时间，或先撤销上一步",     "correct the time, or undo the step before"};
inline constexpr RefusalKind kAlreadyServed{"observation.already-served",
                                            409,
                                            "告知书已在 {at} 送达",
                                            "the notice was served at {at}",
                                            "无需再次登记",
                                            "nothing more to do"};
inline constexpr RefusalKind kNotLonger{"observation.not-longer",
                                        422,
                                        "延长后的最后一天须晚于 {last}",
                                        "the new last day must be after {last}",
                                        "改正日期",
                                        "correct the day"};
inline constexpr RefusalKind kBeyondLongest{
    "observation.beyond-longest",
    422,
    "超过规则写明的最长期限：最晚到 {longest}",
    "beyond the longest duration that the rule allows: {longest} at the latest",
    "期满须解除，或依法重新作出决定",
    "release then, or decide anew"};
inline constexpr RefusalKind kSameMeasure{"observation.same-measure", 409,
                                          "已经是“{measure}”",        "it is \"{measure}\" already",
                                          "选择另一种措施",           "choose another measure"};
inline constexpr RefusalKind kNotConvertible{
    "observation.not-convertible",
    409,
    "规则不允许由“{from}”转为“{to}”",
    "the rules do not allow changing \"{from}\" to \"{to}\"",
    "按原措施执行，或请有权限的人重新判定",
    "keep the measure, or have it decided anew"};
inline constexpr RefusalKind kNoNextStage{
    "observation.no-next-stage",     409, "没有下一阶段", "no stage follows", "期满后办理解除",
    "release when the days are over"};
inline constexpr RefusalKind kStageTooEarly{
    "observation.stage-too-early", 409,
    "本阶段到 {last} 才结束",      "this stage lasts until {last}",
    "到当天再转入下一阶段",        "begin the next one on that day"};
inline constexpr RefusalKind kNoApprovalAsked{"observation.no-approval-asked",
                                              409,
                                              "规则不要求批准",
                                              "the rules ask for no approval",
                                              "满足其他条件后直接办理解除",
                                              "release when the other conditions are met"};
inline constexpr RefusalKind kUnknownRole{
    "observation.unknown-role", 422,
    "规则不要求“{role}”批准",   "the rules ask for no approval by \"{role}\"",
    "需要的是：{known}",        "needed are: {known}"};
inline constexpr RefusalKind kNothingToUndo{"observation.nothing-to-undo",
                                            409,
                                            "没有可以撤销的步骤",
                                            "there is no step to undo",
                                            "要撤回整个决定，请用“撤回判定”",
                                            "to take back the decision itself, withdraw it"};
inline constexpr RefusalKind kNotLatestStep{
    "observation.not-latest-step", 409,
    "只能撤销最近的一步",          "only the latest step can be undone",
    "从最近的一步起依次撤销",      "undo the later ones first"};
inline constexpr RefusalKind kStepsTaken{"observation.steps-taken",
                                         409,
                                         "已办理解除、转换等后续步骤，不能直接撤回判定",
                                         "later steps have been taken: it cannot be withdrawn",
                                         "先依次撤销后续步骤",
                                         "undo the later steps first"};
inline constexpr RefusalKind kNoSuchTest{"observation.no-such-test",
                                         404,
                                         "没有这条检测记录，或已被更正",
                                         "there is no such test, or it has been corrected",
                                         "刷新后再试",
                                         "reload and try again"};
inline constexpr RefusalKind kTestDay{"observation.test-day",
                                      422,
                                      "采样日期 {day} 不在观察期内",
                                      "{day} is not a day of this order",
                                      "改正日期",
                                      "correct the day"};

// --- moving to another edition
inline constexpr RefusalKind kNotAffected{
    "observation.not-affected",
    409,
    "该决定适用的就是现行规则，不涉及改按新版次",
    "the order is under the rule in force: there is nothing to move over to",
    "刷新后再试；可能已由他人办理",
    "reload: somebody may have done it already"};
inline constexpr RefusalKind kEditionKept{
    "observation.edition-kept",
    409,
    "现行规则写明：已在管的仍按原版次",
    "the rule in force leaves people under an older edition under it",
    "按原决定办理；确需改变的，用延长、转换或终止",
    "go on with the order as it is; extend, convert or end it where that is needed"};
inline constexpr RefusalKind kNoArrival{
    "observation.no-arrival",
    409,
    "查不到作出该决定所依据的来返记录，不能按新版次重新判定",
    "the arrival that was decided about is not on record: it cannot be decided anew",
    "核对登记；或用延长、转换或终止",
    "check the register; or extend, convert or end the order"};

// --- release
inline constexpr RefusalKind kPackMissing{
    "observation.pack-missing",
    409,
    "作出决定的规则包 {pack} 不在系统中，无法核对解除条件",
    "the pack {pack} that decided is not installed: the conditions cannot be checked",
    "请系统管理员装回该规则包",
    "let the administrator install it again"};
inline constexpr RefusalKind kEscalationOpen{"observation.escalation-open",
                                             409,
                                             "还有未归档的异常，不能解除",
                                             "an escalation is still open",
                                             "先处置并归档异常",
                                             "handle and close it first"};
inline constexpr RefusalKind kTooEarly{
    "observation.too-early",          409,
    "观察期未满：到 {until} 24时",    "the observation runs until the end of {until}",
    "期满后再解除，或按规则转换措施", "release after that day, or convert the measure"};
inline constexpr RefusalKind kStageRemains{"observation.stage-remains",
                                           409,
                                           "还有后续阶段“{measure}”，到 {until}",
                                           "the stage \"{measure}\" until {until} is still to come",
                                           "先转入下一阶段",
                                           "begin the next stage first"};
inline constexpr RefusalKind kTestPositive{
    "observation.test-positive", 409,
    "{day} 采样的检测为阳性",    "the test sampled on {day} was positive",
    "按规定上报并转运",          "report it and transfer the person"};
inline constexpr RefusalKind kTestMissing{
    "observation.test-missing",          409,
    "缺第 {day} 天（{date}）的阴性检测", "the test of day {day} ({date}) is missing",
    "补采样并登记结果后再解除",          "take the test and record its result"};
inline constexpr RefusalKind kReadingsMissing{
    "observation.readings-missing",
    409,
    "体温记录不全：应测 {due} 次，缺 {missing} 次",
    "readings are incomplete: {missing} of {due} are missing",
    "补登漏记的体温；确实漏测的，延长观察",
    "record those that were taken on paper; extend the order if they were not taken"};
inline constexpr RefusalKind kRecentFever{"observation.recent-fever",
                                          409,
                                          "{day} 有发热",
                                          "there was a fever on {day}",
                                          "满足无发热天数后再解除，或延长观察",
                                          "wait for the days without fever, or extend"};
inline constexpr RefusalKind kRecentSymptoms{"observation.recent-symptoms",
                                             409,
                                             "{day} 有症状",
                                             "there were symptoms on {day}",
                                             "满足无症状天数后再解除，或延长观察",
                                             "wait for the days without symptoms, or extend"};
inline constexpr RefusalKind kCheckupMissing{"observation.checkup-missing",
                                             409,
                                             "还没有解除前检查正常的记录",
                                             "no clean check-up is on record",
                                             "由医生检查并登记",
                                             "let the doctor check and record it"};
inline constexpr RefusalKind kApprovalMissing{
    "observation.approval-missing",          409,          "缺“{role}”的批准",
    "the approval of \"{role}\" is missing", "报批后登记", "have it approved and record it"};
// --- papers
inline constexpr RefusalKind kNotReleased{"observation.not-released",
                                          409,
                                          "尚未解除，不能开具证明",
                                          "not released yet: there is no certificate",
                                          "先办理解除",
                                          "release first"};
inline constexpr RefusalKind kNoNotice{
    "observation.no-notice",      409,
    "没有需要张贴或送达的告知",   "there is no notice to print",
    "只有在执行中的决定才有告知", "only orders that are running have one"};
inline constexpr RefusalKind kNotForDoors{
    "observation.not-for-doors",
    409,
    "“{measure_zh}”不张贴门贴：只有居家隔离和居家医学观察才贴在门上",
    "no notice is put on a door for \"{measure}\": only isolation and observation at home have one",
    "需要告知本人的，打印观察告知书",
    "print the notice of the order to tell the person"};
inline constexpr RefusalKind kNoDoors{
    "observation.no-doors",
    409,
    "这里没有需要张贴门贴的住户：没有执行中的居家隔离或居家医学观察",
    "no door here needs a notice: nobody is under isolation or observation at home",
    "核对区域；自我监测和集中隔离不张贴门贴",
    "check the area; self-monitoring and central isolation have no notice on a door"};

}  // namespace fx::observation
