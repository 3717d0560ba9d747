// Import of lists of sites: each row is a site, found again by its number, or by its kind, name and
// place. One atomic command an import; a list brought in again changes nothing.
#pragma once

#include <string>
#include <vector>

#include "host/host.h"
#include "modules/imports/imports.h"

namespace fx::sites {

struct SiteImportReport {
  Ulid import;  // id of the import, nil in a dry run
  bool dry_run = false;
  std::vector<ImportFileReport> files;
  std::int64_t sites_new = 0;
  std::int64_t sites_changed = 0;
  std::int64_t sites_closed = 0;  // also those that are new and closed
  std::int64_t sites_reopened = 0;
  std::vector<RowProblem> problems;
};
BOOST_DESCRIBE_STRUCT(SiteImportReport, (),
                      (import, dry_run, files, sites_new, sites_changed, sites_closed,
                       sites_reopened, problems))

// The same report with and without dry_run. The caller has checked the permission. The area: a
// community, an area inside one, or an area above whose lists name the community of each row.
Result<SiteImportReport> import_lists(host::Host& host, const access::Actor& actor,
                                      const std::string& area, const std::vector<ImportFile>& files,
                                      const imports::Options& options);

}  // namespace fx::sites
