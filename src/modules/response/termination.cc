// The conditions of the end of a response.
#include "modules/response/conditions.h"

namespace fx::response {

std::vector<Criterion> criteria(Book& book, std::string_view area) {
  std::vector<Criterion> out;
  const auto& frame = book.frame();
  const auto regime = book.regime(area, "termination");
  if (!regime) return out;
  auto facts = regime->pack->facts();
  book.risk().facts(area, frame.day, frame.known, false).set(facts);
  book.set_standing(area, frame.moment, facts);
  auto decision = policy::decide(*regime->pack, *regime->edition, "termination", facts);
  if (!decision) return out;
  Scope scope{std::string(area), {std::string(area)}, std::nullopt, std::nullopt};
  // A confirmation is of this response: not of one before it.
  for (const auto axis : kAxes) {
    const auto now = book.in_force(area, axis);
    if (!now.decision) continue;
    const Day day = day_of(now.decision->from);
    if (!scope.began || day < *scope.began) scope.began = day;
  }
  Conditions conditions(book, std::move(scope));
  const auto rows = decision->rows;
  for (const auto* row : rows) {
    decision->rows = {row};
    auto one = criterion_of(*decision, book.language());
    conditions.judge(one);
    out.push_back(std::move(one));
  }
  return out;
}

Criterion criterion_of(const policy::Decision& decision, Language language) {
  const auto& table = *decision.table;
  const auto& row = *decision.rows.front();
  Criterion out;
  out.condition = rules::outcome_id(table, row, "condition");
  out.name = rules::outcome_words(table, row, "condition", language);
  out.days = rules::outcome_number(table, row, "days");
  out.role = rules::outcome_words(table, row, "role", language);
  out.rule = {decision.pack->id(), decision.edition->id(), decision.reference(),
              policy::explain(decision, language)};
  return out;
}

}  // namespace fx::response
