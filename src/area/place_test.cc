#include "area/place.h"

#include <set>

#include <gtest/gtest.h>

#include "area/divisions.h"

namespace fx::area {
namespace {

struct Case {
  const char* text;
  const char* code;
  bool certain = true;
};

class Inland : public ::testing::TestWithParam<Case> {};

TEST_P(Inland, IsResolved) {
  const auto place = resolve_place(GetParam().text);
  EXPECT_EQ(place.code, GetParam().code) << GetParam().text;
  EXPECT_EQ(place.certain, GetParam().certain) << GetParam().text;
  EXPECT_FALSE(place.abroad) << GetParam().text;
}

// Every origin in a community's own list, a police list and declarations from a form.
INSTANTIATE_TEST_SUITE_P(Lists, Inland,
                         ::testing::Values(Case{"云南普洱", "5308"}, Case{"云南曲靖", "5303"},
                                           Case{"云南红河", "5325"}, Case{"云南昆明", "5301"},
                                           Case{"云南玉溪", "5304"}, Case{"福建泉州", "3505"},
                                           Case{"四川成都", "5101"}, Case{"贵州兴义", "522301"},
                                           Case{"浙江温州", "3303"}, Case{"湖南长沙", "4301"},
                                           Case{"广西百色", "4510"}, Case{"湖北武汉", "4201"},
                                           Case{"安徽合肥", "3401"}, Case{"湖北黄冈", "4211"},
                                           Case{"广东深圳", "4403"}, Case{"湖北省孝感市", "4209"}));

INSTANTIATE_TEST_SUITE_P(
    Forms, Inland,
    ::testing::Values(
        Case{"北京", "11"}, Case{"北京市", "11"}, Case{"武汉", "4201"}, Case{"武汉市", "4201"},
        Case{"上海浦东", "310115"}, Case{"上海市浦东新区", "310115"},
        Case{"内蒙古呼和浩特", "1501"}, Case{"内蒙呼和浩特市", "1501"}, Case{"恩施", "4228"},
        Case{"恩施州", "4228"}, Case{"恩施市", "422801"}, Case{"文山州", "5326"},
        Case{"文山", "5326"}, Case{"文山壮族苗族自治州", "5326"}, Case{"文山自治州", "5326"},
        Case{"文山市", "532601"}, Case{"文山县", "532601"}, Case{"云南省红河州蒙自市", "532503"},
        Case{"红河县", "532529"}, Case{"云南红河县", "532529"},
        Case{"广西壮族自治区百色市", "4510"}, Case{"广西省南宁", "4501"},
        Case{"新疆乌鲁木齐", "6501"}, Case{"宁夏银川", "6401"}, Case{"西藏拉萨", "5401"},
        Case{"湖北仙桃", "429004"}, Case{"湖北省潜江市", "429005"}, Case{"湖北神农架", "429021"},
        Case{"重庆万州", "500101"}, Case{"重庆市万州区", "500101"}, Case{"重庆云阳县", "500235"},
        Case{"海南海口", "4601"}, Case{"海南", "46"}, Case{"海南州", "6325"},
        Case{"青海海南", "6325"}, Case{"内蒙古乌海海南", "150303"}, Case{"吉林", "22"},
        Case{"吉林市", "2202"}, Case{"吉林吉林市", "2202"}, Case{"吉林省吉林市", "2202"},
        Case{"西安", "6101"}, Case{"中山", "4420"}, Case{"广东东莞虎门", "4419"},
        Case{"大理", "5329"}, Case{"大理市", "532901"}, Case{"黔西南州兴义市", "522301"},
        Case{"贵州黔西南", "5223"}, Case{"贵州黔西", "520581"}, Case{"房县", "420325"},
        Case{"湖北十堰房县", "420325"}, Case{"富宁县", "532628"}, Case{"恭城县", "450332"},
        Case{"恭城瑶族自治县", "450332"}, Case{"延边", "2224"}, Case{"江苏苏州昆山", "320583"},
        Case{"杭州市富阳市", "330111"}, Case{"河南镇平", "411324"}, Case{"浙江台州路桥", "331004"},
        Case{"唐山路北", "130203"}, Case{"哈尔滨道里", "230102"}, Case{"襄樊", "4206"},
        Case{"广西来宾", "4513"}, Case{"西双版纳", "5328"}, Case{"伊犁", "6540"},
        Case{"莫力达瓦旗", "150722"}, Case{"巴林左旗", "150422"}, Case{"辽宁朝阳", "2113"},
        Case{"北京朝阳", "110105"}, Case{"长春朝阳区", "220104"}, Case{"辽宁黑山", "210726"},
        Case{"朝阳市", "2113"}, Case{"武汉武昌", "420106"}, Case{"汉口", "4201"},
        Case{"甘南合作", "623001"}, Case{"青海海东平安", "630203"}, Case{"广东省深圳市", "4403"},
        Case{"香格里拉市", "533401"}));

INSTANTIATE_TEST_SUITE_P(
    AsPeopleType, Inland,
    ::testing::Values(
        Case{"湖北武汉务工返乡", "4201"}, Case{"从湖北武汉返回文山", "4201"},
        Case{"从江西返回", "36"}, Case{"从江苏苏州返回", "3205"}, Case{"从江县", "522633"},
        Case{"自贡", "5103"}, Case{"自武汉回云南文山", "4201"}, Case{"湖北 武汉", "4201"},
        Case{"湖北-武汉", "4201"}, Case{"湖北／武汉", "4201"}, Case{"湖北省，武汉市", "4201"},
        Case{"湖　北　武　汉", "4201"}, Case{"北 京", "11"}, Case{"武汉（湖北）", "4201"},
        Case{"武汉，湖北", "4201"}, Case{"在昆明打工", "5301"}, Case{"曾到过湖北黄冈", "4211"},
        Case{"2月3日由长沙乘火车", "4301"}, Case{"湖北武漢", "4201"}, Case{"雲南紅河", "5325"},
        Case{"廣東深圳市", "4403"}, Case{"中国湖北武汉", "4201"}, Case{"昆明市北京路", "5301"},
        Case{"长沙市中山路12号", "4301"}, Case{"文山市文山镇", "532601"}, Case{"上海地区", "31"},
        Case{"海南岛", "46"}, Case{"湖北武汉市江夏区", "420115"}, Case{"朝阳区，北京", "110105"},
        Case{"K499次 昆明", "5301"}, Case{"湖北·黄冈", "4211"}, Case{"青岛市南区", "370202"},
        Case{"山东济南市市中区", "370103"}, Case{"山东济南市中区", "370103"},
        Case{"延边朝鲜族州", "2224"}, Case{"博尔塔拉蒙古州", "6527"}, Case{"宁夏回族银川", "6401"},
        Case{"湖北.武汉", "4201"}));

INSTANTIATE_TEST_SUITE_P(
    NeverAGuess, Inland,
    ::testing::Values(
        Case{"朝阳区", "", false}, Case{"朝阳", "", false}, Case{"鼓楼区", "", false},
        Case{"江苏鼓楼区", "32", false}, Case{"城关区", "", false}, Case{"城区", "", false},
        Case{"东区", "", false}, Case{"兴义", "522301", false},  // a bare county and nothing else
        Case{"巴州", "", false}, Case{"新疆巴州", "6528"}, Case{"湖北武汉、云南昆明", "", false},
        Case{"湖北武汉、湖北孝感", "42", false}, Case{"", "", false}, Case{"不详", "", false},
        Case{"无", "", false}, Case{"外地", "", false}, Case{"本地", "", false},
        Case{"比如在家", "", false}, Case{"平安返乡", "", false}, Case{"合作社务工", "", false},
        Case{"沿海地区", "", false}, Case{"公安推送", "", false}, Case{"北京路12号", "", false},
        Case{"中山大道", "", false}, Case{"省直辖县级行政区划", "", false},
        Case{"市辖区", "", false}, Case{"县", "", false}));

TEST(Places, AbroadWithItsCountry) {
  const std::pair<const char*, const char*> cases[] = {
      {"缅甸", "MM"},          {"缅甸木姐", "MM"},     {"从越南回国", "VN"},
      {"越南河内", "VN"},      {"美国", "US"},         {"美国纽约", "US"},
      {"緬甸", "MM"},          {"泰國曼谷", "TH"},     {"印度", "IN"},
      {"印度尼西亚", "ID"},    {"印尼", "ID"},         {"老挝磨丁", "LA"},
      {"柬埔寨西港", "KH"},    {"韩国首尔", "KR"},     {"朝鲜", "KP"},
      {"蒙古国", "MN"},        {"蒙古", "MN"},         {"阿联酋迪拜", "AE"},
      {"刚果（金）", "CD"},    {"南非", "ZA"},         {"Myanmar", "MM"},
      {"from Viet Nam", "VN"}, {"VIETNAM", "VN"},      {"USA", "US"},
      {"U.S.A.", "US"},        {"UK", "GB"},           {"Papua New Guinea", "PG"},
      {"英国伦敦", "GB"},      {"俄罗斯莫斯科", "RU"}, {"罗马尼亚", "RO"},
      {"Türkiye", "TR"}};
  for (const auto& [text, country] : cases) {
    const auto place = resolve_place(text);
    EXPECT_TRUE(place.abroad) << text;
    EXPECT_EQ(place.country, country) << text;
    EXPECT_EQ(place.code, "") << text;
    EXPECT_TRUE(place.certain) << text;
  }
  EXPECT_EQ(resolve_place("国外"), (Place{"", true, "", true}));
  EXPECT_EQ(resolve_place("境外返回"), (Place{"", true, "", true}));
  EXPECT_EQ(resolve_place("香港"), (Place{"81", true, "HK", true}));
  EXPECT_EQ(resolve_place("中国香港特别行政区"), (Place{"81", true, "HK", true}));
  EXPECT_EQ(resolve_place("澳門"), (Place{"82", true, "MO", true}));
  EXPECT_EQ(resolve_place("台湾省台北"), (Place{"71", true, "TW", true}));
  // Both: came from abroad, but a person should look.
  EXPECT_EQ(resolve_place("云南瑞丽（缅甸入境）"), (Place{"", true, "MM", false}));
  // Words and parts of words are no countries.
  EXPECT_FALSE(resolve_place("us two").abroad);
  EXPECT_FALSE(resolve_place("Chinamen").known());
  EXPECT_EQ(resolve_place("黑山"), (Place{"", false, "", false}));  // or the county in Liaoning
  EXPECT_EQ(country_zh("MM"), "缅甸");
  EXPECT_EQ(country_en("MM"), "Myanmar");
  EXPECT_EQ(country_zh("CN"), "");
}

// Over all divisions: the official name gives exactly its code, and no shorter form ever gives the
// code of another place.
std::string without_kind(std::string_view name) {
  for (const std::string_view kind : {"自治州", "自治县", "新区", "省", "市", "县", "区"}) {
    if (name.size() >= kind.size() + 6 && name.substr(name.size() - kind.size()) == kind) {
      return std::string(name.substr(0, name.size() - kind.size()));
    }
  }
  return std::string(name);
}

bool leads_to(const std::string& found, std::string_view code) {
  return found.empty() || code.substr(0, found.size()) == found ||
         found.substr(0, code.size()) == code;
}

TEST(Places, EveryOfficialNameGivesItsCode) {
  for (const auto level : {Level::kProvince, Level::kCity, Level::kCounty}) {
    each_official(level, kCountry, [&](std::string_view code, std::string_view name) {
      if (!has_own_name(name)) return;
      const std::string full = official_full_name(code);
      const auto place = resolve_place(full);
      // 东莞市 and the like are their own only county.
      const bool twin =
          level == Level::kCounty && official_name(at_level(code, Level::kCity)) == name;
      EXPECT_EQ(place.code, twin ? code.substr(0, 4) : code) << full;
      EXPECT_TRUE(place.certain) << full;
    });
  }
}

TEST(Places, NoFormOfANameGivesAnotherPlace) {
  int exact = 0;
  int all = 0;
  each_official(Level::kCounty, kCountry, [&](std::string_view code, std::string_view name) {
    const std::string province = without_kind(*official_name(code.substr(0, 2)));
    const auto city_name = official_name(code.substr(0, 4));
    const std::string city = has_own_name(*city_name) ? without_kind(*city_name) : "";
    const std::string county = without_kind(name);
    const std::string full = official_full_name(code);
    for (const auto& text : {province + county, province + city + county, city + county,
                             province + std::string(name), std::string(name), county,
                             county + "务工返乡", "从" + province + city + county + "回来"}) {
      const auto place = resolve_place(text);
      // What everybody calls by the bare name is not the namesake: 海南 is the province.
      if (text == county && !leads_to(place.code, code)) {
        static const std::set<std::string> kNamesakes = {"海南", "河南蒙古族", "河北", "西安",
                                                         "中山", "大同",       "资阳", "甘南"};
        EXPECT_TRUE(kNamesakes.count(text) != 0) << text << " " << code << " " << place.code;
        continue;
      }
      if (text.find(county + "务工") == 0 || place.abroad) continue;
      EXPECT_TRUE(leads_to(place.code, code)) << text << " " << code << " " << place.code;
      // The county of its city's own name (承德市承德县) is the only one that cannot be told.
      const bool tellable = city != county && full.find("自治") == std::string::npos;
      if (text == province + city + county && tellable) {
        ++all;
        exact += place.code == code ? 1 : 0;
      }
    }
  });
  EXPECT_GE(exact * 1000, all * 995);
}

TEST(Places, LongAndBrokenTextsAreRead) {
  EXPECT_EQ(resolve_place("湖北武汉" + std::string(1000000, 'x')).code, "4201");
  EXPECT_EQ(resolve_place("\xff\xfe湖北\xe6\xad武汉").code, "4201");
  EXPECT_FALSE(resolve_place(std::string(1000, '\0')).known());
}

}  // namespace
}  // namespace fx::area
