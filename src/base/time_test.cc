#include "base/time.h"

#include <gtest/gtest.h>

namespace fx {
namespace {

Instant at(std::string_view text) {
  const auto instant = parse_instant(text);
  EXPECT_TRUE(instant) << text;
  return instant.value_or(Instant{-1});
}

TEST(Day, TurnsAtLocalMidnightAndNotAtGreenwich) {
  EXPECT_EQ(iso(day_of(at("2020-02-28T15:59:59.999Z"))), "2020-02-28");
  EXPECT_EQ(iso(day_of(at("2020-02-28T16:00:00Z"))), "2020-02-29");
}

TEST(Day, OfInstantsBefore1970RoundsDown) {
  EXPECT_EQ(iso(day_of(Instant{-kZoneOffsetMillis})), "1970-01-01");
  EXPECT_EQ(iso(day_of(Instant{-kZoneOffsetMillis - 1})), "1969-12-31");
  EXPECT_EQ(minute_of_day(Instant{-kZoneOffsetMillis - 1}), 1439);
}

TEST(Day, EndIsTheNextDaysBeginning) {
  const Day day = *make_day(2020, 3, 14);
  EXPECT_EQ(instant_of(day, 1440), instant_of(day + 1));
  EXPECT_EQ(iso(instant_of(day, 1440)), "2020-03-15T00:00:00+08:00");
}

TEST(Day, DoesNotExistOutsideTheCalendar) {
  EXPECT_TRUE(make_day(2020, 2, 29));
  EXPECT_FALSE(make_day(2019, 2, 29));
  EXPECT_FALSE(make_day(1900, 2, 29));
  EXPECT_TRUE(make_day(2000, 2, 29));
  EXPECT_FALSE(make_day(2020, 13, 1));
  EXPECT_FALSE(make_day(2020, 0, 1));
  EXPECT_FALSE(make_day(2020, 4, 31));
  EXPECT_FALSE(make_day(2020, 1, -1));
  EXPECT_FALSE(make_day(2020, 1, 257));  // 257 is 1 in a byte
  EXPECT_FALSE(make_day(2020, 257, 1));
  EXPECT_FALSE(make_day(10000, 1, 1));
}

TEST(Day, EveryDayOfFourCenturiesComesBackFromItsText) {
  for (Day day = *make_day(1800, 1, 1); day < *make_day(2200, 1, 1); day = day + 1) {
    ASSERT_EQ(parse_day(iso(day)), day) << day.number;
  }
}

TEST(Day, TextIsStrict) {
  for (const auto* text : {"", "2020-2-28", "2020-02-28 ", " 2020-02-28", "20200228", "2020/02/28",
                           "2020-02-30", "02020-02-28", "2020-02-2x", "-020-02-28"}) {
    EXPECT_FALSE(parse_day(text)) << text;
  }
}

TEST(Day, IsSaidInChineseWithoutLeadingZeros) {
  EXPECT_EQ(zh_date(*make_day(2020, 2, 8)), "2020年2月8日");
}

TEST(Minute, EndsAtTwentyFourHours) {
  EXPECT_EQ(parse_minute("00:00"), 0);
  EXPECT_EQ(parse_minute("24:00"), 1440);
  EXPECT_FALSE(parse_minute("24:01"));
  EXPECT_FALSE(parse_minute("12:60"));
  EXPECT_FALSE(parse_minute("7:00"));
  EXPECT_FALSE(parse_minute("07:00:00"));
}

TEST(Instant, ReadsEveryFormOfRfc3339) {
  const Instant base = at("2020-02-28T17:00:00+08:00");
  EXPECT_EQ(at("2020-02-28T09:00:00Z"), base);
  EXPECT_EQ(at("2020-02-28t09:00:00z"), base);  // "may alternatively be lower case"
  EXPECT_EQ(at("2020-02-28 09:00:00-00:00"), base);
  EXPECT_EQ(at("2020-02-28T04:00:00-05:00"), base);
  EXPECT_EQ(at("2020-02-28T22:45:00+13:45"), base);
  EXPECT_EQ(at("2020-02-28T17:00:00"), base);  // ours without a zone
  EXPECT_EQ(at("2020-02-28T17:00"), base);
  EXPECT_FALSE(parse_instant("2020-02-29T01:00:00+16:00")) << "no zone is so far east";
}

TEST(Instant, KeepsMillisecondsAndCutsWhatIsFiner) {
  const Instant base = at("2020-02-28T09:00:00Z");
  EXPECT_EQ(at("2020-02-28T09:00:00.5Z").millis, base.millis + 500);
  EXPECT_EQ(at("2020-02-28T09:00:00.004Z").millis, base.millis + 4);
  EXPECT_EQ(at("2020-02-28T09:00:00.999999999Z").millis, base.millis + 999);
}

TEST(Instant, RefusesWhatIsNoTime) {
  for (const auto* text :
       {"", "2020-02-28", "2020-02-28T", "2020-02-28T24:00:00Z", "2020-02-28T09:60:00Z",
        "2020-02-28T09:00:60Z", "2020-02-28T09:00:00.Z", "2020-02-28T09:00:00+8:00",
        "2020-02-28T09:00:00+0800", "2020-02-28T09:00:00Z ", "2020-02-28T09:00:00+08:60",
        "2020-02-30T09:00:00Z", "2020-02-28T09:00:00+08:00Z", "2020-02-28T09:00:00 +08:00",
        "2020-02-28X09:00:00Z", "2020-02-28T9:00:00Z"}) {
    EXPECT_FALSE(parse_instant(text)) << text;
  }
}

TEST(Instant, ComesBackFromItsText) {
  for (const std::int64_t millis :
       {std::int64_t{0}, std::int64_t{1}, std::int64_t{-1}, std::int64_t{1582880400123},
        std::int64_t{951782400000}, std::int64_t{-2208988800000}, kForever.millis}) {
    EXPECT_EQ(parse_instant(iso(Instant{millis})), Instant{millis}) << iso(Instant{millis});
  }
  EXPECT_EQ(iso(Instant{1582880400000}), "2020-02-28T17:00:00+08:00");
  EXPECT_EQ(iso(Instant{1582880400007}), "2020-02-28T17:00:00.007+08:00");
}

TEST(ManualClock, StandsStillUntilItIsSet) {
  ManualClock clock(at("2020-02-28T23:59:00+08:00"));
  EXPECT_EQ(iso(clock.today()), "2020-02-28");
  clock.set(at("2020-02-29T00:00:00+08:00"));
  EXPECT_EQ(iso(clock.today()), "2020-02-29");
}

}  // namespace
}  // namespace fx
