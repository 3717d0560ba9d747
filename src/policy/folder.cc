#include "policy/folder.h"

#include <algorithm>
#include <fstream>
#include <system_error>

#include "policy/pack.h"
#include "policy/refusals.h"
#include "policy/yaml_reader.h"

namespace fx::policy {

bool is_pack_path(std::string_view text) {
  if (text.empty() || text.size() > 120 || text.front() == '/' || text.back() == '/') return false;
  if (text.find("..") != std::string_view::npos || text.find("//") != std::string_view::npos) {
    return false;
  }
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' ||
           c == '/';
  });
}

std::vector<std::string> named_files(const YamlNode& root) {
  std::vector<std::string> out;
  const auto add = [&](const YamlNode* node) {
    if (node != nullptr && node->kind == YamlNode::Kind::kScalar) out.push_back(node->text);
  };
  add(root.find("examples"));
  const YamlNode* editions = root.find("editions");
  if (editions == nullptr || editions->kind != YamlNode::Kind::kList) return out;
  for (const auto& edition : editions->items) {
    const YamlNode* tables = edition.find("tables");
    if (tables == nullptr || tables->kind != YamlNode::Kind::kMap) continue;
    for (const auto& table : tables->items) {
      if (table.kind == YamlNode::Kind::kScalar) add(&table);
      if (table.kind == YamlNode::Kind::kMap) add(table.find("file"));
    }
  }
  return out;
}

namespace {

// One file of a pack's folder; nothing larger than the limit is read into memory.
Result<std::string> read_file(const std::filesystem::path& folder, const std::string& name) {
  std::error_code error;
  const auto path = folder / name;
  // A link anywhere below the folder would show in the canonical path.
  const auto inside = std::filesystem::canonical(folder, error) / name;
  if (std::filesystem::canonical(path, error) != inside ||
      !std::filesystem::is_regular_file(path, error)) {
    return refuse_at(kFileMissing, {name});
  }
  const auto size = std::filesystem::file_size(path, error);
  if (error) return refuse_at(kFileMissing, {name});
  if (size > kMostFileBytes) {
    return refuse_at(kFileTooLarge, {name},
                     {{"limit", std::to_string(kMostFileBytes >> 20) + " MB"}});
  }
  std::ifstream in(path, std::ios::binary);
  std::string bytes(static_cast<std::size_t>(size), '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!in && !bytes.empty()) return refuse_at(kFileMissing, {name});
  return bytes;
}

}  // namespace

Result<Files> read_pack_files(const std::filesystem::path& folder) {
  Files files;
  std::size_t total = 0;
  auto pack = read_file(folder, std::string(kPackFile));
  if (!pack) return pack.error();
  const auto root = parse_yaml(*pack, std::string(kPackFile));
  if (!root) return root.error();
  files.emplace(kPackFile, *std::move(pack));
  for (const auto& name : named_files(*root)) {
    // What is missing or badly named is reported with its place when the pack is loaded.
    if (!is_pack_path(name) || files.contains(name) || files.size() > kMostFiles) continue;
    auto bytes = read_file(folder, name);
    if (!bytes && bytes.error().kind != &kFileMissing) return bytes.error();
    if (!bytes) continue;
    total += bytes->size();
    if (total > kMostPackBytes) {
      return refuse_at(kFileTooLarge, {name},
                       {{"limit", std::to_string(kMostPackBytes >> 20) + " MB"}});
    }
    files.emplace(name, *std::move(bytes));
  }
  return files;
}

Result<PackPtr> load_pack(const std::filesystem::path& folder) {
  const auto files = read_pack_files(folder);
  if (!files) return files.error();
  return load_pack(*files);
}

std::vector<ListedPack> list_packs(const std::filesystem::path& folder) {
  std::vector<ListedPack> out;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const auto file = entry.path() / kPackFile;
    if (!std::filesystem::is_regular_file(file, error)) continue;
    out.push_back({entry.path(), load_pack(entry.path())});
  }
  std::sort(out.begin(), out.end(),
            [](const ListedPack& a, const ListedPack& b) { return a.folder < b.folder; });
  return out;
}

}  // namespace fx::policy
