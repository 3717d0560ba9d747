#include "policy/document.h"

#include <optional>
#include <set>

#include <boost/json.hpp>

#include "policy/csv.h"
#include "policy/folder.h"
#include "policy/refusals.h"
#include "policy/table_reader.h"
#include "policy/yaml_reader.h"
#include "policy/yaml_write.h"

namespace fx::policy {
namespace {

namespace json = boost::json;

constexpr std::string_view kWorkbook = ".xlsx";
constexpr std::string_view kTable = ".csv";

json::value to_json(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::kScalar:
      return json::value(node.text);
    case YamlNode::Kind::kList: {
      json::array out;
      for (const auto& item : node.items) out.push_back(to_json(item));
      return out;
    }
    case YamlNode::Kind::kMap: {
      json::object out;
      for (std::size_t i = 0; i < node.items.size(); ++i) {
        out[node.keys[i]] = to_json(node.items[i]);
      }
      return out;
    }
  }
  return {};
}

// Bounded as the reader of YAML is, so that what is written can be read again.
class NodeBuilder {
 public:
  Result<YamlNode> build(const json::value& value, int depth = 1) {
    const YamlLimits limits;
    const Place place{std::string(kPackFile)};
    if (depth > limits.depth + 1) {
      return refuse_at(kYamlTooDeep, place, {{"limit", std::to_string(limits.depth)}});
    }
    if (++nodes_ > limits.nodes) {
      return refuse_at(kYamlTooMany, place, {{"limit", std::to_string(limits.nodes)}});
    }
    YamlNode node;
    if (const auto* text = value.if_string()) {
      if (!is_utf8(*text)) return refuse_at(kNotText, place);
      node.text = *text;
      return node;
    }
    if (const auto* list = value.if_array()) {
      node.kind = YamlNode::Kind::kList;
      for (const auto& item : *list) {
        auto child = build(item, depth + 1);
        if (!child) return child;
        node.items.push_back(*std::move(child));
      }
      return node;
    }
    if (const auto* map = value.if_object()) {
      node.kind = YamlNode::Kind::kMap;
      for (const auto& item : *map) {
        if (!is_utf8(item.key())) return refuse_at(kNotText, place);
        auto child = build(item.value(), depth + 1);
        if (!child) return child;
        node.keys.emplace_back(item.key());
        node.items.push_back(*std::move(child));
      }
      return node;
    }
    return refuse_at(kDocumentShape, place, {{"expected", "text, list, mapping"}});
  }

 private:
  std::size_t nodes_ = 0;
};

Refusal bad_shape(const std::string& where, const char* expected) {
  return refuse_at(kDocumentShape, {where}, {{"expected", expected}});
}

Result<std::string> csv_of(const std::string& path, const json::value& value, std::size_t& cells) {
  const auto* rows = value.if_array();
  if (rows == nullptr) return bad_shape(path, "[[cell, …], …]");
  const CsvLimits limits;
  if (rows->size() > limits.rows) {
    return refuse_at(kCsvTooLong, {path}, {{"limit", std::to_string(limits.rows)}});
  }
  std::vector<std::vector<std::string>> out;
  int number = 0;
  for (const auto& each : *rows) {
    ++number;
    const auto* row = each.if_array();
    if (row == nullptr) return bad_shape(path, "[[cell, …], …]");
    if (row->size() > limits.columns) {
      return refuse_at(kCsvTooWide, {path, number}, {{"limit", std::to_string(limits.columns)}});
    }
    std::vector<std::string> line;
    for (const auto& cell : *row) {
      const auto* text = cell.if_string();
      if (text == nullptr) return bad_shape(path, "[[cell, …], …]");
      if (text->size() > limits.cell) {
        return refuse_at(kCsvCellTooLong, {path, number}, {{"limit", std::to_string(limits.cell)}});
      }
      if (!is_utf8(*text)) return refuse_at(kNotText, {path, number});
      line.emplace_back(trim(*text));
    }
    cells += line.size();
    out.push_back(std::move(line));
  }
  return write_csv(out);
}

json::array cells_of(const std::vector<CsvRow>& rows) {
  std::size_t width = 0;
  for (const auto& row : rows) width = std::max(width, row.cells.size());
  json::array out;
  for (const auto& row : rows) {
    json::array line;
    for (std::size_t i = 0; i < width; ++i) {
      line.push_back(json::value(i < row.cells.size() ? row.cells[i] : std::string()));
    }
    out.push_back(std::move(line));
  }
  return out;
}

// Puts the new name of a file in the place of the old one, wherever pack.yaml names it.
void rename_file(json::value& node, const std::string& from, const std::string& to) {
  if (auto* list = node.if_array()) {
    for (auto& item : *list) rename_file(item, from, to);
  } else if (auto* map = node.if_object()) {
    for (auto& item : *map) {
      const bool names = item.key() == "file" || item.key() == "examples";
      if (names && item.value().is_string() && item.value().get_string() == from) {
        item.value() = json::value(to);
      } else {
        rename_file(item.value(), from, to);
      }
    }
  }
}

const YamlNode* deepest_at(const YamlNode& node, int line, std::string& path) {
  const YamlNode* best = nullptr;
  std::string best_path;
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const auto& child = node.items[i];
    const auto name =
        node.kind == YamlNode::Kind::kMap ? shorten(node.keys[i], 64) : std::to_string(i);
    std::string below = path.empty() ? name : path + "/" + name;
    // The outermost one on the line: a mapping on one line is meant as a whole.
    if (child.line == line) {
      path = below;
      return &child;
    }
    if (child.line < line) {
      best = &child;
      best_path = below;
    }
  }
  if (best == nullptr || best->items.empty()) return nullptr;
  const auto* found = deepest_at(*best, line, best_path);
  if (found != nullptr) path = best_path;
  return found;
}

}  // namespace

Result<json::object> to_document(const Files& files) {
  const auto yaml = files.find(kPackFile);
  if (yaml == files.end()) return refuse_at(kFileMissing, {std::string(kPackFile)});
  const auto root = parse_yaml(yaml->second, std::string(kPackFile));
  if (!root) return root.error();
  if (root->kind != YamlNode::Kind::kMap) return bad_shape(std::string(kPackFile), "key: value");
  json::value pack = to_json(*root);
  json::object tables;
  std::set<std::string> done;
  for (const auto& name : named_files(*root)) {
    const auto file = files.find(name);
    if (file == files.end() || !done.insert(name).second) continue;
    const auto rows = parse_table(file->second, name);
    if (!rows) return rows.error();
    std::string path = name;
    if (path.ends_with(kWorkbook)) {
      path.resize(path.size() - kWorkbook.size());
      const auto stem = path;
      for (int n = 2; files.contains(path + std::string(kTable)) || tables.contains(path); ++n) {
        path = stem + "-" + std::to_string(n);
      }
      path += kTable;
      rename_file(pack, name, path);
    }
    tables[path] = cells_of(*rows);
  }
  return json::object{{"pack", std::move(pack)}, {"tables", std::move(tables)}};
}

Result<Files> from_document(const json::object& document, const DocumentLimits& limits) {
  const auto* pack = document.if_contains("pack");
  const auto* tables = document.if_contains("tables");
  if (document.size() != 2 || pack == nullptr || !pack->is_object() || tables == nullptr ||
      !tables->is_object()) {
    return bad_shape("document", "{pack: {…}, tables: {…}}");
  }
  if (tables->get_object().size() > limits.tables) {
    return refuse_at(kYamlTooMany, {"tables"}, {{"limit", std::to_string(limits.tables)}});
  }
  const auto root = NodeBuilder().build(*pack);
  if (!root) return root.error();
  Files files;
  files.emplace(kPackFile, write_yaml(*root));
  std::size_t cells = 0;
  for (const auto& name : named_files(*root)) {
    const auto* rows = tables->get_object().if_contains(name);
    if (rows == nullptr || files.contains(name)) continue;
    if (!is_pack_path(name) || !name.ends_with(kTable)) {
      return refuse_at(kBadPath, {shorten(name)}, {{"value", shorten(name)}});
    }
    auto csv = csv_of(name, *rows, cells);
    if (!csv) return csv.error();
    if (cells > limits.cells) {
      return refuse_at(kCsvTooLong, {name}, {{"limit", std::to_string(limits.cells)}});
    }
    files.emplace(name, *std::move(csv));
  }
  std::size_t total = 0;
  for (const auto& [path, bytes] : files) {
    total += bytes.size();
    if (bytes.size() > limits.file_bytes || total > limits.total_bytes) {
      const auto most = bytes.size() > limits.file_bytes ? limits.file_bytes : limits.total_bytes;
      return refuse_at(kFileTooLarge, {path}, {{"limit", std::to_string(most / 1000) + " KB"}});
    }
  }
  return files;
}

std::string path_of_line(std::string_view pack_yaml, int line) {
  const auto root = parse_yaml(pack_yaml, std::string(kPackFile));
  std::string path;
  if (!root || deepest_at(*root, line, path) == nullptr) return {};
  return path;
}

}  // namespace fx::policy
