#include "area/place.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "area/divisions.h"
#include "base/check.h"
#include "base/text.h"

namespace fx::embedded {
std::string_view divisions_countries();
}  // namespace fx::embedded

namespace fx::area {
namespace {

constexpr std::size_t kTextMax = 120;

// --- what a name may mean -----------------------------------------------------------------------

// A division, or (digits == 0) a country by its place in the list, or kAnyCountry.
struct Meaning {
  std::uint32_t value = 0;
  std::uint8_t digits = 0;
  bool bare = false;  // the name is without its 市, 县, 区 ...

  [[nodiscard]] bool is_country() const { return digits == 0; }
  bool operator==(const Meaning& other) const {
    return value == other.value && digits == other.digits;
  }
};
constexpr std::uint32_t kAnyCountry = 0xFFFF;  // 国外
constexpr std::uint32_t kChina = 0xFFFE;       // said, but tells nothing

std::uint32_t cut_to(std::uint32_t value, int from_digits, int to_digits) {
  for (int i = from_digits; i > to_digits; --i) value /= 10;
  return value;
}
bool is_inside(const Meaning& inner, const Meaning& outer) {
  return !inner.is_country() && !outer.is_country() && inner.digits >= outer.digits &&
         cut_to(inner.value, inner.digits, outer.digits) == outer.value;
}

struct Name {
  std::u32string text;
  std::vector<Meaning> meanings;
  bool latin = false;     // must stand between word boundaries
  bool capitals = false;  // and be written in capitals: US, UK
  bool is_word = false;   // without a kind behind it, taken only in a context
  bool is_plain = false;  // taken only in a context
};

struct Country {
  std::string_view code, zh, en;
};

// --- short forms --------------------------------------------------------------------------------

// Names of peoples in names of autonomous areas, longer before shorter ones that end them.
constexpr std::array<std::u32string_view, 46> kPeoples = {
    U"土家族",   U"哈尼族", U"朝鲜族", U"布依族", U"景颇族",   U"傈僳族",   U"蒙古族", U"达斡尔族",
    U"鄂温克族", U"仫佬族", U"毛南族", U"仡佬族", U"纳西族",   U"拉祜族",   U"布朗族", U"普米族",
    U"独龙族",   U"裕固族", U"保安族", U"东乡族", U"撒拉族",   U"哈萨克族", U"壮族",   U"苗族",
    U"彝族",     U"藏族",   U"羌族",   U"侗族",   U"傣族",     U"白族",     U"回族",   U"满族",
    U"畲族",     U"瑶族",   U"各族",   U"黎族",   U"水族",     U"佤族",     U"怒族",   U"土族",
    U"哈萨克",   U"蒙古",   U"塔吉克", U"锡伯",   U"柯尔克孜", U"维吾尔"};
constexpr std::array<std::u32string_view, 11> kKinds = {
    U"新区", U"林区", U"特区", U"矿区", U"地区", U"省", U"市", U"县", U"区", U"盟", U"旗"};

bool ends_with(std::u32string_view text, std::u32string_view end) {
  return text.size() > end.size() && text.substr(text.size() - end.size()) == end;
}

struct Shortened {
  std::u32string bare;         // empty if the name has no shorter form
  std::u32string_view kind{};  // what was cut off: 市, 自治州
};

Shortened shorten(std::u32string_view name) {
  static constexpr std::array<std::u32string_view, 4> kAutonomous = {U"自治区", U"自治州",
                                                                     U"自治县", U"自治旗"};
  for (const auto kind : kAutonomous) {
    if (!ends_with(name, kind)) continue;
    auto bare = name.substr(0, name.size() - kind.size());
    for (bool cut = true; cut;) {
      cut = false;
      for (const auto people : kPeoples) {
        if (!ends_with(bare, people)) continue;
        bare.remove_suffix(people.size());
        cut = true;
        break;
      }
    }
    // 东乡族自治县, 鄂温克族自治旗: the people's name is the place's.
    if (ends_with(bare, U"族")) bare.remove_suffix(1);
    return {std::u32string(bare), kind};
  }
  for (const auto kind : kKinds) {
    if (ends_with(name, kind) && name.size() >= kind.size() + 2) {
      return {std::u32string(name.substr(0, name.size() - kind.size())), kind};
    }
  }
  return {};
}

// Bare names of counties that are ordinary words or words of location: taken only where the text
// already speaks of their province or city.
constexpr std::array<std::u32string_view, 84> kWords = {
    U"比如", U"合作", U"公安", U"平安", U"和平", U"友好", U"友谊", U"前进", U"前锋", U"解放",
    U"工农", U"共和", U"互助", U"通道", U"资源", U"老城", U"新城", U"古城", U"城东", U"城中",
    U"城西", U"城北", U"城关", U"城厢", U"城口", U"南部", U"站前", U"港口", U"港南", U"港北",
    U"河口", U"河东", U"河西", U"湖口", U"湖里", U"东方", U"大方", U"光明", U"复兴", U"振兴",
    U"爱民", U"富民", U"回民", U"红旗", U"向阳", U"新华", U"新市", U"新星", U"运河", U"安居",
    U"中方", U"天桥", U"灯塔", U"市中", U"市南", U"市北", U"路南", U"路北", U"道外", U"道里",
    U"钟楼", U"鼓楼", U"中原", U"太平", U"昭化", U"西湖", U"东湖", U"南湖", U"北湖", U"西山",
    U"东山", U"南山", U"长安", U"长寿", U"始兴", U"莲花", U"凤凰", U"麒麟", U"芙蓉", U"牡丹",
    U"石门", U"龙门", U"温泉", U"清河"};
// Names of counties that say nothing by themselves even with their 区.
constexpr std::array<std::u32string_view, 7> kPlainWords = {U"城区", U"郊区",   U"矿区",  U"东区",
                                                            U"西区", U"新城区", U"市中区"};

// City names that as many people use for a district elsewhere: without a context no reading wins.
constexpr std::array<std::u32string_view, 3> kContested = {U"朝阳", U"兴安", U"巴州"};

struct Alias {
  std::u32string_view name;
  std::uint32_t value;
  std::uint8_t digits;
};
constexpr std::array<Alias, 17> kAliases = {{{U"内蒙", 15, 2},
                                             {U"新疆兵团", 65, 2},
                                             {U"新疆生产建设兵团", 65, 2},
                                             {U"汉口", 4201, 4},
                                             {U"襄樊", 4206, 4},
                                             {U"襄樊市", 4206, 4},
                                             {U"版纳", 5328, 4},
                                             {U"巴州", 6528, 4},
                                             {U"博州", 6527, 4},
                                             {U"克州", 6530, 4},
                                             {U"思茅市", 5308, 4},
                                             {U"思茅地区", 5308, 4},
                                             {U"前郭", 220721, 6},
                                             {U"杜蒙", 230624, 6},
                                             {U"莫旗", 150722, 6},
                                             {U"塔县", 653131, 6},
                                             {U"察县", 654022, 6}}};

// Letters of words that stand beside places: as the simplified script writes them.
constexpr std::u32string_view kCommonLetters =
    U"返乡务工打探亲旅游出差回家过年来往从由自户籍现居住经途乘坐火车飞机高铁汽车驾读书上学大学生做"
    U"意走访友看病就医说话时间点问题没有别处转站客运当地老本人一直未离开无等及和与的在到去至";

template <class Array>
bool is_one_of(const Array& all, std::u32string_view text) {
  return std::find(all.begin(), all.end(), text) != all.end();
}

bool is_latin(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0x24F);
}
bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
char32_t lower(char32_t c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c; }

// --- the dictionary -----------------------------------------------------------------------------

class Dictionary {
 public:
  Dictionary() {
    for (const auto level : {Level::kProvince, Level::kCity, Level::kCounty}) {
      each_official(level, kCountry, [&](std::string_view code, std::string_view name) {
        if (has_own_name(name)) add_division(level, code, to_code_points(name));
      });
    }
    for (const auto& alias : kAliases) {
      add(std::u32string(alias.name), {alias.value, alias.digits, false});
    }
    read_countries();
    for (const auto* any : {U"国外", U"境外", U"海外", U"外国"}) add(any, {kAnyCountry, 0, false});
    for (const auto* china : {U"中国", U"中华人民共和国", U"china", U"prc"}) {
      add(china, {kChina, 0, false});
    }
    for (const char32_t c : kCommonLetters) common_.insert(c);
    for (auto& [pair, bucket] : buckets_) {
      std::sort(bucket.begin(), bucket.end(),
                [](const Name& a, const Name& b) { return a.text.size() > b.text.size(); });
    }
  }

  // Names that begin with these two characters, longer ones first; null if there are none.
  [[nodiscard]] const std::vector<Name>* at(char32_t first, char32_t second) const {
    const auto it = buckets_.find(key(first, second));
    return it == buckets_.end() ? nullptr : &it->second;
  }
  [[nodiscard]] const std::vector<Country>& countries() const { return countries_; }
  // A character of the names in the table: then it is no traditional form.
  [[nodiscard]] bool is_common(char32_t c) const { return common_.count(c) != 0; }

 private:
  static std::uint64_t key(char32_t a, char32_t b) {
    return (static_cast<std::uint64_t>(a) << 32U) | static_cast<std::uint64_t>(b);
  }

  Name& entry(std::u32string text) {
    FX_CHECK(text.size() >= 2);
    auto& bucket = buckets_[key(text[0], text[1])];
    for (auto& name : bucket) {
      if (name.text == text) return name;
    }
    Name fresh;
    fresh.latin = is_latin(text[0]);
    fresh.is_plain = is_one_of(kPlainWords, text);
    fresh.is_word = is_one_of(kWords, text);
    fresh.text = std::move(text);
    bucket.push_back(std::move(fresh));
    return bucket.back();
  }

  Name& add(std::u32string text, Meaning meaning) {
    for (const char32_t c : text) common_.insert(c);
    Name& name = entry(std::move(text));
    for (auto& other : name.meanings) {
      if (other == meaning) {
        other.bare = other.bare && meaning.bare;
        return name;
      }
    }
    name.meanings.push_back(meaning);
    return name;
  }

  void add_division(Level level, std::string_view code, const std::u32string& full) {
    Meaning meaning;
    for (const char c : code)
      meaning.value = meaning.value * 10 + static_cast<std::uint32_t>(c - '0');
    meaning.digits = static_cast<std::uint8_t>(code.size());
    add(full, meaning);
    const auto [bare, kind] = shorten(full);
    if (bare.empty()) return;
    if (bare.size() >= 2) {
      Meaning short_form = meaning;
      short_form.bare = true;
      add(bare, short_form);
    }
    // 文山州, 文山自治州; 恭城县, 恭城自治县; 莫力达瓦旗; 玉溪地区 and other former kinds.
    if (kind == U"自治州") {
      add(bare + U"州", meaning);
      add(bare + U"自治州", meaning);
    } else if (kind == U"自治县") {
      add(bare + U"县", meaning);
      add(bare + U"自治县", meaning);
    } else if (kind == U"自治旗") {
      add(bare + U"旗", meaning);
      add(bare + U"自治旗", meaning);
    } else if (kind == U"自治区") {
      add(bare + U"省", meaning);
      add(bare + U"自治区", meaning);
    } else if (level == Level::kCity && bare.size() >= 2) {
      add(bare + U"地区", meaning);
    }
  }

  void read_countries() {
    std::string_view csv = embedded::divisions_countries();
    csv.remove_prefix(csv.find('\n') + 1);
    while (!csv.empty()) {
      const auto line = csv.substr(0, csv.find('\n'));
      csv.remove_prefix(std::min(line.size() + 1, csv.size()));
      std::array<std::string_view, 4> field;
      std::size_t from = 0;
      for (auto& f : field) {
        f = line.substr(from, line.find(',', from) - from);
        from += std::min(f.size() + 1, line.size() - from);
      }
      Meaning meaning{static_cast<std::uint32_t>(countries_.size()), 0, false};
      countries_.push_back({field[0], field[1], field[2]});
      add_country_name(field[1], meaning);
      add_country_name(field[2], meaning);
      auto other = field[3];
      while (!other.empty()) {
        const auto name = other.substr(0, other.find('|'));
        other.remove_prefix(std::min(name.size() + 1, other.size()));
        add_country_name(name, meaning);
      }
    }
  }

  void add_country_name(std::string_view text, Meaning meaning) {
    auto name = to_code_points(text);
    const bool capitals = name.size() <= 4 && std::all_of(name.begin(), name.end(), [](char32_t c) {
                            return (c >= 'A' && c <= 'Z') || c == '.';
                          });
    for (auto& c : name) c = lower(c);
    // Brackets are separators in texts: 刚果（金） reads as 刚果 金.
    std::u32string plain;
    for (const char32_t c : name) {
      if (c == 0xFF08) {
        plain += ' ';
      } else if (c != 0xFF09) {
        plain += c;
      }
    }
    add(std::move(plain), meaning).capitals = capitals;
  }

  std::unordered_map<std::uint64_t, std::vector<Name>> buckets_;
  std::unordered_set<char32_t> common_;
  std::vector<Country> countries_;
};

const Dictionary& dictionary() {
  static const Dictionary all;
  return all;
}

// --- reading ------------------------------------------------------------------------------------

// The text as a row of characters: width and case folded, everything that separates as one blank.
struct Letters {
  std::array<char32_t, kTextMax + 2> c{};  // ends in blanks, so that looking ahead is safe
  std::array<bool, kTextMax + 2> capital{};
  std::size_t size = 0;

  explicit Letters(std::string_view text, bool without_blanks = false) {
    c.fill(' ');
    for (std::size_t at = 0; at < text.size() && size < kTextMax;) {
      char32_t x = next_code_point(text, at).value_or(' ');
      if (x >= 0xFF01 && x <= 0xFF5E) x -= 0xFEE0;  // full width
      const bool separates = x <= ' ' || (x >= 0x2000 && x < 0x3007) || (x > 0x7E && x < 0xC0) ||
                             (x < 0x80 && !is_latin(x) && !is_digit(x) && x != '.' && x != '\'');
      if (separates) {
        if (size == 0 || c[size - 1] == ' ' || without_blanks) continue;
        x = ' ';
      }
      capital[size] = x >= 'A' && x <= 'Z';
      c[size++] = lower(x);
    }
    while (size > 0 && c[size - 1] == ' ') --size;
  }
};

// Words in front of a place, after which a bare name still counts as standing at the beginning.
constexpr std::u32string_view kLead = U"从由自在于来曾去过到赴往经现居住户籍原系是为.";
// What follows is where somebody went.
constexpr std::u32string_view kOnward = U"返回到至来";
// A bare name before one of these is a street or a village, not the division.
constexpr std::u32string_view kStreets = U"路街道巷镇乡村屯";
constexpr std::u32string_view kKindLetters = U"省市县区盟旗";

bool has(std::u32string_view letters, char32_t c) {
  return letters.find(c) != std::u32string_view::npos;
}

using Meanings = std::vector<Meaning>;

void add_unique(Meanings& to, const Meaning& meaning) {
  if (std::find(to.begin(), to.end(), meaning) == to.end()) to.push_back(meaning);
}

// The readings under which both names are one place, the smaller of the two.
Meanings agree(const Meanings& a, const Meanings& b) {
  Meanings out;
  for (const auto& x : a) {
    for (const auto& y : b) {
      if (is_inside(y, x)) {
        add_unique(out, y);
      } else if (is_inside(x, y) ||
                 (x.is_country() && y.is_country() && (x == y || y.value == kAnyCountry))) {
        add_unique(out, x);
      }
    }
  }
  return out;
}

// What all readings have in common.
Meaning common_part(const Meanings& all) {
  Meaning out = all.front();
  for (const auto& other : all) {
    while (out.digits > 0 && !is_inside(other, out)) {
      out.digits = static_cast<std::uint8_t>(out.digits - 2);
      out.value /= 100;
    }
  }
  return out;  // digits == 0: nothing
}

class Reader {
 public:
  explicit Reader(const Letters& letters) : text_(letters) {}

  Place read() {
    bool at_start = true;
    for (std::size_t at = 0; at < text_.size && !onward_;) {
      if (const std::size_t taken = leads_to_province(at) ? 0 : take(at, at_start)) {
        at += taken;
        at_start = true;
        continue;
      }
      const char32_t c = text_.c[at];
      const bool people = c == U'回' && text_.c[at + 1] == U'族';
      if (has(kOnward, c) && !meanings_.empty() && !people) onward_ = true;
      at_start = c == ' ' || has(kLead, c);
      foreign_ = foreign_ || (is_han(c) && !dictionary().is_common(c));
      ++at;
    }
    return result();
  }
  // Characters that no name in the tables has: perhaps traditional forms.
  [[nodiscard]] bool has_foreign_letters() const { return foreign_; }

 private:
  struct Match {
    const Name* name = nullptr;
    std::size_t length = 0;
    Meanings meanings;
    bool bare = false;  // only bare meanings, and no kind behind it
  };

  [[nodiscard]] bool stands_at(const Name& name, std::size_t at) const {
    if (at + name.text.size() > text_.size) return false;
    for (std::size_t i = 2; i < name.text.size(); ++i) {
      if (text_.c[at + i] != name.text[i]) return false;
    }
    if (!name.latin) return true;
    const auto in_word = [&](std::size_t i) {
      return is_latin(text_.c[i]) || is_digit(text_.c[i]);
    };
    if ((at > 0 && in_word(at - 1)) || in_word(at + name.text.size())) return false;
    if (!name.capitals) return true;
    for (std::size_t i = 0; i < name.text.size(); ++i) {
      if (is_latin(name.text[i]) && !text_.capital[at + i]) return false;
    }
    return true;
  }

  [[nodiscard]] Match match(const Name& name, std::size_t at) const {
    Match out{&name, name.text.size(), name.meanings, false};
    if (name.latin) return out;
    const bool all_bare = std::all_of(out.meanings.begin(), out.meanings.end(),
                                      [](const Meaning& m) { return m.bare; });
    const char32_t next = text_.c[at + out.length];
    if (has(kKindLetters, next)) {
      // A kind that this place does not have, or no longer: 文山县 is now 文山市, 富阳市 is 富阳区.
      Meanings fit;
      for (const auto& m : out.meanings) {
        const bool fits = next == U'省'   ? m.digits == 2
                          : next == U'市' ? m.digits >= 2
                                          : m.digits == 6;
        if (fits && m.bare) fit.push_back(m);
      }
      if (!fit.empty()) {
        out.meanings = std::move(fit);
        ++out.length;
        return out;
      }
    }
    out.bare = all_bare;
    return out;
  }

  [[nodiscard]] bool is_street(const Match& m, std::size_t at) const {
    if (m.name->latin) return false;
    const char32_t next = text_.c[at + m.length];
    const char32_t after = text_.c[std::min(at + m.length + 1, text_.size)];
    const bool big = next == U'大' && (after == U'道' || after == U'街');
    if (!m.bare && !m.meanings.front().is_country()) return false;
    if (!has(kStreets, next) && !big) return false;
    // 河南镇平, 唐山路北: the name of something inside it begins so.
    const auto* inside = dictionary().at(next, after);
    return inside == nullptr || std::none_of(inside->begin(), inside->end(), [&](const Name& n) {
             return stands_at(n, at + m.length) && !agree(m.meanings, n.meanings).empty();
           });
  }

  // 朝鲜族, 蒙古自治州: a people, not the country.
  [[nodiscard]] bool is_people(const Match& m, std::size_t at) const {
    const char32_t next = text_.c[at + m.length];
    return !m.name->latin && m.meanings.front().is_country() &&
           (next == U'族' || next == U'州' ||
            (next == U'自' && text_.c[at + m.length + 1] == U'治'));
  }

  // Whether the full name of something inside m's place stands here.
  [[nodiscard]] bool begins_inside(const Match& m, std::size_t at) const {
    const auto* inside = dictionary().at(text_.c[at], text_.c[at + 1]);
    return inside != nullptr && std::any_of(inside->begin(), inside->end(), [&](const Name& n) {
             return !n.meanings.front().bare && stands_at(n, at) &&
                    !agree(m.meanings, n.meanings).empty();
           });
  }

  // Whether the name may begin what we know: in the middle of other words only those count that are
  // hardly anything else.
  [[nodiscard]] static bool may_begin(const Match& m, bool at_start) {
    if (m.name->is_plain || (m.name->is_word && m.bare)) {
      return std::any_of(m.meanings.begin(), m.meanings.end(),
                         [](const Meaning& x) { return x.digits == 2 || x.digits == 4; });
    }
    if (at_start || m.name->latin) return true;
    return std::any_of(m.meanings.begin(), m.meanings.end(), [&](const Meaning& x) {
      if (x.is_country()) return m.length >= 3 || m.name->text.back() == U'国';
      return x.digits <= 4 || !x.bare;
    });
  }

  // 从江西返回: out of Jiangxi, and not Congjiang county.
  [[nodiscard]] bool leads_to_province(std::size_t at) const {
    if (!has(kLead, text_.c[at]) || at + 2 >= text_.size) return false;
    const auto* names = dictionary().at(text_.c[at + 1], text_.c[at + 2]);
    return names != nullptr && std::any_of(names->begin(), names->end(), [&](const Name& n) {
             return n.meanings.front().digits == 2 && stands_at(n, at + 1);
           });
  }

  // How many characters a name at this position took; 0 if there is none.
  std::size_t take(std::size_t at, bool at_start) {
    const auto* names = dictionary().at(text_.c[at], text_.c[at + 1]);
    if (names == nullptr) return 0;
    std::optional<Match> stranger;  // the longest that does not agree with what we know
    for (const auto& name : *names) {
      if (!stands_at(name, at)) continue;
      Match m = match(name, at);
      if (m.meanings.front() == Meaning{kChina, 0}) return m.length;
      if (is_street(m, at) || is_people(m, at)) continue;
      if (m.length > 2 && text_.c[at + m.length - 1] == U'市' &&
          begins_inside(m, at + m.length - 1)) {
        --m.length;  // 青岛市南区 is 市南区 of 青岛
      }
      if (meanings_.empty()) {
        if (!may_begin(m, at_start)) continue;
        meanings_ = std::move(m.meanings);
        first_ = m.name;
        bare_county_ = m.bare && std::all_of(meanings_.begin(), meanings_.end(),
                                             [](const Meaning& x) { return x.digits == 6; });
        return m.length;
      }
      if (auto both = agree(meanings_, m.meanings); !both.empty()) {
        // A place told twice (文山 文山市) gives no context; a larger or smaller one does.
        meanings_ = std::move(both);
        if (m.name != first_) {
          first_ = nullptr;
          bare_county_ = false;
        }
        return m.length;
      }
      if (!stranger) stranger = std::move(m);
    }
    if (!stranger || !may_begin(*stranger, at_start)) return 0;
    // Another place. The bare name of a county may be any word.
    const bool weak =
        stranger->bare && std::all_of(stranger->meanings.begin(), stranger->meanings.end(),
                                      [](const Meaning& x) { return x.digits == 6; });
    if (weak) return 0;
    for (const auto& m : stranger->meanings) others_.push_back(m);
    return stranger->length;
  }

  // One of several readings where a convention says so: the province before the city of its name
  // (吉林), the city before districts elsewhere (西安, 中山).
  [[nodiscard]] Meanings preferred() const {
    if (meanings_.size() < 2 || (first_ != nullptr && is_one_of(kContested, first_->text))) {
      return meanings_;
    }
    Meanings top;
    std::uint8_t digits = 7;
    for (const auto& m : meanings_) {
      if (m.is_country()) return meanings_;
      if (m.digits < digits) top.clear();
      digits = std::min(digits, m.digits);
      if (m.digits == digits) top.push_back(m);
    }
    if (top.size() == 1) return top;
    return meanings_;
  }

  [[nodiscard]] Place result() const {
    Place out;
    if (meanings_.empty()) return out;
    const Meanings readings = preferred();
    Meanings all = readings;
    all.insert(all.end(), others_.begin(), others_.end());
    out.certain = readings.size() == 1 && others_.empty() && !bare_county_;
    const auto foreign =
        std::find_if(all.begin(), all.end(), [](const Meaning& m) { return m.is_country(); });
    if (foreign != all.end()) {
      // 黑山 is a country and a county: neither is told.
      if (readings.size() > 1) return out;
      // Somebody who was abroad and elsewhere came from abroad, for all that follows from it.
      out.abroad = true;
      if (foreign->value == kAnyCountry) return out;
      out.country = dictionary().countries()[foreign->value].code;
      if (out.country == "HK") out.code = "81";
      if (out.country == "MO") out.code = "82";
      if (out.country == "TW") out.code = "71";
      return out;
    }
    const Meaning shared = common_part(all);
    if (shared.digits > 0) out.code = std::to_string(shared.value);
    return out;
  }

  const Letters& text_;
  Meanings meanings_;
  Meanings others_;
  const Name* first_ = nullptr;  // the name all readings come from, while nothing has been added
  bool bare_county_ = false;
  bool onward_ = false;
  bool foreign_ = false;
};

}  // namespace

namespace {

Place read_once(std::string_view text, bool& has_foreign_letters) {
  const Letters letters(text);
  Reader reader(letters);
  Place place = reader.read();
  has_foreign_letters = reader.has_foreign_letters();
  if (place.known() || place.certain) return place;
  // "北 京": blanks between the characters of one name.
  const Letters closed(text, true);
  if (closed.size == letters.size) return place;
  Reader again(closed);
  const Place other = again.read();
  return other.known() ? other : place;
}

}  // namespace

Place resolve_place(std::string_view text) {
  text = text.substr(0, kTextMax * 4);
  bool foreign = false;
  Place place = read_once(text, foreign);
  if (!foreign) return place;
  const std::string simplified = to_simplified(text);
  if (simplified == text) return place;
  Place other = read_once(simplified, foreign);
  if (other.known()) return other;
  return place;
}

std::string_view country_zh(std::string_view alpha2) {
  for (const auto& country : dictionary().countries()) {
    if (country.code == alpha2) return country.zh;
  }
  return {};
}

std::string_view country_en(std::string_view alpha2) {
  for (const auto& country : dictionary().countries()) {
    if (country.code == alpha2) return country.en;
  }
  return {};
}

}  // namespace fx::area
