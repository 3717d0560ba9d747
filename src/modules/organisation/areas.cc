// The tree: adding, renaming, moving.
#include <algorithm>

#include "area/divisions.h"
#include "modules/organisation/organisation.h"
#include "modules/organisation/parts.h"
#include "modules/organisation/refusals.h"

namespace fx::organisation {
namespace {

using area::Level;
using host::CommandContext;
using host::Done;
using store::Session;

// Adding is a matter of the area above.
Result<std::string> where_added(Session&, const AddArea& c) {
  if (!c.code || c.code->empty()) {
    const auto parent = area::read_code(c.parent.value_or(""));
    if (!parent) {
      return refuse(area::kNotACode, "code", {{"code", c.parent.value_or("")}});
    }
    return *parent;
  }
  const auto code = area::read_code(*c.code);
  if (!code) return refuse(area::kNotACode, "code", {{"code", *c.code}});
  const auto parent = area::parent(*code);
  return parent.empty() ? *code : parent;
}

// An official street or community that has not been taken into use: adding it under its own name
// says that it is.
bool is_unused_division(Session& db, const std::string& code) {
  const auto level = *area::level_of(code);
  return (level == Level::kStreet || level == Level::kCommunity) &&
         !db.integer("select 1 from area_node where code = $1", code).has_value();
}

Result<Done> add(CommandContext& context, const AddArea& c) {
  auto plan = area::plan_addition(context.db, c.code.value_or(""), c.name.value_or(""),
                                  c.parent.value_or(""));
  if (!plan) return plan.error();
  const auto& area = plan->area;
  if (!plan->exists || is_unused_division(context.db, area.code)) {
    context.append({Ulid(), area.code}, area::AreaAdded{{area}});
  }
  Done done;
  done.result = json::Object{{"code", area.code},
                             {"name", area.name},
                             {"full_name", area::full_name(context.db, area.code)},
                             {"existed", plan->exists}};
  return done;
}

Result<std::string> where_renamed(Session& db, const RenameArea& c) {
  return known_area(db, c.code, "code");
}

Result<Done> rename(CommandContext& context, const RenameArea& c) {
  const auto code = known_area(context.db, c.code, "code");
  if (!code) return code.error();
  const Level level = *area::level_of(*code);
  auto name = area::clean_name(level, *code, c.name);
  if (!name) return name.error();
  if (*name == area::name(context.db, *code)) return Done{};
  if (!name->empty()) {
    const auto same = area::child_by_name(context.db, area::parent(*code), *name);
    if (same && same->code != *code) {
      return refuse(area::kNameTaken, "name", {{"code", same->code}});
    }
  }
  context.append({Ulid(), *code}, area::AreaRenamed{*code, *name});
  return Done{};
}

Result<std::string> where_moved(Session& db, const MoveArea& c) {
  auto code = known_area(db, c.code, "code");
  if (!code) return code.error();
  return area::chain(*code);
}

Result<Done> move(CommandContext& context, const MoveArea& c) {
  const auto code = known_area(context.db, c.code, "code");
  if (!code) return code.error();
  const auto parent = known_area(context.db, c.parent, "parent");
  if (!parent) return parent.error();
  const Level level = *area::level_of(*code);
  const Level above = *area::level_of(*parent);
  if (level <= Level::kCommunity || static_cast<int>(above) + 1 != static_cast<int>(level) ||
      area::chain(*code) != area::chain(*parent)) {
    return refuse(kForeignMove, "parent");
  }
  Done done;
  if (area::parent(*code) == *parent) {
    done.result = json::Object{{"code", *code}};
    return done;
  }
  const std::string name = area::name(context.db, *code);
  const std::string shown = name.empty() ? code->substr(code->rfind('-') + 1) : name;  // "0": none
  if (const auto same = area::child_by_name(context.db, *parent, name.empty() ? shown : name)) {
    return refuse(area::kNameTaken, "parent", {{"code", same->code}});
  }
  const std::string to = area::next_code(context.db, *parent, shown);
  context.append({Ulid(), *parent}, area::AreaMoved{*code, to});
  done.result = json::Object{{"code", to}};
  return done;
}

}  // namespace

Result<std::string> known_area(Session& db, std::string_view code, const char* field) {
  const auto read = area::read_code(code);
  if (!read) return refuse(area::kNotACode, field, {{"code", std::string(code)}});
  const std::string now = area::current_code(db, *read);
  if (!area::exists(db, now)) return refuse(host::kNoSuchArea, field, {{"area", now}});
  return now;
}

void declare_areas(host::Declaration& to) {
  to.entry<area::AreaAdded>("新增区域", "areas added");
  to.entry<area::AreaRenamed>("区域改名", "area renamed");
  to.entry<area::AreaMoved>("区域调整", "area moved");
  to.view(std::string(area::kNodeTable), std::string(area::kNodeDdl));
  to.view(std::string(area::kFormerTable), std::string(area::kFormerDdl));
  to.on<area::AreaAdded>(
      [](Session& db, const journal::Entry&, const area::AreaAdded& e) { area::apply(db, e); });
  to.on<area::AreaRenamed>(
      [](Session& db, const journal::Entry&, const area::AreaRenamed& e) { area::apply(db, e); });
  to.on<area::AreaMoved>(
      [](Session& db, const journal::Entry&, const area::AreaMoved& e) { area::apply(db, e); });
  to.command<AddArea>(
      {access::Permission::manage_areas, "新增区域", "add an area", where_added, add});
  to.command<RenameArea>(
      {access::Permission::manage_areas, "区域改名", "rename an area", where_renamed, rename});
  to.command<MoveArea>(
      {access::Permission::manage_areas, "调整区域归属", "move an area", where_moved, move});
}

}  // namespace fx::organisation
