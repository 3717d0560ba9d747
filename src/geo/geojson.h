// Reads and writes GeoJSON (RFC 7946): FeatureCollection, Feature or a bare geometry; Polygon,
// MultiPolygon and Point. Bounded; takes any bytes. A feature that cannot be used does not stop the
// others.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "geo/datum.h"
#include "geo/refusals.h"
#include "geo/shape.h"

namespace fx::geo {

inline constexpr std::size_t kMostFeatures = 20'000;
inline constexpr std::size_t kMostBytes = std::size_t{16} << 20U;

struct Feature {
  int number = 0;  // in the file, from 1
  json::Object
      properties;  // with the feature's "id", where it has one and no property of that name
  Shape shape;     // tidied and checked; empty where there is trouble
  std::optional<Refusal> trouble;
  std::vector<Refusal> doubts;  // taken all the same

  // A property as text: of numbers, whole ones without a point. "" if there is none.
  [[nodiscard]] std::string property(std::string_view name) const;
};

struct Collection {
  Datum datum = Datum::wgs84;  // in which the file's coordinates were
  std::vector<Feature> features;
};

// `datum`: how the sender says the coordinates are; nothing: as the file's "crs" says, else WGS84.
// Refuses what is wrong with the JSON, kNotGeoJson, kOtherCrs, kTooManyFeatures.
Result<Collection> read_geojson(std::string_view bytes, std::optional<Datum> datum = {});

// WGS84. Features without a shape have a null geometry, as the standard has it.
std::string write_geojson(const std::vector<std::pair<json::Object, Shape>>& features);

}  // namespace fx::geo
