#include "policy/vocabulary.h"

#include <array>
#include <cstdio>

#include "base/time.h"
#include "policy/refusals.h"

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

namespace {

const Label kDays{"天", "days"};
const Label kMinutes{"分钟", "minutes"};
const Label kPercent{"%", "%"};

// The order of these is that of the enumerations in topics.h.
const std::vector<NamedValue> kMeasures{
    {"centralised", {"集中隔离医学观察", "centralised quarantine"}},
    {"home", {"居家隔离医学观察", "home quarantine"}},
    {"home_monitoring", {"居家健康监测", "home health monitoring"}},
    {"self_monitoring", {"自我健康监测", "self-monitoring"}},
    {"test_only", {"仅检测", "test only"}},
    {"none", {"无措施", "no measure"}},
    {"undecided", {"待人工决定", "to be decided by a person"}}};
const std::vector<NamedValue> kCountedFrom{
    {"arrival", {"到达之日", "the day of arrival"}},
    {"last_exposure", {"末次接触之日", "the last exposure"}},
    {"order", {"下达之日", "the day of the order"}},
    {"departure", {"离开风险区之日", "leaving the risk area"}},
    {"entry", {"入境之日", "the day of entry into the country"}}};
const std::vector<NamedValue> kDayOne{{"next_day", {"次日为第1天", "day 1 is the day after"}},
                                      {"same_day", {"当日为第1天", "day 1 is the day itself"}}};
const std::vector<NamedValue> kStays{{"site", {"集中隔离点", "quarantine site"}},
                                     {"home", {"家中", "home"}},
                                     {"free", {"不限", "not restricted"}}};
const std::vector<NamedValue> kReaders{{"doctor", {"医生", "doctor"}},
                                       {"site_staff", {"隔离点工作人员", "quarantine-site staff"}},
                                       {"grid_worker", {"网格员", "grid worker"}},
                                       {"self", {"本人", "the person"}}};
const std::vector<NamedValue> kConditions{
    {"days_complete", {"期限届满", "the days are complete"}},
    {"readings", {"体温记录齐全", "readings are complete"}},
    {"no_fever", {"无发热", "no fever"}},
    {"no_symptoms", {"无症状", "no symptoms"}},
    {"tests_negative", {"各次检测均为阴性", "scheduled tests negative"}},
    {"checkup_clean", {"解除前检查正常", "check-up clean"}},
    {"approval", {"经批准", "approved"}}};
const std::vector<NamedValue> kCarry{{"continue", {"天数连续计算", "days already spent count"}},
                                     {"restart", {"重新计算", "days start again"}}};
const std::vector<NamedValue> kSteps{{"reported", {"上报", "reported"}},
                                     {"transport", {"转运", "transport under way"}},
                                     {"arrived", {"到达发热门诊", "arrived at the fever clinic"}},
                                     {"result", {"出结果", "result known"}},
                                     {"closed", {"归档", "closed"}}};
const std::vector<NamedValue> kUnits{{"grid", {"网格", "grid"}},
                                     {"community", {"社区（村）", "community (village)"}},
                                     {"street", {"街道（乡镇）", "street (township)"}},
                                     {"school", {"学校", "school"}},
                                     {"enterprise", {"企业", "enterprise"}},
                                     {"institution", {"其他单位", "other institution"}}};
const std::vector<NamedValue> kRungs{{"phone", {"电话", "telephone"}},
                                     {"door", {"上门", "door"}},
                                     {"notice", {"留告知书", "notice left"}}};
const std::vector<NamedValue> kEvents{
    {"returnee_known", {"到家后掌握返乡人员", "a returnee is known after coming home"}},
    {"order_served", {"作出决定后送达", "an order is served after the decision"}}};

FactDecl enum_fact(std::string id, Label label, std::vector<NamedValue> values, Value initial) {
  FactDecl fact;
  fact.id = std::move(id);
  fact.type = FactType::kEnum;
  fact.label = std::move(label);
  fact.values = std::move(values);
  fact.initial = initial;
  return fact;
}

FactDecl flag_fact(std::string id, Label label) {
  FactDecl fact;
  fact.id = std::move(id);
  fact.label = std::move(label);
  fact.initial = 0;
  return fact;
}

FactDecl number_fact(std::string id, Label label, Label unit, Value min, Value max,
                     Value initial = kMissing) {
  FactDecl fact;
  fact.id = std::move(id);
  fact.type = FactType::kNumber;
  fact.label = std::move(label);
  fact.unit = std::move(unit);
  fact.min = min;
  fact.max = max;
  fact.initial = initial;
  return fact;
}

std::vector<FactDecl> builtin_facts() {
  std::vector<FactDecl> facts;
  facts.push_back(enum_fact("origin_set", {"来源名单", "origin list"},
                            {{"none", {"不在名单", "on no list"}}}, 0));
  facts.push_back(enum_fact("origin_relation", {"来源地", "origin"},
                            {{"same_city", {"本市", "this city"}},
                             {"other_city", {"省内其他市", "another city of the province"}},
                             {"same_province", {"本省（市不明）", "this province, city not known"}},
                             {"other_province", {"外省", "another province"}},
                             {"abroad", {"境外（含港澳台）", "outside the mainland"}},
                             {"unknown", {"不明", "not known"}}},
                            5));
  facts.push_back(enum_fact("origin_risk", {"来源地风险等级", "risk level of the origin"},
                            {{"low", {"低风险", "low"}},
                             {"medium", {"中风险", "medium"}},
                             {"high", {"高风险", "high"}},
                             {"unknown", {"等级不明", "not known"}}},
                            3));
  facts.push_back(enum_fact("exposure", {"接触类别", "exposure"},
                            {{"none", {"无接触", "none"}},
                             {"close_contact", {"密切接触者", "close contact"}},
                             {"secondary_contact", {"密接的密接", "contact of a contact"}},
                             {"general_contact", {"一般接触者", "general contact"}},
                             {"contact_of_arrival", {"接触过来返人员", "met an arrival"}}},
                            0));
  facts.push_back(
      number_fact("days_since_arrival", {"到达后天数", "days since arrival"}, kDays, 0, 3650));
  facts.push_back(number_fact("days_since_exposure",
                              {"末次接触后天数", "days since the last exposure"}, kDays, 0, 3650));
  facts.push_back(number_fact("days_since_risk_area",
                              {"离开风险区后天数", "days since leaving the risk area"}, kDays, 0,
                              3650));
  facts.push_back(flag_fact("symptoms", {"有症状", "has symptoms"}));
  facts.push_back(
      flag_fact("unfit_for_central", {"不适宜集中隔离", "unfit for centralised quarantine"}));
  facts.push_back(flag_fact("unfit_for_home", {"不具备居家条件", "home not suitable"}));
  facts.push_back(number_fact("age", {"年龄", "age"}, {"岁", "years"}, 0, 130));
  facts.push_back(enum_fact("class", {"人员类别", "class"}, {{"none", {"无类别", "no class"}}}, 0));
  facts.push_back(enum_fact("measure", {"措施", "measure"}, kMeasures, 5));
  facts.push_back(enum_fact("requested", {"拟改为", "requested measure"}, kMeasures, 5));
  facts.push_back(number_fact("stage", {"阶段", "stage"}, {}, 1, 2, 1));
  facts.push_back(enum_fact("unit_kind", {"单位类型", "kind of unit"}, kUnits, 1));
  facts.push_back(enum_fact("event", {"事项", "event"}, kEvents, 0));
  return facts;
}

OutcomeDecl outcome(std::string id, OutcomeType type, Label label, bool required = false) {
  OutcomeDecl decl;
  decl.id = std::move(id);
  decl.type = type;
  decl.label = std::move(label);
  decl.required = required;
  return decl;
}

OutcomeDecl number(std::string id, Label label, Label unit, Value min, Value max,
                   bool required = false) {
  auto decl = outcome(std::move(id), OutcomeType::kNumber, std::move(label), required);
  decl.unit = std::move(unit);
  decl.min = min;
  decl.max = max;
  return decl;
}

OutcomeDecl choice(std::string id, Label label, std::vector<NamedValue> values,
                   bool required = false) {
  auto decl = outcome(std::move(id), OutcomeType::kEnum, std::move(label), required);
  decl.values = std::move(values);
  return decl;
}

OutcomeDecl reference(std::string id, Label label, std::string dictionary, bool required = false) {
  auto decl = outcome(std::move(id), OutcomeType::kEnum, std::move(label), required);
  decl.dictionary = std::move(dictionary);
  return decl;
}

OutcomeDecl list_of(OutcomeDecl decl) {
  decl.list = true;
  return decl;
}

TopicDecl topic(std::string id, Label label, std::vector<std::string> facts,
                std::vector<OutcomeDecl> outcomes) {
  TopicDecl decl{std::move(id), std::move(label), std::move(facts), std::move(outcomes), false};
  add_common_outcomes(decl);
  return decl;
}

}  // namespace

void add_common_outcomes(TopicDecl& topic) {
  topic.outcomes.push_back(reference("basis", {"法律依据", "legal basis"}, "bases"));
  topic.outcomes.push_back(reference("issuer", {"作出单位", "issuer"}, "issuers"));
  topic.outcomes.push_back(number("max_days", {"最长期限", "longest duration"}, kDays, 1, 365));
  topic.outcomes.push_back(reference("appeal", {"申诉途径", "way to object"}, "appeals"));
  topic.outcomes.push_back(outcome("source", OutcomeType::kText, {"出处", "source"}));
  topic.outcomes.push_back(outcome("note", OutcomeType::kText, {"说明", "note"}));
}

Vocabulary builtin_vocabulary() {
  Vocabulary v;
  v.facts = builtin_facts();
  const std::vector<std::string> person{"origin_set",
                                        "origin_relation",
                                        "origin_risk",
                                        "exposure",
                                        "days_since_arrival",
                                        "days_since_exposure",
                                        "days_since_risk_area",
                                        "symptoms",
                                        "unfit_for_central",
                                        "unfit_for_home",
                                        "age"};
  auto observed = person;
  observed.insert(observed.end(), {"class", "measure", "stage"});
  auto converting = observed;
  converting.emplace_back("requested");

  v.topics.push_back(
      topic("placement", {"分类与措施", "class and measure"}, person,
            {reference("class", {"类别", "class"}, "classes"),
             choice("measure", {"措施", "measure"}, kMeasures, true),
             number("days", {"期限", "period"}, kDays, 0, 365),
             choice("counted_from", {"起算", "counted from"}, kCountedFrom),
             choice("day_one", {"第1天", "day one"}, kDayOne),
             choice("then_measure", {"其后措施", "then"}, kMeasures),
             number("then_days", {"其后期限", "for"}, kDays, 0, 365),
             choice("stay", {"停留地", "stays at"}, kStays),
             outcome("single_room", OutcomeType::kFlag, {"单人单间", "single room"}),
             list_of(choice("alternatives", {"可改用", "may instead be"}, kMeasures)),
             reference("decided_by", {"决定人", "decided by"}, "roles"),
             reference("team", {"包保组", "responsible team"}, "teams")}));
  auto fever = number("fever", {"发热阈值", "fever from"}, {"℃", "°C"}, 350, 420);
  fever.decimals = 1;
  v.topics.push_back(
      topic("monitoring", {"健康监测", "health monitoring"}, observed,
            {list_of(reference("slots", {"测温时段", "readings"}, "slots")),
             choice("by", {"由谁测", "taken by"}, kReaders), fever,
             list_of(reference("symptom_list", {"计入的症状", "symptoms that count"}, "symptoms")),
             number("spot_check", {"抽查比例", "spot checks"}, kPercent, 0, 100),
             number("days", {"监测天数", "days of monitoring"}, kDays, 1, 365)}));
  v.topics.push_back(topic("tests", {"检测", "tests"}, observed,
                           {list_of(number("days", {"检测日", "days of tests"}, {}, 1, 365))}));
  v.topics.push_back(topic("release", {"解除条件", "release"}, observed,
                           {choice("condition", {"条件", "condition"}, kConditions, true),
                            number("days", {"最近天数", "over the last"}, kDays, 1, 365),
                            number("percent", {"比例", "share"}, kPercent, 1, 100),
                            reference("role", {"由谁", "by"}, "roles")}));
  v.topics.push_back(topic("conversion", {"措施转换", "conversion"}, converting,
                           {outcome("allowed", OutcomeType::kFlag, {"允许", "allowed"}, true),
                            choice("days_carry", {"天数", "days"}, kCarry),
                            reference("decided_by", {"决定人", "decided by"}, "roles")}));
  v.topics.push_back(topic("escalation", {"异常处置", "escalation"}, observed,
                           {choice("step", {"步骤", "step"}, kSteps, true),
                            number("minutes", {"时限", "within"}, kMinutes, 0, 14'400, true),
                            reference("role", {"由谁", "by"}, "roles")}));
  v.topics.push_back(
      topic("reporting", {"日报告", "daily report"}, {"unit_kind"},
            {outcome("deadline", OutcomeType::kTime, {"上报时限", "due"}, true),
             outcome("cutoff", OutcomeType::kTime, {"统计截止", "figures as of"}),
             outcome("zero_report", OutcomeType::kFlag, {"零报告", "zero report"})}));
  v.topics.push_back(topic("screening", {"排查", "screening"}, {},
                           {choice("rung", {"方式", "rung"}, kRungs, true),
                            number("attempts", {"次数", "attempts"}, {}, 1, 20, true),
                            number("wait", {"间隔", "wait"}, kMinutes, 0, 14'400)}));
  v.topics.push_back(topic("timeliness", {"时限", "timeliness"}, {"event"},
                           {number("minutes", {"时限", "within"}, kMinutes, 1, 100'000, true)}));
  return v;
}

}  // namespace fx::policy
