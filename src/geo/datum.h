// Coordinates of Chinese map providers. By law maps sold in China are offset: GCJ-02 (Amap,
// Tencent) lies 50 to 700 m off WGS84, BD-09 (Baidu) is offset once more. The formulas were never
// published by those who set them; those used here are the ones that open programs share, first
// written down in eviltransform (github.com/googollee/eviltransform, MIT) and coordtransform
// (github.com/wandergis/coordtransform, MIT). They agree with the providers to about a metre.
#pragma once

#include <optional>
#include <string_view>

#include <boost/describe/enum.hpp>

namespace fx::geo {

// How a file's coordinates are meant. CGCS2000, China's own datum, is within decimetres of WGS84
// and counts as it.
enum class Datum { wgs84, gcj02, bd09 };
BOOST_DESCRIBE_ENUM(Datum, wgs84, gcj02, bd09)

// Degrees.
struct Degrees {
  double lon = 0;
  double lat = 0;
};

Degrees from_wgs84(const Degrees& point, Datum to);
// The point that from_wgs84() takes there, within a millimetre. Outside China's box nothing is
// offset.
Degrees to_wgs84(const Degrees& point, Datum from);

// What a file's "crs" member names: "urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "EPSG:4490",
// "GCJ-02", "BD-09". Nothing for any other.
std::optional<Datum> datum_named(std::string_view name);

}  // namespace fx::geo
