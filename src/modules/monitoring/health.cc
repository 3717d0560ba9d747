#include "modules/monitoring/health.h"

#include <algorithm>

namespace fx::monitoring {

int window_begin(const policy::Monitoring& rule, std::size_t slot) {
  if (slot == 0) return 0;
  return (rule.slots[slot - 1].deadline_minute + rule.slots[slot].deadline_minute) / 2;
}

std::size_t slot_at(const policy::Monitoring& rule, int minute) {
  FX_CHECK(!rule.slots.empty());
  std::size_t at = 0;
  while (at + 1 < rule.slots.size() && window_begin(rule, at + 1) <= minute) ++at;
  return at;
}

std::optional<std::size_t> slot_of(const policy::Monitoring& rule, std::string_view id) {
  for (std::size_t i = 0; i < rule.slots.size(); ++i) {
    if (rule.slots[i].name.id == id) return i;
  }
  return std::nullopt;
}

bool is_fever(const policy::Monitoring& rule, int tenths) {
  return rule.fever_tenths > 0 && tenths >= rule.fever_tenths;
}

bool counts(const policy::Monitoring& rule, std::string_view symptoms) {
  while (!symptoms.empty()) {
    const auto comma = std::min(symptoms.find(','), symptoms.size());
    const auto id = symptoms.substr(0, comma);
    for (const auto& symptom : rule.symptoms) {
      if (symptom.id == id) return true;
    }
    symptoms.remove_prefix(std::min(comma + 1, symptoms.size()));
  }
  return false;
}

std::vector<SlotStatus> day_slots(const Watched& watched, Day day,
                                  std::span<const Reading> readings, Instant moment) {
  std::vector<SlotStatus> out;
  if (watched.rule == nullptr) return out;
  const auto& rule = *watched.rule;
  out.resize(rule.slots.size());
  const bool counted = watched.first <= day && day <= watched.last &&
                       (rule.days == 0 || day - watched.first < rule.days);
  for (std::size_t i = 0; i < out.size(); ++i) {
    auto& status = out[i];
    const Instant begin = instant_of(day, window_begin(rule, i));
    const Instant deadline = instant_of(day, rule.slots[i].deadline_minute);
    bool in_time = false;
    for (const auto& reading : readings) {
      if (reading.day != day || reading.slot != rule.slots[i].name.id ||
          reading.taken_at > moment) {
        continue;
      }
      if (status.latest == nullptr || status.latest->taken_at <= reading.taken_at) {
        status.latest = &reading;
      }
      in_time = in_time || reading.taken_at <= deadline;
    }
    if (!counted || watched.start >= deadline || watched.end <= deadline) continue;
    if (status.latest != nullptr) {
      status.state = in_time ? SlotState::done : SlotState::late;
    } else if (moment < begin) {
      status.state = SlotState::not_yet;
    } else {
      status.state = moment <= deadline ? SlotState::open : SlotState::missed;
    }
  }
  return out;
}

void Tally::add(const std::vector<SlotStatus>& slots) {
  for (const auto& slot : slots) {
    due += slot.due() ? 1 : 0;
    done += slot.state == SlotState::done || slot.state == SlotState::late ? 1 : 0;
    late += slot.state == SlotState::late ? 1 : 0;
    missed += slot.state == SlotState::missed ? 1 : 0;
  }
}

std::vector<Reading> readings_of(store::Session& db, const Ulid& person, Day from, Day to,
                                 Instant known) {
  std::vector<Reading> out;
  auto q = db.query(
      "select entry, day, slot, tenths, symptoms, abnormal, by, taken_at, known_from"
      " from monitoring_reading where person = $1 and day >= $2 and day <= $3"
      " and known_from <= $4 and $4 < known_to order by day, taken_at, entry",
      person, from, to, known);
  while (q.next()) {
    out.push_back({q.ulid(0), person, q.day(1), q.string(2), q.number(3), q.string(4), q.flag(5),
                   q.string(6), q.instant(7), q.instant(8)});
  }
  return out;
}

std::vector<DayHealth> health_of(store::Session& db, std::span<const Watched> watched,
                                 Instant moment) {
  std::vector<DayHealth> out;
  if (watched.empty()) return out;
  const Day today = day_of(moment);
  Day from = watched.front().first;
  Day to = from;
  for (const auto& w : watched) {
    from = std::min({from, w.first, day_of(w.start)});
    // Readings after the last day count for what was measured, though none are due.
    to = std::max(to, w.end == kForever ? today : std::min(today, day_of(w.end)));
  }
  const auto readings = readings_of(db, watched.front().person, from, to);
  for (Day day = from; day <= to; day = day + 1) {
    DayHealth health;
    health.day = day;
    for (const auto& w : watched) health.tally.add(day_slots(w, day, readings, moment));
    for (const auto& reading : readings) {
      if (reading.day != day || reading.taken_at > moment) continue;
      health.highest = std::max(health.highest, reading.tenths);
      for (const auto& w : watched) {
        if (w.rule == nullptr || day < day_of(w.start)) continue;
        health.fever = health.fever || is_fever(*w.rule, reading.tenths);
        health.symptoms = health.symptoms || counts(*w.rule, reading.symptoms);
      }
    }
    out.push_back(health);
  }
  return out;
}

bool has_open_escalation(store::Session& db, const Ulid& person) {
  return db
      .integer("select 1 from monitoring_escalation where person = $1 and open = 1 limit 1", person)
      .has_value();
}

const policy::Monitoring* MonitoringRules::of(const std::string& pack, const std::string& edition,
                                              const std::string& person_class,
                                              policy::Measure measure, int stage) {
  const int number = static_cast<int>(measure);
  // Those who are read together were mostly placed by one rule.
  if (last_ != nullptr && last_->first == std::tie(pack, edition, person_class, number, stage)) {
    return last_->second;
  }
  const Key key{pack, edition, person_class, number, stage};
  if (const auto it = known_.find(key); it != known_.end()) {
    last_ = &*it;
    return it->second;
  }
  const policy::Monitoring* found = nullptr;
  const auto named = rules_.rule(pack, edition);
  if (named.edition != nullptr) {
    auto facts = named.pack->facts();
    named.pack->set_placement(facts, person_class, measure, stage);
    const auto rule = named.edition->monitoring(facts);
    if (rule && !(*rule)->slots.empty()) found = *rule;
  }
  last_ = &*known_.emplace(key, found).first;
  return found;
}

}  // namespace fx::monitoring
