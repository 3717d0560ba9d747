// Reads a line list of cases, whoever made it. Knows the columns that such lists have in Chinese
// and English, and what their cells mean; knows no case and nobody yet.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id_number.h"
#include "base/result.h"
#include "modules/casework/entries.h"
#include "modules/casework/mapping.h"
#include "modules/imports/report.h"

namespace fx::casework {

// What a column can be; the names are those of mappings.
enum class Field {
  number,  // of the case in the list
  name,
  id_number,
  phone,
  sex,
  age,
  age_unit,  // of the ages: years where it says nothing
  classification,
  origin,
  source,   // in words: who or what they caught it from
  sources,  // numbers of the cases they caught it from
  setting,  // where they met those
  reported,
  confirmed,  // stands for the report where that is not given
  onset,
  sampled,
  isolated,
  recovered,
  died,
  excluded,
  ended,  // the day of whatever the outcome is
  outcome,
  residence,
  work,
  study,
  stay,
  exposure,  // a place that several cases have in common
  note
};
BOOST_DESCRIBE_ENUM(Field, number, name, id_number, phone, sex, age, age_unit, classification,
                    origin, source, sources, setting, reported, confirmed, onset, sampled, isolated,
                    recovered, died, excluded, ended, outcome, residence, work, study, stay,
                    exposure, note)
inline constexpr std::size_t kFields = 28;

struct ListPlace {
  PlaceRole role = PlaceRole::stay;
  PlaceKind kind = PlaceKind::other;
  std::string area;  // a code that the cell or the mapping gives
  std::string text;  // as written
  std::string name;  // by which it is one place
};

// One row, understood as far as it could be.
struct ListRow {
  std::string sheet;
  int row = 0;
  std::string number;
  std::string name;
  IdNumber id;
  std::vector<std::string> phones;
  CaseFacts facts;  // without places and links
  std::optional<Day> recovered, died, excluded;
  std::optional<Status> outcome;
  std::vector<ListPlace> places;
  std::vector<std::string> sources;    // numbers that a column of numbers names
  std::vector<std::string> mentioned;  // words of the source that may be numbers
  PlaceKind setting = PlaceKind::other;
  std::string source_text;
  std::string note;
  std::vector<RowProblem> doubts;  // the row is taken all the same
};

struct List {
  std::vector<ListRow> rows;
  std::vector<RowProblem> problems;  // rows that cannot be used
  ImportFileReport report;           // rows, skipped, columns filled in
  Mapping used;                      // what was recognised and given, to be saved
};

// `today`: no date is later. Refuses what the sheet part refuses, and kEmptyList.
Result<List> read_list(const ImportFile& file, const Mapping& mapping, Day today,
                       Language language);

}  // namespace fx::casework
