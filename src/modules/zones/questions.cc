// The zones of an area.
#include <algorithm>
#include <set>

#include "modules/zones/lines.h"

namespace fx::zones {
namespace {

using access::Permission;

constexpr int kDefaultLimit = 50;
constexpr int kMaxLimit = 500;

struct ListParams {
  std::string area;
  std::optional<Day> on;  // default: now
  std::optional<Instant> as_of;
  std::optional<State> state;  // default: in force and coming
  std::optional<int> limit;
  std::optional<Ulid> after;
};
BOOST_DESCRIBE_STRUCT(ListParams, (), (area, on, as_of, state, limit, after))

struct KindCount {
  Kind kind = Kind::control;
  std::string name;
  std::int64_t zones = 0;
  std::int64_t households = 0;
  std::int64_t people = 0;
};
BOOST_DESCRIBE_STRUCT(KindCount, (), (kind, name, zones, households, people))

struct ZoneList {
  std::string area;
  Day on;
  std::optional<Ulid> ruling;  // the zone that the area as a whole is in
  std::vector<KindCount> in_force;
  std::int64_t total = 0;
  std::vector<ZoneLine> zones;  // the strictest first, then by drawing
  std::optional<Ulid> next;
};
BOOST_DESCRIBE_STRUCT(ZoneList, (), (area, on, ruling, in_force, total, zones, next))

Result<ZoneList> list(host::QueryContext& context, const ListParams& params) {
  auto& db = context.db;
  const Day on = params.on.value_or(context.today());
  const auto frame = host::Frame::make(params.area, on, params.as_of.value_or(context.now));
  ZoneList out;
  out.area = params.area;
  out.on = on;
  const auto map = map_of(db, params.area, frame.moment, frame.known);
  if (const auto* part = map.of(params.area)) out.ruling = part->zone;

  const bool lifted = params.state == State::lifted;
  std::set<Ulid> ids;
  for (const auto& part : parts_of(db, params.area, frame.moment, frame.known, lifted)) {
    ids.insert(part.zone);
  }
  std::vector<ZoneLine> lines;
  for (const auto& id : ids) {
    auto line = line_of(db, id, frame, context.language);
    if (!line) continue;
    const bool shown = params.state ? line->state == *params.state : line->state != State::lifted;
    if (!shown) continue;
    lines.push_back(std::move(*line));
  }
  std::sort(lines.begin(), lines.end(), [](const ZoneLine& a, const ZoneLine& b) {
    return a.kind != b.kind ? a.kind < b.kind : a.zone < b.zone;
  });
  out.total = static_cast<std::int64_t>(lines.size());
  const auto limit =
      static_cast<std::size_t>(std::clamp(params.limit.value_or(kDefaultLimit), 1, kMaxLimit));
  bool begun = !params.after.has_value();
  for (auto& line : lines) {
    const bool last = params.after == line.zone;
    if (begun && out.zones.size() < limit) {
      const auto who = inside(db, line, frame);
      line.households = static_cast<std::int64_t>(who.households.size());
      line.people = static_cast<std::int64_t>(who.people.size());
      out.zones.push_back(std::move(line));
    } else if (begun && !out.next) {
      out.next = out.zones.back().zone;
    }
    begun = begun || last;
  }
  // Of all that are in force, listed on this page or not.
  std::map<Kind, KindCount> kinds;
  std::map<Kind, std::set<Ulid>> zones;
  for (const auto* part : map.parts()) zones[part->kind].insert(part->zone);
  for (const auto& [kind, all] : zones) {
    kinds[kind] = {kind, std::string(name(kind, context.language)),
                   static_cast<std::int64_t>(all.size()), 0, 0};
  }
  for (const auto& root : map.covered(params.area)) {
    host::Frame part = frame;
    part.area = root;
    registry::each_household(db, part, [&](const Ulid&, std::string_view dwelling, bool) {
      ++kinds[map.of(dwelling)->kind].households;
    });
    registry::each_resident(
        db, part, [&](const Ulid&, const Ulid&, std::string_view dwelling, std::uint32_t) {
          ++kinds[map.of(dwelling)->kind].people;
        });
  }
  for (auto& [kind, count] : kinds) out.in_force.push_back(std::move(count));
  return out;
}

}  // namespace

void declare_questions(host::Declaration& to) {
  to.question<ListParams, ZoneList>({"/api/zones", Permission::see_figures, "管控区域",
                                     "zones of an area", host::known_area<ListParams>, list});
}

}  // namespace fx::zones
