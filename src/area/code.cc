#include "area/code.h"

#include <algorithm>
#include <array>

namespace fx::area {
namespace {

constexpr std::size_t kCommunityDigits = 12;
constexpr std::size_t kLocalMax = 16;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_local(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::optional<Level> official_level(std::string_view digits) {
  if (digits == kCountry) return Level::kCountry;
  if (!std::all_of(digits.begin(), digits.end(), is_digit)) return std::nullopt;
  switch (digits.size()) {
    case 2:
      return Level::kProvince;
    case 4:
      return Level::kCity;
    case 6:
      return Level::kCounty;
    case 9:
      return Level::kStreet;
    case kCommunityDigits:
      return Level::kCommunity;
    default:
      return std::nullopt;
  }
}

Level below(Level level, int steps) { return static_cast<Level>(static_cast<int>(level) + steps); }

}  // namespace

std::optional<Level> level_of(std::string_view code) {
  const auto dash = code.find('-');
  const auto official = official_level(code.substr(0, dash));
  if (!official || dash == std::string_view::npos) return official;
  if (*official != Level::kCommunity) return std::nullopt;
  int depth = 0;
  std::string_view rest = code.substr(dash);
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const auto part = rest.substr(0, rest.find('-'));
    if (part.empty() || part.size() > kLocalMax ||
        !std::all_of(part.begin(), part.end(), is_local)) {
      return std::nullopt;
    }
    rest.remove_prefix(part.size());
    if (++depth > 5) return std::nullopt;
  }
  return below(Level::kCommunity, depth);
}

std::string parent(std::string_view code) {
  const auto level = level_of(code);
  if (!level || *level == Level::kCountry) return {};
  return at_level(code, below(*level, -1));
}

std::string_view prefix_at(std::string_view code, Level level) {
  const auto own = level_of(code);
  if (!own || *own < level) return {};
  switch (level) {
    case Level::kCountry:
      return kCountry;
    case Level::kProvince:
      return code.substr(0, 2);
    case Level::kCity:
      return code.substr(0, 4);
    case Level::kCounty:
      return code.substr(0, 6);
    case Level::kStreet:
      return code.substr(0, 9);
    default:
      break;
  }
  std::size_t end = kCommunityDigits;
  for (int i = static_cast<int>(Level::kCommunity); i < static_cast<int>(level); ++i) {
    end = std::min(code.find('-', end + 1), code.size());
  }
  return code.substr(0, end);
}

std::string at_level(std::string_view code, Level level) {
  return std::string(prefix_at(code, level));
}

bool contains(std::string_view ancestor, std::string_view code) {
  if (ancestor == kCountry) return true;
  if (code.substr(0, ancestor.size()) != ancestor) return false;
  if (code.size() == ancestor.size() || ancestor.size() < kCommunityDigits) return true;
  return code[ancestor.size()] == '-';
}

Range range(std::string_view code) {
  if (code == kCountry) return {"", ":"};  // every code starts with a digit, and ':' follows '9'
  const char after = code.size() < kCommunityDigits ? ':' : '.';  // '.' follows '-'
  return {std::string(code), std::string(code) + after};
}

std::string chain(std::string_view code) {
  return std::string(code.substr(0, std::min(code.size(), kCommunityDigits)));
}

std::string_view zh(Level level) {
  static constexpr std::array<std::string_view, 11> kNames = {
      "全国", "省", "市", "区县", "街道", "社区", "网格", "小区", "楼栋", "单元", "户"};
  return kNames[static_cast<std::size_t>(level)];
}

std::string_view en(Level level) {
  static constexpr std::array<std::string_view, 11> kNames = {
      "country", "province", "city",     "county", "street",  "community",
      "grid",    "compound", "building", "unit",   "dwelling"};
  return kNames[static_cast<std::size_t>(level)];
}

}  // namespace fx::area
