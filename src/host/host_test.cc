#include "host/host.h"

#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

namespace fx::host {
namespace {

constexpr const char* kGrid = "532601003005-1";

struct Counted {
  static constexpr std::string_view kKind = "toy.counted";
  static constexpr int kVersion = 1;
  int amount = 0;
};
BOOST_DESCRIBE_STRUCT(Counted, (), (amount))

struct Count {
  static constexpr std::string_view kName = "toy.count";
  std::string area;
  int amount = 0;
  std::optional<std::string> fail;
};
BOOST_DESCRIBE_STRUCT(Count, (), (area, amount, fail))

struct Where {
  std::string area;
  std::optional<int> at_least;
};
BOOST_DESCRIBE_STRUCT(Where, (), (area, at_least))
struct Total {
  std::int64_t total = 0;
};
BOOST_DESCRIBE_STRUCT(Total, (), (total))

constexpr RefusalKind kTooMuch{"toy.too-much", 409, "太多", "too much", "少些", "less"};

class Toy final : public Module {
 public:
  [[nodiscard]] std::string_view name() const override { return "toy"; }
  void declare(Declaration& to) override {
    to.entry<Counted>("计数", "counted");
    to.view("toy_total",
            "create table toy_total(area text primary key, total integer not null) strict,"
            " without rowid;");
    to.on<Counted>([](store::Session& db, const journal::Entry& entry, const Counted& counted) {
      db.run(
          "insert into toy_total(area, total) values ($1, $2)"
          " on conflict(area) do update set total = total + excluded.total",
          entry.area, counted.amount);
    });
    to.command<Count>(
        {access::Permission::screen, "计数", "count",
         [](store::Session&, const Count& c) -> Result<std::string> { return c.area; },
         [](CommandContext& context, const Count& c) -> Result<Done> {
           context.append({{}, c.area}, Counted{c.amount});
           if (c.fail == "tell") {
             Done done{context.new_id()};
             done.result = json::Object{{"total", c.amount}, {"secret", "open sesame"}};
             done.told_once = {"secret"};
             return done;
           }
           if (c.fail == "throw") throw std::runtime_error("broken");
           if (c.amount > 100) return refuse(kTooMuch, "amount");
           return Done{};
         }});
    to.question<Where, Total>(
        {"/api/toy/total", access::Permission::see_figures, "合计", "total",
         [](store::Session&, const Where& w) -> Result<std::string> { return w.area; },
         [](QueryContext& context, const Where& w) -> Result<Total> {
           context.looks.push_back({Ulid::make(context.now), access::Sight::kNames});
           const auto [low, high] = area::range(w.area);
           return Total{context.db
                            .integer("select sum(total) from toy_total where $1 <= area and"
                                     " area < $2 and total >= $3",
                                     low, high, w.at_least.value_or(0))
                            .value_or(0)};
         }});
  }
};

std::vector<std::unique_ptr<Module>> toy() {
  std::vector<std::unique_ptr<Module>> all;
  all.push_back(std::make_unique<Toy>());
  return all;
}

class HostTest : public ::testing::Test {
 public:
  ~HostTest() override {
    host_.reset();
    std::filesystem::remove_all(dir_);
  }

 protected:
  HostTest()
      : dir_((std::filesystem::temp_directory_path() /
              ("fx_host_" + std::to_string(::getpid()) + "_" +
               ::testing::UnitTest::GetInstance()->current_test_info()->name()))
                 .string()),
        database_((std::filesystem::remove_all(dir_), dir_)),
        host_(std::make_unique<Host>(database_, clock_, std::vector<store::Schema>{}, toy())) {}

  Result<CommandAnswer> count(int amount, Ulid id = {}, const std::string& fail = {}) {
    Envelope envelope;
    envelope.id = id.is_nil() ? Ulid::make(clock_.now()) : id;
    envelope.command = "toy.count";
    envelope.body = json::Object{{"area", kGrid}, {"amount", amount}};
    if (!fail.empty()) envelope.body.as_object()["fail"] = fail;
    return host_->execute(actor_, std::move(envelope));
  }
  std::string total(const RawParams& params = {{"area", "532601003005"}}) {
    auto answer = host_->ask(actor_, host_->routes().front(), params, Language::kEn);
    return answer ? *answer : std::string(answer.error().code()) + " " + answer.error().field;
  }

  ManualClock clock_{*parse_instant("2020-02-20T08:00:00+08:00")};
  std::string dir_;
  store::Database database_;
  std::unique_ptr<Host> host_;
  access::Actor actor_{Ulid::make(clock_.now()), {{access::Role::grid_worker, kGrid}}};
};

TEST_F(HostTest, ACommandSentTwiceIsCarriedOutOnce) {
  actor_.grants = {{access::Role::community_clerk, "532601003005"}};
  const auto id = Ulid::make(clock_.now());
  auto first = count(3, id);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->status, Outcome::done);
  auto second = count(3, id);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->status, Outcome::already_done);
  EXPECT_EQ(second->entries, 1);
  EXPECT_EQ(total(), R"({"total":3})");
}

TEST_F(HostTest, ACommandSentTwiceIsAnsweredTheSame) {
  const auto id = Ulid::make(clock_.now());
  const auto first = count(3, id, "tell");
  ASSERT_TRUE(first);
  EXPECT_EQ(json::serialise(first->result), R"({"total":3,"secret":"open sesame"})");
  // The entry has another subject than the answer; a rebuild knows nothing of answers.
  EXPECT_TRUE(host_->rebuild().same());
  const auto second = count(3, id, "tell");
  ASSERT_TRUE(second);
  EXPECT_EQ(second->status, Outcome::already_done);
  EXPECT_EQ(second->subject, first->subject);
  EXPECT_EQ(second->entries, first->entries);
  EXPECT_EQ(json::serialise(second->result), R"({"total":3})");  // told once
}

TEST_F(HostTest, AnAnswerForgottenIsGivenFromTheJournal) {
  actor_.grants = {{access::Role::community_clerk, "532601003005"}};
  const auto id = Ulid::make(clock_.now());
  const auto first = count(3, id, "tell");
  ASSERT_TRUE(first);
  host_->forget_answers(Instant{clock_.now().millis - 1});
  EXPECT_FALSE(count(3, id, "tell")->result.is_null());
  host_->forget_answers(Instant{clock_.now().millis + 1});
  const auto second = count(3, id, "tell");
  ASSERT_TRUE(second);
  EXPECT_EQ(second->status, Outcome::already_done);
  EXPECT_EQ(second->entries, first->entries);
  EXPECT_TRUE(second->result.is_null());
  EXPECT_EQ(total(), R"({"total":3})");
}

TEST_F(HostTest, AnotherAccountLearnsNothingFromAUsedId) {
  const auto id = Ulid::make(clock_.now());
  ASSERT_TRUE(count(3, id));
  actor_.account = Ulid::make(clock_.now());
  auto answer = count(3, id);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code(), "host.id-taken");
}

TEST_F(HostTest, ARefusalOrAFailureLeavesNothingBehind) {
  actor_.grants = {{access::Role::community_clerk, "532601003005"}};
  int events = 0;
  host_->on_events([&](const std::vector<Event>& e) { events += static_cast<int>(e.size()); });
  EXPECT_EQ(count(101).error().code(), "toy.too-much");
  EXPECT_THROW((void)count(1, {}, "throw"), std::runtime_error);
  EXPECT_EQ(total(), R"({"total":0})");
  ASSERT_TRUE(count(5));
  EXPECT_EQ(total(), R"({"total":5})");
  database_.write([](store::Session&) {});  // listeners run after the answer: wait for them
  EXPECT_EQ(events, 1);
  const auto verification =
      database_.read([](store::Session& db) { return journal::Journal::verify(db); });
  EXPECT_EQ(verification.entries, 1);
  EXPECT_TRUE(verification.faults.empty());
}

TEST_F(HostTest, PermissionsHoldForTheAreaOnly) {
  ASSERT_TRUE(count(1));
  EXPECT_EQ(total(), "access.not-allowed ");  // a grid worker does not see the whole community
  EXPECT_EQ(total({{"area", kGrid}}), R"({"total":1})");
  actor_.grants = {{access::Role::command, "532601"}};
  EXPECT_EQ(total(), R"({"total":1})");
  EXPECT_EQ(count(1).error().code(), "access.not-allowed");
  actor_.grants.clear();
  EXPECT_EQ(total(), "access.not-signed-in ");
}

TEST_F(HostTest, ParametersAreCheckedByName) {
  EXPECT_EQ(total({{"area", kGrid}, {"at_least", "x"}}), "json.bad-value at_least");
  EXPECT_EQ(total({{"area", kGrid}, {"atleast", "1"}}), "json.unknown-field atleast");
  EXPECT_EQ(total({}), "json.missing area");
}

TEST_F(HostTest, LooksAreOnRecordBeforeTheAnswerLeaves) {
  int written = 0;
  host_->set_look_writer([&](store::Session&, const access::Actor&, Instant, std::string_view route,
                             const std::vector<Look>& looks) {
    EXPECT_EQ(route, "/api/toy/total");
    written += static_cast<int>(looks.size());
  });
  (void)total({{"area", kGrid}});
  EXPECT_EQ(written, 1);
}

TEST_F(HostTest, ARebuildGivesTheSameTables) {
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(count(i));
  auto report = host_->rebuild();
  EXPECT_EQ(report.entries, 20);
  EXPECT_TRUE(report.same());
  database_.write([](store::Session& db) { db.run("update toy_total set total = 1"); });
  report = host_->rebuild();
  EXPECT_FALSE(report.same());
  EXPECT_TRUE(host_->rebuild().same());
}

TEST_F(HostTest, AFutureTimeIsRefused) {
  Envelope envelope;
  envelope.id = Ulid::make(clock_.now());
  envelope.command = "toy.count";
  envelope.occurred_at = Instant{clock_.now().millis + 3'600'000};
  envelope.body = json::Object{{"area", kGrid}, {"amount", 1}};
  EXPECT_EQ(host_->execute(actor_, envelope).error().code(), "host.in-the-future");
}

}  // namespace
}  // namespace fx::host
