// The measures of what is in force as a checklist: computed from the table, the decisions and the
// reports, never stored.
#include <algorithm>
#include <set>

#include "access/accounts.h"
#include "identity/person.h"
#include "modules/response/state.h"
#include "modules/rules/layered.h"

namespace fx::response {
namespace {

constexpr std::string_view kTopic = "response";

bool has_open_case(store::Session& db, const Parts& parts, std::string_view area, Day day,
                   Instant known) {
  for (const auto& one : parts.cases.of_area(db, area, known)) {
    std::optional<casework::Status> last;
    for (const auto& status : one.statuses) {
      if (status.day <= day) last = status.status;
    }
    if (last == casework::Status::confirmed || last == casework::Status::suspected ||
        last == casework::Status::asymptomatic) {
      return true;
    }
  }
  return false;
}

std::string_view unit_kind(std::string_view area) {
  const auto level = area::level_of(area);
  if (!level || *level <= area::Level::kStreet) return "street";
  return *level == area::Level::kCommunity ? "community" : "grid";
}

class Checklist {
 public:
  Checklist(store::Session& db, const Parts& parts, const host::Frame& frame, Language language,
            bool words)
      : db_(db), parts_(parts), frame_(frame), language_(language), words_(words) {}

  std::vector<Item> make() {
    std::vector<Item> out;
    const auto regime = risk::regime(db_, parts_.rules, frame_.area, frame_.day, kTopic);
    if (!regime) return out;
    table_ = regime->edition->table(kTopic);
    regime_ = *regime;
    const auto points = changes();
    auto decision = decide(points.back());
    if (!decision) return out;
    std::vector<std::set<std::string>> earlier;  // tasks at each point but the last, latest first
    for (auto it = points.rbegin() + 1; it != points.rend(); ++it) {
      std::set<std::string> tasks;
      if (const auto then = decide(*it)) {
        for (const auto* row : then->rows) tasks.insert(rules::outcome_id(*table_, *row, "task"));
      }
      earlier.push_back(std::move(tasks));
    }
    std::set<std::string> seen;
    const auto rows = decision->rows;
    for (const auto* row : rows) {
      Item item;
      item.task = rules::outcome_id(*table_, *row, "task");
      if (!seen.insert(item.task).second) continue;
      std::size_t back = 0;
      while (back < earlier.size() && earlier[back].contains(item.task)) ++back;
      item.start = points[points.size() - 1 - back];
      decision->rows = {row};
      fill(item, *row, *decision);
      out.push_back(std::move(item));
    }
    return out;
  }

 private:
  // The first day on which the measures apply here: of the latest choice among those that they are
  // from.
  [[nodiscard]] Day first_day() const {
    const auto& layers = regime_.pack->layers();
    std::optional<Day> out;
    for (const auto& choice : rules::chosen(parts_.rules.packs(), db_, frame_.area, frame_.day)) {
      if (choice.edition == nullptr || choice.edition->table(kTopic) == nullptr) continue;
      const bool counts = choice.pack.get() == regime_.pack ||
                          std::find(layers.begin(), layers.end(), choice.pack) != layers.end();
      if (!counts) continue;
      const Day begun = std::max(choice.from, choice.edition->from());
      if (!out || begun > *out) out = begun;
    }
    return out.value_or(regime_.edition->from());
  }

  // The moments at which what is asked for may have changed, up to that of the frame; at least one.
  [[nodiscard]] std::vector<Instant> changes() const {
    const Instant begun = std::min(instant_of(first_day()), frame_.moment);
    std::vector<Instant> out{begun};
    for (const auto axis : kAxes) {
      if (!looks_at(*table_, regime_.pack->vocabulary(), fact_of(axis))) continue;
      for (std::string at = frame_.area; !at.empty(); at = area::parent(at)) {
        for (const auto& step : steps_of(db_, at, axis, frame_.known)) {
          if (step.what != What::declined && step.at > begun && step.at <= frame_.moment) {
            out.push_back(step.at);
          }
        }
      }
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  }

  [[nodiscard]] std::optional<policy::Decision> decide(Instant moment) const {
    auto facts = regime_.pack->facts();
    const auto& vocabulary = regime_.pack->vocabulary();
    standing(db_, frame_.area, moment, frame_.known).set(facts);
    facts.choose("unit_kind", unit_kind(frame_.area));
    facts.choose("settlement", risk::rural(frame_.area) ? "rural" : "urban");
    if (looks_at(*table_, vocabulary, "zone")) {
      const auto zone = parts_.zones.zone_of(db_, frame_.area, moment, frame_.known);
      if (zone) facts.choose("zone", json::enum_name(zone->kind));
    }
    if (looks_at(*table_, vocabulary, "has_case")) {
      facts.flag("has_case", has_open_case(db_, parts_, frame_.area, frame_.day, frame_.known));
    }
    auto out = policy::decide(*regime_.pack, *regime_.edition, kTopic, facts);
    if (!out) return std::nullopt;
    return std::move(*out);
  }

  void fill(Item& item, const policy::Row& row, const policy::Decision& decision) const {
    item.area = frame_.area;
    item.hours = rules::outcome_number(*table_, row, "hours");
    item.every = rules::outcome_number(*table_, row, "every");
    item.evidence = rules::outcome_ids(*table_, row, "evidence");
    item.restricts = rules::outcome_id(*table_, row, "restricts") == "yes";
    item.rule = {decision.pack->id(), decision.edition->id(), decision.reference(), ""};
    assigned(item);
    period(item);
    if (!words_) return;
    item.area_name = place_name(db_, frame_.area);
    item.name = rules::outcome_words(*table_, row, "task", language_);
    item.owner = rules::outcome_words(*table_, row, "owner", language_);
    item.evidence_name = rules::outcome_words(*table_, row, "evidence", language_);
    item.rule.why = policy::explain(decision, language_);
    if (item.restricts) {
      item.ground = rules::ground_of(*table_, row, language_);
      if (item.ground->longest_days) {
        item.longest_last = day_of(item.start) + *item.ground->longest_days - 1;
      }
    }
  }

  void assigned(Item& item) const {
    AssignedTo out;
    {
      auto q = db_.query(
          "select account, role, due from response_assignment where area = $1 and task = $2"
          " and known_from <= $3 and $3 < known_to",
          item.area, item.task, frame_.known);
      if (!q.next()) return;
      if (!q.is_null(0)) out.account = q.ulid(0);
      if (!q.is_null(1)) out.role = q.string(1);
      if (!q.is_null(2)) out.due = q.instant(2);
    }
    if (words_) {
      if (out.account) out.account_name = access::display_name(db_, *out.account, language_);
      if (out.role) {
        out.role_name = *out.role;
        for (const auto* dictionary : {"roles", "teams"}) {
          const auto it = regime_.pack->words().dictionaries.find(dictionary);
          if (it == regime_.pack->words().dictionaries.end()) continue;
          for (const auto& value : it->second) {
            if (value.id == *out.role) out.role_name = value.label.in(language_);
          }
        }
      }
    }
    item.assigned = std::move(out);
  }

  // Where the work stands in the period that counts now. What is done again every n days has
  // periods that begin with the days; the first begins with the requirement.
  void period(Item& item) const {
    const Day first = day_of(item.start);
    const Day today = day_of(frame_.moment);
    const auto begin_of = [&](int k) {
      return k == 0 ? item.start : instant_of(first + k * *item.every);
    };
    const int now = item.every ? (today - first) / *item.every : 0;
    item.period = item.every ? begin_of(now) : item.start;
    std::optional<Instant> last;
    {
      auto q = db_.query(
          "select entry, at, actor, count, document from response_report where area = $1"
          " and task = $2 and at >= $3 and at <= $4 and known_from <= $5 and $5 < known_to"
          " order by at desc, known_from desc, entry desc limit 1",
          item.area, item.task, item.start, frame_.moment, frame_.known);
      if (q.next()) {
        last = q.instant(1);
        if (*last >= item.period) {
          ReportLine report;
          report.entry = q.ulid(0);
          report.at = *last;
          report.actor = q.ulid(2);
          if (!q.is_null(3)) report.count = q.number(3);
          if (!q.is_null(4)) report.document = q.string(4);
          item.report = std::move(report);
        }
      }
    }
    if (item.report && words_) {
      item.report->actor_name = access::display_name(db_, item.report->actor, language_);
      item.report->evidence = identity::text_of(db_, item.report->entry, kEvidence);
    }
    if (item.hours) item.due = Instant{item.period.millis + *item.hours * kHour};
    if (item.every) {
      const int reported = last ? (day_of(*last) - first) / *item.every : -1;
      item.periods_missed = std::max(0, now - reported - 1);
      const Instant end = begin_of(now + 1);
      // The hours of the rule are for the first time; after that it is due within its period.
      if (now > 0 || !item.due) item.due = item.due ? std::min(*item.due, end) : end;
      // The oldest that is missing says since when it is late.
      if (item.periods_missed > 0 && !item.report) {
        item.due = begin_of(reported + 2);
        if (!last && item.hours) {
          item.due = std::max(*item.due, Instant{item.start.millis + *item.hours * kHour});
        }
      }
    }
    if (item.assigned && item.assigned->due && *item.assigned->due >= item.period) {
      item.due = item.assigned->due;
    }
    if (item.report) {
      item.state = ItemState::done;
    } else if (item.due && frame_.moment > *item.due) {
      item.state = ItemState::overdue;
    }
  }

  static constexpr std::int64_t kHour = 60 * kMillisPerMinute;

  store::Session& db_;
  const Parts& parts_;
  const host::Frame& frame_;
  const Language language_;
  const bool words_;
  risk::Regime regime_;
  const policy::Table* table_ = nullptr;
};

}  // namespace

std::optional<std::string> checklist_area(store::Session& db, const Parts& parts,
                                          std::string_view area, Day day) {
  const auto regime = risk::regime(db, parts.rules, area, day, kTopic);
  if (!regime) return std::nullopt;
  const auto& table = *regime->edition->table(kTopic);
  // The smallest unit among those that its conditions are decided for.
  auto level = area::Level::kCountry;
  for (const auto axis : kAxes) {
    if (!looks_at(table, regime->pack->vocabulary(), fact_of(axis))) continue;
    level = std::max(level, level_of_axis(db, parts.rules, area, axis, day));
  }
  if (level == area::Level::kCountry) level = area::Level::kCommunity;
  return at_or_above(area, level);
}

std::vector<Item> checklist(store::Session& db, const Parts& parts, const host::Frame& frame,
                            Language language, bool words) {
  return Checklist(db, parts, frame, language, words).make();
}

void each_checklist(store::Session& db, const Parts& parts, const host::Frame& frame,
                    const std::function<void(const std::string& area)>& visit) {
  // Where no rules in use state measures, no community need be asked.
  bool any = risk::regime(db, parts.rules, frame.area, frame.day, kTopic).has_value();
  for (const auto* pack : parts.rules.in_use(db, frame.area, frame.day)) {
    const auto edition = pack->edition_on(frame.day);
    any = any || (edition && (*edition)->table(kTopic) != nullptr);
  }
  if (!any) return;
  // The communities that take part: with anything entered about them. Those that only the official
  // table knows could report nothing.
  std::set<std::string> communities;
  const auto [low, high] = area::range(frame.area);
  for (const auto level : {area::Level::kCommunity, area::Level::kGrid}) {
    auto q = db.query("select code from " + std::string(area::kNodeTable) +
                          " where level = $1 and $2 <= code and code < $3",
                      static_cast<int>(level), low, high);
    while (q.next()) communities.insert(area::at_level(q.text(0), area::Level::kCommunity));
  }
  std::set<std::string> seen;
  for (const auto& community : communities) {
    const auto at = checklist_area(db, parts, community, frame.day);
    if (at && area::contains(frame.area, *at) && seen.insert(*at).second) visit(*at);
  }
}

}  // namespace fx::response
