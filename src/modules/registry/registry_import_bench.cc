// Import of a register from XLSX, all in: reading, recognising, matching, journal, views, search.
// People by FX_BENCH_PEOPLE (default 2,000, so that a smoke run is quick; the aim is 100,000 people
// in 10 s of CPU).
#include <cstdlib>
#include <ctime>
#include <iostream>

#include <benchmark/benchmark.h>

#include "base/check.h"
#include "base/id_number.h"
#include "modules/registry/import_rows.h"
#include "modules/registry/test_support.h"
#include "sheet/writer.h"

namespace fx::registry {
namespace {

int people() {
  const char* text = std::getenv("FX_BENCH_PEOPLE");
  return text != nullptr ? std::atoi(text) : 2000;
}

double cpu_seconds() {
  std::timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// A community of this many people as its office would list it: about four to a household.
std::string workbook(int count) {
  static const char* const kSurnames[] = {"王", "李", "张", "刘", "陈", "杨", "赵", "黄",
                                          "周", "吴", "徐", "孙", "胡", "朱", "高", "林",
                                          "何", "郭", "马", "罗", "梁", "宋", "郑", "欧阳"};
  static const char* const kGiven[] = {"伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋",
                                       "勇", "艳", "杰", "娟", "涛", "明", "超", "秀", "霞", "平",
                                       "刚", "桂", "英", "华", "玉", "萍", "红", "鹏", "飞", "鑫"};
  sheet::XlsxWriter writer;
  sheet::SheetSetup setup;
  setup.name = "居民";
  setup.title = "社区居民信息登记表";
  for (const char* heading :
       {"序号", "网格", "小区", "楼栋", "单元", "房号", "户主姓名", "与户主关系", "姓名", "性别",
        "身份证号", "联系电话", "人员类别", "备注"}) {
    setup.columns.push_back({heading, 12});
  }
  writer.begin_sheet(setup);
  std::uint64_t state = 1;
  const auto random = [&](std::uint64_t below) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return (state >> 33U) % below;
  };
  std::string head;
  for (int i = 0; i < count; ++i) {
    const int household = i / 4;
    const int compound = household / 500;
    const int in_compound = household % 500;
    std::string name = kSurnames[random(std::size(kSurnames))];
    name += kGiven[random(std::size(kGiven))];
    if (random(2) == 0) name += kGiven[random(std::size(kGiven))];
    if (i % 4 == 0) head = name;
    // Every number once.
    const int day = i / 1000;
    char digits[48];
    std::snprintf(digits, sizeof digits, "532601%04d%02d%02d%03d", 1930 + day % 85,
                  1 + day / 85 % 12, 1 + day / 1020 % 28, i % 1000);
    std::string id = digits;
    id += id_check_digit(id);
    char phone[32];
    std::snprintf(phone, sizeof phone, "13%09d", i);
    using sheet::OutCell;
    const std::string grid = "第" + std::to_string(1 + compound / 2) + "网格";
    const std::string place = "小区" + std::to_string(compound + 1) + "号";
    const std::string building = std::to_string(1 + in_compound / 48) + "栋";
    const std::string room = std::to_string(100 * (1 + in_compound % 48 / 4) + 1 + in_compound % 2);
    writer.row({OutCell::number(std::int64_t{i} + 1), OutCell::text(grid), OutCell::text(place),
                OutCell::text(building), OutCell::number(std::int64_t{1} + in_compound % 4 / 2),
                OutCell::text(room), OutCell::text(head),
                OutCell::text(i % 4 == 0 ? "户主" : "其他"), OutCell::text(name), OutCell::text(""),
                OutCell::text(id), OutCell::text(phone),
                OutCell::text(random(8) == 0 ? "慢性病" : ""), OutCell::text("")});
  }
  return writer.finish();
}

void import_register_from_xlsx(benchmark::State& state) {
  const int count = people();
  const std::string bytes = workbook(count);
  for (auto _ : state) {
    state.PauseTiming();
    Community community("bench");
    state.ResumeTiming();
    const double start = cpu_seconds();
    RegisterImportOptions dry;
    dry.dry_run = true;
    FX_CHECK(read_registers({{"r.xlsx", bytes}}, dry, community.clock_.today()).has_value());
    const double read = cpu_seconds() - start;
    FX_CHECK(community.import({{"r.xlsx", bytes}}, dry).has_value());
    const double preview = cpu_seconds() - start - read;
    const double before = cpu_seconds();
    auto report = community.import({{"r.xlsx", bytes}});
    const double first = cpu_seconds() - before;
    FX_CHECK(report && report->people_new == count);
    auto again = community.import({{"r.xlsx", bytes}});
    FX_CHECK(again && again->people_new == 0 && again->files.at(0).unchanged == count);
    state.PauseTiming();
    state.counters["read_s"] = read;        // the file alone, rows checked
    state.counters["preview_s"] = preview;  // and matched
    state.counters["cpu_s"] = first;        // and written
    state.counters["again_cpu_s"] = cpu_seconds() - before - first;
    state.counters["people"] = count;
    state.ResumeTiming();
  }
}
BENCHMARK(import_register_from_xlsx)->Iterations(1)->Unit(benchmark::kSecond);

}  // namespace
}  // namespace fx::registry
