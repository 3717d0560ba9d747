#include "modules/casework/state.h"

namespace fx::casework {
namespace {

// Statuses as they stood at the cut-off, with the area of their case.
constexpr std::string_view kFrom =
    " from casework_status s join casework_case c on c.id = s.id and c.known_from <= $4"
    " and $4 < c.known_to where $1 <= c.area and c.area < $2 and s.known_from <= $4"
    " and $4 < s.known_to";
// No later status of the same case by the day.
constexpr std::string_view kLast =
    " and not exists (select 1 from casework_status n where n.id = s.id and n.known_from <= $4"
    " and $4 < n.known_to and n.day <= $3 and (n.day > s.day or n.day = s.day"
    " and (n.known_from > s.known_from or n.known_from = s.known_from and n.entry > s.entry))";

std::vector<std::string> classes(store::Session&, const host::Frame&) {
  return {"confirmed", "suspected", "asymptomatic"};
}
std::pair<std::string, std::string> label(store::Session&, const host::Frame&,
                                          std::string_view dim) {
  if (dim == "confirmed") return {"确诊病例", "confirmed cases"};
  if (dim == "suspected") return {"疑似病例", "suspected cases"};
  return {"无症状感染者", "asymptomatic infections"};
}

void by_class(host::Declaration& to, const char* id, const char* zh, const char* en,
              const std::string& condition) {
  host::Indicator out;
  out.id = id;
  out.zh = zh;
  out.en = en;
  out.select =
      host::select_sql("select s.id as subject, c.area, s.status as dim" + std::string(kFrom) +
                       " and s.status in ('confirmed', 'suspected', 'asymptomatic')" + condition);
  out.dims = classes;
  out.label = label;
  to.indicator(std::move(out));
}

void of_status(host::Declaration& to, const char* id, const char* zh, const char* en,
               const char* status, const char* day) {
  to.indicator({id, zh, en, host::Unit::kRecords,
                host::select_sql("select s.id as subject, c.area" + std::string(kFrom) +
                                 " and s.status = '" + status + "' and s.day " + day + " $3")});
}

}  // namespace

void declare_indicators(host::Declaration& to) {
  const std::string last(kLast);
  // A suspected case that is confirmed on a later day is new in both classes, each on its day.
  by_class(to, "cases.new.{}", "当日新增{}", "new {}", " and s.day = $3");
  // In the class that it has by the day; recovery and death do not take it out, exclusion does.
  by_class(to, "cases.total.{}", "累计{}", "{} in all",
           " and s.day <= $3" + last + " and n.status not in ('recovered', 'died'))");
  by_class(to, "cases.active.{}", "现有{}", "active {}", " and s.day <= $3" + last + ")");
  of_status(to, "cases.excluded.new", "当日排除疑似", "excluded on the day", "excluded", "=");
  of_status(to, "cases.recovered.new", "当日治愈出院", "recovered on the day", "recovered", "=");
  of_status(to, "cases.died.new", "当日死亡", "died on the day", "died", "=");
  of_status(to, "cases.recovered.total", "累计治愈出院", "recovered in all", "recovered", "<=");
  of_status(to, "cases.died.total", "累计死亡", "died in all", "died", "<=");
}

}  // namespace fx::casework
