// The compounds and village groups of a community.
#include <algorithm>

#include "base/address_scan.h"
#include "base/check.h"
#include "base/pinyin.h"

namespace fx {

using address_scan::is_digit;
using address_scan::is_one_of;
using address_scan::View;

void KnownPlaces::insert(std::size_t id, std::string_view name) {
  auto key = to_code_points(place_key(name));
  if (key.empty()) return;
  const std::string utf8 = to_utf8(key);
  if (!by_key_.emplace(utf8, id).second) return;
  const std::size_t index = entries_.size();
  auto& same_start = by_first_[key[0]];
  const auto at = std::find_if(same_start.begin(), same_start.end(), [&](std::size_t other) {
    return entries_[other].key.size() < key.size();
  });
  same_start.insert(at, index);
  entries_.push_back(Entry{id, std::move(key), pinyin_key(utf8)});
}

void KnownPlaces::add(std::size_t id, std::string_view name) {
  names_.emplace(id, normalise(name));
  insert(id, name);
}

void KnownPlaces::add_alias(std::size_t id, std::string_view alias) {
  FX_CHECK(names_.count(id) != 0);
  insert(id, alias);
}

const std::string& KnownPlaces::name(std::size_t id) const {
  const auto at = names_.find(id);
  FX_CHECK(at != names_.end());
  return at->second;
}

std::optional<std::size_t> KnownPlaces::find(std::string_view name) const {
  const auto at = by_key_.find(place_key(name));
  return at == by_key_.end() ? std::nullopt : std::optional<std::size_t>(at->second);
}

std::optional<std::size_t> KnownPlaces::find_near(std::string_view name, bool& guessed) const {
  guessed = false;
  if (const auto exact = find(name)) return exact;
  const auto key = to_code_points(place_key(name));
  if (key.size() < 2 || key.size() > 40) return std::nullopt;
  const std::string sound = pinyin_key(to_utf8(key));
  // Digits tell places apart (3组, 4组); they are never a slip that may be guessed away.
  const auto digits_of = [](View text) {
    std::u32string out;
    for (const char32_t c : text) {
      if (is_digit(c)) out.push_back(c);
    }
    return out;
  };
  const auto digits = digits_of(key);
  const auto only = [&](auto&& near) -> std::optional<std::size_t> {
    std::optional<std::size_t> best;
    for (const Entry& entry : entries_) {
      if (best == entry.id || digits_of(entry.key) != digits || !near(entry)) continue;
      if (best) return std::nullopt;  // two are as near: no guess
      best = entry.id;
    }
    return best;
  };
  auto best = only(
      [&](const Entry& entry) { return entry.key.size() == key.size() && entry.sound == sound; });
  if (!best) {
    best = only([&](const Entry& entry) {
      return std::max(entry.key.size(), key.size()) >= 3 && edit_distance(entry.key, key, 1) <= 1;
    });
  }
  guessed = best.has_value();
  return best;
}

std::optional<AddressReader::Match> AddressReader::find_known(const KnownPlaces& known, View text) {
  std::optional<Match> best;
  for (std::size_t begin = 0; begin < text.size(); ++begin) {
    const auto at = known.by_first_.find(text[begin]);
    if (at == known.by_first_.end()) continue;
    for (const std::size_t index : at->second) {
      const auto& entry = known.entries_[index];
      const std::size_t end = begin + entry.key.size();
      if (text.substr(begin, entry.key.size()) != entry.key) continue;
      if (end < text.size() && is_one_of(text[end], U"路街巷")) continue;
      if (end + 1 < text.size() && text.substr(end, 2) == U"大道") continue;
      // 1组 must not be found in 11组.
      if (is_digit(text[begin]) && begin > 0 && is_digit(text[begin - 1])) continue;
      if (is_digit(text[end - 1]) && end < text.size() && is_digit(text[end])) continue;
      if (!best || entry.key.size() >= best->end - best->begin) {
        best = Match{begin, end, entry.id};
      }
      break;
    }
  }
  return best;
}

}  // namespace fx
