#include "base/refusal.h"

#include <gtest/gtest.h>

#include "base/result.h"
#include "base/text.h"

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

std::string repeated(std::string_view what, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += what;
  return out;
}

TEST(Refusal, KeepsWhatItRepeatsShortAndCutsNoCharacterInHalf) {
  const auto just = repeated("汉", kRefusalText);
  EXPECT_EQ(refuse(kTooEarly, "on", {{"until", just}}).params[0].second, just);
  for (const char* before : {"", "a", "ab"}) {
    const auto cut = refuse(kTooEarly, "on", {{"until", before + just + "字"}}).params[0].second;
    EXPECT_TRUE(is_utf8(cut));
    EXPECT_EQ(code_point_count(cut), kRefusalText + 1) << "and the ellipsis";
    EXPECT_EQ(cut.substr(cut.size() - 6), "汉…");
  }
  EXPECT_EQ(refuse(kTooEarly, just + "末").field, just + "…");
  EXPECT_EQ(refuse(kTooEarly, "", {{"until", repeated("\xff", 999)}}).params[0].second,
            repeated("\xff", kRefusalText) + "…");
}

TEST(Refusal, ListsAllThatIsAccepted) {
  const auto known = repeated("某包、", kRefusalText);
  const auto refusal = refuse(kTooEarly, "", {{"known", known}, {"until", known}});
  EXPECT_EQ(refusal.params[0].second, known);
  EXPECT_LT(refusal.params[1].second.size(), known.size());
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
