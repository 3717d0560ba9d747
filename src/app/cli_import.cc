#include <cstdio>
#include <fstream>
#include <iterator>

#include "app/cli.h"
#include "area/tree.h"
#include "modules/registry/registry.h"
#include "modules/returnees/import.h"

namespace fx::app {
namespace {

constexpr RefusalKind kNoFile{"app.no-file",       404,
                              "读不到文件 {path}", "{path} cannot be read",
                              "检查文件名和权限",  "check the name and the permissions"};

std::string base_name(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

void print_text(const ImportReport& report) {
  for (const auto& file : report.files) {
    std::printf("%s (%s): %d rows, %d accepted, %d unchanged, %d set aside, %d skipped\n",
                file.file.c_str(), file.kind.c_str(), file.rows, file.accepted, file.unchanged,
                file.set_aside, file.skipped);
  }
  std::printf("people new %lld, updated %lld; households new %lld; areas new %lld; doubts %lld\n",
              static_cast<long long>(report.people_new),
              static_cast<long long>(report.people_updated),
              static_cast<long long>(report.households_new),
              static_cast<long long>(report.areas_new), static_cast<long long>(report.doubts));
  std::size_t shown = 0;
  for (const auto& problem : report.problems) {
    if (problem.taken) continue;
    std::printf("  %s %s row %d %s: %s → %s\n", problem.file.c_str(), problem.sheet.c_str(),
                problem.row, problem.column.c_str(), problem.reason.c_str(),
                problem.remedy.c_str());
    if (++shown == 20) {
      std::printf("  … (--errors FILE has all)\n");
      break;
    }
  }
  if (report.dry_run) std::printf("dry run: nothing was written\n");
}

}  // namespace

int import_files(const ImportOptions& options) {
  std::vector<std::string> contents;
  for (const auto& path : options.files) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return say_refused(refuse(kNoFile, "file", {{"path", path}}));
    contents.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  std::vector<ImportFile> files;
  for (std::size_t i = 0; i < contents.size(); ++i) {
    files.push_back({base_name(options.files[i]), contents[i]});
  }
  auto node = open_or_say({options.data, true, std::nullopt});
  if (!node) return kRefusedStatus;
  const bool exists =
      node->database().read([&](store::Session& db) { return area::exists(db, options.area); });
  if (!exists) return say_refused(refuse(host::kNoSuchArea, "area", {{"area", options.area}}));
  const auto actor = access::Actor::system();
  const auto run = [&]() -> Result<ImportReport> {
    if (options.as == "register") {
      registry::RegisterImportOptions how;
      how.dry_run = options.dry_run;
      how.device = "command line";
      how.language = terminal_language();
      return registry::import_register(node->host(), actor, options.area, files, how);
    }
    returnees::ImportOptions how;
    how.dry_run = options.dry_run;
    how.device = "command line";
    how.language = terminal_language();
    return returnees::import_lists(node->host(), *node->modules().people, actor, options.area,
                                   files, how);
  };
  const auto report = run();
  if (!report) {
    if (options.format == Format::json) print(refusal_json(report.error()));
    return say_refused(report.error());
  }
  if (!options.errors.empty()) {
    std::ofstream out(options.errors, std::ios::binary);
    out << registry::problems_workbook(report->problems, terminal_language());
    out.close();
    if (!out) return say_refused(refuse(kNoFile, "errors", {{"path", options.errors}}));
  }
  if (options.format == Format::json) {
    print(json::text(*report));
  } else {
    print_text(*report);
  }
  return kDone;
}

}  // namespace fx::app
