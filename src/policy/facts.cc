#include "policy/facts.h"

#include <algorithm>

#include "policy/refusals.h"

namespace fx::policy {

Facts::Facts(const Vocabulary& vocabulary) : vocabulary_(&vocabulary) {
  values_.reserve(vocabulary.facts.size());
  for (const auto& fact : vocabulary.facts) values_.push_back(fact.initial);
}

Status Facts::set(std::string_view fact, std::string_view value) {
  const int slot = vocabulary_->slot(fact);
  if (slot < 0) return refuse(kFactUnknown, std::string(fact), {{"value", shorten(fact)}});
  const auto& decl = vocabulary_->facts[static_cast<std::size_t>(slot)];
  std::erase_if(other_texts_, [&](const auto& entry) { return entry.first == slot; });
  if (value == "missing" && decl.can_be_missing()) {
    set_raw(slot, kMissing);
    return {};
  }
  const auto parsed = decl.parse(value);
  if (!parsed) {
    return refuse(kFactValue, decl.id,
                  {{"fact", decl.id}, {"value", shorten(value)}, {"expected", decl.expected()}});
  }
  set_raw(slot, *parsed);
  if (*parsed == kOtherText && decl.type == FactType::kText) {
    other_texts_.emplace_back(slot, std::string(value));
  }
  return {};
}

int Facts::known_slot(std::string_view fact) const {
  const int slot = vocabulary_->slot(fact);
  FX_CHECK(slot >= 0);
  return slot;
}

Facts& Facts::number(std::string_view fact, Value value) {
  const int slot = known_slot(fact);
  const auto& decl = vocabulary_->facts[static_cast<std::size_t>(slot)];
  FX_CHECK(decl.type == FactType::kNumber || decl.type == FactType::kDay);
  set_raw(slot, std::clamp(value, decl.min, decl.max));
  return *this;
}

Facts& Facts::flag(std::string_view fact, bool value) {
  const int slot = known_slot(fact);
  FX_CHECK(vocabulary_->facts[static_cast<std::size_t>(slot)].type == FactType::kFlag);
  set_raw(slot, value ? 1 : 0);
  return *this;
}

Facts& Facts::choose(std::string_view fact, std::string_view value) {
  FX_CHECK(set(fact, value).has_value());
  return *this;
}

std::string Facts::show(int slot, Language language) const {
  for (const auto& entry : other_texts_) {
    if (entry.first == slot) return entry.second;
  }
  return vocabulary_->facts[static_cast<std::size_t>(slot)].show(value(slot), language);
}

std::string Facts::id_of(int slot) const {
  for (const auto& entry : other_texts_) {
    if (entry.first == slot) return entry.second;
  }
  return vocabulary_->facts[static_cast<std::size_t>(slot)].id_of(value(slot));
}

std::string Facts::show(std::span<const int> slots, Language language) const {
  std::string out;
  for (const int slot : slots) {
    if (!out.empty()) out += language == Language::kZh ? "，" : ", ";
    out += vocabulary_->facts[static_cast<std::size_t>(slot)].label.in(language) + "=" +
           show(slot, language);
  }
  return out;
}

}  // namespace fx::policy
