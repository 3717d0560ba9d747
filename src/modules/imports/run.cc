#include <algorithm>

#include "modules/imports/imports.h"

namespace fx::imports {
namespace {

// Thrown to undo a dry run; caught where it was started.
struct DryRunEnds {};

}  // namespace

Options options_of(const host::UploadContext& upload, std::optional<bool> dry_run,
                   const std::optional<Ulid>& id) {
  return {dry_run.value_or(false), id.value_or(upload.id), upload.device, upload.language};
}

Result<Ulid> carry_out(host::Host& host, const access::Actor& actor, const Options& options,
                       const Trial& trial) {
  const Ulid id = options.id.is_nil() ? Ulid::make(host.clock().now()) : options.id;
  Ulid found_under = id;
  const auto act = [&](host::CommandContext& context) -> Result<host::Done> {
    std::vector<Ulid> imports{id};
    while (imports.size() < trial.files.size()) imports.push_back(context.new_id());
    trial.take(context, imports);
    if (options.dry_run) throw DryRunEnds();
    const bool any = std::any_of(trial.reports.begin(), trial.reports.end(),
                                 [](const ImportFileReport& file) { return file.accepted > 0; });
    if (!any) {
      // A list of which nothing could be used is kept once, for its problems.
      const auto before = earlier(context.db, trial.records, trial.area, trial.files);
      if (before) found_under = *before;
      if (before || trial.problems.empty()) return host::Done{id};
    }
    for (std::size_t i = 0; i < trial.files.size(); ++i) {
      trial.record(context, {imports[i], trial.area}, i, digest_of(trial.files[i].bytes));
      keep_file_names(context.db, imports[i], {trial.files[i]});
    }
    keep_problems(context.db, id, trial.problems);
    return host::Done{id};
  };
  try {
    const auto answer = host.act(actor, id, options.device, act);
    if (!answer) return answer.error();
    if (answer->status == host::Outcome::already_done) return refuse(trial.already_done, "id");
  } catch (const DryRunEnds&) {
    // Everything was tried and nothing is kept: the report is what the import would say.
    return Ulid();
  }
  return found_under;
}

}  // namespace fx::imports
