// Refusals of the organisation's commands, in descending precedence; those about codes and names of
// areas are in area/tree.h, about names and passwords in access.
#pragma once

#include "base/refusal.h"

namespace fx::organisation {

inline constexpr RefusalKind kNoSuchAccount{
    "organisation.no-such-account", 404, "没有这个账号", "there is no such account", "刷新账号列表",
    "reload the list of accounts"};
inline constexpr RefusalKind kNoSuchToken{
    "organisation.no-such-token", 404, "没有这个令牌", "there is no such token", "刷新令牌列表",
    "reload the list of tokens"};
inline constexpr RefusalKind kOwnAccount{
    "organisation.own-account", 409,
    "不能对自己的账号这样做",   "this cannot be done to your own account",
    "请由另一位管理员办理",     "ask another administrator"};
inline constexpr RefusalKind kAboveYou{
    "organisation.above-you",
    403,
    "该角色或账号的权限超出您自己的权限（{role}，{area}）",
    "the role or account may do more than you may ({role}, {area})",
    "请由上级管理员办理",
    "ask an administrator above you"};
inline constexpr RefusalKind kNoGrants{
    "organisation.no-grants",     400,
    "至少要有一项角色，最多50项", "an account has 1 to 50 grants",
    "不再使用的账号请停用",       "disable an account that is no longer used"};
inline constexpr RefusalKind kLastingPassword{
    "organisation.lasting-password",
    403,
    "替别人设的密码首次登录必须修改",
    "a password set for somebody else must be changed at the first sign-in",
    "去掉 must_change 后重发",
    "send it without must_change"};
inline constexpr RefusalKind kBadTokenName{
    "organisation.bad-token-name", 400,
    "令牌名称为1至40个字",         "a token's name has 1 to 40 characters",
    "写明用途，如“体温计网关”",    "say what it is for"};
inline constexpr RefusalKind kBadDays{"organisation.bad-days",
                                      400,
                                      "有效期为1至{max}天",
                                      "a token is valid for 1 to {max} days",
                                      "换一个天数",
                                      "choose another number of days"};
inline constexpr RefusalKind kTokenShown{
    "organisation.token-shown", 409,
    "该令牌已生成，只显示一次", "the token was made already and is shown once only",
    "吊销后重新生成",           "revoke it and make another one"};
inline constexpr RefusalKind kForeignMove{"organisation.foreign-move",
                                          400,
                                          "只能在同一社区内调整，且上级层级要对应",
                                          "an area moves within its community, to a parent of the "
                                          "level it had",
                                          "楼栋只能划到另一个小区或村组，小区只能划到另一个网格",
                                          "a building goes to another compound, a compound to "
                                          "another grid"};

}  // namespace fx::organisation
