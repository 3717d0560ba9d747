#include <string>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "base/date_guess.h"

namespace fx {
namespace {

const Day kLatest = *make_day(2022, 12, 31);

std::string two(int n) { return (n < 10 ? "0" : "") + std::to_string(n); }

// The styles of writing a day with its year.
std::string written(Day day, int style) {
  const auto [y, m, d] = civil(day);
  const auto n = [](int v) { return std::to_string(v); };
  switch (style) {
    case 0:
      return n(y) + "年" + n(m) + "月" + n(d) + "日";
    case 1:
      return n(y) + "." + n(m) + "." + n(d);
    case 2:
      return n(y) + "/" + n(m) + "/" + n(d);
    case 3:
      return n(y) + "-" + two(m) + "-" + two(d);
    case 4:
      return n(y) + two(m) + two(d);
    case 5:
      return n(day.number + 25569);
    case 6:
      return n(y) + "." + two(m) + "." + two(d) + " 上午";
    case 7:
      return n(y) + "年" + two(m) + "月" + two(d) + "号晚";
    default:
      return iso(instant_of(day, 600));
  }
}
constexpr int kStyles = 9;

// The styles without a year.
std::string written_short(Day day, int style) {
  const auto [y, m, d] = civil(day);
  const auto n = [](int v) { return std::to_string(v); };
  switch (style) {
    case 0:
      return n(m) + "月" + n(d) + "日";
    case 1:
      return n(m) + "." + n(d);
    case 2:
      return n(m) + "-" + n(d);
    case 3:
      return two(m) + two(d).substr(0, 2);
    default:
      return n(m) + "/" + n(d);
  }
}

RC_GTEST_PROP(DateGuess, EachStyleReadsBack, ()) {
  const Day day = *make_day(1955, 1, 1) + *rc::gen::inRange(0, 24'000);
  const auto text = written(day, *rc::gen::inRange(0, kStyles));
  const auto read = read_date(text);
  RC_ASSERT(read.has_value());
  RC_ASSERT(!read->alternative.has_value());
  const auto date = YearGuess(kLatest).resolve(*read);
  RC_ASSERT(date.has_value());
  RC_ASSERT(date->day == day);
}

RC_GTEST_PROP(DateGuess, RangesReadBack, ()) {
  const Day first = *make_day(2019, 1, 1) + *rc::gen::inRange(0, 700);
  const Day last = first + *rc::gen::inRange(1, 60);
  const std::string text = *rc::gen::element<std::string>("-", "~", "至");
  const auto read = read_date(written(first, 1) + text + written(last, 1));
  RC_ASSERT(read.has_value());
  const auto date = YearGuess(kLatest).resolve(*read);
  RC_ASSERT(date.has_value());
  RC_ASSERT(date->day == first);
  RC_ASSERT(date->until == last);
}

// A file about some weeks, stated at its end, gets each day right without its year.
RC_GTEST_PROP(YearGuess, FindsTheYearOfDaysNearTheStatedOne, ()) {
  const Day stated = *make_day(2019, 6, 1) + *rc::gen::inRange(0, 1000);
  const Day day = stated - *rc::gen::inRange(0, 150);
  YearGuess guess(stated + *rc::gen::inRange(0, 10));
  guess.add_stated(stated);
  const int style = *rc::gen::inRange(0, 5);
  RC_PRE(style != 3 || civil(day).month < 10);  // 1130 could be a time
  const auto read = read_date(written_short(day, style));
  RC_ASSERT(read.has_value());
  const auto date = guess.resolve(*read);
  RC_ASSERT(date.has_value());
  RC_ASSERT(date->day == day);
  RC_ASSERT(date->year_guessed);
}

RC_GTEST_PROP(DateGuess, NothingResolvesToADayAfterTheLatest, (const std::string& text)) {
  const auto read = read_date(text);
  if (!read) return;
  const auto date = YearGuess(kLatest).resolve(*read, kLatest);
  RC_ASSERT(!date || date->day <= kLatest);
}

RC_GTEST_PROP(LunarCalendar, DaysFollowOneAnotherWithoutGap, ()) {
  const int year = *rc::gen::inRange(1900, 2100);
  const Day first = *day_of_lunar(year, 1, 1);
  const Day next = *day_of_lunar(year + 1, 1, 1);
  Day expected = first;
  for (int month = 1; month <= 12; ++month) {
    for (const bool leap : {false, true}) {
      for (int d = 1; d <= 30; ++d) {
        const auto day = day_of_lunar(year, month, d, leap);
        if (!day) continue;
        RC_ASSERT(*day == expected);
        expected = expected + 1;
      }
    }
  }
  RC_ASSERT(expected == next);
}

}  // namespace
}  // namespace fx
