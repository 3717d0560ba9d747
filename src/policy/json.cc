#include "policy/json.h"

#include <boost/json.hpp>

#include "policy/refusals.h"

namespace fx::policy {
namespace {

namespace json = boost::json;

json::object in_both(const std::string& zh, const std::string& en) {
  return {{"zh", zh}, {"en", en}};
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
    rows.push_back(json::object{{"row", row->number}, {"outcomes", std::move(outcomes)}});
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
