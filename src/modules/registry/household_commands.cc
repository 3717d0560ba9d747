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
    return refuse(host::kNoSuchArea, "area", {{"area", c.area.substr(0, 80)}});
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

void declare_household_commands(host::Declaration& to) {
  to.command<AddHousehold>(
      {access::Permission::edit_register, "登记住户", "add a household",
       [](store::Session&, const AddHousehold& c) -> Result<std::string> {
         if (!area::is_code(c.area)) {
           return refuse(host::kNoSuchArea, "area", {{"area", c.area.substr(0, 80)}});
         }
         return c.area;
       },
       add_household});
  to.command<MarkHousehold>({access::Permission::edit_register, "走访登记",
                             "mark a household as occupied, empty, visited or not visited",
                             [](store::Session& db, const MarkHousehold& c) {
                               return area_of_household(db, c.household);
                             },
                             mark_household});
}

}  // namespace fx::registry
