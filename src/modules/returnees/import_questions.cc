#include "area/tree.h"
#include "modules/returnees/import.h"
#include "modules/returnees/questions.h"
#include "modules/returnees/views.h"

namespace fx::returnees {

struct UploadParams {
  std::string area;
  std::string file_name;
  std::optional<bool> dry_run;
  std::optional<SourceKind> source;
  std::optional<Ulid> id;
};
BOOST_DESCRIBE_STRUCT(UploadParams, (), (area, file_name, dry_run, source, id))

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

namespace {

using access::Permission;

template <class Params>
Result<std::string> area_param(store::Session& db, const Params& params) {
  if (!area::exists(db, params.area)) {
    return refuse(host::kNoSuchArea, "area", {{"area", params.area.substr(0, 80)}});
  }
  return params.area;
}

ImportsAnswer past(store::Session& db, const imports::PastParams& params) {
  auto page = imports::past(db, kImports, params);
  ImportsAnswer out;
  out.total = page.total;
  for (auto& p : page.imports) {
    ImportLine line{p.import, std::move(p.area), p.at, p.actor, {}, p.problems};
    if (auto list = json::read_text<ListImported>(p.payload)) line.list = std::move(*list);
    out.imports.push_back(std::move(line));
  }
  if (page.next) out.next = page.next->text();
  return out;
}

}  // namespace

void declare_import_questions(host::Declaration& to, const registry::Directory& people) {
  to.upload<UploadParams, ImportReport>(
      {"/api/returnees/imports", Permission::import_lists, "导入返乡人员名单",
       "import a list of returnees", imports::kMaxUpload, area_param<UploadParams>,
       [&people](host::UploadContext& context, const UploadParams& params, std::string_view bytes) {
         const ImportOptions options{imports::options_of(context, params.dry_run, params.id),
                                     params.source};
         return import_lists(context.host, people, context.actor, params.area,
                             {{params.file_name, bytes}}, options);
       }});
  to.question<imports::PastParams, ImportsAnswer>(
      {"/api/returnees/imports", Permission::import_lists, "返乡名单导入记录",
       "past imports of lists", area_param<imports::PastParams>,
       [](host::QueryContext& context, const imports::PastParams& params) -> Result<ImportsAnswer> {
         return past(context.db, params);
       }});
  imports::declare_problem_file(
      to, kImports,
      {"/api/returnees/imports/{import}/problems.xlsx", "返乡名单导入问题行表格",
       "problem rows of a list as a spreadsheet"});
}

}  // namespace fx::returnees
