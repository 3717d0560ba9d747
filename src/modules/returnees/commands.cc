#include "modules/returnees/commands.h"

#include <algorithm>

#include "area/code.h"
#include "area/place.h"
#include "identity/person.h"
#include "modules/returnees/refusals.h"
#include "modules/returnees/views.h"

namespace fx::returnees {
namespace {

using access::Permission;

area::Place place_of_text(const std::string& text) {
  const bool digits = !text.empty() && std::all_of(text.begin(), text.end(),
                                                   [](char c) { return c >= '0' && c <= '9'; });
  if (digits && area::is_code(text) && text.size() <= 6) {
    area::Place place;
    place.code = text;
    place.certain = true;
    return place;
  }
  return area::resolve_place(text);
}

Result<std::string> area_of_arrival(store::Session& db, const Ulid& arrival) {
  auto q = db.query("select area from returnees_arrival where arrival = $1 and known_to = $2",
                    arrival, kForever);
  if (!q.next()) return refuse(kNoSuchArrival, "arrival");
  return q.string(0);
}
Ulid person_of_arrival(store::Session& db, const Ulid& arrival) {
  auto q = db.query("select claimant from returnees_arrival where arrival = $1 and known_to = $2",
                    arrival, kForever);
  return q.next() ? q.ulid(0) : Ulid();
}

Result<host::Done> add(host::CommandContext& context, const registry::Directory& people,
                       const Add& command) {
  if (command.arrived > context.today()) return refuse(kFutureArrival, "arrived");
  const auto origin = place_of_text(command.origin);
  if (!origin.known()) return refuse(kUnknownOrigin, "origin");
  if (command.tenths && (*command.tenths < 340 || *command.tenths > 430)) {
    return refuse(kBadTemperature, "tenths");
  }
  const Ulid person = people.canonical(context.db, command.person);
  const auto place = people.place_of(context.db, person);
  if (!place) return refuse(host::kNotFound, "person");
  Claimed claimed;
  claimed.arrival = joins(context.db, person, command.arrived).value_or(context.new_id());
  if (!place->household.is_nil()) claimed.household = place->household;
  claimed.source = SourceKind::hand;
  claimed.import = context.id;
  claimed.origin = origin.code;
  claimed.abroad = origin.abroad;
  claimed.arrived = command.arrived;
  claimed.transport = command.transport.value_or(Transport::unknown);
  claimed.tenths = command.tenths;
  claimed.symptoms = command.symptoms.value_or(false);
  claimed.found = claimed.household.has_value();
  std::vector<Ulid> earlier;  // typed in once more: the last is meant
  for (const auto& said : standing_claims(context.db, claimed.arrival, SourceKind::hand)) {
    earlier.push_back(said.entry);
  }
  const Ulid amends = replace(claimed, std::move(earlier));
  const auto entry = context.append({person, place->area, amends}, claimed);
  identity::set_text(context.db, entry.id, "origin", person, command.origin);
  return host::Done{claimed.arrival};
}

Result<host::Done> settle(host::CommandContext& context, const Settle& command) {
  if (command.arrived && *command.arrived > context.today()) {
    return refuse(kFutureArrival, "arrived");
  }
  ConflictSettled settled;
  settled.arrival = command.arrival;
  settled.arrived = command.arrived;
  if (command.origin) {
    const auto origin = place_of_text(*command.origin);
    if (origin.code.empty()) return refuse(kUnknownOrigin, "origin");
    settled.origin = origin.code;
  }
  const auto area = area_of_arrival(context.db, command.arrival);
  if (!area) return area.error();
  context.append({person_of_arrival(context.db, command.arrival), *area}, settled);
  return host::Done{command.arrival};
}

Result<host::Done> withdraw(host::CommandContext& context, const Withdraw& command) {
  const auto area = area_of_arrival(context.db, command.arrival);
  if (!area) return area.error();
  context.append({person_of_arrival(context.db, command.arrival), *area},
                 Withdrawn{command.arrival, std::string(json::enum_name(command.reason))});
  return host::Done{command.arrival};
}

}  // namespace

Result<std::string> area_of_person(store::Session& db, const registry::Directory& people,
                                   const Ulid& person) {
  const auto place = people.place_of(db, people.canonical(db, person));
  if (!place) return refuse(host::kNotFound, "person");
  return place->area;
}

void declare_commands(host::Declaration& to, const registry::Directory& people) {
  to.command<Add>(
      {Permission::screen, "登记一名返乡人员", "register a returnee",
       [&people](store::Session& db, const Add& c) { return area_of_person(db, people, c.person); },
       [&people](host::CommandContext& context, const Add& c) { return add(context, people, c); }});
  to.command<Settle>(
      {Permission::edit_register, "核定来源地或返回日期", "settle where from and when",
       [](store::Session& db, const Settle& c) { return area_of_arrival(db, c.arrival); }, settle});
  to.command<Withdraw>(
      {Permission::edit_register, "撤销返乡登记", "withdraw a coming back",
       [](store::Session& db, const Withdraw& c) { return area_of_arrival(db, c.arrival); },
       withdraw});
}

}  // namespace fx::returnees
