// Text as people type it: checked UTF-8, one canonical form for comparison, Chinese numerals.
// All functions are thread-safe and accept any bytes; what they return is valid UTF-8.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace fx {

inline constexpr char32_t kReplacement = 0xFFFD;

// Reads the code point at text[at] and moves `at` behind it. Overlong forms, surrogates, values
// beyond U+10FFFF and torn sequences yield nothing and move `at` by one byte.
// Precondition: at < text.size().
std::optional<char32_t> next_code_point(std::string_view text, std::size_t& at);
bool is_utf8(std::string_view text);
// Bad bytes become U+FFFD.
std::u32string to_code_points(std::string_view text);
// Surrogates and values beyond U+10FFFF become U+FFFD.
void append_utf8(std::string& out, char32_t c);
std::string to_utf8(std::u32string_view text);
std::size_t code_point_count(std::string_view text);
// At most so many characters, never half of one; a bad byte counts as one. shorten() says by an
// ellipsis that there was more.
std::string_view first_characters(std::string_view text, std::size_t characters);
std::string shorten(std::string_view text, std::size_t characters);

bool is_han(char32_t c);  // a Han ideograph of any plane, also U+3007 (the numeral zero)
bool is_all_han(std::string_view text);  // false for the empty text

// One form for texts that look the same: Unicode NFKC (full width to half width, circled digits,
// ligatures, radicals), every kind of space to one blank, blanks at the ends and doubled ones
// removed, controls, zero-width characters and variation selectors removed, dashes to '-', the
// apostrophe that spreadsheets put before text removed.
std::string normalise(std::string_view text);

// normalise() for names of persons: also removes blanks that touch a Han character, and writes
// the dot inside names of ethnic minorities as U+00B7 however it was typed.
std::string normalise_name(std::string_view text);

// Traditional to simplified characters (OpenCC's phrase tables). For comparison only: it is not
// the spelling a person wants to be called by. Throws std::runtime_error if OpenCC's tables are
// not installed. At its first call it reads them (some 10 ms). Texts of more than 4,096 bytes,
// which are no names, come back as they are.
std::string to_simplified(std::string_view text);

// Variant forms of name characters that OpenCC keeps apart (U+77E6 and 侯, U+20BB7 and 吉).
char32_t fold_variant(char32_t c);

// The form by which two spellings of one name are the same: normalise_name, to_simplified,
// fold_variant, without dots.
std::string name_key(std::string_view name);

// The form by which two spellings of a place are the same: normalised, simplified, without
// blanks, letters in upper case, Chinese numerals before a counting word as digits without leading
// zeros ("第十一网格" and "第11网格", "三组" and "3组"); other numerals stay ("七花小区").
std::string place_key(std::string_view name);

// The numerals' part of place_key() alone.
std::u32string digits_before_counters(std::u32string_view text);

// "十二" 12, "二十" 20, "两" 2, "一百零三" 103, "廿一" 21; without 十百千万 digit by digit:
// "八〇一" 801. Nothing for other text and above 99,999,999.
std::optional<int> chinese_number(std::u32string_view text);
std::optional<int> chinese_number(std::string_view text);
bool is_chinese_numeral(char32_t c);

// Levenshtein distance in code points, or limit + 1 if it is greater than the limit.
int edit_distance(std::u32string_view a, std::u32string_view b, int limit);
int edit_distance(std::string_view a, std::string_view b, int limit);

// ASCII only; other bytes are left.
std::string ascii_upper(std::string_view text);
std::string ascii_lower(std::string_view text);

}  // namespace fx
