// The measures of what is in force as a checklist: computed from the table, the decisions and the
// reports, never stored.
#include <algorithm>
#include <set>

#include "access/accounts.h"
#include "identity/person.h"
#include "modules/response/book.h"

namespace fx::response {
namespace {

constexpr std::string_view kTopic = "response";

bool has_open_case(Book& book, std::string_view area) {
  for (const auto& one : book.risk().cases(area, book.frame().known)) {
    std::optional<casework::Status> last;
    for (const auto& status : one.statuses) {
      if (status.day <= book.frame().day) last = status.status;
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
  Checklist(Book& book, std::string area, bool words)
      : book_(book), area_(std::move(area)), words_(words) {}

  std::vector<Item> make() {
    std::vector<Item> out;
    const auto regime = book_.regime(area_, kTopic);
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
  // The moments at which what is asked for may have changed, up to that of the frame; at least one.
  [[nodiscard]] std::vector<Instant> changes() const {
    const auto& frame = book_.frame();
    const Day first =
        book_.risk().choices().first_day(area_, frame.day, {regime_.pack, regime_.edition}, kTopic);
    const Instant begun = std::min(instant_of(first), frame.moment);
    std::vector<Instant> out{begun};
    for (const auto axis : kAxes) {
      if (!looks_at(*table_, regime_.pack->vocabulary(), fact_of(axis))) continue;
      for (auto at = area_; !at.empty(); at = area::parent(at)) {
        for (const auto* step : book_.steps(at, axis, frame.known)) {
          if (step->what != What::declined && step->at > begun && step->at <= frame.moment) {
            out.push_back(step->at);
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
    book_.set_standing(area_, moment, facts);
    facts.choose("unit_kind", unit_kind(area_));
    facts.choose("settlement", risk::rural(area_) ? "rural" : "urban");
    if (looks_at(*table_, vocabulary, "zone")) {
      const auto* zone = book_.zones(moment).of(area_);
      if (zone != nullptr) facts.choose("zone", json::enum_name(zone->kind));
    }
    if (looks_at(*table_, vocabulary, "has_case")) {
      facts.flag("has_case", has_open_case(book_, area_));
    }
    auto out = policy::decide(*regime_.pack, *regime_.edition, kTopic, facts);
    if (!out) return std::nullopt;
    return std::move(*out);
  }

  void fill(Item& item, const policy::Row& row, const policy::Decision& decision) const {
    const auto language = book_.language();
    item.area = area_;
    item.hours = rules::outcome_number(*table_, row, "hours");
    item.every = rules::outcome_number(*table_, row, "every");
    item.evidence = rules::outcome_ids(*table_, row, "evidence");
    item.restricts = rules::outcome_id(*table_, row, "restricts") == "yes";
    item.rule = {decision.pack->id(), decision.edition->id(), decision.reference(), ""};
    assigned(item);
    period(item);
    if (!words_) return;
    item.area_name = place_name(book_.db(), area_);
    item.name = rules::outcome_words(*table_, row, "task", language);
    item.owner = rules::outcome_words(*table_, row, "owner", language);
    item.evidence_name = rules::outcome_words(*table_, row, "evidence", language);
    item.rule.why = policy::explain(decision, language);
    if (item.restricts) {
      item.ground = rules::ground_of(*table_, row, language);
      if (item.ground->longest_days) {
        item.longest_last = day_of(item.start) + *item.ground->longest_days - 1;
      }
    }
  }

  void assigned(Item& item) const {
    const auto* found = book_.assignment(item.area, item.task);
    if (found == nullptr) return;
    AssignedTo out{found->account, {}, found->role, {}, found->due};
    if (words_) {
      if (out.account) {
        out.account_name = access::display_name(book_.db(), *out.account, book_.language());
      }
      if (out.role) {
        out.role_name = *out.role;
        for (const auto* dictionary : {"roles", "teams"}) {
          const auto it = regime_.pack->words().dictionaries.find(dictionary);
          if (it == regime_.pack->words().dictionaries.end()) continue;
          for (const auto& value : it->second) {
            if (value.id == *out.role) out.role_name = value.label.in(book_.language());
          }
        }
      }
    }
    item.assigned = std::move(out);
  }

  // What the last report says.
  void report(Item& item, Instant at) const {
    const auto& frame = book_.frame();
    auto q = book_.db().query(
        "select entry, actor, count, document from response_report where area = $1 and task = $2"
        " and at = $3 and known_from <= $4 and $4 < known_to"
        " order by known_from desc, entry desc limit 1",
        item.area, item.task, at, frame.known);
    FX_CHECK(q.next());
    item.report->entry = q.ulid(0);
    item.report->actor = q.ulid(1);
    if (!q.is_null(2)) item.report->count = q.number(2);
    if (!q.is_null(3)) item.report->document = q.string(3);
  }

  // Where the work stands in the period that counts now. What is done again every n days has
  // periods that begin with the days; the first begins with the requirement.
  void period(Item& item) const {
    const Day first = day_of(item.start);
    const auto& frame = book_.frame();
    const Day today = day_of(frame.moment);
    const auto begin_of = [&](int k) {
      return k == 0 ? item.start : instant_of(first + k * *item.every);
    };
    const int now = item.every ? (today - first) / *item.every : 0;
    item.period = item.every ? begin_of(now) : item.start;
    auto last = book_.last_report(item.area, item.task);
    if (last && *last < item.start) last.reset();
    if (last && *last >= item.period) {
      item.report = ReportLine{{}, *last, {}, {}, {}, {}, {}};
      if (words_) {
        report(item, *last);
        item.report->actor_name =
            access::display_name(book_.db(), item.report->actor, book_.language());
        item.report->evidence = identity::text_of(book_.db(), item.report->entry, kEvidence);
      }
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
    } else if (item.due && frame.moment > *item.due) {
      item.state = ItemState::overdue;
    }
  }

  static constexpr std::int64_t kHour = 60 * kMillisPerMinute;

  Book& book_;
  const std::string area_;
  const bool words_;
  risk::Regime regime_;
  const policy::Table* table_ = nullptr;
};

}  // namespace

std::optional<std::string> checklist_area(Book& book, std::string_view area) {
  const auto regime = book.regime(area, kTopic);
  if (!regime) return std::nullopt;
  const auto& table = *regime->edition->table(kTopic);
  // The smallest unit among those that its conditions are decided for.
  auto level = area::Level::kCountry;
  for (const auto axis : kAxes) {
    if (!looks_at(table, regime->pack->vocabulary(), fact_of(axis))) continue;
    level = std::max(level, book.level_of_axis(area, axis, book.frame().day));
  }
  if (level == area::Level::kCountry) level = area::Level::kCommunity;
  if (area::level_of(area) < level) return std::nullopt;
  return at_or_above(area, level);
}

std::vector<Item> checklist(Book& book, const std::string& area, bool words) {
  return Checklist(book, area, words).make();
}

void each_checklist(Book& book, const std::function<void(const std::string& area)>& visit) {
  // The communities that take part: with anything entered about them. Those that only the official
  // table knows could report nothing.
  std::set<std::string> communities;
  const auto [low, high] = area::range(book.frame().area);
  for (const auto level : {area::Level::kCommunity, area::Level::kGrid}) {
    auto q = book.db().query("select code from " + std::string(area::kNodeTable) +
                                 " where level = $1 and $2 <= code and code < $3",
                             static_cast<int>(level), low, high);
    while (q.next()) communities.insert(area::at_level(q.text(0), area::Level::kCommunity));
  }
  std::set<std::string> seen;
  for (const auto& community : communities) {
    const auto at = checklist_area(book, community);
    if (at && area::contains(book.frame().area, *at) && seen.insert(*at).second) visit(*at);
  }
}

}  // namespace fx::response
