// Topics on risk, zones and the response.
#include "policy/standard_build.h"

namespace fx::policy::standard {
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
             // With new local cases on so many days of the window, transmission is sustained.
             number("spread_days", {"持续传播天数", "days of sustained transmission"}, kDays, 1, 90)
                 .tight(Tighter::kLess),
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
                 .tight(Tighter::kEarlier),
             decided_within(), decided_by()}),
      topic("situation", {"社区情形", "situation of a community"}, kCounts,
            {choice("situation", {"情形", "situation"}, situations())
                 .needed()
                 .tight(Tighter::kEarlier),
             decided_within(), decided_by()}),
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
             number("within", {"相邻距离", "next to it: within"}, {"米", "m"}, 0, 5'000)
                 .tight(Tighter::kMore),
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
             choice("becomes", {"转为", "becomes"}, zones()).tight(Tighter::kEarlier),
             decided_within(), role()},
            "condition"),
      topic("trigger", {"响应启动", "response trigger"},
            kCounts + Names{"situation", "imported_case"},
            {choice("level", {"建议级别", "level"}, std::move(levels))
                 .needed()
                 .tight(Tighter::kEarlier)
                 .left_open_by("none"),
             decided_within(), decided_by()}),
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

}  // namespace fx::policy::standard
