// Dates as offices write them: "2月11日", "2.19", "2020.2.18", "20200217", "正月初八", "43873",
// "昨天下午", "1.30-2.3". One cell is read without guessing a year (read_date); a YearGuess that
// has seen all dates of a file gives the year to those that lack one. Never a wrong date without a
// word: what is impossible or out of range is a DateTrouble, what was chosen among several readings
// is flagged. Thread-safe, except YearGuess (one owner).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace fx {

// In descending precedence.
enum class DateTrouble : std::uint8_t {
  kEmpty,
  kUnreadable,   // no date, or several
  kIncomplete,   // a year, a month or a day is all there is ("2020年2月", "11日")
  kImpossible,   // 2月30日, 13月, 25:70
  kNoReference,  // 昨天, and nobody says which day today is
  kOutOfRange,   // later than the file can tell of, or more than 130 years ago
};

enum class DayPart : std::uint8_t { kNone, kMorning, kNoon, kAfternoon, kEvening, kNight };

// A day with or without its year.
struct PartialDate {
  std::optional<int> year;  // of the lunar calendar if `lunar`
  int month = 0;
  int day = 0;  // lunar: kLastOfMonth is the last day of the month (除夕)
  bool lunar = false;
  bool leap_month = false;  // 闰四月
  bool operator==(const PartialDate&) const = default;
};
inline constexpr int kLastOfMonth = 99;

struct DateText {
  PartialDate date;
  std::optional<PartialDate> alternative;  // another reading: 3/4/2020; a number cell 2.1 for 2.10
  std::optional<PartialDate> until;        // a range's last day: 1.30-2.3
  std::optional<int> relative_days;        // 昨天: -1; then `date` means nothing
  std::optional<int> minute_of_day;        // 0..1439
  DayPart part = DayPart::kNone;
  // Of dates that end with the year: whether the day stands in front. Not set if both could be.
  std::optional<bool> day_first;
  bool order_unknown = false;  // the alternative is the one with day and month exchanged
  bool two_digit_year = false;
  bool serial = false;       // a spreadsheet's day number
  bool inside_text = false;  // other words around the date
};

struct DateOptions {
  // The cell held a number: "2.1" may have been 2.10, and five digits are a day number.
  bool number_cell = false;
};

Result<DateText, DateTrouble> read_date(std::string_view text, const DateOptions& options = {});

// The date in a heading ("填报日期:2020年2月28日"): only with year, month and day.
std::optional<Day> find_full_date(std::string_view text);

struct ResolvedDate {
  Day day;
  std::optional<Day> until;
  std::optional<int> minute_of_day;
  DayPart part = DayPart::kNone;
  bool year_guessed = false;
  bool ambiguous = false;  // another reading was possible
  bool far = false;        // more than half a year from the other dates of the file
};

class YearGuess {
 public:
  // No date of the file is later than `latest`, usually the day it was handed in. A file may tell
  // of the near future (an expected return): pass a later day then.
  explicit YearGuess(Day latest) : latest_(latest) {}

  void add_stated(Day day);        // the file's own date
  void add(const DateText& date);  // every date of the file, with a year or not

  // Dates without a year get the one that brings them nearest to the dates the file has with years
  // (all but the outermost twentieths), not later than `latest`; without such dates, the last
  // year possible. `reference` is the day that 今天 means, usually the file's stated date.
  [[nodiscard]] Result<ResolvedDate, DateTrouble> resolve(
      const DateText& date, std::optional<Day> reference = std::nullopt) const;

 private:
  struct Window {
    Day first, last;
  };
  [[nodiscard]] Window window() const;
  [[nodiscard]] std::optional<Day> place(const PartialDate& date, Window window) const;

  Day latest_;
  std::optional<Day> stated_;
  mutable std::vector<Day> known_;
  mutable bool sorted_ = true;
  int day_first_ = 0;  // dates that can only be read with the day in front
  int month_first_ = 0;
};

// The Chinese calendar for the years 1900 to 2100, computed by ICU. Nothing if there is no such
// day. `day` may be kLastOfMonth.
std::optional<Day> day_of_lunar(int year, int month, int day, bool leap_month = false);

}  // namespace fx
