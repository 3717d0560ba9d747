// Comparing what is in force with what one thinks of choosing, as questions and as a workbook:
// counts for whoever sees figures, people for whoever sees records. Nothing is applied.
#include <algorithm>
#include <set>

#include "area/code.h"
#include "area/tree.h"
#include "modules/observation/ledger.h"
#include "modules/observation/moves.h"
#include "modules/observation/rule_change_book.h"

namespace fx::observation {
namespace {

constexpr std::size_t kMostPeopleInBook = 20'000;
constexpr std::size_t kMostFindings = 100;

struct ComparisonParams {
  std::string area;
  std::optional<Day> on;  // default: today
  // What one thinks of choosing: "PACK", in its edition of the day, or "PACK/EDITION"; or a draft,
  // in its last edition. Neither: what is in force, alone.
  std::optional<std::string> pack;
  std::optional<Ulid> draft;
  // With another pack or edition than what is in force: then each stands by itself.
  std::optional<std::string> against;
};
BOOST_DESCRIBE_STRUCT(ComparisonParams, (), (area, on, pack, draft, against))

struct RuleName {
  std::string pack;
  std::string edition;
  std::string pack_name;
  std::string edition_name;
  Day from;
};
BOOST_DESCRIBE_STRUCT(RuleName, (), (pack, edition, pack_name, edition_name, from))

// What one thinks of choosing, as it is written.
struct CandidateInfo {
  RuleName rule;
  std::optional<Day> until;
  bool moves = false;  // people under an older edition move over to it
  bool draft = false;
  // Choosing the pack from this day on would choose this edition.
  bool of_the_day = false;
};
BOOST_DESCRIBE_STRUCT(CandidateInfo, (), (rule, until, moves, draft, of_the_day))

struct NotCounted {
  std::string code;
  std::string message;
  std::string remedy;
};
BOOST_DESCRIBE_STRUCT(NotCounted, (), (code, message, remedy))

struct Comparison {
  std::string area;
  std::string area_name;
  Day on;
  std::optional<CandidateInfo> candidate;
  // In the area itself; nothing where no rule is in force.
  std::optional<RuleName> before;
  std::optional<RuleName> after;
  std::int64_t people = 0;
  std::int64_t under_order = 0;
  std::int64_t waiting = 0;
  std::int64_t period_over = 0;
  std::int64_t without_arrival = 0;
  std::int64_t same = 0;
  std::int64_t changed = 0;
  std::int64_t measures_changed = 0;
  std::vector<RuleUsed> rules_before;
  std::vector<RuleUsed> rules_after;
  RuleNeeds needs_before;
  RuleNeeds needs_after;
  std::vector<RuleChange> changes;
  // What does not count of what levels say, if it were chosen.
  std::vector<NotCounted> findings;
  // Of people under an order, if it were chosen: who would move over and who would stay, and why.
  std::optional<MoveSummary> moves;
};
BOOST_DESCRIBE_STRUCT(Comparison, (),
                      (area, area_name, on, candidate, before, after, people, under_order, waiting,
                       period_over, without_arrival, same, changed, measures_changed, rules_before,
                       rules_after, needs_before, needs_after, changes, findings, moves))

struct PeopleParams {
  std::string area;
  std::optional<Day> on;
  std::optional<std::string> pack;
  std::optional<Ulid> draft;
  std::optional<std::string> against;
  std::optional<int> change;  // index in Comparison::changes; default: all
  std::optional<int> limit;
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(PeopleParams, (), (area, on, pack, draft, against, change, limit, after))

struct ComparedPerson {
  identity::PersonCard person;
  std::optional<registry::HouseholdCard> household;
  std::string area;
  std::optional<Ulid> order;  // that binds on the day; nothing: waits for a decision
  std::optional<std::string> measure;
  std::optional<std::string> measure_name;
  std::optional<Day> until;
  std::int64_t change = 0;
  RuleSays before;
  RuleSays after;
};
BOOST_DESCRIBE_STRUCT(ComparedPerson, (),
                      (person, household, area, order, measure, measure_name, until, change, before,
                       after))

struct ComparedPeople {
  std::int64_t total = 0;
  std::optional<RuleChange> change;  // the one that was asked for
  std::vector<ComparedPerson> people;
  std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(ComparedPeople, (), (total, change, people, next))

RuleName name_of(const policy::Pack& pack, const policy::Edition& edition, Language language) {
  return {pack.id(), edition.id(), pack.name().in(language), edition.name().in(language),
          edition.from()};
}

std::optional<RuleName> name_of(const RuleSide& side, Language language) {
  if (side.pack == nullptr) return std::nullopt;
  return name_of(*side.pack, *side.edition, language);
}

// What is asked about, worked out once. Not to be moved: its parts point to one another.
class Asked {
 public:
  Asked(host::QueryContext& context, const Parts& parts, const Orders& orders,
        const ComparisonParams& params)
      : context_(context),
        parts_(parts),
        orders_(orders),
        params_(params),
        day_(params.on.value_or(context.today())) {}

  Status run() {
    if (auto status = find_candidate(); !status) return status.error();
    const auto frame = host::Frame::make(params_.area, day_, context_.now);
    if (params_.against) return compare_each_by_itself(frame);
    if (candidate_) supposed_ = parts_.rules.supposing(params_.area, *candidate_, day_);
    const auto before = in_force_in(context_.db, parts_.rules, day_);
    const auto after = [&](const std::string& chain) { return rule_if_chosen(chain); };
    changes_ = compare_rules(context_.db, orders_, parts_.arrivals, parts_.rules, frame, before,
                             after, context_.language);
    before_ = name_of(before(params_.area), context_.language);
    after_ = name_of(rule_if_chosen(params_.area), context_.language);
    return {};
  }

  [[nodiscard]] Day day() const { return day_; }
  [[nodiscard]] RuleChanges& changes() { return changes_; }
  [[nodiscard]] const std::optional<RuleName>& before() const { return before_; }
  [[nodiscard]] const std::optional<RuleName>& after() const { return after_; }
  [[nodiscard]] std::vector<NotCounted>& findings() { return findings_; }

  [[nodiscard]] std::optional<CandidateInfo> candidate() const {
    if (!candidate_) return std::nullopt;
    const auto& [pack, edition] = *candidate_;
    CandidateInfo out{name_of(*pack, *edition, context_.language), edition->until(),
                      edition->running() == policy::Running::kMove, params_.draft.has_value(),
                      false};
    const auto on = pack->edition_on(day_);
    out.of_the_day = !out.draft && on && (*on)->id() == edition->id();
    return out;
  }

  // Nothing where it is not about choosing.
  [[nodiscard]] std::optional<MoveSummary> moves() const {
    if (params_.against) return std::nullopt;
    Mover mover(context_.db, parts_, book(), day_, context_.now);
    return summary_of_moves(context_.db, mover, params_.area, context_.language);
  }

 private:
  Status find_candidate() {
    if (!params_.pack && !params_.draft) return {};
    auto found = params_.draft ? parts_.rules.draft(context_.db, context_.actor, *params_.draft)
                               : parts_.rules.candidate(*params_.pack, day_);
    if (!found) return found.error();
    candidate_ = *std::move(found);
    return {};
  }

  Status compare_each_by_itself(const host::Frame& frame) {
    const auto other = parts_.rules.candidate(*params_.against, day_);
    if (!other) return other.error();
    auto first = parts_.rules.alone(*other, day_);
    if (!first) return first.error();
    auto second = parts_.rules.alone(candidate_.value_or(*other), day_);
    if (!second) return second.error();
    const RuleSide before{first->pack.get(), first->edition};
    const RuleSide after{second->pack.get(), second->edition};
    auto changes = compare_rules(context_.db, orders_, parts_.arrivals, parts_.rules, frame, before,
                                 after, context_.language);
    if (!changes) return changes.error();
    changes_ = *std::move(changes);
    before_ = name_of(before, context_.language);
    after_ = name_of(after, context_.language);
    for (const auto& finding : second->findings) tell(finding.what);
    return {};
  }

  [[nodiscard]] const rules::Rulebook& book() const {
    return supposed_ == nullptr ? parts_.rules : *supposed_;
  }

  RuleSide rule_if_chosen(const std::string& chain) {
    const auto found = book().in_force(context_.db, chain, day_);
    if (!found) return {};
    if (found->refused) tell(*found->refused);
    if (found->levels != nullptr) {
      for (const auto& finding : found->levels->findings) tell(finding.what);
    }
    return {found->pack, found->edition};
  }

  void tell(const Refusal& what) {
    auto message = what.message(context_.language);
    if (findings_.size() == kMostFindings || !told_.insert(message).second) return;
    findings_.push_back(
        {std::string(what.code()), std::move(message), what.remedy(context_.language)});
  }

  host::QueryContext& context_;
  const Parts& parts_;
  const Orders& orders_;
  const ComparisonParams& params_;
  const Day day_;
  std::optional<rules::Candidate> candidate_;
  std::unique_ptr<rules::Rulebook> supposed_;
  RuleChanges changes_;
  std::optional<RuleName> before_;
  std::optional<RuleName> after_;
  std::vector<NotCounted> findings_;
  std::set<std::string> told_;
};

Result<Comparison> comparison(host::QueryContext& context, const Parts& parts, const Orders& orders,
                              const ComparisonParams& params) {
  Asked asked(context, parts, orders, params);
  if (auto status = asked.run(); !status) return status.error();
  auto& changes = asked.changes();
  return Comparison{params.area,
                    area::full_name(context.db, params.area),
                    asked.day(),
                    asked.candidate(),
                    asked.before(),
                    asked.after(),
                    changes.people,
                    changes.under_order,
                    changes.waiting,
                    changes.period_over,
                    changes.without_arrival,
                    changes.same,
                    changes.changed,
                    changes.measures_changed,
                    std::move(changes.rules_before),
                    std::move(changes.rules_after),
                    std::move(changes.needs_before),
                    std::move(changes.needs_after),
                    std::move(changes.changes),
                    std::move(asked.findings()),
                    asked.moves()};
}

ComparedPerson card_of(host::QueryContext& context, const Parts& parts,
                       const ChangedPerson& person) {
  ComparedPerson out;
  out.person = parts.people.card(context, person.person);
  const auto place = parts.people.place_of(context.db, person.person);
  if (place && !place->household.is_nil()) {
    out.household = parts.people.household_card(context, place->household);
  }
  out.area = person.area;
  out.order = person.order;
  out.measure = person.measure;
  if (const auto measure = policy::parse_measure(person.measure.value_or(""))) {
    out.measure_name = policy::label(*measure).in(context.language);
  }
  out.until = person.until;
  out.change = person.change;
  out.before = person.before;
  out.after = person.after;
  return out;
}

Result<ComparedPeople> compared_people(host::QueryContext& context, const Parts& parts,
                                       const Orders& orders, const PeopleParams& params) {
  const ComparisonParams about{params.area, params.on, params.pack, params.draft, params.against};
  Asked asked(context, parts, orders, about);
  if (auto status = asked.run(); !status) return status.error();
  const auto& changes = asked.changes();
  const auto limit = static_cast<std::size_t>(std::clamp(params.limit.value_or(50), 1, 500));
  ComparedPeople out;
  if (params.change && *params.change >= 0 &&
      static_cast<std::size_t>(*params.change) < changes.changes.size()) {
    out.change = changes.changes[static_cast<std::size_t>(*params.change)];
  }
  std::string last;
  bool passed = !params.after;
  for (const auto& person : changes.persons) {
    if (params.change && person.change != *params.change) continue;
    ++out.total;
    const auto key = person.person.text();
    if (!passed) {
      passed = key == *params.after;
      continue;
    }
    if (out.people.size() == limit) {
      if (!out.next) out.next = last;
      continue;
    }
    out.people.push_back(card_of(context, parts, person));
    last = key;
  }
  return out;
}

std::string shown(const std::optional<RuleName>& rule) {
  return rule ? rule->pack + "/" + rule->edition : std::string("-");
}

Result<host::File> workbook(host::QueryContext& context, const Parts& parts, const Orders& orders,
                            const ComparisonParams& params) {
  Asked asked(context, parts, orders, params);
  if (auto status = asked.run(); !status) return status.error();
  const bool zh = context.language == Language::kZh;
  const auto& changes = asked.changes();
  RuleChangeBook book;
  book.before = shown(asked.before());
  book.after = shown(asked.after());
  book.title = area::full_name(context.db, params.area) + "  " + iso(asked.day()) + "  " +
               book.before + " → " + book.after;
  if (!context.actor.may(access::Permission::see_records, params.area)) {
    book.remark = zh ? "人员名单只有能查看台账的人才有"
                     : "people are listed for those who may see records only";
  } else if (changes.persons.size() > kMostPeopleInBook) {
    book.remark = zh ? "人数太多，未列名单；请按下一级区域分别下载"
                     : "too many people to list: ask for the areas below one by one";
  } else {
    book.who = {
        {zh ? "姓名" : "name", 14}, {zh ? "住址" : "address", 36}, {zh ? "区域代码" : "area", 28}};
    book.who_cells = [&](const ChangedPerson& person) {
      const auto card = card_of(context, parts, person);
      return std::vector<std::string>{
          card.person.name, card.household ? card.household->address : std::string(), person.area};
    };
  }
  sheet::XlsxWriter writer;
  write_rule_changes(writer, changes, book, context.language);
  return host::File{
      (zh ? "规则比较-" : "comparison-") + params.area + "-" + iso(asked.day()) + ".xlsx",
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", writer.finish()};
}

}  // namespace

void declare_comparing(host::Declaration& to, const Parts& parts, const Orders& orders) {
  to.question<ComparisonParams, Comparison>(
      {"/api/observation/comparison", access::Permission::see_figures, "规则比较",
       "what another rule would change", host::named_area<ComparisonParams>,
       [&parts, &orders](host::QueryContext& context, const ComparisonParams& params) {
         return comparison(context, parts, orders, params);
       }});
  to.question<PeopleParams, ComparedPeople>(
      {"/api/observation/comparison/people", access::Permission::see_records, "规则比较涉及的人员",
       "whom another rule would decide otherwise", host::named_area<PeopleParams>,
       [&parts, &orders](host::QueryContext& context, const PeopleParams& params) {
         return compared_people(context, parts, orders, params);
       }});
  to.document<ComparisonParams>(
      {"/api/observation/comparison.xlsx", access::Permission::see_figures, "规则比较（表格）",
       "what another rule would change, as a workbook", host::named_area<ComparisonParams>,
       [&parts, &orders](host::QueryContext& context, const ComparisonParams& params) {
         return workbook(context, parts, orders, params);
       }});
}

}  // namespace fx::observation
