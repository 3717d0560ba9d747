#include "modules/zones/lines.h"

#include <algorithm>

#include "area/code.h"
#include "identity/person.h"

namespace fx::zones {

std::optional<ZoneLine> line_of(store::Session& db, const Ulid& zone, const host::Frame& frame,
                                Language language) {
  const auto steps = standing(steps_of(db, zone), frame.known);
  if (steps.empty()) return std::nullopt;
  ZoneLine out;
  out.zone = zone;
  out.since = steps.front().event.at;
  out.case_id = steps.front().case_id;
  std::optional<int> days;
  Instant counted = out.since;
  // What has taken effect by then, the drawing in any case.
  const Step* last = &steps.front();
  for (const auto& step : steps) {
    if (&step != &steps.front() && step.event.at > frame.moment) break;
    last = &step;
    if (step.event.kind) {
      out.kind = *step.event.kind;
      out.ground = step.ground;
      out.rule = step.rule;
      days = step.days;
      counted = step.event.at;
    } else if (step.days) {
      days = step.days;
    }
    if (step.event.what == Event::What::kLifted) out.lifted_at = step.event.at;
  }
  out.kind_name = name(out.kind, language);
  out.state = out.lifted_at              ? State::lifted
              : out.since > frame.moment ? State::coming
                                         : State::in_force;
  out.document = last->document;
  out.reason = identity::text_of(db, last->entry, kReason);
  const Day first = day_of(counted);
  if (days) out.last = first + *days - 1;
  if (out.ground && out.ground->longest_days) {
    out.longest_last = first + *out.ground->longest_days - 1;
    out.past_longest = out.state == State::in_force && day_of(frame.moment) > *out.longest_last;
  }
  const Instant at = out.state == State::lifted   ? Instant{out.lifted_at->millis - 1}
                     : out.state == State::coming ? out.since
                                                  : frame.moment;
  for (const auto& part : timeline(zone, events_of(steps))) {
    if (part.since <= at && at < part.until) {
      out.areas.push_back({part.area, place_name(db, part.area)});
    }
  }
  std::sort(out.areas.begin(), out.areas.end(),
            [](const AreaLine& a, const AreaLine& b) { return a.area < b.area; });
  return out;
}

Inside inside(store::Session& db, const ZoneLine& zone, const host::Frame& frame) {
  Inside out;
  if (zone.state == State::lifted) return out;
  const auto map = map_of(db, frame.area, frame.moment, frame.known);
  const auto rules_here = [&](std::string_view dwelling) {
    const auto* part = map.of(dwelling);
    return part == nullptr || part->zone == zone.zone || part->kind > zone.kind ||
           (part->kind == zone.kind && zone.state == State::coming);
  };
  std::vector<std::string> roots;
  for (const auto& area : zone.areas) {
    if (area::contains(area.area, frame.area)) {
      roots = {frame.area};
      break;
    }
    if (area::contains(frame.area, area.area)) roots.push_back(area.area);
  }
  for (const auto& root : roots) {
    host::Frame part = frame;
    part.area = root;
    registry::each_household(
        db, part, [&](const Ulid& household, std::string_view dwelling, bool empty) {
          if (rules_here(dwelling)) {
            out.households.push_back({household, std::string(dwelling), empty});
          }
        });
    registry::each_resident(
        db, part,
        [&](const Ulid& person, const Ulid& household, std::string_view dwelling,
            std::uint32_t flags) {
          if (rules_here(dwelling)) {
            out.people.push_back({person, household, std::string(dwelling), flags});
          } else {
            ++out.people_elsewhere;
          }
        });
  }
  return out;
}

}  // namespace fx::zones
