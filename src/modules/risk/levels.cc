#include "modules/risk/levels.h"

#include "area/code.h"
#include "modules/rules/row.h"
#include "policy/evaluate.h"

namespace fx::risk {
namespace {

// The nearest choice whose edition has the table.
template <class InForceAt>
std::optional<Regime> nearest(std::string_view area, std::string_view topic, const InForceAt& at) {
  std::string place(area);
  while (!place.empty()) {
    const auto& found = at(place);
    if (!found) return std::nullopt;
    if (found->edition->table(topic) != nullptr) return Regime{found->pack, found->edition};
    place = area::parent(found->chosen_for);
  }
  return std::nullopt;
}

}  // namespace

RuleUsed used(const policy::Decision& decision, Language language) {
  return {decision.pack->id(), decision.edition->id(), decision.reference(),
          policy::explain(decision, language)};
}

area::Level level_of_unit(std::string_view unit) {
  if (unit == "household") return area::Level::kDwelling;
  if (unit == "unit") return area::Level::kUnit;
  if (unit == "building") return area::Level::kBuilding;
  if (unit == "compound" || unit == "villagers_group" || unit == "natural_village") {
    return area::Level::kCompound;
  }
  if (unit == "community") return area::Level::kCommunity;
  if (unit == "township") return area::Level::kStreet;
  return area::Level::kCounty;
}

bool rural(std::string_view area) {
  const auto community = area::at_level(area, area::Level::kCommunity);
  if (community.size() != 12) return false;
  return (community[9] >= '2' && community[9] <= '3') || community[9] == '5';
}

std::optional<Regime> regime(store::Session& db, const rules::Rulebook& rules,
                             std::string_view area, Day day, std::string_view topic) {
  return nearest(area, topic,
                 [&](const std::string& place) { return rules.in_force(db, place, day); });
}

std::optional<Regime> regime(const rules::Choices& choices, std::string_view area, Day day,
                             std::string_view topic) {
  return nearest(
      area,
      topic, [&](const std::string& place) -> const auto& { return choices.in_force(place, day); });
}

std::optional<CountingRule> counting_rule(const Regime& regime, Language language) {
  const auto decision =
      policy::decide(*regime.pack, *regime.edition, "case_counting", regime.pack->facts());
  if (!decision) return std::nullopt;
  const auto number = [&](std::string_view id, int otherwise) {
    const auto* value = decision->outcome(id);
    return value == nullptr || !value->present() ? otherwise
                                                 : static_cast<int>(value->value_or(otherwise));
  };
  CountingRule out;
  out.how.window = number("window", out.how.window);
  out.how.imported = number("imported", 0) != 0;
  out.how.asymptomatic = number("asymptomatic", 0) != 0;
  out.how.suspected = number("suspected", 0) != 0;
  out.how.cluster_cases = number("cluster_cases", 0);
  out.how.cluster_days = number("cluster_days", 0);
  out.how.spread_days = number("spread_days", 0);
  const auto& outcomes = decision->table->topic->outcomes;
  if (const int index = decision->table->outcome("cluster_in"); index >= 0) {
    const auto& decl = outcomes[static_cast<std::size_t>(index)];
    for (const auto value :
         decision->rows.front()->outcomes[static_cast<std::size_t>(index)].values) {
      const auto& id = decl.values[static_cast<std::size_t>(value)].id;
      if (const auto kind = json::enum_value<casework::PlaceKind>(id)) {
        out.how.cluster_in.push_back(*kind);
      }
    }
  }
  out.unit = rules::outcome_id(*decision->table, *decision->rows.front(), "unit");
  out.used = used(*decision, language);
  return out;
}

std::string counted_area(std::string_view area, std::string_view unit) {
  auto at = area::at_level(area, level_of_unit(unit));
  return at.empty() ? std::string(area) : at;
}

Result<Regime> regime_named(const rules::Rulebook& rules, std::string_view name) {
  const auto slash = name.find('/');
  if (slash != std::string_view::npos) {
    const auto [pack, edition] = rules.rule(name.substr(0, slash), name.substr(slash + 1));
    if (edition != nullptr) return Regime{pack, edition};
  }
  return refuse(kNoRegime, "under", {{"name", std::string(name)}});
}

}  // namespace fx::risk
