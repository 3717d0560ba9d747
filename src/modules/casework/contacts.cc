#include "modules/casework/contacts.h"

#include <algorithm>
#include <map>

#include "area/code.h"

namespace fx::casework {
namespace {

using access::Permission;
using returnees::Arrival;

constexpr const char* kContactDdl = R"(
create table casework_contact(
  entry blob primary key, known_from integer not null, known_to integer not null,
  contact blob not null, person blob not null, household blob, area text not null,
  case_id blob not null, kind text not null, met integer not null, setting text,
  symptoms integer not null) strict, without rowid;
create index casework_contact_area on casework_contact(area, met);
create index casework_contact_person on casework_contact(person, met);
create index casework_contact_case on casework_contact(case_id);
create index casework_contact_id on casework_contact(contact);
)";

// Of those who met a case that has not been withdrawn or excluded. $1, $2 what is sought, $3 day,
// $4 known.
constexpr std::string_view kSelect =
    "select x.contact, x.person, x.household, x.area, x.kind, x.met, x.symptoms"
    " from casework_contact x where x.met <= $3 and x.known_from <= $4 and $4 < x.known_to"
    " and exists (select 1 from casework_case c where c.id = x.case_id and c.known_from <= $4"
    " and $4 < c.known_to)"
    " and not exists (select 1 from casework_status s where s.id = x.case_id"
    " and s.status = 'excluded' and s.day <= $3 and s.known_from <= $4 and $4 < s.known_to)";

Arrival read(const store::Query& q) {
  Arrival out;
  out.id = q.ulid(0);
  out.person = q.ulid(1);
  out.household = q.ulid(2);
  out.area = q.string(3);
  // They live here: what rules say of where somebody came from does not concern them.
  out.origin = area::at_level(out.area, area::Level::kCounty);
  out.exposure = q.string(4);
  out.arrived = q.day(5);
  out.symptoms = q.flag(6);
  return out;
}

bool later(const Arrival& a, const Arrival& b) {
  return a.arrived != b.arrived ? b.arrived < a.arrived : b.id < a.id;
}

struct NameContact {
  static constexpr std::string_view kName = "casework.name-contact";
  Ulid case_id;
  Ulid person;
  ContactKind kind = ContactKind::close_contact;
  std::optional<Day> last_met;  // default: the day of the command
  std::optional<PlaceKind> setting;
  std::optional<bool> symptoms;
};
BOOST_DESCRIBE_STRUCT(NameContact, (), (case_id, person, kind, last_met, setting, symptoms))

struct WithdrawContact {
  static constexpr std::string_view kName = "casework.withdraw-contact";
  Ulid contact;
};
BOOST_DESCRIBE_STRUCT(WithdrawContact, (), (contact))

struct Standing {
  Ulid contact;
  Ulid entry;
  std::string area;
  ContactNamed said;
};
// What stands of one contact, or of this person with this case.
std::optional<Standing> standing(store::Query q) {
  if (!q.next()) return std::nullopt;
  Standing out{q.ulid(0), q.ulid(1), q.string(2), {}};
  out.said.person = q.ulid(3);
  if (!q.is_null(4)) out.said.household = q.ulid(4);
  out.said.case_id = q.ulid(5);
  out.said.kind = json::enum_value<ContactKind>(q.text(6)).value_or(ContactKind::close_contact);
  out.said.last_met = q.day(7);
  if (!q.is_null(8)) out.said.setting = json::enum_value<PlaceKind>(q.text(8));
  out.said.symptoms = q.flag(9);
  return out;
}
constexpr std::string_view kStanding =
    "select contact, entry, area, person, household, case_id, kind, met, setting, symptoms"
    " from casework_contact where known_to = $1 and ";

Result<host::Done> name_contact(host::CommandContext& context, const registry::Directory& people,
                                const NameContact& given) {
  const auto version = version_of(context.db, given.case_id);
  if (!version) return refuse(kNoCase, "case_id");
  const Ulid person = people.canonical(context.db, given.person);
  const auto place = people.place_of(context.db, person);
  if (!place) return refuse(kNoPerson, "person");
  if (!version->person.is_nil() && people.canonical(context.db, version->person) == person) {
    return refuse(kOwnCase, "person");
  }
  ContactNamed entry;
  entry.person = person;
  if (!place->household.is_nil()) entry.household = place->household;
  entry.case_id = given.case_id;
  entry.kind = given.kind;
  entry.last_met = given.last_met.value_or(day_of(context.occurred_at));
  entry.setting = given.setting;
  entry.symptoms = given.symptoms.value_or(false);
  if (entry.last_met > context.today()) {
    return refuse(kFuture, "last_met", {{"day", iso(entry.last_met)}});
  }
  if (version->facts.reported - entry.last_met > kMostDaysBefore) {
    return refuse(kImplausible, "last_met", {{"day", iso(entry.last_met)}});
  }
  static const std::string kOfBoth = std::string(kStanding) + "person = $2 and case_id = $3";
  const auto before = standing(context.db.query(kOfBoth, kForever, person, given.case_id));
  if (before && json::text(before->said) == json::text(entry) && before->area == place->area) {
    return host::Done{before->contact};
  }
  const Ulid contact = before ? before->contact : context.new_id();
  context.append({contact, place->area, before ? before->entry : Ulid()}, entry);
  return host::Done{contact};
}

Result<Standing> contact_of(store::Session& db, const Ulid& contact) {
  static const std::string kOne = std::string(kStanding) + "contact = $2";
  auto found = standing(db.query(kOne, kForever, contact));
  if (!found) return refuse(kNoContact, "contact");
  return std::move(*found);
}

}  // namespace

void Exposed::each(store::Session& db, const host::Frame& frame,
                   const std::function<void(const Arrival&)>& visit) const {
  static const std::string kInside = std::string(kSelect) + " and $1 <= x.area and x.area < $2";
  std::map<Ulid, Arrival> met;  // by person, the last meeting
  {
    const auto [low, high] = area::range(frame.area);
    auto q = db.query(kInside, low, high, frame.day, frame.known);
    while (q.next()) {
      auto contact = read(q);
      const auto [it, fresh] = met.try_emplace(contact.person, contact);
      if (!fresh && later(contact, it->second)) it->second = std::move(contact);
    }
  }
  if (met.empty()) {
    arrivals_.each(db, frame, visit);
    return;
  }
  arrivals_.each(db, frame, [&](const Arrival& arrival) {
    const auto it = met.find(arrival.person);
    if (it == met.end()) {
      visit(arrival);
    } else if (arrival.arrived > it->second.arrived) {
      met.erase(it);
      visit(arrival);
    }
  });
  for (const auto& [person, contact] : met) visit(contact);
}

std::optional<Arrival> Exposed::latest_of(store::Session& db, const Ulid& person,
                                          const host::Frame& frame) const {
  static const std::string kOfPerson =
      std::string(kSelect) +
      " and x.person = $1 and $2 = $2 order by x.met desc, x.contact desc limit 1";
  auto arrival = arrivals_.latest_of(db, person, frame);
  auto q = db.query(kOfPerson, person, 0, frame.day, frame.known);
  if (!q.next()) return arrival;
  auto contact = read(q);
  return arrival && arrival->arrived > contact.arrived ? arrival : std::optional(contact);
}

std::vector<Contact> contacts_of(store::Session& db, const Ulid& case_id) {
  std::vector<Contact> out;
  auto q = db.query(
      "select contact, entry, person, area, kind, met, setting from casework_contact"
      " where case_id = $1 and known_to = $2 order by met desc, kind, contact",
      case_id, kForever);
  while (q.next()) {
    Contact one{q.ulid(0), q.ulid(1), q.ulid(2), q.string(3), ContactKind::close_contact,
                q.day(5),  {}};
    one.kind = json::enum_value<ContactKind>(q.text(4)).value_or(ContactKind::close_contact);
    if (!q.is_null(6)) one.setting = json::enum_value<PlaceKind>(q.text(6));
    out.push_back(std::move(one));
  }
  return out;
}

void declare_contact_views(host::Declaration& to) {
  to.entry<ContactNamed>("登记接触者", "contact named");
  to.entry<ContactWithdrawn>("撤销接触者", "contact withdrawn");
  to.view("casework_contact", kContactDdl);
  const auto close = [](store::Session& db, const journal::Entry& entry) {
    db.run("update casework_contact set known_to = $2 where entry = $1", entry.amends,
           entry.recorded_at);
  };
  to.on<ContactNamed>(
      [close](store::Session& db, const journal::Entry& entry, const ContactNamed& p) {
        if (!entry.amends.is_nil()) close(db, entry);
        std::optional<std::string_view> setting;
        if (p.setting) setting = json::enum_name(*p.setting);
        db.run(
            "insert into casework_contact(entry, known_from, known_to, contact, person, household,"
            " area, case_id, kind, met, setting, symptoms)"
            " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            entry.id, entry.recorded_at, kForever, entry.subject, p.person, p.household, entry.area,
            p.case_id, json::enum_name(p.kind), p.last_met, setting, p.symptoms);
      });
  to.on<ContactWithdrawn>([close](store::Session& db, const journal::Entry& entry,
                                  const ContactWithdrawn&) { close(db, entry); });
  to.on<area::AreaMoved>(
      [](store::Session& db, const journal::Entry&, const area::AreaMoved& moved) {
        area::move_codes(db, "casework_contact", "area", moved);
      });
}

void declare_contacts(host::Declaration& to, const registry::Directory& people) {
  to.command<NameContact>(
      {Permission::record_case, "登记接触者", "name a contact of a case",
       [&people](store::Session& db, const NameContact& c) -> Result<std::string> {
         const auto place = people.place_of(db, people.canonical(db, c.person));
         if (!place) return refuse(kNoPerson, "person");
         return place->area;
       },
       [&people](host::CommandContext& context, const NameContact& c) {
         return name_contact(context, people, c);
       }});
  to.command<WithdrawContact>(
      {Permission::record_case, "撤销接触者", "withdraw a contact",
       [](store::Session& db, const WithdrawContact& c) -> Result<std::string> {
         const auto found = contact_of(db, c.contact);
         if (!found) return found.error();
         return found->area;
       },
       [](host::CommandContext& context, const WithdrawContact& c) -> Result<host::Done> {
         const auto found = contact_of(context.db, c.contact);
         if (!found) return found.error();
         context.append({found->contact, found->area, found->entry}, ContactWithdrawn{});
         return host::Done{found->contact};
       }});
}

}  // namespace fx::casework
