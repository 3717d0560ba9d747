// What deciding asks for all the time: the rule in force in a dwelling's area on a day.
#include <filesystem>

#include <benchmark/benchmark.h>
#include <unistd.h>

#include "host/host.h"
#include "modules/rules/rules.h"

namespace fx::rules {
namespace {

constexpr const char* kCommunity = "532601003005";

class Node {
 public:
  Node()
      : dir_((std::filesystem::temp_directory_path() /
              ("fx_in_force_bench_" + std::to_string(::getpid())))
                 .string()),
        database_((std::filesystem::remove_all(dir_), dir_)) {
    auto rules = make_module(FX_SOURCE_DIR "/policies");
    FX_CHECK(rules.has_value());
    rules_ = rules->get();
    modules_.push_back(std::move(*rules));
    host_ = std::make_unique<host::Host>(database_, clock_, std::vector<store::Schema>{}, modules_);
  }
  ~Node() {
    host_.reset();
    std::filesystem::remove_all(dir_);
  }
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  void use(const char* area, const char* pack) {
    host::Envelope envelope;
    envelope.id = Ulid::make(clock_.now());
    envelope.command = "rules.use";
    envelope.body = json::Object{{"area", area}, {"pack", pack}, {"from", "2020-02-05"}};
    FX_CHECK(host_->execute(access::Actor::system(), std::move(envelope)).has_value());
  }
  void run(benchmark::State& state) {
    const auto& book = rules_->rulebook();
    const std::string house = std::string(kCommunity) + "-1-2-3-1-101";
    const Day day = *parse_day("2020-02-20");
    database_.read([&](store::Session& db) {
      for (auto _ : state) {
        const auto found = book.in_force(db, house, day);
        FX_CHECK(found.has_value());
        benchmark::DoNotOptimize(found->edition);
      }
    });
  }
  // What asking for the nearest choice alone takes.
  void run_baseline(benchmark::State& state) {
    const Day day = *parse_day("2020-02-20");
    database_.read([&](store::Session& db) {
      for (auto _ : state) {
        auto q = db.query(
            "select pack from rules_choice where area = $1 and from_day <= $2 and known_to = $3"
            " order by from_day desc limit 1",
            kCommunity, day, kForever);
        FX_CHECK(q.next());
        const auto* pack = rules_->rulebook().pack(q.text(0));
        FX_CHECK(pack != nullptr && pack->edition_on(day).has_value());
      }
    });
  }

 private:
  ManualClock clock_{*parse_instant("2020-02-20T09:00:00+08:00")};
  std::string dir_;
  store::Database database_;
  Rules* rules_ = nullptr;
  std::vector<std::unique_ptr<host::Module>> modules_;
  std::unique_ptr<host::Host> host_;
};

void BM_OneChoice(benchmark::State& state) {
  Node node;
  node.use(kCommunity, "xinping-2020");
  node.run(state);
}
BENCHMARK(BM_OneChoice);

void BM_ThreeLevels(benchmark::State& state) {
  Node node;
  node.use("0", "cn-national");
  node.use("53", "closed-city-2020");
  node.use(kCommunity, "xinping-2020");
  node.run(state);
}
BENCHMARK(BM_ThreeLevels);

void BM_BaselineNearestChoice(benchmark::State& state) {
  Node node;
  node.use(kCommunity, "xinping-2020");
  node.run_baseline(state);
}
BENCHMARK(BM_BaselineNearestChoice);

}  // namespace
}  // namespace fx::rules
