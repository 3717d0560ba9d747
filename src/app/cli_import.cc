#include <cstdio>
#include <fstream>
#include <iterator>

#include "app/cli.h"
#include "area/tree.h"
#include "modules/casework/import.h"
#include "modules/outlines/import.h"
#include "modules/registry/registry.h"
#include "modules/returnees/import.h"
#include "modules/sites/import.h"

namespace fx::app {
namespace {

constexpr RefusalKind kNoFile{"app.no-file",       404,
                              "读不到文件 {path}", "{path} cannot be read",
                              "检查文件名和权限",  "check the name and the permissions"};

std::string base_name(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

void print_files(const std::vector<ImportFileReport>& files) {
  for (const auto& file : files) {
    std::printf("%s (%s): %d rows, %d accepted, %d unchanged, %d set aside, %d skipped\n",
                file.file.c_str(), file.kind.c_str(), file.rows, file.accepted, file.unchanged,
                file.set_aside, file.skipped);
  }
}

void print_problems(const std::vector<RowProblem>& problems) {
  std::size_t shown = 0;
  for (const auto& problem : problems) {
    if (problem.taken) continue;
    std::printf("  %s %s row %d %s: %s → %s\n", problem.file.c_str(), problem.sheet.c_str(),
                problem.row, problem.column.c_str(), problem.reason.c_str(),
                problem.remedy.c_str());
    if (++shown == 20) {
      std::printf("  … (--errors FILE has all)\n");
      break;
    }
  }
}

void print_text(const ImportReport& report) {
  print_files(report.files);
  std::printf("people new %lld, updated %lld; households new %lld; areas new %lld; doubts %lld\n",
              static_cast<long long>(report.people_new),
              static_cast<long long>(report.people_updated),
              static_cast<long long>(report.households_new),
              static_cast<long long>(report.areas_new), static_cast<long long>(report.doubts));
  print_problems(report.problems);
  if (report.dry_run) std::printf("dry run: nothing was written\n");
}

bool write_file(const std::string& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary);
  out << bytes;
  out.close();
  return static_cast<bool>(out);
}

// The rows that need a person, where --errors asks for them.
Status write_errors(const std::string& path, const std::vector<RowProblem>& problems) {
  if (!path.empty() &&
      !write_file(path, imports::problems_workbook(problems, terminal_language()))) {
    return refuse(kNoFile, "errors", {{"path", path}});
  }
  return {};
}

// nothing: all were read. Otherwise what to say.
std::optional<Refusal> read_files(const std::vector<std::string>& paths,
                                  std::vector<std::string>& contents,
                                  std::vector<ImportFile>& files) {
  for (const auto& path : paths) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return refuse(kNoFile, "file", {{"path", path}});
    contents.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  for (std::size_t i = 0; i < contents.size(); ++i) {
    files.push_back({base_name(paths[i]), contents[i]});
  }
  return std::nullopt;
}

int import_cases(Node& node, const ImportOptions& options, const std::vector<ImportFile>& files) {
  const auto say = [&](const Refusal& refusal) { return say_refused(refusal, options.format); };
  casework::ImportOptions how;
  how.dry_run = options.dry_run;
  how.device = "command line";
  how.language = terminal_language();
  if (!options.map.empty()) {
    std::ifstream in(options.map, std::ios::binary);
    if (!in) return say(refuse(kNoFile, "map", {{"path", options.map}}));
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    auto map = casework::read_mapping(text);
    if (!map) return say(map.error());
    how.map = std::move(*map);
  }
  const auto report = casework::import_lists(node.host(), *node.modules().people,
                                             access::Actor::system(), options.area, files, how);
  if (!report) return say(report.error());
  if (auto status = write_errors(options.errors, report->problems); !status) {
    return say(status.error());
  }
  if (!options.save_map.empty() &&
      !write_file(options.save_map, casework::write_mapping(report->map))) {
    return say(refuse(kNoFile, "save-map", {{"path", options.save_map}}));
  }
  if (options.format == Format::json) {
    print(json::text(*report));
    return kDone;
  }
  print_files(report->files);
  std::printf("cases new %lld, changed %lld; people found in the register %lld\n",
              static_cast<long long>(report->cases_new),
              static_cast<long long>(report->cases_changed),
              static_cast<long long>(report->people_found));
  print_problems(report->problems);
  if (report->dry_run) std::printf("dry run: nothing was written\n");
  return kDone;
}

int import_sites(Node& node, const ImportOptions& options, const std::vector<ImportFile>& files) {
  const imports::Options how{options.dry_run, {}, "command line", terminal_language()};
  const auto report =
      sites::import_lists(node.host(), access::Actor::system(), options.area, files, how);
  if (!report) return say_refused(report.error(), options.format);
  if (auto status = write_errors(options.errors, report->problems); !status) {
    return say_refused(status.error(), options.format);
  }
  if (options.format == Format::json) {
    print(json::text(*report));
    return kDone;
  }
  print_files(report->files);
  std::printf(
      "sites new %lld, changed %lld, closed %lld, reopened %lld\n",
      static_cast<long long>(report->sites_new), static_cast<long long>(report->sites_changed),
      static_cast<long long>(report->sites_closed), static_cast<long long>(report->sites_reopened));
  print_problems(report->problems);
  if (report->dry_run) std::printf("dry run: nothing was written\n");
  return kDone;
}

}  // namespace

int import_files(const ImportOptions& options) {
  std::vector<std::string> contents;
  std::vector<ImportFile> files;
  if (const auto why = read_files(options.files, contents, files)) return say_refused(*why);
  auto node = open_or_say({options.data, true, std::nullopt});
  if (!node) return kRefusedStatus;
  const bool exists =
      node->database().read([&](store::Session& db) { return area::exists(db, options.area); });
  if (!exists) return say_refused(refuse(host::kNoSuchArea, "area", {{"area", options.area}}));
  const auto actor = access::Actor::system();
  if (options.as == "cases") return import_cases(*node, options, files);
  if (options.as == "sites") return import_sites(*node, options, files);
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
  if (!report) return say_refused(report.error(), options.format);
  if (auto status = write_errors(options.errors, report->problems); !status) {
    return say_refused(status.error());
  }
  if (options.format == Format::json) {
    print(json::text(*report));
  } else {
    print_text(*report);
  }
  return kDone;
}

int area_outline(const OutlineOptions& options) {
  const auto say = [&](const Refusal& refusal) { return say_refused(refusal, options.format); };
  if (options.files.empty() && options.out.empty()) {
    std::fprintf(stderr, "area outline: a FILE to read, or --out\n");
    return kUsage;
  }
  outlines::ImportOptions how;
  how.dry_run = options.dry_run;
  how.device = "command line";
  how.language = terminal_language();
  how.property = options.property;
  if (!options.coordinates.empty()) {
    how.coordinates = json::enum_value<geo::Datum>(options.coordinates);
  }
  std::vector<std::string> contents;
  std::vector<ImportFile> files;
  if (const auto why = read_files(options.files, contents, files)) return say(*why);
  auto node = open_or_say({options.data, true, std::nullopt});
  if (!node) return kRefusedStatus;
  if (auto status = area_exists(*node, options.area); !status) return say(status.error());
  const auto& outlines = *node->modules().outlines;
  const auto& sites = *node->modules().sites;
  if (!files.empty()) {
    const auto report = outlines::import_files(node->host(), outlines, sites,
                                               access::Actor::system(), options.area, files, how);
    if (!report) return say(report.error());
    if (auto status = write_errors(options.errors, report->problems); !status) {
      return say(status.error());
    }
    if (options.format == Format::json) {
      print(json::text(*report));
    } else {
      print_files(report->files);
      std::printf("outlines new %lld, changed %lld; sites located %lld\n",
                  static_cast<long long>(report->outlines_new),
                  static_cast<long long>(report->outlines_changed),
                  static_cast<long long>(report->sites_located));
      print_problems(report->problems);
      if (report->dry_run) std::printf("dry run: nothing was written\n");
    }
  }
  if (options.out.empty()) return kDone;
  const auto text = node->database().read([&](store::Session& db) {
    return outlines::export_geojson(db, outlines, sites, options.area, node->clock().today(),
                                    node->clock().now(), terminal_language());
  });
  if (!write_file(options.out, text)) return say(refuse(kNoFile, "out", {{"path", options.out}}));
  return kDone;
}

}  // namespace fx::app
