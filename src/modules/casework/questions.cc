// Lists of cases and one case with its history.
#include <algorithm>

#include "identity/person.h"
#include "modules/casework/contacts.h"

namespace fx::casework {
namespace {

using access::Permission;

constexpr int kDefaultLimit = 50;
constexpr int kMaxLimit = 500;
constexpr std::size_t kMostContacts = 300;  // shown of one case

struct ListParams {
  std::string area;
  std::optional<Day> on;  // default: today
  std::optional<Instant> as_of;
  std::optional<Status> status;  // only those that are this on the day
  std::optional<int> limit;
  std::optional<Ulid> after;
};
BOOST_DESCRIBE_STRUCT(ListParams, (), (area, on, as_of, status, limit, after))

struct CaseLine {
  Ulid id;
  std::string area;
  std::string area_name;
  std::string number;  // in the list it came from; "" to those who do not see people
  Status status = Status::confirmed;
  Day since;
  CaseFacts facts;
  std::optional<registry::PersonCard> person;
};
BOOST_DESCRIBE_STRUCT(CaseLine, (), (id, area, area_name, number, status, since, facts, person))
struct CaseList {
  std::int64_t total = 0;
  std::vector<CaseLine> items;  // the latest report first
  std::optional<Ulid> next;
};
BOOST_DESCRIBE_STRUCT(CaseList, (), (total, items, next))

struct OneParams {
  Ulid id;
};
BOOST_DESCRIBE_STRUCT(OneParams, (), (id))

struct StatusLine {
  Ulid entry;
  Status status = Status::confirmed;
  Day day;
  Instant known_from;
  std::optional<Instant> known_to;  // replaced or withdrawn then
};
BOOST_DESCRIBE_STRUCT(StatusLine, (), (entry, status, day, known_from, known_to))
struct VersionLine {
  Ulid entry;
  std::string area;
  CaseFacts facts;
  Instant known_from;
  std::optional<Instant> known_to;
};
BOOST_DESCRIBE_STRUCT(VersionLine, (), (entry, area, facts, known_from, known_to))
struct PlaceWords {
  int n = 0;  // in facts.places
  std::string text;
};
BOOST_DESCRIBE_STRUCT(PlaceWords, (), (n, text))
struct ContactLine {
  Ulid contact;
  registry::PersonCard person;
  std::string area;
  std::string area_name;
  ContactKind kind = ContactKind::close_contact;
  Day last_met;
  std::optional<PlaceKind> setting;
};
BOOST_DESCRIBE_STRUCT(ContactLine, (), (contact, person, area, area_name, kind, last_met, setting))
struct OneCase {
  CaseLine line;
  std::vector<StatusLine> statuses;
  std::vector<VersionLine> versions;  // the first first
  std::vector<PlaceWords> places;     // as written; to those who see people
  std::string source;
  std::string note;
  std::int64_t contacts_total = 0;
  std::vector<ContactLine> contacts;  // those who live where the asker sees records; latest first
};
BOOST_DESCRIBE_STRUCT(OneCase, (),
                      (line, statuses, versions, places, source, note, contacts_total, contacts))

Ulid person_of(store::Session& db, const Ulid& id) {
  auto q = db.query(
      "select person from casework_case where id = $1 order by known_to desc, known_from desc"
      " limit 1",
      id);
  return q.next() ? q.ulid(0) : Ulid();
}

// Inside a community as its people say it, above it in full.
std::string place_name(store::Session& db, std::string_view code) {
  return area::level_of(code) > area::Level::kCommunity ? area::address(db, code)
                                                        : area::full_name(db, code);
}

CaseLine line_of(host::QueryContext& context, const registry::Directory& people, const Case& one,
                 const StatusFrom& now) {
  CaseLine out;
  out.id = one.id;
  out.area = one.area;
  out.area_name = place_name(context.db, one.area);
  out.status = now.status;
  out.since = now.day;
  out.facts = one.facts;
  const bool sees = context.actor.may(Permission::see_people, one.area);
  if (sees) out.number = identity::text_of(context.db, one.id, "number");
  const Ulid person = person_of(context.db, one.id);
  if (!person.is_nil()) {
    out.person = people.card(context, people.canonical(context.db, person));
  }
  return out;
}

// What a case is on a day; nothing before it was reported.
std::optional<StatusFrom> on_day(const Case& one, Day day) {
  std::optional<StatusFrom> out;
  for (const auto& status : one.statuses) {
    if (status.day <= day) out = status;
  }
  return out;
}

Result<CaseList> list(host::QueryContext& context, const registry::Directory& people,
                      const Cases& book, const ListParams& params) {
  const Day on = params.on.value_or(context.today());
  auto all = book.of_area(context.db, params.area, params.as_of.value_or(context.now));
  std::reverse(all.begin(), all.end());
  const auto limit =
      static_cast<std::size_t>(std::clamp(params.limit.value_or(kDefaultLimit), 1, kMaxLimit));
  CaseList out;
  bool begun = !params.after.has_value();
  for (const auto& one : all) {
    const auto now = on_day(one, on);
    if (!now || (params.status && now->status != *params.status)) continue;
    ++out.total;
    if (begun && out.items.size() < limit) {
      out.items.push_back(line_of(context, people, one, *now));
    } else if (begun && !out.next) {
      out.next = out.items.back().id;
    }
    begun = begun || one.id == *params.after;
  }
  return out;
}

Result<std::string> area_of(store::Session& db, const OneParams& params) {
  auto q = db.query(
      "select area from casework_case where id = $1 order by known_to desc, known_from desc limit "
      "1",
      params.id);
  if (!q.next()) return refuse(kNoCase, "id");
  return q.string(0);
}

Result<OneCase> one(host::QueryContext& context, const registry::Directory& people,
                    const Cases& book, const OneParams& params) {
  OneCase out;
  auto& db = context.db;
  std::string area;
  {
    auto q = db.query(
        "select entry, area, facts, known_from, known_to from casework_case where id = $1"
        " order by known_from, known_to, entry",
        params.id);
    while (q.next()) {
      VersionLine version;
      version.entry = q.ulid(0);
      version.area = area = q.string(1);
      if (auto facts = json::read_text<CaseFacts>(q.text(2))) version.facts = std::move(*facts);
      version.known_from = q.instant(3);
      if (q.instant(4) != kForever) version.known_to = q.instant(4);
      out.versions.push_back(std::move(version));
    }
  }
  {
    auto q = db.query(
        "select entry, status, day, known_from, known_to from casework_status where id = $1"
        " order by day, known_from, entry",
        params.id);
    while (q.next()) {
      StatusLine line{q.ulid(0), json::enum_value<Status>(q.text(1)).value_or(Status::confirmed),
                      q.day(2), q.instant(3), std::nullopt};
      if (q.instant(4) != kForever) line.known_to = q.instant(4);
      out.statuses.push_back(std::move(line));
    }
  }
  bool found = false;
  for (const auto& each : book.of_area(db, area, context.now)) {
    if (each.id != params.id) continue;
    found = true;
    out.line = line_of(context, people, each, each.statuses.back());
  }
  if (!found) {  // withdrawn: only its history is left
    out.line.id = params.id;
    out.line.area = area;
    out.line.area_name = place_name(db, area);
    out.line.facts = out.versions.back().facts;
    out.line.since = out.line.facts.reported;
    out.line.status = status_of(out.line.facts.classification);
  }
  if (context.actor.may(Permission::see_people, area)) {
    for (int n = 0; n < static_cast<int>(out.line.facts.places.size()); ++n) {
      auto text = identity::text_of(db, params.id, "place." + std::to_string(n));
      if (!text.empty()) out.places.push_back({n, std::move(text)});
    }
    out.source = identity::text_of(db, params.id, "source");
    out.note = identity::text_of(db, params.id, "note");
  }
  for (const auto& contact : contacts_of(db, params.id)) {
    ++out.contacts_total;
    if (!context.actor.may(Permission::see_records, contact.area)) continue;
    if (out.contacts.size() == kMostContacts) continue;
    out.contacts.push_back(
        {contact.contact, people.card(context, people.canonical(db, contact.person)), contact.area,
         place_name(db, contact.area), contact.kind, contact.last_met, contact.setting});
  }
  return out;
}

}  // namespace

void declare_questions(host::Declaration& to, const registry::Directory& people,
                       const Cases& cases) {
  to.question<ListParams, CaseList>(
      {"/api/cases", Permission::see_records, "病例台账", "cases", host::known_area<ListParams>,
       [&people, &cases](host::QueryContext& context, const ListParams& params) {
         return list(context, people, cases, params);
       }});
  imports::declare_past<ListImported>(
      to, kImports, {"/api/cases/imports", "病例名单导入记录", "past imports of cases"});
  imports::declare_problem_file(
      to, kImports,
      {"/api/cases/imports/{import}/problems.xlsx", "病例名单导入问题行表格",
       "problem rows of a list of cases as a spreadsheet"});
  to.question<OneParams, OneCase>(
      {"/api/cases/case/{id}", Permission::see_records, "一个病例", "one case", area_of,
       [&people, &cases](host::QueryContext& context, const OneParams& params) {
         return one(context, people, cases, params);
       }});
}

}  // namespace fx::casework
