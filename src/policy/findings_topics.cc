// Contradictions within and between topics other than the course of a person.
#include <algorithm>
#include <array>

#include "policy/check_run.h"
#include "policy/finding_kinds.h"
#include "policy/refusals.h"

namespace fx::policy {
namespace {

// What no rule can mean: the topic giving one of these outcomes to someone with this fact.
struct Impossible {
  const RefusalKind* kind;
  const char* topic;
  const char* fact;
  std::array<const char*, 2> values;  // of the fact; null ends them
  const char* outcome;
  std::array<const char*, 2> given;  // of the outcome; "*" is any
  // Only where the table looks at the fact: one that does not is not about it (a time without
  // health codes), while nobody may forget who is under quarantine.
  bool where_asked;
};
constexpr std::array<Impossible, 7> kImpossible{{
    {&kCodeContradicts, "code", "measure", {"centralised", "home"}, "colour", {"green"}, false},
    {&kCodeContradicts, "code", "measure", {"centralised", "home"}, "passage", {"free"}, false},
    {&kPassContradicts, "pass", "measure", {"centralised", "home"}, "outings", {"*"}, false},
    {&kFeverPasses, "entry", "feverish", {"yes"}, "admit", {"register", "free"}, true},
    {&kRedPasses, "entry", "code_colour", {"red"}, "admit", {"register", "free"}, true},
    {&kIllReturns, "return", "symptoms", {"yes"}, "eligible", {"yes", "after_test"}, true},
    {&kCaseStaysOpen, "institution", "has_case", {"yes"}, "state", {"open"}, true},
}};

class TopicChecker {
 public:
  explicit TopicChecker(CheckRun& run)
      : run_(run), edition_(*run.edition()), vocabulary_(run.vocabulary()) {}

  void check() {
    for (const auto& each : kImpossible) check_impossible(each);
    for (const auto& table : edition_.tables()) {
      if (table.hit == HitPolicy::kCollect && !table.topic->key.empty()) check_keys(table);
      check_maximum(table);
      for (const char* days : {"days", "tests"}) check_order(table, days);
    }
    check_monitoring();
    check_conversion();
    check_steps();
    check_gathering();
    check_times();
    check_counting();
    check_levels();
    check_zones();
    check_risk();
  }

 private:
  static const OutcomeValue& get(const Table& table, const Row& row, std::string_view outcome) {
    const int index = table.outcome(outcome);
    FX_CHECK(index >= 0);
    return row.outcomes[static_cast<std::size_t>(index)];
  }
  static const OutcomeDecl& decl(const Table& table, std::string_view outcome) {
    return table.topic->outcomes[static_cast<std::size_t>(table.outcome(outcome))];
  }
  static std::string show(const Table& table, const Row& row, std::string_view outcome,
                          Language language = Language::kEn) {
    return show_outcome(decl(table, outcome), get(table, row, outcome), language);
  }

  // One value of a fact as a box.
  [[nodiscard]] Box only(const char* fact, const char* value) const {
    const int slot = vocabulary_.slot(fact);
    const auto at = vocabulary_.facts[static_cast<std::size_t>(slot)].parse(value);
    FX_CHECK(at.has_value());
    return {{slot, CellTest{false, false, {{*at, *at + 1}}}}};
  }

  // The rows that are asked before this one.
  static std::vector<Box> above(const Table& table, std::size_t row) {
    std::vector<Box> out;
    if (table.hit != HitPolicy::kFirst) return out;
    for (std::size_t r = 0; r < row; ++r) out.push_back(box_of(table, table.rows[r]));
    return out;
  }

  void check_impossible(const Impossible& rule) {
    const Table* table = edition_.table(rule.topic);
    if (table == nullptr || (rule.where_asked && !looks_at(*table, rule.fact))) return;
    std::vector<std::string> given;
    for (const char* each : rule.given) {
      if (each != nullptr) given.emplace_back(each);
    }
    for (std::size_t r = 0; r < table->rows.size(); ++r) {
      const auto& row = table->rows[r];
      const auto& value = get(*table, row, rule.outcome);
      const bool said = given.front() == "*" ? value.value_or(0) > 0
                                             : has_any(decl(*table, rule.outcome), value, given);
      if (!said) continue;
      for (const char* each : rule.values) {
        if (each == nullptr) continue;
        const auto box = intersect(box_of(*table, row), only(rule.fact, each));
        const auto example = box ? run_.example(*box, above(*table, r)) : std::nullopt;
        if (!example) continue;
        run_.add(Severity::kWarning, *rule.kind, CheckRun::where(*table, row, rule.outcome), {},
                 *example, table->slots);
        break;
      }
    }
  }

  // Two rows of a table that collects, both about the same thing and applying at once.
  void check_keys(const Table& table) {
    const auto key = static_cast<std::size_t>(table.outcome(table.topic->key));
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
      for (std::size_t s = 0; s < r; ++s) {
        const auto& a = table.rows[s];
        const auto& b = table.rows[r];
        if (!(a.outcomes[key] == b.outcomes[key]) || a.outcomes == b.outcomes) continue;
        const auto both = intersect(box_of(table, a), box_of(table, b));
        const auto example = both ? run_.example(*both, {}) : std::nullopt;
        if (!example) continue;
        run_.add(Severity::kWarning, kKeyTwice, CheckRun::where(table, b, table.topic->key),
                 {{"other", std::to_string(a.number)}}, *example, table.slots);
        break;
      }
    }
  }

  // Of every topic whose days restrict people; the placement's stages are checked with its courses.
  void check_maximum(const Table& table) {
    if (table.topic->id == "placement" || table.outcome("days") < 0) return;
    const auto& days = decl(table, "days");
    if (days.tighter != Tighter::kMore || days.list) return;
    const bool more = table.outcome("then_days") >= 0;
    for (const auto& row : table.rows) {
      const Value most = get(table, row, "max_days").value_or(0);
      const Value total = get(table, row, "days").value_or(0) +
                          (more ? get(table, row, "then_days").value_or(0) : 0);
      if (most == 0 || total <= most) continue;
      run_.add(Severity::kError, kOverMaximum, CheckRun::where(table, row, "max_days"),
               {{"days", std::to_string(total)}, {"period", std::to_string(most)}});
    }
  }

  void check_order(const Table& table, const char* outcome) {
    if (table.outcome(outcome) < 0 || !decl(table, outcome).list) return;
    for (const auto& row : table.rows) {
      const auto& days = get(table, row, outcome).values;
      if (std::is_sorted(days.begin(), days.end())) continue;
      run_.add(Severity::kWarning, kDaysUnordered, CheckRun::where(table, row, outcome),
               {{"days", show(table, row, outcome)}});
    }
  }

  void check_monitoring() {
    const Table* table = edition_.table("monitoring");
    const int fever = run_.pack().disease().fever_tenths;
    if (table == nullptr || fever == 0) return;
    for (const auto& row : table->rows) {
      if (get(*table, row, "fever").value_or(0) <= fever) continue;
      run_.add(Severity::kWarning, kFeverAboveDisease, CheckRun::where(*table, row, "fever"),
               {{"value", show(*table, row, "fever")}, {"expected", format_fixed(fever, 1)}});
    }
  }

  void check_conversion() {
    const Table* table = edition_.table("conversion");
    if (table == nullptr) return;
    const auto& measures =
        vocabulary_.facts[static_cast<std::size_t>(vocabulary_.slot("measure"))].values;
    for (std::size_t r = 0; r < table->rows.size(); ++r) {
      const auto& row = table->rows[r];
      if (get(*table, row, "allowed").value_or(0) == 0) continue;
      for (const auto& measure : measures) {
        auto box = intersect(box_of(*table, row), only("measure", measure.id.c_str()));
        if (box) box = intersect(*box, only("requested", measure.id.c_str()));
        const auto example = box ? run_.example(*box, above(*table, r)) : std::nullopt;
        if (!example) continue;
        run_.add(Severity::kWarning, kConversionToSame, CheckRun::where(*table, row), {}, *example,
                 table->slots);
        break;
      }
    }
  }

  void check_steps() {
    const Table* table = edition_.table("escalation");
    if (table == nullptr) return;
    for (const auto& late : table->rows) {
      for (const auto& early : table->rows) {
        const Value first = get(*table, early, "minutes").value_or(0);
        const Value then = get(*table, late, "minutes").value_or(0);
        if (get(*table, early, "step").value_or(0) >= get(*table, late, "step").value_or(0) ||
            first <= then) {
          continue;
        }
        const auto both = intersect(box_of(*table, early), box_of(*table, late));
        const auto example = both ? run_.example(*both, {}) : std::nullopt;
        if (!example) continue;
        run_.add(Severity::kError, kStepsBackwards, CheckRun::where(*table, late, "minutes"),
                 {{"value", std::to_string(then)},
                  {"expected", std::to_string(first)},
                  {"other", std::to_string(early.number)}},
                 *example, table->slots);
        break;
      }
    }
  }

  void check_gathering() {
    const Table* table = edition_.table("gathering");
    if (table == nullptr) return;
    const int slot = vocabulary_.slot("participants");
    const auto& fact = vocabulary_.facts[static_cast<std::size_t>(slot)];
    for (std::size_t r = 0; r < table->rows.size(); ++r) {
      const auto& row = table->rows[r];
      const auto& most = get(*table, row, "most");
      const bool free =
          has_any(decl(*table, "allowed"), get(*table, row, "allowed"), {"free", "filed"});
      if (!most.present() || !free) continue;
      const Box more{{slot, CellTest{false, false, {{most.values[0] + 1, fact.last() + 1}}}}};
      const auto box = intersect(box_of(*table, row), more);
      const auto example = box ? run_.example(*box, above(*table, r)) : std::nullopt;
      if (!example) continue;
      run_.add(Severity::kWarning, kOverCapacity, CheckRun::where(*table, row, "most"),
               {{"value", std::to_string(most.values[0])}}, *example, table->slots);
    }
  }

  // `a` must not be greater than `b` (nor equal, when `strictly`), where both are given.
  void check_pair(const char* topic, const char* a, const char* b, bool strictly,
                  const RefusalKind& kind) {
    const Table* table = edition_.table(topic);
    if (table == nullptr) return;
    for (const auto& row : table->rows) {
      const auto& low = get(*table, row, a);
      const auto& high = get(*table, row, b);
      if (!low.present() || !high.present()) continue;
      const bool fine = strictly ? low.values[0] < high.values[0] : low.values[0] <= high.values[0];
      if (fine) continue;
      // The finding names first what is too large or too late, or, of times, the end.
      const char* first = strictly ? b : a;
      run_.add(Severity::kWarning, kind, CheckRun::where(*table, row, first),
               {{"value", outcome_id(decl(*table, first), get(*table, row, first))},
                {"expected",
                 outcome_id(decl(*table, strictly ? a : b), get(*table, row, strictly ? a : b))}});
    }
  }

  void check_times() {
    check_pair("reporting", "cutoff", "deadline", false, kCutoffAfterDeadline);
    check_pair("broadcast", "begin", "end", true, kTimesBackwards);
    check_pair("stock", "warn_days", "days", false, kWarnAboveTarget);
    check_pair("case_counting", "cluster_days", "window", false, kClusterBeyondWindow);
  }

  [[nodiscard]] bool looks_at(const Table& table, const char* fact) const {
    return std::find(table.slots.begin(), table.slots.end(), vocabulary_.slot(fact)) !=
           table.slots.end();
  }

  void check_counting() {
    const Table* counting = edition_.table("case_counting");
    for (const char* topic : {"risk", "situation", "trigger"}) {
      const Table* table = edition_.table(topic);
      if (table == nullptr) continue;
      const bool clusters = looks_at(*table, "clusters_in_window");
      if ((clusters || looks_at(*table, "cases_in_window")) && counting == nullptr) {
        run_.add(Severity::kError, kNoCounting, {table->file});
      }
      if (!clusters || counting == nullptr) continue;
      const bool defined = std::any_of(
          counting->rows.begin(), counting->rows.end(),
          [&](const Row& row) { return get(*counting, row, "cluster_cases").present(); });
      if (!defined) run_.add(Severity::kError, kNoCluster, {counting->file});
    }
  }

  // Whether a table has any row for this value of a fact.
  [[nodiscard]] bool rules_on(const char* topic, const char* fact, const std::string& value) const {
    const Table* table = edition_.table(topic);
    if (table == nullptr) return false;
    const Box wanted = only(fact, value.c_str());
    return std::any_of(table->rows.begin(), table->rows.end(), [&](const Row& row) {
      return intersect(box_of(*table, row), wanted).has_value();
    });
  }

  void check_followed(const Table& table, const char* outcome, const char* topic, const char* fact,
                      const std::vector<std::string>& but, const RefusalKind& kind) {
    std::vector<std::string> known = but;
    for (const auto& row : table.rows) {
      const auto& value = get(table, row, outcome);
      if (!value.present()) continue;
      const auto id = outcome_id(decl(table, outcome), value);
      if (std::find(known.begin(), known.end(), id) != known.end()) continue;
      known.push_back(id);
      if (rules_on(topic, fact, id)) continue;
      run_.add(Severity::kError, kind, CheckRun::where(table, row, outcome),
               {{"value_zh", show(table, row, outcome, Language::kZh)},
                {"value_en", show(table, row, outcome, Language::kEn)}});
    }
  }

  void check_levels() {
    const Table* trigger = edition_.table("trigger");
    if (trigger == nullptr) return;
    check_followed(*trigger, "level", "response", "response_level", {"none"},
                   kLevelWithoutMeasures);
    check_followed(*trigger, "level", "termination", "response_level", {"none"}, kLevelWithoutEnd);
  }

  void check_zones() {
    const Table* zones = edition_.table("zones");
    if (zones == nullptr) return;
    check_followed(*zones, "zone", "zone_release", "zone", {"low_risk", "none"}, kZoneNotReleased);
  }

  // More cases must not give a lower level where all else is the same. Each row's own case is asked
  // again with every smaller number of cases at which some row begins.
  void check_risk() {
    const Table* table = edition_.table("risk");
    if (table == nullptr || table->hit == HitPolicy::kCollect) return;
    const int cases = vocabulary_.slot("cases_in_window");
    std::vector<Value> edges;
    for (std::size_t c = 0; c < table->slots.size(); ++c) {
      if (table->slots[c] != cases) continue;
      for (const auto& row : table->rows) {
        for (const auto& interval : row.tests[c].accepts) edges.push_back(interval.from);
      }
    }
    for (std::size_t r = 0; r < table->rows.size(); ++r) {
      const auto& row = table->rows[r];
      auto example = run_.example(box_of(*table, row), above(*table, r));
      if (!example) continue;
      const Value many = example->value(cases);
      const Value level = get(*table, row, "level").value_or(0);
      for (const Value few : edges) {
        if (few >= many) continue;
        Facts fewer = *example;
        fewer.set_raw(cases, few);
        const int other = table->matcher.find(fewer.data());
        if (other < 0) continue;
        const auto& above_row = table->rows[static_cast<std::size_t>(other)];
        // Levels are declared from the highest to the lowest.
        if (get(*table, above_row, "level").value_or(0) >= level) continue;
        run_.add(Severity::kError, kRiskBackwards, CheckRun::where(*table, row, "level"),
                 {{"other", std::to_string(few)},
                  {"value_zh", show(*table, row, "level", Language::kZh)},
                  {"value_en", show(*table, row, "level", Language::kEn)},
                  {"above_zh", show(*table, above_row, "level", Language::kZh)},
                  {"above_en", show(*table, above_row, "level", Language::kEn)}},
                 *example, table->slots);
        break;
      }
    }
  }

  CheckRun& run_;
  const Edition& edition_;
  const Vocabulary& vocabulary_;
};

}  // namespace

void check_topics(CheckRun& run) { TopicChecker(run).check(); }

}  // namespace fx::policy
