// What the records propose: the table of the axis asked with the facts of every day, against what
// is in force.
#include <algorithm>
#include <set>

#include "modules/response/state.h"

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
  Proposer(store::Session& db, const Parts& parts, const host::Frame& frame, Axis axis,
           Language language)
      : db_(db), parts_(parts), frame_(frame), axis_(axis), language_(language) {}

  std::optional<Proposal> make() {
    const auto regime = risk::regime(db_, parts_.rules, frame_.area, frame_.day, topic_of(axis_));
    if (!regime) return std::nullopt;
    const auto& vocabulary = regime->pack->vocabulary();
    const auto& table = *regime->edition->table(topic_of(axis_));
    with_level_ = axis_ == Axis::risk || looks_at(table, vocabulary, "risk_level") ||
                  looks_at(table, vocabulary, "previous_level") ||
                  looks_at(table, vocabulary, "days_in_level");
    const auto today = facts(frame_.day, frame_.day, frame_.known).front();
    const auto said = say(today, frame_.moment, frame_.known);
    if (!said) return std::nullopt;

    const auto now = in_force(db_, frame_.area, axis_, frame_.moment, frame_.known);
    Proposal out;
    const int wanted = rank(axis_, said->value);
    const int held = rank(axis_, now.value);
    if (wanted == held) return std::nullopt;
    if (wanted > held) {
      // A milder one is proposed only against the area's own decision: what an area above has
      // decided for all its parts is not in question in each of them.
      if (!now.decision || now.decision->area != frame_.area) return std::nullopt;
      out.direction = wanted == rank(axis_, resting(axis_)) ? Direction::end : Direction::ease;
    }
    if (out.direction == Direction::end) {
      for (const auto& criterion : criteria(db_, parts_, frame_, language_)) {
        if (criterion.holds) continue;
        if (criterion.told == Told::records) return std::nullopt;
        out.to_confirm.push_back(criterion.condition);
      }
    }

    out.area = frame_.area;
    out.area_name = place_name(db_, frame_.area);
    out.axis = axis_;
    out.axis_name = axis_name(axis_, language_);
    out.value = said->value;
    out.value_name = value_name(axis_, said->value, language_);
    out.in_force = now.value;
    out.in_force_name = value_name(axis_, now.value, language_);
    since(said->value, out);
    records(today, out);
    if (said->decision) {
      const auto& decision = *said->decision;
      const auto& row = *decision.rows.front();
      out.minutes = rules::outcome_number(*decision.table, row, "minutes");
      out.decided_by = rules::outcome_words(*decision.table, row, "decided_by", language_);
      out.rule = risk::RuleUsed{decision.pack->id(), decision.edition->id(), decision.reference(),
                                policy::explain(decision, language_)};
    } else if (const auto levels = parts_.risk.levels(db_, frame_.area, frame_.day, frame_.day,
                                                      frame_.known, language_, true)) {
      out.rule = levels->days.front().rule;
    }
    wait(out);
    return out;
  }

 private:
  std::vector<risk::AreaFacts> facts(Day from, Day to, Instant known) const {
    return parts_.risk.facts(db_, frame_.area, from, to, known, with_level_, language_);
  }

  // What the rules of that day say, with what was in force at the moment.
  std::optional<Said> say(const risk::AreaFacts& of_day, Instant moment, Instant known) const {
    if (axis_ == Axis::risk) return Said{of_day.risk_level, std::nullopt};
    const auto regime = risk::regime(db_, parts_.rules, frame_.area, of_day.day, topic_of(axis_));
    if (!regime) return std::nullopt;
    auto facts = regime->pack->facts();
    of_day.set(facts);
    for (const auto axis : kAxes) {
      // What the table is to tell is no fact of its own; the risk level is as computed.
      if (axis == Axis::risk) continue;
      facts.choose(fact_of(axis), in_force(db_, frame_.area, axis, moment, known).value);
    }
    auto decision = policy::decide(*regime->pack, *regime->edition, topic_of(axis_), facts);
    if (!decision) return std::nullopt;
    auto value = rules::outcome_id(*decision->table, *decision->rows.front(),
                                   axis_ == Axis::situation ? "situation" : "level");
    return Said{std::move(value), std::move(*decision)};
  }

  // The first day of the unbroken run of days on which the records said so.
  void since(const std::string& value, Proposal& out) const {
    const auto days = facts(frame_.day - kLookBack, frame_.day, frame_.known);
    out.since = frame_.day;
    out.since_or_before = true;
    for (auto it = days.rbegin() + 1; it != days.rend(); ++it) {
      const auto said = say(*it, Instant{instant_of(it->day + 1).millis - 1}, frame_.known);
      if (!said || said->value != value) {
        out.since_or_before = false;
        break;
      }
      out.since = it->day;
    }
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
    const Instant begun = instant_of(proposal.since);
    auto changes = parts_.cases.changes(db_, frame_.area);
    std::reverse(changes.begin(), changes.end());
    std::size_t looked = 0;
    for (const auto change : changes) {
      if (change > frame_.known) continue;
      if (change <= begun || ++looked > kMostChanges) break;
      const Instant before{change.millis - 1};
      const Day day = std::min(frame_.day, day_of(before));
      const auto said = say(facts(day, day, before).front(),
                            std::min(before, Instant{instant_of(day + 1).millis - 1}), before);
      if (!said || said->value != proposal.value) return change;
    }
    return std::nullopt;
  }

  void wait(Proposal& out) const {
    out.waiting_since = instant_of(out.since);
    if (const auto known = known_since(out); known && *known <= frame_.moment) {
      out.waiting_since = std::max(out.waiting_since, *known);
    }
    for (const auto& step : steps_of(db_, frame_.area, axis_, frame_.known)) {
      if (step.at > frame_.moment) continue;
      if (step.what != What::declined) out.waiting_since = std::max(out.waiting_since, step.at);
      if (step.proposed == out.value && step.at >= instant_of(out.since)) {
        out.state = Answered::declined;
        out.declined = step.entry;
      }
    }
    out.waiting_since = std::min(out.waiting_since, frame_.moment);
    out.waited_minutes = (frame_.moment.millis - out.waiting_since.millis) / kMillisPerMinute;
    if (out.minutes) {
      out.due = Instant{out.waiting_since.millis + *out.minutes * kMillisPerMinute};
      out.overdue = out.state == Answered::waiting && frame_.moment > *out.due;
    }
  }

  store::Session& db_;
  const Parts& parts_;
  const host::Frame& frame_;
  const Axis axis_;
  const Language language_;
  bool with_level_ = false;
};

// Whether decisions on the axis can matter in the area: something is asked for by them.
bool matters(store::Session& db, const rules::Rulebook& rules, std::string_view area, Axis axis,
             Day day) {
  if (axis != Axis::risk) return true;
  // Every regime of risk levels has the topic: only where the response follows the level is there
  // anything to decide.
  for (const auto* topic : {"response", "termination"}) {
    const auto regime = risk::regime(db, rules, area, day, topic);
    if (regime &&
        looks_at(*regime->edition->table(topic), regime->pack->vocabulary(), fact_of(axis))) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::optional<Proposal> proposal(store::Session& db, const Parts& parts, const host::Frame& frame,
                                 Axis axis, Language language) {
  if (!matters(db, parts.rules, frame.area, axis, frame.day)) return std::nullopt;
  return Proposer(db, parts, frame, axis, language).make();
}

std::optional<Proposal> own_proposal(store::Session& db, const Parts& parts,
                                     const host::Frame& frame, Axis axis, Language language) {
  if (level_of_axis(db, parts.rules, frame.area, axis, frame.day) != area::level_of(frame.area)) {
    return std::nullopt;
  }
  return proposal(db, parts, frame, axis, language);
}

std::vector<Proposal> proposals(store::Session& db, const Parts& parts, const host::Frame& frame,
                                Language language) {
  // Only where there are cases, or somebody has decided something, can anything be proposed.
  std::set<std::string> places;
  for (const auto& one : parts.cases.of_area(db, frame.area, frame.known)) {
    places.insert(at_or_above(one.area, area::Level::kCommunity));
  }
  std::set<std::pair<std::string, Axis>> asked;
  const auto ask = [&](const std::string& place, Axis axis) {
    const auto level = level_of_axis(db, parts.rules, place, axis, frame.day);
    auto at = area::at_level(place, level);
    if (!at.empty() && area::contains(frame.area, at)) asked.emplace(std::move(at), axis);
  };
  for (const auto& place : places) {
    for (const auto axis : kAxes) ask(place, axis);
  }
  {
    const auto [low, high] = area::range(frame.area);
    auto q = db.query(
        "select distinct area, axis from response_step where $1 <= area and area < $2"
        " and known_from <= $3 and $3 < known_to",
        low, high, frame.known);
    while (q.next()) {
      asked.emplace(q.string(0), json::enum_value<Axis>(q.text(1)).value_or(Axis::situation));
    }
  }
  std::vector<Proposal> out;
  for (const auto& [area, axis] : asked) {
    auto part = frame;
    part.area = area;
    if (auto one = proposal(db, parts, part, axis, language)) out.push_back(std::move(*one));
  }
  std::sort(out.begin(), out.end(), [](const Proposal& a, const Proposal& b) {
    if (a.overdue != b.overdue) return a.overdue;
    if (a.waiting_since != b.waiting_since) return a.waiting_since < b.waiting_since;
    return a.area != b.area ? a.area < b.area : a.axis < b.axis;
  });
  return out;
}

}  // namespace fx::response
