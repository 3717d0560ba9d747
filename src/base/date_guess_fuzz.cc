// Any bytes as a date: what is read exists, and resolves to a day not after the latest.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "base/date_guess.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const fx::Day latest = *fx::make_day(2020, 3, 5);
  for (const bool number_cell : {false, true}) {
    const auto read = fx::read_date(text, {number_cell});
    if (!read) continue;
    if (read->minute_of_day) FX_CHECK(*read->minute_of_day >= 0 && *read->minute_of_day < 1440);
    if (!read->relative_days) {
      FX_CHECK(read->date.month >= 1 && read->date.month <= 12 && read->date.day >= 1);
    }
    fx::YearGuess guess(latest);
    for (int i = 0; i < 3; ++i) {
      guess.add(*read);
      const auto date = guess.resolve(*read, latest - 5);
      if (!date) continue;
      FX_CHECK(date->day <= latest);
      if (date->until) FX_CHECK(*date->until >= date->day);
      guess.add_stated(latest - 1000);
    }
  }
  if (const auto day = fx::find_full_date(text)) FX_CHECK(fx::iso(*day).size() == 10);
  return 0;
}
