#include "base/date_guess.h"

#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace fx {
namespace {

Day day(int y, int m, int d) { return *make_day(y, m, d); }

// A file filled in on 28 February 2020 and handed in on 5 March.
YearGuess file_of_2020() {
  YearGuess guess(day(2020, 3, 5));
  guess.add_stated(day(2020, 2, 28));
  return guess;
}

// What a cell of that file comes to: "2020-02-11", "2020-01-30..2020-02-03", or the trouble.
std::string resolved(std::string_view text, const YearGuess& guess,
                     const DateOptions& options = {}) {
  static const char* const kTroubles[] = {"empty",      "unreadable",   "incomplete",
                                          "impossible", "no reference", "out of range"};
  const auto read = read_date(text, options);
  if (!read) return kTroubles[static_cast<int>(read.error())];
  const auto date = guess.resolve(*read, day(2020, 2, 28));
  if (!date) return kTroubles[static_cast<int>(date.error())];
  std::string out = iso(date->day);
  if (date->until) out += ".." + iso(*date->until);
  if (date->minute_of_day) {
    out += " " + std::to_string(*date->minute_of_day / 60) + ":" +
           std::to_string(*date->minute_of_day % 60);
  }
  return out;
}
std::string resolved(std::string_view text) { return resolved(text, file_of_2020()); }

TEST(DateGuess, ReadsTheFormsOfOneDay) {
  for (const auto* text : {"2月17日",
                           "2月17号",
                           "2.17",
                           "2-17",
                           "2/17",
                           "02.17",
                           "0217",
                           "2020.2.17",
                           "2020.02.17",
                           "2020/2/17",
                           "2020-2-17",
                           "2020-02-17",
                           "20200217",
                           "200217",
                           "2020217",
                           "20.2.17",
                           "2020年2月17日",
                           "2020年2月17",
                           "2020 年 2 月 17 日",
                           "20年2月17日",
                           "２０２０．２．１７",
                           "2020。2。17",
                           "2020-2.17",
                           "2020.2.17.",
                           "二月十七日",
                           "二〇二〇年二月十七日",
                           "二零二零年二月十七",
                           "43878",
                           "2/17/20",
                           "2/17/2020",
                           "17/2/2020",
                           "17-Feb",
                           "17-Feb-20",
                           "Feb 17, 2020",
                           "february 17",
                           "于2月17日",
                           "2月17日返回文山",
                           "2月17日(周一)",
                           "2020年2月17日。",
                           "农历正月廿四",
                           "正月二十四",
                           "'2020-02-17",
                           "2020\\2\\17"}) {
    EXPECT_EQ(resolved(text), "2020-02-17") << text;
  }
}

TEST(DateGuess, ReadsTheTimeOfDay) {
  EXPECT_EQ(resolved("2月11日15:30"), "2020-02-11 15:30");
  EXPECT_EQ(resolved("2.11 15:30"), "2020-02-11 15:30");
  EXPECT_EQ(resolved("2020-02-11 15:30:45"), "2020-02-11 15:30");
  EXPECT_EQ(resolved("2020/2/11 3:30 PM"), "2020-02-11 15:30");
  EXPECT_EQ(resolved("2月11日下午3点半"), "2020-02-11 15:30");
  EXPECT_EQ(resolved("2月11日15时30分"), "2020-02-11 15:30");
  EXPECT_EQ(resolved("2月11日早上8点"), "2020-02-11 8:0");
  EXPECT_EQ(resolved("202002111530"), "2020-02-11 15:30");
  EXPECT_EQ(resolved("43872.5"), "2020-02-11 12:0");
  EXPECT_EQ(resolved("43872.99999"), "2020-02-11 23:59");
  EXPECT_EQ(resolved("2020-02-11T23:30:00Z"), "2020-02-12 7:30") << "our day, not Greenwich's";
  const auto morning = read_date("2020年2月17日上午");
  ASSERT_TRUE(morning);
  EXPECT_EQ(morning->part, DayPart::kMorning);
  EXPECT_FALSE(morning->minute_of_day);
  EXPECT_EQ(resolved("2月11日25:70"), "impossible");
  EXPECT_EQ(resolved("202002112560"), "impossible");
}

TEST(DateGuess, ReadsTheLunarCalendar) {
  EXPECT_EQ(resolved("正月初八"), "2020-02-01");
  EXPECT_EQ(resolved("大年初一"), "2020-01-25");
  EXPECT_EQ(resolved("年初三"), "2020-01-27");
  EXPECT_EQ(resolved("除夕"), "2020-01-24");
  EXPECT_EQ(resolved("年三十"), "2020-01-24");
  EXPECT_EQ(resolved("腊月廿八"), "2020-01-22");
  EXPECT_EQ(resolved("农历二月初一"), "2020-02-23");
  EXPECT_EQ(resolved("2020年正月初八"), "2020-02-01");
  EXPECT_EQ(resolved("正月初八至正月初十"), "2020-02-01..2020-02-03");
  EXPECT_EQ(resolved("正月三十一"), "impossible");
  EXPECT_EQ(resolved("正月初十一"), "impossible");
  EXPECT_EQ(resolved("2020年正月三十"), "impossible") << "that month had 29 days";
}

TEST(DateGuess, LunarNewYearsAreThoseOfTheAlmanac) {
  const std::vector<Day> new_years{
      day(1985, 2, 20), day(1996, 2, 19), day(2000, 2, 5),  day(2007, 2, 18), day(2015, 2, 19),
      day(2017, 1, 28), day(2018, 2, 16), day(2019, 2, 5),  day(2020, 1, 25), day(2021, 2, 12),
      day(2022, 2, 1),  day(2023, 1, 22), day(2024, 2, 10), day(2025, 1, 29), day(2026, 2, 17)};
  for (const Day first : new_years) {
    EXPECT_EQ(day_of_lunar(civil(first).year, 1, 1), first) << iso(first);
    EXPECT_EQ(day_of_lunar(civil(first).year - 1, 12, kLastOfMonth), first - 1) << iso(first);
  }
  EXPECT_EQ(day_of_lunar(2020, 4, 1, true), day(2020, 5, 23)) << "leap fourth month";
  EXPECT_FALSE(day_of_lunar(2021, 4, 1, true));
  EXPECT_FALSE(day_of_lunar(2020, 1, 30));
  EXPECT_FALSE(day_of_lunar(1850, 1, 1));
}

TEST(DateGuess, ReadsRanges) {
  EXPECT_EQ(resolved("1.30-2.3"), "2020-01-30..2020-02-03");
  EXPECT_EQ(resolved("1月30日至2月3日"), "2020-01-30..2020-02-03");
  EXPECT_EQ(resolved("1月30日-31日"), "2020-01-30..2020-01-31");
  EXPECT_EQ(resolved("2020.1.30-2020.2.3"), "2020-01-30..2020-02-03");
  EXPECT_EQ(resolved("2020/1/30 ~ 2/3"), "2020-01-30..2020-02-03");
  EXPECT_EQ(resolved("1.30—2.3"), "2020-01-30..2020-02-03");
  EXPECT_EQ(resolved("12.28-1.3"), "2019-12-28..2020-01-03") << "across New Year";
  EXPECT_EQ(resolved("2020.2.3-2020.1.30"), "impossible");
  EXPECT_EQ(resolved("1.30-2.30"), "impossible");
  EXPECT_EQ(resolved("2-11"), "2020-02-11") << "no range";
}

TEST(DateGuess, RelativeDaysNeedAReference) {
  EXPECT_EQ(resolved("昨天"), "2020-02-27");
  EXPECT_EQ(resolved("今天上午9点半"), "2020-02-28 9:30");
  EXPECT_EQ(resolved("前天下午"), "2020-02-26");
  const auto read = read_date("昨天");
  ASSERT_TRUE(read);
  const auto date = file_of_2020().resolve(*read);
  ASSERT_FALSE(date);
  EXPECT_EQ(date.error(), DateTrouble::kNoReference);
}

TEST(DateGuess, ImpossibleDatesAreNeverBent) {
  for (const auto* text :
       {"2月30日", "2020年2月30日", "2019.2.29", "13-2", "2020/13/1", "20200230", "4.31",
        "31/4/2020", "2020年2月0日", "0月5日", "0230", "30/2/2020", "2.30-3.2"}) {
    EXPECT_EQ(resolved(text), "impossible") << text;
  }
}

TEST(DateGuess, WhatIsNoDateIsNotRead) {
  for (const auto* text : {"同上", "36.5", "36.5度", "12.5元", "2月11日、2月13日",
                           "2020.2.18、2020.2.19", "532601196806256181", "13917230852", "3栋2单元",
                           "2.11.3.4", "2020.2.3.4", "K1234", "第11网格", "1234567"}) {
    const std::string got = resolved(text);
    EXPECT_TRUE(got == "unreadable" || got == "impossible") << text << " " << got;
  }
  for (const auto* text : {"2020年2月", "2月", "2月份", "11日", "2020", "202002", "2020.2", "2",
                           "2月底", "Feb-2020"}) {
    EXPECT_EQ(resolved(text), "incomplete") << text;
  }
  for (const auto* text : {"", " ", "/", "无"}) EXPECT_EQ(resolved(text), "empty") << text;
}

TEST(DateGuess, OutOfRangeIsSaid) {
  EXPECT_EQ(resolved("2020-03-06"), "out of range") << "after the file was handed in";
  EXPECT_EQ(resolved("2020-03-05"), "2020-03-05");
  EXPECT_EQ(resolved("99999"), "out of range");
  EXPECT_EQ(resolved("明天"), "2020-02-29");
  EXPECT_EQ(resolved("1880-01-01"), "impossible");
}

TEST(DateGuess, NumberCellMayHaveLostAZero) {
  DateOptions cell;
  cell.number_cell = true;
  const auto read = read_date("2.1", cell);
  ASSERT_TRUE(read);
  ASSERT_TRUE(read->alternative);
  EXPECT_EQ(read->alternative->day, 10);
  const auto date = file_of_2020().resolve(*read);
  ASSERT_TRUE(date);
  EXPECT_TRUE(date->ambiguous);
  EXPECT_FALSE(read_date("2.1")->alternative) << "text says what it says";
  EXPECT_FALSE(read_date("2.19", cell)->alternative);
  EXPECT_FALSE(read_date("2.3", cell)->alternative) << "2.30 is no day";
  EXPECT_TRUE(read_date("43873", cell)->serial);
}

TEST(DateGuess, DayAndMonthThatCouldBeExchangedAreFlagged) {
  const auto read = read_date("3/1/2020");
  ASSERT_TRUE(read);
  ASSERT_TRUE(read->alternative);
  const auto alone = file_of_2020().resolve(*read);
  ASSERT_TRUE(alone);
  EXPECT_EQ(iso(alone->day), "2020-03-01");
  EXPECT_TRUE(alone->ambiguous);
  // A file that writes 15/2/2020 puts the day in front.
  YearGuess guess = file_of_2020();
  guess.add(*read_date("15/2/2020"));
  const auto among = guess.resolve(*read);
  ASSERT_TRUE(among);
  EXPECT_EQ(iso(among->day), "2020-01-03");
  EXPECT_FALSE(among->ambiguous);
  // 2/2/2020 says nothing of the order.
  EXPECT_FALSE(read_date("2/2/2020")->day_first);
  guess.add(*read_date("2/2/2020"));
  EXPECT_EQ(iso(guess.resolve(*read)->day), "2020-01-03");
  // Only one of the readings of 4/3/2020 is not in the future.
  EXPECT_EQ(resolved("4/3/2020"), "2020-03-04");
  EXPECT_FALSE(read_date("2/2/2020")->alternative);
}

TEST(YearGuess, GivesTheYearAcrossNewYear) {
  YearGuess guess(day(2021, 1, 15));
  guess.add_stated(day(2021, 1, 10));
  EXPECT_EQ(resolved("12月30日", guess), "2020-12-30");
  EXPECT_EQ(resolved("1月5日", guess), "2021-01-05");
  EXPECT_EQ(resolved("1月14日", guess), "2021-01-14");
  EXPECT_EQ(resolved("1月16日", guess), "2020-01-16") << "not after it was handed in";
}

TEST(YearGuess, LearnsFromTheFilesOtherDates) {
  YearGuess guess(day(2022, 6, 1));  // handed in long after
  for (const auto* text : {"2020-02-12", "2020/2/19", "20200217", "2020.2.18", "43873"}) {
    guess.add(*read_date(text));
  }
  EXPECT_EQ(resolved("2月11日", guess), "2020-02-11");
  EXPECT_EQ(resolved("12月30日", guess), "2019-12-30");
  EXPECT_EQ(resolved("正月初八", guess), "2020-02-01");
}

TEST(YearGuess, OneSlipOfTheHandDoesNotMoveTheRest) {
  YearGuess guess(day(2020, 3, 5));
  for (int i = 0; i < 30; ++i) guess.add(*read_date(iso(day(2020, 2, 1) + i % 20)));
  guess.add(*read_date("2002-02-18"));
  EXPECT_EQ(resolved("2月11日", guess), "2020-02-11");
  EXPECT_EQ(resolved("12月30日", guess), "2019-12-30");
  const auto slip = guess.resolve(*read_date("2002-02-18"));
  ASSERT_TRUE(slip);
  EXPECT_TRUE(slip->far);
  EXPECT_FALSE(guess.resolve(*read_date("2020-02-18"))->far);
}

TEST(YearGuess, WithoutWitnessesTakesTheLastPossibleYear) {
  const YearGuess guess(day(2020, 3, 5));
  EXPECT_EQ(resolved("3月5日", guess), "2020-03-05");
  EXPECT_EQ(resolved("3月6日", guess), "2019-03-06");
  EXPECT_EQ(resolved("2月29日", guess), "2020-02-29");
  EXPECT_EQ(resolved("2月29日", YearGuess(day(2019, 3, 5))), "2016-02-29");
}

TEST(FindFullDate, FindsItInAHeading) {
  EXPECT_EQ(find_full_date("填报日期:2020年2月28日"), day(2020, 2, 28));
  EXPECT_EQ(find_full_date("截至2020年2月28日17时"), day(2020, 2, 28));
  EXPECT_EQ(find_full_date("里布嘎社区 2020.2.28 统计表"), day(2020, 2, 28));
  EXPECT_EQ(find_full_date("(2020-02-28)"), day(2020, 2, 28));
  EXPECT_EQ(find_full_date("二〇二〇年二月二十八日"), day(2020, 2, 28));
  EXPECT_FALSE(find_full_date("填报日期:2月28日"));
  EXPECT_FALSE(find_full_date("第11网格登记表"));
  EXPECT_FALSE(find_full_date("2020年返乡人员排查台账"));
  EXPECT_FALSE(find_full_date("电话13917230852"));
  EXPECT_FALSE(find_full_date(""));
}

}  // namespace
}  // namespace fx
