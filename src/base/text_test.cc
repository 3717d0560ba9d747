#include "base/text.h"

#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace fx {
namespace {

TEST(Utf8, RefusesOverlongSurrogatesAndTornSequences) {
  for (const std::string_view bad :
       {std::string_view("\xC0\x80"), std::string_view("\xC1\xBF"),
        std::string_view("\xE0\x80\x80"), std::string_view("\xE0\x9F\xBF"),
        std::string_view("\xF0\x80\x80\x80"), std::string_view("\xF0\x8F\xBF\xBF"),
        std::string_view("\xED\xA0\x80"), std::string_view("\xED\xBF\xBF"),
        std::string_view("\xF4\x90\x80\x80"), std::string_view("\xF5\x80\x80\x80"),
        std::string_view("\x80"), std::string_view("\xE4\xBD"), std::string_view("\xE4"),
        std::string_view("\xFF")}) {
    EXPECT_FALSE(is_utf8(bad));
  }
  EXPECT_TRUE(is_utf8("a\u00e9中𠮷\U0010FFFF\uD7FF\uE000"));
}

TEST(Utf8, TornSequenceCostsNoGoodCharacter) {
  EXPECT_EQ(to_code_points("\xE4\xBD"
                           "a中"),
            U"\uFFFD\uFFFDa中");
  EXPECT_EQ(code_point_count("买买提·𠮷"), 5U);
}

TEST(Normalise, MakesOneFormOfTextsThatLookTheSame) {
  EXPECT_EQ(normalise("１３９－１７２３"), "139-1723");
  EXPECT_EQ(normalise("  a\t\u3000\u00A0\n b\u2003"), "a b");
  EXPECT_EQ(normalise("'532601"), "532601");
  EXPECT_EQ(normalise("\u2018532601"), "532601");
  EXPECT_EQ(normalise("O'Neil"), "O'Neil");
  EXPECT_EQ(normalise("张\u200B三\uFEFF"), "张三");
  EXPECT_EQ(normalise("葛\U000E0100城"), "葛城") << "variation selector";
  EXPECT_EQ(normalise("3\u2013"
                      "2\u2014"
                      "1\u2212"
                      "0"),
            "3-2-1-0");
  EXPECT_EQ(normalise("①栋⼭⽔㎡"), "1栋山水m2") << "circled digits, Kangxi radicals, units";
  EXPECT_EQ(normalise("（甲）"), "(甲)");
  EXPECT_EQ(normalise("\x01\x02"), "");
  EXPECT_EQ(normalise("中\xFF"), "中\uFFFD");
  EXPECT_EQ(normalise(""), "");
}

TEST(NormaliseName, ClosesGapsAndUnifiesTheDot) {
  EXPECT_EQ(normalise_name("郭 雨"), "郭雨");
  EXPECT_EQ(normalise_name("郭\u3000　雨 "), "郭雨");
  for (const auto* name : {"买买提·艾力", "买买提•艾力", "买买提・艾力", "买买提.艾力",
                           "买买提．艾力", "买买提 · 艾力", "买买提‧艾力"}) {
    EXPECT_EQ(normalise_name(name), "买买提·艾力");
  }
  EXPECT_EQ(normalise_name("John  Smith Jr."), "John Smith Jr.");
}

TEST(ToSimplified, UsesPhrasesAndLeavesWhatIsSimple) {
  EXPECT_EQ(to_simplified("張偉"), "张伟");
  EXPECT_EQ(to_simplified("皇后後面"), "皇后后面");
  EXPECT_EQ(to_simplified("乾隆"), "乾隆");
  EXPECT_EQ(to_simplified("乾淨"), "干净");
  EXPECT_EQ(to_simplified("里布嘎社区𠮷"), "里布嘎社区𠮷");
  EXPECT_EQ(to_simplified(""), "");
}

// The shortcut for texts no character of which can change must not miss any: each character of
// the planes OpenCC knows, by itself and at the end of a text that does change.
TEST(ToSimplified, ShortcutMissesNoCharacter) {
  int changed = 0;
  for (char32_t c = 0x3400; c < 0xA000; ++c) {
    const std::string alone = to_utf8(std::u32string(1, c));
    const std::string long_way = to_simplified("張\n" + alone);
    const std::string quick = to_simplified(alone);
    ASSERT_EQ(long_way, "张\n" + quick) << alone;
    changed += quick != alone ? 1 : 0;
  }
  EXPECT_GT(changed, 2000);
}

TEST(ToSimplified, ServesManyThreadsAtOnce) {
  std::vector<std::thread> threads;
  std::vector<int> wrong(4, 0);
  for (std::size_t t = 0; t < wrong.size(); ++t) {
    threads.emplace_back([&wrong, t] {
      for (int i = 0; i < 2000; ++i) {
        if (to_simplified("劉麗" + std::to_string(i % 300)) != "刘丽" + std::to_string(i % 300)) {
          ++wrong[t];
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(4, 0));
}

TEST(NameKey, IsTheSameForSpellingsOfOneName) {
  EXPECT_EQ(name_key("矦宝林"), name_key("侯寶林"));
  EXPECT_EQ(name_key("𠮷野"), name_key("吉野"));
  EXPECT_EQ(name_key("买买提·艾力"), name_key("买买提艾力"));
  EXPECT_NE(name_key("李喆"), name_key("李哲"));
}

TEST(ChineseNumber, ReadsValuesAndDigitStrings) {
  const std::vector<std::pair<std::string, int>> good{{"〇", 0},
                                                      {"零", 0},
                                                      {"一", 1},
                                                      {"两", 2},
                                                      {"十", 10},
                                                      {"十二", 12},
                                                      {"二十", 20},
                                                      {"二十一", 21},
                                                      {"廿三", 23},
                                                      {"卅", 30},
                                                      {"一百", 100},
                                                      {"一百零三", 103},
                                                      {"一百一十", 110},
                                                      {"一百三", 130},
                                                      {"两百五十", 250},
                                                      {"一千零一", 1001},
                                                      {"一千零二十", 1020},
                                                      {"一万二千", 12000},
                                                      {"十万", 100000},
                                                      {"八〇一", 801},
                                                      {"一〇〇二", 1002},
                                                      {"二〇二〇", 2020},
                                                      {"叁", 3}};
  for (const auto& [text, value] : good) EXPECT_EQ(chinese_number(text), value) << text;
  for (const auto* text : {"", "百", "万", "十百", "二三百", "一十十", "一2", "甲", "百合",
                           "一二三四五六七八九", "一百百"}) {
    EXPECT_FALSE(chinese_number(std::string_view(text))) << text;
  }
}

TEST(PlaceKey, TellsNumbersFromNames) {
  EXPECT_EQ(place_key("第十一网格"), place_key("第11网格"));
  EXPECT_EQ(place_key("某某村三组"), place_key("某某村 3组"));
  EXPECT_EQ(place_key("第０２网格"), "第2网格");
  EXPECT_NE(place_key("第十一网格"), place_key("第一网格"));
  EXPECT_EQ(place_key("七花小区"), "七花小区");
  EXPECT_EQ(place_key("五一路"), "五一路");
  EXPECT_EQ(place_key("b區"), "B区");
}

TEST(EditDistance, CountsCodePointsUpToItsLimit) {
  EXPECT_EQ(edit_distance("滨河花园", "滨和花园", 3), 1);
  EXPECT_EQ(edit_distance("滨河花园", "滨河园", 3), 1);
  EXPECT_EQ(edit_distance("上里布嘎", "下里布嘎", 1), 1);
  EXPECT_EQ(edit_distance("𠮷", "吉", 3), 1);
  EXPECT_EQ(edit_distance("", "三字经", 3), 3);
  EXPECT_EQ(edit_distance("", "三字经", 2), 3);
  EXPECT_EQ(edit_distance("kitten", "sitting", 5), 3);
  EXPECT_EQ(edit_distance("kitten", "sitting", 1), 2) << "limit + 1";
  EXPECT_EQ(edit_distance("a", "a", 0), 0);
}

TEST(IsAllHan, KnowsRareCharactersAndNothingElse) {
  EXPECT_TRUE(is_all_han("張𠮷〇"));
  EXPECT_FALSE(is_all_han("张 三"));
  EXPECT_FALSE(is_all_han("买·买"));
  EXPECT_FALSE(is_all_han(""));
}

}  // namespace
}  // namespace fx
