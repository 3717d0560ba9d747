#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "area/tree.h"
#include "base/text.h"
#include "modules/row_answer.h"
#include "modules/screening/screening.h"

namespace fx::screening {
namespace {

using access::Permission;

constexpr std::size_t kNameMax = 60;
constexpr std::size_t kRowsMax = 500;
constexpr int kDefaultLimit = 50;
constexpr int kMaxLimit = 500;

constexpr const char* kCampaignDdl = R"(
create table screening_campaign(
  campaign blob primary key, area text not null, name text not null, started integer not null,
  closed integer, known_from integer not null) strict, without rowid;
create index screening_campaign_area on screening_campaign(area, started);
)";
constexpr const char* kResultDdl = R"(
create table screening_result(
  entry blob not null, known_from integer not null, known_to integer not null,
  campaign blob not null, household blob not null, area text not null, rung text not null,
  outcome text not null, day integer not null, at integer not null, symptoms integer,
  returnees integer, primary key(entry, known_from)) strict, without rowid;
create index screening_result_household on screening_result(household, campaign);
create index screening_result_area on screening_result(area, campaign);
)";

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

// --- commands and questions ----------------------------------------------------------------------

struct Start {
  static constexpr std::string_view kName = "screening.start";
  std::string area;
  std::string name;
  std::optional<Day> from;
};
BOOST_DESCRIBE_STRUCT(Start, (), (area, name, from))

struct Close {
  static constexpr std::string_view kName = "screening.close";
  Ulid campaign;
};
BOOST_DESCRIBE_STRUCT(Close, (), (campaign))

struct Record {
  static constexpr std::string_view kName = "screening.record";
  Ulid household;
  Rung rung = Rung::phone;
  Outcome outcome = Outcome::reached;
  std::optional<bool> symptoms;
  std::optional<bool> returnees;
};
BOOST_DESCRIBE_STRUCT(Record, (), (household, rung, outcome, symptoms, returnees))

struct RecordMany {
  static constexpr std::string_view kName = "screening.record-many";
  std::string area;
  std::vector<Record> rows;
};
BOOST_DESCRIBE_STRUCT(RecordMany, (), (area, rows))

struct Correct {
  static constexpr std::string_view kName = "screening.correct";
  Ulid result;
  std::optional<Outcome> outcome;
};
BOOST_DESCRIBE_STRUCT(Correct, (), (result, outcome))

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

struct NextParams {
  std::string area;
  std::optional<Rung> rung;  // only those whose turn is this
  std::optional<int> limit;
  std::optional<std::string> after;  // dwelling code
};
BOOST_DESCRIBE_STRUCT(NextParams, (), (area, rung, limit, after))

struct NextItem {
  registry::HouseholdCard household;
  Rung rung = Rung::phone;  // what to try now
  int attempts = 0;
  std::optional<Outcome> last_outcome;
  std::optional<Instant> last_at;
  std::vector<registry::PersonCard> people;
};
BOOST_DESCRIBE_STRUCT(NextItem, (), (household, rung, attempts, last_outcome, last_at, people))
struct NextAnswer {
  Ulid campaign;
  std::int64_t total = 0;
  std::vector<NextItem> items;
  std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(NextAnswer, (), (campaign, total, items, next))

template <class Params>
Result<std::string> area_param(store::Session& db, const Params& params) {
  if (!area::exists(db, params.area)) {
    return refuse(host::kNoSuchArea, "area", {{"area", params.area.substr(0, 80)}});
  }
  return params.area;
}

struct Campaign {
  Ulid id;
  std::string area;
};

std::optional<Campaign> open_campaign(store::Session& db, std::string_view area, Day day) {
  const std::string community = area::at_level(area, area::Level::kCommunity);
  auto q = db.query(
      "select campaign, area from screening_campaign where area = $1 and started <= $2"
      " and closed is null order by started desc, campaign desc limit 1",
      community, day);
  if (!q.next()) return std::nullopt;
  return Campaign{q.ulid(0), q.string(1)};
}

bool fits(Rung rung, Outcome outcome) {
  return (rung == Rung::notice) == (outcome == Outcome::notice_left);
}

// What has been tried at one household in a campaign.
struct Tried {
  int phone = 0;
  int door = 0;
  int notice = 0;
  bool reached = false;
  std::optional<Outcome> last_outcome;
  std::optional<Instant> last_at;
};

class Impl final : public Screening, private today::Source {
 public:
  Impl(const registry::Directory& people, const rules::Rulebook& rules)
      : people_(people), rules_(rules) {}
  [[nodiscard]] std::string_view name() const override { return "screening"; }
  [[nodiscard]] const today::Source& today() const override { return *this; }

  void declare(host::Declaration& to) override {
    to.entry<CampaignStarted>("开始排查", "screening begun");
    to.entry<CampaignClosed>("结束排查", "screening ended");
    to.entry<Asked>("入户排查", "household asked");
    to.entry<AskedCorrected>("更正排查结果", "result of screening corrected");
    to.view("screening_campaign", kCampaignDdl);
    to.view("screening_result", kResultDdl);
    declare_views(to);
    declare_commands(to);
    declare_questions(to);
    declare_indicators(to);
  }

 private:
  static void declare_views(host::Declaration& to) {
    to.on<CampaignStarted>(
        [](store::Session& db, const journal::Entry& entry, const CampaignStarted& started) {
          db.run(
              "insert into screening_campaign(campaign, area, name, started, closed, known_from)"
              " values ($1, $2, $3, $4, null, $5)",
              entry.subject, entry.area, started.name, started.from, entry.recorded_at);
        });
    to.on<CampaignClosed>(
        [](store::Session& db, const journal::Entry& entry, const CampaignClosed& closed) {
          db.run("update screening_campaign set closed = $2 where campaign = $1", entry.subject,
                 closed.on);
        });
    to.on<Asked>([](store::Session& db, const journal::Entry& entry, const Asked& asked) {
      insert(db, entry.id, entry.recorded_at, asked.campaign, entry.subject, entry.area,
             json::enum_name(asked.rung), json::enum_name(asked.outcome), entry.occurred_at,
             asked.symptoms, asked.returnees);
    });
    to.on<AskedCorrected>(
        [](store::Session& db, const journal::Entry& entry, const AskedCorrected& corrected) {
          Ulid campaign;
          Ulid household;
          std::string area;
          std::string rung;
          Instant at;
          {
            auto q = db.query(
                "select campaign, household, area, rung, at from screening_result where entry = $1"
                " and known_to = $2",
                entry.amends, kForever);
            if (!q.next()) return;
            campaign = q.ulid(0);
            household = q.ulid(1);
            area = q.text(2);
            rung = q.text(3);
            at = q.instant(4);
          }
          db.run("update screening_result set known_to = $3 where entry = $1 and known_to = $2",
                 entry.amends, kForever, entry.recorded_at);
          if (!corrected.outcome) return;
          insert(db, entry.id, entry.recorded_at, campaign, household, area, rung,
                 json::enum_name(*corrected.outcome), at, std::nullopt, std::nullopt);
        });
    to.on<area::AreaMoved>(
        [](store::Session& db, const journal::Entry&, const area::AreaMoved& moved) {
          area::move_codes(db, "screening_result", "area", moved);
        });
  }

  static void insert(store::Session& db, const Ulid& entry, Instant known, const Ulid& campaign,
                     const Ulid& household, std::string_view area, std::string_view rung,
                     std::string_view outcome, Instant at, std::optional<bool> symptoms,
                     std::optional<bool> returnees) {
    db.run(
        "insert into screening_result(entry, known_from, known_to, campaign, household, area,"
        " rung, outcome, day, at, symptoms, returnees)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        entry, known, kForever, campaign, household, area, rung, outcome, day_of(at), at, symptoms,
        returnees);
  }

  // --- commands

  [[nodiscard]] Result<std::string> area_of_household(store::Session& db,
                                                      const Ulid& household) const {
    const auto area = people_.area_of_household(db, household);
    if (!area) return refuse(kNoHousehold, "household");
    return *area;
  }

  static Result<host::Done> start(host::CommandContext& context, const Start& command) {
    if (area::level_of(command.area) != area::Level::kCommunity) {
      return refuse(kNeedsCommunity, "area", {{"area", command.area.substr(0, 80)}});
    }
    const std::string name = normalise(command.name);
    if (name.empty() || code_point_count(name) > kNameMax) return refuse(kBadName, "name");
    const Ulid campaign = context.new_id();
    context.append({campaign, command.area},
                   CampaignStarted{name, command.from.value_or(day_of(context.occurred_at))});
    return host::Done{campaign};
  }

  static Result<std::string> area_of_campaign(store::Session& db, const Ulid& campaign) {
    auto q = db.query("select area from screening_campaign where campaign = $1", campaign);
    if (!q.next()) return refuse(kNoCampaign, "campaign");
    return q.string(0);
  }

  static Result<host::Done> close(host::CommandContext& context, const Close& command) {
    const auto area = area_of_campaign(context.db, command.campaign);
    if (!area) return area.error();
    if (context.db.integer("select closed from screening_campaign where campaign = $1",
                           command.campaign)) {
      return host::Done{command.campaign};
    }
    context.append({command.campaign, *area}, CampaignClosed{day_of(context.occurred_at)});
    return host::Done{command.campaign};
  }

  Result<Ulid> record(host::CommandContext& context, const Record& row) const {
    const auto area = area_of_household(context.db, row.household);
    if (!area) return area.error();
    if (!fits(row.rung, row.outcome)) {
      return refuse(kWrongOutcome, "outcome",
                    {{"outcome", std::string(json::enum_name(row.outcome))}});
    }
    const auto campaign = open_campaign(context.db, *area, day_of(context.occurred_at));
    if (!campaign) return refuse(kNoCampaign);
    context.append({row.household, *area},
                   Asked{campaign->id, row.rung, row.outcome, row.symptoms, row.returnees});
    return row.household;
  }

  Result<host::Done> record_many(host::CommandContext& context, const RecordMany& command) const {
    if (command.rows.size() > kRowsMax) {
      return refuse(json::kBadValue, "rows",
                    {{"expected", "at most " + std::to_string(kRowsMax) + " rows"}});
    }
    RowAnswers answers;
    int at = 0;
    for (const auto& row : command.rows) {
      const int number = at++;
      // The whole command was allowed for one area; a row may not reach outside it.
      const auto area = people_.area_of_household(context.db, row.household);
      if (!area || !area::contains(command.area, *area)) {
        answers.add(RowAnswer::refused(number, refuse(kNoHousehold, "household")));
        continue;
      }
      const auto done = record(context, row);
      answers.add(done ? RowAnswer::ok(number, *done) : RowAnswer::refused(number, done.error()));
    }
    return host::Done{Ulid(), *json::parse(json::text(answers))};
  }

  static Result<std::string> area_of_result(store::Session& db, const Ulid& result) {
    auto q = db.query("select area from screening_result where entry = $1 limit 1", result);
    if (!q.next()) return refuse(kNotAsked, "result");
    return q.string(0);
  }

  static Result<host::Done> correct(host::CommandContext& context, const Correct& command) {
    auto q = context.db.query(
        "select household, area, rung from screening_result where entry = $1 and known_to = $2",
        command.result, kForever);
    if (!q.next()) return refuse(kAlreadyCorrected, "result");
    const auto rung = json::enum_value<Rung>(q.text(2)).value_or(Rung::phone);
    if (command.outcome && !fits(rung, *command.outcome)) {
      return refuse(kWrongOutcome, "outcome",
                    {{"outcome", std::string(json::enum_name(*command.outcome))}});
    }
    const Ulid household = q.ulid(0);
    const std::string area = q.string(1);
    context.append({household, area, command.result}, AskedCorrected{command.outcome});
    return host::Done{household};
  }

  void declare_commands(host::Declaration& to) {
    to.command<Start>(
        {Permission::place, "开始一次排查", "begin a campaign", area_param<Start>, start});
    to.command<Close>(
        {Permission::place, "结束排查", "end a campaign",
         [](store::Session& db, const Close& c) { return area_of_campaign(db, c.campaign); },
         close});
    to.command<Record>(
        {Permission::screen, "登记一户排查结果", "record a household's result",
         [this](store::Session& db, const Record& c) { return area_of_household(db, c.household); },
         [this](host::CommandContext& context, const Record& c) -> Result<host::Done> {
           const auto done = record(context, c);
           if (!done) return done.error();
           return host::Done{*done};
         }});
    to.command<RecordMany>({Permission::screen, "登记多户排查结果", "record many households",
                            area_param<RecordMany>,
                            [this](host::CommandContext& context, const RecordMany& c) {
                              return record_many(context, c);
                            }});
    to.command<Correct>(
        {Permission::screen, "更正排查结果", "correct a result",
         [](store::Session& db, const Correct& c) { return area_of_result(db, c.result); },
         correct});
  }

  // --- questions

  [[nodiscard]] static std::map<Ulid, Tried> tried(store::Session& db, std::string_view area,
                                                   const Ulid& campaign) {
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
  [[nodiscard]] Ladder ladder(store::Session& db, std::string_view area, Day day) const {
    Ladder out;
    const auto in_force = rules_.in_force(db, area, day);
    if (!in_force) return out;
    const auto rungs = in_force->edition->screening();
    if (!rungs) return out;
    for (const auto& rung : *rungs) {
      if (rung.rung == policy::Rung::kPhone) out.phone = rung.attempts;
      if (rung.rung == policy::Rung::kDoor) out.door = rung.attempts;
    }
    return out;
  }

  static Rung next_rung(const Tried& tried, const Ladder& ladder) {
    if (tried.phone < ladder.phone && tried.door == 0 && tried.notice == 0) return Rung::phone;
    // After a notice one comes back to the door.
    if (tried.door < ladder.door || tried.notice > 0) return Rung::door;
    return Rung::notice;
  }

  Result<CampaignsAnswer> campaigns(host::QueryContext& context, const AreaParams& params) const {
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
      people_.each_household(context.db, scope,
                             [&](const Ulid&, std::string_view) { ++one.households; });
      one.unreached = std::max<std::int64_t>(0, one.households - reached);
      out.items.push_back(std::move(one));
    }
    return out;
  }

  static void count_rungs(store::Session& db, std::string_view area, CampaignAnswer& out) {
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

  Result<NextAnswer> next(host::QueryContext& context, const NextParams& params) const {
    const auto campaign = open_campaign(context.db, params.area, context.today());
    if (!campaign) return refuse(kNoCampaign);
    const auto limit =
        static_cast<std::size_t>(std::clamp(params.limit.value_or(kDefaultLimit), 1, kMaxLimit));
    const auto results = tried(context.db, params.area, campaign->id);
    const Ladder rungs = ladder(context.db, params.area, context.today());
    NextAnswer out;
    out.campaign = campaign->id;
    std::string last;
    people_.each_household(context.db, params.area,
                           [&](const Ulid& household, std::string_view dwelling) {
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
                             item.household = people_.household_card(context, household);
                             item.rung = rung;
                             item.attempts = so_far.phone + so_far.door;
                             item.last_outcome = so_far.last_outcome;
                             item.last_at = so_far.last_at;
                             for (const auto& member : people_.members(context.db, household)) {
                               item.people.push_back(people_.card(context, member));
                             }
                             out.items.push_back(std::move(item));
                           });
    return out;
  }

  void declare_questions(host::Declaration& to) {
    to.question<AreaParams, CampaignsAnswer>(
        {"/api/screening", Permission::see_figures, "排查进度", "campaigns and how far they are",
         area_param<AreaParams>, [this](host::QueryContext& context, const AreaParams& params) {
           return campaigns(context, params);
         }});
    to.question<NextParams, NextAnswer>(
        {"/api/screening/next", Permission::screen, "还没有排查到的户",
         "households not yet reached", area_param<NextParams>,
         [this](host::QueryContext& context, const NextParams& params) {
           return next(context, params);
         }});
  }

  // --- what is due today

  void add(host::QueryContext& context, const std::string& area, bool show_people,
           std::vector<today::Work>& out) const override {
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
      if (open_campaign(context.db, area, context.today())) {
        NextParams params;
        params.area = area;
        params.rung = rung;
        params.limit = static_cast<int>(today::kItems);
        const bool may = show_people && context.actor.may(Permission::screen, area);
        const auto looks = context.looks.size();
        auto answer = next(context, params);
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

  // --- indicators

  void declare_indicators(host::Declaration& to) const {
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
    to.indicator({"screening.notice", "留告知书", "households with a notice left",
                  Unit::kHouseholds, host::select_sql(results_where("r.outcome = 'notice_left'"))});
    host::Indicator unreached;
    unreached.id = "screening.unreached";
    unreached.zh = "未排查到户";
    unreached.en = "households not reached";
    unreached.unit = Unit::kHouseholds;
    unreached.select = [this](store::Session& db, const host::Frame& frame,
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
        people_.each_household(db, scope, [&](const Ulid& household, std::string_view dwelling) {
          if (reached.count(household) == 0) visit({household, dwelling, "", 1});
        });
      }
    };
    to.indicator(std::move(unreached));
  }

  const registry::Directory& people_;
  const rules::Rulebook& rules_;
};

}  // namespace

std::unique_ptr<Screening> make_module(const registry::Directory& people,
                                       const rules::Rulebook& rules) {
  return std::make_unique<Impl>(people, rules);
}

}  // namespace fx::screening
