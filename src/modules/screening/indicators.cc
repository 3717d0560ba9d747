#include <set>

#include "modules/screening/state.h"

namespace fx::screening {
namespace {

// The results of each community's latest campaign by the day, as known then.
constexpr std::string_view kOfLatest =
    " r.known_from <= $4 and $4 < r.known_to and r.day <= $3 and r.campaign in"
    " (select c.campaign from screening_campaign c where c.started <= $3 and c.known_from <= $4"
    " and not exists (select 1 from screening_campaign n where n.area = c.area and n.started <= $3"
    " and n.known_from <= $4 and (n.started > c.started or n.started = c.started"
    " and n.campaign > c.campaign)))";

std::string results_where(const std::string& condition) {
  return "select r.household, r.area from screening_result r where $1 <= r.area and r.area < $2"
         " and " +
         condition + " and" + std::string(kOfLatest);
}

}  // namespace

void declare_indicators(host::Declaration& to, const Parts& parts) {
  using host::Unit;
  to.indicator({"screening.phone", "电话排查到户", "households reached by telephone",
                Unit::kHouseholds,
                host::select_sql(results_where("r.outcome = 'reached' and r.rung = 'phone'"))});
  to.indicator(
      {"screening.door", "上门排查到户", "households reached at the door", Unit::kHouseholds,
       host::select_sql(results_where(
           "r.outcome = 'reached' and r.rung = 'door' and not exists (select 1 from"
           " screening_result p where p.household = r.household and p.campaign = r.campaign"
           " and p.outcome = 'reached' and p.rung = 'phone' and p.day <= $3"
           " and p.known_from <= $4 and $4 < p.known_to)"))});
  to.indicator({"screening.notice", "留告知书", "households with a notice left", Unit::kHouseholds,
                host::select_sql(results_where("r.outcome = 'notice_left'"))});
  host::Indicator unreached;
  unreached.id = "screening.unreached";
  unreached.zh = "未排查到户";
  unreached.en = "households not reached";
  unreached.unit = Unit::kHouseholds;
  unreached.select = [&parts](store::Session& db, const host::Frame& frame,
                              const host::Visit& visit) {
    // Only communities that have a campaign have households to reach.
    std::set<std::string> communities;
    {
      const auto [low, high] = area::range(frame.area);
      const std::string own = area::at_level(frame.area, area::Level::kCommunity);
      auto q = db.query(
          "select distinct area from screening_campaign where (($1 <= area and area < $2)"
          " or area = $3) and started <= $4 and known_from <= $5",
          low, high, own, frame.day, frame.known);
      while (q.next()) communities.insert(q.string(0));
    }
    if (communities.empty()) return;
    std::set<Ulid> reached;
    host::select_sql(results_where("r.outcome = 'reached'"))(
        db, frame, [&](const host::Selected& row) { reached.insert(row.subject); });
    for (const auto& community : communities) {
      const std::string scope = area::contains(community, frame.area) ? frame.area : community;
      parts.people.each_household(db, scope, [&](const Ulid& household, std::string_view dwelling) {
        if (reached.count(household) == 0) visit({household, dwelling, "", 1});
      });
    }
  };
  to.indicator(std::move(unreached));
}

}  // namespace fx::screening
