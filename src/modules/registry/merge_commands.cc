#include "area/code.h"
#include "identity/person.h"
#include "modules/registry/commands.h"
#include "modules/registry/refusals.h"
#include "modules/registry/state.h"

namespace fx::registry {

using host::CommandContext;
using host::Done;

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
  context.append({a, *area}, PeopleMerged{b});
  return {};
}

namespace {

Result<std::string> area_of_both(store::Session& db, const Ulid& a, const Ulid& b) {
  auto one = area_of_person(db, a);
  if (!one) return one;
  auto other = area_of_person(db, b);
  if (!other) return other;
  std::string both = *one;
  while (!both.empty() && !area::contains(both, *other)) both = area::parent(both);
  return both.empty() ? std::string(area::kCountry) : both;
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
  const Ulid kept = canonical(context.db, c.kept);
  const auto doubt = same_doubt(context.db, DoubtKind::same_person, c.kept, c.merged, {});
  if (doubt && doubt->open) {
    context.append({doubt->person, doubt->area, doubt->id}, DoubtSettled{Resolution::same_person});
  }
  return Done{kept};
}

Result<Done> undo_merge(CommandContext& context, const UndoMerge& c) {
  const auto merge = merge_of(context.db, c.merged);
  if (!merge) return refuse(kNoSuchChange, "merged");
  auto area = area_of_person(context.db, merge->kept);
  if (!area) return area.error();
  identity::unmerge(context.db, c.merged);
  context.append({merge->kept, *area, merge->entry}, MergeUndone{c.merged});
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
  }
  return false;
}

Result<Done> settle(CommandContext& context, const SettleDoubt& c) {
  const auto doubt = find_doubt(context.db, c.doubt);
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
                               std::string both = doubt->area;
                               while (!both.empty() && !area::contains(both, *other)) {
                                 both = area::parent(both);
                               }
                               return both;
                             }
                             return doubt->area;
                           },
                           settle});
}

}  // namespace fx::registry
