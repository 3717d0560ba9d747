#include "geo/datum.h"

#include <cmath>
#include <string>

#include "base/text.h"

namespace fx::geo {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr double kBaiduPi = kPi * 3000 / 180;
// Krasovsky's ellipsoid of 1940.
constexpr double kAxis = 6'378'245.0;
constexpr double kEccentricity2 = 0.00669342162296594323;

// Inside this box the providers' formulas are applied.
bool in_box(const Degrees& p) {
  return p.lon >= 72.004 && p.lon <= 137.8347 && p.lat >= 0.8293 && p.lat <= 55.8271;
}

double shift_north(double x, double y) {
  return -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * std::sqrt(std::abs(x)) +
         (20 * std::sin(6 * x * kPi) + 20 * std::sin(2 * x * kPi)) * 2 / 3 +
         (20 * std::sin(y * kPi) + 40 * std::sin(y / 3 * kPi)) * 2 / 3 +
         (160 * std::sin(y / 12 * kPi) + 320 * std::sin(y * kPi / 30)) * 2 / 3;
}
double shift_east(double x, double y) {
  return 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * std::sqrt(std::abs(x)) +
         (20 * std::sin(6 * x * kPi) + 20 * std::sin(2 * x * kPi)) * 2 / 3 +
         (20 * std::sin(x * kPi) + 40 * std::sin(x / 3 * kPi)) * 2 / 3 +
         (150 * std::sin(x / 12 * kPi) + 300 * std::sin(x / 30 * kPi)) * 2 / 3;
}

Degrees to_gcj02(const Degrees& p) {
  const double x = p.lon - 105;
  const double y = p.lat - 35;
  const double lat = p.lat / 180 * kPi;
  const double w = 1 - kEccentricity2 * std::sin(lat) * std::sin(lat);
  const double metres_north = kAxis * (1 - kEccentricity2) / (w * std::sqrt(w)) * kPi;
  const double metres_east = kAxis / std::sqrt(w) * std::cos(lat) * kPi;
  return {p.lon + shift_east(x, y) * 180 / metres_east,
          p.lat + shift_north(x, y) * 180 / metres_north};
}

Degrees gcj02_to_bd09(const Degrees& p) {
  const double radius = std::hypot(p.lon, p.lat) + 0.00002 * std::sin(p.lat * kBaiduPi);
  const double angle = std::atan2(p.lat, p.lon) + 0.000003 * std::cos(p.lon * kBaiduPi);
  return {radius * std::cos(angle) + 0.0065, radius * std::sin(angle) + 0.006};
}

}  // namespace

Degrees from_wgs84(const Degrees& point, Datum to) {
  if (to == Datum::wgs84 || !in_box(point)) return point;
  const auto shifted = to_gcj02(point);
  return to == Datum::gcj02 ? shifted : gcj02_to_bd09(shifted);
}

Degrees to_wgs84(const Degrees& point, Datum from) {
  if (from == Datum::wgs84 || !in_box(point)) return point;
  // The offset changes so slowly that what is left of it shrinks a thousandfold each time.
  Degrees out = point;
  for (int i = 0; i < 6; ++i) {
    const auto there = from == Datum::gcj02 ? to_gcj02(out) : gcj02_to_bd09(to_gcj02(out));
    out.lon += point.lon - there.lon;
    out.lat += point.lat - there.lat;
  }
  return out;
}

std::optional<Datum> datum_named(std::string_view name) {
  std::string plain;
  for (const char c : ascii_upper(name)) {
    if (c != '-' && c != '_' && c != ' ') plain += c;
  }
  const auto ends = [&](std::string_view with) { return std::string_view(plain).ends_with(with); };
  // "EPSG:4326", "urn:ogc:def:crs:EPSG::4326", "http://www.opengis.net/def/crs/EPSG/0/4490".
  if (ends("CRS84") || ends("WGS84")) return Datum::wgs84;
  if (plain.find("EPSG") != std::string::npos && (ends("4326") || ends("4490"))) {
    return Datum::wgs84;
  }
  if (ends("CGCS2000")) return Datum::wgs84;
  if (ends("GCJ02")) return Datum::gcj02;
  if (ends("BD09") || ends("BD09LL")) return Datum::bd09;
  return std::nullopt;
}

}  // namespace fx::geo
