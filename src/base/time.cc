#include "base/time.h"

#include <array>
#include <cstdio>

namespace fx {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - ((a % b != 0 && (a < 0) != (b < 0)) ? 1 : 0);
}

// Reads exactly `width` digits at the front of text and removes them.
std::optional<int> take_digits(std::string_view& text, std::size_t width) {
  if (text.size() < width) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < width; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(width);
  return value;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<Day> take_day(std::string_view& text) {
  const auto y = take_digits(text, 4);
  if (!y || !take(text, '-')) return std::nullopt;
  const auto m = take_digits(text, 2);
  if (!m || !take(text, '-')) return std::nullopt;
  const auto d = take_digits(text, 2);
  if (!d) return std::nullopt;
  return make_day(*y, *m, *d);
}

}  // namespace

Day day_of(Instant instant) {
  return Day{
      static_cast<std::int32_t>(floor_div(instant.millis + kZoneOffsetMillis, kMillisPerDay))};
}

Instant instant_of(Day day, int minute_of_day) {
  return Instant{std::int64_t{day.number} * kMillisPerDay - kZoneOffsetMillis +
                 std::int64_t{minute_of_day} * kMillisPerMinute};
}

int minute_of_day(Instant instant) {
  return static_cast<int>((instant.millis - instant_of(day_of(instant)).millis) / kMillisPerMinute);
}

std::optional<Day> make_day(int year, int month, int day) {
  // std::chrono keeps months and days in a byte: 257 would come back as 1.
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) {
    return std::nullopt;
  }
  const year_month_day ymd{std::chrono::year{year},
                           std::chrono::month{static_cast<unsigned>(month)},
                           std::chrono::day{static_cast<unsigned>(day)}};
  if (!ymd.ok()) return std::nullopt;
  return Day{static_cast<std::int32_t>(sys_days{ymd}.time_since_epoch().count())};
}

Civil civil(Day day) {
  const year_month_day ymd{sys_days{days{day.number}}};
  return {static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
          static_cast<int>(static_cast<unsigned>(ymd.day()))};
}

std::string iso(Day day) {
  const auto [y, m, d] = civil(day);
  std::array<char, 32> out{};
  std::snprintf(out.data(), out.size(), "%04d-%02d-%02d", y, m, d);
  return out.data();
}

std::string iso(Instant instant) {
  const Day day = day_of(instant);
  const auto rest = instant.millis - instant_of(day).millis;
  const int seconds = static_cast<int>(rest / 1000);
  const int millis = static_cast<int>(rest % 1000);
  std::array<char, 32> out{};
  std::snprintf(out.data(), out.size(), "T%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60,
                seconds % 60);
  std::string text = iso(day) + out.data();
  if (millis != 0) {
    std::snprintf(out.data(), out.size(), ".%03d", millis);
    text += out.data();
  }
  return text + "+08:00";
}

std::string zh_date(Day day) {
  const auto [y, m, d] = civil(day);
  return std::to_string(y) + "年" + std::to_string(m) + "月" + std::to_string(d) + "日";
}

std::optional<Day> parse_day(std::string_view text) {
  const auto day = take_day(text);
  return text.empty() ? day : std::nullopt;
}

std::optional<int> parse_minute(std::string_view text) {
  const auto hour = take_digits(text, 2);
  if (!hour || !take(text, ':')) return std::nullopt;
  const auto minute = take_digits(text, 2);
  if (!minute || !text.empty() || *minute > 59) return std::nullopt;
  const int total = *hour * 60 + *minute;
  return total <= 1440 ? std::optional<int>(total) : std::nullopt;
}

std::optional<Instant> parse_instant(std::string_view text) {
  const auto day = take_day(text);
  if (!day) return std::nullopt;
  if (!take(text, 'T') && !take(text, 't') && !take(text, ' ')) return std::nullopt;
  const auto hour = take_digits(text, 2);
  if (!hour || !take(text, ':')) return std::nullopt;
  const auto minute = take_digits(text, 2);
  if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
  std::int64_t millis = 0;
  if (take(text, ':')) {
    const auto second = take_digits(text, 2);
    if (!second || *second > 59) return std::nullopt;
    millis = std::int64_t{*second} * 1000;
    if (take(text, '.')) {
      int scale = 100;
      std::size_t digits = 0;
      while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
        millis += std::int64_t{text.front() - '0'} * scale;
        scale /= 10;
        text.remove_prefix(1);
        if (++digits > 9) return std::nullopt;
      }
      if (digits == 0) return std::nullopt;
    }
  }
  std::int64_t offset = kZoneOffsetMillis;
  if (take(text, 'Z') || take(text, 'z')) {
    offset = 0;
  } else if (!text.empty()) {
    const int sign = text.front() == '-' ? -1 : 1;
    if (!take(text, '+') && !take(text, '-')) return std::nullopt;
    const auto zone = parse_minute(text);
    if (!zone || *zone > 14 * 60) return std::nullopt;
    offset = std::int64_t{sign} * *zone * kMillisPerMinute;
    text = {};
  }
  if (!text.empty()) return std::nullopt;
  return Instant{std::int64_t{day->number} * kMillisPerDay - offset +
                 (std::int64_t{*hour} * 60 + *minute) * kMillisPerMinute + millis};
}

Instant SystemClock::now() const {
  return Instant{std::chrono::duration_cast<std::chrono::milliseconds>(
                     std::chrono::system_clock::now().time_since_epoch())
                     .count()};
}

}  // namespace fx
