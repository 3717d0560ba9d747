// Figures of readings and escalations. A person counts once with the number of their slots as
// weight, so that the people behind a figure are who must be called.
#include <array>
#include <unordered_map>

#include "area/code.h"
#include "modules/monitoring/state.h"

namespace fx::monitoring {
namespace {

using Readings = std::unordered_map<Ulid, std::vector<Reading>, UlidHash>;

Readings readings_on(store::Session& db, const host::Frame& frame) {
  const auto [low, high] = area::range(frame.area);
  Readings out;
  auto q = db.query(
      "select person, slot, taken_at from monitoring_reading where day = $1 and area >= $2 and"
      " area < $3 and known_from <= $4 and $4 < known_to",
      frame.day, low, high, frame.known);
  while (q.next()) {
    Reading reading;
    reading.person = q.ulid(0);
    reading.day = frame.day;
    reading.slot = q.string(1);
    reading.taken_at = q.instant(2);
    out[reading.person].push_back(std::move(reading));
  }
  return out;
}

// What is counted of a day's slots: one walk for all of them.
struct Kind {
  std::string_view id;
  std::string_view zh;
  std::string_view en;
  int Tally::*count;
};
constexpr std::array<Kind, 4> kKinds = {{
    {"due", "应测体温（次）", "readings due", &Tally::due},
    {"done", "实测体温（次）", "readings done", &Tally::done},
    {"missed", "漏测（次）", "readings missed", &Tally::missed},
    {"late", "迟测（次）", "late readings", &Tally::late},
}};

void select_slots(store::Session& db, const host::Frame& frame, const Parts& parts,
                  const host::Visit& visit) {
  const auto readings = readings_on(db, frame);
  static const std::vector<Reading> kNone;
  MonitoringRules rules(parts.rules);
  struct Sum {
    std::string area;
    Instant start;
    Tally tally;
  };
  // A person may have two stretches on one day; the later one says where they belong.
  std::unordered_map<Ulid, Sum, UlidHash> people;
  parts.orders.each(db, frame, [&](const observation::Span& span) {
    const auto watched = watched_of(span, rules);
    if (watched.rule == nullptr) return;
    const auto it = readings.find(span.person);
    auto& sum = people[span.person];
    sum.tally.add(
        day_slots(watched, frame.day, it == readings.end() ? kNone : it->second, frame.moment));
    if (sum.area.empty() || sum.start <= span.start) {
      sum.area = span.area;
      sum.start = span.start;
    }
  });
  for (const auto& [person, sum] : people) {
    for (const auto& kind : kKinds) {
      const int weight = sum.tally.*kind.count;
      if (weight > 0) visit({person, sum.area, kind.id, weight});
    }
  }
}

host::Indicator readings(const Parts& parts) {
  host::Indicator out;
  out.id = "readings.{}";
  out.zh = "{}";
  out.en = "{}";
  out.unit = host::Unit::kRecords;
  out.select = [&parts](store::Session& db, const host::Frame& frame, const host::Visit& visit) {
    select_slots(db, frame, parts, visit);
  };
  out.dims = [](store::Session&, const host::Frame&) {
    std::vector<std::string> ids;
    for (const auto& kind : kKinds) ids.emplace_back(kind.id);
    return ids;
  };
  out.label = [](store::Session&, const host::Frame&, std::string_view dim) {
    for (const auto& kind : kKinds) {
      if (kind.id == dim) return std::pair(std::string(kind.zh), std::string(kind.en));
    }
    return std::pair(std::string(dim), std::string(dim));
  };
  return out;
}

}  // namespace

void declare_indicators(host::Declaration& to, const Parts& parts) {
  to.indicator(readings(parts));

  host::Indicator open;
  open.id = "escalations.open";
  open.zh = "未归档异常";
  open.en = "open escalations";
  open.select = [](store::Session& db, const host::Frame& frame, const host::Visit& visit) {
    for (const auto& e : open_escalations(db, frame.area, frame.moment, frame.known)) {
      visit({e.id, e.area, {}, 1});
    }
  };
  to.indicator(std::move(open));

  host::Indicator opened;
  opened.id = "escalations.opened_today";
  opened.zh = "当日新增异常";
  opened.en = "escalations opened on the day";
  opened.select = host::select_sql(
      "select id, area from monitoring_escalation where area >= $1 and area < $2 and"
      " opened_at >= $6 and opened_at < $7 and opened_at <= $5 and known_from <= $4 and"
      " $4 < known_to and $3 = $3");
  to.indicator(std::move(opened));

  host::Indicator overdue;
  overdue.id = "escalations.overdue_steps";
  overdue.zh = "超时的处置步骤";
  overdue.en = "overdue steps of escalations";
  overdue.select = [](store::Session& db, const host::Frame& frame, const host::Visit& visit) {
    for (const auto& e : open_escalations(db, frame.area, frame.moment, frame.known)) {
      const auto steps = static_cast<std::int64_t>(e.overdue(frame.moment).size());
      if (steps > 0) visit({e.id, e.area, {}, steps});
    }
  };
  to.indicator(std::move(overdue));
}

}  // namespace fx::monitoring
