// Why an outline is not drawn, or a feature of a file not used, in descending precedence; what is
// wrong with a shape is in geo/refusals.h.
#pragma once

#include "base/refusal.h"

namespace fx::outlines {

// Commands.
inline constexpr RefusalKind kNoChange{"outlines.no-change",   409,          "没有任何变动",
                                       "nothing would change", "不需要再做", "nothing to do"};
inline constexpr RefusalKind kNothingThere{"outlines.nothing-there", 404,
                                           "{area} 没有轮廓",        "{area} has no outline",
                                           "先画出或导入轮廓",       "draw or import one first"};

// An import.
inline constexpr RefusalKind kAlreadyImported{"outlines.already-imported",
                                              409,
                                              "这次导入已经完成",
                                              "this import has been carried out",
                                              "不需要再做；要导入新文件请重新开始",
                                              "nothing more to do; begin anew for another file"};
// A feature that cannot be used.
inline constexpr RefusalKind kNamesNothing{
    "outlines.names-nothing",
    422,
    "图形没有写明是哪个区域：缺少属性 {properties}",
    "the feature does not say which area it is: it has no property {properties}",
    "在属性表里加一列区划代码（code）或名称（name），或指明用哪个属性",
    "add a property with the area code (code) or the name, or say which property has it"};
inline constexpr RefusalKind kNoSuchPlace{
    "outlines.no-such-place",
    404,
    "导入范围内没有“{name}”",
    "there is no {name} where the file is imported",
    "核对代码或名称；新的小区、楼栋先在区划里添加",
    "check the code or name; add a new area to the tree first"};
inline constexpr RefusalKind kSeveral{"outlines.several",
                                      409,
                                      "有几处都叫“{name}”，无法确定是哪一处",
                                      "several are called {name}",
                                      "写全称（小区和楼栋），或用区划代码",
                                      "write the full name with the compound, or the area code"};
inline constexpr RefusalKind kTwice{"outlines.twice-in-file",
                                    409,
                                    "与第 {row} 个图形是同一处",
                                    "feature {row} is of the same place",
                                    "同一处的几块合并成一个图形（MultiPolygon）",
                                    "make the pieces of one place one feature (MultiPolygon)"};
// Doubts: the outline is taken.
inline constexpr RefusalKind kOutsideAbove{
    "outlines.outside-above",
    422,
    "{percent}% 在上级“{above}”的轮廓之外",
    "{percent}% lies outside the outline of {above}, which it is part of",
    "核对两者；整体偏移几百米的，坐标可能出自高德、腾讯（GCJ-02）或百度（BD-"
    "09），请选对坐标系重新导入",
    "check both; if all is some hundred metres off, the coordinates may be those of a Chinese map "
    "provider: import them as gcj02 or bd09"};
inline constexpr RefusalKind kOverlaps{"outlines.overlaps",
                                       422,
                                       "与“{other}”重叠 {percent}%",
                                       "{percent}% overlaps with {other}",
                                       "核对两处的轮廓",
                                       "check both outlines"};
inline constexpr RefusalKind kTooBig{"outlines.too-big",
                                     422,
                                     "作为{level}过大：{metres} 米宽",
                                     "too big for a {level}: {metres} m wide",
                                     "核对是不是别的区域，以及坐标系",
                                     "check whether it is another area, and the coordinate system"};

}  // namespace fx::outlines
