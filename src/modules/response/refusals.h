// Why a step of the response is refused, in descending precedence.
#pragma once

#include "base/refusal.h"

namespace fx::response {

inline constexpr RefusalKind kNoSuchValue{"response.no-such-value", 400,
                                          "“{value}”不是可用的值",  "{value} is none of the values",
                                          "可用的是：{known}",      "known are: {known}"};
inline constexpr RefusalKind kNoZone{"response.no-zone",     404,
                                     "没有这个管控区域",     "there is no such zone",
                                     "可能已撤销或编号有误", "it may have been undone"};
inline constexpr RefusalKind kBelowCommunity{
    "response.below-community",
    422,
    "响应按社区（村）及其上级决定，{area} 不是",
    "the response is decided for a community or an area above it, which {area} is not",
    "选择所在的社区，或划定管控区域",
    "choose the community, or draw a zone"};
inline constexpr RefusalKind kNoReason{
    "response.no-reason", 400, "没有写明原因", "no reason is given", "写明依据的情况", "say why"};
inline constexpr RefusalKind kTooLong{"response.text-too-long",
                                      400,
                                      "文字过长，最多 {max} 字",
                                      "the text is longer than {max} characters",
                                      "写得短些",
                                      "make it shorter"};
inline constexpr RefusalKind kTooFarAhead{
    "response.too-far-ahead", 400,          "时间 {at} 离现在太远",
    "{at} is too far ahead",  "核对年月日", "check the date"};
inline constexpr RefusalKind kBeforeLast{
    "response.before-last",       409,
    "{at} 早于上一次决定 {last}", "{at} is before the last decision at {last}",
    "上一次决定有误的，先撤销",   "withdraw that decision first if it was wrong"};
inline constexpr RefusalKind kNoChange{"response.no-change",       409,          "已经是这一级别",
                                       "that is in force already", "不需要再做", "nothing to do"};
inline constexpr RefusalKind kNoProposal{"response.no-proposal", 409,
                                         "没有待决定的建议",     "no proposal is waiting",
                                         "刷新后重试",           "reload and try again"};
inline constexpr RefusalKind kNothingInForce{
    "response.nothing-in-force",     409,
    "{area} 没有自己的决定可以终止", "{area} has no decision of its own that could end",
    "上级的决定由上级终止",          "a decision of an area above ends there"};
inline constexpr RefusalKind kUnmet{"response.unmet",
                                    409,
                                    "终止条件尚未全部满足：{conditions}",
                                    "not all conditions of the end hold: {conditions}",
                                    "逐项落实；仍要终止的，写明 despite_unmet",
                                    "see to them, or say despite_unmet"};
inline constexpr RefusalKind kNothingToWithdraw{
    "response.nothing-to-withdraw",
    404,
    "没有这条决定，或不是最近一条",
    "there is no such decision, or it is not the last one",
    "先撤销之后的决定",
    "withdraw the later ones first"};
inline constexpr RefusalKind kNotConfirmable{
    "response.not-confirmable",
    422,
    "条件“{condition}”由记录判定，不能由人确认",
    "{condition} is told by the records and not by a person",
    "补全有关记录",
    "complete the records"};
inline constexpr RefusalKind kNotOfZone{
    "response.not-of-zone", 400,
    "该区域属于 {area}",    "the zone is of {area}",
    "area 填区域所在地",    "give the area that holds the zone"};
inline constexpr RefusalKind kNoCondition{"response.no-condition",
                                          404,
                                          "现行规则没有终止条件“{condition}”",
                                          "the rules in force have no condition {condition}",
                                          "见该地区的终止条件清单",
                                          "see the conditions of the area"};
inline constexpr RefusalKind kFuture{"response.future",       400,        "{at} 在将来",
                                     "{at} is in the future", "核对时间", "check the time"};
inline constexpr RefusalKind kNoTask{"response.no-task",
                                     404,
                                     "{area} 现在没有措施“{task}”",
                                     "{area} has no measure {task} now",
                                     "见该地区的措施清单",
                                     "see the checklist of the area"};
inline constexpr RefusalKind kNoAssignee{"response.no-assignee",
                                         400,
                                         "没有写明由谁负责",
                                         "nobody is named",
                                         "指定账号，或规则中的岗位、队伍",
                                         "name an account, or a role or team of the rules"};
inline constexpr RefusalKind kNoAccount{
    "response.no-account",    404,
    "没有这个账号，或已停用", "there is no such account, or it is disabled",
    "选择在用的账号",         "choose an account in use"};
inline constexpr RefusalKind kNoRole{"response.no-role",
                                     404,
                                     "现行规则没有岗位或队伍“{role}”",
                                     "the rules in force have no role or team {role}",
                                     "可用的是：{known}",
                                     "known are: {known}"};
inline constexpr RefusalKind kNoEvidence{
    "response.no-evidence",
    422,
    "该措施要求的凭证未填：{missing}",
    "the measure asks for evidence that is missing: {missing}",
    "文件写文号，数量写数，照片、记录写明在哪里",
    "give the number of the document, the count, or where photo or record is kept"};
inline constexpr RefusalKind kBadCount{"response.bad-count", 400,
                                       "数量不对",           "the count cannot be right",
                                       "填 0 或以上的数",    "give 0 or more"};
inline constexpr RefusalKind kAlreadyDone{
    "response.already-done", 409,
    "本期已报告完成",        "it has been reported done for this period",
    "要重做的，先退回",      "reopen it first if it must be done again"};
inline constexpr RefusalKind kNotDone{"response.not-done",
                                      409,
                                      "还没有报告完成，无需退回",
                                      "it has not been reported done",
                                      "刷新后重试",
                                      "reload and try again"};

}  // namespace fx::response
