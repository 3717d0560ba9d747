#include "policy/compare.h"

#include <algorithm>
#include <map>

#include "policy/refusals.h"

namespace fx::policy {
namespace {

using Columns = std::vector<const Value*>;

// The outcomes of a row by id, in words that mean the same in any pack.
std::map<std::string, std::string> outcomes_of(const Table& table, int row) {
  std::map<std::string, std::string> out;
  if (row < 0) return {{"", std::to_string(row)}};
  const auto& outcomes = table.rows[static_cast<std::size_t>(row)].outcomes;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const auto& decl = table.topic->outcomes[i];
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

class NeedsCounter {
 public:
  NeedsCounter(const Side& side, const Table& table, std::span<const std::int16_t> rows)
      : side_(side), table_(table), rows_(rows), columns_(columns_of(side)) {}

  Needs run() {
    read_rows();
    count_placements();
    ask_stage(1);
    ask_stage(2);
    out_.staff = static_cast<std::size_t>((staff_milli_ + 999) / 1000);
    return out_;
  }

 private:
  struct Placed {
    Measure measure = Measure::kNone;
    Measure then_measure = Measure::kNone;
    int days = 0;
    int then_days = 0;
    Value person_class = 0;
  };

  [[nodiscard]] int column(const char* fact) const { return side_.pack->vocabulary().slot(fact); }

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

  [[nodiscard]] const Placed& placed(std::size_t person) const {
    const auto row = rows_[person];
    return row < 0 ? placed_.back() : placed_[static_cast<std::size_t>(row)];
  }

  void count_placements() {
    std::vector<std::size_t> by_row(placed_.size(), 0);
    for (const auto row : rows_)
      ++by_row[row < 0 ? by_row.size() - 1 : static_cast<std::size_t>(row)];
    for (std::size_t r = 0; r < by_row.size(); ++r) {
      const auto& each = placed_[r];
      out_.people[static_cast<std::size_t>(each.measure)] += by_row[r];
      if (each.measure == Measure::kCentralised) out_.rooms += by_row[r];
      if (each.measure == Measure::kUndecided) out_.undecided += by_row[r];
      out_.person_days += by_row[r] * static_cast<std::size_t>(each.days + each.then_days);
    }
  }

  // Asks monitoring, tests and team about everyone who has this stage.
  void ask_stage(int stage) {
    std::vector<Value> classes(rows_.size());
    std::vector<Value> measures(rows_.size());
    const std::vector<Value> stages(rows_.size(), stage);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const auto& each = placed(i);
      classes[i] = each.person_class;
      measures[i] = static_cast<Value>(stage == 1 ? each.measure : each.then_measure);
    }
    auto columns = columns_;
    columns[static_cast<std::size_t>(column("class"))] = classes.data();
    columns[static_cast<std::size_t>(column("measure"))] = measures.data();
    columns[static_cast<std::size_t>(column("stage"))] = stages.data();
    const auto has_stage = [&](std::size_t i) {
      return stage == 1 ? placed(i).days > 0 : placed(i).then_days > 0;
    };
    if (stage == 1) {
      sum("monitoring", "slots", columns, [&](std::size_t i, const OutcomeValue& slots) {
        if (has_stage(i)) out_.readings += slots.values.size();
      });
      sum("team", "staff", columns, [&](std::size_t i, const OutcomeValue& staff) {
        if (has_stage(i)) staff_milli_ += staff.value_or(0) * 1000 / people_each_[team_row_];
      });
    }
    sum("tests", "days", columns, [&](std::size_t i, const OutcomeValue& days) {
      if (has_stage(i)) out_.tests += days.values.size();
    });
  }

  template <class Each>
  void sum(const char* topic, const char* outcome, const Columns& columns, Each each) {
    const Table* table = side_.edition->table(topic);
    if (table == nullptr || table->hit == HitPolicy::kCollect) return;
    people_each_.clear();
    if (const int index = table->outcome("people_each"); index >= 0) {
      for (const auto& row : table->rows) {
        people_each_.push_back(row.outcomes[static_cast<std::size_t>(index)].value_or(1));
      }
    }
    const auto at = static_cast<std::size_t>(table->outcome(outcome));
    std::vector<std::int16_t> found(rows_.size());
    table->matcher.find_many(columns, found);
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (found[i] < 0) continue;
      team_row_ = static_cast<std::size_t>(found[i]);
      each(i, table->rows[team_row_].outcomes[at]);
    }
  }

  const Side& side_;
  const Table& table_;
  std::span<const std::int16_t> rows_;
  Columns columns_;
  std::vector<Placed> placed_;
  std::vector<Value> people_each_;
  std::size_t team_row_ = 0;
  Value staff_milli_ = 0;
  Needs out_;
};

Result<const Table*> table_of(const Side& side, std::string_view topic) {
  const Table* table = side.edition->table(topic);
  if (table != nullptr && table->hit != HitPolicy::kCollect) return table;
  return refuse(
      kNoTopic, {},
      {{"pack", side.pack->id()}, {"edition", side.edition->id()}, {"topic", std::string(topic)}});
}

}  // namespace

Result<Comparison> compare(const Side& before, const Side& after, std::size_t people,
                           std::string_view topic) {
  const auto first = table_of(before, topic);
  if (!first) return first.error();
  const auto second = table_of(after, topic);
  if (!second) return second.error();
  std::vector<std::int16_t> old_rows(people);
  std::vector<std::int16_t> new_rows(people);
  (*first)->matcher.find_many(columns_of(before), old_rows);
  (*second)->matcher.find_many(columns_of(after), new_rows);

  Comparison out;
  out.people = people;
  out.change.assign(people, Comparison::kSame);
  // Pairs of rows as they come: not seen yet, the same, or the index of the change.
  constexpr std::uint32_t kNew = Comparison::kSame - 1;
  const std::size_t width = (*second)->rows.size() + 2;
  std::vector<std::uint32_t> pairs(((*first)->rows.size() + 2) * width, kNew);
  for (std::size_t i = 0; i < people; ++i) {
    auto& known = pairs[static_cast<std::size_t>(old_rows[i] + 2) * width +
                        static_cast<std::size_t>(new_rows[i] + 2)];
    if (known == kNew) {
      const bool same = outcomes_of(**first, old_rows[i]) == outcomes_of(**second, new_rows[i]);
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
    out.before = NeedsCounter(before, **first, old_rows).run();
    out.after = NeedsCounter(after, **second, new_rows).run();
  }
  return out;
}

std::string show_change(const Side& before, const Side& after, std::string_view topic,
                        const Change& change, Language language) {
  const bool zh = language == Language::kZh;
  const auto show = [&](const Side& side, int row, const Side& other_side, int other_row) {
    if (row == kNoRow) return std::string(zh ? "没有规则" : "no rule");
    if (row == kSeveralRows) return std::string(zh ? "几条规则同时适用" : "several rules");
    const Table& table = *side.edition->table(topic);
    const auto mine = outcomes_of(table, row);
    const auto theirs = outcomes_of(*other_side.edition->table(topic), other_row);
    const auto& outcomes = table.rows[static_cast<std::size_t>(row)].outcomes;
    std::string out;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      const auto& decl = table.topic->outcomes[i];
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
