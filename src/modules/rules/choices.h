// The choices of an area and everything around and in it, in memory. For this folder only.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "modules/rules/layered.h"
#include "modules/rules/rules.h"

namespace fx::rules {

class ReadChoices final : public Choices {
 public:
  // What choices come to on a day, the top level first.
  using Decide = std::function<std::optional<InForce>(std::vector<Chosen>, Day)>;
  ReadChoices(store::Session& db, const std::vector<policy::PackPtr>& packs, std::string_view area,
              Decide decide);

  // As if that had been chosen too; an edition that it names holds on all its days.
  void suppose(const Chosen& choice);

  [[nodiscard]] const std::optional<InForce>& in_force(std::string_view area,
                                                       Day day) const override;
  [[nodiscard]] Day first_day(std::string_view area, Day day, const Rule& rule,
                              std::string_view topic) const override;

 private:
  // From the area up, of each the choice that holds on the day.
  [[nodiscard]] std::vector<Chosen> chosen_on(std::string_view area, Day day) const;

  const Decide decide_;
  // By the area that chose; of each the choices by their first day.
  std::map<std::string, std::vector<Chosen>, std::less<>> choices_;
  // By the nearest area with a choice: all places below it up to the next one are under one rule.
  mutable std::map<std::pair<std::string, int>, std::optional<InForce>, std::less<>> known_;
};

}  // namespace fx::rules
