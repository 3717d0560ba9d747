// Import of line lists: each row is a case, found again by its number in the list, or by all that
// the row says. One atomic command an import; a list brought in again changes nothing, a corrected
// one corrects.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "host/host.h"
#include "modules/casework/mapping.h"
#include "modules/imports/imports.h"
#include "modules/registry/registry.h"

namespace fx::casework {

struct ImportOptions : imports::Options {
  Mapping map;
};

struct CaseImportReport {
  Ulid import;  // id of the import, nil in a dry run
  bool dry_run = false;
  std::vector<ImportFileReport> files;
  std::int64_t cases_new = 0;
  std::int64_t cases_changed = 0;
  std::int64_t people_found = 0;  // in the register
  std::vector<RowProblem> problems;
  Mapping map;  // what the columns were taken for: save it to use it again
};
BOOST_DESCRIBE_STRUCT(CaseImportReport, (),
                      (import, dry_run, files, cases_new, cases_changed, people_found, problems,
                       map))

// The same report with and without dry_run. The caller has checked the permission.
Result<CaseImportReport> import_lists(host::Host& host, const registry::Directory& people,
                                      const access::Actor& actor, const std::string& area,
                                      const std::vector<ImportFile>& files,
                                      const ImportOptions& options);

}  // namespace fx::casework
