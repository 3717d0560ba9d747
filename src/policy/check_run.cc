#include "policy/check_run.h"

#include <algorithm>

namespace fx::policy {

void CheckRun::add(Severity severity, const RefusalKind& kind, const Place& place, Params params) {
  findings_.push_back({severity, edition_ == nullptr ? std::string() : edition_->id(),
                       refuse_at(kind, place, std::move(params))});
}

void CheckRun::add(Severity severity, const RefusalKind& kind, const Place& place, Params params,
                   const Facts& example, const std::vector<int>& slots) {
  auto shown = slots;
  for (std::size_t i = 0; i < vocabulary().facts.size(); ++i) {
    const int slot = static_cast<int>(i);
    const bool known = std::find(shown.begin(), shown.end(), slot) != shown.end();
    if (!known && example.value(slot) != vocabulary().facts[i].initial) shown.push_back(slot);
  }
  params.emplace_back("facts_zh", example.show(shown, Language::kZh));
  params.emplace_back("facts_en", example.show(shown, Language::kEn));
  add(severity, kind, place, std::move(params));
}

Place CheckRun::where(const Table& table, const Row& row, std::string column) {
  if (row.origins == nullptr) return {table.file, row.number, std::move(column)};
  const auto& origin = row.origins->from.back();
  return {origin.pack->id() + "/" + origin.table->file, row.number, std::move(column)};
}

std::optional<Facts> CheckRun::example(const Box& box, const std::vector<Box>& blockers) {
  Search search(vocabulary(), box, blockers, budget_);
  const Found found = search.run();
  gave_up_ = gave_up_ || found == Found::kGaveUp;
  if (found != Found::kYes) return std::nullopt;
  return search.facts();
}

bool CheckRun::possible(const Box& box, const std::vector<Box>& blockers) {
  Search search(vocabulary(), box, blockers, budget_);
  const Found found = search.run();
  gave_up_ = gave_up_ || found == Found::kGaveUp;
  return found != Found::kNo;
}

bool CheckRun::take(std::size_t steps) {
  gave_up_ = gave_up_ || budget_ < steps;
  if (!gave_up_) budget_ -= steps;
  return !gave_up_;
}

}  // namespace fx::policy
