#include "modules/zones/places.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "area/code.h"
#include "geo/geojson.h"
#include "geo/geometry.h"
#include "modules/zones/proposal.h"

namespace fx::zones {

const outlines::Place& Terrain::of(const std::string& area) {
  const auto it = places_.find(area);
  if (it != places_.end()) return it->second;
  return places_.emplace(area, outlines_.place(db_, area, known_)).first->second;
}

bool Terrain::covers(const std::string& area, const geo::Point& point) {
  const auto& place = of(area);
  // What lies around it is no outline of its own.
  if (place.from == outlines::From::nothing || place.from == outlines::From::around) return false;
  const auto around = geo::box(place.shape);
  return geo::touch(*around, {point, point}) && geo::covers(place.shape, point);
}

std::vector<SiteLine> sites_inside(host::QueryContext& context, const Parts& parts,
                                   const ZoneLine& zone, const host::Frame& frame) {
  std::vector<SiteLine> out;
  if (zone.state == State::lifted) return out;
  auto& db = context.db;
  Terrain ground(db, parts.outlines, frame.known);
  const auto map = map_of(db, frame.area, frame.moment, frame.known);
  const auto in_force = map.parts();
  // A shop may be recorded at its community and stand in front of one building of it: whatever is
  // recorded around the zone is looked at too.
  const auto community = area::at_level(frame.area, area::Level::kCommunity);
  auto wide = frame;
  if (!community.empty()) wide.area = community;
  parts.sites.each(db, wide, [&](const sites::Site& site) {
    std::optional<geo::Point> at;
    if (site.facts.shape) at = geo::middle(*site.facts.shape);
    bool by_outline = false;
    const auto stands_in = [&](const std::string& area) {
      if (area::contains(area, site.area)) return true;
      // Its code says which building it is in, whatever its point says.
      if (!at || !area::contains(site.area, area) || !ground.covers(area, *at)) return false;
      by_outline = true;
      return true;
    };
    const bool inside = stands_in(frame.area) &&
                        std::any_of(zone.areas.begin(), zone.areas.end(),
                                    [&](const AreaLine& one) { return stands_in(one.area); });
    if (!inside) return;
    const Part* ruling = nullptr;
    const bool outlined = by_outline;
    for (const auto* part : in_force) {
      if ((ruling == nullptr || part->kind < ruling->kind) && stands_in(part->area)) ruling = part;
    }
    const bool here = ruling == nullptr || ruling->zone == zone.zone || ruling->kind > zone.kind ||
                      (ruling->kind == zone.kind && zone.state == State::coming);
    if (!here) return;
    out.push_back(
        {site.id, site.facts.kind, std::string(sites::name(site.facts.kind, context.language)),
         sites::is_gate(site.facts.kind), site.facts.name, site.area, place_name(db, site.area),
         site.state, site.facts.address, site.facts.phone, outlined});
  });
  std::sort(out.begin(), out.end(), [](const SiteLine& a, const SiteLine& b) {
    return std::tie(a.kind, a.area, a.name, a.site) < std::tie(b.kind, b.area, b.name, b.site);
  });
  return out;
}

// --- the map -------------------------------------------------------------------------------------

namespace {

using access::Permission;

struct AreaMapParams {
  std::string area;
  std::optional<Day> on;
  std::optional<Instant> as_of;
};
BOOST_DESCRIBE_STRUCT(AreaMapParams, (), (area, on, as_of))

struct ZoneMapParams {
  Ulid zone;
  std::optional<std::string> area;  // only the part that lies in it
  std::optional<Day> on;
  std::optional<Instant> as_of;
};
BOOST_DESCRIBE_STRUCT(ZoneMapParams, (), (zone, area, on, as_of))

struct ProposalMapParams {
  Ulid case_id;
  std::optional<Day> on;
  std::optional<Instant> as_of;
  std::optional<int> metres;
};
BOOST_DESCRIBE_STRUCT(ProposalMapParams, (), (case_id, on, as_of, metres))

struct MapPart {
  std::string area;
  std::string name;
  outlines::From from = outlines::From::nothing;
  geo::Shape shape;
  std::vector<AreaLine> missing;  // where it is made of parts: buildings without an outline
};
BOOST_DESCRIBE_STRUCT(MapPart, (), (area, name, from, shape, missing))

struct MapZone {
  std::optional<Ulid> zone;  // nothing: proposed
  Kind kind = Kind::control;
  std::string kind_name;
  State state = State::in_force;
  bool asked = false;  // it is the one asked for
  std::vector<MapPart> parts;
  geo::Shape outline;  // all of it that has one
};
BOOST_DESCRIBE_STRUCT(MapZone, (), (zone, kind, kind_name, state, asked, parts, outline))

struct MapAnswer {
  outlines::Map map;
  std::vector<MapZone> zones;  // the mildest first, as they are painted over one another
};
BOOST_DESCRIBE_STRUCT(MapAnswer, (), (map, zones))

class Painter {
 public:
  Painter(host::QueryContext& context, const Parts& parts, std::string shown, Instant known)
      : context_(context), shown_(std::move(shown)), ground_(context.db, parts.outlines, known) {}

  void add(MapZone zone, const std::vector<AreaLine>& areas) {
    std::vector<const geo::Shape*> shapes;
    for (const auto& one : areas) {
      const bool covers = area::contains(one.area, shown_);
      if (!covers && !area::contains(shown_, one.area)) continue;
      // Of what reaches beyond the map only what is shown.
      const auto& area = covers ? shown_ : one.area;
      const auto& place = ground_.of(area);
      MapPart part{one.area, one.name, place.from, place.shape, {}};
      for (const auto& code : place.missing) {
        part.missing.push_back({code, place_name(context_.db, code)});
      }
      zone.parts.push_back(std::move(part));
    }
    if (zone.parts.empty()) return;
    for (const auto& part : zone.parts) shapes.push_back(&part.shape);
    zone.outline = geo::united(shapes);
    zones_.push_back(std::move(zone));
  }

  std::vector<MapZone> take() {
    std::stable_sort(zones_.begin(), zones_.end(),
                     [](const MapZone& a, const MapZone& b) { return a.kind > b.kind; });
    return std::move(zones_);
  }

 private:
  host::QueryContext& context_;
  std::string shown_;
  Terrain ground_;
  std::vector<MapZone> zones_;
};

MapZone map_zone(const ZoneLine& line) {
  return {line.zone, line.kind, line.kind_name, line.state, false, {}, {}};
}
std::string around(const std::string& area) {
  auto community = area::at_level(area, area::Level::kCommunity);
  return community.empty() ? area : community;
}

using Painting = std::vector<std::pair<MapZone, std::vector<AreaLine>>>;

MapAnswer paint(host::QueryContext& context, const Parts& parts, const std::string& area, Day on,
                Instant known, Painting&& zones) {
  const auto shown = around(area);
  Painter painter(context, parts, shown, known);
  for (auto& [zone, areas] : zones) painter.add(std::move(zone), areas);
  return {outlines::map_of(context.db, parts.outlines, parts.sites, shown, {}, on, known,
                           context.language),
          painter.take()};
}

// Those in force in an area; of one zone that one, in force or not, and those around it.
MapAnswer map_of_zones(host::QueryContext& context, const Parts& parts, const std::string& area,
                       std::optional<Ulid> asked, Day on, Instant known) {
  auto& db = context.db;
  const auto frame = host::Frame::make(around(area), on, known);
  std::set<Ulid> ids;
  for (const auto& part : parts_of(db, frame.area, frame.moment, known, false)) {
    if (part.since <= frame.moment) ids.insert(part.zone);
  }
  if (asked) ids.insert(*asked);
  Painting zones;
  for (const auto& id : ids) {
    auto line = line_of(db, id, frame, context.language);
    if (!line) continue;
    auto zone = map_zone(*line);
    zone.asked = !asked || *asked == id;
    zones.emplace_back(std::move(zone), std::move(line->areas));
  }
  return paint(context, parts, area, on, known, std::move(zones));
}

Result<MapAnswer> map_of_zone(host::QueryContext& context, const Parts& parts,
                              const ZoneMapParams& params) {
  auto home = area_of_zone(context.db, params.zone);
  if (!home) return home.error();
  return map_of_zones(context, parts, params.area.value_or(*home), params.zone,
                      params.on.value_or(context.today()), params.as_of.value_or(context.now));
}

Result<MapAnswer> map_of_proposal(host::QueryContext& context, const Parts& parts,
                                  const ProposalMapParams& params) {
  const Day on = params.on.value_or(context.today());
  const Instant known = params.as_of.value_or(context.now);
  const auto one = parts.cases.find(context.db, params.case_id, known);
  if (!one) return refuse(kNoCase, "case_id");
  const auto proposal = propose(context, parts, *one, on, known, params.metres);
  Painting zones;
  for (const auto& zone : proposal.zones) {
    std::vector<AreaLine> areas;
    for (const auto& area : zone.areas) areas.push_back({area.area, area.name});
    zones.emplace_back(
        MapZone{std::nullopt, zone.kind, zone.kind_name, State::coming, true, {}, {}},
        std::move(areas));
  }
  return paint(context, parts, proposal.area, on, known, std::move(zones));
}

Result<host::File> outline_file(host::QueryContext& context, const Parts& parts,
                                const ZoneMapParams& params) {
  auto& db = context.db;
  auto home = area_of_zone(db, params.zone);
  if (!home) return home.error();
  const auto frame =
      host::Frame::make(params.area.value_or(*home), params.on.value_or(context.today()),
                        params.as_of.value_or(context.now));
  const auto line = line_of(db, params.zone, frame, context.language);
  if (!line) return refuse(kNoZone, "zone");
  Painter painter(context, parts, frame.area, frame.known);
  painter.add(map_zone(*line), line->areas);
  std::vector<std::pair<json::Object, geo::Shape>> features;
  for (auto& zone : painter.take()) {
    json::Object all{{"zone", params.zone.text()},
                     {"kind", json::enum_name(zone.kind)},
                     {"kind_name", zone.kind_name},
                     {"state", json::enum_name(zone.state)},
                     {"since", iso(line->since)}};
    if (line->last) all["last"] = iso(*line->last);
    if (line->document) all["document"] = *line->document;
    features.emplace_back(std::move(all), std::move(zone.outline));
    for (auto& part : zone.parts) {
      features.emplace_back(
          json::Object{
              {"code", part.area}, {"name", part.name}, {"outline", json::enum_name(part.from)}},
          std::move(part.shape));
    }
  }
  for (const auto& site : sites_inside(context, parts, *line, frame)) {
    const auto whole = parts.sites.find(db, site.site, frame.day, frame.known);
    features.emplace_back(json::Object{{"site", site.site.text()},
                                       {"kind", json::enum_name(site.kind)},
                                       {"kind_name", site.kind_name},
                                       {"name", site.name},
                                       {"in", site.area}},
                          whole && whole->facts.shape ? *whole->facts.shape : geo::Shape());
  }
  return host::File{
      "zone-" + std::string(json::enum_name(line->kind)) + "-" + iso(frame.day) + ".geojson",
      "application/geo+json", geo::write_geojson(features)};
}

}  // namespace

void declare_maps(host::Declaration& to, const Parts& parts) {
  to.question<AreaMapParams, MapAnswer>(
      {"/api/zones/map", Permission::see_figures, "管控区域图", "the map of an area's zones",
       host::known_area<AreaMapParams>,
       [&parts](host::QueryContext& context, const AreaMapParams& p) -> Result<MapAnswer> {
         return map_of_zones(context, parts, p.area, std::nullopt, p.on.value_or(context.today()),
                             p.as_of.value_or(context.now));
       }});
  to.question<ZoneMapParams, MapAnswer>(
      {"/api/zones/zone/{zone}/map", Permission::see_figures, "一个管控区域的图",
       "the map of one zone", area_asked<ZoneMapParams>,
       [&parts](host::QueryContext& context, const ZoneMapParams& p) {
         return map_of_zone(context, parts, p);
       }});
  to.question<ProposalMapParams, MapAnswer>(
      {"/api/zones/proposal/{case_id}/map", Permission::see_figures, "建议划定区域的图",
       "the map of the zones proposed for a case",
       [&parts](store::Session& db, const ProposalMapParams& p) -> Result<std::string> {
         const auto one = parts.cases.find(db, p.case_id, kAsNow);
         if (!one) return refuse(kNoCase, "case_id");
         return one->area;
       },
       [&parts](host::QueryContext& context, const ProposalMapParams& p) {
         return map_of_proposal(context, parts, p);
       }});
  to.document<ZoneMapParams>({"/api/zones/zone/{zone}/outline.geojson", Permission::see_figures,
                              "管控区域轮廓（GeoJSON）", "the outline of a zone as GeoJSON",
                              area_asked<ZoneMapParams>,
                              [&parts](host::QueryContext& context, const ZoneMapParams& p) {
                                return outline_file(context, parts, p);
                              }});
}

}  // namespace fx::zones
