#include "modules/registry/answers.h"

#include <algorithm>
#include <map>
#include <unordered_set>

#include "access/accounts.h"
#include "area/code.h"
#include "area/tree.h"

namespace fx::registry {
namespace {

constexpr std::int64_t kLateMillis = 2 * 60 * kMillisPerMinute;

std::pair<std::string_view, std::string_view> words(DoubtKind kind) {
  switch (kind) {
    case DoubtKind::two_households:
      return {"同时登记在两户", "listed in two households"};
    case DoubtKind::same_person:
      return {"可能是同一人", "perhaps one person"};
    case DoubtKind::id_damaged:
      return {"身份证号有误", "ID number cannot be right"};
    case DoubtKind::id_shared:
      return {"两人身份证号相同", "two people with one ID number"};
    case DoubtKind::sex_disagrees:
      return {"性别与身份证号不一致", "sex differs from the ID number"};
    case DoubtKind::id_missing:
      return {"没有身份证号", "no ID number"};
    case DoubtKind::grid_differs:
      return {"名单与登记的网格不同", "the list names another grid"};
  }
  return {"", ""};
}

}  // namespace

std::vector<TimelineItem> timeline_of(store::Session& db, const host::Declaration& declared,
                                      const std::vector<Ulid>& subjects, Language language) {
  std::vector<journal::Entry> entries;
  for (const auto& subject : subjects) {
    for (auto& entry : journal::Journal::history(db, subject)) entries.push_back(std::move(entry));
  }
  std::sort(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return a.position < b.position; });
  std::vector<TimelineItem> out;
  std::map<Ulid, std::string> names;
  for (const auto& entry : entries) {
    TimelineItem item;
    item.entry = entry.id;
    item.kind = entry.kind;
    if (const auto* kind = declared.find_kind(entry.kind)) {
      item.zh = kind->zh;
      item.en = kind->en;
    }
    item.occurred_at = entry.occurred_at;
    item.recorded_at = entry.recorded_at;
    item.late = entry.recorded_at.millis - entry.occurred_at.millis > kLateMillis;
    item.actor = entry.actor;
    auto& name = names[entry.actor];
    if (name.empty()) name = access::display_name(db, entry.actor, language);
    item.actor_name = name;
    item.amends = entry.amends;
    item.amended = !journal::Journal::amendments_of(db, entry.id).empty();
    if (auto payload = json::parse(entry.payload)) item.payload = std::move(*payload);
    out.push_back(std::move(item));
  }
  return out;
}

std::vector<Resolution> resolutions_of(DoubtKind kind) {
  switch (kind) {
    case DoubtKind::two_households:
      return {Resolution::keep_household, Resolution::other_household};
    case DoubtKind::same_person:
    case DoubtKind::id_shared:
      return {Resolution::same_person, Resolution::different_people};
    case DoubtKind::id_damaged:
    case DoubtKind::id_missing:
    case DoubtKind::sex_disagrees:
      return {Resolution::corrected, Resolution::confirmed};
    case DoubtKind::grid_differs:
      return {Resolution::keep_grid, Resolution::other_grid};
  }
  return {};
}

DoubtAnswer doubt_answer(host::QueryContext& context, const Directory& directory,
                         const Doubt& doubt) {
  DoubtAnswer out;
  out.doubt = doubt.id;
  out.kind = doubt.kind;
  const auto [zh, en] = words(doubt.kind);
  out.zh = zh;
  out.en = en;
  out.raised = doubt.raised;
  out.area = doubt.area;
  out.open = doubt.open;
  if (doubt.kind == DoubtKind::grid_differs) {
    out.household = directory.household_card(context, doubt.person);
    const auto all = members(context.db, doubt.person);
    if (!all.empty()) out.person = directory.card(context, all.front());
    out.grid = area::name(context.db, area::at_level(doubt.area, area::Level::kGrid));
    out.other_grid = area::name(context.db, doubt.other_grid);
  } else {
    out.person = directory.card(context, doubt.person);
    const auto place = directory.place_of(context.db, doubt.person);
    if (place && !place->household.is_nil()) {
      out.household = directory.household_card(context, place->household);
    }
  }
  if (!doubt.other_person.is_nil()) {
    out.other_person = directory.card(context, doubt.other_person);
    const auto other = directory.place_of(context.db, doubt.other_person);
    if (other && !other->household.is_nil()) {
      out.other_household = directory.household_card(context, other->household);
    }
  }
  if (!doubt.other_household.is_nil()) {
    out.other_household = directory.household_card(context, doubt.other_household);
  }
  if (doubt.open) out.resolutions = resolutions_of(doubt.kind);
  return out;
}

}  // namespace fx::registry
