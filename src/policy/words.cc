#include "policy/words.h"

#include <algorithm>
#include <set>

#include "policy/yaml_reader.h"

namespace fx::policy {
namespace {

// Whether an order has a meaning for outcomes of this type.
bool is_comparable(const OutcomeDecl& decl, Tighter tighter) {
  switch (tighter) {
    case Tighter::kNeutral:
    case Tighter::kSame:
      return true;
    case Tighter::kMore:
    case Tighter::kLess:
      return !decl.list && decl.type != OutcomeType::kEnum && decl.type != OutcomeType::kText;
    case Tighter::kEarlier:
    case Tighter::kLater:
      return decl.type == OutcomeType::kEnum;
    case Tighter::kMoreItems:
    case Tighter::kAllItems:
    case Tighter::kFewerItems:
      return decl.list && decl.type != OutcomeType::kText;
  }
  return false;
}

class WordsReader : private YamlReader {
 public:
  WordsReader(Problems& problems, Disease& disease, Words& words,
              std::vector<OriginSet>& origin_sets, Vocabulary& vocabulary)
      : YamlReader(problems),
        disease_(disease),
        words_(words),
        origin_sets_(origin_sets),
        vocabulary_(vocabulary) {}

  void load_disease(const YamlNode& root) {
    const YamlNode* node = root.find("disease");
    if (node == nullptr) {
      problems_.add(kKeyMissing, at(root), {{"value", "disease"}});
      return;
    }
    if (!is_map(*node, "disease",
                {"id", "name", "incubation_min", "incubation_max", "fever", "symptoms"})) {
      return;
    }
    auto& disease = disease_;
    disease.id = id(*node, "id");
    disease.name = label_at(*node, "name", true);
    disease.incubation_min_days = number(*node, "incubation_min", 0, 0, 365, 0);
    disease.incubation_max_days = number(*node, "incubation_max", 0, 0, 365, 0);
    if (disease.incubation_min_days > disease.incubation_max_days) {
      problems_.add(kCellRange, at(*node),
                    {{"value", std::to_string(disease.incubation_min_days) + ".." +
                                   std::to_string(disease.incubation_max_days)}});
    }
    disease.fever_tenths = number(*node, "fever", 1, 350, 420, 0);
    disease.symptoms = dictionary(*node, "symptoms");
  }

  // Puts the pack's own words into the vocabulary.
  void load_words(const YamlNode& root) {
    vocabulary_ = builtin_vocabulary();

    auto sets = dictionary(
        root, "origin_sets", {"codes"}, [&](const YamlNode& node, const NamedValue& value) {
          OriginSet set{value.id, {}};
          const YamlNode* codes = node.find("codes");
          if (codes == nullptr || codes->kind != YamlNode::Kind::kList || codes->items.empty()) {
            problems_.add(kWrongShape, at(node), {{"value", "codes"}, {"expected", "[\"42\", …]"}});
            return;
          }
          for (const auto& code : codes->items) {
            const bool digits = std::all_of(code.text.begin(), code.text.end(),
                                            [](char c) { return c >= '0' && c <= '9'; });
            if (code.kind != YamlNode::Kind::kScalar || code.text.size() < 2 ||
                code.text.size() > 12 || !digits) {
              problems_.add(kBadValue, at(code),
                            {{"value", shorten(code.text)}, {"expected", "42"}});
            }
            set.codes.push_back(code.text);
          }
          origin_sets_.push_back(std::move(set));
        });
    append(root, "origin_set", sets);
    auto& dictionaries = words_.dictionaries;
    dictionaries["classes"] = dictionary(root, "classes");
    append(root, "class", dictionaries["classes"]);

    dictionaries["symptoms"] = disease_.symptoms;
    for (const char* key : {"roles", "bases", "issuers", "appeals", "tasks"}) {
      dictionaries[key] = dictionary(root, key);
    }
    dictionaries["teams"] =
        dictionary(root, "teams", {"members"}, [&](const YamlNode& node, const NamedValue&) {
          words_.team_members.push_back(members(node, dictionaries["roles"]));
        });
    dictionaries["slots"] =
        dictionary(root, "slots", {"deadline"}, [&](const YamlNode& node, const NamedValue&) {
          const auto minute = parse_minute(text(node, "deadline"));
          if (!minute) {
            problems_.add(kBadValue, at(node), {{"value", "deadline"}, {"expected", "\"HH:MM\""}});
          }
          words_.slot_minutes.push_back(minute.value_or(0));
        });
    load_own_facts(root);
    load_own_topics(root);
    for (auto& topic : vocabulary_.topics) {
      for (auto& outcome : topic.outcomes) {
        if (!outcome.dictionary.empty()) outcome.values = dictionaries[outcome.dictionary];
      }
    }
  }

  void append(const YamlNode& root, const char* fact, const std::vector<NamedValue>& values) {
    auto& decl = vocabulary_.facts[static_cast<std::size_t>(vocabulary_.slot(fact))];
    for (const auto& value : values) {
      if (decl.parse(value.id)) {
        problems_.add(kDuplicateId, at(root), {{"value", shorten(value.id)}});
      }
      decl.values.push_back(value);
    }
  }

  // Role ids, the same role as often as the team has it.
  std::vector<NamedValue> members(const YamlNode& node, const std::vector<NamedValue>& roles) {
    std::vector<NamedValue> out;
    const YamlNode* list = node.find("members");
    if (list == nullptr || !is(*list, YamlNode::Kind::kList, "members", "[role, …]")) return out;
    for (const auto& item : list->items) {
      const auto role = std::find_if(roles.begin(), roles.end(),
                                     [&](const NamedValue& each) { return each.id == item.text; });
      if (role == roles.end() || out.size() >= 20) {
        problems_.add(kBadValue, at(item), {{"value", shorten(item.text)}, {"expected", "roles"}});
      } else {
        out.push_back(*role);
      }
    }
    return out;
  }

  std::vector<NamedValue> own_values(const YamlNode& node) {
    auto values = dictionary(node, "values");
    if (values.empty()) problems_.add(kKeyMissing, at(node), {{"value", "values"}});
    return values;
  }

  void own_number(const YamlNode& node, int& decimals, Value& min, Value& max) {
    decimals = number(node, "decimals", 0, 0, 3, 0);
    min = number(node, "min", decimals, 0, 1'000'000'000, 0);
    max = number(node, "max", decimals, 0, 1'000'000'000, 1'000'000);
    if (min > max) {
      problems_.add(kCellRange, at(node),
                    {{"value", std::to_string(min) + ".." + std::to_string(max)}});
      max = min;
    }
  }

  void load_own_facts(const YamlNode& root) {
    auto& facts = vocabulary_.facts;
    dictionary(root, "facts", {"type", "unit", "decimals", "min", "max", "values", "initial"},
               [&](const YamlNode& node, const NamedValue& name) {
                 FactDecl fact;
                 fact.id = name.id;
                 fact.label = name.label;
                 if (facts.size() >= 200 || vocabulary_.slot(fact.id) >= 0) {
                   problems_.add(kDuplicateId, at(node), {{"value", fact.id}});
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
                   problems_.add(
                       kBadValue, at(node),
                       {{"value", shorten(type)}, {"expected", "number, day, enum, flag, text"}});
                 }
                 if (const auto initial = text(node, "initial", false); !initial.empty()) {
                   const auto value = fact.parse(initial);
                   if (!value || fact.type == FactType::kText) {
                     problems_.add(kBadValue, at(node),
                                   {{"value", shorten(initial)}, {"expected", fact.expected()}});
                   }
                   fact.initial = value.value_or(kMissing);
                 }
                 facts.push_back(std::move(fact));
               });
  }

  void load_own_topics(const YamlNode& root) {
    auto& topics = vocabulary_.topics;
    dictionary(
        root, "topics", {"outcomes", "restrictive", "key"},
        [&](const YamlNode& node, const NamedValue& name) {
          if (topics.size() >= 100 || vocabulary_.topic(name.id) != nullptr) {
            problems_.add(kDuplicateId, at(node), {{"value", name.id}});
            return;
          }
          TopicDecl topic{
              name.id, name.label, {}, {}, flag(node, "restrictive"), text(node, "key", false)};
          dictionary(node, "outcomes",
                     {"type", "unit", "decimals", "min", "max", "values", "list", "required",
                      "tighter", "restricts"},
                     [&](const YamlNode& outcome, const NamedValue& as) {
                       topic.outcomes.push_back(own_outcome(outcome, as));
                     });
          add_common_outcomes(topic);
          std::set<std::string> ids;
          for (const auto& outcome : topic.outcomes) {
            if (!ids.insert(outcome.id).second) {
              problems_.add(kDuplicateId, at(node), {{"value", outcome.id}});
            }
          }
          if (!topic.key.empty() && !ids.contains(topic.key)) {
            problems_.add(kBadValue, at(node),
                          {{"value", shorten(topic.key)}, {"expected", "outcome"}});
          }
          topics.push_back(std::move(topic));
        });
  }

  OutcomeDecl own_outcome(const YamlNode& node, const NamedValue& name) {
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
      problems_.add(kBadValue, at(node),
                    {{"value", shorten(type)}, {"expected", "number, flag, time, enum, text"}});
    }
    read_order(node, decl);
    return decl;
  }

  // How a lower level may tighten it, and which of its values restrict people.
  void read_order(const YamlNode& node, OutcomeDecl& decl) {
    const auto bad = [&](const std::string& value, const char* expected) {
      problems_.add(kBadValue, at(node), {{"value", shorten(value)}, {"expected", expected}});
    };
    if (const auto order = text(node, "tighter", false); !order.empty()) {
      const auto tighter = parse_tighter(order);
      if (!tighter || !is_comparable(decl, *tighter)) {
        bad(order,
            "same; more, less (number, flag, time); earlier, later (enum); more_items, "
            "all_items, fewer_items (list)");
      } else {
        decl.tighter = *tighter;
      }
    }
    if (const auto values = text(node, "restricts", false); !values.empty()) {
      decl.restricts = split_list(values);
      for (const auto& value : decl.restricts) {
        const bool any = value == "*" && decl.restricts.size() == 1;
        if (!any && (decl.type == OutcomeType::kText || !parse_outcome(decl, value))) {
          bad(value, "value of the outcome, *");
        }
      }
    }
  }

 private:
  Disease& disease_;
  Words& words_;
  std::vector<OriginSet>& origin_sets_;
  Vocabulary& vocabulary_;
};

}  // namespace

void read_words(const YamlNode& root, Problems& problems, Disease& disease, Words& words,
                std::vector<OriginSet>& origin_sets, Vocabulary& vocabulary) {
  WordsReader reader(problems, disease, words, origin_sets, vocabulary);
  reader.load_disease(root);
  reader.load_words(root);
}

}  // namespace fx::policy
