// The rules in words, for anyone who is signed in.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "modules/rules/layered.h"
#include "modules/rules/rules.h"

namespace fx::rules {

struct NoParams {};
BOOST_DESCRIBE_STRUCT(NoParams, (), ())

struct EditionInfo {
  std::string id;
  std::string name;
  Day from;
  std::optional<Day> until;
  std::string note;
};
BOOST_DESCRIBE_STRUCT(EditionInfo, (), (id, name, from, until, note))

struct NamedInfo {
  std::string id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(NamedInfo, (), (id, name))

struct PackInfo {
  std::string id;
  std::string name;
  std::string disease;
  std::string level;
  std::string place;
  std::string issuer;
  std::string digest;
  std::vector<NamedInfo> classes;
  std::vector<NamedInfo> symptoms;  // that count
  std::vector<EditionInfo> editions;
  std::vector<NamedInfo> sources;
  std::vector<std::string> notes;
  std::optional<std::string> published_by;  // the area that wrote it; nothing for a shipped pack
  std::optional<int> publication;           // how often it has been published
};
BOOST_DESCRIBE_STRUCT(PackInfo, (),
                      (id, name, disease, level, place, issuer, digest, classes, symptoms, editions,
                       sources, notes, published_by, publication))
struct PackList {
  std::vector<PackInfo> packs;
};
BOOST_DESCRIBE_STRUCT(PackList, (), (packs))

struct WhereWhen {
  std::string area;
  std::optional<Day> on;  // default: today
};
BOOST_DESCRIBE_STRUCT(WhereWhen, (), (area, on))

// One row of a table: who it is about and what it says; for a restriction also by what right.
struct RuleLine {
  int row = 0;
  std::string when;
  std::string then;
  std::optional<std::string> basis;
  std::optional<std::string> issuer;
  std::optional<int> longest_days;
  std::optional<std::string> appeal;
  std::optional<std::string> source;
  std::optional<std::string> note;
  // Where several levels have a say: the rows it was made of, the upper level first, joined by "+",
  // and which of lower levels do not count because they are looser.
  std::optional<std::string> made_of;
  std::optional<std::string> not_applied;
};
BOOST_DESCRIBE_STRUCT(RuleLine, (),
                      (row, when, then, basis, issuer, longest_days, appeal, source, note, made_of,
                       not_applied))
struct TopicRules {
  std::string topic;
  std::string name;
  std::string hit;  // "first" | "unique" | "collect"
  std::vector<RuleLine> rules;
};
BOOST_DESCRIBE_STRUCT(TopicRules, (), (topic, name, hit, rules))
// A choice of the area or of one above it.
struct LevelInfo {
  std::optional<std::string> area;  // nothing: another pack is written under it
  std::string pack;
  std::optional<std::string> name;
  std::optional<std::string> level;
  std::optional<std::string> edition;
  std::string standing;  // id of a Standing
  bool counts = false;
  std::string why;
};
BOOST_DESCRIBE_STRUCT(LevelInfo, (), (area, pack, name, level, edition, standing, counts, why))
struct FindingInfo {
  std::string code;
  std::string message;
  std::string remedy;
};
BOOST_DESCRIBE_STRUCT(FindingInfo, (), (code, message, remedy))
struct RulesInForce {
  std::string area;
  Day on;
  std::optional<std::string> chosen_for;  // nothing when no pack is in force
  std::optional<NamedInfo> pack;
  std::optional<EditionInfo> edition;
  std::vector<LevelInfo> levels;  // the top level first
  // Why the levels could not be laid over one another: the nearest choice decides alone.
  std::optional<FindingInfo> refused;
  std::vector<FindingInfo> findings;  // what does not count of lower levels
  std::vector<TopicRules> topics;
};
BOOST_DESCRIBE_STRUCT(RulesInForce, (),
                      (area, on, chosen_for, pack, edition, levels, refused, findings, topics))

struct WhereOnly {
  std::string area;
};
BOOST_DESCRIBE_STRUCT(WhereOnly, (), (area))
struct Choice {
  std::string area;
  std::string pack;
  Day from;
  Instant chosen_at;
  Ulid chosen_by;
  bool stands = true;  // false: replaced by a later choice for the same day
};
BOOST_DESCRIBE_STRUCT(Choice, (), (area, pack, from, chosen_at, chosen_by, stands))
struct ChoiceList {
  std::vector<Choice> choices;  // for the area and everything above it, newest first
};
BOOST_DESCRIBE_STRUCT(ChoiceList, (), (choices))

// The values of a fact that a condition accepts, in words, ranges as ranges.
std::vector<std::string> accepted_values(const policy::FactDecl& fact, const policy::CellTest& test,
                                         Language language);

PackInfo describe(const policy::Pack& pack, Language language);
FindingInfo describe(const Refusal& refusal, Language language);
LevelInfo describe(const UsedPack& used, Language language);
std::vector<TopicRules> describe(const policy::Pack& pack, const policy::Edition& edition,
                                 Language language);

// Declares /api/rules/rows. `book` lives as long as the module.
void declare_rows(host::Declaration& to, const Rulebook& book);

}  // namespace fx::rules
