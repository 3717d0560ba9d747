#include "modules/sites/words.h"

#include <algorithm>
#include <array>

#include "base/json.h"
#include "base/text.h"
#include "modules/sites/sites.h"

namespace fx::sites {

std::string_view zh(Kind kind) {
  switch (kind) {
    case Kind::compound_gate:
      return "小区出入口";
    case Kind::village_entrance:
      return "村口";
    case Kind::checkpoint:
      return "卡口";
    case Kind::township_road:
      return "乡镇主要路口";
    case Kind::toll_booth:
      return "收费站";
    case Kind::school:
      return "学校";
    case Kind::kindergarten:
      return "幼儿园";
    case Kind::university:
      return "高校";
    case Kind::training:
      return "培训机构";
    case Kind::nursing_home:
      return "养老机构";
    case Kind::medical:
      return "医疗机构";
    case Kind::drug_store:
      return "药店";
    case Kind::market:
      return "农贸市场";
    case Kind::shop:
      return "商店";
    case Kind::restaurant:
      return "餐馆";
    case Kind::entertainment:
      return "文化娱乐场所";
    case Kind::enterprise:
      return "企业";
    case Kind::construction:
      return "建筑工地";
    case Kind::cold_chain:
      return "冷链单位";
    case Kind::transport:
      return "公共交通";
    case Kind::religious:
      return "宗教场所";
    case Kind::isolation_site:
      return "集中隔离点";
    case Kind::institution:
      return "其他单位";
  }
  return "";
}

std::string_view en(Kind kind) {
  switch (kind) {
    case Kind::compound_gate:
      return "compound gate";
    case Kind::village_entrance:
      return "village entrance";
    case Kind::checkpoint:
      return "checkpoint";
    case Kind::township_road:
      return "main approach of a township";
    case Kind::toll_booth:
      return "toll booth";
    case Kind::school:
      return "school";
    case Kind::kindergarten:
      return "kindergarten";
    case Kind::university:
      return "university";
    case Kind::training:
      return "training school";
    case Kind::nursing_home:
      return "nursing home";
    case Kind::medical:
      return "medical institution";
    case Kind::drug_store:
      return "drug store";
    case Kind::market:
      return "market";
    case Kind::shop:
      return "shop";
    case Kind::restaurant:
      return "restaurant";
    case Kind::entertainment:
      return "place of entertainment";
    case Kind::enterprise:
      return "enterprise";
    case Kind::construction:
      return "construction site";
    case Kind::cold_chain:
      return "cold-chain business";
    case Kind::transport:
      return "public transport";
    case Kind::religious:
      return "place of worship";
    case Kind::isolation_site:
      return "quarantine site";
    case Kind::institution:
      return "other institution";
  }
  return "";
}

namespace {

struct Word {
  std::string_view text;
  Kind kind;
};
constexpr std::array kWords{
    Word{"出入口", Kind::compound_gate},
    Word{"大门", Kind::compound_gate},
    Word{"正门", Kind::compound_gate},
    Word{"侧门", Kind::compound_gate},
    Word{"后门", Kind::compound_gate},
    Word{"东门", Kind::compound_gate},
    Word{"南门", Kind::compound_gate},
    Word{"西门", Kind::compound_gate},
    Word{"北门", Kind::compound_gate},
    Word{"号门", Kind::compound_gate},
    Word{"门岗", Kind::compound_gate},
    Word{"村口", Kind::village_entrance},
    Word{"寨门", Kind::village_entrance},
    Word{"卡口", Kind::checkpoint},
    Word{"卡点", Kind::checkpoint},
    Word{"检查点", Kind::checkpoint},
    Word{"检查站", Kind::checkpoint},
    Word{"检测点", Kind::checkpoint},
    Word{"执勤点", Kind::checkpoint},
    Word{"路口", Kind::township_road},
    Word{"收费站", Kind::toll_booth},
    Word{"小学", Kind::school},
    Word{"中学", Kind::school},
    Word{"学校", Kind::school},
    Word{"中专", Kind::school},
    Word{"职高", Kind::school},
    Word{"幼儿园", Kind::kindergarten},
    Word{"托儿所", Kind::kindergarten},
    Word{"托育", Kind::kindergarten},
    Word{"大学", Kind::university},
    Word{"学院", Kind::university},
    Word{"高校", Kind::university},
    Word{"培训", Kind::training},
    Word{"辅导", Kind::training},
    Word{"托管", Kind::training},
    Word{"驾校", Kind::training},
    Word{"养老", Kind::nursing_home},
    Word{"敬老院", Kind::nursing_home},
    Word{"福利院", Kind::nursing_home},
    Word{"护理院", Kind::nursing_home},
    Word{"医院", Kind::medical},
    Word{"诊所", Kind::medical},
    Word{"门诊", Kind::medical},
    Word{"卫生院", Kind::medical},
    Word{"卫生室", Kind::medical},
    Word{"卫生所", Kind::medical},
    Word{"卫生服务", Kind::medical},
    Word{"医务室", Kind::medical},
    Word{"医疗", Kind::medical},
    Word{"药店", Kind::drug_store},
    Word{"药房", Kind::drug_store},
    Word{"医药", Kind::drug_store},
    Word{"市场", Kind::market},
    Word{"菜场", Kind::market},
    Word{"集市", Kind::market},
    Word{"农贸", Kind::market},
    Word{"商店", Kind::shop},
    Word{"商铺", Kind::shop},
    Word{"商户", Kind::shop},
    Word{"商行", Kind::shop},
    Word{"超市", Kind::shop},
    Word{"便利店", Kind::shop},
    Word{"小卖部", Kind::shop},
    Word{"百货", Kind::shop},
    Word{"门市", Kind::shop},
    Word{"经营部", Kind::shop},
    Word{"专卖店", Kind::shop},
    Word{"水果店", Kind::shop},
    Word{"服装店", Kind::shop},
    Word{"五金店", Kind::shop},
    Word{"理发店", Kind::shop},
    Word{"美发店", Kind::shop},
    Word{"店铺", Kind::shop},
    Word{"餐馆", Kind::restaurant},
    Word{"餐厅", Kind::restaurant},
    Word{"餐饮", Kind::restaurant},
    Word{"饭店", Kind::restaurant},
    Word{"饭馆", Kind::restaurant},
    Word{"酒楼", Kind::restaurant},
    Word{"小吃", Kind::restaurant},
    Word{"烧烤", Kind::restaurant},
    Word{"火锅", Kind::restaurant},
    Word{"米线", Kind::restaurant},
    Word{"面馆", Kind::restaurant},
    Word{"早点", Kind::restaurant},
    Word{"食堂", Kind::restaurant},
    Word{"奶茶", Kind::restaurant},
    Word{"网吧", Kind::entertainment},
    Word{"影院", Kind::entertainment},
    Word{"影城", Kind::entertainment},
    Word{"棋牌", Kind::entertainment},
    Word{"酒吧", Kind::entertainment},
    Word{"歌厅", Kind::entertainment},
    Word{"KTV", Kind::entertainment},
    Word{"游艺", Kind::entertainment},
    Word{"健身", Kind::entertainment},
    Word{"浴室", Kind::entertainment},
    Word{"娱乐", Kind::entertainment},
    Word{"公司", Kind::enterprise},
    Word{"企业", Kind::enterprise},
    Word{"工厂", Kind::enterprise},
    Word{"厂", Kind::enterprise},
    Word{"合作社", Kind::enterprise},
    Word{"工地", Kind::construction},
    Word{"项目部", Kind::construction},
    Word{"冷库", Kind::cold_chain},
    Word{"冷链", Kind::cold_chain},
    Word{"冻品", Kind::cold_chain},
    Word{"车站", Kind::transport},
    Word{"客运", Kind::transport},
    Word{"公交", Kind::transport},
    Word{"交通", Kind::transport},
    Word{"寺", Kind::religious},
    Word{"庙", Kind::religious},
    Word{"教堂", Kind::religious},
    Word{"道观", Kind::religious},
    Word{"宗教", Kind::religious},
    Word{"隔离点", Kind::isolation_site},
    Word{"隔离酒店", Kind::isolation_site},
    Word{"集中隔离", Kind::isolation_site},
    Word{"其他", Kind::institution},
    Word{"机关", Kind::institution},
    Word{"单位", Kind::institution},
};

// The word that ends furthest to the right tells what something is: 学院路药店 sells drugs. Of two
// that end together the longer. What is in brackets at the end is no part of the name.
std::optional<Kind> by_last_word(std::string_view text) {
  std::optional<Kind> out;
  std::size_t end = 0;
  std::size_t length = 0;
  for (const auto& word : kWords) {
    const auto at = text.rfind(word.text);
    if (at == std::string_view::npos) continue;
    const auto stops = at + word.text.size();
    if (stops < end || (stops == end && word.text.size() <= length)) continue;
    out = word.kind;
    end = stops;
    length = word.text.size();
  }
  return out;
}

}  // namespace

std::optional<Kind> kind_in(std::string_view cell) {
  const auto text = normalise(cell);
  if (text.empty() || text.size() > 200) return std::nullopt;
  const auto folded = ascii_lower(text);
  for (int i = 0; i <= static_cast<int>(Kind::institution); ++i) {
    const auto kind = static_cast<Kind>(i);
    if (text == zh(kind) || folded == en(kind) || folded == json::enum_name(kind)) return kind;
  }
  return by_last_word(ascii_upper(text));
}

std::optional<Kind> kind_by_name(std::string_view name) {
  auto text = ascii_upper(normalise(name).substr(0, 400));
  if (const auto bracket = text.find('('); bracket != std::string::npos && bracket > 0) {
    text.resize(bracket);
  }
  return by_last_word(text);
}

std::string kind_names(bool chinese) {
  std::string out;
  for (int i = 0; i <= static_cast<int>(Kind::institution); ++i) {
    const auto kind = static_cast<Kind>(i);
    if (i > 0) out += chinese ? "、" : ", ";
    out += chinese ? zh(kind) : en(kind);
  }
  return out;
}

std::optional<bool> closed_in(std::string_view cell) {
  const auto text = ascii_lower(normalise(cell));
  const auto has = [&](std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return text.find(word) != std::string::npos; });
  };
  // What is denied comes first: 未复工, 不营业.
  if (has({"停业", "关停", "关闭", "歇业", "停工", "停课", "停用", "封闭", "未复", "未开", "未营业",
           "不营业", "注销", "暂停", "closed", "suspended"})) {
    return true;
  }
  if (has({"营业", "复工", "复课", "复产", "开放", "正常", "启用", "在用", "开业", "open"})) {
    return false;
  }
  return std::nullopt;
}

}  // namespace fx::sites
