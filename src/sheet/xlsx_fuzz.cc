// Whole files, and worksheet parts in a sound package: an input beginning with "<" is a worksheet,
// one beginning with "S" the content of the shared strings, "Y" that of the styles.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "sheet/reader.h"
#include "sheet/table.h"
#include "sheet/test_package.h"

namespace {

fx::sheet::Limits small_limits() {
  fx::sheet::Limits limits;
  limits.unpacked_bytes = std::size_t{16} << 20;
  limits.cells = 200'000;
  limits.merged_cells = 200'000;
  limits.text_bytes = std::size_t{16} << 20;
  return limits;
}

bool digits(std::string_view text) {
  return text.size() > 3 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

void read(std::string_view bytes) {
  const auto book = fx::sheet::read_workbook(bytes, "x.xlsx", small_limits());
  if (!book) {
    FX_CHECK(!book.error().message(fx::Language::kZh).empty());
    return;
  }
  const std::vector<fx::sheet::ColumnSpec> specs{
      {"name", {"姓名"}}, {"id", {"身份证号"}, digits, true}, {"head", {"户主", "户主姓名"}}};
  for (const auto& sheet : book->sheets) {
    std::uint32_t last_number = 0;
    for (std::size_t r = 0; r < sheet.row_count(); ++r) {
      const auto row = sheet.row(r);
      FX_CHECK(row.number() >= last_number && row.size() > 0);
      last_number = row.number();
      for (std::size_t i = 0; i < row.size(); ++i) {
        const auto cell = row[i];
        FX_CHECK(!cell.text.empty() && cell.column < sheet.column_count());
        FX_CHECK(i == 0 || row[i - 1].column < cell.column);
        FX_CHECK(row.at(cell.column).text == cell.text);
        (void)fx::sheet::digits_lost(cell);
      }
    }
    const auto table = fx::sheet::find_table(sheet, specs);
    if (!table) continue;
    for (std::size_t r = 0; r < table->rows().size(); ++r) {
      for (std::size_t s = 0; s < specs.size(); ++s) (void)table->value(r, s);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  if (input.empty() || input.front() == 'P') {
    read(input);
    return 0;
  }
  fx::sheet::test::Package package;
  package.sheets.push_back(fx::sheet::test::worksheet(
      "<row><c t=\"s\"><v>0</v></c><c s=\"1\"><v>43889.7</v></c></row>"));
  if (input.front() == 'S') {
    package.shared_strings = input.substr(1);
  } else if (input.front() == 'Y') {
    package.styles = input.substr(1);
  } else {
    package.shared_strings = "<si><t>姓名</t></si><si><t>户主</t></si>";
    package.styles = "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs>";
    package.sheets.front() = input;
  }
  read(package.bytes());
  return 0;
}
