#include "policy/calendar.h"

namespace fx::policy {

Course course(const Placement& placement, Day anchor, const std::vector<int>& first_stage_tests,
              const std::vector<int>& second_stage_tests) {
  Course out;
  Day before = placement.same_day_is_one ? anchor - 1 : anchor;  // day 0 of the stage
  const auto add = [&](Measure measure, int number, int days, const std::vector<int>& tests) {
    if (days == 0) return;
    Stage stage{measure, number, before + 1, before + days, {}};
    for (const int day : tests) stage.tests.push_back(before + day);
    before = stage.last;
    out.last = stage.last;
    out.stages.push_back(std::move(stage));
  };
  add(placement.measure, 1, placement.days, first_stage_tests);
  add(placement.then_measure, 2, placement.then_days, second_stage_tests);
  return out;
}

}  // namespace fx::policy
