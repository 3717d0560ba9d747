#include <ctime>
#include <filesystem>
#include <thread>

#include <gtest/gtest.h>
#include <unistd.h>

#include "access/accounts.h"
#include "access/looks.h"
#include "access/passwords.h"
#include "access/sessions.h"
#include "access/throttle.h"

namespace fx::access {
namespace {

constexpr const char* kCommunity = "532601003005";
constexpr const char* kHere = "192.0.2.7";

TEST(Passwords, AHashFitsItsPasswordOnly) {
  const auto hash = hash_password("correct horse", PasswordCost::kTest);
  EXPECT_EQ(hash.substr(0, 10), "$argon2id$");
  EXPECT_TRUE(password_matches(hash, "correct horse", PasswordCost::kTest));
  EXPECT_FALSE(password_matches(hash, "correct horsf", PasswordCost::kTest));
  EXPECT_FALSE(password_matches("", "correct horse", PasswordCost::kTest));
  EXPECT_FALSE(password_matches("not a hash", "x", PasswordCost::kTest));
  EXPECT_NE(hash, hash_password("correct horse", PasswordCost::kTest));
}

TEST(Passwords, WhatAPersonMayChoose) {
  const auto verdict = [](std::string_view password) {
    const auto status = check_password(password, "WangFang2020");
    return status ? std::string("taken") : std::string(status.error().code());
  };
  EXPECT_EQ(verdict("1234567"), "access.password-too-short");
  EXPECT_EQ(verdict("密码密码密码七"), "access.password-too-short");
  EXPECT_EQ(verdict(std::string(257, 'a') + "b"), "access.password-too-short");
  EXPECT_EQ(verdict("wangfang2020"), "access.password-is-login");
  for (const auto* common : {"Password1", "88888888", "12345678", "1234567890", "87654321",
                             "abcdefgh", "woaini1314", "qwerty123"}) {
    EXPECT_EQ(verdict(common), "access.password-common") << common;
  }
  EXPECT_EQ(verdict("一二三四五六七八"), "taken");
  EXPECT_EQ(verdict("green7river"), "taken");
}

TEST(Passwords, OneTimePasswordsDifferAndMayNotBeGuessed) {
  const auto a = one_time_password();
  EXPECT_EQ(a.size(), 14U);
  EXPECT_NE(a, one_time_password());
  EXPECT_TRUE(check_password(a, "x"));
}

// An outsider must not learn from the time whether a name exists or its password was ever used.
TEST(Passwords, AComparisonTakesAsLongWhateverItIsGiven) {
  const auto cheap = hash_password("one-time", PasswordCost::kOneTime);
  const auto full = hash_password("one-time", PasswordCost::kFull);
  const auto cpu_now = [] {  // of this thread: other work on the machine does not count
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
  };
  const auto took = [&](const std::string& hash) {
    double best = 1e9;
    for (int i = 0; i < 3; ++i) {
      const double from = cpu_now();
      EXPECT_FALSE(password_matches(hash, "wrong", PasswordCost::kFull));
      best = std::min(best, cpu_now() - from);
    }
    return best;
  };
  const double real = took(full);
  EXPECT_GT(took(""), real * 0.5);
  EXPECT_GT(took(cheap), real * 0.5);
  EXPECT_LT(took(cheap), real * 2.0);
}

TEST(Throttling, EachFailureDoublesTheWait) {
  Throttle throttle({2, 1000, 8000, 60'000}, 10);
  Instant now{1'000'000};
  EXPECT_EQ(throttle.begin("a", now), 0);
  EXPECT_EQ(throttle.begin("a", now), 0);
  EXPECT_EQ(throttle.begin("a", now), 0);  // the third costs the next one a second
  for (const int wait : {1000, 2000, 4000, 8000, 8000}) {
    EXPECT_EQ(throttle.begin("a", now), wait);
    EXPECT_EQ(throttle.begin("a", Instant{now.millis + wait - 1}), 1);
    now.millis += wait;
    EXPECT_EQ(throttle.begin("a", now), 0);
  }
  EXPECT_EQ(throttle.begin("b", now), 0);  // another key is not touched
  now.millis += 60'001;
  EXPECT_EQ(throttle.begin("a", now), 0);
  EXPECT_EQ(throttle.begin("a", now), 0);  // forgotten
  throttle.succeeded("a");
  EXPECT_EQ(throttle.size(), 1U);
}

TEST(Throttling, MadeUpNamesDoNotPushOutARealDelay) {
  Throttle throttle({1, 60'000, 60'000, 3'600'000}, 100);
  const Instant now{1'000'000};
  for (int i = 0; i < 5; ++i) (void)throttle.begin("target", now);
  ASSERT_GT(throttle.begin("target", now), 0);
  for (int i = 0; i < 1000; ++i) (void)throttle.begin("name" + std::to_string(i), now);
  EXPECT_LE(throttle.size(), 100U);
  EXPECT_GT(throttle.begin("target", now), 0);
}

class SessionsTest : public ::testing::Test {
 public:
  ~SessionsTest() override {
    sessions_.reset();
    std::filesystem::remove_all(dir_);
  }

 protected:
  SessionsTest()
      : dir_((std::filesystem::temp_directory_path() /
              ("fx_access_" + std::to_string(::getpid()) + "_" +
               ::testing::UnitTest::GetInstance()->current_test_info()->name()))
                 .string()),
        database_((std::filesystem::remove_all(dir_), dir_)) {
    EXPECT_TRUE(database_.migrate({schema()}));
    database_.write([](store::Session& db) {
      db.script(std::string(kAccountDdl) + std::string(kGrantDdl) + std::string(area::kFormerDdl));
    });
    sessions_ = std::make_unique<Sessions>(database_, clock_, PasswordCost::kTest);
    clerk_ = add("王芳", {{Role::community_clerk, kCommunity}});
  }

  Ulid add(std::string_view login, std::vector<Grant> grants, bool must_change = false) {
    const auto id = Ulid::make(clock_.now());
    database_.write([&](store::Session& db) {
      apply(db, id, grants.front().area, AccountAdded{grants});
      EXPECT_TRUE(add_secret(db, id, login, "姓名",
                             hash_password("green7river", PasswordCost::kTest), must_change,
                             clock_.now()));
    });
    return id;
  }
  std::string try_in(std::string_view login, std::string_view password,
                     std::string_view address = kHere) {
    const auto in = sessions_->sign_in(login, password, address);
    return in ? "in" : std::string(in.error().code());
  }
  std::string token(std::string_view login = "王芳") {
    return sessions_->sign_in(login, "green7river", kHere)->token;
  }
  void wait(std::int64_t millis) { clock_.set(Instant{clock_.now().millis + millis}); }
  std::int64_t events(std::string_view kind) {
    return database_.read([&](store::Session& db) {
      return db.integer("select count(*) from access_event where kind = $1", kind).value_or(0);
    });
  }

  ManualClock clock_{*parse_instant("2020-02-20T08:00:00+08:00")};
  std::string dir_;
  store::Database database_;
  std::unique_ptr<Sessions> sessions_;
  Ulid clerk_;
};

TEST_F(SessionsTest, SigningInAndOut) {
  const auto in = sessions_->sign_in("王芳", "green7river", kHere);
  ASSERT_TRUE(in);
  EXPECT_EQ(in->account, clerk_);
  const auto who = sessions_->find(in->token);
  ASSERT_TRUE(who);
  EXPECT_EQ(who->actor->account, clerk_);
  EXPECT_TRUE(who->actor->may(Permission::place, kCommunity));
  EXPECT_FALSE(who->is_program);
  EXPECT_EQ(who->actor, sessions_->find(in->token)->actor);  // from memory, not made again
  sessions_->sign_out(in->token, kHere);
  EXPECT_FALSE(sessions_->find(in->token));
  for (const auto* bad : {"", "x", "fxt_"}) EXPECT_FALSE(sessions_->find(bad));
  EXPECT_FALSE(sessions_->find(std::string(43, 'A')));
  EXPECT_EQ(events("signed-in"), 1);
  EXPECT_EQ(events("signed-out"), 1);
}

TEST_F(SessionsTest, TheDatabaseHoldsNoToken) {
  const auto in = sessions_->sign_in("王芳", "green7river", kHere);
  const auto found = database_.read([&](store::Session& db) {
    return db.integer("select count(*) from access_session where digest = $1",
                      store::Blob{in->token});
  });
  EXPECT_EQ(found, 0);
  // What is stored is no token either.
  const std::string stored = database_.read([&](store::Session& db) {
    auto q = db.query("select digest from access_session");
    return q.next() ? q.string(0) : std::string();
  });
  ASSERT_EQ(stored.size(), 32U);
  EXPECT_FALSE(sessions_->find(stored));
}

TEST_F(SessionsTest, SpellingsOfANameAreOneAccount) {
  add("LiMing", {{Role::doctor, kCommunity}});
  EXPECT_EQ(try_in("ｌｉｍｉｎｇ ", "green7river"), "in");
  EXPECT_EQ(try_in("LIMING", "GREEN7RIVER"), "access.wrong-login");
  database_.write([&](store::Session& db) {
    const auto again =
        add_secret(db, Ulid::make(clock_.now()), "limİng", "", "", true, clock_.now());
    EXPECT_EQ(again.error().code(), "access.bad-login");
    const auto taken =
        add_secret(db, Ulid::make(clock_.now()), "LIMING", "", "", true, clock_.now());
    EXPECT_EQ(taken.error().code(), "access.login-taken");
  });
}

TEST_F(SessionsTest, ASessionEndsWhenIdleAndWhenOld) {
  const auto idle = token();
  wait(kSessionIdleMillis - 1);
  EXPECT_TRUE(sessions_->find(idle));
  wait(kSessionIdleMillis);
  EXPECT_FALSE(sessions_->find(idle));

  const auto busy = token();
  for (std::int64_t used = 0; used + 3'600'000 < kSessionMaxMillis; used += 3'600'000) {
    wait(3'600'000);
    ASSERT_TRUE(sessions_->find(busy)) << used;
  }
  wait(3'600'000);
  EXPECT_FALSE(sessions_->find(busy));
  sessions_->sweep();
  const auto left = database_.read(
      [](store::Session& db) { return db.integer("select count(*) from access_session"); });
  EXPECT_EQ(left, 0);
}

TEST_F(SessionsTest, SessionsOutliveARestart) {
  const auto in = token();
  wait(3'600'000);
  ASSERT_TRUE(sessions_->find(in));
  database_.write([](store::Session&) {});  // the note of its use is written before this
  sessions_ = std::make_unique<Sessions>(database_, clock_, PasswordCost::kTest);
  wait(kSessionIdleMillis - 1);
  EXPECT_TRUE(sessions_->find(in));
}

TEST_F(SessionsTest, AChangeHoldsFromItsCommitOn) {
  const auto in = token();
  ASSERT_TRUE(sessions_->find(in)->actor->may(Permission::place, kCommunity));
  database_.write([&](store::Session& db) {
    apply(db, clerk_, kCommunity, GrantsChanged{{{Role::building_head, "532601003005-1-1-6"}}});
  });
  EXPECT_FALSE(sessions_->find(in)->actor->may(Permission::place, kCommunity));
  EXPECT_TRUE(sessions_->find(in)->actor->may(Permission::screen, "532601003005-1-1-6-1"));
  database_.write([&](store::Session& db) {
    apply(db, clerk_, kCommunity, AccountDisabled{});
    EXPECT_TRUE(sessions_->find(in));  // not yet
  });
  EXPECT_FALSE(sessions_->find(in));
  EXPECT_EQ(try_in("王芳", "green7river"), "access.disabled");
  EXPECT_EQ(try_in("王芳", "wrong7river"), "access.wrong-login");  // only who knows it is told
}

TEST_F(SessionsTest, AChangeTakenBackDoesNotHold) {
  const auto in = token();
  ASSERT_TRUE(sessions_->find(in));
  EXPECT_THROW(database_.write([&](store::Session& db) {
    apply(db, clerk_, kCommunity, AccountDisabled{});
    throw std::runtime_error("no");
  }),
               std::runtime_error);
  EXPECT_TRUE(sessions_->find(in));
}

TEST_F(SessionsTest, WhatAnotherProcessChangesIsSeenSoon) {
  const auto in = token();
  ASSERT_TRUE(sessions_->find(in));
  store::Session other(database_.path(), store::Session::Mode::kReadWrite);
  other.run("update access_account set disabled = 1");
  wait(kCacheMillis);
  EXPECT_FALSE(sessions_->find(in));
}

TEST_F(SessionsTest, FailuresAreDelayedAndRecordedWithoutWhatWasTyped) {
  for (int i = 0; i < 6; ++i) EXPECT_EQ(try_in("王芳", "wrong7river"), "access.wrong-login");
  EXPECT_EQ(try_in("王芳", "green7river"), "access.too-many-tries");  // the right one as well
  EXPECT_EQ(events("sign-in-failed"), 6);
  wait(2'000);
  EXPECT_EQ(try_in("王芳", "green7river"), "in");
  EXPECT_EQ(try_in("王芳", "wrong7river"), "access.wrong-login");  // forgiven
  // Names that do not exist are delayed in the same way.
  for (int i = 0; i < 6; ++i) EXPECT_EQ(try_in("nobody", "wrong7river"), "access.wrong-login");
  EXPECT_EQ(try_in("nobody", "wrong7river"), "access.too-many-tries");
  const auto typed = database_.read([](store::Session& db) {
    return db.integer(
        "select count(*) from access_event where address like '%nobody%' or"
        " kind like '%wrong7%'");
  });
  EXPECT_EQ(typed, 0);
}

TEST_F(SessionsTest, AnAddressThatGuessesManyNamesIsDelayed) {
  int refused = 0;
  for (int i = 0; i < 40; ++i) {
    // Addresses of one IPv6 network count as one.
    refused += try_in("name" + std::to_string(i), "green7river",
                      "2001:db8::" + std::to_string(i)) == "access.too-many-tries"
                   ? 1
                   : 0;
  }
  EXPECT_EQ(refused, 9);
  EXPECT_EQ(try_in("王芳", "green7river", "2001:db8:0:1::1"), "in");
}

TEST_F(SessionsTest, APasswordSomebodyElseKnowsOpensNothingButItsChange) {
  add("新人", {{Role::doctor, kCommunity}}, true);
  const auto in = sessions_->sign_in("新人", "green7river", kHere);
  ASSERT_TRUE(in);
  EXPECT_TRUE(in->must_change_password);
  const auto other = token("新人");
  EXPECT_TRUE(sessions_->find(in->token)->must_change_password);
  EXPECT_TRUE(sessions_->find(in->token)->actor->grants.empty());

  const auto change = [&](std::string_view old_one, std::string_view new_one) {
    const auto status = sessions_->change_password(in->token, old_one, new_one, kHere);
    return status ? std::string("changed") : std::string(status.error().code());
  };
  EXPECT_EQ(change("wrong7river", "blue8river"), "access.wrong-login");
  EXPECT_EQ(change("green7river", "short"), "access.password-too-short");
  EXPECT_EQ(change("green7river", "green7river"), "access.same-password");
  EXPECT_EQ(change("green7river", "blue8river"), "changed");
  EXPECT_TRUE(sessions_->find(in->token)->actor->may(Permission::screen, kCommunity));
  EXPECT_FALSE(sessions_->find(other));  // the other sessions have ended
  EXPECT_EQ(try_in("新人", "green7river"), "access.wrong-login");
  EXPECT_EQ(try_in("新人", "blue8river"), "in");
}

TEST_F(SessionsTest, AnAccountHasSoManySessionsAndTheOldestEnd) {
  const auto first = token();
  wait(1);
  for (int i = 0; i < kSessionsPerAccount; ++i) (void)token();
  wait(kCacheMillis);
  EXPECT_FALSE(sessions_->find(first));
}

TEST_F(SessionsTest, ATokenActsWithinItsScopeAndItsOwner) {
  const auto id = Ulid::make(clock_.now());
  const Instant until{clock_.now().millis + 10 * kMillisPerDay};
  const auto text = database_.write([&](store::Session& db) {
    return *make_token(db, id, clerk_, "温度计网关", {Role::building_head, "532601003005-1"}, until,
                       clock_.now());
  });
  EXPECT_EQ(text.substr(0, 4), "fxt_");
  const auto who = sessions_->find(text);
  ASSERT_TRUE(who);
  EXPECT_TRUE(who->is_program);
  EXPECT_TRUE(who->actor->may(Permission::record_reading, "532601003005-1-2"));
  EXPECT_FALSE(who->actor->may(Permission::record_reading, kCommunity));
  EXPECT_FALSE(who->actor->may(Permission::place, "532601003005-1"));
  wait(9 * kMillisPerDay);
  EXPECT_TRUE(sessions_->find(text));  // it does not idle
  // Its owner may less now: so does it.
  database_.write([&](store::Session& db) {
    apply(db, clerk_, kCommunity, GrantsChanged{{{Role::command, kCommunity}}});
  });
  EXPECT_TRUE(sessions_->find(text)->actor->grants.empty());
  database_.write([&](store::Session& db) {
    apply(db, clerk_, kCommunity, GrantsChanged{{{Role::community_clerk, kCommunity}}});
  });
  EXPECT_FALSE(sessions_->find(text)->actor->grants.empty());
  database_.write([&](store::Session& db) { revoke_token(db, id, clock_.now()); });
  EXPECT_FALSE(sessions_->find(text));
}

TEST_F(SessionsTest, ATokenExpires) {
  const Instant until{clock_.now().millis + 1000};
  const auto text = database_.write([&](store::Session& db) {
    return *make_token(db, Ulid::make(clock_.now()), clerk_, "x", {Role::command, kCommunity},
                       until, clock_.now());
  });
  EXPECT_TRUE(sessions_->find(text));
  wait(1000);
  EXPECT_FALSE(sessions_->find(text));
}

TEST_F(SessionsTest, CsrfTokensBelongToTheirSession) {
  const auto a = token();
  const auto b = token();
  EXPECT_TRUE(Sessions::csrf_matches(a, Sessions::csrf_token(a)));
  EXPECT_FALSE(Sessions::csrf_matches(a, Sessions::csrf_token(b)));
  EXPECT_FALSE(Sessions::csrf_matches(a, ""));
  EXPECT_EQ(Sessions::csrf_token(a).find(a), std::string::npos);
}

TEST_F(SessionsTest, ManyThreadsAskWhileGrantsChange) {
  const auto in = token();
  std::atomic<bool> stop{false};
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  threads.reserve(3);
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      while (!stop) {
        const auto who = sessions_->find(in);
        if (!who || who->actor->grants.size() != 1) ++wrong;
      }
    });
  }
  // What a change says must be what the next question gets, every time.
  for (int i = 0; i < 60; ++i) {
    const auto role = i % 2 == 0 ? Role::doctor : Role::command;
    database_.write([&](store::Session& db) {
      apply(db, clerk_, kCommunity, GrantsChanged{{{role, kCommunity}}});
    });
    EXPECT_EQ(sessions_->find(in)->actor->grants.front().role, role) << i;
  }
  stop = true;
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

TEST_F(SessionsTest, LooksAreListedByPersonAccountAreaAndTime) {
  struct Seen {
    Ulid person;
    Sight sight;
    std::string area;
  };
  const Actor clerk{clerk_, {{Role::community_clerk, kCommunity}}};
  const Actor other{Ulid::make(clock_.now()), {{Role::doctor, "532601003006"}}};
  const auto a = Ulid::make(clock_.now());
  const auto b = Ulid::make(clock_.now());
  database_.write([&](store::Session& db) {
    kRecordLooks(db, clerk, clock_.now(), "/api/people/{person}",
                 std::vector<Seen>{{a, Sight::kFull, "532601003005-1"}, {b, Sight::kNothing, ""}});
    kRecordLooks(db, other, clock_.now(), "/api/people", std::vector<Seen>{{a, Sight::kNames, ""}});
  });
  wait(kMillisPerDay);
  database_.write([&](store::Session& db) {
    kRecordLooks(db, clerk, clock_.now(), "/api/people",
                 std::vector<Seen>{{b, Sight::kNames, "532601003005-2"}});
  });
  const auto found = [&](LookFilter filter) {
    return database_.read([&](store::Session& db) {
      auto rows = find_looks(db, filter);
      EXPECT_EQ(count_looks(db, filter), static_cast<std::int64_t>(rows.size()));
      return rows;
    });
  };
  LookFilter filter;
  filter.area = "5326";
  EXPECT_EQ(found(filter).size(), 3U);         // nothing shown, nothing recorded
  EXPECT_EQ(found(filter).front().person, b);  // the newest first
  filter.person = a;
  EXPECT_EQ(found(filter).size(), 2U);
  filter.account = clerk_;
  ASSERT_EQ(found(filter).size(), 1U);
  EXPECT_EQ(found(filter).front().sight, Sight::kFull);
  EXPECT_EQ(found(filter).front().route, "/api/people/{person}");
  filter.person.reset();
  filter.from = clock_.now();
  EXPECT_EQ(found(filter).size(), 1U);
  filter = {};
  filter.area = "532601003006";
  EXPECT_EQ(found(filter).size(), 1U);  // filed under the looker's own area
  filter.area = "532601003005-1";
  EXPECT_EQ(found(filter).size(), 1U);
}

}  // namespace
}  // namespace fx::access
