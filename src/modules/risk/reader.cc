#include "modules/risk/reader.h"

#include <algorithm>

#include "area/code.h"
#include "base/check.h"
#include "modules/rules/row.h"
#include "policy/evaluate.h"

namespace fx::risk {
namespace {

constexpr std::string_view kRisk = "risk";
constexpr std::string_view kCounting = "case_counting";
constexpr std::string_view kNone = "none";
constexpr std::size_t kKnownAtOnce = 2;  // as now, and as on the day that is looked at

// Of many cases the latest are named; the counts are of all.
std::vector<Ulid> latest(const std::vector<Ulid>& cases) {
  const auto kept = std::min(cases.size(), kMostCases);
  return {cases.end() - static_cast<std::ptrdiff_t>(kept), cases.end()};
}

void set_counts(const Counts& counts, policy::Facts& facts) {
  facts.number("cases_in_window", counts.in_window);
  facts.number("cases_total", counts.total);
  facts.number("household_cases", counts.household);
  facts.number("clusters_in_window", static_cast<policy::Value>(counts.clusters.size()));
  facts.number("unknown_source_cases", counts.unknown_source);
  facts.flag("sustained_spread", counts.sustained_spread);
  if (counts.days_without_case) facts.number("days_without_case", *counts.days_without_case);
}

std::optional<Day> last_case(const Counts& counts, Day day) {
  if (!counts.days_without_case) return std::nullopt;
  return day - *counts.days_without_case;
}

}  // namespace

AreaReader::AreaReader(store::Session& db, const Parts& parts, std::string_view area,
                       Language language, std::optional<Regime> under)
    : db_(db),
      parts_(parts),
      area_(area),
      language_(language),
      under_(under),
      choices_(parts.rules.read(db, area)) {
  const auto take = [&](const store::Query& q) {
    rounds_[q.string(1)].push_back(
        {{q.ulid(0), q.string(1), q.day(2), q.flag(3), q.instant(4)}, q.instant(5)});
  };
  const std::string columns = "select entry, area, day, negative, known_from, known_to from";
  const std::string order = " order by area, day desc, known_from desc, entry desc";
  {
    const auto [low, high] = area::range(area_);
    auto q = db.query(columns + " risk_round where $1 <= area and area < $2" + order, low, high);
    while (q.next()) take(q);
  }
  for (auto at = area::parent(area_); !at.empty(); at = area::parent(at)) {
    auto q = db.query(columns + " risk_round where area = $1" + order, at);
    while (q.next()) take(q);
  }
}

// --- what is read --------------------------------------------------------------------------------

const casework::CaseHistory& AreaReader::history(std::string_view area) {
  for (const auto& [read, history] : histories_) {
    if (area::contains(read, area)) return history;
  }
  std::string all(area::contains(area_, area) ? std::string_view(area_) : area);
  auto history = parts_.cases.history(db_, all);
  return histories_.emplace(std::move(all), std::move(history)).first->second;
}

AreaReader::Known& AreaReader::known(std::string_view area, Instant at) {
  auto it = areas_.find(area);
  if (it == areas_.end()) {
    it = areas_.emplace(std::string(area), OfArea{history(area).changes(area), {}}).first;
  }
  auto& of = it->second;
  const auto step = std::upper_bound(of.changes.begin(), of.changes.end(), at) - of.changes.begin();
  const auto there = std::find_if(of.known.begin(), of.known.end(),
                                  [&](const auto& each) { return each->step == step; });
  if (there != of.known.end()) {
    std::rotate(of.known.begin(), there, there + 1);
  } else {
    if (of.known.size() == kKnownAtOnce) of.known.pop_back();
    of.known.insert(of.known.begin(), std::make_unique<Known>(Known{
                                          step, Counter(history(area).of_area(area, at)), {}}));
  }
  return *of.known.front();
}

const Counts& AreaReader::counts(std::string_view area, Day day, Instant at,
                                 const policy::Edition* edition, const Counting& how) {
  auto& of = known(area, at);
  const auto [it, fresh] = of.counts.try_emplace({day, edition});
  if (fresh) it->second = of.counter.on(day, how);
  return it->second;
}

std::optional<Regime> AreaReader::regime(std::string_view area, Day day, std::string_view topic) {
  if (!under_) return risk::regime(*choices_, area, day, topic);
  if (under_->edition->table(topic) == nullptr) return std::nullopt;
  return under_;
}

const CountingRule* AreaReader::counting(const Regime& regime) {
  const auto [it, fresh] = counting_.try_emplace(regime.edition);
  if (fresh) it->second = counting_rule(regime, language_);
  return it->second ? &*it->second : nullptr;
}

std::optional<Round> AreaReader::last_round(std::string_view area, Day day, Instant known) {
  for (std::string at(area); !at.empty(); at = area::parent(at)) {
    const auto it = rounds_.find(at);
    if (it == rounds_.end()) continue;
    for (const auto& each : it->second) {
      if (each.round.day > day || each.round.recorded > known || known >= each.known_to) continue;
      return each.round;
    }
  }
  return std::nullopt;
}

bool AreaReader::round_negative(std::string_view area, Day day, Instant known,
                                std::optional<Day> last_case) {
  const auto round = last_round(area, day, known);
  return round && round->negative && (!last_case || round->day > *last_case);
}

std::vector<casework::Case> AreaReader::cases(std::string_view area, Instant at) {
  return known(area, at).counter.cases();
}

std::vector<Instant> AreaReader::changes(std::string_view area) {
  return history(area).changes(area);
}

std::vector<std::string> AreaReader::places(std::string_view area, Instant known) {
  return history(area).places(area, known);
}

std::optional<Day> AreaReader::counts_from(const casework::Case& one, std::string_view area,
                                           Day day) {
  const auto found = regime(area, day, kCounting);
  const auto* rule = found ? counting(*found) : nullptr;
  return rule == nullptr ? std::nullopt : risk::counts_from(one, rule->how, day);
}

// --- levels --------------------------------------------------------------------------------------

DayLevel AreaReader::next(std::string_view area, Day day, Instant known, bool reasons,
                          Standing& standing, std::string& drawn_for) {
  DayLevel out;
  out.day = day;
  out.counted = area;
  out.level = kNone;
  if (const auto found = regime(area, day, kRisk)) {
    decide(*found, known, reasons, standing, drawn_for, out);
  } else {
    standing = {std::string(kNone), standing.level, day};
  }
  if (out.level_name.empty()) out.level_name = language_ == Language::kZh ? "未划定" : "not set";
  return out;
}

void AreaReader::decide(const Regime& regime, Instant known, bool reasons, Standing& standing,
                        std::string& drawn_for, DayLevel& out) {
  const auto* rule = counting(regime);
  auto facts = regime.pack->facts();
  std::optional<Day> last;
  if (rule != nullptr) {
    out.unit = rule->unit;
    out.counted = counted_area(out.counted, rule->unit);
    // A level of the county is none of the compound's: where a new regime draws other units, levels
    // begin anew.
    if (!drawn_for.empty() && drawn_for != out.counted) standing = {};
    drawn_for = out.counted;
    const auto& found = counts(out.counted, out.day, known, regime.edition, rule->how);
    last = last_case(found, out.day);
    out.cases_in_window = found.in_window;
    out.cases_total = found.total;
    out.household_cases = found.household;
    out.unknown_source_cases = found.unknown_source;
    out.days_without_case = found.days_without_case;
    out.cluster_count = static_cast<std::int64_t>(found.clusters.size());
    set_counts(found, facts);
    if (reasons) {
      out.window_first = out.day - rule->how.window + 1;
      out.counting = rule->used;
      out.cases = latest(found.cases);
      for (const auto& cluster : found.clusters) {
        out.clusters.push_back({cluster.kind, cluster.area, cluster.first, cluster.last,
                                static_cast<int>(cluster.cases.size()), latest(cluster.cases)});
      }
    }
  }
  out.round_negative = round_negative(out.counted, out.day, known, last);
  facts.flag("round_negative", out.round_negative);
  out.level_before = standing.level;
  out.days_in_level = standing.level == kNone ? 0 : out.day - standing.since;
  facts.choose("risk_level", standing.level);
  facts.choose("previous_level", standing.before);
  if (standing.level != kNone) facts.number("days_in_level", out.days_in_level);

  const auto decision = policy::decide(*regime.pack, *regime.edition, kRisk, facts);
  if (!decision) {
    out.problem = decision.error().message(language_);
    standing = {std::string(kNone), standing.level, out.day};
    return;
  }
  const auto& row = *decision->rows.front();
  out.level = rules::outcome_id(*decision->table, row, "level");
  out.level_name = rules::outcome_words(*decision->table, row, "level", language_);
  if (auto colour = rules::outcome_id(*decision->table, row, "map_colour"); !colour.empty()) {
    out.colour = colour;
  }
  if (reasons) {
    out.rule = used(*decision, language_);
    out.minutes = rules::outcome_number(*decision->table, row, "minutes");
    out.decided_by = rules::outcome_words(*decision->table, row, "decided_by", language_);
  }
  if (out.level != standing.level) standing = {out.level, standing.level, out.day};
  out.level_earlier = standing.before;
}

bool AreaReader::hangs(std::string_view area, Day day) {
  const auto found = regime(area, day, kRisk);
  if (!found) return false;
  const auto& vocabulary = found->pack->vocabulary();
  const auto& slots = found->edition->table(kRisk)->slots;
  return std::any_of(slots.begin(), slots.end(), [&](int slot) {
    return slot == vocabulary.slot("risk_level") || slot == vocabulary.slot("previous_level") ||
           slot == vocabulary.slot("days_in_level");
  });
}

Day AreaReader::beginning(std::string_view area, Instant known, Day otherwise) {
  // As far up as any regime looks.
  auto county = area::at_level(area, area::Level::kCounty);
  const auto [it, fresh] =
      beginnings_.try_emplace({county.empty() ? std::string(area) : std::move(county), known});
  if (fresh) it->second = parts_.cases.first_reported(db_, it->first.first, known);
  return it->second ? std::min(*it->second, otherwise) : otherwise;
}

Result<Levels> AreaReader::levels(std::string_view area, Day from, Day to, Instant known,
                                  bool with_reasons) {
  if (from > to) return refuse(kBackwards, "from", {{"from", iso(from)}, {"to", iso(to)}});
  if (to - from >= kMostDays) return refuse(kTooLong, "to", {{"max", std::to_string(kMostDays)}});
  Levels out{std::string(area), from, to, known, {}, {}};
  // A level may hang on the one of the day before: begin where the first case was reported.
  const Day start = std::max(beginning(area, known, from), from - kMostDays);
  // What was known changes with the days, and each change costs a look at all cases: no further
  // back than the levels reach.
  Day then_start = from;
  while (then_start > start && hangs(area, then_start)) then_start = then_start - 1;
  Standing now;
  Standing then;
  std::string now_for;
  std::string then_for;
  for (Day day = start; day <= to; day = day + 1) {
    const bool shown = day >= from;
    auto level = next(area, day, known, shown && with_reasons, now, now_for);
    if (day >= then_start) {
      const Instant of_day = std::min(known, Instant{instant_of(day + 1).millis - 1});
      auto of_then = next(area, day, of_day, false, then, then_for);
      level.level_then = std::move(of_then.level);
      level.level_then_name = std::move(of_then.level_name);
    }
    if (shown) out.days.push_back(std::move(level));
  }
  return out;
}

const DayLevel& AreaReader::level_on(std::string_view area, Day day, Instant known) {
  const auto [it, fresh] = ladders_.try_emplace({std::string(area), known});
  auto& ladder = it->second;
  const auto missing = [&] {
    return ladder.days.empty() || day < ladder.first || day > ladder.days.back().day;
  };
  if (missing()) {
    ladder.days.clear();
    ladder.first = std::max(beginning(area, known, day), day - kMostDays);
    Standing standing;
    std::string drawn_for;
    for (Day at = ladder.first; at <= day; at = at + 1) {
      ladder.days.push_back(next(area, at, known, false, standing, drawn_for));
    }
  }
  return ladder.days[static_cast<std::size_t>(day - ladder.first)];
}

LevelLine AreaReader::line(const std::string& area, Day day, Instant known) {
  const auto& level = level_on(area, day, known);
  LevelLine out;
  out.area = area;
  out.level = level.level;
  out.level_name = level.level_name;
  out.colour = level.colour;
  out.counted = level.counted;
  out.cases_in_window = level.cases_in_window;
  out.cases_total = level.cases_total;
  out.clusters = level.cluster_count;
  out.days_without_case = level.days_without_case;
  return out;
}

// --- facts ---------------------------------------------------------------------------------------

AreaFacts AreaReader::facts(std::string_view area, Day day, Instant known, bool with_level) {
  AreaFacts out;
  out.day = day;
  out.rural = rural(area);
  if (const auto found = regime(area, day, kCounting)) {
    if (const auto* rule = counting(*found)) {
      out.counts = counts(area, day, known, found->edition, rule->how);
      out.unit = rule->unit;
      out.counting = rule->used;
    }
  }
  out.round_negative = round_negative(area, day, known, last_case(out.counts, day));
  if (!with_level) return out;
  const auto& level = level_on(area, day, known);
  out.risk_level = level.level;
  if (!level.level_earlier.empty()) {
    out.previous_level = level.level_earlier;
    out.days_in_level = level.level == level.level_before ? level.days_in_level : 0;
  }
  return out;
}

void AreaFacts::set(policy::Facts& facts) const {
  set_counts(counts, facts);
  facts.flag("round_negative", round_negative);
  facts.choose("settlement", rural ? "rural" : "urban");
  facts.choose("risk_level", risk_level);
  facts.choose("previous_level", previous_level);
  if (days_in_level) facts.number("days_in_level", *days_in_level);
}

}  // namespace fx::risk
