#include <algorithm>

#include "area/code.h"
#include "base/text.h"
#include "identity/person.h"
#include "modules/casework/state.h"
#include "modules/casework/words.h"

namespace fx::casework {
namespace {

using access::Permission;

struct PlaceGiven {
  PlaceRole role = PlaceRole::residence;
  std::optional<PlaceKind> kind;
  std::optional<std::string> area;
  std::optional<std::string> text;  // as people call it, where the tree does not have it
};
BOOST_DESCRIBE_STRUCT(PlaceGiven, (), (role, kind, area, text))

struct LinkGiven {
  Ulid with;
  std::optional<PlaceKind> setting;
};
BOOST_DESCRIBE_STRUCT(LinkGiven, (), (with, setting))

struct Record {
  static constexpr std::string_view kName = "casework.record";
  std::string area;
  Classification classification = Classification::confirmed;
  std::optional<Day> reported;  // default: the day of the command
  std::optional<Origin> origin;
  std::optional<bool> source_known;
  std::optional<Day> onset;
  std::optional<Day> sampled;
  std::optional<Day> isolated;
  std::optional<int> age;
  std::optional<CaseSex> sex;
  std::optional<Ulid> person;
  std::optional<std::string> number;
  std::vector<PlaceGiven> places;
  std::vector<LinkGiven> links;
  std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(Record, (),
                      (area, classification, reported, origin, source_known, onset, sampled,
                       isolated, age, sex, person, number, places, links, note))

// Everything anew, as it should have been recorded.
struct Correct {
  static constexpr std::string_view kName = "casework.correct";
  Ulid id;
  Classification classification = Classification::confirmed;
  Day reported;
  std::optional<Origin> origin;
  std::optional<bool> source_known;
  std::optional<Day> onset;
  std::optional<Day> sampled;
  std::optional<Day> isolated;
  std::optional<int> age;
  std::optional<CaseSex> sex;
  std::optional<Ulid> person;
  std::vector<PlaceGiven> places;
  std::vector<LinkGiven> links;
  std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(Correct, (),
                      (id, classification, reported, origin, source_known, onset, sampled, isolated,
                       age, sex, person, places, links, note))

struct SetStatus {
  static constexpr std::string_view kName = "casework.set-status";
  Ulid id;
  Status status = Status::recovered;
  std::optional<Day> on;
};
BOOST_DESCRIBE_STRUCT(SetStatus, (), (id, status, on))

struct CorrectStatus {
  static constexpr std::string_view kName = "casework.correct-status";
  Ulid entry;
  std::optional<Status> status;
  std::optional<Day> on;
};
BOOST_DESCRIBE_STRUCT(CorrectStatus, (), (entry, status, on))

struct Withdraw {
  static constexpr std::string_view kName = "casework.withdraw";
  Ulid id;
  WithdrawReason reason = WithdrawReason::duplicate;
};
BOOST_DESCRIBE_STRUCT(Withdraw, (), (id, reason))

struct Made {
  CaseFacts facts;
  std::string area;                                        // where it counts
  std::vector<std::pair<std::string, std::string>> texts;  // kind, text: for identity
};

// What a command says as facts; `within` is the area that it may touch.
template <class Given>
Result<Made> facts_of(host::CommandContext& context, const registry::Directory& people,
                      const Given& given, Day reported, const std::string& within,
                      const Ulid& self) {
  Made out;
  out.area = within;
  auto& facts = out.facts;
  facts.classification = given.classification;
  facts.reported = reported;
  facts.origin = given.origin.value_or(Origin::unknown);
  facts.source_known = given.source_known;
  facts.onset = given.onset;
  facts.sampled = given.sampled;
  facts.isolated = given.isolated;
  facts.age = given.age;
  facts.sex = given.sex;
  std::optional<registry::Place> home;
  if (given.person) {
    home = people.place_of(context.db, people.canonical(context.db, *given.person));
    if (!home) return refuse(kNoPerson, "person");
  }
  if (given.places.size() > kMaxPlaces) {
    return refuse(kTooMany, "places", {{"max", std::to_string(kMaxPlaces)}});
  }
  bool resides = false;
  for (std::size_t i = 0; i < given.places.size(); ++i) {
    const auto& p = given.places[i];
    const std::string field = "places[" + std::to_string(i) + "]";
    CasePlace place;
    place.role = p.role;
    if (p.area) {
      if (!area::exists(context.db, *p.area)) {
        return refuse(kNoPlace, field + ".area", {{"area", *p.area}});
      }
      place.area = *p.area;
      if (p.role == PlaceRole::residence) {
        if (!area::contains(within, *p.area)) {
          return refuse(kElsewhere, field + ".area", {{"place", *p.area}, {"area", within}});
        }
        out.area = *p.area;
        resides = true;
      }
    }
    const std::string text = normalise(p.text.value_or(""));
    if (!text.empty()) {
      place.name = place_token(text);
      out.texts.emplace_back("place." + std::to_string(i), text);
    }
    place.kind = p.kind.value_or(kind_of(p.role, text));
    facts.places.push_back(std::move(place));
  }
  // Where the register has them is where they live, unless the command says otherwise.
  if (!resides && home && area::contains(within, home->area)) {
    out.area = home->area;
    facts.places.push_back({PlaceRole::residence, PlaceKind::household, home->area, std::nullopt});
  }
  if (given.links.size() > kMaxLinks) {
    return refuse(kTooMany, "links", {{"max", std::to_string(kMaxLinks)}});
  }
  for (std::size_t i = 0; i < given.links.size(); ++i) {
    const auto& link = given.links[i];
    if (link.with == self || !version_of(context.db, link.with)) {
      return refuse(kNoLinked, "links[" + std::to_string(i) + "].with");
    }
    facts.links.push_back({link.with, link.setting.value_or(PlaceKind::other)});
  }
  if (auto status = check_days(facts, context.today()); !status) return status.error();
  return out;
}

void keep_texts(host::CommandContext& context, const Ulid& id, const Ulid& person, const Made& made,
                const std::optional<std::string>& note) {
  for (const auto& [kind, text] : made.texts) {
    identity::set_text(context.db, id, kind, person, text);
  }
  if (note) identity::set_text(context.db, id, "note", person, normalise(*note));
}

Result<host::Done> record(host::CommandContext& context, const registry::Directory& people,
                          const Record& given) {
  const Day reported = given.reported.value_or(day_of(context.occurred_at));
  const auto made = facts_of(context, people, given, reported, given.area, Ulid());
  if (!made) return made.error();
  CaseRecorded entry;
  entry.facts = made->facts;
  Ulid person;
  if (given.person) {
    person = people.canonical(context.db, *given.person);
    if (!open_case_of(context.db, person).is_nil()) return refuse(kPersonHasCase, "person");
    entry.person = person;
  }
  const std::string number = normalise(given.number.value_or(""));
  if (!number.empty()) {
    entry.number = token("number", number);
    const auto [low, high] = area::range(given.area);
    if (context.db.integer("select 1 from casework_case where number = $1 and $2 <= area and"
                           " area < $3 and known_to = $4",
                           *entry.number, low, high, kForever)) {
      return refuse(kNumberTaken, "number");
    }
  }
  const Ulid id = context.new_id();
  context.append({id, made->area}, entry);
  keep_texts(context, id, person, *made, given.note);
  if (!number.empty()) identity::set_text(context.db, id, "number", person, number);
  return host::Done{id};
}

Result<std::string> area_of_case(store::Session& db, const Ulid& id) {
  auto q = db.query("select area from casework_case where id = $1 and known_to = $2", id, kForever);
  if (!q.next()) return refuse(kNoCase, "id");
  return q.string(0);
}

Result<host::Done> correct(host::CommandContext& context, const registry::Directory& people,
                           const Correct& given) {
  const auto version = version_of(context.db, given.id);
  if (!version) return refuse(kNoCase, "id");
  // Within the areas in which the actor may record cases, the case may go to another one.
  std::string within = version->area;
  for (const auto& area : context.actor.areas(Permission::record_case)) {
    if (area::contains(area, version->area)) within = area;
  }
  auto made = facts_of(context, people, given, given.reported, within, given.id);
  if (!made) return made.error();
  const bool placed = std::any_of(
      made->facts.places.begin(), made->facts.places.end(),
      [](const CasePlace& p) { return p.role == PlaceRole::residence && p.area.has_value(); });
  if (!placed) made->area = version->area;
  CaseCorrected entry;
  entry.facts = made->facts;
  Ulid person;
  if (given.person) {
    person = people.canonical(context.db, *given.person);
    const Ulid other = open_case_of(context.db, person);
    if (!other.is_nil() && other != given.id) return refuse(kPersonHasCase, "person");
    entry.person = person;
  }
  if (json::text(entry.facts) == json::text(version->facts) && made->area == version->area &&
      person == version->person) {
    return host::Done{given.id};
  }
  context.append({given.id, made->area, version->entry}, entry);
  keep_texts(context, given.id, person, *made, given.note);
  return host::Done{given.id};
}

Result<host::Done> set_status(host::CommandContext& context, const SetStatus& given) {
  const auto version = version_of(context.db, given.id);
  if (!version) return refuse(kNoCase, "id");
  const Day day = given.on.value_or(day_of(context.occurred_at));
  const auto known = statuses_of(context.db, given.id);
  for (const auto& row : known) {
    if (row.status == given.status && row.day == day) return host::Done{given.id};
  }
  if (auto status =
          check_status(known, given.status, day, version->facts.reported, context.today());
      !status) {
    return status.error();
  }
  context.append({given.id, version->area}, StatusChanged{given.status, day});
  return host::Done{given.id};
}

struct StatusEntry {
  Ulid id;
  bool stands = false;
  bool facts = false;  // it is what the case was reported as: corrected with the facts
};
std::optional<StatusEntry> find_status(store::Session& db, const Ulid& entry) {
  auto q = db.query(
      "select s.id, s.known_to, c.entry is not null from casework_status s"
      " left join casework_case c on c.entry = s.entry where s.entry = $1",
      entry);
  if (!q.next()) return std::nullopt;
  return StatusEntry{q.ulid(0), q.instant(1) == kForever, q.flag(2)};
}

Result<host::Done> correct_status(host::CommandContext& context, const CorrectStatus& given) {
  const auto found = find_status(context.db, given.entry);
  if (!found || found->facts) return refuse(kNoStatus, "entry");
  if (!found->stands) return refuse(kAlreadyCorrected, "entry");
  const auto version = version_of(context.db, found->id);
  if (!version) return refuse(kNoCase, "entry");
  if (given.status) {
    auto others = statuses_of(context.db, found->id);
    Day day;
    for (const auto& row : others) {
      if (row.entry == given.entry) day = row.day;
    }
    others.erase(std::remove_if(others.begin(), others.end(),
                                [&](const StatusRow& row) { return row.entry == given.entry; }),
                 others.end());
    if (auto status = check_status(others, *given.status, given.on.value_or(day),
                                   version->facts.reported, context.today());
        !status) {
      return status.error();
    }
  }
  context.append({found->id, version->area, given.entry}, StatusCorrected{given.status, given.on});
  return host::Done{found->id};
}

Result<host::Done> withdraw(host::CommandContext& context, const Withdraw& given) {
  const auto version = version_of(context.db, given.id);
  if (!version) return refuse(kNoCase, "id");
  context.append({given.id, version->area, version->entry}, CaseWithdrawn{given.reason});
  return host::Done{given.id};
}

}  // namespace

void declare_commands(host::Declaration& to, const registry::Directory& people) {
  to.command<Record>({Permission::record_case, "登记病例", "record a case",
                      host::known_area<Record>,
                      [&people](host::CommandContext& context, const Record& c) {
                        return record(context, people, c);
                      }});
  to.command<Correct>({Permission::record_case, "更正病例", "correct a case",
                       [](store::Session& db, const Correct& c) { return area_of_case(db, c.id); },
                       [&people](host::CommandContext& context, const Correct& c) {
                         return correct(context, people, c);
                       }});
  to.command<SetStatus>(
      {Permission::record_case, "病例订正、排除、痊愈、死亡",
       "reclassify or exclude a case, record recovery or death",
       [](store::Session& db, const SetStatus& c) { return area_of_case(db, c.id); }, set_status});
  to.command<CorrectStatus>({Permission::record_case, "更正或撤销病例状态",
                             "correct a status of a case",
                             [](store::Session& db, const CorrectStatus& c) -> Result<std::string> {
                               const auto found = find_status(db, c.entry);
                               if (!found) return refuse(kNoStatus, "entry");
                               return area_of_case(db, found->id);
                             },
                             correct_status});
  to.command<Withdraw>(
      {Permission::record_case, "撤销病例", "withdraw a case",
       [](store::Session& db, const Withdraw& c) { return area_of_case(db, c.id); }, withdraw});
}

}  // namespace fx::casework
