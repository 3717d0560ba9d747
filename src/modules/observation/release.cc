// When an order may be released: the pack's conditions, each with its own refusal.
#include <algorithm>

#include "modules/observation/state.h"

namespace fx::observation {
namespace {

using monitoring::DayHealth;
using policy::Condition;

std::string days_of(const std::vector<DayHealth>& health, bool DayHealth::*what, Day from) {
  for (auto it = health.rbegin(); it != health.rend(); ++it) {
    if (it->day >= from && (*it).*what) return iso(it->day);
  }
  return {};
}

// The first of the last `days` days of observation; all of them when 0.
Day window(const Order& order, int days) {
  return days == 0 ? Day{order.stretches.front().first.number - 1} : order.last - days + 1;
}

// Of days with or without symptoms: also the days since, until now.
Day window(const Order& order, int days, Instant at) {
  return days == 0 ? window(order, 0) : std::max(order.last, day_of(at) - 1) - days + 1;
}

Status check_tests(const Order& order, const std::vector<TestRow>& tests, bool scheduled) {
  for (auto it = tests.rbegin(); it != tests.rend(); ++it) {
    if (it->result == TestResult::positive) {
      return refuse(kTestPositive, {}, {{"day", iso(it->sampled)}});
    }
  }
  if (!scheduled) return {};
  const auto missing = missing_tests(order, tests, order.last);
  if (missing.empty()) return {};
  return refuse(
      kTestMissing, {},
      {{"day", std::to_string(missing.front().number)}, {"date", iso(missing.front().day)}});
}

Status check_readings(const Order& order, const std::vector<DayHealth>& health,
                      const policy::ReleaseCondition& condition) {
  const Day from = window(order, condition.days);
  monitoring::Tally sum;
  for (const auto& day : health) {
    if (day.day < from) continue;
    sum.due += day.tally.due;
    sum.done += day.tally.done;
  }
  if (sum.done * 100 >= sum.due * condition.percent) return {};
  const int needed = (sum.due * condition.percent + 99) / 100;
  return refuse(kReadingsMissing, {},
                {{"due", std::to_string(sum.due)},
                 {"done", std::to_string(sum.done)},
                 {"missing", std::to_string(sum.due - sum.done)},
                 {"needed", std::to_string(needed - sum.done)}});
}

struct Conditions {
  std::vector<policy::ReleaseCondition> all;
  std::string rule;
  [[nodiscard]] const policy::ReleaseCondition* find(Condition which) const {
    for (const auto& c : all) {
      if (c.condition == which) return &c;
    }
    return nullptr;
  }
};

Result<Conditions> conditions_of(const Parts& parts, const Order& order) {
  const auto [pack, edition] = parts.rules.rule(order.pack, order.edition);
  if (edition == nullptr) return refuse(kPackMissing, {}, {{"pack", order.pack}});
  auto facts = pack->facts();
  pack->set_placement(facts, order.person_class,
                      policy::parse_measure(order.measure).value_or(policy::Measure::kNone),
                      order.stage);
  Conditions out;
  if (const auto decision = policy::decide(*pack, *edition, "release", facts)) {
    out.all = *edition->release(facts);
    out.rule = decision->reference();
  } else {
    // A pack without a word on it: the days, which are always asked for.
    policy::ReleaseCondition days;
    days.condition = Condition::kDaysComplete;
    out.all.push_back(days);
  }
  return out;
}

std::string role_name(const Parts& parts, const Order& order, const policy::NamedValue& role) {
  const auto* pack = parts.rules.rule(order.pack, order.edition).pack;
  return pack == nullptr || role.label.zh.empty() ? role.id : role.label.zh;
}

}  // namespace

std::vector<monitoring::Watched> watched_of(const Parts& parts, const Order& order) {
  monitoring::MonitoringRules rules(parts.rules);
  std::vector<monitoring::Watched> out;
  for (const auto& stretch : order.stretches) {
    const auto span = span_of(order, stretch);
    out.push_back({span.person, span.start, span.first, span.last, span.end,
                   rules.of(span.pack, span.edition, span.person_class, span.measure, span.stage)});
  }
  return out;
}

std::vector<TestRow> tests_of(store::Session& db, const Ulid& order) {
  std::vector<TestRow> out;
  auto q = db.query(
      "select entry, sampled, result from observation_test where order_id = $1 and known_to = $2"
      " order by sampled, entry",
      order, kForever);
  while (q.next()) out.push_back({q.ulid(0), q.day(1), *json::enum_value<TestResult>(q.text(2))});
  return out;
}

std::vector<DueTest> missing_tests(const Order& order, const std::vector<TestRow>& tests,
                                   Day until) {
  std::vector<Day> negative;
  for (const auto& t : tests) {
    if (t.result == TestResult::negative) negative.push_back(t.sampled);
  }
  std::vector<DueTest> out;
  auto next = negative.begin();
  // Each planned day needs a negative test of its own, taken on that day or (late) after it; the
  // evening before is early enough.
  for (const auto& stage : order.plan) {
    if (stage.stage > order.stage) break;
    for (const Day day : stage.tests) {
      if (day > until) continue;
      while (next != negative.end() && *next < day - 1) ++next;
      if (next == negative.end()) {
        out.push_back({day - stage.first + 1, day});
      } else {
        ++next;
      }
    }
  }
  return out;
}

Result<std::string> may_release(store::Session& db, const Parts& parts, const Order& order,
                                Instant at) {
  const auto conditions = conditions_of(parts, order);
  if (!conditions) return conditions.error();
  if (monitoring::has_open_escalation(db, order.person)) return refuse(kEscalationOpen);
  if (conditions->find(Condition::kDaysComplete) != nullptr && day_of(at) <= order.last) {
    return refuse(kTooEarly, {}, {{"until", iso(order.last)}});
  }
  if (const auto* next = order.next_stage()) {
    const auto measure = policy::parse_measure(next->measure);
    return refuse(kStageRemains, {},
                  {{"measure", measure ? policy::label(*measure).zh : next->measure},
                   {"until", iso(next->last)}});
  }
  if (auto status = check_tests(order, tests_of(db, order.id),
                                conditions->find(Condition::kTestsNegative) != nullptr);
      !status) {
    return status.error();
  }
  const auto health = monitoring::health_of(db, watched_of(parts, order), at);
  if (const auto* c = conditions->find(Condition::kReadings)) {
    if (auto status = check_readings(order, health, *c); !status) return status.error();
  }
  if (const auto* c = conditions->find(Condition::kNoFever)) {
    const auto day = days_of(health, &DayHealth::fever, window(order, c->days, at));
    if (!day.empty()) return refuse(kRecentFever, {}, {{"day", day}});
  }
  if (const auto* c = conditions->find(Condition::kNoSymptoms)) {
    const auto day = days_of(health, &DayHealth::symptoms, window(order, c->days, at));
    if (!day.empty()) return refuse(kRecentSymptoms, {}, {{"day", day}});
  }
  if (conditions->find(Condition::kCheckupClean) != nullptr &&
      !order.checkup_clean.value_or(false)) {
    return refuse(kCheckupMissing);
  }
  for (const auto& c : conditions->all) {
    if (c.condition != Condition::kApproval) continue;
    const auto& have = order.approvals;
    if (std::find(have.begin(), have.end(), c.role.id) == have.end()) {
      return refuse(kApprovalMissing, {},
                    {{"role", role_name(parts, order, c.role)}, {"role_id", c.role.id}});
    }
  }
  return conditions->rule;
}

std::vector<AskedApproval> approvals_of(const Parts& parts, const Order& order) {
  std::vector<AskedApproval> out;
  const auto conditions = conditions_of(parts, order);
  if (!conditions) return out;
  const auto& have = order.approvals;
  for (const auto& c : conditions->all) {
    if (c.condition != Condition::kApproval) continue;
    out.push_back({c.role, std::find(have.begin(), have.end(), c.role.id) != have.end()});
  }
  return out;
}

Stepped approve(host::CommandContext& context, const Parts& parts, const Order& order,
                const std::optional<std::string>& role) {
  if (auto s = in_state(context, order, {Standing::active}); !s) return s.error();
  if (const auto conditions = conditions_of(parts, order); !conditions) return conditions.error();
  const auto asked = approvals_of(parts, order);
  if (asked.empty()) return refuse(kNoApprovalAsked);
  const auto found = std::find_if(asked.begin(), asked.end(), [&](const AskedApproval& a) {
    return role ? a.role.id == *role : !a.given;
  });
  if (found == asked.end()) {
    if (!role) return order.id;  // all are on record
    std::string known;
    for (const auto& a : asked) known += (known.empty() ? "" : ", ") + a.role.id;
    return refuse(kUnknownRole, "role", {{"role", *role}, {"known", known}});
  }
  context.append({order.id, order.area}, Approved{found->role.id});
  return order.id;
}

}  // namespace fx::observation
