// How far campaigns are, and whose turn it is.
#include <algorithm>
#include <array>
#include <map>

#include "modules/screening/state.h"

namespace fx::screening {
namespace {

using access::Permission;

constexpr int kDefaultLimit = 50;
constexpr int kMaxLimit = 500;

struct AreaParams {
  std::string area;
  std::optional<Day> on;
};
BOOST_DESCRIBE_STRUCT(AreaParams, (), (area, on))

struct CampaignAnswer {
  Ulid campaign;
  std::string area;
  std::string area_name;
  std::string name;
  Day from;
  std::optional<Day> closed;
  std::int64_t households = 0;
  std::int64_t phone = 0;
  std::int64_t door = 0;
  std::int64_t notice = 0;
  std::int64_t unreached = 0;
};
BOOST_DESCRIBE_STRUCT(CampaignAnswer, (),
                      (campaign, area, area_name, name, from, closed, households, phone, door,
                       notice, unreached))
struct CampaignsAnswer {
  std::vector<CampaignAnswer> items;  // the latest first
};
BOOST_DESCRIBE_STRUCT(CampaignsAnswer, (), (items))

// What has been tried at one household in a campaign.
struct Tried {
  int phone = 0;
  int door = 0;
  int notice = 0;
  bool reached = false;
  std::optional<Outcome> last_outcome;
  std::optional<Instant> last_at;
};

std::map<Ulid, Tried> tried(store::Session& db, std::string_view area, const Ulid& campaign) {
  std::map<Ulid, Tried> out;
  const auto [low, high] = area::range(area);
  auto q = db.query(
      "select household, rung, outcome, at from screening_result where $1 <= area and area < $2"
      " and campaign = $3 and known_to = $4 order by at, entry",
      low, high, campaign, kForever);
  while (q.next()) {
    Tried& one = out[q.ulid(0)];
    const auto rung = q.text(1);
    ++(rung == "phone" ? one.phone : rung == "door" ? one.door : one.notice);
    one.last_outcome = json::enum_value<Outcome>(q.text(2));
    one.last_at = q.instant(3);
    one.reached = one.reached || one.last_outcome == Outcome::reached;
  }
  return out;
}

// How often each rung is tried before the next: from the pack in force; once where none says.
struct Ladder {
  int phone = 1;
  int door = 1;
};
Ladder ladder(store::Session& db, const Parts& parts, std::string_view area, Day day) {
  Ladder out;
  const auto in_force = parts.rules.in_force(db, area, day);
  if (!in_force) return out;
  const auto rungs = in_force->edition->screening();
  if (!rungs) return out;
  for (const auto& rung : *rungs) {
    if (rung.rung == policy::Rung::kPhone) out.phone = rung.attempts;
    if (rung.rung == policy::Rung::kDoor) out.door = rung.attempts;
  }
  return out;
}

Rung next_rung(const Tried& tried, const Ladder& ladder) {
  if (tried.phone < ladder.phone && tried.door == 0 && tried.notice == 0) return Rung::phone;
  // After a notice one comes back to the door.
  if (tried.door < ladder.door || tried.notice > 0) return Rung::door;
  return Rung::notice;
}

void count_rungs(store::Session& db, std::string_view area, CampaignAnswer& out) {
  const auto [low, high] = area::range(area);
  auto q = db.query(
      "select sum(phone), count(*) - sum(phone) from (select max(rung = 'phone') as phone"
      " from screening_result where $1 <= area and area < $2 and campaign = $3 and known_to = $4"
      " and outcome = 'reached' group by household)",
      low, high, out.campaign, kForever);
  if (q.next()) {
    out.phone = q.integer(0);
    out.door = q.integer(1);
  }
}

Result<CampaignsAnswer> campaigns(host::QueryContext& context, const Parts& parts,
                                  const AreaParams& params) {
  CampaignsAnswer out;
  const auto [low, high] = area::range(params.area);
  const std::string community = area::at_level(params.area, area::Level::kCommunity);
  auto q = context.db.query(
      "select campaign, area, name, started, closed from screening_campaign"
      " where ($1 <= area and area < $2) or area = $3 order by started desc, campaign desc"
      " limit 100",
      low, high, community);
  while (q.next()) {
    CampaignAnswer one;
    one.campaign = q.ulid(0);
    one.area = q.text(1);
    one.area_name = area::name(context.db, one.area);
    one.name = q.text(2);
    one.from = q.day(3);
    if (!q.is_null(4)) one.closed = q.day(4);
    const std::string scope = area::contains(one.area, params.area) ? params.area : one.area;
    const auto results = tried(context.db, scope, one.campaign);
    std::int64_t reached = 0;
    for (const auto& [household, result] : results) {
      if (result.notice > 0) ++one.notice;
      if (!result.reached) continue;
      ++reached;
    }
    count_rungs(context.db, scope, one);
    parts.people.each_household(context.db, scope,
                                [&](const Ulid&, std::string_view) { ++one.households; });
    one.unreached = std::max<std::int64_t>(0, one.households - reached);
    out.items.push_back(std::move(one));
  }
  return out;
}

}  // namespace

Result<NextAnswer> next(host::QueryContext& context, const Parts& parts, const NextParams& params) {
  const auto campaign = campaign_at(context.db, params.area, context.now);
  if (!campaign) return refuse(kNoCampaign);
  const auto limit =
      static_cast<std::size_t>(std::clamp(params.limit.value_or(kDefaultLimit), 1, kMaxLimit));
  const auto results = tried(context.db, params.area, campaign->id);
  const Ladder rungs = ladder(context.db, parts, params.area, context.today());
  NextAnswer out;
  out.campaign = campaign->id;
  std::string last;
  parts.people.each_household(
      context.db, params.area, [&](const Ulid& household, std::string_view dwelling) {
        static const Tried kNothing;
        const auto it = results.find(household);
        const Tried& so_far = it == results.end() ? kNothing : it->second;
        if (so_far.reached) return;
        const Rung rung = next_rung(so_far, rungs);
        if (params.rung && rung != *params.rung) return;
        ++out.total;
        if (params.after && dwelling <= *params.after) return;
        if (out.items.size() == limit) {
          out.next = last;
          return;
        }
        last = dwelling;
        NextItem item;
        item.household = parts.people.household_card(context, household);
        item.rung = rung;
        item.attempts = so_far.phone + so_far.door;
        item.last_outcome = so_far.last_outcome;
        item.last_at = so_far.last_at;
        for (const auto& member : parts.people.members(context.db, household)) {
          item.people.push_back(parts.people.card(context, member));
        }
        out.items.push_back(std::move(item));
      });
  return out;
}

void TodaySource::add(host::QueryContext& context, const std::string& area, bool show_people,
                      std::vector<today::Work>& out) const {
  const bool zh = context.language == Language::kZh;
  const std::array<std::pair<Rung, std::pair<const char*, const char*>>, 3> kinds = {{
      {Rung::phone, {"电话排查", "Telephone"}},
      {Rung::door, {"上门排查", "Visit"}},
      {Rung::notice, {"留告知书", "Leave a notice"}},
  }};
  for (const auto& [rung, title] : kinds) {
    today::Work work;
    work.kind = "screen_" + std::string(json::enum_name(rung));
    work.title = zh ? title.first : title.second;
    if (campaign_at(context.db, area, context.now)) {
      NextParams params;
      params.area = area;
      params.rung = rung;
      params.limit = static_cast<int>(today::kItems);
      const bool may = show_people && context.actor.may(Permission::screen, area);
      const auto looks = context.looks.size();
      auto answer = next(context, parts_, params);
      if (answer) {
        work.count = answer->total;
        if (may) {
          for (const auto& item : answer->items) {
            today::Item line;
            line.subject = item.household.household;
            line.area = item.household.area;
            line.address = item.household.address;
            if (!item.people.empty()) line.person = item.people.front();
            line.text = work.title;
            work.items.push_back(std::move(line));
          }
        } else {
          context.looks.resize(looks);  // nobody was shown
        }
      }
    }
    out.push_back(std::move(work));
  }
}

void declare_questions(host::Declaration& to, const Parts& parts) {
  to.question<AreaParams, CampaignsAnswer>(
      {"/api/screening", Permission::see_figures, "排查进度", "campaigns and how far they are",
       host::known_area<AreaParams>,
       [&parts](host::QueryContext& context, const AreaParams& params) {
         return campaigns(context, parts, params);
       }});
  to.question<NextParams, NextAnswer>(
      {"/api/screening/next", Permission::screen, "还没有排查到的户", "households not yet reached",
       host::known_area<NextParams>,
       [&parts](host::QueryContext& context, const NextParams& params) {
         return next(context, parts, params);
       }});
}

}  // namespace fx::screening
