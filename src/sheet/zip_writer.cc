#include "sheet/zip_writer.h"

#include <cstring>

#include <minizip/zip.h>

#include "base/check.h"
#include "sheet/zip_memory.h"

namespace fx::sheet {
namespace {

using Memory = internal::ZipMemory<std::string>;

// minizip goes back to nothing that it has written but to write it anew.
uLong read_nothing(voidpf, voidpf, void*, uLong) { return 0; }
uLong write(voidpf, voidpf stream, const void* from, uLong size) {
  Memory& m = Memory::of(stream);
  if (m.at + size > m.bytes.size()) m.bytes.resize(m.at + size);
  std::memcpy(m.bytes.data() + m.at, from, size);
  m.at += size;
  return size;
}

}  // namespace

std::string write_zip(const std::vector<std::pair<std::string, std::string>>& parts) {
  Memory out;
  auto functions = out.functions();
  functions.zread_file = read_nothing;
  functions.zwrite_file = write;
  zipFile zip = zipOpen2_64("", APPEND_STATUS_CREATE, nullptr, &functions);
  FX_CHECK(zip != nullptr);
  for (const auto& [name, bytes] : parts) {
    zip_fileinfo info{};
    info.dosDate = 0x5821'0000;  // 2024-01-01: no clock in it
    FX_CHECK(zipOpenNewFileInZip64(zip, name.c_str(), &info, nullptr, 0, nullptr, 0, nullptr,
                                   Z_DEFLATED, Z_DEFAULT_COMPRESSION, 1) == ZIP_OK);
    FX_CHECK(zipWriteInFileInZip(zip, bytes.data(), static_cast<unsigned>(bytes.size())) == ZIP_OK);
    FX_CHECK(zipCloseFileInZip(zip) == ZIP_OK);
  }
  FX_CHECK(zipClose(zip, nullptr) == ZIP_OK);
  return std::move(out.bytes);
}

}  // namespace fx::sheet
