// Metres east and north of an origin, on the plane that touches the WGS84 ellipsoid there.
#pragma once

#include <cmath>

#include "geo/shape.h"

namespace fx::geo {

struct Metres {
  double x = 0;  // east
  double y = 0;  // north
};

class Plane {
 public:
  explicit Plane(const Point& origin) : origin_(origin) {
    constexpr double kAxis = 6'378'137.0;
    constexpr double kFlattening = 1 / 298.257223563;
    constexpr double kEccentricity2 = kFlattening * (2 - kFlattening);
    const double lat = origin.lat * kUnit;
    const double w = 1 - kEccentricity2 * std::sin(lat) * std::sin(lat);
    north_ = kUnit * kAxis * (1 - kEccentricity2) / (w * std::sqrt(w));
    east_ = kUnit * kAxis / std::sqrt(w) * std::cos(lat);
  }
  [[nodiscard]] Metres at(const Point& point) const {
    return {(static_cast<double>(point.lon) - origin_.lon) * east_,
            (static_cast<double>(point.lat) - origin_.lat) * north_};
  }
  [[nodiscard]] Point back(const Metres& metres) const {
    return {static_cast<std::int32_t>(std::lround(origin_.lon + metres.x / east_)),
            static_cast<std::int32_t>(std::lround(origin_.lat + metres.y / north_))};
  }

 private:
  static constexpr double kUnit = 3.14159265358979323846 / 180 / kDegree;
  Point origin_;
  double east_;   // metres in a unit of longitude
  double north_;  // in one of latitude
};

}  // namespace fx::geo
