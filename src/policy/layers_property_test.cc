// Random tables of two levels: what the resolved pack says, against asking both levels and putting
// the answers together by hand.
#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "policy/evaluate.h"
#include "policy/layers.h"
#include "policy/refusals.h"
#include "policy/test_pack.h"

namespace fx::policy {
namespace {

const Day kDay = *parse_day("2020-02-10");
const std::vector<std::string> kNumberCells{
    "-",      "-",    "0",  ">=3",     "<3",           "[1..2]",
    "not(2)", "1; 4", ">4", "missing", "<=2; missing", "not(missing)"};
const std::vector<std::string> kEnumCells{"-", "-", "a", "b", "not(a)", "a; c", "not(b; c)"};
const std::vector<std::string> kTextCells{"-", "-", "x", "y", "not(x)", "x; z"};

// A table on a number, a value of an enumeration and a text, with an outcome that grows tighter.
std::string random_table() {
  std::string csv = "n,e,s,k,x,y\n";
  const auto rows = *rc::gen::inRange(1, 6);
  for (int r = 0; r < rows; ++r) {
    csv += *rc::gen::elementOf(kNumberCells) + "," + *rc::gen::elementOf(kEnumCells) + "," +
           *rc::gen::elementOf(kTextCells) + "," + std::to_string(*rc::gen::inRange(0, 2)) + "," +
           std::to_string(*rc::gen::inRange(0, 4)) + ",";
    csv += *rc::gen::arbitrary<bool>() ? std::to_string(r) + "\n" : "\n";
  }
  return csv;
}

PackPtr pack_of(const std::string& id, const std::string& level, const std::string& lower,
                const std::string& hit, const std::string& table) {
  Files files;
  auto yaml = testing::kPackYaml;
  yaml = testing::replaced(yaml, "id: test\n", "id: " + id + "\n");
  yaml = testing::replaced(yaml, "level: community", "level: " + level);
  yaml = yaml.substr(0, yaml.find("examples:")) + R"(facts:
  n: {zh: 甲, en: n, type: number, max: 5}
  e: {zh: 丙, en: e, type: enum, values: {a: {zh: 子, en: a}, b: {zh: 丑, en: b}, c: {zh: 寅, en: c}}, initial: a}
  s: {zh: 文, en: s, type: text}
topics:
  t:
    zh: 题
    en: t
    key: k
    outcomes:
      k: {zh: 键, en: k, type: number, required: yes}
      x: {zh: 果, en: x, type: number, required: yes, tighter: more}
      y: {zh: 他, en: y, type: number}
editions:
  - {id: e, from: 2020-02-01, lower: {t: )" +
         lower + "}, tables: {t: {file: t.csv, hit: " + hit + ", gaps: intended}}}\n";
  files["pack.yaml"] = yaml;
  files["t.csv"] = table;
  const auto report = load_report(files);
  for (const auto& problem : report.problems) RC_FAIL(problem.message(Language::kEn));
  return report.pack;
}

struct Case {
  std::string n, e, s;
};

template <class Each>
void for_each_case(Each each) {
  for (const char* n : {"missing", "0", "1", "2", "3", "4", "5"}) {
    for (const char* e : {"a", "b", "c"}) {
      for (const char* s : {"missing", "x", "y", "z", "else"}) each(Case{n, e, s});
    }
  }
}

// The rows that apply, as values of k, x and y (-1: not given) and the number in the file.
struct Answer {
  Value k, x, y;
  bool operator==(const Answer&) const = default;
};
std::vector<Answer> ask(const Pack& pack, const Case& c) {
  auto facts = pack.facts();
  facts.choose("n", c.n).choose("e", c.e).choose("s", c.s);
  const auto decision = decide(pack, pack.editions().front(), "t", facts);
  std::vector<Answer> out;
  if (!decision) {
    RC_ASSERT(decision.error().kind == &kNoRule);
    return out;
  }
  for (const Row* row : decision->rows) {
    out.push_back({row->outcomes[0].value_or(-1), row->outcomes[1].value_or(-1),
                   row->outcomes[2].value_or(-1)});
  }
  return out;
}

Answer together(const Answer& upper, const Answer& lower) {
  if (lower.x < upper.x) return upper;
  return {lower.k, lower.x, lower.y < 0 ? upper.y : lower.y};
}

void show(const std::string& upper, const std::string& lower) {
  RC_LOG() << "upper\n" << upper << "lower\n" << lower;
}

RC_GTEST_PROP(Layers, FirstTablesAnswerAsBothLevelsAskedByHand, ()) {
  const auto upper = random_table();
  const auto lower = random_table();
  show(upper, lower);
  const bool replacing = *rc::gen::arbitrary<bool>();
  const auto above =
      pack_of("above", "national", replacing ? "replace" : "tighten", "first", upper);
  const auto below = pack_of("below", "city", "tighten", "first", lower);
  const auto resolved = resolve({above, below}, kDay);
  RC_ASSERT(resolved.has_value());
  for_each_case([&](const Case& c) {
    const auto u = ask(*above, c);
    const auto l = ask(*below, c);
    std::vector<Answer> expected;
    if (!u.empty() && !l.empty()) {
      expected = {replacing ? l[0] : together(u[0], l[0])};
    } else {
      expected = u.empty() ? l : u;
    }
    RC_ASSERT(ask(*resolved->pack, c) == expected);
  });
}

// Of tables that collect every row counts, so a lower row meets the upper rows about its thing one
// by one; here each table has at most one row about each thing that applies.
RC_GTEST_PROP(Layers, CollectedRowsAnswerAsBothLevelsAskedByHand, ()) {
  const auto upper = random_table();
  const auto lower = random_table();
  show(upper, lower);
  const auto above = pack_of("above", "national", "tighten", "collect", upper);
  const auto below = pack_of("below", "city", "tighten", "collect", lower);
  const auto resolved = resolve({above, below}, kDay);
  RC_ASSERT(resolved.has_value());
  for_each_case([&](const Case& c) {
    const auto u = ask(*above, c);
    const auto l = ask(*below, c);
    const auto ambiguous = [](const std::vector<Answer>& rows) {
      return std::count_if(rows.begin(), rows.end(), [](const Answer& a) { return a.k == 0; }) >
                 1 ||
             std::count_if(rows.begin(), rows.end(), [](const Answer& a) { return a.k == 1; }) > 1;
    };
    if (ambiguous(u) || ambiguous(l)) return;
    std::vector<Answer> expected;
    for (const auto& row : u) {
      const auto same =
          std::find_if(l.begin(), l.end(), [&](const Answer& a) { return a.k == row.k; });
      expected.push_back(same == l.end() ? row : together(row, *same));
    }
    for (const auto& row : l) {
      const bool met =
          std::any_of(u.begin(), u.end(), [&](const Answer& a) { return a.k == row.k; });
      if (!met) expected.push_back(row);
    }
    const auto order = [](const Answer& a, const Answer& b) { return a.k < b.k; };
    auto got = ask(*resolved->pack, c);
    std::sort(expected.begin(), expected.end(), order);
    std::sort(got.begin(), got.end(), order);
    RC_ASSERT(got == expected);
  });
}

RC_GTEST_PROP(Cells, AreShownAsTheyCanBeReadAgain, ()) {
  FactDecl number;
  number.id = "n";
  number.type = FactType::kNumber;
  number.max = 5;
  const auto text = *rc::gen::elementOf(kNumberCells);
  const auto test = parse_cell(number, text);
  RC_ASSERT(test.has_value());
  const auto again = parse_cell(number, show_cell(number, *test));
  RC_ASSERT(again.has_value());
  for (Value v = 0; v <= 5; ++v) RC_ASSERT(again->accepts_value(v) == test->accepts_value(v));
  RC_ASSERT(again->accepts_value(kMissing) == test->accepts_value(kMissing));
}

}  // namespace
}  // namespace fx::policy
