#include <algorithm>

#include "modules/registry/registry.h"
#include "sheet/writer.h"

namespace fx::registry {

namespace {
constexpr std::size_t kKeptMax = 50'000;
}  // namespace

void keep_problems(store::Session& db, const Ulid& import,
                   const std::vector<RowProblem>& problems) {
  std::int64_t n = 0;
  for (const auto& p : problems) {
    if (static_cast<std::size_t>(n) == kKeptMax) break;
    db.run(
        "insert into identity_problem(import, n, file, sheet, row, heading, value, code, reason,"
        " remedy, taken) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        import, ++n, p.file, p.sheet, p.row, p.column, p.value, p.code, p.reason, p.remedy,
        p.taken);
  }
}

std::vector<RowProblem> kept_problems(store::Session& db, const Ulid& import, int after,
                                      int limit) {
  std::vector<RowProblem> out;
  auto q = db.query(
      "select file, sheet, row, heading, value, code, reason, remedy, taken from identity_problem"
      " where import = $1 and n > $2 order by n limit $3",
      import, after, limit);
  while (q.next()) {
    out.push_back({q.string(0), q.string(1), q.number(2), q.string(3), q.string(4), q.string(5),
                   q.string(6), q.string(7), q.flag(8)});
  }
  return out;
}

std::string problems_workbook(const std::vector<RowProblem>& problems, Language language) {
  const bool zh = language == Language::kZh;
  const auto pick = [&](const char* chinese, const char* english) {
    return std::string(zh ? chinese : english);
  };
  sheet::XlsxWriter writer;
  const auto write = [&](bool taken) {
    sheet::SheetSetup setup;
    setup.name = taken ? pick("已导入但存疑", "taken with a doubt") : pick("未导入", "not taken");
    setup.columns = {{pick("文件", "file"), 24},      {pick("工作表", "sheet"), 14},
                     {pick("行号", "row"), 8},        {pick("列", "column"), 14},
                     {pick("内容", "value"), 24},     {pick("原因", "reason"), 44},
                     {pick("处理办法", "remedy"), 44}};
    writer.begin_sheet(setup);
    for (const auto& p : problems) {
      if (p.taken != taken) continue;
      using sheet::OutCell;
      writer.row({OutCell::text(p.file), OutCell::text(p.sheet),
                  OutCell::number(static_cast<std::int64_t>(p.row)), OutCell::text(p.column),
                  OutCell::text(p.value), OutCell::text(p.reason), OutCell::text(p.remedy)});
    }
  };
  write(false);
  write(true);
  return writer.finish();
}

}  // namespace fx::registry
