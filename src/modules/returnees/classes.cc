#include "modules/returnees/classes.h"

#include <algorithm>

#include "area/code.h"

namespace fx::returnees {

const ClassLabel& Classifier::class_of(const Arrival& arrival) {
  key_ = area::chain(arrival.area);
  key_ += ' ';
  key_ += arrival.origin;
  key_ += arrival.abroad ? " abroad " : " ";
  key_ += std::to_string(on_ - arrival.arrived);
  if (arrival.symptoms) key_ += 's';
  const auto it = known_.find(key_);
  if (it != known_.end()) return it->second;
  return known_.emplace(key_, decide(arrival)).first->second;
}

ClassLabel Classifier::decide(const Arrival& arrival) const {
  const auto in_force = rules_.in_force(db_, arrival.area, on_);
  if (!in_force) return {};
  auto facts = in_force->pack->facts();
  rules_.set_origin(facts, *in_force->pack, arrival.area, arrival.origin, arrival.abroad);
  facts.number("days_since_arrival", on_ - arrival.arrived);
  facts.flag("symptoms", arrival.symptoms);
  const auto placement = in_force->edition->placement(facts);
  if (!placement) return {};
  const auto& named = (*placement)->person_class;
  return {named.id, named.label.zh, named.label.en};
}

std::vector<ClassLabel> classes_in_force(store::Session& db, const rules::Rulebook& rules,
                                         std::string_view area, Day on) {
  std::vector<ClassLabel> out;
  for (const auto* pack : rules.in_use(db, area, on)) {
    for (const auto& named : pack->classes()) {
      const auto same = [&](const ClassLabel& label) { return label.id == named.id; };
      if (std::any_of(out.begin(), out.end(), same)) continue;
      out.push_back({named.id, named.label.zh, named.label.en});
    }
  }
  return out;
}

}  // namespace fx::returnees
