// What every answer about the response is made of, each thing read once: decisions, reports,
// cases, rounds, choices of rules. A page about one community and the board of a city are made by
// the same code; they differ in how much is read. For one thread, no longer than its session.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "modules/response/state.h"

namespace fx::response {

class Book {
 public:
  // Of the frame's area, what is around it and what is in it, at the frame's moment.
  Book(store::Session& db, const Parts& parts, host::Frame frame, Language language);
  Book(const Book&) = delete;
  Book& operator=(const Book&) = delete;

  [[nodiscard]] store::Session& db() const { return db_; }
  [[nodiscard]] const Parts& parts() const { return parts_; }
  [[nodiscard]] const host::Frame& frame() const { return frame_; }
  [[nodiscard]] host::Frame frame_of(std::string_view area) const;
  [[nodiscard]] Language language() const { return language_; }
  [[nodiscard]] std::string say(const char* zh, const char* en) const {
    return language_ == Language::kZh ? zh : en;
  }

  risk::Reader& risk() { return *risk_; }
  [[nodiscard]] std::optional<risk::Regime> regime(std::string_view area, std::string_view topic) {
    return risk_->regime(area, frame_.day, topic);
  }

  // The steps on an axis as known then, in the order in which they take effect.
  [[nodiscard]] std::vector<const StepRow*> steps(std::string_view area, Axis axis,
                                                  Instant known) const;
  [[nodiscard]] InForce in_force(std::string_view area, Axis axis, Instant moment,
                                 Instant known) const;
  [[nodiscard]] InForce in_force(std::string_view area, Axis axis) const {
    return in_force(area, axis, frame_.moment, frame_.known);
  }
  // As a policy asks for it.
  void set_standing(std::string_view area, Instant moment, policy::Facts& facts) const;
  // Every area with a step of its own as known now, inside the frame's.
  [[nodiscard]] std::vector<std::pair<std::string, Axis>> decided() const;

  // The level that an axis is proposed and decided for by the regime of the area: a community's
  // situation; the unit of case_counting for the others.
  area::Level level_of_axis(std::string_view area, Axis axis, Day day);

  // The zones in the frame's area and around it.
  const zones::ZoneMap& zones(Instant moment);

  // The last report of a measure at or before the moment.
  std::optional<Instant> last_report(const std::string& area, const std::string& task);
  struct Assignment {
    std::optional<Ulid> account;
    std::optional<std::string> role;
    std::optional<Instant> due;
  };
  const Assignment* assignment(const std::string& area, const std::string& task);

 private:
  using Axes = std::array<std::vector<StepRow>, kAxes.size()>;
  struct Work {
    std::map<std::string, Instant, std::less<>> reports;         // by task
    std::map<std::string, Assignment, std::less<>> assignments;  // by task
  };
  void read_steps();
  const Work* work(const std::string& area);
  void read_work(const std::string& low, const std::string& high);

  store::Session& db_;
  const Parts& parts_;
  const host::Frame frame_;
  const Language language_;
  const std::unique_ptr<risk::Reader> risk_;
  std::map<std::string, Axes, std::less<>> steps_;
  std::map<const policy::Edition*, area::Level> levels_;
  std::map<Instant, zones::ZoneMap> zones_;
  std::map<std::string, Work, std::less<>> work_;
  bool inside_read_ = false;  // the work of everything in the frame's area
};

}  // namespace fx::response
