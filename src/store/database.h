// The database of one node: one writer thread with group commit, many readers with a consistent
// snapshot each, migrations, backup. Thread-safe.
//
// Durability: work handed to write() has been synced to disk (synchronous = FULL) when its
// callback runs; after a kill or a power cut all of it is there, and nothing of work whose callback
// did not run is there in part.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "store/session.h"

namespace fx::store {

inline constexpr RefusalKind kNewerDatabase{
    "store.newer-database",
    409,
    "数据目录由较新的版本写成（{part} 第 {found} 版，本程序只认到第 {known} 版）",
    "the data directory was written by a newer version ({part} {found}, this program knows "
    "{known})",
    "请用新版程序打开",
    "open it with the newer program"};
inline constexpr RefusalKind kNotADatabase{"store.not-a-database",
                                           400,
                                           "{path} 不是防线的数据或备份文件",
                                           "{path} is not a Fangxian database or backup",
                                           "检查路径",
                                           "check the path"};

// What one part of the program keeps: its tables in versions. Step n (from 1) takes version n-1 to
// n; steps are never edited once released.
struct Schema {
  std::string part;
  std::vector<std::string> steps;
};

struct DatabaseOptions {
  int readers = 4;
  std::size_t group_max = 2048;  // at most so many works in one commit
};

class Database {
 public:
  // Opens or creates DIR/fangxian.db.
  explicit Database(const std::string& dir, DatabaseOptions options = {});
  ~Database();  // finishes the queued work first
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Brings every part's tables to its newest version, all in one transaction.
  Status migrate(const std::vector<Schema>& schemas);

  // Work runs on the writer thread inside the group's transaction. When it returns false or throws,
  // whatever it wrote is undone and the others of the group are not touched. `done` runs on the
  // writer thread after the commit (or the failure): keep it short, never block in it, never throw.
  //
  // Work that may be run twice, because it leaves nothing outside the database that a second run
  // would not overwrite, says so: a group of nothing else needs no savepoints. Should one of it
  // have to be undone after it has written, the whole group is rolled back and run once more.
  using Work = std::function<bool(Session&)>;
  using Done = std::function<void(std::exception_ptr failure)>;
  enum class Run { kOnce, kMayRepeat };
  void write_async(Work work, Done done, Run run = Run::kOnce);

  // The same, waiting; returns work's value once durable. The value decides what is kept when it
  // is a Result (a refusal undoes); any other value keeps.
  template <class F>
  auto write(F&& work, Run run = Run::kOnce) -> std::invoke_result_t<F, Session&> {
    using R = std::invoke_result_t<F, Session&>;
    std::promise<void> ready;
    if constexpr (std::is_void_v<R>) {
      write_async(
          [&](Session& s) {
            work(s);
            return true;
          },
          [&](const std::exception_ptr& failure) { settle(ready, failure); }, run);
      ready.get_future().get();
    } else {
      std::optional<R> out;
      write_async(
          [&](Session& s) {
            out.emplace(work(s));
            if constexpr (requires { out->has_value(); }) return out->has_value();
            return true;
          },
          [&](const std::exception_ptr& failure) { settle(ready, failure); }, run);
      ready.get_future().get();
      return std::move(*out);
    }
  }

  // Runs work on a reader, in one read transaction: everything it sees is of one moment.
  template <class F>
  auto read(F&& work) -> std::invoke_result_t<F, Session&> {
    Reader reader(*this);
    return work(*reader.session);
  }

  // Called on the writer thread whenever rows cached in memory may no longer be what the database
  // holds: a work that had written was undone, or with it all that its group has written so far
  // (also when another process has written in between).
  enum class Undone { kWork, kGroup };
  void on_forget(std::function<void(Undone)> forget);
  // Called on the writer thread inside the transaction when works are about to be kept, for what is
  // written once for many of them. What it has yet to write is lost at on_forget.
  void on_keep(std::function<void(Session&)> keep);
  // Called on the writer thread after every commit that kept something.
  void on_commit(std::function<void()> notice);

  // Forgets all listeners of every kind; returns when none is running.
  void clear_listeners();

  // A consistent copy into one file, while the database stays in use.
  void backup_to(const std::string& file);

  [[nodiscard]] const std::string& path() const { return path_; }
  // The writer's own connection, for work before threads start (migrations, rebuild). Runs there.
  [[nodiscard]] std::int64_t size_bytes() const;

 private:
  struct Item {
    Work work;
    Done done;
    Run run;
  };
  struct Reader {
    explicit Reader(Database& owner);
    ~Reader();
    Database& owner;
    std::unique_ptr<Session> session;
  };
  static void settle(std::promise<void>& ready, const std::exception_ptr& failure) {
    if (failure) {
      ready.set_exception(failure);
    } else {
      ready.set_value();
    }
  }
  void writer_loop();
  void run_group(std::vector<Item>& group);
  struct Outcome {
    bool kept = false;
    std::exception_ptr failure;
  };
  Outcome run_work(Item& item);
  bool run_straight(std::vector<Item>& group, std::vector<Outcome>& outcomes);
  void run_apart(std::vector<Item>& group, std::vector<Outcome>& outcomes);
  void roll_back();
  void about_to_keep();
  void forget_caches(Undone undone);

  std::string path_;
  DatabaseOptions options_;
  std::unique_ptr<Session> writer_;

  std::mutex readers_mutex_;
  std::condition_variable readers_ready_;
  std::vector<std::unique_ptr<Session>> readers_;
  int readers_made_ = 0;

  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<Item> queue_;
  bool stopping_ = false;
  std::int64_t data_version_ = -1;
  std::vector<std::function<void(Undone)>> forget_;
  std::vector<std::function<void(Session&)>> keep_;
  std::vector<std::function<void()>> notice_;
  std::thread thread_;
};

// Copies a backup (or any database file) made by backup_to into DIR, which must hold none yet.
Status restore(const std::string& file, const std::string& dir);

}  // namespace fx::store
