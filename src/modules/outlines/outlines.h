// Outlines: where the areas of the tree lie. Drawn by hand or brought in as GeoJSON, kept in two
// times; maps, zones and neighbourhood stand on them. All that other modules see of it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/module.h"
#include "modules/outlines/entries.h"
#include "modules/sites/sites.h"

namespace fx::outlines {

// Where an area lies, as far as outlines tell.
enum class From {
  own,     // its own outline or point
  parts,   // it has none: those of what is inside it, joined
  around,  // nor has anything inside: that of the building it is in
  nothing
};
BOOST_DESCRIBE_ENUM(From, own, parts, around, nothing)
struct Place {
  From from = From::nothing;
  geo::Shape shape;
  // Buildings inside that have none, where `from` is parts; at most kMostMissing of them.
  std::vector<std::string> missing;
};
inline constexpr std::size_t kMostMissing = 100;

class Outlines : public host::Module {
 public:
  // What was known at `known` of the area and all under it, by code.
  virtual void each(
      store::Session& db, std::string_view area, Instant known,
      const std::function<void(const std::string& area, const geo::Shape& shape)>& visit) const = 0;
  [[nodiscard]] virtual std::optional<geo::Shape> of(store::Session& db, std::string_view area,
                                                     Instant known) const = 0;
  [[nodiscard]] virtual Place place(store::Session& db, std::string_view area,
                                    Instant known) const = 0;
  // The other areas of its level in the county whose outlines are no further from its own, by code.
  // Nothing where it has no outline.
  [[nodiscard]] virtual std::optional<std::vector<std::string>> near(store::Session& db,
                                                                     const std::string& area,
                                                                     double metres,
                                                                     Instant known) const = 0;
};

std::unique_ptr<Outlines> make_module(const sites::Sites& sites);

// --- what a map shows ----------------------------------------------------------------------------

struct MapArea {
  std::string area;
  std::string name;
  std::string level;
  geo::Shape shape;
};
BOOST_DESCRIBE_STRUCT(MapArea, (), (area, name, level, shape))

struct MapSite {
  Ulid site;
  sites::Kind kind = sites::Kind::institution;
  std::string kind_name;
  bool gate = false;
  std::string name;
  std::string area;
  bool open = true;
  std::vector<std::int32_t> point;
};
BOOST_DESCRIBE_STRUCT(MapSite, (), (site, kind, kind_name, gate, name, area, open, point))

struct Map {
  std::string area;  // that is shown: the one asked for, or the community around it
  std::string area_name;
  std::vector<MapArea> areas;  // the outer before the inner
  std::vector<MapSite> sites;
  bool cut = false;  // there is more than a map can show: the smallest are left out
};
BOOST_DESCRIBE_STRUCT(Map, (), (area, area_name, areas, sites, cut))

// Of the area: the community with its compounds, and the buildings inside the area and inside
// `also`. Sites: those of the area, and every gate of the community.
Map map_of(store::Session& db, const Outlines& outlines, const sites::Sites& sites,
           const std::string& area, const std::vector<std::string>& also, Day on, Instant known,
           Language language);

}  // namespace fx::outlines
