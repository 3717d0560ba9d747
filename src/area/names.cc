// Names of areas below the community: what makes two of them the same, and what code they give.
#include <algorithm>
#include <array>
#include <cstddef>

#include "area/tree.h"
#include "base/text.h"

namespace fx::area {
namespace {

constexpr std::size_t kLocalMax = 16;

// Counting words of a level, longer before shorter ones that end them.
struct Counters {
  std::array<std::string_view, 8> words;
};
constexpr Counters kGridWords{{"号网格", "网格"}};
constexpr Counters kCompoundWords{{"村民小组", "村小组", "小组", "组"}};
constexpr Counters kBuildingWords{{"号楼", "楼", "号栋", "栋", "号幢", "幢", "座", "#"}};
constexpr Counters kUnitWords{{"号单元", "单元", "号门", "门", "梯"}};
constexpr Counters kDwellingWords{{"号房", "房", "室", "号", "户"}};

const Counters* counters(Level level) {
  switch (level) {
    case Level::kGrid:
      return &kGridWords;
    case Level::kCompound:
      return &kCompoundWords;
    case Level::kBuilding:
      return &kBuildingWords;
    case Level::kUnit:
      return &kUnitWords;
    case Level::kDwelling:
      return &kDwellingWords;
    default:
      return nullptr;
  }
}

bool is_alnum(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// The part before a counting word, if it is short letters and digits: upper case, without leading
// zeros.
std::optional<std::string> short_part(Level level, std::string_view text) {
  const Counters* known = counters(level);
  if (known == nullptr) return std::nullopt;
  const auto end = std::find_if_not(text.begin(), text.end(), is_alnum);
  const auto length = static_cast<std::size_t>(end - text.begin());
  const auto rest = text.substr(length);
  if (length == 0 || length > kLocalMax) return std::nullopt;
  if (!rest.empty() &&
      (std::find(known->words.begin(), known->words.end(), rest) == known->words.end())) {
    return std::nullopt;
  }
  auto part = text.substr(0, length);
  while (part.size() > 1 && part.front() == '0') part.remove_prefix(1);
  return ascii_upper(part);
}

std::string_view without_ordinal(std::string_view text) {
  constexpr std::string_view kOrdinal = "第";
  if (text.substr(0, kOrdinal.size()) == kOrdinal) text.remove_prefix(kOrdinal.size());
  return text;
}

}  // namespace

std::optional<std::string> local_part(Level level, std::string_view name) {
  // Most names are as plain as "1001" or "6栋": no need to look for other spellings.
  if (auto plain = short_part(level, without_ordinal(name))) return plain;
  if (level <= Level::kCommunity) return std::nullopt;
  std::string key = place_key(name);
  auto text = without_ordinal(key);
  if (auto part = short_part(level, text)) return part;
  // "网格3", "楼栋6": the counting word in front; "六" alone.
  const Counters* known = counters(level);
  for (const auto word : known->words) {
    if (!word.empty() && text.substr(0, word.size()) == word) {
      if (auto part = short_part(level, text.substr(word.size()))) return part;
    }
  }
  // But a compound called 八一 is not number 81.
  if (level != Level::kCompound) {
    if (const auto number = chinese_number(text)) return std::to_string(*number);
  }
  return std::nullopt;
}

std::string name_key(Level level, std::string_view name) {
  if (auto part = local_part(level, name)) return *part;
  const std::string key = place_key(name);
  return std::string(without_ordinal(key));
}

std::string default_name(Level level, std::string_view local) {
  if (local == "0") return {};
  std::string out(local);
  switch (level) {
    case Level::kGrid:
      return "第" + out + "网格";
    case Level::kCompound:
      return out + "组";
    case Level::kBuilding:
      return out + "栋";
    case Level::kUnit:
      return out + "单元";
    default:
      return out;
  }
}

}  // namespace fx::area
