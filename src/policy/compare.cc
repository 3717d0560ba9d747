#include "policy/compare.h"

#include <algorithm>
#include <map>

#include "policy/refusals.h"

namespace fx::policy {
namespace {

using Columns = std::vector<const Value*>;

// The outcomes of a row by id, in words that mean the same in any pack.
std::map<std::string, std::string> outcomes_of(const Table* table, int row) {
  std::map<std::string, std::string> out;
  if (row < 0) return {{"", std::to_string(row)}};
  const auto& outcomes = table->rows[static_cast<std::size_t>(row)].outcomes;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const auto& decl = table->topic->outcomes[i];
    if (decl.id == "source" || decl.id == "note" || !outcomes[i].present()) continue;
    out.emplace(decl.id, outcome_id(decl, outcomes[i]));
  }
  return out;
}

Columns columns_of(const Side& side) {
  Columns out = side.columns;
  out.resize(side.pack->vocabulary().facts.size(), nullptr);
  return out;
}

// Readings, tests and staff follow from the row that placed somebody (class, measure), from the
// stage, and from whatever else the tables of these topics look at, which is mostly nothing: then
// they are asked about each row once, and not about everyone.
class NeedsCounter {
 public:
  NeedsCounter(const Side& side, const Table& table, std::span<const std::int16_t> rows)
      : side_(side), table_(table), rows_(rows), columns_(columns_of(side)) {}

  Needs run() {
    read_rows();
    count_placements();
    ask("monitoring", "slots", 1, [&](std::size_t people, const Row&, const OutcomeValue& slots) {
      out_.readings += people * slots.values.size();
    });
    Value staff_milli = 0;
    ask("team", "staff", 1, [&](std::size_t people, const Row& row, const OutcomeValue& staff) {
      const int index = side_.edition->table("team")->outcome("people_each");
      const auto each = index < 0 ? 1 : row.outcomes[static_cast<std::size_t>(index)].value_or(1);
      staff_milli += static_cast<Value>(people) * (staff.value_or(0) * 1000 / each);
    });
    out_.staff = static_cast<std::size_t>((staff_milli + 999) / 1000);
    for (const int stage : {1, 2}) {
      ask("tests", "days", stage, [&](std::size_t people, const Row&, const OutcomeValue& days) {
        out_.tests += people * days.values.size();
      });
    }
    return out_;
  }

 private:
  struct Placed {
    Measure measure = Measure::kNone;
    Measure then_measure = Measure::kNone;
    int days = 0;
    int then_days = 0;
    Value person_class = 0;
    std::size_t people = 0;
  };

  // Who is asked about, and how many people each stands for.
  struct Case {
    std::size_t placed = 0;
    std::size_t people = 1;
  };

  [[nodiscard]] std::size_t slot(const char* fact) const {
    return static_cast<std::size_t>(side_.pack->vocabulary().slot(fact));
  }

  // The outcomes that matter of each row, and of no row at the end.
  void read_rows() {
    const auto value = [&](const Row& row, const char* id, Value otherwise) {
      return row.outcomes[static_cast<std::size_t>(table_.outcome(id))].value_or(otherwise);
    };
    const auto none = static_cast<Value>(Measure::kNone);
    for (const auto& row : table_.rows) {
      Placed placed;
      placed.measure = static_cast<Measure>(value(row, "measure", none));
      placed.then_measure = static_cast<Measure>(value(row, "then_measure", none));
      placed.days = static_cast<int>(value(row, "days", 0));
      placed.then_days = static_cast<int>(value(row, "then_days", 0));
      placed.person_class = value(row, "class", -1) + 1;  // as a fact, the first class is "none"
      placed_.push_back(placed);
    }
    Placed nothing;
    nothing.measure = Measure::kUndecided;
    placed_.push_back(nothing);
  }

  [[nodiscard]] std::size_t placed_by(std::int16_t row) const {
    return row < 0 ? placed_.size() - 1 : static_cast<std::size_t>(row);
  }

  void count_placements() {
    for (const auto row : rows_) ++placed_[placed_by(row)].people;
    for (const auto& each : placed_) {
      out_.people[static_cast<std::size_t>(each.measure)] += each.people;
      if (each.measure == Measure::kCentralised) out_.rooms += each.people;
      if (each.measure == Measure::kUndecided) out_.undecided += each.people;
      out_.person_days += each.people * static_cast<std::size_t>(each.days + each.then_days);
    }
  }

  // Whether the table tells people apart who were placed by the same row.
  [[nodiscard]] bool looks_at_people(const Table& table) const {
    return std::any_of(table.slots.begin(), table.slots.end(), [&](int at) {
      const auto looked = static_cast<std::size_t>(at);
      return columns_[looked] != nullptr && looked != slot("class") && looked != slot("measure") &&
             looked != slot("stage");
    });
  }

  // Asks the topic about everyone who has this stage: add(people, row that answers, its outcome).
  template <class Add>
  void ask(const char* topic, const char* outcome, int stage, Add add) const {
    const Table* table = side_.edition->table(topic);
    if (table == nullptr || table->hit == HitPolicy::kCollect) return;
    std::vector<Case> cases;
    Columns columns;
    if (looks_at_people(*table)) {
      cases.reserve(rows_.size());
      for (const auto row : rows_) cases.push_back({placed_by(row), 1});
      columns = columns_;
    } else {
      for (std::size_t r = 0; r < placed_.size(); ++r) cases.push_back({r, placed_[r].people});
      columns.assign(columns_.size(), nullptr);
    }
    std::vector<Value> classes;
    std::vector<Value> measures;
    for (const auto& each : cases) {
      const auto& placed = placed_[each.placed];
      classes.push_back(placed.person_class);
      measures.push_back(static_cast<Value>(stage == 1 ? placed.measure : placed.then_measure));
    }
    const std::vector<Value> stages(cases.size(), stage);
    columns[slot("class")] = classes.data();
    columns[slot("measure")] = measures.data();
    columns[slot("stage")] = stages.data();
    std::vector<std::int16_t> found(cases.size());
    table->matcher.find_many(columns, found);
    const auto at = static_cast<std::size_t>(table->outcome(outcome));
    for (std::size_t i = 0; i < cases.size(); ++i) {
      const auto& placed = placed_[cases[i].placed];
      if (found[i] < 0 || (stage == 1 ? placed.days : placed.then_days) == 0) continue;
      const auto& row = table->rows[static_cast<std::size_t>(found[i])];
      add(cases[i].people, row, row.outcomes[at]);
    }
  }

  const Side& side_;
  const Table& table_;
  std::span<const std::int16_t> rows_;
  Columns columns_;
  std::vector<Placed> placed_;
  Needs out_;
};

// Null where there is no rule.
Result<const Table*> table_of(const Side& side, std::string_view topic) {
  if (side.pack == nullptr) return static_cast<const Table*>(nullptr);
  const Table* table = side.edition->table(topic);
  if (table != nullptr && table->hit != HitPolicy::kCollect) return table;
  return refuse(
      kNoTopic, {},
      {{"pack", side.pack->id()}, {"edition", side.edition->id()}, {"topic", std::string(topic)}});
}

std::vector<std::int16_t> rows_of(const Side& side, const Table* table, std::size_t people) {
  std::vector<std::int16_t> out(people, kNoRow);
  if (table != nullptr) table->matcher.find_many(columns_of(side), out);
  return out;
}

Needs needs_of(const Side& side, const Table* table, std::span<const std::int16_t> rows) {
  if (table != nullptr) return NeedsCounter(side, *table, rows).run();
  Needs out;
  out.people[static_cast<std::size_t>(Measure::kUndecided)] = out.undecided = rows.size();
  return out;
}

}  // namespace

Result<Comparison> compare(const Side& before, const Side& after, std::size_t people,
                           std::string_view topic) {
  const auto first = table_of(before, topic);
  if (!first) return first.error();
  const auto second = table_of(after, topic);
  if (!second) return second.error();
  const auto old_rows = rows_of(before, *first, people);
  const auto new_rows = rows_of(after, *second, people);
  // The rows, none, and several.
  const auto answers = [](const Table* table) {
    return (table == nullptr ? 0 : table->rows.size()) + 2;
  };

  Comparison out;
  out.people = people;
  out.change.assign(people, Comparison::kSame);
  // Pairs of rows as they come: not seen yet, the same, or the index of the change.
  constexpr std::uint32_t kNew = Comparison::kSame - 1;
  const std::size_t width = answers(*second);
  std::vector<std::uint32_t> pairs(answers(*first) * width, kNew);
  for (std::size_t i = 0; i < people; ++i) {
    auto& known = pairs[static_cast<std::size_t>(old_rows[i] + 2) * width +
                        static_cast<std::size_t>(new_rows[i] + 2)];
    if (known == kNew) {
      const bool same = outcomes_of(*first, old_rows[i]) == outcomes_of(*second, new_rows[i]);
      known = same ? Comparison::kSame : static_cast<std::uint32_t>(out.changes.size());
      if (!same) out.changes.push_back({old_rows[i], new_rows[i], 0, i});
    }
    out.change[i] = known;
    if (known == Comparison::kSame) {
      ++out.same;
    } else {
      ++out.changes[known].people;
    }
  }
  std::vector<std::uint32_t> order(out.changes.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::uint32_t>(i);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return out.changes[a].people > out.changes[b].people;
  });
  std::vector<std::uint32_t> place(order.size());
  std::vector<Change> sorted;
  for (const auto index : order) {
    place[index] = static_cast<std::uint32_t>(sorted.size());
    sorted.push_back(out.changes[index]);
  }
  out.changes = std::move(sorted);
  for (auto& change : out.change) {
    if (change != Comparison::kSame) change = place[change];
  }
  if (topic == "placement") {
    out.before = needs_of(before, *first, old_rows);
    out.after = needs_of(after, *second, new_rows);
  }
  return out;
}

std::string show_change(const Side& before, const Side& after, std::string_view topic,
                        const Change& change, Language language) {
  const bool zh = language == Language::kZh;
  const auto show = [&](const Side& side, int row, const Side& other_side, int other_row) {
    if (row == kNoRow) return std::string(zh ? "没有规则" : "no rule");
    if (row == kSeveralRows) return std::string(zh ? "几条规则同时适用" : "several rules");
    const Table* table = *table_of(side, topic);
    const auto mine = outcomes_of(table, row);
    const auto theirs = outcomes_of(*table_of(other_side, topic), other_row);
    const auto& outcomes = table->rows[static_cast<std::size_t>(row)].outcomes;
    std::string out;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      const auto& decl = table->topic->outcomes[i];
      const auto own = mine.find(decl.id);
      const auto other = theirs.find(decl.id);
      const bool same = own != mine.end() && other != theirs.end() && own->second == other->second;
      // The required ones say what it is about, even when they stay.
      if (own == mine.end() || (same && !decl.required)) continue;
      if (!out.empty()) out += zh ? "，" : ", ";
      out += decl.label.in(language) + " " + show_outcome(decl, outcomes[i], language);
    }
    return out.empty() ? std::string("-") : out;
  };
  return show(before, change.before, after, change.after) + (zh ? " → " : " -> ") +
         show(after, change.after, before, change.before);
}

}  // namespace fx::policy
