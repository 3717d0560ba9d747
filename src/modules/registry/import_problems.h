// What may be wrong with a row of a register. Those of the first group set it aside, the others let
// it in with a doubt or a hint.
#pragma once

#include "base/refusal.h"

namespace fx::registry {

inline constexpr RefusalKind kRowUnreadable{
    "registry.row-unreadable", 422,
    "这一行无法读取：{why}",   "this row cannot be read: {why_en}",
    "修正后重新导入",          "correct it and import again"};
inline constexpr RefusalKind kRowNoName{
    "registry.row-no-name",
    422,
    "没有姓名",
    "there is no name",
    "补上姓名后重新导入；空置房请在备注写“空置”",
    "add the name and import again; for an empty dwelling write "
    "空置 in the note"};
inline constexpr RefusalKind kRowBadName{
    "registry.row-bad-name", 422,
    "姓名不像姓名",          "this does not look like a name",
    "检查是否填错了列",      "check whether it is in the wrong column"};
inline constexpr RefusalKind kRowNoPlace{
    "registry.row-no-place",
    422,
    "没有房号或门牌号，也没有户主，不知道属于哪一户",
    "there is neither a room or house number nor a head of household: the household is not known",
    "补上房号（门牌号）或户主姓名后重新导入",
    "add the room or house number, or the head of the household, and import again"};

inline constexpr RefusalKind kRowIdMissing{"registry.id-missing", 422,
                                           "没有身份证号",        "there is no ID number",
                                           "核对后补上",          "ask for it and add it"};
inline constexpr RefusalKind kRowIdEaten{
    "registry.id-eaten",
    422,
    "身份证号被表格软件当成数字，末几位已丢失",
    "a spreadsheet made a number of the ID number: its last digits are lost",
    "把该列设为“文本”格式后重新填写",
    "format the column as text and type the number again"};
inline constexpr RefusalKind kRowIdBadCheck{"registry.bad-check-digit",
                                            422,
                                            "身份证号校验位不符，可能抄错一位",
                                            "the check digit of the ID number does not agree: one "
                                            "digit may be miscopied",
                                            "核对证件后更正",
                                            "compare it with the document"};
inline constexpr RefusalKind kRowIdBad{
    "registry.bad-id-number", 422,
    "身份证号有误：{why}",    "the ID number cannot be right: {why_en}",
    "核对证件后更正",         "compare it with the document"};
inline constexpr RefusalKind kRowIdShared{"registry.id-shared",
                                          422,
                                          "与另一个人的身份证号相同但姓名不同",
                                          "another person with another name has the same ID number",
                                          "核对两人的证件，更正其中一个",
                                          "compare both documents and correct one of them"};
inline constexpr RefusalKind kRowSexDisagrees{"registry.sex-disagrees",
                                              422,
                                              "性别与身份证号不一致，按身份证号登记",
                                              "the sex is not that of the ID number, which was "
                                              "taken",
                                              "核对证件后更正",
                                              "compare it with the document"};
inline constexpr RefusalKind kRowTwoHouseholds{
    "registry.two-households",
    422,
    "此人在另一户已登记，只计一次",
    "this person is listed in another household as well and is counted once",
    "核实现住哪一户，在“存疑待核”中处理",
    "find out where they live and settle the doubt"};
inline constexpr RefusalKind kRowPerhapsSame{"registry.perhaps-same",
                                             422,
                                             "可能与已登记的另一条记录是同一人",
                                             "this may be the same person as another record",
                                             "在“存疑待核”中核实",
                                             "settle the doubt"};
inline constexpr RefusalKind kRowGridDiffers{
    "registry.grid-differs",
    422,
    "网格不一致：登记在“{had}”，名单写“{listed}”；暂留原网格",
    "the grid differs: known {had}, the list says {listed}; the household stays where it was",
    "核实后在“存疑待核”中选择移动或保留",
    "settle the doubt: move the household, or keep it where it is"};
inline constexpr RefusalKind kRowListedTwice{
    "registry.listed-twice",  422,
    "此人在同一户中重复出现", "this person is listed twice in the household",
    "无需处理，只计一次",     "nothing to do: they are counted once"};
inline constexpr RefusalKind kRowBadPhone{
    "registry.bad-phone",   422,
    "电话号码有误，未登记", "the phone number cannot be right and was not taken",
    "核对后补上",           "ask for it and add it"};
inline constexpr RefusalKind kRowUnknownRelation{"registry.unknown-relation",
                                                 422,
                                                 "与户主关系“不认识”，按“其他”登记",
                                                 "this relation is not known and was taken as "
                                                 "other",
                                                 "改为常用的称谓",
                                                 "use a usual word"};
inline constexpr RefusalKind kRowDitto{
    "registry.ditto-without-value",           422,        "“同上”之上没有内容",
    "there is nothing above this ditto mark", "填写内容", "write what is meant"};

}  // namespace fx::registry
