#include "policy/findings.h"

#include <algorithm>
#include <optional>
#include <set>

#include "policy/refusals.h"
#include "policy/search.h"

namespace fx::policy {

class Checker {
 public:
  explicit Checker(const Pack& pack) : pack_(pack), vocabulary_(pack.vocabulary_) {}

  std::vector<Finding> run() {
    check_dates();
    for (const auto& edition : pack_.editions_) {
      edition_ = &edition;
      for (const auto& table : edition.tables_) check_table(table);
      check_courses();
    }
    edition_ = nullptr;
    if (gave_up_) add(Severity::kWarning, kTooComplex, {"pack.yaml"});
    if (pack_.layers_.empty()) check_use();
    return std::move(findings_);
  }

 private:
  void add(Severity severity, const RefusalKind& kind, const Place& place, Params params = {}) {
    findings_.push_back({severity, edition_ == nullptr ? std::string() : edition_->id_,
                         refuse_at(kind, place, std::move(params))});
  }

  // Where a row stands in the files: of a resolved pack in those of the level that had the last
  // word.
  static Place where(const Table& table, const Row& row, std::string column = {}) {
    if (row.origins == nullptr) return {table.file, row.number, std::move(column)};
    const auto& origin = row.origins->from.back();
    return {origin.pack->id() + "/" + origin.table->file, row.number, std::move(column)};
  }

  void add_example(Params& params, const Facts& facts, std::span<const int> slots) const {
    params.emplace_back("facts_zh", facts.show(slots, Language::kZh));
    params.emplace_back("facts_en", facts.show(slots, Language::kEn));
  }

  void check_dates() {
    const auto& editions = pack_.editions_;
    for (std::size_t i = 0; i + 1 < editions.size(); ++i) {
      if (!editions[i].until_ || *editions[i].until_ + 1 == editions[i + 1].from_) continue;
      add(Severity::kWarning, kEditionGap, {"pack.yaml", editions[i].line_},
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
    Search search(vocabulary_, {}, boxes, budget_);
    switch (search.run()) {
      case Found::kNo:
        break;
      case Found::kGaveUp:
        gave_up_ = true;
        break;
      case Found::kYes: {
        Params params;
        add_example(params, search.facts(), table.slots);
        add(Severity::kError, kGap, {table.file}, std::move(params));
      }
    }
  }

  void check_columns(const Table& table) {
    if (table.topic->facts.empty()) return;
    for (const int slot : table.slots) {
      const auto& fact = vocabulary_.facts[static_cast<std::size_t>(slot)].id;
      const auto& supplied = table.topic->facts;
      if (std::find(supplied.begin(), supplied.end(), fact) != supplied.end()) continue;
      std::string expected;
      for (const auto& each : supplied) expected += (expected.empty() ? "" : ", ") + each;
      add(Severity::kError, kFactNotRecorded, {table.file, 1, fact},
          {{"topic", table.topic->id}, {"value", fact}, {"expected", expected}});
    }
  }

  // A row is dead when the rows above it take every case (first), when nothing at all fits it, or,
  // of a collect table, when an earlier row has the same conditions and says the same.
  void check_reachable(const Table& table, const std::vector<Box>& boxes) {
    std::vector<Box> above;
    for (std::size_t r = 0; r < boxes.size(); ++r) {
      Search search(vocabulary_, boxes[r], above, budget_);
      const Found found = search.run();
      if (found == Found::kGaveUp) {
        gave_up_ = true;
        return;
      }
      bool dead = found == Found::kNo;
      if (table.hit == HitPolicy::kCollect) {
        for (std::size_t s = 0; s < r; ++s) {
          dead = dead || (table.rows[s].cells == table.rows[r].cells &&
                          table.rows[s].outcomes == table.rows[r].outcomes);
        }
      }
      if (dead) add(Severity::kError, kUnreachable, where(table, table.rows[r]));
      if (table.hit == HitPolicy::kFirst) above.push_back(boxes[r]);
    }
  }

  void check_overlaps(const Table& table, const std::vector<Box>& boxes) {
    for (std::size_t r = 0; r < boxes.size(); ++r) {
      for (std::size_t s = 0; s < r; ++s) {
        constexpr std::size_t kPair = 50;  // steps, about
        gave_up_ = gave_up_ || budget_ < kPair;
        if (gave_up_) return;
        budget_ -= kPair;
        const auto both = intersect(boxes[s], boxes[r]);
        if (!both) continue;
        Search search(vocabulary_, *both, {}, budget_);
        const Found found = search.run();
        gave_up_ = gave_up_ || found == Found::kGaveUp;
        if (found != Found::kYes) continue;
        Params params{{"other", std::to_string(table.rows[s].number)}};
        add_example(params, search.facts(), table.slots);
        add(Severity::kError, kOverlap, where(table, table.rows[r]), std::move(params));
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
        add(Severity::kError, kOverMaximum, place,
            {{"days", std::to_string(placement.total_days())},
             {"period", std::to_string(placement.legal->longest_days)}});
      }
      const Box box = box_of(*table, table->rows[r]);
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
    Search search(vocabulary_, *both, blockers, budget_);
    const Found found = search.run();
    gave_up_ = gave_up_ || found == Found::kGaveUp;
    if (found != Found::kYes) return std::nullopt;
    return search.facts();
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
    add(Severity::kError, *kind, where(table, row, "days"), std::move(params));
  }

  void check_release(const Situation& situation, const Place& place) {
    const Table& table = *edition_->table("release");
    std::vector<Box> rules = *situation.above;
    for (const auto& row : table.rows) {
      const auto box = narrowed(table, row, situation);
      if (box) rules.push_back(*box);
    }
    Search search(vocabulary_, situation.box, rules, budget_);
    const Found found = search.run();
    gave_up_ = gave_up_ || found == Found::kGaveUp;
    if (found != Found::kYes) return;
    add(Severity::kError, kReleaseMissing, place, about(situation, search.facts()));
  }

  [[nodiscard]] Params about(const Situation& situation, const Facts& facts) const {
    const auto& measure = policy::label(situation.measure);
    Params params{{"class_zh", situation.placement->person_class.label.zh},
                  {"class_en", situation.placement->person_class.label.en},
                  {"measure_zh", measure.zh},
                  {"measure_en", measure.en}};
    add_example(params, facts, edition_->table("placement")->slots);
    return params;
  }

  // --- the pack --------------------------------------------------------------------------------

  void check_use() {
    std::set<std::string> used;
    for (const auto& edition : pack_.editions_) {
      for (const auto& placement : edition.rows_.placements) used.insert(placement.person_class.id);
    }
    for (const auto& named : pack_.classes()) {
      if (!used.contains(named.id)) {
        add(Severity::kWarning, kNeverUsed, {"pack.yaml"}, {{"value", named.id}});
      }
    }
  }

  const Pack& pack_;
  const Vocabulary& vocabulary_;
  const Edition* edition_ = nullptr;
  std::size_t budget_ = 20'000'000;  // steps of all searches together: a second or two
  bool gave_up_ = false;
  std::vector<Finding> findings_;
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
