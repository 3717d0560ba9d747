// The days of a course of observation. The only place where days are counted.
#pragma once

#include <optional>
#include <vector>

#include "base/time.h"
#include "policy/topics.h"

namespace fx::policy {

struct Stage {
  Measure measure = Measure::kNone;
  int number = 1;  // 1, or 2 for the measure that follows
  Day first;       // its day 1
  Day last;        // inclusive: it binds through that whole local day
  std::vector<Day> tests;
};

struct Course {
  std::vector<Stage> stages;  // those with at least one day
  std::optional<Day> last;    // nothing when no stage has a day
};

// Day n of the first stage is anchor + n (day 1 = the day after the anchor), or anchor + n - 1 when
// the rule says that the anchor is day 1. The second stage begins the day after the first ends,
// and its days, and days of tests, count from there. `tests` are days of tests per stage.
Course course(const Placement& placement, Day anchor,
              const std::vector<int>& first_stage_tests = {},
              const std::vector<int>& second_stage_tests = {});

}  // namespace fx::policy
