#include <algorithm>
#include <filesystem>
#include <map>

#include "area/code.h"
#include "modules/rules/authoring.h"
#include "modules/rules/choices.h"
#include "modules/rules/drafts.h"
#include "modules/rules/entries.h"
#include "modules/rules/layer_cache.h"
#include "modules/rules/layered.h"
#include "modules/rules/published.h"
#include "modules/rules/questions.h"
#include "modules/rules/resident.h"
#include "modules/rules/rules.h"

namespace fx::rules {
namespace {

struct Use {
  static constexpr std::string_view kName = "rules.use";
  std::string area;
  std::string pack;
  std::optional<Day> from;  // default: the day of the command
};
BOOST_DESCRIBE_STRUCT(Use, (), (area, pack, from))

constexpr const char* kTable = R"(
create table rules_choice(
  entry blob primary key,
  area text not null,
  pack text not null,
  digest text not null,
  from_day integer not null,
  actor blob,
  known_from integer not null,
  known_to integer not null
) strict, without rowid;
create index rules_choice_area on rules_choice(area, from_day);
)";

// The smallest area that can have a choice of its own.
std::string choosing_area(std::string_view area) {
  auto community = area::at_level(area, area::Level::kCommunity);
  return community.empty() ? std::string(area) : community;
}

class Book final : public Rulebook {
 public:
  explicit Book(const Shelf& shelf)
      : shelf_(shelf), own_(std::make_unique<LayerCache>(shelf)), layered_(*own_) {}
  // What only this one knows must not come into the other's memory.
  Book(const Book& base, std::string area, Candidate candidate, Day from)
      : shelf_(base.shelf_),
        supposed_(
            Chosen{std::move(area), candidate.pack->id(), candidate.pack, candidate.edition, from}),
        own_(on_shelf(candidate) ? nullptr : std::make_unique<LayerCache>(shelf_)),
        layered_(own_ == nullptr ? base.layered_ : *own_) {
    if (own_ != nullptr) {
      with_it_ = shelf_.packs();
      with_it_.insert(with_it_.begin(), candidate.pack);
    }
  }

  [[nodiscard]] std::optional<InForce> in_force(store::Session& db, std::string_view area,
                                                Day day) const override {
    return decide(chosen_by(db, area, day), day);
  }

  [[nodiscard]] std::unique_ptr<Choices> read(store::Session& db,
                                              std::string_view area) const override {
    auto out = std::make_unique<ReadChoices>(
        db, shelf_.packs(), area,
        [this](std::vector<Chosen> choices, Day day) { return decide(std::move(choices), day); });
    if (supposed_ &&
        (area::contains(area, supposed_->area) || area::contains(supposed_->area, area))) {
      out->suppose(*supposed_);
    }
    return out;
  }

  // What those choices come to, the top level first.
  [[nodiscard]] std::optional<InForce> decide(std::vector<Chosen> choices, Day day) const {
    const auto nearest = std::find_if(choices.rbegin(), choices.rend(),
                                      [](const Chosen& each) { return each.edition != nullptr; });
    if (nearest == choices.rend()) return std::nullopt;
    InForce out{nearest->pack.get(), nearest->edition, nearest->area, nullptr, {}};
    const auto counts = std::count_if(choices.begin(), choices.end(),
                                      [](const Chosen& each) { return each.edition != nullptr; });
    if (counts == 1 && out.pack->under().empty()) return out;
    const auto used = used_packs(all_packs(), std::move(choices), day);
    if (!used) {
      out.refused = used.error();
      return out;
    }
    const auto layers = layers_of(*used);
    const auto ruling = std::count_if(layers.begin(), layers.end(), [](const policy::Layer& each) {
      return each.edition != nullptr;
    });
    if (ruling == 1) return out;
    const auto& found = layered_.find(layers);
    if (found.refused) {
      out.refused = found.refused;
      return out;
    }
    out.pack = found.resolved->pack.get();
    out.edition = found.resolved->edition;
    out.levels = &*found.resolved;
    return out;
  }

  [[nodiscard]] std::vector<const policy::Pack*> in_use(store::Session& db, std::string_view area,
                                                        Day day) const override {
    std::vector<const policy::Pack*> out;
    const auto add = [&](std::string_view at) {
      const auto found = in_force(db, at, day);
      if (!found || std::find(out.begin(), out.end(), found->pack) != out.end()) return;
      out.push_back(found->pack);
    };
    add(area);
    // Neighbours that have chosen the same pack are under the same rule.
    std::map<std::pair<std::string, std::string>, std::string> inside;
    {
      const auto [low, high] = area::range(area);
      auto q = db.query(
          "select area, pack, digest from rules_choice c where $1 <= area and area < $2 and"
          " from_day <= $3 and known_to = $4 and not exists (select 1 from rules_choice l where"
          " l.area = c.area and c.from_day < l.from_day and l.from_day <= $3 and l.known_to = $4)"
          " order by area",
          low, high, day, kForever);
      while (q.next())
        inside.try_emplace({area::parent(q.text(0)), q.string(1) + q.string(2)}, q.string(0));
    }
    for (const auto& [key, at] : inside) add(at);
    if (supposed_ && area::contains(area, supposed_->area)) add(supposed_->area);
    return out;
  }

  [[nodiscard]] const std::vector<policy::PackPtr>& packs() const override {
    return shelf_.packs();
  }

  [[nodiscard]] const policy::Pack* pack(std::string_view id) const override {
    return find_pack(shelf_.packs(), id).get();
  }

  [[nodiscard]] Rule rule(std::string_view pack, std::string_view edition) const override {
    if (own_ != nullptr && supposed_ && pack == supposed_->id) {
      if (const auto* found = supposed_->pack->edition(edition)) {
        return {supposed_->pack.get(), found};
      }
    }
    return layered_.named(pack, edition);
  }

  [[nodiscard]] Result<Candidate> candidate(std::string_view name, Day day) const override {
    return named_edition(shelf_.packs(), name, day);
  }

  [[nodiscard]] Result<Candidate> draft(store::Session& db, const access::Actor& actor,
                                        const Ulid& id) const override {
    return candidate_of_draft(db, actor, id);
  }

  [[nodiscard]] Result<NamedRule> alone(const Candidate& candidate, Day day) const override {
    auto packs = shelf_.packs();
    packs.insert(packs.begin(), candidate.pack);
    return by_itself(packs, candidate, day);
  }

  [[nodiscard]] std::unique_ptr<Rulebook> supposing(std::string area, Candidate candidate,
                                                    Day from) const override {
    return std::make_unique<Book>(*this, choosing_area(area), std::move(candidate), from);
  }

  void set_origin(policy::Facts& facts, const policy::Pack& pack, std::string_view area,
                  std::string_view origin, bool abroad) const override {
    pack.set_origin(facts, origin, area.substr(0, area.find('-')));
    if (abroad) facts.choose("origin_relation", "abroad");
  }

  [[nodiscard]] std::string origin_relation(const policy::Pack& pack, std::string_view area,
                                            std::string_view origin, bool abroad) const override {
    const auto set = policy::origin_set_of(pack.origin_sets(), origin);
    if (set != "none") return std::string(set);
    if (abroad) return "abroad";
    return std::string(policy::origin_relation(origin, area.substr(0, area.find('-'))));
  }

  [[nodiscard]] std::string known() const {
    std::string out;
    std::string_view last;  // several publications of one pack stand together
    for (const auto& pack : shelf_.packs()) {
      if (pack->id() == last) continue;
      out += (out.empty() ? "" : ", ") + pack->id();
      last = pack->id();
    }
    return out;
  }

 private:
  [[nodiscard]] bool on_shelf(const Candidate& candidate) const {
    const auto& packs = shelf_.packs();
    return std::find(packs.begin(), packs.end(), candidate.pack) != packs.end();
  }

  [[nodiscard]] const std::vector<policy::PackPtr>& all_packs() const {
    return own_ != nullptr && supposed_ ? with_it_ : shelf_.packs();
  }

  // With the choice that nobody has made, where it counts.
  [[nodiscard]] std::vector<Chosen> chosen_by(store::Session& db, std::string_view area,
                                              Day day) const {
    auto out = chosen(shelf_.packs(), db, area, day);
    if (!supposed_ || day < supposed_->from || !area::contains(supposed_->area, area)) return out;
    const auto at = std::find_if(out.begin(), out.end(), [&](const Chosen& each) {
      return !area::contains(each.area, supposed_->area) || each.area == supposed_->area;
    });
    if (at == out.end() || at->area != supposed_->area) {
      out.insert(at, *supposed_);
    } else if (at->from <= supposed_->from) {
      *at = *supposed_;
    }
    return out;
  }

  const Shelf& shelf_;
  const std::optional<Chosen> supposed_;
  std::vector<policy::PackPtr> with_it_;  // a supposed pack that is not on the shelf, and those
  const std::unique_ptr<const LayerCache> own_;
  const LayerCache& layered_;
};

class RulesModule final : public Rules {
 public:
  RulesModule(std::vector<policy::PackPtr> packs,
              std::map<std::string, std::filesystem::path, std::less<>> folders)
      : shelf_(std::move(packs)), beginnings_{std::move(folders), &shelf_}, book_(shelf_) {}
  [[nodiscard]] std::string_view name() const override { return "rules"; }
  [[nodiscard]] const Rulebook& rulebook() const override { return book_; }
  void open(store::Session& db) { put_on_shelf(db, shelf_); }

  void declare(host::Declaration& to) override {
    to.entry<PackChosen>("选用规则包", "policy pack chosen");
    to.view("rules_choice", kTable);
    to.on<PackChosen>([](store::Session& db, const journal::Entry& entry, const PackChosen& p) {
      db.run(
          "update rules_choice set known_to = $1 where area = $2 and from_day = $3 and"
          " known_to = $4",
          entry.recorded_at, p.area, p.from, kForever);
      db.run(
          "insert into rules_choice(entry, area, pack, digest, from_day, actor, known_from,"
          " known_to) values ($1, $2, $3, $4, $5, $6, $7, $8)",
          entry.id, p.area, p.pack, p.digest, p.from, entry.actor, entry.recorded_at, kForever);
    });
    to.command<Use>(
        {access::Permission::choose_policy, "选用规则包", "choose a policy pack",
         [](store::Session&, const Use& use) -> Result<std::string> {
           return host::area_by_code(use.area);
         },
         [this](host::CommandContext& context, const Use& use) { return choose(context, use); }});
    declare_questions(to);
    declare_rows(to, book_);
    declare_resident_rules(to, book_);
    declare_published(to, shelf_);
    declare_drafts(to, beginnings_);
    declare_authoring(to, beginnings_);
  }

 private:
  Result<host::Done> choose(host::CommandContext& context, const Use& use) const {
    const auto* pack = book_.pack(use.pack);
    if (pack == nullptr) {
      return refuse(kUnknownPack, "pack", {{"pack", use.pack}, {"known", book_.known()}});
    }
    if (choosing_area(use.area) != use.area) {
      return refuse(kBelowCommunity, "area", {{"area", use.area}});
    }
    const Day from = use.from.value_or(day_of(context.occurred_at));
    auto edition = pack->edition_on(from);
    if (!edition) return edition.error();
    PackChosen chosen{use.area, pack->id(), pack->digest(), {}, from};
    for (const auto& e : pack->editions()) {
      if (e.from() >= (*edition)->from()) chosen.editions.push_back(e.id());
    }
    // The same choice again needs no entry.
    const bool known = context.db
                           .integer(
                               "select 1 from rules_choice where area = $1 and from_day = $2 and"
                               " pack = $3 and digest = $4 and known_to = $5",
                               use.area, from, chosen.pack, chosen.digest, kForever)
                           .has_value();
    if (!known) context.append({context.new_id(), use.area}, chosen);
    // What the choice comes to with those above it: whoever chooses must see what does not count.
    json::Object result{{"pack", chosen.pack}, {"edition", (*edition)->id()}};
    if (const auto found = book_.in_force(context.db, use.area, from)) {
      result["rule"] = found->pack->id() + "/" + found->edition->id();
      json::Array findings;
      const auto tell = [&](const Refusal& what) {
        findings.push_back(json::Object{{"code", what.code()},
                                        {"zh", what.message(Language::kZh)},
                                        {"en", what.message(Language::kEn)}});
      };
      if (found->refused) tell(*found->refused);
      if (found->levels != nullptr) {
        for (const auto& finding : found->levels->findings) tell(finding.what);
      }
      if (!findings.empty()) result["findings"] = std::move(findings);
    }
    return host::Done{{}, std::move(result)};
  }

  void declare_questions(host::Declaration& to) {
    to.question<NoParams, PackList>(
        {"/api/rules/packs",
         std::nullopt,
         "规则包清单",
         "the policy packs",
         {},
         [this](host::QueryContext& context, const NoParams&) -> Result<PackList> {
           PackList out;
           for (const auto& pack : book_.packs()) {
             if (!out.packs.empty() && out.packs.back().id == pack->id()) continue;  // older
             out.packs.push_back(describe(*pack, context.language));
             const auto own = published(context.db, pack->id());
             if (!own) continue;
             out.packs.back().published_by = own->area;
             out.packs.back().publication = own->number;
           }
           return out;
         }});
    to.question<WhereWhen, RulesInForce>(
        {"/api/rules/in-force",
         std::nullopt,
         "现行规则",
         "the rules in force",
         {},
         [this](host::QueryContext& context, const WhereWhen& asked) -> Result<RulesInForce> {
           if (auto area = host::area_by_code(asked.area); !area) return area.error();
           RulesInForce out;
           out.area = asked.area;
           out.on = asked.on.value_or(context.today());
           const auto found = book_.in_force(context.db, asked.area, out.on);
           if (!found) return out;
           out.chosen_for = found->chosen_for;
           out.pack = NamedInfo{found->pack->id(), found->pack->name().in(context.language)};
           const auto& e = *found->edition;
           out.edition =
               EditionInfo{e.id(), e.name().in(context.language), e.from(), e.until(), e.note()};
           out.topics = describe(*found->pack, e, context.language);
           const auto used = used_packs(
               book_.packs(), chosen(book_.packs(), context.db, asked.area, out.on), out.on);
           if (used) {
             for (const auto& each : *used) {
               out.levels.push_back(describe(each, context.language));
             }
           }
           if (found->refused) out.refused = describe(*found->refused, context.language);
           if (found->levels != nullptr) {
             for (const auto& finding : found->levels->findings) {
               out.findings.push_back(describe(finding.what, context.language));
             }
           }
           return out;
         }});
    to.question<WhereOnly, ChoiceList>(
        {"/api/rules/choices",
         std::nullopt,
         "选用规则包的记录",
         "which pack was chosen when",
         {},
         [](host::QueryContext& context, const WhereOnly& asked) -> Result<ChoiceList> {
           if (auto area = host::area_by_code(asked.area); !area) return area.error();
           ChoiceList out;
           for (std::string at = choosing_area(asked.area); !at.empty(); at = area::parent(at)) {
             auto q = context.db.query(
                 "select pack, from_day, known_from, actor, known_to from rules_choice"
                 " where area = $1 order by from_day desc, known_from desc, entry desc",
                 at);
             while (q.next()) {
               out.choices.push_back(
                   {at, q.string(0), q.day(1), q.instant(2), q.ulid(3), q.instant(4) == kForever});
             }
           }
           return out;
         }});
  }

  Shelf shelf_;
  Beginnings beginnings_;
  Book book_;
};

}  // namespace

// There is but one kind of Rules.
void open(Rules& rules, store::Session& db) { static_cast<RulesModule&>(rules).open(db); }

std::unique_ptr<Rules> make_module(std::vector<policy::PackPtr> packs) {
  return std::make_unique<RulesModule>(std::move(packs),
                                       std::map<std::string, std::filesystem::path, std::less<>>());
}

Result<std::unique_ptr<Rules>> make_module(const std::string& packs_folder) {
  std::vector<policy::PackPtr> packs;
  std::map<std::string, std::filesystem::path, std::less<>> folders;
  for (auto& listed : policy::list_packs(packs_folder)) {
    if (!listed.pack) return listed.pack.error();
    folders.emplace((*listed.pack)->id(), listed.folder);
    packs.push_back(std::move(*listed.pack));
  }
  return std::unique_ptr<Rules>(
      std::make_unique<RulesModule>(std::move(packs), std::move(folders)));
}

}  // namespace fx::rules
