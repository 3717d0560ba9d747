#include "modules/organisation/contact.h"

#include "base/phone.h"
#include "base/text.h"
#include "modules/organisation/organisation.h"
#include "modules/organisation/parts.h"

namespace fx::organisation {
namespace {

using host::CommandContext;
using host::Done;
using store::Session;

constexpr std::size_t kOfficeMax = 60;

std::optional<std::string> clean_phone(std::string_view text) {
  const auto parsed = parse_phone(text);
  if (parsed.verdict != PhoneVerdict::kValid) return std::nullopt;
  return parsed.extension.empty() ? parsed.number : parsed.number + "-" + parsed.extension;
}

Result<Done> set_contact(CommandContext& context, const SetContact& c) {
  const auto area = known_area(context.db, c.area, "area");
  if (!area) return area.error();
  // Codes below a community may change, and a building has no duty phone of its own.
  if (*area::level_of(*area) > area::Level::kCommunity) {
    return refuse(kContactLevel, "area", {{"area", *area}});
  }
  ContactSet out;
  out.office = normalise(c.office);
  if (out.office.empty() || code_point_count(out.office) > kOfficeMax) {
    return refuse(kBadOffice, "office");
  }
  const auto phone = clean_phone(c.phone);
  if (!phone) return refuse(kBadPhone, "phone");
  out.phone = *phone;
  if (c.objections && !c.objections->empty()) {
    out.objections = clean_phone(*c.objections);
    if (!out.objections) return refuse(kBadPhone, "objections");
  }
  const auto now = contact_of(context.db, *area);
  if (now && now->area == *area && now->office == out.office && now->phone == out.phone &&
      now->objections == out.objections.value_or("")) {
    return Done{};
  }
  context.append({Ulid(), *area}, out);
  return Done{};
}

}  // namespace

std::optional<Contact> contact_of(Session& db, std::string_view area) {
  for (std::string at(area); !at.empty(); at = area::parent(at)) {
    auto q = db.query(
        "select area, office, phone, objections from organisation_contact where area = $1", at);
    if (q.next()) return Contact{q.string(0), q.string(1), q.string(2), q.string(3)};
  }
  return std::nullopt;
}

void declare_contacts(host::Declaration& to) {
  to.entry<ContactSet>("设置值班电话", "duty phone set");
  to.view("organisation_contact",
          "create table organisation_contact(area text primary key, office text not null,"
          " phone text not null, objections text not null) strict, without rowid;");
  to.on<ContactSet>([](Session& db, const journal::Entry& entry, const ContactSet& set) {
    db.run(
        "insert into organisation_contact(area, office, phone, objections) values ($1, $2, $3, $4)"
        " on conflict(area) do update set office = excluded.office, phone = excluded.phone,"
        " objections = excluded.objections",
        entry.area, set.office, set.phone, set.objections.value_or(""));
  });
  to.command<SetContact>(
      {access::Permission::manage_areas, "设置值班电话", "set the duty phone",
       [](Session& db, const SetContact& c) { return known_area(db, c.area, "area"); },
       set_contact});
}

}  // namespace fx::organisation
