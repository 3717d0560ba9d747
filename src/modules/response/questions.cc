// A place's own situation with what it must do now, and the board of those above.
#include <algorithm>
#include <tuple>

#include "access/accounts.h"
#include "identity/person.h"
#include "modules/response/book.h"

namespace fx::response {
namespace {

using access::Permission;

constexpr int kDefaultLimit = 100;
constexpr int kMaxLimit = 500;
constexpr std::size_t kMostZones = 50;  // of one community

struct DecisionLine {
  Ulid entry;
  std::string area;
  std::string area_name;
  Instant from;
  Instant recorded;
  Ulid actor;
  std::string actor_name;
  std::string reason;
  std::optional<std::string> document;
  std::optional<std::string> proposed;  // by the records when it was decided
  std::optional<bool> as_proposed;
  std::optional<Day> since;
  std::optional<std::string> rule;
};
BOOST_DESCRIBE_STRUCT(DecisionLine, (),
                      (entry, area, area_name, from, recorded, actor, actor_name, reason, document,
                       proposed, as_proposed, since, rule))

struct AxisLine {
  Axis axis = Axis::situation;
  std::string name;
  std::string value;
  std::string value_name;
  std::string computed;  // what the records say, where rules in force say anything
  std::string computed_name;
  std::optional<DecisionLine> decision;  // nothing: nobody has decided; this holds from the start
  std::optional<Proposal> proposal;
};
BOOST_DESCRIBE_STRUCT(AxisLine, (),
                      (axis, name, value, value_name, computed, computed_name, decision, proposal))

struct StepLine {
  Ulid entry;
  Axis axis = Axis::situation;
  What what = What::decided;
  std::string value;
  std::string value_name;
  Instant at;
  Instant recorded;
  std::optional<Instant> withdrawn;
  Ulid actor;
  std::string actor_name;
  std::string reason;
  std::optional<std::string> document;
  std::optional<std::string> proposed;
  std::vector<std::string> unmet;
  std::optional<std::string> rule;
};
BOOST_DESCRIBE_STRUCT(StepLine, (),
                      (entry, axis, what, value, value_name, at, recorded, withdrawn, actor,
                       actor_name, reason, document, proposed, unmet, rule))

struct ZoneHere {
  Ulid zone;
  zones::Kind kind = zones::Kind::control;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(ZoneHere, (), (zone, kind, name))

struct Counts {
  std::int64_t open = 0;
  std::int64_t overdue = 0;
  std::int64_t done = 0;
};
BOOST_DESCRIBE_STRUCT(Counts, (), (open, overdue, done))

struct SituationParams {
  std::string area;
  std::optional<Day> on;
  std::optional<Instant> as_of;
};
BOOST_DESCRIBE_STRUCT(SituationParams, (), (area, on, as_of))

struct Situation {
  std::string area;  // the community around a smaller place
  std::string area_name;
  Day on;
  std::optional<std::string> pack;  // whose table of measures holds here
  std::optional<std::string> edition;
  std::vector<AxisLine> axes;    // those that rules in force here, or somebody, have said
  std::optional<ZoneHere> zone;  // that the whole area is in
  std::optional<std::string> checklist_area;  // itself, or one above
  Counts measures;
  std::vector<Item> checklist;
  std::vector<Criterion> termination;  // conditions of the end; none where nothing is in force
  bool may_end = false;                // all of them hold
  std::vector<ZoneEnd> zones;          // in force here or around, with the conditions of release
  std::vector<StepLine> history;       // the area's own, the latest first
};
BOOST_DESCRIBE_STRUCT(Situation, (),
                      (area, area_name, on, pack, edition, axes, zone, checklist_area, measures,
                       checklist, termination, may_end, zones, history))

void cut(host::QueryContext& context, Proposal& proposal) {
  if (!context.actor.may(Permission::see_records, proposal.area)) proposal.cases.clear();
}
void cut(host::QueryContext& context, std::string_view area, Criterion& criterion) {
  if (!context.actor.may(Permission::see_records, area)) criterion.ids.clear();
}

DecisionLine decision_line(host::QueryContext& context, const Decision& decision) {
  DecisionLine out;
  out.entry = decision.entry;
  out.area = decision.area;
  out.area_name = place_name(context.db, decision.area);
  out.from = decision.from;
  out.recorded = decision.recorded;
  out.actor = decision.actor;
  out.actor_name = access::display_name(context.db, decision.actor, context.language);
  out.reason = identity::text_of(context.db, decision.entry, kReason);
  out.document = decision.document;
  out.proposed = decision.proposed;
  if (decision.proposed) out.as_proposed = *decision.proposed == decision.value;
  out.since = decision.since;
  out.rule = decision.rule;
  return out;
}

void count(const std::vector<Item>& items, Counts& out) {
  for (const auto& item : items) {
    (item.state == ItemState::done      ? out.done
     : item.state == ItemState::overdue ? out.overdue
                                        : out.open) += 1;
  }
}

std::vector<StepLine> history(host::QueryContext& context, const std::string& area, Instant known) {
  std::vector<StepLine> out;
  for (const auto& row : history_of(context.db, area)) {
    if (row.recorded > known) continue;
    StepLine line;
    line.entry = row.entry;
    line.axis = row.axis;
    line.what = row.what;
    line.value = row.value;
    line.value_name = value_name(row.axis, row.value, context.language);
    line.at = row.at;
    line.recorded = row.recorded;
    if (row.known_to <= known) line.withdrawn = row.known_to;
    line.actor = row.actor;
    line.actor_name = access::display_name(context.db, row.actor, context.language);
    line.reason = identity::text_of(context.db, row.entry, kReason);
    line.document = row.document;
    line.proposed = row.proposed;
    line.unmet = row.unmet;
    line.rule = row.rule;
    out.push_back(std::move(line));
  }
  std::reverse(out.begin(), out.end());
  return out;
}

Result<Situation> situation(host::QueryContext& context, const Parts& parts,
                            const SituationParams& params) {
  auto& db = context.db;
  Situation out;
  out.area = at_or_above(params.area, area::Level::kCommunity);
  out.area_name = area::full_name(db, out.area);
  out.on = params.on.value_or(context.today());
  Book book(db, parts, host::Frame::make(out.area, out.on, params.as_of.value_or(context.now)),
            context.language);
  const auto& frame = book.frame();
  bool decided = false;
  for (const auto axis : kAxes) {
    auto now = book.in_force(out.area, axis);
    const bool ruled =
        book.regime(out.area, topic_of(axis)).has_value() && matters(book, out.area, axis);
    if (!ruled && !now.decision) continue;
    AxisLine line;
    line.axis = axis;
    line.name = axis_name(axis, context.language);
    line.value = now.value;
    line.value_name = value_name(axis, now.value, context.language);
    if (now.decision) {
      line.decision = decision_line(context, *now.decision);
      decided = true;
    }
    // At the level that decides: the community itself, or what is around it.
    line.proposal =
        own_proposal(book, at_or_above(out.area, book.level_of_axis(out.area, axis, out.on)), axis);
    line.computed = line.proposal ? line.proposal->value : now.value;
    line.computed_name = value_name(axis, line.computed, context.language);
    if (line.proposal) cut(context, *line.proposal);
    out.axes.push_back(std::move(line));
  }
  const auto& map = book.zones(frame.moment);
  if (const auto* zone = map.of(out.area)) {
    out.zone =
        ZoneHere{zone->zone, zone->kind, std::string(zones::name(zone->kind, context.language))};
  }
  std::vector<std::pair<zones::Kind, Ulid>> zones;
  for (const auto* part : map.parts()) zones.emplace_back(part->kind, part->zone);
  std::sort(zones.begin(), zones.end());
  zones.erase(std::unique(zones.begin(), zones.end()), zones.end());
  for (const auto& [kind, zone] : zones) {
    if (out.zones.size() == kMostZones) break;
    if (auto end = zone_end(book, zone)) {
      cut(context, out.area, *end);
      out.zones.push_back(std::move(*end));
    }
  }
  if (const auto regime = book.regime(out.area, "response")) {
    out.pack = regime->pack->id();
    out.edition = regime->edition->id();
  }
  out.checklist_area = checklist_area(book, out.area);
  if (out.checklist_area) {
    out.checklist = checklist(book, *out.checklist_area, true);
    count(out.checklist, out.measures);
  }
  if (decided) {
    out.termination = criteria(book, out.area);
    out.may_end = std::all_of(out.termination.begin(), out.termination.end(),
                              [](const Criterion& one) { return one.holds; });
    for (auto& one : out.termination) cut(context, out.area, one);
  }
  out.history = history(context, out.area, frame.known);
  return out;
}

struct BoardParams {
  std::string area;
  std::optional<Day> on;
  std::optional<Instant> as_of;
  std::optional<int> limit;  // of each list
};
BOOST_DESCRIBE_STRUCT(BoardParams, (), (area, on, as_of, limit))

struct BoardLine {
  std::string area;
  std::string area_name;
  std::vector<std::string> in_force;  // values that somebody has decided, in words
  Counts measures;
};
BOOST_DESCRIBE_STRUCT(BoardLine, (), (area, area_name, in_force, measures))

struct Board {
  Day on;
  std::int64_t waiting = 0;
  std::int64_t waiting_overdue = 0;
  // Waiting: first those overdue, then the longest waiting; as many as the limit.
  std::vector<Proposal> proposals;
  std::vector<Proposal> declined;
  std::int64_t releases_waiting = 0;
  std::int64_t releases_overdue = 0;
  std::vector<Release> releases;  // of zones: in the same order; those that are kept come last
  Counts measures;                // of all checklists
  std::vector<Item> overdue;      // the longest overdue first, as many as the limit
  std::vector<BoardLine> areas;   // with a checklist; those with most overdue first
};
BOOST_DESCRIBE_STRUCT(Board, (),
                      (on, waiting, waiting_overdue, proposals, declined, releases_waiting,
                       releases_overdue, releases, measures, overdue, areas))

Result<Board> board(host::QueryContext& context, const Parts& parts, const BoardParams& params) {
  auto& db = context.db;
  Board out;
  out.on = params.on.value_or(context.today());
  Book book(db, parts, host::Frame::make(params.area, out.on, params.as_of.value_or(context.now)),
            context.language);
  const auto limit =
      static_cast<std::size_t>(std::clamp(params.limit.value_or(kDefaultLimit), 1, kMaxLimit));
  for (auto& one : proposals(book, false)) {
    const bool waits = one.state == Answered::waiting;
    out.waiting += waits ? 1 : 0;
    out.waiting_overdue += waits && one.overdue ? 1 : 0;
    auto& list = waits ? out.proposals : out.declined;
    if (list.size() == limit) continue;
    put_in_words(book, one);
    cut(context, one);
    list.push_back(std::move(one));
  }
  out.releases = releases(book);
  for (const auto& one : out.releases) {
    if (one.state != Answered::waiting) continue;
    ++out.releases_waiting;
    out.releases_overdue += one.overdue ? 1 : 0;
  }
  std::stable_partition(out.releases.begin(), out.releases.end(),
                        [](const Release& one) { return one.state == Answered::waiting; });
  struct Late {
    Instant due;
    std::string area;
    std::string task;
  };
  std::vector<Late> late;
  each_checklist(book, [&](const std::string& area) {
    BoardLine line;
    line.area = area;
    const auto items = checklist(book, area, false);
    count(items, line.measures);
    for (const auto& item : items) {
      if (item.state == ItemState::overdue) {
        late.push_back({item.due.value_or(item.period), area, item.task});
      }
    }
    out.measures.open += line.measures.open;
    out.measures.overdue += line.measures.overdue;
    out.measures.done += line.measures.done;
    out.areas.push_back(std::move(line));
  });
  std::sort(late.begin(), late.end(), [](const Late& a, const Late& b) {
    return std::tie(a.due, a.area, a.task) < std::tie(b.due, b.area, b.task);
  });
  if (late.size() > limit) late.resize(limit);
  std::map<std::string, std::vector<Item>> lists;  // with words, of the areas that are shown
  for (const auto& one : late) {
    const auto [it, fresh] = lists.try_emplace(one.area);
    if (fresh) it->second = checklist(book, one.area, true);
    for (const auto& item : it->second) {
      if (item.task == one.task) out.overdue.push_back(item);
    }
  }
  std::stable_sort(out.areas.begin(), out.areas.end(), [](const BoardLine& a, const BoardLine& b) {
    return a.measures.overdue > b.measures.overdue;
  });
  if (out.areas.size() > limit) out.areas.resize(limit);
  for (auto& line : out.areas) {
    line.area_name = place_name(db, line.area);
    for (const auto axis : kAxes) {
      const auto now = book.in_force(line.area, axis);
      if (now.decision) line.in_force.push_back(value_name(axis, now.value, context.language));
    }
  }
  return out;
}

}  // namespace

void declare_questions(host::Declaration& to, const Parts& parts) {
  to.question<SituationParams, Situation>(
      {"/api/response/situation", Permission::see_figures, "本地情形与应落实的措施",
       "the situation here and what must be done now", host::known_area<SituationParams>,
       [&parts](host::QueryContext& context, const SituationParams& p) {
         return situation(context, parts, p);
       }});
  to.question<BoardParams, Board>({"/api/response/board", Permission::see_figures,
                                   "响应看板：待决定与逾期", "what waits and what is overdue",
                                   host::known_area<BoardParams>,
                                   [&parts](host::QueryContext& context, const BoardParams& p) {
                                     return board(context, parts, p);
                                   }});
}

}  // namespace fx::response
