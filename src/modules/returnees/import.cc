#include "modules/returnees/import.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <unordered_map>

#include "area/code.h"
#include "identity/link.h"
#include "identity/person.h"
#include "modules/imports/list_name.h"
#include "modules/imports/row_digest.h"
#include "modules/returnees/list.h"
#include "modules/returnees/refusals.h"
#include "modules/returnees/views.h"

namespace fx::returnees {
namespace {

// From so many rows on it is quicker to hold the community in memory than to ask for each.
constexpr std::size_t kLongList = 200;

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
  // `imports`: of all files that come together; none of them is an edition of another.
  Importer(host::CommandContext& context, const registry::Directory& people, std::string community,
           const ImportOptions& options, const std::vector<Ulid>& imports, ImportReport& report)
      : context_(context),
        people_(people),
        community_(std::move(community)),
        options_(options),
        imports_(imports),
        report_(report),
        addresses_(context.db, community_) {}

  void run(const ImportFile& file, List& list, std::size_t all_rows, const Ulid& import) {
    if (pool_ == nullptr) {
      if (all_rows > kLongList) {
        auto memory = std::make_unique<identity::MemoryPool>(context_.db, community_, true);
        memory_ = memory.get();
        pool_ = std::move(memory);
      } else {
        pool_ = std::make_unique<identity::DatabasePool>(context_.db, community_);
      }
    }
    list_ = &list;
    file_ = &list.report;
    file_name_ = file.name;
    editions_.clear();
    repeated_.clear();
    source_ = 0;
    import_ = import;
    // What earlier lists of this kind said of whom: the same words again mean the same person.
    said_.clear();
    identity::said_before(
        context_.db, community_, source_kind(list.source),
        [&](std::int64_t digest, const Ulid& person) { said_.emplace(digest, person); });

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
    report_.files.push_back(list.report);
  }

 private:
  static identity::Facts facts_of(const ListRow& row) {
    return identity::Facts::of(row.name, row.id, row.phones, row.sex);
  }

  void doubt(ListRow& row, const Refusal& why, const std::string& value) {
    row.doubts.push_back(
        row_problem({file_->file, row.sheet, row.row, ""}, value, why, options_.language, true));
  }

  // What a row says about who is meant, in a number.
  static std::int64_t digest_of(const ListRow& row) {
    imports::RowDigest d;
    d.add(row.name);
    d.add(row.id.number);
    for (const auto& phone : row.phones) d.add(phone);
    d.add(row.sex ? (*row.sex == Sex::kMale ? "m" : "f") : "");
    d.add(row.address);
    return d.value();
  }

  std::int64_t source() {
    if (source_ == 0) {
      source_ =
          identity::add_source(context_.db, {import_, source_kind(list_->source), file_name_,
                                             community_, context_.now, context_.actor.account});
    }
    return source_;
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
  std::optional<Ulid> who(ListRow& row, const identity::Wanted& wanted,
                          const identity::LinkResult& linked) {
    if (linked.match) return people_.canonical(context_.db, linked.match->person);
    if (const auto neighbour = only_one_there(wanted, linked)) return neighbour;
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

  // Where houses have no numbers an address is no more than the village group: of this name there
  // is one person in it.
  [[nodiscard]] std::optional<Ulid> only_one_there(const identity::Wanted& wanted,
                                                   const identity::LinkResult& linked) const {
    const auto level = area::level_of(wanted.area);
    if (!level || *level <= area::Level::kCommunity || *level >= area::Level::kDwelling) {
      return std::nullopt;
    }
    std::optional<Ulid> only;
    for (const auto& candidate : linked.possible) {
      const auto& code = candidate.area;
      if (!area::contains(wanted.area, code)) continue;
      const bool numbered = area::level_of(code) != area::Level::kDwelling ||
                            code.compare(code.rfind('-'), 2, "-N") != 0;
      if (numbered || only) return std::nullopt;
      only = people_.canonical(context_.db, candidate.person);
    }
    return only;
  }

  void take(ListRow& row) {
    const std::int64_t digest = digest_of(row);
    if (const auto said = said_.find(digest); said != said_.end()) {
      const Ulid person = people_.canonical(context_.db, said->second);
      const bool told = claim(row, person);  // of another journey, or with another date
      if (told) {
        identity::add_facts(context_.db, person, facts_of(row), source(), row.row, digest);
      }
      ++(told ? file_->accepted : file_->unchanged);
      return;
    }
    identity::Wanted wanted{facts_of(row), community_};
    if (!row.address.empty()) {
      auto found = addresses_.find(row.address);
      if (!found.area.empty()) wanted.area = std::move(found.area);
    }
    const auto linked = identity::link(*pool_, wanted);
    auto person = who(row, wanted, linked);
    bool changed = false;
    if (person) {
      const bool told =
          identity::add_facts(context_.db, *person, wanted.facts, source(), row.row, digest);
      if (told) {
        ++report_.people_updated;
        refresh(*person);
      }
    } else {
      person = registry::add_listed_person(context_, wanted.facts, wanted.area, source(), row.row,
                                           digest);
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
    const auto place = people_.place_of(context_.db, *person);
    if (place && !area::contains(community_, place->area)) {
      doubt(row, refuse(kRegisteredElsewhere), row.name);
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

  // Whether an import was of an earlier edition of the list that is being read.
  bool earlier_edition(const Ulid& import) {
    if (std::find(imports_.begin(), imports_.end(), import) != imports_.end()) return false;
    const auto [it, added] = editions_.emplace(import, false);
    if (added) {
      const auto source = identity::find_source(context_.db, import);
      it->second = source && imports::same_list(source->name, file_name_);
    }
    return it->second;
  }

  static bool names_origin(const std::string& origin, bool abroad) {
    return abroad || !origin.empty();
  }

  // A cell that was left blank takes nothing back, and neither does "云南" after "云南昆明".
  static bool says_less(const ListRow& row, const StandingClaim& claim) {
    if (claim.arrived && !row.arrived) return true;
    if (!names_origin(row.origin.code, row.origin.abroad)) {
      return names_origin(claim.origin, claim.abroad);
    }
    return row.origin.abroad == claim.abroad && row.origin.code.size() < claim.origin.size() &&
           !contradicts(row.origin.code, claim.origin);
  }
  static bool says_otherwise(const ListRow& row, const StandingClaim& claim) {
    if (claim.arrived && claim.arrived != row.arrived) return true;
    if (claim.symptoms != row.symptoms) return true;
    return names_origin(claim.origin, claim.abroad) &&
           (claim.abroad != row.origin.abroad || contradicts(claim.origin, row.origin.code));
  }

  // What earlier editions of this list said of the arrival, and this row says otherwise or in more
  // detail. Of two rows of one edition neither corrects the other, and what this edition repeats it
  // does not take back.
  std::vector<StandingClaim> corrected_by(const ListRow& row, const Ulid& arrival) {
    auto claims = standing_claims(context_.db, arrival, list_->source);
    const auto stands = [&](const StandingClaim& claim) {
      return repeated_.count(claim.entry) != 0 || !earlier_edition(claim.import) ||
             says_less(row, claim);
    };
    claims.erase(std::remove_if(claims.begin(), claims.end(), stands), claims.end());
    return claims;
  }

  enum class Said { kNo, kByAnother, kByThisList };
  // Whether this kind of source says exactly so already.
  Said said(const ListRow& row, const Ulid& person) {
    auto q = context_.db.query(
        "select c.entry, c.import from returnees_claim c join returnees_arrival a on"
        " a.arrival = c.arrival where a.person = $1 and a.known_to = $2 and c.replaced_by is null"
        " and c.source = $3 and c.origin = $4 and c.abroad = $5 and coalesce(c.arrived, 0) = $6"
        " and c.symptoms = $7",
        person, kForever, json::enum_name(list_->source), row.origin.code, row.origin.abroad,
        row.arrived.value_or(Day{}), row.symptoms);
    Said out = Said::kNo;
    while (q.next()) {
      if (q.ulid(1) == import_ || earlier_edition(q.ulid(1))) {
        repeated_.insert(q.ulid(0));
        out = Said::kByThisList;
      } else if (out == Said::kNo) {
        out = Said::kByAnother;
      }
    }
    return out;
  }

  // False if that is nothing new.
  bool claim(ListRow& row, const Ulid& person) {
    const Said before = said(row, person);
    if (before == Said::kByThisList) return false;
    const auto joined = joins(context_.db, person, row.arrived);
    const auto corrected = joined ? corrected_by(row, *joined) : std::vector<StandingClaim>();
    // Another list of the kind has said it, and this one has nothing to take back.
    if (before == Said::kByAnother && corrected.empty()) return false;
    const auto place = people_.place_of(context_.db, person);
    Claimed claimed;
    claimed.arrival = joined.value_or(context_.new_id());
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
    std::vector<Ulid> earlier;
    for (const auto& old : corrected) earlier.push_back(old.entry);
    if (std::any_of(corrected.begin(), corrected.end(),
                    [&](const StandingClaim& old) { return says_otherwise(row, old); })) {
      doubt(row, refuse(kCorrectsItself), row.name);
    }
    const Ulid amends = replace(claimed, std::move(earlier));
    const auto entry = context_.append({person, place ? place->area : community_, amends}, claimed);
    const auto keep = [&](std::string_view kind, const std::string& text) {
      if (!text.empty()) identity::set_text(context_.db, entry.id, kind, person, text);
    };
    keep("address", row.address);
    keep("origin", row.origin_text);
    keep("vehicle", row.vehicle);
    keep("symptoms", row.symptoms ? row.symptoms_text : "");
    keep("note", row.note);
    if (context_.db.integer("select disputed from returnees_arrival where arrival = $1"
                            " and known_to = $2",
                            claimed.arrival, kForever) == 1) {
      doubt(row, refuse(kSourcesDisagree), row.name);
    }
    return true;
  }

  host::CommandContext& context_;
  const registry::Directory& people_;
  std::string community_;
  const ImportOptions& options_;
  const std::vector<Ulid>& imports_;
  ImportReport& report_;
  registry::AddressBook addresses_;
  std::unique_ptr<identity::Pool> pool_;
  identity::MemoryPool* memory_ = nullptr;
  List* list_ = nullptr;
  ImportFileReport* file_ = nullptr;
  std::string file_name_;
  std::int64_t source_ = 0;
  Ulid import_;
  std::unordered_map<std::int64_t, Ulid> said_;
  std::map<Ulid, bool> editions_;  // imports, whether of earlier editions of this list
  std::set<Ulid> repeated_;        // claims that this list makes once more
};

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
  const auto done = imports::carry_out(
      host, actor, options,
      {kImports, community, files, kAlreadyImported,
       [&](host::CommandContext& context, const std::vector<Ulid>& imports) {
         Importer importer(context, people, community, options, imports, report);
         for (std::size_t i = 0; i < files.size(); ++i) {
           importer.run(files[i], lists[i], rows, imports[i]);
         }
       },
       [&](host::CommandContext& context, const host::Target& target, std::size_t i,
           const std::string& digest) {
         const auto& file = report.files[i];
         context.append(target, ListImported{lists[i].source, digest, file.rows, file.accepted,
                                             file.unchanged, file.set_aside});
       },
       report.files, report.problems});
  if (!done) return done.error();
  report.import = *done;
  return report;
}

}  // namespace fx::returnees
