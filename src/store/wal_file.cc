#include "store/wal_file.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <new>
#include <string>

#include <sqlite3.h>

#include "base/check.h"

namespace fx::store {
namespace {

constexpr std::size_t kGatheredMost = std::size_t{8} << 20U;  // one large transaction is not kept

// SQLite's unix VFS takes no more than 128 KB in one call: it never has to write more.
constexpr std::size_t kPieceMost = std::size_t{64} << 10U;

// What has been written to the log and not passed on: one run of bytes.
class Gathered {
 public:
  explicit Gathered(sqlite3_file* file) : file_(file) {}

  int write(const void* bytes, std::size_t size, sqlite3_int64 offset) {
    const auto end = begin_ + static_cast<sqlite3_int64>(bytes_.size());
    if (!bytes_.empty() && (offset < begin_ || offset > end || bytes_.size() >= kGatheredMost)) {
      if (const int code = pass_on(); code != SQLITE_OK) return code;
    }
    if (bytes_.empty()) begin_ = offset;
    const auto at = static_cast<std::size_t>(offset - begin_);
    try {
      if (bytes_.size() < at + size) bytes_.resize(at + size);
    } catch (const std::bad_alloc&) {
      return SQLITE_IOERR_NOMEM;
    }
    std::memcpy(bytes_.data() + at, bytes, size);
    return SQLITE_OK;
  }

  // What could not be written is forgotten: SQLite is told, and takes the transaction back.
  int pass_on() {
    int code = SQLITE_OK;
    for (std::size_t at = 0; at < bytes_.size() && code == SQLITE_OK; at += kPieceMost) {
      code = file_->pMethods->xWrite(file_, bytes_.data() + at,
                                     static_cast<int>(std::min(kPieceMost, bytes_.size() - at)),
                                     begin_ + static_cast<sqlite3_int64>(at));
    }
    bytes_.clear();
    return code;
  }

 private:
  sqlite3_file* file_;
  std::string bytes_;
  sqlite3_int64 begin_ = 0;
};

// As SQLite allocates it; the file of the VFS below lies right behind.
struct LogFile {
  sqlite3_file base;
  Gathered* gathered;
};
// Its size keeps what lies behind it aligned as malloc would.
static_assert(sizeof(LogFile) % alignof(std::max_align_t) == 0);

LogFile& log_of(sqlite3_file* file) { return *reinterpret_cast<LogFile*>(file); }
sqlite3_file* below(sqlite3_file* file) {
  return reinterpret_cast<sqlite3_file*>(&log_of(file) + 1);
}

// Passes on what was gathered, then asks the file below.
template <class Ask>
int after_writing(sqlite3_file* file, const Ask& ask) {
  if (const int code = log_of(file).gathered->pass_on(); code != SQLITE_OK) return code;
  sqlite3_file* const real = below(file);
  return ask(*real->pMethods, real);
}

int close_log(sqlite3_file* file) {
  const int written = log_of(file).gathered->pass_on();
  delete log_of(file).gathered;
  const int closed = below(file)->pMethods->xClose(below(file));
  return written != SQLITE_OK ? written : closed;
}
int read_log(sqlite3_file* file, void* to, int size, sqlite3_int64 offset) {
  return after_writing(file, [&](const sqlite3_io_methods& methods, sqlite3_file* real) {
    return methods.xRead(real, to, size, offset);
  });
}
int write_log(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  return log_of(file).gathered->write(bytes, static_cast<std::size_t>(size), offset);
}
int truncate_log(sqlite3_file* file, sqlite3_int64 size) {
  return after_writing(file, [&](const sqlite3_io_methods& methods, sqlite3_file* real) {
    return methods.xTruncate(real, size);
  });
}
int sync_log(sqlite3_file* file, int flags) {
  return after_writing(file, [&](const sqlite3_io_methods& methods, sqlite3_file* real) {
    return methods.xSync(real, flags);
  });
}
int size_log(sqlite3_file* file, sqlite3_int64* size) {
  return after_writing(file, [&](const sqlite3_io_methods& methods, sqlite3_file* real) {
    return methods.xFileSize(real, size);
  });
}
int lock_log(sqlite3_file* file, int lock) {
  return below(file)->pMethods->xLock(below(file), lock);
}
int unlock_log(sqlite3_file* file, int lock) {
  return below(file)->pMethods->xUnlock(below(file), lock);
}
int reserved_log(sqlite3_file* file, int* out) {
  return below(file)->pMethods->xCheckReservedLock(below(file), out);
}
int control_log(sqlite3_file* file, int operation, void* argument) {
  return below(file)->pMethods->xFileControl(below(file), operation, argument);
}
int sector_log(sqlite3_file* file) { return below(file)->pMethods->xSectorSize(below(file)); }
int device_log(sqlite3_file* file) {
  return below(file)->pMethods->xDeviceCharacteristics(below(file));
}

// Version 1: the log's shared memory belongs to the database's file, and the log is never mapped.
constexpr sqlite3_io_methods kLogMethods = {
    1,        close_log,  read_log,     write_log,   truncate_log, sync_log,   size_log,
    lock_log, unlock_log, reserved_log, control_log, sector_log,   device_log, nullptr,
    nullptr,  nullptr,    nullptr,      nullptr,     nullptr};

sqlite3_vfs* vfs_below(sqlite3_vfs* vfs) { return static_cast<sqlite3_vfs*>(vfs->pAppData); }

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  sqlite3_vfs* const real = vfs_below(vfs);
  if ((flags & SQLITE_OPEN_WAL) == 0) return real->xOpen(real, name, file, flags, out_flags);
  file->pMethods = nullptr;
  const int code = real->xOpen(real, name, below(file), flags, out_flags);
  if (code != SQLITE_OK) return code;
  log_of(file).gathered = new (std::nothrow) Gathered(below(file));
  if (log_of(file).gathered == nullptr) {
    below(file)->pMethods->xClose(below(file));
    return SQLITE_NOMEM;
  }
  file->pMethods = &kLogMethods;
  return SQLITE_OK;
}

sqlite3_vfs make_vfs() {
  sqlite3_vfs* const real = sqlite3_vfs_find(nullptr);
  FX_CHECK(real != nullptr);
  // The other functions are the real ones, called with this VFS: none of SQLite's unix VFS but
  // xOpen, which is handed the real one, looks at what pAppData points to.
  sqlite3_vfs out = *real;
  out.zName = "fx-gathered-log";
  out.pNext = nullptr;
  out.pAppData = real;
  out.szOsFile = static_cast<int>(sizeof(LogFile)) + real->szOsFile;
  out.xOpen = open_file;
  return out;
}

}  // namespace

const char* gathered_log_vfs() {
  static sqlite3_vfs vfs = make_vfs();
  [[maybe_unused]] static const int registered = sqlite3_vfs_register(&vfs, 0);
  return vfs.zName;
}

}  // namespace fx::store
