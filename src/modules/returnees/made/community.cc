#include "modules/returnees/made/community.h"

#include <set>

#include "base/id_number.h"
#include "base/text.h"

namespace fx::made {

std::string two(int n) { return n < 10 ? "0" + std::to_string(n) : std::to_string(n); }

std::string make_id(Dice& dice, const std::vector<std::string>& areas, bool male, int born_from,
                    int born_to) {
  std::string id = dice.pick(areas) + std::to_string(dice.from(born_from, born_to)) +
                   two(dice.from(1, 12)) + two(dice.from(1, 28));
  const int serial = dice.from(1, 499) * 2 + (male ? 1 : 0);
  id += (serial < 10 ? "00" : serial < 100 ? "0" : "") + std::to_string(serial);
  return id + id_check_digit(id);
}

namespace {

std::string make_name(Dice& dice, const std::string& surname) {
  static const std::vector<std::string> kGiven{
      "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "涛", "明",
      "超", "霞", "平", "刚", "桂", "英", "华", "玉", "兰", "红", "建", "国", "春", "梅", "秀",
      "珍", "海", "燕", "波", "宁", "福", "生", "龙", "凤", "琴", "云", "莲", "真", "环", "雪",
      "荣", "爱", "妹", "霭", "斌", "彤", "浩", "宇", "轩", "梓", "涵", "欣", "怡", "子", "墨"};
  std::string name = surname + dice.pick(kGiven);
  if (!dice.one_in(5)) name += dice.pick(kGiven);
  return name;
}

std::string make_phone(Dice& dice) {
  static const std::vector<std::string> kStart{"130", "135", "138", "139", "150", "152",
                                               "158", "177", "181", "186", "189", "199"};
  std::string phone = dice.pick(kStart);
  for (int i = 0; i < 8; ++i) phone += static_cast<char>('0' + dice.below(10));
  return phone;
}

}  // namespace

Truth make_community(std::uint64_t seed, int homes_wanted) {
  Dice dice(seed * 2 + 1);
  Truth t;
  struct Where {
    std::string code, name, province, city;
    std::vector<std::string> areas;
    std::vector<std::string> other_city, same_city;
  };
  static const std::vector<Where> kWhere{
      {"450103002007",
       "茶花社区",
       "广西",
       "南宁",
       {"450103", "450105", "450122"},
       {"广西柳州", "广西桂林市", "桂林", "广西百色"},
       {"南宁市", "广西南宁"}},
      {"610113006011",
       "翠华路社区",
       "陕西",
       "西安",
       {"610113", "610104", "610125"},
       {"陕西咸阳", "陕西省宝鸡市", "渭南", "榆林"},
       {"西安市", "陕西西安"}},
      {"430421103204",
       "清泉村",
       "湖南",
       "衡阳",
       {"430421", "430422", "430408"},
       {"湖南长沙", "湖南省株洲市", "湖南岳阳", "邵阳"},
       {"衡阳市", "湖南衡阳"}},
      {"510107021003",
       "桐梓林社区",
       "四川",
       "成都",
       {"510107", "510105", "510122"},
       {"四川绵阳", "四川省宜宾市", "泸州", "四川南充"},
       {"成都市", "四川成都"}},
      {"533102101202",
       "芒岗村",
       "云南",
       "德宏",
       {"533102", "533103", "533122"},
       {"云南昆明", "昆明", "云南大理", "云南省曲靖市", "云南红河"},
       {"云南德宏"}}};
  const Where& where = dice.pick(kWhere);
  t.community = where.code;
  t.community_name = where.name;
  t.province = where.province;
  t.city = where.city;

  // Compounds: a few of each kind.
  std::vector<std::string> estates{"金沙湾",     "翠湖名邸",       "锦绣华府",     "和平里",
                                   "望江花苑",   "东风小区",       "纺织厂家属院", "春晓苑北区",
                                   "春晓苑南区", "华府一期",       "华府二期",     "阳光水岸",
                                   "8号公馆",    "棉纺厂宿舍",     "幸福路12号院", "九龙新城",
                                   "三里屯花园", "第二医院家属区", "南湖国际",     "万和城"};
  std::vector<std::string> groups{"上坪组", "李家湾", "大塘屯", "那坡屯", "一组",   "二组",
                                  "三组",   "十一组", "新寨",   "老屋场", "石桥头", "七里冲",
                                  "白沙坡", "马家台", "东头队", "西头队"};
  dice.shuffle(estates);
  dice.shuffle(groups);
  const int estate_count = dice.from(1, 5);
  const int group_count = dice.from(estate_count == 1 ? 1 : 0, 4);
  for (int i = 0; i < estate_count; ++i) {
    t.compounds.push_back(
        {estates[static_cast<std::size_t>(i)], dice.one_in(3) ? Kind::kNoUnits : Kind::kUnits});
  }
  const bool heads_only = dice.one_in(4);
  for (int i = 0; i < group_count; ++i) {
    t.compounds.push_back({groups[static_cast<std::size_t>(i)],
                           heads_only && i == 0 ? Kind::kHeads : Kind::kHouseNumbers});
  }
  const bool split_grids = dice.one_in(2);
  static const std::vector<std::string> kSurnames{
      "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡",
      "郭", "何", "高", "林", "罗", "郑", "梁", "谢", "宋", "唐", "许", "韦", "覃", "莫", "欧阳"};
  std::set<std::string> ids;
  std::set<std::string> names_of_heads;
  const int each = std::max(3, homes_wanted / static_cast<int>(t.compounds.size()));
  int next_grid = 1;
  for (std::size_t c = 0; c < t.compounds.size(); ++c) {
    const Compound& compound = t.compounds[c];
    const bool letters = compound.kind == Kind::kUnits && dice.one_in(4);
    const bool split = split_grids && dice.one_in(2);
    const int first_grid = next_grid;
    next_grid += split ? 2 : dice.one_in(3) ? 0 : 1;
    if (c + 1 == t.compounds.size()) next_grid = first_grid + 1;
    for (int h = 0; h < each; ++h) {
      Home home;
      home.compound = c;
      home.grid = first_grid + (split && h * 2 >= each ? 1 : 0);
      const int building = 1 + h / 12;
      if (compound.kind == Kind::kUnits || compound.kind == Kind::kNoUnits) {
        home.building = letters ? std::string(1, static_cast<char>('A' + building - 1))
                                : std::to_string(building + (c % 2 == 0 ? 0 : 8));
        const int within = h % 12;
        const bool units = compound.kind == Kind::kUnits;
        if (units) home.unit = std::to_string(1 + within / 6);
        const int floor = 1 + (within % 6) / 2 + (building % 3 == 0 ? 9 : 0);
        home.room = std::to_string(floor * 100 + 1 + within % 2 + (units ? 0 : 2 * (within / 6)));
      } else if (compound.kind == Kind::kHouseNumbers) {
        home.room = std::to_string(1 + h + (c % 3) * 30);
      }
      const int size = compound.kind != Kind::kHeads && dice.one_in(15) ? 0 : dice.from(1, 5);
      const std::string surname = dice.pick(kSurnames);
      static const std::vector<std::pair<std::string, int>> kFamily{
          {"户主", -1}, {"配偶", -1}, {"子", 1}, {"女", 0}, {"母", 0}};
      const bool male_head = dice.one_in(2);
      for (int p = 0; p < size; ++p) {
        Human human;
        const auto& [relation, sex] = kFamily[static_cast<std::size_t>(p)];
        human.relation = relation;
        human.male = sex >= 0 ? sex == 1 : (p == 0) == male_head;
        const bool own = p == 1 || p == 4;
        const int born = p < 2 ? 1965 : p < 4 ? 1992 : 1938;
        do {
          human.name = make_name(dice, own ? dice.pick(kSurnames) : surname);
        } while (p == 0 && !names_of_heads.insert(human.name).second);
        for (const auto other : home.people) {
          if (t.people[other].name == human.name) human.name += "琪";
        }
        do {
          human.id = make_id(dice, where.areas, human.male, born, born + 20);
        } while (!ids.insert(human.id).second);
        if (!dice.one_in(6)) human.phone = make_phone(dice);
        human.home = t.homes.size();
        home.people.push_back(t.people.size());
        t.people.push_back(std::move(human));
      }
      t.homes.push_back(std::move(home));
    }
  }
  t.residents = t.people.size();

  // Who came back: some households whole, some people alone, some strangers.
  static const std::vector<std::string> kHubei{"湖北武汉", "湖北省孝感市", "武汉市", "湖北黄冈",
                                               "湖北省"};
  std::vector<std::string> provinces{"广东深圳", "浙江杭州", "福建省泉州市", "北京",
                                     "上海市",   "江苏苏州", "新疆",         "内蒙古呼和浩特"};
  if (where.province != "四川") provinces.emplace_back("四川成都");
  if (where.province != "广西") provinces.emplace_back("广西桂林");
  const Day first = *parse_day("2020-02-08");
  const auto trip = [&](std::size_t human, bool registered, const std::string& origin,
                        const std::string& person_class, Day day) {
    t.trips.push_back({human, registered, origin, person_class, day});
  };
  const auto journey = [&]() -> std::pair<std::string, std::string> {
    const int kind = dice.below(10);
    if (kind < 2) return {dice.pick(kHubei), "hubei"};
    if (kind < 5) return {dice.pick(provinces), "other_province"};
    if (kind < 9) return {dice.pick(where.other_city), "other_city"};
    return {dice.pick(where.same_city), ""};
  };
  for (std::size_t h = 0; h < t.homes.size(); ++h) {
    if (t.homes[h].people.empty() || !dice.one_in(6)) continue;
    const auto [origin, person_class] = journey();
    const Day day = first + dice.below(18);
    for (const auto human : t.homes[h].people) {
      if (human == t.homes[h].people.front() || dice.one_in(2)) {
        trip(human, true, origin, person_class, day);
      }
    }
  }
  const int strangers = dice.from(0, 4);
  for (int i = 0; i < strangers; ++i) {
    Human human;
    human.male = dice.one_in(2);
    human.name = make_name(dice, "尉迟");
    human.id = make_id(dice, where.areas, human.male, 1960, 2000);
    human.phone = make_phone(dice);
    human.home = static_cast<std::size_t>(dice.below(static_cast<int>(t.homes.size())));
    const auto [origin, person_class] = journey();
    trip(t.people.size(), false, origin, person_class, first + dice.below(18));
    t.people.push_back(std::move(human));
  }
  return t;
}

}  // namespace fx::made
