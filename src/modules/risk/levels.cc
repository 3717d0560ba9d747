#include "modules/risk/levels.h"

#include <algorithm>
#include <memory>

#include "area/code.h"
#include "base/check.h"
#include "policy/evaluate.h"

namespace fx::risk {
namespace {

constexpr std::string_view kRisk = "risk";
constexpr std::string_view kCounting = "case_counting";
constexpr std::string_view kNone = "none";

std::string outcome_text(const policy::Decision& decision, std::string_view id) {
  const int index = decision.table->outcome(id);
  if (index < 0) return {};
  const auto at = static_cast<std::size_t>(index);
  const auto& value = decision.rows.front()->outcomes[at];
  return value.present() ? policy::outcome_id(decision.table->topic->outcomes[at], value)
                         : std::string();
}
std::string outcome_shown(const policy::Decision& decision, std::string_view id,
                          Language language) {
  const int index = decision.table->outcome(id);
  if (index < 0) return {};
  const auto at = static_cast<std::size_t>(index);
  return policy::show_outcome(decision.table->topic->outcomes[at],
                              decision.rows.front()->outcomes[at], language);
}

RuleUsed used(const policy::Decision& decision, Language language) {
  return {decision.pack->id(), decision.edition->id(), decision.reference(),
          policy::explain(decision, language)};
}

// Of many cases the latest are named; the counts are of all.
std::vector<Ulid> latest(const std::vector<Ulid>& cases) {
  const auto kept = std::min(cases.size(), kMostCases);
  return {cases.end() - static_cast<std::ptrdiff_t>(kept), cases.end()};
}

// Where the level stands, from one day to the next.
struct State {
  std::string level{kNone};
  std::string before{kNone};
  Day since;
};

// The cases of an area as known at different instants; those in between two changes are the same.
class Known {
 public:
  Known(store::Session& db, const casework::Cases& cases, std::string area)
      : db_(db), cases_(cases), area_(std::move(area)), changes_(cases.changes(db, area_)) {}

  const Counter& at(Instant known) {
    const auto it = std::upper_bound(changes_.begin(), changes_.end(), known);
    const auto step = it - changes_.begin();
    if (!counter_ || step != step_) {
      counter_ = std::make_unique<Counter>(cases_.of_area(db_, area_, known));
      step_ = step;
    }
    return *counter_;
  }

 private:
  store::Session& db_;
  const casework::Cases& cases_;
  const std::string area_;
  std::vector<Instant> changes_;
  std::unique_ptr<Counter> counter_;
  std::ptrdiff_t step_ = 0;
};

// One way of knowing: everything as of one instant, or each day as of its own end.
class Series {
 public:
  Series(store::Session& db, const Parts& parts, const Asked& asked, std::optional<Instant> known,
         Language language)
      : db_(db), parts_(parts), asked_(asked), known_(known), language_(language) {}

  // Days must be asked for in order, each once.
  DayLevel next(Day day, bool reasons) {
    const Instant known =
        known_.value_or(std::min(asked_.known, Instant{instant_of(day + 1).millis - 1}));
    DayLevel out;
    out.day = day;
    out.counted = asked_.area;
    out.level = std::string(kNone);
    const auto regime = regime_on(day);
    if (regime) {
      decide(*regime, day, known, reasons, out);
    } else {
      state_ = {std::string(kNone), state_.level, day};
    }
    if (out.level_name.empty()) out.level_name = language_ == Language::kZh ? "未划定" : "not set";
    return out;
  }

  // Whether the level of that day hangs on the one of the day before.
  [[nodiscard]] bool hangs(Day day) const {
    const auto regime = regime_on(day);
    if (!regime) return false;
    const auto& vocabulary = regime->pack->vocabulary();
    const auto& slots = regime->edition->table(kRisk)->slots;
    return std::any_of(slots.begin(), slots.end(), [&](int slot) {
      return slot == vocabulary.slot("risk_level") || slot == vocabulary.slot("previous_level") ||
             slot == vocabulary.slot("days_in_level");
    });
  }

 private:
  void decide(const Regime& regime, Day day, Instant known, bool reasons, DayLevel& out) {
    const auto rule = rule_of(regime);
    auto facts = regime.pack->facts();
    if (rule) {
      out.unit = rule->unit;
      out.counted = counted_area(asked_.area, rule->unit);
      // A level of the county is none of the compound's: where a new regime draws other units,
      // levels begin anew.
      if (!drawn_for_.empty() && drawn_for_ != out.counted) state_ = {};
      drawn_for_ = out.counted;
      const Counts counts = cases_of(out.counted).at(known).on(day, rule->how);
      out.cases_in_window = counts.in_window;
      out.cases_total = counts.total;
      out.household_cases = counts.household;
      out.unknown_source_cases = counts.unknown_source;
      out.days_without_case = counts.days_without_case;
      facts.number("cases_in_window", counts.in_window);
      facts.number("cases_total", counts.total);
      facts.number("household_cases", counts.household);
      facts.number("clusters_in_window", static_cast<policy::Value>(counts.clusters.size()));
      facts.number("unknown_source_cases", counts.unknown_source);
      facts.flag("sustained_spread", counts.sustained_spread);
      if (counts.days_without_case) {
        facts.number("days_without_case", *counts.days_without_case);
      }
      if (reasons) {
        out.window_first = day - rule->how.window + 1;
        out.counting = rule->used;
        out.cases = latest(counts.cases);
        for (const auto& cluster : counts.clusters) {
          out.clusters.push_back({cluster.kind, cluster.area, cluster.first, cluster.last,
                                  static_cast<int>(cluster.cases.size()), latest(cluster.cases)});
        }
      }
    }
    std::optional<Day> last_case;
    if (out.days_without_case) last_case = day - *out.days_without_case;
    out.round_negative = round_negative(db_, out.counted, day, known, last_case);
    facts.flag("round_negative", out.round_negative);
    out.level_before = state_.level;
    out.days_in_level = state_.level == kNone ? 0 : day - state_.since;
    facts.choose("risk_level", state_.level);
    facts.choose("previous_level", state_.before);
    if (state_.level != kNone) facts.number("days_in_level", out.days_in_level);

    const auto decision = policy::decide(*regime.pack, *regime.edition, kRisk, facts);
    if (!decision) {
      out.problem = decision.error().message(language_);
      state_ = {std::string(kNone), state_.level, day};
      return;
    }
    out.level = outcome_text(*decision, "level");
    out.level_name = outcome_shown(*decision, "level", language_);
    if (auto colour = outcome_text(*decision, "map_colour"); !colour.empty()) out.colour = colour;
    if (reasons) out.rule = used(*decision, language_);
    if (out.level != state_.level) state_ = {out.level, state_.level, day};
    out.level_earlier = state_.before;
  }

  [[nodiscard]] std::optional<Regime> regime_on(Day day) const {
    if (!asked_.under) return risk::regime(db_, parts_.rules, asked_.area, day, kRisk);
    if (asked_.under->edition->table(kRisk) == nullptr) return std::nullopt;
    return asked_.under;
  }

  const CountingRule* rule_of(const Regime& regime) {
    const auto [it, fresh] = rules_.try_emplace(regime.edition);
    if (fresh) it->second = counting_rule(regime, language_);
    return it->second ? &*it->second : nullptr;
  }
  Known& cases_of(const std::string& area) {
    auto& known = areas_[area];
    if (!known) known = std::make_unique<Known>(db_, parts_.cases, area);
    return *known;
  }

  store::Session& db_;
  const Parts& parts_;
  const Asked& asked_;
  const std::optional<Instant> known_;
  const Language language_;
  std::map<const policy::Edition*, std::optional<CountingRule>> rules_;
  std::map<std::string, std::unique_ptr<Known>> areas_;
  State state_;
  std::string drawn_for_;  // the area that the last level was of
};

}  // namespace

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
  std::string at(area);
  while (!at.empty()) {
    const auto found = rules.in_force(db, at, day);
    if (!found) return std::nullopt;
    if (found->edition->table(topic) != nullptr) return Regime{found->pack, found->edition};
    at = area::parent(found->chosen_for);
  }
  return std::nullopt;
}

std::optional<CountingRule> counting_rule(const Regime& regime, Language language) {
  const auto decision =
      policy::decide(*regime.pack, *regime.edition, kCounting, regime.pack->facts());
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
  out.unit = outcome_text(*decision, "unit");
  out.used = used(*decision, language);
  return out;
}

std::string counted_area(std::string_view area, std::string_view unit) {
  auto at = area::at_level(area, level_of_unit(unit));
  return at.empty() ? std::string(area) : at;
}

bool round_negative(store::Session& db, std::string_view area, Day day, Instant known,
                    std::optional<Day> last_case) {
  for (std::string at(area); !at.empty(); at = area::parent(at)) {
    auto q = db.query(
        "select negative, day from risk_round where area = $1 and day <= $2 and known_from <= $3"
        " and $3 < known_to order by day desc, known_from desc, entry desc limit 1",
        at, day, known);
    if (q.next()) return q.flag(0) && (!last_case || q.day(1) > *last_case);
  }
  return false;
}

Result<Regime> regime_named(const rules::Rulebook& rules, std::string_view name) {
  const auto slash = name.find('/');
  if (slash != std::string_view::npos) {
    const auto [pack, edition] = rules.rule(name.substr(0, slash), name.substr(slash + 1));
    if (edition != nullptr) return Regime{pack, edition};
  }
  return refuse(kNoRegime, "under", {{"name", std::string(name)}});
}

Result<Levels> levels(store::Session& db, const Parts& parts, const Asked& asked,
                      Language language) {
  if (asked.from > asked.to) {
    return refuse(kBackwards, "from", {{"from", iso(asked.from)}, {"to", iso(asked.to)}});
  }
  if (asked.to - asked.from >= kMostDays) {
    return refuse(kTooLong, "to", {{"max", std::to_string(kMostDays)}});
  }
  Levels out{asked.area, asked.from, asked.to, asked.known, {}};
  // A level may hang on the one of the day before: begin where the first case was reported, as far
  // up as any regime looks.
  Day start = asked.from;
  const auto county = area::at_level(asked.area, area::Level::kCounty);
  const auto cases = parts.cases.of_area(db, county.empty() ? asked.area : county, asked.known);
  if (!cases.empty()) start = std::min(start, cases.front().facts.reported);
  start = std::max(start, asked.from - kMostDays);
  Series now(db, parts, asked, asked.known, language);
  Series then(db, parts, asked, std::nullopt, language);
  // What was known changes with the days, and each change costs a look at all cases: no further
  // back than the levels reach.
  Day then_start = asked.from;
  while (asked.with_then && then_start > start && then.hangs(then_start)) {
    then_start = then_start - 1;
  }
  for (Day day = start; day <= asked.to; day = day + 1) {
    const bool shown = day >= asked.from;
    auto level = now.next(day, shown && asked.with_reasons);
    if (asked.with_then && day >= then_start) level.level_then = then.next(day, false).level;
    if (!shown) continue;
    out.days.push_back(std::move(level));
  }
  return out;
}

void AreaFacts::set(policy::Facts& facts) const {
  facts.number("cases_in_window", counts.in_window);
  facts.number("cases_total", counts.total);
  facts.number("household_cases", counts.household);
  facts.number("clusters_in_window", static_cast<policy::Value>(counts.clusters.size()));
  facts.number("unknown_source_cases", counts.unknown_source);
  facts.flag("sustained_spread", counts.sustained_spread);
  if (counts.days_without_case) facts.number("days_without_case", *counts.days_without_case);
  facts.flag("round_negative", round_negative);
  facts.choose("settlement", rural ? "rural" : "urban");
  facts.choose("risk_level", risk_level);
  facts.choose("previous_level", previous_level);
  if (days_in_level) facts.number("days_in_level", *days_in_level);
}

std::vector<AreaFacts> area_facts(store::Session& db, const Parts& parts, std::string_view area,
                                  Day from, Day to, Instant known, bool with_level,
                                  Language language) {
  FX_CHECK(from <= to && to - from < kMostDays);
  std::vector<AreaFacts> out;
  const Counter counter(parts.cases.of_area(db, area, known));
  std::map<const policy::Edition*, std::optional<CountingRule>> rules;
  for (Day day = from; day <= to; day = day + 1) {
    AreaFacts facts;
    facts.day = day;
    facts.rural = rural(area);
    if (const auto found = regime(db, parts.rules, area, day, kCounting)) {
      const auto [it, fresh] = rules.try_emplace(found->edition);
      if (fresh) it->second = counting_rule(*found, language);
      if (const auto& rule = it->second) {
        facts.counts = counter.on(day, rule->how);
        facts.unit = rule->unit;
        facts.counting = rule->used;
      }
    }
    std::optional<Day> last_case;
    if (facts.counts.days_without_case) last_case = day - *facts.counts.days_without_case;
    facts.round_negative = round_negative(db, area, day, known, last_case);
    out.push_back(std::move(facts));
  }
  if (!with_level) return out;
  Asked asked{std::string(area), from, to, known, std::nullopt, false, false};
  const auto drawn = levels(db, parts, asked, language);
  FX_CHECK(drawn.has_value());
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto& day = drawn->days[i];
    out[i].risk_level = day.level;
    if (day.level_earlier.empty()) continue;
    out[i].previous_level = day.level_earlier;
    out[i].days_in_level = day.level == day.level_before ? day.days_in_level : 0;
  }
  return out;
}

}  // namespace fx::risk
