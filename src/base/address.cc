#include "base/address.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_set>

#include "base/check.h"
#include "base/pinyin.h"
#include "base/text.h"

namespace fx {

namespace embedded {
std::string_view idcodes_areas();
}  // namespace embedded

namespace {

using View = std::u32string_view;

constexpr std::size_t kMaxBytes = 1024;
constexpr std::size_t kMaxPoints = 120;

bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
char32_t upper(char32_t c) { return c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c; }
bool is_one_of(char32_t c, View set) { return set.find(c) != View::npos; }

// Unified spelling for the scanner: normalised, simplified, upper case, counted numerals as digits,
// and the Chinese one between digits as the dash it was meant to be (3一2一301).
std::u32string prepare(std::string_view raw) {
  auto text = digits_before_counters(to_code_points(to_simplified(normalise(raw))));
  if (text.size() > kMaxPoints) text.resize(kMaxPoints);
  for (std::size_t i = 0; i < text.size(); ++i) {
    char32_t& c = text[i];
    c = upper(c);
    if (c == U'＃' || c == U'♯' || c == U'井') {
      // 井 stands in many names; it is a mistyped # only between digits.
      const bool between = i > 0 && i + 1 < text.size() && is_digit(text[i - 1]) &&
                           (is_digit(text[i + 1]) || text[i + 1] == '-');
      if (c != U'井' || between) c = '#';
    }
    if (c == U'\u30FC' || c == U'_' || c == U'~') c = '-';
    if (c == U'一' && i > 0 && i + 1 < text.size() && is_digit(text[i - 1]) &&
        is_digit(text[i + 1])) {
      c = '-';
    }
    if (c == U'#' && i > 0 && text[i - 1] == U'号') c = U'楼';  // 3号#
  }
  return text;
}

std::string strip_zeros(View digits) {
  std::size_t first = 0;
  while (first + 1 < digits.size() && digits[first] == '0') ++first;
  return to_utf8(digits.substr(first));
}

// --- the part with numbers -----------------------------------------------------------------------

// A cursor over the text that reads the tail of an address from some place on.
class Tail {
 public:
  Tail(View text, std::size_t at) : text_(text), at_(at) {}

  std::string building, unit, room;
  bool marked = false;  // some word (栋, 单元, #, 室, 号) says that these are numbers of a house

  // Tries to read building, unit and room. False: what stands here is something else.
  bool read();
  [[nodiscard]] std::size_t end() const { return at_; }

 private:
  [[nodiscard]] char32_t peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : U'\0';
  }
  bool take(char32_t c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  bool take(View word) {
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }
  void skip_gap() {
    while (is_one_of(peek(), U" -,/、")) ++at_;
  }
  [[nodiscard]] bool at_number() const {
    const char32_t c = peek();
    return is_digit(c) || (c >= 'A' && c <= 'Z') || is_chinese_numeral(c) ||
           (c == U'第' && is_digit(peek(1))) ||
           (is_one_of(c, U"甲乙丙丁") && is_one_of(peek(1), U"栋幢座单")) ||
           (is_one_of(c, U"东西南北中") && peek(1) == U'单');
  }
  // "12", "012", "A", "A1", "12A", "十二", "八〇一", "甲" in canonical form; "" if none.
  std::string number();
  // The word behind a building's number.
  bool building_mark();
  bool unit_mark() { return take(U"单元") || take(U"单无") || (peek() == U'门' && door()); }
  bool door() {
    // 3号楼1门502, but not 门面, 门口, 门卫.
    if (is_one_of(peek(1), U"面口卫店市前旁")) return false;
    return take(U'门');
  }
  void skip_floor();
  std::string room_number();
  bool rest();

  View text_;
  std::size_t at_;
};

std::string Tail::number() {
  const std::size_t start = at_;
  take(U'第');
  if (is_one_of(peek(), U"甲乙丙丁") || (is_one_of(peek(), U"东西南北中") && peek(1) == U'单')) {
    std::string out;
    append_utf8(out, text_[at_++]);
    return out;
  }
  std::string out;
  std::size_t letters = 0;
  while (peek() >= 'A' && peek() <= 'Z' && letters < 2) {
    append_utf8(out, text_[at_++]);
    ++letters;
  }
  if (letters > 0 && peek() == '-' && is_digit(peek(1)) && letters == 1) {
    // "A-1203": a block and a room, not one number.
    return out;
  }
  std::size_t begin = at_;
  while (is_digit(peek())) ++at_;
  if (at_ != begin) {
    if (at_ - begin > 6) {
      at_ = start;
      return {};
    }
    out += strip_zeros(text_.substr(begin, at_ - begin));
    if (letters == 0 && peek() >= 'A' && peek() <= 'Z' && !(peek(1) >= 'A' && peek(1) <= 'Z')) {
      append_utf8(out, text_[at_++]);  // 12A
    }
    return out;
  }
  if (letters > 0) return out;
  begin = at_;
  while (is_chinese_numeral(peek())) ++at_;
  const auto value = chinese_number(text_.substr(begin, at_ - begin));
  if (!value || *value > 999'999) {
    at_ = start;
    return {};
  }
  return std::to_string(*value);
}

bool Tail::building_mark() {
  return take(U"号楼") || take(U'栋') || take(U'幢') || take(U'座') || take(U"#楼") ||
         take(U"#栋") || take(U"#幢") || take(U'#') || take(U"栋楼");
}

// "5楼502", "5层502": the floor is in the room's number already.
void Tail::skip_floor() {
  const std::size_t start = at_;
  const std::string floor = number();
  if (!floor.empty() && (take(U'楼') || take(U'层'))) {
    skip_gap();
    if (at_number()) return;
  }
  at_ = start;
}

std::string Tail::room_number() {
  std::string out = number();
  if (out.empty()) return out;
  if (is_one_of(peek(), U"东西南北中左右上下甲乙") &&
      (peek(1) == U'\0' || is_one_of(peek(1), U"户室侧 ("))) {
    append_utf8(out, text_[at_++]);
    take(U'侧');
  }
  return out;
}

bool Tail::read() {
  const std::size_t start = at_;
  const bool leading_hash = take(U'#');
  std::string first = number();
  if (first.empty()) return false;

  // Building.
  bool have_building = false;
  if (leading_hash || building_mark()) {
    have_building = true;
  } else if (take(U'楼')) {
    // "3楼" alone is a floor; with a unit behind it, a building.
    const std::size_t behind = at_;
    skip_gap();
    const bool unit_follows = !number().empty() && (peek() == U'单' || peek() == U'门');
    at_ = behind;
    if (!unit_follows) {
      // "3楼301"
      skip_gap();
      room = room_number();
      if (room.empty()) return false;
      marked = true;
      if (!take(U"号房")) (void)(take(U'室') || take(U'房') || take(U'号'));
      return rest();
    }
    have_building = true;
  }
  if (have_building) {
    building = first;
    marked = true;
    skip_gap();
    first.clear();
    if (!at_number()) return rest();
    skip_floor();
    first = room_number();
    if (first.empty()) return rest();
  }

  // Unit.
  bool have_unit = false;
  if (unit_mark()) {
    have_unit = true;
    unit = first;
    marked = true;
  } else if (!have_building && take(U'号')) {
    // A house number: "老寨14号", "5号2单元301", "5号301室", "12号附3号".
    const std::size_t behind = at_;
    if (take(U'附') || (peek() == '-' && is_digit(peek(1)) && take(U'-'))) {
      const std::string sub = number();
      if (!sub.empty()) {
        take(U'号');
        room = first + "-" + sub;
        marked = true;
        return rest();
      }
      at_ = behind;
    }
    skip_gap();
    if (at_number()) {
      const std::size_t here = at_;
      const std::string next = room_number();
      if (!next.empty() && unit_mark()) {
        building = first;
        unit = next;
        marked = true;
        skip_gap();
        skip_floor();
        room = room_number();
        if (!room.empty() && !take(U"号房")) (void)(take(U'室') || take(U'房') || take(U'号'));
        return rest();
      }
      if (!next.empty() &&
          (take(U'室') || take(U'房') ||
           (next.size() >= 3 && !building_mark() && !is_one_of(peek(), U"号楼")))) {
        building = first;
        room = next;
        marked = true;
        return rest();
      }
      at_ = here;
      return false;  // the number of a street or yard, with a building behind it
    }
    at_ = behind;
    room = first;
    marked = true;
    return rest();
  }
  if (have_unit) {
    skip_gap();
    if (!at_number()) return rest();
    skip_floor();
    room = room_number();
    if (!room.empty() && !take(U"号房")) (void)(take(U'室') || take(U'房') || take(U'号'));
    return rest();
  }

  // Numbers parted by dashes: b-u-r, b-r behind nothing; u-r, r behind a building.
  std::vector<std::string> parts{first};
  while (is_one_of(peek(), U"-/ ") && parts.size() < 5) {
    const std::size_t behind = at_;
    skip_gap();
    if (!at_number()) {
      at_ = behind;
      break;
    }
    std::string next = room_number();
    if (next.empty()) {
      at_ = behind;
      break;
    }
    if (unit_mark()) {  // 3-2单元301, 3栋-2单元
      if (parts.size() != 1 || have_building) return false;
      building = parts[0];
      unit = next;
      marked = true;
      skip_gap();
      skip_floor();
      room = room_number();
      (void)(take(U'室') || take(U'房') || take(U'号'));
      return rest();
    }
    parts.push_back(std::move(next));
  }
  // b-u-floor-r where the room repeats its floor.
  const std::size_t most = have_building ? 2 : 3;
  if (parts.size() == most + 1 && parts[most].size() >= 3 &&
      parts[most].substr(0, parts[most].size() - 2) == parts[most - 1]) {
    parts.erase(parts.end() - 2);
  }
  if (parts.size() > most) return false;
  const bool room_word = take(U'室') || take(U"号房") || take(U'房') || take(U'号') || take(U'户');
  marked = marked || room_word || parts.size() > 1;
  if (have_building) {
    if (parts.size() == 2) unit = parts[0];
    room = parts.back();
  } else if (parts.size() == 3) {
    building = parts[0];
    unit = parts[1];
    room = parts[2];
  } else if (parts.size() == 2) {
    building = parts[0];
    room = parts[1];
  } else {
    room = parts[0];
    // A lone numeral is a room only in digits: 三 may belong to a name.
    if (!marked && !is_digit(text_[start]) &&
        !(text_[start] >= 'A' && text_[start] <= 'Z' && room.back() >= '0' && room.back() <= '9')) {
      return false;
    }
  }
  return rest();
}

// What stands behind the numbers must not make them part of a name: 12号院, 3号线, 2组, 二期.
bool Tail::rest() {
  const char32_t c = peek();
  if (c == U'\0') return true;
  if (is_one_of(c, U"院路街巷弄村组社期区队屯寨线桥楼栋幢座单#号园苑城层库米年月日")) return false;
  if (c == '-' || c == '.') return false;
  // No numbers may be left, except in brackets.
  for (std::size_t i = at_; i < text_.size(); ++i) {
    if (text_[i] == '(') break;
    if (is_digit(text_[i])) return false;
  }
  return true;
}

// --- the part with names -------------------------------------------------------------------------

struct StringHash {
  using is_transparent = void;
  std::size_t operator()(View text) const { return std::hash<View>()(text); }
};
using NameSet = std::unordered_set<std::u32string, StringHash, std::equal_to<>>;

struct Regions {
  NameSet provinces, cities, counties;  // full names
  NameSet short_provinces, short_cities;
};

std::u32string without_suffix(View name, std::initializer_list<View> suffixes) {
  for (const View suffix : suffixes) {
    if (name.size() >= suffix.size() + 2 && name.substr(name.size() - suffix.size()) == suffix) {
      return std::u32string(name.substr(0, name.size() - suffix.size()));
    }
  }
  return {};
}

const Regions& regions() {
  static const Regions table = [] {
    Regions out;
    std::string_view text = embedded::idcodes_areas();
    text.remove_prefix(text.find('\n') + 1);
    while (!text.empty()) {
      auto line = text.substr(0, text.find('\n'));
      text.remove_prefix(std::min(text.size(), line.size() + 1));
      std::array<std::u32string, 3> names;
      line.remove_prefix(9);  // code and whether it is current
      for (auto& name : names) {
        const auto comma = line.find(',');
        name = to_code_points(line.substr(0, comma));
        line.remove_prefix(comma == std::string_view::npos ? line.size() : comma + 1);
      }
      if (!names[0].empty()) {
        out.provinces.insert(names[0]);
        auto brief = without_suffix(names[0], {U"特别行政区", U"壮族自治区", U"回族自治区",
                                               U"维吾尔自治区", U"自治区", U"省", U"市"});
        if (!brief.empty()) out.short_provinces.insert(std::move(brief));
      }
      if (!names[1].empty()) {
        out.cities.insert(names[1]);
        auto brief = without_suffix(names[1], {U"地区", U"市", U"盟", U"州"});
        // 文山壮族苗族自治州 is called 文山州 and 文山.
        const auto people = names[1].find(U'族');
        if (people != std::u32string::npos && names[1].size() > 5) {
          brief = names[1].substr(0, 2);
          out.cities.insert(brief + U"州");
        }
        if (!brief.empty()) out.short_cities.insert(std::move(brief));
      }
      // Names of a kind, not of a place, are left out: 市辖区, 郊区, 城区.
      if (names[2].size() >= 2 && names[2] != U"市辖区" && names[2] != U"郊区" &&
          names[2] != U"城区" && names[2] != U"矿区") {
        out.counties.insert(names[2]);
      }
    }
    return out;
  }();
  return table;
}

constexpr View kRoadWords = U"路街道巷";
constexpr View kPlaceStarts = U"小花园苑城家村里湾府庭居郡寨";

// Length of the longest name of the set in front of the text, 0 if none.
std::size_t longest(const NameSet& set, View text, std::size_t least) {
  for (std::size_t n = std::min<std::size_t>(text.size(), 14); n >= least; --n) {
    if (set.find(text.substr(0, n)) != set.end()) return n;
  }
  return 0;
}

// Length of province, city and county in front.
std::size_t region_length(View text) {
  const Regions& table = regions();
  std::size_t at = 0;
  bool province = false;
  const auto follows_badly = [&](std::size_t n) {
    return at + n < text.size() &&
           (is_one_of(text[at + n], kRoadWords) || is_one_of(text[at + n], kPlaceStarts));
  };
  const auto skip = [&] {
    while (at < text.size() && is_one_of(text[at], U" ,-")) ++at;
  };
  if (const auto n = longest(table.provinces, text, 3)) {
    at += n;
    province = true;
  } else if (const auto brief = longest(table.short_provinces, text, 2);
             brief != 0 && !follows_badly(brief)) {
    at += brief;
    province = true;
    // 广西省: written, though there is none.
    if (text.substr(at, 1) == U"省") ++at;
  }
  skip();
  if (const auto n = longest(table.cities, text.substr(at), 3)) {
    at += n;
  } else if (province && longest(table.counties, text.substr(at), 3) == 0) {
    // 北京市朝阳区 is a county; only 辽宁朝阳 is a city.
    const auto brief = longest(table.short_cities, text.substr(at), 2);
    if (brief != 0 && !follows_badly(brief)) at += brief;
  }
  skip();
  if (const auto n = longest(table.counties, text.substr(at), 2)) {
    // 南区, 东区 are also parts of compounds: two characters need a region in front.
    if ((n > 2 || at > 0) && !follows_badly(n)) at += n;
  }
  skip();
  return at;
}

View trim(View text) {
  while (!text.empty() && is_one_of(text.front(), U" ,-:;。、")) text.remove_prefix(1);
  while (!text.empty() && is_one_of(text.back(), U" ,-:;。、")) text.remove_suffix(1);
  return text;
}

// Takes the shortest piece that ends in one of the words; nothing may be too short.
View take_ending(View& text, std::initializer_list<View> words, std::size_t longest_piece) {
  for (std::size_t end = 2; end <= std::min(text.size(), longest_piece); ++end) {
    for (const View word : words) {
      if (end < word.size() + 1 || text.substr(end - word.size(), word.size()) != word) continue;
      // 水乡花园, 古镇小区: the word is part of a name.
      if (word.size() == 1 && end < text.size() && is_one_of(text[end], kPlaceStarts)) continue;
      const View piece = text.substr(0, end);
      text.remove_prefix(end);
      return piece;
    }
  }
  return {};
}

// Splits the words in front of the numbers.
void read_names(View text, AddressParts& out) {
  text = trim(text);
  const std::size_t region = region_length(text);
  out.region = to_utf8(trim(text.substr(0, region)));
  text = trim(text.substr(region));
  if (const View street = take_ending(text, {U"街道办事处", U"街道办", U"街道", U"镇", U"乡"}, 12);
      !street.empty()) {
    out.street = to_utf8(street);
    text = trim(text);
  }
  if (const View community = take_ending(
          text, {U"社区居委会", U"社区", U"村民委员会", U"居民委员会", U"村委会", U"居委会"}, 14);
      !community.empty()) {
    out.community = to_utf8(community);
    text = trim(text);
  }
  // Road: the shortest piece that ends in a road word and has a number or nothing behind it, or
  // another name.
  for (std::size_t end = 2; end <= std::min<std::size_t>(text.size(), 12); ++end) {
    const View piece = text.substr(0, end);
    const char32_t last = piece.back();
    const bool road = is_one_of(last, U"路街巷") ||
                      (last == U'道' && (piece[end - 2] == U'大' || end == text.size())) ||
                      (end >= 3 && piece.substr(end - 2) == U"胡同");
    if (!road) continue;
    View behind = text.substr(end);
    // 路口小区, 街心花园: part of a name.
    if (!behind.empty() && is_one_of(behind.front(), U"口心边旁西东南北中")) continue;
    std::size_t digits = 0;
    while (digits < behind.size() &&
           (is_digit(behind[digits]) || is_chinese_numeral(behind[digits]))) {
      ++digits;
    }
    out.road = to_utf8(piece);
    if (digits > 0 && digits < behind.size() && behind[digits] == U'号') {
      const View after = behind.substr(digits + 1);
      if (!after.empty() && after.front() == U'院') {
        // 幸福路12号院 is the compound's name.
        out.road = to_utf8(piece);
        break;
      }
      out.road = to_utf8(text.substr(0, end + digits + 1));
      text = trim(after);
    } else if (!behind.empty()) {
      text = trim(behind);
    } else {
      text = {};
    }
    break;
  }
  out.place = to_utf8(trim(text));
}

bool is_bracketed(View text) {
  return text.size() >= 2 && text.front() == '(' && text.back() == ')';
}

std::string clean_rest(View text) {
  text = trim(text);
  if (is_bracketed(text)) text = trim(text.substr(1, text.size() - 2));
  return to_utf8(text);
}

bool means_nothing(View text) {
  return text.empty() || text == U"/" || text == U"-" || text == U"--" || text == U"无" ||
         text == U"无房号" || text == U"\\";
}

}  // namespace

// --- known places --------------------------------------------------------------------------------

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

// Finds known names in running text.
class AddressReader {
 public:
  struct Match {
    std::size_t begin = 0, end = 0, id = 0;
  };

  // The longest known name in the text; of equally long ones the last. Not one that goes on as a
  // road (新寨路).
  static std::optional<Match> find_known(const KnownPlaces& known, View text) {
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
};

AddressParts parse_address(std::string_view raw, const KnownPlaces* known) {
  AddressParts out;
  if (raw.size() > kMaxBytes) {
    out.remainder = normalise(raw.substr(0, kMaxBytes));
    return out;
  }
  const std::u32string prepared = prepare(raw);
  View text = trim(prepared);
  if (means_nothing(text)) return out;

  // A remark in brackets at the end.
  View remark;
  if (text.back() == ')') {
    const auto open = text.rfind(U'(');
    if (open != View::npos && open > 0) {
      remark = text.substr(open);
      text = trim(text.substr(0, open));
    }
  }

  // The known name first: it decides where the numbers begin.
  std::optional<AddressReader::Match> match;
  if (known != nullptr && !known->empty()) {
    match = AddressReader::find_known(*known, text);
  }

  const std::size_t from = match ? match->end : 0;
  std::size_t names_end = text.size();
  bool found = false;
  for (std::size_t i = from; i < text.size(); ++i) {
    const char32_t c = text[i];
    const bool start = is_digit(c) || (c >= 'A' && c <= 'Z') || is_chinese_numeral(c) || c == '#' ||
                       is_one_of(c, U"第甲乙丙丁");
    if (!start) continue;
    if (i > from) {
      const char32_t before = text[i - 1];
      if (is_digit(before) || (before >= 'A' && before <= 'Z') || before == '.' ||
          (is_chinese_numeral(before) && is_chinese_numeral(c)) ||
          (before == '-' && i >= 2 && is_digit(text[i - 2]))) {
        continue;
      }
    }
    Tail tail(text, i);
    if (!tail.read()) continue;
    out.building = std::move(tail.building);
    out.unit = std::move(tail.unit);
    out.room = std::move(tail.room);
    out.remainder = clean_rest(text.substr(tail.end()));
    names_end = i;
    found = true;
    break;
  }
  if (!remark.empty()) {
    const std::string words = clean_rest(remark);
    out.remainder += out.remainder.empty() ? words : " " + words;
  }

  if (match) {
    AddressParts front;
    read_names(text.substr(0, match->begin), front);
    out.region = std::move(front.region);
    out.street = std::move(front.street);
    out.community = std::move(front.community);
    out.road = std::move(front.road);
    const auto put_rest = [&](std::string words) {
      if (words.empty()) return;
      out.remainder = out.remainder.empty() ? std::move(words) : words + " " + out.remainder;
    };
    // Words between the name and the numbers: "阳光新城二期3栋".
    put_rest(to_utf8(trim(text.substr(match->end, names_end - match->end))));
    put_rest(std::move(front.place));
    out.place = known->name(match->id);
    out.known = match->id;
    return out;
  }

  read_names(text.substr(0, names_end), out);
  if (!found && out.region.empty() && out.street.empty() && out.community.empty() &&
      out.road.empty()) {
    // Nothing but a name; or nothing that is understood.
    if (std::any_of(text.begin(), text.end(), is_digit)) {
      out.remainder = out.place + (out.remainder.empty() ? "" : " " + out.remainder);
      out.place.clear();
    }
  }
  if (known != nullptr && !out.place.empty()) {
    bool guessed = false;
    if (const auto id = known->find_near(out.place, guessed)) {
      out.known = *id;
      out.place = known->name(*id);
      out.place_guessed = guessed;
    }
  }
  return out;
}

std::string render_address(const AddressParts& parts) {
  std::string out = parts.region + parts.street + parts.community + parts.road + parts.place;
  if (!parts.building.empty()) out += parts.building + "栋";
  if (!parts.unit.empty()) out += parts.unit + "单元";
  if (!parts.room.empty()) {
    out += parts.room + (parts.building.empty() && parts.unit.empty() ? "号" : "室");
  }
  return out;
}

// --- single cells --------------------------------------------------------------------------------

namespace {

std::string canonical(std::string_view cell, std::initializer_list<View> marks) {
  std::u32string prepared = prepare(cell);
  View text = trim(prepared);
  if (means_nothing(text)) return {};
  // "1.0" of a number cell.
  if (text.size() > 2 && is_digit(text[0])) {
    const auto point = text.find(U'.');
    if (point != View::npos && point + 1 < text.size() &&
        std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(point), is_digit) &&
        text.find_first_not_of(U'0', point + 1) == View::npos) {
      text = text.substr(0, point);
    }
  }
  const View whole = text;
  if (text.front() == U'第' || (text.front() == '#' && text.size() > 1)) text.remove_prefix(1);
  for (const View mark : marks) {
    if (text.size() > mark.size() && text.substr(text.size() - mark.size()) == mark) {
      text = trim(text.substr(0, text.size() - mark.size()));
      break;
    }
  }
  if (const auto number = chinese_number(text)) return std::to_string(*number);
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && is_digit(text[end])) ++end;
    if (end == i) {
      if (text[i] != ' ') append_utf8(out, text[i]);
      ++i;
      continue;
    }
    // Zeros lead only at the start of a number: "A05" is A5, but "1-05" keeps its parts.
    out += strip_zeros(text.substr(i, end - i));
    i = end;
  }
  return out.empty() ? to_utf8(whole) : out;
}

}  // namespace

std::string canonical_building(std::string_view cell) {
  return canonical(
      cell, {U"号楼", U"#楼", U"#栋", U"#幢", U"栋楼", U"栋", U"幢", U"座", U"楼", U"号", U"#"});
}

std::string canonical_unit(std::string_view cell) {
  return canonical(cell, {U"单元", U"单无", U"门", U"#", U"号"});
}

std::string canonical_room(std::string_view cell) {
  return canonical(cell, {U"号房", U"室", U"房", U"号", U"户", U"#"});
}

}  // namespace fx
