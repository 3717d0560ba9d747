// What is known of a person, said by whom. Every source's statement is kept; the person shows the
// best of them. Functions that write run on the writer thread, inside write work.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id_number.h"
#include "base/time.h"
#include "base/ulid.h"
#include "store/database.h"

namespace fx::identity {

store::Schema schema();

// What one row of a list, or a hand entry, says of a person. Empty members say nothing.
struct Facts {
  std::string name;       // normalise_name()
  std::string id_number;  // IdNumber::number; damaged ones too
  IdVerdict id_verdict = IdVerdict::kEmpty;
  Document document = Document::kUnknown;
  std::vector<std::string> phones;  // Phone::number, the usual one first
  std::optional<Sex> sex;
  std::optional<Day> birth;
  std::string region;  // registered residence, as written

  // Normalises the name and takes sex and birth from the number where it is sound enough to tell.
  static Facts of(std::string_view name, const IdNumber& id, std::vector<std::string> phones,
                  std::optional<Sex> stated_sex = std::nullopt);
  [[nodiscard]] bool has_usable_id() const {
    return id_verdict == IdVerdict::kValid || id_verdict == IdVerdict::kOtherDocument;
  }
  bool operator==(const Facts&) const = default;
};

// Where statements come from.
enum class SourceKind : std::uint8_t { kDeclaration, kOwnList, kPassedDown, kRegister, kHand };
struct Source {
  Ulid id;  // the import, or the command that was a hand entry
  SourceKind kind = SourceKind::kHand;
  std::string name;  // of the file, "" for hand entries
  std::string area;  // for whom it was brought in
  Instant at;
  Ulid actor;
};

// Registers a source (once; again is harmless) and gives the number by which statements name it.
std::int64_t add_source(store::Session& db, const Source& source);
std::optional<Source> find_source(store::Session& db, const Ulid& id);

struct Statement {
  Source source;
  int row = 0;  // in the file, 0 for hand entries
  Facts facts;
};

// Two sources that cannot both be right.
enum class Field : std::uint8_t { kName, kIdNumber, kSex, kBirth };
struct Conflict {
  Field field = Field::kName;
  std::vector<std::string> values;  // the one shown first; never leaves towards a log
};

struct Person {
  std::int64_t no = 0;
  Ulid id;
  Facts facts;       // the best of all statements
  std::string area;  // dwelling, or the community while not in a household
  bool erased = false;
  std::int64_t merged_into = 0;
};

// Adds persons in bulk or singly. The tokens they are found by are written in order by flush(),
// which the destructor does not do.
class Writer {
 public:
  explicit Writer(store::Session& db) : db_(db) {}
  // `id` must be new.
  // `digest` stands for everything the row said; see said_before().
  void add(const Ulid& id, const Facts& facts, std::string_view area, std::int64_t source, int row,
           std::int64_t digest = 0);
  // One more statement about somebody added by this writer; what they show stays.
  void also(const Ulid& id, const Facts& facts, std::int64_t source, int row, std::int64_t digest);
  void flush();

 private:
  struct Token {
    std::int64_t token, area, person;
  };
  store::Session& db_;
  std::int64_t next_ = 0;
  std::vector<Token> tokens_;
};

void create_person(store::Session& db, const Ulid& id, const Facts& facts, std::string_view area,
                   std::int64_t source, int row, std::int64_t digest = 0);

// Adds what a source says of a known person. True if what the person shows has changed. Saying
// again what the same source said, or what is shown already, adds nothing.
bool add_facts(store::Session& db, const Ulid& person, const Facts& facts, std::int64_t source,
               int row, std::int64_t digest = 0);
// The digests of rows that lists of this kind have brought for people of an area, with the person.
void said_before(store::Session& db, std::string_view area, SourceKind kind,
                 const std::function<void(std::int64_t digest, const Ulid& person)>& visit);
// A person's correction of what is shown: beats every list. Only the members named by `fields` are
// taken; an empty one clears.
struct Correction {
  std::optional<std::string> name;
  std::optional<IdNumber> id_number;
  std::optional<std::vector<std::string>> phones;
  std::optional<Sex> sex;
  std::optional<std::string> region;
};
bool correct(store::Session& db, const Ulid& person, const Correction& correction,
             std::int64_t source);

// The place by which search is restricted; follows the register.
void set_area(store::Session& db, const Ulid& person, std::string_view area);

// `merged` is no longer found; what its sources said counts for `kept` as well. unmerge undoes it.
void merge(store::Session& db, const Ulid& kept, const Ulid& merged);
void unmerge(store::Session& db, const Ulid& merged);

// Removes everything that tells who the person is; the id stays and present() gives nothing.
void erase(store::Session& db, const Ulid& person);

std::optional<Person> find_person(store::Session& db, const Ulid& person);
std::vector<Statement> statements(store::Session& db, const Ulid& person);
std::vector<Conflict> conflicts(store::Session& db, const Ulid& person);
// Everybody in the area, in order of number; merged and erased ones left out.
void each_person(store::Session& db, std::string_view area,
                 const std::function<void(const Person&)>& visit);

// Free words: addresses as given, notes. `owner` is a person or an entry; `person` whom the words
// are about (nil: nobody), so that they go when the person is erased. "" removes.
void set_text(store::Session& db, const Ulid& owner, std::string_view kind, const Ulid& person,
              std::string_view text);
std::string text_of(store::Session& db, const Ulid& owner, std::string_view kind);

}  // namespace fx::identity
