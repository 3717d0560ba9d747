#include "policy/evaluate.h"

#include "policy/refusals.h"

namespace fx::policy {

const OutcomeValue* Decision::outcome(std::string_view id) const {
  const int index = table->outcome(id);
  return index < 0 ? nullptr : &rows.front()->outcomes[static_cast<std::size_t>(index)];
}

std::string Decision::reference() const {
  std::string out = pack->id() + "/" + edition->id() + "/" + table->topic->id + "/";
  for (const Row* row : rows) {
    if (row != rows.front()) out += "+";
    out += std::to_string(row->number);
  }
  return out;
}

Result<Decision> decide(const Pack& pack, const Edition& edition, std::string_view topic,
                        const Facts& facts) {
  const Table* table = edition.table(topic);
  if (auto row = edition.find(table, topic, facts); !row) return row.error();
  Decision decision{&pack, &edition, table, {}, facts};
  table->matcher.for_each(facts.data(), [&](int row) {
    if (table->hit == HitPolicy::kCollect || decision.rows.empty()) {
      decision.rows.push_back(&table->rows[static_cast<std::size_t>(row)]);
    }
  });
  return decision;
}

std::string explain(const Decision& decision, Language language) {
  const bool zh = language == Language::kZh;
  const Table& table = *decision.table;
  std::string out;
  for (const Row* row : decision.rows) {
    if (!out.empty()) out += '\n';
    out += (zh ? "规则包 " : "pack ") + decision.pack->id() + " / " + decision.edition->id() +
           " / " + table.topic->id;
    const auto number = std::to_string(row->number);
    out += zh ? " 第" + number + "行：" : " row " + number + ": ";
    bool first = true;
    for (std::size_t c = 0; c < table.slots.size(); ++c) {
      if (row->tests[c].any) continue;
      const auto& fact =
          decision.facts.vocabulary().facts[static_cast<std::size_t>(table.slots[c])];
      if (!first) out += zh ? "，" : ", ";
      out += fact.label.in(language) + "=" + decision.facts.show(table.slots[c], language);
      first = false;
    }
    if (first) out += zh ? "其余情形" : "all other cases";
    out += zh ? " → " : " -> ";
    first = true;
    for (std::size_t i = 0; i < row->outcomes.size(); ++i) {
      if (!row->outcomes[i].present()) continue;
      const auto& decl = table.topic->outcomes[i];
      if (!first) out += zh ? "；" : "; ";
      out += decl.label.in(language) + (zh ? "：" : ": ");
      const auto text = show_outcome(decl, row->outcomes[i], language);
      const NamedValue* source = decl.id == "source" ? decision.pack->source(text) : nullptr;
      out += source == nullptr ? text : source->label.in(language);
      first = false;
    }
  }
  return out;
}

}  // namespace fx::policy
