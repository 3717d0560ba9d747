#include "geo/geometry.h"

#include <gtest/gtest.h>

#include "geo/plane.h"
#include "geo/refusals.h"

namespace fx::geo {
namespace {

constexpr Point kHere{1'042'500'000, 233'700'000};

// A rectangle with its south-west corner so many metres east and north of here.
Ring rectangle(double x, double y, double width, double height) {
  const Plane plane(kHere);
  Ring out;
  add(out, plane.back({x, y}));
  add(out, plane.back({x + width, y}));
  add(out, plane.back({x + width, y + height}));
  add(out, plane.back({x, y + height}));
  return out;
}
Shape block(double x, double y, double width, double height) {
  return tidied(Shape{{}, {{rectangle(x, y, width, height)}}});
}
Shape spot(double x, double y) { return Shape::of(Plane(kHere).back({x, y})); }
std::string code(const Shape& shape) {
  const auto status = check(shape);
  return status ? std::string("sound") : std::string(status.error().code());
}
Shape ring_of(const std::vector<Metres>& points) {
  const Plane plane(kHere);
  Ring ring;
  for (const auto& point : points) add(ring, plane.back(point));
  return Shape{{}, {{ring}}};
}

TEST(Geometry, AreasAndDistancesAreMetres) {
  EXPECT_NEAR(area(block(0, 0, 60, 14)), 840, 0.2);
  EXPECT_NEAR(distance(block(0, 0, 60, 14), block(0, 39, 60, 14)), 25, 0.02);
  EXPECT_EQ(distance(block(0, 0, 60, 14), block(50, 10, 60, 14)), 0);
  EXPECT_NEAR(distance(spot(0, 0), spot(30, 40)), 50, 0.05);
  EXPECT_NEAR(distance(spot(-20, 7), block(0, 0, 60, 14)), 20, 0.02);
  EXPECT_NEAR(distance(block(0, 0, 60, 14), spot(-20, 7)), 20, 0.02);
  EXPECT_NEAR(extent(block(0, 0, 60, 14)), 60, 0.02);
  EXPECT_EQ(area(spot(0, 0)), 0);
}

// 1 degree of latitude and longitude at 23.37 N by Bessel's series for WGS84.
TEST(Geometry, ThePlaneHasTheEllipsoidsDegrees) {
  const Plane plane(kHere);
  const auto there = plane.at({kHere.lon + kDegree, kHere.lat + kDegree});
  EXPECT_NEAR(there.y, 110'749, 3);
  EXPECT_NEAR(there.x, 102'243, 30);
  const auto back = plane.back(there);
  EXPECT_EQ(back.lon, kHere.lon + kDegree);
  EXPECT_EQ(back.lat, kHere.lat + kDegree);
}

TEST(Geometry, OneFormWhereverARingBeginsAndWhicheverWayItGoes) {
  auto turned = rectangle(0, 0, 60, 14);
  std::rotate(turned.begin(), turned.begin() + 4, turned.end());
  Ring against;
  for (std::size_t i = size(turned); i > 0; --i) add(against, at(turned, i - 1));
  add(against, at(against, 0));  // closed, as files have it
  EXPECT_EQ(tidied(Shape{{}, {{turned}}}), block(0, 0, 60, 14));
  EXPECT_EQ(tidied(Shape{{}, {{against}}}), block(0, 0, 60, 14));
}

TEST(Geometry, WhatCannotBeAnOutlineIsRefusedWithThePlace) {
  EXPECT_EQ(code(block(0, 0, 60, 14)), "sound");
  EXPECT_EQ(code({}), "geo.no-geometry");
  EXPECT_EQ(code(ring_of({{0, 0}, {60, 0}})), "geo.too-few-points");
  EXPECT_EQ(code(ring_of({{0, 0}, {60, 0}, {60, 0}, {0, 0}})), "geo.too-few-points");
  EXPECT_EQ(code(block(0, 0, 0.5, 0.5)), "geo.no-size");
  const auto bow = ring_of({{0, 0}, {60, 40}, {60, 0}, {0, 40}});
  EXPECT_EQ(code(bow), "geo.crosses-itself");
  EXPECT_EQ(check(bow).error().params.at(0).second, text(Plane(kHere).back({30, 20})));
  EXPECT_EQ(code(ring_of({{0, 0}, {60, 0}, {60, 40}, {90, 40}, {60, 40}, {0, 40}})),
            "geo.crosses-itself");
  Shape holed = block(0, 0, 60, 40);
  holed.polygons[0].push_back(rectangle(100, 0, 10, 10));
  EXPECT_EQ(code(holed), "geo.bad-hole");
  holed.polygons[0].back() = rectangle(10, 10, 10, 10);
  EXPECT_EQ(code(holed), "sound");
  EXPECT_NEAR(area(tidied(holed)), 60 * 40 - 100, 1);
  EXPECT_EQ(code(Shape::of({233'700'000, 1'042'500'000})), "geo.swapped");
  EXPECT_EQ(code(Shape::of({-1'042'500'000, 233'700'000})), "geo.outside-country");
  Ring many;
  for (std::size_t i = 0; i <= kMostPoints; ++i) add(many, kHere);
  EXPECT_EQ(code(Shape{{}, {{many}}}), "geo.too-many-points");
  EXPECT_EQ(code(Shape{{1}, {}}), "geo.bad-number");
}

TEST(Geometry, NeighboursBecomeOneAndWhatLiesApartStaysSo) {
  const auto a = block(0, 0, 60, 14);
  const auto b = block(60, 0, 60, 14);
  const auto c = block(0, 100, 60, 14);
  const auto all = united({&a, &b, &c});
  EXPECT_EQ(all.polygons.size(), 2U);
  EXPECT_NEAR(area(all), 3 * 840, 1);
  const auto point = spot(5, 5);
  EXPECT_EQ(united({&point}), Shape{});
  EXPECT_EQ(united({&a, &point}), a);
  EXPECT_TRUE(covers(all, *middle(b)));
  EXPECT_FALSE(covers(all, Plane(kHere).back({30, 50})));
  EXPECT_FALSE(covers(point, Plane(kHere).back({5, 5})));
}

TEST(Geometry, HowMuchLiesOutside) {
  const auto yard = block(0, 0, 100, 100);
  EXPECT_EQ(share_outside(block(10, 10, 20, 20), yard), 0);
  EXPECT_NEAR(share_outside(block(90, 0, 20, 20), yard), 0.5, 0.01);
  EXPECT_EQ(share_outside(spot(500, 0), yard), 1);
  EXPECT_EQ(share_outside(spot(50, 50), yard), 0);
}

TEST(Geometry, SimplifyingLeavesOutWhatHardlyShows) {
  const auto wavy = tidied(ring_of({{0, 0}, {30, 0.2}, {60, 0}, {60, 14}, {30, 13.9}, {0, 14}}));
  const auto plain = simplified(wavy, 1);
  EXPECT_EQ(count_points(plain), 4U);
  EXPECT_EQ(simplified(wavy, 0), wavy);
  EXPECT_EQ(simplified(block(0, 0, 2, 2), 100), block(0, 0, 2, 2)) << "nothing vanishes";
}

TEST(Geometry, TheMiddleOfAHorseshoeLiesOnIt) {
  const auto shoe =
      tidied(ring_of({{0, 0}, {90, 0}, {90, 90}, {70, 90}, {70, 20}, {20, 20}, {20, 90}, {0, 90}}));
  EXPECT_TRUE(covers(shoe, *middle(shoe)));
  EXPECT_EQ(middle({}), std::nullopt);
  EXPECT_EQ(*middle(spot(3, 4)), Plane(kHere).back({3, 4}));
}

TEST(Geometry, BoxesGrowByMetres) {
  const auto around = *box(block(0, 0, 60, 14));
  EXPECT_TRUE(touch(grown(around, 25.1), *box(block(0, 39, 60, 14))));
  EXPECT_FALSE(touch(grown(around, 20), *box(block(0, 39, 60, 14))));
  EXPECT_TRUE(touch(grown(around, 25.1), *box(block(85, 0, 60, 14))));
  EXPECT_EQ(box({}), std::nullopt);
}

}  // namespace
}  // namespace fx::geo
