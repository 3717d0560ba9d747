#include "modules/observation/order.h"

#include <algorithm>
#include <map>

namespace fx::observation {

std::string_view zh(State state) {
  switch (state) {
    case State::none:
      return "无需措施";
    case State::issued:
      return "已决定、待送达";
    case State::in_force:
      return "执行中";
    case State::awaiting_decision:
      return "期满待决定";
    case State::hospital:
      return "已转医院";
    case State::released:
      return "已解除";
    case State::ended:
      return "已终止";
    case State::withdrawn:
      return "已撤回";
  }
  return "";
}

State Order::state(Instant moment) const {
  switch (standing) {
    case Standing::none:
      return State::none;
    case Standing::hospital:
      return State::hospital;
    case Standing::released:
      return State::released;
    case Standing::ended:
      return State::ended;
    case Standing::withdrawn:
      return State::withdrawn;
    case Standing::active:
      break;
  }
  if (day_of(moment) > last) return State::awaiting_decision;
  return served_at && *served_at <= moment ? State::in_force : State::issued;
}

Under under_of(const Decided& decided) {
  Under out{decided.person_class,
            decided.pack,
            decided.edition,
            decided.rule,
            decided.anchor,
            decided.stages,
            {}};
  if (decided.legal) out.longest_last = decided.legal->longest_last;
  return out;
}

Day Order::until() const {
  Day out = last;
  for (const auto& planned : plan) {
    if (planned.stage <= stage) continue;
    // An extension of the stage before moves it (steps.cc, begin_stage).
    out = out >= planned.first ? out + (planned.last - planned.first + 1) : planned.last;
  }
  return out;
}

const PlannedStage* Order::next_stage() const {
  for (const auto& planned : plan) {
    if (planned.stage > stage) return &planned;
  }
  return nullptr;
}

namespace {

template <class T>
T payload_of(const StepRow& step) {
  auto out = json::read_text<T>(step.payload);
  FX_CHECK(out.has_value());  // it was written from a T
  return std::move(*out);
}

void end_stretch(Order& order, Instant at) {
  auto& stretch = order.stretches.back();
  if (stretch.end == kForever) stretch.end = std::max(at, stretch.start);
}

// Ends the present stretch and begins one like it.
Stretch& begin_stretch(Order& order, Instant at) {
  end_stretch(order, at);
  Stretch next = order.stretches.back();
  next.start = at;
  next.end = kForever;
  order.stretches.push_back(std::move(next));
  return order.stretches.back();
}

using Take = void (*)(Order&, const StepRow&);

void take_extended(Order& order, const StepRow& step) {
  const auto p = payload_of<Extended>(step);
  // Already over: what binds begins anew, and what was not ordered in between stays so.
  auto& stretch = day_of(step.at) > order.stretches.back().last ? begin_stretch(order, step.at)
                                                                : order.stretches.back();
  stretch.last = p.last;
  order.extended = true;
  order.notice_entry = step.entry;
}

void take_converted(Order& order, const StepRow& step) {
  const auto p = payload_of<Converted>(step);
  auto& stretch = begin_stretch(order, step.at);
  stretch.measure = p.measure;
  stretch.first = p.first;
  stretch.last = p.last;
  if (p.legal) order.longest_last = p.legal->longest_last;
  order.altered = true;
  order.extended = false;
  order.notice_entry = step.entry;
}

void take_stage(Order& order, const StepRow& step) {
  const auto p = payload_of<StageBegun>(step);
  // Begun on the last day of the stage before, it binds from the next day on.
  const Instant start = std::max(step.at, instant_of(order.stretches.back().last + 1));
  auto& stretch = begin_stretch(order, start);
  stretch.measure = p.measure;
  stretch.stage = p.stage;
  stretch.first = p.first;
  stretch.last = p.last;
  order.altered = false;
  order.extended = false;
  order.notice_entry = step.entry;
}

void take_moved(Order& order, const StepRow& step) {
  const auto p = payload_of<Moved>(step);
  static_cast<Under&>(order) = under_of(p.to);
  order.moved_entry = step.entry;
  order.altered = false;
  order.extended =
      p.now && p.new_until && !p.to.stages.empty() && p.now->last > p.to.stages.front().last;
  if (!p.now) {
    end_stretch(order, step.at);
    order.standing = Standing::ended;
    order.end_at = step.at;
    return;
  }
  order.notice_entry = step.entry;
  auto& stretch = begin_stretch(order, step.at);
  // Whoever is bound otherwise than the notice says has to be told anew.
  if (stretch.measure != p.now->measure || stretch.last != p.now->last) order.served_at.reset();
  stretch.measure = p.now->measure;
  stretch.stage = p.now->stage;
  stretch.first = p.now->first;
  stretch.last = p.now->last;
  stretch.person_class = order.person_class;
  stretch.pack = order.pack;
  stretch.edition = order.edition;
}

void take_relocated(Order& order, const StepRow& step) {
  const auto p = payload_of<Relocated>(step);
  order.household = p.household.value_or(Ulid());
  order.area = step.area;
  if (order.stretches.empty() || order.standing != Standing::active) return;
  auto& last = order.stretches.back();
  // Not begun yet: it will be there from its beginning.
  auto& stretch = step.at <= last.start ? last : begin_stretch(order, step.at);
  stretch.household = order.household;
  stretch.area = step.area;
}

const std::map<std::string_view, Take>& takers() {
  static const std::map<std::string_view, Take> kTakers{
      {Served::kKind, [](Order& order, const StepRow& step) { order.served_at = step.at; }},
      {Extended::kKind, take_extended},
      {Converted::kKind, take_converted},
      {StageBegun::kKind, take_stage},
      {Moved::kKind, take_moved},
      {Relocated::kKind, take_relocated},
      {Transferred::kKind,
       [](Order& order, const StepRow& step) {
         end_stretch(order, step.at);
         order.standing = Standing::hospital;
       }},
      {Resumed::kKind,
       [](Order& order, const StepRow& step) {
         auto& stretch = begin_stretch(order, step.at);
         stretch.household = order.household;
         stretch.area = order.area;
         order.standing = Standing::active;
       }},
      {CheckedUp::kKind,
       [](Order& order, const StepRow& step) {
         order.checkup_clean = payload_of<CheckedUp>(step).clean;
       }},
      {Approved::kKind,
       [](Order& order, const StepRow& step) {
         order.approvals.push_back(payload_of<Approved>(step).role);
       }},
      {Released::kKind,
       [](Order& order, const StepRow& step) {
         const auto p = payload_of<Released>(step);
         end_stretch(order, step.at);
         order.standing = Standing::released;
         order.end_at = step.at;
         order.year = p.year;
         order.number = p.number;
       }},
      {Ended::kKind, [](Order& order, const StepRow& step) {
         end_stretch(order, step.at);
         order.standing = Standing::ended;
         order.end_at = step.at;
       }}};
  return kTakers;
}

}  // namespace

void fold(Order& order, const std::vector<StepRow>& steps) {
  static_cast<Under&>(order) = order.base;
  order.moved_entry = {};
  order.notice_entry = order.outcome == Outcome::ordered ? order.decided_entry : Ulid();
  order.altered = false;
  order.extended = false;
  order.household = order.base_household;
  order.area = order.base_area;
  order.served_at.reset();
  order.end_at.reset();
  order.year = 0;
  order.number = 0;
  order.checkup_clean.reset();
  order.approvals.clear();
  order.stretches.clear();
  order.last_at = order.decided_at;
  order.last_step = {};
  order.last_kind.clear();
  order.standing = order.outcome == Outcome::ordered ? Standing::active : Standing::none;
  if (order.outcome == Outcome::ordered) {
    const auto& stage = order.plan.front();
    order.stretches.push_back({order.household, order.area, stage.measure, stage.stage,
                               order.decided_at, stage.first, stage.last, kForever,
                               order.person_class, order.pack, order.edition});
  }
  for (const auto& step : steps) {
    const auto it = takers().find(step.kind);
    FX_CHECK(it != takers().end());
    it->second(order, step);
    order.last_at = step.at;
    order.last_step = step.entry;
    order.last_kind = step.kind;
  }
  if (order.stretches.empty()) return;
  const auto& now = order.stretches.back();
  order.measure = now.measure;
  order.stage = now.stage;
  order.first = now.first;
  order.last = now.last;
}

Span span_of(const Order& order, const Stretch& stretch) {
  return {order.id,
          order.person,
          stretch.household,
          stretch.area,
          stretch.person_class,
          policy::parse_measure(stretch.measure).value_or(policy::Measure::kNone),
          stretch.stage,
          stretch.start,
          stretch.first,
          stretch.last,
          stretch.end,
          stretch.pack,
          stretch.edition};
}

}  // namespace fx::observation
