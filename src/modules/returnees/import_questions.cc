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

void declare_import_questions(host::Declaration& to, const registry::Directory& people) {
  to.upload<UploadParams, ImportReport>(
      {"/api/returnees/imports", access::Permission::import_lists, "导入返乡人员名单",
       "import a list of returnees", imports::kMaxUpload, host::known_area<UploadParams>,
       [&people](host::UploadContext& context, const UploadParams& params, std::string_view bytes) {
         const ImportOptions options{imports::options_of(context, params.dry_run, params.id),
                                     params.source};
         return import_lists(context.host, people, context.actor, params.area,
                             {{params.file_name, bytes}}, options);
       }});
  imports::declare_past<ListImported>(
      to, kImports, {"/api/returnees/imports", "返乡名单导入记录", "past imports of lists"});
  imports::declare_problem_file(
      to, kImports,
      {"/api/returnees/imports/{import}/problems.xlsx", "返乡名单导入问题行表格",
       "problem rows of a list as a spreadsheet"});
}

}  // namespace fx::returnees
