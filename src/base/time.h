// Instants are stored in UTC; days, deadlines and "until 14 March" are local days of the place.
// All places here keep China Standard Time, +08:00 without summer time.
#pragma once

#include <atomic>
#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fx {

// Milliseconds since 1970-01-01T00:00:00Z.
struct Instant {
  std::int64_t millis = 0;
  auto operator<=>(const Instant&) const = default;  // NOLINT(modernize-use-nullptr): a false alarm
};
inline constexpr Instant kForever{std::int64_t{1} << 47};  // later than any record (year 6429)

// A local calendar day, counted from 1970-01-01.
struct Day {
  std::int32_t number = 0;
  auto operator<=>(const Day&) const = default;  // NOLINT(modernize-use-nullptr): a false alarm
  friend Day operator+(Day day, int days) { return Day{day.number + days}; }
  friend Day operator-(Day day, int days) { return Day{day.number - days}; }
  friend int operator-(Day a, Day b) { return a.number - b.number; }
};

inline constexpr std::int64_t kMillisPerMinute = 60'000;
inline constexpr std::int64_t kMillisPerDay = 86'400'000;
inline constexpr std::int64_t kZoneOffsetMillis = std::int64_t{8} * 3'600'000;

Day day_of(Instant instant);
// The instant of a local time of day; minute_of_day may be 0..1440 (1440 = the next midnight).
Instant instant_of(Day day, int minute_of_day = 0);
int minute_of_day(Instant instant);

std::optional<Day> make_day(int year, int month, int day);  // nothing if there is no such day
struct Civil {
  int year, month, day;
};
Civil civil(Day day);

std::string iso(Day day);          // 2020-02-28
std::string iso(Instant instant);  // 2020-02-28T17:00:00+08:00, with .mmm where not zero
std::string zh_date(Day day);      // 2020年2月28日
std::optional<Day> parse_day(std::string_view iso);       // strictly YYYY-MM-DD
std::optional<int> parse_minute(std::string_view hh_mm);  // "17:00" -> 1020; "24:00" allowed
// RFC 3339 with a zone; a date and time without a zone is taken as local.
std::optional<Instant> parse_instant(std::string_view text);

// What time it is. The system clock in service; a rehearsal clock in drills, demonstrations and
// tests. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant now() const = 0;
  [[nodiscard]] Day today() const { return day_of(now()); }
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override;
};

// Stands still until it is set.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant start) : millis_(start.millis) {}
  [[nodiscard]] Instant now() const override { return Instant{millis_.load()}; }
  void set(Instant now) { millis_.store(now.millis); }

 private:
  std::atomic<std::int64_t> millis_;
};

}  // namespace fx
