// A pack as one JSON document, for programs in which people write packs:
//   {"pack": what pack.yaml says, every scalar a text, keys in their order,
//    "tables": {"2021-01/placement.csv": [["接触类别 exposure", …], …], …}}
// A document may say anything that the loader refuses later (load_report): half-written packs are
// documents too. Its shape and size are bounded.
#pragma once

#include <cstddef>

#include <boost/json/fwd.hpp>

#include "policy/pack.h"

namespace fx::policy {

struct DocumentLimits {
  std::size_t file_bytes = 60'000;  // of each file that is made of it
  std::size_t total_bytes = 400'000;
  std::size_t tables = 150;
  std::size_t cells = 100'000;  // of all tables together
};

// Of files whose pack.yaml can be read. Tables that pack.yaml names and that are there; workbooks
// become tables ending in .csv. Comments and blank rows are not kept. Refuses as parse_yaml and
// parse_table do.
Result<boost::json::object> to_document(const Files& files);

// The files of a document, always the same for the same document: pack.yaml, and the tables that
// it names. Refuses kDocumentShape, kFileTooLarge, kBadPath, kYamlTooDeep, kYamlTooMany,
// kCsvTooLong, kCsvTooWide, kCsvCellTooLong.
Result<Files> from_document(const boost::json::object& document, const DocumentLimits& limits = {});

// Where a line of the pack.yaml made of a document stands in it: "editions/0/tables/placement".
// Nothing for a line that begins no value.
std::string path_of_line(std::string_view pack_yaml, int line);

}  // namespace fx::policy
