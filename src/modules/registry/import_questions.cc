#include <charconv>

#include "area/code.h"
#include "modules/registry/answers.h"
#include "modules/registry/import_rows.h"
#include "modules/registry/refusals.h"

namespace fx::registry {

struct ImportParams {
  std::string area;
  std::optional<bool> dry_run;
  std::optional<std::string> file_name;
  std::vector<std::string> column;  // "name:3" or "Sheet1/name:3": field and column from 0
};
BOOST_DESCRIBE_STRUCT(ImportParams, (), (area, dry_run, file_name, column))

struct ImportsParams {
  std::string area;
  std::optional<int> limit;
  std::optional<Ulid> after;
};
BOOST_DESCRIBE_STRUCT(ImportsParams, (), (area, limit, after))

struct ImportLine {
  Ulid import;
  std::string area;
  Instant at;
  Ulid actor;
  ImportDone done;
  std::int64_t problems = 0;
};
BOOST_DESCRIBE_STRUCT(ImportLine, (), (import, area, at, actor, done, problems))

struct ImportList {
  std::int64_t total = 0;
  std::vector<ImportLine> imports;
  std::string next;
};
BOOST_DESCRIBE_STRUCT(ImportList, (), (total, imports, next))

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

struct FieldLine {
  std::string field;
  std::string heading;
};
BOOST_DESCRIBE_STRUCT(FieldLine, (), (field, heading))
struct FieldList {
  std::vector<FieldLine> fields;
};
BOOST_DESCRIBE_STRUCT(FieldList, (), (fields))
struct ProblemFileParams {
  Ulid import;
};
BOOST_DESCRIBE_STRUCT(ProblemFileParams, (), (import))
struct NoParams {};
BOOST_DESCRIBE_STRUCT(NoParams, (), ())

namespace {

constexpr std::size_t kUploadMax = std::size_t{64} << 20U;

Result<std::string> area_of_import(store::Session& db, const Ulid& import) {
  auto q = db.query("select area from registry_import where id = $1", import);
  if (!q.next()) return refuse(host::kNotFound, "import");
  return q.string(0);
}

Result<ColumnChoice> read_choice(const std::string& text) {
  ColumnChoice out;
  const auto colon = text.rfind(':');
  const auto slash = text.rfind('/', colon);
  const Refusal bad = refuse(json::kBadValue, "column", {{"expected", "field:column"}});
  if (colon == std::string::npos) return bad;
  const char* begin = text.data() + colon + 1;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(begin, end, out.column);
  if (read.ec != std::errc() || read.ptr != end) return bad;
  const std::size_t from = slash == std::string::npos ? 0 : slash + 1;
  if (slash != std::string::npos) out.sheet = text.substr(0, slash);
  out.field = text.substr(from, colon - from);
  return out;
}

Result<ImportReport> take_upload(host::UploadContext& context, const ImportParams& params,
                                 std::string_view bytes) {
  RegisterImportOptions options;
  options.dry_run = params.dry_run.value_or(false);
  options.id = context.id;
  options.device = context.device;
  options.language = context.language;
  for (const auto& text : params.column) {
    auto choice = read_choice(text);
    if (!choice) return choice.error();
    options.columns.push_back(std::move(*choice));
  }
  return import_register(context.host, context.actor, params.area,
                         {{params.file_name.value_or("").substr(0, 200), bytes}}, options);
}

ImportList imports(store::Session& db, const ImportsParams& params) {
  const auto [low, high] = area::range(params.area);
  ImportList out;
  out.total =
      db.integer("select count(*) from registry_import where $1 <= area and area < $2", low, high)
          .value_or(0);
  const int limit = page_limit(params.limit);
  {
    auto q = db.query(
        "select id, area, at, actor, payload from registry_import where $1 <= area and area < $2"
        " and ($3 is null or id < $3) order by id desc limit $4",
        low, high, params.after, limit + 1);
    while (q.next()) {
      if (out.imports.size() == static_cast<std::size_t>(limit)) {
        out.next = out.imports.back().import.text();
        break;
      }
      ImportLine line;
      line.import = q.ulid(0);
      line.area = q.text(1);
      line.at = q.instant(2);
      line.actor = q.ulid(3);
      if (auto done = json::read_text<ImportDone>(q.text(4))) line.done = std::move(*done);
      out.imports.push_back(std::move(line));
    }
  }
  for (auto& line : out.imports) {
    line.problems =
        db.integer("select count(*) from identity_problem where import = $1", line.import)
            .value_or(0);
  }
  return out;
}

ProblemList problems(store::Session& db, const ProblemsParams& params) {
  ProblemList out;
  out.total = db.integer("select count(*) from identity_problem where import = $1", params.import)
                  .value_or(0);
  const int after = params.after.value_or(0);
  const int limit = page_limit(params.limit);
  out.problems = kept_problems(db, params.import, after, limit);
  const int read = after + static_cast<int>(out.problems.size());
  if (!out.problems.empty() && read < out.total) out.next = read;
  return out;
}

}  // namespace

void declare_import_questions(host::Declaration& to) {
  using access::Permission;
  to.upload<ImportParams, ImportReport>(
      {"/api/registry/imports", Permission::import_lists, "导入住户登记表",
       "import a register of residents", kUploadMax,
       [](store::Session&, const ImportParams& p) -> Result<std::string> {
         if (area::level_of(p.area) != area::Level::kCommunity) {
           return refuse(kNotACommunity, "area", {{"area", p.area.substr(0, 80)}});
         }
         return p.area;
       },
       take_upload});
  to.question<ImportsParams, ImportList>(
      {"/api/registry/imports", Permission::import_lists, "导入记录", "past imports",
       [](store::Session&, const ImportsParams& p) -> Result<std::string> {
         if (!area::is_code(p.area)) {
           return refuse(host::kNoSuchArea, "area", {{"area", p.area.substr(0, 80)}});
         }
         return p.area;
       },
       [](host::QueryContext& context, const ImportsParams& p) -> Result<ImportList> {
         return imports(context.db, p);
       }});
  to.question<ProblemsParams, ProblemList>(
      {"/api/registry/imports/{import}/problems", Permission::import_lists, "导入问题行",
       "problem rows of an import",
       [](store::Session& db, const ProblemsParams& p) { return area_of_import(db, p.import); },
       [](host::QueryContext& context, const ProblemsParams& p) -> Result<ProblemList> {
         return problems(context.db, p);
       }});
  to.question<NoParams, FieldList>(
      {"/api/registry/import-fields", std::nullopt, "登记表各列", "the fields a register may have",
       [](store::Session&, const NoParams&) -> Result<std::string> { return std::string(); },
       [](host::QueryContext&, const NoParams&) -> Result<FieldList> {
         FieldList out;
         for (const auto& spec : column_specs()) {
           out.fields.push_back({spec.id, spec.synonyms.front()});
         }
         return out;
       }});
  to.document<ProblemFileParams>(
      {"/api/registry/imports/{import}/problems.xlsx", Permission::import_lists, "导入问题行表格",
       "problem rows of an import as a spreadsheet",
       [](store::Session& db, const ProblemFileParams& p) { return area_of_import(db, p.import); },
       [](host::QueryContext& context, const ProblemFileParams& p) -> Result<host::File> {
         constexpr int kAll = 1 << 20;
         return host::File{
             "problems.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
             problems_workbook(kept_problems(context.db, p.import, 0, kAll), context.language)};
       }});
}

}  // namespace fx::registry
