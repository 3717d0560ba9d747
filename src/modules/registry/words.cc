#include "modules/registry/words.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/json.h"
#include "base/text.h"

namespace fx::registry {
namespace {

struct RelationWords {
  Relation relation;
  std::string_view zh;
  std::string_view en;
  std::string_view words;  // with blanks between
};
// GB/T 4761-2008 (codes of family relations) names most of these; the rest is how offices write.
constexpr std::array<RelationWords, 16> kRelations{{
    {Relation::unknown, "", "", ""},
    {Relation::head, "户主", "head of household",
     "户主 本人 房主 业主 本户户主 产权人 HEAD SELF OWNER"},
    {Relation::spouse, "配偶", "spouse",
     "配偶 妻 妻子 夫 丈夫 老婆 老公 爱人 户主妻子 户主丈夫 夫妻 夫妇 SPOUSE WIFE HUSBAND"},
    {Relation::son, "子", "son",
     "子 儿子 长子 次子 二子 幼子 大子 小子 三子 四子 五子 独生子 独子 养子 继子 小儿子 大儿子 "
     "二儿子 男孩 SON"},
    {Relation::daughter, "女", "daughter",
     "女 女儿 长女 次女 二女 幼女 大女 小女 三女 四女 五女 独生女 独女 养女 继女 小女儿 大女儿 "
     "二女儿 女孩 DAUGHTER"},
    {Relation::father, "父", "father", "父 父亲 爸爸 爸 老父 继父 养父 FATHER"},
    {Relation::mother, "母", "mother", "母 母亲 妈妈 妈 老母 继母 养母 MOTHER"},
    {Relation::grandchild, "孙辈", "grandchild",
     "孙 孙子 孙女 外孙 外孙子 外孙女 长孙 次孙 曾孙 曾孙子 曾孙女 重孙 孙辈 GRANDCHILD GRANDSON"
     " GRANDDAUGHTER"},
    {Relation::grandparent, "祖辈", "grandparent",
     "祖父 祖母 爷爷 奶奶 外祖父 外祖母 外公 外婆 姥姥 姥爷 曾祖父 曾祖母 祖辈 GRANDPARENT"},
    {Relation::sibling, "兄弟姐妹", "sibling",
     "兄 弟 姐 妹 哥哥 弟弟 姐姐 妹妹 兄弟 姐妹 兄弟姐妹 哥 姊 SIBLING BROTHER SISTER"},
    {Relation::child_in_law, "儿媳/女婿", "child-in-law",
     "儿媳 媳妇 儿媳妇 女婿 孙媳 孙女婿 孙媳妇 儿媳/女婿"},
    {Relation::parent_in_law, "配偶父母", "parent-in-law",
     "岳父 岳母 公公 婆婆 公婆 丈人 丈母娘 配偶父母 家公 家婆"},
    {Relation::relative, "其他亲属", "other relative",
     "亲属 亲戚 其他亲属 侄子 侄女 侄 外甥 外甥女 叔叔 伯父 叔父 姑姑 姨 舅舅 舅父 嫂子 弟媳 姐夫"
     " 妹夫 表兄 表弟 表姐 表妹 堂兄 堂弟 RELATIVE"},
    {Relation::tenant, "租户", "tenant",
     "租户 租客 承租人 租住 租赁 租房 出租 房客 合租 租住户 租住人员 TENANT"},
    {Relation::carer, "保姆/护工", "carer", "保姆 护工 家政 住家保姆 保姆/护工 CARER"},
    {Relation::other, "其他", "other",
     "其他 其它 非亲属 朋友 同事 同学 寄居 借住 雇工 集体户 OTHER"},
}};

struct FlagWords {
  Flag flag;
  std::string_view zh;
  std::string_view en;
  std::string_view words;  // with blanks between; the first that is contained counts
};
// Longer words before those that they contain.
constexpr std::array<FlagWords, 19> kFlags{{
    {Flag::aged_alone, "独居老人", "elderly living alone",
     "独居老人 独居老年人 空巢老人 孤寡老人 空巢 独居 孤寡"},
    {Flag::aged_left_behind, "留守老人", "left-behind elderly", "留守老人 留守老年人"},
    {Flag::child_left_behind, "留守儿童", "left-behind child", "留守儿童 困境儿童"},
    {Flag::aged_80, "80岁以上", "aged 80 or more",
     "80岁以上 80周岁以上 80岁及以上 80以上 八十岁以上 高龄老人 高龄 90岁以上 80岁"},
    {Flag::destitute, "特困人员", "destitute", "特困供养 特困人员 特困 五保户 五保"},
    {Flag::low_income, "低保", "low income",
     "低保户 低保边缘 低保 低收入 贫困户 建档立卡 脱贫户 困难户 监测户"},
    {Flag::mental_illness, "精神障碍", "mental illness",
     "精神障碍 精神病 精神残疾 严重精神障碍 重精 精神疾病"},
    {Flag::disabled, "残疾", "disabled", "残疾人 残疾 重残 一级残 二级残 肢残 视残 聋哑"},
    {Flag::bedridden, "失能卧床", "bedridden", "失能 卧床 瘫痪 植物人 半失能"},
    {Flag::chronic, "慢性病", "chronic disease",
     "慢性病 慢病 高血压 糖尿病 心脏病 基础病 基础疾病 基础性疾病 透析 肿瘤 癌症 冠心病 哮喘"
     " 尿毒症"},
    {Flag::pregnant, "孕妇", "pregnant", "孕产妇 孕妇 怀孕 孕期 待产"},
    {Flag::infant, "婴幼儿", "infant", "婴幼儿 婴儿 幼儿 3岁以下 新生儿"},
    {Flag::veteran, "退役军人", "veteran", "退役军人 退伍军人 优抚对象 军属 烈属 优抚"},
    {Flag::party_member, "党员", "party member", "中共党员 党员"},
    {Flag::floating, "流动人口", "floating population",
     "流动人口 外来人口 外来务工 流入人口 暂住人口 暂住"},
    {Flag::away, "外出", "away", "外出务工 外出人员 在外务工 外出 在外"},
    {Flag::lives_elsewhere, "人户分离", "lives elsewhere", "人户分离 户在人不在 空挂户 挂户"},
    {Flag::landlord, "房东", "landlord", "房东 出租户"},
    {Flag::foreigner, "境外人员", "foreigner", "境外人员 外籍 外国人 港澳台"},
}};

template <class F>
void each_word(std::string_view words, const F& visit) {
  while (!words.empty()) {
    const auto end = std::min(words.find(' '), words.size());
    if (end > 0 && visit(words.substr(0, end))) return;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
}

bool same_word(std::string_view words, std::string_view text) {
  bool found = false;
  each_word(words, [&](std::string_view word) { return found = found || word == text; });
  return found;
}

bool contains_one(std::string_view words, std::string_view text) {
  bool found = false;
  each_word(words, [&](std::string_view word) {
    return found = found || text.find(word) != std::string_view::npos;
  });
  return found;
}

bool starts_with(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

bool says_nothing(std::string_view text) {
  static constexpr std::array<std::string_view, 12> kNothing{
      "无", "没有", "/", "-", "—", "正常", "普通", "一般", "常住", "常住人口", "否", "0"};
  return text.empty() || std::find(kNothing.begin(), kNothing.end(), text) != kNothing.end();
}

std::string key_of(std::string_view text) {
  std::string out;
  for (const char c : ascii_upper(to_simplified(normalise(text)))) {
    if (c != ' ') out += c;
  }
  return out;
}

}  // namespace

Flags flags_of(const std::vector<Flag>& list) {
  Flags out = 0;
  for (const auto flag : list) out |= bit(flag);
  return out;
}

std::vector<Flag> list_of(Flags flags) {
  std::vector<Flag> out;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Flag>>([&](auto d) {
    if ((flags & bit(d.value)) != 0) out.push_back(d.value);
  });
  return out;
}

std::string_view zh(Relation relation) {
  return kRelations.at(static_cast<std::size_t>(relation)).zh;
}
std::string_view en(Relation relation) {
  return kRelations.at(static_cast<std::size_t>(relation)).en;
}
std::string_view zh(Flag flag) {
  for (const auto& f : kFlags) {
    if (f.flag == flag) return f.zh;
  }
  return {};
}
std::string_view en(Flag flag) {
  for (const auto& f : kFlags) {
    if (f.flag == flag) return f.en;
  }
  return {};
}

std::optional<Relation> read_relation(std::string_view text) {
  std::string key = key_of(text);
  // "户主之子", "户主的母亲", "之女".
  for (const std::string_view start : {"户主之", "户主的", "系户主", "之"}) {
    if (starts_with(key, start) && key.size() > start.size()) {
      key.erase(0, start.size());
      break;
    }
  }
  for (const auto& r : kRelations) {
    if (same_word(r.words, key)) return r.relation;
  }
  return std::nullopt;
}

Categories read_categories(std::string_view text) {
  Categories out;
  const std::string clean = normalise(text);
  static constexpr std::string_view kSeparators = "、,;/|+ \n";
  const auto take = [&](std::string_view word) {
    const std::string key = key_of(word);
    if (says_nothing(key)) return;
    Flags flags = 0;
    std::string rest = key;
    for (const auto& f : kFlags) {
      each_word(f.words, [&](std::string_view w) {
        const auto at = rest.find(w);
        if (at == std::string::npos) return false;
        flags |= bit(f.flag);
        // So that 精神残疾 is not also 残疾.
        std::fill_n(rest.begin() + static_cast<std::ptrdiff_t>(at), w.size(), '\n');
        return true;
      });
    }
    if (flags == 0) {
      if (!out.unknown.empty()) out.unknown += "、";
      out.unknown += word;
    }
    out.flags |= flags;
  };
  std::string word;
  for (std::size_t at = 0; at < clean.size();) {
    const std::size_t begin = at;
    next_code_point(clean, at);
    const auto piece = std::string_view(clean).substr(begin, at - begin);
    if (kSeparators.find(piece) != std::string_view::npos || piece == "，" || piece == "；") {
      take(word);
      word.clear();
    } else {
      word += piece;
    }
  }
  take(word);
  return out;
}

bool says_empty(std::string_view text) {
  const std::string key = key_of(text);
  return contains_one("空置 空房 空户 无人居住 无人住 未入住 未住人 没人住 闲置 无住户 空关", key);
}

}  // namespace fx::registry
