// One connection to the database. SQLite today; the statements keep to what PostgreSQL shares
// ($1..$n parameters, upserts, RETURNING, no engine functions), so that a second engine is a second
// implementation of this header and nothing else.
//
// A Session belongs to one thread at a time. Failures of the database throw StoreError.
//
//   auto q = session.query("select name from area where code = $1", code);
//   while (q.next()) use(q.text(0));
//   session.run("delete from area where code = $1", code);
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/time.h"
#include "base/ulid.h"

struct sqlite3;
struct sqlite3_stmt;

namespace fx::store {

class StoreError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Bytes rather than text; must outlive the call.
struct Blob {
  std::string_view bytes;
};

class Session;
struct Statement;

// A running statement; goes back to the session's cache when it is destroyed. Column views are
// valid until the next next().
class Query {
 public:
  Query(Query&& other) noexcept;
  Query& operator=(Query&&) = delete;
  ~Query();

  bool next();  // false: no more rows

  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] int number(int column) const { return static_cast<int>(integer(column)); }
  [[nodiscard]] bool flag(int column) const { return integer(column) != 0; }
  [[nodiscard]] double real(int column) const;
  [[nodiscard]] std::string_view text(int column) const;  // "" for null; also reads blobs
  [[nodiscard]] std::string string(int column) const { return std::string(text(column)); }
  [[nodiscard]] Ulid ulid(int column) const;  // nil for null
  [[nodiscard]] Day day(int column) const { return Day{number(column)}; }
  [[nodiscard]] Instant instant(int column) const { return Instant{integer(column)}; }
  [[nodiscard]] int columns() const;
  [[nodiscard]] std::string_view column_name(int column) const;

  void bind(int index, std::int64_t value);
  void bind(int index, int value) { bind(index, std::int64_t{value}); }
  void bind(int index, bool value) { bind(index, std::int64_t{value ? 1 : 0}); }
  void bind(int index, std::string_view value);
  void bind(int index, const std::string& value) { bind(index, std::string_view(value)); }
  void bind(int index, const char* value) { bind(index, std::string_view(value)); }
  void bind(int index, Blob value);
  void bind(int index, const Ulid& value);  // nil binds null
  void bind(int index, Day value) { bind(index, std::int64_t{value.number}); }
  void bind(int index, Instant value) { bind(index, value.millis); }
  void bind(int index, double value);
  void bind_null(int index);
  template <class T>
  void bind(int index, const std::optional<T>& value) {
    if (value) {
      bind(index, *value);
    } else {
      bind_null(index);
    }
  }

 private:
  friend class Session;
  Query(Session& session, Statement& statement);
  [[nodiscard]] int position(int index) const;

  Session* session_;
  Statement* statement_;  // null when moved from
  sqlite3_stmt* handle_;
};

class Session {
 public:
  enum class Mode { kReadWrite, kReadOnly };
  Session(const std::string& path, Mode mode);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // Text parameters are borrowed until the query is destroyed: no temporaries that die earlier.
  template <class... Args>
  Query query(std::string_view sql, const Args&... args) {
    Query q = prepare(sql);
    int index = 0;
    (q.bind(++index, args), ...);
    return q;
  }
  template <class... Args>
  void run(std::string_view sql, const Args&... args) {
    Query q = query(sql, args...);
    while (q.next()) {
    }
  }
  // The first row's first column as an integer; nothing when there is no row or it is null.
  template <class... Args>
  std::optional<std::int64_t> integer(std::string_view sql, const Args&... args) {
    Query q = query(sql, args...);
    if (!q.next() || q.is_null(0)) return std::nullopt;
    return q.integer(0);
  }

  void script(const std::string& sql);  // several statements, no parameters
  [[nodiscard]] std::int64_t changes() const;
  [[nodiscard]] std::int64_t last_insert_id() const;
  [[nodiscard]] sqlite3* handle() const { return db_; }

 private:
  friend class Query;
  Query prepare(std::string_view sql);
  void give_back(Statement* statement);
  [[noreturn]] void fail(std::string_view doing) const;

  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  sqlite3* db_ = nullptr;
  // By text; one that is asked for while it runs is made a second time, and not kept.
  std::unordered_map<std::string, std::unique_ptr<Statement>, TextHash, std::equal_to<>> cache_;
};

}  // namespace fx::store
