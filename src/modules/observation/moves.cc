#include "modules/observation/moves.h"

#include <algorithm>
#include <array>

#include "area/code.h"
#include "modules/observation/ledger.h"

namespace fx::observation {
namespace {

// "a+b", "x+y": a/x and b/y.
std::vector<std::pair<std::string_view, std::string_view>> parts_of(std::string_view pack,
                                                                    std::string_view edition) {
  const auto next = [](std::string_view& rest) {
    const auto part = rest.substr(0, rest.find('+'));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
    return part;
  };
  std::vector<std::pair<std::string_view, std::string_view>> out;
  while (!pack.empty()) {
    const auto one = next(pack);
    out.emplace_back(one, next(edition));
  }
  return out;
}

PlannedStage planned(const policy::Stage& stage) {
  return {std::string(policy::id(stage.measure)), stage.number, stage.first, stage.last,
          stage.tests};
}

MoveEffect effect_of(const Order& order, const Moved& entry) {
  if (!entry.now) return MoveEffect::released;
  if (entry.now->measure != order.measure) return MoveEffect::other_measure;
  const Day until = std::max(*entry.new_until, entry.now->last);
  if (until == entry.until) return MoveEffect::same;
  return until > entry.until ? MoveEffect::longer : MoveEffect::shorter;
}

}  // namespace

const std::optional<rules::InForce>& Mover::in_force(const std::string& area) {
  auto chain = area::chain(area);
  const auto it = in_force_.find(chain);
  if (it != in_force_.end()) return it->second;
  auto found = rules_.in_force(db_, chain, on_);
  return in_force_.emplace(std::move(chain), std::move(found)).first->second;
}

bool Mover::is_affected(const std::string& area, const std::string& pack,
                        const std::string& edition) {
  const auto& found = in_force(area);
  return found && (found->pack->id() != pack || found->edition->id() != edition);
}

void Mover::reason_of(const Order& order, const rules::InForce& now, Move& out) const {
  const auto before = parts_of(order.pack, order.edition);
  const auto after = parts_of(now.pack->id(), now.edition->id());
  const auto say = [&](std::string zh, std::string en) {
    out.why_zh = std::move(zh);
    out.why_en = std::move(en);
  };
  for (const auto& [pack, edition] : before) {
    const auto rule = rules_.rule(pack, edition);
    const auto name = std::string(pack) + "/" + std::string(edition);
    if (rule.edition == nullptr) {
      out.reason = MoveReason::edition_gone;
      return say("原依据的 " + name + " 已不在系统中，改按现行规则",
                 "its rule " + name + " is not in the program any more");
    }
    if (rule.edition->from() > on_) {
      out.reason = MoveReason::edition_not_begun;
      const auto from = iso(rule.edition->from());
      return say("原依据的 " + name + " 自 " + from + " 起才施行，改按现行规则",
                 "its rule " + name + " does not begin before " + from);
    }
  }
  say("现行规则不再包括原有的上级或下级规则包，已在管的仍按原决定",
      "a pack it was under does not count any more; whoever is under it stays so");
  for (const auto& one : after) {
    if (std::find(before.begin(), before.end(), one) != before.end()) continue;
    const auto [pack, edition] = rules_.rule(one.first, one.second);
    FX_CHECK(edition != nullptr);  // it is in force
    const bool moves = edition->running() == policy::Running::kMove;
    const auto name = pack->id() + "/" + edition->id();
    const auto from = iso(edition->from());
    say("“" + pack->name().zh + "”" + edition->name().zh + "自 " + from + " 起施行：" +
            (moves ? "已在管的改按本版次" : "已在管的仍按原版次"),
        name + " (" + edition->name().en + ") from " + from + ": people under an older edition " +
            (moves ? "move over" : "keep it"));
    if (!moves) continue;
    out.reason = MoveReason::edition_says_move;
    return;
  }
}

void Mover::decide(const Order& order, Move& out) {
  const auto person = parts_.people.canonical(db_, order.person);
  const auto arrival = parts_.arrivals.latest_of(db_, person, frame_on("0", on_, now_));
  if (!arrival || arrival->id != order.source_id) {
    out.problem = refuse(kNoArrival, "order");
    return;
  }
  const auto decided = decision_of(db_, order);
  FX_CHECK(decided.has_value());
  // What whoever decided had found out holds for another rule as well.
  const auto said = [&](const char* fact) {
    return std::find(decided->facts.begin(), decided->facts.end(), fact) != decided->facts.end();
  };
  const Waiting waiting{order.source,      order.source_id, order.person,     order.household,
                        order.area,        arrival->origin, arrival->abroad,  arrival->arrived,
                        arrival->symptoms, order.on,        arrival->exposure};
  const auto& proposal =
      decider_.propose(waiting, {said("unfit_for_central=yes"), said("unfit_for_home=yes")});
  if (proposal.refusal || proposal.needs_person) {
    out.problem = proposal.refusal ? *proposal.refusal : refuse(kNeedsDecision, "order");
    return;
  }
  auto& to = out.entry.to;
  to = proposal.decided;
  // Another measure than the rule's was chosen for a reason, which the rule in force must allow.
  const bool chosen = order.altered || (order.stage == 1 && decided->override_reason);
  if (chosen && to.outcome != Outcome::no_measure && to.measure != order.measure &&
      proposal.placement->measure != policy::parse_measure(order.measure)) {
    auto other = decider_.instead(proposal, *policy::parse_measure(order.measure));
    if (!other) {
      out.problem = other.error();
      return;
    }
    to = std::move(*other);
    to.override_reason = decided->override_reason.value_or(OverrideReason::command_decision);
  }
  to.person = order.person;
  if (!order.household.is_nil()) to.household = order.household;
  to.source = order.source;
  to.source_id = order.source_id;
  // Nobody can be tested on a day that is over.
  for (auto& stage : to.stages) {
    stage.tests.erase(
        std::remove_if(stage.tests.begin(), stage.tests.end(), [&](Day day) { return day < on_; }),
        stage.tests.end());
  }
  if (to.outcome == Outcome::no_measure) return;
  out.entry.new_until = proposal.course.last;
  const bool stands = order.extended && order.last >= on_;  // an extension that still binds
  if (!to.stages.empty()) {
    out.entry.now = to.stages.front();
    if (stands) {
      auto last = std::max(out.entry.now->last, order.last);
      if (to.legal) last = std::min(last, std::max(to.legal->longest_last, out.entry.now->last));
      out.entry.now->last = last;
    }
  } else if (stands) {
    out.entry.now = PlannedStage{order.measure, order.stage, order.first, order.last, {}};
  } else {
    out.entry.now = planned(proposal.course.stages.back());
    out.entry.now->tests.clear();
  }
}

std::optional<Move> Mover::move_of(const Order& order) {
  if (!order.running() || !is_affected(order.area, order.pack, order.edition)) return std::nullopt;
  const auto& now = *in_force(order.area);
  const auto* under = rules_.rule(order.pack, order.edition).pack;
  if (under != nullptr && under->disease().id != now.pack->disease().id) return std::nullopt;
  Move out;
  out.pack = now.pack;
  out.edition = now.edition;
  out.entry.pack = order.pack;
  out.entry.edition = order.edition;
  out.entry.rule = order.rule;
  out.entry.measure = order.measure;
  out.entry.until = order.until();
  reason_of(order, now, out);
  if (out.reason) out.entry.reason = *out.reason;
  decide(order, out);
  if (!out.problem && order.standing == Standing::hospital) {
    const auto state = order.state(now_);
    out.problem = refuse(
        kWrongState, "order",
        {{"state_zh", std::string(zh(state))}, {"state", std::string(json::enum_name(state))}});
  }
  if (!out.problem) out.effect = effect_of(order, out.entry);
  return out;
}

namespace {

// Running orders under the area that are under another rule than the one in force; by area and id.
std::vector<Ulid> affected(store::Session& db, Mover& mover, const std::string& area) {
  const auto [low, high] = area::range(area);
  std::vector<Ulid> out;
  auto q = db.query(
      "select order_id, area, pack, edition from observation_order where area >= $1 and area < $2"
      " and known_to = $3 and standing in ('active', 'hospital') order by area, order_id",
      low, high, kForever);
  std::vector<std::pair<Ulid, std::array<std::string, 3>>> rows;
  while (q.next()) rows.push_back({q.ulid(0), {q.string(1), q.string(2), q.string(3)}});
  for (const auto& [id, row] : rows) {
    if (mover.is_affected(row[0], row[1], row[2])) out.push_back(id);
  }
  return out;
}

}  // namespace

void MoveCounts::add(const Move& move) {
  ++affected;
  if (!move.reason) {
    ++keeping;
  } else if (move.problem) {
    ++problems;
  } else {
    ++moving;
    add(move.effect);
  }
}

void MoveCounts::add(MoveEffect effect) {
  switch (effect) {
    case MoveEffect::other_measure:
      ++other_measure;
      break;
    case MoveEffect::longer:
      ++longer;
      break;
    case MoveEffect::shorter:
      ++shorter;
      break;
    case MoveEffect::released:
      ++released;
      break;
    case MoveEffect::same:
      ++same;
      break;
  }
}

void MoveSummary::add(const Move& move, Language language) {
  counts.add(move);
  const auto& why = language == Language::kZh ? move.why_zh : move.why_en;
  auto it = std::find_if(reasons.begin(), reasons.end(), [&](const MoveWhy& each) {
    return each.reason == why && each.moves == move.reason.has_value();
  });
  if (it == reasons.end()) it = reasons.insert(it, {move.reason.has_value(), why, 0});
  ++it->orders;
}

MoveSummary summary_of_moves(store::Session& db, Mover& mover, const std::string& area,
                             Language language) {
  MoveSummary out;
  for (const auto& id : affected(db, mover, area)) {
    const auto order = find_order(db, id);
    const auto move = order ? mover.move_of(*order) : std::nullopt;
    if (move) out.add(*move, language);
  }
  return out;
}

namespace {

// --- the question

struct MovesParams {
  std::string area;
  std::optional<Day> on;
  std::optional<MoveEffect> effect;
  std::optional<bool> moves;  // those that move over, or those that stay
  std::optional<int> limit;
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(MovesParams, (), (area, on, effect, moves, limit, after))

struct MoveSide {
  std::string pack;
  std::string edition;
  std::optional<std::string> pack_name;  // nothing: it is not in the program any more
  std::optional<std::string> edition_name;
  std::optional<std::string> rule;
  std::string measure;
  std::string measure_name;
  std::optional<Day> until;  // of the whole course
};
BOOST_DESCRIBE_STRUCT(MoveSide, (),
                      (pack, edition, pack_name, edition_name, rule, measure, measure_name, until))

struct MoveLine {
  Ulid order;
  identity::PersonCard person;
  std::optional<registry::HouseholdCard> household;
  std::string area;
  MoveEffect effect = MoveEffect::same;
  bool moves = false;  // false: keeps what it is under
  std::string reason;
  MoveSide before;
  MoveSide after;
  std::optional<std::string> problem;  // why it cannot be moved by the rule alone
};
BOOST_DESCRIBE_STRUCT(MoveLine, (),
                      (order, person, household, area, effect, moves, reason, before, after,
                       problem))

struct MoveList {
  Day on;
  MoveCounts summary;            // of everyone, not of the page
  std::vector<MoveWhy> reasons;  // likewise
  std::int64_t total = 0;        // of those asked for
  std::vector<MoveLine> orders;
  std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(MoveList, (), (on, summary, reasons, total, orders, next))

std::string name_of(const std::string& measure, Language language) {
  const auto m = policy::parse_measure(measure);
  return m ? policy::label(*m).in(language) : measure;
}

MoveLine line_of(host::QueryContext& context, const Parts& parts, const Order& order,
                 const Move& move) {
  MoveLine out;
  out.order = order.id;
  out.person = parts.people.card(context, order.person);
  if (!order.household.is_nil()) {
    out.household = parts.people.household_card(context, order.household);
  }
  out.area = order.area;
  out.effect = move.effect;
  out.moves = move.reason.has_value();
  out.reason = context.language == Language::kZh ? move.why_zh : move.why_en;
  const auto& was = move.entry;
  const auto names = [&](MoveSide& side, const policy::Pack* pack, const policy::Edition* edition) {
    if (pack != nullptr) side.pack_name = pack->name().in(context.language);
    if (edition != nullptr) side.edition_name = edition->name().in(context.language);
  };
  out.before.pack = was.pack;
  out.before.edition = was.edition;
  out.before.rule = was.rule;
  out.before.measure = was.measure;
  out.before.measure_name = name_of(was.measure, context.language);
  out.before.until = was.until;
  const auto rule = parts.rules.rule(was.pack, was.edition);
  names(out.before, rule.pack, rule.edition);
  out.after.pack = move.pack->id();
  out.after.edition = move.edition->id();
  names(out.after, move.pack, move.edition);
  if (move.problem) {
    out.problem = move.problem->message(context.language);
    out.after.measure = policy::id(policy::Measure::kUndecided);
  } else {
    out.after.rule = was.to.rule;
    out.after.measure = was.now ? was.now->measure : "none";
    if (was.new_until) out.after.until = std::max(*was.new_until, was.now->last);
  }
  out.after.measure_name = name_of(out.after.measure, context.language);
  return out;
}

Result<MoveList> move_list(host::QueryContext& context, const Parts& parts,
                           const MovesParams& asked) {
  MoveList out;
  out.on = asked.on.value_or(context.today());
  const auto limit = static_cast<std::size_t>(std::clamp(asked.limit.value_or(50), 1, 500));
  Mover mover(context.db, parts, out.on, context.now);
  MoveSummary summary;
  std::string last;
  for (const auto& id : affected(context.db, mover, asked.area)) {
    const auto order = find_order(context.db, id);
    if (!order) continue;
    const auto move = mover.move_of(*order);
    if (!move) continue;
    summary.add(*move, context.language);
    if (asked.effect && (move->problem || move->effect != *asked.effect)) continue;
    if (asked.moves && move->reason.has_value() != *asked.moves) continue;
    ++out.total;
    const auto key = order->area + "/" + id.text();
    if (asked.after && key <= *asked.after) continue;
    if (out.orders.size() == limit) {
      if (!out.next) out.next = last;
      continue;
    }
    out.orders.push_back(line_of(context, parts, *order, *move));
    last = key;
  }
  out.summary = summary.counts;
  out.reasons = std::move(summary.reasons);
  return out;
}

// --- the command

struct MoveOver {
  static constexpr std::string_view kName = "observation.move-over";
  std::string area;
  std::optional<Day> on;
  // These alone; each must be one that moves. Default: all that do.
  std::optional<std::vector<Ulid>> orders;
  // Those that it would change so alone.
  std::optional<std::vector<MoveEffect>> effects;
};
BOOST_DESCRIBE_STRUCT(MoveOver, (), (area, on, orders, effects))

// Why this order is not moved.
std::optional<Refusal> refusal_of(const Order& order, const Move& move, Instant at) {
  if (!move.reason) return refuse(kEditionKept, "orders");
  if (move.problem) return move.problem;
  if (at < order.last_at) {
    return refuse(kBeforeLastStep, "occurred_at", {{"at", iso(order.last_at)}});
  }
  return std::nullopt;
}

Result<host::Done> move_over(host::CommandContext& context, const Parts& parts,
                             const MoveOver& command) {
  const Day on = command.on.value_or(day_of(context.occurred_at));
  if (on > context.today()) return refuse(kFutureDay, "on", {{"day", iso(on)}});
  const Instant at = moment_on(context, on);
  Mover mover(context.db, parts, on, context.now);
  MoveCounts out;
  const auto ids = command.orders ? *command.orders : affected(context.db, mover, command.area);
  for (const auto& id : ids) {
    const auto order = find_order(context.db, id);
    const auto move = order ? mover.move_of(*order) : std::nullopt;
    if (command.orders) {
      if (!order) return refuse(kNoSuchOrder, "orders");
      if (!area::contains(command.area, order->area)) {
        return refuse(kOtherArea, "orders", {{"area", command.area}});
      }
      if (!move) return refuse(kNotAffected, "orders");
      if (auto refused = refusal_of(*order, *move, at)) return *refused;
    }
    if (!move) continue;
    ++out.affected;
    if (!move->reason) {
      ++out.keeping;
      continue;
    }
    if (refusal_of(*order, *move, at)) {
      ++out.problems;
      continue;
    }
    if (command.effects && std::find(command.effects->begin(), command.effects->end(),
                                     move->effect) == command.effects->end()) {
      continue;
    }
    ++out.moving;
    out.add(move->effect);
    context.append({order->id, order->area, {}, at}, move->entry);
  }
  return host::Done{{}, *json::parse(json::text(out))};
}

}  // namespace

void declare_moves(host::Declaration& to, const Parts& parts) {
  to.question<MovesParams, MoveList>(
      {"/api/observation/moves", access::Permission::see_records, "规则变更涉及的在管人员",
       "whom a change of the rule in force concerns", host::named_area<MovesParams>,
       [&parts](host::QueryContext& context, const MovesParams& p) {
         return move_list(context, parts, p);
       }});
  to.command<MoveOver>({access::Permission::decide_release, "改按现行版次",
                        "move orders over to the edition in force", host::named_area<MoveOver>,
                        [&parts](host::CommandContext& context, const MoveOver& command) {
                          return move_over(context, parts, command);
                        }});
}

}  // namespace fx::observation
