// Why a list, a row or a command about returnees is refused or doubted, in descending precedence.
#pragma once

#include "base/refusal.h"

namespace fx::returnees {

// An import.
inline constexpr RefusalKind kNeedsCommunity{"returnees.needs-community",
                                             400,
                                             "请指定一个社区（或村），{area} 不是",
                                             "name a community or village, {area} is none",
                                             "使用 12 位社区代码",
                                             "use the 12-digit code of the community"};
inline constexpr RefusalKind kAlreadyImported{"returnees.already-imported",
                                              409,
                                              "这次导入已经完成",
                                              "this import has been carried out",
                                              "不需要再做；要导入新文件请重新开始",
                                              "nothing more to do; begin anew for another file"};
// A file.
inline constexpr RefusalKind kEmptyList{
    "returnees.empty-list",       400,
    "文件里没有人员名单",         "the file has no list of people",
    "检查是否选错了文件或工作表", "check that it is the right file and sheet"};
// A row that cannot be used.
inline constexpr RefusalKind kNobody{
    "returnees.nobody",
    400,
    "没有姓名、可用的证件号或电话，无法知道是谁",
    "no name, usable ID number or phone: nobody can tell who it is",
    "补上姓名和证件号后再导入",
    "add the name and the ID number and import again"};
// Doubts: the row is taken.
inline constexpr RefusalKind kNoName{
    "returnees.no-name",  400,
    "没有姓名",           "the name is missing",
    "核实后在人员页补上", "find out and add it on the person's page"};
inline constexpr RefusalKind kBadIdNumber{
    "returnees.bad-id-number", 400,
    "证件号有误或不完整",      "the ID number is wrong or incomplete",
    "核对证件后更正",          "check the document and correct it"};
inline constexpr RefusalKind kBadPhone{"returnees.bad-phone", 400,
                                       "电话号码有误",        "the phone number is wrong",
                                       "核实后更正",          "find out and correct it"};
inline constexpr RefusalKind kSexDiffers{"returnees.sex-differs",
                                         400,
                                         "性别与证件号不符",
                                         "the sex disagrees with the ID number",
                                         "核对后更正",
                                         "check and correct"};
inline constexpr RefusalKind kUnknownOrigin{
    "returnees.unknown-origin", 400,
    "看不出从哪里返回",         "where from is not understood",
    "在人员页选择来源地",       "choose the place on the person's page"};
inline constexpr RefusalKind kNoArrivalDate{
    "returnees.no-arrival-date",      400,          "没有返回日期",
    "the date of arrival is missing", "核实后补上", "find out and add it"};
inline constexpr RefusalKind kUnreadableDate{
    "returnees.unreadable-date", 400,
    "日期看不懂或不存在",        "the date cannot be read or does not exist",
    "按 2020-02-11 的样子填写",  "write it like 2020-02-11"};
inline constexpr RefusalKind kFutureArrival{"returnees.future-arrival",
                                            400,
                                            "返回日期在将来",
                                            "the date of arrival is in the future",
                                            "核对年份",
                                            "check the year"};
inline constexpr RefusalKind kDoubtfulDate{
    "returnees.doubtful-date",
    400,
    "日期有两种读法，或与其他日期相差很远",
    "the date can be read in two ways, or is far from the others",
    "核对后在人员页更正",
    "check it, and correct it on the person's page"};
inline constexpr RefusalKind kBadTemperature{
    "returnees.bad-temperature", 400,        "不是人的体温",
    "not a body temperature",    "重新测量", "measure again"};
inline constexpr RefusalKind kSeveralPeople{
    "returnees.several-people",
    400,
    "登记簿里有几个人可能是他（她），没有认定",
    "several people in the register may be meant; none was taken",
    "在待核人员里选定",
    "choose on the list of people to be found"};
inline constexpr RefusalKind kNotFound{
    "returnees.not-found",      400,
    "登记簿里没有这个人",       "the person is not in the register",
    "上门或打电话核实，补登记", "call or visit, and register them"};
inline constexpr RefusalKind kRegisteredElsewhere{
    "returnees.registered-elsewhere",
    400,
    "此人登记在别的社区，计入那里",
    "this person is registered in another community and is counted there",
    "与对方社区核对；已搬来本社区的，先办理变更住址",
    "agree with the other community; if they have moved here, move them first"};
inline constexpr RefusalKind kCorrectsItself{
    "returnees.corrects-itself",
    400,
    "本名单以前的说法已由这一行代替，原说法留在人员页的历史中",
    "this row takes the place of what the list said before, which stays in the person's history",
    "无需处理；不对的在人员页选定哪一个为准",
    "nothing to do; if it is wrong, say on the person's page which is right"};
inline constexpr RefusalKind kSourcesDisagree{
    "returnees.sources-disagree", 400,
    "各来源的说法不一致",         "the sources disagree",
    "在人员页选定哪一个为准",     "say on the person's page which is right"};
// Commands.
inline constexpr RefusalKind kNoSuchArrival{
    "returnees.no-such-arrival", 404,          "没有这次返乡记录",
    "there is no such arrival",  "可能已撤销", "it may have been withdrawn"};

}  // namespace fx::returnees
