// What a spreadsheet shows for a number: dates and times by the cell's number format (ECMA-376
// part 1, 18.8.30 and 18.8.31, with the built-in formats of the Chinese edition), and numbers in
// full. For the readers of this folder only.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "sheet/builder.h"

namespace fx::sheet::internal {

struct NumberFormat {
  bool date = false;      // has a year, month or day
  bool time = false;      // has an hour, minute or second
  bool duration = false;  // [h], [m] or [s]: an amount, not a time of day
  bool percent = false;   // shown times a hundred
  std::size_t zeros = 0;  // whole digits shown at least: "0000" shows 101 as "0101"
  std::string before;     // literal text around the digits: 第"0"网格
  std::string after;

  [[nodiscard]] bool plain() const {
    return !date && !time && !duration && !percent && zeros <= 1 && before.empty() && after.empty();
  }
};

// Built-in formats by number; nothing for those that a file defines itself (164 and up).
NumberFormat built_in_format(int id);
NumberFormat parse_format(std::string_view code);

// A number of the file as a person sees it: to 15 digits, whole numbers in full. False if raw is
// not a number (out is then unchanged).
bool format_number(std::string_view raw, const NumberFormat& format, std::string& out);

struct ShownDate {
  DateValue value;
  std::string text;
  bool real = true;  // false for 29 February 1900, a day that only spreadsheets know
};
// The day and minute of a serial number; nothing if it is none (negative, or after 9999).
std::optional<ShownDate> serial_date(double serial, const NumberFormat& format, bool from_1904);

}  // namespace fx::sheet::internal
