#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "base/text.h"

namespace fx {
namespace {

rc::Gen<std::u32string> points() {
  // Much of what matters is rare in the whole range: spaces, dashes, width, radicals, marks.
  static const std::u32string kInteresting =
      U" '\u2018\u3000\u00A0\u200B\uFEFF\u0301\u0338①⼭ﬁ－—·."
      U"。张張𠮷一十百零0９AａﾊﾞハゞΩ\U000E0100\uAC00\u1100\u1161";
  return rc::gen::container<std::u32string>(rc::gen::oneOf(
      rc::gen::elementOf(kInteresting),
      rc::gen::map(rc::gen::inRange<std::uint32_t>(0, 0x110000), [](std::uint32_t c) {
        return c >= 0xD800 && c <= 0xDFFF ? kReplacement : static_cast<char32_t>(c);
      })));
}

RC_GTEST_PROP(Utf8, CodePointsComeBack, ()) {
  const auto text = *points();
  RC_ASSERT(to_code_points(to_utf8(text)) == text);
}

RC_GTEST_PROP(Utf8, AnyBytesBecomeValid, (const std::string& bytes)) {
  const std::string clean = to_utf8(to_code_points(bytes));
  RC_ASSERT(is_utf8(clean));
  RC_ASSERT(!is_utf8(bytes) || clean == bytes);
}

RC_GTEST_PROP(Normalise, OnceIsEnough, ()) {
  const std::string once = normalise(to_utf8(*points()));
  RC_ASSERT(is_utf8(once));
  RC_ASSERT(normalise(once) == once);
}

RC_GTEST_PROP(Normalise, LeavesNoBlankAtTheEndsNorTwoTogether, (const std::string& bytes)) {
  const std::string text = normalise(bytes);
  RC_ASSERT(text.empty() || (text.front() != ' ' && text.back() != ' '));
  RC_ASSERT(text.find("  ") == std::string::npos);
}

// The plain table of Wagner and Fischer, without the shortcuts of the real one.
int slow_distance(const std::u32string& a, const std::u32string& b) {
  std::vector<std::vector<int>> d(a.size() + 1, std::vector<int>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = static_cast<int>(i + j);
      } else {
        d[i][j] = std::min(
            {d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      }
    }
  }
  return d[a.size()][b.size()];
}

RC_GTEST_PROP(EditDistance, IsThatOfThePlainTable, ()) {
  const auto few = rc::gen::container<std::u32string>(rc::gen::element(U'a', U'b', U'中'));
  const auto a = *few;
  const auto b = *few;
  const int limit = *rc::gen::inRange(0, 12);
  RC_ASSERT(edit_distance(a, b, limit) == std::min(slow_distance(a, b), limit + 1));
}

// Writes a number as it is read aloud.
std::string aloud(int n) {
  static const std::vector<std::string> kDigits{"零", "一", "二", "三", "四",
                                                "五", "六", "七", "八", "九"};
  static const std::vector<std::pair<int, std::string>> kUnits{
      {10000, "万"}, {1000, "千"}, {100, "百"}, {10, "十"}};
  if (n < 10) return kDigits[static_cast<std::size_t>(n)];
  for (const auto& [unit, word] : kUnits) {
    if (n < unit) continue;
    const int rest = n % unit;
    std::string out = aloud(n / unit) + word;
    if (rest == 0) return out;
    return out + (rest * 10 < unit ? "零" : "") + aloud(rest);
  }
  return {};
}

RC_GTEST_PROP(ChineseNumber, IsTheNumberThatWasWritten, ()) {
  const int n = *rc::gen::oneOf(rc::gen::inRange(0, 2000), rc::gen::inRange(0, 1'000'000));
  RC_ASSERT(chinese_number(aloud(n)) == n);
}

}  // namespace
}  // namespace fx
