#include "policy/evaluate.h"

#include "policy/refusals.h"

namespace fx::policy {

const OutcomeValue* Decision::outcome(std::string_view id) const {
  const int index = table->outcome(id);
  return index < 0 ? nullptr : &rows.front()->outcomes[static_cast<std::size_t>(index)];
}

std::string Decision::reference() const {
  std::string out;
  std::string last;  // "pack/edition/topic/" of the one before
  const auto add = [&](const Pack& of, const Edition& in, const Row& row) {
    const auto prefix = of.id() + "/" + in.id() + "/" + table->topic->id + "/";
    if (!out.empty()) out += "+";
    if (prefix != last) out += prefix;
    out += std::to_string(row.number);
    last = prefix;
  };
  for (const Row* row : rows) {
    if (row->origins == nullptr) {
      add(*pack, *edition, *row);
      continue;
    }
    for (const auto& origin : row->origins->from) add(*origin.pack, *origin.edition, *origin.row);
  }
  return out;
}

Origin Decision::origin(const Row& row, std::size_t outcome) const {
  if (row.origins == nullptr) return {pack, edition, table, &row};
  const int given = row.origins->given_by[outcome];
  return given < 0 ? row.origins->from.back() : row.origins->from[static_cast<std::size_t>(given)];
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

namespace {

std::string name_of(const Origin& origin, Language language) {
  const bool zh = language == Language::kZh;
  const auto number = std::to_string(origin.row->number);
  return origin.pack->id() + " / " + origin.edition->id() + " / " + origin.table->topic->id +
         (zh ? " 第" + number + "行" : " row " + number);
}

// "class: from Hubei; measure: …", each outcome that another level than the last one gave with the
// name of its pack.
std::string say(const Decision& decision, const Row& row, Language language) {
  const bool zh = language == Language::kZh;
  std::string out;
  for (std::size_t i = 0; i < row.outcomes.size(); ++i) {
    if (!row.outcomes[i].present()) continue;
    const auto& decl = decision.table->topic->outcomes[i];
    const auto origin = decision.origin(row, i);
    if (!out.empty()) out += zh ? "；" : "; ";
    out += decl.label.in(language) + (zh ? "：" : ": ");
    const auto text = show_outcome(decl, row.outcomes[i], language);
    const NamedValue* source = decl.id == "source" ? origin.pack->source(text) : nullptr;
    out += source == nullptr ? text : source->label.in(language);
    if (row.origins != nullptr && origin.row != row.origins->from.back().row) {
      out += zh ? "（据 " + origin.pack->id() + "）" : " (by " + origin.pack->id() + ")";
    }
  }
  return out;
}

std::string say_not_applied(const Decision& decision, const NotApplied& refused,
                            Language language) {
  const bool zh = language == Language::kZh;
  std::string which;
  for (const int i : refused.looser) {
    if (!which.empty()) which += zh ? "、" : ", ";
    which += decision.table->topic->outcomes[static_cast<std::size_t>(i)].label.in(language);
  }
  const auto name = name_of(refused.origin, language);
  return zh ? "未采用 " + name + "：" + which + " 未从严于上级"
            : "not applied: " + name + ": " + which + " not as tight as the upper level";
}

}  // namespace

std::string explain(const Decision& decision, Language language) {
  const bool zh = language == Language::kZh;
  const Table& table = *decision.table;
  std::string out;
  for (const Row* row : decision.rows) {
    if (!out.empty()) out += '\n';
    out += zh ? "规则包 " : "pack ";
    if (row->origins == nullptr) {
      out += name_of({decision.pack, decision.edition, &table, row}, language);
    } else {
      for (std::size_t i = 0; i < row->origins->from.size(); ++i) {
        const auto& origin = row->origins->from[i];
        if (i > 0) out += zh ? "，从严 " : ", tightened by ";
        out += name_of(origin, language);
      }
    }
    out += zh ? "：" : ": ";
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
    out += (zh ? " → " : " -> ") + say(decision, *row, language);
    if (row->origins == nullptr) continue;
    for (const auto& refused : row->origins->not_applied) {
      out += '\n' + say_not_applied(decision, refused, language);
    }
  }
  return out;
}

}  // namespace fx::policy
