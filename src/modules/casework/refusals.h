// Why a case, a row of a list or a mapping is refused, in descending precedence.
#pragma once

#include "base/refusal.h"

namespace fx::casework {

// Commands and questions.
inline constexpr RefusalKind kNoCase{"casework.no-case",     404,
                                     "没有这个病例",         "there is no such case",
                                     "可能已撤销或编号有误", "it may have been withdrawn"};
inline constexpr RefusalKind kNoPerson{
    "casework.no-person",     404,
    "登记簿里没有这个人",     "the person is not in the register",
    "先登记此人，或不填人员", "register the person first, or leave the person out"};
inline constexpr RefusalKind kNoContact{"casework.no-contact", 404,
                                        "没有这条接触记录",    "there is no such contact",
                                        "可能已撤销",          "it may have been withdrawn"};
inline constexpr RefusalKind kOwnCase{
    "casework.own-case",      422,
    "此人就是该病例本人",     "the person is the case",
    "选择与该病例接触过的人", "choose somebody who has met the case"};
inline constexpr RefusalKind kNoPlace{
    "casework.no-place",        404,
    "没有代码为 {area} 的区域", "there is no area {area}",
    "检查代码，或改填文字地址", "check the code, or write the address in words"};
inline constexpr RefusalKind kElsewhere{"casework.elsewhere",
                                        422,
                                        "居住地 {place} 不在 {area} 范围内",
                                        "the residence {place} is outside {area}",
                                        "由居住地登记；或把居住地改为停留地",
                                        "record it where the person lives, or as a place of stay"};
inline constexpr RefusalKind kNoLinked{"casework.no-linked-case",
                                       404,
                                       "所关联的病例不存在",
                                       "the linked case does not exist",
                                       "先登记该病例",
                                       "record that case first"};
inline constexpr RefusalKind kFuture{"casework.future",   400,
                                     "日期 {day} 在将来", "the day {day} is in the future",
                                     "核对年月日",        "check the date"};
inline constexpr RefusalKind kImplausible{"casework.implausible-day",
                                          422,
                                          "{day} 与报告日期相差太远",
                                          "{day} is too far from the day of the report",
                                          "核对年份",
                                          "check the year"};
inline constexpr RefusalKind kBadAge{"casework.bad-age",        400,           "年龄不对",
                                     "the age cannot be right", "填 0 至 130", "give 0 to 130"};
inline constexpr RefusalKind kTooMany{"casework.too-many", 400,
                                      "最多 {max} 项",     "at most {max} of them",
                                      "只留最要紧的",      "keep those that matter most"};
inline constexpr RefusalKind kPersonHasCase{
    "casework.person-has-case",         409,
    "此人已有未结的病例记录",           "this person has a case that is still open",
    "在原记录上订正分类，或先登记痊愈", "reclassify that case, or record the recovery first"};
inline constexpr RefusalKind kNumberTaken{
    "casework.number-taken",
    409,
    "编号已是另一个病例的，性别、年龄或日期不符",
    "the number belongs to another case: sex, age or dates disagree",
    "核对编号；确是同一人的，在原病例上更正",
    "check the number; if it is the same person, correct that case by hand"};
inline constexpr RefusalKind kBeforeReport{
    "casework.before-report", 422,
    "{day} 早于报告日期",     "{day} is before the day of the report",
    "先更正报告日期",         "correct the day of the report first"};
inline constexpr RefusalKind kClosed{"casework.closed",
                                     409,
                                     "该病例在此之前已死亡，不能再改变状态",
                                     "the patient had died by then: the status cannot change",
                                     "如有误，先更正死亡记录",
                                     "if that is wrong, correct it first"};
inline constexpr RefusalKind kNoStatus{"casework.no-status", 404,
                                       "没有这条状态记录",   "there is no such change of status",
                                       "刷新后重试",         "reload and try again"};
inline constexpr RefusalKind kAlreadyCorrected{
    "casework.already-corrected", 409,
    "这条记录已经更正过",         "this has been corrected already",
    "更正最新的那一条",           "correct the latest one"};

// An import.
inline constexpr RefusalKind kAlreadyImported{"casework.already-imported",
                                              409,
                                              "这次导入已经完成",
                                              "this import has been carried out",
                                              "不需要再做；要导入新文件请重新开始",
                                              "nothing more to do; begin anew for another file"};
inline constexpr RefusalKind kBadMapping{
    "casework.bad-mapping",  400,
    "对照表不可用：{what}",  "the mapping cannot be used: {what}",
    "按 docs/cases.md 改正", "correct it as docs/cases.md shows"};
inline constexpr RefusalKind kEmptyList{
    "casework.empty-list",
    400,
    "文件里没有病例名单",
    "the file has no list of cases",
    "至少要有报告（确诊）日期或发病日期一列；列名不同的用对照表说明",
    "it needs a column of the report or the onset; where it is "
    "called otherwise, say so in a mapping"};
// A row that cannot be used.
inline constexpr RefusalKind kNoDay{
    "casework.no-day",
    400,
    "没有可用的报告、确诊、隔离、采样或发病日期",
    "no usable date of report, diagnosis, isolation, sampling or onset",
    "补上确诊或报告日期后再导入",
    "add the date of the diagnosis or the report and import again"};
inline constexpr RefusalKind kUnreadableDay{
    "casework.unreadable-day",  400,
    "日期看不懂或不存在",       "the date cannot be read or does not exist",
    "按 2020-02-11 的样子填写", "write it like 2020-02-11"};
inline constexpr RefusalKind kUnknownValue{
    "casework.unknown-value",
    400,
    "看不懂这个值",
    "the value is not understood",
    "改成：{expected}；或在对照表里说明",
    "write one of {expected}, or say in a mapping what it is"};
inline constexpr RefusalKind kTwice{"casework.twice-in-list",
                                    409,
                                    "同一编号在名单里出现两次（另见第 {row} 行）",
                                    "the number is in the list twice (see row {row})",
                                    "核对编号",
                                    "check the numbers"};
// Doubts: the row is taken.
inline constexpr RefusalKind kNoReportDay{"casework.no-report-day",
                                          400,
                                          "没有报告日期，以 {day} 代替",
                                          "no day of the report; {day} was taken for it",
                                          "查明后更正",
                                          "find out and correct it"};
inline constexpr RefusalKind kNoEndDay{
    "casework.no-end-day",    400,
    "转归没有日期，未登记",   "the outcome has no day and was not recorded",
    "查明日期后在病例上登记", "find out the day and record it on the case"};
inline constexpr RefusalKind kEndedBefore{
    "casework.ended-before-report",
    400,
    "{day} 早于报告日期，按报告当日登记",
    "{day} is before the day of the report; it was recorded on that day",
    "核对报告日期和转归日期",
    "check the day of the report and that of the outcome"};
inline constexpr RefusalKind kDoubtfulDay{"casework.doubtful-day",
                                          400,
                                          "日期有两种读法，或与其他日期相差很远",
                                          "the date can be read in two ways, or is far from others",
                                          "核对后更正",
                                          "check and correct it"};
inline constexpr RefusalKind kUnknownSource{
    "casework.unknown-source-case", 400,
    "名单里没有所提到的病例",       "the case that is mentioned is not in the list",
    "核对编号，补登后更正关联",     "check the number, record it and correct the link"};
inline constexpr RefusalKind kPersonNotFound{"casework.person-not-found",
                                             400,
                                             "登记簿里没有认定此人，病例已按未关联登记",
                                             "the register has no such person for certain; the "
                                             "case is recorded without one",
                                             "核实身份后在病例上补上人员",
                                             "find out who it is and add the person to the case"};

}  // namespace fx::casework
