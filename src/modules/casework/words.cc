#include "modules/casework/words.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace fx::casework {

std::int64_t token(std::string_view what, std::string_view text);  // state.h

namespace {

// ASCII letters only: Chinese has no case.
std::string lower(std::string_view text) {
  std::string out = normalise(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool has_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return text.find(word) != std::string_view::npos;
  });
}
bool is_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}
bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
}

// A Latin word as a whole, so that "son" is not found in "person"; Chinese words anywhere.
bool has_word(std::string_view text, std::initializer_list<std::string_view> words) {
  for (const auto word : words) {
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
      const bool latin = static_cast<unsigned char>(word.front()) < 0x80;
      const auto after = at + word.size();
      const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
      if (!latin ||
          ((at == 0 || !letter(text[at - 1])) && (after == text.size() || !letter(text[after])))) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace

bool says_nothing(std::string_view text) {
  const auto plain = lower(text);
  return is_any(plain, {"", "-", "--", "—", "/", "?", ".", "na", "n/a", "nan", "null", "none", "无",
                        "空", "未填", "缺"});
}

std::optional<Classification> classification_in(std::string_view given) {
  const auto text = lower(given);
  if (has_any(text, {"无症状", "asymptomatic"})) return Classification::asymptomatic;
  if (has_any(text, {"疑似", "suspect", "probable", "临床诊断"})) return Classification::suspected;
  if (has_any(text, {"确诊", "confirmed", "阳性", "positive"})) return Classification::confirmed;
  return std::nullopt;
}

std::optional<Origin> origin_in(std::string_view given) {
  const auto text = lower(given);
  if (has_any(text, {"境外", "国外", "入境", "abroad", "overseas", "imported"}) ||
      is_any(text, {"是", "yes", "y", "true"})) {
    return Origin::abroad;
  }
  if (has_any(text, {"外省", "外地", "市外", "省外", "domestic"})) return Origin::domestic;
  if (has_any(text, {"本地", "本土", "本市", "本县", "local"}) ||
      is_any(text, {"否", "no", "n", "false"})) {
    return Origin::local;
  }
  if (has_any(text, {"不明", "不详", "unknown"})) return Origin::unknown;
  return std::nullopt;
}

std::optional<bool> source_known_in(std::string_view given) {
  const auto text = lower(given);
  if (says_nothing(text)) return std::nullopt;
  if (has_any(text, {"调查中", "待查", "under investigation"})) return std::nullopt;
  if (has_any(text, {"不明", "不详", "不清", "未知", "unknown", "unclear", "not known"})) {
    return false;
  }
  if (is_any(text, {"否", "no", "n", "false", "0"})) return false;
  return true;
}

std::optional<CaseSex> sex_in(std::string_view given) {
  const auto text = lower(given);
  if (is_any(text, {"男", "男性", "m", "male"})) return CaseSex::male;
  if (is_any(text, {"女", "女性", "f", "female"})) return CaseSex::female;
  return std::nullopt;
}

std::optional<CaseSex> sex_of_digit(std::string_view given) {
  if (given == "1") return CaseSex::male;
  if (given == "2") return CaseSex::female;
  return std::nullopt;
}

std::optional<int> age_in(std::string_view given, std::string_view unit) {
  auto text = lower(given);
  // What the column says of its ages holds for a bare number.
  if (text.find_first_not_of("0123456789.") == std::string::npos) text += " " + lower(unit);
  std::size_t at = 0;
  int age = 0;
  while (at < text.size() && text[at] >= '0' && text[at] <= '9' && age < 1000) {
    age = age * 10 + (text[at++] - '0');
  }
  if (at == 0) return std::nullopt;
  const auto rest = std::string_view(text).substr(at);
  // Months and days are less than a year up to the second birthday, near enough for a group.
  if (has_any(rest, {"天", "day"})) return age / 365;
  if (has_any(rest, {"周龄", "week"})) return age * 7 / 365;
  if (has_any(rest, {"月", "month"})) return age / 12;
  if (age > 130) return std::nullopt;
  const auto plain = rest.find_first_not_of(". 0123456789") == std::string_view::npos;
  if (plain || has_any(rest, {"岁", "年", "y", "age"})) return age;
  return std::nullopt;
}

std::optional<Status> outcome_in(std::string_view given) {
  const auto text = lower(given);
  if (has_any(text, {"死亡", "died", "dead", "death"})) return Status::died;
  if (has_any(text, {"排除", "excluded"})) return Status::excluded;
  if (has_any(text, {"治愈", "痊愈", "康复", "出院", "解除", "recover", "discharged", "cured"})) {
    return Status::recovered;
  }
  return std::nullopt;
}

PlaceKind kind_in(std::string_view given) {
  const auto text = lower(given);
  if (has_any(text, {"养老", "敬老", "福利院", "nursing home", "care home"})) {
    return PlaceKind::nursing_home;
  }
  if (has_any(text, {"医院", "诊所", "卫生院", "卫生室", "卫生服务", "病房", "急诊", "hospital",
                     "clinic", "emergency room", "medical", "ward", "hcw"})) {
    return PlaceKind::medical;
  }
  if (has_any(text, {"学校", "小学", "中学", "高中", "初中", "大学", "学院", "幼儿园", "培训",
                     "school", "university", "college", "kindergarten", "class"})) {
    return PlaceKind::school;
  }
  if (has_any(text, {"公司",       "工厂",   "工地",   "厂",          "单位",    "商场",
                     "超市",       "市场",   "商店",   "店",          "银行",    "办公",
                     "workplace",  "work",   "office", "factory",     "company", "mall",
                     "superstore", "market", "shop",   "construction"})) {
    return PlaceKind::workplace;
  }
  if (has_any(text, {"家庭", "同住", "household", "family"})) return PlaceKind::household;
  if (has_any(text, {"单元"})) return PlaceKind::unit;
  if (has_any(text, {"楼", "栋", "幢", "building"})) return PlaceKind::building;
  if (has_any(text, {"小区", "家园", "花园", "compound"})) return PlaceKind::compound;
  if (has_any(text, {"村", "village"})) return PlaceKind::natural_village;
  return PlaceKind::other;
}

PlaceKind kind_of(PlaceRole role, std::string_view text) {
  const auto kind = kind_in(text);
  switch (role) {
    case PlaceRole::residence:
      return PlaceKind::household;
    case PlaceRole::work:
      return kind == PlaceKind::school || kind == PlaceKind::medical ||
                     kind == PlaceKind::nursing_home
                 ? kind
                 : PlaceKind::workplace;
    case PlaceRole::study:
      return PlaceKind::school;
    case PlaceRole::stay:
    case PlaceRole::exposure:
      return kind;
  }
  return kind;
}

PlaceKind setting_in(std::string_view given) {
  const auto text = lower(given);
  if (has_word(text, {"家庭",      "家人",    "家属",   "亲属",     "同住",     "夫妻",
                      "妻子",      "丈夫",    "父亲",   "母亲",     "儿子",     "女儿",
                      "兄弟",      "姐妹",    "family", "families", "relative", "relatives",
                      "household", "brother", "sister", "wife",     "husband",  "son",
                      "daughter",  "mother",  "father", "parent",   "child"})) {
    return PlaceKind::household;
  }
  if (has_word(text, {"同事", "同单位", "工友", "colleague", "colleagues", "coworker", "coworkers",
                      "co-worker", "co-workers", "workplace", "workplaces"})) {
    return PlaceKind::workplace;
  }
  if (has_word(text, {"同学", "同班", "师生", "classmate", "classmates"})) return PlaceKind::school;
  if (has_word(text, {"同病房", "医患", "就诊", "住院", "hospital", "emergency", "hcw", "ward"})) {
    return PlaceKind::medical;
  }
  if (has_word(text, {"同单元"})) return PlaceKind::unit;
  if (has_word(text, {"邻居", "同小区", "同楼", "neighbour", "neighbor"}))
    return PlaceKind::compound;
  if (has_word(text, {"同村"})) return PlaceKind::natural_village;
  return PlaceKind::other;
}

std::int64_t place_token(std::string_view text) {
  std::string key;
  for (const char c : lower(text)) {
    if (c != ' ') key += c;
  }
  return token("place", key);
}

namespace {

// `take` sees a word and the text before it.
template <class Take>
std::vector<std::string> words_with_digits(const std::string& text, const Take& take) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_word(text[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && is_word(text[end])) ++end;
    const auto word = text.substr(at, end - at);
    if (word.find_first_of("0123456789") != std::string::npos && word.size() <= 40 &&
        take(std::string_view(word), std::string_view(text).substr(0, at)) &&
        std::find(out.begin(), out.end(), word) == out.end()) {
      out.push_back(word);
    }
    at = end;
  }
  return out;
}

}  // namespace

std::vector<std::string> numbers_in(std::string_view text) {
  return words_with_digits(lower(text), [](std::string_view, std::string_view) { return true; });
}

std::vector<std::string> cases_mentioned(std::string_view text) {
  return words_with_digits(lower(text), [](std::string_view word, std::string_view before) {
    if (std::any_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; })) {
      return true;
    }
    while (!before.empty() && before.back() == ' ') before.remove_suffix(1);
    return word.find('-') == std::string_view::npos &&
           (before.ends_with("case") || before.ends_with("cases") || before.ends_with("病例"));
  });
}

}  // namespace fx::casework
