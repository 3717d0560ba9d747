// A table of a pack as a spreadsheet program saves it: UTF-8 with or without a byte order mark,
// commas, double quotes (RFC 4180). Bounded in bytes, rows, columns and the length of a cell.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace fx::policy {

struct CsvRow {
  int number = 0;                  // as the spreadsheet counts, from 1
  std::vector<std::string> cells;  // trimmed
};

struct CsvLimits {
  std::size_t bytes = std::size_t{2} << 20;
  std::size_t rows = 1'000;
  std::size_t columns = 64;
  std::size_t cell = 2'000;
};

// The rows that have any text; row numbers still count the blank ones. Trailing empty cells are
// dropped, as programs add them freely.
Result<std::vector<CsvRow>> parse_csv(std::string_view bytes, const std::string& file,
                                      const CsvLimits& limits = {});

// As spreadsheet programs read it: UTF-8 with a byte order mark.
std::string write_csv(const std::vector<std::vector<std::string>>& rows);

}  // namespace fx::policy
