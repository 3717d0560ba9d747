// Where zones lie and which sites are inside them. For this folder only.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "modules/zones/lines.h"

namespace fx::zones {

struct SiteLine {
  Ulid site;
  sites::Kind kind = sites::Kind::institution;
  std::string kind_name;
  bool gate = false;
  std::string name;
  std::string area;
  std::string area_name;
  sites::State state = sites::State::open;
  std::optional<std::string> address;
  std::optional<std::string> phone;
  // It is recorded less closely than the zone is drawn, and its point lies in the zone's outline.
  bool by_outline = false;
};
BOOST_DESCRIBE_STRUCT(SiteLine, (),
                      (site, kind, kind_name, gate, name, area, area_name, state, address, phone,
                       by_outline))

// Outlines of areas, each looked up once.
class Terrain {
 public:
  Terrain(store::Session& db, const outlines::Outlines& outlines, Instant known)
      : db_(db), outlines_(outlines), known_(known) {}
  const outlines::Place& of(const std::string& area);
  bool covers(const std::string& area, const geo::Point& point);

 private:
  store::Session& db_;
  const outlines::Outlines& outlines_;
  Instant known_;
  std::map<std::string, outlines::Place> places_;
};

// The sites inside a zone as far as it lies in the frame's area, where no stricter zone rules, by
// kind and name. None of a zone that has been lifted.
std::vector<SiteLine> sites_inside(host::QueryContext& context, const Parts& parts,
                                   const ZoneLine& zone, const host::Frame& frame);

}  // namespace fx::zones
