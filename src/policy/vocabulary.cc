#include "policy/vocabulary.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/time.h"
#include "policy/refusals.h"
#include "policy/standard.h"

namespace fx::policy {
namespace {

std::optional<Day> parse_any_day(std::string_view text) {
  if (const auto day = parse_day(text)) return day;
  // Spreadsheet programs rewrite 2020-02-01 as 2020/2/1.
  std::array<int, 3> parts{};
  std::size_t part = 0;
  int digits = 0;
  for (const char c : text) {
    if (c == '/') {
      if (digits == 0 || ++part == parts.size()) return std::nullopt;
      digits = 0;
    } else if (c >= '0' && c <= '9' && digits < 4) {
      parts[part] = parts[part] * 10 + (c - '0');
      ++digits;
    } else {
      return std::nullopt;
    }
  }
  if (part != 2 || digits == 0) return std::nullopt;
  return make_day(parts[0], parts[1], parts[2]);
}

std::optional<Value> find_value(const std::vector<NamedValue>& values, std::string_view text) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto& value = values[i];
    if (value.id == text || value.label.zh == text || value.label.en == text) {
      return static_cast<Value>(i);
    }
  }
  return std::nullopt;
}

std::string list_ids(const std::vector<NamedValue>& values) {
  std::string out;
  constexpr std::size_t kMost = 12;
  for (std::size_t i = 0; i < values.size() && i < kMost; ++i) {
    if (!out.empty()) out += ", ";
    out += values[i].id;
  }
  if (values.size() > kMost) out += ", …";
  return out;
}

std::string show_minute(Value minute) {
  std::array<char, 8> out{};
  std::snprintf(out.data(), out.size(), "%02d:%02d", static_cast<int>(minute / 60 % 100),
                static_cast<int>(minute % 60));
  return out.data();
}

std::string range_text(Value min, Value max, int decimals) {
  return format_fixed(min, decimals) + ".." + format_fixed(max, decimals);
}

std::string with_unit(std::string text, const Label& unit, Language language) {
  const std::string& name = unit.in(language);
  if (name.empty()) return text;
  return text + (language == Language::kZh ? "" : " ") + name;
}

constexpr std::array<std::string_view, 9> kTighter{"neutral",    "same",      "more",
                                                   "less",       "earlier",   "later",
                                                   "more_items", "all_items", "fewer_items"};

}  // namespace

Value FactDecl::first() const {
  switch (type) {
    case FactType::kText:
      return kOtherText;
    case FactType::kEnum:
    case FactType::kFlag:
      return 0;
    default:
      return min;
  }
}

Value FactDecl::last() const {
  switch (type) {
    case FactType::kText:
      return kMostTexts;  // tables that are read later may mention more of them
    case FactType::kEnum:
      return static_cast<Value>(values.size()) - 1;
    case FactType::kFlag:
      return 1;
    default:
      return max;
  }
}

std::optional<Value> FactDecl::parse(std::string_view text) const {
  switch (type) {
    case FactType::kNumber: {
      const auto value = parse_fixed(text, decimals);
      return value && *value >= min && *value <= max ? value : std::nullopt;
    }
    case FactType::kDay: {
      const auto day = parse_any_day(text);
      if (!day || day->number < min || day->number > max) return std::nullopt;
      return day->number;
    }
    case FactType::kEnum:
      return find_value(values, text);
    case FactType::kFlag: {
      const auto flag = parse_flag(text);
      if (!flag) return std::nullopt;
      return *flag ? 1 : 0;
    }
    case FactType::kText:
      return find_value(values, text).value_or(kOtherText);
  }
  return std::nullopt;
}

std::string FactDecl::show(Value value, Language language) const {
  const bool zh = language == Language::kZh;
  if (value == kMissing) return zh ? "未知" : "not known";
  switch (type) {
    case FactType::kNumber:
      return with_unit(format_fixed(value, decimals), unit, language);
    case FactType::kDay:
      return iso(Day{static_cast<std::int32_t>(value)});
    case FactType::kFlag:
      return value == 0 ? (zh ? "否" : "no") : (zh ? "是" : "yes");
    case FactType::kEnum:
    case FactType::kText:
      break;
  }
  if (value < 0 || value >= static_cast<Value>(values.size())) return zh ? "其他" : "other";
  return values[static_cast<std::size_t>(value)].label.in(language);
}

std::string FactDecl::id_of(Value value) const {
  if (value == kMissing) return "missing";
  switch (type) {
    case FactType::kNumber:
      return format_fixed(value, decimals);
    case FactType::kDay:
      return iso(Day{static_cast<std::int32_t>(value)});
    case FactType::kFlag:
      return value == 0 ? "no" : "yes";
    case FactType::kEnum:
    case FactType::kText:
      break;
  }
  if (value < 0 || value >= static_cast<Value>(values.size())) return "other";
  return values[static_cast<std::size_t>(value)].id;
}

std::string FactDecl::expected() const {
  switch (type) {
    case FactType::kNumber:
      return range_text(min, max, decimals);
    case FactType::kDay:
      return "YYYY-MM-DD";
    case FactType::kFlag:
      return "yes, no";
    case FactType::kEnum:
      return list_ids(values);
    case FactType::kText:
      return "text";
  }
  return {};
}

namespace {

Result<Value, CellProblem> parse_outcome_item(const OutcomeDecl& decl, std::string_view text) {
  const auto bad = [&](std::string expected) {
    return CellProblem{
        &kCellValue,
        {{"value", shorten(text)}, {"fact", decl.id}, {"expected", std::move(expected)}}};
  };
  switch (decl.type) {
    case OutcomeType::kNumber: {
      const auto value = parse_fixed(text, decl.decimals);
      if (!value || *value < decl.min || *value > decl.max) {
        return bad(range_text(decl.min, decl.max, decl.decimals));
      }
      return *value;
    }
    case OutcomeType::kFlag: {
      const auto flag = parse_flag(text);
      if (!flag) return bad("yes, no");
      return Value{*flag ? 1 : 0};
    }
    case OutcomeType::kEnum: {
      const auto value = find_value(decl.values, text);
      if (!value) return bad(list_ids(decl.values));
      return *value;
    }
    case OutcomeType::kTime: {
      const auto minute =
          parse_minute(text.size() == 4 ? "0" + std::string(text) : std::string(text));
      if (!minute) return bad("HH:MM");
      return Value{*minute};
    }
    case OutcomeType::kText:
      break;
  }
  return bad("text");
}

}  // namespace

Result<OutcomeValue, CellProblem> parse_outcome(const OutcomeDecl& decl, std::string_view text) {
  OutcomeValue out;
  text = trim(text);
  if (text.empty() || text == "-") return out;
  if (decl.type == OutcomeType::kText) {
    out.text = text;
    return out;
  }
  std::vector<std::string> items{std::string(text)};
  if (decl.list) items = split_list(text);
  for (const auto& item : items) {
    const auto value = parse_outcome_item(decl, item);
    if (!value) return value.error();
    for (const Value earlier : out.values) {
      if (earlier == *value) {
        return CellProblem{&kDuplicateId, {{"value", shorten(item)}}};
      }
    }
    out.values.push_back(*value);
  }
  return out;
}

std::string show_outcome(const OutcomeDecl& decl, const OutcomeValue& value, Language language) {
  if (decl.type == OutcomeType::kText) return value.text;
  const bool zh = language == Language::kZh;
  std::string out;
  for (const Value v : value.values) {
    if (!out.empty()) out += zh ? "、" : ", ";
    switch (decl.type) {
      case OutcomeType::kNumber:
        out += format_fixed(v, decl.decimals);
        break;
      case OutcomeType::kFlag:
        out += v == 0 ? (zh ? "否" : "no") : (zh ? "是" : "yes");
        break;
      case OutcomeType::kTime:
        out += show_minute(v);
        break;
      default:
        out += decl.values[static_cast<std::size_t>(v)].label.in(language);
    }
  }
  return with_unit(std::move(out), decl.unit, language);
}

std::string outcome_id(const OutcomeDecl& decl, const OutcomeValue& value) {
  if (decl.type == OutcomeType::kText) return value.text;
  std::string out;
  for (const Value v : value.values) {
    if (!out.empty()) out += ", ";
    switch (decl.type) {
      case OutcomeType::kNumber:
        out += format_fixed(v, decl.decimals);
        break;
      case OutcomeType::kFlag:
        out += v == 0 ? "no" : "yes";
        break;
      case OutcomeType::kTime:
        out += show_minute(v);
        break;
      default:
        out += decl.values[static_cast<std::size_t>(v)].id;
    }
  }
  return out;
}

int Vocabulary::slot(std::string_view fact) const {
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (facts[i].id == fact) return static_cast<int>(i);
  }
  return -1;
}

const TopicDecl* Vocabulary::topic(std::string_view id) const {
  for (const auto& topic : topics) {
    if (topic.id == id) return &topic;
  }
  return nullptr;
}

bool has_any(const OutcomeDecl& decl, const OutcomeValue& value,
             const std::vector<std::string>& listed) {
  if (listed.empty() || !value.present()) return false;
  if (listed.front() == "*") return true;
  for (const Value v : value.values) {
    const auto name = outcome_id(decl, OutcomeValue{{v}, {}});
    if (std::find(listed.begin(), listed.end(), name) != listed.end()) return true;
  }
  return false;
}

bool is_restriction(const TopicDecl& topic, const std::vector<OutcomeValue>& outcomes) {
  if (topic.restrictive) return true;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const auto& decl = topic.outcomes[i];
    if (has_any(decl, outcomes[i], decl.restricts)) return true;
  }
  return false;
}

std::string_view id(Tighter tighter) { return kTighter[static_cast<std::size_t>(tighter)]; }

std::optional<Tighter> parse_tighter(std::string_view id) {
  for (std::size_t i = 0; i < kTighter.size(); ++i) {
    if (kTighter[i] == id) return static_cast<Tighter>(i);
  }
  return std::nullopt;
}

void add_common_outcomes(TopicDecl& topic) {
  const auto add = [&](std::string id, OutcomeType type, Label label, std::string dictionary) {
    OutcomeDecl decl;
    decl.id = std::move(id);
    decl.type = type;
    decl.label = std::move(label);
    decl.dictionary = std::move(dictionary);
    topic.outcomes.push_back(std::move(decl));
  };
  add("basis", OutcomeType::kEnum, {"法律依据", "legal basis"}, "bases");
  add("issuer", OutcomeType::kEnum, {"作出单位", "issuer"}, "issuers");
  add("max_days", OutcomeType::kNumber, {"最长期限", "longest duration"}, {});
  auto& max_days = topic.outcomes.back();
  max_days.unit = {"天", "days"};
  max_days.min = 1;
  max_days.max = 365;
  max_days.tighter = Tighter::kLess;  // it protects: a lower level may not hold people longer
  add("appeal", OutcomeType::kEnum, {"申诉途径", "way to object"}, "appeals");
  add("source", OutcomeType::kText, {"出处", "source"}, {});
  add("note", OutcomeType::kText, {"说明", "note"}, {});
}

Vocabulary builtin_vocabulary() { return {standard::facts(), standard::topics()}; }

}  // namespace fx::policy
