#include "identity/tokens.h"

#include <algorithm>
#include <limits>

#include "area/code.h"
#include "base/check.h"
#include "base/pinyin.h"
#include "base/text.h"

namespace fx::identity::internal {
namespace {

constexpr int kGridBits = 23;
constexpr std::size_t kLongestName = 24;  // code points that are made into tokens

std::uint64_t fnv(std::uint64_t seed, std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U ^ seed;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3U;
  }
  // FNV leaves the high bits of short texts alike; one round of mixing spreads them.
  hash ^= hash >> 32U;
  hash *= 0xd6e8feb86659fd93U;
  hash ^= hash >> 32U;
  return hash;
}

std::int64_t number_of(std::string_view digits) {
  std::int64_t out = 0;
  for (const char c : digits) out = out * 10 + (c - '0');
  return out;
}

}  // namespace

std::int64_t token(Word word, std::string_view text) {
  const auto seed = static_cast<std::uint64_t>(word) * 0x9e3779b97f4a7c15U;
  return static_cast<std::int64_t>(fnv(seed, text) >> 18U);
}

std::string likeness(std::string_view pinyin) {
  std::string out;
  for (std::size_t i = 0; i < pinyin.size(); ++i) {
    const char c = pinyin[i];
    const char before = i > 0 ? pinyin[i - 1] : ' ';
    if (c == 'h' && (before == 'z' || before == 'c' || before == 's')) continue;
    if (c == 'g' && before == 'n') {
      // "ng" at the end of a syllable; "an-gao" loses its g as well, on both sides alike.
      continue;
    }
    out += c == 'l' ? 'n' : c;
  }
  return out;
}

void tokens_of(const Facts& facts, std::vector<std::int64_t>& out) {
  const auto first = out.size();
  const std::string key = name_key(facts.name);
  if (!key.empty()) {
    std::u32string name = to_code_points(key);
    if (name.size() > kLongestName) name.resize(kLongestName);
    std::string piece;
    std::vector<std::size_t> ends;  // of each code point in the text
    std::string text;
    for (const char32_t c : name) {
      append_utf8(text, c);
      ends.push_back(text.size());
    }
    const auto part = [&](std::size_t from, std::size_t to) {
      const std::size_t begin = from == 0 ? 0 : ends[from - 1];
      return std::string_view(text).substr(begin, ends[to - 1] - begin);
    };
    for (std::size_t i = 0; i < name.size(); ++i) {
      out.push_back(token(Word::kCharacter, part(i, i + 1)));
      if (i + 1 < name.size()) out.push_back(token(Word::kPair, part(i, i + 2)));
    }
    const std::size_t surname = std::max<std::size_t>(surname_length(name), 1);
    std::string surname_sound;
    std::string sound;
    for (std::size_t end = surname; end <= name.size(); ++end) {
      sound = pinyin_key(part(0, end));
      if (end == surname) surname_sound = sound;
      if (!sound.empty()) out.push_back(token(Word::kSound, sound));
    }
    if (!sound.empty()) out.push_back(token(Word::kLikeness, likeness(sound)));
    if (sound.size() > surname_sound.size() &&
        sound.compare(0, surname_sound.size(), surname_sound) == 0) {
      out.push_back(token(Word::kSound, std::string_view(sound).substr(surname_sound.size())));
    }
    bool usual = true;
    for (const auto& initials : pinyin_initials(key)) {
      if (initials.empty()) continue;
      out.push_back(token(Word::kInitials, initials));
      if (usual) {
        for (std::size_t end = 2; end < initials.size(); ++end) {
          out.push_back(token(Word::kInitials, std::string_view(initials).substr(0, end)));
        }
      }
      usual = false;
    }
  }
  for (const auto& phone : facts.phones) {
    if (phone.empty()) continue;
    out.push_back(token(Word::kPhone, phone));
    if (phone.size() >= kTail) {
      out.push_back(token(Word::kPhoneEnd, std::string_view(phone).substr(phone.size() - kTail)));
    }
  }
  if (!facts.id_number.empty()) {
    out.push_back(token(Word::kId, facts.id_number));
    if (facts.id_number.size() >= kTail) {
      out.push_back(token(
          Word::kIdEnd, std::string_view(facts.id_number).substr(facts.id_number.size() - kTail)));
    }
  }
  std::sort(out.begin() + static_cast<std::ptrdiff_t>(first), out.end());
  out.erase(std::unique(out.begin() + static_cast<std::ptrdiff_t>(first), out.end()), out.end());
}

std::int64_t area_key(std::string_view code) {
  FX_CHECK(area::is_code(code));
  if (code == area::kCountry) return 0;
  const auto dash = code.find('-');
  const auto digits = code.substr(0, std::min(dash, code.size()));
  std::int64_t number = number_of(digits);
  for (std::size_t i = digits.size(); i < 12; ++i) number *= 10;
  std::int64_t key = number << kGridBits;
  if (dash == std::string_view::npos) return key;
  auto grid = code.substr(dash + 1);
  grid = grid.substr(0, grid.find('-'));
  constexpr std::int64_t kHalf = std::int64_t{1} << (kGridBits - 1);
  const bool numeric =
      std::all_of(grid.begin(), grid.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (numeric && grid.size() <= 6) {
    // Grids 7 and 07 share a number; the code decides in the end.
    key += 1 + number_of(grid);
  } else {
    key += kHalf + static_cast<std::int64_t>(fnv(0, grid) >> (64U - (kGridBits - 1)));
  }
  return key;
}

KeyRange key_range(std::string_view code) {
  if (code == area::kCountry) return {0, std::numeric_limits<std::int64_t>::max()};
  const std::int64_t low = area_key(code);
  if (code.find('-') != std::string_view::npos) return {low, low + 1};
  std::int64_t width = 1;
  for (std::size_t i = code.size(); i < 12; ++i) width *= 10;
  return {low, low + (width << kGridBits)};
}

}  // namespace fx::identity::internal
