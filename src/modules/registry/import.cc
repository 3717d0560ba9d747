#include <algorithm>

#include "area/tree.h"
#include "base/check.h"
#include "modules/registry/import_plan.h"
#include "modules/registry/refusals.h"
#include "modules/registry/registry.h"

namespace fx::registry {
namespace {

constexpr std::size_t kAreasInAnEntry = 500;

ImportDone summary(const ImportReport& report, const std::vector<ImportFile>& files) {
  ImportDone done;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto& f = report.files[i];
    done.files.push_back(
        {imports::digest_of(files[i].bytes), f.rows, f.accepted, f.unchanged, f.set_aside});
  }
  done.people_new = report.people_new;
  done.people_updated = report.people_updated;
  done.households_new = report.households_new;
  done.areas_new = report.areas_new;
  done.doubts = report.doubts;
  return done;
}

void add_areas(host::CommandContext& context, const std::string& community,
               const std::vector<area::NewArea>& areas) {
  for (std::size_t from = 0; from < areas.size(); from += kAreasInAnEntry) {
    const auto to = std::min(from + kAreasInAnEntry, areas.size());
    area::AreaAdded added;
    added.areas.assign(areas.begin() + static_cast<std::ptrdiff_t>(from),
                       areas.begin() + static_cast<std::ptrdiff_t>(to));
    context.append({{}, community}, added);
  }
}

// How far the community's chain has come: what was planned holds while it stands.
std::int64_t chain_seq(store::Session& db, const std::string& community) {
  return db.integer("select seq from journal_head where chain = $1", community).value_or(0);
}

class Sources {
 public:
  Sources(host::CommandContext& context, const std::string& community,
          const std::vector<ImportFile>& files)
      : context_(context), community_(community), files_(files), numbers_(files.size(), 0) {}
  std::int64_t of(const RegisterRow& row) {
    auto& number = numbers_[row.file];
    if (number == 0) {
      number = identity::add_source(
          context_.db, {context_.id.derive((std::uint64_t{4} << 32U) + row.file),
                        identity::SourceKind::kRegister, files_[row.file].name, community_,
                        context_.now, context_.actor.account});
    }
    return number;
  }

 private:
  host::CommandContext& context_;
  const std::string& community_;
  const std::vector<ImportFile>& files_;
  std::vector<std::int64_t> numbers_;
};

// Rows of all sheets of a file share one source: the sheet is part of the row's number.
int statement_row(const RegisterRow& row) {
  constexpr int kRowsMax = 1 << 21;
  return static_cast<int>(row.table % 1000) * kRowsMax + static_cast<int>(row.number);
}

}  // namespace

std::vector<std::string> digests_of(std::string_view payload) {
  std::vector<std::string> out;
  if (const auto done = json::read_text<ImportDone>(payload)) {
    for (const auto& file : done->files) out.push_back(file.digest);
  }
  return out;
}

void carry_out(host::CommandContext& context, const std::string& community,
               const RegisterRows& rows, const Plan& plan, const std::vector<ImportFile>& files) {
  auto& db = context.db;
  const std::optional<Ulid> import = plan.import;
  Sources sources(context, community, files);
  context.append({plan.import, community}, summary(plan.report, files));
  add_areas(context, community, plan.areas);
  for (const auto& h : plan.households) {
    HouseholdAdded added;
    if (h.empty) added.mark = Mark::empty;
    added.import = import;
    context.append({h.id, plan.codes[h.dwelling]}, added);
    if (!h.head.empty()) identity::set_text(db, h.id, "head", {}, h.head);
  }
  for (const auto& [household, area] : plan.emptied) {
    context.append({household, area}, HouseholdMarked{Mark::empty, context.today()});
  }
  // All identities first: the view of who lives where follows them.
  identity::Writer writer(db);
  for (const auto& p : plan.people) {
    const auto& first = p.listings.front();
    const auto& row = rows.rows[first.row];
    writer.add(p.id, p.facts, plan.codes[p.dwelling], sources.of(row), statement_row(row),
               first.digest);
    for (std::size_t i = 1; i < p.listings.size(); ++i) {
      const auto& listing = p.listings[i];
      const auto& other = rows.rows[listing.row];
      writer.also(p.id, other.facts, sources.of(other), statement_row(other), listing.digest);
    }
    if (!p.note.empty()) identity::set_text(db, p.id, "note", p.id, p.note);
  }
  writer.flush();
  PersonAdded added;
  added.import = import;
  for (const auto& p : plan.people) {
    added.household = p.household;
    added.relation = p.relation;
    added.flags = list_of(p.flags);
    context.append({p.id, plan.codes[p.dwelling]}, added);
  }
  for (const auto& p : plan.changed) {
    for (const auto& listing : p.listings) {
      const auto& row = rows.rows[listing.row];
      identity::add_facts(db, p.id, row.facts, sources.of(row), statement_row(row), listing.digest);
    }
    if (!p.note.empty()) identity::set_text(db, p.id, "note", p.id, p.note);
    if (!p.moved_to.is_nil()) {
      // Somebody who had left is back from today; for others the register was wrong.
      std::optional<Day> since;
      if (!current(db, p.id)) since = context.today();
      context.append({p.id, p.area}, PersonMoved{p.moved_to, p.change.relation, since, import});
    }
    PersonChanged change = p.change;
    change.import = import;
    if (change.relation || change.flags_given || !change.identity.empty()) {
      context.append({p.id, p.area}, change);
    }
    if (p.id_now_usable) {
      settle_open(context, p.id, DoubtKind::id_damaged, Resolution::corrected);
      settle_open(context, p.id, DoubtKind::id_missing, Resolution::corrected);
    }
  }
  for (const auto& d : plan.doubts) {
    DoubtRaised raised{d.kind, std::nullopt, std::nullopt, import};
    if (!d.other_person.is_nil()) raised.other_person = d.other_person;
    if (!d.other_household.is_nil()) raised.other_household = d.other_household;
    if (!d.other_grid.empty()) raised.other_grid = d.other_grid;
    context.append({d.person, d.area}, raised);
  }
  imports::keep_file_names(db, plan.import, files);
  imports::keep_problems(db, plan.import, plan.report.problems);
}

Result<ImportReport> import_register(host::Host& host, const access::Actor& actor,
                                     const std::string& community,
                                     const std::vector<ImportFile>& files,
                                     const RegisterImportOptions& options) {
  if (auto status = access::require(actor, access::Permission::import_lists, community); !status) {
    return status.error();
  }
  if (area::level_of(community) != area::Level::kCommunity) {
    return refuse(kNotACommunity, "area", {{"area", community}});
  }
  const bool exists =
      host.database().read([&](store::Session& db) { return area::exists(db, community); });
  if (!exists) return refuse(host::kNoSuchArea, "area", {{"area", community}});
  const Instant now = host.clock().now();
  auto rows = read_registers(files, options, day_of(now));
  if (!rows) return rows.error();
  const Ulid id = options.id.is_nil() ? Ulid::make(now) : options.id;

  std::int64_t seq = 0;
  std::optional<Ulid> before;  // these very files, where they bring nothing more
  Plan plan = host.database().read([&](store::Session& db) {
    seq = chain_seq(db, community);
    Plan made = make_plan(db, community, *rows, id, options);
    if (made.nothing()) before = imports::earlier(db, kImports, community, files);
    return made;
  });
  if (options.dry_run) return std::move(plan.report);
  // Rows that could not be used are kept for the clerk even if there were no others.
  if (plan.nothing() && (before || plan.report.problems.empty())) {
    plan.report.import = before.value_or(id);
    return std::move(plan.report);
  }
  auto answer =
      host.act(actor, id, options.device, [&](host::CommandContext& context) -> Result<host::Done> {
        if (chain_seq(context.db, community) != seq) {
          plan = make_plan(context.db, community, *rows, id, options);
          before = plan.nothing() ? imports::earlier(context.db, kImports, community, files)
                                  : std::nullopt;
          if (before) return host::Done{*before};
        }
        carry_out(context, community, *rows, plan, files);
        return host::Done{id};
      });
  if (!answer) return answer.error();
  plan.report.import = before.value_or(id);
  return std::move(plan.report);
}

}  // namespace fx::registry
