#include "policy/topics.h"

#include "base/check.h"

namespace fx::policy {
namespace {

// The values of a built-in enumeration, by topic and outcome.
const std::vector<NamedValue>& values_of(std::string_view topic, std::string_view outcome) {
  static const Vocabulary vocabulary = builtin_vocabulary();
  for (const auto& decl : vocabulary.topic(topic)->outcomes) {
    if (decl.id == outcome) return decl.values;
  }
  FX_CHECK(false);
}

template <class Enum>
const NamedValue& named(std::string_view topic, std::string_view outcome, Enum value) {
  return values_of(topic, outcome)[static_cast<std::size_t>(value)];
}

}  // namespace

std::string_view id(Measure measure) { return named("placement", "measure", measure).id; }
const Label& label(Measure measure) { return named("placement", "measure", measure).label; }
std::string_view id(CountedFrom from) { return named("placement", "counted_from", from).id; }
std::string_view id(Reader reader) { return named("monitoring", "by", reader).id; }
std::string_view id(Condition condition) { return named("release", "condition", condition).id; }
std::string_view id(Step step) { return named("escalation", "step", step).id; }
std::string_view id(Rung rung) { return named("screening", "rung", rung).id; }

std::optional<Measure> parse_measure(std::string_view id) {
  const auto& values = values_of("placement", "measure");
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i].id == id) return static_cast<Measure>(i);
  }
  return std::nullopt;
}

}  // namespace fx::policy
