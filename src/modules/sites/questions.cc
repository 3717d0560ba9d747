// The sites of an area, and one with its history.
#include <algorithm>
#include <array>
#include <tuple>

#include "area/code.h"
#include "base/text.h"
#include "identity/person.h"
#include "modules/sites/state.h"

namespace fx::sites {
namespace {

using access::Permission;

constexpr int kDefaultLimit = 50;
constexpr int kMaxLimit = 500;
constexpr int kKinds = static_cast<int>(Kind::institution) + 1;

enum class Group { gates, institutions };
BOOST_DESCRIBE_ENUM(Group, gates, institutions)

struct ListParams {
  std::string area;
  std::optional<Day> on;  // default: today
  std::optional<Instant> as_of;
  std::optional<Group> group;
  std::optional<Kind> kind;
  std::optional<State> state;
  std::optional<std::string> q;  // part of the name, number or address
  std::optional<int> limit;
  std::optional<Ulid> after;
};
BOOST_DESCRIBE_STRUCT(ListParams, (), (area, on, as_of, group, kind, state, q, limit, after))

struct KindCount {
  Kind kind = Kind::institution;
  std::string name;
  bool gate = false;
  std::int64_t open = 0;
  std::int64_t closed = 0;  // or still to open
};
BOOST_DESCRIBE_STRUCT(KindCount, (), (kind, name, gate, open, closed))

struct SiteLine {
  Ulid site;
  Kind kind = Kind::institution;
  std::string kind_name;
  bool gate = false;
  std::string name;
  std::string area;
  std::string area_name;
  State state = State::open;
  std::optional<Day> since;
  std::optional<std::string> number;
  std::optional<std::string> address;
  std::optional<std::string> phone;
  std::optional<int> places;
  std::optional<int> staff;
  bool located = false;  // it is said where it lies
  // Who answers for it, to those who see people there.
  std::optional<std::string> contact;
  std::optional<std::string> contact_phone;
};
BOOST_DESCRIBE_STRUCT(SiteLine, (),
                      (site, kind, kind_name, gate, name, area, area_name, state, since, number,
                       address, phone, places, staff, located, contact, contact_phone))

struct SiteList {
  std::string area;
  Day on;
  std::vector<KindCount> kinds;  // of all in the area; those that there are
  std::int64_t total = 0;        // of those asked for
  std::vector<SiteLine> sites;   // by kind, place and name
  std::optional<Ulid> next;
};
BOOST_DESCRIBE_STRUCT(SiteList, (), (area, on, kinds, total, sites, next))

struct OneParams {
  Ulid site;
  std::optional<Day> on;
  std::optional<Instant> as_of;
};
BOOST_DESCRIBE_STRUCT(OneParams, (), (site, on, as_of))

struct StepLine {
  Ulid entry;
  std::string what;  // "added" | "changed" | "closed" | "reopened"
  Instant recorded;
  std::optional<Instant> undone;
  Ulid actor;
  std::optional<Day> day;  // of opening and closing
  std::optional<std::string> document;
  std::optional<std::string> reason;
  std::optional<SiteFacts> facts;  // all that was said of it then
  std::string area;
  std::string area_name;
};
BOOST_DESCRIBE_STRUCT(StepLine, (),
                      (entry, what, recorded, undone, actor, day, document, reason, facts, area,
                       area_name))

struct OneSite {
  SiteLine site;
  std::optional<geo::Shape> shape;
  std::vector<StepLine> history;  // the first first
};
BOOST_DESCRIBE_STRUCT(OneSite, (), (site, shape, history))

SiteLine line_of(host::QueryContext& context, const Site& site, const Ulid& facts_entry) {
  SiteLine out;
  out.site = site.id;
  out.kind = site.facts.kind;
  out.kind_name = name(site.facts.kind, context.language);
  out.gate = is_gate(site.facts.kind);
  out.name = site.facts.name;
  out.area = site.area;
  out.area_name = place_name(context.db, site.area);
  out.state = site.state;
  out.since = site.since;
  out.number = site.facts.number;
  out.address = site.facts.address;
  out.phone = site.facts.phone;
  out.places = site.facts.places;
  out.staff = site.facts.staff;
  out.located = site.facts.shape.has_value();
  if (context.actor.may(Permission::see_people, site.area)) {
    const auto contact = contact_of(context.db, facts_entry);
    if (!contact.name.empty()) out.contact = contact.name;
    if (!contact.phone.empty()) out.contact_phone = contact.phone;
  }
  return out;
}

// A row of sites_site before its facts are read.
struct Row {
  Ulid site;
  Ulid entry;
  std::string area;
  Kind kind = Kind::institution;
  std::string name;
  State state = State::closed;
};

// With whether it is open on the day, and the first day on which it ever was.
constexpr std::string_view kRows =
    "select s.site, s.entry, s.area, s.kind, s.name, s.name_key, s.number, s.address,"
    " (select max(case when o.since <= $3 and $3 < o.until then 1 else 0 end) from sites_open o"
    " where o.site = s.site and o.known_from <= $4 and $4 < o.known_to),"
    " (select min(o.since) from sites_open o where o.site = s.site and o.known_from <= $4 and"
    " $4 < o.known_to) from sites_site s where $1 <= s.area and s.area < $2 and"
    " s.known_from <= $4 and $4 < s.known_to";

bool has_text(std::string_view key, std::string_view of) {
  return place_key(of).find(key) != std::string::npos;
}

Result<SiteList> list(host::QueryContext& context, const Sites& sites, const ListParams& params) {
  auto& db = context.db;
  const Day on = params.on.value_or(context.today());
  const Instant known = params.as_of.value_or(context.now);
  SiteList out;
  out.area = params.area;
  out.on = on;
  std::array<KindCount, kKinds> kinds;
  std::vector<Row> rows;
  const auto key = place_key(std::string_view(params.q.value_or("")).substr(0, 200));
  {
    const auto [low, high] = area::range(params.area);
    auto q = db.query(kRows, low, high, on, known);
    while (q.next()) {
      const auto kind = json::enum_value<Kind>(q.text(3)).value_or(Kind::institution);
      const bool open = !q.is_null(8) && q.flag(8);
      const bool coming = !q.is_null(9) && on < q.day(9);
      const State state = open ? State::open : coming ? State::coming : State::closed;
      auto& count = kinds[static_cast<std::size_t>(kind)];
      ++(state == State::open ? count.open : count.closed);
      if (params.kind && *params.kind != kind) continue;
      if (params.group && (*params.group == Group::gates) != is_gate(kind)) continue;
      if (params.state && *params.state != state) continue;
      if (!key.empty() && q.text(5).find(key) == std::string_view::npos &&
          !has_text(key, q.text(6)) && !has_text(key, q.text(7))) {
        continue;
      }
      rows.push_back({q.ulid(0), q.ulid(1), q.string(2), kind, q.string(4), state});
    }
  }
  for (int i = 0; i < kKinds; ++i) {
    auto& count = kinds[static_cast<std::size_t>(i)];
    if (count.open + count.closed == 0) continue;
    count.kind = static_cast<Kind>(i);
    count.name = name(count.kind, context.language);
    count.gate = is_gate(count.kind);
    out.kinds.push_back(std::move(count));
  }
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    return std::tie(a.kind, a.area, a.name, a.site) < std::tie(b.kind, b.area, b.name, b.site);
  });
  out.total = static_cast<std::int64_t>(rows.size());
  const auto limit =
      static_cast<std::size_t>(std::clamp(params.limit.value_or(kDefaultLimit), 1, kMaxLimit));
  bool begun = !params.after.has_value();
  for (const auto& row : rows) {
    if (begun && out.sites.size() < limit) {
      if (const auto site = sites.find(db, row.site, on, known)) {
        out.sites.push_back(line_of(context, *site, row.entry));
      }
    } else if (begun && !out.next) {
      out.next = out.sites.back().site;
    }
    begun = begun || row.site == *params.after;
  }
  return out;
}

Result<OneSite> one(host::QueryContext& context, const Sites& sites, const OneParams& params) {
  auto& db = context.db;
  const Day on = params.on.value_or(context.today());
  const Instant known = params.as_of.value_or(context.now);
  const auto site = sites.find(db, params.site, on, known);
  if (!site) return refuse(kNoSite, "site");
  OneSite out;
  Ulid facts_entry;
  const auto steps = steps_of(db, params.site);
  for (const auto& step : standing(steps, known)) {
    if (step.facts) facts_entry = step.entry;
  }
  out.site = line_of(context, *site, facts_entry);
  out.shape = site->facts.shape;
  const bool told = context.actor.may(Permission::see_records, site->area);
  for (const auto& step : steps) {
    if (step.recorded > known) continue;
    StepLine line;
    line.entry = step.entry;
    line.what = step.what == Step::What::kAdded     ? "added"
                : step.what == Step::What::kChanged ? "changed"
                : step.what == Step::What::kClosed  ? "closed"
                                                    : "reopened";
    line.recorded = step.recorded;
    if (step.known_to <= known) line.undone = step.known_to;
    line.actor = step.actor;
    line.day = step.day;
    line.document = step.document;
    if (const auto words = identity::text_of(db, step.entry, kReason); told && !words.empty()) {
      line.reason = words;
    }
    line.facts = step.facts;
    line.area = step.area;
    line.area_name = place_name(db, step.area);
    out.history.push_back(std::move(line));
  }
  return out;
}

}  // namespace

void declare_questions(host::Declaration& to, const Sites& sites) {
  to.question<ListParams, SiteList>({"/api/sites", Permission::see_figures, "场所和出入口",
                                     "sites of an area", host::known_area<ListParams>,
                                     [&sites](host::QueryContext& context, const ListParams& p) {
                                       return list(context, sites, p);
                                     }});
  to.question<OneParams, OneSite>(
      {"/api/sites/site/{site}", Permission::see_figures, "一个场所或出入口",
       "one site with its history",
       [](store::Session& db, const OneParams& p) { return area_of_site(db, p.site); },
       [&sites](host::QueryContext& context, const OneParams& p) {
         return one(context, sites, p);
       }});
}

}  // namespace fx::sites
