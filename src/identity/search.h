// Finding people by whatever part is known: a part of the name, its sound ("zhangsan", "zs"), a
// phone or its last digits, an ID number or its end, where they live, or several of these together.
// The asker's areas are part of the index scan: nobody outside them is read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/ulid.h"
#include "store/session.h"

namespace fx::identity {

// What a query says, word by word.
struct Terms {
  struct Term {
    // Any of these finds the person ...
    std::vector<std::int64_t> tokens;
    // ... and one of the checks holds (tokens of digits are made of the last four).
    std::string digits;  // the phone or the ID number ends with it
    std::string name;    // name_key() contains it
  };
  std::vector<Term> terms;
  bool impossible = false;  // a word that nobody can be found by (one digit)
  [[nodiscard]] bool empty() const { return terms.empty() && !impossible; }
};

// Takes the query's words; words that are no part of a person's data (addresses) are the caller's
// to take out first.
Terms parse_terms(std::string_view query);

struct Found {
  Ulid person;
  std::int64_t no = 0;
  std::string area;
};
struct FoundPage {
  std::vector<Found> people;  // by area, then in the order in which they became known
  std::string next;           // cursor, "" at the end
};

// `areas`: the asker's (any codes); `within`: only people in one of these, if there are any.
// `after` is a cursor from the page before. Without terms: everybody in `within`.
FoundPage search(store::Session& db, const Terms& terms, const std::vector<std::string>& areas,
                 const std::vector<std::string>& within, int limit, std::string_view after);

}  // namespace fx::identity
