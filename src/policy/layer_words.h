// The words of several packs in one vocabulary, and what each pack's rows become in it. For
// layers.cc only.
//   - facts and topics of their own with the same id must be declared alike;
//   - classes and symptoms are the same when their ids are;
//   - of the other dictionaries (roles, bases, issuers ...) an entry is the same when id and text
//     are; another text under a known id is kept as "pack.id";
//   - a pack's origin lists are a fact of their own unless they are those of a pack above, as a
//     place may be on one level's list and on another's.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "policy/pack.h"

namespace fx::policy {

class LayerWords {
 public:
  LayerWords(Disease& disease, Words& words, std::vector<OriginSet>& origin_sets,
             std::vector<std::pair<std::string, std::vector<OriginSet>>>& other_origins,
             Vocabulary& vocabulary);

  // The top level first. Refuses kLayerWords.
  Status add(const Pack& pack);
  // After the last one; before anything below is asked.
  void finish();

  [[nodiscard]] int slot(const Pack& pack, int slot) const;
  // A condition of the pack's fact `slot`; `cell` as written, as not(...) means all other values
  // of the resolved vocabulary. Texts it mentions are added to the vocabulary.
  CellTest test(const Pack& pack, int slot, const CellTest& test, std::string_view cell);
  [[nodiscard]] std::vector<OutcomeValue> outcomes(const Pack& pack, const TopicDecl& topic,
                                                   const std::vector<OutcomeValue>& outcomes) const;

 private:
  using Indexes = std::vector<Value>;  // a pack's index of a value to the vocabulary's
  struct Mapping {
    std::vector<int> slots;
    std::map<std::string, Indexes, std::less<>> dictionaries;
  };

  Status add_facts(const Pack& pack, Mapping& mapping);
  Status add_topics(const Pack& pack);
  void add_origins(const Pack& pack, Mapping& mapping);
  void add_dictionary(const Pack& pack, const std::string& name, Mapping& mapping);
  void add_disease(const Pack& pack);

  Disease& disease_;
  Words& words_;
  std::vector<OriginSet>& origin_sets_;
  std::vector<std::pair<std::string, std::vector<OriginSet>>>& other_origins_;
  Vocabulary& vocabulary_;
  std::map<const Pack*, Mapping> mappings_;
};

}  // namespace fx::policy
