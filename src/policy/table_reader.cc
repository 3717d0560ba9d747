#include "policy/table_reader.h"

#include <algorithm>

#include "sheet/reader.h"

namespace fx::policy {
namespace {

std::string outcome_names(const TopicDecl& topic) {
  std::vector<std::string> names;
  for (const auto& decl : topic.outcomes) names.push_back(decl.id);
  return join(names);
}

bool imposes_nothing(const Table& table, const Row& row) {
  for (std::size_t i = 0; i < row.outcomes.size(); ++i) {
    const auto& decl = table.topic->outcomes[i];
    if (has_any(decl, row.outcomes[i], decl.imposes_nothing)) return true;
  }
  return false;
}

// Small enough for any table of a pack, and for nothing much larger.
sheet::Limits workbook_limits() {
  sheet::Limits limits;
  limits.file_bytes = CsvLimits{}.bytes;
  limits.unpacked_bytes = std::size_t{32} << 20;
  limits.ratio_free_bytes = std::size_t{8} << 20;
  limits.parts = 200;
  limits.sheets = 16;
  limits.rows = 100'000;  // programs count rows that were only coloured
  limits.used_columns = CsvLimits{}.columns * 4;
  limits.cells = 200'000;
  limits.text_bytes = std::size_t{8} << 20;
  limits.shared_strings = 200'000;
  limits.merged_cells = 100'000;
  return limits;
}

Result<std::vector<CsvRow>> rows_of(const sheet::Sheet& sheet, const std::string& file) {
  const CsvLimits limits;
  std::vector<CsvRow> rows;
  for (std::size_t r = 0; r < sheet.row_count(); ++r) {
    const auto row = sheet.row(r);
    const int number = static_cast<int>(row.number());
    CsvRow out{number, {}};
    for (std::size_t i = 0; i < row.size(); ++i) {
      const auto cell = row[i];
      const Place place{file, number, sheet::column_name(cell.column)};
      if (cell.column >= limits.columns) {
        return refuse_at(kCsvTooWide, place, {{"limit", std::to_string(limits.columns)}});
      }
      if (cell.text.size() > limits.cell) {
        return refuse_at(kCsvCellTooLong, place, {{"limit", std::to_string(limits.cell)}});
      }
      // What a program could not compute, or has cut, is not what the author wrote.
      if (cell.kind == sheet::CellKind::kError || sheet::digits_lost(cell)) {
        return refuse_at(kCellSyntax, place, {{"value", shorten(cell.text)}});
      }
      out.cells.resize(cell.column + std::size_t{1});
      out.cells.back() = trim(cell.text);
    }
    while (!out.cells.empty() && out.cells.back().empty()) out.cells.pop_back();
    if (out.cells.empty()) continue;
    if (rows.size() == limits.rows) {
      return refuse_at(kCsvTooLong, {file, number}, {{"limit", std::to_string(limits.rows)}});
    }
    rows.push_back(std::move(out));
  }
  return rows;
}

}  // namespace

Result<std::vector<CsvRow>> parse_table(std::string_view bytes, const std::string& file) {
  if (!file.ends_with(".xlsx")) return parse_csv(bytes, file);
  const auto book = sheet::read_workbook(bytes, file, workbook_limits());
  if (!book) {
    const auto& why = book.error();
    return refuse_at(
        kNotWorkbook, {file},
        {{"detail_zh", why.message(Language::kZh)}, {"detail_en", why.message(Language::kEn)}});
  }
  for (const auto& sheet : book->sheets) {
    if (!sheet.hidden() && sheet.row_count() > 0) return rows_of(sheet, file);
  }
  return refuse_at(kTableEmpty, {file});
}

std::vector<OutcomeValue> TableReader::read_defaults(const YamlNode* node, const TopicDecl& topic) {
  std::vector<OutcomeValue> defaults(topic.outcomes.size());
  if (node == nullptr) return defaults;
  if (!is(*node, YamlNode::Kind::kMap, "defaults", "outcome: value")) return defaults;
  for (std::size_t i = 0; i < node->items.size(); ++i) {
    const auto& item = node->items[i];
    const auto& name = node->keys[i];
    const auto found = std::find_if(topic.outcomes.begin(), topic.outcomes.end(),
                                    [&](const OutcomeDecl& decl) { return decl.id == name; });
    if (found == topic.outcomes.end()) {
      problems_.add(kColumnUnknown, at(item),
                    {{"value", shorten(name)}, {"expected", outcome_names(topic)}});
      continue;
    }
    if (!is(item, YamlNode::Kind::kScalar, name, "value")) continue;
    auto value = parse_outcome(*found, item.text);
    if (!value) {
      problems_.add(*value.error().kind, at(item), value.error().params);
    } else {
      defaults[static_cast<std::size_t>(found - topic.outcomes.begin())] = *std::move(value);
    }
  }
  return defaults;
}

// A header cell names a column by id, by label in either language, or by a label and the id.
std::optional<TableReader::Column> TableReader::find_column(const Table& table,
                                                            std::string_view header) const {
  const auto space = header.rfind(' ');
  for (const auto name :
       {header, space == std::string_view::npos ? header : header.substr(space + 1)}) {
    const auto& outcomes = table.topic->outcomes;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      if (outcomes[i].id == name || outcomes[i].label.zh == name || outcomes[i].label.en == name) {
        return Column{-1, static_cast<int>(i)};
      }
    }
    const auto& facts = vocabulary_.facts;
    for (std::size_t i = 0; i < facts.size(); ++i) {
      if (facts[i].id == name || facts[i].label.zh == name || facts[i].label.en == name) {
        return Column{static_cast<int>(i), -1};
      }
    }
  }
  return std::nullopt;
}

void TableReader::read_rows(Table& table, const std::vector<CsvRow>& rows,
                            const std::vector<OutcomeValue>& defaults) {
  if (rows.size() < 2) {
    problems_.add(kTableEmpty, {table.file});
    return;
  }
  const CsvRow& header = rows.front();
  std::vector<Column> columns;
  for (const auto& name : header.cells) {
    const Place place{table.file, header.number, shorten(name)};
    const auto column = find_column(table, name);
    if (!column) {
      problems_.add(kColumnUnknown, place,
                    {{"value", shorten(name)}, {"expected", outcome_names(*table.topic)}});
      return;
    }
    const bool twice = std::any_of(columns.begin(), columns.end(), [&](const Column& other) {
      return other.slot == column->slot && other.outcome == column->outcome;
    });
    if (twice) {
      problems_.add(kColumnTwice, place, {{"value", shorten(name)}});
      return;
    }
    columns.push_back(*column);
    if (column->slot >= 0) table.slots.push_back(column->slot);
  }
  for (std::size_t r = 1; r < rows.size(); ++r) {
    if (rows[r].cells.size() > columns.size()) {
      problems_.add(kCsvRowWidth, {table.file, rows[r].number});
      continue;
    }
    read_row(table, header, columns, rows[r], defaults);
  }
}

void TableReader::read_row(Table& table, const CsvRow& header, const std::vector<Column>& columns,
                           const CsvRow& cells, const std::vector<OutcomeValue>& defaults) {
  Row row;
  row.number = cells.number;
  row.outcomes = defaults;
  std::vector<bool> written(defaults.size());
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const std::string cell = c < cells.cells.size() ? cells.cells[c] : std::string();
    const Place place{table.file, row.number, shorten(header.cells[c])};
    if (columns[c].slot >= 0) {
      auto& fact = vocabulary_.facts[static_cast<std::size_t>(columns[c].slot)];
      auto test = parse_cell(fact, cell);
      if (!test) problems_.add(*test.error().kind, place, test.error().params);
      row.tests.push_back(test ? *std::move(test) : CellTest{});
      row.cells.push_back(cell);
      continue;
    }
    const auto index = static_cast<std::size_t>(columns[c].outcome);
    auto value = parse_outcome(table.topic->outcomes[index], cell);
    if (!value) {
      problems_.add(*value.error().kind, place, value.error().params);
    } else if (value->present() || cell == "-") {  // "-" takes a default away
      row.outcomes[index] = *std::move(value);
      written[index] = true;
    }
  }
  if (imposes_nothing(table, row)) {  // so the defaults, which say on what terms, mean nothing
    for (std::size_t i = 0; i < written.size(); ++i) {
      if (!written[i]) row.outcomes[i] = {};
    }
  }
  for (std::size_t i = 0; i < row.outcomes.size(); ++i) {
    if (table.topic->outcomes[i].required && !row.outcomes[i].present()) {
      problems_.add(kOutcomeMissing, {table.file, row.number, table.topic->outcomes[i].id},
                    {{"value", table.topic->outcomes[i].id}});
    }
  }
  if (is_restriction(*table.topic, row.outcomes)) require_legal(table, row);
  table.rows.push_back(std::move(row));
}

// Every missing one of the legal four is a problem of its own.
void TableReader::require_legal(const Table& table, const Row& row) {
  for (const char* name : {"basis", "issuer", "max_days", "appeal"}) {
    if (!row.outcomes[static_cast<std::size_t>(table.outcome(name))].present()) {
      problems_.add(kRestrictiveWithout, {table.file, row.number, name}, {{"value", name}});
    }
  }
}

Status compile(const Vocabulary& vocabulary, Table& table) {
  std::vector<std::vector<CellTest>> tests;
  tests.reserve(table.rows.size());
  for (const auto& row : table.rows) tests.push_back(row.tests);
  if (table.rows.size() > Matcher::kMostRows ||
      Matcher::work(vocabulary, table.slots, tests) > Matcher::kMostWork) {
    return refuse_at(kTableTooComplex, {table.file});
  }
  table.matcher = Matcher(vocabulary, table.slots, tests, table.hit == HitPolicy::kUnique);
  return {};
}

}  // namespace fx::policy
