#include "geo/datum.h"

#include <cmath>

#include <gtest/gtest.h>

namespace fx::geo {
namespace {

// The examples of coordtransform's README.
TEST(Datum, AgreesWithThePublishedExamples) {
  const auto gcj = from_wgs84({116.404, 39.915}, Datum::gcj02);
  EXPECT_NEAR(gcj.lon, 116.41024449916938, 1e-12);
  EXPECT_NEAR(gcj.lat, 39.91640428150164, 1e-12);
  // 116.404, 39.915 as GCJ-02 is 116.41036949371029, 39.92133699351021 as BD-09.
  const auto plain = to_wgs84({116.404, 39.915}, Datum::gcj02);
  const auto bd = from_wgs84(plain, Datum::bd09);
  EXPECT_NEAR(bd.lon, 116.41036949371029, 1e-8);
  EXPECT_NEAR(bd.lat, 39.92133699351021, 1e-8);
}

TEST(Datum, BackWhereItCameFrom) {
  for (double lon = 75; lon < 135; lon += 3.7) {
    for (double lat = 18; lat < 53; lat += 2.3) {
      for (const auto datum : {Datum::wgs84, Datum::gcj02, Datum::bd09}) {
        const auto there = from_wgs84({lon, lat}, datum);
        const auto back = to_wgs84(there, datum);
        // 1e-8 degree is a millimetre.
        EXPECT_NEAR(back.lon, lon, 1e-8);
        EXPECT_NEAR(back.lat, lat, 1e-8);
        const double metres = std::hypot(there.lon - lon, there.lat - lat) * 111'000;
        if (datum == Datum::wgs84) {
          EXPECT_EQ(metres, 0);
        } else {
          EXPECT_GT(metres, 50);
          EXPECT_LT(metres, 2'500);
        }
      }
    }
  }
  EXPECT_EQ(to_wgs84({-70, 40}, Datum::gcj02).lon, -70);
}

TEST(Datum, IsKnownByTheNamesThatFilesHave) {
  for (const char* name :
       {"urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326", "epsg:4490",
        "CGCS2000", "WGS84", "http://www.opengis.net/def/crs/EPSG/0/4326"}) {
    EXPECT_EQ(datum_named(name), Datum::wgs84) << name;
  }
  for (const char* name : {"GCJ-02", "gcj02", "GCJ_02"}) EXPECT_EQ(datum_named(name), Datum::gcj02);
  for (const char* name : {"BD-09", "bd09", "BD09LL"}) EXPECT_EQ(datum_named(name), Datum::bd09);
  for (const char* name : {"EPSG:3857", "EPSG:4547", "", "54326"}) {
    EXPECT_EQ(datum_named(name), std::nullopt) << name;
  }
}

}  // namespace
}  // namespace fx::geo
