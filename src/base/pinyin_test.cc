#include "base/pinyin.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/text.h"

namespace fx {
namespace {

TEST(Readings, PutTheUsualOneFirst) {
  EXPECT_EQ(readings(U'丁').front(), "ding");
  EXPECT_EQ(readings(U'女').front(), "nv");
  EXPECT_TRUE(readings(U'a').empty());
  EXPECT_TRUE(readings(U'𪚥').empty());
}

TEST(PinyinKey, ReadsSurnamesAsSurnames) {
  EXPECT_EQ(pinyin_key("单雄信"), "shanxiongxin");
  EXPECT_EQ(pinyin_key("單雄信"), "shanxiongxin");
  EXPECT_EQ(pinyin_key("仇英"), "qiuying");
  EXPECT_EQ(pinyin_key("曾国藩"), "zengguofan");
  EXPECT_EQ(pinyin_key("万俟卨"), "moqixie");
  EXPECT_EQ(pinyin_key("张单"), "zhangdan") << "only in front";
  EXPECT_EQ(pinyin_key("吕布"), "lvbu");
}

TEST(PinyinKey, DoesNotDependOnSpacesOrWidth) {
  EXPECT_EQ(pinyin_key("郭 雨"), "guoyu");
  EXPECT_EQ(pinyin_key("Ｊohn　Smith"), "johnsmith");
  EXPECT_EQ(pinyin_key("买买提·艾力"), pinyin_key("买买提.艾力"));
  EXPECT_EQ(pinyin_key(""), "");
}

TEST(PinyinKey, KeepsCharactersItCannotRead) {
  EXPECT_EQ(pinyin_key("张𪚥"), "zhang𪚥");
  EXPECT_EQ(pinyin_key("𠮷野"), "jiye") << "the variant of 吉";
}

TEST(PinyinInitials, BeginWithTheUsualReading) {
  EXPECT_EQ(pinyin_initials("张伟"), std::vector<std::string>{"zw"});
  const auto shan = pinyin_initials("单雄信");
  EXPECT_EQ(shan.front(), "sxx");
  EXPECT_NE(std::find(shan.begin(), shan.end(), "dxx"), shan.end());
}

TEST(PinyinInitials, StayFewForNamesOfManyReadings) {
  const auto all = pinyin_initials("单乐重行长朝单乐重行长朝");
  EXPECT_LE(all.size(), kMaxInitials);
  for (const auto& initials : all) EXPECT_EQ(initials.size(), 12U);
  EXPECT_EQ(pinyin_initials("···"), std::vector<std::string>{""});
}

TEST(SameSound, TakesHomophonesForEqual) {
  EXPECT_TRUE(same_sound("丁梅", "丁玫"));
  EXPECT_TRUE(same_sound("张伟", "章玮"));
  EXPECT_TRUE(same_sound("韩乐", "韩勒")) << "one of the readings of 乐";
  EXPECT_FALSE(same_sound("丁梅", "丁"));
  EXPECT_FALSE(same_sound("", ""));
  EXPECT_FALSE(same_sound("单丽", "丹丽")) << "单 is shan in front";
  EXPECT_FALSE(same_sound("张𪚥", "张龙"));
  EXPECT_TRUE(same_sound("张𪚥", "章𪚥"));
}

TEST(SameSound, FuzzyEarHearsAsSpeakersSpeak) {
  const std::vector<std::pair<std::string, std::string>> pairs{
      {"李珍", "李曾"}, {"张三", "臧三"}, {"王初", "王粗"}, {"石磊", "司磊"},
      {"李娜", "李拉"}, {"陈林", "陈玲"}, {"郑敏", "郑明"}, {"张兰", "张狼"}};
  for (const auto& [a, b] : pairs) {
    EXPECT_TRUE(same_sound(a, b, Ear::kFuzzy)) << a << b;
    EXPECT_FALSE(same_sound(a, b, Ear::kExact)) << a << b;
  }
  EXPECT_FALSE(same_sound("李伟", "李丽", Ear::kFuzzy));
}

TEST(NameSimilarity, IsGraded) {
  using enum NameSimilarity;
  EXPECT_EQ(name_similarity("郭雨", "郭雨"), kSame);
  EXPECT_EQ(name_similarity("郭雨", "郭 雨"), kSameNormalised);
  EXPECT_EQ(name_similarity("侯英", "矦英"), kSameNormalised);
  EXPECT_EQ(name_similarity("張偉", "张伟"), kSameNormalised);
  EXPECT_EQ(name_similarity("买买提·艾力", "买买提艾力"), kSameNormalised);
  EXPECT_EQ(name_similarity("丁梅", "丁玫"), kHomophone);
  EXPECT_EQ(name_similarity("阿卜杜拉·买买提", "阿不都拉·买买提"), kHomophone);
  EXPECT_EQ(name_similarity("陈林", "陈玲"), kNear) << "fuzzy ear";
  EXPECT_EQ(name_similarity("韦海清", "韦海"), kNear) << "one missing";
  EXPECT_EQ(name_similarity("陆英兰", "陆英芝"), kNear) << "one differs, two agree";
  EXPECT_EQ(name_similarity("李伟", "李丽"), kDifferent) << "half of the name";
  EXPECT_EQ(name_similarity("李", "李丽"), kDifferent);
  EXPECT_EQ(name_similarity("张三", ""), kDifferent);
  EXPECT_EQ(name_similarity("张𠮷", "张吉"), kSameNormalised);
}

TEST(NameSimilarity, DoesNotDependOnTheOrder) {
  const std::vector<std::string> names{"郭雨", "郭 雨",  "矦英", "侯英", "丁梅",
                                       "丁玫", "韦海清", "韦海", "乐乐", "勒勒",
                                       "单丹", "丹单",   "𠮷野", "",     "a"};
  for (const auto& a : names) {
    for (const auto& b : names) EXPECT_EQ(name_similarity(a, b), name_similarity(b, a)) << a << b;
  }
}

TEST(SurnameLength, IsTwoForCompoundSurnamesWithAGivenName) {
  EXPECT_EQ(surname_length(U"欧阳娜"), 2U);
  EXPECT_EQ(surname_length(U"司马"), 1U);
  EXPECT_EQ(surname_length(U"张三"), 1U);
  EXPECT_EQ(surname_length(U"买买提·艾力"), 0U);
  EXPECT_EQ(surname_length(U"John"), 0U);
}

}  // namespace
}  // namespace fx
