#include "policy/csv.h"

#include "policy/refusals.h"
#include "policy/text.h"

namespace fx::policy {

Result<std::vector<CsvRow>> parse_csv(std::string_view bytes, const std::string& file,
                                      const CsvLimits& limits) {
  if (bytes.size() > limits.bytes) {
    return refuse_at(kFileTooLarge, {file},
                     {{"limit", std::to_string(limits.bytes >> 10) + " KB"}});
  }
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (!is_utf8(bytes)) return refuse_at(kNotText, {file});

  std::vector<CsvRow> rows;
  CsvRow row{1, {}};
  std::string cell;
  bool quoted = false;
  std::size_t i = 0;
  const auto end_cell = [&]() -> Status {
    if (cell.size() > limits.cell) {
      return refuse_at(kCsvCellTooLong, {file, row.number},
                       {{"limit", std::to_string(limits.cell)}});
    }
    if (row.cells.size() == limits.columns) {
      return refuse_at(kCsvTooWide, {file, row.number},
                       {{"limit", std::to_string(limits.columns)}});
    }
    row.cells.emplace_back(trim(cell));
    cell.clear();
    return {};
  };
  const auto end_row = [&]() -> Status {
    if (auto status = end_cell(); !status) return status;
    while (!row.cells.empty() && row.cells.back().empty()) row.cells.pop_back();
    const int next = row.number + 1;
    if (!row.cells.empty()) {
      if (rows.size() == limits.rows) {
        return refuse_at(kCsvTooLong, {file, row.number}, {{"limit", std::to_string(limits.rows)}});
      }
      rows.push_back(std::move(row));
    }
    row = CsvRow{next, {}};
    return {};
  };
  while (i < bytes.size()) {
    const char c = bytes[i++];
    Status status;
    if (quoted) {
      if (c != '"') {
        cell += c;
      } else if (i < bytes.size() && bytes[i] == '"') {
        cell += '"';
        ++i;
      } else {
        quoted = false;
      }
    } else if (c == '"' && trim(cell).empty()) {
      quoted = true;
      cell.clear();
    } else if (c == ',') {
      status = end_cell();
    } else if (c == '\n') {
      status = end_row();
    } else if (c != '\r') {
      cell += c;
    }
    if (!status) return status.error();
  }
  if (quoted) return refuse_at(kCsvSyntax, {file, row.number});
  if (auto status = end_row(); !status) return status.error();
  return rows;
}

std::string write_csv(const std::vector<std::vector<std::string>>& rows) {
  std::string out = "\xEF\xBB\xBF";
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) out += ',';
      if (row[i].find_first_of(",\"\r\n") == std::string::npos) {
        out += row[i];
        continue;
      }
      out += '"';
      for (const char c : row[i]) out += c == '"' ? std::string("\"\"") : std::string(1, c);
      out += '"';
    }
    out += '\n';
  }
  return out;
}

}  // namespace fx::policy
