#include "identity/link.h"

#include <algorithm>
#include <array>

#include "area/code.h"
#include "base/check.h"
#include "base/text.h"
#include "identity/tokens.h"

namespace fx::identity {
namespace {

constexpr std::size_t kEatenDigits = 15;  // what a spreadsheet leaves of a long number
constexpr std::size_t kCandidatesMax = 20;

// Of a number that lost its end (a column cut off, a hand in a hurry) so much must be left: the
// place and the date of birth.
constexpr std::size_t kTellingDigits = 14;

// One substitution, one swap of neighbours, one digit more or less.
bool one_slip(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1) return false;
  std::size_t i = 0;
  while (i < a.size() && a[i] == b[i]) ++i;
  if (a.size() == b.size()) {
    if (a.substr(std::min(i + 1, a.size())) == b.substr(std::min(i + 1, b.size()))) return true;
    return i + 1 < a.size() && a[i] == b[i + 1] && a[i + 1] == b[i] &&
           a.substr(i + 2) == b.substr(i + 2);
  }
  return a.substr(i) == b.substr(i + 1);
}

bool contradict(const Facts& a, const Facts& b) {
  if (a.sex && b.sex && *a.sex != *b.sex) return true;
  if (a.birth && b.birth && *a.birth != *b.birth) {
    // A miscopied digit may stand in the birth date.
    return a.id_number.empty() || b.id_number.empty() || !numbers_may_agree(a, b);
  }
  return false;
}

bool share_phone(const Facts& a, const Facts& b) {
  return std::any_of(a.phones.begin(), a.phones.end(), [&](const std::string& phone) {
    return std::find(b.phones.begin(), b.phones.end(), phone) != b.phones.end();
  });
}

bool agrees(NameSimilarity name) {
  return name == NameSimilarity::kSame || name == NameSimilarity::kSameNormalised ||
         name == NameSimilarity::kHomophone;
}

// For equal sound numbers a name may be quite misspelt, but not another name altogether.
bool share_a_character(std::string_view a, std::string_view b) {
  const auto x = to_code_points(name_key(a));
  const auto y = to_code_points(name_key(b));
  return std::any_of(x.begin(), x.end(),
                     [&](char32_t c) { return y.find(c) != std::u32string::npos; });
}

}  // namespace

bool numbers_may_agree(const Facts& a, const Facts& b) {
  if (a.id_number.empty() || b.id_number.empty()) return false;
  if (a.has_usable_id() && b.has_usable_id()) return a.id_number == b.id_number;
  const bool eaten_a = a.id_verdict == IdVerdict::kEaten;
  const bool eaten_b = b.id_verdict == IdVerdict::kEaten;
  if (eaten_a || eaten_b) {
    const auto left = std::string_view(a.id_number).substr(0, kEatenDigits);
    const auto right = std::string_view(b.id_number).substr(0, kEatenDigits);
    return left.size() == kEatenDigits && left == right;
  }
  std::string_view less = a.id_number;
  std::string_view more = b.id_number;
  if (less.size() > more.size()) std::swap(less, more);
  if (less.size() >= kTellingDigits && more.substr(0, less.size()) == less) return true;
  return one_slip(less, more);
}

std::optional<Candidate> compare(const Wanted& wanted, const Person& known, bool same_dwelling) {
  const Facts& a = wanted.facts;
  const Facts& b = known.facts;
  Candidate out;
  out.person = known.id;
  out.no = known.no;
  out.area = known.area;
  const auto grade = [&](Basis basis, Certainty certainty) -> std::optional<Candidate> {
    out.basis = basis;
    out.certainty = certainty;
    return out;
  };
  if (a.has_usable_id() && b.has_usable_id()) {
    if (a.id_number != b.id_number) return std::nullopt;
    if (a.name.empty() || b.name.empty()) return grade(Basis::kIdNumber, Certainty::kCertain);
    out.name = name_similarity(a.name, b.name);
    // One number under two names in one dwelling is a number copied down a column.
    const bool believable = out.name != NameSimilarity::kDifferent ||
                            (!same_dwelling && share_a_character(a.name, b.name));
    return grade(Basis::kIdNumber, believable ? Certainty::kCertain : Certainty::kPossible);
  }
  if (a.name.empty() || b.name.empty()) return std::nullopt;
  const bool both_numbers = !a.id_number.empty() && !b.id_number.empty();
  const bool numbers_agree = both_numbers && numbers_may_agree(a, b);
  if (contradict(a, b)) return std::nullopt;
  const bool phones_agree = share_phone(a, b);
  // Numbers of which neither is sound and which tell of two people.
  const bool numbers_differ = both_numbers && !numbers_agree;
  if (!numbers_agree && !phones_agree && !same_dwelling) {
    // Only the name is left: most names are borne by several people in a community.
    if (numbers_differ) return std::nullopt;
  }
  out.name = name_similarity(a.name, b.name);
  if (out.name == NameSimilarity::kDifferent) return std::nullopt;
  const bool near_only = !agrees(out.name);
  if (numbers_agree) {
    return grade(Basis::kDamagedIdNumber, near_only && !phones_agree && !same_dwelling
                                              ? Certainty::kPossible
                                              : Certainty::kCertain);
  }
  if (numbers_differ) {
    return phones_agree || same_dwelling
               ? grade(phones_agree ? Basis::kPhone : Basis::kAddress, Certainty::kPossible)
               : std::nullopt;
  }
  if (phones_agree) {
    return grade(Basis::kPhone,
                 near_only && !same_dwelling ? Certainty::kPossible : Certainty::kCertain);
  }
  if (same_dwelling) {
    return grade(Basis::kAddress, near_only ? Certainty::kPossible : Certainty::kCertain);
  }
  if (near_only) return std::nullopt;
  return grade(Basis::kName, Certainty::kPossible);
}

LinkResult link(const Pool& pool, const Wanted& wanted) {
  LinkResult out;
  std::vector<Candidate> found;
  std::vector<std::int64_t> seen;
  const bool in_dwelling =
      !wanted.area.empty() && area::level_of(wanted.area) == area::Level::kDwelling;
  const auto consider = [&](const Person& person) {
    if (std::find(seen.begin(), seen.end(), person.no) != seen.end()) return;
    seen.push_back(person.no);
    auto candidate = compare(wanted, person, in_dwelling && person.area == wanted.area);
    if (!candidate) return;
    // A list that says where somebody lives speaks against the same name elsewhere.
    if (candidate->basis == Basis::kName && !wanted.area.empty() &&
        !area::contains(wanted.area, person.area)) {
      return;
    }
    found.push_back(*std::move(candidate));
  };
  const Facts& facts = wanted.facts;
  if (!facts.id_number.empty()) pool.with_id(facts.id_number, consider);
  const bool settled = std::any_of(found.begin(), found.end(), [](const Candidate& c) {
    return c.basis == Basis::kIdNumber && c.certainty == Certainty::kCertain;
  });
  if (!settled) {
    for (const auto& phone : facts.phones) pool.with_phone(phone, consider);
    if (!facts.name.empty()) pool.with_sound(facts.name, consider);
    if (in_dwelling) pool.at(wanted.area, consider);
  }
  std::stable_sort(found.begin(), found.end(), [](const Candidate& a, const Candidate& b) {
    return std::tuple(a.certainty != Certainty::kCertain, a.basis, a.name) <
           std::tuple(b.certainty != Certainty::kCertain, b.basis, b.name);
  });
  const auto certain =
      static_cast<std::size_t>(std::count_if(found.begin(), found.end(), [](const Candidate& c) {
        return c.certainty == Certainty::kCertain;
      }));
  // Two certain ones are none, unless one rests on stronger evidence than the other.
  if (certain == 1 || (certain > 1 && found[0].basis < found[1].basis)) {
    out.match = std::move(found.front());
    return out;
  }
  for (auto& candidate : found) candidate.certainty = Certainty::kPossible;
  if (found.size() > kCandidatesMax) found.resize(kCandidatesMax);
  out.possible = std::move(found);
  return out;
}

// --- in the database -----------------------------------------------------------------------------

DatabasePool::DatabasePool(store::Session& db, std::string_view area) : db_(db), area_(area) {}

void DatabasePool::by_token(std::int64_t token, bool anywhere, const Visit& visit) const {
  const auto range = internal::key_range(anywhere ? area::kCountry : area_);
  std::vector<Person> people;
  {
    auto q = db_.query(
        "select p.no, p.id, p.name, p.id_number, p.id_verdict, p.document, p.phones, p.sex,"
        " p.birth, p.region, p.area, p.erased, p.merged_into"
        " from identity_token t join identity_person p on p.no = t.person"
        " where t.token = $1 and $2 <= t.area and t.area < $3 limit 1000",
        token, range.low, range.high);
    while (q.next()) people.push_back(internal::read_person(q));
  }
  for (const auto& person : people) {
    if (anywhere || area::contains(area_, person.area)) visit(person);
  }
}

void DatabasePool::with_id(std::string_view number, const Visit& visit) const {
  by_token(internal::token(internal::Word::kId, number), true, visit);
}

void DatabasePool::with_phone(std::string_view phone, const Visit& visit) const {
  by_token(internal::token(internal::Word::kPhone, phone), false, visit);
}

void DatabasePool::with_sound(std::string_view name, const Visit& visit) const {
  const auto like = internal::likeness(pinyin_key(fx::name_key(name)));
  if (like.empty()) return;
  by_token(internal::token(internal::Word::kLikeness, like), false, visit);
}

void DatabasePool::at(std::string_view area, const Visit& visit) const {
  std::vector<Person> people;
  each_person(db_, area, [&](const Person& person) { people.push_back(person); });
  for (const auto& person : people) visit(person);
}

// --- in memory -----------------------------------------------------------------------------------

MemoryPool::MemoryPool(store::Session& db, std::string_view area, bool by_sound)
    : db_(db), by_sound_(by_sound) {
  const auto [low, high] = area::range(area);
  others_ =
      db.integer("select 1 from identity_person where area < $1 or area >= $2 limit 1", low, high)
          .has_value();
  each_person(db, area, [&](const Person& person) { add(person); });
}

void MemoryPool::put(Index& index, std::string_view key, std::uint32_t at) {
  auto it = index.find(key);
  if (it == index.end()) it = index.emplace(std::string(key), std::vector<std::uint32_t>()).first;
  if (std::find(it->second.begin(), it->second.end(), at) == it->second.end()) {
    it->second.push_back(at);
  }
}

Person& MemoryPool::add(Person person) {
  const auto at = static_cast<std::uint32_t>(people_.size());
  people_.push_back(std::move(person));
  by_person_.emplace(people_.back().id, at);
  index_again(people_.back());
  return people_.back();
}

void MemoryPool::index_again(const Person& person) {
  const std::uint32_t at = by_person_.at(person.id);
  const Facts& f = person.facts;
  if (!f.id_number.empty()) put(by_id_, f.id_number, at);
  for (const auto& phone : f.phones) put(by_phone_, phone, at);
  put(by_area_, person.area, at);
  if (f.name.empty()) return;
  const std::string key = fx::name_key(f.name);
  put(by_name_, key, at);
  if (by_sound_) put(by_sound_key_, internal::likeness(pinyin_key(key)), at);
}

Person* MemoryPool::find(const Ulid& person) {
  const auto it = by_person_.find(person);
  return it == by_person_.end() ? nullptr : &people_[it->second];
}

void MemoryPool::visit_all(const Index& index, std::string_view key, const Visit& visit) const {
  const auto it = index.find(key);
  if (it == index.end()) return;
  for (const auto at : it->second) visit(people_[at]);
}

void MemoryPool::with_id(std::string_view number, const Visit& visit) const {
  visit_all(by_id_, number, visit);
  if (!others_) return;
  DatabasePool(db_, area::kCountry).with_id(number, [&](const Person& person) {
    if (by_person_.find(person.id) == by_person_.end()) visit(person);
  });
}

void MemoryPool::with_phone(std::string_view phone, const Visit& visit) const {
  visit_all(by_phone_, phone, visit);
}

void MemoryPool::with_sound(std::string_view name, const Visit& visit) const {
  FX_CHECK(by_sound_);
  visit_all(by_sound_key_, internal::likeness(pinyin_key(fx::name_key(name))), visit);
}

void MemoryPool::at(std::string_view area, const Visit& visit) const {
  visit_all(by_area_, area, [&](const Person& person) {
    if (person.area == area) visit(person);
  });
}

void MemoryPool::without_id(std::string_view name_key, const Visit& visit) const {
  visit_all(by_name_, name_key, [&](const Person& person) {
    if (!person.facts.has_usable_id()) visit(person);
  });
}

void MemoryPool::with_name(std::string_view name_key, const Visit& visit) const {
  visit_all(by_name_, name_key, visit);
}

}  // namespace fx::identity
