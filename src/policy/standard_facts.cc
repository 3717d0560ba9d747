// The facts that the product knows of people, units, places and days.
#include "policy/standard.h"

namespace fx::policy::standard {

const Values& measures() {
  static const Values kValues{{"centralised", {"集中隔离医学观察", "centralised quarantine"}},
                              {"home", {"居家隔离医学观察", "home quarantine"}},
                              {"home_monitoring", {"居家健康监测", "home health monitoring"}},
                              {"self_monitoring", {"自我健康监测", "self-monitoring"}},
                              {"test_only", {"仅检测", "test only"}},
                              {"none", {"无措施", "no measure"}},
                              {"undecided", {"待人工决定", "to be decided by a person"}}};
  return kValues;
}

const Values& zones() {
  static const Values kValues{{"infected_site", {"疫点", "infected site"}},
                              {"infected_area", {"疫区", "infected area"}},
                              {"lockdown", {"封控区", "lockdown zone"}},
                              {"control", {"管控区", "control zone"}},
                              {"precaution", {"防范区", "precaution zone"}},
                              {"high_risk", {"高风险区", "high-risk area"}},
                              {"medium_risk", {"中风险区", "medium-risk area"}},
                              {"low_risk", {"低风险区", "low-risk area"}},
                              {"closed", {"封闭管理单元", "closed unit"}},
                              {"none", {"区外", "outside any zone"}}};
  return kValues;
}

const Values& colours() {
  static const Values kValues{{"red", {"红码", "red"}},
                              {"yellow", {"黄码", "yellow"}},
                              {"green", {"绿码", "green"}},
                              {"none", {"无码", "no code"}}};
  return kValues;
}

const Values& risk_levels() {
  static const Values kValues{{"high", {"高风险", "high"}},
                              {"medium", {"中风险", "medium"}},
                              {"low", {"低风险", "low"}},
                              {"none", {"未划定", "not set"}}};
  return kValues;
}

const Values& response_levels() {
  static const Values kValues{{"i", {"一级响应", "level I"}},
                              {"ii", {"二级响应", "level II"}},
                              {"iii", {"三级响应", "level III"}},
                              {"iv", {"四级响应", "level IV"}},
                              {"none", {"未启动", "not activated"}}};
  return kValues;
}

const Values& situations() {
  static const Values kValues{{"spread", {"情形三（社区传播）", "situation 3: spread"}},
                              {"cases", {"情形二（有病例或聚集性疫情）", "situation 2: cases"}},
                              {"no_case", {"情形一（无病例）", "situation 1: no case"}}};
  return kValues;
}

namespace {

const Label kDays{"天", "days"};
const Label kHours{"小时", "hours"};
const Label kPeople{"人", "people"};
const Label kCases{"例", "cases"};

FactDecl choice(std::string id, Label label, Values values, std::string_view initial) {
  FactDecl fact;
  fact.id = std::move(id);
  fact.type = FactType::kEnum;
  fact.label = std::move(label);
  fact.values = std::move(values);
  if (!initial.empty()) fact.initial = fact.parse(initial).value();
  return fact;
}

FactDecl flag(std::string id, Label label) {
  FactDecl fact;
  fact.id = std::move(id);
  fact.type = FactType::kFlag;
  fact.label = std::move(label);
  fact.initial = 0;
  return fact;
}

FactDecl number(std::string id, Label label, Label unit, Value min, Value max,
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

std::vector<FactDecl> person_facts() {
  return {
      choice("origin_set", {"来源名单", "origin list"}, {{"none", {"不在名单", "on no list"}}},
             "none"),
      choice("origin_relation", {"来源地", "origin"},
             {{"same_city", {"本市", "this city"}},
              {"other_city", {"省内其他市", "another city of the province"}},
              {"same_province", {"本省（市不明）", "this province, city not known"}},
              {"other_province", {"外省", "another province"}},
              {"abroad", {"境外（含港澳台）", "outside the mainland"}},
              {"unknown", {"不明", "not known"}}},
             "unknown"),
      choice("origin_risk", {"来源地风险等级", "risk level of the origin"},
             {{"low", {"低风险", "low"}},
              {"medium", {"中风险", "medium"}},
              {"high", {"高风险", "high"}},
              {"unknown", {"等级不明", "not known"}}},
             "unknown"),
      choice("exposure", {"接触类别", "exposure"},
             {{"none", {"无接触", "none"}},
              {"close_contact", {"密切接触者", "close contact"}},
              {"secondary_contact", {"密接的密接", "contact of a contact"}},
              {"general_contact", {"一般接触者", "general contact"}},
              {"contact_of_arrival", {"接触过来返人员", "met an arrival"}}},
             "none"),
      number("days_since_arrival", {"到达后天数", "days since arrival"}, kDays, 0, 3650),
      number("days_since_exposure", {"末次接触后天数", "days since the last exposure"}, kDays, 0,
             3650),
      number("days_since_risk_area", {"离开风险区后天数", "days since leaving the risk area"},
             kDays, 0, 3650),
      flag("symptoms", {"有症状", "has symptoms"}),
      flag("unfit_for_central", {"不适宜集中隔离", "unfit for centralised quarantine"}),
      flag("unfit_for_home", {"不具备居家条件", "home not suitable"}),
      number("age", {"年龄", "age"}, {"岁", "years"}, 0, 130),
      choice("class", {"人员类别", "class"}, {{"none", {"无类别", "no class"}}}, "none"),
      choice("measure", {"措施", "measure"}, measures(), "none"),
      choice("requested", {"拟改为", "requested measure"}, measures(), "none"),
      number("stage", {"阶段", "stage"}, {}, 1, 2, 1),
      choice("unit_kind", {"单位类型", "kind of unit"},
             {{"grid", {"网格", "grid"}},
              {"community", {"社区（村）", "community (village)"}},
              {"street", {"街道（乡镇）", "street (township)"}},
              {"school", {"学校", "school"}},
              {"enterprise", {"企业", "enterprise"}},
              {"institution", {"其他单位", "other institution"}},
              {"kindergarten", {"幼儿园", "kindergarten"}},
              {"university", {"高校", "university"}},
              {"training", {"培训机构", "training school"}},
              {"nursing_home", {"养老机构", "nursing home"}},
              {"medical", {"医疗机构", "medical institution"}},
              {"drug_store", {"药店", "drug store"}},
              {"market", {"农贸市场", "market"}},
              {"shop", {"商店", "shop"}},
              {"restaurant", {"餐馆", "restaurant"}},
              {"entertainment", {"文化娱乐场所", "place of entertainment"}},
              {"transport", {"公共交通", "public transport"}},
              {"construction", {"建筑工地", "construction site"}},
              {"cold_chain", {"冷链单位", "cold-chain business"}},
              {"isolation_site", {"集中隔离点", "quarantine site"}},
              {"religious", {"宗教场所", "place of worship"}}},
             "community"),
      choice(
          "event", {"事项", "event"},
          {{"returnee_known", {"到家后掌握返乡人员", "a returnee is known after coming home"}},
           {"order_served", {"作出决定后送达", "an order is served after the decision"}},
           {"case_reported", {"发现病例后报告", "a case is reported after it is found"}},
           {"contact_placed", {"接到名单后落实密接", "a contact is placed after being notified"}},
           {"cluster_reported",
            {"发现聚集性疫情后报告", "a cluster is reported after it is found"}}},
          "returnee_known"),
      choice("case_status", {"病例情况", "case status"},
             {{"none", {"非病例", "not a case"}},
              {"confirmed", {"确诊病例", "confirmed case"}},
              {"suspected", {"疑似病例", "suspected case"}},
              {"asymptomatic", {"无症状感染者", "asymptomatic infection"}},
              {"recovered", {"治愈出院", "recovered"}}},
             "none"),
      number("test_age", {"核酸阴性距今", "since the last negative test"}, kHours, 0, 8760),
      flag("test_overdue", {"应检未检", "a test is overdue"}),
      number("days_since_fever", {"末次发热后天数", "days since the last fever"}, kDays, 0, 3650),
      number("days_of_records", {"连续健康记录天数", "days of unbroken health records"}, kDays, 0,
             3650),
      choice("vulnerable", {"特殊人群", "vulnerable"},
             {{"none", {"否", "no"}},
              {"elderly_alone", {"独居老人", "elderly person living alone"}},
              {"disabled", {"残疾人", "disabled person"}},
              {"chronic", {"慢性病患者", "chronic patient"}},
              {"pregnant", {"孕产妇", "pregnant or just delivered"}},
              {"infant", {"婴幼儿", "infant"}},
              {"destitute", {"困难户", "destitute"}},
              {"left_behind", {"留守儿童", "left-behind child"}},
              {"mental", {"严重精神障碍患者", "person with a severe mental disorder"}}},
             "none"),
  };
}

std::vector<FactDecl> area_facts() {
  return {
      choice("risk_level", {"本地风险等级", "risk level here"}, risk_levels(), "none"),
      choice("previous_level", {"此前风险等级", "risk level before"}, risk_levels(), "none"),
      number("days_in_level", {"定为现等级后天数", "days at this risk level"}, kDays, 0, 3650),
      choice("response_level", {"响应级别", "response level"}, response_levels(), "none"),
      choice("situation", {"社区情形", "situation"}, situations(), "no_case"),
      choice("zone", {"所在区域", "zone"}, zones(), "none"),
      choice("settlement", {"城乡", "settlement"},
             {{"urban", {"城镇", "urban"}}, {"rural", {"农村", "rural"}}}, "urban"),
      // Counted by the windows and exclusions of the topic case_counting.
      number("cases_in_window", {"窗口期内病例数", "cases in the window"}, kCases, 0, 1'000'000, 0),
      number("cases_total", {"累计病例数", "cases in all"}, kCases, 0, 1'000'000, 0),
      number("household_cases", {"同一户或单元病例数", "most cases in one household, unit or site"},
             kCases, 0, 1'000'000, 0),
      number("clusters_in_window", {"窗口期内聚集性疫情数", "clusters in the window"}, {}, 0,
             10'000, 0),
      number("unknown_source_cases", {"来源不明病例数", "cases of unknown source"}, kCases, 0,
             1'000'000, 0),
      flag("sustained_spread", {"持续传播", "sustained transmission"}),
      number("days_without_case", {"连续无新增病例天数", "days without a new case"}, kDays, 0,
             3650),
      flag("round_negative", {"末轮全员检测均为阴性", "everyone negative in the last round"}),
      choice("case_kind", {"病例类型", "kind of case"},
             {{"confirmed", {"确诊病例", "confirmed case"}},
              {"suspected", {"疑似病例", "suspected case"}},
              {"asymptomatic", {"无症状感染者", "asymptomatic infection"}}},
             "confirmed"),
      flag("imported_case", {"境外输入病例", "imported case"}),
      flag("has_case", {"本单位有病例", "has a case"}),
  };
}

std::vector<FactDecl> place_facts() {
  return {
      choice("place_kind", {"场所", "place"},
             {{"other", {"其他场所", "other place"}},
              {"compound", {"小区", "compound"}},
              {"building", {"楼栋", "building"}},
              {"natural_village", {"自然村", "natural village"}},
              {"villagers_group", {"村民小组", "villagers' group"}},
              {"public_area", {"公共区域", "public area"}},
              {"lift", {"电梯", "lift"}},
              {"stairwell", {"楼道", "stairwell"}},
              {"checkpoint", {"卡口岗亭", "checkpoint cabin"}},
              {"toll_booth", {"收费站", "toll booth"}},
              {"township_road", {"乡镇主要路口", "main approach of a township"}},
              {"village_entrance", {"村口", "village entrance"}},
              {"workplace", {"工作场所", "workplace"}},
              {"office", {"办公室", "office"}},
              {"meeting_room", {"会议室", "meeting room"}},
              {"canteen", {"食堂", "canteen"}},
              {"dormitory", {"宿舍", "dormitory"}},
              {"toilet", {"卫生间", "toilet"}},
              {"bin", {"垃圾桶", "bin"}},
              {"mask_bin", {"废弃口罩桶", "mask bin"}},
              {"shop", {"商店", "shop"}},
              {"market", {"农贸市场", "market"}},
              {"classroom", {"教室", "classroom"}},
              {"vehicle", {"车辆", "vehicle"}},
              {"cold_chain", {"冷链场所", "cold-chain premises"}},
              {"isolation_site", {"集中隔离点", "quarantine site"}},
              {"nursing_home", {"养老机构", "nursing home"}},
              {"home", {"居民家中", "home"}},
              {"home_of_case", {"病例家中", "home of a case"}},
              {"standing_water", {"积水", "standing water"}}},
             "other"),
      choice("supply_item", {"物资", "supply"},
             {{"other", {"其他物资", "other"}},
              {"mask_medical", {"医用外科口罩", "surgical mask"}},
              {"mask_n95", {"N95口罩", "N95 mask"}},
              {"mask_plain", {"一次性口罩", "plain mask"}},
              {"suit", {"防护服", "protective suit"}},
              {"goggles", {"护目镜", "goggles"}},
              {"gloves", {"手套", "gloves"}},
              {"disinfectant", {"消毒液", "disinfectant"}},
              {"alcohol", {"酒精", "alcohol"}},
              {"hand_rub", {"免洗手消毒剂", "hand rub"}},
              {"thermometer", {"体温计", "thermometer"}},
              {"sprayer", {"喷雾器", "sprayer"}},
              {"test_kit", {"检测试剂", "test kit"}},
              {"medicine", {"药品", "medicine"}},
              {"insecticide", {"灭蚊药剂", "insecticide"}},
              {"living", {"生活物资", "daily necessities"}}},
             "other"),
      choice("job", {"岗位", "job"},
             {{"other", {"其他", "other"}},
              {"cold_chain", {"冷链从业", "cold chain"}},
              {"border", {"口岸", "port of entry"}},
              {"isolation_staff", {"隔离点工作人员", "quarantine-site staff"}},
              {"medical", {"医务人员", "medical"}},
              {"courier", {"快递外卖", "courier"}},
              {"transport", {"交通运输", "transport"}},
              {"market", {"市场从业", "market"}},
              {"teaching", {"教职工", "teaching"}},
              {"checkpoint", {"卡口值守", "checkpoint"}},
              {"food", {"餐饮从业", "catering"}}},
             "other"),
      number("enterprise_class", {"企业类别", "class of enterprise"}, {}, 1, 4),
  };
}

std::vector<FactDecl> movement_facts() {
  return {
      choice("code_colour", {"健康码", "health code"}, colours(), "none"),
      choice("traveller", {"出入人员", "who comes or goes"},
             {{"resident", {"本社区居民", "resident"}},
              {"tenant_new", {"新租住人员", "new tenant"}},
              {"worker", {"在本社区务工人员", "person who works here"}},
              {"visitor", {"外来探访人员", "visitor"}},
              {"courier", {"快递外卖人员", "courier"}},
              {"tradesman", {"维修施工人员", "tradesman"}},
              {"emergency", {"应急救援人员", "emergency services"}},
              {"vehicle", {"外来车辆", "vehicle from outside"}}},
             "resident"),
      choice("direction", {"方向", "direction"}, {{"in", {"进", "in"}}, {"out", {"出", "out"}}},
             "in"),
      flag("has_pass", {"持有出入证", "has a pass"}),
      flag("feverish", {"体温异常", "temperature too high"}),
      choice("reason", {"外出事由", "reason"},
             {{"other", {"其他", "other"}},
              {"shopping", {"购买生活物资", "shopping"}},
              {"hospital", {"就医", "hospital"}},
              {"funeral", {"奔丧", "funeral"}},
              {"work", {"本地上班", "work in the city"}},
              {"work_elsewhere", {"外地务工", "work elsewhere"}},
              {"visit", {"探亲访友", "visiting"}},
              {"study", {"上学", "study"}},
              {"duty", {"疫情防控值守", "epidemic duty"}},
              {"farming", {"农业生产", "farming"}},
              {"travel", {"离开本市", "leaving the city"}}},
             "other"),
      choice("gathering_kind", {"聚集活动", "gathering"},
             {{"other", {"其他活动", "other"}},
              {"banquet", {"宴席", "banquet"}},
              {"wedding", {"婚礼", "wedding"}},
              {"funeral", {"丧事", "funeral"}},
              {"temple_fair", {"庙会", "temple fair"}},
              {"private", {"家庭聚餐", "private gathering"}},
              {"meeting", {"会议", "meeting"}},
              {"training", {"培训", "training"}},
              {"exhibition", {"大型活动", "large event"}}},
             "other"),
      number("participants", {"参加人数", "participants"}, kPeople, 0, 1'000'000),
      choice("drug_kind", {"药品类别", "kind of drug"},
             {{"other", {"其他", "other"}},
              {"antipyretic", {"退热", "antipyretic"}},
              {"cough", {"止咳", "cough medicine"}},
              {"antiviral", {"抗病毒", "antiviral"}},
              {"antibiotic", {"抗生素", "antibiotic"}}},
             "other"),
      flag("imported_load", {"进口货物", "imported load"}),
      choice("contact_setting", {"接触场合", "setting of the contact"},
             {{"other", {"其他", "other"}},
              {"household", {"同住", "household"}},
              {"workplace", {"工作场所", "workplace"}},
              {"classroom", {"教室", "classroom"}},
              {"aircraft", {"飞机", "aircraft"}},
              {"train_closed", {"全封闭空调列车", "train, closed carriage"}},
              {"train_open", {"普通列车", "train, open carriage"}},
              {"coach_closed", {"全封闭空调客车", "coach, closed"}},
              {"coach_ventilated", {"通风的客车", "coach, ventilated"}},
              {"ship", {"轮船", "ship"}}},
             "other"),
      choice("urgency", {"紧急程度", "urgency"},
             {{"urgent", {"紧急", "urgent"}},
              {"normal", {"一般", "normal"}},
              {"small", {"即办小事", "settled on the spot"}}},
             "normal"),
  };
}

}  // namespace

std::vector<FactDecl> facts() {
  auto out = person_facts();
  for (auto more : {area_facts(), place_facts(), movement_facts()}) {
    for (auto& fact : more) out.push_back(std::move(fact));
  }
  return out;
}

}  // namespace fx::policy::standard
