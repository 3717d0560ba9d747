#include "area/tree.h"
#include "modules/returnees/import.h"
#include "modules/returnees/questions.h"

namespace fx::returnees {

struct UploadParams {
  std::string area;
  std::string file_name;
  std::optional<bool> dry_run;
  std::optional<SourceKind> source;
  std::optional<Ulid> id;
};
BOOST_DESCRIBE_STRUCT(UploadParams, (), (area, file_name, dry_run, source, id))

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
  ListImported list;
  std::int64_t problems = 0;
};
BOOST_DESCRIBE_STRUCT(ImportLine, (), (import, area, at, actor, list, problems))

struct ImportsAnswer {
  std::int64_t total = 0;
  std::vector<ImportLine> imports;  // the latest first
  std::string next;
};
BOOST_DESCRIBE_STRUCT(ImportsAnswer, (), (total, imports, next))

struct ProblemsParams {
  Ulid import;
};
BOOST_DESCRIBE_STRUCT(ProblemsParams, (), (import))

namespace {

using access::Permission;

constexpr std::size_t kMaxUpload = std::size_t{64} << 20U;
constexpr int kDefaultLimit = 50;
constexpr int kMaxLimit = 500;

template <class Params>
Result<std::string> area_param(store::Session& db, const Params& params) {
  if (!area::exists(db, params.area)) {
    return refuse(host::kNoSuchArea, "area", {{"area", params.area.substr(0, 80)}});
  }
  return params.area;
}

ImportsAnswer imports(store::Session& db, const ImportsParams& params) {
  const auto [low, high] = area::range(params.area);
  ImportsAnswer out;
  out.total =
      db.integer("select count(*) from returnees_import where $1 <= area and area < $2", low, high)
          .value_or(0);
  const int limit = std::clamp(params.limit.value_or(kDefaultLimit), 1, kMaxLimit);
  {
    auto q = db.query(
        "select id, area, at, actor, payload from returnees_import where $1 <= area and area < $2"
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
      if (auto list = json::read_text<ListImported>(q.text(4))) line.list = std::move(*list);
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

Result<std::string> area_of_import(store::Session& db, const ProblemsParams& params) {
  auto q = db.query("select area from returnees_import where id = $1", params.import);
  if (!q.next()) return refuse(host::kNotFound, "import");
  return q.string(0);
}

}  // namespace

void declare_import_questions(host::Declaration& to, const registry::Directory& people) {
  to.upload<UploadParams, ImportReport>(
      {"/api/returnees/imports", Permission::import_lists, "导入返乡人员名单",
       "import a list of returnees", kMaxUpload, area_param<UploadParams>,
       [&people](host::UploadContext& context, const UploadParams& params, std::string_view bytes) {
         ImportOptions options;
         options.dry_run = params.dry_run.value_or(false);
         options.id = params.id.value_or(context.id);
         options.source = params.source;
         options.language = context.language;
         options.device = context.device;
         return import_lists(context.host, people, context.actor, params.area,
                             {{params.file_name, bytes}}, options);
       }});
  to.question<ImportsParams, ImportsAnswer>(
      {"/api/returnees/imports", Permission::import_lists, "返乡名单导入记录",
       "past imports of lists", area_param<ImportsParams>,
       [](host::QueryContext& context, const ImportsParams& params) -> Result<ImportsAnswer> {
         return imports(context.db, params);
       }});
  to.document<ProblemsParams>(
      {"/api/returnees/imports/{import}/problems.xlsx", Permission::import_lists,
       "返乡名单导入问题行表格", "problem rows of a list as a spreadsheet", area_of_import,
       [](host::QueryContext& context, const ProblemsParams& params) -> Result<host::File> {
         constexpr int kAll = 1 << 20;
         return host::File{
             "problems.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
             registry::problems_workbook(
                 registry::kept_problems(context.db, params.import, 0, kAll), context.language)};
       }});
}

}  // namespace fx::returnees
