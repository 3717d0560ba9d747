// Why a site is not added, changed or closed, or a row of a list not used, in descending
// precedence.
#pragma once

#include "base/refusal.h"

namespace fx::sites {

// Commands.
inline constexpr RefusalKind kNoSite{"sites.no-site",        404,
                                     "没有这个场所或出入口", "there is no such site",
                                     "可能已撤销或编号有误", "it may have been undone"};
inline constexpr RefusalKind kAboveCommunity{
    "sites.above-community",
    400,
    "{area} 不在任何社区（村）内",
    "{area} is not in any community",
    "选择场所所在的社区，或社区内的小区、楼栋",
    "choose the community it stands in, or a compound or building there"};
inline constexpr RefusalKind kBadName{"sites.bad-name",
                                      400,
                                      "名称为空、过长或含有不可见字符",
                                      "the name is empty, too long or has invisible characters",
                                      "填公开的名称，1至60个字",
                                      "give its public name, 1 to 60 characters"};
inline constexpr RefusalKind kTooLong{"sites.text-too-long",
                                      400,
                                      "文字过长，最多 {max} 字",
                                      "the text is longer than {max} characters",
                                      "写得短些",
                                      "make it shorter"};
inline constexpr RefusalKind kBadPhone{"sites.bad-phone",
                                       400,
                                       "电话号码不对",
                                       "this is no phone number",
                                       "固定电话写成0876-2123456",
                                       "write a land line like 0876-2123456"};
inline constexpr RefusalKind kPersonsPhone{
    "sites.persons-phone",
    400,
    "单位电话要填对外公布的固定电话或服务号码，手机号码属于个人",
    "the site's phone is a land line or service number that it publishes; a mobile phone is a "
    "person's",
    "手机号码填在“负责人电话”",
    "give a mobile number as contact_phone"};
inline constexpr RefusalKind kBadCount{"sites.bad-count",   400,
                                       "数目不对",          "the number cannot be right",
                                       "填 0 至 1,000,000", "give 0 to 1,000,000"};
inline constexpr RefusalKind kTooFarAhead{
    "sites.too-far-ahead",    400,        "日期 {day} 离现在太远",
    "{day} is too far ahead", "核对年份", "check the year"};
inline constexpr RefusalKind kExists{
    "sites.exists",
    409,
    "{area} 已有同类、同名的场所",
    "{area} has a site of this kind and name already",
    "在原有的上修改；确是另一处的，名称上写明区别（如“南门”“二店”）",
    "change that one; if this is another, tell them apart by name"};
inline constexpr RefusalKind kIsClosed{"sites.closed",         409,          "已是关闭状态",
                                       "it is closed already", "不需要再做", "nothing to do"};
inline constexpr RefusalKind kIsOpen{"sites.open",         409,          "已是开放状态",
                                     "it is open already", "不需要再做", "nothing to do"};
inline constexpr RefusalKind kBeforeLast{"sites.before-last",
                                         409,
                                         "{day} 早于上一次开放或关闭的日期 {last}",
                                         "{day} is before it last opened or closed on {last}",
                                         "日期有误的，先撤销上一次",
                                         "undo that first if its day was wrong"};
inline constexpr RefusalKind kNoChange{"sites.no-change",      409,          "没有任何变动",
                                       "nothing would change", "不需要再做", "nothing to do"};

// An import.
inline constexpr RefusalKind kAlreadyImported{"sites.already-imported",
                                              409,
                                              "这次导入已经完成",
                                              "this import has been carried out",
                                              "不需要再做；要导入新文件请重新开始",
                                              "nothing more to do; begin anew for another file"};
inline constexpr RefusalKind kEmptyList{"sites.empty-list",
                                        400,
                                        "文件里没有场所名单：至少要有“名称”一列",
                                        "the file has no list of sites: it needs a column of names",
                                        "第一行写明“名称、类别、小区、楼栋、地址、电话”",
                                        "name the columns in the first row"};
// A row that cannot be used.
inline constexpr RefusalKind kNoName{
    "sites.no-name", 400, "没有名称", "it has no name", "补上名称后再导入", "add the name"};
inline constexpr RefusalKind kUnknownKind{"sites.unknown-kind", 400,
                                          "不认识这个类别",     "this kind is not known",
                                          "改成：{expected}",   "write one of {expected}"};
inline constexpr RefusalKind kNotHere{"sites.not-here",
                                      404,
                                      "区划代码 {area} 不存在或不在导入的范围内",
                                      "there is no area {area} where the list is imported",
                                      "核对代码，或改填小区、楼栋",
                                      "check the code, or name the compound and building"};
inline constexpr RefusalKind kNoCommunity{
    "sites.no-community",
    404,
    "没有写明在哪个社区（村）",
    "the row does not say in which community it is",
    "加一列“社区”或“区划代码”，或逐个社区导入",
    "add a column of the community or the area code, or import it for one community"};
inline constexpr RefusalKind kSeveral{"sites.several",
                                      409,
                                      "有几处同类、同名的场所，无法确定是哪一处",
                                      "several sites of this kind have this name",
                                      "写明楼栋或证照号",
                                      "add the building or the number"};
inline constexpr RefusalKind kTwice{"sites.twice-in-list",
                                    409,
                                    "与第 {row} 行重复",
                                    "the same as row {row}",
                                    "确是两处的，写明各自的地址或证照号",
                                    "if they are two, give the address or number of each"};
// Doubts: the row is taken.
inline constexpr RefusalKind kGuessedKind{
    "sites.guessed-kind",   400,
    "按名称归为“{kind}”",   "taken for {kind} by its name",
    "不对的话在类别栏写明", "if that is wrong, say what it is in a column of kinds"};
inline constexpr RefusalKind kPlaceNotFound{
    "sites.place-not-found",
    404,
    "没有找到所写的小区或楼栋，记在 {area}",
    "the compound or building was not found; recorded at {area}",
    "核对名称，或先建小区、楼栋",
    "check the name, or add the area first"};
inline constexpr RefusalKind kUnreadable{
    "sites.unreadable",     400,
    "看不懂这个值，已留空", "the value is not understood and was left out",
    "改正后再导入即可",     "correct it and import again"};

}  // namespace fx::sites
