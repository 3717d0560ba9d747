// Search among many people: what the most restricted role and the administrator wait for. People by
// FX_BENCH_PEOPLE (default 5,000 for a smoke run; the aim is a p95 under 20 ms at 1,000,000, the
// two roles within a fifth of each other).
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>

#include <benchmark/benchmark.h>
#include <unistd.h>

#include "base/check.h"
#include "identity/identity.h"
#include "identity/person.h"
#include "identity/search.h"

namespace fx::identity {
namespace {

constexpr int kPeopleInAGrid = 1200;
constexpr int kGridsInACommunity = 10;

int people() {
  const char* text = std::getenv("FX_BENCH_PEOPLE");
  return text != nullptr ? std::atoi(text) : 5000;
}

class City {
 public:
  City()
      : dir_((std::filesystem::temp_directory_path() / ("fx_search_" + std::to_string(::getpid())))
                 .string()),
        database_((std::filesystem::remove_all(dir_), dir_)) {
    FX_CHECK(database_.migrate({schema()}).has_value());
    const int count = people();
    for (int from = 0; from < count; from += 100'000) {
      database_.write([&](store::Session& db) {
        const auto source =
            add_source(db, {Ulid::make({1}), SourceKind::kRegister, "", "53", {}, {}});
        Writer writer(db);
        for (int i = from; i < std::min(from + 100'000, count); ++i) add(writer, source, i);
        writer.flush();
      });
    }
  }
  ~City() { std::filesystem::remove_all(dir_); }

  static std::string grid_of(int person) {
    const int grid = person / kPeopleInAGrid;
    char community[32];
    std::snprintf(community, sizeof community, "532601003%03d", grid / kGridsInACommunity);
    return std::string(community) + "-" + std::to_string(grid % kGridsInACommunity + 1);
  }

  std::uint64_t random(std::uint64_t below) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return (state_ >> 33U) % below;
  }

  std::string name() {
    // The commonest surnames are borne by a fifth of all people, as in life.
    static const char* const kSurnames[] = {"王", "李", "张", "王", "李", "张", "刘",   "陈",
                                            "杨", "赵", "黄", "周", "吴", "徐", "孙",   "胡",
                                            "朱", "高", "林", "何", "郭", "马", "罗",   "梁",
                                            "宋", "郑", "谢", "韩", "唐", "冯", "欧阳", "单"};
    static const char* const kGiven[] = {"伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军",
                                         "洋", "勇", "艳", "杰", "娟", "涛", "明", "超", "秀",
                                         "霞", "平", "刚", "桂", "英", "华", "玉", "萍", "红",
                                         "鹏", "飞", "鑫", "子", "文", "国", "建", "小", "晓"};
    std::string out = kSurnames[random(std::size(kSurnames))];
    out += kGiven[random(std::size(kGiven))];
    if (random(5) < 3) out += kGiven[random(std::size(kGiven))];
    return out;
  }

  void add(Writer& writer, std::int64_t source, int i) {
    char digits[64];
    std::snprintf(digits, sizeof digits, "532601%04d%02d%02d%03d",
                  1930 + static_cast<int>(random(85)), 1 + static_cast<int>(random(12)),
                  1 + static_cast<int>(random(28)), static_cast<int>(random(1000)));
    std::string id = digits;
    id += id_check_digit(id);
    IdOptions options;
    options.today = Day{18320};
    char phone[32];
    std::snprintf(phone, sizeof phone, "13%09d", static_cast<int>(random(1'000'000'000)));
    const auto facts = Facts::of(name(), parse_id_number(id, options), {phone});
    writer.add(Ulid::make({i}), facts, grid_of(i) + "-1-1-1-" + std::to_string(i % kPeopleInAGrid),
               source, i);
  }

  std::string dir_;
  store::Database database_;
  std::uint64_t state_ = 7;
};

City& city() {
  static City instance;
  return instance;
}

enum Kind { kName, kNamePart, kSurname, kSound, kInitials, kPhoneTail, kPhone, kNameAndTail };

std::string query(City& c, Kind kind) {
  static const char* const kSounds[] = {"zhangwei", "liqiang", "wangfang", "chenjing",
                                        "yangxiaoli"};
  static const char* const kLetters[] = {"zw", "lxm", "wf", "cj", "hgq", "yxl"};
  switch (kind) {
    case kName:
      return c.name();
    case kNamePart:
      return c.name().substr(0, 6);
    case kSurname:
      return c.name().substr(0, 3);
    case kSound:
      return kSounds[c.random(std::size(kSounds))];
    case kInitials:
      return kLetters[c.random(std::size(kLetters))];
    case kPhoneTail:
      return std::to_string(1000 + c.random(9000));
    case kPhone:
      return "13" + std::to_string(100'000'000 + c.random(900'000'000));
    case kNameAndTail:
      return c.name().substr(0, 3) + " " + std::to_string(1000 + c.random(9000));
  }
  return "";
}

void measure(benchmark::State& state, bool restricted) {
  City& c = city();
  const auto kind = static_cast<Kind>(state.range(0));
  std::vector<double> times;
  std::size_t found = 0;
  for (auto _ : state) {
    const std::string text = query(c, kind);
    const std::string area =
        restricted ? City::grid_of(static_cast<int>(c.random(static_cast<std::uint64_t>(people()))))
                   : "0";
    const auto begin = std::chrono::steady_clock::now();
    c.database_.read([&](store::Session& db) {
      const auto page = search(db, parse_terms(text), {area}, {}, 50, "");
      for (const auto& hit : page.people) {
        benchmark::DoNotOptimize(present(db, hit.person, access::Sight::kNames, Day{18320}));
      }
      found += page.people.size();
      return 0;
    });
    times.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
            .count());
  }
  std::sort(times.begin(), times.end());
  state.counters["p50_ms"] = times[times.size() / 2];
  state.counters["p95_ms"] = times[times.size() * 95 / 100];
  state.counters["found"] = static_cast<double>(found) / static_cast<double>(times.size());
}

void grid_worker(benchmark::State& state) { measure(state, true); }
void administrator(benchmark::State& state) { measure(state, false); }
BENCHMARK(grid_worker)->DenseRange(kName, kNameAndTail)->Unit(benchmark::kMillisecond);
BENCHMARK(administrator)->DenseRange(kName, kNameAndTail)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace fx::identity
