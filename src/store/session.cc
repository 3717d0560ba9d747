#include "store/session.h"

#include <array>
#include <cstdlib>
#include <cstring>

#include <sqlite3.h>

#include "base/check.h"
#include "store/wal_file.h"

namespace fx::store {

// SQLite numbers $3 in order of first appearance, and a statement need not use every number that it
// is given: where each stands is looked up once.
struct Statement {
  static constexpr int kParameters = 40;

  Statement() = default;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement() { sqlite3_finalize(handle); }

  void number_parameters() {
    const int count = sqlite3_bind_parameter_count(handle);
    for (int at = 1; at <= count; ++at) {
      const char* name = sqlite3_bind_parameter_name(handle, at);
      const int index = name != nullptr && name[0] == '$' ? std::atoi(name + 1) : 0;
      FX_CHECK(index > 0 && index < kParameters);
      position[static_cast<std::size_t>(index)] = at;
    }
  }

  sqlite3_stmt* handle = nullptr;
  std::array<int, kParameters> position{};  // 0: not used
  bool busy = false;
  bool kept = false;
};

namespace {

// Nobody reads SQLite's own memory statistics, and keeping them takes a lock at each allocation.
// Before the first connection; where another library was earlier this changes nothing.
void configure_once() {
  [[maybe_unused]] static const int done = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

}  // namespace

Session::Session(const std::string& path, Mode mode) {
  configure_once();
  const int flags =
      mode == Mode::kReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const char* const vfs = mode == Mode::kReadWrite ? gathered_log_vfs() : nullptr;
  if (sqlite3_open_v2(path.c_str(), &db_, flags | SQLITE_OPEN_NOMUTEX, vfs) != SQLITE_OK) {
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
  cache_.clear();
  sqlite3_close_v2(db_);
}

void Session::fail(std::string_view doing) const {
  throw StoreError(std::string(doing) + ": " + sqlite3_errmsg(db_));
}

Query Session::prepare(std::string_view sql) {
  const auto it = cache_.find(sql);
  if (it != cache_.end() && !it->second->busy) {
    it->second->busy = true;
    return {*this, *it->second};
  }
  const bool keep = it == cache_.end();
  auto statement = std::make_unique<Statement>();
  if (sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()),
                         keep ? SQLITE_PREPARE_PERSISTENT : 0, &statement->handle,
                         nullptr) != SQLITE_OK) {
    fail(sql);
  }
  FX_CHECK(statement->handle != nullptr);
  statement->number_parameters();
  statement->kept = keep;
  statement->busy = true;
  if (!keep) return {*this, *statement.release()};
  return {*this, *cache_.emplace(std::string(sql), std::move(statement)).first->second};
}

void Session::give_back(Statement* statement) {
  if (!statement->kept) {
    delete statement;
    return;
  }
  sqlite3_reset(statement->handle);
  sqlite3_clear_bindings(statement->handle);
  statement->busy = false;
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
std::int64_t Session::last_insert_id() const { return sqlite3_last_insert_rowid(db_); }

Query::Query(Session& session, Statement& statement)
    : session_(&session), statement_(&statement), handle_(statement.handle) {}

Query::Query(Query&& other) noexcept
    : session_(other.session_), statement_(other.statement_), handle_(other.handle_) {
  other.statement_ = nullptr;
}

Query::~Query() {
  if (statement_ != nullptr) session_->give_back(statement_);
}

bool Query::next() {
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  session_->fail(sqlite3_sql(handle_));
}

bool Query::is_null(int column) const {
  return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}
std::int64_t Query::integer(int column) const { return sqlite3_column_int64(handle_, column); }
double Query::real(int column) const { return sqlite3_column_double(handle_, column); }

std::string_view Query::text(int column) const {
  const void* bytes = sqlite3_column_blob(handle_, column);
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes),
          static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
}

Ulid Query::ulid(int column) const {
  const auto bytes = text(column);
  if (bytes.empty()) return {};
  FX_CHECK(bytes.size() == 16);
  std::array<std::uint8_t, 16> out{};
  std::memcpy(out.data(), bytes.data(), 16);
  return Ulid(out);
}

int Query::columns() const { return sqlite3_column_count(handle_); }
std::string_view Query::column_name(int column) const {
  return sqlite3_column_name(handle_, column);
}

int Query::position(int index) const {
  FX_CHECK(index < Statement::kParameters);
  return statement_->position[static_cast<std::size_t>(index)];
}

void Query::bind(int index, std::int64_t value) {
  if (const int at = position(index)) sqlite3_bind_int64(handle_, at, value);
}
void Query::bind(int index, double value) {
  if (const int at = position(index)) sqlite3_bind_double(handle_, at, value);
}
void Query::bind(int index, std::string_view value) {
  if (const int at = position(index)) {
    sqlite3_bind_text64(handle_, at, value.data() != nullptr ? value.data() : "", value.size(),
                        SQLITE_STATIC, SQLITE_UTF8);
  }
}
void Query::bind(int index, Blob value) {
  if (const int at = position(index)) {
    sqlite3_bind_blob64(handle_, at, value.bytes.data(), value.bytes.size(), SQLITE_STATIC);
  }
}
void Query::bind(int index, const Ulid& value) {
  if (value.is_nil()) {
    bind_null(index);
  } else if (const int at = position(index)) {
    sqlite3_bind_blob64(handle_, at, value.bytes().data(), 16, SQLITE_TRANSIENT);
  }
}
void Query::bind_null(int index) {
  if (const int at = position(index)) sqlite3_bind_null(handle_, at);
}

}  // namespace fx::store
