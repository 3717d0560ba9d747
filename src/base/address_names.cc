// Province to road, by the names there are, and the place.
#include <algorithm>
#include <array>
#include <unordered_set>

#include "base/address_scan.h"

namespace fx {

namespace embedded {
std::string_view idcodes_areas();
}  // namespace embedded

namespace address_scan {
namespace {

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

}  // namespace

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

}  // namespace address_scan
}  // namespace fx
