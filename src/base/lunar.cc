// The Chinese calendar. Declared in date_guess.h.
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include <unicode/calendar.h>
#include <unicode/locid.h>
#include <unicode/timezone.h>

#include "base/check.h"
#include "base/date_guess.h"

namespace fx {
namespace {

constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2100;

struct LunarMonth {
  int month;
  bool leap;
  Day first;
  int length;
};

std::vector<LunarMonth> compute_lunar_year(int year) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::Calendar> calendar(icu::Calendar::createInstance(
      icu::TimeZone::createTimeZone("Asia/Shanghai"), icu::Locale("zh@calendar=chinese"), error));
  FX_CHECK(U_SUCCESS(error));
  const auto move_to = [&](Day day) {
    calendar->setTime(static_cast<double>(instant_of(day, 720).millis), error);
  };
  // 21 February is the last day a lunar year can begin on; 20 January the first.
  std::vector<LunarMonth> out;
  Day day = *make_day(year, 1, 20);
  const auto field = [&](UCalendarDateFields f) { return calendar->get(f, error); };
  move_to(day);
  while (field(UCAL_MONTH) != 0 || field(UCAL_IS_LEAP_MONTH) != 0 || field(UCAL_DATE) != 1) {
    day = day + 1;
    move_to(day);
    FX_CHECK(U_SUCCESS(error) && day < *make_day(year, 3, 1));
  }
  while (out.size() < 14) {
    const int month = field(UCAL_MONTH) + 1;
    const bool leap = field(UCAL_IS_LEAP_MONTH) != 0;
    if (!out.empty() && month == 1 && !leap) break;
    int length = 29;
    move_to(day + length);
    if (field(UCAL_DATE) != 1) {
      length = 30;
      move_to(day + length);
    }
    FX_CHECK(U_SUCCESS(error) && field(UCAL_DATE) == 1);
    out.push_back(LunarMonth{month, leap, day, length});
    day = day + length;
  }
  return out;
}

}  // namespace

std::optional<Day> day_of_lunar(int year, int month, int day, bool leap_month) {
  if (year < kFirstYear || year > kLastYear) return std::nullopt;
  static std::mutex mutex;
  static std::map<int, std::vector<LunarMonth>> years;
  const std::lock_guard lock(mutex);
  auto at = years.find(year);
  if (at == years.end()) at = years.emplace(year, compute_lunar_year(year)).first;
  for (const LunarMonth& m : at->second) {
    if (m.month != month || m.leap != leap_month) continue;
    if (day == kLastOfMonth) return m.first + (m.length - 1);
    if (day < 1 || day > m.length) return std::nullopt;
    return m.first + (day - 1);
  }
  return std::nullopt;
}

}  // namespace fx
