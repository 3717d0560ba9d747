#include "policy/examples.h"

#include <algorithm>

#include "policy/evaluate.h"
#include "policy/refusals.h"

namespace fx::policy {
namespace {

Result<const Edition*> edition_of(const Pack& pack, const Example& example) {
  if (example.day) return pack.edition_on(*example.day);
  const Edition* edition = pack.edition(example.edition);
  if (edition == nullptr) {
    return refuse(kNoEdition, {}, {{"pack", pack.id()}, {"day", shorten(example.edition)}});
  }
  return edition;
}

class Runner {
 public:
  Runner(const Pack& pack, const Example& example) : pack_(pack), example_(example) {}

  ExampleResult run() {
    result_.example = &example_;
    result_.problem = problem();
    result_.passed = !result_.problem.has_value();
    return std::move(result_);
  }

 private:
  std::optional<Refusal> problem() {
    const auto edition = edition_of(pack_, example_);
    if (!edition) return edition.error();
    const TopicDecl* topic = pack_.vocabulary().topic(example_.topic);
    if (topic == nullptr || example_.expect.empty()) return wrong("topic, expect", example_.topic);
    Facts facts = pack_.facts();
    for (const auto& [fact, value] : example_.given) {
      if (auto status = facts.set(fact, value); !status) return status.error();
    }
    const auto decision = decide(pack_, **edition, example_.topic, facts);
    if (!decision && decision.error().kind != &kNoRule) return decision.error();
    if (decision) result_.reference = decision->reference();
    const auto count = std::to_string(decision ? decision->rows.size() : 0);
    std::vector<std::pair<const OutcomeDecl*, OutcomeValue>> wanted;
    for (const auto& [name, text] : example_.expect) {
      if (name == "rows") {
        if (text != count) return wrong("rows=" + text, "rows=" + count);
        continue;
      }
      const std::string id = name;
      const auto decl = std::find_if(topic->outcomes.begin(), topic->outcomes.end(),
                                     [&](const OutcomeDecl& each) { return each.id == id; });
      if (decl == topic->outcomes.end()) return wrong(topic->id, name);
      auto value = parse_outcome(*decl, text);
      if (!value) return refuse(*value.error().kind, name, value.error().params);
      wanted.emplace_back(&*decl, *std::move(value));
    }
    if (wanted.empty()) return std::nullopt;
    if (!decision) return decision.error();
    return compare(*decision, wanted);
  }

  [[nodiscard]] std::optional<Refusal> compare(
      const Decision& decision,
      const std::vector<std::pair<const OutcomeDecl*, OutcomeValue>>& wanted) const {
    std::optional<Refusal> first;
    for (const Row* row : decision.rows) {
      std::optional<Refusal> difference;
      for (const auto& [decl, value] : wanted) {
        const auto& got =
            row->outcomes[static_cast<std::size_t>(decision.table->outcome(decl->id))];
        if (got == value) continue;
        difference = wrong(decl->id + "=" + outcome_id(*decl, value),
                           decl->id + "=" + outcome_id(*decl, got));
        break;
      }
      if (!difference) return std::nullopt;
      if (!first) first = std::move(difference);
    }
    return first;
  }

  [[nodiscard]] Refusal wrong(const std::string& expected, const std::string& got) const {
    return refuse_at(kExampleWrong, {pack_.examples_file(), example_.row},
                     {{"expected", expected}, {"value", got}});
  }

  const Pack& pack_;
  const Example& example_;
  ExampleResult result_;
};

}  // namespace

std::vector<ExampleResult> run_examples(const Pack& pack) {
  std::vector<ExampleResult> out;
  for (const auto& example : pack.examples()) out.push_back(Runner(pack, example).run());
  return out;
}

}  // namespace fx::policy
