// Deciding by a table and saying why.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policy/pack.h"

namespace fx::policy {

// What a table says on some facts. Points into the pack, which must outlive it.
struct Decision {
  const Pack* pack = nullptr;
  const Edition* edition = nullptr;
  const Table* table = nullptr;
  std::vector<const Row*> rows;  // one; of a collect table all that apply; never empty
  Facts facts;

  // An outcome of the first row; null when the topic has no such outcome.
  [[nodiscard]] const OutcomeValue* outcome(std::string_view id) const;
  // The pack's row that gave an outcome: of a resolved pack, the row of one of its layers.
  [[nodiscard]] Origin origin(const Row& row, std::size_t outcome) const;
  // "xinping-2020/2020-02/placement/3": for the record of a decision. Rows are joined by "+", and
  // what repeats is left out: "a/e/release/2+3+b/f/release/2"; of a resolved pack all rows that a
  // decision was made of are named, the upper level first.
  [[nodiscard]] std::string reference() const;
};

// Refuses kNoTopic, kNoRule, kSeveralRules.
Result<Decision> decide(const Pack& pack, const Edition& edition, std::string_view topic,
                        const Facts& facts);

// The decision in words: pack, edition, topic and row, the facts that the row asks for, and what it
// says; one line a row. Of a resolved pack also which level gave what, and, on lines of their own,
// which rows of lower levels do not count because they are looser.
std::string explain(const Decision& decision, Language language);

}  // namespace fx::policy
