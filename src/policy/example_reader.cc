#include "policy/example_reader.h"

#include <algorithm>

#include "policy/folder.h"
#include "policy/table_reader.h"
#include "policy/yaml_reader.h"

namespace fx::policy {
namespace {

class ExampleReader : private YamlReader {
 public:
  ExampleReader(const Files& files, Problems& problems) : YamlReader(problems), files_(files) {}

  ExampleFile read(const YamlNode& root) {
    const auto path = text(root, "examples", false);
    if (path.empty()) return std::move(out_);
    if (!is_pack_path(path)) {
      problems_.add(kBadPath, at(*root.find("examples")), {{"value", shorten(path)}});
      return std::move(out_);
    }
    out_.name = path;
    const auto file = files_.find(path);
    if (file == files_.end()) {
      problems_.add(kFileMissing, {path});
      return std::move(out_);
    }
    const auto rows = parse_table(file->second, path);
    if (!rows) {
      problems_.add(rows.error());
      return std::move(out_);
    }
    if (rows->empty()) {
      problems_.add(kTableEmpty, {path});
      return std::move(out_);
    }
    const std::vector<std::string> columns{"on", "topic", "given", "expect", "source"};
    const auto& header = rows->front();
    for (const auto& name : header.cells) {
      if (std::find(columns.begin(), columns.end(), name) == columns.end()) {
        problems_.add(kKeyUnknown, {path, header.number},
                      {{"value", shorten(name)}, {"expected", join(columns)}});
        return std::move(out_);
      }
    }
    for (std::size_t r = 1; r < rows->size(); ++r) load_example(path, header, (*rows)[r]);
    return std::move(out_);
  }

 private:
  void load_example(const std::string& path, const CsvRow& header, const CsvRow& row) {
    Example example;
    example.row = row.number;
    for (std::size_t c = 0; c < header.cells.size() && c < row.cells.size(); ++c) {
      const auto& cell = row.cells[c];
      const auto& name = header.cells[c];
      if (name == "on") {
        example.day = parse_day(cell);
        if (!example.day) example.edition = cell;
      } else if (name == "topic") {
        example.topic = cell;
      } else if (name == "source") {
        example.source = cell;
      } else {
        auto& pairs = name == "given" ? example.given : example.expect;
        if (!read_pairs(cell, pairs)) {
          problems_.add(kCellSyntax, {path, row.number, name}, {{"value", shorten(cell)}});
        }
      }
    }
    out_.examples.push_back(std::move(example));
  }

  // "a=1; b=2"
  static bool read_pairs(std::string_view cell,
                         std::vector<std::pair<std::string, std::string>>& out) {
    while (!cell.empty()) {
      const auto end = cell.find(';');
      const auto pair = trim(cell.substr(0, end));
      cell = end == std::string_view::npos ? std::string_view() : cell.substr(end + 1);
      if (pair.empty()) continue;
      const auto equals = pair.find('=');
      if (equals == std::string_view::npos) return false;
      out.emplace_back(trim(pair.substr(0, equals)), trim(pair.substr(equals + 1)));
    }
    return true;
  }

  const Files& files_;
  ExampleFile out_;
};

}  // namespace

ExampleFile read_examples(const YamlNode& root, const Files& files, Problems& problems) {
  return ExampleReader(files, problems).read(root);
}

}  // namespace fx::policy
