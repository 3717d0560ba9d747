#include "geo/geometry.h"

#include <algorithm>

#include <boost/geometry.hpp>
#include <boost/geometry/geometries/multi_polygon.hpp>
#include <boost/geometry/geometries/point_xy.hpp>
#include <boost/geometry/geometries/polygon.hpp>

#include "geo/plane.h"
#include "geo/refusals.h"

namespace fx::geo {
namespace {

namespace bg = boost::geometry;
using Xy = bg::model::d2::point_xy<double>;
// Counter-clockwise and open, as shapes have it.
using PlanePolygon = bg::model::polygon<Xy, false, false>;
using PlanePolygons = bg::model::multi_polygon<PlanePolygon>;
using PlaneRing = PlanePolygon::ring_type;

constexpr double kLeastArea = 1.0;  // square metres: less is a slip of the decimals
// China with its sea, rounded outwards.
constexpr Box kCountry{{72 * kDegree, 3 * kDegree}, {136 * kDegree, 54 * kDegree}};

Xy flat(const Plane& plane, const Point& point) {
  const auto metres = plane.at(point);
  return {metres.x, metres.y};
}
PlaneRing flat(const Plane& plane, const Ring& ring) {
  PlaneRing out;
  out.reserve(size(ring));
  for (std::size_t i = 0; i < size(ring); ++i) out.push_back(flat(plane, at(ring, i)));
  return out;
}
PlanePolygons flat(const Plane& plane, const Shape& shape) {
  PlanePolygons out;
  for (const auto& polygon : shape.polygons) {
    PlanePolygon one;
    for (std::size_t i = 0; i < polygon.size(); ++i) {
      if (i == 0) {
        one.outer() = flat(plane, polygon[i]);
      } else {
        one.inners().push_back(flat(plane, polygon[i]));
      }
    }
    out.push_back(std::move(one));
  }
  return out;
}

Point point_of(const Shape& shape) { return {shape.point[0], shape.point[1]}; }

Ring back(const Plane& plane, const PlaneRing& ring) {
  Ring out;
  for (const auto& xy : ring) add(out, plane.back({xy.x(), xy.y()}));
  return out;
}
Shape back(const Plane& plane, const PlanePolygons& polygons) {
  Shape out;
  for (const auto& one : polygons) {
    Polygon polygon{back(plane, one.outer())};
    for (const auto& hole : one.inners()) polygon.push_back(back(plane, hole));
    out.polygons.push_back(std::move(polygon));
  }
  return tidied(std::move(out));
}

Plane plane_for(const Shape& shape) {
  const auto around = box(shape);
  if (!around) return Plane(Point());
  const auto between = [](std::int32_t a, std::int32_t b) {
    return static_cast<std::int32_t>((std::int64_t{a} + b) / 2);
  };
  return Plane(
      {between(around->low.lon, around->high.lon), between(around->low.lat, around->high.lat)});
}

// --- the one form --------------------------------------------------------------------------------

// Twice the signed area, in square units: positive counter-clockwise. Relative to the first point,
// so that nothing is lost.
double turning(const Ring& ring) {
  double out = 0;
  const auto first = at(ring, 0);
  for (std::size_t i = 1; i + 1 < size(ring); ++i) {
    const double ax = static_cast<double>(at(ring, i).lon) - first.lon;
    const double ay = static_cast<double>(at(ring, i).lat) - first.lat;
    const double bx = static_cast<double>(at(ring, i + 1).lon) - first.lon;
    const double by = static_cast<double>(at(ring, i + 1).lat) - first.lat;
    out += ax * by - ay * bx;
  }
  return out;
}

Ring tidied(const Ring& ring, bool outer) {
  std::vector<Point> points;
  for (std::size_t i = 0; i < size(ring); ++i) {
    if (points.empty() || !(points.back() == at(ring, i))) points.push_back(at(ring, i));
  }
  while (points.size() > 1 && points.front() == points.back()) points.pop_back();
  Ring plain;
  for (const auto& point : points) add(plain, point);
  if (points.size() < 3) return plain;
  const double turns = turning(plain);
  if (turns != 0 && (turns > 0) != outer) std::reverse(points.begin(), points.end());
  const auto before = [](const Point& a, const Point& b) {
    return a.lon != b.lon ? a.lon < b.lon : a.lat < b.lat;
  };
  std::rotate(points.begin(), std::min_element(points.begin(), points.end(), before), points.end());
  plain.clear();
  for (const auto& point : points) add(plain, point);
  return plain;
}

// --- validity ------------------------------------------------------------------------------------

Status check_place(const Point& point) {
  const auto inside = [](const Point& p) { return touch(kCountry, {p, p}); };
  if (inside(point)) return {};
  if (inside({point.lat, point.lon})) return refuse(kSwapped, "", {{"at", text(point)}});
  return refuse(kOutsideCountry, "", {{"at", text(point)}});
}

// is_valid() says what the trouble is; where it is, has to be looked for.
Status check_outline(const Plane& plane, const PlanePolygons& outline) {
  bg::validity_failure_type failure{};
  if (bg::is_valid(outline, failure)) return {};
  std::string at;
  const auto say = [&](const Xy& xy) {
    if (at.empty()) at = text(plane.back({xy.x(), xy.y()}));
  };
  std::vector<Xy> crossings;
  for (const auto& polygon : outline) {
    bg::model::multi_linestring<bg::model::linestring<Xy>> edges;
    const auto add = [&](const PlaneRing& ring) {
      for (std::size_t i = 0; i < ring.size(); ++i) {
        edges.push_back({ring[i], ring[(i + 1) % ring.size()]});
      }
    };
    add(polygon.outer());
    for (const auto& hole : polygon.inners()) add(hole);
    for (std::size_t i = 0; i < edges.size() && at.empty() && edges.size() <= 2'000; ++i) {
      for (std::size_t k = i + 1; k < edges.size() && at.empty(); ++k) {
        crossings.clear();
        bg::intersection(edges[i], edges[k], crossings);
        for (const auto& xy : crossings) {
          const bool joint = bg::equals(xy, edges[i].back()) || bg::equals(xy, edges[i].front());
          const bool joint_too =
              bg::equals(xy, edges[k].back()) || bg::equals(xy, edges[k].front());
          if (!joint || !joint_too) say(xy);
        }
      }
    }
  }
  if (at.empty()) say(outline.front().outer().front());
  switch (failure) {
    case bg::failure_interior_rings_outside:
    case bg::failure_nested_interior_rings:
    case bg::failure_disconnected_interior:
      return refuse(kBadHole, "", {{"at", at}});
    case bg::failure_few_points:
      return refuse(kTooFewPoints);
    default:
      return refuse(kCrossesItself, "", {{"at", at}});
  }
}

// The middle of the longest stretch inside the polygon on the line through `at` from west to east.
Xy across(const PlanePolygon& polygon, const Xy& at) {
  using Line = bg::model::linestring<Xy>;
  bg::model::box<Xy> around;
  bg::envelope(polygon, around);
  const Line line{{around.min_corner().x() - 1, at.y()}, {around.max_corner().x() + 1, at.y()}};
  bg::model::multi_linestring<Line> inside;
  bg::intersection(line, polygon, inside);
  if (inside.empty()) return polygon.outer().front();
  const auto longest =
      std::max_element(inside.begin(), inside.end(),
                       [](const Line& a, const Line& b) { return bg::length(a) < bg::length(b); });
  return {(longest->front().x() + longest->back().x()) / 2, at.y()};
}

PlanePolygons joined(const PlanePolygons& a, const PlanePolygons& b) {
  PlanePolygons out;
  try {
    bg::union_(a, b, out);
  } catch (const bg::exception&) {
    out = a;
    out.insert(out.end(), b.begin(), b.end());
  }
  return out;
}

}  // namespace

Shape tidied(Shape shape) {
  for (auto& polygon : shape.polygons) {
    for (std::size_t i = 0; i < polygon.size(); ++i) polygon[i] = tidied(polygon[i], i == 0);
    if (polygon.size() > 2) std::sort(polygon.begin() + 1, polygon.end());
  }
  std::sort(shape.polygons.begin(), shape.polygons.end());
  return shape;
}

Status check(const Shape& shape) {
  if (shape.empty()) return refuse(kNoGeometry);
  if (count_points(shape) > kMostPoints) {
    return refuse(kTooManyPoints, "", {{"max", std::to_string(kMostPoints)}});
  }
  if (!shape.point.empty()) {
    if (shape.point.size() != 2 || !shape.polygons.empty()) {
      return refuse(kBadNumber, "", {{"n", "1"}});
    }
    return check_place(point_of(shape));
  }
  for (const auto& polygon : shape.polygons) {
    if (polygon.empty()) return refuse(kTooFewPoints);
    for (const auto& ring : polygon) {
      if (ring.size() % 2 != 0) {
        return refuse(kBadNumber, "", {{"n", std::to_string(size(ring) + 1)}});
      }
      for (std::size_t i = 0; i < size(ring); ++i) {
        if (auto status = check_place(at(ring, i)); !status) return status.error();
      }
      if (size(ring) < 3) return refuse(kTooFewPoints);
    }
  }
  const auto plane = plane_for(shape);
  const auto outline = flat(plane, tidied(shape));
  if (auto status = check_outline(plane, outline); !status) return status.error();
  for (const auto& polygon : outline) {
    if (bg::area(polygon) < kLeastArea) return refuse(kNoSize);
  }
  return {};
}

double area(const Shape& shape) {
  if (!shape.is_outline()) return 0;
  return bg::area(flat(plane_for(shape), shape));
}

double distance(const Shape& a, const Shape& b) {
  // The plane lies at the smaller of them: beside it the other is nearest.
  const auto plane = plane_for(a);
  if (!a.is_outline() && !b.is_outline()) {
    return bg::distance(flat(plane, point_of(a)), flat(plane, point_of(b)));
  }
  if (!a.is_outline()) return bg::distance(flat(plane, point_of(a)), flat(plane, b));
  if (!b.is_outline()) return bg::distance(flat(plane, point_of(b)), flat(plane, a));
  return bg::distance(flat(plane, a), flat(plane, b));
}

bool covers(const Shape& outline, const Point& point) {
  if (!outline.is_outline()) return false;
  const auto plane = plane_for(outline);
  return bg::covered_by(flat(plane, point), flat(plane, outline));
}

double share_outside(const Shape& shape, const Shape& other) {
  if (shape.empty()) return 0;
  if (!shape.is_outline()) return covers(other, point_of(shape)) ? 0 : 1;
  const auto plane = plane_for(shape);
  const auto inner = flat(plane, shape);
  const double all = bg::area(inner);
  if (all <= 0) return 0;
  PlanePolygons rest;
  try {
    bg::difference(inner, flat(plane, other), rest);
  } catch (const bg::exception&) {
    return 0;
  }
  return std::clamp(bg::area(rest) / all, 0.0, 1.0);
}

double extent(const Shape& shape) {
  const auto around = box(shape);
  if (!around) return 0;
  const auto plane = plane_for(shape);
  const auto low = plane.at(around->low);
  const auto high = plane.at(around->high);
  return std::max(high.x - low.x, high.y - low.y);
}

Shape united(const std::vector<const Shape*>& shapes) {
  std::vector<PlanePolygons> parts;
  Shape first;
  for (const auto* shape : shapes) {
    if (shape->is_outline()) first = first.empty() ? *shape : first;
  }
  if (first.empty()) return {};
  const auto plane = plane_for(first);
  for (const auto* shape : shapes) {
    if (shape->is_outline()) parts.push_back(flat(plane, *shape));
  }
  // In pairs, so that no part is gone through more often than the others.
  while (parts.size() > 1) {
    std::vector<PlanePolygons> next;
    for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
      next.push_back(joined(parts[i], parts[i + 1]));
    }
    if (parts.size() % 2 == 1) next.push_back(std::move(parts.back()));
    parts = std::move(next);
  }
  return back(plane, parts.front());
}

Shape simplified(const Shape& shape, double metres) {
  if (!shape.is_outline() || metres <= 0) return shape;
  const auto plane = plane_for(shape);
  Shape out;
  for (const auto& polygon : shape.polygons) {
    const auto whole = flat(plane, Shape{{}, {polygon}});
    PlanePolygons fewer;
    bg::simplify(whole, fewer, metres);
    Shape one = back(plane, fewer);
    const bool sound = one.polygons.size() == 1 && one.polygons.front().size() == polygon.size() &&
                       check(one).has_value();
    out.polygons.push_back(sound ? std::move(one.polygons.front()) : polygon);
  }
  return tidied(std::move(out));
}

std::optional<Point> middle(const Shape& shape) {
  if (shape.empty()) return std::nullopt;
  if (!shape.is_outline()) return point_of(shape);
  const auto plane = plane_for(shape);
  auto outline = flat(plane, shape);
  const auto biggest =
      std::max_element(outline.begin(), outline.end(),
                       [](const auto& a, const auto& b) { return bg::area(a) < bg::area(b); });
  if (biggest->outer().size() < 3)
    return plane.back({biggest->outer().front().x(), biggest->outer().front().y()});
  Xy at;
  bg::centroid(*biggest, at);
  if (!bg::within(at, *biggest)) at = across(*biggest, at);
  return plane.back({at.x(), at.y()});
}

}  // namespace fx::geo
