// Random outlines of any kind against what must hold of all of them.
#include <cmath>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "geo/geojson.h"
#include "geo/geometry.h"
#include "geo/plane.h"

namespace fx::geo {
namespace {

constexpr Point kHere{1'042'500'000, 233'700'000};

// A star-shaped outline around a point: never crosses itself.
Shape random_outline() {
  const Plane plane(kHere);
  const double x = *rc::gen::inRange(-300, 300);
  const double y = *rc::gen::inRange(-300, 300);
  const int corners = *rc::gen::inRange(3, 12);
  Ring ring;
  for (int i = 0; i < corners; ++i) {
    const double angle = 2 * 3.14159265358979323846 * i / corners;
    const double radius = *rc::gen::inRange(10, 200);
    add(ring, plane.back({x + radius * std::cos(angle), y + radius * std::sin(angle)}));
  }
  return tidied(Shape{{}, {{ring}}});
}
Point random_point() {
  return Plane(kHere).back({static_cast<double>(*rc::gen::inRange(-500, 500)),
                            static_cast<double>(*rc::gen::inRange(-500, 500))});
}
// Corners are rounded to 1e-7 degree, so what lies on an edge may fall to either side of it.
constexpr double kRounding = 0.05;

RC_GTEST_PROP(Geometry, AUnionIsNoSmallerThanAPartAndNoLargerThanAll, ()) {
  std::vector<Shape> parts;
  for (int i = *rc::gen::inRange(1, 6); i > 0; --i) parts.push_back(random_outline());
  std::vector<const Shape*> all;
  double largest = 0;
  double sum = 0;
  for (const auto& part : parts) {
    RC_ASSERT(check(part).has_value());
    all.push_back(&part);
    largest = std::max(largest, area(part));
    sum += area(part);
  }
  const auto one = united(all);
  const double whole = area(one);
  const double slack = 1 + sum / 1e4;
  RC_ASSERT(whole >= largest - slack);
  RC_ASSERT(whole <= sum + slack);
  for (const auto& part : parts) {
    RC_ASSERT(distance(one, Shape::of(*middle(part))) < kRounding);
    RC_ASSERT(share_outside(part, one) < 0.001);
  }
  // A point is in the union just if it is in a part.
  const auto point = random_point();
  bool in_part = false;
  bool on_edge = false;
  for (const auto& part : parts) {
    in_part = in_part || covers(part, point);
    for (const auto& ring : part.polygons.front()) {
      for (std::size_t i = 0; i < size(ring); ++i) {
        Ring edge;
        add(edge, at(ring, i));
        add(edge, at(ring, (i + 1) % size(ring)));
        add(edge, at(ring, i));
        on_edge = on_edge || distance(Shape{{}, {{edge}}}, Shape::of(point)) < kRounding;
      }
    }
  }
  if (!on_edge) RC_ASSERT(covers(one, point) == in_part);
}

RC_GTEST_PROP(Geometry, DistanceIsTheSameBothWaysAndNoneOnlyWhereTheyMeet, ()) {
  const auto a = random_outline();
  const auto b = random_outline();
  const double there = distance(a, b);
  RC_ASSERT(std::abs(there - distance(b, a)) < 0.001 * there + kRounding);
  const bool meet = share_outside(a, b) < 0.999 || share_outside(b, a) < 0.999;
  if (meet) RC_ASSERT(there < kRounding);
  const auto near = touch(grown(*box(a), there + kRounding), *box(b));
  RC_ASSERT(near);
  // By way of a point of each it is not shorter.
  RC_ASSERT(distance(Shape::of(*middle(a)), Shape::of(*middle(b))) > there - kRounding);
}

RC_GTEST_PROP(Geometry, SimplifyingKeepsWithinItsMeasureAndSound, ()) {
  const auto shape = random_outline();
  const double metres = *rc::gen::inRange(1, 40);
  const auto plain = simplified(shape, metres);
  RC_ASSERT(check(plain).has_value());
  RC_ASSERT(count_points(plain) <= count_points(shape));
  for (const auto& ring : shape.polygons.front()) {
    for (std::size_t i = 0; i < size(ring); ++i) {
      RC_ASSERT(distance(plain, Shape::of(at(ring, i))) < metres + kRounding);
    }
  }
}

RC_GTEST_PROP(Geometry, TidyingTwiceIsTidyingOnce, ()) {
  const auto shape = random_outline();
  RC_ASSERT(tidied(shape) == shape);
  RC_ASSERT(covers(shape, *middle(shape)) ||
            distance(shape, Shape::of(*middle(shape))) < kRounding);
}

RC_GTEST_PROP(GeoJson, WhatIsWrittenIsReadBackToTheUnit, ()) {
  Shape shape;
  if (*rc::gen::arbitrary<bool>()) {
    shape = Shape::of(random_point());
  } else {
    shape = random_outline();
    if (*rc::gen::arbitrary<bool>()) {
      auto far = random_outline();
      for (std::size_t i = 0; i < far.polygons[0][0].size(); i += 2) {
        far.polygons[0][0][i] += 200'000;
      }
      shape.polygons.push_back(far.polygons[0]);
      shape = tidied(shape);
    }
  }
  const auto read = read_geojson(write_geojson({{json::Object{{"code", "532601003005"}}, shape}}));
  RC_ASSERT(read.has_value());
  RC_ASSERT(read->features.size() == 1U);
  RC_ASSERT(!read->features[0].trouble.has_value());
  RC_ASSERT(read->features[0].doubts.empty());
  RC_ASSERT(read->features[0].shape == shape);
  RC_ASSERT(read->features[0].property("code") == "532601003005");
}

}  // namespace
}  // namespace fx::geo
