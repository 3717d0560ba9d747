#include "policy/archive.h"

#include <algorithm>
#include <cstring>

#include <minizip/zip.h>

#include "policy/folder.h"
#include "policy/refusals.h"
#include "policy/yaml_reader.h"
#include "sheet/zip.h"

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

// A file in memory for the writer of archives.
struct Memory {
  std::string bytes;
  std::size_t at = 0;
};
Memory& memory(voidpf stream) { return *static_cast<Memory*>(stream); }

voidpf mem_open(voidpf opaque, const void*, int) { return opaque; }
uLong mem_read(voidpf, voidpf, void*, uLong) { return 0; }
uLong mem_write(voidpf, voidpf stream, const void* from, uLong size) {
  Memory& m = memory(stream);
  if (m.at + size > m.bytes.size()) m.bytes.resize(m.at + size);
  std::memcpy(m.bytes.data() + m.at, from, size);
  m.at += size;
  return size;
}
ZPOS64_T mem_tell(voidpf, voidpf stream) { return memory(stream).at; }
long mem_seek(voidpf, voidpf stream, ZPOS64_T offset, int origin) {
  Memory& m = memory(stream);
  const std::size_t base = origin == ZLIB_FILEFUNC_SEEK_CUR   ? m.at
                           : origin == ZLIB_FILEFUNC_SEEK_END ? m.bytes.size()
                                                              : 0;
  const auto target = base + static_cast<std::size_t>(offset);
  if (target > m.bytes.size()) return -1;
  m.at = target;
  return 0;
}
int mem_close(voidpf, voidpf) { return 0; }
int mem_error(voidpf, voidpf) { return 0; }

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
  Memory out;
  zlib_filefunc64_def functions{};
  functions.zopen64_file = mem_open;
  functions.zread_file = mem_read;
  functions.zwrite_file = mem_write;
  functions.ztell64_file = mem_tell;
  functions.zseek64_file = mem_seek;
  functions.zclose_file = mem_close;
  functions.zerror_file = mem_error;
  functions.opaque = &out;
  zipFile zip = zipOpen2_64("", APPEND_STATUS_CREATE, nullptr, &functions);
  FX_CHECK(zip != nullptr);
  for (const auto& [path, text] : files) {
    const auto name = folder + "/" + path;
    zip_fileinfo info{};
    info.dosDate = 0x5821'0000;  // 2024-01-01: no clock in it
    FX_CHECK(zipOpenNewFileInZip(zip, name.c_str(), &info, nullptr, 0, nullptr, 0, nullptr,
                                 Z_DEFLATED, Z_DEFAULT_COMPRESSION) == ZIP_OK);
    FX_CHECK(zipWriteInFileInZip(zip, text.data(), static_cast<unsigned>(text.size())) == ZIP_OK);
    FX_CHECK(zipCloseFileInZip(zip) == ZIP_OK);
  }
  FX_CHECK(zipClose(zip, nullptr) == ZIP_OK);
  return std::move(out.bytes);
}

}  // namespace fx::policy
