// Reading a register of 100,000 persons in 14 columns, as XLSX and as CSV. Every run checks that
// all rows were read.
#include <cstdlib>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include "sheet/reader.h"
#include "sheet/table.h"
#include "sheet/writer.h"

namespace fx::sheet {
namespace {

constexpr std::size_t kRows = 100'000;

template <class Writer>
void write_rows(Writer& writer) {
  for (std::size_t i = 0; i < kRows; ++i) {
    const std::string id = "5326011973" + std::to_string(10'000'000 + i);
    const std::string name = "陈" + std::to_string(i % 977);
    const std::string compound = "小区" + std::to_string(i / 3000);
    const std::string building = std::to_string(i / 150 % 20 + 1) + "栋";
    writer.row({OutCell::number(static_cast<std::int64_t>(i + 1)), OutCell::text("第1网格"),
                OutCell::text(compound), OutCell::text(building),
                OutCell::number(static_cast<std::int64_t>(i / 40 % 4 + 1)),
                OutCell::number(static_cast<std::int64_t>(i / 4 % 10 * 100 + 101)),
                OutCell::text(name), OutCell::text(i % 4 == 0 ? "户主" : "子"), OutCell::text(name),
                OutCell::text(i % 2 == 0 ? "男" : "女"), OutCell::text(id),
                OutCell::number(static_cast<std::int64_t>(13'000'000'000 + i)),
                OutCell::text(i % 10 == 0 ? "慢性病" : ""), OutCell()});
  }
}

std::vector<OutColumn> columns() {
  std::vector<OutColumn> out;
  for (const char* heading :
       {"序号", "网格", "小区", "楼栋", "单元", "房号", "户主姓名", "与户主关系", "姓名", "性别",
        "身份证号", "联系电话", "人员类别", "备注"}) {
    out.push_back({heading, 10});
  }
  return out;
}

const std::string& xlsx() {
  static const std::string kBytes = [] {
    XlsxWriter writer;
    writer.begin_sheet({"登记表", "", columns()});
    write_rows(writer);
    return writer.finish();
  }();
  return kBytes;
}

const std::string& csv() {
  static const std::string kBytes = [] {
    CsvWriter writer;
    const auto headings = columns();
    std::vector<OutCell> cells;
    cells.reserve(headings.size());
    for (const auto& column : headings) cells.push_back(OutCell::text(column.heading));
    writer.row(cells);
    write_rows(writer);
    return writer.finish();
  }();
  return kBytes;
}

void read(benchmark::State& state, const std::string& bytes) {
  for (auto _ : state) {
    const auto book = read_workbook(bytes);
    if (!book || book->sheets[0].row_count() != kRows + 1) std::abort();
    benchmark::DoNotOptimize(book->sheets[0].cell_count());
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  state.counters["rows/s"] =
      benchmark::Counter(static_cast<double>(kRows) * static_cast<double>(state.iterations()),
                         benchmark::Counter::kIsRate);
  state.counters["file_MB"] = static_cast<double>(bytes.size()) / 1e6;
  state.counters["peak_MB"] = static_cast<double>(usage.ru_maxrss) / 1024;
}

void BM_ReadXlsx(benchmark::State& state) { read(state, xlsx()); }
BENCHMARK(BM_ReadXlsx)->Unit(benchmark::kMillisecond);

void BM_ReadCsv(benchmark::State& state) { read(state, csv()); }
BENCHMARK(BM_ReadCsv)->Unit(benchmark::kMillisecond);

void BM_FindTable(benchmark::State& state) {
  const auto book = read_workbook(xlsx());
  const std::vector<ColumnSpec> specs{{"name", {"姓名"}},
                                      {"id", {"身份证号"}},
                                      {"phone", {"联系电话"}},
                                      {"grid", {"网格"}},
                                      {"compound", {"小区"}},
                                      {"building", {"楼栋"}},
                                      {"head", {"户主", "户主姓名"}},
                                      {"relation", {"与户主关系"}}};
  for (auto _ : state) {
    const auto table = find_table(book->sheets[0], specs);
    if (!table || table->rows().size() != kRows) std::abort();
  }
}
BENCHMARK(BM_FindTable)->Unit(benchmark::kMillisecond);

void BM_WriteXlsx(benchmark::State& state) {
  for (auto _ : state) {
    XlsxWriter writer;
    writer.begin_sheet({"登记表", "", columns()});
    write_rows(writer);
    benchmark::DoNotOptimize(writer.finish());
  }
}
BENCHMARK(BM_WriteXlsx)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
}  // namespace fx::sheet
