// What rules can be about: each topic with the facts that the product supplies when it asks, what a
// rule says, and what of that is tighter, restrictive or left open. The enumerations of the topics
// that topics.h has structs for are in the order of its enums.
#include "policy/standard.h"

namespace fx::policy::standard {
namespace {

const Label kDays{"天", "days"};
const Label kHours{"小时", "hours"};
const Label kMinutes{"分钟", "minutes"};
const Label kTimes{"次", "times"};
const Label kPeople{"人", "people"};
const Label kPercent{"%", "%"};

// --- how an outcome is declared ------------------------------------------------------------------

struct Outcome : OutcomeDecl {
  Outcome tight(Tighter how) && {
    tighter = how;
    return std::move(*this);
  }
  Outcome needed() && {
    required = true;
    return std::move(*this);
  }
  Outcome many() && {
    list = true;
    return std::move(*this);
  }
  Outcome in_group(std::string name) && {
    group = std::move(name);
    return std::move(*this);
  }
  Outcome summed_with(std::string other) && {
    plus = std::move(other);
    return std::move(*this);
  }
  Outcome each(std::string other) && {
    per = std::move(other);
    return std::move(*this);
  }
  Outcome restricting(std::vector<std::string> what) && {
    restricts = std::move(what);
    return std::move(*this);
  }
  Outcome imposing_nothing(std::vector<std::string> what) && {
    imposes_nothing = std::move(what);
    return std::move(*this);
  }
  Outcome left_open_by(std::string what) && {
    open = std::move(what);
    return std::move(*this);
  }
  Outcome decimal() && {
    decimals = 1;
    return std::move(*this);
  }
};

Outcome make(std::string id, OutcomeType type, Label label) {
  Outcome decl;
  decl.id = std::move(id);
  decl.type = type;
  decl.label = std::move(label);
  return decl;
}
Outcome number(std::string id, Label label, Label unit, Value min, Value max) {
  auto decl = make(std::move(id), OutcomeType::kNumber, std::move(label));
  decl.unit = std::move(unit);
  decl.min = min;
  decl.max = max;
  return decl;
}
Outcome choice(std::string id, Label label, Values values) {
  auto decl = make(std::move(id), OutcomeType::kEnum, std::move(label));
  decl.values = std::move(values);
  return decl;
}
Outcome from(std::string dictionary, std::string id, Label label) {
  auto decl = make(std::move(id), OutcomeType::kEnum, std::move(label));
  decl.dictionary = std::move(dictionary);
  return decl;
}
Outcome flag(std::string id, Label label) {
  return make(std::move(id), OutcomeType::kFlag, std::move(label));
}
Outcome time(std::string id, Label label) {
  return make(std::move(id), OutcomeType::kTime, std::move(label));
}
Outcome text(std::string id, Label label) {
  return make(std::move(id), OutcomeType::kText, std::move(label));
}
Outcome role(std::string id = "role", Label label = {"由谁", "by"}) {
  return from("roles", std::move(id), std::move(label));
}
Outcome decided_by() { return role("decided_by", {"决定人", "decided by"}); }

TopicDecl topic(std::string id, Label label, std::vector<std::string> facts,
                std::vector<Outcome> outcomes, std::string key = {}) {
  TopicDecl decl;
  decl.id = std::move(id);
  decl.label = std::move(label);
  decl.facts = std::move(facts);
  for (auto& outcome : outcomes) decl.outcomes.push_back(std::move(outcome));
  decl.key = std::move(key);
  add_common_outcomes(decl);
  return decl;
}

// --- facts that topics share ---------------------------------------------------------------------

using Names = std::vector<std::string>;

Names operator+(Names a, const Names& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

const Names kPerson{"origin_set",
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
const Names kObserved = kPerson + Names{"class", "measure", "stage"};
const Names kArea{"risk_level", "response_level", "situation", "zone"};
const Names kCounts{"cases_in_window",    "cases_total",          "household_cases",
                    "clusters_in_window", "unknown_source_cases", "sustained_spread",
                    "days_without_case",  "round_negative",       "risk_level",
                    "previous_level",     "days_in_level",        "response_level"};

// --- persons -------------------------------------------------------------------------------------

const Values& conditions() {
  static const Values kValues{{"days_complete", {"期限届满", "the days are complete"}},
                              {"readings", {"体温记录齐全", "readings are complete"}},
                              {"no_fever", {"无发热", "no fever"}},
                              {"no_symptoms", {"无症状", "no symptoms"}},
                              {"tests_negative", {"各次检测均为阴性", "scheduled tests negative"}},
                              {"checkup_clean", {"解除前检查正常", "check-up clean"}},
                              {"approval", {"经批准", "approved"}}};
  return kValues;
}

const Values& units() {
  static const Values kValues{{"household", {"户", "household"}},
                              {"unit", {"单元", "unit of a building"}},
                              {"building", {"楼栋", "building"}},
                              {"compound", {"小区", "compound"}},
                              {"villagers_group", {"村民小组", "villagers' group"}},
                              {"natural_village", {"自然村", "natural village"}},
                              {"community", {"社区（村）", "community (village)"}},
                              {"township", {"街道（乡镇）", "township"}},
                              {"county", {"县市区", "county"}}};
  return kValues;
}

std::vector<TopicDecl> person_topics() {
  const std::string course = "course";
  return {
      topic("placement", {"分类与措施", "class and measure"}, kPerson,
            {from("classes", "class", {"类别", "class"}),
             choice("measure", {"措施", "measure"}, measures())
                 .needed()
                 .in_group(course)
                 .tight(Tighter::kEarlier)
                 .restricting({"centralised", "home", "home_monitoring"})
                 .imposing_nothing({"none", "undecided"})
                 .left_open_by("undecided"),
             number("days", {"期限", "period"}, kDays, 0, 365)
                 .in_group(course)
                 .tight(Tighter::kMore)
                 .summed_with("then_days"),
             choice("counted_from", {"起算", "counted from"},
                    {{"arrival", {"到达之日", "the day of arrival"}},
                     {"last_exposure", {"末次接触之日", "the last exposure"}},
                     {"order", {"下达之日", "the day of the order"}},
                     {"departure", {"离开风险区之日", "leaving the risk area"}},
                     {"entry", {"入境之日", "the day of entry into the country"}}})
                 .in_group(course)
                 .tight(Tighter::kSame),
             choice("day_one", {"第1天", "day one"},
                    {{"next_day", {"次日为第1天", "day 1 is the day after"}},
                     {"same_day", {"当日为第1天", "day 1 is the day itself"}}})
                 .in_group(course)
                 .tight(Tighter::kEarlier),
             choice("then_measure", {"其后措施", "then"}, measures())
                 .in_group(course)
                 .tight(Tighter::kEarlier)
                 .restricting({"centralised", "home", "home_monitoring"}),
             number("then_days", {"其后期限", "for"}, kDays, 0, 365).in_group(course),
             choice("stay", {"停留地", "stays at"},
                    {{"site", {"集中隔离点", "quarantine site"}},
                     {"home", {"家中", "home"}},
                     {"free", {"不限", "not restricted"}}})
                 .in_group(course)
                 .tight(Tighter::kEarlier)
                 .restricting({"site", "home"}),
             flag("single_room", {"单人单间", "single room"}).tight(Tighter::kMore),
             choice("alternatives", {"可改用", "may instead be"}, measures())
                 .many()
                 .in_group(course)
                 .tight(Tighter::kEarlier)
                 .restricting({"centralised", "home", "home_monitoring"}),
             decided_by(), from("teams", "team", {"包保组", "responsible team"})}),
      topic("monitoring", {"健康监测", "health monitoring"}, kObserved,
            {from("slots", "slots", {"测温时段", "readings"}).many().tight(Tighter::kMoreItems),
             choice("by", {"由谁测", "taken by"},
                    {{"doctor", {"医生", "doctor"}},
                     {"site_staff", {"隔离点工作人员", "quarantine-site staff"}},
                     {"grid_worker", {"网格员", "grid worker"}},
                     {"self", {"本人", "the person"}}})
                 .tight(Tighter::kEarlier),
             number("fever", {"发热阈值", "fever from"}, {"℃", "°C"}, 350, 420)
                 .decimal()
                 .tight(Tighter::kLess),
             from("symptoms", "symptom_list", {"计入的症状", "symptoms that count"})
                 .many()
                 .tight(Tighter::kAllItems),
             number("spot_check", {"抽查比例", "spot checks"}, kPercent, 0, 100)
                 .tight(Tighter::kMore),
             number("days", {"监测天数", "days of monitoring"}, kDays, 1, 365)
                 .tight(Tighter::kMore)}),
      topic("tests", {"检测", "tests"}, kObserved,
            {number("days", {"检测日", "days of tests"}, {}, 1, 365)
                 .many()
                 .tight(Tighter::kMoreItems)}),
      topic("release", {"解除条件", "release"}, kObserved,
            {choice("condition", {"条件", "condition"}, conditions()).needed(),
             number("days", {"最近天数", "over the last"}, kDays, 1, 365).tight(Tighter::kMore),
             number("percent", {"比例", "share"}, kPercent, 1, 100).tight(Tighter::kMore), role()},
            "condition"),
      topic("conversion", {"措施转换", "conversion"}, kObserved + Names{"requested"},
            {flag("allowed", {"允许", "allowed"})
                 .needed()
                 .tight(Tighter::kLess)
                 .restricting({"yes"})
                 .imposing_nothing({"no"}),
             choice("days_carry", {"天数", "days"},
                    {{"continue", {"天数连续计算", "days already spent count"}},
                     {"restart", {"重新计算", "days start again"}}})
                 .tight(Tighter::kLater),
             decided_by()}),
      topic("escalation", {"异常处置", "escalation"}, kObserved,
            {choice("step", {"步骤", "step"},
                    {{"reported", {"上报", "reported"}},
                     {"transport", {"转运", "transport under way"}},
                     {"arrived", {"到达发热门诊", "arrived at the fever clinic"}},
                     {"result", {"出结果", "result known"}},
                     {"closed", {"归档", "closed"}}})
                 .needed(),
             number("minutes", {"时限", "within"}, kMinutes, 0, 14'400)
                 .needed()
                 .tight(Tighter::kLess),
             role()},
            "step"),
      // Case status and tests of people, beyond what placement looks at.
      topic("team", {"包保力量", "responsible team"}, kObserved + Names{"vulnerable"},
            {from("teams", "team", {"包保组", "team"}),
             number("staff", {"至少人数", "at least"}, kPeople, 1, 100).tight(Tighter::kMore),
             number("people_each", {"每组包保人数", "people for each team"}, kPeople, 1, 1'000)
                 .tight(Tighter::kLess),
             number("visits", {"每日上门", "visits a day"}, kTimes, 0, 24).tight(Tighter::kMore)}),
      topic("code", {"健康码", "health code"},
            kPerson + Names{"measure", "zone", "case_status", "test_age", "test_overdue"},
            {choice("colour", {"颜色", "colour"}, colours())
                 .needed()
                 .tight(Tighter::kEarlier)
                 .restricting({"red", "yellow"})
                 .imposing_nothing({"green", "none"})
                 .left_open_by("none"),
             choice("passage", {"通行", "passage"},
                    {{"stop", {"禁止通行", "stopped"}},
                     {"restricted", {"限制通行", "restricted"}},
                     {"free", {"自由通行", "free"}}})
                 .tight(Tighter::kEarlier)
                 .restricting({"stop", "restricted"}),
             number("days", {"有效期", "holds for"}, kDays, 0, 365).tight(Tighter::kMore),
             choice("lifted_by", {"转绿条件", "turns green when"},
                    {{"days_over", {"期满", "the days are over"}},
                     {"test_negative", {"检测阴性", "a test is negative"}},
                     {"released", {"解除措施", "the measure is released"}},
                     {"approved", {"经审核", "approved"}}}),
             decided_by()}),
      topic("discharge", {"出院与终止隔离", "discharge"}, {"case_kind", "age"},
            {choice("condition", {"条件", "condition"},
                    {{"no_fever", {"体温正常", "temperature normal"}},
                     {"symptoms_better", {"症状明显好转", "symptoms clearly better"}},
                     {"imaging_better", {"影像明显改善", "imaging clearly better"}},
                     {"tests_negative", {"连续检测阴性", "tests negative in succession"}},
                     {"ct_value", {"Ct值达标", "Ct value reached"}},
                     {"days_complete", {"期限届满", "the days are complete"}}})
                 .needed(),
             number("days", {"天数", "days"}, kDays, 0, 365).tight(Tighter::kMore),
             number("times", {"次数", "times"}, kTimes, 1, 20).tight(Tighter::kMore),
             number("hours_apart", {"间隔", "apart"}, kHours, 0, 720).tight(Tighter::kMore),
             number("ct", {"Ct值", "Ct"}, {}, 1, 50).tight(Tighter::kMore)},
            "condition"),
      topic("care", {"关爱服务", "care"}, Names{"vulnerable", "measure"} + kArea,
            {number("contact_every", {"联系间隔", "a contact every"}, kDays, 1, 365)
                 .tight(Tighter::kLess),
             number("delivery_every", {"配送间隔", "a delivery every"}, kDays, 1, 365)
                 .tight(Tighter::kLess),
             role()}),
      topic("regular_tests", {"重点人群检测", "regular tests"}, Names{"job"} + kArea,
            {number("every", {"检测间隔", "a test every"}, kDays, 1, 365).tight(Tighter::kLess),
             number("pool", {"混采", "people in a tube"}, kPeople, 1, 20).tight(Tighter::kLess),
             flag("vaccinated", {"须接种疫苗", "must be vaccinated"}).tight(Tighter::kMore)}),
      topic(
          "contact_definition", {"密接判定", "who is a contact"}, {"contact_setting", "case_kind"},
          {number("lookback", {"追溯天数", "days before onset"}, kDays, 0, 30)
               .tight(Tighter::kMore),
           choice("reach", {"范围", "reach"},
                  {{"everyone", {"全部人员", "everyone"}},
                   {"carriage", {"整节车厢", "the whole carriage"}},
                   {"rows", {"前后若干排", "rows in front and behind"}},
                   {"bay", {"本格及相邻格", "the bay and the next ones"}},
                   {"compartment", {"同一包厢或船舱", "the compartment or cabin"}},
                   {"near", {"近距离接触者", "who was near"}}}),
           number("rows_each_way", {"前后排数", "rows each way"}, {}, 0, 20).tight(Tighter::kMore),
           choice("counts_as", {"判定为", "counts as"},
                  {{"close_contact", {"密切接触者", "close contact"}},
                   {"general_contact", {"一般接触者", "general contact"}},
                   {"none", {"不判定", "none"}}})
               .tight(Tighter::kEarlier)}),
  };
}

// --- movement ------------------------------------------------------------------------------------

const Values& proofs() {
  static const Values kValues{{"identity", {"身份证件", "identity card"}},
                              {"health_certificate", {"健康证明", "health certificate"}},
                              {"work_certificate", {"工作证明", "work certificate"}},
                              {"hospital_paper", {"就诊凭证", "hospital paper"}},
                              {"negative_test", {"核酸阴性证明", "negative test"}},
                              {"permit", {"社区开具的证明", "permit of the community"}},
                              {"declaration", {"健康申报", "health declaration"}},
                              {"code", {"健康码", "health code"}}};
  return kValues;
}

std::vector<TopicDecl> movement_topics() {
  const std::string quota = "quota";
  return {
      topic("pass", {"出入证", "pass"}, kArea + Names{"measure", "vulnerable", "settlement"},
            {number("outings", {"可外出次数", "outings"}, kTimes, 0, 100)
                 .in_group(quota)
                 .tight(Tighter::kLess)
                 .each("days")
                 .restricting({"*"}),
             number("days", {"周期", "in every"}, kDays, 1, 31).in_group(quota),
             number("persons", {"每次人数", "people at a time"}, kPeople, 1, 20)
                 .tight(Tighter::kLess),
             number("hours", {"每次时长", "hours each"}, kHours, 1, 24).tight(Tighter::kLess),
             flag("named", {"固定人员", "one named person"}).tight(Tighter::kMore),
             number("vehicles", {"车辆数", "vehicles"}, {}, 0, 20).tight(Tighter::kLess)}),
      topic(
          "exception", {"特殊外出", "outings on special grounds"},
          Names{"reason", "measure", "code_colour"} + kArea,
          {flag("allowed", {"允许", "allowed"}).needed().tight(Tighter::kLess).restricting({"no"}),
           choice("proof", {"凭证", "on showing"}, proofs()).many().tight(Tighter::kAllItems),
           number("test_hours", {"核酸有效期", "test not older than"}, kHours, 1, 720)
               .tight(Tighter::kLess),
           flag("counts", {"计入次数", "counts against the quota"}).tight(Tighter::kMore),
           number("hours", {"时长", "back within"}, kHours, 1, 720).tight(Tighter::kLess),
           choice("travel_by", {"出行方式", "goes by"},
                  {{"escort", {"专车接送", "escorted"}},
                   {"group", {"点对点集中出行", "group transport"}},
                   {"own", {"自行前往（不乘公共交通）", "own way, no public transport"}},
                   {"any", {"不限", "any"}}})
               .tight(Tighter::kEarlier),
           decided_by()}),
      topic("entry", {"卡口查验", "at the checkpoint"},
            Names{"traveller", "direction", "has_pass", "feverish", "code_colour", "test_age",
                  "origin_risk", "days_since_risk_area"} +
                kArea,
            {choice("admit", {"处置", "lets"},
                    {{"refuse", {"劝返", "turned away"}},
                     {"detain", {"留置并上报", "held and reported"}},
                     {"drop_point", {"物品放至指定点", "to the drop point"}},
                     {"register", {"登记后通行", "in after registration"}},
                     {"free", {"通行", "through"}}})
                 .needed()
                 .tight(Tighter::kEarlier)
                 .restricting({"refuse", "detain"}),
             choice("checks", {"查验项目", "checks"},
                    {{"identity", {"验身份", "identity"}},
                     {"temperature", {"测体温", "temperature"}},
                     {"code", {"验码", "code"}},
                     {"record", {"登记", "record"}},
                     {"mask", {"戴口罩", "mask"}},
                     {"test", {"验核酸", "test"}},
                     {"pass", {"验出入证", "pass"}},
                     {"origin", {"问来源", "where from"}}})
                 .many()
                 .tight(Tighter::kAllItems),
             number("test_hours", {"核酸有效期", "test not older than"}, kHours, 1, 720)
                 .tight(Tighter::kLess)}),
      topic("gates", {"卡口设置", "gates and posts"}, Names{"place_kind", "settlement"} + kArea,
            {number("gates", {"保留出入口", "ways left open"}, {}, 0, 20)
                 .tight(Tighter::kLess)
                 .restricting({"*"}),
             number("posts", {"设卡数", "posts"}, {}, 0, 20),
             number("hours", {"值守时长", "manned for"}, kHours, 0, 24).tight(Tighter::kMore),
             number("staff", {"每班人数", "people a shift"}, kPeople, 1, 50).tight(Tighter::kMore),
             choice("has", {"配备", "has"},
                    {{"barrier", {"围挡", "barrier"}},
                     {"staff", {"人员", "staff"}},
                     {"register", {"登记簿", "register"}},
                     {"temperature", {"测温", "temperature"}},
                     {"disinfection", {"消毒", "disinfection"}},
                     {"sign", {"标识", "sign"}}})
                 .many()
                 .tight(Tighter::kAllItems)}),
      topic("gathering", {"聚集活动", "gatherings"},
            Names{"gathering_kind", "participants"} + kArea,
            {choice("allowed", {"办理", "is"},
                    {{"forbidden", {"禁止", "forbidden"}},
                     {"approval", {"须经批准", "subject to approval"}},
                     {"filed", {"须报备", "to be filed"}},
                     {"free", {"不限", "free"}}})
                 .needed()
                 .tight(Tighter::kEarlier)
                 .restricting({"forbidden", "approval"}),
             number("most", {"人数上限", "at most"}, kPeople, 0, 100'000)
                 .tight(Tighter::kLess)
                 .restricting({"*"}),
             number("distance", {"间距", "distance"}, {"米", "m"}, 0, 100)
                 .decimal()
                 .tight(Tighter::kMore),
             flag("attended", {"干部到场", "a cadre is present"}).tight(Tighter::kMore),
             decided_by()}),
  };
}

// --- places, supplies, institutions --------------------------------------------------------------

const Values& evidence() {
  static const Values kValues{{"record", {"记录", "record"}},
                              {"photo", {"照片", "photo"}},
                              {"document", {"文件", "document"}},
                              {"signature", {"签字", "signature"}},
                              {"count", {"数量", "count"}}};
  return kValues;
}

std::vector<TopicDecl> place_topics() {
  const std::string rate = "rate";
  return {
      topic("disinfection", {"消毒通风", "disinfection and airing"},
            Names{"place_kind", "has_case", "settlement"} + kArea,
            {number("times", {"次数", "times"}, kTimes, 0, 48)
                 .in_group(rate)
                 .tight(Tighter::kMore)
                 .each("every"),
             number("every", {"周期", "in every"}, kDays, 1, 90).in_group(rate),
             choice("kind", {"消毒类型", "kind"},
                    {{"final", {"终末消毒", "final"}},
                     {"concurrent", {"随时消毒", "concurrent"}},
                     {"routine", {"预防性消毒", "routine"}}})
                 .tight(Tighter::kEarlier),
             number("airings", {"通风次数", "airings a day"}, kTimes, 0, 24).tight(Tighter::kMore),
             number("airing_minutes", {"每次通风", "each for"}, kMinutes, 0, 1'440)
                 .tight(Tighter::kMore),
             text("agent", {"药剂", "agent"}),
             choice("evidence", {"凭证", "evidence"}, evidence()).many().tight(Tighter::kAllItems),
             role()}),
      topic("waste", {"废弃口罩等收集", "bins and their collection"}, {"place_kind", "settlement"},
            {number("bins", {"数量", "bins"}, {}, 0, 100).tight(Tighter::kMore),
             choice("per", {"按", "for each"}, units()),
             number("collections", {"每日收集", "collections a day"}, kTimes, 0, 24)
                 .tight(Tighter::kMore),
             choice("treatment", {"处置", "treatment"},
                    {{"medical", {"按医疗废物", "as medical waste"}},
                     {"burn", {"消毒后焚烧", "disinfected and burnt"}},
                     {"bury", {"消毒后深埋", "disinfected and buried"}},
                     {"household", {"按生活垃圾", "as household waste"}}})}),
      topic("vermin", {"病媒生物防制", "vector control"}, Names{"place_kind", "settlement"} + kArea,
            {number("every", {"周期", "every"}, kDays, 1, 90).tight(Tighter::kLess),
             choice("action", {"措施", "action"},
                    {{"empty_water", {"清除积水", "standing water removed"}},
                     {"larvicide", {"灭幼", "larvae treated"}},
                     {"spray", {"空间喷洒灭成蚊", "adults sprayed"}},
                     {"survey", {"密度监测", "density surveyed"}}})
                 .needed(),
             number("radius", {"范围", "within"}, {"米", "m"}, 0, 5'000).tight(Tighter::kMore),
             number("index_below", {"目标指数低于", "index below"}, {}, 0, 1'000)
                 .decimal()
                 .tight(Tighter::kLess),
             role()},
            "action"),
      topic(
          "stock", {"物资储备", "stock"}, Names{"supply_item", "unit_kind"} + kArea,
          {number("days", {"满负荷天数", "days at full load"}, kDays, 0, 365).tight(Tighter::kMore),
           number("least", {"最低数量", "at least"}, {}, 0, 1'000'000'000).tight(Tighter::kMore),
           choice("per", {"按", "for each"},
                  {{"unit", {"单位", "unit"}},
                   {"household", {"户", "household"}},
                   {"person", {"人", "person"}},
                   {"staff", {"工作人员", "member of staff"}}}),
           number("daily", {"每日用量", "used a day"}, {}, 0, 1'000'000).decimal(),
           number("warn_days", {"预警天数", "warns below"}, kDays, 0, 365).tight(Tighter::kMore)}),
      topic("groups", {"工作组", "working groups"}, Names{"unit_kind", "settlement"} + kArea,
            {choice("group", {"工作组", "group"},
                    {{"coordination", {"综合协调组", "coordination"}},
                     {"screening", {"排查监测组", "screening and monitoring"}},
                     {"checkpoint", {"卡口值守组", "checkpoint"}},
                     {"disinfection", {"消毒组", "disinfection"}},
                     {"service", {"服务保障组", "service"}},
                     {"medical", {"医疗组", "medical"}},
                     {"investigation", {"流调组", "investigation"}},
                     {"supplies", {"物资组", "supplies"}},
                     {"publicity", {"宣传组", "publicity"}},
                     {"inspection", {"督查组", "inspection"}}})
                 .needed(),
             number("staff", {"至少人数", "at least"}, kPeople, 1, 1'000).tight(Tighter::kMore),
             role("led_by", {"组长", "led by"})},
            "group"),
      topic("broadcast", {"广播宣传", "broadcasts"}, Names{"settlement"} + kArea,
            {time("begin", {"开始", "from"}), time("end", {"结束", "to"}),
             number("times", {"每日次数", "times a day"}, kTimes, 0, 48).tight(Tighter::kMore)}),
      topic("institution", {"单位管理", "institutions"},
            Names{"unit_kind", "has_case", "enterprise_class", "settlement"} + kArea,
            {choice("state", {"运行状态", "is"},
                    {{"suspended", {"停业停工停课", "suspended"}},
                     {"closed_management", {"封闭管理", "closed management"}},
                     {"online", {"线上进行", "online"}},
                     {"limited", {"限流限员", "limited"}},
                     {"open", {"正常开放", "open"}}})
                 .needed()
                 .tight(Tighter::kEarlier)
                 .restricting({"suspended", "closed_management", "online", "limited"}),
             number("capacity", {"人员比例", "capacity"}, kPercent, 0, 100).tight(Tighter::kLess),
             number("readings", {"每日测温", "temperatures a day"}, kTimes, 0, 24)
                 .tight(Tighter::kMore),
             number("health_days", {"返岗返校前健康记录", "health records before return"}, kDays, 0,
                    60)
                 .tight(Tighter::kMore),
             flag("visits", {"允许探访", "visits allowed"}).tight(Tighter::kLess),
             flag("venue_code", {"扫场所码", "venue code"}).tight(Tighter::kMore),
             number("mask_hours", {"口罩更换", "masks changed after"}, kHours, 1, 24)
                 .tight(Tighter::kLess),
             number("distance", {"间距", "distance"}, {"米", "m"}, 0, 100)
                 .decimal()
                 .tight(Tighter::kMore),
             decided_by()}),
      topic("checklist", {"单位检查清单", "checklist of an institution"},
            Names{"unit_kind", "has_case", "enterprise_class", "settlement"} + kArea,
            {from("tasks", "task", {"事项", "task"}).needed(),
             number("times", {"次数", "times"}, kTimes, 0, 48)
                 .in_group(rate)
                 .tight(Tighter::kMore)
                 .each("every"),
             number("every", {"周期", "in every"}, kDays, 1, 365).in_group(rate),
             choice("evidence", {"凭证", "evidence"}, evidence()).many().tight(Tighter::kAllItems),
             role()},
            "task"),
      topic("return", {"返校返岗", "return to school or work"},
            {"unit_kind", "symptoms", "days_since_fever", "days_of_records", "days_since_risk_area",
             "days_since_arrival", "origin_relation", "origin_risk", "measure", "test_age"},
            {choice("eligible", {"能否返回", "may return"},
                    {{"no", {"不得返回", "no"}},
                     {"after_observation", {"观察期满后", "after observation"}},
                     {"after_test", {"检测阴性后", "after a negative test"}},
                     {"yes", {"可以返回", "yes"}}})
                 .needed()
                 .tight(Tighter::kEarlier)
                 .restricting({"no", "after_observation"}),
             number("days", {"观察天数", "observation"}, kDays, 0, 60).tight(Tighter::kMore)}),
      topic("drug_sales", {"药品销售登记", "drug sales"}, Names{"drug_kind"} + kArea,
            {flag("real_name", {"实名登记", "real name"}).tight(Tighter::kMore),
             number("minutes", {"报告时限", "reported within"}, kMinutes, 0, 14'400)
                 .tight(Tighter::kLess),
             flag("weekly", {"周汇总", "weekly total"}).tight(Tighter::kMore),
             flag("visit", {"医生随访", "visited by a doctor"}).tight(Tighter::kMore),
             flag("stop_sale", {"暂停销售", "sale stopped"})
                 .tight(Tighter::kMore)
                 .restricting({"yes"})}),
      topic("cold_chain", {"冷链管理", "cold chain"}, Names{"imported_load"} + kArea,
            {choice("certificates", {"证明", "certificates"},
                    {{"inspection", {"检验检疫证明", "inspection"}},
                     {"test", {"核酸检测报告", "test report"}},
                     {"disinfection", {"消毒证明", "disinfection"}},
                     {"trace", {"追溯记录", "trace record"}}})
                 .many()
                 .tight(Tighter::kAllItems),
             flag("supervised_store", {"经集中监管仓", "through the supervised store"})
                 .tight(Tighter::kMore),
             flag("responsible_sign", {"店长责任牌", "sign with the person responsible"})
                 .tight(Tighter::kMore)}),
      topic("grid_event", {"事件办理", "events of the grid"}, {"urgency"},
            {number("dispatch", {"派遣时限", "dispatched within"}, kMinutes, 0, 100'000)
                 .tight(Tighter::kLess),
             number("handle", {"办理时限", "handled within"}, kMinutes, 0, 100'000)
                 .tight(Tighter::kLess),
             number("failures", {"核查不合格次数", "failed verifications"}, kTimes, 1, 20)
                 .tight(Tighter::kLess),
             number("supervised", {"督办时限", "supervised: within"}, kMinutes, 0, 100'000)
                 .tight(Tighter::kLess)}),
      topic("reporting", {"日报告", "daily report"}, {"unit_kind"},
            {time("deadline", {"上报时限", "due"}).needed().tight(Tighter::kLess),
             time("cutoff", {"统计截止", "figures as of"}),
             flag("zero_report", {"零报告", "zero report"}).tight(Tighter::kMore)}),
      topic("screening", {"排查", "screening"}, {},
            {choice("rung", {"方式", "rung"},
                    {{"phone", {"电话", "telephone"}},
                     {"door", {"上门", "door"}},
                     {"notice", {"留告知书", "notice left"}}})
                 .needed(),
             number("attempts", {"次数", "attempts"}, {}, 1, 20).needed().tight(Tighter::kMore),
             number("wait", {"间隔", "wait"}, kMinutes, 0, 14'400).tight(Tighter::kLess)},
            "rung"),
      topic("timeliness", {"时限", "timeliness"}, {"event"},
            {number("minutes", {"时限", "within"}, kMinutes, 1, 100'000)
                 .needed()
                 .tight(Tighter::kLess)}),
  };
}

// --- risk and response ---------------------------------------------------------------------------

std::vector<TopicDecl> response_topics() {
  auto levels = response_levels();
  const Values termination{{"cases_isolated", {"病例均已隔离治疗", "cases isolated and treated"}},
                           {"contacts_done", {"接触者观察期满", "contacts' observation over"}},
                           {"no_new_case", {"无新增病例", "no new case"}},
                           {"disinfected", {"终末消毒完成", "final disinfection done"}},
                           {"round_negative", {"全员检测阴性", "everyone tested negative"}},
                           {"zones_released", {"其他管控区域已解除", "the other zones released"}},
                           {"vector_index", {"媒介指数达标", "vector index reached"}},
                           {"expert_review", {"专家评估", "expert assessment"}},
                           {"approval", {"经批准", "approved"}}};
  return {
      // How cases are counted for the facts of risk, situation and trigger.
      topic("case_counting", {"病例统计口径", "how cases are counted"}, {},
            {number("window", {"窗口期", "window"}, kDays, 1, 90).needed().tight(Tighter::kMore),
             choice("unit", {"划定单元", "for each"}, units()).needed(),
             flag("imported", {"计入输入病例", "imported cases count"}).tight(Tighter::kMore),
             flag("asymptomatic", {"计入无症状感染者", "asymptomatic infections count"})
                 .tight(Tighter::kMore),
             flag("suspected", {"计入疑似病例", "suspected cases count"}).tight(Tighter::kMore),
             number("cluster_cases", {"聚集性疫情病例数", "cases of a cluster"}, {"例", "cases"}, 2,
                    100)
                 .tight(Tighter::kLess),
             number("cluster_days", {"聚集性疫情时段", "cluster within"}, kDays, 1, 90)
                 .tight(Tighter::kMore),
             choice("cluster_in", {"聚集场所", "cluster in one"},
                    {{"household", {"户", "household"}},
                     {"unit", {"单元", "unit of a building"}},
                     {"compound", {"小区", "compound"}},
                     {"school", {"学校", "school"}},
                     {"workplace", {"工厂工地", "workplace"}},
                     {"natural_village", {"自然村", "natural village"}},
                     {"medical", {"医疗机构", "medical institution"}},
                     {"nursing_home", {"养老机构", "nursing home"}}})
                 .many()
                 .tight(Tighter::kAllItems)}),
      topic("risk", {"风险等级", "risk level"}, kCounts,
            {choice("level", {"判定等级", "level"}, risk_levels())
                 .needed()
                 .tight(Tighter::kEarlier)
                 .left_open_by("none"),
             choice("map_colour", {"地图颜色", "colour on the map"},
                    {{"red", {"红", "red"}},
                     {"orange", {"橙", "orange"}},
                     {"yellow", {"黄", "yellow"}},
                     {"blue", {"蓝", "blue"}},
                     {"green", {"绿", "green"}}})
                 .tight(Tighter::kEarlier)}),
      topic("situation", {"社区情形", "situation of a community"}, kCounts,
            {choice("situation", {"情形", "situation"}, situations())
                 .needed()
                 .tight(Tighter::kEarlier)}),
      topic("zones", {"管控区域划定", "zones"},
            {"case_kind", "imported_case", "clusters_in_window", "household_cases", "risk_level",
             "situation", "settlement", "days_without_case", "round_negative"},
            {choice("zone", {"区域", "zone"}, zones())
                 .needed()
                 .restricting({"infected_site", "infected_area", "lockdown", "control",
                               "precaution", "high_risk", "medium_risk", "closed"}),
             choice("unit", {"划定单元", "drawn as"}, units()).needed().tight(Tighter::kLater),
             choice("reach", {"范围", "reach"},
                    {{"own", {"病例所在单元", "the unit of the case"}},
                     {"visited", {"病例到过的单元", "units the case visited"}},
                     {"adjacent", {"相邻单元", "the units next to it"}},
                     {"rest", {"其余部分", "all the rest"}}})
                 .tight(Tighter::kSame),
             number("lookback", {"追溯天数", "days before onset"}, kDays, 0, 30)
                 .tight(Tighter::kMore),
             choice("keeps", {"管控要求", "people stay"},
                    {{"at_home", {"足不出户", "at home"}},
                     {"inside", {"人不出区", "inside"}},
                     {"less", {"减少流动并禁止聚集", "little movement, no gatherings"}},
                     {"free", {"不限", "free"}}})
                 .tight(Tighter::kEarlier)
                 .restricting({"at_home", "inside"}),
             number("days", {"期限", "period"}, kDays, 0, 365).tight(Tighter::kMore),
             number("then_days", {"其后健康监测", "then monitoring for"}, kDays, 0, 365)
                 .tight(Tighter::kMore),
             number("tests", {"检测日", "days of tests"}, {}, 1, 365)
                 .many()
                 .tight(Tighter::kMoreItems),
             decided_by()},
            "zone"),
      topic("zone_release", {"区域解除条件", "release of a zone"},
            {"zone", "risk_level", "previous_level", "settlement"},
            {choice("condition", {"条件", "condition"}, termination).needed(),
             number("days", {"天数", "days"}, kDays, 1, 365).tight(Tighter::kMore),
             choice("becomes", {"转为", "becomes"}, zones()).tight(Tighter::kEarlier), role()},
            "condition"),
      topic("trigger", {"响应启动", "response trigger"},
            kCounts + Names{"situation", "imported_case"},
            {choice("level", {"建议级别", "level"}, std::move(levels))
                 .needed()
                 .tight(Tighter::kEarlier)
                 .left_open_by("none"),
             number("minutes", {"决定时限", "decided within"}, kMinutes, 1, 100'000)
                 .tight(Tighter::kLess),
             decided_by()}),
      topic("response", {"响应措施", "response measures"},
            kArea + Names{"unit_kind", "settlement", "has_case"},
            {from("tasks", "task", {"措施", "measure"}).needed(),
             number("hours", {"完成时限", "within"}, kHours, 0, 2'160).tight(Tighter::kLess),
             number("every", {"周期", "again every"}, kDays, 1, 90).tight(Tighter::kLess),
             choice("evidence", {"凭证", "evidence"}, evidence()).many().tight(Tighter::kAllItems),
             flag("restricts", {"限制措施", "restricts people"})
                 .tight(Tighter::kMore)
                 .restricting({"yes"}),
             role("owner", {"责任人", "owner"})},
            "task"),
      topic("termination", {"响应终止", "end of the response"},
            {"response_level", "situation", "settlement"},
            {choice("condition", {"条件", "condition"}, termination).needed(),
             number("days", {"天数", "days"}, kDays, 1, 365).tight(Tighter::kMore), role()},
            "condition"),
  };
}

}  // namespace

std::vector<TopicDecl> topics() {
  auto out = person_topics();
  for (auto more : {movement_topics(), place_topics(), response_topics()}) {
    for (auto& each : more) out.push_back(std::move(each));
  }
  return out;
}

}  // namespace fx::policy::standard
