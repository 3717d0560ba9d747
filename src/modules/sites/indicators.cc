#include "modules/sites/state.h"

namespace fx::sites {
namespace {

std::pair<std::string, std::string> label(store::Session&, const host::Frame&,
                                          std::string_view dim) {
  const auto kind = json::enum_value<Kind>(dim);
  if (!kind) return {std::string(dim), std::string(dim)};
  return {std::string(zh(*kind)), std::string(en(*kind))};
}

constexpr const char* kOpen = R"(
select s.site, s.area, s.kind from sites_site s
where $1 <= s.area and s.area < $2 and s.known_from <= $4 and $4 < s.known_to and exists(
  select 1 from sites_open o where o.site = s.site and o.known_from <= $4 and $4 < o.known_to
  and o.since <= $3 and $3 < o.until)
order by s.area)";
// Those that have closed; what has not opened yet is neither.
constexpr const char* kClosed = R"(
select s.site, s.area, s.kind from sites_site s
where $1 <= s.area and s.area < $2 and s.known_from <= $4 and $4 < s.known_to and not exists(
  select 1 from sites_open o where o.site = s.site and o.known_from <= $4 and $4 < o.known_to
  and o.since <= $3 and $3 < o.until)
and coalesce((select min(o.since) from sites_open o where o.site = s.site and o.known_from <= $4
  and $4 < o.known_to), $3) <= $3
order by s.area)";

}  // namespace

void declare_indicators(host::Declaration& to) {
  const auto add = [&](const char* id, const char* zh, const char* en, const char* sql) {
    host::Indicator out;
    out.id = id;
    out.zh = zh;
    out.en = en;
    out.unit = host::Unit::kRecords;
    out.label = label;
    out.select = host::select_sql(sql);
    to.indicator(std::move(out));
  };
  add("sites.{}", "{}（处）", "sites: {}", kOpen);
  add("sites.closed.{}", "{}（已关闭，处）", "sites closed: {}", kClosed);
}

}  // namespace fx::sites
