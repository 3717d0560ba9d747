// What is wrong with a pack as it is being written, in the words of the page on which it is: tables
// by the name of their topic, columns by their label, never a file or an id that nobody there
// knows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "modules/rules/questions.h"
#include "policy/pack.h"

namespace fx::rules {

struct CheckFinding {
  std::string severity;  // "error" | "warning"
  std::string code;
  // Where: a table's file, row (as a spreadsheet counts) and column, with its topic; the examples'
  // file and row; or for pack.yaml the path in the document ("editions/0/from").
  std::string file;
  int row = 0;
  std::string column;
  std::optional<std::string> topic;
  std::optional<std::string> edition;
  std::optional<std::string> path;
  std::string message;  // with a concrete case
  std::string remedy;
};
BOOST_DESCRIBE_STRUCT(CheckFinding, (),
                      (severity, code, file, row, column, topic, edition, path, message, remedy))

struct CheckExample {
  int row = 0;  // of the examples' file
  bool passed = false;
  std::optional<std::string> message;
  std::optional<std::string> remedy;
  std::string reference;  // the rows that answered
};
BOOST_DESCRIBE_STRUCT(CheckExample, (), (row, passed, message, remedy, reference))

struct CheckAnswer {
  bool loads = false;
  std::vector<CheckFinding> findings;
  std::vector<CheckExample> examples;  // in a pack that loads
  std::vector<TopicRules> rules;       // of its last edition, as a reader will see them
};
BOOST_DESCRIBE_STRUCT(CheckAnswer, (), (loads, findings, examples, rules))

struct Checked {
  policy::PackPtr pack;  // null when it does not load
  CheckAnswer answer;
};

// Everything that loading, the check, the levels above (where the pack says that it is written
// under one of `packs`) and the examples find. Bounded work.
Checked check_files(const policy::Files& files, const std::vector<policy::PackPtr>& packs,
                    Language language);

}  // namespace fx::rules
