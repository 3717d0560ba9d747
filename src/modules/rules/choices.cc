#include "modules/rules/choices.h"

#include <algorithm>

#include "area/code.h"
#include "base/check.h"
#include "modules/rules/published.h"

namespace fx::rules {
namespace {

const std::optional<InForce> kNothing;

}  // namespace

ReadChoices::ReadChoices(store::Session& db, const std::vector<policy::PackPtr>& packs,
                         std::string_view area, Decide decide)
    : decide_(std::move(decide)) {
  const auto take = [&](const store::Query& q) {
    auto& of_area = choices_[q.string(0)];
    const Day from = q.day(2);
    // What was said later of one day takes the place of what was said before: there is one row.
    of_area.push_back(
        {q.string(0), q.string(1), exactly(packs, q.text(1), q.text(3)), nullptr, from});
  };
  const auto [low, high] = area::range(area);
  {
    auto q = db.query(
        "select area, pack, from_day, digest from rules_choice where $1 <= area and area < $2"
        " and known_to = $3 order by area, from_day",
        low, high, kForever);
    while (q.next()) take(q);
  }
  // Below the communities nobody chooses.
  for (auto at = area::parent(area); !at.empty(); at = area::parent(at)) {
    auto q = db.query(
        "select area, pack, from_day, digest from rules_choice where area = $1 and known_to = $2"
        " order by from_day",
        at, kForever);
    while (q.next()) take(q);
  }
}

void ReadChoices::suppose(const Chosen& choice) {
  auto& all = choices_[choice.area];
  auto at = std::find_if(all.begin(), all.end(),
                         [&](const Chosen& each) { return each.from >= choice.from; });
  if (at != all.end() && at->from == choice.from) {
    *at = choice;
  } else {
    all.insert(at, choice);
  }
}

std::vector<Chosen> ReadChoices::chosen_on(std::string_view area, Day day) const {
  std::vector<Chosen> out;
  for (std::string at(area); !at.empty(); at = area::parent(at)) {
    const auto found = choices_.find(at);
    if (found == choices_.end()) continue;
    const auto& all = found->second;
    const auto after =
        std::find_if(all.begin(), all.end(), [&](const Chosen& each) { return each.from > day; });
    if (after == all.begin()) continue;
    out.push_back(*(after - 1));
    if (out.back().pack == nullptr || out.back().edition != nullptr) continue;
    if (const auto edition = out.back().pack->edition_on(day)) out.back().edition = *edition;
  }
  return out;
}

const std::optional<InForce>& ReadChoices::in_force(std::string_view area, Day day) const {
  std::string nearest(area);
  while (!nearest.empty() && !choices_.contains(nearest)) nearest = area::parent(nearest);
  if (nearest.empty()) return kNothing;
  const auto [it, fresh] = known_.try_emplace({nearest, day.number});
  if (!fresh) return it->second;
  auto chosen = chosen_on(nearest, day);
  std::reverse(chosen.begin(), chosen.end());
  it->second = decide_(std::move(chosen), day);
  return it->second;
}

Day ReadChoices::first_day(std::string_view area, Day day, const Rule& rule,
                           std::string_view topic) const {
  const auto& layers = rule.pack->layers();
  std::optional<Day> out;
  for (const auto& choice : chosen_on(area, day)) {
    if (choice.edition == nullptr || choice.edition->table(topic) == nullptr) continue;
    const bool counts = choice.pack.get() == rule.pack ||
                        std::find(layers.begin(), layers.end(), choice.pack) != layers.end();
    if (!counts) continue;
    const Day begun = std::max(choice.from, choice.edition->from());
    if (!out || begun > *out) out = begun;
  }
  return out.value_or(rule.edition->from());
}

}  // namespace fx::rules
