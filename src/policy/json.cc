#include "policy/json.h"

#include <boost/json.hpp>

#include "policy/refusals.h"

namespace fx::policy {
namespace {

namespace json = boost::json;

json::object in_both(const std::string& zh, const std::string& en) {
  return {{"zh", zh}, {"en", en}};
}

json::object layers_json(const Decision& decision, const Row& row) {
  json::array from;
  for (const auto& origin : row.origins->from) {
    from.push_back(json::object{{"level", origin.pack->level()},
                                {"pack", origin.pack->id()},
                                {"edition", origin.edition->id()},
                                {"file", origin.table->file},
                                {"row", origin.row->number}});
  }
  json::object given;
  const auto& outcomes = decision.table->topic->outcomes;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (row.outcomes[i].present()) given[outcomes[i].id] = decision.origin(row, i).reference();
  }
  json::array refused;
  for (const auto& each : row.origins->not_applied) {
    json::array looser;
    for (const int i : each.looser) {
      looser.push_back(json::value(outcomes[static_cast<std::size_t>(i)].id));
    }
    refused.push_back(
        json::object{{"row", each.origin.reference()}, {"looser", std::move(looser)}});
  }
  return {{"from", std::move(from)},
          {"given_by", std::move(given)},
          {"not_applied", std::move(refused)}};
}

// What a row asks for, cell by cell as written.
json::object when_json(const Pack& pack, const Table& table, const Row& row) {
  json::object when;
  for (std::size_t c = 0; c < table.slots.size(); ++c) {
    const auto& fact = pack.vocabulary().facts[static_cast<std::size_t>(table.slots[c])];
    if (!row.tests[c].any) when[fact.id] = row.cells[c];
  }
  return when;
}

// The facts that fitted it.
json::object matched_json(const Decision& decision, const Row& row) {
  const Table& table = *decision.table;
  json::object out;
  for (std::size_t c = 0; c < table.slots.size(); ++c) {
    if (row.tests[c].any) continue;
    const auto& decls = decision.facts.vocabulary().facts;
    const auto& fact = decls[static_cast<std::size_t>(table.slots[c])];
    out[fact.id] =
        json::object{{"value", decision.facts.id_of(table.slots[c])},
                     {"label", in_both(fact.label.zh, fact.label.en)},
                     {"shown", in_both(decision.facts.show(table.slots[c], Language::kZh),
                                       decision.facts.show(table.slots[c], Language::kEn))}};
  }
  return out;
}

json::value outcome_json(const OutcomeDecl& decl, const OutcomeValue& value) {
  if (decl.type == OutcomeType::kText) return json::value(value.text);
  const auto one = [&](Value v) -> json::value {
    if (decl.type == OutcomeType::kFlag) return v != 0;
    if (decl.type == OutcomeType::kNumber && decl.decimals == 0) return v;
    return json::value(outcome_id(decl, OutcomeValue{{v}, {}}));
  };
  if (!decl.list) return one(value.values.front());
  json::array all;
  for (const Value v : value.values) all.push_back(one(v));
  return all;
}

std::string as_text(const json::value& value) {
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_bool()) return value.get_bool() ? "yes" : "no";
  if (value.is_int64()) return std::to_string(value.get_int64());
  if (value.is_uint64()) return std::to_string(value.get_uint64());
  if (value.is_double()) {
    const double number = value.get_double();
    if (number > -1e9 && number < 1e9) {
      // Facts have at most three decimals; more of them would not be the number that was meant.
      const auto thousandths = static_cast<std::int64_t>(number * 1000 + (number < 0 ? -0.5 : 0.5));
      return format_fixed(thousandths, 3);
    }
  }
  return value.is_null() ? "missing" : json::serialize(value);
}

std::string param(const Refusal& refusal, std::string_view name) {
  for (const auto& [key, value] : refusal.params) {
    if (key == name) return value;
  }
  return {};
}

}  // namespace

Result<Facts> facts_from_json(const Pack& pack, const json::object& object) {
  Facts facts = pack.facts();
  for (const auto& entry : object) {
    if (auto status = facts.set(entry.key(), as_text(entry.value())); !status) {
      return status.error();
    }
  }
  return facts;
}

json::object to_json(const Facts& facts) {
  json::object out;
  const auto& decls = facts.vocabulary().facts;
  for (std::size_t i = 0; i < decls.size(); ++i) {
    const int slot = static_cast<int>(i);
    const Value value = facts.value(slot);
    if (value == decls[i].initial) continue;
    if (decls[i].type == FactType::kFlag) {
      out[decls[i].id] = value != 0;
    } else if (decls[i].type == FactType::kNumber && decls[i].decimals == 0) {
      out[decls[i].id] = value;
    } else {
      out[decls[i].id] = facts.id_of(slot);
    }
  }
  return out;
}

json::object to_json(const Decision& decision) {
  json::array rows;
  for (const Row* row : decision.rows) {
    json::object outcomes;
    for (std::size_t i = 0; i < row->outcomes.size(); ++i) {
      const auto& decl = decision.table->topic->outcomes[i];
      if (row->outcomes[i].present()) outcomes[decl.id] = outcome_json(decl, row->outcomes[i]);
    }
    json::object line{{"file", decision.table->file},
                      {"row", row->number},
                      {"when", when_json(*decision.pack, *decision.table, *row)},
                      {"matched", matched_json(decision, *row)},
                      {"outcomes", std::move(outcomes)}};
    if (row->origins != nullptr) line["layers"] = layers_json(decision, *row);
    rows.push_back(std::move(line));
  }
  return {
      {"pack", decision.pack->id()},
      {"edition", decision.edition->id()},
      {"topic", decision.table->topic->id},
      {"reference", decision.reference()},
      {"explanation", in_both(explain(decision, Language::kZh), explain(decision, Language::kEn))},
      {"facts", to_json(decision.facts)},
      {"rows", std::move(rows)}};
}

json::array list_rules(const Pack& pack, const Edition& edition, std::string_view topic) {
  json::array out;
  for (const auto& table : edition.tables()) {
    if (!topic.empty() && table.topic->id != topic) continue;
    Decision all{&pack, &edition, &table, {}, pack.facts()};
    for (const auto& row : table.rows) {
      json::object line{{"topic", table.topic->id}};
      json::object outcomes;
      for (std::size_t i = 0; i < row.outcomes.size(); ++i) {
        const auto& decl = table.topic->outcomes[i];
        if (row.outcomes[i].present()) outcomes[decl.id] = outcome_json(decl, row.outcomes[i]);
      }
      line["when"] = when_json(pack, table, row);
      line["outcomes"] = std::move(outcomes);
      all.rows = {&row};
      line["reference"] = all.reference();
      if (row.origins != nullptr) line["layers"] = layers_json(all, row);
      out.push_back(std::move(line));
    }
  }
  return out;
}

json::object to_json(const Finding& finding) {
  const auto& what = finding.what;
  const auto row = param(what, "row");
  return {{"severity", finding.severity == Severity::kError ? "error" : "warning"},
          {"code", what.code()},
          {"edition", finding.edition},
          {"file", param(what, "file")},
          {"row", row.empty() ? 0 : std::stoi(row)},
          {"column", param(what, "column")},
          {"message", in_both(what.message(Language::kZh), what.message(Language::kEn))},
          {"remedy", in_both(what.remedy(Language::kZh), what.remedy(Language::kEn))}};
}

}  // namespace fx::policy
