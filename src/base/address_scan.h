// What the reading of addresses is made of. For base/address*.cc only.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/address.h"
#include "base/text.h"

namespace fx::address_scan {

using View = std::u32string_view;

inline bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
inline bool is_one_of(char32_t c, View set) { return set.find(c) != View::npos; }

// Unified spelling for the scanner: normalised, simplified, upper case, counted numerals as digits,
// and the Chinese one between digits as the dash it was meant to be (3一2一301).
std::u32string prepare(std::string_view raw);
View trim(View text);
bool means_nothing(View text);  // "", "/", "-", "无"
std::string strip_zeros(View digits);

// A cursor over the text that reads the tail of an address from some place on.
class Tail {
 public:
  Tail(View text, std::size_t at) : text_(text), at_(at) {}

  std::string building, unit, room;
  bool marked = false;  // some word (栋, 单元, #, 室, 号) says that these are numbers of a house

  // Tries to read building, unit and room. False: what stands here is something else.
  bool read();
  [[nodiscard]] std::size_t end() const { return at_; }

 private:
  [[nodiscard]] char32_t peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : U'\0';
  }
  bool take(char32_t c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  bool take(View word) {
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }
  void skip_gap() {
    while (is_one_of(peek(), U" -,/、")) ++at_;
  }
  [[nodiscard]] bool at_number() const {
    const char32_t c = peek();
    return is_digit(c) || (c >= 'A' && c <= 'Z') || is_chinese_numeral(c) ||
           (c == U'第' && is_digit(peek(1))) ||
           (is_one_of(c, U"甲乙丙丁") && is_one_of(peek(1), U"栋幢座单")) ||
           (is_one_of(c, U"东西南北中") && peek(1) == U'单');
  }
  // "12", "012", "A", "A1", "12A", "十二", "八〇一", "甲" in canonical form; "" if none.
  std::string number();
  // The word behind a building's number.
  bool building_mark();
  bool unit_mark() { return take(U"单元") || take(U"单无") || (peek() == U'门' && door()); }
  bool door() {
    // 3号楼1门502, but not 门面, 门口, 门卫.
    if (is_one_of(peek(1), U"面口卫店市前旁")) return false;
    return take(U'门');
  }
  void skip_floor();
  std::string room_number();
  bool rest();

  View text_;
  std::size_t at_;
};

// Takes region, street, community, road and place from what stands before the numbers.
void read_names(View text, AddressParts& out);

}  // namespace fx::address_scan

namespace fx {

// Finds known names in running text.
class AddressReader {
 public:
  struct Match {
    std::size_t begin = 0, end = 0, id = 0;
  };

  // The longest known name in the text; of equally long ones the last. Not one that goes on as a
  // road (新寨路).
  static std::optional<Match> find_known(const KnownPlaces& known, std::u32string_view text);
};

}  // namespace fx
