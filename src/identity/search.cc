#include "identity/search.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <tuple>

#include "area/code.h"
#include "base/phone.h"
#include "base/pinyin.h"
#include "base/text.h"
#include "identity/person.h"
#include "identity/tokens.h"

namespace fx::identity {
namespace {

using internal::KeyRange;
using internal::token;
using internal::Word;

constexpr std::size_t kWordsMax = 6;
constexpr std::size_t kQueryMax = 200;

struct Place {
  std::int64_t area = 0;
  std::int64_t person = 0;
  auto operator<=>(const Place&) const = default;  // NOLINT(modernize-use-nullptr): a false alarm
};
constexpr Place kEnd{std::numeric_limits<std::int64_t>::max(),
                     std::numeric_limits<std::int64_t>::max()};

// The people of one token in the order of places, read in batches that grow while they are used
// up and start small after each jump.
class TokenStream {
 public:
  TokenStream(store::Session& db, std::int64_t token) : db_(db), token_(token) {}

  // The first place not before `from`, below the end of the range; kEnd if there is none.
  Place seek(Place from, std::int64_t high) {
    while (at_ < batch_.size() && batch_[at_] < from) ++at_;
    if (at_ < batch_.size()) return batch_[at_].area < high ? batch_[at_] : kEnd;
    if (done_ && high_ >= high) return kEnd;
    const bool onward =
        !batch_.empty() && from <= Place{batch_.back().area, batch_.back().person + 1};
    size_ = onward ? std::min(size_ * 4, kBatchMax) : kBatchMin;
    batch_.clear();
    at_ = 0;
    auto q = db_.query(
        "select area, person from identity_token where token = $1 and (area, person) >= ($2, $3)"
        " and area < $4 order by area, person limit $5",
        token_, from.area, from.person, high, static_cast<std::int64_t>(size_));
    while (q.next()) batch_.push_back({q.integer(0), q.integer(1)});
    done_ = batch_.size() < size_;
    high_ = high;
    return batch_.empty() ? kEnd : batch_.front();
  }

 private:
  static constexpr std::size_t kBatchMin = 8;
  static constexpr std::size_t kBatchMax = 512;
  store::Session& db_;
  std::int64_t token_;
  std::vector<Place> batch_;
  std::size_t at_ = 0;
  std::size_t size_ = kBatchMin;
  std::int64_t high_ = 0;
  bool done_ = false;
};

struct Any {
  std::vector<TokenStream> streams;
  Place seek(Place from, std::int64_t high) {
    Place best = kEnd;
    for (auto& stream : streams) best = std::min(best, stream.seek(from, high));
    return best;
  }
};

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

bool holds(const Terms::Term& term, const Facts& facts, const std::string& key) {
  if (!term.digits.empty()) {
    const bool phone = std::any_of(facts.phones.begin(), facts.phones.end(),
                                   [&](const auto& p) { return ends_with(p, term.digits); });
    if (!phone && !ends_with(facts.id_number, term.digits)) return false;
  }
  return term.name.empty() || key.find(term.name) != std::string::npos;
}

// Sorted, without those inside others.
std::vector<std::string> outermost(std::vector<std::string> areas) {
  std::sort(areas.begin(), areas.end());
  std::vector<std::string> out;
  for (auto& area : areas) {
    if (!area::is_code(area)) continue;
    const bool inside = std::any_of(out.begin(), out.end(), [&](const std::string& outer) {
      return area::contains(outer, area);
    });
    if (!inside) out.push_back(std::move(area));
  }
  return out;
}

std::vector<std::string> both(const std::vector<std::string>& areas,
                              const std::vector<std::string>& within) {
  if (within.empty()) return outermost(areas);
  std::vector<std::string> out;
  for (const auto& a : areas) {
    for (const auto& w : within) {
      if (!area::is_code(a) || !area::is_code(w)) continue;
      if (area::contains(a, w)) {
        out.push_back(w);
      } else if (area::contains(w, a)) {
        out.push_back(a);
      }
    }
  }
  return outermost(std::move(out));
}

std::optional<Place> read_cursor(std::string_view text) {
  const auto dot = text.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  Place out;
  const auto number = [](std::string_view part, std::int64_t& to) {
    const auto end = std::from_chars(part.data(), part.data() + part.size(), to);
    return end.ec == std::errc() && end.ptr == part.data() + part.size();
  };
  if (!number(text.substr(0, dot), out.area) || !number(text.substr(dot + 1), out.person)) {
    return std::nullopt;
  }
  return out;
}

// Everybody in some areas, without words to find them by. The cursor is by (area code, number);
// encoded as the number alone, with the code read again.
FoundPage all_in(store::Session& db, const std::vector<std::string>& areas, int limit,
                 std::string_view after) {
  FoundPage page;
  std::string from;
  std::int64_t from_no = 0;
  if (const auto cursor = read_cursor(after)) {
    auto q = db.query("select area from identity_person where no = $1", cursor->person);
    if (q.next()) from = q.string(0);
    from_no = cursor->person;
  }
  for (const auto& area : areas) {
    const auto [low, high] = area::range(area);
    if (high <= from) continue;
    const std::string& start = std::max(low, from);
    auto q = db.query(
        "select no, id, area from identity_person where (area, no) > ($1, $2) and area < $3"
        " and erased = 0 and merged_into is null order by area, no limit $4",
        start, start == from ? from_no : std::int64_t{0}, high,
        static_cast<std::int64_t>(limit) + 1);
    while (q.next()) {
      if (page.people.size() == static_cast<std::size_t>(limit)) {
        const auto& last = page.people.back();
        page.next = std::to_string(internal::area_key(last.area)) + "." + std::to_string(last.no);
        return page;
      }
      page.people.push_back({q.ulid(1), q.integer(0), q.string(2)});
    }
  }
  return page;
}

bool all_of(std::string_view text, bool (*test)(char)) {
  return !text.empty() && std::all_of(text.begin(), text.end(), test);
}
bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

Terms::Term digits_term(std::string digits) {
  Terms::Term term;
  const auto tail = std::string_view(digits).substr(digits.size() - internal::kTail);
  if (digits.size() == 18) {
    term.tokens.push_back(token(Word::kId, digits));
  } else if (digits.size() == 15) {
    IdOptions options;
    options.today = Day{std::numeric_limits<int>::max() / 2};
    const auto id = parse_id_number(digits, options);
    term.tokens.push_back(token(Word::kId, id.number));
    return term;
  } else if (digits.size() == 11 && digits.front() == '1' && digit(digits.back())) {
    term.tokens.push_back(token(Word::kPhone, digits));
  } else {
    term.tokens = {token(Word::kPhoneEnd, tail), token(Word::kIdEnd, tail)};
  }
  term.digits = std::move(digits);
  return term;
}

Terms::Term name_term(const std::string& key) {
  Terms::Term term;
  term.name = key;
  return term;
}

// Words that are separated by nothing: Han characters, digits, letters.
std::vector<std::string> words_of(std::string_view query) {
  std::vector<std::string> out;
  int kind_before = 0;
  for (std::size_t at = 0; at < query.size();) {
    const std::size_t begin = at;
    const auto c = next_code_point(query, at);
    int kind = 0;
    if (!c) {
      kind = 0;
    } else if (*c < 0x80) {
      const char ascii = static_cast<char>(*c);
      kind = digit(ascii) ? 1 : letter(ascii) ? 2 : ascii == '-' ? kind_before : 0;
      // The X at the end of an ID number.
      if (kind == 2 && kind_before == 1 && (ascii == 'x' || ascii == 'X')) kind = 1;
    } else {
      kind = 3;
    }
    if (kind != 0) {
      if (kind != kind_before || out.empty()) out.emplace_back();
      out.back() += query.substr(begin, at - begin);
    }
    kind_before = kind;
  }
  return out;
}

// "E12345678", "H0123456789": a passport or a permit.
bool is_document(std::string_view word) {
  const auto digits = word.find_first_of("0123456789");
  return digits >= 1 && digits <= 2 && word.size() >= digits + 6 &&
         all_of(word.substr(0, digits), letter) && all_of(word.substr(digits), digit);
}

}  // namespace

Terms parse_terms(std::string_view query) {
  Terms out;
  std::vector<std::string> words;
  const std::string text = normalise(query.substr(0, std::min(query.size(), kQueryMax)));
  for (const auto& piece : internal::split(text)) {
    if (is_document(piece)) {
      Terms::Term term;
      term.tokens = {token(Word::kId, ascii_upper(piece))};
      out.terms.push_back(std::move(term));
    } else {
      for (const auto& word : words_of(piece)) words.push_back(word);
    }
  }
  for (const auto& word : words) {
    if (out.terms.size() == kWordsMax) break;
    if (digit(word.front())) {
      std::string digits;
      for (const char c : ascii_upper(word)) {
        if (c != '-') digits += c;
      }
      if (digits.size() < internal::kTail) {
        out.impossible = true;
      } else {
        out.terms.push_back(digits_term(std::move(digits)));
      }
      continue;
    }
    if (all_of(word, letter)) {
      const std::string sound = ascii_lower(word);
      Terms::Term term;
      term.tokens = {token(Word::kSound, sound), token(Word::kInitials, sound)};
      if (sound.size() == 1) term.tokens = {token(Word::kCharacter, ascii_upper(word))};
      out.terms.push_back(std::move(term));
      // A name may itself be written in letters; passports begin with one.
      continue;
    }
    const std::string key = name_key(word);
    const auto characters = to_code_points(key);
    if (characters.empty()) continue;
    if (characters.size() == 1) {
      auto term = name_term(key);
      term.tokens = {token(Word::kCharacter, key)};
      out.terms.push_back(std::move(term));
      continue;
    }
    for (std::size_t i = 0; i + 1 < characters.size(); ++i) {
      Terms::Term term = i == 0 ? name_term(key) : Terms::Term();
      term.tokens = {token(Word::kPair, to_utf8(std::u32string_view(characters).substr(i, 2)))};
      out.terms.push_back(std::move(term));
    }
  }
  return out;
}

FoundPage search(store::Session& db, const Terms& terms, const std::vector<std::string>& areas,
                 const std::vector<std::string>& within, int limit, std::string_view after) {
  FoundPage page;
  if (terms.impossible || limit <= 0) return page;
  const auto ranges = both(areas, within);
  if (ranges.empty()) return page;
  if (terms.terms.empty()) return within.empty() ? page : all_in(db, ranges, limit, after);

  std::vector<Any> streams;
  for (const auto& term : terms.terms) {
    Any any;
    for (const auto t : term.tokens) any.streams.emplace_back(db, t);
    streams.push_back(std::move(any));
  }
  Place start{0, 0};
  if (const auto cursor = read_cursor(after)) start = {cursor->area, cursor->person + 1};

  // Ranges of numbers, merged: several areas below one grid have one number.
  std::vector<KeyRange> all;
  for (const auto& area : ranges) all.push_back(internal::key_range(area));
  std::sort(all.begin(), all.end(),
            [](const KeyRange& a, const KeyRange& b) { return a.low < b.low; });
  std::vector<KeyRange> keys;
  for (const auto& range : all) {
    if (!keys.empty() && range.low <= keys.back().high) {
      keys.back().high = std::max(keys.back().high, range.high);
    } else {
      keys.push_back(range);
    }
  }
  for (const auto& range : keys) {
    Place at = std::max(start, Place{range.low, 0});
    while (at.area < range.high) {
      // Each stream moves up to where the one before stands; a place where all stand is a person.
      const Place place = streams.front().seek(at, range.high);
      at = place;
      for (auto& stream : streams) {
        if (at == place && at != kEnd) at = stream.seek(place, range.high);
      }
      if (at == kEnd) break;
      if (at != place) continue;
      at.person += 1;
      auto q = db.query(
          "select id, area, name, id_number, phones from identity_person where no = $1"
          " and erased = 0 and merged_into is null",
          place.person);
      if (!q.next()) continue;
      const std::string_view area = q.text(1);
      if (std::none_of(ranges.begin(), ranges.end(),
                       [&](const std::string& outer) { return area::contains(outer, area); })) {
        continue;
      }
      Facts facts;
      facts.name = q.text(2);
      facts.id_number = q.text(3);
      facts.phones = internal::split(q.text(4));
      const std::string key = name_key(facts.name);
      if (!std::all_of(terms.terms.begin(), terms.terms.end(),
                       [&](const Terms::Term& term) { return holds(term, facts, key); })) {
        continue;
      }
      if (page.people.size() == static_cast<std::size_t>(limit)) {
        const auto& last = page.people.back();
        page.next = std::to_string(internal::area_key(last.area)) + "." + std::to_string(last.no);
        return page;
      }
      page.people.push_back({q.ulid(0), place.person, std::string(area)});
    }
  }
  return page;
}

}  // namespace fx::identity
