// Reads whatever office files people have: XLSX, delimited text (comma, tab, semicolon; UTF-8,
// UTF-16, GB18030) and JSON (Lines, or an array of objects). What a file is is decided by its
// contents; everything else is refused in words that say how to make it readable.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/result.h"
#include "sheet/refusals.h"
#include "sheet/workbook.h"

namespace fx::sheet {

// Beyond these a file is refused (refusals.h names one kind for each). The defaults are those of
// the spreadsheet programs where they have one.
struct Limits {
  std::size_t file_bytes = std::size_t{64} << 20;
  std::size_t unpacked_bytes = std::size_t{1} << 30;     // of all parts that are read
  std::size_t ratio = 250;                               // unpacked to packed, beyond ...
  std::size_t ratio_free_bytes = std::size_t{32} << 20;  // ... this much
  std::size_t parts = 4096;                              // files inside an XLSX
  std::size_t sheets = 64;
  std::size_t rows = 1'048'576;    // of one sheet
  std::size_t columns = 16'384;    // declared
  std::size_t used_columns = 512;  // with something in them, in one sheet
  std::size_t cells = 16'000'000;  // with something in them, in the whole file
  std::size_t text_bytes = std::size_t{512} << 20;
  std::size_t cell_characters = 32'767;  // UTF-16 units, as the spreadsheet programs count
  std::size_t xml_depth = 64;
  std::size_t xml_token_bytes = std::size_t{256} << 10;  // one tag or comment
  std::size_t shared_strings = 8'000'000;
  std::size_t styles = 65'536;
  std::size_t merged_cells = 2'000'000;
  std::size_t json_depth = 32;
  std::size_t problems = 1'000;  // rows reported one by one; the file is refused beyond
};

// Reads a whole file. The name is optional; it serves only to warn of a wrong extension. Refuses
// with the kinds of refusals.h; throws only std::bad_alloc. Thread-safe. The bytes need not outlive
// the call.
Result<Workbook> read_workbook(std::string_view bytes, std::string_view file_name = {},
                               const Limits& limits = {});

}  // namespace fx::sheet
