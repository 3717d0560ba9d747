#include "base/text.h"

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>
#include <unordered_set>
#include <utility>
#include <vector>

#include <opencc/Config.hpp>
#include <opencc/Conversion.hpp>
#include <opencc/ConversionChain.hpp>
#include <opencc/Converter.hpp>
#include <opencc/Dict.hpp>
#include <opencc/DictEntry.hpp>
#include <opencc/Lexicon.hpp>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include "base/check.h"

namespace fx {
namespace {

bool is_space(char32_t c) {
  return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

// Controls, zero-width characters, direction marks, soft hyphen, variation selectors.
bool is_invisible(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == 0x34F || c == 0x61C ||
         (c >= 0x115F && c <= 0x1160) || (c >= 0x180B && c <= 0x180F) ||
         (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x206F) || c == 0x3164 || (c >= 0xFE00 && c <= 0xFE0F) ||
         c == 0xFEFF || c == 0xFFA0 || (c >= 0xE0000 && c <= 0xE01EF);
}

bool is_dash(char32_t c) {
  return (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x2500 || c == 0x2501 || c == 0xFE58 ||
         c == 0xFE63 || c == 0xFF0D;
}

bool is_apostrophe(char32_t c) { return c == '\'' || c == 0x2018 || c == 0x2019 || c == 0xFF07; }

// Characters NFKC leaves alone, decided without asking ICU: most of what people write.
bool is_nfkc_inert(char32_t c) {
  return c < 0xA0 || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) ||
         (c >= 0x3001 && c <= 0x3029) || c == 0xB7 || is_space(c) || is_dash(c) ||
         is_invisible(c) || (c >= 0x2016 && c <= 0x2022 && c != 0x2017) || c == kReplacement ||
         (c >= 0xFF01 && c <= 0xFF5E);  // mapped by ourselves
}

std::string nfkc(std::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKCInstance(error);
  FX_CHECK(U_SUCCESS(error));
  // fromUTF8 replaces bad bytes, which the callers have excluded already.
  const auto source = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  icu::UnicodeString target = normalizer->normalize(source, error);
  FX_CHECK(U_SUCCESS(error));
  std::string out;
  target.toUTF8String(out);
  return out;
}

}  // namespace

std::optional<char32_t> next_code_point(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at);
  if (lead < 0x80) {
    ++at;
    return lead;
  }
  std::size_t length = 0;
  char32_t value = 0;
  char32_t least = 0;
  if (lead >= 0xC2 && lead <= 0xDF) {
    length = 2;
    value = lead & 0x1FU;
    least = 0x80;
  } else if ((lead & 0xF0U) == 0xE0) {
    length = 3;
    value = lead & 0x0FU;
    least = 0x800;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4;
    value = lead & 0x07U;
    least = 0x10000;
  }
  bool good = length != 0 && at + length <= text.size();
  for (std::size_t i = 1; good && i < length; ++i) {
    good = (byte(at + i) & 0xC0U) == 0x80;
    value = (value << 6U) | (byte(at + i) & 0x3FU);
  }
  if (!good || value < least || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
    ++at;
    return std::nullopt;
  }
  at += length;
  return value;
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (!next_code_point(text, at)) return false;
  }
  return true;
}

std::u32string to_code_points(std::string_view text) {
  std::u32string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    out.push_back(next_code_point(text, at).value_or(kReplacement));
  }
  return out;
}

void append_utf8(std::string& out, char32_t c) {
  if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = kReplacement;
  const auto put = [&](char32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6U));
    put(0x80 | (c & 0x3FU));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12U));
    put(0x80 | ((c >> 6U) & 0x3FU));
    put(0x80 | (c & 0x3FU));
  } else {
    put(0xF0 | (c >> 18U));
    put(0x80 | ((c >> 12U) & 0x3FU));
    put(0x80 | ((c >> 6U) & 0x3FU));
    put(0x80 | (c & 0x3FU));
  }
}

std::string to_utf8(std::u32string_view text) {
  std::string out;
  out.reserve(text.size() * 3);
  for (const char32_t c : text) append_utf8(out, c);
  return out;
}

std::size_t code_point_count(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) next_code_point(text, at);
  return count;
}

std::string_view first_characters(std::string_view text, std::size_t characters) {
  std::size_t end = 0;
  for (; end < text.size() && characters > 0; --characters) next_code_point(text, end);
  return text.substr(0, end);
}

std::string shorten(std::string_view text, std::size_t characters) {
  const auto head = first_characters(text, characters);
  std::string out(head);
  if (head.size() < text.size()) out += "…";
  return out;
}

bool is_han(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || c == 0x3007 || (c >= 0x3400 && c <= 0x4DBF) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFD);
}

bool is_all_han(std::string_view text) {
  if (text.empty()) return false;
  for (std::size_t at = 0; at < text.size();) {
    const auto c = next_code_point(text, at);
    if (!c || !is_han(*c)) return false;
  }
  return true;
}

std::string normalise(std::string_view text) {
  // NFKC first when any character asks for it, so that what it makes (blanks, dashes) is seen by
  // the second pass.
  std::string composed;
  bool inert = true;
  for (std::size_t at = 0; at < text.size() && inert;) {
    inert = is_nfkc_inert(next_code_point(text, at).value_or(kReplacement));
  }
  if (!inert) {
    // Dashes and full-width forms are dealt with below; marks that ride on an invisible character
    // must not be joined differently after it has gone.
    std::string visible;
    for (std::size_t at = 0; at < text.size();) {
      const char32_t c = next_code_point(text, at).value_or(kReplacement);
      if (is_space(c) || !is_invisible(c)) append_utf8(visible, c);
    }
    composed = nfkc(visible);
    text = composed;
  }
  std::string out;
  out.reserve(text.size());
  bool space_due = false;
  for (std::size_t at = 0; at < text.size();) {
    char32_t c = next_code_point(text, at).value_or(kReplacement);
    if (is_space(c)) {
      space_due = true;
      continue;
    }
    if (is_invisible(c)) continue;
    if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
    if (is_dash(c)) c = '-';
    if (out.empty() && is_apostrophe(c)) continue;
    if (space_due && !out.empty()) out.push_back(' ');
    space_due = false;
    append_utf8(out, c);
  }
  return out;
}

std::string normalise_name(std::string_view text) {
  const std::string plain = normalise(text);
  const auto is_dot = [](char32_t c) {
    return c == 0xB7 || c == 0x2022 || c == 0x2027 || c == 0x2219 || c == 0x22C5 || c == 0x30FB ||
           c == 0x25CF || c == 0x16EB || c == 0x2024 || c == '.' || c == '`';
  };
  std::string out;
  out.reserve(plain.size());
  char32_t before = 0;
  bool space_due = false;
  for (std::size_t at = 0; at < plain.size();) {
    char32_t c = next_code_point(plain, at).value_or(kReplacement);
    if (c == ' ') {
      space_due = true;
      continue;
    }
    if (is_dot(c) && (c > 0x7F || is_han(before))) c = 0xB7;
    if (space_due && !is_han(c) && !is_han(before) && c != 0xB7 && before != 0xB7) {
      out.push_back(' ');
    }
    space_due = false;
    if (c == 0xB7 && before == 0xB7) continue;
    append_utf8(out, c);
    before = c;
  }
  return out;
}

// --- simplified characters -----------------------------------------------------------------------

namespace {

class Simplifier {
 public:
  static const Simplifier& instance() {
    static const Simplifier simplifier;
    return simplifier;
  }

  // Whether any dictionary entry could change this character.
  [[nodiscard]] bool touches(char32_t c) const {
    if (c < 0x2E80) return false;
    if (c < changes_.size()) return changes_[c];
    return rare_.count(c) != 0;
  }

  [[nodiscard]] std::string convert(std::string_view text) const {
    return converter_->Convert(std::string(text));
  }

 private:
  Simplifier() : changes_(0x10000, false) {
    try {
      converter_ = opencc::Config().NewFromFile("t2s.json");
    } catch (const std::exception& e) {
      throw std::runtime_error(std::string("OpenCC's table t2s.json cannot be read: ") + e.what());
    }
    for (const auto& conversion : converter_->GetConversionChain()->GetConversions()) {
      const opencc::LexiconPtr lexicon = conversion->GetDict()->GetLexicon();
      for (const auto& entry : *lexicon) {
        const std::string key = entry->Key();
        if (entry->GetDefault() == key) continue;
        const auto from = to_code_points(key);
        const auto to = to_code_points(entry->GetDefault());
        for (std::size_t i = 0; i < from.size(); ++i) {
          if (from.size() != to.size() || from[i] != to[i]) mark(from[i]);
        }
      }
    }
  }

  void mark(char32_t c) {
    if (c < changes_.size()) {
      changes_[c] = true;
    } else {
      rare_.insert(c);
    }
  }

  opencc::ConverterPtr converter_;
  std::vector<bool> changes_;
  std::unordered_set<char32_t> rare_;
};

}  // namespace

std::string to_simplified(std::string_view text) {
  const Simplifier& simplifier = Simplifier::instance();
  bool touched = false;
  for (std::size_t at = 0; at < text.size() && !touched;) {
    touched = simplifier.touches(next_code_point(text, at).value_or(kReplacement));
  }
  constexpr std::size_t kMaxConverted = 4096;
  if (!touched || text.size() > kMaxConverted) {
    return is_utf8(text) ? std::string(text) : to_utf8(to_code_points(text));
  }

  // OpenCC takes some 10 microseconds; names and places repeat from row to row.
  struct Slot {
    std::string from, to;
  };
  constexpr std::size_t kSlots = 256;
  constexpr std::size_t kLongest = 96;
  thread_local std::array<Slot, kSlots> cache;
  const std::string clean = to_utf8(to_code_points(text));
  if (clean.size() > kLongest) return simplifier.convert(clean);
  Slot& slot = cache[std::hash<std::string>()(clean) % kSlots];
  if (slot.from != clean) {
    slot.to = simplifier.convert(clean);
    slot.from = clean;
  }
  return slot.to;
}

char32_t fold_variant(char32_t c) {
  // Unihan's kSemanticVariant and kZVariant, and Japanese forms from input methods, for characters
  // met in names that OpenCC leaves. Standard characters of their own (喆, 堃, 犇) stay.
  static constexpr std::array<std::pair<char32_t, char32_t>, 47> kVariants{{
      {U'亁', U'乾'}, {U'亜', U'亚'}, {U'亰', U'京'}, {U'仝', U'同'}, {U'兪', U'俞'},
      {U'冨', U'富'}, {U'凃', U'涂'}, {U'呉', U'吴'}, {U'広', U'广'}, {U'徳', U'德'},
      {U'恵', U'惠'}, {U'戸', U'户'}, {U'斉', U'齐'}, {U'斎', U'斋'}, {U'旾', U'春'},
      {U'曽', U'曾'}, {U'栄', U'荣'}, {U'桜', U'樱'}, {U'楽', U'乐'}, {U'歩', U'步'},
      {U'沢', U'泽'}, {U'浄', U'净'}, {U'淸', U'清'}, {U'渓', U'溪'}, {U'満', U'满'},
      {U'濵', U'滨'}, {U'玆', U'兹'}, {U'珎', U'珍'}, {U'矦', U'侯'}, {U'穂', U'穗'},
      {U'竜', U'龙'}, {U'経', U'经'}, {U'継', U'继'}, {U'荘', U'庄'}, {U'蔵', U'藏'},
      {U'薫', U'薰'}, {U'衞', U'卫'}, {U'郞', U'郎'}, {U'鉄', U'铁'}, {U'靑', U'青'},
      {U'頋', U'顾'}, {U'頼', U'赖'}, {U'餠', U'饼'}, {U'髙', U'高'}, {U'鳯', U'凤'},
      {U'黒', U'黑'}, {U'𠮷', U'吉'},
  }};
  static_assert(std::is_sorted(kVariants.begin(), kVariants.end()));
  if (c < kVariants.front().first) return c;
  const auto at = std::lower_bound(kVariants.begin(), kVariants.end(), c,
                                   [](const auto& entry, char32_t x) { return entry.first < x; });
  return at != kVariants.end() && at->first == c ? at->second : c;
}

std::string name_key(std::string_view name) {
  const std::string simple = to_simplified(normalise_name(name));
  std::string out;
  out.reserve(simple.size());
  for (std::size_t at = 0; at < simple.size();) {
    const char32_t c = next_code_point(simple, at).value_or(kReplacement);
    if (c != 0xB7) append_utf8(out, fold_variant(c));
  }
  return ascii_upper(out);
}

// --- numerals ------------------------------------------------------------------------------------

namespace {

// 0..9 for digits, 10, 100, 1000, 10000 for units, 20 and 30 for 廿 and 卅, -1 for others.
int numeral_value(char32_t c) {
  switch (c) {
    case U'〇':
    case U'零':
    case U'○':
      return 0;
    case U'一':
    case U'壹':
      return 1;
    case U'二':
    case U'两':
    case U'貳':
    case U'贰':
    case U'兩':
      return 2;
    case U'三':
    case U'叁':
    case U'參':
      return 3;
    case U'四':
    case U'肆':
      return 4;
    case U'五':
    case U'伍':
      return 5;
    case U'六':
    case U'陆':
    case U'陸':
      return 6;
    case U'七':
    case U'柒':
      return 7;
    case U'八':
    case U'捌':
      return 8;
    case U'九':
    case U'玖':
      return 9;
    case U'十':
    case U'拾':
      return 10;
    case U'廿':
      return 20;
    case U'卅':
      return 30;
    case U'百':
    case U'佰':
      return 100;
    case U'千':
    case U'仟':
      return 1000;
    case U'万':
    case U'萬':
      return 10000;
    default:
      return -1;
  }
}

}  // namespace

bool is_chinese_numeral(char32_t c) { return numeral_value(c) >= 0; }

std::optional<int> chinese_number(std::u32string_view text) {
  if (text.empty() || text.size() > 16) return std::nullopt;
  bool units = false;
  for (const char32_t c : text) {
    const int value = numeral_value(c);
    if (value < 0) return std::nullopt;
    units = units || value >= 10;
  }
  if (!units) {
    if (text.size() > 8) return std::nullopt;
    int number = 0;
    for (const char32_t c : text) number = number * 10 + numeral_value(c);
    return number;
  }
  int total = 0;    // ten thousands already closed
  int section = 0;  // below ten thousand
  int digit = -1;   // waiting for its unit
  int last_unit = 100000;
  bool zero = false;
  for (const char32_t c : text) {
    const int value = numeral_value(c);
    if (value < 10) {
      if (digit > 0) return std::nullopt;  // 二三百
      if (value == 0) {
        zero = true;
        continue;
      }
      digit = value;
    } else if (value == 20 || value == 30) {
      if (digit > 0 || last_unit <= 10) return std::nullopt;
      section += value;
      last_unit = 10;
      digit = -1;
    } else if (value == 10000) {
      section += std::max(digit, 0);
      if (total != 0 || section == 0) return std::nullopt;
      total = section * 10000;
      section = 0;
      digit = -1;
      last_unit = 100000;
    } else {
      if (value >= last_unit) return std::nullopt;                  // 十百
      if (digit < 0 && value != 10) return std::nullopt;            // 百 alone
      if (digit < 0 && section != 0 && !zero) return std::nullopt;  // 一百十 is read, 十十 not
      section += (digit < 0 ? 1 : digit) * value;
      last_unit = value;
      digit = -1;
    }
  }
  if (digit > 0) {
    // 一百三 means 130; 一百零三 means 103.
    const bool shortened = last_unit >= 100 && last_unit <= 1000 && !zero;
    section += shortened ? digit * (last_unit / 10) : digit;
  }
  return total + section;
}

std::optional<int> chinese_number(std::string_view text) {
  if (text.size() > 64) return std::nullopt;
  return chinese_number(std::u32string_view(to_code_points(text)));
}

std::u32string digits_before_counters(std::u32string_view text) {
  constexpr std::u32string_view kCounted = U"号组网栋幢座单楼期区弄层室队社巷";
  std::u32string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
    if (end != i) {
      while (i + 1 < end && text[i] == '0') ++i;
      out.append(text.substr(i, end - i));
      i = end;
      continue;
    }
    while (end < text.size() && is_chinese_numeral(text[end])) ++end;
    if (end == i) {
      out.push_back(text[i++]);
      continue;
    }
    const auto numeral = text.substr(i, end - i);
    const bool counts = end < text.size() && kCounted.find(text[end]) != std::u32string_view::npos;
    const auto number = counts ? chinese_number(numeral) : std::nullopt;
    if (number) {
      for (const char c : std::to_string(*number)) out.push_back(static_cast<char32_t>(c));
    } else {
      out.append(numeral);
    }
    i = end;
  }
  return out;
}

std::string place_key(std::string_view name) {
  const auto text = digits_before_counters(to_code_points(to_simplified(normalise(name))));
  std::string out;
  out.reserve(text.size() * 3);
  for (const char32_t c : text) {
    if (c != ' ') append_utf8(out, c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  }
  return out;
}

int edit_distance(std::u32string_view a, std::u32string_view b, int limit) {
  if (a.size() > b.size()) std::swap(a, b);
  while (!a.empty() && a.front() == b.front()) {
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  while (!a.empty() && a.back() == b.back()) {
    a.remove_suffix(1);
    b.remove_suffix(1);
  }
  const auto bound = static_cast<std::size_t>(std::max(limit, 0));
  if (b.size() - a.size() > bound) return limit + 1;
  std::vector<int> row(a.size() + 1);
  for (std::size_t i = 0; i <= a.size(); ++i) row[i] = static_cast<int>(i);
  for (std::size_t j = 1; j <= b.size(); ++j) {
    int diagonal = row[0];
    row[0] = static_cast<int>(j);
    int least = row[0];
    for (std::size_t i = 1; i <= a.size(); ++i) {
      const int above = row[i];
      row[i] = std::min({row[i] + 1, row[i - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
      least = std::min(least, row[i]);
    }
    if (least > limit) return limit + 1;
  }
  return std::min(row[a.size()], limit + 1);
}

int edit_distance(std::string_view a, std::string_view b, int limit) {
  return edit_distance(std::u32string_view(to_code_points(a)),
                       std::u32string_view(to_code_points(b)), limit);
}

std::string ascii_upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

std::string ascii_lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

}  // namespace fx
