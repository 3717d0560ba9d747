#include "base/address_scan.h"

namespace fx::address_scan {
namespace {

constexpr std::size_t kMaxPoints = 120;

char32_t upper(char32_t c) { return c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c; }

}  // namespace

std::u32string prepare(std::string_view raw) {
  auto text = digits_before_counters(to_code_points(to_simplified(normalise(raw))));
  if (text.size() > kMaxPoints) text.resize(kMaxPoints);
  for (std::size_t i = 0; i < text.size(); ++i) {
    char32_t& c = text[i];
    c = upper(c);
    if (c == U'＃' || c == U'♯' || c == U'井') {
      // 井 stands in many names; it is a mistyped # only between digits.
      const bool between = i > 0 && i + 1 < text.size() && is_digit(text[i - 1]) &&
                           (is_digit(text[i + 1]) || text[i + 1] == '-');
      if (c != U'井' || between) c = '#';
    }
    if (c == U'\u30FC' || c == U'_' || c == U'~') c = '-';
    if (c == U'一' && i > 0 && i + 1 < text.size() && is_digit(text[i - 1]) &&
        is_digit(text[i + 1])) {
      c = '-';
    }
    if (c == U'#' && i > 0 && text[i - 1] == U'号') c = U'楼';  // 3号#
  }
  return text;
}

std::string strip_zeros(View digits) {
  std::size_t first = 0;
  while (first + 1 < digits.size() && digits[first] == '0') ++first;
  return to_utf8(digits.substr(first));
}

View trim(View text) {
  while (!text.empty() && is_one_of(text.front(), U" ,-:;。、")) text.remove_prefix(1);
  while (!text.empty() && is_one_of(text.back(), U" ,-:;。、")) text.remove_suffix(1);
  return text;
}

bool means_nothing(View text) {
  return text.empty() || text == U"/" || text == U"-" || text == U"--" || text == U"无" ||
         text == U"无房号" || text == U"\\";
}

}  // namespace fx::address_scan
