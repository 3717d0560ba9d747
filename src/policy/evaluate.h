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
  // "xinping-2020/2020-02/placement/3": for the record of a decision.
  [[nodiscard]] std::string reference() const;
};

// Refuses kNoTopic, kNoRule, kSeveralRules.
Result<Decision> decide(const Pack& pack, const Edition& edition, std::string_view topic,
                        const Facts& facts);

// The decision in words: pack, edition, topic and row, the facts that the row asks for, and what it
// says; one line a row.
std::string explain(const Decision& decision, Language language);

}  // namespace fx::policy
