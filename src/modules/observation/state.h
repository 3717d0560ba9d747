// What the files of this module share.
#pragma once

#include "modules/monitoring/health.h"
#include "modules/observation/decide.h"
#include "modules/observation/order.h"
#include "modules/observation/refusals.h"

namespace fx::observation {

struct Parts {
  const registry::Directory& people;
  const returnees::Arrivals& arrivals;
  const rules::Rulebook& rules;
  ContactOf contact_of;
};

void declare_placement(host::Declaration& to, const Parts& parts);
void declare_decisions(host::Declaration& to, const Parts& parts);
void declare_steps(host::Declaration& to, const Parts& parts);
void declare_bulk(host::Declaration& to, const Parts& parts);
void declare_ledger(host::Declaration& to, const Parts& parts);
void declare_papers(host::Declaration& to, const Parts& parts);
void declare_moves(host::Declaration& to, const Parts& parts);
void declare_comparing(host::Declaration& to, const Parts& parts, const Orders& orders);
void declare_indicators(host::Declaration& to, const Parts& parts);

// --- placement.cc
// Under the area, and decided or begun by the clock's present.
host::Frame frame_on(const std::string& area, Day on, Instant now);
// The moment of a decision for this day: the command's time if it is of that day, else the day's
// beginning.
Instant moment_on(const host::CommandContext& context, Day on);

// --- release.cc
std::vector<monitoring::Watched> watched_of(const Parts& parts, const Order& order);
// Whether the order may be released at this moment; refuses with the first condition that is not
// met. On success: the rule that was checked ("xinping-2020/2020-01/release/2+3+4").
Result<std::string> may_release(store::Session& db, const Parts& parts, const Order& order,
                                Instant at);
struct TestRow {
  Ulid entry;
  Day sampled;
  TestResult result = TestResult::negative;
};
std::vector<TestRow> tests_of(store::Session& db, const Ulid& order);
// Whose approval the rule asks for, and whether it is on record; none when the pack is missing.
struct AskedApproval {
  policy::NamedValue role;
  bool given = false;
};
std::vector<AskedApproval> approvals_of(const Parts& parts, const Order& order);
// Planned days of tests up to the present stage, and which of them have no negative test.
struct DueTest {
  int number = 0;  // day of its stage
  Day day;
};
std::vector<DueTest> missing_tests(const Order& order, const std::vector<TestRow>& tests,
                                   Day until);

// --- steps.cc: the work of the commands, also for rows of many. Each checks everything before it
// writes.
using Stepped = Result<Ulid>;  // the order
// Refuses a step that the order does not allow in its state, and one before its last step.
Status in_state(const host::CommandContext& context, const Order& order,
                std::initializer_list<Standing> allowed);
Result<Order> order_for(store::Session& db, const Ulid& id);
Stepped serve(host::CommandContext& context, const Order& order, ServedHow how);
Stepped assign_team(host::CommandContext& context, const Order& order,
                    const std::vector<TeamMember>& members);
Stepped extend(host::CommandContext& context, const Order& order, Day last, ExtendReason reason);
Stepped convert(host::CommandContext& context, const Parts& parts, const Order& order,
                policy::Measure measure, std::optional<OverrideReason> reason);
Stepped begin_stage(host::CommandContext& context, const Order& order);
Stepped transfer(host::CommandContext& context, const Order& order, std::optional<Ulid> escalation);
Stepped resume(host::CommandContext& context, const Order& order);
Stepped check_up(host::CommandContext& context, const Order& order, bool clean);
// Without a role: for the first whose approval is missing.
Stepped approve(host::CommandContext& context, const Parts& parts, const Order& order,
                const std::optional<std::string>& role);
Stepped release(host::CommandContext& context, const Parts& parts, const Order& order);
Stepped end(host::CommandContext& context, const Order& order, EndReason reason);
Stepped relocate(host::CommandContext& context, const Parts& parts, const Order& order);

// --- papers.cc
// Makes the key that signs certificates, once. On the writer thread.
void ensure_key(store::Session& db);

}  // namespace fx::observation
