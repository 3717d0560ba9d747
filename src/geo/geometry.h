// What can be computed of shapes: validity, area, distance, union, simplification. Lengths are
// metres, areas square metres, on a plane that touches the ellipsoid beside the shapes: within a
// community right to a per mille. All but tidied() and check() take shapes that these two have
// passed. Pure and thread-safe.
#pragma once

#include <optional>
#include <vector>

#include "base/result.h"
#include "geo/shape.h"

namespace fx::geo {

// One outline or point may have so many points.
inline constexpr std::size_t kMostPoints = 20'000;

// The one form of a shape: repeated points left out, outer rings counter-clockwise and holes
// clockwise (RFC 7946), each ring from its south-westernmost point, rings and polygons in order.
// Two shapes that are the same but for where they begin are equal afterwards.
Shape tidied(Shape shape);

// Whether it can be an outline or point of something in the country: of the coordinates kNotDegrees
// ... kOutsideCountry, of the outline kTooManyPoints ... kNoSize.
Status check(const Shape& shape);

double area(const Shape& shape);  // 0 of a point
// 0 where they overlap or touch. Precondition: neither is empty.
double distance(const Shape& a, const Shape& b);
// Whether the point lies in the outline or on its edge.
bool covers(const Shape& outline, const Point& point);
// Which part of the outline's area lies outside the other outline, 0 to 1; for a point 0 or 1.
double share_outside(const Shape& shape, const Shape& other);
// The width or height of its box, whichever is more.
double extent(const Shape& shape);

// The outlines as one; points are left out. Where the shapes are beyond the algorithm (never seen
// for valid ones) they stand beside one another.
Shape united(const std::vector<const Shape*>& shapes);
// Without the points that stray less than so much from the rest; as it is where that would make it
// invalid.
Shape simplified(const Shape& shape, double metres);
// A point inside, for a label: the centre if that lies inside. Nothing for an empty shape.
std::optional<Point> middle(const Shape& shape);

}  // namespace fx::geo
