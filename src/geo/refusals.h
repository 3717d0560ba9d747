// Why a file of outlines, one of its features or a shape is refused, in descending precedence.
#pragma once

#include "base/refusal.h"

namespace fx::geo {

// A file.
inline constexpr RefusalKind kNotGeoJson{
    "geo.not-geojson",
    400,
    "文件不是 GeoJSON（缺少 FeatureCollection、Feature 或几何图形）",
    "the file is no GeoJSON: it has no FeatureCollection, Feature or geometry",
    "在地图软件中另存为 GeoJSON（UTF-8）后再导入",
    "save it as GeoJSON (UTF-8) in the mapping program"};
inline constexpr RefusalKind kOtherCrs{
    "geo.other-crs",
    422,
    "不支持文件所写的坐标系 {crs}",
    "the file's coordinate system {crs} is not supported",
    "导出时选 WGS84 经纬度（EPSG:4326）；高德、腾讯、百度地图的坐标请选相应坐标系",
    "export it as WGS84 longitude and latitude (EPSG:4326); for coordinates of a Chinese map "
    "provider say gcj02 or bd09"};
inline constexpr RefusalKind kTooManyFeatures{"geo.too-many-features",
                                              413,
                                              "图形多于 {max} 个",
                                              "the file has more than {max} features",
                                              "按街道或社区分成几个文件再导入",
                                              "split it by street or community"};

// A feature.
inline constexpr RefusalKind kNoGeometry{"geo.no-geometry",
                                         422,
                                         "没有图形",
                                         "the feature has no geometry",
                                         "在地图软件中画出轮廓或点后再导入",
                                         "draw an outline or a point in the mapping program"};
inline constexpr RefusalKind kWrongGeometry{
    "geo.wrong-geometry",
    422,
    "图形类型 {type} 不能用，只能是面（Polygon、MultiPolygon）或点（Point）",
    "a {type} cannot be used: only Polygon, MultiPolygon and Point",
    "闭合的线请先转换为面",
    "turn a closed line into a polygon first"};
inline constexpr RefusalKind kBadNumber{
    "geo.bad-number",          422,
    "第 {n} 个坐标不是两个数", "coordinate {n} is not two numbers",
    "坐标写成 [经度, 纬度]",   "write coordinates as [longitude, latitude]"};
inline constexpr RefusalKind kSwapped{
    "geo.swapped",
    422,
    "坐标 {at} 的经度、纬度像是写反了",
    "longitude and latitude of {at} seem to be the wrong way round",
    "经度在前、纬度在后",
    "longitude comes first"};
inline constexpr RefusalKind kNotDegrees{
    "geo.not-degrees",
    422,
    "坐标 {at} 不是经纬度，可能是以米计的投影坐标",
    "{at} is no longitude and latitude; perhaps these are metres of a projection",
    "导出时选 WGS84 经纬度（EPSG:4326）",
    "export it as WGS84 longitude and latitude (EPSG:4326)"};
inline constexpr RefusalKind kOutsideCountry{
    "geo.outside-country",  422,
    "坐标 {at} 在国境之外", "{at} is outside the country",
    "核对坐标和坐标系",     "check the coordinates and their system"};
inline constexpr RefusalKind kTooManyPoints{
    "geo.too-many-points",
    422,
    "轮廓的点多于 {max} 个",
    "the outline has more than {max} points",
    "在地图软件中简化（容差 1 米左右）后再导入",
    "simplify it in the mapping program (by a metre or so)"};
inline constexpr RefusalKind kTooFewPoints{
    "geo.too-few-points",       422,
    "轮廓至少要有三个不同的点", "an outline needs three different points at least",
    "补全轮廓，或只给一个点",   "complete the outline, or give a point instead"};
inline constexpr RefusalKind kCrossesItself{"geo.crosses-itself",
                                            422,
                                            "轮廓在 {at} 处与自身相交或重合",
                                            "the outline crosses or touches itself at {at}",
                                            "调整该处的点，使边线不相交",
                                            "move the points there so that no edges cross"};
inline constexpr RefusalKind kBadHole{"geo.bad-hole",
                                      422,
                                      "轮廓中挖去的部分（{at} 处）不在轮廓之内或互相重叠",
                                      "what is cut out of the outline (at {at}) lies outside it or "
                                      "overlaps",
                                      "检查内环",
                                      "check the inner rings"};
inline constexpr RefusalKind kNoSize{"geo.no-size",
                                     422,
                                     "轮廓的面积不足 1 平方米",
                                     "the outline encloses less than a square metre",
                                     "检查坐标的小数位数，或只给一个点",
                                     "check the decimals of the coordinates, or give a point"};
// A doubt: the feature is taken.
inline constexpr RefusalKind kNotClosed{"geo.not-closed",
                                        400,
                                        "轮廓没有闭合（末点不同于首点），已自动闭合",
                                        "the outline is not closed (its last point is not the "
                                        "first); it was closed",
                                        "在地图上核对最后一条边",
                                        "look at its last edge on the map"};

}  // namespace fx::geo
