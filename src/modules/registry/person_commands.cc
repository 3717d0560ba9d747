#include <algorithm>

#include "area/code.h"
#include "identity/link.h"
#include "identity/person.h"
#include "modules/registry/commands.h"
#include "modules/registry/hand.h"
#include "modules/registry/refusals.h"
#include "modules/registry/state.h"

namespace fx::registry {

using host::CommandContext;
using host::Done;

Result<std::string> area_of_person(store::Session& db, const Ulid& person) {
  const Ulid root = canonical(db, person);
  auto area = last_area(db, root);
  if (!area || subject_kind(db, root) != Subject::kPerson) return refuse(kNoSuchPerson, "person");
  return std::move(*area);
}

Result<std::string> area_of_household(store::Session& db, const Ulid& household) {
  const auto now = current(db, household);
  if (!now || now->household != household) return refuse(kNoSuchHousehold, "household");
  return now->area;
}

std::int64_t hand_source(CommandContext& context, const std::string& area) {
  return identity::add_source(context.db, {context.id, identity::SourceKind::kHand, "", area,
                                           context.now, context.actor.account});
}

Status check_day(const CommandContext& context, const std::optional<Day>& day) {
  if (day && *day > context.today()) return refuse(kInTheFuture, "since", {{"day", iso(*day)}});
  return {};
}

bool raise_doubt(CommandContext& context, DoubtKind kind, const Ulid& person,
                 const std::string& area, const Ulid& other_person, const Ulid& other_household,
                 const std::optional<Ulid>& import) {
  if (same_doubt(context.db, kind, person, other_person, other_household)) return false;
  DoubtRaised raised{kind, std::nullopt, std::nullopt, import};
  if (!other_person.is_nil()) raised.other_person = other_person;
  if (!other_household.is_nil()) raised.other_household = other_household;
  context.append({person, area}, raised);
  return true;
}

void settle_open(CommandContext& context, const Ulid& person, DoubtKind kind,
                 Resolution resolution) {
  each_doubt_of(context.db, person, [&](const Doubt& doubt) {
    if (!doubt.open || doubt.kind != kind) return;
    context.append({doubt.person, doubt.area, doubt.id}, DoubtSettled{resolution});
  });
}

namespace {

// Somebody else who bears this sound number.
std::optional<Ulid> holder_of(store::Session& db, const IdNumber& id, const Ulid& but) {
  if (!id.usable()) return std::nullopt;
  std::optional<Ulid> out;
  identity::DatabasePool(db, area::kCountry).with_id(id.number, [&](const identity::Person& p) {
    if (p.id != but && !out) out = p.id;
  });
  return out;
}

Result<Done> add_person(CommandContext& context, const AddPerson& c) {
  auto dwelling = area_of_household(context.db, c.household);
  if (!dwelling) return dwelling.error();
  auto name = checked_name(c.name);
  if (!name) return name.error();
  auto id = checked_id(c.id_number.value_or(""), c.id_as_is.value_or(false), context.today());
  if (!id) return id.error();
  auto phones = checked_phones(c.phones);
  if (!phones) return phones.error();
  auto sex = checked_sex(c.sex);
  if (!sex) return sex.error();
  if (auto status = check_day(context, c.since); !status) return status.error();

  const auto facts = identity::Facts::of(*name, *id, *phones, *sex);
  const std::string community = area::at_level(*dwelling, area::Level::kCommunity);
  const auto linked =
      identity::link(identity::DatabasePool(context.db, community), {facts, *dwelling});
  if (linked.match) {
    return refuse(kAlreadyRegistered, "", {{"person", linked.match->person.text()}});
  }
  if (const auto holder = holder_of(context.db, *id, {})) {
    return refuse(kIdInUse, "id_number", {{"person", holder->text()}});
  }
  const Ulid person = context.new_id();
  identity::create_person(context.db, person, facts, *dwelling, hand_source(context, *dwelling), 0);
  context.append({person, *dwelling},
                 PersonAdded{c.household, c.relation.value_or(Relation::unknown), c.flags, c.since,
                             std::nullopt});
  if (c.note) identity::set_text(context.db, person, "note", person, *c.note);
  if (!id->usable() && id->verdict != IdVerdict::kEmpty) {
    raise_doubt(context, DoubtKind::id_damaged, person, *dwelling, {}, {}, std::nullopt);
  }
  for (const auto& candidate : linked.possible) {
    if (candidate.basis == identity::Basis::kName) continue;
    raise_doubt(context, DoubtKind::same_person, person, *dwelling, candidate.person, {},
                std::nullopt);
  }
  return Done{person};
}

Result<Done> edit_person(CommandContext& context, const EditPerson& c) {
  const Ulid person = canonical(context.db, c.person);
  auto area = area_of_person(context.db, person);
  if (!area) return area.error();
  identity::Correction correction;
  PersonChanged change;
  if (c.name) {
    auto name = checked_name(*c.name);
    if (!name) return name.error();
    correction.name = std::move(*name);
    change.identity.push_back(IdentityField::name);
  }
  if (c.id_number) {
    auto id = checked_id(*c.id_number, c.id_as_is.value_or(false), context.today());
    if (!id) return id.error();
    if (const auto holder = holder_of(context.db, *id, person)) {
      return refuse(kIdInUse, "id_number", {{"person", holder->text()}});
    }
    correction.id_number = std::move(*id);
    change.identity.push_back(IdentityField::id_number);
  }
  if (c.phones) {
    auto phones = checked_phones(*c.phones);
    if (!phones) return phones.error();
    correction.phones = std::move(*phones);
    change.identity.push_back(IdentityField::phones);
  }
  if (c.sex) {
    auto sex = checked_sex(c.sex);
    if (!sex) return sex.error();
    correction.sex = *sex;
    change.identity.push_back(IdentityField::sex);
  }
  if (c.note) change.identity.push_back(IdentityField::note);
  if (auto status = check_day(context, c.since); !status) return status.error();
  change.relation = c.relation;
  change.flags_given = c.flags.has_value();
  change.flags = c.flags.value_or(std::vector<Flag>());
  change.since = c.since;
  if (change.identity.empty() && !change.relation && !change.flags_given) {
    return refuse(kNothingToChange);
  }
  if (!change.identity.empty()) {
    identity::correct(context.db, person, correction, hand_source(context, *area));
  }
  if (c.note) identity::set_text(context.db, person, "note", person, *c.note);
  context.append({person, *area}, change);
  if (correction.id_number) {
    if (correction.id_number->usable()) {
      settle_open(context, person, DoubtKind::id_damaged, Resolution::corrected);
      settle_open(context, person, DoubtKind::id_missing, Resolution::corrected);
      settle_open(context, person, DoubtKind::id_shared, Resolution::corrected);
      settle_open(context, person, DoubtKind::sex_disagrees, Resolution::corrected);
    } else if (correction.id_number->verdict != IdVerdict::kEmpty) {
      raise_doubt(context, DoubtKind::id_damaged, person, *area, {}, {}, std::nullopt);
    }
  }
  return Done{person};
}

Result<Done> move_person(CommandContext& context, const MovePerson& c) {
  const Ulid person = canonical(context.db, c.person);
  if (auto area = area_of_person(context.db, person); !area) return area.error();
  auto dwelling = area_of_household(context.db, c.household);
  if (!dwelling) return dwelling.error();
  if (auto status = check_day(context, c.since); !status) return status.error();
  const auto now = current(context.db, person);
  if (now && now->household == c.household && !c.since) return refuse(kAlreadyThere, "household");
  const auto since = c.since || now ? c.since : std::optional<Day>(context.today());
  context.append({person, *dwelling}, PersonMoved{c.household, c.relation, since, std::nullopt});
  return Done{person};
}

Result<Done> remove_person(CommandContext& context, const RemovePerson& c) {
  const Ulid person = canonical(context.db, c.person);
  if (auto area = area_of_person(context.db, person); !area) return area.error();
  const auto now = current(context.db, person);
  if (!now) return refuse(kNotInAHousehold, "person");
  if (auto status = check_day(context, c.since); !status) return status.error();
  std::optional<Day> since = c.since;
  if (!since && c.reason != LeftReason::never_lived_here) since = context.today();
  if (c.reason == LeftReason::never_lived_here) since.reset();
  context.append({person, now->area}, PersonLeft{c.reason, since});
  return Done{person};
}

Result<Done> undo_change(CommandContext& context, const UndoChange& c) {
  const auto event = event_of(context.db, c.entry);
  if (!event || !event->undoable) return refuse(kNoSuchChange, "entry");
  if (event->undone) return refuse(kAlreadyUndone, "entry");
  context.append({event->subject, event->area, c.entry}, ChangeUndone{});
  return Done{event->subject};
}

Result<Done> erase_person(CommandContext& context, const ErasePerson& c) {
  auto area = area_of_person(context.db, c.person);
  if (!area) return area.error();
  const auto now = current(context.db, canonical(context.db, c.person));
  if (now && !now->household.is_nil()) return refuse(kStillHere, "person");
  identity::erase(context.db, c.person);
  context.append({c.person, *area}, PersonErased{});
  return Done{c.person};
}

}  // namespace

Ulid add_listed_person(CommandContext& context, const identity::Facts& facts,
                       const std::string& area, std::int64_t source, int row, std::int64_t digest) {
  const Ulid person = context.new_id();
  identity::create_person(context.db, person, facts, area, source, row, digest);
  context.append({person, area}, PersonAdded{});
  return person;
}

Status raise_same_person_doubt(CommandContext& context, const Ulid& person, const Ulid& other) {
  const Ulid a = canonical(context.db, person);
  const Ulid b = canonical(context.db, other);
  if (a == b) return {};
  auto area = area_of_person(context.db, a);
  if (!area) return area.error();
  raise_doubt(context, DoubtKind::same_person, a, *area, b, {}, std::nullopt);
  return {};
}

void declare_person_commands(host::Declaration& to) {
  using access::Permission;
  to.command<AddPerson>(
      {Permission::edit_register, "登记人员", "add a person to a household",
       [](store::Session& db, const AddPerson& c) { return area_of_household(db, c.household); },
       add_person});
  to.command<EditPerson>(
      {Permission::edit_register, "更正信息", "correct what is known of a person",
       [](store::Session& db, const EditPerson& c) { return area_of_person(db, c.person); },
       edit_person});
  to.command<MovePerson>({Permission::edit_register, "变更住址",
                          "move a person to another household",
                          // Both ends must be the actor's: the smallest area that has both.
                          [](store::Session& db, const MovePerson& c) -> Result<std::string> {
                            auto from = area_of_person(db, c.person);
                            if (!from) return from;
                            auto to_area = area_of_household(db, c.household);
                            if (!to_area) return to_area;
                            std::string both = *from;
                            while (!both.empty() && !area::contains(both, *to_area))
                              both = area::parent(both);
                            return both.empty() ? std::string(area::kCountry) : both;
                          },
                          move_person});
  to.command<RemovePerson>(
      {Permission::edit_register, "迁出或离世", "a person has left or died",
       [](store::Session& db, const RemovePerson& c) { return area_of_person(db, c.person); },
       remove_person});
  to.command<UndoChange>({Permission::edit_register, "撤销变更",
                          "undo a change of a person or household",
                          [](store::Session& db, const UndoChange& c) -> Result<std::string> {
                            const auto event = event_of(db, c.entry);
                            if (!event) return refuse(kNoSuchChange, "entry");
                            return event->area;
                          },
                          undo_change});
  to.command<ErasePerson>(
      {Permission::manage_accounts, "删除身份信息",
       "erase who a person is; what happened stays under the bare id",
       [](store::Session& db, const ErasePerson& c) { return area_of_person(db, c.person); },
       erase_person});
}

}  // namespace fx::registry
