#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "geo/geojson.h"
#include "geo/geometry.h"

// Whatever is taken can be written and read again, is sound, and can be computed with.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fx::geo;  // NOLINT(google-build-using-namespace)
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  std::optional<Datum> datum;
  if (data[0] % 4 > 0) datum = static_cast<Datum>(data[0] % 4 - 1);
  const auto read = read_geojson(text, datum);
  if (!read) return 0;
  std::vector<const Shape*> shapes;
  std::vector<std::pair<fx::json::Object, Shape>> features;
  for (const auto& feature : read->features) {
    FX_CHECK(feature.trouble.has_value() == feature.shape.empty());
    (void)feature.property("code");
    if (feature.trouble) continue;
    FX_CHECK(check(feature.shape).has_value());
    FX_CHECK(tidied(feature.shape) == feature.shape);
    FX_CHECK(middle(feature.shape).has_value());
    (void)simplified(feature.shape, 1);
    if (shapes.size() < 8) shapes.push_back(&feature.shape);
    features.emplace_back(feature.properties, feature.shape);
  }
  const auto again = read_geojson(write_geojson(features));
  FX_CHECK(again.has_value() && again->features.size() == features.size());
  for (std::size_t i = 0; i < features.size(); ++i) {
    FX_CHECK(again->features[i].shape == features[i].second);
  }
  (void)united(shapes);
  for (const auto* shape : shapes) (void)distance(*shapes.front(), *shape);
  return 0;
}
