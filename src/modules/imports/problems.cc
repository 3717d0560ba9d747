#include <algorithm>

#include "modules/imports/imports.h"
#include "sheet/writer.h"

namespace fx::imports {

struct ProblemsParams {
  Ulid import;
  std::optional<int> limit;
  std::optional<int> after;
};
BOOST_DESCRIBE_STRUCT(ProblemsParams, (), (import, limit, after))

struct ProblemList {
  std::int64_t total = 0;
  std::vector<RowProblem> problems;
  std::optional<int> next;
};
BOOST_DESCRIBE_STRUCT(ProblemList, (), (total, problems, next))

struct ProblemFileParams {
  Ulid import;
};
BOOST_DESCRIBE_STRUCT(ProblemFileParams, (), (import))

namespace {

constexpr int kKeptMax = 50'000;
constexpr int kDefaultLimit = 50;
constexpr int kMaxLimit = 500;

Result<std::string> area_of(store::Session& db, const Records& records, const Ulid& import) {
  auto q = db.query("select area from " + std::string(records.table) + " where id = $1", import);
  if (!q.next()) return refuse(host::kNotFound, "import");
  return q.string(0);
}

ProblemList problems_of(store::Session& db, const ProblemsParams& params) {
  ProblemList out;
  out.total = db.integer("select count(*) from identity_problem where import = $1", params.import)
                  .value_or(0);
  const int after = params.after.value_or(0);
  const int limit = std::clamp(params.limit.value_or(kDefaultLimit), 1, kMaxLimit);
  out.problems = kept_problems(db, params.import, after, limit);
  const int read = after + static_cast<int>(out.problems.size());
  if (!out.problems.empty() && read < out.total) out.next = read;
  return out;
}

}  // namespace

void keep_problems(store::Session& db, const Ulid& import,
                   const std::vector<RowProblem>& problems) {
  int n = 0;
  for (const auto& p : problems) {
    if (n == kKeptMax) break;
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

void declare_problem_pages(host::Declaration& to, const Records& records, const Route& route) {
  to.question<ProblemsParams, ProblemList>(
      {route.path, route.permission, route.zh, route.en,
       [records](store::Session& db, const ProblemsParams& p) {
         return area_of(db, records, p.import);
       },
       [](host::QueryContext& context, const ProblemsParams& p) -> Result<ProblemList> {
         return problems_of(context.db, p);
       }});
}

void declare_problem_file(host::Declaration& to, const Records& records, const Route& route) {
  to.document<ProblemFileParams>(
      {route.path, route.permission, route.zh, route.en,
       [records](store::Session& db, const ProblemFileParams& p) {
         return area_of(db, records, p.import);
       },
       [](host::QueryContext& context, const ProblemFileParams& p) -> Result<host::File> {
         return host::File{
             "problems.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
             problems_workbook(kept_problems(context.db, p.import, 0, kKeptMax), context.language)};
       }});
}

}  // namespace fx::imports
