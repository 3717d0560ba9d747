#include "base/date_guess.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "base/check.h"
#include "base/text.h"

namespace fx {
namespace {

constexpr std::size_t kMaxBytes = 256;
constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2100;
constexpr int kSerialOfUnixEpoch = 25569;  // 1970-01-01 in the spreadsheets' 1900 system

using Read = Result<DateText, DateTrouble>;

int days_in_month(int month, std::optional<int> year) {
  static constexpr std::array<int, 13> kDays{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12) return 0;
  if (month == 2 && year && !make_day(*year, 2, 29)) return 28;
  return kDays[static_cast<std::size_t>(month)];
}

bool possible(const PartialDate& date) {
  if (date.year && (*date.year < kFirstYear || *date.year > kLastYear)) return false;
  if (date.lunar) {
    if (date.month < 1 || date.month > 12) return false;
    if (date.year)
      return day_of_lunar(*date.year, date.month, date.day, date.leap_month).has_value();
    return date.day == kLastOfMonth || (date.day >= 1 && date.day <= 30);
  }
  return date.day >= 1 && date.day <= days_in_month(date.month, date.year);
}

// "20" is 2020; two digits mean a year that is not more than some thirty years off.
int full_year(int two_digits) { return two_digits <= 50 ? 2000 + two_digits : 1900 + two_digits; }

class Reader {
 public:
  Reader(std::u32string_view text, bool number_cell) : text_(text), number_cell_(number_cell) {}

  Read read();

 private:
  struct Number {
    int value;
    std::size_t digits;
    bool han;
  };

  [[nodiscard]] bool done() const { return at_ >= text_.size(); }
  [[nodiscard]] char32_t peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : U'\0';
  }
  bool take(char32_t c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  bool take(std::u32string_view word) {
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }
  bool take_any(std::u32string_view set, char32_t* which = nullptr) {
    if (done() || set.find(peek()) == std::u32string_view::npos) return false;
    if (which != nullptr) *which = peek();
    ++at_;
    return true;
  }
  void skip_spaces() {
    while (take(U' ')) {
    }
  }

  // ASCII digits (at most 8), or Chinese numerals where `han` allows them.
  std::optional<Number> number(bool han) {
    const std::size_t start = at_;
    while (peek() >= '0' && peek() <= '9') ++at_;
    if (at_ != start) {
      if (at_ - start > 8) {
        at_ = start;
        return std::nullopt;
      }
      int value = 0;
      for (std::size_t i = start; i < at_; ++i)
        value = value * 10 + static_cast<int>(text_[i] - '0');
      return Number{value, at_ - start, false};
    }
    if (!han) return std::nullopt;
    while (is_chinese_numeral(peek())) ++at_;
    const auto value = chinese_number(text_.substr(start, at_ - start));
    if (!value) {
      at_ = start;
      return std::nullopt;
    }
    return Number{*value, at_ - start, true};
  }

  std::optional<Read> bare_digits();
  std::optional<Read> english();
  std::optional<Read> relative();
  std::optional<Read> marked();     // with 年, 月, 日
  std::optional<Read> separated();  // 2020.2.18, 2-11, 1.30-2.3
  std::optional<Read> lunar_date();
  bool lunar_part(PartialDate& date);
  // Reads a time of day and whatever stands behind; false if the clock is impossible.
  bool time_and_rest(DateText& out, bool strict);
  bool numbers_left() const {
    return std::any_of(text_.begin() + static_cast<std::ptrdiff_t>(std::min(at_, text_.size())),
                       text_.end(), [](char32_t c) { return c >= '0' && c <= '9'; });
  }
  Read finish(DateText out, bool strict);

  std::u32string_view text_;
  bool number_cell_;
  std::size_t at_ = 0;
};

bool Reader::time_and_rest(DateText& out, bool strict) {
  const auto skip_between = [&] {
    while (take_any(U" ,:T(的")) {
    }
  };
  skip_between();
  struct PartWord {
    std::u32string_view word;
    DayPart part;
  };
  static constexpr std::array<PartWord, 19> kParts{{{U"上午", DayPart::kMorning},
                                                    {U"早上", DayPart::kMorning},
                                                    {U"早晨", DayPart::kMorning},
                                                    {U"清晨", DayPart::kMorning},
                                                    {U"今早", DayPart::kMorning},
                                                    {U"中午", DayPart::kNoon},
                                                    {U"正午", DayPart::kNoon},
                                                    {U"下午", DayPart::kAfternoon},
                                                    {U"午后", DayPart::kAfternoon},
                                                    {U"傍晚", DayPart::kEvening},
                                                    {U"晚上", DayPart::kEvening},
                                                    {U"夜间", DayPart::kEvening},
                                                    {U"夜里", DayPart::kEvening},
                                                    {U"凌晨", DayPart::kNight},
                                                    {U"早", DayPart::kMorning},
                                                    {U"晚", DayPart::kEvening},
                                                    {U"AM", DayPart::kMorning},
                                                    {U"PM", DayPart::kAfternoon},
                                                    {U"午", DayPart::kNoon}}};
  const auto day_part = [&] {
    for (const PartWord& part : kParts) {
      if (take(part.word)) {
        out.part = part.part;
        return;
      }
    }
  };
  day_part();
  skip_between();
  const std::size_t start = at_;
  if (const auto hour = number(true)) {
    char32_t mark = 0;
    bool clock = take_any(U":时点", &mark);
    int minute = 0;
    if (clock) {
      take(U"钟");
      skip_spaces();
      if (mark != U':' && take(U'半')) {
        minute = 30;
      } else if (const auto m = number(true)) {
        minute = m->value;
        if (take_any(U":分")) {
          if (const auto second = number(true)) {
            if (second->value > 59) return false;
            take(U'秒');
            if (take(U'.')) number(false);
          }
        }
      } else if (mark == U':') {
        clock = false;
      }
      skip_spaces();
      if (out.part == DayPart::kNone && (peek() == 'A' || peek() == 'P')) day_part();
    }
    if (clock) {
      int h = hour->value;
      const bool later = out.part == DayPart::kAfternoon || out.part == DayPart::kEvening;
      if (later && h >= 1 && h < 12) h += 12;
      if (out.part == DayPart::kNoon && h >= 1 && h <= 2) h += 12;
      if ((out.part == DayPart::kMorning || out.part == DayPart::kNight) && h == 12 &&
          mark == U':') {
        h = 0;
      }
      if (h > 23 || minute > 59) return false;
      out.minute_of_day = h * 60 + minute;
    } else {
      at_ = start;
    }
  }
  skip_spaces();
  take_any(U")");
  take_any(U".。,;、");
  if (!done() && !strict) {
    out.inside_text = true;
    at_ = numbers_left() ? at_ : text_.size();
  }
  return true;
}

Read Reader::finish(DateText out, bool strict) {
  if (!possible(out.date) || (out.until && !possible(*out.until))) return DateTrouble::kImpossible;
  if (!time_and_rest(out, strict)) return DateTrouble::kImpossible;
  if (!done()) return DateTrouble::kUnreadable;
  return out;
}

// A whole cell of digits: 20200217, 202002171530, 200217, 0217, 43873, 43873.5.
std::optional<Read> Reader::bare_digits() {
  std::string digits;
  std::string fraction;
  bool point = false;
  for (const char32_t c : text_) {
    if (c == '.' && !point) {
      point = true;
    } else if (c >= '0' && c <= '9') {
      (point ? fraction : digits).push_back(static_cast<char>(c));
    } else {
      return std::nullopt;
    }
  }
  if (digits.empty() || digits.size() > 14 || (point && digits.size() < 5)) return std::nullopt;
  const auto part = [&](std::size_t from, std::size_t count) {
    int value = 0;
    for (std::size_t i = from; i < from + count; ++i) value = value * 10 + (digits[i] - '0');
    return value;
  };
  DateText out;
  if (digits.size() == 5) {
    const int number = part(0, 5);
    if (number < 10000 || number > 73050) return Read(DateTrouble::kOutOfRange);  // 1927 to 2099
    const Civil day = civil(Day{number - kSerialOfUnixEpoch});
    out.date = PartialDate{day.year, day.month, day.day};
    out.serial = true;
    if (fraction.find_first_not_of('0') != std::string::npos) {
      // Seconds are rounded to the minute the cell shows.
      double share = 0;
      double scale = 0.1;
      for (const char c : fraction) {
        share += (c - '0') * scale;
        scale /= 10;
      }
      out.minute_of_day = std::min(1439, static_cast<int>(std::lround(share * 1440)));
    }
    return Read(out);
  }
  if (fraction.find_first_not_of('0') != std::string::npos) return Read(DateTrouble::kUnreadable);
  if (digits.size() == 8 || digits.size() == 12 || digits.size() == 14) {
    out.date = PartialDate{part(0, 4), part(4, 2), part(6, 2)};
    if (digits.size() >= 12) {
      const int hour = part(8, 2);
      const int minute = part(10, 2);
      if (hour > 23 || minute > 59) return Read(DateTrouble::kImpossible);
      out.minute_of_day = hour * 60 + minute;
    }
  } else if (digits.size() == 7 && digits[0] != '0') {  // 2020217: 2020-2-17, or 2020-21-7
    const PartialDate a{part(0, 4), part(4, 1), part(5, 2)};
    const PartialDate b{part(0, 4), part(4, 2), part(6, 1)};
    if (possible(a) == possible(b)) {
      return Read(possible(a) ? DateTrouble::kUnreadable : DateTrouble::kImpossible);
    }
    out.date = possible(a) ? a : b;
  } else if (digits.size() == 6) {  // 200217, or 2020-2-1 as 202021: two digits each
    out.date = PartialDate{full_year(part(0, 2)), part(2, 2), part(4, 2)};
    out.two_digit_year = true;
    if (digits.substr(0, 2) == "20" || digits.substr(0, 2) == "19") {
      const PartialDate other{part(0, 4), part(4, 1), part(5, 1)};
      if (possible(other)) {
        if (!possible(out.date)) {
          const int month = part(4, 2);  // 202002: year and month
          return Read(month >= 1 && month <= 12 ? DateTrouble::kIncomplete
                                                : DateTrouble::kUnreadable);
        }
        out.alternative = other;
      } else if (!possible(out.date) && part(4, 2) >= 1 && part(4, 2) <= 12) {
        return Read(DateTrouble::kIncomplete);
      }
    }
  } else if (digits.size() == 4 && digits[0] == '0') {
    out.date = PartialDate{std::nullopt, part(0, 2), part(2, 2)};
  } else if (digits.size() == 4) {
    return Read(part(0, 4) >= kFirstYear && part(0, 4) <= kLastYear ? DateTrouble::kIncomplete
                                                                    : DateTrouble::kUnreadable);
  } else {
    return Read(digits.size() <= 2 ? DateTrouble::kIncomplete : DateTrouble::kUnreadable);
  }
  if (!possible(out.date)) return Read(DateTrouble::kImpossible);
  return Read(out);
}

// 17-Feb, 17-Feb-20, 17 Feb 2020, Feb 17, Feb 17, 2020.
std::optional<Read> Reader::english() {
  static constexpr std::array<std::u32string_view, 12> kMonths{
      U"JANUARY", U"FEBRUARY", U"MARCH",     U"APRIL",   U"MAY",      U"JUNE",
      U"JULY",    U"AUGUST",   U"SEPTEMBER", U"OCTOBER", U"NOVEMBER", U"DECEMBER"};
  const auto month_name = [&]() -> int {
    for (std::size_t i = 0; i < kMonths.size(); ++i) {
      if (take(kMonths[i]) || take(kMonths[i].substr(0, 3))) {
        take(U'.');
        return static_cast<int>(i) + 1;
      }
    }
    return 0;
  };
  const auto gap = [&] {
    while (take_any(U" -,/")) {
    }
  };
  at_ = 0;
  DateText out;
  auto day = number(false);
  gap();
  out.date.month = month_name();
  if (out.date.month == 0) return std::nullopt;
  gap();
  if (!day) {
    day = number(false);
    gap();
  }
  if (!day) return Read(DateTrouble::kIncomplete);
  if (day->digits > 2) return Read(DateTrouble::kIncomplete);  // Feb-2020
  out.date.day = day->value;
  const std::size_t before_year = at_;
  if (const auto year = number(false)) {
    if (peek() == U':') {
      at_ = before_year;
    } else if (year->digits == 4) {
      out.date.year = year->value;
    } else if (year->digits == 2) {
      out.date.year = full_year(year->value);
      out.two_digit_year = true;
    } else {
      return Read(DateTrouble::kUnreadable);
    }
  }
  return finish(out, true);
}

std::optional<Read> Reader::relative() {
  struct Word {
    std::u32string_view word;
    int days;
  };
  static constexpr std::array<Word, 14> kWords{{{U"大前天", -3},
                                                {U"大前日", -3},
                                                {U"前天", -2},
                                                {U"前日", -2},
                                                {U"昨天", -1},
                                                {U"昨日", -1},
                                                {U"昨晚", -1},
                                                {U"今天", 0},
                                                {U"今日", 0},
                                                {U"今早", 0},
                                                {U"今晚", 0},
                                                {U"明天", 1},
                                                {U"明日", 1},
                                                {U"后天", 2}}};
  at_ = 0;
  for (const Word& word : kWords) {
    if (!take(word.word)) continue;
    DateText out;
    out.relative_days = word.days;
    if (word.word.back() == U'晚') out.part = DayPart::kEvening;
    if (word.word.back() == U'早') out.part = DayPart::kMorning;
    if (!time_and_rest(out, false)) return Read(DateTrouble::kImpossible);
    if (!done()) return Read(DateTrouble::kUnreadable);
    return Read(out);
  }
  return std::nullopt;
}

// 正月初八, 腊月廿三, 闰四月十五, 大年初一, 除夕. True if the text at this place is one.
bool Reader::lunar_part(PartialDate& date) {
  const std::size_t start = at_;
  date.lunar = true;
  if (take(U"除夕") || take(U"大年三十") || take(U"年三十")) {
    date.month = 12;
    date.day = kLastOfMonth;
    return true;
  }
  date.leap_month = take(U'闰');
  bool named = true;
  if (take(U"大年") || take(U"正月") || take(U"年初")) {
    date.month = 1;
    if (text_.substr(start, 2) == U"年初") --at_;  // 年初一: 初 belongs to the day
  } else if (take(U"腊月")) {
    date.month = 12;
  } else if (take(U"冬月")) {
    date.month = 11;
  } else {
    named = false;
    const auto month = number(true);
    if (!month || !take(U'月')) {
      at_ = start;
      return false;
    }
    date.month = month->value;
  }
  const bool early = take(U'初');
  const auto day = number(true);
  if (!day) {
    at_ = start;
    return false;
  }
  date.day = day->value;
  if (early && (date.day < 1 || date.day > 10)) date.day = 0;  // 初十一 is no day
  if (!early && !named && !date.leap_month && !(day->han && text_[at_ - day->digits] == U'廿')) {
    // 二月十一 is also how the common calendar is read aloud; only a marked month is lunar.
    date.lunar = false;
  }
  if (!date.lunar) {
    at_ = start;
    return false;
  }
  take_any(U"日号");
  return true;
}

std::optional<Read> Reader::lunar_date() {
  at_ = 0;
  DateText out;
  bool said = take(U"农历") || take(U"阴历") || take(U"旧历");
  take(U':');
  skip_spaces();
  const std::size_t start = at_;
  if (const auto year = number(true); year && take(U'年') && year->digits == 4) {
    out.date.year = year->value;
    said = said || take(U"农历") || take(U"阴历");
  } else {
    at_ = start;
  }
  if (!lunar_part(out.date)) {
    if (!said) return std::nullopt;
    const auto month = number(true);
    if (!month || !take(U'月')) return Read(DateTrouble::kIncomplete);
    take(U'初');
    const auto day = number(true);
    if (!day) return Read(DateTrouble::kIncomplete);
    take_any(U"日号");
    out.date.lunar = true;
    out.date.month = month->value;
    out.date.day = day->value;
  }
  const std::size_t behind = at_;
  if (take_any(U"-~至到")) {
    PartialDate last;
    last.year = out.date.year;
    const bool early = take(U'初');
    if (!early && lunar_part(last)) {
      out.until = last;
    } else if (const auto day = number(true)) {
      last.lunar = true;
      last.month = out.date.month;
      last.leap_month = out.date.leap_month;
      last.day = day->value;
      take_any(U"日号");
      out.until = last;
    } else {
      at_ = behind;
    }
  }
  return finish(out, false);
}

std::optional<Read> Reader::marked() {
  // The first place where <number>月 or <number>年 stands.
  for (std::size_t start = 0; start < text_.size(); ++start) {
    at_ = start;
    if (start > 0 && is_chinese_numeral(text_[start]) && is_chinese_numeral(text_[start - 1]))
      continue;
    if (start > 0 && text_[start - 1] >= '0' && text_[start - 1] <= '9') continue;
    const auto first = number(true);
    if (!first) continue;
    skip_spaces();
    DateText out;
    std::optional<Number> month;
    if (take(U'年')) {
      if (first->digits == 4 && first->value >= 1000) {
        out.date.year = first->value;
      } else if (first->digits == 2 && first->value <= 99) {
        out.date.year = full_year(first->value);
        out.two_digit_year = true;
      } else {
        return Read(DateTrouble::kImpossible);
      }
      skip_spaces();
      month = number(true);
      if (!month) return Read(DateTrouble::kIncomplete);
      skip_spaces();
      if (!take_any(U"月.-/")) return Read(DateTrouble::kIncomplete);
    } else if (take(U'月')) {
      month = first;
    } else if (take_any(U"日号") && first->value <= 31) {
      return Read(DateTrouble::kIncomplete);
    } else {
      continue;
    }
    skip_spaces();
    if (peek() == U'份' || peek() == U'底' || peek() == U'初' || peek() == U'中') {
      return Read(DateTrouble::kIncomplete);
    }
    const auto day = number(true);
    if (!day) return Read(DateTrouble::kIncomplete);
    if (day->digits > 3) return Read(DateTrouble::kUnreadable);
    out.date.month = month->value;
    out.date.day = day->value;
    skip_spaces();
    take_any(U"日号");
    out.inside_text = start > 0;
    const std::size_t behind = at_;
    skip_spaces();
    if (take_any(U"-~至到")) {
      skip_spaces();
      PartialDate last;
      last.year = out.date.year;
      last.month = out.date.month;
      auto next = number(true);
      if (next && take(U'年')) {
        last.year = next->digits == 4 ? next->value : full_year(next->value % 100);
        next = number(true);
      }
      if (next && take(U'月')) {
        last.month = next->value;
        next = number(true);
      }
      if (next && next->digits <= 3 && peek() != U':' && peek() != U'时' && peek() != U'点') {
        last.day = next->value;
        take_any(U"日号");
        out.until = last;
      } else {
        at_ = behind;
      }
    }
    return finish(out, false);
  }
  return std::nullopt;
}

std::optional<Read> Reader::separated() {
  at_ = 0;
  struct Group {
    Number number;
    char32_t before;  // the separator in front
  };
  std::vector<Group> groups;
  char32_t separator = U'\0';
  while (groups.size() < 7) {
    const auto n = number(false);
    if (!n) break;
    groups.push_back(Group{*n, separator});
    const std::size_t behind = at_;
    skip_spaces();
    const bool spaced = at_ != behind;
    if (!take_any(U"./-~至到、", &separator)) {
      at_ = behind;
      break;
    }
    skip_spaces();
    if (spaced && separator == U'-') separator = U'~';  // "1.30 - 2.3"
    if (!(peek() >= '0' && peek() <= '9')) {
      at_ = behind;
      break;
    }
  }
  if (groups.size() < 2) return std::nullopt;
  // A clock behind a blank is no part of the date: "2.11 15:30".
  if (peek() == U':') return std::nullopt;

  const auto is_range_mark = [](char32_t c) { return c == U'~' || c == U'至' || c == U'到'; };
  // Where the second date of a range begins: at an unmistakable mark, or at the one "-" among
  // points or slashes.
  std::size_t split = groups.size();
  std::size_t dashes = 0;
  std::size_t others = 0;
  for (std::size_t i = 1; i < groups.size(); ++i) {
    if (is_range_mark(groups[i].before)) {
      if (split != groups.size()) return Read(DateTrouble::kUnreadable);
      split = i;
    } else if (groups[i].before == U'-') {
      ++dashes;
    } else if (groups[i].before == U'、') {
      return Read(DateTrouble::kUnreadable);  // a list of dates
    } else {
      ++others;
    }
  }
  if (split == groups.size() && others > 0 && dashes == 1) {
    for (std::size_t i = 1; i < groups.size(); ++i) {
      if (groups[i].before == U'-') split = i;
    }
    // 2020-2.18 and 2020.2-18 are slips of the hand, not ranges.
    const bool year_first = groups[0].number.digits == 4;
    if (groups.size() == 3 && year_first) split = groups.size();
  }
  DateText out;
  const auto value = [&](std::size_t i) { return groups[i].number.value; };
  const auto digits = [&](std::size_t i) { return groups[i].number.digits; };

  // Reads groups[from, to) as one date; `whole` takes its alternatives too.
  const auto one = [&](std::size_t from, std::size_t to,
                       bool whole) -> Result<PartialDate, DateTrouble> {
    const std::size_t count = to - from;
    if (count == 2) {
      if (digits(from) == 4 || digits(from + 1) == 4) return DateTrouble::kIncomplete;
      if (digits(from) > 2 || digits(from + 1) > 2) return DateTrouble::kUnreadable;
      const PartialDate date{std::nullopt, value(from), value(from + 1)};
      if (whole && number_cell_ && digits(from + 1) == 1) {
        const PartialDate longer{std::nullopt, value(from), value(from + 1) * 10};
        if (possible(longer)) out.alternative = longer;
      }
      if (!possible(date)) return DateTrouble::kImpossible;
      return date;
    }
    if (count != 3) return count == 1 ? DateTrouble::kIncomplete : DateTrouble::kUnreadable;
    const int a = value(from);
    const int b = value(from + 1);
    const int c = value(from + 2);
    if (digits(from + 1) > 2) return DateTrouble::kUnreadable;
    if (digits(from) == 4) {
      if (digits(from + 2) > 2) return DateTrouble::kUnreadable;
      const PartialDate date{a, b, c};
      if (!possible(date)) return DateTrouble::kImpossible;
      return date;
    }
    if (digits(from) > 2) return DateTrouble::kUnreadable;
    struct Reading {
      PartialDate date;
      std::optional<bool> day_first;
    };
    std::vector<Reading> readings;
    const auto try_reading = [&](PartialDate date, std::optional<bool> day_first) {
      if (possible(date)) readings.push_back(Reading{date, day_first});
    };
    if (digits(from + 2) == 4) {  // month first, as spreadsheets show it; or day first
      // 02/02/2020 is the same either way and says nothing of the order.
      try_reading({c, a, b}, a == b ? std::nullopt : std::optional<bool>(false));
      if (a != b) try_reading({c, b, a}, true);
    } else if (digits(from + 2) <= 2) {
      out.two_digit_year = true;
      const auto year_first = [&] {
        if (digits(from) == 2) try_reading({full_year(a), b, c}, std::nullopt);
      };
      const auto year_last = [&] {
        if (digits(from + 2) == 2) {
          try_reading({full_year(c), a, b}, a == b ? std::nullopt : std::optional<bool>(false));
        }
        if (digits(from + 2) == 2 && a != b) try_reading({full_year(c), b, a}, true);
      };
      // 20.2.18 begins with the year; 2/18/20 is a spreadsheet's month/day/year, but 20/2/18, whose
      // first number is no month, rather begins with the year than with the day.
      const char32_t mark = groups[from + 1].before;
      if (mark == U'/' && a <= 12) {
        year_last();
        year_first();
      } else {
        year_first();
        if (mark != U'.' || readings.empty()) year_last();
      }
    }
    if (readings.empty()) return DateTrouble::kImpossible;
    if (readings.size() > 1 && whole) {
      out.alternative = readings[1].date;
      out.order_unknown = readings[0].day_first.has_value() && readings[1].day_first.has_value();
    } else if (whole) {
      out.day_first = readings[0].day_first;
    }
    return readings[0].date;
  };

  const bool ranged = split != groups.size();
  const auto first = one(0, split, !ranged);
  if (!first) return Read(first.error());
  out.date = *first;
  if (ranged) {
    PartialDate last;
    if (groups.size() - split == 1) {  // 2.1~3
      last = PartialDate{out.date.year, out.date.month, value(split)};
    } else {
      const auto second = one(split, groups.size(), false);
      if (!second) return Read(second.error());
      last = *second;
      if (!last.year) last.year = out.date.year;
      if (last.year && !out.date.year) out.date.year = last.year;
    }
    out.until = last;
  }
  take_any(U"日号");
  // Without a year these are two small numbers like any others: words behind them make them a
  // temperature or a price.
  return finish(out, !out.date.year);
}

Read Reader::read() {
  if (auto read = bare_digits()) return *read;
  if (auto read = relative()) return *read;
  if (auto read = lunar_date()) return *read;
  if (auto read = marked()) return *read;
  if (auto read = separated()) return *read;
  // "2.11 15:30": the date is what stands in front of the first blank.
  const auto blank = text_.find_first_of(U" T");
  if (blank != std::u32string_view::npos && blank > 0 && text_[blank - 1] >= '0' &&
      text_[blank - 1] <= '9') {
    Reader date(text_.substr(0, blank), number_cell_);
    const auto part = date.separated();
    if (part && *part) {
      DateText out = **part;
      at_ = blank + 1;
      if (!time_and_rest(out, true)) return DateTrouble::kImpossible;
      if (done()) return out;
    }
  }
  if (auto read = english()) return *read;
  return DateTrouble::kUnreadable;
}

}  // namespace

Read read_date(std::string_view text, const DateOptions& options) {
  if (text.size() > kMaxBytes) return DateTrouble::kUnreadable;
  const std::string normal = ascii_upper(normalise(text));
  if (normal.empty() || normal == "/" || normal == "-" || normal == "--" || normal == "无" ||
      normal == "不详" || normal == "未知") {
    return DateTrouble::kEmpty;
  }
  // An instant with a zone names a day of ours.
  if (normal.size() >= 17 && normal[4] == '-' && normal[10] == 'T') {
    if (const auto instant = parse_instant(normal)) {
      const Civil day = civil(day_of(*instant));
      DateText out;
      out.date = PartialDate{day.year, day.month, day.day};
      out.minute_of_day = minute_of_day(*instant);
      if (!possible(out.date)) return DateTrouble::kOutOfRange;
      return out;
    }
  }
  auto points = to_code_points(normal);
  for (char32_t& c : points) {
    if (c == 0x301C || c == 0x223C || c == 0x223D) c = U'~';
    if (c == U'。' || c == 0xB7) c = U'.';
    if (c == U'\\') c = U'/';
    if (c == U'點') c = U'点';
    if (c == U'號') c = U'号';
    if (c == U'時') c = U'时';
  }
  // "2020 年 2 月 17 日": blanks beside the marks mean nothing.
  return Reader(points, options.number_cell).read();
}

std::optional<Day> find_full_date(std::string_view text) {
  if (text.size() > kMaxBytes) return std::nullopt;
  const auto to_day = [](const Read& read) -> std::optional<Day> {
    if (!read || !read->date.year || read->two_digit_year || read->alternative || read->serial) {
      return std::nullopt;
    }
    if (read->date.lunar) return std::nullopt;
    return make_day(*read->date.year, read->date.month, read->date.day);
  };
  // The longest tail that reads as a date: a heading has its words in front.
  const auto points = to_code_points(normalise(text));
  for (std::size_t i = 0; i < points.size(); ++i) {
    const char32_t c = points[i];
    const bool digit = (c >= '0' && c <= '9') || is_chinese_numeral(c);
    const bool behind_digit = i > 0 && ((points[i - 1] >= '0' && points[i - 1] <= '9') ||
                                        is_chinese_numeral(points[i - 1]));
    if (!digit || behind_digit) continue;
    const auto tail = std::u32string_view(points).substr(i);
    if (const auto day = to_day(read_date(to_utf8(tail)))) return day;
    // Words or other columns behind the date.
    const auto end = tail.find_first_of(U" )]日号");
    if (end != std::u32string_view::npos) {
      if (const auto day = to_day(read_date(to_utf8(tail.substr(0, end + 1))))) return day;
    }
  }
  return std::nullopt;
}

}  // namespace fx
