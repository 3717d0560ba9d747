#include "modules/imports/report.h"

#include "base/text.h"
#include "sheet/workbook.h"

namespace fx {
namespace {

constexpr std::size_t kShownMax = 80;  // characters of a cell

}  // namespace

RowProblem row_problem(const RowPlace& at, std::string_view value, const Refusal& why,
                       Language language, bool taken) {
  return {at.file,
          at.sheet,
          at.row,
          at.column,
          shorten(value, kShownMax),
          std::string(why.code()),
          why.message(language),
          why.remedy(language),
          taken};
}

std::string file_kind(sheet::FileFormat format) {
  switch (format) {
    case sheet::FileFormat::kXlsx:
      return "xlsx";
    case sheet::FileFormat::kDelimited:
      return "csv";
    case sheet::FileFormat::kJson:
      return "jsonl";
  }
  return "";
}

}  // namespace fx
