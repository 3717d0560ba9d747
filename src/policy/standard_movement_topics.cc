// Topics on who comes and goes: passes, posts, gatherings.
#include "policy/standard_build.h"

namespace fx::policy::standard {
namespace {

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

}  // namespace

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

}  // namespace fx::policy::standard
