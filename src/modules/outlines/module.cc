#include <algorithm>

#include "area/code.h"
#include "geo/geometry.h"
#include "modules/outlines/state.h"

namespace fx::outlines {
namespace {

constexpr std::size_t kMostAreas = 10'000;  // of a level under one parent

geo::Shape read_shape(std::string_view text) {
  auto shape = json::read_text<geo::Shape>(text);
  FX_CHECK(shape.has_value());
  return std::move(*shape);
}

class Impl final : public Outlines {
 public:
  explicit Impl(const sites::Sites& sites) : sites_(sites) {}
  [[nodiscard]] std::string_view name() const override { return "outlines"; }

  void declare(host::Declaration& to) override {
    declare_views(to);
    declare_commands(to, *this);
    declare_questions(to, *this, sites_);
    declare_import(to, *this, sites_);
  }

  void each(
      store::Session& db, std::string_view area, Instant known,
      const std::function<void(const std::string&, const geo::Shape&)>& visit) const override {
    const auto [low, high] = area::range(area);
    auto q = db.query(
        "select area, shape from outlines_shape where $1 <= area and area < $2 and"
        " known_from <= $3 and $3 < known_to order by area",
        low, high, known);
    while (q.next()) visit(q.string(0), read_shape(q.text(1)));
  }

  [[nodiscard]] std::optional<geo::Shape> of(store::Session& db, std::string_view area,
                                             Instant known) const override {
    auto q = db.query(
        "select shape from outlines_shape where area = $1 and known_from <= $2 and $2 < known_to",
        area, known);
    if (!q.next()) return std::nullopt;
    return read_shape(q.text(0));
  }

  [[nodiscard]] Place place(store::Session& db, std::string_view area,
                            Instant known) const override {
    if (auto own = of(db, area, known)) return {From::own, std::move(*own), {}};
    // The outermost of those inside: codes sort an area directly before what is under it.
    std::vector<std::pair<std::string, geo::Shape>> parts;
    {
      const auto [low, high] = area::range(area);
      auto q = db.query(
          "select area, shape from outlines_shape where $1 <= area and area < $2 and"
          " known_from <= $3 and $3 < known_to order by area",
          low, high, known);
      while (q.next()) {
        if (!parts.empty() && area::contains(parts.back().first, q.text(0))) continue;
        parts.emplace_back(q.string(0), read_shape(q.text(1)));
      }
    }
    Place out;
    if (!parts.empty()) {
      std::vector<const geo::Shape*> shapes;
      for (const auto& [code, shape] : parts) {
        if (shape.is_outline()) shapes.push_back(&shape);
      }
      out.shape = shapes.empty() ? parts.front().second : geo::united(shapes);
      out.from = From::parts;
      auto part = parts.begin();
      for (const auto& node : area::of_level(db, area, area::Level::kBuilding, kMostAreas)) {
        while (part != parts.end() && part->first < node.code &&
               !area::contains(part->first, node.code)) {
          ++part;
        }
        const bool drawn = part != parts.end() && (area::contains(part->first, node.code) ||
                                                   area::contains(node.code, part->first));
        if (!drawn && out.missing.size() < kMostMissing) out.missing.push_back(node.code);
      }
      return out;
    }
    for (auto at = std::string(area);
         area::level_of(at) > area::Level::kBuilding && !(at = area::parent(at)).empty();) {
      if (auto around = of(db, at, known)) return {From::around, std::move(*around), {}};
    }
    return out;
  }

  [[nodiscard]] std::optional<std::vector<std::string>> near(store::Session& db,
                                                             const std::string& area, double metres,
                                                             Instant known) const override {
    const auto own = of(db, area, known);
    const auto level = area::level_of(area);
    if (!own || !level) return std::nullopt;
    const auto county = area::at_level(area, area::Level::kCounty);
    const auto [low, high] = area::range(county.empty() ? area::kCountry : county);
    const auto around = geo::grown(*geo::box(*own), metres);
    std::vector<std::string> out;
    auto q = db.query(
        "select area, shape from outlines_shape where level = $1 and low_lat <= $2 and"
        " high_lat >= $3 and low_lon <= $4 and high_lon >= $5 and $6 <= area and area < $7 and"
        " known_from <= $8 and $8 < known_to order by area",
        static_cast<int>(*level), around.high.lat, around.low.lat, around.high.lon, around.low.lon,
        low, high, known);
    while (q.next()) {
      if (q.text(0) == area) continue;
      if (geo::distance(*own, read_shape(q.text(1))) <= metres) out.push_back(q.string(0));
    }
    return out;
  }

 private:
  const sites::Sites& sites_;
};

// --- what a map shows ----------------------------------------------------------------------------

constexpr std::size_t kMostOnMap = 4'000;
constexpr std::size_t kMostSites = 2'500;
constexpr double kDetail = 4'000;  // so many steps across a map can be told apart

}  // namespace

std::unique_ptr<Outlines> make_module(const sites::Sites& sites) {
  return std::make_unique<Impl>(sites);
}

Map map_of(store::Session& db, const Outlines& outlines, const sites::Sites& sites,
           const std::string& area, const std::vector<std::string>& also, Day on, Instant known,
           Language language) {
  Map out;
  const auto community = area::at_level(area, area::Level::kCommunity);
  out.area = community.empty() ? area : community;
  out.area_name = place_name(db, out.area);
  const auto inside = [&](const std::string& code) {
    return area::contains(area, code) ||
           std::any_of(also.begin(), also.end(),
                       [&](const auto& one) { return area::contains(one, code); });
  };
  std::vector<MapArea> found;
  std::optional<geo::Box> around;
  outlines.each(db, out.area, known, [&](const std::string& code, const geo::Shape& shape) {
    const auto level = *area::level_of(code);
    if (level > area::Level::kBuilding) return;
    if (level == area::Level::kBuilding && !inside(code)) return;
    found.push_back({code, "", std::string(area::en(level)), shape});
    const auto own = *geo::box(shape);
    around = around ? geo::join(*around, own) : own;
  });
  const auto level_of = [](const MapArea& one) { return *area::level_of(one.area); };
  std::stable_sort(found.begin(), found.end(),
                   [&](const MapArea& a, const MapArea& b) { return level_of(a) < level_of(b); });
  // Whole levels, so that what is missing is told by what is there.
  while (found.size() > kMostOnMap) {
    out.cut = true;
    const auto deepest = level_of(found.back());
    if (level_of(found.front()) == deepest) {
      found.resize(kMostOnMap);
      break;
    }
    while (level_of(found.back()) == deepest) found.pop_back();
  }
  double across = 0;
  if (around) {
    geo::Shape corners{{},
                       {{{around->low.lon, around->low.lat, around->high.lon, around->high.lat}}}};
    across = geo::extent(corners);
  }
  for (auto& one : found) {
    one.name = area::level_of(one.area) > area::Level::kCommunity ? area::address(db, one.area)
                                                                  : area::name(db, one.area);
    one.shape = geo::simplified(one.shape, across / kDetail);
    out.areas.push_back(std::move(one));
  }
  sites.each(db, host::Frame::make(out.area, on, known), [&](const sites::Site& site) {
    if (!site.facts.shape || (!sites::is_gate(site.facts.kind) && !inside(site.area))) return;
    if (out.sites.size() == kMostSites) {
      out.cut = true;
      return;
    }
    const auto point = *geo::middle(*site.facts.shape);
    out.sites.push_back({site.id,
                         site.facts.kind,
                         std::string(sites::name(site.facts.kind, language)),
                         sites::is_gate(site.facts.kind),
                         site.facts.name,
                         site.area,
                         site.state == sites::State::open,
                         {point.lon, point.lat}});
  });
  return out;
}

}  // namespace fx::outlines
