// Identity numbers as they stand in spreadsheets, and masks for showing personal data.
// Citizens' numbers: GB 11643-1999 (area code of first registration, birth date, sequence whose
// last digit tells the sex, check digit by ISO 7064 MOD 11-2); the 15-digit form in use before
// 1999 is rewritten with century 19. Area codes: data/idcodes, with codes that are no longer in use
// but stay in the numbers of people born there.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace fx {

enum class Sex : std::uint8_t { kMale, kFemale };

// In descending precedence: of several troubles the first is reported.
enum class IdVerdict : std::uint8_t {
  kEmpty,           // nothing, or a word for nothing (无, 不详, /)
  kGarbage,         // neither a number nor a known form
  kEaten,           // a spreadsheet made a number of it: only 15 digits are left
  kWrongLength,     // digits, but neither 15 nor 18
  kImpossibleDate,  // 30 February
  kUnlikelyDate,    // born in the future or more than 130 years ago
  kUnknownArea,
  kBadCheckDigit,
  kOtherDocument,  // well-formed, but of a kind that cannot be checked
  kValid,
};

enum class Document : std::uint8_t {
  kUnknown,
  kResidentId,
  kResidencePermit,   // 81, 82, 83: people of Hong Kong, Macau, Taiwan; same form and check
  kForeignPermanent,  // 18 digits from 9 (2023), or three letters and twelve digits
  kPassport,
  kHomeReturnPermit,  // 港澳居民来往内地通行证: H or M and 8 or 10 digits
  kMilitary,
};

enum class AreaStatus : std::uint8_t { kNone, kCurrent, kRetired, kUnknown };

struct IdNumber {
  IdVerdict verdict = IdVerdict::kEmpty;
  Document document = Document::kUnknown;
  // Normalised: 18 digits or 17 and X; letters upper case. When the verdict is kEaten, the 15
  // digits that are left and "???". Empty for kEmpty and kGarbage.
  std::string number;
  // Whatever the digits still say, also when the verdict is not kValid; never an impossible date.
  std::optional<Day> birth;
  std::optional<Sex> sex;
  std::string area;  // the first six digits
  AreaStatus area_status = AreaStatus::kNone;

  // What may identify a person.
  [[nodiscard]] bool usable() const {
    return verdict == IdVerdict::kValid || verdict == IdVerdict::kOtherDocument;
  }
};

struct IdOptions {
  Day today;
  // The cell held a number: of more than 15 digits the last ones are not what was typed.
  bool number_cell = false;
};
IdNumber parse_id_number(std::string_view text, const IdOptions& options);

// The check character for 17 digits. Precondition: exactly 17 ASCII digits.
char id_check_digit(std::string_view seventeen_digits);

AreaStatus area_status(int code);
// "云南省文山壮族苗族自治州文山市"; empty if unknown.
std::string area_name(int code);

// Masks. Anything that does not have the expected form is covered from end to end.
std::string mask_id(std::string_view number);     // 532601**********14: no birth date, no sequence
std::string mask_phone(std::string_view number);  // 131****4619; 0876-****456
std::string mask_name(std::string_view name);     // 张*, 张*三, 欧阳*娜

}  // namespace fx
