// What a person typed about somebody, checked and in the form in which it is kept. For this folder.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/id_number.h"
#include "base/result.h"

namespace fx::registry {

// Why a number cannot be right, in Chinese and English.
std::pair<std::string_view, std::string_view> why(IdVerdict verdict);

Result<std::string> checked_name(const std::string& name);
// Doubtful numbers are refused unless they shall be taken as they are.
Result<IdNumber> checked_id(const std::string& text, bool as_is, Day today);
Result<std::vector<std::string>> checked_phones(const std::vector<std::string>& texts);
Result<std::optional<Sex>> checked_sex(const std::optional<std::string>& text);

}  // namespace fx::registry
