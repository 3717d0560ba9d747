#include <algorithm>

#include "area/code.h"
#include "geo/geometry.h"
#include "modules/outlines/state.h"

namespace fx::outlines {
namespace {

// The shape in units of 1e-7 degree, WGS84: {"polygons": [[[lon, lat, lon, lat ...]]]} or
// {"point": [lon, lat]}. Result: {"doubts": [...]}, what a person should look at.
struct Draw {
  static constexpr std::string_view kName = "outlines.draw";
  std::string area;
  geo::Shape shape;
};
BOOST_DESCRIBE_STRUCT(Draw, (), (area, shape))

struct Remove {
  static constexpr std::string_view kName = "outlines.remove";
  std::string area;
};
BOOST_DESCRIBE_STRUCT(Remove, (), (area))

// Takes back the last thing that stands.
struct Undo {
  static constexpr std::string_view kName = "outlines.undo";
  std::string area;
};
BOOST_DESCRIBE_STRUCT(Undo, (), (area))

Result<host::Done> run_draw(host::CommandContext& context, const Outlines& outlines,
                            const Draw& given) {
  const auto area = area_now(context.db, given);
  if (!area) return area.error();
  if (auto status = geo::check(given.shape); !status) {
    auto why = status.error();
    why.field = "shape";
    return why;
  }
  const auto shape = geo::tidied(given.shape);
  if (!draw(context, outlines, *area, shape, How::hand, {}, {})) return refuse(kNoChange, "shape");
  json::Array doubts;
  const auto zh = doubts_about(context.db, outlines, *area, shape, Language::kZh);
  const auto en = doubts_about(context.db, outlines, *area, shape, Language::kEn);
  for (std::size_t i = 0; i < zh.size(); ++i) {
    doubts.push_back(json::Object{{"code", zh[i].code()},
                                  {"message_zh", zh[i].message(Language::kZh)},
                                  {"message_en", en[i].message(Language::kEn)},
                                  {"remedy_zh", zh[i].remedy(Language::kZh)},
                                  {"remedy_en", en[i].remedy(Language::kEn)}});
  }
  host::Done done;
  done.result = json::Object{{"doubts", std::move(doubts)}};
  return done;
}

Result<host::Done> run_remove(host::CommandContext& context, const Outlines& outlines,
                              const Remove& given) {
  const auto area = area_now(context.db, given);
  if (!area) return area.error();
  if (!outlines.of(context.db, *area, kAsNow)) {
    return refuse(kNothingThere, "area", {{"area", *area}});
  }
  context.append({Ulid(), *area}, Removed{});
  return host::Done{};
}

Result<host::Done> run_undo(host::CommandContext& context, const Undo& given) {
  const auto area = area_now(context.db, given);
  if (!area) return area.error();
  const auto steps = standing(steps_of(context.db, *area), kAsNow);
  if (steps.empty()) return refuse(kNothingThere, "area", {{"area", *area}});
  context.append({Ulid(), *area, steps.back().entry}, Undone{});
  return host::Done{};
}

// No building is wider, and no compound: a guard against another level's outline, and against
// metres that were taken for degrees.
double most_metres(area::Level level) {
  switch (level) {
    case area::Level::kDwelling:
    case area::Level::kUnit:
      return 300;
    case area::Level::kBuilding:
      return 1'000;
    case area::Level::kCompound:
      return 10'000;
    case area::Level::kGrid:
    case area::Level::kCommunity:
      return 100'000;
    default:
      return 6'000'000;
  }
}

constexpr double kMostOutside = 0.1;  // of an outline
constexpr double kMostOverlap = 0.2;

std::string percent(double share) { return std::to_string(static_cast<int>(share * 100 + 0.5)); }

}  // namespace

bool draw(host::CommandContext& context, const Outlines& outlines, const std::string& area,
          const geo::Shape& shape, How how, std::optional<Ulid> import, std::optional<int> row) {
  if (outlines.of(context.db, area, kAsNow) == shape) return false;
  context.append({Ulid(), area}, Drawn{shape, how, import, row});
  return true;
}

std::vector<Refusal> doubts_about(store::Session& db, const Outlines& outlines,
                                  const std::string& area, const geo::Shape& shape,
                                  Language language) {
  std::vector<Refusal> out;
  const auto level = *area::level_of(area);
  if (const double wide = geo::extent(shape); wide > most_metres(level)) {
    out.push_back(refuse(
        kTooBig, "geometry",
        {{"level", std::string(language == Language::kZh ? area::zh(level) : area::en(level))},
         {"metres", std::to_string(static_cast<std::int64_t>(wide))}}));
  }
  for (auto at = area::parent(area); !at.empty(); at = area::parent(at)) {
    const auto above = outlines.of(db, at, kAsNow);
    if (!above || !above->is_outline()) continue;
    if (const double outside = geo::share_outside(shape, *above); outside > kMostOutside) {
      out.push_back(refuse(kOutsideAbove, "geometry",
                           {{"percent", percent(outside)}, {"above", place_name(db, at)}}));
    }
    break;
  }
  if (shape.is_outline() && level > area::Level::kCommunity) {
    // Grids may cross compounds; compounds and buildings do not overlap.
    std::vector<std::string> touching;
    if (level != area::Level::kGrid) {
      touching = outlines.near(db, area, 0, kAsNow).value_or(touching);
    }
    for (const auto& other : touching) {
      const auto there = outlines.of(db, other, kAsNow);
      if (!there->is_outline()) continue;
      const double overlap = 1 - geo::share_outside(shape, *there);
      if (overlap <= kMostOverlap) continue;
      out.push_back(refuse(kOverlaps, "geometry",
                           {{"other", place_name(db, other)}, {"percent", percent(overlap)}}));
      break;
    }
  }
  return out;
}

void declare_commands(host::Declaration& to, const Outlines& outlines) {
  to.command<Draw>({kManage, "画区域轮廓", "draw the outline of an area", area_now<Draw>,
                    [&outlines](host::CommandContext& context, const Draw& c) {
                      return run_draw(context, outlines, c);
                    }});
  to.command<Remove>({kManage, "删去区域轮廓", "remove the outline of an area", area_now<Remove>,
                      [&outlines](host::CommandContext& context, const Remove& c) {
                        return run_remove(context, outlines, c);
                      }});
  to.command<Undo>({kManage, "撤销区域轮廓最近一次变动", "undo the last change of an outline",
                    area_now<Undo>, run_undo});
}

}  // namespace fx::outlines
