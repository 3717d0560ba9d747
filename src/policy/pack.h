// A policy pack: the rules of one disease for one place or level of government, in editions with
// dates of effect. docs/policy-packs.md describes the files.
// A loaded pack never changes and may be used by any number of threads; pointers and references
// into it live as long as the PackPtr.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "policy/calendar.h"
#include "policy/facts.h"
#include "policy/origin.h"
#include "policy/table.h"
#include "policy/topic_rows.h"
#include "policy/topics.h"
#include "policy/words.h"

namespace fx::policy {

// The levels of government and below, from the top.
inline constexpr std::array<std::string_view, 7> kLevels{
    "national", "province", "city", "county", "township", "community", "institution"};

// What a lower level's pack may do about a topic (layers.h).
enum class Lower { kFixed, kTighten, kReplace };
std::string_view id(Lower lower);
std::optional<Lower> parse_lower(std::string_view id);

// What becomes of people who are under an older edition when this one begins.
enum class Running { kKeep, kMove };

class Pack;

class Edition {
 public:
  [[nodiscard]] const std::string& id() const { return id_; }
  [[nodiscard]] const Label& name() const { return name_; }
  [[nodiscard]] Day from() const { return from_; }
  // The last day in force as written; nothing when it says none.
  [[nodiscard]] std::optional<Day> until() const { return until_; }
  [[nodiscard]] const std::string& note() const { return note_; }
  [[nodiscard]] Running running() const { return running_; }
  // What a lower level may do about a topic. Without a word about it: tighten where this edition
  // has a table, anything where it has none.
  [[nodiscard]] Lower lower(std::string_view topic) const;
  [[nodiscard]] const std::vector<Table>& tables() const { return tables_; }
  [[nodiscard]] const Table* table(std::string_view topic) const;  // null: says nothing about it

  // The rule for these facts, which must be made by the same pack's facts(). Refuse kNoTopic,
  // kNoRule, kSeveralRules. Nothing is allocated where a pointer is returned.
  [[nodiscard]] Result<const Placement*> placement(const Facts& facts) const;
  [[nodiscard]] Result<const Monitoring*> monitoring(const Facts& facts) const;
  // Days of tests within the stage; empty when the edition or its table gives none.
  [[nodiscard]] std::vector<int> test_days(const Facts& facts) const;
  [[nodiscard]] Result<std::vector<ReleaseCondition>> release(const Facts& facts) const;
  [[nodiscard]] Result<const Conversion*> conversion(const Facts& facts) const;
  [[nodiscard]] Result<std::vector<EscalationStep>> escalation(const Facts& facts) const;
  [[nodiscard]] Result<const Reporting*> reporting(const Facts& facts) const;
  [[nodiscard]] Result<std::vector<ScreeningRung>> screening() const;
  // Minutes allowed for an event of the fact "event" ("returnee_known"); nothing when not ruled.
  [[nodiscard]] std::optional<int> minutes_for(std::string_view event) const;

  // The days of a placement found with these facts: stages with first and last day and days of
  // tests. `anchor` is the day that placement.counted_from names.
  [[nodiscard]] Course course(const Placement& placement, const Facts& facts, Day anchor) const;

  // The index of the row of this edition's table (null: kNoTopic) that decides.
  [[nodiscard]] Result<int> find(const Table* table, std::string_view topic,
                                 const Facts& facts) const;

 private:
  friend class PackLoader;
  friend class LayerBuilder;

  const Pack* pack_ = nullptr;
  std::string id_;
  Label name_;
  Day from_;
  std::optional<Day> until_;
  std::string note_;
  int line_ = 0;
  std::vector<Table> tables_;
  TopicRows rows_;
  std::vector<std::pair<std::string, Lower>> lower_;
  std::optional<Lower> lower_default_;
  Running running_ = Running::kKeep;

  friend class Checker;
};

// One line of a pack's examples: what a case must come out as.
struct Example {
  int row = 0;
  std::string edition;  // id, or "" with a day
  std::optional<Day> day;
  std::string topic;
  std::vector<std::pair<std::string, std::string>> given;   // fact, value
  std::vector<std::pair<std::string, std::string>> expect;  // outcome, value
  std::string source;
};

class Pack {
 public:
  Pack(const Pack&) = delete;
  Pack& operator=(const Pack&) = delete;

  [[nodiscard]] const std::string& id() const { return id_; }
  [[nodiscard]] const Label& name() const { return name_; }
  [[nodiscard]] const Disease& disease() const { return disease_; }
  [[nodiscard]] const std::string& level() const { return level_; }  // "national" … "community"
  // The pack of the level above that this one is written under; "" when it names none.
  [[nodiscard]] const std::string& under() const { return under_; }
  [[nodiscard]] const Label& place() const { return place_; }
  [[nodiscard]] const Label& issuer() const { return issuer_; }
  // Sources by id, remarks, and how contradictions in the sources were resolved.
  [[nodiscard]] const std::vector<NamedValue>& sources() const { return sources_; }
  [[nodiscard]] const NamedValue* source(std::string_view id) const;  // null: not one of them
  [[nodiscard]] const std::vector<Label>& notes() const { return notes_; }
  [[nodiscard]] const std::vector<Label>& resolutions() const { return resolutions_; }
  [[nodiscard]] const std::vector<NamedValue>& classes() const {
    return words_.dictionaries.find("classes")->second;
  }
  [[nodiscard]] const Words& words() const { return words_; }
  [[nodiscard]] const std::vector<OriginSet>& origin_sets() const { return origin_sets_; }
  [[nodiscard]] const std::vector<Example>& examples() const { return examples_; }
  [[nodiscard]] const std::string& examples_file() const { return examples_file_; }
  // The packs that this one was resolved from (layers.h), the top level first; none otherwise.
  [[nodiscard]] const std::vector<std::shared_ptr<const Pack>>& layers() const { return layers_; }
  // SHA-256 of the pack's files, in hexadecimal: what exactly was in force.
  [[nodiscard]] const std::string& digest() const { return digest_; }

  [[nodiscard]] const std::vector<Edition>& editions() const { return editions_; }  // by date
  [[nodiscard]] const Edition* edition(std::string_view id) const;
  [[nodiscard]] Result<const Edition*> edition_on(Day day) const;  // kNoEdition

  [[nodiscard]] const Vocabulary& vocabulary() const { return vocabulary_; }
  // All facts at their initial values.
  [[nodiscard]] Facts facts() const { return Facts(vocabulary_); }
  // Sets origin_set and origin_relation from division codes (see origin.h).
  void set_origin(Facts& facts, std::string_view code, std::string_view home) const;
  // Sets class, measure and stage, for asking monitoring, tests, release, conversion, escalation.
  void set_placement(Facts& facts, std::string_view person_class, Measure measure,
                     int stage = 1) const;

 private:
  friend class PackLoader;
  friend class LayerBuilder;
  friend class Checker;
  Pack() = default;

  std::string id_;
  Label name_;
  Disease disease_;
  std::string level_;
  std::string under_;
  Label place_;
  Label issuer_;
  std::vector<NamedValue> sources_;
  std::vector<Label> notes_;
  std::vector<Label> resolutions_;
  Words words_;
  std::vector<OriginSet> origin_sets_;
  // Of a resolved pack: origin lists of lower levels that are facts of their own.
  std::vector<std::pair<std::string, std::vector<OriginSet>>> other_origins_;
  std::vector<std::shared_ptr<const Pack>> layers_;
  std::vector<Edition> editions_;
  std::vector<Example> examples_;
  std::string examples_file_;
  std::string digest_;
  Vocabulary vocabulary_;
};

using PackPtr = std::shared_ptr<const Pack>;

// SHA-256 in hexadecimal.
std::string digest_of(std::string_view bytes);

// A pack's files by their path inside its folder ("pack.yaml", "2020-02/placement.csv").
using Files = std::map<std::string, std::string, std::less<>>;

// Everything that is wrong with the files, at most 100 things; or the pack.
struct LoadReport {
  PackPtr pack;                   // null when there are problems
  std::vector<Refusal> problems;  // each with file, row, column, reason and remedy
};
LoadReport load_report(const Files& files);

// The pack, or its first problem. Folders: reads pack.yaml and the files it names, no other, and
// follows no symbolic links; a folder that cannot be read is kFileMissing.
Result<PackPtr> load_pack(const Files& files);
Result<PackPtr> load_pack(const std::filesystem::path& folder);
Result<Files> read_pack_files(const std::filesystem::path& folder);

// The packs in a folder, by id: each subfolder with a pack.yaml, and whether it loads.
struct ListedPack {
  std::filesystem::path folder;
  Result<PackPtr> pack;
};
std::vector<ListedPack> list_packs(const std::filesystem::path& folder);

}  // namespace fx::policy
