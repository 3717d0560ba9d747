// Import of GeoJSON: each feature is the outline or the point of an area, or of a site that is
// recorded already. One atomic command an import; a file brought in again changes nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "geo/datum.h"
#include "host/host.h"
#include "modules/imports/imports.h"
#include "modules/outlines/outlines.h"

namespace fx::outlines {

struct ImportOptions : imports::Options {
  std::optional<geo::Datum> coordinates;  // default: as the file says, else WGS84
  std::string property;                   // that has the code or name; "": the usual ones in turn
};

struct OutlineImportReport {
  Ulid import;  // id of the import, nil in a dry run
  bool dry_run = false;
  std::vector<ImportFileReport> files;  // a row is a feature
  std::string coordinates;              // in which the first file had them
  std::int64_t outlines_new = 0;
  std::int64_t outlines_changed = 0;
  std::int64_t sites_located = 0;
  std::vector<RowProblem> problems;
};
BOOST_DESCRIBE_STRUCT(OutlineImportReport, (),
                      (import, dry_run, files, coordinates, outlines_new, outlines_changed,
                       sites_located, problems))

// The same report with and without dry_run. The caller has checked the permission. Of the whole
// country features are found by code only.
Result<OutlineImportReport> import_files(host::Host& host, const Outlines& outlines,
                                         const sites::Sites& sites, const access::Actor& actor,
                                         const std::string& area,
                                         const std::vector<ImportFile>& files,
                                         const ImportOptions& options);

// Everything in the area that has a shape, as import_files() reads it back. `known`: as it was.
std::string export_geojson(store::Session& db, const Outlines& outlines, const sites::Sites& sites,
                           const std::string& area, Day on, Instant known, Language language);

}  // namespace fx::outlines
