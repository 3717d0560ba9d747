#include "geo/geojson.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "geo/geometry.h"

namespace fx::geo {
namespace {

std::string type_of(const json::Object& object) {
  const auto* type = object.if_contains("type");
  return type != nullptr && type->is_string() ? std::string(type->as_string()) : std::string();
}

bool is_geometry(std::string_view type) {
  return type == "Point" || type == "MultiPoint" || type == "LineString" ||
         type == "MultiLineString" || type == "Polygon" || type == "MultiPolygon" ||
         type == "GeometryCollection";
}

// --- coordinates ---------------------------------------------------------------------------------

std::optional<double> number_in(const json::Value& value) {
  double out = 0;
  if (const auto* whole = value.if_int64()) {
    out = static_cast<double>(*whole);
  } else if (const auto* positive = value.if_uint64()) {
    out = static_cast<double>(*positive);
  } else if (const auto* real = value.if_double()) {
    out = *real;
  } else {
    return std::nullopt;
  }
  return std::isfinite(out) ? std::optional(out) : std::nullopt;
}

class ShapeReader {
 public:
  explicit ShapeReader(Datum datum) : datum_(datum) {}

  Result<Shape> read(const json::Value& geometry) {
    const auto* object = geometry.if_object();
    if (object == nullptr) return refuse(kNoGeometry, "geometry");
    const auto type = type_of(*object);
    const auto* coordinates = object->if_contains("coordinates");
    const auto* all = coordinates == nullptr ? nullptr : coordinates->if_array();
    Shape out;
    if (type == "Point") {
      if (coordinates == nullptr) return refuse(kNoGeometry, "geometry.coordinates");
      const auto point = read_point(*coordinates);
      if (!point) return point.error();
      out = Shape::of(*point);
    } else if (type == "Polygon" || type == "MultiPolygon") {
      if (all == nullptr || all->empty()) return refuse(kNoGeometry, "geometry.coordinates");
      if (type == "Polygon") {
        if (auto status = read_polygon(out, *all); !status) return status.error();
      } else {
        for (const auto& one : *all) {
          const auto* rings = one.if_array();
          if (rings == nullptr || rings->empty()) {
            return refuse(kNoGeometry, "geometry.coordinates");
          }
          if (auto status = read_polygon(out, *rings); !status) return status.error();
        }
      }
    } else {
      return refuse(is_geometry(type) ? kWrongGeometry : kNoGeometry, "geometry.type",
                    {{"type", type.substr(0, 40)}});
    }
    out = tidied(std::move(out));
    if (auto status = check(out); !status) {
      auto why = status.error();
      why.field = "geometry.coordinates";
      return why;
    }
    return out;
  }
  [[nodiscard]] bool was_open() const { return open_; }

 private:
  Refusal bad(const RefusalKind& kind, Params params) const {
    return refuse(kind, "geometry.coordinates", std::move(params));
  }

  Result<Point> read_point(const json::Value& value) {
    ++points_;
    const auto* pair = value.if_array();
    // A third number is a height: it says nothing here.
    const bool two = pair != nullptr && pair->size() >= 2;
    const auto lon = two ? number_in((*pair)[0]) : std::nullopt;
    const auto lat = two ? number_in((*pair)[1]) : std::nullopt;
    if (!lon || !lat) return bad(kBadNumber, {{"n", std::to_string(points_)}});
    if (points_ > kMostPoints) return bad(kTooManyPoints, {{"max", std::to_string(kMostPoints)}});
    if (std::abs(*lon) > 180 || std::abs(*lat) > 180) {
      char at[64];
      std::snprintf(at, sizeof at, "%.8g, %.8g", *lon, *lat);
      return bad(kNotDegrees, {{"at", at}});
    }
    const auto plain = to_wgs84({*lon, *lat}, datum_);
    const auto unit = [](double degrees) {
      return static_cast<std::int32_t>(std::lround(degrees * kDegree));
    };
    return Point{unit(plain.lon), unit(plain.lat)};
  }

  Status read_polygon(Shape& out, const json::Array& rings) {
    Polygon polygon;
    for (const auto& one : rings) {
      const auto* points = one.if_array();
      if (points == nullptr || points->empty()) return bad(kTooFewPoints, {});
      Ring ring;
      for (const auto& value : *points) {
        const auto point = read_point(value);
        if (!point) return point.error();
        add(ring, *point);
      }
      open_ = open_ || !(at(ring, 0) == at(ring, size(ring) - 1));
      polygon.push_back(std::move(ring));
    }
    out.polygons.push_back(std::move(polygon));
    return {};
  }

  Datum datum_;
  std::size_t points_ = 0;
  bool open_ = false;
};

Feature read_feature(const json::Value& value, int n, Datum datum) {
  Feature out;
  out.number = n;
  const auto* object = value.if_object();
  const auto* geometry = &value;
  if (object != nullptr && type_of(*object) == "Feature") {
    if (const auto* given = object->if_contains("properties"); given && given->is_object()) {
      out.properties = given->as_object();
    }
    if (const auto* id = object->if_contains("id"); id && !out.properties.contains("id")) {
      out.properties["id"] = *id;
    }
    geometry = object->if_contains("geometry");
  }
  if (geometry == nullptr || geometry->is_null()) {
    out.trouble = refuse(kNoGeometry, "geometry");
    return out;
  }
  ShapeReader reader(datum);
  auto shape = reader.read(*geometry);
  if (!shape) {
    out.trouble = shape.error();
    return out;
  }
  out.shape = std::move(*shape);
  if (reader.was_open()) out.doubts.push_back(refuse(kNotClosed, "geometry.coordinates"));
  return out;
}

// {"type": "name", "properties": {"name": ...}} of the older standard, or a bare name.
Result<std::optional<Datum>> datum_of_file(const json::Object& object) {
  const auto* crs = object.if_contains("crs");
  if (crs == nullptr || crs->is_null()) return std::optional<Datum>();
  const json::Value* name = crs;
  if (const auto* given = crs->if_object()) {
    const auto* properties = given->if_contains("properties");
    name = properties != nullptr && properties->is_object()
               ? properties->as_object().if_contains("name")
               : nullptr;
  }
  const std::string said =
      name != nullptr && name->is_string() ? std::string(name->as_string()) : std::string("?");
  if (const auto known = datum_named(said)) return std::optional(*known);
  return refuse(kOtherCrs, "crs", {{"crs", said.substr(0, 80)}});
}

// --- writing -------------------------------------------------------------------------------------

void write_point(std::string& out, const Point& point) {
  const auto degrees = [&](std::int32_t value) {
    char buffer[32];
    const auto end =
        std::to_chars(buffer, buffer + sizeof buffer, static_cast<double>(value) / kDegree);
    out.append(buffer, end.ptr);
  };
  out += '[';
  degrees(point.lon);
  out += ',';
  degrees(point.lat);
  out += ']';
}

void write_polygon(std::string& out, const Polygon& polygon) {
  out += '[';
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    out += i == 0 ? "[" : ",[";
    for (std::size_t k = 0; k <= size(polygon[i]); ++k) {
      if (k > 0) out += ',';
      write_point(out, at(polygon[i], k % size(polygon[i])));
    }
    out += ']';
  }
  out += ']';
}

void write_geometry(std::string& out, const Shape& shape) {
  if (shape.empty()) {
    out += "null";
  } else if (!shape.is_outline()) {
    out += R"({"type":"Point","coordinates":)";
    write_point(out, {shape.point[0], shape.point[1]});
    out += '}';
  } else if (shape.polygons.size() == 1) {
    out += R"({"type":"Polygon","coordinates":)";
    write_polygon(out, shape.polygons.front());
    out += '}';
  } else {
    out += R"({"type":"MultiPolygon","coordinates":[)";
    for (std::size_t i = 0; i < shape.polygons.size(); ++i) {
      if (i > 0) out += ',';
      write_polygon(out, shape.polygons[i]);
    }
    out += "]}";
  }
}

}  // namespace

std::string Feature::property(std::string_view name) const {
  const auto* value = properties.if_contains(name);
  if (value == nullptr) return {};
  if (value->is_string()) return std::string(value->as_string());
  const auto plain = number_in(*value);
  if (!plain) return {};
  if (std::abs(*plain) < 1e15 && *plain == std::floor(*plain)) {
    return std::to_string(static_cast<std::int64_t>(*plain));
  }
  return json::serialise(*value);
}

Result<Collection> read_geojson(std::string_view bytes, std::optional<Datum> datum) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (bytes.starts_with(kMark)) bytes.remove_prefix(kMark.size());
  if (bytes.size() > kMostBytes) {
    return refuse(json::kTooLong, "file", {{"max", std::to_string(kMostBytes)}});
  }
  auto value = json::parse(bytes);
  if (!value) return value.error();
  const auto* object = value->if_object();
  if (object == nullptr) return refuse(kNotGeoJson);
  const auto said = datum_of_file(*object);
  // What the sender says outright is believed before what a program wrote into the file.
  if (!said && !datum) return said.error();
  Collection out;
  out.datum = datum ? *datum : said->value_or(Datum::wgs84);
  const auto type = type_of(*object);
  if (type == "FeatureCollection") {
    const auto* all = object->if_contains("features");
    if (all == nullptr || !all->is_array()) return refuse(kNotGeoJson, "features");
    const auto& features = all->as_array();
    if (features.size() > kMostFeatures) {
      return refuse(kTooManyFeatures, "features", {{"max", std::to_string(kMostFeatures)}});
    }
    for (const auto& one : features) {
      out.features.push_back(
          read_feature(one, static_cast<int>(out.features.size()) + 1, out.datum));
    }
  } else if (type == "Feature" || is_geometry(type)) {
    out.features.push_back(read_feature(*value, 1, out.datum));
  } else {
    return refuse(kNotGeoJson, "type");
  }
  return out;
}

std::string write_geojson(const std::vector<std::pair<json::Object, Shape>>& features) {
  std::string out = R"({"type":"FeatureCollection","features":[)";
  for (std::size_t i = 0; i < features.size(); ++i) {
    out += i == 0 ? "\n" : ",\n";
    out += R"({"type":"Feature","properties":)";
    json::write_value(out, json::Value(features[i].first));
    out += R"(,"geometry":)";
    write_geometry(out, features[i].second);
    out += '}';
  }
  return out + "\n]}\n";
}

}  // namespace fx::geo
