// Files as offices save them: XLSX by hand, and text in the encodings that are about. For tests.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/time.h"

namespace fx::made {

struct File {
  std::string name;
  std::string bytes;
};

struct Cell {
  enum class As { kText, kNumber, kDate } as = As::kText;
  std::string text;
  int merge_down = 0;  // rows below that belong to the same cell (their own text is left out)
  Cell() = default;
  Cell(std::string t) : text(std::move(t)) {}  // NOLINT(google-explicit-constructor)
  Cell(const char* t) : text(t) {}             // NOLINT(google-explicit-constructor)
  static Cell number(std::string t) {
    Cell c(std::move(t));
    c.as = As::kNumber;
    return c;
  }
  static Cell date(Day day) {
    Cell c(std::to_string(day - *parse_day("1899-12-30")));
    c.as = As::kDate;
    return c;
  }
};
using Line = std::vector<Cell>;
struct Tab {
  std::string name;
  std::vector<Line> lines;
};

enum class Form { kXlsx, kCsvUtf8, kCsvBom, kCsvGb18030, kTabUtf16 };

// `name` without its ending. A text file has one tab.
File make_file(const std::string& name, const std::vector<Tab>& tabs, Form form);

}  // namespace fx::made
