// The placement tables of two national editions on a million people: in bulk on one core, a full
// pack for each person, the two editions compared, one decision with its explanation. With
// FX_BENCH_FOLDER set the people and the rows that decide them are written there as CSV, for the
// baselines of bench/rules, which must come to the same rows.
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "policy/compare.h"
#include "policy/evaluate.h"

namespace fx::policy {
namespace {

constexpr std::size_t kPeople = 1'000'000;
constexpr const char* kFacts[] = {"exposure",      "origin_relation",      "origin_set",
                                  "origin_risk",   "days_since_risk_area", "unfit_for_central",
                                  "unfit_for_home"};

const Pack& pack() {
  static const PackPtr loaded = [] {
    auto result = load_pack(std::filesystem::path(FX_SOURCE_DIR) / "policies/cn-national");
    FX_CHECK(result.has_value());
    return *result;
  }();
  return *loaded;
}
const Edition& eighth() { return *pack().edition("2021-05-ed8"); }
const Edition& ninth() { return *pack().edition("2022-06-ed9"); }

// Contacts, people from abroad and from risk areas, and everyone else; always the same.
class People {
 public:
  People() : columns_(pack().vocabulary().facts.size()) {
    std::uint64_t state = 42;
    const auto random = [&](int below) {
      state = state * 6'364'136'223'846'793'005ULL + 1'442'695'040'888'963'407ULL;
      return static_cast<int>((state >> 33) % static_cast<std::uint64_t>(below));
    };
    const auto one_of = [&](std::initializer_list<const char*> values) {
      return std::data(values)[random(static_cast<int>(values.size()))];
    };
    for (const char* fact : kFacts) slots_.push_back(pack().vocabulary().slot(fact));
    Facts person = pack().facts();
    for (std::size_t i = 0; i < kPeople; ++i) {
      const auto set = [&](const char* fact, const std::string& value) {
        FX_CHECK(person.set(fact, value).has_value());
      };
      set("exposure", random(4) > 0 ? "none"
                                    : one_of({"close_contact", "secondary_contact",
                                              "general_contact", "contact_of_arrival"}));
      set("origin_relation", one_of({"same_city", "other_city", "other_province", "abroad"}));
      set("origin_set", random(8) == 0 ? "hubei" : "none");
      set("origin_risk", one_of({"low", "medium", "high", "unknown"}));
      set("days_since_risk_area", random(3) == 0 ? "missing" : std::to_string(random(30)));
      set("unfit_for_central", random(10) == 0 ? "yes" : "no");
      set("unfit_for_home", random(10) == 0 ? "yes" : "no");
      for (const int slot : slots_) {
        columns_[static_cast<std::size_t>(slot)].push_back(person.value(slot));
      }
    }
    for (const auto& column : columns_) {
      pointers_.push_back(column.empty() ? nullptr : column.data());
    }
    write();
  }
  [[nodiscard]] const std::vector<const Value*>& columns() const { return pointers_; }
  void set(Facts& facts, std::size_t i) const {
    for (const int slot : slots_) {
      facts.set_raw(slot, pointers_[static_cast<std::size_t>(slot)][i]);
    }
  }

 private:
  void write() const {
    const char* folder = std::getenv("FX_BENCH_FOLDER");
    if (folder == nullptr) return;
    std::vector<std::int16_t> before(kPeople);
    std::vector<std::int16_t> after(kPeople);
    eighth().table("placement")->matcher.find_many(pointers_, before);
    ninth().table("placement")->matcher.find_many(pointers_, after);
    std::ofstream out(std::string(folder) + "/people.csv", std::ios::binary);
    out << "id";
    for (const char* fact : kFacts) out << ',' << fact;
    out << ",before,after\n";
    Facts person = pack().facts();
    const auto number = [](const Edition& edition, std::int16_t row) {
      return edition.table("placement")->rows[static_cast<std::size_t>(row)].number;
    };
    for (std::size_t i = 0; i < kPeople; ++i) {
      set(person, i);
      out << i;
      for (const int slot : slots_) {
        const auto id = person.id_of(slot);
        out << ',' << (id == "missing" ? "" : id);
      }
      out << ',' << number(eighth(), before[i]) << ',' << number(ninth(), after[i]) << '\n';
    }
    out.close();
    FX_CHECK(out.good());
  }

  std::vector<int> slots_;
  std::vector<std::vector<Value>> columns_;
  std::vector<const Value*> pointers_;
};

const People& people() {
  static const People all;
  return all;
}

void count(benchmark::State& state, std::size_t each) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(each));
}

void BM_DecideAMillion(benchmark::State& state) {
  const auto& matcher = eighth().table("placement")->matcher;
  const auto& columns = people().columns();
  std::vector<std::int16_t> rows(kPeople);
  for (auto _ : state) {
    matcher.find_many(columns, rows);
    benchmark::DoNotOptimize(rows.data());
  }
  std::size_t contacts = 0;
  for (const auto row : rows) contacts += row == 0 || row == 1 ? 1 : 0;
  FX_CHECK(contacts > kPeople / 20 && contacts < kPeople / 10);
  count(state, kPeople);
}
BENCHMARK(BM_DecideAMillion)->Unit(benchmark::kMillisecond);

// As they come, one at a time: placement, then readings, tests and release of what was found.
void BM_FullPackEach(benchmark::State& state) {
  Facts facts = pack().facts();
  std::size_t i = 0;
  std::size_t asked = 0;
  for (auto _ : state) {
    people().set(facts, i);
    i = (i + 1) % kPeople;
    const auto placement = eighth().placement(facts);
    FX_CHECK(placement.has_value());
    pack().set_placement(facts, (*placement)->person_class.id, (*placement)->measure);
    const auto monitoring = eighth().monitoring(facts);
    FX_CHECK(monitoring.has_value());
    asked += static_cast<std::size_t>((*monitoring)->readings_per_day());
    benchmark::DoNotOptimize(eighth().test_days(facts));
    benchmark::DoNotOptimize(eighth().release(facts));
  }
  benchmark::DoNotOptimize(asked);
  count(state, 1);
}
BENCHMARK(BM_FullPackEach);

void BM_CompareAMillion(benchmark::State& state) {
  const Side before{&pack(), &eighth(), people().columns()};
  const Side after{&pack(), &ninth(), people().columns()};
  for (auto _ : state) {
    const auto compared = compare(before, after, kPeople);
    FX_CHECK(compared.has_value() && compared->people == kPeople);
    FX_CHECK(!compared->changes.empty() && compared->same < kPeople);
    FX_CHECK(compared->before.rooms > 0 && compared->after.rooms > compared->before.rooms);
  }
  count(state, kPeople);
}
BENCHMARK(BM_CompareAMillion)->Unit(benchmark::kMillisecond);

void BM_DecideAndExplainOne(benchmark::State& state) {
  Facts facts = pack().facts();
  std::size_t i = 0;
  for (auto _ : state) {
    people().set(facts, i);
    i = (i + 1) % kPeople;
    const auto decision = decide(pack(), eighth(), "placement", facts);
    FX_CHECK(decision.has_value());
    benchmark::DoNotOptimize(explain(*decision, Language::kZh));
  }
  count(state, 1);
}
BENCHMARK(BM_DecideAndExplainOne);

}  // namespace
}  // namespace fx::policy
