// Reads a list of people who came back, whoever made it: the community's own ledger, a list passed
// down by the police or a bureau, self-declarations from a form. Knows the columns such lists have
// and what their cells mean; knows nobody yet.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "area/place.h"
#include "base/date_guess.h"
#include "base/id_number.h"
#include "base/result.h"
#include "modules/imports/report.h"
#include "modules/returnees/entries.h"

namespace fx::returnees {

// One row, understood as far as it could be.
struct ListRow {
  std::string sheet;
  int row = 0;
  std::string name;
  IdNumber id;
  std::vector<std::string> phones;
  std::optional<Sex> sex;
  std::string address;  // as written
  std::string origin_text;
  area::Place origin;
  std::optional<Day> arrived;
  Transport transport = Transport::unknown;
  std::string vehicle;  // train, flight or plate, as written
  std::optional<int> tenths;
  bool symptoms = false;
  std::string symptoms_text;
  std::string note;                // route, people met, remarks
  std::vector<RowProblem> doubts;  // the row is taken all the same
};

struct List {
  SourceKind source = SourceKind::own_list;
  std::vector<ListRow> rows;
  std::vector<RowProblem> problems;  // rows that cannot be used
  ImportFileReport report;           // rows, skipped, columns filled in
  std::optional<Day> stated;         // the list's own date
};

// `today`: no date of arrival is later. `source`: what the list is, or nothing to tell it from its
// form. Refuses what the sheet part refuses (not a spreadsheet, no heading that fits).
Result<List> read_list(const ImportFile& file, std::optional<SourceKind> source, Day today,
                       Language language);

}  // namespace fx::returnees
