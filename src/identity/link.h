// Whether a person on a list is somebody already known. ID number; else phone and a name that
// agrees; else name and address. Never joins two people with different sound ID numbers; where the
// evidence is short of certain it says "possible" and a person decides.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/pinyin.h"
#include "identity/person.h"

namespace fx::identity {

struct Wanted {
  Facts facts;
  std::string area;  // where the list says they live: a dwelling's code, anything wider, or ""
};

enum class Certainty : std::uint8_t { kNone, kPossible, kCertain };

// What the finding rests on, strongest first.
enum class Basis : std::uint8_t {
  kIdNumber,         // equal
  kDamagedIdNumber,  // what is left of a damaged number agrees, and the name
  kPhone,            // equal, and the name agrees
  kAddress,          // the same dwelling, and the name agrees
  kName,             // only the name, within the community
};

struct Candidate {
  Ulid person;
  std::int64_t no = 0;
  std::string area;
  Basis basis = Basis::kName;
  Certainty certainty = Certainty::kPossible;
  NameSimilarity name = NameSimilarity::kDifferent;
};

struct LinkResult {
  std::optional<Candidate> match;   // certain
  std::vector<Candidate> possible;  // strongest first; empty when there is a match
};

// How a candidate and the wanted one compare, without looking anything up. Pure.
// `same_dwelling`: both are known to live there.
std::optional<Candidate> compare(const Wanted& wanted, const Person& known, bool same_dwelling);

// Whether a damaged number can be the same as another one: all the digits that are left agree (the
// first fourteen at least), or one digit was miscopied, left out, put in or swapped with its
// neighbour.
bool numbers_may_agree(const Facts& a, const Facts& b);

// Whom to compare with.
class Pool {
 public:
  using Visit = std::function<void(const Person&)>;
  Pool() = default;
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;
  virtual ~Pool() = default;
  virtual void with_id(std::string_view number, const Visit& visit) const = 0;  // anywhere
  virtual void with_phone(std::string_view phone, const Visit& visit) const = 0;
  // Names that sound alike, also to a careless ear.
  virtual void with_sound(std::string_view name, const Visit& visit) const = 0;
  virtual void at(std::string_view area, const Visit& visit) const = 0;
};

// Asks the database each time: for single questions and short lists. ID numbers are looked for
// everywhere, everything else within the area (usually a community).
class DatabasePool final : public Pool {
 public:
  DatabasePool(store::Session& db, std::string_view area);
  void with_id(std::string_view number, const Visit& visit) const override;
  void with_phone(std::string_view phone, const Visit& visit) const override;
  void with_sound(std::string_view name, const Visit& visit) const override;
  void at(std::string_view area, const Visit& visit) const override;

 private:
  void by_token(std::int64_t token, bool anywhere, const Visit& visit) const;
  store::Session& db_;
  std::string area_;
};

// Holds a whole area in memory: for long lists. People added are found at once.
class MemoryPool final : public Pool {
 public:
  // Names are indexed by sound only if `by_sound` (it costs some microseconds a person).
  MemoryPool(store::Session& db, std::string_view area, bool by_sound);
  // The pool's own copy; stays in place.
  Person& add(Person person);
  // After the person's facts or area have changed (the old keys keep finding them as well).
  void index_again(const Person& person);
  [[nodiscard]] Person* find(const Ulid& person);
  [[nodiscard]] std::size_t size() const { return people_.size(); }

  void with_id(std::string_view number, const Visit& visit) const override;
  void with_phone(std::string_view phone, const Visit& visit) const override;
  void with_sound(std::string_view name, const Visit& visit) const override;
  void at(std::string_view area, const Visit& visit) const override;
  // Everybody whose number is damaged or missing and whose name is the same up to spelling.
  void without_id(std::string_view name_key, const Visit& visit) const;
  void with_name(std::string_view name_key, const Visit& visit) const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  using Index = std::unordered_map<std::string, std::vector<std::uint32_t>, Hash, std::equal_to<>>;
  static void put(Index& index, std::string_view key, std::uint32_t at);
  void visit_all(const Index& index, std::string_view key, const Visit& visit) const;

  store::Session& db_;
  bool others_ = false;  // the database knows people outside the area
  bool by_sound_;
  std::deque<Person> people_;
  std::unordered_map<Ulid, std::uint32_t, UlidHash> by_person_;
  Index by_id_, by_phone_, by_sound_key_, by_area_, by_name_;
};

LinkResult link(const Pool& pool, const Wanted& wanted);

}  // namespace fx::identity
