// What an import says about itself, whichever kind of list it read. Nothing is thrown away: every
// row that was read is in exactly one of accepted, unchanged, set_aside.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe/class.hpp>

#include "base/refusal.h"
#include "base/time.h"
#include "base/ulid.h"

namespace fx::sheet {
enum class FileFormat : std::uint8_t;
}  // namespace fx::sheet

namespace fx {

// A row that could not be used (an error), or was taken with a doubt for a person to settle. For
// the importing clerk only: `value` may hold personal data and never goes to a log or the journal.
struct RowProblem {
  std::string file;
  std::string sheet;
  int row = 0;         // as the office program numbers it
  std::string column;  // heading as seen in the file
  std::string value;
  std::string code;  // "registry.bad-check-digit"
  std::string reason;
  std::string remedy;
  bool taken = false;  // true: the row was taken, with this doubt
};
BOOST_DESCRIBE_STRUCT(RowProblem, (),
                      (file, sheet, row, column, value, code, reason, remedy, taken))

struct RowPlace {
  std::string file;
  std::string sheet;
  int row = 0;         // as the office program numbers it
  std::string column;  // heading as seen, or ""
};
RowProblem row_problem(const RowPlace& at, std::string_view value, const Refusal& why,
                       Language language, bool taken);

struct ColumnUse {
  std::string sheet;
  std::string heading;  // as seen
  std::string field;    // what it was taken for, or "" when not used
};
BOOST_DESCRIBE_STRUCT(ColumnUse, (), (sheet, heading, field))

struct ImportFileReport {
  std::string file;
  std::string kind;   // as file_kind() says
  int rows = 0;       // data rows read
  int accepted = 0;   // rows that added or changed something
  int unchanged = 0;  // rows already known exactly so
  int set_aside = 0;  // rows that could not be used: in problems with taken = false
  int skipped = 0;    // titles, repeated headings, totals, blank rows
  std::vector<ColumnUse> columns;
};
BOOST_DESCRIBE_STRUCT(ImportFileReport, (),
                      (file, kind, rows, accepted, unchanged, set_aside, skipped, columns))
std::string file_kind(sheet::FileFormat format);  // xlsx, csv, jsonl

struct ImportReport {
  Ulid import;  // id of the import, nil in a dry run
  bool dry_run = false;
  std::vector<ImportFileReport> files;
  std::int64_t people_new = 0;
  std::int64_t people_updated = 0;
  std::int64_t households_new = 0;
  std::int64_t areas_new = 0;
  std::int64_t doubts = 0;
  std::vector<RowProblem> problems;  // all of them; a page shows the first few hundred
};
BOOST_DESCRIBE_STRUCT(ImportReport, (),
                      (import, dry_run, files, people_new, people_updated, households_new,
                       areas_new, doubts, problems))

// One file as it was handed in.
struct ImportFile {
  std::string name;
  std::string_view bytes;
};

}  // namespace fx
