// Figures of orders, as selections of the views.
#include "modules/observation/state.h"

namespace fx::observation {
namespace {

const std::vector<std::string> kMeasures{"centralised", "home", "home_monitoring",
                                         "self_monitoring"};

constexpr std::string_view kKnown = " and known_from <= $4 and $4 < known_to";
constexpr std::string_view kInArea = " where area >= $1 and area < $2";
constexpr std::string_view kInMeasures =
    " in ('centralised', 'home', 'home_monitoring', 'self_monitoring')";

host::Indicator make(std::string id, std::string zh, std::string en, host::Unit unit,
                     std::string sql) {
  host::Indicator out;
  out.id = std::move(id);
  out.zh = std::move(zh);
  out.en = std::move(en);
  out.unit = unit;
  out.select = host::select_sql(std::move(sql));
  return out;
}

std::pair<std::string, std::string> measure_label(store::Session&, const host::Frame&,
                                                  std::string_view dim) {
  const auto measure = policy::parse_measure(dim);
  if (!measure) return {std::string(dim), std::string(dim)};
  const auto& label = policy::label(*measure);
  return {label.zh, label.en};
}

}  // namespace

void declare_indicators(host::Declaration& to, const Parts& parts) {
  const std::string in_area(kInArea);
  const std::string known(kKnown);
  const std::string in_measures(kInMeasures);
  const auto measures = [](store::Session&, const host::Frame&) { return kMeasures; };

  const std::string in_force = " from observation_span" + in_area +
                               " and start_at <= $5 and last_day >= $3 and end_at > $5" + known +
                               " and measure" + in_measures;
  auto people = make("observation.in_force.{}.people", "{}（人）", "{}, people",
                     host::Unit::kPeople, "select person, area, measure" + in_force);
  people.dims = measures;
  people.label = measure_label;
  to.indicator(std::move(people));
  auto households = make(
      "observation.in_force.{}.households", "{}（户）", "{}, households", host::Unit::kHouseholds,
      "select household, area, measure" + in_force + " and household is not null");
  households.dims = measures;
  households.label = measure_label;
  to.indicator(std::move(households));

  const std::string released = "select person, area from observation_step" + in_area +
                               " and kind = 'observation.released'" + known + " and at <= $5";
  to.indicator(make("observation.released", "累计解除（人）", "released so far",
                    host::Unit::kPeople, released));
  to.indicator(make("observation.released_today", "当日解除（人）", "released on the day",
                    host::Unit::kPeople, released + " and at >= $6 and at < $7"));

  auto begun =
      make("observation.new.{}", "当日新增{}（人）", "{}, placed on the day", host::Unit::kPeople,
           "select person, base_area, ordered_measure from observation_order where"
           " base_area >= $1 and base_area < $2 and decided_at >= $6 and decided_at < $7"
           " and decided_at <= $5" +
               known + " and ordered_measure" + in_measures);
  begun.dims = measures;
  begun.label = measure_label;
  to.indicator(std::move(begun));

  to.indicator(make("observation.awaiting_decision", "期满待决定（人）",
                    "past the last day without a decision", host::Unit::kPeople,
                    "select person, area from observation_span" + in_area +
                        " and start_at <= $5 and last_day < $3 and end_at > $5" + known));

  host::Indicator waiting;
  waiting.id = "observation.waiting";
  waiting.zh = "待判定（人）";
  waiting.en = "waiting to be placed";
  waiting.unit = host::Unit::kPeople;
  waiting.select = [&parts](store::Session& db, const host::Frame& frame,
                            const host::Visit& visit) {
    for (const auto& w : who_waits(db, parts.arrivals, frame, Decision::kByMoment)) {
      visit({w.person, w.area, {}, 1});
    }
  };
  to.indicator(std::move(waiting));
}

}  // namespace fx::observation
