#include <algorithm>

#include "area/code.h"
#include "base/text.h"
#include "identity/person.h"
#include "modules/zones/state.h"

namespace fx::zones {
namespace {

using access::Permission;

// What the issuer says of the right to it; what is left out is as the rules in force say.
struct Draw {
  static constexpr std::string_view kName = "zones.draw";
  Kind kind = Kind::control;
  std::vector<std::string> areas;
  std::optional<Instant> from;  // default: when the command happened; may be ahead
  std::string reason;
  std::optional<std::string> document;
  std::optional<std::string> basis;
  std::optional<std::string> issuer;
  std::optional<std::string> appeal;
  std::optional<int> longest_days;
  std::optional<int> days;
  std::optional<Ulid> case_id;
};
BOOST_DESCRIBE_STRUCT(Draw, (),
                      (kind, areas, from, reason, document, basis, issuer, appeal, longest_days,
                       days, case_id))

struct Change {
  static constexpr std::string_view kName = "zones.change";
  Ulid zone;
  std::optional<Instant> at;
  std::optional<Kind> kind;
  std::vector<std::string> add;
  std::vector<std::string> remove;
  std::string reason;
  std::optional<std::string> document;
  std::optional<std::string> basis;
  std::optional<std::string> issuer;
  std::optional<std::string> appeal;
  std::optional<int> longest_days;
  std::optional<int> days;
};
BOOST_DESCRIBE_STRUCT(Change, (),
                      (zone, at, kind, add, remove, reason, document, basis, issuer, appeal,
                       longest_days, days))

struct Lift {
  static constexpr std::string_view kName = "zones.lift";
  Ulid zone;
  std::optional<Instant> at;
  std::string reason;
  std::optional<std::string> document;
};
BOOST_DESCRIBE_STRUCT(Lift, (), (zone, at, reason, document))

// Takes back the last thing that stands: a drawing, a change, a lifting.
struct Undo {
  static constexpr std::string_view kName = "zones.undo";
  Ulid zone;
};
BOOST_DESCRIBE_STRUCT(Undo, (), (zone))

Status check_areas(store::Session& db, const std::vector<std::string>& areas, const char* field) {
  if (areas.size() > kMostAreas) {
    return refuse(kTooMany, field, {{"max", std::to_string(kMostAreas)}});
  }
  for (std::size_t i = 0; i < areas.size(); ++i) {
    if (!area::exists(db, areas[i])) {
      return refuse(host::kNoSuchArea, std::string(field) + "[" + std::to_string(i) + "]",
                    {{"area", areas[i]}});
    }
  }
  return {};
}

Status check_words(const std::string& text, const char* field) {
  if (to_code_points(text).size() > kMostCharacters) {
    return refuse(kTooLong, field, {{"max", std::to_string(kMostCharacters)}});
  }
  return {};
}
Result<std::string> reason_of(const std::string& given) {
  auto reason = normalise(given);
  if (reason.empty()) return refuse(kNoReason, "reason");
  if (auto status = check_words(reason, "reason"); !status) return status.error();
  return reason;
}
Result<std::optional<std::string>> words_of(const std::optional<std::string>& given,
                                            const char* field) {
  if (!given) return std::optional<std::string>();
  auto text = normalise(*given);
  if (auto status = check_words(text, field); !status) return status.error();
  return text.empty() ? std::optional<std::string>() : std::optional(std::move(text));
}

struct Righted {
  std::optional<Ground> ground;
  std::optional<int> days;
  std::optional<std::string> rule;
};
// The ground of a kind: what is given, and otherwise what the rules say.
template <class Given>
Result<Righted> right_to(host::CommandContext& context, const Parts& parts, const Given& given,
                         Kind kind, const std::string& area, Instant from) {
  Righted out;
  Ground ground;
  if (const auto rule = rule_of_kind(context.db, parts.rules, area, day_of(from), kind)) {
    ground = rule->ground;
    out.days = rule->days;
    out.rule = rule->rule;
  }
  const auto take = [&](const std::optional<std::string>& said, const char* field,
                        std::string& to) -> Status {
    auto words = words_of(said, field);
    if (!words) return words.error();
    if (*words) to = std::move(**words);
    return {};
  };
  if (auto status = take(given.basis, "basis", ground.basis); !status) return status.error();
  if (auto status = take(given.issuer, "issuer", ground.issuer); !status) return status.error();
  if (auto status = take(given.appeal, "appeal", ground.appeal); !status) return status.error();
  if (given.longest_days) ground.longest_days = *given.longest_days;
  if (given.days) out.days = *given.days;
  const bool complete = !ground.basis.empty() && !ground.issuer.empty() && !ground.appeal.empty();
  if (restricts(kind) && !complete) {
    return refuse(kNoGround, "basis", {{"kind", std::string(json::enum_name(kind))}});
  }
  if (complete) out.ground = std::move(ground);
  return out;
}

// Whether a zone that goes through these stretches would be in one place with another of its kind.
Status check_overlap(store::Session& db, const Ulid& zone, const std::vector<Part>& next,
                     Instant now) {
  for (const auto& part : next) {
    for (const auto& other : parts_of(db, part.area, part.since, now, false)) {
      if (other.zone == zone || other.kind != part.kind) continue;
      if (other.since < part.until && part.since < other.until) {
        return refuse(kOverlap, "areas", {{"area", part.area}, {"other", other.area}});
      }
    }
  }
  return {};
}

Status check_time(host::CommandContext& context, Instant at, const char* field) {
  if (at.millis > context.now.millis + kMostDaysAhead * kMillisPerDay) {
    return refuse(kTooFarAhead, field, {{"at", iso(at)}});
  }
  return {};
}

Result<host::Done> draw(host::CommandContext& context, const Parts& parts, const Draw& given) {
  if (auto status = check_areas(context.db, given.areas, "areas"); !status) return status.error();
  if (given.case_id && !parts.cases.find(context.db, *given.case_id, context.now)) {
    return refuse(kNoCase, "case_id");
  }
  const auto reason = reason_of(given.reason);
  if (!reason) return reason.error();
  const auto document = words_of(given.document, "document");
  if (!document) return document.error();
  const Instant from = given.from.value_or(context.occurred_at);
  if (auto status = check_time(context, from, "from"); !status) return status.error();

  Drawn entry;
  entry.kind = given.kind;
  entry.areas = outermost(given.areas);
  entry.from = from;
  entry.document = *document;
  entry.case_id = given.case_id;
  const auto home = common(entry.areas);
  const Ulid zone = context.new_id();
  const Event event{Event::What::kDrawn, from, given.kind, entry.areas, {}};
  if (auto status = check_overlap(context.db, zone, timeline(zone, {event}), context.now);
      !status) {
    return status.error();
  }
  auto right = right_to(context, parts, given, given.kind, home, from);
  if (!right) return right.error();
  entry.ground = std::move(right->ground);
  entry.days = right->days;
  entry.rule = std::move(right->rule);
  const auto made = context.append({zone, home, {}, std::nullopt}, entry);
  identity::set_text(context.db, made.id, kReason, Ulid(), *reason);
  return host::Done{zone};
}

// What stands of the zone, with the checks that every change begins with.
Result<std::vector<Step>> begun(host::CommandContext& context, const Ulid& zone, Instant at) {
  auto steps = standing(steps_of(context.db, zone), kAsNow);
  if (steps.empty()) return refuse(kNoZone, "zone");
  if (steps.back().event.what == Event::What::kLifted) return refuse(kIsLifted, "zone");
  if (auto status = check_time(context, at, "at"); !status) return status.error();
  if (at < steps.back().event.at) {
    return refuse(kBeforeLast, "at", {{"at", iso(at)}, {"last", iso(steps.back().event.at)}});
  }
  return steps;
}

// The areas and kind of a zone after what stands of it; nothing after a lifting.
struct Now {
  Kind kind = Kind::control;
  std::vector<std::string> areas;
};
Now now_of(const Ulid& zone, const std::vector<Step>& steps) {
  Now out;
  // A moment after everything that was announced.
  for (const auto& part : timeline(zone, events_of(steps))) {
    if (part.until != kForever) continue;
    out.kind = part.kind;
    out.areas.push_back(part.area);
  }
  std::sort(out.areas.begin(), out.areas.end());
  return out;
}

Result<host::Done> change(host::CommandContext& context, const Parts& parts, const Change& given) {
  if (auto status = check_areas(context.db, given.add, "add"); !status) return status.error();
  const auto reason = reason_of(given.reason);
  if (!reason) return reason.error();
  const auto document = words_of(given.document, "document");
  if (!document) return document.error();
  const Instant at = given.at.value_or(context.occurred_at);
  const auto steps = begun(context, given.zone, at);
  if (!steps) return steps.error();
  const auto now = now_of(given.zone, *steps);

  Changed entry;
  entry.at = at;
  entry.document = *document;
  if (given.kind && *given.kind != now.kind) entry.kind = given.kind;
  auto areas = now.areas;
  for (std::size_t i = 0; i < given.remove.size(); ++i) {
    const auto it = std::find(areas.begin(), areas.end(), given.remove[i]);
    if (it == areas.end()) {
      return refuse(kNotInside, "remove[" + std::to_string(i) + "]", {{"area", given.remove[i]}});
    }
    areas.erase(it);
  }
  areas.insert(areas.end(), given.add.begin(), given.add.end());
  areas = outermost(std::move(areas));
  if (areas.empty()) return refuse(kNothingLeft, "remove");
  if (areas.size() > kMostAreas) {
    return refuse(kTooMany, "add", {{"max", std::to_string(kMostAreas)}});
  }
  std::set_difference(now.areas.begin(), now.areas.end(), areas.begin(), areas.end(),
                      std::back_inserter(entry.remove));
  std::set_difference(areas.begin(), areas.end(), now.areas.begin(), now.areas.end(),
                      std::back_inserter(entry.add));
  if (!entry.kind && entry.add.empty() && entry.remove.empty()) return refuse(kNoChange);

  auto events = events_of(*steps);
  events.push_back({Event::What::kChanged, at, entry.kind, entry.add, entry.remove});
  if (auto status =
          check_overlap(context.db, given.zone, timeline(given.zone, events), context.now);
      !status) {
    return status.error();
  }
  const auto home = common(areas);
  if (entry.kind) {
    auto right = right_to(context, parts, given, *entry.kind, home, at);
    if (!right) return right.error();
    entry.ground = std::move(right->ground);
    entry.days = right->days;
    entry.rule = std::move(right->rule);
  } else {
    entry.days = given.days;
  }
  const auto made = context.append({given.zone, home, {}, std::nullopt}, entry);
  identity::set_text(context.db, made.id, kReason, Ulid(), *reason);
  return host::Done{given.zone};
}

Result<host::Done> lift(host::CommandContext& context, const Lift& given) {
  const auto reason = reason_of(given.reason);
  if (!reason) return reason.error();
  const auto document = words_of(given.document, "document");
  if (!document) return document.error();
  const Instant at = given.at.value_or(context.occurred_at);
  const auto steps = begun(context, given.zone, at);
  if (!steps) return steps.error();
  const auto made =
      context.append({given.zone, steps->back().area, {}, std::nullopt}, Lifted{at, *document});
  identity::set_text(context.db, made.id, kReason, Ulid(), *reason);
  return host::Done{given.zone};
}

Result<host::Done> undo(host::CommandContext& context, const Undo& given) {
  auto steps = standing(steps_of(context.db, given.zone), kAsNow);
  if (steps.empty()) return refuse(kNothingToUndo, "zone");
  const auto last = steps.back();
  steps.pop_back();
  if (!steps.empty()) {
    const auto next = timeline(given.zone, events_of(steps));
    if (auto status = check_overlap(context.db, given.zone, next, context.now); !status) {
      return status.error();
    }
  }
  context.append({given.zone, steps.empty() ? last.area : steps.back().area, last.entry}, Undone{});
  return host::Done{given.zone};
}

}  // namespace

void declare_commands(host::Declaration& to, const Parts& parts) {
  to.command<Draw>(
      {kDrawZone, "划定管控区域", "draw a zone",
       [](store::Session& db, const Draw& c) -> Result<std::string> {
         if (c.areas.empty()) return refuse(kNoAreas, "areas");
         if (auto status = check_areas(db, c.areas, "areas"); !status) {
           return status.error();
         }
         return common(c.areas);
       },
       [&parts](host::CommandContext& context, const Draw& c) { return draw(context, parts, c); }});
  to.command<Change>({kDrawZone, "调整管控区域", "change a zone",
                      [](store::Session& db, const Change& c) -> Result<std::string> {
                        auto home = area_of_zone(db, c.zone);
                        if (!home) return home;
                        if (auto status = check_areas(db, c.add, "add"); !status) {
                          return status.error();
                        }
                        auto all = c.add;
                        all.push_back(*home);
                        return common(all);
                      },
                      [&parts](host::CommandContext& context, const Change& c) {
                        return change(context, parts, c);
                      }});
  to.command<Lift>({kDrawZone, "解除管控区域", "lift a zone",
                    [](store::Session& db, const Lift& c) { return area_of_zone(db, c.zone); },
                    lift});
  to.command<Undo>({kDrawZone, "撤销管控区域最近一次变动", "undo the last change of a zone",
                    [](store::Session& db, const Undo& c) { return area_of_zone(db, c.zone); },
                    undo});
}

}  // namespace fx::zones
