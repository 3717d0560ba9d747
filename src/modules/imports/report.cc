#include "modules/imports/report.h"

#include "sheet/workbook.h"

namespace fx {
namespace {

constexpr std::size_t kShownMax = 200;  // bytes of a cell

// The beginning of a text, without half a character.
std::string_view cut(std::string_view text) {
  if (text.size() <= kShownMax) return text;
  std::size_t end = kShownMax;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) --end;
  return text.substr(0, end);
}

}  // namespace

RowProblem row_problem(const RowPlace& at, std::string_view value, const Refusal& why,
                       Language language, bool taken) {
  return {at.file,
          at.sheet,
          at.row,
          at.column,
          std::string(cut(value)),
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
