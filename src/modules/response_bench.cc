// The pages of those above, for a city in an epidemic: every community has chosen its rules, some
// have cases, some of these have been decided about, and their measures are reported or late.
//   FX_BENCH_COMMUNITIES  how many communities, in streets of 12 and counties of 180 (252)
#include <cstdlib>

#include <benchmark/benchmark.h>

#include "access/accounts.h"
#include "identity/identity.h"
#include "modules/modules.h"
#include "modules/test_host.h"

namespace fx {
namespace {

constexpr const char* kCity = "5301";
constexpr const char* kPack = "beijing-community-2021";
constexpr int kDays = 14;  // of the epidemic

int communities() {
  const char* asked = std::getenv("FX_BENCH_COMMUNITIES");
  return asked == nullptr ? 252 : std::max(12, std::atoi(asked));
}

class City : public testing::TestHost {
 public:
  City() : TestHost("response_bench", "2021-01-20T08:00:00+08:00") {
    auto modules = make_modules(FX_SOURCE_DIR "/policies");
    FX_CHECK(modules.has_value());
    open(std::move(modules->all), {access::schema(), identity::schema()});
    ok("rules.use", {{"area", "0"}, {"pack", "cn-national"}, {"from", "2020-01-25"}});
    add_areas();
    for (const auto& code : codes_) {
      ok("rules.use", {{"area", code}, {"pack", kPack}, {"from", "2021-01-20"}});
    }
    for (int day = 0; day < kDays; ++day) live(day);
    pass(kMillisPerDay);
  }

  [[nodiscard]] const std::vector<std::string>& codes() const { return codes_; }
  [[nodiscard]] std::string street() const { return codes_.front().substr(0, 9); }

 private:
  void add_areas() {
    const auto counties = read([](store::Session& db) { return area::children(db, kCity, 14); });
    std::vector<area::NewArea> all;
    for (int i = 0; i < communities(); ++i) {
      const auto& county = counties[static_cast<std::size_t>(i / 180) % counties.size()].code;
      const auto street = county + std::to_string(901 + i / 12 % 15);
      if (i % 12 == 0) all.push_back({street, "第" + std::to_string(i / 12) + "街道"});
      codes_.push_back(street + std::to_string(101 + i % 12));
      all.push_back({codes_.back(), "第" + std::to_string(i) + "社区"});
    }
    const auto run = [&](host::CommandContext& context) -> Result<host::Done> {
      context.append({{}, kCity}, area::AreaAdded{all});
      return host::Done{};
    };
    FX_CHECK(host_->act(actor_, Ulid::make(clock_.now()), "", run).has_value());
  }

  // A case a day in one community of twenty, decided about in every second of those; one community
  // of five reports what it does.
  void live(int day) {
    for (std::size_t i = 0; i < codes_.size(); ++i) {
      const auto& code = codes_[i];
      if (i % 20 == static_cast<std::size_t>(day) % 20 || (i + 7) % 40 == 0) {
        ok("casework.record", {{"area", code},
                               {"classification", "confirmed"},
                               {"reported", iso(day_of(clock_.now()))},
                               {"source_known", i % 3 != 0}});
        if (i % 2 == 0 && decided_.insert(code).second) {
          ok("response.decide", {{"area", code},
                                 {"axis", "situation"},
                                 {"value", "cases"},
                                 {"reason", "居民中发现确诊病例"}});
        }
      }
      if (day == 0 && i % 7 == 0) {
        ok("response.report-done", {{"area", code}, {"task", "organise"}, {"document", "第1号"}});
      }
      if (i % 5 != 0) continue;
      ok("response.report-done", {{"area", code},
                                  {"task", "notify"},
                                  {"document", "第" + std::to_string(day) + "号"},
                                  {"evidence", "公告栏照片"}});
    }
    pass(kMillisPerDay);
  }

  std::vector<std::string> codes_;
  std::set<std::string> decided_;
};

City& city() {
  static City made;
  return made;
}

void ask(benchmark::State& state, const std::string& path, const host::RawParams& params) {
  auto& node = city();
  for (auto _ : state) {
    const auto answer = node.asked(path, params, node.actor_);
    FX_CHECK(answer.has_value());
    benchmark::DoNotOptimize(answer->size());
  }
  state.counters["communities"] = static_cast<double>(node.codes().size());
}

void ask_once(const std::string& area) {
  auto& node = city();
  const auto answer = node.asked("/api/risk", {{"area", area}}, node.actor_);
  FX_CHECK(answer.has_value());
  benchmark::DoNotOptimize(answer->size());
}

void BM_BoardOfTheCity(benchmark::State& state) {
  const auto board = city().ask("/api/response/board", {{"area", kCity}});
  FX_CHECK(board.at("waiting").as_int64() > 0);
  FX_CHECK(board.at("measures").at("overdue").as_int64() > 0);
  FX_CHECK(board.at("measures").at("done").as_int64() > 0);
  state.counters["waiting"] = static_cast<double>(board.at("waiting").as_int64());
  ask(state, "/api/response/board", {{"area", kCity}});
}
BENCHMARK(BM_BoardOfTheCity)->Unit(benchmark::kMillisecond);

void BM_BoardOfAStreet(benchmark::State& state) {
  ask(state, "/api/response/board", {{"area", city().street()}});
}
BENCHMARK(BM_BoardOfAStreet)->Unit(benchmark::kMillisecond);

void BM_SituationOfACommunity(benchmark::State& state) {
  ask(state, "/api/response/situation", {{"area", city().codes().front()}});
}
BENCHMARK(BM_SituationOfACommunity)->Unit(benchmark::kMillisecond);

// With the level of each of its communities.
void BM_RiskOfAStreet(benchmark::State& state) {
  const auto& node = city();
  const auto answer =
      city().ask("/api/risk", {{"area", node.street()}, {"parts", "true"}}).at("parts");
  FX_CHECK(answer.as_array().size() >= 12);
  ask(state, "/api/risk", {{"area", node.street()}, {"parts", "true"}});
}
BENCHMARK(BM_RiskOfAStreet)->Unit(benchmark::kMillisecond);

// As one had to before: the street, then each of its communities in a question of its own.
void BM_BaselineRiskOfAStreetOneByOne(benchmark::State& state) {
  auto& node = city();
  const auto street = node.street();
  for (auto _ : state) {
    ask_once(street);
    for (const auto& code : node.codes()) {
      if (code.starts_with(street)) ask_once(code);
    }
  }
}
BENCHMARK(BM_BaselineRiskOfAStreetOneByOne)->Unit(benchmark::kMillisecond);

void BM_RiskOfTheCity(benchmark::State& state) {
  ask(state, "/api/risk", {{"area", kCity}, {"parts", "true"}});
}
BENCHMARK(BM_RiskOfTheCity)->Unit(benchmark::kMillisecond);

// The same rows that the board is made of, read once and looked at no further.
void BM_BaselineReadingTheRows(benchmark::State& state) {
  auto& node = city();
  std::int64_t rows = 0;
  for (auto _ : state) {
    rows = 0;
    node.read([&](store::Session& db) {
      for (const char* sql :
           {"select area, pack, from_day, digest from rules_choice",
            "select code from area_node where code like '5301%'",
            "select entry, area, axis, what, value, at, known_from, known_to, payload"
            " from response_step",
            "select entry, area, task, at, known_from, known_to from response_report",
            "select id, area, facts, known_from, known_to from casework_case",
            "select id, status, day, known_from, known_to from casework_status"}) {
        auto q = db.query(sql);
        std::size_t bytes = 0;
        while (q.next()) {
          ++rows;
          for (int i = 0; i < q.columns(); ++i) bytes += q.text(i).size();
        }
        benchmark::DoNotOptimize(bytes);
      }
    });
  }
  state.counters["rows"] = static_cast<double>(rows);
}
BENCHMARK(BM_BaselineReadingTheRows)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace fx
