// Placing those who wait: one by one with a reason, or all at once as the rules say.
#include <algorithm>

#include "area/code.h"
#include "modules/observation/state.h"

namespace fx::observation {
namespace {

struct PlaceAll {
  static constexpr std::string_view kName = "observation.place-all";
  std::string area;
  std::optional<Day> on;
};
BOOST_DESCRIBE_STRUCT(PlaceAll, (), (area, on))

struct PlaceOne {
  static constexpr std::string_view kName = "observation.place-one";
  Ulid source_id;  // the arrival, or the contact with a case
  Ulid person;
  std::optional<Day> on;
  std::optional<std::string> measure;  // another than the rule's
  std::optional<OverrideReason> reason;
  std::optional<bool> unfit_for_central;
  std::optional<bool> unfit_for_home;
};
BOOST_DESCRIBE_STRUCT(PlaceOne, (),
                      (source_id, person, on, measure, reason, unfit_for_central, unfit_for_home))

struct Withdraw {
  static constexpr std::string_view kName = "observation.withdraw";
  Ulid order;
  WithdrawReason reason = WithdrawReason::wrong_facts;
};
BOOST_DESCRIBE_STRUCT(Withdraw, (), (order, reason))

// How many, by what was decided.
struct Count {
  std::string key;
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(Count, (), (key, count))

void count(std::vector<Count>& counts, const std::string& key) {
  for (auto& c : counts) {
    if (c.key == key) {
      ++c.count;
      return;
    }
  }
  counts.push_back({key, 1});
}

struct Problem {
  std::string code;
  std::string message_zh;
  std::string message_en;
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(Problem, (), (code, message_zh, message_en, count))

struct PlacedSummary {
  std::int64_t waiting = 0;
  std::int64_t ordered = 0;
  std::int64_t no_measure = 0;
  std::int64_t period_passed = 0;
  std::int64_t left_to_people = 0;  // the rule leaves them to a person
  std::int64_t not_decided = 0;     // no rule applies: see problems
  std::vector<Count> classes;
  std::vector<Count> measures;
  std::vector<Problem> problems;

  void add(const Proposal& proposal) {
    ++waiting;
    if (proposal.refusal) {
      ++not_decided;
      const auto code = std::string(proposal.refusal->code());
      auto text = proposal.refusal->message(Language::kZh);
      for (auto& p : problems) {
        if (p.code == code && p.message_zh == text) {
          ++p.count;
          return;
        }
      }
      problems.push_back({code, std::move(text), proposal.refusal->message(Language::kEn), 1});
      return;
    }
    if (!proposal.decided.person_class.empty()) count(classes, proposal.decided.person_class);
    if (proposal.needs_person) {
      ++left_to_people;
      return;
    }
    add(proposal.decided);
  }
  void add(const Decided& decided) {
    ordered += decided.outcome == Outcome::ordered ? 1 : 0;
    no_measure += decided.outcome == Outcome::no_measure ? 1 : 0;
    period_passed += decided.outcome == Outcome::period_passed ? 1 : 0;
    if (decided.outcome == Outcome::ordered) count(measures, decided.measure);
  }
};
BOOST_DESCRIBE_STRUCT(PlacedSummary, (),
                      (waiting, ordered, no_measure, period_passed, left_to_people, not_decided,
                       classes, measures, problems))

// An order that still runs gives way to the new one: nobody is under two at once.
void supersede(host::CommandContext& context, const Ulid& person, Instant at) {
  const auto running = running_order_of(context.db, person);
  if (!running) return;
  const auto order = find_order(context.db, *running);
  context.append({order->id, order->area, {}, std::max(at, order->last_at)},
                 Ended{EndReason::superseded});
}

Ulid append_decision(host::CommandContext& context, const Waiting& waiting, Decided decided,
                     Instant at) {
  decided.person = waiting.person;
  if (!waiting.household.is_nil()) decided.household = waiting.household;
  decided.source = waiting.source;
  decided.source_id = waiting.source_id;
  if (decided.outcome == Outcome::ordered) supersede(context, waiting.person, at);
  const Ulid id = context.new_id();
  context.append({id, waiting.area, {}, at}, decided);
  return id;
}

Result<Day> checked_day(const host::CommandContext& context, std::optional<Day> on) {
  const Day day = on.value_or(day_of(context.occurred_at));
  if (day > context.today()) return refuse(kFutureDay, "on", {{"day", iso(day)}});
  return day;
}

Result<host::Done> place_all(host::CommandContext& context, const Parts& parts,
                             const PlaceAll& command) {
  const auto on = checked_day(context, command.on);
  if (!on) return on.error();
  const Instant at = moment_on(context, *on);
  Decider decider(parts.rules, context.db, *on);
  PlacedSummary out;
  for (const auto& waiting :
       who_waits(context.db, parts.arrivals, frame_on(command.area, *on, context.now))) {
    const auto& proposal = decider.propose(waiting);
    out.add(proposal);
    if (proposal.refusal || proposal.needs_person) continue;
    append_decision(context, waiting, proposal.decided, at);
  }
  return host::Done{{}, *json::parse(json::text(out))};
}

std::optional<Waiting> find_waiting(store::Session& db, const Parts& parts, const PlaceOne& command,
                                    const std::string& area, Day on, Instant now) {
  const auto person = parts.people.canonical(db, command.person);
  const auto frame = frame_on(area::chain(area), on, now);
  const auto a = parts.arrivals.latest_of(db, person, frame);
  if (!a || a->id != command.source_id) return std::nullopt;
  const bool decided =
      db.integer("select 1 from observation_order where source_id = $1 and known_to = $2 limit 1",
                 a->id, kForever)
          .has_value();
  if (decided) return std::nullopt;
  return waiting_of(*a);
}

Result<host::Done> place_one(host::CommandContext& context, const Parts& parts,
                             const PlaceOne& command) {
  const auto on = checked_day(context, command.on);
  if (!on) return on.error();
  const auto place = parts.people.place_of(context.db, command.person);
  if (!place) return refuse(host::kNotFound, "person");
  const auto waiting = find_waiting(context.db, parts, command, place->area, *on, context.now);
  if (!waiting) return refuse(kNotWaiting, "source_id");
  Decider decider(parts.rules, context.db, *on);
  const auto& proposal = decider.propose(*waiting, {command.unfit_for_central.value_or(false),
                                                    command.unfit_for_home.value_or(false)});
  if (proposal.refusal) return *proposal.refusal;
  Decided decided = proposal.decided;
  if (command.measure) {
    const auto measure = policy::parse_measure(*command.measure);
    if (!measure) {
      return refuse(
          json::kBadValue, "measure",
          {{"expected", "centralised | home | home_monitoring | self_monitoring | none"}});
    }
    if (*measure != proposal.placement->measure) {
      auto other = decider.instead(proposal, *measure);
      if (!other) return other.error();
      if (!command.reason) return refuse(kReasonNeeded, "reason");
      decided = std::move(*other);
      decided.override_reason = command.reason;
    }
  } else if (proposal.needs_person) {
    return refuse(kNeedsDecision, "measure");
  }
  const Ulid id = append_decision(context, *waiting, decided, moment_on(context, *on));
  return host::Done{id, json::Object{{"outcome", json::enum_name(decided.outcome)},
                                     {"class", decided.person_class},
                                     {"measure", decided.measure}}};
}

Result<host::Done> withdraw(host::CommandContext& context, const Withdraw& command) {
  const auto order = order_for(context.db, command.order);
  if (!order) return order.error();
  // What has been done on the strength of the decision must be taken back first.
  for (const auto& step : standing_steps(context.db, order->id)) {
    if (step.kind != Served::kKind && step.kind != Relocated::kKind) return refuse(kStepsTaken);
  }
  context.append({order->id, order->area, order->decided_entry}, Withdrawn{command.reason});
  return host::Done{order->id, {}};
}

// --- the question that is the dry run

struct WaitingParams {
  std::string area;
  std::optional<Day> on;
  std::optional<int> limit;
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(WaitingParams, (), (area, on, limit, after))

struct WaitingLine {
  Ulid source_id;
  std::string source;
  identity::PersonCard person;
  std::optional<registry::HouseholdCard> household;
  std::string area;
  std::string origin;
  std::string exposure;  // of a contact: what kind; then `arrived` is when they last met the case
  bool abroad = false;
  Day arrived;
  std::optional<std::string> person_class;
  std::optional<std::string> class_name;
  std::optional<Outcome> outcome;
  std::optional<std::string> measure;
  std::optional<std::string> measure_name;
  std::optional<Day> from;
  std::optional<Day> until;
  std::vector<PlannedStage> stages;
  std::optional<std::string> pack;
  std::optional<std::string> edition;
  std::optional<std::string> rule;
  std::optional<std::string> why;  // the rule in words
  std::vector<std::string> alternatives;
  bool needs_person = false;
  std::optional<std::string> problem;  // why nothing can be proposed
};
BOOST_DESCRIBE_STRUCT(WaitingLine, (),
                      (source_id, source, person, household, area, origin, exposure, abroad,
                       arrived, person_class, class_name, outcome, measure, measure_name, from,
                       until, stages, pack, edition, rule, why, alternatives, needs_person,
                       problem))

struct WaitingList {
  Day on;
  PlacedSummary summary;  // of everyone, not of the page
  std::vector<WaitingLine> people;
  std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(WaitingList, (), (on, summary, people, next))

std::string label_in(const std::vector<policy::NamedValue>& values, const std::string& id,
                     Language language) {
  for (const auto& v : values) {
    if (v.id == id) return v.label.in(language);
  }
  return id;
}

WaitingLine line_of(host::QueryContext& context, const Parts& parts, const Waiting& waiting,
                    const Proposal& proposal) {
  WaitingLine out;
  out.source_id = waiting.source_id;
  out.source = waiting.source;
  out.person = parts.people.card(context, waiting.person);
  if (!waiting.household.is_nil()) {
    out.household = parts.people.household_card(context, waiting.household);
  }
  out.area = waiting.area;
  if (waiting.exposure.empty()) out.origin = waiting.origin;
  out.exposure = waiting.exposure;
  out.abroad = waiting.abroad;
  out.arrived = waiting.arrived;
  if (proposal.refusal) {
    out.problem = proposal.refusal->message(context.language);
    return out;
  }
  const auto& d = proposal.decided;
  out.needs_person = proposal.needs_person;
  out.person_class = d.person_class;
  out.class_name = label_in(proposal.pack->classes(), d.person_class, context.language);
  out.measure = d.measure;
  if (const auto measure = policy::parse_measure(d.measure)) {
    out.measure_name = policy::label(*measure).in(context.language);
  }
  if (!proposal.needs_person) out.outcome = d.outcome;
  if (!d.stages.empty()) {
    out.from = d.stages.front().first;
    out.until = d.stages.back().last;
    out.stages = d.stages;
  }
  out.pack = d.pack;
  out.edition = d.edition;
  out.rule = d.rule;
  if (const auto decision =
          policy::decide(*proposal.pack, *proposal.edition, "placement", *proposal.facts)) {
    out.why = policy::explain(*decision, context.language);
  }
  for (const auto m : proposal.alternatives) out.alternatives.emplace_back(policy::id(m));
  return out;
}

Result<WaitingList> waiting_list(host::QueryContext& context, const Parts& parts,
                                 const WaitingParams& asked) {
  WaitingList out;
  out.on = asked.on.value_or(context.today());
  const auto limit = static_cast<std::size_t>(std::clamp(asked.limit.value_or(50), 1, 500));
  Decider decider(parts.rules, context.db, out.on);
  for (const auto& waiting :
       who_waits(context.db, parts.arrivals, frame_on(asked.area, out.on, context.now))) {
    const auto& proposal = decider.propose(waiting);
    out.summary.add(proposal);
    const auto key = waiting.area + "/" + waiting.source_id.text();
    if (asked.after && key <= *asked.after) continue;
    if (out.people.size() == limit) {
      if (!out.next) out.next = out.people.back().area + "/" + out.people.back().source_id.text();
      continue;
    }
    out.people.push_back(line_of(context, parts, waiting, proposal));
  }
  return out;
}

}  // namespace

host::Frame frame_on(const std::string& area, Day on, Instant now) {
  return host::Frame::make(area, on, now);
}

Instant moment_on(const host::CommandContext& context, Day on) {
  return day_of(context.occurred_at) == on ? context.occurred_at : instant_of(on);
}

void declare_placement(host::Declaration& to, const Parts& parts) {
  to.command<PlaceAll>({access::Permission::place, "批量判定", "place all who wait",
                        host::named_area<PlaceAll>,
                        [&parts](host::CommandContext& context, const PlaceAll& command) {
                          return place_all(context, parts, command);
                        }});
  to.command<PlaceOne>({access::Permission::place, "逐人判定", "place one person",
                        [&parts](store::Session& db, const PlaceOne& c) -> Result<std::string> {
                          const auto place = parts.people.place_of(db, c.person);
                          if (!place) return refuse(host::kNotFound, "person");
                          return place->area;
                        },
                        [&parts](host::CommandContext& context, const PlaceOne& command) {
                          return place_one(context, parts, command);
                        }});
  to.command<Withdraw>({access::Permission::place, "撤回判定", "withdraw a placement",
                        [](store::Session& db, const Withdraw& c) -> Result<std::string> {
                          const auto order = order_for(db, c.order);
                          if (!order) return order.error();
                          return order->area;
                        },
                        [](host::CommandContext& context, const Withdraw& command) {
                          return withdraw(context, command);
                        }});
  to.question<WaitingParams, WaitingList>(
      {"/api/observation/waiting", access::Permission::see_records, "待判定人员及建议",
       "who waits for a decision, and what the rules propose", host::named_area<WaitingParams>,
       [&parts](host::QueryContext& context, const WaitingParams& p) {
         return waiting_list(context, parts, p);
       }});
}

}  // namespace fx::observation
