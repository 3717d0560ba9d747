// Placing 10,000 people in one command, journal entries and views included.
#include <filesystem>

#include <benchmark/benchmark.h>

#include "modules/monitoring/monitoring.h"
#include "modules/observation/fakes.h"

namespace fx::observation {
namespace {

constexpr int kPeople = 10'000;

void BM_PlaceAll(benchmark::State& state) {
  const char* const origins[] = {"330100", "420100", "530100", "440300", "510100"};
  for (auto _ : state) {
    state.PauseTiming();
    {
      testing::FakePeople people;
      testing::FakeArrivals arrivals;
      testing::TestHost office("place_bench", "2020-02-20T09:00:00+08:00");
      const auto& clock = office.clock_;
      auto pack = policy::load_pack(
          std::filesystem::path(FX_SOURCE_DIR "/src/modules/observation/testdata/pack"));
      FX_CHECK(pack.has_value());
      auto rules = rules::make_module({*pack});
      auto observation =
          make_module(people, arrivals, rules->rulebook(),
                      [](store::Session&, std::string_view) { return std::nullopt; });
      auto monitoring =
          monitoring::make_module(people, rules->rulebook(), observation->orders(), {});
      for (int i = 0; i < kPeople; ++i) {
        const std::string area = std::string(testing::kCommunity) + "-" +
                                 std::to_string(i % 9 + 1) + "-1-1-1-" + std::to_string(i);
        arrivals.all.push_back({Ulid::make(clock.now()), Ulid::make(clock.now()),
                                Ulid::make(clock.now()), area, origins[i % 5], false,
                                *parse_day("2020-02-20") - i % 12, false});
      }
      std::vector<std::unique_ptr<host::Module>> all;
      all.push_back(std::make_unique<testing::Areas>());
      all.push_back(std::move(rules));
      all.push_back(std::move(observation));
      all.push_back(std::move(monitoring));
      office.open(std::move(all), {});
      office.ok("rules.use",
                {{"area", testing::kCommunity}, {"pack", "test-pack"}, {"from", "2020-01-01"}});
      state.ResumeTiming();
      const auto answer = office.ok("observation.place-all", {{"area", testing::kCommunity}});
      state.PauseTiming();
      FX_CHECK(answer.result.at("ordered").as_int64() == kPeople);
    }
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * kPeople);
}
BENCHMARK(BM_PlaceAll)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

}  // namespace
}  // namespace fx::observation
