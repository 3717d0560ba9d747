#include "store/session.h"

#include <array>
#include <cstring>

#include <sqlite3.h>

#include "base/check.h"

namespace fx::store {

Session::Session(const std::string& path, Mode mode) {
  const int flags =
      mode == Mode::kReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  if (sqlite3_open_v2(path.c_str(), &db_, flags | SQLITE_OPEN_NOMUTEX, nullptr) != SQLITE_OK) {
    const std::string why = db_ != nullptr ? sqlite3_errmsg(db_) : "out of memory";
    sqlite3_close_v2(db_);
    throw StoreError("cannot open the database: " + why);
  }
  sqlite3_busy_timeout(db_, 10'000);
  sqlite3_extended_result_codes(db_, 1);
  // Outside bytes never reach SQL text, but a damaged file must not run code either.
  sqlite3_db_config(db_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(db_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  try {
    if (mode == Mode::kReadWrite) {
      script("pragma journal_mode = wal; pragma synchronous = full;");
    }
    script(
        "pragma foreign_keys = on; pragma cache_size = -65536; pragma temp_store = memory;"
        "pragma mmap_size = 1073741824;");
  } catch (...) {
    sqlite3_close_v2(db_);
    throw;
  }
}

Session::~Session() {
  for (auto& [sql, cached] : cache_) sqlite3_finalize(cached.statement);
  sqlite3_close_v2(db_);
}

void Session::fail(std::string_view doing) const {
  throw StoreError(std::string(doing) + ": " + sqlite3_errmsg(db_));
}

Query Session::prepare(std::string_view sql) {
  auto it = cache_.find(sql);
  if (it == cache_.end()) it = cache_.emplace(std::string(sql), Cached{}).first;
  Cached& cached = it->second;
  if (cached.statement != nullptr && !cached.busy) {
    cached.busy = true;
    return {*this, cached.statement, true};
  }
  sqlite3_stmt* statement = nullptr;
  const bool keep = cached.statement == nullptr;  // else the cached one is running: a second copy
  if (sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()),
                         keep ? SQLITE_PREPARE_PERSISTENT : 0, &statement, nullptr) != SQLITE_OK) {
    if (keep) cache_.erase(it);
    fail(sql);
  }
  FX_CHECK(statement != nullptr);
  if (keep) {
    cached.statement = statement;
    cached.busy = true;
    by_statement_[statement] = &cached;
  }
  return {*this, statement, keep};
}

void Session::give_back(sqlite3_stmt* statement, bool cached) {
  if (!cached) {
    sqlite3_finalize(statement);
    return;
  }
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  by_statement_.at(statement)->busy = false;
}

void Session::script(const std::string& sql) {
  char* message = nullptr;
  if (sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, &message) != SQLITE_OK) {
    const std::string why = message != nullptr ? message : "unknown";
    sqlite3_free(message);
    throw StoreError(why + " in: " + sql.substr(0, 200));
  }
}

std::int64_t Session::changes() const { return sqlite3_changes64(db_); }

Query::Query(Query&& other) noexcept
    : session_(other.session_), statement_(other.statement_), cached_(other.cached_) {
  other.statement_ = nullptr;
}

Query::~Query() {
  if (statement_ != nullptr) session_->give_back(statement_, cached_);
}

bool Query::next() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  session_->fail(sqlite3_sql(statement_));
}

bool Query::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}
std::int64_t Query::integer(int column) const { return sqlite3_column_int64(statement_, column); }
double Query::real(int column) const { return sqlite3_column_double(statement_, column); }

std::string_view Query::text(int column) const {
  const void* bytes = sqlite3_column_blob(statement_, column);
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes),
          static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Ulid Query::ulid(int column) const {
  const auto bytes = text(column);
  if (bytes.empty()) return {};
  FX_CHECK(bytes.size() == 16);
  std::array<std::uint8_t, 16> out{};
  std::memcpy(out.data(), bytes.data(), 16);
  return Ulid(out);
}

int Query::columns() const { return sqlite3_column_count(statement_); }
std::string_view Query::column_name(int column) const {
  return sqlite3_column_name(statement_, column);
}

// $3 is a named parameter to SQLite, numbered in order of first appearance; a statement need not
// use every number it is given.
int Query::position(int index) const {
  char name[8] = {'$', 0};
  if (index < 10) {
    name[1] = static_cast<char>('0' + index);
  } else {
    name[1] = static_cast<char>('0' + index / 10);
    name[2] = static_cast<char>('0' + index % 10);
  }
  return sqlite3_bind_parameter_index(statement_, name);
}

void Query::bind(int index, std::int64_t value) {
  if (const int at = position(index)) sqlite3_bind_int64(statement_, at, value);
}
void Query::bind(int index, double value) {
  if (const int at = position(index)) sqlite3_bind_double(statement_, at, value);
}
void Query::bind(int index, std::string_view value) {
  if (const int at = position(index)) {
    sqlite3_bind_text64(statement_, at, value.data() != nullptr ? value.data() : "", value.size(),
                        SQLITE_STATIC, SQLITE_UTF8);
  }
}
void Query::bind(int index, Blob value) {
  if (const int at = position(index)) {
    sqlite3_bind_blob64(statement_, at, value.bytes.data(), value.bytes.size(), SQLITE_STATIC);
  }
}
void Query::bind(int index, const Ulid& value) {
  if (value.is_nil()) {
    bind_null(index);
  } else if (const int at = position(index)) {
    sqlite3_bind_blob64(statement_, at, value.bytes().data(), 16, SQLITE_TRANSIENT);
  }
}
void Query::bind_null(int index) {
  if (const int at = position(index)) sqlite3_bind_null(statement_, at);
}

}  // namespace fx::store
