// How people write what a line list says of a case. Pure; takes any bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "modules/casework/entries.h"

namespace fx::casework {

// "", "-", "NA", "不详 " as an empty cell: nothing is said.
bool says_nothing(std::string_view normalised);

std::optional<Classification> classification_in(std::string_view text);
std::optional<Origin> origin_in(std::string_view text);
std::optional<bool> source_known_in(std::string_view text);
std::optional<CaseSex> sex_in(std::string_view text);
// Where a column has only digits: 1 male, 2 female.
std::optional<CaseSex> sex_of_digit(std::string_view text);
// In full years: "34", "34岁", 0 for "8月", "6 months" and "0.5". `unit`: what the column says that
// its numbers are, where a cell does not ("months", the heading 月龄).
std::optional<int> age_in(std::string_view text, std::string_view unit = "years");
// How it ended, in a column of outcomes; nothing for "住院", "alive".
std::optional<Status> outcome_in(std::string_view text);

// What kind of place people mean: 第三中学 a school, 阳光养老院 a nursing home; `other` when the
// words do not tell.
PlaceKind kind_in(std::string_view text);
// By the role where the words do not tell: a residence is a household, a place of work a workplace.
PlaceKind kind_of(PlaceRole role, std::string_view text);
// Where two people met: 家庭, "colleague", 同病房; `other` when the words do not tell.
PlaceKind setting_in(std::string_view text);

// Equal for spellings of one name.
std::int64_t place_token(std::string_view text);

// The words of a text that could be numbers of cases: runs of letters, digits, '-' and '_' with at
// least one digit, in lower case.
std::vector<std::string> numbers_in(std::string_view text);
// Those of them that a text about the source can mean: with a letter ("TJ5", "SK_14"), or bare
// digits right behind 病例, "case", "cases"; never a date's.
std::vector<std::string> cases_mentioned(std::string_view text);

}  // namespace fx::casework
