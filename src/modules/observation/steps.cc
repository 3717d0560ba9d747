// The steps of an order, each a command of its own and a row of the bulk edit.
#include <algorithm>

#include "area/code.h"
#include "modules/observation/state.h"

namespace fx::observation {
Status in_state(const host::CommandContext& context, const Order& order,
                std::initializer_list<Standing> allowed) {
  if (std::find(allowed.begin(), allowed.end(), order.standing) == allowed.end()) {
    const auto state = order.state(context.occurred_at);
    return refuse(
        kWrongState, {},
        {{"state_zh", std::string(zh(state))}, {"state", std::string(json::enum_name(state))}});
  }
  if (context.occurred_at < order.last_at) {
    return refuse(kBeforeLastStep, "occurred_at", {{"at", iso(order.last_at)}});
  }
  return {};
}

namespace {

std::string label_zh(std::string_view measure) {
  const auto m = policy::parse_measure(measure);
  return m ? policy::label(*m).zh : std::string(measure);
}

}  // namespace

Result<Order> order_for(store::Session& db, const Ulid& id) {
  auto order = find_order(db, id);
  if (!order) return refuse(kNoSuchOrder, "order");
  return std::move(*order);
}

Stepped serve(host::CommandContext& context, const Order& order, ServedHow how) {
  if (auto s = in_state(context, order, {Standing::active}); !s) return s.error();
  if (order.served_at) return refuse(kAlreadyServed, {}, {{"at", iso(*order.served_at)}});
  context.append({order.id, order.area}, Served{how});
  return order.id;
}

Stepped assign_team(host::CommandContext& context, const Order& order,
                    const std::vector<TeamMember>& members) {
  if (!order.running()) {
    if (auto s = in_state(context, order, {}); !s) return s.error();
  }
  context.append({order.id, order.area}, TeamAssigned{members});
  return order.id;
}

Stepped extend(host::CommandContext& context, const Order& order, Day last, ExtendReason reason) {
  if (auto s = in_state(context, order, {Standing::active}); !s) return s.error();
  if (last <= order.last || last < day_of(context.occurred_at)) {
    return refuse(kNotLonger, "last",
                  {{"last", iso(std::max(order.last, day_of(context.occurred_at) - 1))}});
  }
  if (order.longest_last && last > *order.longest_last) {
    return refuse(kBeyondLongest, "last", {{"longest", iso(*order.longest_last)}});
  }
  context.append({order.id, order.area}, Extended{last, reason});
  return order.id;
}

Stepped convert(host::CommandContext& context, const Parts& parts, const Order& order,
                policy::Measure measure, std::optional<OverrideReason> reason) {
  if (auto s = in_state(context, order, {Standing::active}); !s) return s.error();
  const auto to = std::string(policy::id(measure));
  if (to == order.measure) {
    return refuse(kSameMeasure, "measure", {{"measure", policy::label(measure).zh}});
  }
  const auto [pack, edition] = parts.rules.rule(order.pack, order.edition);
  if (edition == nullptr) return refuse(kPackMissing, {}, {{"pack", order.pack}});
  auto facts = pack->facts();
  pack->set_placement(facts, order.person_class,
                      policy::parse_measure(order.measure).value_or(policy::Measure::kNone),
                      order.stage);
  facts.choose("requested", to);
  facts.flag("unfit_for_central", reason == OverrideReason::unfit_for_central);
  facts.flag("unfit_for_home", reason == OverrideReason::unfit_for_home);
  const auto decision = policy::decide(*pack, *edition, "conversion", facts);
  const auto conversion = edition->conversion(facts);
  if (!decision || !conversion || !(*conversion)->allowed) {
    return refuse(kNotConvertible, "measure",
                  {{"from", label_zh(order.measure)}, {"to", policy::label(measure).zh}});
  }
  const Day today = day_of(context.occurred_at);
  Converted out{to, order.first, order.last, false, decision->reference(), reason, {}};
  if ((*conversion)->restart) {
    // As many days again as the stage has, the first being tomorrow.
    out.restarted = true;
    out.first = today + 1;
    out.last = today + (order.last - order.first + 1);
  }
  if (const auto& legal = (*conversion)->legal) {
    out.legal = LegalGround{legal->basis.label.zh, legal->issuer.label.zh, legal->appeal.label.zh,
                            legal->longest_days, out.first + legal->longest_days - 1};
  }
  const auto longest = out.legal ? std::optional(out.legal->longest_last) : order.longest_last;
  if (longest && out.last > *longest) {
    return refuse(kBeyondLongest, "measure", {{"longest", iso(*longest)}});
  }
  context.append({order.id, order.area}, out);
  return order.id;
}

Stepped begin_stage(host::CommandContext& context, const Order& order) {
  if (auto s = in_state(context, order, {Standing::active}); !s) return s.error();
  const auto* next = order.next_stage();
  if (next == nullptr) return refuse(kNoNextStage);
  const Day today = day_of(context.occurred_at);
  if (today < order.last) return refuse(kStageTooEarly, {}, {{"last", iso(order.last)}});
  StageBegun out{next->measure, next->stage, next->first, next->last};
  // An extension of the stage before has moved it.
  if (order.last >= next->first) {
    const int days = next->last - next->first + 1;
    out.first = order.last + 1;
    out.last = order.last + days;
  }
  context.append({order.id, order.area}, out);
  return order.id;
}

Stepped transfer(host::CommandContext& context, const Order& order,
                 std::optional<Ulid> escalation) {
  if (auto s = in_state(context, order, {Standing::active}); !s) return s.error();
  context.append({order.id, order.area}, Transferred{escalation});
  return order.id;
}

Stepped resume(host::CommandContext& context, const Order& order) {
  if (auto s = in_state(context, order, {Standing::hospital}); !s) return s.error();
  context.append({order.id, order.area}, Resumed{order.measure, order.last});
  return order.id;
}

Stepped check_up(host::CommandContext& context, const Order& order, bool clean) {
  if (auto s = in_state(context, order, {Standing::active}); !s) return s.error();
  context.append({order.id, order.area}, CheckedUp{clean});
  return order.id;
}

Stepped release(host::CommandContext& context, const Parts& parts, const Order& order) {
  if (auto s = in_state(context, order, {Standing::active}); !s) return s.error();
  const auto rule = may_release(context.db, parts, order, context.occurred_at);
  if (!rule) return rule.error();
  const int year = civil(day_of(context.occurred_at)).year;
  const auto number =
      context.db
          .integer("select last from observation_number where chain = $1 and year = $2",
                   area::chain(order.area), year)
          .value_or(0);
  ensure_key(context.db);
  context.append({order.id, order.area}, Released{year, static_cast<int>(number) + 1, *rule});
  return order.id;
}

Stepped end(host::CommandContext& context, const Order& order, EndReason reason) {
  if (auto s = in_state(context, order, {Standing::active, Standing::hospital}); !s) {
    return s.error();
  }
  context.append({order.id, order.area}, Ended{reason});
  return order.id;
}

Stepped relocate(host::CommandContext& context, const Parts& parts, const Order& order) {
  if (auto s = in_state(context, order, {Standing::active, Standing::hospital}); !s) {
    return s.error();
  }
  const auto place = parts.people.place_of(context.db, order.person);
  if (!place) return refuse(host::kNotFound, "order");
  if (place->area == order.area && place->household == order.household) return order.id;
  Relocated out;
  if (!place->household.is_nil()) out.household = place->household;
  out.area = place->area;
  // Kept with the place that answers for the person from now on.
  context.append({order.id, place->area}, out);
  return order.id;
}

namespace {

// Commands about one order. `P` is the permission, `Do` what is done.
struct Serve {
  static constexpr std::string_view kName = "observation.serve";
  Ulid order;
  std::optional<ServedHow> how;
};
BOOST_DESCRIBE_STRUCT(Serve, (), (order, how))
struct AssignTeam {
  static constexpr std::string_view kName = "observation.assign-team";
  Ulid order;
  std::vector<TeamMember> members;
};
BOOST_DESCRIBE_STRUCT(AssignTeam, (), (order, members))
struct Extend {
  static constexpr std::string_view kName = "observation.extend";
  Ulid order;
  Day last;
  std::optional<ExtendReason> reason;
};
BOOST_DESCRIBE_STRUCT(Extend, (), (order, last, reason))
struct Convert {
  static constexpr std::string_view kName = "observation.convert";
  Ulid order;
  std::string measure;
  std::optional<OverrideReason> reason;
};
BOOST_DESCRIBE_STRUCT(Convert, (), (order, measure, reason))
struct BeginStage {
  static constexpr std::string_view kName = "observation.begin-stage";
  Ulid order;
};
BOOST_DESCRIBE_STRUCT(BeginStage, (), (order))
struct Transfer {
  static constexpr std::string_view kName = "observation.transfer";
  Ulid order;
};
BOOST_DESCRIBE_STRUCT(Transfer, (), (order))
struct Resume {
  static constexpr std::string_view kName = "observation.resume";
  Ulid order;
};
BOOST_DESCRIBE_STRUCT(Resume, (), (order))
struct CheckUp {
  static constexpr std::string_view kName = "observation.check-up";
  Ulid order;
  bool clean = false;
};
BOOST_DESCRIBE_STRUCT(CheckUp, (), (order, clean))
struct Approve {
  static constexpr std::string_view kName = "observation.approve";
  Ulid order;
  std::optional<std::string> role;  // default: the first whose approval is missing
};
BOOST_DESCRIBE_STRUCT(Approve, (), (order, role))
struct Release {
  static constexpr std::string_view kName = "observation.release";
  Ulid order;
};
BOOST_DESCRIBE_STRUCT(Release, (), (order))
struct End {
  static constexpr std::string_view kName = "observation.end";
  Ulid order;
  EndReason reason = EndReason::restriction_lifted;
};
BOOST_DESCRIBE_STRUCT(End, (), (order, reason))
struct Relocate {
  static constexpr std::string_view kName = "observation.relocate";
  Ulid order;
};
BOOST_DESCRIBE_STRUCT(Relocate, (), (order))
struct Undo {
  static constexpr std::string_view kName = "observation.undo";
  Ulid order;
  std::optional<Ulid> step;  // the entry; to be sure that it is the latest
};
BOOST_DESCRIBE_STRUCT(Undo, (), (order, step))
struct RecordTest {
  static constexpr std::string_view kName = "observation.record-test";
  Ulid order;
  Day sampled;
  TestResult result = TestResult::negative;
  std::optional<Ulid> corrects;  // the entry of an earlier test
};
BOOST_DESCRIBE_STRUCT(RecordTest, (), (order, sampled, result, corrects))

template <class C>
void step_command(host::Declaration& to, access::Permission permission, std::string zh,
                  std::string en,
                  std::function<Stepped(host::CommandContext&, const C&, const Order&)> run) {
  to.command<C>(
      {permission, std::move(zh), std::move(en),
       [](store::Session& db, const C& c) -> Result<std::string> {
         const auto order = order_for(db, c.order);
         if (!order) return order.error();
         return order->area;
       },
       [run = std::move(run)](host::CommandContext& context, const C& c) -> Result<host::Done> {
         const auto order = order_for(context.db, c.order);
         if (!order) return order.error();
         const auto done = run(context, c, *order);
         if (!done) return done.error();
         return host::Done{*done, {}};
       }});
}

Stepped undo(host::CommandContext& context, const Undo& command, const Order& order) {
  if (order.last_step.is_nil()) return refuse(kNothingToUndo);
  if (command.step && *command.step != order.last_step) return refuse(kNotLatestStep, "step");
  // Somebody may be under a newer order by now: the old one cannot come back beside it.
  const bool would_run = !order.running();
  const auto running = running_order_of(context.db, order.person);
  if (would_run && running && *running != order.id) return refuse(kStepsTaken);
  context.append({order.id, order.area, order.last_step}, StepUndone{order.last_kind});
  return order.id;
}

Stepped record_test(host::CommandContext& context, const RecordTest& command, const Order& order) {
  if (order.standing == Standing::none) {
    if (auto s = in_state(context, order, {}); !s) return s.error();
  }
  if (command.sampled < day_of(order.decided_at) - 1 || command.sampled > context.today()) {
    return refuse(kTestDay, "sampled", {{"day", iso(command.sampled)}});
  }
  const auto tests = tests_of(context.db, order.id);
  if (command.corrects) {
    if (std::none_of(tests.begin(), tests.end(),
                     [&](const TestRow& t) { return t.entry == *command.corrects; })) {
      return refuse(kNoSuchTest, "corrects");
    }
  } else {
    // The same result a second time is the same test.
    for (const auto& t : tests) {
      if (t.sampled == command.sampled && t.result == command.result) return order.id;
    }
  }
  context.append({order.id, order.area, command.corrects.value_or(Ulid())},
                 TestRecorded{order.person, command.sampled, command.result});
  return order.id;
}

}  // namespace

void declare_steps(host::Declaration& to, const Parts& parts) {
  using access::Permission;
  using host::CommandContext;
  step_command<Serve>(to, Permission::place, "登记送达", "serve the notice",
                      [](CommandContext& context, const Serve& c, const Order& order) {
                        return serve(context, order, c.how.value_or(ServedHow::in_person));
                      });
  step_command<AssignTeam>(to, Permission::place, "指定包保组", "assign the team",
                           [](CommandContext& context, const AssignTeam& c, const Order& order) {
                             return assign_team(context, order, c.members);
                           });
  step_command<Extend>(to, Permission::decide_release, "延长观察", "extend",
                       [](CommandContext& context, const Extend& c, const Order& order) {
                         return extend(context, order, c.last,
                                       c.reason.value_or(ExtendReason::command_decision));
                       });
  step_command<Convert>(
      to, Permission::decide_release, "转换措施", "convert the measure",
      [&parts](CommandContext& context, const Convert& c, const Order& order) -> Stepped {
        const auto measure = policy::parse_measure(c.measure);
        if (!measure) {
          return refuse(json::kBadValue, "measure",
                        {{"expected", "centralised | home | home_monitoring | self_monitoring"}});
        }
        return convert(context, parts, order, *measure, c.reason);
      });
  step_command<BeginStage>(to, Permission::decide_release, "转入下一阶段", "begin the next stage",
                           [](CommandContext& context, const BeginStage&, const Order& order) {
                             return begin_stage(context, order);
                           });
  step_command<Transfer>(to, Permission::decide_release, "转送医院", "transfer to hospital",
                         [](CommandContext& context, const Transfer&, const Order& order) {
                           return transfer(context, order, std::nullopt);
                         });
  step_command<Resume>(to, Permission::decide_release, "出院恢复观察", "resume after hospital",
                       [](CommandContext& context, const Resume&, const Order& order) {
                         return resume(context, order);
                       });
  step_command<CheckUp>(to, Permission::record_reading, "登记解除前检查", "record the check-up",
                        [](CommandContext& context, const CheckUp& c, const Order& order) {
                          return check_up(context, order, c.clean);
                        });
  step_command<Approve>(to, Permission::decide_release, "批准解除", "approve the release",
                        [&parts](CommandContext& context, const Approve& c, const Order& order) {
                          return approve(context, parts, order, c.role);
                        });
  step_command<Release>(to, Permission::decide_release, "解除观察", "release",
                        [&parts](CommandContext& context, const Release&, const Order& order) {
                          return release(context, parts, order);
                        });
  step_command<End>(to, Permission::decide_release, "终止观察", "end without release",
                    [](CommandContext& context, const End& c, const Order& order) {
                      return end(context, order, c.reason);
                    });
  step_command<Relocate>(to, Permission::place, "更新住处", "take over the person's present place",
                         [&parts](CommandContext& context, const Relocate&, const Order& order) {
                           return relocate(context, parts, order);
                         });
  step_command<Undo>(to, Permission::decide_release, "撤销一步", "undo the latest step", undo);
  step_command<RecordTest>(to, Permission::record_reading, "登记检测结果", "record a test",
                           record_test);
}

}  // namespace fx::observation
