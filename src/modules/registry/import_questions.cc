#include <charconv>

#include "area/code.h"
#include "base/text.h"
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

struct FieldLine {
  std::string field;
  std::string heading;
};
BOOST_DESCRIBE_STRUCT(FieldLine, (), (field, heading))
struct FieldList {
  std::vector<FieldLine> fields;
};
BOOST_DESCRIBE_STRUCT(FieldList, (), (fields))
struct NoParams {};
BOOST_DESCRIBE_STRUCT(NoParams, (), ())

namespace {

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
  RegisterImportOptions options{imports::options_of(context, params.dry_run), {}};
  for (const auto& text : params.column) {
    auto choice = read_choice(text);
    if (!choice) return choice.error();
    options.columns.push_back(std::move(*choice));
  }
  return import_register(context.host, context.actor, params.area,
                         {{shorten(params.file_name.value_or(""), 200), bytes}}, options);
}

}  // namespace

void declare_import_questions(host::Declaration& to) {
  using access::Permission;
  to.upload<ImportParams, ImportReport>(
      {"/api/registry/imports", Permission::import_lists, "导入住户登记表",
       "import a register of residents", imports::kMaxUpload,
       [](store::Session&, const ImportParams& p) -> Result<std::string> {
         if (area::level_of(p.area) != area::Level::kCommunity) {
           return refuse(kNotACommunity, "area", {{"area", p.area}});
         }
         return p.area;
       },
       take_upload});
  imports::declare_past<ImportDone>(to, kImports,
                                    {"/api/registry/imports", "导入记录", "past imports"});
  imports::declare_problem_pages(
      to, kImports,
      {"/api/registry/imports/{import}/problems", "导入问题行", "problem rows of an import"});
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
  imports::declare_problem_file(to, kImports,
                                {"/api/registry/imports/{import}/problems.xlsx", "导入问题行表格",
                                 "problem rows of an import as a spreadsheet"});
}

}  // namespace fx::registry
