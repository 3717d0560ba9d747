#include <algorithm>
#include <map>

#include "area/tree.h"
#include "modules/registry/answers.h"
#include "modules/registry/commands.h"
#include "modules/registry/refusals.h"

namespace fx::registry {

struct HouseholdParams {
  Ulid household;
};
BOOST_DESCRIBE_STRUCT(HouseholdParams, (), (household))

struct Member {
  PersonCard person;
  Relation relation = Relation::unknown;
  std::string relation_zh;
  std::vector<Flag> flags;
  int open_doubts = 0;
};
BOOST_DESCRIBE_STRUCT(Member, (), (person, relation, relation_zh, flags, open_doubts))

struct HouseholdPage {
  HouseholdCard household;
  std::vector<std::string> path;  // names from the community down
  bool empty = false;
  bool visited = false;
  std::vector<Member> members;
  std::vector<DoubtAnswer> doubts;
  std::vector<TimelineItem> history;
};
BOOST_DESCRIBE_STRUCT(HouseholdPage, (),
                      (household, path, empty, visited, members, doubts, history))

struct ListParams {
  std::string area;
  std::optional<std::string> state;  // empty | occupied | visited | unvisited
  std::optional<int> limit;
  std::optional<std::string> after;  // a dwelling's code
};
BOOST_DESCRIBE_STRUCT(ListParams, (), (area, state, limit, after))

struct HouseholdLine {
  HouseholdCard household;
  std::optional<PersonCard> head;
  int people = 0;
  bool empty = false;
  bool visited = false;
};
BOOST_DESCRIBE_STRUCT(HouseholdLine, (), (household, head, people, empty, visited))

struct HouseholdList {
  std::int64_t total = 0;
  std::vector<HouseholdLine> households;
  std::string next;
};
BOOST_DESCRIBE_STRUCT(HouseholdList, (), (total, households, next))

enum class CoverageLevel { community, grid, compound, building };
BOOST_DESCRIBE_ENUM(CoverageLevel, community, grid, compound, building)

struct CoverageParams {
  std::string area;
  std::optional<CoverageLevel> level;
};
BOOST_DESCRIBE_STRUCT(CoverageParams, (), (area, level))

struct CoverageLine {
  std::string area;
  std::string name;
  std::int64_t households = 0;
  std::int64_t empty = 0;
  std::int64_t unvisited = 0;
  std::int64_t people = 0;
};
BOOST_DESCRIBE_STRUCT(CoverageLine, (), (area, name, households, empty, unvisited, people))

struct Coverage {
  std::vector<CoverageLine> areas;
};
BOOST_DESCRIBE_STRUCT(Coverage, (), (areas))

struct DoubtsParams {
  std::string area;
  std::optional<DoubtKind> kind;
  std::optional<int> limit;
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(DoubtsParams, (), (area, kind, limit, after))

struct DoubtList {
  std::int64_t total = 0;
  std::vector<DoubtAnswer> doubts;
  std::string next;
};
BOOST_DESCRIBE_STRUCT(DoubtList, (), (total, doubts, next))

namespace {

Result<HouseholdPage> household_page(host::QueryContext& context, const Directory& directory,
                                     const host::Declaration& declared, const Ulid& household) {
  const auto now = current(context.db, household);
  if (!now) return refuse(kNoSuchHousehold, "household");
  HouseholdPage page;
  page.household = directory.household_card(context, household);
  for (const auto& node : area::path(context.db, now->area, area::Level::kCommunity)) {
    if (!node.name.empty()) page.path.push_back(node.name);
  }
  page.empty = (now->flags & kEmpty) != 0;
  page.visited = (now->flags & kVisited) != 0;
  for (const auto& person : members(context.db, household)) {
    Member member;
    member.person = directory.card(context, person);
    if (const auto state = current(context.db, person)) {
      member.relation = state->relation;
      member.relation_zh = zh(state->relation);
      member.flags = list_of(state->flags);
    }
    each_doubt_of(context.db, person, [&](const Doubt& doubt) {
      if (!doubt.open) return;
      ++member.open_doubts;
      page.doubts.push_back(doubt_answer(context, directory, doubt));
    });
    page.members.push_back(std::move(member));
  }
  each_doubt_of(context.db, household, [&](const Doubt& doubt) {
    if (doubt.open) page.doubts.push_back(doubt_answer(context, directory, doubt));
  });
  page.history = timeline_of(context.db, declared, {household}, context.language);
  return page;
}

Result<HouseholdList> household_list(host::QueryContext& context, const Directory& directory,
                                     const ListParams& params) {
  const std::string state = params.state.value_or("");
  std::string condition;
  if (state == "empty") condition = " and flags & 1 <> 0";
  if (state == "occupied") condition = " and flags & 1 = 0";
  if (state == "visited") condition = " and flags & 2 <> 0";
  if (state == "unvisited") condition = " and flags & 2 = 0";
  if (!state.empty() && condition.empty()) {
    return refuse(json::kBadValue, "state",
                  {{"expected", "empty | occupied | visited | unvisited"}});
  }
  const auto [low, high] = area::range(params.area);
  const std::string from =
      " from registry_state where kind = 1 and $1 <= area and area < $2 and known_to = $3"
      " and until = $4" +
      condition;
  HouseholdList out;
  out.total = context.db.integer("select count(*)" + from, low, high, kForever, kNever).value_or(0);
  const int limit = page_limit(params.limit);
  const std::string after = params.after.value_or("");
  struct Line {
    Ulid household;
    std::string area;
    Flags flags;
  };
  std::vector<Line> lines;
  {
    auto q = context.db.query(
        "select subject, area, flags" + from + " and area > $5 order by area limit $6", low, high,
        kForever, kNever, after, limit + 1);
    while (q.next()) {
      lines.push_back({q.ulid(0), q.string(1), static_cast<Flags>(q.integer(2))});
    }
  }
  if (lines.size() > static_cast<std::size_t>(limit)) {
    lines.pop_back();
    out.next = lines.back().area;
  }
  for (const auto& line : lines) {
    HouseholdLine item;
    item.household = {line.household, line.area, area::address(context.db, line.area)};
    const auto people = members(context.db, line.household);
    item.people = static_cast<int>(people.size());
    if (!people.empty()) item.head = directory.card(context, people.front());
    item.empty = (line.flags & kEmpty) != 0;
    item.visited = (line.flags & kVisited) != 0;
    out.households.push_back(std::move(item));
  }
  return out;
}

Coverage coverage(store::Session& db, const CoverageParams& params, const host::Frame& frame) {
  const auto wanted = params.level.value_or(CoverageLevel::grid);
  const auto level = wanted == CoverageLevel::community  ? area::Level::kCommunity
                     : wanted == CoverageLevel::grid     ? area::Level::kGrid
                     : wanted == CoverageLevel::compound ? area::Level::kCompound
                                                         : area::Level::kBuilding;
  constexpr std::size_t kAreasMax = 5000;
  std::map<std::string, CoverageLine> lines;
  for (const auto& node : area::of_level(db, params.area, level, kAreasMax)) {
    CoverageLine line;
    line.area = node.code;
    line.name = level <= area::Level::kGrid ? node.name : area::address(db, node.code);
    lines.emplace(node.code, std::move(line));
  }
  const auto [low, high] = area::range(params.area);
  const auto line_of = [&](std::string_view code) -> CoverageLine* {
    const auto it = lines.find(area::at_level(code, level));
    return it == lines.end() ? nullptr : &it->second;
  };
  if (level <= area::Level::kGrid) {
    auto q = db.query(
        "select what, area, sum(change) from registry_tally where what in ('people', 'households',"
        " 'households.empty', 'households.unvisited') and $1 <= area and area < $2 and day <= $3"
        " and known <= $4 group by what, area",
        low, high, frame.day, frame.known);
    while (q.next()) {
      auto* line = line_of(q.text(1));
      if (line == nullptr) continue;
      const std::string_view what = q.text(0);
      (what == "people"             ? line->people
       : what == "households"       ? line->households
       : what == "households.empty" ? line->empty
                                    : line->unvisited) += q.integer(2);
    }
  } else {
    auto q = db.query(
        "select kind, area, flags from registry_state where kind in (0, 1) and $1 <= area"
        " and area < $2 and known_to = $3 and until = $4 and household is not null",
        low, high, kForever, kNever);
    while (q.next()) {
      auto* line = line_of(q.text(1));
      if (line == nullptr) continue;
      if (q.integer(0) == 0) {
        ++line->people;
        continue;
      }
      ++line->households;
      line->empty += (q.integer(2) & kEmpty) != 0 ? 1 : 0;
      line->unvisited += (q.integer(2) & kVisited) == 0 ? 1 : 0;
    }
  }
  Coverage out;
  for (auto& [code, line] : lines) out.areas.push_back(std::move(line));
  return out;
}

Result<DoubtList> doubt_list(host::QueryContext& context, const Directory& directory,
                             const DoubtsParams& params) {
  const auto [low, high] = area::range(params.area);
  const int kind = params.kind ? static_cast<int>(*params.kind) : -1;
  DoubtList out;
  out.total = context.db
                  .integer(
                      "select count(*) from registry_doubt where $1 <= area and area < $2"
                      " and settled is null and ($3 = -1 or kind = $3)",
                      low, high, kind)
                  .value_or(0);
  std::string from_area = low;
  Ulid from_id;
  if (params.after) {
    const auto id = Ulid::parse(*params.after);
    const auto doubt = id ? find_doubt(context.db, *id) : std::nullopt;
    if (!doubt) return refuse(json::kBadValue, "after", {{"expected", "the value of next"}});
    from_area = doubt->area;
    from_id = doubt->id;
  }
  const int limit = page_limit(params.limit);
  std::vector<Ulid> ids;
  {
    const store::Blob from_blob{
        {reinterpret_cast<const char*>(from_id.bytes().data()), from_id.bytes().size()}};
    auto q = context.db.query(
        "select id from registry_doubt where (area, id) > ($1, $2) and area < $3"
        " and settled is null and ($4 = -1 or kind = $4) order by area, id limit $5",
        from_area, from_blob, high, kind, limit + 1);
    while (q.next()) ids.push_back(q.ulid(0));
  }
  if (ids.size() > static_cast<std::size_t>(limit)) {
    ids.pop_back();
    out.next = ids.back().text();
  }
  for (const auto& id : ids) {
    const auto doubt = find_doubt(context.db, id);
    if (doubt) out.doubts.push_back(doubt_answer(context, directory, *doubt));
  }
  return out;
}

}  // namespace

void declare_household_questions(host::Declaration& to, const Directory& directory) {
  using access::Permission;
  to.question<HouseholdParams, HouseholdPage>(
      {"/api/households/{household}", Permission::see_records, "住户", "a household",
       [](store::Session& db, const HouseholdParams& p) {
         return area_of_household(db, p.household);
       },
       [&directory, &to](host::QueryContext& context, const HouseholdParams& p) {
         return household_page(context, directory, to, p.household);
       }});
  to.question<ListParams, HouseholdList>(
      {"/api/registry/households", Permission::see_records, "住户列表", "households of an area",
       host::named_area<ListParams>,
       [&directory](host::QueryContext& context, const ListParams& p) {
         return household_list(context, directory, p);
       }});
  to.question<CoverageParams, Coverage>(
      {"/api/registry/coverage", Permission::see_figures, "底数覆盖情况",
       "how many households are known, empty, not yet visited", host::named_area<CoverageParams>,
       [](host::QueryContext& context, const CoverageParams& p) -> Result<Coverage> {
         return coverage(context.db, p, host::Frame::make(p.area, context.today(), context.now));
       }});
  to.question<DoubtsParams, DoubtList>(
      {"/api/registry/doubts", Permission::see_records, "存疑待核", "doubts to settle",
       host::named_area<DoubtsParams>,
       [&directory](host::QueryContext& context, const DoubtsParams& p) {
         return doubt_list(context, directory, p);
       }});
}

}  // namespace fx::registry
