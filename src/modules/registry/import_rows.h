// The rows of registers as offices keep them, read and checked; nothing is looked up yet. For this
// folder only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/address.h"
#include "base/result.h"
#include "identity/person.h"
#include "modules/registry/registry.h"
#include "modules/registry/words.h"
#include "sheet/table.h"

namespace fx::registry {

enum class Column : std::uint8_t {
  kSerial,
  kGrid,
  kCompound,
  kBuilding,
  kUnit,
  kRoom,
  kHouseholdNumber,
  kAddress,
  kHead,
  kRelation,
  kName,
  kSex,
  kIdNumber,
  kBirth,
  kAge,
  kPhone,
  kCategory,
  kState,  // of the dwelling: occupied, empty, let
  kRegion,
  kNote
};
const std::vector<sheet::ColumnSpec>& column_specs();
// The heading of a column as an office would write it.
std::string_view heading_of(Column column);

struct RegisterRow {
  std::uint16_t file = 0;
  std::uint16_t table = 0;  // index into RegisterRows::tables
  std::uint32_t number = 0;
  // Where, as written; views live as long as the tables.
  std::string_view grid, compound, building, unit, room, address, head;
  bool nobody = false;  // a dwelling without people: only the place counts
  bool empty = false;   // and it says so
  identity::Facts facts;
  std::optional<Relation> relation;
  std::optional<Flags> flags;  // nothing: the list has no such column
  bool sex_disagrees = false;
  std::string note;  // notes, categories nobody knows, columns of other names
};

struct RegisterTable {
  std::uint16_t file = 0;
  sheet::Table table;
  bool has_id_column = false;
};

struct RegisterRows {
  std::vector<RegisterTable> tables;
  std::vector<RegisterRow> rows;
  // Texts made while reading (parts of section rows), which views of rows may point to.
  std::vector<std::unique_ptr<std::string>> texts;
  std::vector<ImportFileReport> files;
  std::vector<RowProblem> problems;
};

Result<RegisterRows> read_registers(const std::vector<ImportFile>& files,
                                    const RegisterImportOptions& options, Day today);

// A problem of a row, with the texts in the clerk's language.
RowProblem problem_of(const RegisterRows& rows, const RegisterRow& row, Column column,
                      const RefusalKind& kind, std::string_view value, bool taken,
                      Language language, Params params = {});

}  // namespace fx::registry
