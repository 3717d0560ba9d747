// Random tables over small domains, against going through every case one by one.
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "policy/finding_kinds.h"
#include "policy/findings.h"
#include "policy/refusals.h"
#include "policy/test_pack.h"

namespace fx::policy {
namespace {

const std::vector<std::string> kNumberCells{
    "-",      "0",    "5",       ">=3",          "<3",          "[1..2]",      ">4",
    "not(2)", "1; 4", "missing", "<=2; missing", "not([1..4])", "not(missing)"};
const std::vector<std::string> kEnumCells{"-", "a", "b", "c", "not(a)", "a; c", "not(b; c)"};
const std::vector<std::string> kFlagCells{"-", "yes", "no", "not(yes)"};

struct RandomTable {
  std::vector<std::vector<std::string>> rows;  // cells for n, o, e, f
};

std::vector<std::string> random_row() {
  return {*rc::gen::elementOf(kNumberCells), *rc::gen::elementOf(kNumberCells),
          *rc::gen::elementOf(kEnumCells), *rc::gen::elementOf(kFlagCells)};
}

// Splits the cases again and again into two, so that the rows are complete and unique until the
// caller spoils them.
RandomTable random_partition() {
  RandomTable table{{{"-", "-", "-", "-"}}};
  const auto splits = *rc::gen::inRange(0, 6);
  for (int i = 0; i < splits; ++i) {
    const auto r = *rc::gen::inRange<std::size_t>(0, table.rows.size());
    const auto column = *rc::gen::inRange<std::size_t>(0, 4);
    auto one = table.rows[r];
    if (one[column] != "-") continue;
    auto two = one;
    const std::vector<std::pair<std::string, std::string>> cuts[] = {
        {{"<3", ">=3"}, {"0", "not(0)"}, {"1; 4", "not(1; 4)"}},
        {{"<3; missing", ">=3"}, {"missing", "not(missing)"}, {"5", "not(5); missing"}},
        {{"a", "not(a)"}, {"a; c", "b"}},
        {{"yes", "no"}}};
    const auto cut = *rc::gen::elementOf(cuts[column]);
    // A cell cannot be "not(...)" and something else; the same cases in other words.
    one[column] = cut.first;
    two[column] = cut.second == "not(5); missing" ? "<5; missing" : cut.second;
    table.rows[r] = one;
    table.rows.push_back(two);
  }
  return table;
}

Files files_of(const RandomTable& table, const std::string& hit) {
  auto files = testing::test_files();
  auto& yaml = files["pack.yaml"];
  yaml = testing::replaced(yaml, "examples: examples.csv", R"(facts:
  n: {zh: 甲, en: n, type: number, max: 5, initial: 0}
  o: {zh: 乙, en: o, type: number, max: 5}
  e: {zh: 丙, en: e, type: enum, values: {a: {zh: 子, en: a}, b: {zh: 丑, en: b}, c: {zh: 寅, en: c}}, initial: a}
  f: {zh: 丁, en: f, type: flag, initial: no}
topics:
  t: {zh: 题, en: t, outcomes: {x: {zh: 果, en: x, type: number, required: yes}}})");
  yaml = testing::replaced(
      yaml, "      tests:", "      t: {file: t.csv, hit: " + hit + "}\n      tests:");
  std::string csv = "n,o,e,f,x\n";
  for (const auto& row : table.rows) {
    for (const auto& cell : row) csv += cell + ",";
    csv += "1\n";
  }
  files["t.csv"] = csv;
  return files;
}

// Every case: n 0..5, o 0..5 or missing, e, f.
template <class Each>
void for_each_case(const Pack& pack, Each each) {
  Facts facts = pack.facts();
  const auto& words = pack.vocabulary();
  for (Value n = 0; n <= 5; ++n) {
    for (Value o = -1; o <= 5; ++o) {
      for (Value e = 0; e <= 2; ++e) {
        for (Value f = 0; f <= 1; ++f) {
          facts.set_raw(words.slot("n"), n);
          facts.set_raw(words.slot("o"), o < 0 ? kMissing : o);
          facts.set_raw(words.slot("e"), e);
          facts.set_raw(words.slot("f"), f);
          each(facts);
        }
      }
    }
  }
}

std::vector<int> rows_of(const Table& table, const Facts& facts) {
  std::vector<int> out;
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    bool all = true;
    for (std::size_t c = 0; c < table.slots.size(); ++c) {
      all = all && table.rows[r].tests[c].accepts_value(facts.value(table.slots[c]));
    }
    if (all) out.push_back(static_cast<int>(r));
  }
  return out;
}

bool has(const std::vector<Finding>& findings, const RefusalKind& kind, int row = 0) {
  for (const auto& finding : findings) {
    if (finding.what.kind != &kind) continue;
    for (const auto& [key, value] : finding.what.params) {
      if (key == "row" && (row == 0 || value == std::to_string(row))) return true;
    }
  }
  return false;
}

RC_GTEST_PROP(Matcher, AgreesWithTryingEveryRow, ()) {
  RandomTable random;
  const auto count = *rc::gen::inRange(1, 80);
  for (int i = 0; i < count; ++i) random.rows.push_back(random_row());
  for (const char* hit : {"first", "unique"}) {
    const auto pack = load_pack(files_of(random, hit));
    RC_ASSERT(pack.has_value());
    const Table& table = *(*pack)->edition("second")->table("t");
    for_each_case(**pack, [&](const Facts& facts) {
      const auto rows = rows_of(table, facts);
      std::vector<int> collected;
      table.matcher.for_each(facts.data(), [&](int row) { collected.push_back(row); });
      RC_ASSERT(collected == rows);
      int expected = rows.empty() ? kNoRow : rows.front();
      if (table.hit == HitPolicy::kUnique && rows.size() > 1) expected = kSeveralRows;
      RC_ASSERT(table.matcher.find(facts.data()) == expected);
    });
  }
}

RC_GTEST_PROP(Findings, CallATableCompleteAndUniqueExactlyWhenEachCaseHasOneRow, ()) {
  auto random = random_partition();
  const auto spoil = *rc::gen::inRange(0, 3);
  if (spoil == 1 && random.rows.size() > 1) random.rows.pop_back();
  if (spoil == 2) random.rows.push_back(random_row());
  const auto pack = load_pack(files_of(random, "unique"));
  RC_ASSERT(pack.has_value());
  const Table& table = *(*pack)->edition("second")->table("t");
  bool gap = false;
  bool overlap = false;
  for_each_case(**pack, [&](const Facts& facts) {
    const auto rows = rows_of(table, facts).size();
    gap = gap || rows == 0;
    overlap = overlap || rows > 1;
  });
  const auto findings = check(**pack);
  RC_CLASSIFY(!gap && !overlap, "in order");
  RC_ASSERT(has(findings, kGap) == gap);
  RC_ASSERT(has(findings, kOverlap) == overlap);
}

RC_GTEST_PROP(Findings, CallARowDeadExactlyWhenNoCaseReachesIt, ()) {
  RandomTable random;
  const auto count = *rc::gen::inRange(1, 12);
  for (int i = 0; i < count; ++i) random.rows.push_back(random_row());
  const auto pack = load_pack(files_of(random, "first"));
  RC_ASSERT(pack.has_value());
  const Table& table = *(*pack)->edition("second")->table("t");
  std::vector<bool> reached(table.rows.size());
  for_each_case(**pack, [&](const Facts& facts) {
    const int row = table.matcher.find(facts.data());
    if (row >= 0) reached[static_cast<std::size_t>(row)] = true;
  });
  const auto findings = check(**pack);
  for (std::size_t r = 0; r < reached.size(); ++r) {
    // A row dies of those above it, or of itself ("missing" of a fact that never is).
    const int number = table.rows[r].number;
    const bool dead = has(findings, kUnreachable, number) || has(findings, kNothingFits, number);
    RC_ASSERT(dead != reached[r]);
  }
}

// Too many combinations to keep the answers: the bit sets decide, alone and in bulk.
TEST(Matcher, AgreesWithItselfWhereAnswersAreNotKept) {
  FactDecl number;
  number.type = FactType::kNumber;
  number.max = 99'999;  // beyond the dense range, too
  Vocabulary words;
  std::vector<int> slots;
  for (int i = 0; i < 4; ++i) {
    words.facts.push_back(number);
    slots.push_back(i);
  }
  std::vector<std::vector<CellTest>> cells;
  for (int r = 0; r < 100; ++r) {
    std::vector<CellTest> row(4);
    for (int c = 0; c < 4; ++c) {
      const int from = (r * 977 + c * 13'331) % 90'000;
      row[static_cast<std::size_t>(c)] =
          *parse_cell(words.facts[static_cast<std::size_t>(c)],
                      (r + c) % 3 == 0 ? "-" : ">=" + std::to_string(from));
    }
    cells.push_back(std::move(row));
  }
  const Matcher matcher(words, slots, cells, false);
  ASSERT_FALSE(matcher.has_answers());
  std::vector<std::vector<Value>> columns(4, std::vector<Value>(2'000));
  for (std::size_t i = 0; i < 2'000; ++i) {
    for (std::size_t c = 0; c < 4; ++c)
      columns[c][i] = static_cast<Value>((i * 7'919 + c * 50'021) % 100'000);
    if (i % 10 == 0) columns[i % 4][i] = kMissing;
  }
  std::vector<const Value*> pointers;
  for (const auto& column : columns) pointers.push_back(column.data());
  std::vector<std::int16_t> out(2'000);
  matcher.find_many(pointers, out);
  int hits = 0;
  for (std::size_t i = 0; i < 2'000; ++i) {
    const Value facts[] = {columns[0][i], columns[1][i], columns[2][i], columns[3][i]};
    int expected = kNoRow;
    for (std::size_t r = 0; r < cells.size() && expected == kNoRow; ++r) {
      bool all = true;
      for (std::size_t c = 0; c < 4; ++c) all = all && cells[r][c].accepts_value(facts[c]);
      if (all) expected = static_cast<int>(r);
    }
    hits += expected != kNoRow ? 1 : 0;
    ASSERT_EQ(matcher.find(facts), expected);
    ASSERT_EQ(out[i], expected);
  }
  EXPECT_GT(hits, 500);
}

}  // namespace
}  // namespace fx::policy
