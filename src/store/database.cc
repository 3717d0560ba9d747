#include "store/database.h"

#include <filesystem>

#include <sqlite3.h>

namespace fx::store {
namespace {

std::string database_path(const std::string& dir) {
  std::filesystem::create_directories(dir);
  return (std::filesystem::path(dir) / "fangxian.db").string();
}

void copy_database(sqlite3* from, const std::string& file) {
  sqlite3* to = nullptr;
  if (sqlite3_open_v2(file.c_str(), &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr) !=
      SQLITE_OK) {
    const std::string why = sqlite3_errmsg(to);
    sqlite3_close_v2(to);
    throw StoreError("cannot write the backup: " + why);
  }
  sqlite3_backup* backup = sqlite3_backup_init(to, "main", from, "main");
  const int code = backup != nullptr ? sqlite3_backup_step(backup, -1) : SQLITE_ERROR;
  sqlite3_backup_finish(backup);
  const std::string why = sqlite3_errmsg(to);
  sqlite3_close_v2(to);
  if (code != SQLITE_DONE) throw StoreError("backup failed: " + why);
}

}  // namespace

Database::Database(const std::string& dir, DatabaseOptions options)
    : path_(database_path(dir)),
      options_(options),
      writer_(std::make_unique<Session>(path_, Session::Mode::kReadWrite)) {
  // The log file is folded back when it passes about 64 MB, between groups: pages that many
  // commands touch are then written back once.
  writer_->script(
      "pragma wal_autocheckpoint = 16000;"
      "create table if not exists store_schema(part text primary key, version integer not null)"
      " strict, without rowid;");
  thread_ = std::thread([this] { writer_loop(); });
}

Database::~Database() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

Status Database::migrate(const std::vector<Schema>& schemas) {
  return write([&](Session& s) -> Status {
    for (const auto& schema : schemas) {
      const auto known = static_cast<std::int64_t>(schema.steps.size());
      const auto found =
          s.integer("select version from store_schema where part = $1", schema.part).value_or(0);
      if (found > known) {
        return refuse(kNewerDatabase, "",
                      {{"part", schema.part},
                       {"found", std::to_string(found)},
                       {"known", std::to_string(known)}});
      }
      for (auto step = found; step < known; ++step) {
        s.script(schema.steps[static_cast<std::size_t>(step)]);
      }
      if (found != known) {
        s.run(
            "insert into store_schema(part, version) values ($1, $2)"
            " on conflict(part) do update set version = excluded.version",
            schema.part, known);
      }
    }
    return {};
  });
}

void Database::write_async(Work work, Done done, Run run) {
  {
    const std::lock_guard lock(mutex_);
    queue_.push_back({std::move(work), std::move(done), run});
    if (queue_.size() > 1) return;  // the writer has been woken for the first one
  }
  wake_.notify_one();
}

void Database::writer_loop() {
  std::vector<Item> group;
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      if (queue_.size() <= options_.group_max) {
        group.swap(queue_);
      } else {
        const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(options_.group_max);
        std::move(queue_.begin(), end, std::back_inserter(group));
        queue_.erase(queue_.begin(), end);
      }
    }
    run_group(group);
    group.clear();
  }
}

void Database::run_group(std::vector<Item>& group) {
  std::vector<Outcome> outcomes(group.size());
  std::exception_ptr all_failed;
  try {
    writer_->run("begin immediate");
    try {
      const auto version = writer_->integer("pragma data_version").value_or(0);
      if (version != data_version_) {
        if (data_version_ >= 0) forget_caches(Undone::kGroup);
        data_version_ = version;
      }
      if (!run_straight(group, outcomes)) run_apart(group, outcomes);
      writer_->run("commit");
    } catch (...) {
      roll_back();
      throw;
    }
  } catch (...) {
    all_failed = std::current_exception();
    forget_caches(Undone::kGroup);
  }
  bool kept = false;
  for (std::size_t i = 0; i < group.size(); ++i) {
    kept = kept || outcomes[i].kept;
    group[i].done(all_failed ? all_failed : outcomes[i].failure);
  }
  if (kept && !all_failed) {
    for (const auto& notice : notice_) notice();
  }
}

Database::Outcome Database::run_work(Item& item) {
  Outcome out;
  try {
    out.kept = item.work(*writer_);
  } catch (...) {
    out.failure = std::current_exception();
  }
  return out;
}

// A savepoint costs a copy of each page that a work changes. A work that is alone needs none, and
// most works that are refused are so before they write. False: one has to be undone and the others
// run again; nothing of the group is written.
bool Database::run_straight(std::vector<Item>& group, std::vector<Outcome>& outcomes) {
  const bool alone = group.size() == 1;
  for (const auto& item : group) {
    if (item.run == Run::kOnce && !alone) return false;
  }
  for (std::size_t i = 0; i < group.size(); ++i) {
    const auto before = sqlite3_total_changes64(writer_->handle());
    outcomes[i] = run_work(group[i]);
    if (outcomes[i].kept) continue;
    if (sqlite3_total_changes64(writer_->handle()) != before ||
        sqlite3_get_autocommit(writer_->handle()) != 0) {
      roll_back();
      forget_caches(Undone::kGroup);
      writer_->run("begin immediate");
      return alone;
    }
  }
  about_to_keep();
  return true;
}

void Database::run_apart(std::vector<Item>& group, std::vector<Outcome>& outcomes) {
  for (std::size_t i = 0; i < group.size(); ++i) {
    writer_->run("savepoint work");
    const auto before = sqlite3_total_changes64(writer_->handle());
    outcomes[i] = run_work(group[i]);
    if (outcomes[i].kept) {
      about_to_keep();
    } else {
      writer_->run("rollback to work");
      if (sqlite3_total_changes64(writer_->handle()) != before) forget_caches(Undone::kWork);
    }
    writer_->run("release work");
  }
}

// Some errors (a full disk) have rolled back already, and a second rollback is refused.
void Database::roll_back() {
  if (sqlite3_get_autocommit(writer_->handle()) == 0) writer_->run("rollback");
}

void Database::about_to_keep() {
  for (const auto& keep : keep_) keep(*writer_);
}

void Database::forget_caches(Undone undone) {
  for (const auto& forget : forget_) forget(undone);
}

void Database::on_forget(std::function<void(Undone)> forget) {
  write([&](Session&) { forget_.push_back(std::move(forget)); });
}

void Database::on_keep(std::function<void(Session&)> keep) {
  write([&](Session&) { keep_.push_back(std::move(keep)); });
}

void Database::on_commit(std::function<void()> notice) {
  write([&](Session&) { notice_.push_back(std::move(notice)); });
}

Database::Reader::Reader(Database& database) : owner(database) {
  {
    std::unique_lock lock(owner.readers_mutex_);
    if (owner.readers_.empty() && owner.readers_made_ < owner.options_.readers) {
      ++owner.readers_made_;
    } else {
      owner.readers_ready_.wait(lock, [this] { return !owner.readers_.empty(); });
      session = std::move(owner.readers_.back());
      owner.readers_.pop_back();
    }
  }
  if (session == nullptr) {
    try {
      session = std::make_unique<Session>(owner.path_, Session::Mode::kReadOnly);
    } catch (...) {
      const std::lock_guard lock(owner.readers_mutex_);
      --owner.readers_made_;
      throw;
    }
  }
  session->run("begin");
}

Database::Reader::~Reader() {
  try {
    session->run("commit");
  } catch (const StoreError&) {
    session.reset();  // a broken connection is not lent again
  }
  {
    const std::lock_guard lock(owner.readers_mutex_);
    if (session != nullptr) {
      owner.readers_.push_back(std::move(session));
    } else {
      --owner.readers_made_;
    }
  }
  owner.readers_ready_.notify_one();
}

void Database::clear_listeners() {
  write([&](Session&) {
    forget_.clear();
    keep_.clear();
    notice_.clear();
  });
}

void Database::backup_to(const std::string& file) {
  read([&](Session& s) { copy_database(s.handle(), file); });
}

std::int64_t Database::size_bytes() const {
  std::error_code ignored;
  const auto size = std::filesystem::file_size(path_, ignored);
  return ignored ? 0 : static_cast<std::int64_t>(size);
}

Status restore(const std::string& file, const std::string& dir) {
  const auto refuse_file = [&] { return refuse(kNotADatabase, "from", {{"path", file}}); };
  if (!std::filesystem::is_regular_file(file)) return refuse_file();
  sqlite3* from = nullptr;
  sqlite3_open_v2(file.c_str(), &from, SQLITE_OPEN_READONLY, nullptr);
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close_v2)> owner(from, sqlite3_close_v2);
  if (sqlite3_exec(from, "select part from store_schema where part = 'journal'", nullptr, nullptr,
                   nullptr) != SQLITE_OK) {
    return refuse_file();
  }
  const std::string target = database_path(dir);
  FX_CHECK(!std::filesystem::exists(target));
  copy_database(from, target);
  return {};
}

}  // namespace fx::store
