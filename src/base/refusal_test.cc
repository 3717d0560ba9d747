#include "base/refusal.h"

#include <gtest/gtest.h>

#include "base/result.h"

namespace fx {
namespace {

constexpr RefusalKind kTooEarly{"observation.too-early",
                                409,
                                "观察期未满：应到 {until}",
                                "the observation runs until {until} ({field})",
                                "到期后再解除",
                                "release after {until}"};

TEST(Refusal, SaysItInBothLanguagesWithItsParameters) {
  const Refusal refusal = refuse(kTooEarly, "on", {{"until", "2020-03-05"}});
  EXPECT_EQ(refusal.code(), "observation.too-early");
  EXPECT_EQ(refusal.message(Language::kZh), "观察期未满：应到 2020-03-05");
  EXPECT_EQ(refusal.message(Language::kEn), "the observation runs until 2020-03-05 (on)");
  EXPECT_EQ(refusal.remedy(Language::kZh), "到期后再解除");
  EXPECT_EQ(refusal.remedy(Language::kEn), "release after 2020-03-05");
}

TEST(Fill, LeavesUnknownNamesAndStrayBraces) {
  const Params params{{"a", "1"}, {"b", "{a}"}};
  EXPECT_EQ(fill("{a}{b}{c}", params), "1{a}{c}") << "what is put in is not read again";
  EXPECT_EQ(fill("{", params), "{");
  EXPECT_EQ(fill("}{", params), "}{");
  EXPECT_EQ(fill("{}", params), "{}");
  EXPECT_EQ(fill("x{a", params), "x{a");
  EXPECT_EQ(fill("{ {a} }", params), "{ 1 }");
  EXPECT_EQ(fill("", params), "");
}

TEST(Fill, TakesTheFirstOfTwoParametersOfOneName) {
  EXPECT_EQ(fill("{a}", {{"a", "1"}, {"a", "2"}}), "1");
}

Result<int> half(int n) {
  if (n % 2 != 0) return refuse(kTooEarly, "n");
  return n / 2;
}

TEST(Result, HoldsAValueOrARefusal) {
  const auto good = half(4);
  ASSERT_TRUE(good);
  EXPECT_EQ(*good, 2);
  const auto bad = half(3);
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().kind, &kTooEarly);
}

TEST(ResultDeathTest, ReadingTheWrongSideIsABug) {
  const auto bad = half(3);
  EXPECT_DEATH((void)*bad, "CHECK failed");
  const auto good = half(4);
  EXPECT_DEATH((void)good.error(), "CHECK failed");
  const Status fine;
  EXPECT_DEATH((void)fine.error(), "CHECK failed");
}

TEST(Result, SideIsTheDeclaredOneWhenBothTypesAreTheSame) {
  const Result<std::string> text(std::string("x"));
  EXPECT_TRUE(text.has_value());
}

}  // namespace
}  // namespace fx
