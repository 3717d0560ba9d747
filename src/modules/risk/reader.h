// Facts and levels from what is read once. For this folder only.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "modules/risk/levels.h"

namespace fx::risk {

// Where a level stands, from one day to the next.
struct Standing {
  std::string level = "none";
  std::string before = "none";
  Day since;
};

class AreaReader final : public Reader {
 public:
  // `under`: as if this regime were in force everywhere on every day.
  AreaReader(store::Session& db, const Parts& parts, std::string_view area, Language language,
             std::optional<Regime> under = std::nullopt);

  [[nodiscard]] const rules::Choices& choices() const override { return *choices_; }
  [[nodiscard]] std::optional<Regime> regime(std::string_view area, Day day,
                                             std::string_view topic) override;
  [[nodiscard]] AreaFacts facts(std::string_view area, Day day, Instant known,
                                bool with_level) override;
  [[nodiscard]] Result<Levels> levels(std::string_view area, Day from, Day to, Instant known,
                                      bool with_reasons) override;
  [[nodiscard]] LevelLine line(const std::string& area, Day day, Instant known) override;
  [[nodiscard]] std::optional<Round> last_round(std::string_view area, Day day,
                                                Instant known) override;
  [[nodiscard]] std::vector<casework::Case> cases(std::string_view area, Instant known) override;
  [[nodiscard]] std::vector<Instant> changes(std::string_view area) override;
  [[nodiscard]] std::vector<std::string> places(std::string_view area, Instant known) override;
  [[nodiscard]] std::optional<Day> counts_from(const casework::Case& one, std::string_view area,
                                               Day day) override;

 private:
  // The cases of an area between two changes of what is known of them, with what was counted.
  struct Known {
    std::ptrdiff_t step = 0;
    Counter counter;
    std::map<std::pair<Day, const policy::Edition*>, Counts> counts;
  };
  struct OfArea {
    std::vector<Instant> changes;
    std::vector<std::unique_ptr<Known>> known;  // the one asked for last in front
  };
  // The level of each day up to the last that was asked for, without its reasons.
  struct Ladder {
    Day first;
    std::vector<DayLevel> days;
  };
  struct KnownRound {
    Round round;
    Instant known_to;
  };

  const casework::CaseHistory& history(std::string_view area);
  Known& known(std::string_view area, Instant at);
  const Counts& counts(std::string_view area, Day day, Instant known,
                       const policy::Edition* edition, const Counting& how);
  const CountingRule* counting(const Regime& regime);
  [[nodiscard]] bool round_negative(std::string_view area, Day day, Instant known,
                                    std::optional<Day> last_case);
  // The first day on which a level of the area can hang on a case.
  Day beginning(std::string_view area, Instant known, Day otherwise);
  // The level of one day; `standing` is that of the day before and becomes that of this day.
  // `drawn_for`: the area that the last level was of.
  DayLevel next(std::string_view area, Day day, Instant known, bool reasons, Standing& standing,
                std::string& drawn_for);
  void decide(const Regime& regime, Instant known, bool reasons, Standing& standing,
              std::string& drawn_for, DayLevel& out);
  // Whether the level of that day hangs on the one of the day before.
  bool hangs(std::string_view area, Day day);
  const DayLevel& level_on(std::string_view area, Day day, Instant known);

  store::Session& db_;
  const Parts& parts_;
  const std::string area_;
  const Language language_;
  const std::optional<Regime> under_;
  const std::unique_ptr<rules::Choices> choices_;
  std::map<std::string, casework::CaseHistory, std::less<>> histories_;  // by the area read
  std::map<std::string, OfArea, std::less<>> areas_;
  std::map<std::string, std::vector<KnownRound>, std::less<>> rounds_;  // the latest first
  std::map<const policy::Edition*, std::optional<CountingRule>> counting_;
  std::map<std::pair<std::string, Instant>, std::optional<Day>> beginnings_;
  std::map<std::pair<std::string, Instant>, Ladder> ladders_;
};

}  // namespace fx::risk
