// Readings of names, for finding people whose names were heard or typed with the wrong characters.
// Thread-safe. The tables are data/pinyin; surnames have their own readings (单 shan, 仇 qiu).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fx {

// All readings without tones, the usual one first; ü is v. Empty if the table has none.
std::vector<std::string_view> readings(char32_t c);

// The number of code points of the surname in front of a normalised name: 2 for compound surnames
// (欧阳, 万俟) when a given name follows, 1 for other Han names, 0 otherwise.
std::size_t surname_length(std::u32string_view name);

// One string by which a name is found: "zhangwei". Surnames by the surname table, other characters
// by their usual reading; letters and digits as they are, lower case; characters without a reading
// stay; blanks, dots and punctuation fall away.
std::string pinyin_key(std::string_view name);

// First letters ("zw"), the usual reading first, then with the other readings of its characters:
// at most kMaxInitials variants, no duplicates. A name without letters gives one empty string.
inline constexpr std::size_t kMaxInitials = 8;
std::vector<std::string> pinyin_initials(std::string_view name);

enum class Ear : std::uint8_t {
  kExact,
  // Also takes for equal what many speakers do not tell apart: zh/z, ch/c, sh/s, n/l, in/ing,
  // en/eng, an/ang.
  kFuzzy,
};

// Whether two names of equally many characters sound alike, character by character: one side in
// its usual reading, the other in any of its readings (surnames only in theirs). Characters
// without a reading must be the same.
bool same_sound(std::string_view a, std::string_view b, Ear ear = Ear::kExact);

enum class NameSimilarity : std::uint8_t {
  kSame,            // the same code points
  kSameNormalised,  // the same after name_key(): blanks, width, traditional forms, variants
  kHomophone,       // same_sound() with an exact ear: 丁梅, 丁玫
  kNear,  // same_sound() with a fuzzy ear, or one character differs or is missing and at least
          // two agree
  kDifferent,
};
NameSimilarity name_similarity(std::string_view a, std::string_view b);

}  // namespace fx
