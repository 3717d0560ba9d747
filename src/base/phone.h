// Telephone numbers as they stand in spreadsheets. Thread-safe.
// Mobile numbers: eleven digits from 13 to 19. Land lines: area code (010, 02x, 03xx-09xx) and
// seven or eight digits. Source: the national telephone numbering plan (2017 edition).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fx {

// In descending precedence: of several troubles the first is reported.
enum class PhoneVerdict : std::uint8_t {
  kEmpty,
  kGarbage,  // no digits, or digits among words that make no number
  kEaten,    // "1.39172E+10": a spreadsheet showed a number too short
  kTooShort,
  kTooLong,
  kBadPrefix,  // eleven digits that no mobile number or land line begins with
  kValid,
};

enum class PhoneKind : std::uint8_t {
  kUnknown,
  kMobile,
  kLandLine,  // with area code
  kLocal,     // land line without area code
  kService,   // 400..., 800...
  kForeign,   // +852...
};

struct Phone {
  PhoneVerdict verdict = PhoneVerdict::kEmpty;
  PhoneKind kind = PhoneKind::kUnknown;
  // "13917230852", "0876-2123456", "2123456", "4008001234", "+85291234567"; what is left of the
  // digits if the verdict is not kValid.
  std::string number;
  std::string extension;
  bool guessed = false;  // a leading zero that a number cell had lost was put back
};

struct PhoneOptions {
  bool number_cell = false;
};

// Every number of a cell in order; bad ones among them with their verdict. Never empty: an empty
// cell gives one Phone with kEmpty. At most kMaxPhonesPerCell, further ones are left out.
inline constexpr std::size_t kMaxPhonesPerCell = 8;
std::vector<Phone> parse_phones(std::string_view text, const PhoneOptions& options = {});

// The first valid number of a cell, mobile numbers first; otherwise the first bad one.
Phone parse_phone(std::string_view text, const PhoneOptions& options = {});

}  // namespace fx
