#include "geo/shape.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace fx::geo {
namespace {

// Of latitude, at the equator, where it is least.
constexpr double kMetresPerDegree = 110'574;
constexpr double kRadiansPerUnit = 3.14159265358979323846 / 180 / kDegree;

std::int32_t clamp_to(double value, std::int32_t most) {
  return static_cast<std::int32_t>(
      std::clamp(value, -static_cast<double>(most), static_cast<double>(most)));
}

}  // namespace

std::string text(const Point& point) {
  char out[48];
  const int n =
      std::snprintf(out, sizeof out, "%.7f, %.7f", static_cast<double>(point.lon) / kDegree,
                    static_cast<double>(point.lat) / kDegree);
  return {out, static_cast<std::size_t>(n)};
}

std::size_t count_points(const Shape& shape) {
  std::size_t out = shape.point.empty() ? 0 : 1;
  for (const auto& polygon : shape.polygons) {
    for (const auto& ring : polygon) out += size(ring);
  }
  return out;
}

std::optional<Box> box(const Shape& shape) {
  std::optional<Box> out;
  const auto take = [&](const Point& p) { out = out ? join(*out, {p, p}) : Box{p, p}; };
  if (!shape.point.empty()) take({shape.point[0], shape.point[1]});
  for (const auto& polygon : shape.polygons) {
    for (const auto& ring : polygon) {
      for (std::size_t i = 0; i < size(ring); ++i) take(at(ring, i));
    }
  }
  return out;
}

Box join(const Box& a, const Box& b) {
  return {{std::min(a.low.lon, b.low.lon), std::min(a.low.lat, b.low.lat)},
          {std::max(a.high.lon, b.high.lon), std::max(a.high.lat, b.high.lat)}};
}

Box grown(const Box& box, double metres) {
  const double up = metres / kMetresPerDegree * kDegree + 1;
  const double furthest = std::max(std::abs(static_cast<double>(box.low.lat)),
                                   std::abs(static_cast<double>(box.high.lat))) +
                          up;
  const double narrow = std::max(0.01, std::cos(furthest * kRadiansPerUnit));
  const double side = up / narrow;
  return {
      {clamp_to(box.low.lon - side, 180 * kDegree), clamp_to(box.low.lat - up, 90 * kDegree)},
      {clamp_to(box.high.lon + side, 180 * kDegree), clamp_to(box.high.lat + up, 90 * kDegree)}};
}

}  // namespace fx::geo
