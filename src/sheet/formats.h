// The readers of the single formats. For reader.cc and the fuzzers only; everyone else reads
// through reader.h.
#pragma once

#include <string_view>

#include "base/result.h"
#include "sheet/reader.h"

namespace fx::sheet::internal {

Result<Workbook> read_xlsx(std::string_view bytes, const Limits& limits);

// Both take UTF-8 without a byte order mark. The name becomes that of the one sheet.
Result<Workbook> read_delimited(std::string_view text, std::string_view name, const Limits& limits);
Result<Workbook> read_json(std::string_view text, std::string_view name, const Limits& limits);

// Whether a text looks like JSON objects (Lines or an array) rather than delimited text.
bool looks_like_json(std::string_view text);

}  // namespace fx::sheet::internal
