#include "policy/layer_words.h"

#include <algorithm>

#include "policy/refusals.h"

namespace fx::policy {
namespace {

constexpr std::size_t kMostFacts = 400;
constexpr std::size_t kMostTopics = 300;

bool same_label(const Label& a, const Label& b) { return a.zh == b.zh && a.en == b.en; }

bool same_ids(const std::vector<NamedValue>& a, const std::vector<NamedValue>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const NamedValue& x, const NamedValue& y) { return x.id == y.id; });
}

bool alike(const FactDecl& a, const FactDecl& b) {
  return a.type == b.type && a.decimals == b.decimals && a.min == b.min && a.max == b.max &&
         a.initial == b.initial && (a.type == FactType::kText || same_ids(a.values, b.values));
}

bool alike(const OutcomeDecl& a, const OutcomeDecl& b) {
  return a.id == b.id && a.type == b.type && a.list == b.list && a.decimals == b.decimals &&
         a.dictionary == b.dictionary && same_ids(a.values, b.values) && a.tighter == b.tighter;
}

bool alike(const TopicDecl& a, const TopicDecl& b) {
  return a.key == b.key && std::equal(a.outcomes.begin(), a.outcomes.end(), b.outcomes.begin(),
                                      b.outcomes.end(), [](const auto& x, const auto& y) {
                                        // What a dictionary gives is merged, not compared.
                                        return x.dictionary.empty() ? alike(x, y) : x.id == y.id;
                                      });
}

bool same_sets(const std::vector<OriginSet>& a, const std::vector<OriginSet>& b) {
  return std::equal(
      a.begin(), a.end(), b.begin(), b.end(),
      [](const OriginSet& x, const OriginSet& y) { return x.id == y.id && x.codes == y.codes; });
}

Value index_of(const std::vector<NamedValue>& values, std::string_view id) {
  const auto found = std::find_if(values.begin(), values.end(),
                                  [&](const NamedValue& value) { return value.id == id; });
  return found == values.end() ? -1 : static_cast<Value>(found - values.begin());
}

}  // namespace

LayerWords::LayerWords(Disease& disease, Words& words, std::vector<OriginSet>& origin_sets,
                       std::vector<std::pair<std::string, std::vector<OriginSet>>>& other_origins,
                       Vocabulary& vocabulary)
    : disease_(disease),
      words_(words),
      origin_sets_(origin_sets),
      other_origins_(other_origins),
      vocabulary_(vocabulary) {
  vocabulary_ = builtin_vocabulary();
  words_ = {};
  words_.dictionaries["classes"];
}

Status LayerWords::add(const Pack& pack) {
  Mapping& mapping = mappings_[&pack];
  add_disease(pack);
  for (const auto& entry : pack.words().dictionaries) add_dictionary(pack, entry.first, mapping);
  if (auto status = add_facts(pack, mapping); !status) return status;
  add_origins(pack, mapping);
  return add_topics(pack);
}

void LayerWords::add_disease(const Pack& pack) {
  for (const auto& symptom : pack.disease().symptoms) {
    if (index_of(disease_.symptoms, symptom.id) < 0) disease_.symptoms.push_back(symptom);
  }
  const int fever = pack.disease().fever_tenths;
  if (fever > 0 && (disease_.fever_tenths == 0 || fever < disease_.fever_tenths)) {
    disease_.fever_tenths = fever;
  }
}

void LayerWords::add_dictionary(const Pack& pack, const std::string& name, Mapping& mapping) {
  const auto& from = pack.words();
  auto& into = words_.dictionaries[name];
  auto& indexes = mapping.dictionaries[name];
  const bool by_id = name == "classes" || name == "symptoms";
  for (std::size_t i = 0; i < from.dictionaries.at(name).size(); ++i) {
    NamedValue value = from.dictionaries.at(name)[i];
    Value at = index_of(into, value.id);
    const auto same = [&](Value index) {
      const auto other = static_cast<std::size_t>(index);
      if (name == "slots" && words_.slot_minutes[other] != from.slot_minutes[i]) return false;
      if (name == "teams" && !same_ids(words_.team_members[other], from.team_members[i])) {
        return false;
      }
      return by_id || same_label(into[other].label, value.label);
    };
    if (at >= 0 && !same(at)) {
      value.id = pack.id() + "." + value.id;
      at = -1;
    }
    if (at < 0) {
      at = static_cast<Value>(into.size());
      into.push_back(std::move(value));
      if (name == "slots") words_.slot_minutes.push_back(from.slot_minutes[i]);
      if (name == "teams") words_.team_members.push_back(from.team_members[i]);
    }
    indexes.push_back(at);
  }
}

Status LayerWords::add_facts(const Pack& pack, Mapping& mapping) {
  static const std::size_t kBuiltIn = builtin_vocabulary().facts.size();
  const auto& facts = pack.vocabulary().facts;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (i < kBuiltIn) {
      mapping.slots.push_back(static_cast<int>(i));
      continue;
    }
    const int known = vocabulary_.slot(facts[i].id);
    if (known >= 0 && !alike(vocabulary_.facts[static_cast<std::size_t>(known)], facts[i])) {
      return refuse(kLayerWords, {}, {{"pack", pack.id()}, {"value", facts[i].id}});
    }
    if (known < 0) {
      if (vocabulary_.facts.size() >= kMostFacts) return refuse(kTableTooComplex, {});
      vocabulary_.facts.push_back(facts[i]);
      if (facts[i].type == FactType::kText) vocabulary_.facts.back().values.clear();
    }
    mapping.slots.push_back(known < 0 ? static_cast<int>(vocabulary_.facts.size()) - 1 : known);
  }
  // Built-in facts of which packs give values.
  auto& classes = vocabulary_.facts[static_cast<std::size_t>(vocabulary_.slot("class"))].values;
  for (const auto& named : pack.classes()) {
    if (index_of(classes, named.id) < 0) classes.push_back(named);
  }
  return {};
}

void LayerWords::add_origins(const Pack& pack, Mapping& mapping) {
  if (pack.origin_sets().empty()) return;
  const auto first = static_cast<std::size_t>(vocabulary_.slot("origin_set"));
  const auto& values = pack.vocabulary().facts[first].values;
  if (origin_sets_.empty()) {
    origin_sets_ = pack.origin_sets();
    vocabulary_.facts[first].values = values;
    return;
  }
  if (same_sets(origin_sets_, pack.origin_sets())) return;
  for (const auto& [id, sets] : other_origins_) {
    if (!same_sets(sets, pack.origin_sets())) continue;
    mapping.slots[first] = vocabulary_.slot(id);
    return;
  }
  FactDecl fact = pack.vocabulary().facts[first];
  fact.id = "origin_set." + pack.id();
  fact.label.zh += "（" + pack.name().zh + "）";
  fact.label.en += " (" + pack.name().en + ")";
  other_origins_.emplace_back(fact.id, pack.origin_sets());
  mapping.slots[first] = static_cast<int>(vocabulary_.facts.size());
  vocabulary_.facts.push_back(std::move(fact));
}

Status LayerWords::add_topics(const Pack& pack) {
  static const std::size_t kBuiltIn = builtin_vocabulary().topics.size();
  const auto& topics = pack.vocabulary().topics;
  for (std::size_t i = kBuiltIn; i < topics.size(); ++i) {
    const TopicDecl* known = vocabulary_.topic(topics[i].id);
    if (known == nullptr) {
      if (vocabulary_.topics.size() >= kMostTopics) return refuse(kTableTooComplex, {});
      vocabulary_.topics.push_back(topics[i]);
    } else if (!alike(*known, topics[i])) {
      return refuse(kLayerWords, {}, {{"pack", pack.id()}, {"value", topics[i].id}});
    }
  }
  return {};
}

void LayerWords::finish() {
  words_.dictionaries["symptoms"] = disease_.symptoms;
  for (auto& topic : vocabulary_.topics) {
    for (auto& outcome : topic.outcomes) {
      if (!outcome.dictionary.empty()) outcome.values = words_.dictionaries[outcome.dictionary];
    }
    const bool by_origin =
        std::find(topic.facts.begin(), topic.facts.end(), "origin_set") != topic.facts.end();
    if (!by_origin) continue;
    for (const auto& entry : other_origins_) topic.facts.push_back(entry.first);
  }
}

int LayerWords::slot(const Pack& pack, int slot) const {
  return mappings_.at(&pack).slots[static_cast<std::size_t>(slot)];
}

CellTest LayerWords::test(const Pack& pack, int slot, const CellTest& test, std::string_view cell) {
  const auto& from = pack.vocabulary().facts[static_cast<std::size_t>(slot)];
  auto& into = vocabulary_.facts[static_cast<std::size_t>(this->slot(pack, slot))];
  const bool named = from.type == FactType::kEnum || from.type == FactType::kText;
  if (test.any || !named) return test;
  const bool negated = trim(cell).starts_with("not(");
  const auto listed = negated ? complement(from, test) : test;
  CellTest out;
  out.any = false;
  out.missing = test.missing;
  std::vector<Value> values;
  for (std::size_t i = 0; i < from.values.size(); ++i) {
    if (!listed.accepts_value(static_cast<Value>(i))) continue;
    Value at = index_of(into.values, from.values[i].id);
    if (at < 0) {
      at = static_cast<Value>(into.values.size());
      into.values.push_back(from.values[i]);
    }
    values.push_back(at);
  }
  std::sort(values.begin(), values.end());
  for (const Value value : values) {
    if (!out.accepts.empty() && out.accepts.back().to == value) {
      ++out.accepts.back().to;
    } else {
      out.accepts.push_back({value, value + 1});
    }
  }
  if (!negated) return out;
  auto others = complement(into, out);
  others.missing = test.missing;
  return others;
}

std::vector<OutcomeValue> LayerWords::outcomes(const Pack& pack, const TopicDecl& topic,
                                               const std::vector<OutcomeValue>& outcomes) const {
  auto out = outcomes;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto& dictionary = topic.outcomes[i].dictionary;
    if (dictionary.empty()) continue;
    const auto& indexes = mappings_.at(&pack).dictionaries.at(dictionary);
    for (auto& value : out[i].values) value = indexes[static_cast<std::size_t>(value)];
  }
  return out;
}

}  // namespace fx::policy
