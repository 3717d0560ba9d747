// Escalations: opened by a reading, closed by a person, with a clock on every step between.
#include <algorithm>

#include "area/code.h"
#include "modules/monitoring/state.h"

namespace fx::monitoring {
namespace {

struct DoStep {
  static constexpr std::string_view kName = "monitoring.escalation-step";
  Ulid escalation;
  Step step = Step::reported;
  std::optional<StepOutcome> outcome;
};
BOOST_DESCRIBE_STRUCT(DoStep, (), (escalation, step, outcome))

Step step_of(policy::Step step) { return static_cast<Step>(static_cast<int>(step)); }

// All five when the pack has no table for it, without times.
std::vector<StepTarget> targets_of(const Parts& parts, const observation::Span& span) {
  std::vector<StepTarget> out;
  const auto [pack, edition] = parts.rules.rule(span.pack, span.edition);
  if (edition != nullptr) {
    if (const auto steps = edition->escalation(placement_facts(*pack, span))) {
      for (const auto& step : *steps) {
        StepTarget target{step_of(step.step), step.minutes, {}};
        if (!step.role.id.empty()) target.role = step.role.id;
        out.push_back(std::move(target));
      }
    }
  }
  if (out.empty()) {
    for (const auto step :
         {Step::reported, Step::transport, Step::arrived, Step::result, Step::closed}) {
      out.push_back({step, {}, {}});
    }
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const auto& a, const auto& b) { return a.step < b.step; });
  if (out.back().step != Step::closed) out.push_back({Step::closed, {}, {}});
  return out;
}

Escalation read_escalation(store::Session& db, store::Query& q) {
  Escalation out;
  out.id = q.ulid(0);
  out.person = q.ulid(1);
  out.order = q.ulid(2);
  out.reading = q.ulid(3);
  out.area = q.string(4);
  out.opened_at = q.instant(5);
  out.why = *json::enum_value<Why>(q.text(6));
  out.targets = *json::read_text<std::vector<StepTarget>>(q.text(7));
  out.open = q.flag(8);
  auto steps = db.query(
      "select step, outcome, at, actor, known_from from monitoring_step where escalation = $1"
      " order by at, entry",
      out.id);
  while (steps.next()) {
    std::optional<StepOutcome> outcome;
    if (!steps.is_null(1)) outcome = json::enum_value<StepOutcome>(steps.text(1));
    out.done.push_back({*json::enum_value<Step>(steps.text(0)), outcome, steps.instant(2),
                        steps.ulid(3), steps.instant(4)});
  }
  return out;
}

constexpr const char* kColumns =
    "select id, person, order_id, reading, area, opened_at, why, targets, open"
    " from monitoring_escalation ";

bool measured_normal_since(store::Session& db, const Escalation& escalation) {
  return db
      .integer(
          "select 1 from monitoring_reading where person = $1 and taken_at > $2 and abnormal = 0"
          " and known_to = $3 and not exists (select 1 from monitoring_reading later where"
          " later.person = $1 and later.abnormal = 1 and later.known_to = $3 and"
          " later.taken_at > monitoring_reading.taken_at) limit 1",
          escalation.person, escalation.opened_at, kForever)
      .has_value();
}

Result<host::Done> do_step(host::CommandContext& context, const Parts& parts,
                           const DoStep& command) {
  const auto escalation = find_escalation(context.db, command.escalation);
  if (!escalation) return refuse(host::kNotFound, "escalation");
  if (!escalation->open) return refuse(kEscalationClosed, "escalation");
  if (const auto* done = escalation->find(command.step)) {
    return refuse(kStepDone, "step", {{"at", iso(done->at)}});
  }
  const auto next = escalation->next();
  const bool measured_again =
      command.step == Step::closed && command.outcome == StepOutcome::measured_again;
  if (!measured_again && next && next->step != command.step) {
    return refuse(kStepOrder, "step", {{"expected", std::string(zh(next->step))}});
  }
  const Instant before =
      escalation->done.empty() ? escalation->opened_at : escalation->done.back().at;
  if (context.occurred_at < before) return refuse(kStepTime, "occurred_at", {{"at", iso(before)}});
  const bool decided =
      command.outcome == StepOutcome::cleared || command.outcome == StepOutcome::admitted;
  if (command.step == Step::result && !decided) return refuse(kOutcomeNeeded, "outcome");
  if (measured_again && escalation->find(Step::result) == nullptr &&
      !measured_normal_since(context.db, *escalation)) {
    return refuse(kNoNormalReading, "outcome");
  }
  EscalationStepDone done{escalation->person, command.step, {}};
  if (command.step == Step::result || measured_again) done.outcome = command.outcome;
  context.append({escalation->id, escalation->area}, done);
  // Admitted: the hospital has them now, and the ledger says so from the same moment.
  const auto span =
      parts.orders.latest_of(context.db, escalation->person, day_of(context.occurred_at));
  if (done.outcome == StepOutcome::admitted && span && span->order == escalation->order &&
      span->end == kForever) {
    if (auto status = parts.orders.transfer(context, escalation->order, escalation->id); !status) {
      return status.error();
    }
  }
  return host::Done{escalation->id, {}};
}

}  // namespace

const Escalation::Done* Escalation::find(Step step) const {
  for (const auto& d : done) {
    if (d.step == step) return &d;
  }
  return nullptr;
}

std::vector<StepTarget> Escalation::overdue(Instant moment) const {
  std::vector<StepTarget> out;
  for (const auto& target : targets) {
    if (!target.minutes) continue;
    const Instant due{opened_at.millis + *target.minutes * kMillisPerMinute};
    const auto* d = find(target.step);
    if (due < moment && (d == nullptr || d->at > moment)) out.push_back(target);
  }
  return out;
}

std::optional<StepTarget> Escalation::next() const {
  for (const auto& target : targets) {
    if (find(target.step) == nullptr) return target;
  }
  return std::nullopt;
}

std::optional<Escalation> find_escalation(store::Session& db, const Ulid& id) {
  auto q = db.query(std::string(kColumns) + "where id = $1 and known_to = $2", id, kForever);
  if (!q.next()) return std::nullopt;
  return read_escalation(db, q);
}

std::vector<Escalation> open_escalations(store::Session& db, const std::string& area,
                                         Instant moment, Instant known) {
  const auto [low, high] = area::range(area);
  std::vector<Escalation> out;
  auto q = db.query(
      std::string(kColumns) +
          "e where area >= $1 and area < $2 and opened_at <= $3 and known_from <= $4 and"
          " $4 < known_to and (closed_at > $3 or not exists (select 1 from monitoring_step s where"
          " s.escalation = e.id and s.step = 'closed' and s.known_from <= $4))"
          " order by opened_at, id",
      low, high, moment, known);
  while (q.next()) {
    auto escalation = read_escalation(db, q);
    std::erase_if(escalation.done, [&](const auto& d) { return d.known_from > known; });
    out.push_back(std::move(escalation));
  }
  return out;
}

Ulid open_escalation(host::CommandContext& context, const Parts& parts,
                     const CheckedReading& reading, const Ulid& entry) {
  if (has_open_escalation(context.db, reading.payload.person)) return {};
  const bool fever = is_fever(*reading.rule, reading.payload.tenths);
  bool symptom = false;
  for (const auto& s : reading.payload.symptoms) symptom = symptom || counts(*reading.rule, s);
  const Ulid id = context.new_id();
  context.append({id, reading.span.area, {}, reading.taken_at},
                 EscalationOpened{reading.payload.person, reading.payload.order, entry,
                                  fever && symptom ? Why::fever_and_symptom
                                  : fever          ? Why::fever
                                                   : Why::symptom,
                                  targets_of(parts, reading.span)});
  return id;
}

std::string_view zh(Step step) {
  switch (step) {
    case Step::reported:
      return "上报";
    case Step::transport:
      return "转运";
    case Step::arrived:
      return "到达发热门诊";
    case Step::result:
      return "出结果";
    case Step::closed:
      return "归档";
  }
  return "";
}

std::string_view zh(Why why) {
  switch (why) {
    case Why::fever:
      return "发热";
    case Why::symptom:
      return "出现症状";
    case Why::fever_and_symptom:
      return "发热并有症状";
  }
  return "";
}

void declare_escalations(host::Declaration& to, const Parts& parts) {
  to.command<DoStep>({access::Permission::escalate, "登记异常处置步骤",
                      "record a step of an escalation",
                      [](store::Session& db, const DoStep& c) -> Result<std::string> {
                        const auto escalation = find_escalation(db, c.escalation);
                        if (!escalation) return refuse(host::kNotFound, "escalation");
                        return escalation->area;
                      },
                      [&parts](host::CommandContext& context, const DoStep& command) {
                        return do_step(context, parts, command);
                      }});
}

}  // namespace fx::monitoring
