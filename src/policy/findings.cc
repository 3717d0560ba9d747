#include "policy/findings.h"

#include <algorithm>
#include <optional>
#include <set>

#include "policy/refusals.h"

namespace fx::policy {
namespace {

// A box: one condition for each of some slots; slots not named accept everything.
using Box = std::vector<std::pair<int, CellTest>>;

// nothing: the two exclude each other
std::optional<Box> intersect(const Box& a, const Box& b) {
  Box out = a;
  for (const auto& [slot, test] : b) {
    const int wanted = slot;
    const auto same = std::find_if(out.begin(), out.end(),
                                   [&](const auto& entry) { return entry.first == wanted; });
    if (same == out.end()) {
      out.emplace_back(slot, test);
      continue;
    }
    same->second = policy::intersect(same->second, test);
    if (is_empty(same->second)) return std::nullopt;
  }
  return out;
}

Box box_of(const Table& table, const Row& row) {
  Box box;
  for (std::size_t c = 0; c < table.slots.size(); ++c) {
    if (!row.tests[c].any) box.emplace_back(table.slots[c], row.tests[c]);
  }
  return box;
}

enum class Found { kYes, kNo, kGaveUp };

// Looks for facts inside a box and outside all of the blocking boxes, by going through the slots
// one after another and, within each, once through each set of blockers that stay alive. `budget`
// is the steps that may still be taken, and what is taken is taken from it.
class Search {
 public:
  Search(const Vocabulary& vocabulary, const Box& box, const std::vector<Box>& blockers,
         std::size_t& budget)
      : facts_(vocabulary),
        blockers_(blockers.size()),
        words_((blockers.size() + 63) / 64),
        budget_(budget) {
    std::set<int> slots;
    for (const auto& entry : box) slots.insert(entry.first);
    for (const auto& blocker : blockers) {
      for (const auto& entry : blocker) slots.insert(entry.first);
    }
    for (const int slot : slots) add_dimension(vocabulary, slot, box, blockers);
    // rest_any[d]: the blockers that accept everything from dimension d on.
    rest_any_.assign((dimensions_.size() + 1) * words_, 0);
    for (std::size_t b = 0; b < blockers.size(); ++b) {
      std::size_t d = dimensions_.size();
      for (;;) {
        rest_any_[d * words_ + b / 64] |= std::uint64_t{1} << (b % 64);
        if (d == 0) break;
        --d;
        const int slot = dimensions_[d].slot;
        const bool named = std::any_of(blockers[b].begin(), blockers[b].end(),
                                       [&](const auto& entry) { return entry.first == slot; });
        if (named) break;
      }
    }
  }

  Found run() {
    if (gave_up_) return Found::kGaveUp;
    std::vector<std::uint64_t> alive(words_, ~std::uint64_t{0});
    if (blockers_ % 64 != 0 && words_ > 0) alive.back() >>= 64 - blockers_ % 64;
    const bool found = visit(0, alive);
    if (gave_up_) return Found::kGaveUp;
    return found ? Found::kYes : Found::kNo;
  }

  // After kYes: the facts found; what nothing asks for is at its initial value.
  [[nodiscard]] const Facts& facts() const { return facts_; }

 private:
  struct Atom {
    Value value = 0;
    std::vector<std::uint64_t> accepted;  // the blockers that accept it
  };
  struct Dimension {
    int slot = 0;
    std::vector<Atom> atoms;
  };

  void add_dimension(const Vocabulary& vocabulary, int slot, const Box& box,
                     const std::vector<Box>& blockers) {
    const auto& fact = vocabulary.facts[static_cast<std::size_t>(slot)];
    const CellTest* inside = find(box, slot);
    std::vector<Value> starts{fact.first()};
    const auto cut = [&](const CellTest* test) {
      if (test == nullptr) return;
      for (const auto& interval : test->accepts) {
        for (const Value edge : {interval.from, interval.to}) {
          if (edge > fact.first() && edge <= fact.last()) starts.push_back(edge);
        }
      }
    };
    cut(inside);
    for (const auto& blocker : blockers) cut(find(blocker, slot));
    // The initial value makes the most natural example, so it begins an atom of its own.
    if (fact.initial != kMissing) starts.push_back(fact.initial);
    std::sort(starts.begin(), starts.end());
    starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
    if (fact.can_be_missing()) starts.push_back(kMissing);
    const auto initial = std::find(starts.begin(), starts.end(), fact.initial);
    if (initial != starts.end()) std::rotate(starts.begin(), initial, initial + 1);

    Dimension dimension{slot, {}};
    std::set<std::vector<std::uint64_t>> known;
    if (!take(starts.size() * (blockers.size() + 1))) return;
    for (const Value value : starts) {
      if (inside != nullptr && !inside->accepts_value(value)) continue;
      Atom atom{value, std::vector<std::uint64_t>(words_, 0)};
      for (std::size_t b = 0; b < blockers.size(); ++b) {
        const CellTest* test = find(blockers[b], slot);
        if (test == nullptr || test->accepts_value(value)) {
          atom.accepted[b / 64] |= std::uint64_t{1} << (b % 64);
        }
      }
      if (known.insert(atom.accepted).second) dimension.atoms.push_back(std::move(atom));
    }
    dimensions_.push_back(std::move(dimension));
  }

  static const CellTest* find(const Box& box, int slot) {
    for (const auto& entry : box) {
      if (entry.first == slot) return &entry.second;
    }
    return nullptr;
  }

  bool take(std::size_t steps) {
    gave_up_ = gave_up_ || steps > budget_;
    budget_ -= gave_up_ ? 0 : steps;
    return !gave_up_;
  }

  bool visit(std::size_t d, const std::vector<std::uint64_t>& alive) {
    if (!take(words_ + 1)) return false;
    for (std::size_t w = 0; w < words_; ++w) {
      if ((alive[w] & rest_any_[d * words_ + w]) != 0) return false;
    }
    if (d == dimensions_.size()) return true;
    std::set<std::vector<std::uint64_t>> tried;
    std::vector<std::uint64_t> next(words_);
    for (const auto& atom : dimensions_[d].atoms) {
      for (std::size_t w = 0; w < words_; ++w) next[w] = alive[w] & atom.accepted[w];
      if (!tried.insert(next).second) continue;
      facts_.set_raw(dimensions_[d].slot, atom.value);
      if (visit(d + 1, next)) return true;
      if (gave_up_) return false;
    }
    return false;
  }

  Facts facts_;
  std::size_t blockers_;
  std::size_t words_;
  std::vector<Dimension> dimensions_;
  std::vector<std::uint64_t> rest_any_;
  std::size_t& budget_;
  bool gave_up_ = false;
};

}  // namespace

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
    check_use();
    return std::move(findings_);
  }

 private:
  void add(Severity severity, const RefusalKind& kind, const Place& place, Params params = {}) {
    findings_.push_back({severity, edition_ == nullptr ? std::string() : edition_->id_,
                         refuse_at(kind, place, std::move(params))});
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
      if (dead) add(Severity::kError, kUnreachable, {table.file, table.rows[r].number});
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
        add(Severity::kError, kOverlap, {table.file, table.rows[r].number}, std::move(params));
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
      const auto& placement = edition_->placements_[r];
      const Place place{table->file, table->rows[r].number};
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
    add(Severity::kError, *kind, {table.file, row.number, "days"}, std::move(params));
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
      for (const auto& placement : edition.placements_) used.insert(placement.person_class.id);
    }
    for (const auto& named : pack_.classes_) {
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
