#include "modules/returnees/questions.h"

#include <algorithm>
#include <map>

#include "area/tree.h"
#include "identity/person.h"
#include "modules/returnees/arrivals.h"
#include "modules/returnees/classes.h"
#include "modules/returnees/commands.h"

namespace fx::returnees {

enum class Show { all, to_be_found, disputed, undated };
BOOST_DESCRIBE_ENUM(Show, all, to_be_found, disputed, undated)

struct ListParams {
  std::string area;
  std::optional<Day> on;
  std::optional<Show> show;
  std::optional<std::string> person_class;
  std::optional<int> limit;
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(ListParams, (), (area, on, show, person_class, limit, after))

struct ListItem {
  Ulid arrival;
  registry::PersonCard person;
  std::string area;
  std::string address;
  std::string origin;
  std::string origin_name;
  bool abroad = false;
  Day arrived;
  bool dated = true;
  int claims = 0;
  bool disputed = false;
  bool found = true;
  bool symptoms = false;
  std::string person_class;
  std::string class_zh;
  std::string class_en;
};
BOOST_DESCRIBE_STRUCT(ListItem, (),
                      (arrival, person, area, address, origin, origin_name, abroad, arrived, dated,
                       claims, disputed, found, symptoms, person_class, class_zh, class_en))

struct ListAnswer {
  std::int64_t total = 0;
  std::vector<ListItem> items;
  std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(ListAnswer, (), (total, items, next))

struct PersonParams {
  Ulid person;
};
BOOST_DESCRIBE_STRUCT(PersonParams, (), (person))

struct ClaimAnswer {
  Ulid entry;
  SourceKind source = SourceKind::own_list;
  std::string source_name;  // of the file
  int row = 0;
  Instant recorded_at;
  std::string origin;
  std::string origin_name;
  std::optional<Day> arrived;
  Transport transport = Transport::unknown;
  std::optional<int> tenths;
  bool symptoms = false;
  std::optional<std::string> address;  // as written; only for who may see people
  std::optional<std::string> origin_text;
  std::optional<std::string> vehicle;
  std::optional<std::string> note;
  bool replaced = false;  // the same source has said otherwise since
};
BOOST_DESCRIBE_STRUCT(ClaimAnswer, (),
                      (entry, source, source_name, row, recorded_at, origin, origin_name, arrived,
                       transport, tenths, symptoms, address, origin_text, vehicle, note, replaced))

struct ArrivalAnswer {
  ListItem arrival;
  std::vector<ClaimAnswer> claims;
};
BOOST_DESCRIBE_STRUCT(ArrivalAnswer, (), (arrival, claims))
struct PersonAnswer {
  std::vector<ArrivalAnswer> arrivals;  // the latest first
};
BOOST_DESCRIBE_STRUCT(PersonAnswer, (), (arrivals))

namespace {

using access::Permission;

constexpr int kDefaultLimit = 50;
constexpr int kMaxLimit = 500;

struct Sources {
  const registry::Directory& people;
  const rules::Rulebook& rules;
};

ListItem item(host::QueryContext& context, const Sources& from, const Arrival& arrival,
              Classifier& classes) {
  ListItem out;
  out.arrival = arrival.id;
  out.person = from.people.card(context, arrival.person);
  out.area = arrival.area;
  out.address = area::address(context.db, arrival.area);
  out.origin = arrival.origin;
  out.origin_name = area::full_name(context.db, arrival.origin);
  out.abroad = arrival.abroad;
  out.arrived = arrival.arrived;
  out.symptoms = arrival.symptoms;
  const auto& label = classes.class_of(arrival);
  out.person_class = label.id;
  out.class_zh = label.zh;
  out.class_en = label.en;
  auto q = context.db.query(
      "select dated, claims, disputed, found from returnees_arrival where arrival = $1"
      " and known_to = $2",
      arrival.id, kForever);
  if (q.next()) {
    out.dated = q.flag(0);
    out.claims = q.number(1);
    out.disputed = q.flag(2);
    out.found = q.flag(3);
  }
  return out;
}

std::string_view filter(Show show) {
  switch (show) {
    case Show::to_be_found:
      return " and found = 0";
    case Show::disputed:
      return " and disputed = 1";
    case Show::undated:
      return " and dated = 0";
    case Show::all:
      break;
  }
  return "";
}

Result<ListAnswer> list(host::QueryContext& context, const Sources& from,
                        const ListParams& params) {
  const Day on = params.on.value_or(context.today());
  const auto limit =
      static_cast<std::size_t>(std::clamp(params.limit.value_or(kDefaultLimit), 1, kMaxLimit));
  const auto [low, high] = area::range(params.area);
  Classifier classes(from.rules, context.db, on);
  std::vector<Arrival> found;
  {
    auto q = context.db.query(std::string(kSelectArrival) +
                                  "$1 <= area and area < $2 and arrived <= $3 and known_to = $4" +
                                  std::string(filter(params.show.value_or(Show::all))) +
                                  " order by area, arrival",
                              low, high, on, kForever);
    while (q.next()) {
      auto arrival = read_arrival(q);
      if (!params.person_class || classes.class_of(arrival).id == *params.person_class) {
        found.push_back(std::move(arrival));
      }
    }
  }
  ListAnswer out;
  out.total = static_cast<std::int64_t>(found.size());
  for (const auto& arrival : found) {
    const std::string key = arrival.area + "|" + arrival.id.text();
    if (params.after && key <= *params.after) continue;
    if (out.items.size() == limit) {
      out.next = out.items.back().area + "|" + out.items.back().arrival.text();
      break;
    }
    out.items.push_back(item(context, from, arrival, classes));
  }
  return out;
}

std::vector<ClaimAnswer> claims(host::QueryContext& context, const Ulid& person,
                                const Ulid& arrival, bool words) {
  std::map<Ulid, std::string> files;
  for (const auto& statement : identity::statements(context.db, person)) {
    files[statement.source.id] = statement.source.name;
  }
  std::vector<ClaimAnswer> out;
  auto q = context.db.query(
      "select entry, source, import, row, recorded_at, origin, arrived, transport, tenths,"
      " symptoms, replaced_by from returnees_claim where arrival = $1 order by recorded_at, entry",
      arrival);
  while (q.next()) {
    ClaimAnswer claim;
    claim.entry = q.ulid(0);
    claim.source = json::enum_value<SourceKind>(q.text(1)).value_or(SourceKind::hand);
    claim.source_name = files[q.ulid(2)];
    claim.row = q.number(3);
    claim.recorded_at = q.instant(4);
    claim.origin = q.text(5);
    claim.origin_name = area::full_name(context.db, claim.origin);
    if (!q.is_null(6)) claim.arrived = q.day(6);
    claim.transport = json::enum_value<Transport>(q.text(7)).value_or(Transport::unknown);
    if (!q.is_null(8)) claim.tenths = q.number(8);
    claim.symptoms = q.flag(9);
    claim.replaced = !q.is_null(10);
    if (words) {
      claim.address = identity::text_of(context.db, claim.entry, "address");
      claim.origin_text = identity::text_of(context.db, claim.entry, "origin");
      claim.vehicle = identity::text_of(context.db, claim.entry, "vehicle");
      claim.note = identity::text_of(context.db, claim.entry, "note");
    }
    out.push_back(std::move(claim));
  }
  return out;
}

Result<PersonAnswer> person(host::QueryContext& context, const Sources& from,
                            const PersonParams& params) {
  PersonAnswer out;
  Classifier classes(from.rules, context.db, context.today());
  const Ulid canonical = from.people.canonical(context.db, params.person);
  std::vector<Arrival> found;
  {
    auto q = context.db.query(std::string(kSelectArrival) +
                                  "person = $1 and known_to = $2 order by arrived desc, arrival",
                              canonical, kForever);
    while (q.next()) found.push_back(read_arrival(q));
  }
  for (const auto& arrival : found) {
    ArrivalAnswer answer;
    answer.arrival = item(context, from, arrival, classes);
    const bool words = access::sight(context.actor, arrival.area) >= access::Sight::kNames;
    answer.claims = claims(context, canonical, arrival.id, words);
    out.arrivals.push_back(std::move(answer));
  }
  return out;
}

}  // namespace

void declare_questions(host::Declaration& to, const registry::Directory& people,
                       const rules::Rulebook& rules) {
  const Sources from{people, rules};
  to.question<ListParams, ListAnswer>(
      {"/api/returnees", Permission::see_records, "返乡人员", "returnees",
       host::known_area<ListParams>, [from](host::QueryContext& context, const ListParams& params) {
         return list(context, from, params);
       }});
  to.question<PersonParams, PersonAnswer>(
      {"/api/returnees/{person}", Permission::see_records, "一个人的返乡记录",
       "a person's comings back",
       [from](store::Session& db, const PersonParams& params) {
         return area_of_person(db, from.people, params.person);
       },
       [from](host::QueryContext& context, const PersonParams& params) {
         return person(context, from, params);
       }});
}

}  // namespace fx::returnees
