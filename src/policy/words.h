// The words of a pack: its disease, dictionaries, and its own facts and topics.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "policy/origin.h"
#include "policy/vocabulary.h"

namespace fx::policy {

struct YamlNode;
class Problems;

struct Disease {
  std::string id;
  Label name;
  int incubation_min_days = 0;
  int incubation_max_days = 0;
  int fever_tenths = 0;              // 0 when fever is not one of its signs
  std::vector<NamedValue> symptoms;  // that count
};

struct Words {
  // classes, symptoms, roles, bases, issuers, appeals, tasks, teams, slots
  std::map<std::string, std::vector<NamedValue>, std::less<>> dictionaries;
  std::vector<int> slot_minutes;                      // deadlines, by index in slots
  std::vector<std::vector<NamedValue>> team_members;  // roles, by index in teams
};

// What pack.yaml says of them. The vocabulary is the product's with the pack's words in it.
void read_words(const YamlNode& root, Problems& problems, Disease& disease, Words& words,
                std::vector<OriginSet>& origin_sets, Vocabulary& vocabulary);

}  // namespace fx::policy
