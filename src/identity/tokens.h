// The words by which a person is found, as numbers, and areas as numbers in the order of codes. For
// this folder only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "identity/person.h"

namespace fx::identity::internal {

enum class Word : std::uint8_t {
  kCharacter = 1,  // one character of the name
  kPair = 2,       // two neighbouring ones
  kSound = 3,      // the sound of the name, of its beginning, or of the given name
  kInitials = 4,   // of the name or its beginning
  kPhone = 5,
  kPhoneEnd = 6,  // last four
  kId = 7,
  kIdEnd = 8,    // last four
  kLikeness = 9  // the sound as a careless ear hears it: for linkage
};

// 46 bits of a hash: positive, six bytes in the database. Part of the stored data: never changes.
std::int64_t token(Word word, std::string_view text);

// All of a person's tokens, each once, in no order.
void tokens_of(const Facts& facts, std::vector<std::int64_t>& out);

// "zhangsan" as many hear it: zh ch sh as z c s, n as l, ing eng ang as in en an.
std::string likeness(std::string_view pinyin);

inline constexpr std::size_t kTail = 4;

// Areas down to the grid as numbers that sort as their codes: everything at or below an area has
// numbers low <= n < high. Areas below a grid have their grid's number.
struct KeyRange {
  std::int64_t low = 0;
  std::int64_t high = 0;
};
std::int64_t area_key(std::string_view code);
KeyRange key_range(std::string_view code);

// Rows as person.cc writes them. Columns from `at`: name, id_number, id_verdict, document, phones,
// sex, birth, region.
Facts read_facts(const store::Query& q, int at);
// no, id, the columns of facts, area, erased, merged_into.
Person read_person(const store::Query& q);
std::vector<std::string> split(std::string_view text);  // at blanks

}  // namespace fx::identity::internal
