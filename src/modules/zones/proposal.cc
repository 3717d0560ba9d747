// Which zones to draw for a case: as the rules in force here say; where they say nothing, the
// building of the case, the buildings beside it, and the rest of the community.
#include "modules/zones/proposal.h"

#include <algorithm>
#include <set>

#include "area/code.h"
#include "policy/evaluate.h"

namespace fx::zones {
namespace {

using access::Permission;

struct Params {
  Ulid case_id;
  std::optional<Day> on;
  std::optional<Instant> as_of;
  std::optional<int> metres;  // between what is next to each other; default: as the rules say
};
BOOST_DESCRIBE_STRUCT(Params, (), (case_id, on, as_of, metres))

struct Residence {
  std::string home;                  // of the case
  std::vector<std::string> visited;  // places with a code, the home among them
};

// Whoever sees no records there is told the building, not the door.
Residence residence_of(const access::Actor& actor, const casework::Case& one) {
  const auto cut = [&](const std::string& code) {
    if (actor.may(Permission::see_records, code)) return code;
    auto building = area::at_level(code, area::Level::kBuilding);
    return building.empty() ? code : building;
  };
  Residence out;
  out.home = cut(one.area);
  for (const auto& place : one.facts.places) {
    if (!place.area) continue;
    out.visited.push_back(cut(*place.area));
    if (place.role == casework::PlaceRole::residence) out.home = out.visited.back();
  }
  out.visited.push_back(out.home);
  return out;
}

// The unit of that level around a place; the place itself where it is known no closer. A local part
// "0" stands for no such level: the one above it then.
std::string unit_around(const std::string& code, area::Level level, bool& coarse) {
  auto out = area::at_level(code, level);
  if (out.empty()) {
    coarse = true;
    return code;
  }
  while (area::level_of(out) > area::Level::kCommunity && out.ends_with("-0")) {
    out = area::parent(out);
  }
  return out;
}

// Where neither whoever draws the zones nor the rules say how near is next to each other: more than
// the gap between two rows of houses, less than a row and the gaps on both its sides.
constexpr int kDefaultMetres = 50;
constexpr int kMostMetres = 5'000;

// The others of its level under the same parent. For compounds and village groups all of the
// community's: a grid is a way to share out work and no border.
std::vector<std::string> beside(store::Session& db, const std::string& code) {
  std::vector<std::string> out;
  const auto level = area::level_of(code);
  if (!level || *level <= area::Level::kCountry) return out;
  const auto within = *level == area::Level::kCompound
                          ? area::at_level(code, area::Level::kCommunity)
                          : area::parent(code);
  for (const auto& node : area::of_level(db, within, *level, kMostAreas + 1)) {
    if (node.code != code && !node.code.ends_with("-0")) out.push_back(node.code);
  }
  if (out.size() > kMostAreas) out.resize(kMostAreas);
  return out;
}

class Proposer {
 public:
  Proposer(host::QueryContext& context, const Parts& parts, const casework::Case& one, Day on,
           Instant known, std::optional<int> metres)
      : context_(context),
        db_(context.db),
        parts_(parts),
        one_(one),
        metres_(metres),
        where_(residence_of(context.actor, one)),
        frame_(host::Frame::make(where_.home, on, known)),
        map_(map_of(db_, around(), frame_.moment, known)) {}

  Proposal make() {
    Proposal out;
    out.case_id = one_.id;
    out.area = where_.home;
    out.area_name = place_name(db_, where_.home);
    out.on = frame_.day;
    if (const auto regime = risk::regime(db_, parts_.rules, where_.home, frame_.day, "zones")) {
      by_rule(*regime, out);
    } else {
      without_rule(out);
    }
    std::stable_sort(out.zones.begin(), out.zones.end(),
                     [](const ProposedZone& a, const ProposedZone& b) { return a.kind < b.kind; });
    return out;
  }

 private:
  [[nodiscard]] std::string around() const {
    auto county = area::at_level(where_.home, area::Level::kCounty);
    return county.empty() ? where_.home : county;
  }

  // What the table asks about the case and the place around it.
  policy::Facts facts_for(const risk::Regime& regime) {
    const auto community = area::at_level(where_.home, area::Level::kCommunity);
    const auto place = community.empty() ? where_.home : community;
    const auto risk = parts_.risk.read(db_, place, context_.language);
    auto of_place = risk->facts(place, frame_.day, frame_.known, true);
    std::string situation;
    if (const auto rule = risk->regime(place, frame_.day, "situation")) {
      auto facts = rule->pack->facts();
      of_place.set(facts);
      if (const auto decision = policy::decide(*rule->pack, *rule->edition, "situation", facts)) {
        situation = rules::outcome_id(*decision->table, *decision->rows.front(), "situation");
      }
    }
    const auto counted = risk::counted_area(where_.home, of_place.unit);
    if (!of_place.unit.empty() && counted != place) {
      of_place = risk->facts(counted, frame_.day, frame_.known, true);
    }
    auto facts = regime.pack->facts();
    of_place.set(facts);
    facts.flag("imported_case", one_.facts.origin == casework::Origin::abroad);
    for (const auto& status : one_.statuses) {
      if (status.day > frame_.day) break;
      if (status.status == casework::Status::confirmed ||
          status.status == casework::Status::suspected ||
          status.status == casework::Status::asymptomatic) {
        facts.choose("case_kind", json::enum_name(status.status));
      }
    }
    if (!situation.empty()) facts.choose("situation", situation);
    return facts;
  }

  void by_rule(const risk::Regime& regime, Proposal& out) {
    const auto facts = facts_for(regime);
    const auto& table = *regime.edition->table("zones");
    out.facts.push_back(facts.show(table.slots, context_.language));
    auto decision = policy::decide(*regime.pack, *regime.edition, "zones", facts);
    if (!decision) return;  // no zone is drawn for such a case
    const auto rows = decision->rows;
    for (const auto* row : rows) {
      const auto kind = json::enum_value<Kind>(rules::outcome_id(table, *row, "zone"));
      if (!kind) continue;
      ProposedZone zone;
      zone.kind = *kind;
      zone.unit = rules::outcome_id(table, *row, "unit");
      zone.unit_name = rules::outcome_words(table, *row, "unit", context_.language);
      zone.reach = rules::outcome_id(table, *row, "reach");
      if (zone.reach.empty()) zone.reach = "own";
      zone.keeps = rules::outcome_words(table, *row, "keeps", context_.language);
      zone.decided_by = rules::outcome_words(table, *row, "decided_by", context_.language);
      zone.days = rules::outcome_number(table, *row, "days");
      auto ground = rules::ground_of(table, *row, context_.language);
      if (!ground.basis.empty()) zone.ground = std::move(ground);
      decision->rows = {row};
      zone.rule = risk::RuleUsed{regime.pack->id(), regime.edition->id(), decision->reference(),
                                 policy::explain(*decision, context_.language)};
      // "Next to it" takes the place itself in, unless another row has drawn something there.
      const bool own_elsewhere = std::any_of(rows.begin(), rows.end(), [&](const auto* other) {
        const auto reach = rules::outcome_id(table, *other, "reach");
        const auto stricter = json::enum_value<Kind>(rules::outcome_id(table, *other, "zone"));
        return other != row && reach != "adjacent" && reach != "rest" && stricter &&
               *stricter <= *kind;
      });
      fill(zone, risk::level_of_unit(zone.unit), !own_elsewhere,
           rules::outcome_number(table, *row, "within"));
      out.zones.push_back(std::move(zone));
    }
  }

  void without_rule(Proposal& out) {
    const auto add = [&](Kind kind, const char* reach, const char* unit, area::Level level) {
      ProposedZone zone;
      zone.kind = kind;
      zone.reach = reach;
      zone.unit = unit;
      zone.unit_name = context_.language == Language::kZh ? area::zh(level) : area::en(level);
      fill(zone, level, false, std::nullopt);
      // Nothing may be told of it but that those above should look.
      const bool beyond = zone.adjacency && zone.adjacency->beyond > 0;
      if (!zone.areas.empty() || beyond) out.zones.push_back(std::move(zone));
    };
    add(Kind::lockdown, "own", "building", area::Level::kBuilding);
    add(Kind::control, "adjacent", "building", area::Level::kBuilding);
    add(Kind::precaution, "rest", "community", area::Level::kCommunity);
  }

  // What lies next to a unit: by the distance between outlines where it has one, otherwise the
  // others of its parent. Those of its parent that have none may be next to it, and are taken in.
  std::vector<std::string> adjacent(const std::string& own, std::optional<int> by_rule,
                                    Adjacency& how) {
    const int metres =
        std::clamp(metres_ ? *metres_ : by_rule.value_or(kDefaultMetres), 0, kMostMetres);
    const auto siblings = beside(db_, own);
    const auto near = parts_.outlines.near(db_, own, metres, frame_.known);
    if (!near) {
      how.by = "parent";
      return siblings;
    }
    how.metres = metres;
    how.metres_by = metres_ ? "asked" : by_rule ? "rule" : "default";
    std::vector<std::string> out;
    for (const auto& code : siblings) {
      if (!parts_.outlines.of(db_, code, frame_.known)) out.push_back(code);
    }
    how.without_outline = static_cast<std::int64_t>(out.size());
    how.by = out.empty() ? "outlines" : "both";
    const auto home = area::at_level(own, area::Level::kCommunity);
    for (const auto& code : *near) {
      const bool told = (!home.empty() && area::contains(home, code)) ||
                        context_.actor.may(Permission::see_figures, code);
      if (!told) {
        ++how.beyond;
      } else if (out.size() < kMostAreas) {
        out.push_back(code);
      }
    }
    return out;
  }

  std::vector<std::string> reached(ProposedZone& zone, area::Level level, bool with_own,
                                   std::optional<int> within) {
    std::vector<std::string> out;
    if (zone.reach == "rest") {
      // All of it: inside, the stricter zones rule.
      auto all = area::at_level(where_.home, level);
      out.push_back(all.empty() ? where_.home : all);
    } else if (zone.reach == "visited") {
      for (const auto& place : where_.visited) {
        bool less = false;
        out.push_back(unit_around(place, level, less));
        zone.coarse = zone.coarse || less;
      }
    } else if (zone.reach == "adjacent") {
      auto own = unit_around(where_.home, level, zone.coarse);
      if (!zone.coarse) out = adjacent(own, within, zone.adjacency.emplace());
      if (with_own) out.push_back(std::move(own));
    } else {
      out.push_back(unit_around(where_.home, level, zone.coarse));
    }
    return outermost(std::move(out));
  }

  void fill(ProposedZone& zone, area::Level level, bool with_own, std::optional<int> within) {
    zone.kind_name = name(zone.kind, context_.language);
    for (auto& code : reached(zone, level, with_own, within)) {
      ProposedArea area;
      area.name = place_name(db_, code);
      auto part = frame_;
      part.area = code;
      registry::each_household(db_, part,
                               [&](const Ulid&, std::string_view, bool) { ++area.households; });
      registry::each_resident(
          db_, part,
          [&](const Ulid&, const Ulid&, std::string_view, std::uint32_t) { ++area.people; });
      for (const auto* drawn : map_.parts()) {
        if (drawn->kind == zone.kind && area::contains(drawn->area, code)) area.zone = drawn->zone;
      }
      area.area = std::move(code);
      zone.areas.push_back(std::move(area));
    }
  }

  host::QueryContext& context_;
  store::Session& db_;
  const Parts& parts_;
  const casework::Case& one_;
  const std::optional<int> metres_;
  const Residence where_;
  const host::Frame frame_;
  const ZoneMap map_;
};

}  // namespace

Proposal propose(host::QueryContext& context, const Parts& parts, const casework::Case& one, Day on,
                 Instant known, std::optional<int> metres) {
  return Proposer(context, parts, one, on, known, metres).make();
}

void declare_proposal(host::Declaration& to, const Parts& parts) {
  to.question<Params, Proposal>(
      {"/api/zones/proposal/{case_id}", Permission::see_figures, "建议划定的管控区域",
       "zones to draw for a case",
       [&parts](store::Session& db, const Params& p) -> Result<std::string> {
         const auto one = parts.cases.find(db, p.case_id, kAsNow);
         if (!one) return refuse(kNoCase, "case_id");
         return one->area;
       },
       [&parts](host::QueryContext& context, const Params& p) -> Result<Proposal> {
         const Day on = p.on.value_or(context.today());
         const Instant known = p.as_of.value_or(context.now);
         const auto one = parts.cases.find(context.db, p.case_id, known);
         if (!one) return refuse(kNoCase, "case_id");
         return propose(context, parts, *one, on, known, p.metres);
       }});
}

}  // namespace fx::zones
