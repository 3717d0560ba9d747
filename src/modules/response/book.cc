#include "modules/response/book.h"

#include <algorithm>

namespace fx::response {

Book::Book(store::Session& db, const Parts& parts, host::Frame frame, Language language)
    : db_(db),
      parts_(parts),
      frame_(std::move(frame)),
      language_(language),
      risk_(parts.risk.read(db, frame_.area, language)) {
  read_steps();
}

host::Frame Book::frame_of(std::string_view area) const {
  auto out = frame_;
  out.area = area;
  return out;
}

void Book::read_steps() {
  for (auto& step : steps_within(db_, frame_.area)) {
    auto& axes = steps_[step.area];
    axes[static_cast<std::size_t>(step.axis)].push_back(std::move(step));
  }
}

std::vector<const StepRow*> Book::steps(std::string_view area, Axis axis, Instant known) const {
  std::vector<const StepRow*> out;
  const auto it = steps_.find(area);
  if (it == steps_.end()) return out;
  for (const auto& step : it->second[static_cast<std::size_t>(axis)]) {
    if (step.recorded <= known && known < step.known_to) out.push_back(&step);
  }
  return out;
}

InForce Book::in_force(std::string_view area, Axis axis, Instant moment, Instant known) const {
  for (std::string at(area); !at.empty(); at = area::parent(at)) {
    const auto it = steps_.find(at);
    if (it == steps_.end()) continue;
    const StepRow* last = nullptr;
    for (const auto& step : it->second[static_cast<std::size_t>(axis)]) {
      const bool stands = step.recorded <= known && known < step.known_to;
      if (stands && step.at <= moment && step.what != What::declined) last = &step;
    }
    if (last == nullptr || last->what != What::decided) continue;
    return {last->value, decision_of(*last)};
  }
  return {std::string(resting(axis)), std::nullopt};
}

void Book::set_standing(std::string_view area, Instant moment, policy::Facts& facts) const {
  for (const auto axis : kAxes) {
    facts.choose(fact_of(axis), in_force(area, axis, moment, frame_.known).value);
  }
}

std::vector<std::pair<std::string, Axis>> Book::decided() const {
  std::vector<std::pair<std::string, Axis>> out;
  for (const auto& [area, axes] : steps_) {
    if (!area::contains(frame_.area, area)) continue;
    for (const auto axis : kAxes) {
      if (!steps(area, axis, frame_.known).empty()) out.emplace_back(area, axis);
    }
  }
  return out;
}

area::Level Book::level_of_axis(std::string_view area, Axis axis, Day day) {
  if (axis == Axis::situation) return area::Level::kCommunity;
  const auto regime = risk_->regime(area, day, "case_counting");
  if (!regime) return area::Level::kCommunity;
  const auto [it, fresh] = levels_.try_emplace(regime->edition, area::Level::kCommunity);
  if (fresh) it->second = level_of_levels(*regime);
  return it->second;
}

const zones::ZoneMap& Book::zones(Instant moment) {
  const auto it = zones_.find(moment);
  if (it != zones_.end()) return it->second;
  return zones_.emplace(moment, parts_.zones.map(db_, frame_.area, moment, frame_.known))
      .first->second;
}

// --- the work ------------------------------------------------------------------------------------

void Book::read_work(const std::string& low, const std::string& high) {
  {
    auto q = db_.query(
        "select area, task, max(at) from response_report where $1 <= area and area < $2"
        " and at <= $3 and known_from <= $4 and $4 < known_to group by area, task",
        low, high, frame_.moment, frame_.known);
    while (q.next()) work_[q.string(0)].reports.emplace(q.string(1), q.instant(2));
  }
  auto q = db_.query(
      "select area, task, account, role, due from response_assignment where $1 <= area"
      " and area < $2 and known_from <= $3 and $3 < known_to",
      low, high, frame_.known);
  while (q.next()) {
    Assignment out;
    if (!q.is_null(2)) out.account = q.ulid(2);
    if (!q.is_null(3)) out.role = q.string(3);
    if (!q.is_null(4)) out.due = q.instant(4);
    work_[q.string(0)].assignments.emplace(q.string(1), std::move(out));
  }
}

const Book::Work* Book::work(const std::string& area) {
  if (!area::contains(frame_.area, area)) {
    // The checklist of an area around this one.
    const auto [it, fresh] = work_.try_emplace(area);
    if (fresh) read_work(area, area + "\x01");
    return &it->second;
  }
  if (!inside_read_) {
    const auto [low, high] = area::range(frame_.area);
    read_work(low, high);
    inside_read_ = true;
  }
  const auto it = work_.find(area);
  return it == work_.end() ? nullptr : &it->second;
}

std::optional<Instant> Book::last_report(const std::string& area, const std::string& task) {
  const auto* of_area = work(area);
  if (of_area == nullptr) return std::nullopt;
  const auto it = of_area->reports.find(task);
  return it == of_area->reports.end() ? std::nullopt : std::optional(it->second);
}

const Book::Assignment* Book::assignment(const std::string& area, const std::string& task) {
  const auto* of_area = work(area);
  if (of_area == nullptr) return nullptr;
  const auto it = of_area->assignments.find(task);
  return it == of_area->assignments.end() ? nullptr : &it->second;
}

}  // namespace fx::response
