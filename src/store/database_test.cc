#include "store/database.h"

#include <array>
#include <atomic>
#include <csignal>
#include <filesystem>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

namespace fx::store {
namespace {

class DatabaseTest : public ::testing::Test {
 protected:
  void SetUp() override {
    dir_ = std::filesystem::temp_directory_path() /
           ("fx_store_" + std::to_string(::getpid()) + "_" +
            ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(dir_);
  }
  void TearDown() override { std::filesystem::remove_all(dir_); }
  [[nodiscard]] std::string dir() const { return dir_.string(); }
  std::filesystem::path dir_;
};

const std::vector<Schema> kSchema = {
    {"t", {"create table t(id integer primary key, x text) strict;"}}};

std::int64_t count(Database& db) {
  return db.read([](Session& s) { return *s.integer("select count(*) from t"); });
}

TEST_F(DatabaseTest, WhatWasWrittenIsThereAfterReopening) {
  {
    Database db(dir());
    ASSERT_TRUE(db.migrate(kSchema));
    db.write([](Session& s) { s.run("insert into t(x) values ($1)", "a"); });
  }
  Database db(dir());
  ASSERT_TRUE(db.migrate(kSchema));
  EXPECT_EQ(count(db), 1);
}

TEST_F(DatabaseTest, ARefusalOrAnExceptionUndoesItsOwnWorkOnly) {
  Database db(dir());
  ASSERT_TRUE(db.migrate(kSchema));
  std::vector<std::future<void>> waits;
  std::atomic<int> failures = 0;
  for (int i = 0; i < 300; ++i) {
    auto ready = std::make_shared<std::promise<void>>();
    waits.push_back(ready->get_future());
    db.write_async(
        [i](Session& s) {
          s.run("insert into t(id, x) values ($1, 'x')", i);
          if (i % 3 == 1) throw std::runtime_error("no");
          return i % 3 == 0;
        },
        [ready, &failures](const std::exception_ptr& failure) {
          if (failure) ++failures;
          ready->set_value();
        });
  }
  for (auto& wait : waits) wait.get();
  EXPECT_EQ(count(db), 100);
  EXPECT_EQ(failures, 100);
  EXPECT_EQ(db.read([](Session& s) { return *s.integer("select count(*) from t where id % 3"); }),
            0);
}

// Works that arrive while the writer is held are one group.
class Held {
 public:
  explicit Held(Database& db) {
    db.write_async(
        [this](Session&) {
          begun_.set_value();
          open_.get_future().get();
          return true;
        },
        [](const std::exception_ptr&) {});
    begun_.get_future().get();
  }
  void go() { open_.set_value(); }

 private:
  std::promise<void> begun_;
  std::promise<void> open_;
};

TEST_F(DatabaseTest, AGroupThatMayRepeatIsRunAgainWhenAWorkHasToBeUndone) {
  Database db(dir());
  ASSERT_TRUE(db.migrate(kSchema));
  std::vector<Database::Undone> undone;
  db.on_forget([&](Database::Undone what) { undone.push_back(what); });
  int kept_calls = 0;
  db.on_keep([&](Session&) { ++kept_calls; });
  kept_calls = 0;
  Held held(db);
  std::array<int, 6> runs{};
  std::vector<std::future<void>> waits;
  for (int i = 0; i < 6; ++i) {
    auto ready = std::make_shared<std::promise<void>>();
    waits.push_back(ready->get_future());
    db.write_async(
        [i, &runs](Session& s) {
          ++runs[static_cast<std::size_t>(i)];
          if (i == 2) return false;  // before it has written
          s.run("insert into t(id, x) values ($1, 'x')", i);
          return i != 4;
        },
        [ready](const std::exception_ptr&) { ready->set_value(); }, Database::Run::kMayRepeat);
  }
  held.go();
  for (auto& wait : waits) wait.get();
  EXPECT_EQ(runs, (std::array{2, 2, 2, 2, 2, 1}));
  EXPECT_EQ(undone, (std::vector{Database::Undone::kGroup, Database::Undone::kWork}));
  EXPECT_EQ(count(db), 4);
  EXPECT_EQ(kept_calls, 5);  // the work that held the writer, and each of those kept

  runs = {};
  db.write([](Session& s) { s.run("insert into t(id, x) values (9, 'x')"); },
           Database::Run::kMayRepeat);
  EXPECT_EQ(undone.size(), 2U);
}

TEST_F(DatabaseTest, AReaderSeesOneMoment) {
  Database db(dir());
  ASSERT_TRUE(db.migrate(kSchema));
  db.read([&](Session& s) {
    EXPECT_EQ(s.integer("select count(*) from t"), 0);
    db.write([](Session& w) { w.run("insert into t(x) values ('later')"); });
    EXPECT_EQ(s.integer("select count(*) from t"), 0);
  });
  EXPECT_EQ(count(db), 1);
}

// More than is gathered before it is written, and than the cache holds.
TEST_F(DatabaseTest, ALargeWorkIsKeptWholeOrNotAtAll) {
  Database db(dir());
  ASSERT_TRUE(db.migrate(kSchema));
  const std::string text(1'000'000, 'x');
  const auto insert = [&](Session& s, int from) {
    for (int i = from; i < from + 90; ++i) s.run("insert into t(id, x) values ($1, $2)", i, text);
  };
  EXPECT_THROW(db.write([&](Session& s) {
    insert(s, 0);
    throw std::runtime_error("no");
  }),
               std::runtime_error);
  EXPECT_EQ(count(db), 0);
  db.write([&](Session& s) { insert(s, 100); });
  EXPECT_EQ(count(db), 90);
  db.read([](Session& s) {
    auto q = s.query("pragma integrity_check");
    ASSERT_TRUE(q.next());
    EXPECT_EQ(q.text(0), "ok");
  });
}

TEST_F(DatabaseTest, WhatADiskDoesNotTakeIsUndoneAndTheNextWorkGoesOn) {
  Database db(dir());
  ASSERT_TRUE(db.migrate(kSchema));
  db.write([](Session& s) { s.run("insert into t(id, x) values (1, 'before')"); });

  // A file may not grow by more than 100 KB now, as on a full disk.
  const auto log = std::filesystem::file_size(db.path() + "-wal");
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit tight = before;
  tight.rlim_cur = log + 100'000;
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &tight), 0);
  const std::string text(1'000'000, 'x');
  EXPECT_THROW(db.write([&](Session& s) { s.run("insert into t(id, x) values (2, $1)", text); }),
               StoreError);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, old_handler);

  EXPECT_EQ(count(db), 1);
  db.write([](Session& s) { s.run("insert into t(id, x) values (3, 'after')"); });
  EXPECT_EQ(count(db), 2);
  Database again(dir());
  EXPECT_EQ(count(again), 2);
}

TEST_F(DatabaseTest, AStatementMayRunInsideItself) {
  Database db(dir());
  ASSERT_TRUE(db.migrate(kSchema));
  db.write([](Session& s) {
    for (int i = 0; i < 3; ++i) s.run("insert into t(x) values ('a')");
  });
  const auto pairs = db.read([](Session& s) {
    int n = 0;
    auto outer = s.query("select id from t");
    while (outer.next()) {
      auto inner = s.query("select id from t");
      while (inner.next()) ++n;
    }
    return n;
  });
  EXPECT_EQ(pairs, 9);
}

TEST_F(DatabaseTest, ANewerDatabaseIsRefusedInWords) {
  Database db(dir());
  ASSERT_TRUE(db.migrate({{"t", {"create table t(id integer);", "create table u(id integer);"}}}));
  const auto status = db.migrate(kSchema);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code(), "store.newer-database");
}

TEST_F(DatabaseTest, WritesOfAnotherProcessAreNoticed) {
  Database db(dir());
  ASSERT_TRUE(db.migrate(kSchema));
  int forgotten = 0;
  db.on_forget([&](Database::Undone) { ++forgotten; });
  db.write([](Session& s) { s.run("insert into t(x) values ('mine')"); });
  EXPECT_EQ(forgotten, 0);
  {
    Database other(dir());
    other.write([](Session& s) { s.run("insert into t(x) values ('theirs')"); });
  }
  db.write([](Session& s) { s.run("insert into t(x) values ('mine')"); });
  EXPECT_EQ(forgotten, 1);
}

TEST_F(DatabaseTest, ABackupRestoresToTheSameRows) {
  Database db(dir());
  ASSERT_TRUE(db.migrate({kSchema[0], {"journal", {"create table journal_mark(id integer);"}}}));
  db.write([](Session& s) { s.run("insert into t(x) values ('kept')"); });
  db.backup_to(dir() + "/copy.db");
  ASSERT_TRUE(restore(dir() + "/copy.db", dir() + "/new"));
  Database again(dir() + "/new");
  EXPECT_EQ(count(again), 1);
  EXPECT_FALSE(restore(dir() + "/nothing.db", dir() + "/other"));
}

}  // namespace
}  // namespace fx::store
