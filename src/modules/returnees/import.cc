#include "modules/returnees/import.h"

#include <algorithm>
#include <numeric>

#include <sodium.h>

#include "area/code.h"
#include "identity/link.h"
#include "identity/person.h"
#include "journal/journal.h"
#include "modules/returnees/list.h"
#include "modules/returnees/refusals.h"
#include "modules/returnees/views.h"

namespace fx::returnees {
namespace {

// From so many rows on it is quicker to hold the community in memory than to ask for each.
constexpr std::size_t kLongList = 200;

std::string digest_of(std::string_view bytes) {
  journal::Hash hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size());
  return journal::hex(hash);
}

identity::SourceKind source_kind(SourceKind source) {
  switch (source) {
    case SourceKind::own_list:
      return identity::SourceKind::kOwnList;
    case SourceKind::passed_down:
      return identity::SourceKind::kPassedDown;
    case SourceKind::declaration:
      return identity::SourceKind::kDeclaration;
    case SourceKind::hand:
      return identity::SourceKind::kHand;
  }
  return identity::SourceKind::kHand;
}

class Importer {
 public:
  Importer(host::CommandContext& context, const registry::Directory& people, std::string community,
           const ImportOptions& options, ImportReport& report)
      : context_(context),
        people_(people),
        community_(std::move(community)),
        options_(options),
        report_(report),
        addresses_(context.db, community_) {}

  void run(const ImportFile& file, List& list, std::size_t all_rows) {
    if (pool_ == nullptr) {
      if (all_rows > kLongList) {
        auto memory = std::make_unique<identity::MemoryPool>(context_.db, community_, true);
        memory_ = memory.get();
        pool_ = std::move(memory);
      } else {
        pool_ = std::make_unique<identity::DatabasePool>(context_.db, community_);
      }
    }
    const std::string digest = digest_of(file.bytes);
    list_ = &list;
    file_ = &list.report;
    const Ulid import = context_.new_id();
    source_ = identity::add_source(context_.db, {import, source_kind(list.source), file.name,
                                                 community_, context_.now, context_.actor.account});
    import_ = import;

    // Rows that say best who is meant come first: those that say less then find them.
    std::vector<std::size_t> order(list.rows.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto strength = [&](std::size_t i) {
      const auto& row = list.rows[i];
      return (row.id.usable() ? 0 : 4) + (row.phones.empty() ? 2 : 0) + (row.name.empty() ? 1 : 0);
    };
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return strength(a) < strength(b); });
    for (const auto i : order) take(list.rows[i]);

    for (auto& row : list.rows) {
      for (auto& doubt : row.doubts) report_.problems.push_back(std::move(doubt));
    }
    for (auto& problem : list.problems) report_.problems.push_back(std::move(problem));
    if (file_->accepted > 0) {
      context_.append({import, community_},
                      ListImported{list.source, digest, file_->rows, file_->accepted,
                                   file_->unchanged, file_->set_aside});
    }
    report_.files.push_back(list.report);
  }

 private:
  static identity::Facts facts_of(const ListRow& row) {
    return identity::Facts::of(row.name, row.id, row.phones, row.sex);
  }

  void doubt(ListRow& row, const Refusal& why, const std::string& value) {
    RowProblem problem;
    problem.file = file_->file;
    problem.sheet = row.sheet;
    problem.row = row.row;
    problem.value = value;
    problem.code = why.code();
    problem.reason = why.message(options_.language);
    problem.remedy = why.remedy(options_.language);
    problem.taken = true;
    row.doubts.push_back(std::move(problem));
  }

  // Somebody of this name who is said elsewhere to have come the same day from the same place: two
  // lists about one journey, or one list again.
  [[nodiscard]] bool same_journey(const ListRow& row, const Ulid& person) const {
    return context_.db
        .integer(
            "select 1 from returnees_arrival where person = $1 and known_to = $2 and dated = $3"
            " and (dated = 0 or arrived = $4) and origin = $5 and abroad = $6",
            person, kForever, row.arrived.has_value(), row.arrived.value_or(Day{}), row.origin.code,
            row.origin.abroad)
        .has_value();
  }

  // Who is meant, or nothing if nobody known is, for certain.
  std::optional<Ulid> who(ListRow& row, const identity::LinkResult& linked) {
    if (linked.match) return people_.canonical(context_.db, linked.match->person);
    std::vector<Ulid> travelled;
    for (const auto& candidate : linked.possible) {
      const Ulid person = people_.canonical(context_.db, candidate.person);
      if (same_journey(row, person)) travelled.push_back(person);
    }
    std::sort(travelled.begin(), travelled.end());
    travelled.erase(std::unique(travelled.begin(), travelled.end()), travelled.end());
    if (travelled.size() == 1) return travelled.front();
    return std::nullopt;
  }

  void take(ListRow& row) {
    identity::Wanted wanted{facts_of(row), community_};
    if (!row.address.empty()) {
      auto found = addresses_.find(row.address);
      if (!found.area.empty()) wanted.area = std::move(found.area);
    }
    const auto linked = identity::link(*pool_, wanted);
    auto person = who(row, linked);
    bool changed = false;
    if (person) {
      const bool told = identity::add_facts(context_.db, *person, wanted.facts, source_, row.row);
      if (told) {
        ++report_.people_updated;
        refresh(*person);
      }
    } else {
      person = registry::add_listed_person(context_, wanted.facts, wanted.area, source_, row.row);
      ++report_.people_new;
      changed = true;
      if (linked.possible.empty()) {
        doubt(row, refuse(kNotFound), row.name);
      } else {
        doubt(row, refuse(kSeveralPeople), row.name);
        const Ulid other = people_.canonical(context_.db, linked.possible.front().person);
        if (registry::raise_same_person_doubt(context_, *person, other)) ++report_.doubts;
      }
      if (memory_ != nullptr) {
        if (auto added = identity::find_person(context_.db, *person)) memory_->add(*added);
      }
    }
    changed = claim(row, *person) || changed;
    ++(changed ? file_->accepted : file_->unchanged);
  }

  void refresh(const Ulid& person) {
    if (memory_ == nullptr) return;
    if (auto* known = memory_->find(person)) {
      if (auto now = identity::find_person(context_.db, person)) {
        *known = std::move(*now);
        memory_->index_again(*known);
      }
    }
  }

  // False if this kind of source has said exactly so before.
  bool claim(const ListRow& row, const Ulid& person) {
    if (context_.db.integer(
            "select 1 from returnees_claim c join returnees_arrival a on a.arrival = c.arrival"
            " where a.person = $1 and a.known_to = $2 and c.source = $3 and c.origin = $4"
            " and c.abroad = $5 and coalesce(c.arrived, 0) = $6 and c.symptoms = $7",
            person, kForever, json::enum_name(list_->source), row.origin.code, row.origin.abroad,
            row.arrived.value_or(Day{}), row.symptoms)) {
      return false;
    }
    const auto place = people_.place_of(context_.db, person);
    Claimed claimed;
    claimed.arrival = joins(context_.db, person, row.arrived).value_or(context_.new_id());
    if (place && !place->household.is_nil()) claimed.household = place->household;
    claimed.source = list_->source;
    claimed.import = import_;
    claimed.row = row.row;
    claimed.origin = row.origin.code;
    claimed.abroad = row.origin.abroad;
    claimed.arrived = row.arrived;
    if (!row.arrived) claimed.listed = list_->stated.value_or(context_.today());
    claimed.transport = row.transport;
    claimed.tenths = row.tenths;
    claimed.symptoms = row.symptoms;
    claimed.found = claimed.household.has_value();
    const auto entry = context_.append({person, place ? place->area : community_}, claimed);
    const auto keep = [&](std::string_view kind, const std::string& text) {
      if (!text.empty()) identity::set_text(context_.db, entry.id, kind, person, text);
    };
    keep("address", row.address);
    keep("origin", row.origin_text);
    keep("vehicle", row.vehicle);
    keep("symptoms", row.symptoms ? row.symptoms_text : "");
    keep("note", row.note);
    return true;
  }

  host::CommandContext& context_;
  const registry::Directory& people_;
  std::string community_;
  const ImportOptions& options_;
  ImportReport& report_;
  registry::AddressBook addresses_;
  std::unique_ptr<identity::Pool> pool_;
  identity::MemoryPool* memory_ = nullptr;
  List* list_ = nullptr;
  ImportFileReport* file_ = nullptr;
  std::int64_t source_ = 0;
  Ulid import_;
};

// Thrown to undo a dry run; caught where it was started.
struct DryRunEnds {};

}  // namespace

Result<ImportReport> import_lists(host::Host& host, const registry::Directory& people,
                                  const access::Actor& actor, const std::string& area,
                                  const std::vector<ImportFile>& files,
                                  const ImportOptions& options) {
  const std::string community = area::at_level(area, area::Level::kCommunity);
  if (community.empty()) return refuse(kNeedsCommunity, "area", {{"area", area}});
  std::vector<List> lists;
  std::size_t rows = 0;
  for (const auto& file : files) {
    auto list = read_list(file, options.source, host.clock().today(), options.language);
    if (!list) return list.error();
    rows += list->rows.size();
    lists.push_back(std::move(*list));
  }
  ImportReport report;
  report.dry_run = options.dry_run;
  const Ulid id = options.id.is_nil() ? Ulid::make(host.clock().now()) : options.id;
  try {
    auto answer = host.act(actor, id, options.device,
                           [&](host::CommandContext& context) -> Result<host::Done> {
                             Importer importer(context, people, community, options, report);
                             for (std::size_t i = 0; i < files.size(); ++i) {
                               importer.run(files[i], lists[i], rows);
                             }
                             if (options.dry_run) throw DryRunEnds();
                             registry::keep_problems(context.db, id, report.problems);
                             return host::Done{id};
                           });
    if (!answer) return answer.error();
    if (answer->status == host::Outcome::already_done) return refuse(kAlreadyImported, "id");
    report.import = id;
  } catch (const DryRunEnds&) {
    // Everything was tried and nothing is kept: the report is what the import would say.
  }
  return report;
}

}  // namespace fx::returnees
