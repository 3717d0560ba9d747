// Why a zone is not drawn, changed or lifted, in descending precedence.
#pragma once

#include "base/refusal.h"

namespace fx::zones {

inline constexpr RefusalKind kNoZone{"zones.no-zone",        404,
                                     "没有这个管控区域",     "there is no such zone",
                                     "可能已撤销或编号有误", "it may have been undone"};
inline constexpr RefusalKind kNoAreas{"zones.no-areas",     400,
                                      "没有写明划定的范围", "no area is given",
                                      "至少选一个区域",     "choose at least one area"};
inline constexpr RefusalKind kTooMany{
    "zones.too-many",           400,
    "一次最多 {max} 个区域",    "at most {max} areas at a time",
    "划上一级区域，或分成几个", "draw the area above, or several zones"};
inline constexpr RefusalKind kNoCase{
    "zones.no-case",          404,
    "没有这个病例",           "there is no such case",
    "先登记病例，或不填病例", "record the case first, or leave it out"};
inline constexpr RefusalKind kNoReason{"zones.no-reason",      400,
                                       "没有写明原因",         "no reason is given",
                                       "写明划定或解除的原因", "say why"};
inline constexpr RefusalKind kTooLong{"zones.text-too-long",
                                      400,
                                      "文字过长，最多 {max} 字",
                                      "the text is longer than {max} characters",
                                      "写得短些",
                                      "make it shorter"};
inline constexpr RefusalKind kTooFarAhead{"zones.too-far-ahead",  400,
                                          "时间 {at} 离现在太远", "{at} is too far ahead",
                                          "核对年月日",           "check the date"};
inline constexpr RefusalKind kIsLifted{"zones.lifted",         409,
                                       "该区域已经解除",       "the zone has been lifted",
                                       "重新划定，或撤销解除", "draw it anew, or undo the lifting"};
inline constexpr RefusalKind kBeforeLast{"zones.before-last",
                                         409,
                                         "{at} 早于该区域上一次变动 {last}",
                                         "{at} is before the zone's last change at {last}",
                                         "时间有误的，先撤销上一次变动",
                                         "undo that change first if its time was wrong"};
inline constexpr RefusalKind kNotInside{
    "zones.not-inside",
    409,
    "{area} 不是该区域所列的范围",
    "{area} is none of the zone's areas",
    "只能移出所列的范围；要移出其中一部分，先移出整体再加入其余部分",
    "only areas listed can be taken out; for a part of one, take it out and add the rest of it"};
inline constexpr RefusalKind kNothingLeft{
    "zones.nothing-left",       409,
    "移出后区域内没有任何范围", "nothing of the zone would be left",
    "要全部解除的，用“解除”",   "lift the zone instead"};
inline constexpr RefusalKind kNoChange{"zones.no-change",      409,          "没有任何变动",
                                       "nothing would change", "不需要再做", "nothing to do"};
inline constexpr RefusalKind kOverlap{"zones.overlap",
                                      409,
                                      "{area} 已在同类区域内（{other}）",
                                      "{area} is in a zone of the same kind already ({other})",
                                      "变更原有区域，或划为另一类",
                                      "change that zone, or draw another kind"};
inline constexpr RefusalKind kNoGround{
    "zones.no-ground",
    422,
    "现行规则没有给出“{kind}”的法律依据、作出单位和异议途径",
    "the rules in force give no legal basis, issuer and route of objection for this kind ({kind})",
    "在命令中写明这三项",
    "give all three"};
inline constexpr RefusalKind kNothingToUndo{
    "zones.nothing-to-undo",    409,          "没有可撤销的变动",
    "there is nothing to undo", "刷新后重试", "reload and try again"};

}  // namespace fx::zones
