// Where something lies: a point, or an outline of one or several polygons. WGS84 longitude and
// latitude in units of 1e-7 degree (11 mm of latitude), so that shapes are kept, compared and
// written without rounding. A described struct: payloads of the journal and answers hold it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe/class.hpp>

namespace fx::geo {

inline constexpr std::int32_t kDegree = 10'000'000;

struct Point {
  std::int32_t lon = 0;
  std::int32_t lat = 0;
  bool operator==(const Point&) const = default;
};
std::string text(const Point& point);  // "104.2601234, 23.3601234": longitude first, as in files

// lon, lat, lon, lat ...; the last point is joined to the first and not repeated.
using Ring = std::vector<std::int32_t>;
// The outer ring, then the rings of what is cut out of it.
using Polygon = std::vector<Ring>;

inline std::size_t size(const Ring& ring) { return ring.size() / 2; }
inline Point at(const Ring& ring, std::size_t i) { return {ring[2 * i], ring[2 * i + 1]}; }
inline void add(Ring& ring, const Point& point) {
  ring.push_back(point.lon);
  ring.push_back(point.lat);
}

struct Shape {
  std::vector<std::int32_t> point;  // lon, lat; empty where there are polygons
  std::vector<Polygon> polygons;

  static Shape of(const Point& point) { return {{point.lon, point.lat}, {}}; }
  [[nodiscard]] bool empty() const { return point.empty() && polygons.empty(); }
  [[nodiscard]] bool is_outline() const { return !polygons.empty(); }
  bool operator==(const Shape&) const = default;
};
BOOST_DESCRIBE_STRUCT(Shape, (), (point, polygons))

std::size_t count_points(const Shape& shape);

struct Box {
  Point low;
  Point high;  // included
  bool operator==(const Box&) const = default;
};
// Nothing for an empty shape.
std::optional<Box> box(const Shape& shape);
Box join(const Box& a, const Box& b);
inline bool touch(const Box& a, const Box& b) {
  return a.low.lon <= b.high.lon && b.low.lon <= a.high.lon && a.low.lat <= b.high.lat &&
         b.low.lat <= a.high.lat;
}
// Larger by at least so many metres on every side.
Box grown(const Box& box, double metres);

}  // namespace fx::geo
