#include "policy/findings.h"

#include <algorithm>
#include <optional>
#include <set>

#include "policy/check_run.h"
#include "policy/finding_kinds.h"
#include "policy/refusals.h"

namespace fx::policy {

class Checker {
 public:
  explicit Checker(const Pack& pack) : pack_(pack), vocabulary_(pack.vocabulary_), run_(pack) {}

  std::vector<Finding> run() {
    check_dates();
    for (const auto& edition : pack_.editions_) {
      edition_ = &edition;
      run_.set_edition(&edition);
      for (const auto& table : edition.tables_) check_table(table);
      check_courses();
      check_topics(run_);
    }
    run_.set_edition(nullptr);
    if (run_.gave_up()) run_.add(Severity::kWarning, kTooComplex, {"pack.yaml"});
    if (pack_.layers_.empty()) check_words(run_);
    return run_.finish();
  }

 private:
  static Place where(const Table& table, const Row& row, std::string column = {}) {
    return CheckRun::where(table, row, std::move(column));
  }

  void check_dates() {
    const auto& editions = pack_.editions_;
    for (std::size_t i = 0; i + 1 < editions.size(); ++i) {
      if (!editions[i].until_ || *editions[i].until_ + 1 == editions[i + 1].from_) continue;
      run_.add(Severity::kWarning, kEditionGap, {"pack.yaml", editions[i].line_},
               {{"from", iso(*editions[i].until_ + 1)}, {"until", iso(editions[i + 1].from_ - 1)}});
    }
  }

  // --- one table -------------------------------------------------------------------------------

  void check_table(const Table& table) {
    check_columns(table);
    std::vector<Box> boxes;
    for (const auto& row : table.rows) boxes.push_back(box_of(table, row));
    check_reachable(table, boxes);
    if (table.hit == HitPolicy::kUnique) check_overlaps(table, boxes);
    if (table.hit == HitPolicy::kCollect || table.gaps_intended) return;
    const auto example = run_.example({}, boxes);
    if (!example) return;
    Params params;
    params.emplace_back("facts_zh", example->show(table.slots, Language::kZh));
    params.emplace_back("facts_en", example->show(table.slots, Language::kEn));
    run_.add(Severity::kError, kGap, {table.file}, std::move(params));
  }

  void check_columns(const Table& table) {
    if (table.topic->facts.empty()) return;
    for (const int slot : table.slots) {
      const auto& fact = vocabulary_.facts[static_cast<std::size_t>(slot)].id;
      const auto& supplied = table.topic->facts;
      if (std::find(supplied.begin(), supplied.end(), fact) != supplied.end()) continue;
      std::string expected;
      for (const auto& each : supplied) expected += (expected.empty() ? "" : ", ") + each;
      run_.add(Severity::kError, kFactNotRecorded, {table.file, 1, fact},
               {{"topic", table.topic->id}, {"value", fact}, {"expected", expected}});
    }
  }

  // A row is dead when the rows above it take every case (first), when nothing at all fits it, or,
  // of a collect table, when an earlier row has the same conditions and says the same.
  void check_reachable(const Table& table, const std::vector<Box>& boxes) {
    std::vector<Box> above;
    for (std::size_t r = 0; r < boxes.size(); ++r) {
      const auto& row = table.rows[r];
      const auto fits = run_.example(boxes[r], {});
      if (!fits) {
        if (run_.gave_up()) return;
        run_.add(Severity::kError, kNothingFits, where(table, row));
        continue;
      }
      const Row* instead = nullptr;  // what takes the case that would come here
      if (!run_.possible(boxes[r], above)) {
        instead = &table.rows[static_cast<std::size_t>(table.matcher.find(fits->data()))];
      }
      for (std::size_t s = 0; s < r && table.hit == HitPolicy::kCollect; ++s) {
        const auto& other = table.rows[s];
        if (other.cells == row.cells && other.outcomes == row.outcomes) instead = &other;
      }
      if (instead != nullptr) {
        run_.add(Severity::kError, kUnreachable, where(table, row),
                 {{"other", std::to_string(instead->number)}}, *fits, table.slots);
      }
      if (table.hit == HitPolicy::kFirst) above.push_back(boxes[r]);
    }
  }

  void check_overlaps(const Table& table, const std::vector<Box>& boxes) {
    for (std::size_t r = 0; r < boxes.size(); ++r) {
      for (std::size_t s = 0; s < r; ++s) {
        constexpr std::size_t kPair = 50;  // steps, about
        if (!run_.take(kPair)) return;
        const auto both = intersect(boxes[s], boxes[r]);
        if (!both) continue;
        const auto example = run_.example(*both, {});
        if (!example) continue;
        run_.add(Severity::kError, kOverlap, where(table, table.rows[r]),
                 {{"other", std::to_string(table.rows[s].number)}}, *example, table.slots);
        break;  // one example a row is enough
      }
    }
  }

  // --- between topics --------------------------------------------------------------------------

  // One stage of one placement row: all the cases that are placed so.
  struct Situation {
    const Placement* placement;
    Box box;                        // the row's conditions
    const std::vector<Box>* above;  // the rows before it
    Measure measure;
    int stage;
    int days;
    int total_days;
  };

  void check_courses() {
    const Table* table = edition_->table("placement");
    if (table == nullptr) return;
    std::vector<Box> above;
    for (std::size_t r = 0; r < table->rows.size(); ++r) {
      const auto& placement = edition_->rows_.placements[r];
      const Place place = where(*table, table->rows[r]);
      if (placement.legal && placement.total_days() > placement.legal->longest_days &&
          placement.restrictive()) {
        run_.add(Severity::kError, kOverMaximum, place,
                 {{"days", std::to_string(placement.total_days())},
                  {"period", std::to_string(placement.legal->longest_days)}});
      }
      const Box box = box_of(*table, table->rows[r]);
      check_placement(*table, table->rows[r], placement, box, above);
      if (placement.days > 0) {
        check_stage(
            {&placement, box, &above, placement.measure, 1, placement.days, placement.total_days()},
            place);
      }
      if (placement.then_days > 0) {
        check_stage({&placement, box, &above, placement.then_measure, 2, placement.then_days,
                     placement.total_days()},
                    place);
      }
      if (table->hit == HitPolicy::kFirst) above.push_back(box);
    }
  }

  void check_placement(const Table& table, const Row& row, const Placement& placement,
                       const Box& box, const std::vector<Box>& above) {
    const auto& measure = policy::label(placement.measure);
    const Params named{{"measure_zh", measure.zh}, {"measure_en", measure.en}};
    const auto& others = placement.alternatives;
    if (std::find(others.begin(), others.end(), placement.measure) != others.end()) {
      run_.add(Severity::kError, kAlternativeSame, where(table, row, "alternatives"), named);
    }
    if (placement.then_days > 0 && placement.then_measure < placement.measure) {
      run_.add(Severity::kWarning, kThenTighter, where(table, row, "then_measure"), named);
    }
    if (placement.days == 0 || placement.counted_from != CountedFrom::kLastExposure) return;
    const int slot = vocabulary_.slot("exposure");
    const auto none = intersect(box, {{slot, CellTest{false, false, {{0, 1}}}}});
    const auto example = none ? run_.example(*none, above) : std::nullopt;
    if (!example) return;
    run_.add(Severity::kError, kNoAnchor, where(table, row, "counted_from"), {}, *example,
             table.slots);
  }

  void check_stage(const Situation& situation, const Place& place) {
    for (const char* topic : {"monitoring", "tests", "release"}) {
      const Table* table = edition_->table(topic);
      if (table == nullptr) continue;
      std::vector<Box> before;
      for (const auto& row : table->rows) {
        const auto box = narrowed(*table, row, situation);
        if (!box) continue;
        check_row(*table, row, situation, *box, before);
        if (table->hit == HitPolicy::kFirst) before.push_back(*box);
      }
    }
    if (situation.placement->restrictive() && edition_->table("release") != nullptr) {
      check_release(situation, place);
      check_needs(situation, Condition::kTestsNegative, "tests", "days", kReleaseWithoutTests);
      check_needs(situation, Condition::kReadings, "monitoring", "slots", kReleaseWithoutReadings);
    }
    const bool confined =
        situation.measure == Measure::kCentralised || situation.measure == Measure::kHome;
    if (confined && edition_->table("monitoring") != nullptr) {
      if (const auto facts = without(situation, situation.box, "monitoring", "slots")) {
        run_.add(Severity::kWarning, kNotMonitored, place, about(situation, *facts));
      }
    }
  }

  // A row's conditions when class, measure and stage are what the placement says; nothing when the
  // row is not about it.
  [[nodiscard]] std::optional<Box> narrowed(const Table& table, const Row& row,
                                            const Situation& situation) const {
    Facts facts(vocabulary_);
    pack_.set_placement(facts, situation.placement->person_class.id, situation.measure,
                        situation.stage);
    Box box;
    for (std::size_t c = 0; c < table.slots.size(); ++c) {
      const int slot = table.slots[c];
      const auto& id = vocabulary_.facts[static_cast<std::size_t>(slot)].id;
      if (id == "class" || id == "measure" || id == "stage") {
        if (!row.tests[c].accepts_value(facts.value(slot))) return std::nullopt;
      } else if (!row.tests[c].any) {
        box.emplace_back(slot, row.tests[c]);
      }
    }
    return box;
  }

  // The case that is placed so and comes to this row; nothing when there is none.
  [[nodiscard]] std::optional<Facts> meeting(const Situation& situation, const Box& box,
                                             const std::vector<Box>& before) {
    const auto both = intersect(situation.box, box);
    if (!both) return std::nullopt;
    auto blockers = *situation.above;
    blockers.insert(blockers.end(), before.begin(), before.end());
    return run_.example(*both, blockers);
  }

  // A case of `box` that is placed so and for which the topic's table gives no `outcome`.
  [[nodiscard]] std::optional<Facts> without(const Situation& situation, const Box& box,
                                             const char* topic, const char* outcome) {
    const Table* table = edition_->table(topic);
    if (table == nullptr) return meeting(situation, box, {});
    const auto index = static_cast<std::size_t>(table->outcome(outcome));
    std::vector<Box> before;
    for (const auto& row : table->rows) {
      const auto own = narrowed(*table, row, situation);
      if (!own) continue;
      const auto both = intersect(box, *own);
      if (both && !row.outcomes[index].present()) {
        if (auto facts = meeting(situation, *both, before)) return facts;
      }
      before.push_back(*own);
    }
    return meeting(situation, box, before);
  }

  // A release condition that looks at what the topic never asks for.
  void check_needs(const Situation& situation, Condition condition, const char* topic,
                   const char* outcome, const RefusalKind& kind) {
    const Table& release = *edition_->table("release");
    for (std::size_t r = 0; r < release.rows.size(); ++r) {
      if (edition_->rows_.releases[r].condition != condition) continue;
      const auto box = narrowed(release, release.rows[r], situation);
      if (!box) continue;
      const auto facts = without(situation, *box, topic, outcome);
      if (!facts) continue;
      run_.add(Severity::kError, kind, where(release, release.rows[r]), about(situation, *facts));
    }
  }

  void check_row(const Table& table, const Row& row, const Situation& situation, const Box& box,
                 const std::vector<Box>& before) {
    const auto& topic = table.topic->id;
    const auto& days = row.outcomes[static_cast<std::size_t>(table.outcome("days"))].values;
    const RefusalKind* kind = &kMonitoringLonger;
    int period = situation.total_days;
    Value worst = 0;
    for (const Value day : days) worst = std::max(worst, day);
    if (topic == "tests") {
      kind = &kTestAfterEnd;
      period = situation.days;
    }
    if (worst <= period) return;
    const auto facts = meeting(situation, box, before);
    if (!facts) return;
    auto params = about(situation, *facts);
    params.emplace_back("days", std::to_string(worst));
    params.emplace_back("period", std::to_string(period));
    run_.add(Severity::kError, *kind, where(table, row, "days"), std::move(params));
  }

  void check_release(const Situation& situation, const Place& place) {
    const Table& table = *edition_->table("release");
    std::vector<Box> rules = *situation.above;
    for (const auto& row : table.rows) {
      const auto box = narrowed(table, row, situation);
      if (box) rules.push_back(*box);
    }
    const auto facts = run_.example(situation.box, rules);
    if (facts) run_.add(Severity::kError, kReleaseMissing, place, about(situation, *facts));
  }

  [[nodiscard]] Params about(const Situation& situation, const Facts& facts) const {
    const auto& measure = policy::label(situation.measure);
    Params params{{"class_zh", situation.placement->person_class.label.zh},
                  {"class_en", situation.placement->person_class.label.en},
                  {"measure_zh", measure.zh},
                  {"measure_en", measure.en}};
    const auto& slots = edition_->table("placement")->slots;
    params.emplace_back("facts_zh", facts.show(slots, Language::kZh));
    params.emplace_back("facts_en", facts.show(slots, Language::kEn));
    return params;
  }

  const Pack& pack_;
  const Vocabulary& vocabulary_;
  const Edition* edition_ = nullptr;
  CheckRun run_;
};

std::vector<Finding> check(const Pack& pack) { return Checker(pack).run(); }

std::vector<Finding> check(const Files& files) {
  auto report = load_report(files);
  if (report.pack) return check(*report.pack);
  std::vector<Finding> out;
  for (auto& problem : report.problems) out.push_back({Severity::kError, {}, std::move(problem)});
  return out;
}

}  // namespace fx::policy
