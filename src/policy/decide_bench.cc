// Decisions by the placement table of xinping-2020: in bulk by column, one by one, and with the
// explanation written out. Every run checks how many are placed in each class.
#include <array>
#include <vector>

#include <benchmark/benchmark.h>

#include "policy/compare.h"
#include "policy/evaluate.h"

namespace fx::policy {
namespace {

const Pack& pack() {
  static const PackPtr loaded = [] {
    auto result = load_pack(std::filesystem::path(FX_SOURCE_DIR) / "policies/xinping-2020");
    FX_CHECK(result.has_value());
    return *result;
  }();
  return *loaded;
}

constexpr std::size_t kPeople = 100'000;

// One in four from Hubei, the others spread over relations, risks and ages.
struct People {
  std::vector<std::vector<Value>> columns;
  std::vector<Facts> one_by_one;
  People() {
    const auto& facts = pack().vocabulary().facts;
    columns.assign(facts.size(), {});
    std::uint64_t state = 42;
    const auto random = [&](Value below) {
      state = state * 6'364'136'223'846'793'005ULL + 1'442'695'040'888'963'407ULL;
      return static_cast<Value>((state >> 33) % static_cast<std::uint64_t>(below));
    };
    for (std::size_t i = 0; i < kPeople; ++i) {
      Facts person = pack().facts();
      const auto set = [&](const char* fact, Value value) {
        const auto slot = pack().vocabulary().slot(fact);
        columns[static_cast<std::size_t>(slot)].push_back(value);
        person.set_raw(slot, value);
      };
      set("origin_set", random(4) == 0 ? 1 : 0);
      set("origin_relation", 1 + random(4));
      set("origin_risk", random(4));
      set("exposure", random(20) == 0 ? 1 : 0);
      set("unfit_for_home", random(10) == 0 ? 1 : 0);
      one_by_one.push_back(std::move(person));
    }
  }
};

const People& people() {
  static const People all;
  return all;
}

const Table& table() { return *pack().editions().front().table("placement"); }

void check_shares(const std::array<std::size_t, 64>& rows) {
  std::size_t total = 0;
  for (const auto count : rows) total += count;
  FX_CHECK(total == kPeople && rows[2] > kPeople / 5 && rows[2] < kPeople * 3 / 10);
}

void BM_DecideInBulk(benchmark::State& state) {
  std::vector<const Value*> columns;
  for (const auto& column : people().columns) {
    columns.push_back(column.empty() ? nullptr : column.data());
  }
  std::vector<std::int16_t> out(kPeople);
  for (auto _ : state) {
    table().matcher.find_many(columns, out);
    benchmark::DoNotOptimize(out.data());
  }
  std::array<std::size_t, 64> rows{};
  for (const auto row : out) ++rows.at(static_cast<std::size_t>(row));
  check_shares(rows);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kPeople));
}
BENCHMARK(BM_DecideInBulk);

void BM_DecideOneByOne(benchmark::State& state) {
  const auto& edition = pack().editions().front();
  for (auto _ : state) {
    std::array<std::size_t, 64> rows{};
    for (const auto& facts : people().one_by_one) {
      ++rows.at(static_cast<std::size_t>(table().matcher.find(facts.data())));
    }
    check_shares(rows);
  }
  FX_CHECK(edition.placement(people().one_by_one.front()).has_value());
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kPeople));
}
BENCHMARK(BM_DecideOneByOne);

void BM_PlacementStruct(benchmark::State& state) {
  const auto& edition = pack().editions().front();
  std::size_t i = 0;
  for (auto _ : state) {
    const auto placement = edition.placement(people().one_by_one[i++ % kPeople]);
    FX_CHECK(placement.has_value());
    benchmark::DoNotOptimize((*placement)->days);
  }
}
BENCHMARK(BM_PlacementStruct);

void BM_DecideAndExplain(benchmark::State& state) {
  const auto& edition = pack().editions().front();
  std::size_t i = 0;
  for (auto _ : state) {
    const auto decision = decide(pack(), edition, "placement", people().one_by_one[i++ % kPeople]);
    FX_CHECK(decision.has_value());
    benchmark::DoNotOptimize(explain(*decision, Language::kZh));
  }
}
BENCHMARK(BM_DecideAndExplain);

// 1,000,000 people between two editions: who changes, and what it takes.
void BM_CompareAMillion(benchmark::State& state) {
  constexpr std::size_t kMillion = 1'000'000;
  std::vector<std::vector<Value>> columns(people().columns.size());
  Side side{&pack(), &pack().editions().front(), {}};
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const auto& some = people().columns[c];
    for (std::size_t i = 0; i < kMillion && !some.empty(); ++i) {
      columns[c].push_back(some[i % kPeople]);
    }
    side.columns.push_back(columns[c].empty() ? nullptr : columns[c].data());
  }
  for (auto _ : state) {
    const auto compared = compare(side, side, kMillion);
    FX_CHECK(compared.has_value() && compared->same == kMillion);
    FX_CHECK(compared->before.rooms > kMillion / 5);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kMillion));
}
BENCHMARK(BM_CompareAMillion)->Unit(benchmark::kMillisecond);

void BM_SetOrigin(benchmark::State& state) {
  Facts facts = pack().facts();
  for (auto _ : state) {
    pack().set_origin(facts, "421102", "532601001");
    benchmark::DoNotOptimize(facts.data());
  }
}
BENCHMARK(BM_SetOrigin);

}  // namespace
}  // namespace fx::policy
