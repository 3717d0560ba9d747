// The class (hubei, other_province ...) that the rules in force give a returnee.
#pragma once

#include <string>
#include <unordered_map>

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
  [[nodiscard]] ClassLabel decide(const Arrival& arrival) const;

  const rules::Rulebook& rules_;
  store::Session& db_;
  Day on_;
  std::string key_;  // all that a class is decided by; kept to be written over
  std::unordered_map<std::string, ClassLabel> known_;
};

// The classes of the pack in force, in its order, and of those that areas inside have chosen.
std::vector<ClassLabel> classes_in_force(store::Session& db, const rules::Rulebook& rules,
                                         std::string_view area, Day on);

}  // namespace fx::returnees
