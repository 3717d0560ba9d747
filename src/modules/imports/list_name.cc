#include "modules/imports/list_name.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace fx::imports {
namespace {

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_letter(char32_t c) { return c >= U'a' && c <= U'z'; }
bool is_one_of(char32_t c, std::u32string_view these) {
  return these.find(c) != std::u32string_view::npos;
}

std::u32string without_ending(std::u32string name) {
  constexpr std::size_t kLongest = 5;
  const auto dot = name.rfind(U'.');
  if (dot == std::u32string::npos || dot == 0 || name.size() - dot - 1 > kLongest) return name;
  const auto ascii = [](char32_t c) { return is_letter(c) || is_digit(c); };
  const auto from = name.begin() + static_cast<std::ptrdiff_t>(dot) + 1;
  const bool ending =
      std::all_of(from, name.end(), ascii) && std::any_of(from, name.end(), is_letter);
  if (ending) name.resize(dot);
  return name;
}

bool tells_an_edition(std::u32string_view word) {
  static constexpr std::array<std::u32string_view, 10> kWords{
      U"copy", U"final",   U"new", U"corrected", U"revised",
      U"rev",  U"updated", U"ver", U"version",   U"v"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

// Longer words first: what is left of one is no shorter one.
void drop_words(std::u32string& name) {
  static constexpr std::array<std::u32string_view, 16> kWords{
      U"更正后", U"修正后", U"修改后", U"更新后", U"核对后", U"更正", U"修正", U"修订",
      U"修改",   U"更新",   U"最新",   U"最终",   U"终稿",   U"定稿", U"新版", U"副本"};
  for (const auto word : kWords) {
    for (auto at = name.find(word); at != std::u32string::npos; at = name.find(word)) {
      name.erase(at, word.size());
    }
  }
}

}  // namespace

std::string list_name(std::string_view file) {
  const std::u32string name =
      without_ending(to_code_points(ascii_lower(to_simplified(normalise(file)))));
  std::u32string out;
  for (std::size_t i = 0; i < name.size();) {
    std::size_t end = i + 1;
    if (is_digit(name[i])) {
      while (end < name.size() && is_digit(name[end])) ++end;
      const char32_t before = out.empty() ? U'\0' : out.back();
      const char32_t after = end < name.size() ? name[end] : U'\0';
      if (before == U'第' || is_one_of(after, U"批组网村栋幢")) {
        out.append(name, i, end - i);
      } else if (is_one_of(after, U"年月日号时点分版稿")) {
        ++end;
      }
    } else if (is_letter(name[i])) {
      while (end < name.size() && is_letter(name[end])) ++end;
      const auto word = std::u32string_view(name).substr(i, end - i);
      if (!tells_an_edition(word)) out += word;
    } else if (is_han(name[i])) {
      out += name[i];
    }
    i = end;
  }
  drop_words(out);
  return to_utf8(out);
}

bool same_list(std::string_view file, std::string_view other) {
  if (file.empty() || other.empty()) return false;
  const auto name = list_name(file);
  return name.empty() ? file == other : name == list_name(other);
}

}  // namespace fx::imports
