#include "policy/text.h"

#include <array>

namespace fx::policy {
namespace {

std::string place_text(const Place& place, Language language) {
  const bool zh = language == Language::kZh;
  std::string out = place.file;
  if (place.row > 0) {
    const auto row = std::to_string(place.row);
    out += zh ? " 第" + row + "行" : " row " + row;
  }
  if (!place.column.empty()) {
    out += zh ? " “" + place.column + "”列" : " column \"" + place.column + "\"";
  }
  return out;
}

// The length of the UTF-8 sequence at the front of text, 0 when it is not one (Unicode table 3-7).
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto in = [&](std::size_t i, unsigned low, unsigned high) {
    return i < text.size() && byte(i) >= low && byte(i) <= high;
  };
  const unsigned lead = byte(0);
  if (lead < 0x80) return lead == 0 ? 0 : 1;
  if (lead >= 0xC2 && lead <= 0xDF) return in(1, 0x80, 0xBF) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const unsigned low = lead == 0xE0 ? 0xA0 : 0x80;
    const unsigned high = lead == 0xED ? 0x9F : 0xBF;
    return in(1, low, high) && in(2, 0x80, 0xBF) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const unsigned low = lead == 0xF0 ? 0x90 : 0x80;
    const unsigned high = lead == 0xF4 ? 0x8F : 0xBF;
    return in(1, low, high) && in(2, 0x80, 0xBF) && in(3, 0x80, 0xBF) ? 4 : 0;
  }
  return 0;
}

constexpr std::array<std::string_view, 5> kSeparators{",", ";", "，", "；", "、"};

std::size_t separator_length(std::string_view text) {
  for (const auto separator : kSeparators) {
    if (text.starts_with(separator)) return separator.size();
  }
  return 0;
}

}  // namespace

Refusal refuse_at(const RefusalKind& kind, const Place& place, Params params) {
  params.emplace_back("file", place.file);
  params.emplace_back("row", place.row > 0 ? std::to_string(place.row) : std::string());
  params.emplace_back("column", place.column);
  params.emplace_back("place_zh", place_text(place, Language::kZh));
  params.emplace_back("place_en", place_text(place, Language::kEn));
  return refuse(kind, place.column, std::move(params));
}

bool is_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto length = sequence_length(bytes);
    if (length == 0) return false;
    bytes.remove_prefix(length);
  }
  return true;
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view kWideSpace = "\u3000";
  for (;;) {
    if (!text.empty() && (text.front() == ' ' || text.front() == '\t' || text.front() == '\r' ||
                          text.front() == '\n')) {
      text.remove_prefix(1);
    } else if (text.starts_with(kWideSpace)) {
      text.remove_prefix(kWideSpace.size());
    } else {
      break;
    }
  }
  for (;;) {
    if (!text.empty() &&
        (text.back() == ' ' || text.back() == '\t' || text.back() == '\r' || text.back() == '\n')) {
      text.remove_suffix(1);
    } else if (text.ends_with(kWideSpace)) {
      text.remove_suffix(kWideSpace.size());
    } else {
      break;
    }
  }
  return text;
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> items;
  std::size_t start = 0;
  bool quoted = false;
  std::size_t i = 0;
  while (i < text.size()) {
    if (text[i] == '"') quoted = !quoted;
    const auto length = quoted ? 0 : separator_length(text.substr(i));
    if (length == 0) {
      ++i;
      continue;
    }
    items.emplace_back(trim(text.substr(start, i - start)));
    i += length;
    start = i;
  }
  items.emplace_back(trim(text.substr(start)));
  return items;
}

std::optional<std::int64_t> parse_fixed(std::string_view text, int decimals) {
  bool negative = false;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    negative = text.front() == '-';
    text.remove_prefix(1);
  }
  std::int64_t value = 0;
  int seen = 0;
  int left = -1;  // decimals still to come; -1 before the point
  for (const char c : text) {
    if (c == '.' && left < 0 && seen > 0) {
      left = decimals;
      continue;
    }
    if (c < '0' || c > '9') return std::nullopt;
    if (left == 0) {  // trailing zeros say nothing more
      if (c != '0') return std::nullopt;
      continue;
    }
    if (left > 0) --left;
    value = value * 10 + (c - '0');
    ++seen;
    if (value > 1'000'000'000'000) return std::nullopt;
  }
  if (seen == 0 || text.back() == '.') return std::nullopt;
  for (int i = left < 0 ? decimals : left; i > 0; --i) value *= 10;
  if (value > 1'000'000'000'000) return std::nullopt;
  return negative ? -value : value;
}

std::string format_fixed(std::int64_t value, int decimals) {
  std::string digits = std::to_string(value < 0 ? -value : value);
  if (decimals > 0) {
    const auto places = static_cast<std::size_t>(decimals);
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    digits.insert(digits.size() - places, 1, '.');
  }
  return (value < 0 ? "-" : "") + digits;
}

std::optional<bool> parse_flag(std::string_view text) {
  if (text == "yes" || text == "true" || text == "TRUE" || text == "是") return true;
  if (text == "no" || text == "false" || text == "FALSE" || text == "否") return false;
  return std::nullopt;
}

bool is_id(std::string_view text) {
  if (text.empty() || text.size() > 64) return false;
  const auto alphanumeric = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  if (!alphanumeric(text.front())) return false;
  for (const char c : text) {
    if (!alphanumeric(c) && c != '-' && c != '_') return false;
  }
  return true;
}

}  // namespace fx::policy
