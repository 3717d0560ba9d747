// Reads a list of sites, whoever made it. Knows the columns that such lists have and what their
// cells mean; knows no site and no area yet.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "modules/imports/report.h"
#include "modules/sites/entries.h"

namespace fx::sites {

// What a column can be.
enum class Field {
  name,
  kind,
  code,
  community,
  grid,
  compound,
  building,
  address,
  phone,
  contact,
  contact_phone,
  number,
  places,
  staff,
  opened,
  closed,
  state,
  lon,
  lat
};
BOOST_DESCRIBE_ENUM(Field, name, kind, code, community, grid, compound, building, address, phone,
                    contact, contact_phone, number, places, staff, opened, closed, state, lon, lat)
inline constexpr std::size_t kFields = 19;

// One row, understood as far as it could be.
struct ListRow {
  std::string sheet;
  int row = 0;
  SiteFacts facts;
  std::string code;  // of the area
  std::string community;
  std::string grid;
  std::string compound;
  std::string building;
  std::string contact;
  std::string contact_phone;
  std::optional<Day> opened;
  std::optional<Day> closed;
  std::optional<bool> is_closed;
  std::vector<RowProblem> doubts;  // the row is taken all the same
};

struct List {
  std::vector<ListRow> rows;
  std::vector<RowProblem> problems;  // rows that cannot be used
  ImportFileReport report;           // rows, skipped, columns filled in
};

// `today`: of dates without a year the nearest. Refuses what the sheet part refuses, and
// kEmptyList.
Result<List> read_list(const ImportFile& file, Day today, Language language);

}  // namespace fx::sites
