// Any grid of texts that is written is read back the same, through XLSX and through CSV.
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sheet/reader.h"
#include "sheet/writer.h"

namespace fx::sheet {
namespace {

using Grid = std::vector<std::vector<std::string>>;

// Texts made of what gives writers and readers trouble.
rc::Gen<std::string> any_text() {
  const auto piece = rc::gen::element<std::string>(
      "", "甲", "𠮷", "a", "0", "=", "+", "-", "@", "'", "\"", "\"\"", ",", ";", "\t", "|", "\n",
      " ", "　", "<", "&", "]]>", "_x0041_", "_x", "&#10;", "〃", "\u00e9", "{", "[");
  return rc::gen::map(rc::gen::resize(6, rc::gen::container<std::vector<std::string>>(piece)),
                      [](const std::vector<std::string>& pieces) {
                        std::string out;
                        for (const auto& p : pieces) out += p;
                        return out;
                      });
}

rc::Gen<Grid> any_grid() {
  return rc::gen::mapcat(rc::gen::inRange<std::size_t>(2, 6), [](std::size_t columns) {
    return rc::gen::resize(12,
                           rc::gen::container<Grid>(
                               rc::gen::container<std::vector<std::string>>(columns, any_text())));
  });
}

std::vector<OutCell> cells_of(const std::vector<std::string>& texts) {
  std::vector<OutCell> cells;
  cells.reserve(texts.size());
  for (const auto& text : texts) cells.push_back(OutCell::text(text));
  return cells;
}

// Compares the rows below the first with the grid.
void expect_same(const std::string& bytes, const Grid& grid) {
  const auto book = read_workbook(bytes);
  RC_ASSERT(book.has_value());
  const Sheet& sheet = book->sheets.at(0);
  std::size_t at = 1;
  for (std::size_t r = 0; r < grid.size(); ++r) {
    bool blank = true;
    for (const auto& text : grid[r]) blank = blank && text.empty();
    if (blank) continue;
    RC_ASSERT(at < sheet.row_count());
    const Row row = sheet.row(at++);
    RC_ASSERT(row.number() == r + 2);
    for (std::size_t c = 0; c < grid[r].size(); ++c) {
      RC_ASSERT(std::string(row.at(c).text) == grid[r][c]);
    }
  }
  RC_ASSERT(at == sheet.row_count());
}

RC_GTEST_PROP(RoundTrip, AnyTextsThroughXlsx, ()) {
  const auto grid = *any_grid();
  XlsxWriter writer;
  SheetSetup setup{"s", "", {}};
  for (std::size_t i = 0; i < (grid.empty() ? 2 : grid[0].size()); ++i) {
    setup.columns.push_back({"h" + std::to_string(i), 10});
  }
  writer.begin_sheet(setup);
  for (const auto& row : grid) writer.row(cells_of(row));
  expect_same(writer.finish(), grid);
}

RC_GTEST_PROP(RoundTrip, AnyTextsThroughCsv, ()) {
  const auto grid = *any_grid();
  CsvWriter writer;
  std::vector<std::string> headings;
  for (std::size_t i = 0; i < (grid.empty() ? 2 : grid[0].size()); ++i) {
    headings.push_back("h" + std::to_string(i));
  }
  writer.row(cells_of(headings));
  for (const auto& row : grid) writer.row(cells_of(row));
  expect_same(writer.bytes(), grid);
}

// Whole numbers below 10^15 come back digit by digit, longer ones as texts.
RC_GTEST_PROP(RoundTrip, WholeNumbersThroughXlsx, (std::int64_t number)) {
  XlsxWriter writer;
  writer.begin_sheet({"s", "", {{"n", 10}}});
  writer.row({OutCell::number(number)});
  const auto book = read_workbook(writer.finish());
  RC_ASSERT(book.has_value());
  const Cell cell = book->sheets[0].row(1).at(0);
  RC_ASSERT(std::string(cell.text) == std::to_string(number));
  RC_ASSERT(!digits_lost(cell));
}

}  // namespace
}  // namespace fx::sheet
