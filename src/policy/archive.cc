#include "policy/archive.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "policy/folder.h"
#include "policy/refusals.h"
#include "policy/yaml_reader.h"
#include "sheet/zip.h"
#include "sheet/zip_writer.h"

namespace fx::policy {
namespace {

constexpr std::string_view kArchive = "zip";

Refusal not_readable(const Refusal& why) {
  return refuse_at(
      kNotArchive, {std::string(kArchive)},
      {{"detail_zh", why.message(Language::kZh)}, {"detail_en", why.message(Language::kEn)}});
}

Result<std::string> read_part(sheet::internal::ZipArchive& zip, const std::string& name,
                              const std::string& shown) {
  std::string bytes;
  const auto status = zip.read(name, [&](std::string_view piece) {
    bytes += piece;
    return bytes.size() <= kMostFileBytes;
  });
  if (!status) return not_readable(status.error());
  if (bytes.size() > kMostFileBytes) {
    return refuse_at(kFileTooLarge, {shown},
                     {{"limit", std::to_string(kMostFileBytes >> 20) + " MB"}});
  }
  return bytes;
}

}  // namespace

Result<Files> read_archive(std::string_view bytes) {
  sheet::Limits limits;
  limits.unpacked_bytes = kMostPackBytes;
  limits.ratio_free_bytes = kMostPackBytes;
  limits.parts = 1'000;
  auto zip = sheet::internal::ZipArchive::open(bytes, limits);
  if (!zip) return not_readable(zip.error());
  // pack.yaml itself, or the one in a folder.
  std::string prefix;
  if (!zip->has(kPackFile)) {
    const auto found = zip->find_ending("/" + std::string(kPackFile));
    if (found.empty()) return refuse_at(kFileMissing, {std::string(kPackFile)});
    prefix = found.substr(0, found.size() - kPackFile.size());
  }
  Files files;
  auto pack = read_part(*zip, prefix + std::string(kPackFile), std::string(kPackFile));
  if (!pack) return pack.error();
  const auto root = parse_yaml(*pack, std::string(kPackFile));
  if (!root) return root.error();
  files.emplace(kPackFile, *std::move(pack));
  for (const auto& name : named_files(*root)) {
    if (!is_pack_path(name) || files.contains(name) || files.size() > kMostFiles) continue;
    if (!zip->has(prefix + name)) continue;
    auto file = read_part(*zip, prefix + name, name);
    if (!file) return file.error();
    files.emplace(name, *std::move(file));
  }
  return files;
}

std::string write_archive(const Files& files, const std::string& folder) {
  std::vector<std::pair<std::string, std::string>> parts;
  parts.reserve(files.size());
  for (const auto& [path, text] : files) parts.emplace_back(folder + "/" + path, text);
  return sheet::write_zip(parts);
}

}  // namespace fx::policy
