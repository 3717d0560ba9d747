// Texts of any encoding, as files whose format is found out.
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "sheet/reader.h"
#include "sheet/table.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto book = fx::sheet::read_workbook({reinterpret_cast<const char*>(data), size}, "x.csv");
  if (!book) return 0;
  const std::vector<fx::sheet::ColumnSpec> specs{
      {"name", {"姓名", "name"}},
      {"phone", {"电话", "手机"}, [](std::string_view text) { return text.size() == 11; }, true},
      {"head", {"户主"}}};
  for (const auto& sheet : book->sheets) {
    const auto layout = fx::sheet::recognise(sheet, specs);
    if (!layout) continue;
    const auto table = fx::sheet::read_table(sheet, specs, *layout);
    // Every row is accounted for once.
    std::size_t seen = table.rows().size();
    for (const auto& skipped : table.skipped()) {
      seen += std::size_t{skipped.last_row} - skipped.first_row + 1;
    }
    FX_CHECK(seen + (layout->has_headings ? layout->last_heading_row - layout->first_heading_row + 1
                                          : 0) >=
             sheet.row_count());
    for (std::size_t r = 0; r < table.rows().size(); ++r) {
      for (std::size_t s = 0; s < specs.size(); ++s) (void)table.value(r, s);
    }
  }
  return 0;
}
