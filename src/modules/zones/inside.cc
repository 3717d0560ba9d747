// One zone with everything inside.
#include <algorithm>
#include <array>
#include <set>

#include "area/code.h"
#include "identity/births.h"
#include "identity/person.h"
#include "modules/registry/words.h"
#include "modules/zones/places.h"
#include "policy/topics.h"

namespace fx::zones {
namespace {

using access::Permission;

constexpr int kDefaultLimit = 50;
constexpr int kMaxLimit = 500;
// Full years. Of the two ages the first counts as elderly in China's law (60) no more than in
// outreach to the unvaccinated and the frail, which goes by 65 and 80.
constexpr int kAged = 65;
constexpr int kVeryAged = 80;
constexpr int kInfant = 3;

struct Params {
  Ulid zone;
  std::optional<std::string> area;  // only what lies in it; default: all of the zone
  std::optional<Day> on;
  std::optional<Instant> as_of;
  std::optional<int> limit;
};
BOOST_DESCRIBE_STRUCT(Params, (), (zone, area, on, as_of, limit))

enum class Whom { all, vulnerable, observed };
BOOST_DESCRIBE_ENUM(Whom, all, vulnerable, observed)

struct PeopleParams {
  Ulid zone;
  std::optional<std::string> area;
  std::optional<Day> on;
  std::optional<Instant> as_of;
  std::optional<Whom> whom;
  std::optional<std::string> category;  // of the vulnerable
  std::optional<int> limit;
  std::optional<Ulid> after;
};
BOOST_DESCRIBE_STRUCT(PeopleParams, (), (zone, area, on, as_of, whom, category, limit, after))

struct HouseholdParams {
  Ulid zone;
  std::optional<std::string> area;
  std::optional<Day> on;
  std::optional<Instant> as_of;
  std::optional<int> limit;
  std::optional<Ulid> after;
};
BOOST_DESCRIBE_STRUCT(HouseholdParams, (), (zone, area, on, as_of, limit, after))

struct Count {
  std::string id;
  std::string name;
  std::int64_t people = 0;
};
BOOST_DESCRIBE_STRUCT(Count, (), (id, name, people))

struct PersonLine {
  registry::PersonCard person;
  registry::HouseholdCard household;
  std::vector<std::string> categories;
  std::optional<std::string> measure;  // under observation, with the last day
  std::optional<std::string> measure_name;
  std::optional<Day> last;
};
BOOST_DESCRIBE_STRUCT(PersonLine, (), (person, household, categories, measure, measure_name, last))

struct BuildingLine {
  std::string area;
  std::string name;
  std::int64_t households = 0;
  std::int64_t people = 0;
  std::int64_t vulnerable = 0;
  std::int64_t observed = 0;
};
BOOST_DESCRIBE_STRUCT(BuildingLine, (), (area, name, households, people, vulnerable, observed))

struct StepLine {
  Ulid entry;
  std::string what;  // "drawn" | "changed" | "lifted"
  Instant at;
  Instant recorded;
  std::optional<Instant> undone;
  Ulid actor;
  std::optional<Kind> kind;
  std::optional<std::string> kind_name;
  std::vector<AreaLine> added;
  std::vector<AreaLine> removed;
  std::string reason;
  std::optional<std::string> document;
  std::optional<Ground> ground;
  std::optional<std::string> rule;
};
BOOST_DESCRIBE_STRUCT(StepLine, (),
                      (entry, what, at, recorded, undone, actor, kind, kind_name, added, removed,
                       reason, document, ground, rule))

struct SiteCount {
  sites::Kind kind = sites::Kind::institution;
  std::string name;
  bool gate = false;
  std::int64_t sites = 0;
  std::int64_t open = 0;  // of them
};
BOOST_DESCRIBE_STRUCT(SiteCount, (), (kind, name, gate, sites, open))

struct OneZone {
  ZoneLine zone;
  std::vector<StepLine> history;
  std::int64_t empty_dwellings = 0;
  std::int64_t away = 0;               // registered inside, and said to be away
  std::int64_t in_stricter_zones = 0;  // people in its areas for whom a stricter zone rules
  std::int64_t vulnerable = 0;         // each once
  std::vector<Count> categories;
  std::int64_t observed = 0;
  std::vector<Count> measures;
  std::vector<BuildingLine> buildings;
  std::int64_t gates = 0;
  std::int64_t institutions = 0;
  std::vector<SiteCount> site_kinds;
  std::vector<SiteLine> sites;  // by kind and name: the first 500
  // The first of them, where the viewer may see records.
  std::vector<PersonLine> vulnerable_people;
  std::vector<PersonLine> observed_people;
};
BOOST_DESCRIBE_STRUCT(OneZone, (),
                      (zone, history, empty_dwellings, away, in_stricter_zones, vulnerable,
                       categories, observed, measures, buildings, gates, institutions, site_kinds,
                       sites, vulnerable_people, observed_people))

struct PeopleAnswer {
  std::int64_t total = 0;
  std::vector<PersonLine> people;  // by dwelling
  std::optional<Ulid> next;
};
BOOST_DESCRIBE_STRUCT(PeopleAnswer, (), (total, people, next))

struct HouseholdLine {
  registry::HouseholdCard household;
  bool empty = false;
  std::int64_t people = 0;
  std::int64_t vulnerable = 0;
  std::int64_t observed = 0;
};
BOOST_DESCRIBE_STRUCT(HouseholdLine, (), (household, empty, people, vulnerable, observed))
struct HouseholdsAnswer {
  std::int64_t total = 0;
  std::vector<HouseholdLine> households;
  std::optional<Ulid> next;
};
BOOST_DESCRIBE_STRUCT(HouseholdsAnswer, (), (total, households, next))

// --- who is vulnerable ---------------------------------------------------------------------------

constexpr std::string_view kAged65 = "aged_65";
using registry::Flag;
constexpr std::array kCategories{Flag::aged_80,           Flag::infant,     Flag::pregnant,
                                 Flag::chronic,           Flag::disabled,   Flag::bedridden,
                                 Flag::mental_illness,    Flag::aged_alone, Flag::aged_left_behind,
                                 Flag::child_left_behind, Flag::destitute};

int years(Day birth, Day on) {
  const auto b = civil(birth);
  const auto d = civil(on);
  return d.year - b.year - (d.month < b.month || (d.month == b.month && d.day < b.day) ? 1 : 0);
}

std::vector<std::string> categories_of(std::uint32_t flags, std::optional<int> age) {
  std::vector<std::string> out;
  for (const auto flag : kCategories) {
    const bool by_age = age && ((flag == Flag::aged_80 && *age >= kVeryAged) ||
                                (flag == Flag::infant && *age >= 0 && *age < kInfant));
    if (by_age || (flags & registry::bit(flag)) != 0) out.emplace_back(json::enum_name(flag));
    if (flag == Flag::aged_80 && out.empty() && age && *age >= kAged) out.emplace_back(kAged65);
  }
  return out;
}

std::string category_name(std::string_view id, Language language) {
  const bool zh = language == Language::kZh;
  if (id == kAged65) return zh ? "65至79岁老人" : "aged 65 to 79";
  const auto flag = json::enum_value<Flag>(id);
  return flag ? std::string(zh ? registry::zh(*flag) : registry::en(*flag)) : std::string(id);
}

// --- what a zone holds ---------------------------------------------------------------------------

struct Held {
  ZoneLine line;
  host::Frame frame;
  Inside who;
  std::vector<std::vector<std::string>> categories;  // beside who.people
  std::map<Ulid, observation::Span> observed;        // by person
};

template <class P>
Result<Held> hold(host::QueryContext& context, const Parts& parts, const P& params) {
  auto& db = context.db;
  auto home = area_of_zone(db, params.zone);
  if (!home) return home.error();
  const auto area = params.area.value_or(*home);
  Held out;
  out.frame = host::Frame::make(area, params.on.value_or(context.today()),
                                params.as_of.value_or(context.now));
  auto line = line_of(db, params.zone, out.frame, context.language);
  if (!line) return refuse(kNoZone, "zone");
  const bool touches =
      std::any_of(line->areas.begin(), line->areas.end(), [&](const AreaLine& one) {
        return area::contains(one.area, area) || area::contains(area, one.area);
      });
  if (!line->areas.empty() && !touches) return refuse(kNoZone, "zone");
  out.line = std::move(*line);
  out.who = inside(db, out.line, out.frame);
  out.line.households = static_cast<std::int64_t>(out.who.households.size());
  out.line.people = static_cast<std::int64_t>(out.who.people.size());
  std::set<Ulid> people;
  for (const auto& resident : out.who.people) people.insert(resident.person);
  std::map<Ulid, int> ages;
  std::vector<std::string> roots;
  for (const auto& one : out.line.areas) {
    roots.push_back(area::contains(one.area, area) ? area : one.area);
  }
  for (const auto& root : outermost(std::move(roots))) {
    identity::each_birth(db, root, [&](const Ulid& person, Day birth) {
      if (people.contains(person)) ages[person] = years(birth, out.frame.day);
    });
    auto part = out.frame;
    part.area = root;
    parts.orders.each(db, part, [&](const observation::Span& span) {
      const Ulid person = parts.people.canonical(db, span.person);
      if (span.measure == policy::Measure::kNone || !span.in_force(out.frame.moment)) return;
      if (people.contains(person)) out.observed.insert_or_assign(person, span);
    });
  }
  for (const auto& resident : out.who.people) {
    const auto age = ages.find(resident.person);
    out.categories.push_back(categories_of(
        resident.flags, age == ages.end() ? std::nullopt : std::optional(age->second)));
  }
  return out;
}

PersonLine person_line(host::QueryContext& context, const Parts& parts, const Held& held,
                       std::size_t at) {
  const auto& resident = held.who.people[at];
  PersonLine out;
  out.person = parts.people.card(context, resident.person);
  out.household = parts.people.household_card(context, resident.household);
  out.categories = held.categories[at];
  if (const auto it = held.observed.find(resident.person); it != held.observed.end()) {
    out.measure = policy::id(it->second.measure);
    out.measure_name = policy::label(it->second.measure).in(context.language);
    out.last = it->second.last;
  }
  return out;
}

std::vector<StepLine> history_of(host::QueryContext& context, const Ulid& zone, Instant known) {
  std::vector<StepLine> out;
  for (const auto& step : steps_of(context.db, zone)) {
    if (step.recorded > known) continue;
    StepLine line;
    line.entry = step.entry;
    line.what = step.event.what == Event::What::kDrawn     ? "drawn"
                : step.event.what == Event::What::kChanged ? "changed"
                                                           : "lifted";
    line.at = step.event.at;
    line.recorded = step.recorded;
    if (step.known_to <= known) line.undone = step.known_to;
    line.actor = step.actor;
    line.kind = step.event.kind;
    if (line.kind) line.kind_name = name(*line.kind, context.language);
    for (const auto& area : step.event.add)
      line.added.push_back({area, place_name(context.db, area)});
    for (const auto& area : step.event.remove) {
      line.removed.push_back({area, place_name(context.db, area)});
    }
    line.reason = identity::text_of(context.db, step.entry, kReason);
    line.document = step.document;
    line.ground = step.ground;
    line.rule = step.rule;
    out.push_back(std::move(line));
  }
  return out;
}

Result<OneZone> one(host::QueryContext& context, const Parts& parts, const Params& params) {
  auto held = hold(context, parts, params);
  if (!held) return held.error();
  OneZone out;
  out.history = history_of(context, params.zone, held->frame.known);
  out.in_stricter_zones = held->who.people_elsewhere;
  std::map<std::string, std::int64_t> categories;
  std::map<policy::Measure, std::int64_t> measures;
  std::map<std::string, BuildingLine> buildings;
  const auto building = [&](const std::string& dwelling) -> BuildingLine& {
    auto code = area::at_level(dwelling, area::Level::kBuilding);
    auto& line = buildings[code.empty() ? dwelling : code];
    if (line.area.empty()) {
      line.area = code.empty() ? dwelling : code;
      line.name = area::address(context.db, line.area);
    }
    return line;
  };
  for (const auto& house : held->who.households) {
    ++building(house.dwelling).households;
    out.empty_dwellings += house.empty ? 1 : 0;
  }
  const auto limit =
      static_cast<std::size_t>(std::clamp(params.limit.value_or(kDefaultLimit), 1, kMaxLimit));
  for (std::size_t i = 0; i < held->who.people.size(); ++i) {
    const auto& resident = held->who.people[i];
    auto& here = building(resident.dwelling);
    ++here.people;
    out.away += (resident.flags & registry::bit(Flag::away)) != 0 ? 1 : 0;
    const bool sees = context.actor.may(Permission::see_records, resident.dwelling);
    if (!held->categories[i].empty()) {
      ++out.vulnerable;
      ++here.vulnerable;
      for (const auto& category : held->categories[i]) ++categories[category];
      if (sees && out.vulnerable_people.size() < limit) {
        out.vulnerable_people.push_back(person_line(context, parts, *held, i));
      }
    }
    if (const auto it = held->observed.find(resident.person); it != held->observed.end()) {
      ++out.observed;
      ++here.observed;
      ++measures[it->second.measure];
      if (sees && out.observed_people.size() < limit) {
        out.observed_people.push_back(person_line(context, parts, *held, i));
      }
    }
  }
  const auto add = [&](std::string_view id) {
    const auto it = categories.find(std::string(id));
    if (it == categories.end()) return;
    out.categories.push_back({it->first, category_name(id, context.language), it->second});
  };
  for (const auto flag : kCategories) {
    add(json::enum_name(flag));
    if (flag == Flag::aged_80) add(kAged65);
  }
  for (const auto& [measure, n] : measures) {
    out.measures.push_back(
        {std::string(policy::id(measure)), policy::label(measure).in(context.language), n});
  }
  for (auto& [code, line] : buildings) {
    if (out.buildings.size() == kMaxLimit) break;
    out.buildings.push_back(std::move(line));
  }
  for (auto& site : sites_inside(context, parts, held->line, held->frame)) {
    ++(site.gate ? out.gates : out.institutions);
    if (out.site_kinds.empty() || out.site_kinds.back().kind != site.kind) {
      out.site_kinds.push_back({site.kind, site.kind_name, site.gate, 0, 0});
    }
    auto& count = out.site_kinds.back();
    ++count.sites;
    count.open += site.state == sites::State::open ? 1 : 0;
    if (out.sites.size() < kMaxLimit) out.sites.push_back(std::move(site));
  }
  out.zone = std::move(held->line);
  return out;
}

Result<PeopleAnswer> people(host::QueryContext& context, const Parts& parts,
                            const PeopleParams& params) {
  const auto held = hold(context, parts, params);
  if (!held) return held.error();
  PeopleAnswer out;
  const auto limit =
      static_cast<std::size_t>(std::clamp(params.limit.value_or(kDefaultLimit), 1, kMaxLimit));
  bool begun = !params.after.has_value();
  for (std::size_t i = 0; i < held->who.people.size(); ++i) {
    const auto& resident = held->who.people[i];
    const auto& categories = held->categories[i];
    const auto whom = params.category ? Whom::vulnerable : params.whom.value_or(Whom::all);
    const bool fits =
        whom == Whom::all || (whom == Whom::observed && held->observed.contains(resident.person)) ||
        (whom == Whom::vulnerable && !categories.empty() &&
         (!params.category ||
          std::find(categories.begin(), categories.end(), *params.category) != categories.end()));
    if (!fits) continue;
    ++out.total;
    if (begun && out.people.size() < limit) {
      out.people.push_back(person_line(context, parts, *held, i));
      out.people.back().person.person = resident.person;
    } else if (begun && !out.next) {
      out.next = out.people.back().person.person;
    }
    begun = begun || resident.person == *params.after;
  }
  return out;
}

Result<HouseholdsAnswer> households(host::QueryContext& context, const Parts& parts,
                                    const HouseholdParams& params) {
  const auto held = hold(context, parts, params);
  if (!held) return held.error();
  std::map<Ulid, HouseholdLine> counts;
  for (std::size_t i = 0; i < held->who.people.size(); ++i) {
    auto& line = counts[held->who.people[i].household];
    ++line.people;
    line.vulnerable += held->categories[i].empty() ? 0 : 1;
    line.observed += held->observed.contains(held->who.people[i].person) ? 1 : 0;
  }
  HouseholdsAnswer out;
  out.total = static_cast<std::int64_t>(held->who.households.size());
  const auto limit =
      static_cast<std::size_t>(std::clamp(params.limit.value_or(kDefaultLimit), 1, kMaxLimit));
  bool begun = !params.after.has_value();
  for (const auto& house : held->who.households) {
    if (begun && out.households.size() < limit) {
      auto line = counts[house.household];
      line.household = parts.people.household_card(context, house.household);
      line.empty = house.empty;
      out.households.push_back(std::move(line));
    } else if (begun && !out.next) {
      out.next = out.households.back().household.household;
    }
    begun = begun || house.household == *params.after;
  }
  return out;
}

}  // namespace

void declare_inside(host::Declaration& to, const Parts& parts) {
  to.question<Params, OneZone>(
      {"/api/zones/zone/{zone}", Permission::see_figures, "一个管控区域及区内情况",
       "one zone with what is inside", area_asked<Params>,
       [&parts](host::QueryContext& context, const Params& p) { return one(context, parts, p); }});
  to.question<PeopleParams, PeopleAnswer>(
      {"/api/zones/zone/{zone}/people", Permission::see_records, "管控区域内人员",
       "people in a zone", area_asked<PeopleParams>,
       [&parts](host::QueryContext& context, const PeopleParams& p) {
         return people(context, parts, p);
       }});
  to.question<HouseholdParams, HouseholdsAnswer>(
      {"/api/zones/zone/{zone}/households", Permission::see_records, "管控区域内住户",
       "households in a zone", area_asked<HouseholdParams>,
       [&parts](host::QueryContext& context, const HouseholdParams& p) {
         return households(context, parts, p);
       }});
}

}  // namespace fx::zones
