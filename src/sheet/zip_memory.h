// What minizip needs to read or write an archive in memory. For this folder only.
#pragma once

#include <cstddef>

#include <minizip/ioapi.h>

namespace fx::sheet::internal {

// Bytes: std::string to write, std::string_view to read.
template <class Bytes>
struct ZipMemory {
  Bytes bytes{};
  std::size_t at = 0;

  static ZipMemory& of(voidpf stream) { return *static_cast<ZipMemory*>(stream); }

  static voidpf open(voidpf opaque, const void*, int) {
    of(opaque).at = 0;
    return opaque;
  }
  static ZPOS64_T tell(voidpf, voidpf stream) { return of(stream).at; }
  static long seek(voidpf, voidpf stream, ZPOS64_T offset, int origin) {
    ZipMemory& m = of(stream);
    const std::size_t base = origin == ZLIB_FILEFUNC_SEEK_CUR   ? m.at
                             : origin == ZLIB_FILEFUNC_SEEK_END ? m.bytes.size()
                                                                : 0;
    const auto target = base + static_cast<std::size_t>(offset);
    if (target > m.bytes.size() || target < base) return -1;
    m.at = target;
    return 0;
  }
  static int done(voidpf, voidpf) { return 0; }

  // All but reading and writing.
  zlib_filefunc64_def functions() {
    zlib_filefunc64_def out{};
    out.zopen64_file = open;
    out.ztell64_file = tell;
    out.zseek64_file = seek;
    out.zclose_file = done;
    out.zerror_file = done;
    out.opaque = this;
    return out;
  }
};

}  // namespace fx::sheet::internal
