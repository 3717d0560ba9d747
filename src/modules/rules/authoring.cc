#include "modules/rules/authoring.h"

#include <set>

#include <boost/json.hpp>

#include "modules/rules/check.h"
#include "policy/refusals.h"
#include "policy/table_reader.h"
#include "policy/vocabulary.h"

namespace fx::rules {
namespace {

constexpr auto kMay = access::Permission::choose_policy;
constexpr std::size_t kMostCheckedBytes = std::size_t{1} << 20;
constexpr std::size_t kMostTableBytes = std::size_t{2} << 20;

// --- the vocabulary --------------------------------------------------------------------------

struct InBoth {
  std::string zh;
  std::string en;
};
BOOST_DESCRIBE_STRUCT(InBoth, (), (zh, en))
struct ValueWord {
  std::string id;
  InBoth label;
};
BOOST_DESCRIBE_STRUCT(ValueWord, (), (id, label))
struct FactWord {
  std::string id;
  InBoth label;
  InBoth unit;
  std::string type;  // number | day | enum | flag | text
  int decimals = 0;
  std::string min;
  std::string max;
  bool can_be_missing = false;
  std::optional<std::string> initial;     // the value as long as nobody says otherwise
  std::vector<ValueWord> values;          // of an enum
  std::optional<std::string> dictionary;  // of the pack, whose words are values too
};
BOOST_DESCRIBE_STRUCT(FactWord, (),
                      (id, label, unit, type, decimals, min, max, can_be_missing, initial, values,
                       dictionary))
struct OutcomeWord {
  std::string id;
  InBoth label;
  InBoth unit;
  std::string type;  // number | flag | enum | time | text
  bool list = false;
  bool required = false;
  int decimals = 0;
  std::string min;
  std::string max;
  std::vector<ValueWord> values;
  std::optional<std::string> dictionary;
  std::vector<std::string> restricts;  // values with which the row must carry the legal four
};
BOOST_DESCRIBE_STRUCT(OutcomeWord, (),
                      (id, label, unit, type, list, required, decimals, min, max, values,
                       dictionary, restricts))
struct TopicWord {
  std::string id;
  InBoth label;
  std::string usual_hit;
  std::vector<std::string> facts;
  std::vector<OutcomeWord> outcomes;
};
BOOST_DESCRIBE_STRUCT(TopicWord, (), (id, label, usual_hit, facts, outcomes))
struct DiseaseWord {
  std::string id;
  InBoth label;
};
BOOST_DESCRIBE_STRUCT(DiseaseWord, (), (id, label))
// A word of another pack that one may take over.
struct Suggestion {
  std::string dictionary;
  std::string id;
  InBoth label;
  std::optional<std::string> deadline;  // of slots
};
BOOST_DESCRIBE_STRUCT(Suggestion, (), (dictionary, id, label, deadline))
struct VocabularyAnswer {
  std::vector<ValueWord> levels;
  std::vector<ValueWord> dictionaries;
  std::vector<DiseaseWord> diseases;
  std::vector<FactWord> facts;
  std::vector<TopicWord> topics;
  std::vector<Suggestion> suggestions;
};
BOOST_DESCRIBE_STRUCT(VocabularyAnswer, (),
                      (levels, dictionaries, diseases, facts, topics, suggestions))

InBoth both(const policy::Label& label) { return {label.zh, label.en}; }

std::vector<ValueWord> both(const std::vector<policy::NamedValue>& values) {
  std::vector<ValueWord> out;
  for (const auto& value : values) out.push_back({value.id, both(value.label)});
  return out;
}

std::string type_of(policy::FactType type) {
  switch (type) {
    case policy::FactType::kNumber:
      return "number";
    case policy::FactType::kDay:
      return "day";
    case policy::FactType::kEnum:
      return "enum";
    case policy::FactType::kFlag:
      return "flag";
    case policy::FactType::kText:
      return "text";
  }
  return "";
}

std::string type_of(policy::OutcomeType type) {
  switch (type) {
    case policy::OutcomeType::kNumber:
      return "number";
    case policy::OutcomeType::kFlag:
      return "flag";
    case policy::OutcomeType::kEnum:
      return "enum";
    case policy::OutcomeType::kTime:
      return "time";
    case policy::OutcomeType::kText:
      return "text";
  }
  return "";
}

FactWord word_of(const policy::FactDecl& fact) {
  FactWord out{fact.id,
               both(fact.label),
               both(fact.unit),
               type_of(fact.type),
               fact.decimals,
               policy::format_fixed(fact.min, fact.decimals),
               policy::format_fixed(fact.max, fact.decimals),
               fact.can_be_missing(),
               std::nullopt,
               both(fact.values),
               std::nullopt};
  if (!fact.can_be_missing()) out.initial = fact.id_of(fact.initial);
  if (fact.id == "origin_set") out.dictionary = "origin_sets";
  if (fact.id == "class") out.dictionary = "classes";
  return out;
}

OutcomeWord word_of(const policy::OutcomeDecl& outcome) {
  OutcomeWord out{outcome.id,
                  both(outcome.label),
                  both(outcome.unit),
                  type_of(outcome.type),
                  outcome.list,
                  outcome.required,
                  outcome.decimals,
                  policy::format_fixed(outcome.min, outcome.decimals),
                  policy::format_fixed(outcome.max, outcome.decimals),
                  both(outcome.values),
                  std::nullopt,
                  outcome.restricts};
  if (!outcome.dictionary.empty()) out.dictionary = outcome.dictionary;
  return out;
}

// Each word once: several packs have the same.
std::vector<Suggestion> suggestions(const std::vector<policy::PackPtr>& packs) {
  std::vector<Suggestion> out;
  std::set<std::pair<std::string, std::string>> seen;
  for (const auto& pack : packs) {
    for (const auto& [dictionary, values] : pack->words().dictionaries) {
      if (dictionary == "symptoms" || dictionary == "classes" || dictionary == "teams") continue;
      for (std::size_t i = 0; i < values.size(); ++i) {
        if (!seen.emplace(dictionary, values[i].label.zh).second) continue;
        Suggestion word{dictionary, values[i].id, both(values[i].label), std::nullopt};
        if (dictionary == "slots") {
          const int minute = pack->words().slot_minutes[i];
          const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
          word.deadline = two(minute / 60) + ":" + two(minute % 60);
        }
        out.push_back(std::move(word));
      }
    }
  }
  return out;
}

VocabularyAnswer vocabulary(const std::vector<policy::PackPtr>& packs) {
  VocabularyAnswer out;
  out.levels = {{"national", {"国家", "national"}},
                {"province", {"省", "province"}},
                {"city", {"市", "city"}},
                {"county", {"县（区）", "county"}},
                {"township", {"镇街", "township"}},
                {"community", {"社区（村）", "community"}},
                {"institution", {"单位", "institution"}}};
  out.dictionaries = {{"classes", {"人员类别", "classes of people"}},
                      {"origin_sets", {"来源名单", "lists of origins"}},
                      {"bases", {"法律依据", "legal bases"}},
                      {"issuers", {"作出单位", "issuing authorities"}},
                      {"appeals", {"申诉途径", "routes of objection"}},
                      {"roles", {"岗位", "roles"}},
                      {"teams", {"包保组", "teams"}},
                      {"slots", {"测温时段", "readings of the day"}},
                      {"tasks", {"事项", "tasks"}},
                      {"sources", {"出处", "sources"}}};
  const auto words = policy::builtin_vocabulary();
  for (const auto& fact : words.facts) out.facts.push_back(word_of(fact));
  for (const auto& topic : words.topics) {
    TopicWord said{
        topic.id, both(topic.label), topic.key.empty() ? "first" : "collect", topic.facts, {}};
    for (const auto& outcome : topic.outcomes) said.outcomes.push_back(word_of(outcome));
    out.topics.push_back(std::move(said));
  }
  std::set<std::string> diseases;
  for (const auto& pack : packs) {
    const auto& disease = pack->disease();
    if (diseases.insert(disease.id).second) {
      out.diseases.push_back({disease.id, both(disease.name)});
    }
  }
  out.suggestions = suggestions(packs);
  return out;
}

// --- the check -------------------------------------------------------------------------------

struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())
struct InArea {
  std::string area;
};
BOOST_DESCRIBE_STRUCT(InArea, (), (area))
struct TableAnswer {
  std::vector<std::vector<std::string>> rows;
};
BOOST_DESCRIBE_STRUCT(TableAnswer, (), (rows))

Result<CheckAnswer> check(const Shelf& shelf, Language language, std::string_view bytes) {
  const auto value = json::parse(bytes);
  if (!value) return value.error();
  const auto* document = value->if_object();
  if (document == nullptr) {
    return policy::refuse_at(policy::kDocumentShape, {"document"},
                             {{"expected", "{pack: {…}, tables: {…}}"}});
  }
  const auto files = policy::from_document(*document);
  if (!files) return files.error();
  return check_files(*files, shelf.packs(), language).answer;
}

}  // namespace

void declare_authoring(host::Declaration& to, const Beginnings& from) {
  const auto* shelf = from.shelf;
  to.question<Nothing, VocabularyAnswer>(
      {"/api/rules/vocabulary",
       std::nullopt,
       "写规则的用语",
       "the words rules are written in",
       {},
       [shelf](host::QueryContext&, const Nothing&) -> Result<VocabularyAnswer> {
         return vocabulary(shelf->packs());
       }});
  to.upload<InArea, CheckAnswer>(
      {"/api/rules/check", kMay, "检查正在写的规则包", "check a policy pack as it is written",
       kMostCheckedBytes, host::named_area<InArea>,
       [shelf](host::UploadContext& context, const InArea&, std::string_view bytes)
           -> Result<CheckAnswer> { return check(*shelf, context.language, bytes); }});
  to.upload<InArea, TableAnswer>(
      {"/api/rules/read-table", kMay, "读入一张表格", "read a table from a spreadsheet file",
       kMostTableBytes, host::named_area<InArea>,
       [](host::UploadContext&, const InArea&, std::string_view bytes) -> Result<TableAnswer> {
         const bool workbook = bytes.substr(0, 2) == "PK";
         const auto rows = policy::parse_table(bytes, workbook ? "table.xlsx" : "table.csv");
         if (!rows) return rows.error();
         TableAnswer out;
         for (const auto& row : *rows) out.rows.push_back(row.cells);
         return out;
       }});
}

}  // namespace fx::rules
