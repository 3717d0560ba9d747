#include "modules/rules/row.h"

namespace fx::rules {
namespace {

struct Found {
  const policy::OutcomeDecl* decl = nullptr;
  const policy::OutcomeValue* value = nullptr;
};
std::optional<Found> find(const policy::Table& table, const policy::Row& row, std::string_view id) {
  const int index = table.outcome(id);
  if (index < 0) return std::nullopt;
  const auto at = static_cast<std::size_t>(index);
  if (!row.outcomes[at].present()) return std::nullopt;
  return Found{&table.topic->outcomes[at], &row.outcomes[at]};
}

}  // namespace

std::string outcome_id(const policy::Table& table, const policy::Row& row, std::string_view id) {
  const auto found = find(table, row, id);
  return found ? policy::outcome_id(*found->decl, *found->value) : std::string();
}

std::string outcome_words(const policy::Table& table, const policy::Row& row, std::string_view id,
                          Language language) {
  const auto found = find(table, row, id);
  return found ? policy::show_outcome(*found->decl, *found->value, language) : std::string();
}

std::optional<int> outcome_number(const policy::Table& table, const policy::Row& row,
                                  std::string_view id) {
  const auto found = find(table, row, id);
  if (!found || found->value->values.empty()) return std::nullopt;
  return static_cast<int>(found->value->values.front());
}

std::vector<std::string> outcome_ids(const policy::Table& table, const policy::Row& row,
                                     std::string_view id) {
  std::vector<std::string> out;
  const auto found = find(table, row, id);
  if (!found) return out;
  for (const auto value : found->value->values) {
    out.push_back(found->decl->values[static_cast<std::size_t>(value)].id);
  }
  return out;
}

Ground ground_of(const policy::Table& table, const policy::Row& row, Language language) {
  return {outcome_words(table, row, "basis", language),
          outcome_words(table, row, "issuer", language),
          outcome_words(table, row, "appeal", language), outcome_number(table, row, "max_days")};
}

}  // namespace fx::rules
