// Free words of commands. For this folder only.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"

namespace fx::response {

// Normalised; refuses kNoReason where nothing is left, kTooLong.
Result<std::string> reason_of(const std::string& given);
// Nothing where nothing is left.
Result<std::optional<std::string>> words_of(const std::optional<std::string>& given,
                                            const char* field);

}  // namespace fx::response
