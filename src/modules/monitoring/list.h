// How people write headings and temperatures in their lists. Pure; takes any bytes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/text.h"

namespace fx::monitoring {

enum class Heading { kOther, kName, kIdNumber, kPhone, kDate, kTemperature, kSymptoms };
Heading heading_of(std::string_view normalised);

enum class PartOfDay { kAny, kMorning, kNoon, kEvening };
PartOfDay part_of_day(std::string_view normalised);
// Which of `slots` (at least one) slots is meant.
std::size_t slot_for(PartOfDay part, std::size_t slots);

// "36.5", "36.5度", "36.5℃", "36度5", "36.50", "365": tenths. Nothing for other text; says nothing
// about plausibility.
std::optional<int> parse_tenths(std::string_view normalised);
// "", "/", "-", "未测": nothing was measured.
bool is_blank_mark(std::string_view normalised);

// The pack's symptoms that a cell names, as ids; "无", "正常" and the like name none.
std::vector<std::string> symptoms_in(std::string_view text,
                                     const std::vector<policy::NamedValue>& known);

}  // namespace fx::monitoring
