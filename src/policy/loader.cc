// Reading a pack. Everything wrong is noted and reading goes on as long as it makes sense, so that
// an author sees all of it at once.
#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <set>
#include <system_error>

#include <sodium.h>

#include "policy/csv.h"
#include "policy/pack.h"
#include "policy/refusals.h"
#include "policy/yaml.h"

namespace fx::policy {
namespace {

constexpr std::size_t kMostProblems = 100;
constexpr std::size_t kMostFileBytes = std::size_t{2} << 20;
constexpr std::size_t kMostPackBytes = std::size_t{16} << 20;
constexpr std::size_t kMostFiles = 200;
constexpr std::size_t kMostEditions = 100;
constexpr std::size_t kMostTables = 400;     // editions share files, but each has its own tables
constexpr std::size_t kMostRows = 20'000;    // of all tables together
constexpr std::size_t kMostEntries = 1'000;  // of a dictionary
constexpr std::string_view kPackFile = "pack.yaml";

constexpr std::array<std::string_view, 7> kLevels{"national", "province",  "city",       "county",
                                                  "township", "community", "institution"};

bool is_path(std::string_view text) {
  if (text.empty() || text.size() > 120 || text.front() == '/' || text.back() == '/') return false;
  if (text.find("..") != std::string_view::npos || text.find("//") != std::string_view::npos) {
    return false;
  }
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' ||
           c == '/';
  });
}

std::string join(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

// Paths of the files a pack.yaml names; for reading folders, so it reports nothing.
std::vector<std::string> named_files(const YamlNode& root) {
  std::vector<std::string> out;
  const auto add = [&](const YamlNode* node) {
    if (node != nullptr && node->kind == YamlNode::Kind::kScalar) out.push_back(node->text);
  };
  add(root.find("examples"));
  const YamlNode* editions = root.find("editions");
  if (editions == nullptr || editions->kind != YamlNode::Kind::kList) return out;
  for (const auto& edition : editions->items) {
    const YamlNode* tables = edition.find("tables");
    if (tables == nullptr || tables->kind != YamlNode::Kind::kMap) continue;
    for (const auto& table : tables->items) {
      if (table.kind == YamlNode::Kind::kScalar) add(&table);
      if (table.kind == YamlNode::Kind::kMap) add(table.find("file"));
    }
  }
  return out;
}

}  // namespace

class PackLoader {
 public:
  explicit PackLoader(const Files& files) : files_(files), pack_(new Pack) {}

  LoadReport load() {
    LoadReport report;
    load_pack_file();
    if (problems_.empty()) {
      pack_->digest_ = digest();
      report.pack = pack_;
    }
    report.problems = std::move(problems_);
    return report;
  }

 private:
  using Node = YamlNode;

  // --- problems --------------------------------------------------------------------------------

  void problem(Refusal refusal) {
    if (problems_.size() < kMostProblems) problems_.push_back(std::move(refusal));
  }
  void problem(const RefusalKind& kind, const Place& place, Params params = {}) {
    problem(refuse_at(kind, place, std::move(params)));
  }
  static Place at(const Node& node) { return {std::string(kPackFile), node.line}; }

  // --- reading YAML ----------------------------------------------------------------------------

  bool is(const Node& node, Node::Kind kind, std::string_view what, const char* expected) {
    if (node.kind == kind) return true;
    problem(kWrongShape, at(node), {{"value", shorten(what)}, {"expected", expected}});
    return false;
  }

  bool is_map(const Node& node, std::string_view what, const std::vector<std::string>& keys) {
    if (!is(node, Node::Kind::kMap, what, "key: value")) return false;
    for (std::size_t i = 0; i < node.keys.size(); ++i) {
      if (std::find(keys.begin(), keys.end(), node.keys[i]) == keys.end()) {
        problem(kKeyUnknown, at(node.items[i]),
                {{"value", shorten(node.keys[i])}, {"expected", join(keys)}});
      }
    }
    return true;
  }

  std::string text(const Node& parent, const char* key, bool required = true) {
    const Node* node = parent.find(key);
    if (node == nullptr) {
      if (required) problem(kKeyMissing, at(parent), {{"value", key}});
      return {};
    }
    if (!is(*node, Node::Kind::kScalar, key, "text")) return {};
    std::string value(trim(node->text));
    if (required && value.empty()) problem(kKeyMissing, at(*node), {{"value", key}});
    return value;
  }

  std::string id(const Node& parent, const char* key) {
    auto value = text(parent, key);
    if (!value.empty() && !is_id(value)) {
      problem(kBadId, at(*parent.find(key)), {{"value", shorten(value)}});
    }
    return value;
  }

  int number(const Node& parent, const char* key, int decimals, int min, int max, int otherwise) {
    const Node* node = parent.find(key);
    if (node == nullptr) return otherwise;
    const auto value = parse_fixed(trim(node->text), decimals);
    if (node->kind != Node::Kind::kScalar || !value || *value < min || *value > max) {
      problem(kBadValue, at(*node),
              {{"value", shorten(node->text)},
               {"expected", format_fixed(min, decimals) + ".." + format_fixed(max, decimals)}});
      return otherwise;
    }
    return static_cast<int>(*value);
  }

  bool flag(const Node& parent, const char* key) {
    const Node* node = parent.find(key);
    if (node == nullptr) return false;
    const auto value = parse_flag(trim(node->text));
    if (node->kind != Node::Kind::kScalar || !value) {
      problem(kBadValue, at(*node), {{"value", shorten(node->text)}, {"expected", "yes, no"}});
    }
    return value.value_or(false);
  }

  std::optional<Day> day(const Node& parent, const char* key, bool required) {
    const auto value = text(parent, key, required);
    if (value.empty()) return std::nullopt;
    const auto parsed = parse_day(value);
    if (!parsed) {
      problem(kBadValue, at(*parent.find(key)),
              {{"value", shorten(value)}, {"expected", "YYYY-MM-DD"}});
    }
    return parsed;
  }

  // zh and en of a mapping that may have other keys as well.
  Label label(const Node& node) { return {text(node, "zh"), text(node, "en")}; }

  Label label_at(const Node& parent, const char* key, bool required) {
    const Node* node = parent.find(key);
    if (node == nullptr) {
      if (required) problem(kKeyMissing, at(parent), {{"value", key}});
      return {};
    }
    if (!is_map(*node, key, {"zh", "en"})) return {};
    return label(*node);
  }

  std::vector<Label> labels(const Node& parent, const char* key) {
    std::vector<Label> out;
    const Node* node = parent.find(key);
    if (node == nullptr || !is(*node, Node::Kind::kList, key, "- zh: …")) return out;
    for (const auto& item : node->items) {
      if (is_map(item, key, {"zh", "en"})) out.push_back(label(item));
    }
    return out;
  }

  // A dictionary: id: {zh, en, more}. Calls each(node, value) for further keys.
  template <class Each>
  std::vector<NamedValue> dictionary(const Node& parent, const char* key,
                                     const std::vector<std::string>& more, Each each) {
    std::vector<NamedValue> out;
    const Node* node = parent.find(key);
    if (node == nullptr || !is(*node, Node::Kind::kMap, key, "id: {zh, en}")) return out;
    if (node->items.size() > kMostEntries) {
      problem(kYamlTooMany, at(*node), {{"limit", std::to_string(kMostEntries)}});
      return out;
    }
    std::vector<std::string> keys{"zh", "en"};
    keys.insert(keys.end(), more.begin(), more.end());
    for (std::size_t i = 0; i < node->items.size(); ++i) {
      const auto& item = node->items[i];
      if (!is_id(node->keys[i])) problem(kBadId, at(item), {{"value", shorten(node->keys[i])}});
      if (!is_map(item, node->keys[i], keys)) continue;
      NamedValue value{node->keys[i], label(item)};
      for (const auto* name : {&value.label.zh, &value.label.en}) {
        if (split_list(*name).size() > 1 && std::string_view(key) == "classes") {
          problem(kBadValue, at(item), {{"value", shorten(*name)}, {"expected", "name"}});
        }
      }
      each(item, value);
      out.push_back(std::move(value));
    }
    return out;
  }
  std::vector<NamedValue> dictionary(const Node& parent, const char* key) {
    return dictionary(parent, key, {}, [](const Node&, const NamedValue&) {});
  }

  // --- pack.yaml -------------------------------------------------------------------------------

  void load_pack_file() {
    std::size_t total = 0;
    for (const auto& [path, bytes] : files_) {
      total += bytes.size();
      if (!is_path(path)) problem(kBadPath, {shorten(path)}, {{"value", shorten(path)}});
    }
    if (files_.size() > kMostFiles || total > kMostPackBytes) {
      problem(kFileTooLarge, {std::string(kPackFile)},
              {{"limit", std::to_string(kMostPackBytes >> 20) + " MB"}});
      return;
    }
    const auto file = files_.find(kPackFile);
    if (file == files_.end()) {
      problem(kFileMissing, {std::string(kPackFile)});
      return;
    }
    const auto root = parse_yaml(file->second, std::string(kPackFile));
    if (!root) {
      problem(root.error());
      return;
    }
    const std::vector<std::string> keys{
        "format", "id",    "name",    "disease",     "level",       "place",
        "issuer", "notes", "sources", "resolutions", "origin_sets", "classes",
        "roles",  "teams", "bases",   "issuers",     "appeals",     "slots",
        "tasks",  "facts", "topics",  "editions",    "examples"};
    if (!is_map(*root, kPackFile, keys)) return;
    if (const auto version = text(*root, "format"); !version.empty() && version != "1") {
      problem(kFormatVersion, at(*root->find("format")), {{"value", shorten(version)}});
      return;
    }
    pack_->id_ = id(*root, "id");
    pack_->name_ = label_at(*root, "name", true);
    pack_->level_ = text(*root, "level");
    if (!pack_->level_.empty() &&
        std::find(kLevels.begin(), kLevels.end(), pack_->level_) == kLevels.end()) {
      problem(kBadValue, at(*root->find("level")),
              {{"value", shorten(pack_->level_)},
               {"expected", join({kLevels.begin(), kLevels.end()})}});
    }
    pack_->place_ = label_at(*root, "place", true);
    pack_->issuer_ = label_at(*root, "issuer", true);
    pack_->notes_ = labels(*root, "notes");
    pack_->resolutions_ = labels(*root, "resolutions");
    pack_->sources_ = dictionary(*root, "sources");
    load_disease(*root);
    load_words(*root);
    load_editions(*root);
    load_examples(*root);
  }

  void load_disease(const Node& root) {
    const Node* node = root.find("disease");
    if (node == nullptr) {
      problem(kKeyMissing, at(root), {{"value", "disease"}});
      return;
    }
    if (!is_map(*node, "disease",
                {"id", "name", "incubation_min", "incubation_max", "fever", "symptoms"})) {
      return;
    }
    auto& disease = pack_->disease_;
    disease.id = id(*node, "id");
    disease.name = label_at(*node, "name", true);
    disease.incubation_min_days = number(*node, "incubation_min", 0, 0, 365, 0);
    disease.incubation_max_days = number(*node, "incubation_max", 0, 0, 365, 0);
    if (disease.incubation_min_days > disease.incubation_max_days) {
      problem(kCellRange, at(*node),
              {{"value", std::to_string(disease.incubation_min_days) + ".." +
                             std::to_string(disease.incubation_max_days)}});
    }
    disease.fever_tenths = number(*node, "fever", 1, 350, 420, 0);
    disease.symptoms = dictionary(*node, "symptoms");
  }

  // Puts the pack's own words into the vocabulary.
  void load_words(const Node& root) {
    auto& vocabulary = pack_->vocabulary_;
    vocabulary = builtin_vocabulary();

    auto sets =
        dictionary(root, "origin_sets", {"codes"}, [&](const Node& node, const NamedValue& value) {
          OriginSet set{value.id, {}};
          const Node* codes = node.find("codes");
          if (codes == nullptr || codes->kind != Node::Kind::kList || codes->items.empty()) {
            problem(kWrongShape, at(node), {{"value", "codes"}, {"expected", "[\"42\", …]"}});
            return;
          }
          for (const auto& code : codes->items) {
            const bool digits = std::all_of(code.text.begin(), code.text.end(),
                                            [](char c) { return c >= '0' && c <= '9'; });
            if (code.kind != Node::Kind::kScalar || code.text.size() < 2 || code.text.size() > 12 ||
                !digits) {
              problem(kBadValue, at(code), {{"value", shorten(code.text)}, {"expected", "42"}});
            }
            set.codes.push_back(code.text);
          }
          pack_->origin_sets_.push_back(std::move(set));
        });
    append(root, "origin_set", sets);
    pack_->classes_ = dictionary(root, "classes");
    append(root, "class", pack_->classes_);

    std::map<std::string, std::vector<NamedValue>, std::less<>> dictionaries;
    dictionaries["classes"] = pack_->classes_;
    dictionaries["symptoms"] = pack_->disease_.symptoms;
    for (const char* key : {"roles", "bases", "issuers", "appeals", "tasks"}) {
      dictionaries[key] = dictionary(root, key);
    }
    dictionaries["teams"] =
        dictionary(root, "teams", {"members"}, [&](const Node& node, const NamedValue&) {
          team_members_.push_back(members(node, dictionaries["roles"]));
        });
    dictionaries["slots"] =
        dictionary(root, "slots", {"deadline"}, [&](const Node& node, const NamedValue&) {
          const auto minute = parse_minute(text(node, "deadline"));
          if (!minute) {
            problem(kBadValue, at(node), {{"value", "deadline"}, {"expected", "\"HH:MM\""}});
          }
          slot_minutes_.push_back(minute.value_or(0));
        });
    load_own_facts(root);
    load_own_topics(root);
    for (auto& topic : vocabulary.topics) {
      for (auto& outcome : topic.outcomes) {
        if (!outcome.dictionary.empty()) outcome.values = dictionaries[outcome.dictionary];
      }
    }
  }

  void append(const Node& root, const char* fact, const std::vector<NamedValue>& values) {
    auto& decl = pack_->vocabulary_.facts[static_cast<std::size_t>(pack_->vocabulary_.slot(fact))];
    for (const auto& value : values) {
      if (decl.parse(value.id)) {
        problem(kDuplicateId, at(root), {{"value", shorten(value.id)}});
      }
      decl.values.push_back(value);
    }
  }

  // Role ids, the same role as often as the team has it.
  std::vector<NamedValue> members(const Node& node, const std::vector<NamedValue>& roles) {
    std::vector<NamedValue> out;
    const Node* list = node.find("members");
    if (list == nullptr || !is(*list, Node::Kind::kList, "members", "[role, …]")) return out;
    for (const auto& item : list->items) {
      const auto role = std::find_if(roles.begin(), roles.end(),
                                     [&](const NamedValue& each) { return each.id == item.text; });
      if (role == roles.end() || out.size() >= 20) {
        problem(kBadValue, at(item), {{"value", shorten(item.text)}, {"expected", "roles"}});
      } else {
        out.push_back(*role);
      }
    }
    return out;
  }

  std::vector<NamedValue> own_values(const Node& node) {
    auto values = dictionary(node, "values");
    if (values.empty()) problem(kKeyMissing, at(node), {{"value", "values"}});
    return values;
  }

  void own_number(const Node& node, int& decimals, Value& min, Value& max) {
    decimals = number(node, "decimals", 0, 0, 3, 0);
    min = number(node, "min", decimals, 0, 1'000'000'000, 0);
    max = number(node, "max", decimals, 0, 1'000'000'000, 1'000'000);
    if (min > max) {
      problem(kCellRange, at(node), {{"value", std::to_string(min) + ".." + std::to_string(max)}});
      max = min;
    }
  }

  void load_own_facts(const Node& root) {
    auto& facts = pack_->vocabulary_.facts;
    dictionary(root, "facts", {"type", "unit", "decimals", "min", "max", "values", "initial"},
               [&](const Node& node, const NamedValue& name) {
                 FactDecl fact;
                 fact.id = name.id;
                 fact.label = name.label;
                 if (facts.size() >= 200 || pack_->vocabulary_.slot(fact.id) >= 0) {
                   problem(kDuplicateId, at(node), {{"value", fact.id}});
                   return;
                 }
                 fact.unit = label_at(node, "unit", false);
                 const auto type = text(node, "type");
                 if (type == "number") {
                   fact.type = FactType::kNumber;
                   own_number(node, fact.decimals, fact.min, fact.max);
                 } else if (type == "day") {
                   fact.type = FactType::kDay;
                   fact.max = make_day(9999, 12, 31)->number;
                 } else if (type == "enum") {
                   fact.type = FactType::kEnum;
                   fact.values = own_values(node);
                 } else if (type == "text") {
                   fact.type = FactType::kText;
                 } else if (type != "flag") {
                   problem(
                       kBadValue, at(node),
                       {{"value", shorten(type)}, {"expected", "number, day, enum, flag, text"}});
                 }
                 if (const auto initial = text(node, "initial", false); !initial.empty()) {
                   const auto value = fact.parse(initial);
                   if (!value || fact.type == FactType::kText) {
                     problem(kBadValue, at(node),
                             {{"value", shorten(initial)}, {"expected", fact.expected()}});
                   }
                   fact.initial = value.value_or(kMissing);
                 }
                 facts.push_back(std::move(fact));
               });
  }

  void load_own_topics(const Node& root) {
    auto& topics = pack_->vocabulary_.topics;
    dictionary(
        root, "topics", {"outcomes", "restrictive"}, [&](const Node& node, const NamedValue& name) {
          if (topics.size() >= 100 || pack_->vocabulary_.topic(name.id) != nullptr) {
            problem(kDuplicateId, at(node), {{"value", name.id}});
            return;
          }
          TopicDecl topic{name.id, name.label, {}, {}, flag(node, "restrictive")};
          dictionary(node, "outcomes",
                     {"type", "unit", "decimals", "min", "max", "values", "list", "required"},
                     [&](const Node& outcome, const NamedValue& as) {
                       topic.outcomes.push_back(own_outcome(outcome, as));
                     });
          add_common_outcomes(topic);
          std::set<std::string> ids;
          for (const auto& outcome : topic.outcomes) {
            if (!ids.insert(outcome.id).second) {
              problem(kDuplicateId, at(node), {{"value", outcome.id}});
            }
          }
          topics.push_back(std::move(topic));
        });
  }

  OutcomeDecl own_outcome(const Node& node, const NamedValue& name) {
    OutcomeDecl decl;
    decl.id = name.id;
    decl.label = name.label;
    decl.unit = label_at(node, "unit", false);
    decl.list = flag(node, "list");
    decl.required = flag(node, "required");
    const auto type = text(node, "type");
    if (type == "number") {
      decl.type = OutcomeType::kNumber;
      own_number(node, decl.decimals, decl.min, decl.max);
    } else if (type == "flag") {
      decl.type = OutcomeType::kFlag;
    } else if (type == "time") {
      decl.type = OutcomeType::kTime;
    } else if (type == "enum") {
      decl.type = OutcomeType::kEnum;
      decl.values = own_values(node);
    } else if (type != "text") {
      problem(kBadValue, at(node),
              {{"value", shorten(type)}, {"expected", "number, flag, time, enum, text"}});
    }
    return decl;
  }

  // --- editions and tables ---------------------------------------------------------------------

  void load_editions(const Node& root) {
    const Node* node = root.find("editions");
    if (node == nullptr || node->kind != Node::Kind::kList || node->items.empty()) {
      problem(kNoEditions, node == nullptr ? at(root) : at(*node));
      return;
    }
    if (node->items.size() > kMostEditions) {
      problem(kYamlTooMany, at(*node), {{"limit", std::to_string(kMostEditions)}});
      return;
    }
    for (const auto& item : node->items) {
      if (is_map(item, "editions", {"id", "name", "from", "until", "note", "tables"})) {
        load_edition(item);
      }
    }
    auto& editions = pack_->editions_;
    for (std::size_t i = 0; i < editions.size(); ++i) {
      const auto& edition = editions[i];
      for (std::size_t j = 0; j < i; ++j) {
        if (editions[j].id_ == edition.id_) {
          problem(kDuplicateId, {std::string(kPackFile), edition.line_},
                  {{"value", shorten(edition.id_)}});
        }
      }
      const bool backwards = edition.until_ && *edition.until_ < edition.from_;
      const bool overlaps =
          i > 0 && (edition.from_ <= editions[i - 1].from_ ||
                    (editions[i - 1].until_ && *editions[i - 1].until_ >= edition.from_));
      if (backwards || overlaps) {
        problem(kEditionsOverlap, {std::string(kPackFile), edition.line_},
                {{"value", shorten(edition.id_)},
                 {"other", shorten(backwards ? edition.id_ : editions[i - 1].id_)}});
      }
    }
  }

  void load_edition(const Node& node) {
    Edition edition;
    edition.pack_ = pack_.get();
    edition.line_ = node.line;
    edition.id_ = id(node, "id");
    edition.name_ = label_at(node, "name", false);
    edition.note_ = text(node, "note", false);
    edition.from_ = day(node, "from", true).value_or(Day{});
    edition.until_ = day(node, "until", false);
    const Node* tables = node.find("tables");
    if (tables == nullptr) {
      problem(kKeyMissing, at(node), {{"value", "tables"}});
      return;
    }
    if (!is(*tables, Node::Kind::kMap, "tables", "topic: {file, hit}")) return;
    for (std::size_t i = 0; i < tables->items.size(); ++i) {
      if (++tables_ > kMostTables) {
        problem(kYamlTooMany, at(*tables), {{"limit", std::to_string(kMostTables)}});
        return;
      }
      load_table(edition, tables->keys[i], tables->items[i]);
    }
    pack_->editions_.push_back(std::move(edition));
  }

  void load_table(Edition& edition, const std::string& topic_id, const Node& node) {
    const TopicDecl* topic = pack_->vocabulary_.topic(topic_id);
    if (topic == nullptr) {
      std::vector<std::string> known;
      for (const auto& each : pack_->vocabulary_.topics) known.push_back(each.id);
      problem(kKeyUnknown, at(node), {{"value", shorten(topic_id)}, {"expected", join(known)}});
      return;
    }
    if (!is_map(node, topic_id, {"file", "hit", "gaps", "defaults"})) return;
    Table table;
    table.topic = topic;
    table.file = text(node, "file");
    const auto hit = text(node, "hit");
    if (hit == "first" || hit == "unique" || hit == "collect") {
      table.hit = hit == "first"    ? HitPolicy::kFirst
                  : hit == "unique" ? HitPolicy::kUnique
                                    : HitPolicy::kCollect;
    } else if (!hit.empty()) {
      problem(kBadValue, at(node),
              {{"value", shorten(hit)}, {"expected", "first, unique, collect"}});
    }
    if (const auto gaps = text(node, "gaps", false); gaps == "intended") {
      table.gaps_intended = true;
    } else if (!gaps.empty()) {
      problem(kBadValue, at(node), {{"value", shorten(gaps)}, {"expected", "intended"}});
    }
    if (table.file.empty()) return;
    if (!is_path(table.file)) {
      problem(kBadPath, at(node), {{"value", shorten(table.file)}});
      return;
    }
    std::vector<OutcomeValue> defaults(topic->outcomes.size());
    if (const Node* given = node.find("defaults"); given != nullptr) {
      load_defaults(*given, *topic, defaults);
    }
    const auto file = files_.find(table.file);
    if (file == files_.end()) {
      problem(kFileMissing, {table.file});
      return;
    }
    const auto rows = parse_csv(file->second, table.file);
    if (!rows) {
      problem(rows.error());
      return;
    }
    rows_ += rows->size();
    if (rows_ > kMostRows) {
      if (rows_ - rows->size() <= kMostRows) {  // say so once
        problem(kCsvTooLong, {table.file}, {{"limit", std::to_string(kMostRows)}});
      }
      return;
    }
    const auto before = problems_.size();
    load_rows(table, *rows, defaults);
    if (problems_.size() > before) return;
    std::vector<std::vector<CellTest>> tests;
    tests.reserve(table.rows.size());
    for (const auto& row : table.rows) tests.push_back(row.tests);
    if (Matcher::work(pack_->vocabulary_, table.slots, tests) > Matcher::kMostWork) {
      problem(kTableTooComplex, {table.file});
      return;
    }
    table.matcher =
        Matcher(pack_->vocabulary_, table.slots, tests, table.hit == HitPolicy::kUnique);
    read_rows(edition, table);
    edition.tables_.push_back(std::move(table));
  }

  void load_defaults(const Node& node, const TopicDecl& topic,
                     std::vector<OutcomeValue>& defaults) {
    if (!is(node, Node::Kind::kMap, "defaults", "outcome: value")) return;
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      const auto found =
          std::find_if(topic.outcomes.begin(), topic.outcomes.end(),
                       [&](const OutcomeDecl& decl) { return decl.id == node.keys[i]; });
      if (found == topic.outcomes.end()) {
        problem(kColumnUnknown, at(node.items[i]),
                {{"value", shorten(node.keys[i])}, {"expected", outcome_names(topic)}});
        continue;
      }
      if (!is(node.items[i], Node::Kind::kScalar, node.keys[i], "value")) continue;
      auto value = parse_outcome(*found, node.items[i].text);
      if (!value) {
        problem(*value.error().kind, at(node.items[i]), value.error().params);
      } else {
        defaults[static_cast<std::size_t>(found - topic.outcomes.begin())] = *std::move(value);
      }
    }
  }

  static std::string outcome_names(const TopicDecl& topic) {
    std::vector<std::string> names;
    for (const auto& decl : topic.outcomes) names.push_back(decl.id);
    return join(names);
  }

  struct Column {
    int slot = -1;     // a fact
    int outcome = -1;  // or an outcome
  };

  // A header cell names a column by id, by label in either language, or by a label and the id.
  std::optional<Column> find_column(const Table& table, std::string_view header) const {
    const auto space = header.rfind(' ');
    for (const auto name :
         {header, space == std::string_view::npos ? header : header.substr(space + 1)}) {
      const auto& outcomes = table.topic->outcomes;
      for (std::size_t i = 0; i < outcomes.size(); ++i) {
        if (outcomes[i].id == name || outcomes[i].label.zh == name ||
            outcomes[i].label.en == name) {
          return Column{-1, static_cast<int>(i)};
        }
      }
      const auto& facts = pack_->vocabulary_.facts;
      for (std::size_t i = 0; i < facts.size(); ++i) {
        if (facts[i].id == name || facts[i].label.zh == name || facts[i].label.en == name) {
          return Column{static_cast<int>(i), -1};
        }
      }
    }
    return std::nullopt;
  }

  void load_rows(Table& table, const std::vector<CsvRow>& rows,
                 const std::vector<OutcomeValue>& defaults) {
    if (rows.size() < 2) {
      problem(kTableEmpty, {table.file});
      return;
    }
    const CsvRow& header = rows.front();
    std::vector<Column> columns;
    for (const auto& name : header.cells) {
      const Place place{table.file, header.number, shorten(name)};
      const auto column = find_column(table, name);
      if (!column) {
        problem(kColumnUnknown, place,
                {{"value", shorten(name)}, {"expected", outcome_names(*table.topic)}});
        return;
      }
      const bool twice = std::any_of(columns.begin(), columns.end(), [&](const Column& other) {
        return other.slot == column->slot && other.outcome == column->outcome;
      });
      if (twice) {
        problem(kColumnTwice, place, {{"value", shorten(name)}});
        return;
      }
      columns.push_back(*column);
      if (column->slot >= 0) table.slots.push_back(column->slot);
    }
    for (std::size_t r = 1; r < rows.size(); ++r) {
      if (rows[r].cells.size() > columns.size()) {
        problem(kCsvRowWidth, {table.file, rows[r].number});
        continue;
      }
      load_row(table, header, columns, rows[r], defaults);
    }
  }

  void load_row(Table& table, const CsvRow& header, const std::vector<Column>& columns,
                const CsvRow& cells, const std::vector<OutcomeValue>& defaults) {
    Row row;
    row.number = cells.number;
    row.outcomes = defaults;
    std::vector<bool> written(defaults.size());
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const std::string cell = c < cells.cells.size() ? cells.cells[c] : std::string();
      const Place place{table.file, row.number, shorten(header.cells[c])};
      if (columns[c].slot >= 0) {
        auto& fact = pack_->vocabulary_.facts[static_cast<std::size_t>(columns[c].slot)];
        auto test = parse_cell(fact, cell);
        if (!test) problem(*test.error().kind, place, test.error().params);
        row.tests.push_back(test ? *std::move(test) : CellTest{});
        row.cells.push_back(cell);
        continue;
      }
      const auto index = static_cast<std::size_t>(columns[c].outcome);
      auto value = parse_outcome(table.topic->outcomes[index], cell);
      if (!value) {
        problem(*value.error().kind, place, value.error().params);
      } else if (value->present() || cell == "-") {  // "-" takes a default away
        row.outcomes[index] = *std::move(value);
        written[index] = true;
      }
    }
    if (imposes_nothing(table, row)) {  // so the defaults, which say on what terms, mean nothing
      for (std::size_t i = 0; i < written.size(); ++i) {
        if (!written[i]) row.outcomes[i] = {};
      }
    }
    for (std::size_t i = 0; i < row.outcomes.size(); ++i) {
      if (table.topic->outcomes[i].required && !row.outcomes[i].present()) {
        problem(kOutcomeMissing, {table.file, row.number, table.topic->outcomes[i].id},
                {{"value", table.topic->outcomes[i].id}});
      }
    }
    if (is_restriction(*table.topic, row.outcomes)) require_legal(table, row);
    table.rows.push_back(std::move(row));
  }

  static bool imposes_nothing(const Table& table, const Row& row) {
    for (std::size_t i = 0; i < row.outcomes.size(); ++i) {
      const auto& decl = table.topic->outcomes[i];
      if (has_any(decl, row.outcomes[i], decl.imposes_nothing)) return true;
    }
    return false;
  }

  // Every missing one of the legal four is a problem of its own.
  void require_legal(const Table& table, const Row& row) {
    for (const char* name : {"basis", "issuer", "max_days", "appeal"}) {
      if (!get(table, row, name).present()) {
        problem(kRestrictiveWithout, {table.file, row.number, name}, {{"value", name}});
      }
    }
  }

  // --- rows as structs -------------------------------------------------------------------------

  static const OutcomeValue& get(const Table& table, const Row& row, std::string_view name) {
    const int index = table.outcome(name);
    FX_CHECK(index >= 0);
    return row.outcomes[static_cast<std::size_t>(index)];
  }
  static int get_int(const Table& table, const Row& row, std::string_view name, int otherwise = 0) {
    return static_cast<int>(get(table, row, name).value_or(otherwise));
  }
  template <class Enum>
  static Enum get_enum(const Table& table, const Row& row, std::string_view name, Enum otherwise) {
    return static_cast<Enum>(get(table, row, name).value_or(static_cast<Value>(otherwise)));
  }
  static std::vector<NamedValue> get_all(const Table& table, const Row& row,
                                         std::string_view name) {
    std::vector<NamedValue> out;
    const auto& decl = table.topic->outcomes[static_cast<std::size_t>(table.outcome(name))];
    for (const Value value : get(table, row, name).values) {
      out.push_back(decl.values[static_cast<std::size_t>(value)]);
    }
    return out;
  }
  static NamedValue get_named(const Table& table, const Row& row, std::string_view name) {
    auto all = get_all(table, row, name);
    return all.empty() ? NamedValue{} : std::move(all.front());
  }
  static std::optional<Legal> get_legal(const Table& table, const Row& row) {
    if (!get(table, row, "basis").present()) return std::nullopt;
    return Legal{get_named(table, row, "basis"), get_named(table, row, "issuer"),
                 get_int(table, row, "max_days"), get_named(table, row, "appeal")};
  }

  void inconsistent(const Table& table, const Row& row, const char* column, const char* zh,
                    const char* en) {
    problem(kInconsistent, {table.file, row.number, column},
            {{"detail_zh", zh}, {"detail_en", en}});
  }

  void read_rows(Edition& edition, const Table& table) {
    for (const auto& row : table.rows) {
      const auto& topic = table.topic->id;
      if (topic == "placement") edition.placements_.push_back(read_placement(table, row));
      if (topic == "monitoring") edition.monitorings_.push_back(read_monitoring(table, row));
      if (topic == "conversion") edition.conversions_.push_back(read_conversion(table, row));
      if (topic == "release") {
        edition.releases_.push_back(
            {get_enum(table, row, "condition", Condition::kDaysComplete),
             get_int(table, row, "days"), get_int(table, row, "percent", 100),
             get_named(table, row, "role"), get(table, row, "note").text, row.number});
      }
      if (topic == "escalation") {
        edition.escalations_.push_back({get_enum(table, row, "step", Step::kReported),
                                        get_int(table, row, "minutes"),
                                        get_named(table, row, "role")});
      }
      if (topic == "reporting") {
        const int deadline = get_int(table, row, "deadline");
        edition.reportings_.push_back({deadline, get_int(table, row, "cutoff", deadline),
                                       get(table, row, "zero_report").value_or(0) != 0});
      }
      if (topic == "screening") {
        edition.rungs_.push_back({get_enum(table, row, "rung", Rung::kPhone),
                                  get_int(table, row, "attempts", 1), get_int(table, row, "wait")});
      }
    }
  }

  static Stay usual_stay(Measure measure) {
    if (measure == Measure::kCentralised) return Stay::kSite;
    if (measure == Measure::kHome || measure == Measure::kHomeMonitoring) return Stay::kHome;
    return Stay::kFree;
  }

  Placement read_placement(const Table& table, const Row& row) {
    Placement out;
    out.person_class = get_named(table, row, "class");
    out.measure = get_enum(table, row, "measure", Measure::kNone);
    out.days = get_int(table, row, "days");
    out.counted_from = get_enum(table, row, "counted_from", CountedFrom::kArrival);
    out.same_day_is_one = get(table, row, "day_one").value_or(0) == 1;
    out.then_measure = get_enum(table, row, "then_measure", Measure::kNone);
    out.then_days = get_int(table, row, "then_days");
    out.stay = get_enum(table, row, "stay", usual_stay(out.measure));
    if (out.stay == Stay::kFree) out.stay = usual_stay(out.then_measure);
    out.single_room = get(table, row, "single_room").value_or(0) != 0;
    for (const Value value : get(table, row, "alternatives").values) {
      out.alternatives.push_back(static_cast<Measure>(value));
    }
    out.decided_by = get_named(table, row, "decided_by");
    out.team = get_named(table, row, "team");
    for (const Value team : get(table, row, "team").values) {
      out.team_members = team_members_[static_cast<std::size_t>(team)];
    }
    out.source = get(table, row, "source").text;
    out.note = get(table, row, "note").text;
    const bool lasting = out.measure <= Measure::kSelfMonitoring;
    if (lasting && out.days == 0) {
      problem(kOutcomeMissing, {table.file, row.number, "days"}, {{"value", "days"}});
    }
    if (lasting && !get(table, row, "class").present()) {
      problem(kOutcomeMissing, {table.file, row.number, "class"}, {{"value", "class"}});
    }
    if (lasting && !get(table, row, "counted_from").present()) {
      problem(kOutcomeMissing, {table.file, row.number, "counted_from"},
              {{"value", "counted_from"}});
    }
    if (!lasting && (out.days > 0 || out.then_days > 0)) {
      inconsistent(table, row, "days", "没有持续性措施却写了天数",
                   "days are given, but no measure that lasts");
    }
    if (usual_stay(out.measure) != Stay::kFree && get(table, row, "stay").present() &&
        usual_stay(out.measure) != out.stay) {
      inconsistent(table, row, "stay", "停留地与措施不符",
                   "the place of stay contradicts the measure");
    }
    if ((out.then_days > 0) != (out.then_measure <= Measure::kSelfMonitoring)) {
      inconsistent(table, row, "then_days", "其后措施和其后期限要同时填写",
                   "then_measure and then_days go together");
    }
    out.legal = get_legal(table, row);
    return out;
  }

  Monitoring read_monitoring(const Table& table, const Row& row) {
    Monitoring out;
    const auto& indexes = get(table, row, "slots").values;
    const auto names = get_all(table, row, "slots");
    for (std::size_t i = 0; i < names.size(); ++i) {
      out.slots.push_back({names[i], slot_minutes_[static_cast<std::size_t>(indexes[i])]});
    }
    std::stable_sort(out.slots.begin(), out.slots.end(), [](const Slot& a, const Slot& b) {
      return a.deadline_minute < b.deadline_minute;
    });
    out.by = get_enum(table, row, "by", Reader::kSelf);
    out.fever_tenths = get_int(table, row, "fever", pack_->disease_.fever_tenths);
    out.symptoms = get(table, row, "symptom_list").present() ? get_all(table, row, "symptom_list")
                                                             : pack_->disease_.symptoms;
    out.spot_check_percent = get_int(table, row, "spot_check");
    out.days = get_int(table, row, "days");
    if (!out.slots.empty() && out.fever_tenths == 0) {
      inconsistent(table, row, "fever", "要测温却没有发热阈值",
                   "readings are asked for, but there is no fever threshold");
    }
    return out;
  }

  Conversion read_conversion(const Table& table, const Row& row) {
    Conversion out;
    out.allowed = get(table, row, "allowed").value_or(0) != 0;
    out.restart = get(table, row, "days_carry").value_or(0) == 1;
    out.decided_by = get_named(table, row, "decided_by");
    out.note = get(table, row, "note").text;
    out.legal = get_legal(table, row);
    return out;
  }

  // --- examples --------------------------------------------------------------------------------

  void load_examples(const Node& root) {
    const auto path = text(root, "examples", false);
    if (path.empty()) return;
    if (!is_path(path)) {
      problem(kBadPath, at(*root.find("examples")), {{"value", shorten(path)}});
      return;
    }
    pack_->examples_file_ = path;
    const auto file = files_.find(path);
    if (file == files_.end()) {
      problem(kFileMissing, {path});
      return;
    }
    const auto rows = parse_csv(file->second, path);
    if (!rows) {
      problem(rows.error());
      return;
    }
    if (rows->empty()) {
      problem(kTableEmpty, {path});
      return;
    }
    const std::vector<std::string> columns{"on", "topic", "given", "expect", "source"};
    const auto& header = rows->front();
    for (const auto& name : header.cells) {
      if (std::find(columns.begin(), columns.end(), name) == columns.end()) {
        problem(kKeyUnknown, {path, header.number},
                {{"value", shorten(name)}, {"expected", join(columns)}});
        return;
      }
    }
    for (std::size_t r = 1; r < rows->size(); ++r) load_example(path, header, (*rows)[r]);
  }

  void load_example(const std::string& path, const CsvRow& header, const CsvRow& row) {
    Example example;
    example.row = row.number;
    for (std::size_t c = 0; c < header.cells.size() && c < row.cells.size(); ++c) {
      const auto& cell = row.cells[c];
      const auto& name = header.cells[c];
      if (name == "on") {
        example.day = parse_day(cell);
        if (!example.day) example.edition = cell;
      } else if (name == "topic") {
        example.topic = cell;
      } else if (name == "source") {
        example.source = cell;
      } else {
        auto& pairs = name == "given" ? example.given : example.expect;
        if (!read_pairs(cell, pairs)) {
          problem(kCellSyntax, {path, row.number, name}, {{"value", shorten(cell)}});
        }
      }
    }
    pack_->examples_.push_back(std::move(example));
  }

  // "a=1; b=2"
  static bool read_pairs(std::string_view cell,
                         std::vector<std::pair<std::string, std::string>>& out) {
    while (!cell.empty()) {
      const auto end = cell.find(';');
      const auto pair = trim(cell.substr(0, end));
      cell = end == std::string_view::npos ? std::string_view() : cell.substr(end + 1);
      if (pair.empty()) continue;
      const auto equals = pair.find('=');
      if (equals == std::string_view::npos) return false;
      out.emplace_back(trim(pair.substr(0, equals)), trim(pair.substr(equals + 1)));
    }
    return true;
  }

  std::string digest() const {
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    const auto add = [&](std::string_view bytes) {
      const auto size = std::to_string(bytes.size()) + ":";
      crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(size.data()),
                                size.size());
      crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(bytes.data()),
                                bytes.size());
    };
    for (const auto& [path, bytes] : files_) {
      add(path);
      add(bytes);
    }
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256_final(&state, hash.data());
    std::array<char, crypto_hash_sha256_BYTES * 2 + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
    return hex.data();
  }

  const Files& files_;
  std::shared_ptr<Pack> pack_;
  std::vector<Refusal> problems_;
  std::vector<int> slot_minutes_;                      // by index in the dictionary of slots
  std::vector<std::vector<NamedValue>> team_members_;  // by index in the dictionary of teams
  std::size_t tables_ = 0;
  std::size_t rows_ = 0;
};

LoadReport load_report(const Files& files) { return PackLoader(files).load(); }

Result<PackPtr> load_pack(const Files& files) {
  auto report = load_report(files);
  if (!report.pack) return report.problems.front();
  return report.pack;
}

namespace {

// One file of a pack's folder; nothing larger than the limit is read into memory.
Result<std::string> read_file(const std::filesystem::path& folder, const std::string& name) {
  std::error_code error;
  const auto path = folder / name;
  // A link anywhere below the folder would show in the canonical path.
  const auto inside = std::filesystem::canonical(folder, error) / name;
  if (std::filesystem::canonical(path, error) != inside ||
      !std::filesystem::is_regular_file(path, error)) {
    return refuse_at(kFileMissing, {name});
  }
  const auto size = std::filesystem::file_size(path, error);
  if (error) return refuse_at(kFileMissing, {name});
  if (size > kMostFileBytes) {
    return refuse_at(kFileTooLarge, {name},
                     {{"limit", std::to_string(kMostFileBytes >> 20) + " MB"}});
  }
  std::ifstream in(path, std::ios::binary);
  std::string bytes(static_cast<std::size_t>(size), '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!in && !bytes.empty()) return refuse_at(kFileMissing, {name});
  return bytes;
}

}  // namespace

Result<Files> read_pack_files(const std::filesystem::path& folder) {
  Files files;
  std::size_t total = 0;
  auto pack = read_file(folder, std::string(kPackFile));
  if (!pack) return pack.error();
  const auto root = parse_yaml(*pack, std::string(kPackFile));
  if (!root) return root.error();
  files.emplace(kPackFile, *std::move(pack));
  for (const auto& name : named_files(*root)) {
    // What is missing or badly named is reported with its place when the pack is loaded.
    if (!is_path(name) || files.contains(name) || files.size() > kMostFiles) continue;
    auto bytes = read_file(folder, name);
    if (!bytes && bytes.error().kind != &kFileMissing) return bytes.error();
    if (!bytes) continue;
    total += bytes->size();
    if (total > kMostPackBytes) {
      return refuse_at(kFileTooLarge, {name},
                       {{"limit", std::to_string(kMostPackBytes >> 20) + " MB"}});
    }
    files.emplace(name, *std::move(bytes));
  }
  return files;
}

Result<PackPtr> load_pack(const std::filesystem::path& folder) {
  const auto files = read_pack_files(folder);
  if (!files) return files.error();
  return load_pack(*files);
}

std::vector<ListedPack> list_packs(const std::filesystem::path& folder) {
  std::vector<ListedPack> out;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const auto file = entry.path() / kPackFile;
    if (!std::filesystem::is_regular_file(file, error)) continue;
    out.push_back({entry.path(), load_pack(entry.path())});
  }
  std::sort(out.begin(), out.end(),
            [](const ListedPack& a, const ListedPack& b) { return a.folder < b.folder; });
  return out;
}

}  // namespace fx::policy
