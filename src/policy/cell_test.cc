#include "policy/cell.h"

#include <gtest/gtest.h>

#include "policy/refusals.h"

namespace fx::policy {
namespace {

FactDecl days() {
  FactDecl fact;
  fact.id = "days";
  fact.type = FactType::kNumber;
  fact.max = 30;
  return fact;
}

FactDecl colour() {
  FactDecl fact;
  fact.id = "colour";
  fact.type = FactType::kEnum;
  fact.values = {{"red", {"红", "red"}}, {"yellow", {"黄", "yellow"}}, {"green", {"绿", "green"}}};
  fact.initial = 2;
  return fact;
}

// The values from 0 to 30 that a cell accepts, as "3-7 9", and "?" for missing.
std::string accepted(FactDecl fact, std::string_view cell) {
  const auto test = parse_cell(fact, cell);
  if (!test) return std::string(test.error().kind->code);
  std::string out;
  Value from = -1;
  for (Value v = 0; v <= 31; ++v) {
    const bool in = v <= fact.last() && test->accepts_value(v);
    if (in && from < 0) from = v;
    if (!in && from >= 0) {
      out += (out.empty() ? "" : " ") + std::to_string(from);
      if (v - 1 > from) out += "-" + std::to_string(v - 1);
      from = -1;
    }
  }
  return out + (test->accepts_value(kMissing) ? "?" : "");
}

TEST(Cell, ReadsNumbersRangesAndLists) {
  EXPECT_EQ(accepted(days(), ""), "0-30?");
  EXPECT_EQ(accepted(days(), " - "), "0-30?");
  EXPECT_EQ(accepted(days(), "14"), "14");
  EXPECT_EQ(accepted(days(), ">=14"), "14-30");
  EXPECT_EQ(accepted(days(), "≥ 14"), "14-30");
  EXPECT_EQ(accepted(days(), "<5"), "0-4");
  EXPECT_EQ(accepted(days(), "[3..7]"), "3-7");
  EXPECT_EQ(accepted(days(), "(3..7)"), "4-6");
  EXPECT_EQ(accepted(days(), "1; 4、[6..8], >20"), "1 4 6-8 21-30");
  EXPECT_EQ(accepted(days(), "[1..3]; [2..6]; 7"), "1-7");
}

TEST(Cell, NotTakesEveryOtherKnownValueButNotAMissingOne) {
  EXPECT_EQ(accepted(days(), "not([3..7])"), "0-2 8-30");
  EXPECT_EQ(accepted(days(), "not(missing)"), "0-30");
  EXPECT_EQ(accepted(days(), "<=7; missing"), "0-7?");
  EXPECT_EQ(accepted(colour(), "not(red; green)"), "1");
}

TEST(Cell, TakesAnEnumerationByIdOrLabel) {
  EXPECT_EQ(accepted(colour(), "red"), "0");
  EXPECT_EQ(accepted(colour(), "红、绿"), "0 2");
}

TEST(Cell, RefusesWhatItCannotMean) {
  EXPECT_EQ(accepted(colour(), "blue"), "policy.cell-value");
  EXPECT_EQ(accepted(colour(), ">=red"), "policy.cell-value");
  EXPECT_EQ(accepted(days(), "3-7"), "policy.cell-value");
  EXPECT_EQ(accepted(days(), "3.5"), "policy.cell-value");
  EXPECT_EQ(accepted(days(), "31"), "policy.cell-value");
  EXPECT_EQ(accepted(days(), "[7..3]"), "policy.cell-range");
  EXPECT_EQ(accepted(days(), "(3..4)"), "policy.cell-range");
  EXPECT_EQ(accepted(days(), ">30"), "policy.cell-range");
  EXPECT_EQ(accepted(days(), "[3..7"), "policy.cell-syntax");
  EXPECT_EQ(accepted(days(), "3,,7"), "policy.cell-syntax");
  EXPECT_EQ(accepted(days(), "not()"), "policy.cell-syntax");
}

TEST(Cell, ReadsDaysAsSpreadsheetsRewriteThem) {
  FactDecl fact;
  fact.type = FactType::kDay;
  fact.max = 30'000;
  const auto test = parse_cell(fact, "[2020-02-01..2020/2/29]");
  ASSERT_TRUE(test);
  EXPECT_EQ(test->accepts, (std::vector<Interval>{{18293, 18322}}));
}

TEST(Cell, ComparesDecimalsExactly) {
  FactDecl fact;
  fact.type = FactType::kNumber;
  fact.decimals = 1;
  fact.min = 350;
  fact.max = 420;
  const auto test = parse_cell(fact, ">=37.3");
  ASSERT_TRUE(test);
  EXPECT_TRUE(test->accepts_value(373));
  EXPECT_FALSE(test->accepts_value(372));
  EXPECT_FALSE(parse_cell(fact, ">=37.25"));
}

TEST(Cell, InternsTextsAndKeepsOthersApart) {
  FactDecl fact;
  fact.type = FactType::kText;
  const auto quoted = parse_cell(fact, "\"a, b\"; c");
  ASSERT_TRUE(quoted);
  ASSERT_EQ(fact.values.size(), 2U);
  EXPECT_EQ(fact.values[0].id, "a, b");
  const auto other = parse_cell(fact, "not(c)");
  ASSERT_TRUE(other);
  EXPECT_TRUE(other->accepts_value(0));
  EXPECT_FALSE(other->accepts_value(1));
  EXPECT_TRUE(other->accepts_value(kOtherText));
  EXPECT_TRUE(other->accepts_value(5)) << "a text that another table mentions later";
}

TEST(Fixed, ReadsWhatItShows) {
  for (const Value value : {0, 7, 373, -25, 100'000}) {
    for (const int decimals : {0, 1, 3}) {
      EXPECT_EQ(parse_fixed(format_fixed(value, decimals), decimals), value);
    }
  }
  EXPECT_EQ(parse_fixed("37.30", 1), 373);
  EXPECT_EQ(parse_fixed("37.", 1), std::nullopt);
  EXPECT_EQ(parse_fixed(".5", 1), std::nullopt);
  EXPECT_EQ(parse_fixed("9999999999999999999999", 0), std::nullopt);
}

}  // namespace
}  // namespace fx::policy
