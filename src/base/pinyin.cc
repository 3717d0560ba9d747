#include "base/pinyin.h"

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <string>
#include <unordered_map>

#include "base/check.h"
#include "base/text.h"

namespace fx {

namespace embedded {
std::string_view pinyin_characters();
std::string_view pinyin_surnames();
}  // namespace embedded

namespace {

using SyllableId = std::uint16_t;

// Takes one line, or one word of a line, off the front.
std::string_view take_until(std::string_view& text, char end) {
  const auto at = text.find(end);
  const auto head = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
  return head;
}

// A syllable as the fuzzy ear hears it.
std::string blur(std::string_view syllable) {
  std::string out;
  const auto starts = [&](std::string_view prefix) { return syllable.substr(0, 2) == prefix; };
  if (starts("zh") || starts("ch") || starts("sh")) {
    out.push_back(syllable[0]);
    syllable.remove_prefix(2);
  } else if (syllable.size() > 1 && syllable[0] == 'n') {
    out.push_back('l');
    syllable.remove_prefix(1);
  }
  out += syllable;
  const std::string_view tail =
      out.size() >= 3 ? std::string_view(out).substr(out.size() - 3) : std::string_view();
  if (tail == "ing" || tail == "eng" || tail == "ang") out.pop_back();
  return out;
}

class Table {
 public:
  static const Table& instance() {
    static const Table table;
    return table;
  }

  [[nodiscard]] std::span<const SyllableId> readings(char32_t c) const {
    if (c < kFirst || c >= kFirst + kCount) return {};
    const Entry entry = entries_[c - kFirst];
    return {lists_.data() + entry.begin, entry.count};
  }

  // The readings of the surname in front, one for each of its characters; empty if it is none.
  [[nodiscard]] std::span<const SyllableId> surname(std::u32string_view name) const {
    if (name.size() >= 2) {
      const auto at = compound_.find(pair(name[0], name[1]));
      if (at != compound_.end()) return at->second;
    }
    if (name.empty() || name[0] < kFirst || name[0] >= kFirst + kCount) return {};
    const std::uint16_t id = single_[name[0] - kFirst];
    if (id == kNoSyllable) return {};
    return {all_ids_.data() + id, 1};
  }

  [[nodiscard]] std::string_view syllable(SyllableId id) const { return syllables_[id]; }
  [[nodiscard]] SyllableId blurred(SyllableId id) const { return blurred_[id]; }

 private:
  static constexpr char32_t kFirst = 0x3007;
  static constexpr std::size_t kCount = 0x9FFF - kFirst + 1;
  static constexpr SyllableId kNoSyllable = 0xFFFF;
  struct Entry {
    std::uint32_t begin : 24;
    std::uint32_t count : 8;
  };

  static std::uint64_t pair(char32_t a, char32_t b) { return (std::uint64_t{a} << 32U) | b; }

  SyllableId intern(std::string_view syllable) {
    const auto [at, added] =
        ids_.try_emplace(std::string(syllable), static_cast<SyllableId>(syllables_.size()));
    if (added) syllables_.emplace_back(syllable);
    return at->second;
  }

  Table() : entries_(kCount, Entry{0, 0}), single_(kCount, kNoSyllable) {
    std::string_view text = embedded::pinyin_characters();
    while (!text.empty()) {
      std::string_view line = take_until(text, '\n');
      const auto word = to_code_points(take_until(line, ' '));
      FX_CHECK(word.size() == 1 && word[0] >= kFirst && word[0] < kFirst + kCount);
      Entry entry{static_cast<std::uint32_t>(lists_.size()) & 0xFFFFFFU, 0};
      while (!line.empty()) {
        lists_.push_back(intern(take_until(line, ' ')));
        entry.count = (entry.count + 1U) & 0xFFU;
      }
      entries_[word[0] - kFirst] = entry;
    }
    text = embedded::pinyin_surnames();
    while (!text.empty()) {
      std::string_view line = take_until(text, '\n');
      const auto name = to_code_points(take_until(line, ' '));
      std::vector<SyllableId> sounds;
      while (!line.empty()) sounds.push_back(intern(take_until(line, ' ')));
      FX_CHECK(sounds.size() == name.size() && name.size() <= 2 && !name.empty());
      if (name.size() == 2) {
        compound_[pair(name[0], name[1])] = sounds;
      } else if (name[0] >= kFirst && name[0] < kFirst + kCount) {
        single_[name[0] - kFirst] = sounds[0];
      }
    }
    // Folding may name new syllables ("lang" is one, "lve" too); they fold to themselves.
    for (std::size_t i = 0; i < syllables_.size(); ++i) {
      const SyllableId id = intern(blur(std::string(syllables_[i])));
      blurred_.push_back(id);
    }
    for (std::size_t i = 0; i < syllables_.size(); ++i) {
      all_ids_.push_back(static_cast<SyllableId>(i));
    }
  }

  std::vector<Entry> entries_;
  std::vector<SyllableId> lists_;
  std::vector<SyllableId> single_;
  std::unordered_map<std::uint64_t, std::vector<SyllableId>> compound_;
  std::vector<std::string> syllables_;
  std::vector<SyllableId> blurred_;
  std::vector<SyllableId> all_ids_;
  std::map<std::string, SyllableId, std::less<>> ids_;
};

struct Sound {
  char32_t character;
  std::span<const SyllableId> usual;  // at most one; empty: no reading known
  std::span<const SyllableId> all;
  bool surname;
};

// A name as sounds; blanks, dots and punctuation left out.
std::vector<Sound> sounds_of(std::string_view name) {
  const Table& table = Table::instance();
  auto text = to_code_points(to_simplified(normalise_name(name)));
  std::vector<Sound> out;
  out.reserve(text.size());
  for (char32_t& c : text) c = fold_variant(c);
  const std::size_t surname = surname_length(text);
  const auto surname_sounds = surname == 0 ? std::span<const SyllableId>() : table.surname(text);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char32_t c = text[i];
    const auto all = table.readings(c);
    if (i < surname && i < surname_sounds.size()) {
      out.push_back(Sound{c, surname_sounds.subspan(i, 1), all, true});
    } else if (!all.empty()) {
      out.push_back(Sound{c, all.first(1), all, false});
    } else if (c >= 'A' && c <= 'Z') {
      out.push_back(Sound{c - 'A' + 'a', {}, {}, false});
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 0xC0 && c < 0x2000) ||
               c >= 0x2E80) {
      if ((c >= 0x3000 && c <= 0x3004) || (c >= 0x3008 && c <= 0x3020)) continue;
      out.push_back(Sound{c, {}, {}, false});
    }
  }
  return out;
}

bool alike(const Sound& a, const Sound& b, Ear ear) {
  if (a.character == b.character) return true;
  if (a.usual.empty() || b.usual.empty()) return false;
  const Table& table = Table::instance();
  const auto heard = [&](SyllableId id) { return ear == Ear::kFuzzy ? table.blurred(id) : id; };
  const auto among = [&](SyllableId id, const Sound& sound) {
    const auto set = sound.surname ? sound.usual : sound.all;
    return std::any_of(set.begin(), set.end(),
                       [&](SyllableId other) { return heard(other) == heard(id); });
  };
  return among(a.usual[0], b) || among(b.usual[0], a);
}

bool same_sound(const std::vector<Sound>& a, const std::vector<Sound>& b, Ear ear) {
  return !a.empty() && a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(),
                    [&](const Sound& x, const Sound& y) { return alike(x, y, ear); });
}

}  // namespace

std::vector<std::string_view> readings(char32_t c) {
  const Table& table = Table::instance();
  std::vector<std::string_view> out;
  for (const SyllableId id : table.readings(c)) out.push_back(table.syllable(id));
  return out;
}

std::size_t surname_length(std::u32string_view name) {
  if (name.empty() || !is_han(name[0])) return 0;
  // With a dot inside it is a name in another language written by sound: no surname in front.
  if (name.find(U'\u00B7') != std::u32string_view::npos) return 0;
  return name.size() > 2 && Table::instance().surname(name).size() == 2 ? 2 : 1;
}

std::string pinyin_key(std::string_view name) {
  const Table& table = Table::instance();
  std::string out;
  for (const Sound& sound : sounds_of(name)) {
    if (sound.usual.empty()) {
      append_utf8(out, sound.character);
    } else {
      out += table.syllable(sound.usual[0]);
    }
  }
  return out;
}

std::vector<std::string> pinyin_initials(std::string_view name) {
  const Table& table = Table::instance();
  std::vector<std::string> out{""};
  for (const Sound& sound : sounds_of(name)) {
    std::vector<std::string> letters;
    const auto add = [&](SyllableId id) {
      std::string letter(1, table.syllable(id)[0]);
      if (std::find(letters.begin(), letters.end(), letter) == letters.end()) {
        letters.push_back(std::move(letter));
      }
    };
    if (sound.usual.empty()) {
      std::string letter;
      append_utf8(letter, sound.character);
      letters.push_back(std::move(letter));
    } else {
      add(sound.usual[0]);
      for (const SyllableId id : sound.all) add(id);
    }
    // The variants made of usual readings stay in front; when there is no room for all, the new
    // character gets its usual reading only.
    const std::size_t before = out.size();
    const std::size_t use = before * letters.size() <= kMaxInitials ? letters.size() : 1;
    std::vector<std::string> next;
    for (std::size_t i = 0; i < use; ++i) {
      for (const std::string& prefix : out) next.push_back(prefix + letters[i]);
    }
    out = std::move(next);
  }
  return out;
}

bool same_sound(std::string_view a, std::string_view b, Ear ear) {
  return same_sound(sounds_of(a), sounds_of(b), ear);
}

NameSimilarity name_similarity(std::string_view a, std::string_view b) {
  if (a == b) return NameSimilarity::kSame;
  const auto x = to_code_points(name_key(a));
  const auto y = to_code_points(name_key(b));
  if (x.empty() || y.empty()) return NameSimilarity::kDifferent;
  if (x == y) return NameSimilarity::kSameNormalised;
  const std::size_t shorter = std::min(x.size(), y.size());
  const std::size_t longer = std::max(x.size(), y.size());
  if (longer - shorter > 1) return NameSimilarity::kDifferent;
  if (x.size() == y.size()) {
    const auto p = sounds_of(a);
    const auto q = sounds_of(b);
    if (same_sound(p, q, Ear::kExact)) return NameSimilarity::kHomophone;
    if (same_sound(p, q, Ear::kFuzzy)) return NameSimilarity::kNear;
  }
  return edit_distance(x, y, 1) <= 1 && longer >= 3 ? NameSimilarity::kNear
                                                    : NameSimilarity::kDifferent;
}

}  // namespace fx
