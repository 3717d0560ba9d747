// The words a pack's tables are written in: facts (what is known of a person, a unit, a day) and,
// for each topic, outcomes (what the rule says). The vocabulary built into the product is what its
// modules record and read; a pack adds its own classes, origin lists, dictionaries, and, for
// topics of its own, facts and outcomes.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "policy/text.h"

namespace fx::policy {

// Every fact is one integer when a table looks at it: a number times 10^decimals, a day number, the
// index of an enumeration's value, 0 or 1, the index of a text that the tables mention.
using Value = std::int64_t;
inline constexpr Value kMissing = std::numeric_limits<Value>::min();
inline constexpr Value kOtherText = -1;      // a text that no table mentions
inline constexpr Value kMostTexts = 10'000;  // of one fact in all tables of a pack

enum class FactType { kNumber, kDay, kEnum, kFlag, kText };

struct FactDecl {
  std::string id;
  FactType type = FactType::kFlag;
  Label label;
  Label unit;        // "天" / "day"; may be empty
  int decimals = 0;  // kNumber
  Value min = 0;     // kNumber, kDay: first and last value that can occur
  Value max = 0;
  std::vector<NamedValue> values;  // kEnum; kText: the texts that tables mention
  Value initial = kMissing;        // as long as nobody says otherwise

  // Whether the fact can be absent; one with an initial value never is.
  [[nodiscard]] bool can_be_missing() const { return initial == kMissing; }
  [[nodiscard]] Value first() const;  // smallest and largest value that can occur
  [[nodiscard]] Value last() const;
  // Reads a value by id, label or number; nothing when it is none of this fact's.
  [[nodiscard]] std::optional<Value> parse(std::string_view text) const;
  [[nodiscard]] std::string show(Value value, Language language) const;  // with its unit
  [[nodiscard]] std::string id_of(Value value) const;                    // as parse() takes it
  [[nodiscard]] std::string expected() const;  // for refusals: what parse() takes
};

enum class OutcomeType { kNumber, kFlag, kEnum, kTime, kText };

// What makes one outcome tighter than another, for layers of packs: a lower level that may only
// tighten may give an equal or a tighter one (layers.h).
enum class Tighter {
  kNeutral,     // not compared: a lower level words it as it likes
  kSame,        // cannot be compared, so it may not be changed
  kMore,        // the larger number, the later time, yes instead of no
  kLess,        // the smaller number, the earlier time, no instead of yes
  kEarlier,     // the value that is declared earlier; of a list, by its last declared one
  kLater,       // the value that is declared later; of a list, by its first declared one
  kMoreItems,   // the longer list
  kAllItems,    // a list that has all of the other's items
  kFewerItems,  // a list that has none but the other's items
};
std::string_view id(Tighter tighter);  // "more", "all_items": as packs write it
std::optional<Tighter> parse_tighter(std::string_view id);

struct OutcomeDecl {
  std::string id;
  OutcomeType type = OutcomeType::kText;
  Label label;
  Label unit;
  bool list = false;
  bool required = false;
  int decimals = 0;
  Value min = 0;
  Value max = 0;
  std::vector<NamedValue> values;  // kEnum
  std::string dictionary;          // kEnum: the pack's dictionary that gives the values, or ""

  Tighter tighter = Tighter::kNeutral;
  std::string plus;   // compared as the sum with this outcome
  std::string per;    // compared as the ratio to this outcome; what is absent of the two is 1
  std::string group;  // a lower level that gives one outcome of a group gives all of it
  // Values, as a cell writes them, that make the row a restriction, which must carry basis, issuer,
  // max_days and appeal; "*" is any value.
  std::vector<std::string> restricts;
  std::vector<std::string> imposes_nothing;  // rows with these values take no defaults
  std::string open;  // the value that leaves the case to a person, or to another level
};

struct OutcomeValue {
  std::vector<Value> values;  // kNumber, kFlag, kEnum, kTime (minute of the day)
  std::string text;           // kText
  [[nodiscard]] bool present() const { return !values.empty() || !text.empty(); }
  [[nodiscard]] Value value_or(Value other) const { return values.empty() ? other : values[0]; }
  bool operator==(const OutcomeValue&) const = default;
};

// The reason a cell or a fact's value is no good; the caller adds the place.
struct CellProblem {
  const RefusalKind* kind;
  Params params;
};

Result<OutcomeValue, CellProblem> parse_outcome(const OutcomeDecl& decl, std::string_view text);
std::string show_outcome(const OutcomeDecl& decl, const OutcomeValue& value, Language language);
// As parse_outcome takes it, with ids.
std::string outcome_id(const OutcomeDecl& decl, const OutcomeValue& value);

struct TopicDecl {
  std::string id;
  Label label;
  std::vector<std::string> facts;     // what the product supplies when it asks; empty: any
  std::vector<OutcomeDecl> outcomes;  // the legal four, source and note come at the end of each
  bool restrictive = false;           // every row must carry the legal four
  // Of topics that collect: rows that agree in this outcome are about the same thing, so that a
  // lower level's row stands in place of the upper one's; "" when every row is a thing of its own.
  std::string key = {};
};

// Whether a value is one of those listed, as cells write them; "*" stands for any.
bool has_any(const OutcomeDecl& decl, const OutcomeValue& value,
             const std::vector<std::string>& listed);
// Whether a row with these outcomes restricts people, so that it must carry the legal four.
bool is_restriction(const TopicDecl& topic, const std::vector<OutcomeValue>& outcomes);

struct Vocabulary {
  std::vector<FactDecl> facts;  // a fact's slot is its index here
  std::vector<TopicDecl> topics;

  [[nodiscard]] int slot(std::string_view fact) const;  // -1 when there is none
  [[nodiscard]] const TopicDecl* topic(std::string_view id) const;
};

// Adds basis, issuer, max_days, appeal, source and note to a topic's outcomes.
void add_common_outcomes(TopicDecl& topic);

// The product's own vocabulary (standard_facts.cc, standard_*_topics.cc). The values of the facts
// origin_set and class, and of outcomes with a dictionary, are empty: a pack fills them.
Vocabulary builtin_vocabulary();

}  // namespace fx::policy
