// The class (hubei, other_province ...) that the rules in force give a returnee.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "modules/returnees/returnees.h"
#include "modules/rules/rules.h"

namespace fx::returnees {

struct ClassLabel {
  std::string id;  // "" when the rules in force say nothing, or there are none
  std::string zh;
  std::string en;
};

// Remembers what it has worked out: people of one kind share a class. One thread, one session.
class Classifier {
 public:
  Classifier(const rules::Rulebook& rules, store::Session& db, Day on)
      : rules_(rules), db_(db), on_(on) {}
  // Valid as long as the classifier.
  const ClassLabel& class_of(const Arrival& arrival);

 private:
  struct Key {
    std::string community;
    std::string origin;
    bool abroad;
    int days;
    bool symptoms;
    auto operator<=>(const Key&) const = default;
  };
  [[nodiscard]] ClassLabel decide(const Arrival& arrival) const;

  const rules::Rulebook& rules_;
  store::Session& db_;
  Day on_;
  std::map<Key, ClassLabel> known_;
};

// The classes of the pack in force, in its order, and of those that areas inside have chosen.
std::vector<ClassLabel> classes_in_force(store::Session& db, const rules::Rulebook& rules,
                                         std::string_view area, Day on);

}  // namespace fx::returnees
