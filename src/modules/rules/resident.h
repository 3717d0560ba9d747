// The rules in force as whoever lives in a place reads them: in sentences, without the words of
// tables, the grounds that many rules share told once. Anyone may ask, signed in or not: nothing of
// it is about a person.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "modules/rules/questions.h"

namespace fx::rules {

// By what right and for how long at most rules restrict people, and how one objects.
struct LegalGround {
  int number = 0;  // by which rules name it, from 1
  std::string basis;
  std::string issuer;
  std::string appeal;
};
BOOST_DESCRIBE_STRUCT(LegalGround, (), (number, basis, issuer, appeal))

struct ResidentRule {
  std::string who;  // "来自湖北，除密切接触者、密接的密接以外"
  std::string what;  // "集中隔离医学观察 14 天，从到达之日的次日算起，一人一间"
  std::optional<int> ground;  // a restriction: the number of its ground
  std::optional<int> longest_days;
  std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(ResidentRule, (), (who, what, ground, longest_days, note))

struct ResidentTopic {
  std::string topic;
  std::string name;
  bool all_apply = false;  // every rule that fits; else the first from the top
  std::vector<ResidentRule> rules;
};
BOOST_DESCRIBE_STRUCT(ResidentTopic, (), (topic, name, all_apply, rules))

struct ResidentRules {
  std::vector<ResidentTopic> topics;  // those that bind residents, in the order of the pack
  std::vector<LegalGround> grounds;
};
ResidentRules for_residents(const policy::Pack& pack, const policy::Edition& edition,
                            Language language);

// Declares /api/rules/for-residents and /api/rules/places, both open to anyone. `book` lives as
// long as the module.
void declare_resident_rules(host::Declaration& to, const Rulebook& book);

}  // namespace fx::rules
