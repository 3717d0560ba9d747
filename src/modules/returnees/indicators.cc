#include "modules/returnees/indicators.h"

#include "modules/returnees/arrivals.h"
#include "modules/returnees/classes.h"

namespace fx::returnees {
namespace {

// A class is a dimension; somebody to whom the rules give none is in no figure by class.
host::Indicator by_class(const Arrivals& arrivals, const rules::Rulebook& rules, std::string id,
                         std::string zh, std::string en, host::Unit unit, bool new_only) {
  host::Indicator out;
  out.id = std::move(id);
  out.zh = std::move(zh);
  out.en = std::move(en);
  out.unit = unit;
  out.select = [&arrivals, &rules, unit, new_only](store::Session& db, const host::Frame& frame,
                                                   const host::Visit& visit) {
    Classifier classes(rules, db, frame.day);
    const auto visit_one = [&](const Arrival& arrival) {
      const auto& label = classes.class_of(arrival);
      if (label.id.empty()) return;
      if (unit == host::Unit::kHouseholds) {
        if (!arrival.household.is_nil()) visit({arrival.household, arrival.area, label.id, 1});
      } else {
        visit({arrival.person, arrival.area, label.id, 1});
      }
    };
    if (new_only) {
      each_since(db, frame, frame.day, visit_one);  // of the day: nobody has a later one by then
    } else {
      arrivals.each(db, frame, visit_one);
    }
  };
  out.dims = [&rules](store::Session& db, const host::Frame& frame) {
    std::vector<std::string> ids;
    for (const auto& label : classes_in_force(db, rules, frame.area, frame.day)) {
      ids.push_back(label.id);
    }
    return ids;
  };
  out.label = [&rules](store::Session& db, const host::Frame& frame, std::string_view dim) {
    for (const auto& label : classes_in_force(db, rules, frame.area, frame.day)) {
      if (label.id == dim) return std::pair(label.zh, label.en);
    }
    return std::pair(std::string(dim), std::string(dim));
  };
  return out;
}

std::function<void(store::Session&, const host::Frame&, const host::Visit&)> where(
    const std::string& condition) {
  return host::select_sql("select person, area from returnees_arrival where " + condition +
                          " and $1 <= area and area < $2 and arrived <= $3"
                          " and known_from <= $4 and $4 < known_to");
}

}  // namespace

void declare_indicators(host::Declaration& to, const Arrivals& arrivals,
                        const rules::Rulebook& rules) {
  using host::Unit;
  host::Indicator all;
  all.id = "returnees";
  all.zh = "返乡人员";
  all.en = "returnees";
  all.unit = Unit::kPeople;
  all.select = [&arrivals](store::Session& db, const host::Frame& frame, const host::Visit& visit) {
    arrivals.each(db, frame, [&](const Arrival& a) { visit({a.person, a.area, "", 1}); });
  };
  to.indicator(all);
  to.indicator(by_class(arrivals, rules, "returnees.{}.people", "{}", "{}", Unit::kPeople, false));
  to.indicator(by_class(arrivals, rules, "returnees.{}.households", "{}户数", "{}, households",
                        Unit::kHouseholds, false));
  to.indicator(by_class(arrivals, rules, "returnees.new.{}", "{}当日新增", "{}, new today",
                        Unit::kPeople, true));
  to.indicator({"returnees.unmatched", "返乡人员待核实", "returnees to be found", Unit::kPeople,
                where("found = 0")});
  to.indicator({"returnees.disputed", "返乡信息不一致", "returnees whose sources disagree",
                Unit::kPeople, where("disputed = 1")});
}

}  // namespace fx::returnees
