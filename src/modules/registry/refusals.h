// Why a command of the register is refused, in descending precedence.
#pragma once

#include "base/refusal.h"

namespace fx::registry {

inline constexpr RefusalKind kNotACommunity{
    "registry.not-a-community",     400,
    "{area} 不是社区（村）的代码",  "{area} is not the code of a community",
    "选择要导入的社区（12位代码）", "choose the community (12 digits)"};
inline constexpr RefusalKind kNoSuchPerson{"registry.no-such-person",
                                           404,
                                           "登记表中没有这个人",
                                           "the register has no such person",
                                           "可能已合并到另一条记录，请重新搜索",
                                           "they may have been merged; search again"};
inline constexpr RefusalKind kNoSuchHousehold{
    "registry.no-such-household", 404,
    "登记表中没有这一户",         "the register has no such household",
    "重新搜索，或先登记这一户",   "search again, or add the household first"};
inline constexpr RefusalKind kNoSuchDoubt{
    "registry.no-such-doubt", 404,
    "没有这条存疑",           "there is no such doubt",
    "刷新列表后再试",         "refresh the list and try again"};
inline constexpr RefusalKind kNoSuchChange{
    "registry.no-such-change",    404,
    "没有可以撤销的这条变更",     "there is no such change to undo",
    "在时间线中选择要撤销的变更", "choose the change in the timeline"};
inline constexpr RefusalKind kAlreadySettled{
    "registry.already-settled", 409,
    "这条存疑已经核实过了",     "this doubt has been settled already",
    "刷新列表查看结果",         "refresh the list to see how"};
inline constexpr RefusalKind kAlreadyUndone{"registry.already-undone",
                                            409,
                                            "这条变更已经撤销过了",
                                            "this change has been undone already",
                                            "刷新时间线",
                                            "refresh the timeline"};
inline constexpr RefusalKind kNameMissing{
    "registry.name-missing",    400,
    "姓名为空、过长或不是姓名", "the name is missing, too long or no name",
    "填写姓名，最多40字",       "give a name of at most 40 characters"};
inline constexpr RefusalKind kNothingToChange{"registry.nothing-to-change",
                                              400,
                                              "没有要更正的内容",
                                              "there is nothing to change",
                                              "至少填写一项",
                                              "give at least one item"};
inline constexpr RefusalKind kTooManyPhones{
    "registry.too-many-phones", 400,          "电话最多4个",
    "at most four phones",      "保留常用的", "keep those in use"};
inline constexpr RefusalKind kBadPhone{
    "registry.bad-phone",         400,
    "第 {number} 个电话号码有误", "phone {number} cannot be right",
    "核对后重填；座机请带区号",   "check it; give land lines with their area code"};
inline constexpr RefusalKind kBadIdNumber{
    "registry.bad-id-number",
    400,
    "身份证号有误：{why}",
    "the ID number cannot be right: {why_en}",
    "核对证件后重填；确实如此的，勾选“按原样登记”",
    "check the document; if it does say so, ask for it to be taken as it is"};
inline constexpr RefusalKind kInTheFuture{
    "registry.in-the-future", 400,
    "日期 {day} 在将来",      "the day {day} is in the future",
    "填写已经发生的日期",     "give a day that has come"};
inline constexpr RefusalKind kNoAddress{"registry.no-address",
                                        400,
                                        "地址不完整：没有房号或门牌号",
                                        "the address is incomplete: no room or house number",
                                        "补上楼栋、单元、房号，或门牌号",
                                        "give building, unit and room, or the house number"};
inline constexpr RefusalKind kHouseholdExists{"registry.household-exists",
                                              409,
                                              "这一户已经登记",
                                              "this household is in the register already",
                                              "打开已有的户（{household}）",
                                              "open the one there is ({household})"};
inline constexpr RefusalKind kAlreadyRegistered{"registry.already-registered",
                                                409,
                                                "此人已在登记表中（{person}）",
                                                "this person is in the register already ({person})",
                                                "打开已有记录；住址变了的，办理“变更住址”",
                                                "open the record; if they moved, move them"};
inline constexpr RefusalKind kIdInUse{"registry.id-in-use",
                                      409,
                                      "这个身份证号已属于另一个人（{person}）",
                                      "this ID number belongs to another person ({person})",
                                      "核对证件；确是同一人的，合并两条记录",
                                      "check the document; if they are one person, merge them"};
inline constexpr RefusalKind kNotInAHousehold{"registry.not-in-a-household",
                                              409,
                                              "此人现在不在任何一户中",
                                              "this person is in no household now",
                                              "先为其登记住址",
                                              "register where they live first"};
inline constexpr RefusalKind kAlreadyThere{"registry.already-there",
                                           409,
                                           "此人已在这一户中",
                                           "this person is in that household already",
                                           "无需办理",
                                           "nothing needs to be done"};
inline constexpr RefusalKind kSamePerson{
    "registry.same-person", 400,
    "这是同一条记录",       "these are one and the same record",
    "选择两条不同的记录",   "choose two different records"};
inline constexpr RefusalKind kDifferentIds{
    "registry.different-ids",
    409,
    "两条记录的身份证号都有效但不同，不是同一人",
    "both records have a valid ID number and they differ: these are two people",
    "如有一个号码录错，先更正再合并",
    "if one of the numbers is wrong, correct it first"};
inline constexpr RefusalKind kWrongResolution{
    "registry.wrong-resolution", 400,
    "这种存疑不能这样处理",      "this doubt cannot be settled that way",
    "从列出的处理方式中选择",    "choose one of those offered"};
inline constexpr RefusalKind kStillHere{"registry.still-here",
                                        409,
                                        "此人仍登记在住，不能删除身份信息",
                                        "this person still lives here",
                                        "先登记迁出，期满后再删除",
                                        "register that they left first"};
inline constexpr RefusalKind kNoFiles{"registry.no-files", 400,
                                      "没有文件",          "there are no files",
                                      "选择要导入的文件",  "choose the files to import"};
inline constexpr RefusalKind kNotARegister{
    "registry.not-a-register",
    422,
    "没有找到住户登记表：需要“姓名”列，以及地址或户主列",
    "no register of residents was found: it needs a column of names, and an address or the head "
    "of the household",
    "检查表头；列名特殊的，在预览中指定各列",
    "check the headings; if they are unusual, say in the preview which column is which"};
inline constexpr RefusalKind kBadColumn{"registry.bad-column",   400,
                                        "没有名为 {field} 的项", "there is no field {field}",
                                        "从列出的项中选择",      "choose one of those offered"};

}  // namespace fx::registry
