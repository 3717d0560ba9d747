// What pages ask: the map of an area, one outline with its history, all of them as a file.
#include <algorithm>

#include "area/code.h"
#include "geo/geometry.h"
#include "modules/outlines/import.h"
#include "modules/outlines/state.h"

namespace fx::outlines {
namespace {

using access::Permission;

constexpr std::size_t kMostLacking = 100;
constexpr std::size_t kMostAreas = 10'000;  // of a level, that are looked through

struct MapParams {
  std::string area;
  std::optional<Day> on;
  std::optional<Instant> as_of;
};
BOOST_DESCRIBE_STRUCT(MapParams, (), (area, on, as_of))

struct LevelCount {
  std::string level;
  std::string level_name;
  std::int64_t areas = 0;
  std::int64_t drawn = 0;
};
BOOST_DESCRIBE_STRUCT(LevelCount, (), (level, level_name, areas, drawn))

struct AreaLine {
  std::string area;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(AreaLine, (), (area, name))

struct MapAnswer {
  Map map;
  std::vector<LevelCount> levels;  // inside the area, down to buildings
  std::vector<AreaLine> lacking;   // compounds and buildings without an outline: the first
  std::int64_t lacking_total = 0;
};
BOOST_DESCRIBE_STRUCT(MapAnswer, (), (map, levels, lacking, lacking_total))

struct OneParams {
  std::string area;
  std::optional<Instant> as_of;
};
BOOST_DESCRIBE_STRUCT(OneParams, (), (area, as_of))

struct StepLine {
  Ulid entry;
  std::string what;  // "drawn" | "removed"
  std::optional<How> how;
  Instant recorded;
  std::optional<Instant> undone;
  Ulid actor;
};
BOOST_DESCRIBE_STRUCT(StepLine, (), (entry, what, how, recorded, undone, actor))

struct OneAnswer {
  std::string area;
  std::string name;
  From from = From::nothing;
  std::optional<geo::Shape> shape;  // its own, or what stands for it
  std::int64_t square_metres = 0;
  std::vector<AreaLine> missing;  // where it is made of parts: buildings without an outline
  std::vector<StepLine> history;
};
BOOST_DESCRIBE_STRUCT(OneAnswer, (), (area, name, from, shape, square_metres, missing, history))

MapAnswer map(host::QueryContext& context, const Outlines& outlines, const sites::Sites& sites,
              const MapParams& params) {
  auto& db = context.db;
  const auto area = area::current_code(db, params.area);
  const Instant known = params.as_of.value_or(context.now);
  MapAnswer out;
  out.map = map_of(db, outlines, sites, area, {}, params.on.value_or(context.today()), known,
                   context.language);
  std::vector<std::string> drawn;
  outlines.each(db, area, known,
                [&](const std::string& code, const geo::Shape&) { drawn.push_back(code); });
  const auto own = *area::level_of(area);
  for (int i = static_cast<int>(own); i <= static_cast<int>(area::Level::kBuilding); ++i) {
    const auto level = static_cast<area::Level>(i);
    LevelCount count;
    count.level = area::en(level);
    count.level_name = context.language == Language::kZh ? area::zh(level) : area::en(level);
    const auto nodes = area::of_level(db, area, level, kMostAreas);
    for (const auto& node : nodes) {
      if (node.code.ends_with("-0")) continue;  // stands for none
      ++count.areas;
      if (std::binary_search(drawn.begin(), drawn.end(), node.code)) {
        ++count.drawn;
      } else if (level >= area::Level::kCompound) {
        ++out.lacking_total;
        if (out.lacking.size() < kMostLacking) {
          out.lacking.push_back({node.code, place_name(db, node.code)});
        }
      }
    }
    if (count.areas > 0) out.levels.push_back(std::move(count));
  }
  return out;
}

OneAnswer one(host::QueryContext& context, const Outlines& outlines, const OneParams& params) {
  auto& db = context.db;
  const Instant known = params.as_of.value_or(context.now);
  OneAnswer out;
  out.area = area::current_code(db, params.area);
  out.name = place_name(db, out.area);
  auto place = outlines.place(db, out.area, known);
  out.from = place.from;
  for (const auto& code : place.missing) out.missing.push_back({code, place_name(db, code)});
  if (!place.shape.empty()) {
    out.square_metres = static_cast<std::int64_t>(geo::area(place.shape) + 0.5);
    out.shape = std::move(place.shape);
  }
  for (const auto& step : steps_of(db, out.area)) {
    if (step.recorded > known) continue;
    StepLine line;
    line.entry = step.entry;
    line.what = step.drawn ? "drawn" : "removed";
    if (step.drawn) line.how = step.how;
    line.recorded = step.recorded;
    if (step.known_to <= known) line.undone = step.known_to;
    line.actor = step.actor;
    out.history.push_back(std::move(line));
  }
  return out;
}

}  // namespace

void declare_questions(host::Declaration& to, const Outlines& outlines, const sites::Sites& sites) {
  to.question<MapParams, MapAnswer>(
      {"/api/outlines/map", Permission::see_figures, "轮廓图", "the map of an area",
       area_now<MapParams>,
       [&](host::QueryContext& context, const MapParams& p) -> Result<MapAnswer> {
         return map(context, outlines, sites, p);
       }});
  to.question<OneParams, OneAnswer>(
      {"/api/outlines/area", Permission::see_figures, "一个区域的轮廓",
       "the outline of one area with its history", area_now<OneParams>,
       [&](host::QueryContext& context, const OneParams& p) -> Result<OneAnswer> {
         return one(context, outlines, p);
       }});
  to.document<MapParams>(
      {"/api/outlines/outlines.geojson", Permission::see_figures, "轮廓（GeoJSON）",
       "outlines as GeoJSON", area_now<MapParams>,
       [&](host::QueryContext& context, const MapParams& p) -> Result<host::File> {
         const auto area = area::current_code(context.db, p.area);
         return host::File{
             area + ".geojson", "application/geo+json",
             export_geojson(context.db, outlines, sites, area, p.on.value_or(context.today()),
                            p.as_of.value_or(context.now), context.language)};
       }});
}

}  // namespace fx::outlines
