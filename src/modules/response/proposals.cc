// What the records propose: the table of the axis asked with the facts of every day, against what
// is in force.
#include <algorithm>
#include <set>

#include "modules/response/book.h"

namespace fx::response {
namespace {

constexpr std::size_t kMostCases = 200;    // named in one proposal
constexpr std::size_t kMostChanges = 200;  // of what was known, looked back through

// What a table says on one day.
struct Said {
  std::string value;
  std::optional<policy::Decision> decision;  // of the risk axis none: risk itself explains
};

class Proposer {
 public:
  Proposer(Book& book, std::string_view area, Axis axis) : book_(book), area_(area), axis_(axis) {}

  std::optional<Proposal> make() {
    const auto& frame = book_.frame();
    if (!book_.regime(area_, topic_of(axis_))) return std::nullopt;
    with_level_ = needs_level();
    const auto today = facts(frame.day, frame.known);
    const auto said = say(today, frame.moment, frame.known);
    if (!said) return std::nullopt;

    const auto now = book_.in_force(area_, axis_);
    Proposal out;
    const int wanted = rank(axis_, said->value);
    const int held = rank(axis_, now.value);
    if (wanted == held) return std::nullopt;
    if (wanted > held) {
      // A milder one is proposed only against the area's own decision: what an area above has
      // decided for all its parts is not in question in each of them.
      if (!now.decision || now.decision->area != area_) return std::nullopt;
      out.direction = wanted == rank(axis_, resting(axis_)) ? Direction::end : Direction::ease;
    }
    if (out.direction == Direction::end) {
      for (const auto& criterion : criteria(book_, area_)) {
        if (criterion.holds) continue;
        if (criterion.told == Told::records) return std::nullopt;
        out.to_confirm.push_back(criterion.condition);
      }
    }

    out.area = area_;
    out.axis = axis_;
    out.value = said->value;
    out.in_force = now.value;
    since(said->value, out);
    if (said->decision) {
      const auto& decision = *said->decision;
      out.minutes = rules::outcome_number(*decision.table, *decision.rows.front(), "minutes");
    } else if (const auto level = risk_level()) {
      out.minutes = level->minutes;
    }
    wait(out);
    return out;
  }

  void words(Proposal& out) {
    const auto& frame = book_.frame();
    const auto language = book_.language();
    out.area_name = place_name(book_.db(), area_);
    out.axis_name = axis_name(axis_, language);
    out.value_name = value_name(axis_, out.value, language);
    out.in_force_name = value_name(axis_, out.in_force, language);
    with_level_ = needs_level();
    const auto today = facts(frame.day, frame.known);
    records(today, out);
    const auto said = say(today, frame.moment, frame.known);
    if (said && said->decision) {
      const auto& decision = *said->decision;
      out.decided_by =
          rules::outcome_words(*decision.table, *decision.rows.front(), "decided_by", language);
      out.rule = risk::RuleUsed{decision.pack->id(), decision.edition->id(), decision.reference(),
                                policy::explain(decision, language)};
    } else if (const auto level = risk_level()) {
      out.rule = level->rule;
      out.decided_by = level->decided_by;
    }
  }

 private:
  // Whether the table asks for the risk level, which costs more.
  [[nodiscard]] bool needs_level() const {
    if (axis_ == Axis::risk) return true;
    const auto regime = book_.regime(area_, topic_of(axis_));
    if (!regime) return false;
    const auto& vocabulary = regime->pack->vocabulary();
    const auto& table = *regime->edition->table(topic_of(axis_));
    return looks_at(table, vocabulary, "risk_level") ||
           looks_at(table, vocabulary, "previous_level") ||
           looks_at(table, vocabulary, "days_in_level");
  }
  [[nodiscard]] std::optional<risk::DayLevel> risk_level() const {
    const auto& frame = book_.frame();
    const auto levels = book_.risk().levels(area_, frame.day, frame.day, frame.known, true);
    if (!levels) return std::nullopt;
    return levels->days.front();
  }
  [[nodiscard]] risk::AreaFacts facts(Day day, Instant known) const {
    return book_.risk().facts(area_, day, known, with_level_);
  }

  // What the rules of that day say, with what was in force at the moment.
  std::optional<Said> say(const risk::AreaFacts& of_day, Instant moment, Instant known) const {
    if (axis_ == Axis::risk) return Said{of_day.risk_level, std::nullopt};
    const auto regime = book_.risk().regime(area_, of_day.day, topic_of(axis_));
    if (!regime) return std::nullopt;
    auto facts = regime->pack->facts();
    of_day.set(facts);
    for (const auto axis : kAxes) {
      // What the table is to tell is no fact of its own; the risk level is as computed.
      if (axis == Axis::risk) continue;
      facts.choose(fact_of(axis), book_.in_force(area_, axis, moment, known).value);
    }
    auto decision = policy::decide(*regime->pack, *regime->edition, topic_of(axis_), facts);
    if (!decision) return std::nullopt;
    auto value = rules::outcome_id(*decision->table, *decision->rows.front(),
                                   axis_ == Axis::situation ? "situation" : "level");
    return Said{std::move(value), std::move(*decision)};
  }

  // The first day of the unbroken run of days on which the records said so.
  void since(const std::string& value, Proposal& out) const {
    const auto& frame = book_.frame();
    out.since = frame.day;
    for (Day day = frame.day - 1; day >= frame.day - kLookBack; day = day - 1) {
      const auto said =
          say(facts(day, frame.known), Instant{instant_of(day + 1).millis - 1}, frame.known);
      if (!said || said->value != value) return;
      out.since = day;
    }
    out.since_or_before = true;
  }

  void records(const risk::AreaFacts& today, Proposal& out) const {
    const auto& counts = today.counts;
    out.cases_in_window = counts.in_window;
    out.cases_total = counts.total;
    out.household_cases = counts.household;
    out.unknown_source_cases = counts.unknown_source;
    out.clusters = static_cast<std::int64_t>(counts.clusters.size());
    out.case_days = counts.case_days;
    out.sustained_spread = counts.sustained_spread;
    out.days_without_case = counts.days_without_case;
    const auto first =
        counts.cases.size() > kMostCases ? counts.cases.end() - kMostCases : counts.cases.begin();
    out.cases.assign(first, counts.cases.end());
    out.counting = today.counting;
  }

  // The instant from which this node knew it. Later knowledge about the past makes nobody late.
  [[nodiscard]] std::optional<Instant> known_since(const Proposal& proposal) const {
    const auto& frame = book_.frame();
    const Instant begun = instant_of(proposal.since);
    auto changes = book_.risk().changes(area_);
    std::reverse(changes.begin(), changes.end());
    std::size_t looked = 0;
    for (const auto change : changes) {
      if (change > frame.known) continue;
      if (change <= begun || ++looked > kMostChanges) break;
      const Instant before{change.millis - 1};
      const Day day = std::min(frame.day, day_of(before));
      const auto said = say(facts(day, before),
                            std::min(before, Instant{instant_of(day + 1).millis - 1}), before);
      if (!said || said->value != proposal.value) return change;
    }
    return std::nullopt;
  }

  void wait(Proposal& out) const {
    const auto& frame = book_.frame();
    out.waiting_since = instant_of(out.since);
    if (const auto known = known_since(out); known && *known <= frame.moment) {
      out.waiting_since = std::max(out.waiting_since, *known);
    }
    for (const auto* step : book_.steps(area_, axis_, frame.known)) {
      if (step->at > frame.moment) continue;
      if (step->what != What::declined) out.waiting_since = std::max(out.waiting_since, step->at);
      if (step->proposed == out.value && step->at >= instant_of(out.since)) {
        out.state = Answered::declined;
        out.declined = step->entry;
      }
    }
    out.waiting_since = std::min(out.waiting_since, frame.moment);
    out.waited_minutes = (frame.moment.millis - out.waiting_since.millis) / kMillisPerMinute;
    if (out.minutes) {
      out.due = Instant{out.waiting_since.millis + *out.minutes * kMillisPerMinute};
      out.overdue = out.state == Answered::waiting && frame.moment > *out.due;
    }
  }

  Book& book_;
  const std::string area_;
  const Axis axis_;
  bool with_level_ = false;
};

}  // namespace

bool matters(Book& book, std::string_view area, Axis axis) {
  if (axis != Axis::risk) return true;
  // Every regime of risk levels has the topic: only where the response follows the level is there
  // anything to decide.
  for (const auto* topic : {"response", "termination"}) {
    const auto regime = book.regime(area, topic);
    if (regime &&
        looks_at(*regime->edition->table(topic), regime->pack->vocabulary(), fact_of(axis))) {
      return true;
    }
  }
  return false;
}

std::optional<Proposal> proposal(Book& book, std::string_view area, Axis axis) {
  if (!matters(book, area, axis)) return std::nullopt;
  auto out = Proposer(book, area, axis).make();
  if (out) put_in_words(book, *out);
  return out;
}

void put_in_words(Book& book, Proposal& proposal) {
  Proposer(book, proposal.area, proposal.axis).words(proposal);
}

std::optional<Proposal> own_proposal(Book& book, std::string_view area, Axis axis) {
  if (book.level_of_axis(area, axis, book.frame().day) != area::level_of(area)) {
    return std::nullopt;
  }
  return proposal(book, area, axis);
}

std::vector<Proposal> proposals(Book& book, bool words) {
  // Only where there are cases, or somebody has decided something, can anything be proposed.
  const auto& frame = book.frame();
  std::set<std::string> places;
  for (const auto& place : book.risk().places(frame.area, frame.known)) {
    places.insert(at_or_above(place, area::Level::kCommunity));
  }
  std::set<std::pair<std::string, Axis>> asked;
  for (const auto& place : places) {
    for (const auto axis : kAxes) {
      auto at = area::at_level(place, book.level_of_axis(place, axis, frame.day));
      if (!at.empty() && area::contains(frame.area, at)) asked.emplace(std::move(at), axis);
    }
  }
  for (auto& decided : book.decided()) asked.insert(std::move(decided));
  std::vector<Proposal> out;
  for (const auto& [area, axis] : asked) {
    if (!matters(book, area, axis)) continue;
    if (auto one = Proposer(book, area, axis).make()) out.push_back(std::move(*one));
  }
  std::sort(out.begin(), out.end(), [](const Proposal& a, const Proposal& b) {
    if (a.overdue != b.overdue) return a.overdue;
    if (a.waiting_since != b.waiting_since) return a.waiting_since < b.waiting_since;
    return a.area != b.area ? a.area < b.area : a.axis < b.axis;
  });
  if (words) {
    for (auto& one : out) put_in_words(book, one);
  }
  return out;
}

}  // namespace fx::response
