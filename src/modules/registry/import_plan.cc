#include "modules/registry/import_plan.h"

#include <algorithm>

#include "area/code.h"
#include "base/check.h"
#include "base/text.h"
#include "modules/imports/row_digest.h"
#include "modules/registry/import_problems.h"
#include "modules/registry/plan_dwellings.h"

namespace fx::registry {
namespace {

using identity::Basis;
using identity::Certainty;
using identity::Facts;

constexpr std::uint64_t kPersonIds = std::uint64_t{3} << 32U;

// Everything that a row says: the same row again says nothing new.
std::int64_t digest_of(const RegisterRow& row, std::string_view dwelling) {
  imports::RowDigest d;
  d.add(dwelling);
  d.add(row.facts.name);
  d.add(row.facts.id_number);
  for (const auto& phone : row.facts.phones) d.add(phone);
  d.add(row.facts.sex ? static_cast<std::int64_t>(*row.facts.sex) : -1);
  d.add(row.facts.birth ? row.facts.birth->number : -1);
  d.add(row.facts.region);
  d.add(row.relation ? static_cast<std::int64_t>(*row.relation) : -1);
  d.add(row.flags ? static_cast<std::int64_t>(*row.flags) : -1);
  d.add(row.note);
  return d.value();
}

bool exactly(NameSimilarity name) {
  return name == NameSimilarity::kSame || name == NameSimilarity::kSameNormalised;
}

struct Known {
  Ulid household;
  std::string area;
  Relation relation = Relation::unknown;
  Flags flags = 0;
};

enum class RowFate : std::uint8_t { kAccepted, kUnchanged, kSetAside };

class Planner {
 public:
  Planner(store::Session& db, const std::string& community, const RegisterRows& rows,
          const Ulid& import, const RegisterImportOptions& options)
      : db_(db),
        community_(community),
        rows_(rows),
        options_(options),
        dwellings_(db, community, rows, import, plan_),
        places_(dwellings_.places()),
        pool_(db, community, false),
        person_ids_(import, kPersonIds, rows.rows.size()) {
    plan_.import = import;
    plan_.report.files = rows.files;
    plan_.report.problems = rows.problems;
    plan_.report.dry_run = options.dry_run;
    load();
  }

  Plan run() {
    fate_.assign(rows_.rows.size(), RowFate::kUnchanged);
    for (std::uint32_t r = 0; r < rows_.rows.size(); ++r) take(r);
    for (std::size_t i = 0; i < subjects_.size(); ++i) settle(i);
    finish();
    return std::move(plan_);
  }

 private:
  // A person of the register or of these files, with the rows that name them.
  struct SubjectState {
    Ulid id;
    bool fresh = false;
    std::vector<Listing> listings;
    std::vector<Listing> said;  // rows that had been taken before
    std::vector<Ulid> perhaps;  // may be the same as these
    std::vector<Ulid> shares_id;
  };

  void load() {
    const auto [low, high] = area::range(community_);
    {
      auto q = db_.query(
          "select subject, household, area, relation, flags from registry_state where kind = 0"
          " and $1 <= area and area < $2 and known_to = $3 and until = $4",
          low, high, kForever, kNever);
      while (q.next()) {
        known_.emplace(q.ulid(0), Known{q.ulid(1), q.string(2), static_cast<Relation>(q.number(3)),
                                        static_cast<Flags>(q.integer(4))});
      }
    }
    for (const auto& [person, now] : known_) {
      if (!now.household.is_nil()) continue;
      if (const auto* listed = pool_.find(person)) listed_[listed->area].push_back(person);
    }
    identity::said_before(
        db_, community_, identity::SourceKind::kRegister,
        [&](std::int64_t digest, const Ulid& person) { said_.emplace(digest, person); });
  }

  void problem(const RegisterRow& row, Column column, const RefusalKind& kind,
               std::string_view value, bool taken) {
    plan_.report.problems.push_back(
        problem_of(rows_, row, column, kind, std::string(value), taken, options_.language));
  }

  void take(std::uint32_t r) {
    const RegisterRow& row = rows_.rows[r];
    const std::uint32_t dwelling = dwellings_.of(row);
    if (dwelling == Places::kNone) {
      problem(row, row.address.empty() ? Column::kRoom : Column::kAddress, kRowNoPlace, row.address,
              false);
      fate_[r] = RowFate::kSetAside;
      return;
    }
    const bool new_household = places_.node(dwelling).household.is_nil();
    const Ulid household = dwellings_.household(dwelling, row);
    seen_dwellings_.insert(dwelling);
    if (row.nobody) {
      compare_grid(r, row, dwelling);
      if (new_household) {
        fate_[r] = RowFate::kAccepted;
      } else if (row.empty && dwellings_.mark_empty(household, dwelling)) {
        fate_[r] = RowFate::kAccepted;
      }
      return;
    }
    compare_grid(r, row, dwelling);
    const std::int64_t digest = digest_of(row, places_.node(dwelling).code);
    if (const auto said = said_.find(digest); said != said_.end()) {
      const Ulid person = canonical(db_, said->second);
      subject_of(person, false).said.push_back({r, dwelling, digest});
      return;
    }
    match(r, row, dwelling, digest);
  }

  // An address is one dwelling, and stays in the grid where the register or the first row has it
  // until somebody says otherwise.
  void compare_grid(std::uint32_t r, const RegisterRow& row, std::uint32_t dwelling) {
    if (row.grid.empty()) return;
    if (row.grid != grid_named_) {
      grid_named_ = row.grid;
      grid_ = places_.grid(row.grid);
    }
    const std::uint32_t had = places_.grid_of(dwelling);
    if (had == grid_) return;
    const Ulid household = places_.node(dwelling).household;
    const std::string& grid = places_.node(grid_).code;
    const std::string key = household.text() + grid;
    if (!grids_doubted_.insert(key).second ||
        same_doubt(db_, DoubtKind::grid_differs, household, {}, {}, grid)) {
      return;
    }
    plan_.doubts.push_back(
        {DoubtKind::grid_differs, household, {}, {}, places_.node(dwelling).code, grid});
    raised_.push_back(r);
    const auto name = [&](std::uint32_t at) {
      const auto& node = places_.node(at);
      return node.name.empty() ? std::string("—") : node.name;
    };
    plan_.report.problems.push_back(problem_of(rows_, row, Column::kGrid, kRowGridDiffers,
                                               std::string(row.grid), true, options_.language,
                                               {{"had", name(had)}, {"listed", name(grid_)}}));
  }

  SubjectState& subject_of(const Ulid& person, bool fresh) {
    const auto [it, added] = index_.emplace(person, subjects_.size());
    if (added) {
      subjects_.emplace_back();
      subjects_.back().id = person;
      subjects_.back().fresh = fresh;
    }
    return subjects_[it->second];
  }

  void match(std::uint32_t r, const RegisterRow& row, std::uint32_t dwelling, std::int64_t digest) {
    const std::string& code = places_.node(dwelling).code;
    const identity::Wanted wanted{row.facts, code};
    const std::string key = name_key(row.facts.name);
    const identity::Person* best = nullptr;
    Basis best_basis = Basis::kName;
    bool tied = false;
    std::vector<Ulid> perhaps;
    std::vector<Ulid> shares_id;
    const auto consider = [&](const identity::Person& p) {
      if (p.merged_into != 0 || p.erased || &p == best) return;
      const bool same_dwelling = p.area == code;
      const auto c = identity::compare(wanted, p, same_dwelling);
      if (!c || c->basis == Basis::kName) return;
      // In a register names stand next to each other: people of one household whose names sound
      // alike are brothers and sisters and not one person misspelt.
      const bool certain = c->certainty == Certainty::kCertain &&
                           (c->basis == Basis::kIdNumber || exactly(c->name) ||
                            (c->name == NameSimilarity::kHomophone &&
                             (c->basis == Basis::kDamagedIdNumber || to_be_found(p.id))));
      if (!certain) {
        if (c->basis == Basis::kIdNumber) {
          shares_id.push_back(p.id);
        } else if (!same_dwelling) {
          perhaps.push_back(p.id);
        }
        return;
      }
      if (best == nullptr || c->basis < best_basis) {
        best = &p;
        best_basis = c->basis;
        tied = false;
      } else if (c->basis == best_basis) {
        // The one who lives here is meant.
        if (same_dwelling && best->area != code) {
          best = &p;
        } else if (same_dwelling == (best->area == code)) {
          tied = true;
          perhaps.push_back(p.id);
        }
      }
    };
    if (row.facts.has_usable_id()) {
      pool_.with_id(row.facts.id_number, consider);
      if (best == nullptr) {
        for (const auto& phone : row.facts.phones) pool_.with_phone(phone, consider);
        pool_.without_id(key, consider);
        // Whom a list has at this door, by a name that perhaps only sounds the same.
        if (const auto it = listed_.find(code); it != listed_.end()) {
          for (const auto& person : it->second) consider(*pool_.find(person));
        }
      }
    } else {
      for (const auto& phone : row.facts.phones) pool_.with_phone(phone, consider);
      pool_.with_name(key, consider);
    }
    if (tied) {
      perhaps.push_back(best->id);
      best = nullptr;
    }
    if (best != nullptr) {
      SubjectState& subject = subject_of(best->id, false);
      const bool twice = std::any_of(subject.listings.begin(), subject.listings.end(),
                                     [&](const Listing& l) { return l.dwelling == dwelling; });
      if (twice) problem(row, Column::kName, kRowListedTwice, row.facts.name, true);
      subject.listings.push_back({r, dwelling, digest});
      if (subject.fresh) {
        // A second row may bring what the first lacked: a sound number, a phone.
        if (auto* person = pool_.find(best->id)) {
          improve(person->facts, row.facts);
          pool_.index_again(*person);
        }
      }
      return;
    }
    const Ulid id = person_ids_.next();
    SubjectState& subject = subject_of(id, true);
    subject.listings.push_back({r, dwelling, digest});
    subject.perhaps = std::move(perhaps);
    subject.shares_id = std::move(shares_id);
    identity::Person person;
    person.id = id;
    person.no = -static_cast<std::int64_t>(person_ids_.used());
    person.facts = row.facts;
    person.area = code;
    pool_.add(std::move(person));
  }

  // Somebody whom a list named and whom the register did not have: nobody's brother or sister yet.
  [[nodiscard]] bool to_be_found(const Ulid& person) const {
    const auto it = known_.find(person);
    return it != known_.end() && it->second.household.is_nil();
  }

  static void improve(Facts& facts, const Facts& other) {
    if (!facts.has_usable_id() && other.has_usable_id()) {
      facts.id_number = other.id_number;
      facts.id_verdict = other.id_verdict;
      facts.document = other.document;
      facts.birth = other.birth;
      facts.sex = other.sex;
    }
    for (const auto& phone : other.phones) {
      if (facts.phones.size() < 4 &&
          std::find(facts.phones.begin(), facts.phones.end(), phone) == facts.phones.end()) {
        facts.phones.push_back(phone);
      }
    }
    if (!facts.sex) facts.sex = other.sex;
    if (!facts.birth) facts.birth = other.birth;
    if (facts.region.empty()) facts.region = other.region;
  }

  [[nodiscard]] Relation relation_of(const RegisterRow& row) const {
    if (row.relation) return *row.relation;
    if (!row.head.empty() && name_key(row.head) == name_key(row.facts.name)) return Relation::head;
    return Relation::unknown;
  }

  void doubt(DoubtKind kind, const Ulid& person, const std::string& area, const Ulid& other_person,
             const Ulid& other_household, bool fresh) {
    if (!fresh && same_doubt(db_, kind, person, other_person, other_household)) return;
    for (const auto& d : plan_.doubts) {
      if (!fresh && d.kind == kind && d.person == person && d.other_person == other_person &&
          d.other_household == other_household) {
        return;
      }
    }
    plan_.doubts.push_back({kind, person, other_person, other_household, area});
  }

  void doubt_number(const Facts& facts, const Ulid& person, const std::string& area, bool column,
                    bool fresh) {
    if (facts.has_usable_id()) return;
    if (facts.id_number.empty() && facts.id_verdict != IdVerdict::kGarbage) {
      if (column) doubt(DoubtKind::id_missing, person, area, {}, {}, fresh);
    } else {
      doubt(DoubtKind::id_damaged, person, area, {}, {}, fresh);
    }
  }

  void settle(std::size_t i) {
    // By value: what is planned here may not disturb the list.
    const SubjectState subject = subjects_[i];
    if (subject.fresh) {
      settle_new(subject);
    } else if (!subject.listings.empty()) {
      settle_known(subject);
    }
  }

  void settle_new(const SubjectState& subject) {
    const identity::Person* pooled = pool_.find(subject.id);
    FX_CHECK(pooled != nullptr);
    NewPerson person;
    person.id = subject.id;
    person.facts = pooled->facts;
    person.dwelling = subject.listings.front().dwelling;
    person.household = places_.node(person.dwelling).household;
    person.listings = subject.listings;
    const std::string& area = places_.node(person.dwelling).code;
    bool column = false;
    for (const auto& listing : subject.listings) {
      const RegisterRow& row = rows_.rows[listing.row];
      const bool first = &listing == &subject.listings.front();
      column = column || rows_.tables[row.table].has_id_column;
      if (listing.dwelling == person.dwelling) {
        if (person.relation == Relation::unknown) person.relation = relation_of(row);
        if (person.note.empty()) person.note = row.note;
      }
      person.flags |= row.flags.value_or(0);
      fate_[listing.row] = RowFate::kAccepted;
      if (row.sex_disagrees) {
        doubt(DoubtKind::sex_disagrees, person.id, area, {}, {}, false);
      }
      if (first) continue;
      if (listing.dwelling == person.dwelling) {
        fate_[listing.row] = RowFate::kUnchanged;
      } else {
        elsewhere(person.id, area, listing, row);
      }
    }
    doubt_number(person.facts, person.id, area, column, true);
    for (const auto& other : subject.shares_id) {
      doubt(DoubtKind::id_shared, person.id, area, other, {}, true);
      problem(rows_.rows[person.listings.front().row], Column::kIdNumber, kRowIdShared,
              person.facts.id_number, true);
    }
    for (const auto& other : subject.perhaps) {
      doubt(DoubtKind::same_person, person.id, area, other, {}, true);
      problem(rows_.rows[person.listings.front().row], Column::kName, kRowPerhapsSame,
              person.facts.name, true);
    }
    plan_.people.push_back(std::move(person));
  }

  void elsewhere(const Ulid& person, const std::string& area, const Listing& listing,
                 const RegisterRow& row) {
    const Ulid household = places_.node(listing.dwelling).household;
    const auto before = plan_.doubts.size();
    doubt(DoubtKind::two_households, person, area, {}, household, false);
    if (plan_.doubts.size() != before) {
      problem(row, Column::kName, kRowTwoHouseholds, row.facts.name, true);
    }
  }

  void settle_known(const SubjectState& subject) {
    const auto it = known_.find(subject.id);
    std::optional<identity::Person> loaded;
    const identity::Person* person = pool_.find(subject.id);
    if (person == nullptr) {
      loaded = identity::find_person(db_, subject.id);
      if (!loaded || loaded->erased) return;
      person = &*loaded;
    }
    ChangedPerson change;
    change.id = subject.id;
    std::uint32_t home = Places::kNone;
    bool placed = false;
    if (it != known_.end()) {
      // Somebody on a list is known to belong to a dwelling, and still to be found there.
      placed = !it->second.household.is_nil();
      if (placed) home = places_.find(it->second.area);
      change.area = it->second.area;
    } else {
      // They live in another community, or have left this one.
      const auto now = current(db_, subject.id);
      placed = now && !now->household.is_nil();
      change.area = now ? now->area : community_;
    }
    const auto lists_home = [&](const std::vector<Listing>& listings) {
      return std::any_of(listings.begin(), listings.end(),
                         [&](const Listing& l) { return l.dwelling == home; });
    };
    const bool at_home =
        home != Places::kNone && (lists_home(subject.listings) || lists_home(subject.said));
    const bool known_here = it != known_.end();
    // These files have the old household, and without them: they moved.
    const bool moved =
        !at_home &&
        (!placed || (known_here && home != Places::kNone && seen_dwellings_.count(home) != 0));
    if (moved && subject.said.empty()) {
      change.dwelling = subject.listings.front().dwelling;
      change.moved_to = places_.node(change.dwelling).household;
      change.area = places_.node(change.dwelling).code;
      home = change.dwelling;
    }
    bool any = !change.moved_to.is_nil();
    for (const auto& listing : subject.listings) {
      const RegisterRow& row = rows_.rows[listing.row];
      const bool here = listing.dwelling == home;
      // Whoever belongs to another community is for that community to correct.
      const bool ours = known_here || !placed;
      const bool differs = ours && compare_facts(change, person->facts, row.facts);
      bool said_more = differs;
      if (here) {
        said_more =
            compare_state(change, it == known_.end() ? nullptr : &it->second, row) || said_more;
        if (!row.note.empty() && row.note != identity::text_of(db_, subject.id, "note")) {
          change.note = row.note;
          change.change.identity.push_back(IdentityField::note);
          said_more = true;
        }
      } else {
        const auto before = plan_.doubts.size();
        elsewhere(subject.id, known_here ? change.area : places_.node(listing.dwelling).code,
                  listing, row);
        said_more = said_more || plan_.doubts.size() != before;
      }
      if (row.sex_disagrees) {
        doubt(DoubtKind::sex_disagrees, subject.id, change.area, {}, {}, false);
      }
      if (!row.facts.has_usable_id() && !person->facts.has_usable_id()) {
        doubt_number(row.facts, subject.id, change.area, rows_.tables[row.table].has_id_column,
                     false);
      }
      fate_[listing.row] = said_more || (here && any) ? RowFate::kAccepted : RowFate::kUnchanged;
      any = any || said_more;
      change.facts_differ = change.facts_differ || differs;
      if (said_more) change.listings.push_back(listing);
    }
    if (any) {
      auto& fields = change.change.identity;
      std::sort(fields.begin(), fields.end());
      fields.erase(std::unique(fields.begin(), fields.end()), fields.end());
      if (change.listings.empty()) change.listings.push_back(subject.listings.front());
      plan_.changed.push_back(std::move(change));
    }
  }

  static bool compare_facts(ChangedPerson& change, const Facts& known, const Facts& row) {
    auto& fields = change.change.identity;
    const auto before = fields.size();
    if (name_key(known.name) != name_key(row.name)) fields.push_back(IdentityField::name);
    const bool better = row.has_usable_id() && !known.has_usable_id();
    if (better || (known.id_number.empty() && !row.id_number.empty()) ||
        (!known.has_usable_id() && !row.id_number.empty() && row.id_number != known.id_number)) {
      fields.push_back(IdentityField::id_number);
      change.id_now_usable = change.id_now_usable || row.has_usable_id();
    }
    if (std::any_of(row.phones.begin(), row.phones.end(), [&](const std::string& phone) {
          return std::find(known.phones.begin(), known.phones.end(), phone) == known.phones.end();
        })) {
      fields.push_back(IdentityField::phones);
    }
    if (!known.sex && row.sex) fields.push_back(IdentityField::sex);
    if (!row.region.empty() && row.region != known.region) fields.push_back(IdentityField::region);
    return fields.size() != before;
  }

  bool compare_state(ChangedPerson& change, const Known* known, const RegisterRow& row) const {
    bool differs = false;
    const Relation relation = relation_of(row);
    if (relation != Relation::unknown && (known == nullptr || relation != known->relation)) {
      change.change.relation = relation;
      differs = true;
    }
    if (row.flags && (known == nullptr ? *row.flags != 0 : *row.flags != known->flags)) {
      change.change.flags_given = true;
      change.change.flags = list_of(*row.flags);
      differs = true;
    }
    return differs;
  }

  void finish() {
    plan_.areas = places_.added();
    plan_.codes.resize(places_.size());
    for (std::uint32_t at = 0; at < places_.size(); ++at) plan_.codes[at] = places_.node(at).code;
    for (const auto r : raised_) fate_[r] = RowFate::kAccepted;
    for (std::size_t r = 0; r < rows_.rows.size(); ++r) {
      auto& file = plan_.report.files[rows_.rows[r].file];
      switch (fate_[r]) {
        case RowFate::kAccepted:
          ++file.accepted;
          break;
        case RowFate::kUnchanged:
          ++file.unchanged;
          break;
        case RowFate::kSetAside:
          ++file.set_aside;
          break;
      }
    }
    auto& report = plan_.report;
    report.people_new = static_cast<std::int64_t>(plan_.people.size());
    // A second listing that only raises a doubt changes nobody.
    report.people_updated =
        std::count_if(plan_.changed.begin(), plan_.changed.end(), [](const ChangedPerson& p) {
          return !p.moved_to.is_nil() || p.change.relation || p.change.flags_given ||
                 !p.change.identity.empty();
        });
    report.households_new = static_cast<std::int64_t>(plan_.households.size());
    report.areas_new = static_cast<std::int64_t>(plan_.areas.size());
    report.doubts = static_cast<std::int64_t>(plan_.doubts.size());
    std::unordered_map<std::string, std::size_t> order;
    for (const auto& t : rows_.tables) {
      order.emplace(rows_.files[t.file].file + "\n" + t.table.sheet().name(), order.size());
    }
    std::stable_sort(report.problems.begin(), report.problems.end(),
                     [&](const RowProblem& a, const RowProblem& b) {
                       return std::pair(order[a.file + "\n" + a.sheet], a.row) <
                              std::pair(order[b.file + "\n" + b.sheet], b.row);
                     });
  }

  store::Session& db_;
  const std::string& community_;
  const RegisterRows& rows_;
  const RegisterImportOptions& options_;
  Plan plan_;
  PlanDwellings dwellings_;
  Places& places_;
  identity::MemoryPool pool_;
  Ids person_ids_;
  std::unordered_map<Ulid, Known, UlidHash> known_;
  std::unordered_map<std::string, std::vector<Ulid>> listed_;  // to be found, by area
  std::unordered_map<std::int64_t, Ulid> said_;
  std::unordered_set<std::uint32_t> seen_dwellings_;
  std::string_view grid_named_;  // of the row before, and which grid that is
  std::uint32_t grid_ = Places::kNone;
  std::unordered_set<std::string> grids_doubted_;
  std::vector<std::uint32_t> raised_;  // rows that raised a doubt about their household
  std::unordered_map<Ulid, std::size_t, UlidHash> index_;
  std::vector<SubjectState> subjects_;
  std::vector<RowFate> fate_;
};

}  // namespace

Plan make_plan(store::Session& db, const std::string& community, const RegisterRows& rows,
               const Ulid& import, const RegisterImportOptions& options) {
  return Planner(db, community, rows, import, options).run();
}

}  // namespace fx::registry
