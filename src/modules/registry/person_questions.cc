#include "area/tree.h"
#include "identity/person.h"
#include "modules/registry/answers.h"
#include "modules/registry/commands.h"
#include "modules/registry/refusals.h"

namespace fx::registry {

struct PersonParams {
  Ulid person;
};
BOOST_DESCRIBE_STRUCT(PersonParams, (), (person))

// What one source says, cut to the viewer's sight.
struct SourceLine {
  std::string source;  // declaration | own_list | passed_down | register | hand
  std::string file;
  Instant at;
  Ulid actor;
  int row = 0;
  std::string name;
  std::string id_number;
  std::vector<std::string> phones;
  std::optional<std::string> sex;
};
BOOST_DESCRIBE_STRUCT(SourceLine, (), (source, file, at, actor, row, name, id_number, phones, sex))

struct ConflictLine {
  std::string field;  // name | id_number | sex | birth
  std::vector<std::string> values;
};
BOOST_DESCRIBE_STRUCT(ConflictLine, (), (field, values))

struct PersonPage {
  PersonCard person;
  std::vector<std::string> phones;
  std::string area;
  std::vector<std::string> path;  // names from the community down
  std::optional<HouseholdCard> household;
  Relation relation = Relation::unknown;
  std::string relation_zh;
  std::vector<Flag> flags;
  std::string note;
  std::vector<Ulid> merged;  // records that were merged into this one
  std::vector<SourceLine> sources;
  std::vector<ConflictLine> conflicts;
  std::vector<DoubtAnswer> doubts;
  std::vector<TimelineItem> timeline;
};
BOOST_DESCRIBE_STRUCT(PersonPage, (),
                      (person, phones, area, path, household, relation, relation_zh, flags, note,
                       merged, sources, conflicts, doubts, timeline))

namespace {

using access::Sight;

std::string_view word(identity::SourceKind kind) {
  switch (kind) {
    case identity::SourceKind::kDeclaration:
      return "declaration";
    case identity::SourceKind::kOwnList:
      return "own_list";
    case identity::SourceKind::kPassedDown:
      return "passed_down";
    case identity::SourceKind::kRegister:
      return "register";
    case identity::SourceKind::kHand:
      return "hand";
  }
  return "";
}

bool sees_names(Sight sight) { return sight == Sight::kNames || sight == Sight::kFull; }

std::string shown_name(const std::string& name, Sight sight) {
  return sees_names(sight) ? name : mask_name(name);
}
std::string shown_id(const std::string& number, Sight sight) {
  return sight == Sight::kFull || number.empty() ? number : mask_id(number);
}
std::vector<std::string> shown_phones(const std::vector<std::string>& phones, Sight sight) {
  std::vector<std::string> out;
  for (const auto& phone : phones) out.push_back(sees_names(sight) ? phone : mask_phone(phone));
  return out;
}

ConflictLine shown(const identity::Conflict& conflict, Sight sight) {
  ConflictLine out;
  switch (conflict.field) {
    case identity::Field::kName:
      out.field = "name";
      for (const auto& v : conflict.values) out.values.push_back(shown_name(v, sight));
      break;
    case identity::Field::kIdNumber:
      out.field = "id_number";
      for (const auto& v : conflict.values) out.values.push_back(shown_id(v, sight));
      break;
    case identity::Field::kSex:
      out.field = "sex";
      out.values = conflict.values;
      break;
    case identity::Field::kBirth:
      out.field = "birth";
      if (sight == Sight::kFull) out.values = conflict.values;
      break;
  }
  return out;
}

Result<PersonPage> person_page(host::QueryContext& context, const Directory& directory,
                               const host::Declaration& declared, const Ulid& asked) {
  const Ulid person = canonical(context.db, asked);
  const auto place = directory.place_of(context.db, person);
  if (!place) return refuse(kNoSuchPerson, "person");
  PersonPage page;
  page.person = directory.card(context, person);
  const Sight sight = access::sight(context.actor, place->area);
  page.area = place->area;
  for (const auto& node : area::path(context.db, place->area, area::Level::kCommunity)) {
    if (!node.name.empty()) page.path.push_back(node.name);
  }
  if (!place->household.is_nil()) {
    page.household = directory.household_card(context, place->household);
  }
  if (const auto now = current(context.db, person)) {
    page.relation = now->relation;
    page.relation_zh = zh(now->relation);
    page.flags = list_of(now->flags);
  }
  page.merged = merged_into(context.db, person);
  if (sight != Sight::kNothing) {
    if (const auto known = identity::find_person(context.db, person)) {
      page.phones = shown_phones(known->facts.phones, sight);
    }
    if (sees_names(sight)) page.note = identity::text_of(context.db, person, "note");
    for (const auto& s : identity::statements(context.db, person)) {
      SourceLine line;
      line.source = word(s.source.kind);
      line.file = s.source.name;
      line.at = s.source.at;
      line.actor = s.source.actor;
      line.row = s.row & ((1 << 21) - 1);
      line.name = shown_name(s.facts.name, sight);
      line.id_number = shown_id(s.facts.id_number, sight);
      line.phones = shown_phones(s.facts.phones, sight);
      if (s.facts.sex) line.sex = *s.facts.sex == Sex::kMale ? "male" : "female";
      page.sources.push_back(std::move(line));
    }
    for (const auto& c : identity::conflicts(context.db, person)) {
      page.conflicts.push_back(shown(c, sight));
    }
  }
  each_doubt_of(context.db, person, [&](const Doubt& doubt) {
    page.doubts.push_back(doubt_answer(context, directory, doubt));
  });
  std::vector<Ulid> subjects{person};
  subjects.insert(subjects.end(), page.merged.begin(), page.merged.end());
  page.timeline = timeline_of(context.db, declared, subjects, context.language);
  return page;
}

}  // namespace

void declare_person_questions(host::Declaration& to, const Directory& directory) {
  to.question<PersonParams, PersonPage>(
      {"/api/people/{person}", access::Permission::see_records, "人员", "a person",
       [](store::Session& db, const PersonParams& p) { return area_of_person(db, p.person); },
       [&directory, &to](host::QueryContext& context, const PersonParams& p) {
         return person_page(context, directory, to, p.person);
       }});
}

}  // namespace fx::registry
