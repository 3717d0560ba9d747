#include "modules/monitoring/list.h"

#include <algorithm>
#include <array>

namespace fx::monitoring {
namespace {

bool has_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return text.find(word) != std::string_view::npos;
  });
}

bool take_suffix(std::string_view& text, std::string_view suffix) {
  if (!text.ends_with(suffix)) return false;
  text.remove_suffix(suffix.size());
  return true;
}

}  // namespace

Heading heading_of(std::string_view heading) {
  if (heading.empty() || heading.size() > 60) return Heading::kOther;
  if (has_any(heading, {"体温", "温度", "测温"})) {
    return has_any(heading, {"测温人", "测温日", "测温时间"})
               ? (has_any(heading, {"测温日"}) ? Heading::kDate : Heading::kOther)
               : Heading::kTemperature;
  }
  if (has_any(heading, {"身份证", "证件号"})) return Heading::kIdNumber;
  if (has_any(heading, {"电话", "手机", "联系方式"})) return Heading::kPhone;
  if (has_any(heading, {"症状"})) return Heading::kSymptoms;
  if (has_any(heading, {"姓名"})) return Heading::kName;
  if (has_any(heading, {"日期"})) return Heading::kDate;
  return Heading::kOther;
}

PartOfDay part_of_day(std::string_view heading) {
  if (has_any(heading, {"上午", "早", "晨"})) return PartOfDay::kMorning;
  if (has_any(heading, {"中午", "午间"})) return PartOfDay::kNoon;
  if (has_any(heading, {"下午", "晚", "傍"})) return PartOfDay::kEvening;
  return PartOfDay::kAny;
}

std::size_t slot_for(PartOfDay part, std::size_t slots) {
  switch (part) {
    case PartOfDay::kNoon:
      return slots / 2;
    case PartOfDay::kEvening:
      return slots - 1;
    default:
      return 0;
  }
}

std::optional<int> parse_tenths(std::string_view text) {
  text = policy::trim(text);
  for (const std::string_view unit : {"摄氏度", "℃", "°C", "度", "C", "c"}) {
    if (take_suffix(text, unit)) break;
  }
  text = policy::trim(text);
  std::string plain(text);
  constexpr std::string_view kDegree = "度";  // between the digits it is the point
  if (const auto at = text.find(kDegree); at != std::string_view::npos) {
    plain = std::string(text.substr(0, at)) + '.' + std::string(text.substr(at + kDegree.size()));
  }
  const auto value = policy::parse_fixed(plain, 2);
  if (!value || *value < 0 || *value > 100'000) return std::nullopt;
  // Hundredths; typed without the point: 365 is 36.5.
  if (plain.find('.') == std::string::npos && *value >= 30'000 && *value < 50'000) {
    return static_cast<int>(*value / 100);
  }
  return static_cast<int>((*value + 5) / 10);
}

bool is_blank_mark(std::string_view text) {
  static constexpr std::array<std::string_view, 9> kBlank{"",   "/",    "-",  "--",  "—",
                                                          "无", "未测", "缺", "未量"};
  return std::find(kBlank.begin(), kBlank.end(), text) != kBlank.end();
}

std::vector<std::string> symptoms_in(std::string_view text,
                                     const std::vector<policy::NamedValue>& known) {
  std::vector<std::string> out;
  text = policy::trim(text);
  // "无发热、咳嗽": a cell that begins by denying denies all of it.
  if (text.starts_with("无") || text.starts_with("没有") || text.starts_with("未")) return out;
  for (const auto& symptom : known) {
    const auto& zh = symptom.label.zh;
    for (auto at = zh.empty() ? std::string_view::npos : text.find(zh);
         at != std::string_view::npos; at = text.find(zh, at + 1)) {
      // "乏力，无咳嗽": this one is denied.
      const auto before = text.substr(0, at);
      if (before.ends_with("无") || before.ends_with("没有") || before.ends_with("未")) continue;
      out.push_back(symptom.id);
      break;
    }
  }
  return out;
}

}  // namespace fx::monitoring
