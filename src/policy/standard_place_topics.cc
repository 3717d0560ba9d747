// Topics on places, supplies, institutions and the daily work.
#include "policy/standard_build.h"

namespace fx::policy::standard {
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

}  // namespace fx::policy::standard
