// Small pieces that every file of a pack is read with: labels in two languages, places in a file,
// numbers of fixed decimals.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/refusal.h"
#include "base/text.h"

namespace fx::policy {

struct Label {
  std::string zh;
  std::string en;
  [[nodiscard]] const std::string& in(Language language) const {
    return language == Language::kZh ? zh : en;
  }
};

// One value of an enumeration or one entry of a pack's dictionary (a class, a team, ...).
struct NamedValue {
  std::string id;
  Label label;
};

// Where in a pack something stands. Rows count as a spreadsheet does, the header being row 1; in
// YAML a row is a line. 0 and "" mean the whole file or row.
struct Place {
  std::string file;
  int row = 0;
  std::string column = {};
};

// A refusal that tells its place: adds the params file, row, column, place_zh and place_en.
Refusal refuse_at(const RefusalKind& kind, const Place& place, Params params = {});

[[nodiscard]] bool is_utf8(std::string_view bytes);  // strict; NUL is not text here
[[nodiscard]] std::string_view trim(std::string_view text);
// For messages: at most `characters` characters, then an ellipsis.
[[nodiscard]] inline std::string shorten(std::string_view text, std::size_t characters = 40) {
  return fx::shorten(text, characters);
}
// Splits at , ; and their Chinese forms (， ； 、), not inside double quotes; items are trimmed.
[[nodiscard]] std::vector<std::string> split_list(std::string_view text);

// "37.3" with one decimal is 373. Nothing for more decimals, other characters, or beyond ±10^12.
[[nodiscard]] std::optional<std::int64_t> parse_fixed(std::string_view text, int decimals);
[[nodiscard]] std::string format_fixed(std::int64_t value, int decimals);
// yes/no, true/false, 是/否
[[nodiscard]] std::optional<bool> parse_flag(std::string_view text);
// Lower-case letters, digits, '-' and '_', at most 64, beginning with a letter or digit.
[[nodiscard]] bool is_id(std::string_view text);

}  // namespace fx::policy
