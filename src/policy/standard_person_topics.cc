// Topics on persons. Enumerations that topics.h has structs for are in the order of its enums.
#include "policy/standard_build.h"

namespace fx::policy::standard {
namespace {

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

}  // namespace

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

}  // namespace fx::policy::standard
