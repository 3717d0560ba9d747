// What is known about one person, unit or day when a rule is asked for: one value for each fact of
// a vocabulary, each at its initial value until it is set. Cheap to copy; one thread at a time.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "policy/vocabulary.h"

namespace fx::policy {

class Facts {
 public:
  // The vocabulary must outlive the facts.
  explicit Facts(const Vocabulary& vocabulary);

  // From outside: by id, value as a cell would write it ("hubei", "yes", "14", "2020-02-01");
  // "missing" takes back a fact that can be missing. Refuses kFactUnknown, kFactValue.
  Status set(std::string_view fact, std::string_view value);

  // From our own code, for facts of the built-in vocabulary: an unknown fact or a value out of the
  // declared range is a bug, except that numbers are brought into their range.
  Facts& number(std::string_view fact, Value value);
  Facts& flag(std::string_view fact, bool value);
  Facts& choose(std::string_view fact, std::string_view value);

  // By slot, for loops: no check at all.
  void set_raw(int slot, Value value) { values_[static_cast<std::size_t>(slot)] = value; }

  [[nodiscard]] Value value(int slot) const { return values_[static_cast<std::size_t>(slot)]; }
  [[nodiscard]] const Value* data() const { return values_.data(); }
  [[nodiscard]] const Vocabulary& vocabulary() const { return *vocabulary_; }
  // The value in words; a text no rule mentions is shown as it was set.
  [[nodiscard]] std::string show(int slot, Language language) const;
  [[nodiscard]] std::string id_of(int slot) const;
  // "来源地=外省，年龄=34岁" of these slots.
  [[nodiscard]] std::string show(std::span<const int> slots, Language language) const;

 private:
  [[nodiscard]] int known_slot(std::string_view fact) const;

  const Vocabulary* vocabulary_;
  std::vector<Value> values_;
  std::vector<std::pair<int, std::string>> other_texts_;
};

}  // namespace fx::policy
