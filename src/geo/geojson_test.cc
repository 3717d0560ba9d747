#include "geo/geojson.h"

#include <gtest/gtest.h>

#include "geo/geometry.h"

namespace fx::geo {
namespace {

const std::string kSquare =
    "[[104.25,23.37],[104.251,23.37],[104.251,23.371],[104.25,23.371],[104.25,23.37]]";

std::string feature(const std::string& geometry, const std::string& properties = "{}") {
  return R"({"type":"Feature","properties":)" + properties + R"(,"geometry":)" + geometry + "}";
}
std::string polygon(const std::string& rings) {
  return R"({"type":"Polygon","coordinates":[)" + rings + "]}";
}
std::string collection(const std::string& features, const std::string& more = "") {
  return R"({"type":"FeatureCollection",)" + more + R"("features":[)" + features + "]}";
}
// The code of the refusal, or of the first feature's trouble, or "read".
std::string code(const std::string& file, std::optional<Datum> datum = {}) {
  const auto read = read_geojson(file, datum);
  if (!read) return std::string(read.error().code());
  if (read->features.empty()) return "nothing";
  const auto& first = read->features.front();
  return first.trouble ? std::string(first.trouble->code()) : std::string("read");
}

TEST(GeoJson, IsReadAsACollectionAFeatureOrABareGeometry) {
  EXPECT_EQ(code(collection(feature(polygon(kSquare)))), "read");
  EXPECT_EQ(code("\xEF\xBB\xBF" + feature(polygon(kSquare))), "read");
  EXPECT_EQ(code(polygon(kSquare)), "read");
  EXPECT_EQ(code(R"({"type":"Point","coordinates":[104.25,23.37,1320.5]})"), "read");
  EXPECT_EQ(code(R"({"type":"MultiPolygon","coordinates":[[)" + kSquare + "]]}"), "read");
  EXPECT_EQ(code(collection("")), "nothing");
  const auto read = read_geojson(
      collection(R"({"type":"Feature","id":7,"properties":{"name":"1栋","code":532601003005},)"
                 R"("geometry":{"type":"Point","coordinates":[104.25,23.37]}})"));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->features[0].property("code"), "532601003005");
  EXPECT_EQ(read->features[0].property("id"), "7");
  EXPECT_EQ(read->features[0].property("nothing"), "");
  EXPECT_EQ(read->features[0].shape, Shape::of({1'042'500'000, 233'700'000}));
}

TEST(GeoJson, WhatCannotBeReadIsRefusedInWords) {
  EXPECT_EQ(code(""), "json.syntax");
  EXPECT_EQ(code("name,lon,lat\n"), "json.syntax");
  EXPECT_EQ(code("[]"), "geo.not-geojson");
  EXPECT_EQ(code(R"({"type":"Topology","objects":{}})"), "geo.not-geojson");
  EXPECT_EQ(code(R"({"type":"FeatureCollection"})"), "geo.not-geojson");
  EXPECT_EQ(code(std::string(100, '[')), "json.syntax");
  std::string many = feature("null");
  for (std::size_t i = 0; i < kMostFeatures; ++i) many += ",{}";
  EXPECT_EQ(code(collection(many)), "geo.too-many-features");
  EXPECT_EQ(code(std::string(kMostBytes + 1, ' ')), "json.too-long");
}

TEST(GeoJson, AFeatureThatCannotBeUsedSaysWhy) {
  EXPECT_EQ(code(collection(feature("null"))), "geo.no-geometry");
  EXPECT_EQ(code(collection("7")), "geo.no-geometry");
  EXPECT_EQ(code(collection(feature(R"({"type":"LineString","coordinates":[[1,2],[3,4]]})"))),
            "geo.wrong-geometry");
  EXPECT_EQ(code(collection(feature(R"({"type":"Circle"})"))), "geo.no-geometry");
  EXPECT_EQ(code(polygon("[[104,23],[104.1,\"23\"],[104,23.1]]")), "geo.bad-number");
  EXPECT_EQ(code(polygon("[[104,23],[104.1],[104,23.1]]")), "geo.bad-number");
  EXPECT_EQ(code(polygon("[[104,23],[104.1,1e999],[104,23.1]]")), "geo.bad-number");
  EXPECT_EQ(code(polygon("[[35521000,2585000],[35521100,2585000],[35521100,2585100]]")),
            "geo.not-degrees");
  EXPECT_EQ(code(polygon("[[23.37,104.25],[23.371,104.25],[23.371,104.251]]")), "geo.swapped");
  EXPECT_EQ(code(polygon("[[2.35,48.85],[2.36,48.85],[2.36,48.86]]")), "geo.outside-country");
  EXPECT_EQ(code(polygon("[]")), "geo.too-few-points");
  EXPECT_EQ(code(polygon("")), "geo.no-geometry");
  EXPECT_EQ(code(polygon("[[104.25,23.37],[104.26,23.38],[104.26,23.37],[104.25,23.38]]")),
            "geo.crosses-itself");
  const auto read = read_geojson(collection(feature("null") + "," + feature(polygon(kSquare))));
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->features[0].trouble);
  EXPECT_FALSE(read->features[1].trouble);
  EXPECT_EQ(read->features[1].number, 2);
}

TEST(GeoJson, ARingThatIsNotClosedIsClosedAndFlagged) {
  const auto read =
      read_geojson(polygon("[[104.25,23.37],[104.251,23.37],[104.251,23.371],[104.25,23.371]]"));
  ASSERT_TRUE(read);
  ASSERT_EQ(read->features[0].doubts.size(), 1U);
  EXPECT_EQ(read->features[0].doubts[0].code(), "geo.not-closed");
  EXPECT_EQ(read->features[0].shape, read_geojson(polygon(kSquare))->features[0].shape);
}

TEST(GeoJson, OffsetCoordinatesAreConvertedWhereTheFileOrTheSenderSaysSo) {
  const auto gcj = from_wgs84({104.25, 23.37}, Datum::gcj02);
  char point[80];
  std::snprintf(point, sizeof point, R"({"type":"Point","coordinates":[%.9f,%.9f])", gcj.lon,
                gcj.lat);
  const auto lon = [](const Result<Collection>& read) {
    return read ? read->features.at(0).shape.point.at(0) : 0;
  };
  EXPECT_EQ(lon(read_geojson(std::string(point) + "}", Datum::gcj02)), 1'042'500'000);
  EXPECT_EQ(lon(read_geojson(std::string(point) + R"(,"crs":"GCJ-02"})")), 1'042'500'000);
  EXPECT_NE(lon(read_geojson(std::string(point) + "}")), 1'042'500'000);
  // Said outright it counts, whatever a program wrote into the file.
  const std::string crs84 =
      R"(,"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}}})";
  EXPECT_NE(lon(read_geojson(point + crs84)), 1'042'500'000);
  EXPECT_EQ(lon(read_geojson(point + crs84, Datum::gcj02)), 1'042'500'000);
  const std::string mercator =
      R"(,"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::3857"}}})";
  EXPECT_EQ(code(point + mercator), "geo.other-crs");
  EXPECT_EQ(code(point + std::string(R"(,"crs":{"type":"link"}})")), "geo.other-crs");
}

TEST(GeoJson, IsWrittenAsTheStandardHasIt) {
  const auto square = read_geojson(polygon(kSquare))->features[0].shape;
  EXPECT_EQ(
      write_geojson({{json::Object{{"name", "1栋"}}, square}, {json::Object{}, {}}}),
      "{\"type\":\"FeatureCollection\",\"features\":[\n"
      "{\"type\":\"Feature\",\"properties\":{\"name\":\"1栋\"},\"geometry\":{\"type\":\"Polygon\","
      "\"coordinates\":[[[104.25,23.37],[104.251,23.37],[104.251,23.371],[104.25,23.371],"
      "[104.25,23.37]]]}},\n"
      "{\"type\":\"Feature\",\"properties\":{},\"geometry\":null}\n]}\n");
}

}  // namespace
}  // namespace fx::geo
