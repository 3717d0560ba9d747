// JSON Lines, arrays and sequences of objects.
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "sheet/formats.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)fx::sheet::internal::looks_like_json(text);
  const auto book = fx::sheet::internal::read_json(text, "x", fx::sheet::Limits());
  if (!book) return 0;
  const auto& sheet = book->sheets.at(0);
  for (std::size_t r = 0; r < sheet.row_count(); ++r) {
    const auto row = sheet.row(r);
    for (std::size_t i = 0; i < row.size(); ++i) FX_CHECK(!row[i].text.empty());
  }
  return 0;
}
