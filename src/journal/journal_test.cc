#include "journal/journal.h"

#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

namespace fx::journal {
namespace {

class JournalTest : public ::testing::Test {
 public:
  ~JournalTest() override { std::filesystem::remove_all(dir_); }

 protected:
  JournalTest()
      : dir_((std::filesystem::temp_directory_path() /
              ("fx_journal_" + std::to_string(::getpid()) + "_" +
               ::testing::UnitTest::GetInstance()->current_test_info()->name()))
                 .string()),
        database_((std::filesystem::remove_all(dir_), dir_)),
        journal_(database_) {
    EXPECT_TRUE(database_.migrate({schema()}));
  }

  Entry append(const std::string& chain, Instant now, const std::string& payload = "{}") {
    return database_.write([&](store::Session& s) {
      Entry e;
      e.id = Ulid::make(now);
      e.kind = "test.thing";
      e.chain = chain;
      e.area = chain + "-1";
      e.subject = subject_;
      e.occurred_at = now;
      e.payload = payload;
      journal_.append(s, e, now);
      return e;
    });
  }
  void tamper(const std::string& sql) {
    database_.write([&](store::Session& s) { s.run(sql); });
  }
  Verification verify() {
    return database_.read([](store::Session& s) { return Journal::verify(s); });
  }

  std::string dir_;
  store::Database database_;
  Journal journal_;
  Ulid subject_ = Ulid::make(Instant{1});
};

TEST_F(JournalTest, ChainsAreSeparateAndWithoutHoles) {
  append("A", Instant{1000});
  append("B", Instant{1001});
  const auto last = append("A", Instant{1002});
  EXPECT_EQ(last.seq, 2);
  const auto v = verify();
  EXPECT_TRUE(v.faults.empty());
  EXPECT_EQ(v.entries, 3);
  ASSERT_EQ(v.chains.size(), 2U);
  EXPECT_EQ(v.chains[0].hash, last.hash);
}

TEST_F(JournalTest, AClockSetBackDoesNotReorderTheRecord) {
  append("A", Instant{5000});
  EXPECT_EQ(append("A", Instant{4000}).recorded_at, Instant{5000});
}

TEST_F(JournalTest, AnEntryReadsBackAsWritten) {
  const auto e = append("A", Instant{1000}, R"({"tenths":374})");
  const auto found = database_.read([&](store::Session& s) { return Journal::find(s, e.id); });
  ASSERT_TRUE(found);
  EXPECT_EQ(found->payload, e.payload);
  EXPECT_EQ(hash_of(*found), e.hash);
  EXPECT_EQ(database_.read([&](store::Session& s) { return Journal::history(s, subject_).size(); }),
            1U);
}

TEST_F(JournalTest, TheSameIdTwiceIsAnErrorNotASecondEntry) {
  const auto e = append("A", Instant{1000});
  EXPECT_THROW(database_.write([&](store::Session& s) {
    Entry again = e;
    journal_.append(s, again, Instant{1001});
  }),
               store::StoreError);
}

TEST_F(JournalTest, VerifyNamesTheChangedEntry) {
  append("A", Instant{1000});
  const auto second = append("A", Instant{1001}, R"({"tenths":374})");
  append("A", Instant{1002});
  append("B", Instant{1003});
  tamper(R"(update journal_entry set payload = '{"tenths":364}' where position = 2)");
  const auto v = verify();
  ASSERT_EQ(v.faults.size(), 1U);
  EXPECT_EQ(v.faults[0].what, "changed");
  EXPECT_EQ(v.faults[0].id, second.id);
  EXPECT_EQ(v.faults[0].seq, 2);
}

TEST_F(JournalTest, VerifySeesEveryColumn) {
  append("A", Instant{1000});
  append("A", Instant{1001});
  for (const std::string change :
       {"kind = 'test.other'", "version = 2", "area = 'X'", "occurred_at = 1", "recorded_at = 1",
        "device = 'phone'", "actor = id", "amends = id", "subject = null", "seq = 9"}) {
    database_.write([&](store::Session& s) {
      s.run("savepoint probe");
      s.run("update journal_entry set " + change + " where position = 1");
      EXPECT_EQ(Journal::verify(s).faults.size(), 1U) << change;
      s.run("rollback to probe");
      s.run("release probe");
    });
  }
  EXPECT_TRUE(verify().faults.empty());
}

TEST_F(JournalTest, AnUndoneAppendLeavesNoHole) {
  append("A", Instant{1000});
  EXPECT_THROW(database_.write([&](store::Session& s) {
    Entry e;
    e.id = Ulid::make(Instant{1001});
    e.kind = "test.thing";
    e.chain = "A";
    journal_.append(s, e, Instant{1001});
    throw std::runtime_error("a view would not take it");
  }),
               std::runtime_error);
  EXPECT_EQ(append("A", Instant{1002}).seq, 2);
  EXPECT_TRUE(verify().faults.empty());
}

TEST_F(JournalTest, VerifySeesAMissingEntryAndACutOffEnd) {
  for (int i = 0; i < 3; ++i) append("A", Instant{1000 + i});
  database_.write([&](store::Session& s) {
    s.run("savepoint probe");
    s.run("delete from journal_entry where position = 2");
    ASSERT_EQ(Journal::verify(s).faults.size(), 1U);
    EXPECT_EQ(Journal::verify(s).faults[0].what, "out of order");
    s.run("rollback to probe");
    s.run("release probe");
  });
  tamper("delete from journal_entry where position = 3");
  ASSERT_EQ(verify().faults.size(), 1U);
  EXPECT_EQ(verify().faults[0].what, "cut off");
}

}  // namespace
}  // namespace fx::journal
