// Import of lists of returnees: matches every row to the register and to the other lists, so that
// each person counts once and every fact keeps its source. One atomic command an import; a file
// brought in again changes nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "host/host.h"
#include "modules/imports/imports.h"
#include "modules/registry/registry.h"
#include "modules/returnees/entries.h"

namespace fx::returnees {

struct ImportOptions : imports::Options {
  std::optional<SourceKind> source;  // what the lists are; nothing: told from each file's form
};

// The same report with and without dry_run. The caller has checked the permission.
Result<ImportReport> import_lists(host::Host& host, const registry::Directory& people,
                                  const access::Actor& actor, const std::string& area,
                                  const std::vector<ImportFile>& files,
                                  const ImportOptions& options);

}  // namespace fx::returnees
