#include "area/code.h"
#include "identity/person.h"
#include "modules/registry/commands.h"
#include "modules/registry/refusals.h"
#include "modules/registry/state.h"

namespace fx::registry {

using host::CommandContext;
using host::Done;

namespace {

// What a merge answers of the doubts about the person: that two records may be one, and where the
// number is that one of them lacked.
void settle_by_merge(CommandContext& context, const Ulid& kept, const Ulid& merge) {
  const auto now = identity::find_person(context.db, kept);
  FX_CHECK(now.has_value());
  const auto settle = [&](const Doubt& doubt) {
    if (!doubt.open) return;
    const auto answer = [&](Resolution resolution) {
      context.append({doubt.person, doubt.area, doubt.id}, DoubtSettled{resolution, merge});
    };
    switch (doubt.kind) {
      case DoubtKind::same_person:
      case DoubtKind::id_shared:
        if (canonical(context.db, doubt.person) == canonical(context.db, doubt.other_person)) {
          answer(Resolution::same_person);
        }
        break;
      case DoubtKind::id_missing:
      case DoubtKind::id_damaged:
        if (now->facts.has_usable_id()) answer(Resolution::corrected);
        break;
      default:
        break;
    }
  };
  each_doubt_of(context.db, kept, settle);
  for (const auto& record : merged_into(context.db, kept)) {
    each_doubt_of(context.db, record, settle);
  }
}

// What one of two who are two again knows without the other.
void settle_with_own_number(CommandContext& context, const Ulid& person) {
  const auto now = identity::find_person(context.db, person);
  if (!now || !now->facts.has_usable_id()) return;
  settle_open(context, person, DoubtKind::id_missing, Resolution::corrected);
  settle_open(context, person, DoubtKind::id_damaged, Resolution::corrected);
}

}  // namespace

Status merge_people(CommandContext& context, const Ulid& kept, const Ulid& merged) {
  const Ulid a = canonical(context.db, kept);
  const Ulid b = canonical(context.db, merged);
  if (a == b) return refuse(kSamePerson, "merged");
  auto area = area_of_person(context.db, a);
  if (!area) return area.error();
  if (auto other = area_of_person(context.db, b); !other) return other.error();
  const auto left = identity::find_person(context.db, a);
  const auto right = identity::find_person(context.db, b);
  if (!left || !right) return refuse(kNoSuchPerson, "merged");
  if (left->facts.has_usable_id() && right->facts.has_usable_id() &&
      left->facts.id_number != right->facts.id_number) {
    return refuse(kDifferentIds, "merged");
  }
  identity::merge(context.db, a, b);
  const Ulid merge = context.append({a, *area}, PeopleMerged{b}).id;
  settle_by_merge(context, a, merge);
  return {};
}

namespace {

std::string area_with_both(const std::string& one, const std::string& other) {
  std::string both = one;
  while (!both.empty() && !area::contains(both, other)) both = area::parent(both);
  return both.empty() ? std::string(area::kCountry) : both;
}

Result<std::string> area_of_both(store::Session& db, const Ulid& a, const Ulid& b) {
  auto one = area_of_person(db, a);
  if (!one) return one;
  auto other = area_of_person(db, b);
  if (!other) return other;
  return area_with_both(*one, *other);
}

struct Merge {
  Ulid kept;
  Ulid entry;
};
std::optional<Merge> merge_of(store::Session& db, const Ulid& merged) {
  auto q = db.query("select kept, entry from registry_merge where merged = $1", merged);
  if (!q.next()) return std::nullopt;
  return Merge{q.ulid(0), q.ulid(1)};
}

Result<Done> merge(CommandContext& context, const MergePeople& c) {
  if (auto status = merge_people(context, c.kept, c.merged); !status) return status.error();
  return Done{canonical(context.db, c.kept)};
}

Result<Done> undo_merge(CommandContext& context, const UndoMerge& c) {
  const auto merge = merge_of(context.db, c.merged);
  if (!merge) return refuse(kNoSuchChange, "merged");
  auto area = area_of_person(context.db, merge->kept);
  if (!area) return area.error();
  identity::unmerge(context.db, c.merged);
  context.append({merge->kept, *area, merge->entry}, MergeUndone{c.merged});
  settle_with_own_number(context, merge->kept);
  settle_with_own_number(context, c.merged);
  return Done{c.merged};
}

bool fits(DoubtKind kind, Resolution resolution) {
  switch (kind) {
    case DoubtKind::two_households:
      return resolution == Resolution::keep_household || resolution == Resolution::other_household;
    case DoubtKind::same_person:
    case DoubtKind::id_shared:
      return resolution == Resolution::same_person || resolution == Resolution::different_people;
    case DoubtKind::id_damaged:
    case DoubtKind::id_missing:
    case DoubtKind::sex_disagrees:
      return resolution == Resolution::confirmed || resolution == Resolution::corrected;
    case DoubtKind::grid_differs:
      return resolution == Resolution::keep_grid || resolution == Resolution::other_grid;
  }
  return false;
}

Result<Done> settle(CommandContext& context, const SettleDoubt& c) {
  auto doubt = find_doubt(context.db, c.doubt);
  if (!doubt) return refuse(kNoSuchDoubt, "doubt");
  if (!doubt->open) return refuse(kAlreadySettled, "doubt");
  if (!fits(doubt->kind, c.resolution)) return refuse(kWrongResolution, "resolution");
  if (c.resolution == Resolution::other_household) {
    auto dwelling = area_of_household(context.db, doubt->other_household);
    if (!dwelling) return dwelling.error();
    // They live there and not here, and did so before anybody noticed.
    context.append({canonical(context.db, doubt->person), *dwelling},
                   PersonMoved{doubt->other_household, std::nullopt, std::nullopt, std::nullopt});
  }
  if (c.resolution == Resolution::same_person &&
      canonical(context.db, doubt->person) != canonical(context.db, doubt->other_person)) {
    // Who is in a household stays; otherwise the one known first.
    const auto now = current(context.db, canonical(context.db, doubt->person));
    const bool placed = now && !now->household.is_nil();
    const auto other = current(context.db, canonical(context.db, doubt->other_person));
    const bool other_placed = other && !other->household.is_nil();
    const bool swap = other_placed && (!placed || doubt->other_person < doubt->person);
    auto status = swap ? merge_people(context, doubt->other_person, doubt->person)
                       : merge_people(context, doubt->person, doubt->other_person);
    if (!status) return status.error();
    return Done{doubt->person};  // the merge has settled it
  }
  if (c.resolution == Resolution::other_grid) {
    // The doubt goes with the household.
    auto dwelling = move_to_grid(context, doubt->person, doubt->other_grid);
    if (!dwelling) return dwelling.error();
    doubt->area = std::move(*dwelling);
  }
  context.append({doubt->person, doubt->area, doubt->id}, DoubtSettled{c.resolution});
  return Done{doubt->person};
}

}  // namespace

void declare_merge_commands(host::Declaration& to) {
  using access::Permission;
  to.command<MergePeople>(
      {Permission::edit_register, "合并重复人员", "merge two records of one person",
       [](store::Session& db, const MergePeople& c) { return area_of_both(db, c.kept, c.merged); },
       merge});
  to.command<UndoMerge>({Permission::edit_register, "撤销合并", "undo a merge",
                         [](store::Session& db, const UndoMerge& c) -> Result<std::string> {
                           const auto merge = merge_of(db, c.merged);
                           if (!merge) return refuse(kNoSuchChange, "merged");
                           return area_of_both(db, merge->kept, merge->kept);
                         },
                         undo_merge});
  to.command<SettleDoubt>({Permission::edit_register, "核实存疑", "settle a doubt",
                           [](store::Session& db, const SettleDoubt& c) -> Result<std::string> {
                             const auto doubt = find_doubt(db, c.doubt);
                             if (!doubt) return refuse(kNoSuchDoubt, "doubt");
                             if (!doubt->other_person.is_nil()) {
                               return area_of_both(db, doubt->person, doubt->other_person);
                             }
                             if (!doubt->other_household.is_nil()) {
                               auto other = area_of_household(db, doubt->other_household);
                               if (!other) return other;
                               return area_with_both(doubt->area, *other);
                             }
                             if (!doubt->other_grid.empty()) {
                               return area_with_both(doubt->area, doubt->other_grid);
                             }
                             return doubt->area;
                           },
                           settle});
}

}  // namespace fx::registry
