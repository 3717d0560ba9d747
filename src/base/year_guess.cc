// Which year the dates of a file mean that name none.
#include <algorithm>

#include "base/date_guess.h"

namespace fx {
namespace {

constexpr int kHalfYearDays = 183;
constexpr int kOldestYears = 130;

std::optional<Day> with_year(const PartialDate& date, int year) {
  if (date.lunar) return day_of_lunar(year, date.month, date.day, date.leap_month);
  return make_day(year, date.month, date.day);
}

}  // namespace

void YearGuess::add_stated(Day day) { stated_ = day; }

void YearGuess::add(const DateText& text) {
  if (text.day_first) ++(*text.day_first ? day_first_ : month_first_);
  // Two-digit years and doubtful readings are not witnesses for others.
  if (!text.date.year || text.relative_days || text.two_digit_year || text.alternative) return;
  const auto day = with_year(text.date, *text.date.year);
  if (!day || *day > latest_) return;
  known_.push_back(*day);
  sorted_ = false;
}

YearGuess::Window YearGuess::window() const {
  if (!sorted_) {
    std::sort(known_.begin(), known_.end());
    sorted_ = true;
  }
  Window out{latest_, latest_};
  if (!known_.empty()) {
    const std::size_t cut = known_.size() / 20;
    out = Window{known_[cut], known_[known_.size() - 1 - cut]};
  }
  if (stated_) {
    // One or two dates may be slips of the hand; the file's own date counts for more.
    if (known_.size() < 3) out = Window{*stated_, *stated_};
    out.first = std::min(out.first, *stated_);
    out.last = std::max(out.last, *stated_);
  }
  return out;
}

std::optional<Day> YearGuess::place(const PartialDate& date, Window window) const {
  if (date.year) return with_year(date, *date.year);
  const auto distance = [&](Day day) {
    if (day < window.first) return window.first - day;
    return day > window.last ? day - window.last : 0;
  };
  std::optional<Day> best;
  // Leap days and leap months come round only in some years.
  for (int year = civil(window.first).year - 9; year <= civil(window.last).year + 1; ++year) {
    const auto day = with_year(date, year);
    if (!day || *day > latest_) continue;
    if (!best || distance(*day) <= distance(*best)) best = day;
  }
  return best;
}

Result<ResolvedDate, DateTrouble> YearGuess::resolve(const DateText& text,
                                                     std::optional<Day> reference) const {
  ResolvedDate out;
  out.minute_of_day = text.minute_of_day;
  out.part = text.part;
  if (text.relative_days) {
    if (!reference) return DateTrouble::kNoReference;
    out.day = *reference + *text.relative_days;
    if (out.day > latest_) return DateTrouble::kOutOfRange;
    return out;
  }
  const Window around = window();
  const auto distance = [&](Day day) {
    return day < around.first ? around.first - day : std::max(0, day - around.last);
  };
  const auto in_range = [&](Day day) {
    return day <= latest_ && day >= latest_ - kOldestYears * 366;
  };
  auto day = place(text.date, around);
  out.year_guessed = !text.date.year;
  if (text.alternative) {
    const auto other = place(*text.alternative, around);
    const bool other_fits = other && in_range(*other) && distance(*other) <= kHalfYearDays;
    const bool first_fits = day && in_range(*day) && distance(*day) <= kHalfYearDays;
    const bool swap =
        other_fits && (!first_fits || (text.order_unknown && day_first_ > 0 && month_first_ == 0));
    const bool settled = text.order_unknown && (day_first_ > 0) != (month_first_ > 0);
    out.ambiguous = first_fits == other_fits && !settled;
    if (swap) {
      day = other;
      out.year_guessed = !text.alternative->year;
    }
  }
  if (!day || !in_range(*day)) return DateTrouble::kOutOfRange;
  out.day = *day;
  out.far = distance(*day) > kHalfYearDays;
  if (text.until) {
    PartialDate last = *text.until;
    std::optional<Day> until;
    const int year = text.date.lunar && text.date.year ? *text.date.year : civil(out.day).year;
    if (last.year && !out.year_guessed) {
      until = with_year(last, *last.year);
    } else {
      // The first such day not before the start: 12.28-1.3 runs across New Year.
      for (int y = year - 1; y <= year + 1 && !until; ++y) {
        const auto candidate = with_year(last, y);
        if (candidate && *candidate >= out.day) until = candidate;
      }
    }
    if (!until || *until < out.day) return DateTrouble::kImpossible;
    out.until = until;
  }
  return out;
}

}  // namespace fx
