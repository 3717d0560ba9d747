#include "modules/monitoring/list.h"

#include <gtest/gtest.h>

namespace fx::monitoring {
namespace {

TEST(ReadingList, TemperaturesAsPeopleWriteThem) {
  for (const char* text :
       {"36.5", "36.5度", "36.5℃", "36.5°C", "36度5", "36.50", "365", " 36.5 "}) {
    EXPECT_EQ(parse_tenths(text), 365) << text;
  }
  EXPECT_EQ(parse_tenths("37"), 370);
  EXPECT_EQ(parse_tenths("36.55"), 366);
  for (const char* text : {"", "正常", "36.5/36.7", "三十六度", "-1", "36.5.5", "99999999999"}) {
    EXPECT_EQ(parse_tenths(text), std::nullopt) << text;
  }
}

TEST(ReadingList, HeadingsTellWhatAndWhen) {
  EXPECT_EQ(heading_of("上午体温"), Heading::kTemperature);
  EXPECT_EQ(part_of_day("上午体温"), PartOfDay::kMorning);
  EXPECT_EQ(part_of_day("晚间体温(℃)"), PartOfDay::kEvening);
  EXPECT_EQ(part_of_day("体温"), PartOfDay::kAny);
  EXPECT_EQ(heading_of("测温日期"), Heading::kDate);
  EXPECT_EQ(heading_of("测温人"), Heading::kOther);
  EXPECT_EQ(heading_of("居民身份证号码"), Heading::kIdNumber);
  EXPECT_EQ(heading_of("联系电话"), Heading::kPhone);
  EXPECT_EQ(heading_of("户主姓名"), Heading::kName);
  EXPECT_EQ(heading_of("备注"), Heading::kOther);
  EXPECT_EQ(slot_for(PartOfDay::kEvening, 2), 1U);
  EXPECT_EQ(slot_for(PartOfDay::kNoon, 3), 1U);
  EXPECT_EQ(slot_for(PartOfDay::kEvening, 1), 0U);
}

TEST(ReadingList, ADeniedSymptomIsNone) {
  const std::vector<policy::NamedValue> known{{"dry_cough", {"干咳", ""}},
                                              {"fatigue", {"乏力", ""}}};
  EXPECT_EQ(symptoms_in("干咳、乏力", known).size(), 2U);
  EXPECT_TRUE(symptoms_in("无干咳、乏力", known).empty());
  EXPECT_EQ(symptoms_in("乏力，无干咳", known), std::vector<std::string>{"fatigue"});
  EXPECT_TRUE(symptoms_in("正常", known).empty());
}

}  // namespace
}  // namespace fx::monitoring
