#include "sheet/number_format.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace fx::sheet::internal {
namespace {

bool all_digits(std::string_view text) {
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
  }
  return !text.empty();
}

// "5.3260119971222e+17" -> "532601199712220000", "1.5e-3" -> "0.0015".
std::string without_exponent(std::string_view number) {
  const auto e = number.find('e');
  if (e == std::string_view::npos) return std::string(number);
  int exponent = 0;
  std::string_view power = number.substr(e + 1);
  if (!power.empty() && power.front() == '+') power.remove_prefix(1);
  std::from_chars(power.data(), power.data() + power.size(), exponent);
  if (exponent > 21 || exponent < -21) return std::string(number);
  std::string_view mantissa = number.substr(0, e);
  std::string out;
  if (!mantissa.empty() && mantissa.front() == '-') {
    out = "-";
    mantissa.remove_prefix(1);
  }
  const auto dot = mantissa.find('.');
  std::string digits(mantissa.substr(0, dot));
  int point = static_cast<int>(digits.size()) + exponent;
  if (dot != std::string_view::npos) digits += mantissa.substr(dot + 1);
  if (point <= 0) {
    out += "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  } else if (static_cast<std::size_t>(point) >= digits.size()) {
    out += digits + std::string(static_cast<std::size_t>(point) - digits.size(), '0');
  } else {
    out += digits.substr(0, static_cast<std::size_t>(point)) + "." +
           digits.substr(static_cast<std::size_t>(point));
  }
  return out;
}

// Fifteen digits are what a spreadsheet keeps: 36.799999999999997 was typed as 36.8.
std::string shown(double value) {
  std::array<char, 40> out{};
  const auto end =
      std::to_chars(out.data(), out.data() + out.size(), value, std::chars_format::general, 15);
  return without_exponent({out.data(), static_cast<std::size_t>(end.ptr - out.data())});
}

std::size_t sequence_length(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

}  // namespace

NumberFormat built_in_format(int id) {
  NumberFormat format;
  const auto set = [&format](bool date, bool time) {
    format.date = date;
    format.time = time;
  };
  switch (id) {
    case 9:
    case 10:
      format.percent = true;
      break;
    case 14:
    case 15:
    case 16:
    case 17:  // d-mmm-yy ...
    case 27:
    case 28:
    case 29:
    case 30:
    case 31:
    case 36:  // yyyy"年"m"月" ...
    case 50:
    case 51:
    case 52:
    case 53:
    case 54:
    case 57:
    case 58:
      set(true, false);
      break;
    case 22:
      set(true, true);
      break;
    case 18:
    case 19:
    case 20:
    case 21:
    case 32:
    case 33:
    case 34:
    case 35:  // h"时"mm"分" ...
    case 45:
    case 47:
    case 55:
    case 56:
      set(false, true);
      break;
    case 46:
      format.duration = true;
      break;
    default:
      break;
  }
  return format;
}

NumberFormat parse_format(std::string_view code) {
  NumberFormat format;
  bool digits = false;  // a digit placeholder was met
  bool fraction = false;
  bool other = false;  // something that a plain number has no use for: fractions, "E+00"
  const auto literal = [&](std::string_view text) {
    (digits ? format.after : format.before).append(text);
  };
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == ';') break;  // the first section is that of positive numbers
    if (c == '"') {
      const auto close = code.find('"', i + 1);
      const auto end = close == std::string_view::npos ? code.size() : close;
      literal(code.substr(i + 1, end - i - 1));
      i = end;
    } else if (c == '\\') {
      if (i + 1 < code.size()) {
        literal(code.substr(i + 1, sequence_length(code[i + 1])));
        i += sequence_length(code[i + 1]);
      }
    } else if (c == '_' || c == '*') {  // a space as wide as, or a fill with, the next character
      if (i + 1 < code.size()) i += sequence_length(code[i + 1]);
    } else if (c == '[') {
      const auto close = code.find(']', i);
      if (close == std::string_view::npos) break;
      const auto inside = code.substr(i + 1, close - i - 1);
      if (!inside.empty() && inside.find_first_not_of("hHmMsS") == std::string_view::npos) {
        format.duration = true;
      }
      i = close;
    } else if (c == 'y' || c == 'Y' || c == 'd' || c == 'D' || c == 'b' || c == 'B' || c == 'a' ||
               c == 'A') {
      if ((c == 'a' || c == 'A') && i + 1 < code.size() &&
          (code[i + 1] == 'm' || code[i + 1] == 'M' || code[i + 1] == '/')) {
        format.time = true;  // AM/PM, A/P
        const auto end = code.find_first_of("pP", i);
        if (end == std::string_view::npos) break;
        i = end;
        if (i + 1 < code.size() && (code[i + 1] == 'm' || code[i + 1] == 'M')) ++i;
      } else {
        format.date = true;
      }
    } else if (c == 'm' || c == 'M') {
      // Minutes if hours or seconds are near, months otherwise: decided below.
      other = true;
    } else if (c == 'h' || c == 'H' || c == 's' || c == 'S') {
      format.time = true;
    } else if (c == 'e' || c == 'E') {
      if (i + 1 < code.size() && (code[i + 1] == '+' || code[i + 1] == '-')) {
        digits = true;
        fraction = true;
        ++i;
      } else {
        format.date = true;  // the year of an era
      }
    } else if (c == 'G' || c == 'g') {
      if (code.substr(i, 7) == "General" || code.substr(i, 7) == "GENERAL") {
        i += 6;
        digits = true;
      } else {
        format.date = true;
      }
    } else if (c == '%') {
      format.percent = true;
    } else if (c == '0' || c == '#' || c == '?') {
      if (c == '0' && !fraction) ++format.zeros;
      digits = true;
    } else if (c == '.' || c == '/') {
      fraction = true;
    } else if (c == '@') {
      digits = true;
    } else if (c == ',' || c == ' ' || c == '-' || c == ':' || c == '(' || c == ')' || c == '+') {
      // Grouping and signs are not shown; in dates they separate.
    } else {
      literal(code.substr(i, sequence_length(c)));
      i += sequence_length(c) - 1;
    }
  }
  if (other && !format.time && !format.duration) format.date = true;
  if (format.date || format.time || format.duration) {
    format.before.clear();
    format.after.clear();
    format.zeros = 0;
    format.percent = false;
    // [h]:mm counts hours up; only with a date in the format is it a moment.
    if (format.duration) format.time = false;
    if (format.date) format.duration = false;
  } else if (!digits) {
    // Only literal text: the number itself is not shown. We do show it.
    format.before.clear();
    format.after.clear();
  }
  return format;
}

bool format_number(std::string_view raw, const NumberFormat& format, std::string& out) {
  std::string_view body = raw;
  const bool negative = !body.empty() && body.front() == '-';
  if (negative) body.remove_prefix(1);
  // Nearly every number of a list: an integer short enough to be exact, shown as it stands.
  if (format.plain() && body.size() <= 15 && all_digits(body) &&
      (body.size() == 1 || body.front() != '0')) {
    out.assign(raw);
    return true;
  }
  double value = 0;
  std::string_view number = raw;
  if (!number.empty() && number.front() == '+') number.remove_prefix(1);
  const auto read = std::from_chars(number.data(), number.data() + number.size(), value);
  if (read.ec != std::errc() || read.ptr != number.data() + number.size() ||
      !std::isfinite(value)) {
    return false;
  }
  if (value == 0) value = 0;  // minus zero
  std::string digits;
  if (!format.percent && all_digits(body) && body.front() != '0') {
    digits.assign(raw);  // more than fifteen digits: as the file has them
  } else {
    digits = shown(format.percent ? value * 100 : value);
  }
  if (format.zeros > 1 && all_digits(digits) && digits.size() < format.zeros) {
    digits.insert(
        0, std::min<std::size_t>(format.zeros, 32) - std::min<std::size_t>(digits.size(), 32), '0');
  }
  if (format.percent) digits += '%';
  out = format.before + digits + format.after;
  return true;
}

std::optional<ShownDate> serial_date(double serial, const NumberFormat& format, bool from_1904) {
  if (!(serial >= 0) || serial >= 2'958'466) return std::nullopt;
  // Seconds, rounded: a spreadsheet keeps 17:05 as 0.711805555555556.
  const auto seconds = static_cast<std::int64_t>(std::llround(serial * 86'400));
  const auto whole = static_cast<int>(seconds / 86'400);
  const auto rest = static_cast<int>(seconds % 86'400);
  ShownDate out;
  out.value.minute = rest / 60;
  std::array<char, 16> clock{};
  if (rest % 60 != 0) {
    std::snprintf(clock.data(), clock.size(), "%02d:%02d:%02d", rest / 3600, rest / 60 % 60,
                  rest % 60);
  } else {
    std::snprintf(clock.data(), clock.size(), "%02d:%02d", rest / 3600, rest / 60 % 60);
  }
  const bool time_alone = whole == 0 && (!format.date || !from_1904) && format.time;
  if (time_alone || (!format.date && whole == 0)) {
    out.text = clock.data();
    return out;
  }
  std::string day_text;
  if (from_1904) {
    out.value.day = *make_day(1904, 1, 1) + whole;
  } else if (whole == 0) {
    return std::nullopt;  // "1900-01-00"
  } else if (whole == 60) {
    out.real = false;
    day_text = "1900-02-29";
  } else {
    // Lotus 1-2-3 took 1900 for a leap year, and every spreadsheet since has copied it.
    out.value.day = *make_day(1899, 12, 31) + (whole > 60 ? whole - 1 : whole);
  }
  if (out.value.day) {
    if (*out.value.day > *make_day(9999, 12, 31)) return std::nullopt;
    day_text = iso(*out.value.day);
  }
  out.text = day_text;
  if (format.time || rest != 0) out.text += std::string(" ") + clock.data();
  return out;
}

}  // namespace fx::sheet::internal
