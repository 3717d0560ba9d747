// Many orders at once: each row stands for itself, and is done wholly or not at all.
#include "area/code.h"
#include "modules/observation/state.h"
#include "modules/row_answer.h"

namespace fx::observation {
namespace {

constexpr std::size_t kMaxRows = 1000;

enum class Action {
  serve,
  assign_team,
  extend,
  convert,
  begin_stage,
  transfer,
  resume,
  check_up,
  approve,
  release,
  end,
  relocate
};
BOOST_DESCRIBE_ENUM(Action, serve, assign_team, extend, convert, begin_stage, transfer, resume,
                    check_up, approve, release, end, relocate)

struct Row {
  Ulid order;
  Action action = Action::serve;
  std::optional<ServedHow> how;
  std::vector<TeamMember> members;
  std::optional<Day> last;
  std::optional<ExtendReason> extend_reason;
  std::optional<std::string> measure;
  std::optional<OverrideReason> convert_reason;
  std::optional<bool> clean;
  std::optional<std::string> role;
  std::optional<EndReason> end_reason;
};
BOOST_DESCRIBE_STRUCT(Row, (),
                      (order, action, how, members, last, extend_reason, measure, convert_reason,
                       clean, role, end_reason))

struct EditMany {
  static constexpr std::string_view kName = "observation.edit-many";
  std::string area;
  std::vector<Row> rows;
};
BOOST_DESCRIBE_STRUCT(EditMany, (), (area, rows))

access::Permission needed(Action action) {
  switch (action) {
    case Action::serve:
    case Action::assign_team:
    case Action::relocate:
      return access::Permission::place;
    case Action::check_up:
      return access::Permission::record_reading;
    default:
      return access::Permission::decide_release;
  }
}

Refusal missing(std::string_view field) {
  return refuse(json::kMissing, std::string(field), {{"field", std::string(field)}});
}

Stepped act(host::CommandContext& context, const Parts& parts, const Order& order, const Row& row) {
  switch (row.action) {
    case Action::serve:
      return serve(context, order, row.how.value_or(ServedHow::in_person));
    case Action::assign_team:
      return assign_team(context, order, row.members);
    case Action::extend:
      if (!row.last) return missing("last");
      return extend(context, order, *row.last,
                    row.extend_reason.value_or(ExtendReason::command_decision));
    case Action::convert: {
      const auto measure = policy::parse_measure(row.measure.value_or(""));
      if (!measure) return missing("measure");
      return convert(context, parts, order, *measure, row.convert_reason);
    }
    case Action::begin_stage:
      return begin_stage(context, order);
    case Action::transfer:
      return transfer(context, order, std::nullopt);
    case Action::resume:
      return resume(context, order);
    case Action::check_up:
      if (!row.clean) return missing("clean");
      return check_up(context, order, *row.clean);
    case Action::approve:
      return approve(context, parts, order, row.role);
    case Action::release:
      return release(context, parts, order);
    case Action::end:
      if (!row.end_reason) return missing("end_reason");
      return end(context, order, *row.end_reason);
    case Action::relocate:
      return relocate(context, parts, order);
  }
  return refuse(host::kNotFound);
}

Stepped edit(host::CommandContext& context, const Parts& parts, const EditMany& command,
             const Row& row) {
  const auto order = order_for(context.db, row.order);
  if (!order) return order.error();
  if (!area::contains(command.area, order->area)) {
    return refuse(kOtherArea, "order", {{"area", command.area}});
  }
  if (auto status = access::require(context.actor, needed(row.action), order->area); !status) {
    return status.error();
  }
  return act(context, parts, *order, row);
}

}  // namespace

void declare_bulk(host::Declaration& to, const Parts& parts) {
  // The permission asked for each row is that of its action; recording readings is the least.
  to.command<EditMany>(
      {access::Permission::record_reading, "批量办理", "edit many orders",
       host::named_area<EditMany>,
       [&parts](host::CommandContext& context, const EditMany& command) -> Result<host::Done> {
         if (command.rows.size() > kMaxRows) {
           return refuse(kTooManyRows, "rows", {{"max", std::to_string(kMaxRows)}});
         }
         RowAnswers out;
         int number = 0;
         for (const auto& row : command.rows) {
           const auto done = edit(context, parts, command, row);
           out.add(done ? RowAnswer::ok(number, *done) : RowAnswer::refused(number, done.error()));
           ++number;
         }
         return host::Done{{}, *json::parse(json::text(out))};
       }});
}

}  // namespace fx::observation
