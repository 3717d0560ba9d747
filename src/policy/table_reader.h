// A decision table from its cells.
#pragma once

#include <vector>

#include "policy/csv.h"
#include "policy/table.h"
#include "policy/yaml_reader.h"

namespace fx::policy {

// The file of a table, by its name an XLSX workbook (its first sheet with something in it) or CSV.
Result<std::vector<CsvRow>> parse_table(std::string_view bytes, const std::string& file);

class TableReader : private YamlReader {
 public:
  // Texts that cells mention are added to the vocabulary's facts.
  TableReader(Problems& problems, Vocabulary& vocabulary)
      : YamlReader(problems), vocabulary_(vocabulary) {}

  // Values that empty cells take: one for each outcome of the topic.
  std::vector<OutcomeValue> read_defaults(const YamlNode* node, const TopicDecl& topic);
  // Fills in slots and rows, all but the matcher. table.topic and table.file are set.
  void read_rows(Table& table, const std::vector<CsvRow>& rows,
                 const std::vector<OutcomeValue>& defaults);

 private:
  struct Column {
    int slot = -1;     // a fact
    int outcome = -1;  // or an outcome
  };
  [[nodiscard]] std::optional<Column> find_column(const Table& table,
                                                  std::string_view header) const;
  void read_row(Table& table, const CsvRow& header, const std::vector<Column>& columns,
                const CsvRow& cells, const std::vector<OutcomeValue>& defaults);
  void require_legal(const Table& table, const Row& row);

  Vocabulary& vocabulary_;
};

// Compiles the rows. Refuses kTableTooComplex.
Status compile(const Vocabulary& vocabulary, Table& table);

}  // namespace fx::policy
