#include "area/tree.h"
#include "base/address.h"
#include "base/text.h"
#include "modules/registry/commands.h"
#include "modules/registry/refusals.h"
#include "modules/registry/state.h"

namespace fx::registry {
namespace {

using area::Level;
using host::CommandContext;
using host::Done;

// The child of this name, made if need be; "" gives the child that stands for none.
Result<std::string> child(CommandContext& context, const std::string& parent,
                          const std::string& name, std::vector<area::NewArea>& added) {
  const Level level = static_cast<Level>(static_cast<int>(*area::level_of(parent)) + 1);
  const std::string clean = normalise(name);
  if (clean.empty() || clean == "0") {
    const std::string code = parent + "-0";
    if (!area::exists(context.db, code)) added.push_back({code, ""});
    return code;
  }
  if (added.empty()) {  // below a new area there is nothing yet
    if (const auto there = area::child_by_name(context.db, parent, clean)) return there->code;
    auto plan = area::plan_addition(context.db, "", clean, parent);
    if (!plan) return plan.error();
    if (!plan->exists) added.push_back(plan->area);
    return plan->area.code;
  }
  const auto local = area::local_part(level, clean);
  const std::string code = parent + "-" + local.value_or("1");
  added.push_back({code, local ? area::default_name(level, *local) : clean});
  return code;
}

Result<Done> add_household(CommandContext& context, const AddHousehold& c) {
  const auto level = area::level_of(c.area);
  if (!level || *level < Level::kCommunity || !area::exists(context.db, c.area)) {
    return refuse(host::kNoSuchArea, "area", {{"area", c.area}});
  }
  if (auto status = check_day(context, c.since); !status) return status.error();
  std::string code = c.area;
  std::vector<area::NewArea> added;
  if (*level < Level::kDwelling) {
    const std::string room = canonical_room(c.room.value_or(""));
    if (room.empty()) return refuse(kNoAddress, "room");
    const std::pair<Level, std::string> steps[] = {
        {Level::kGrid, c.grid.value_or("")},
        {Level::kCompound, c.compound.value_or("")},
        {Level::kBuilding, c.building.value_or("")},
        {Level::kUnit, c.unit.value_or("")},
        {Level::kDwelling, room},
    };
    for (const auto& [step, name] : steps) {
      if (step <= *level) continue;
      auto next = child(context, code, name, added);
      if (!next) return next.error();
      code = std::move(*next);
    }
  }
  if (const auto there = household_at(context.db, code); !there.is_nil()) {
    return refuse(kHouseholdExists, "", {{"household", there.text()}});
  }
  const Ulid household = context.new_id();
  if (!added.empty()) context.append({{}, c.area}, area::AreaAdded{added});
  context.append({household, code}, HouseholdAdded{c.mark, c.since, std::nullopt});
  return Done{household, json::Object{{"area", code}}};
}

// The code that a dwelling gets in this unit; refuses where there is one of its name.
Result<std::string> code_in_unit(CommandContext& context, const std::string& dwelling,
                                 const std::string& unit) {
  const std::string local = dwelling.substr(dwelling.rfind('-') + 1);
  if (local.front() == 'N') {  // without a number: told apart by who lives there
    for (int n = 1;; ++n) {
      std::string code = unit + "-N" + std::to_string(n);
      if (!area::exists(context.db, code)) return code;
    }
  }
  const std::string name = area::name(context.db, dwelling);
  const std::string& known_by = name.empty() ? local : name;
  if (const auto same = area::child_by_name(context.db, unit, known_by)) {
    return refuse(area::kNameTaken, "doubt", {{"code", same->code}});
  }
  return area::next_code(context.db, unit, known_by);
}

Result<Done> mark_household(CommandContext& context, const MarkHousehold& c) {
  const auto now = current(context.db, c.household);
  if (!now || subject_kind(context.db, c.household) != Subject::kHousehold) {
    return refuse(kNoSuchHousehold, "household");
  }
  if (auto status = check_day(context, c.day); !status) return status.error();
  context.append({c.household, now->area},
                 HouseholdMarked{c.mark, c.day.value_or(context.today())});
  return Done{c.household};
}

}  // namespace

Result<std::string> move_to_grid(CommandContext& context, const Ulid& household,
                                 const std::string& grid) {
  const auto now = current(context.db, household);
  if (!now) return refuse(kNoSuchHousehold, "household");
  if (area::at_level(now->area, Level::kGrid) == grid) return now->area;
  std::string unit = grid;
  std::vector<area::NewArea> added;
  for (const auto level : {Level::kCompound, Level::kBuilding, Level::kUnit}) {
    const auto name = area::name(context.db, area::at_level(now->area, level));
    auto next = child(context, unit, name, added);
    if (!next) return next.error();
    unit = std::move(*next);
  }
  auto to = code_in_unit(context, now->area, unit);
  if (!to) return to.error();
  if (!added.empty()) context.append({{}, grid}, area::AreaAdded{added});
  context.append({{}, unit}, area::AreaMoved{now->area, *to});
  return *to;
}

void declare_household_commands(host::Declaration& to) {
  to.command<AddHousehold>({access::Permission::edit_register, "登记住户", "add a household",
                            host::named_area<AddHousehold>, add_household});
  to.command<MarkHousehold>({access::Permission::edit_register, "走访登记",
                             "mark a household as occupied, empty, visited or not visited",
                             [](store::Session& db, const MarkHousehold& c) {
                               return area_of_household(db, c.household);
                             },
                             mark_household});
}

}  // namespace fx::registry
