#include "modules/observation/rule_change.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "area/code.h"
#include "modules/observation/decide.h"
#include "modules/observation/ledger.h"
#include "policy/compare.h"

namespace fx::observation {
namespace {

using policy::Measure;

// Everything that a rule can tell people apart by; those alike share one decision.
struct Kind {
  std::string chain;
  std::string origin;
  bool abroad = false;
  Day arrived;
  bool symptoms = false;
  Fitness fitness;
  Day ordered;  // the day that "counted from the order" names
  std::string exposure = {};
  auto operator<=>(const Kind&) const = default;
};

struct Someone {
  Ulid person;
  std::string area;
  std::optional<Span> span;
  std::size_t kind = 0;
};

Day anchor_of(const policy::Placement& placement, const Kind& kind) {
  return placement.counted_from == policy::CountedFrom::kOrder ? kind.ordered : kind.arrived;
}

class Comparer {
 public:
  Comparer(store::Session& db, const rules::Rulebook& rules, const host::Frame& frame,
           const RuleSide& before, const RuleSide& after, Language language)
      : db_(db), rules_(rules), frame_(frame), sides_{before, after}, language_(language) {}

  void collect(const Orders& orders, const returnees::Arrivals& arrivals) {
    std::map<Ulid, Span> bound;
    orders.each(db_, frame_, [&](const Span& span) {
      if (!span.in_force(frame_.moment)) return;
      const auto [it, added] = bound.emplace(span.person, span);
      if (!added && it->second.start < span.start) it->second = span;
    });
    const auto waiting = who_waits(db_, arrivals, frame_, Decision::kByMoment);
    arrivals.each(db_, frame_, [&](const returnees::Arrival& arrival) {
      if (const auto it = bound.find(arrival.person); it != bound.end()) {
        add_bound(it->second, arrival);
        bound.erase(it);
        taken_.push_back(arrival.person);
      }
    });
    std::sort(taken_.begin(), taken_.end());
    for (const auto& each : waiting) {
      if (std::binary_search(taken_.begin(), taken_.end(), each.person)) continue;
      add({each.person, each.area, std::nullopt}, {area::chain(each.area),
                                                   each.origin,
                                                   each.abroad,
                                                   each.arrived,
                                                   each.symptoms,
                                                   {},
                                                   frame_.day,
                                                   each.exposure});
    }
    // Their arrival belongs to another area, or there is none.
    for (const auto& [person, span] : bound) {
      if (const auto arrival = arrivals.latest_of(db_, person, frame_)) {
        add_bound(span, *arrival);
      } else {
        ++out_.without_arrival;
      }
    }
  }

  Result<RuleChanges> run() {
    for (const auto& side : sides_) {
      if (side.edition->table("placement") != nullptr) continue;
      // The refusal is that of deciding.
      return policy::decide(*side.pack, *side.edition, "placement", side.pack->facts()).error();
    }
    decide_kinds();
    leave_out_those_over();
    std::vector<std::vector<policy::Value>> columns[2];
    const policy::Side before = side_of(0, columns[0]);
    const policy::Side after = side_of(1, columns[1]);
    const auto compared = policy::compare(before, after, people_.size());
    if (!compared) return compared.error();
    summarise(*compared, before, after);
    list_people(*compared);
    return std::move(out_);
  }

 private:
  void add(Someone someone, Kind kind) {
    const auto [it, added] = kind_index_.emplace(std::move(kind), kind_index_.size());
    if (added) kinds_.push_back(&it->first);
    someone.kind = it->second;
    people_.push_back(std::move(someone));
  }

  void add_bound(const Span& span, const returnees::Arrival& arrival) {
    Kind kind{area::chain(span.area),
              arrival.origin,
              arrival.abroad,
              arrival.arrived,
              arrival.symptoms,
              {},
              frame_.day,
              arrival.exposure};
    if (const auto order = find_order(db_, span.order)) {
      kind.ordered = order->on;
      // What whoever decided had found out holds for another rule as well.
      if (const auto decided = decision_of(db_, *order)) {
        const auto said = [&](const char* fact) {
          return std::find(decided->facts.begin(), decided->facts.end(), fact) !=
                 decided->facts.end();
        };
        kind.fitness.unfit_for_central = said("unfit_for_central=yes");
        kind.fitness.unfit_for_home = said("unfit_for_home=yes");
      }
    }
    add({span.person, span.area, span}, std::move(kind));
  }

  void decide_kinds() {
    for (std::size_t s = 0; s < 2; ++s) {
      for (const Kind* kind : kinds_) {
        auto facts = facts_of(sides_[s], *kind);
        says_[s].push_back(say(sides_[s], *kind, facts));
        facts_[s].push_back(std::move(facts));
      }
    }
  }

  [[nodiscard]] policy::Facts facts_of(const RuleSide& side, const Kind& kind) const {
    auto facts = side.pack->facts();
    rules_.set_origin(facts, *side.pack, kind.chain, kind.origin, kind.abroad);
    set_coming(facts, kind.exposure, frame_.day - kind.arrived);
    facts.flag("symptoms", kind.symptoms);
    facts.flag("unfit_for_central", kind.fitness.unfit_for_central);
    facts.flag("unfit_for_home", kind.fitness.unfit_for_home);
    return facts;
  }

  [[nodiscard]] RuleSays say(const RuleSide& side, const Kind& kind,
                             const policy::Facts& facts) const {
    RuleSays out;
    out.measure_name = policy::label(Measure::kUndecided).in(language_);
    const auto decision = policy::decide(*side.pack, *side.edition, "placement", facts);
    if (!decision) {
      out.problem = decision.error().message(language_);
      return out;
    }
    const auto placement = side.edition->placement(facts);
    FX_CHECK(placement.has_value());
    const auto& rule = **placement;
    out.rule = decision->reference();
    out.person_class = rule.person_class.id;
    out.measure = policy::id(rule.measure);
    out.measure_name = policy::label(rule.measure).in(language_);
    out.days = rule.days;
    out.then_measure = policy::id(rule.then_measure);
    out.then_days = rule.then_days;
    if (rule.measure == Measure::kUndecided) return out;
    const auto course = side.edition->course(rule, facts, anchor_of(rule, kind));
    if (!course.last) return out;
    out.from = course.stages.front().first;
    out.until = course.last;
    out.over = *course.last < frame_.day;
    return out;
  }

  void leave_out_those_over() {
    const auto over = [&](const Someone& someone) {
      return says_[0][someone.kind].over && says_[1][someone.kind].over;
    };
    const auto end = std::remove_if(people_.begin(), people_.end(), over);
    out_.period_over = people_.end() - end;
    people_.erase(end, people_.end());
  }

  // Columns for the facts that anybody has otherwise than at first; `keep` holds them.
  policy::Side side_of(std::size_t s, std::vector<std::vector<policy::Value>>& keep) const {
    const auto& decls = sides_[s].pack->vocabulary().facts;
    policy::Side out{sides_[s].pack, sides_[s].edition, {}};
    out.columns.assign(decls.size(), nullptr);
    keep.reserve(decls.size());
    for (std::size_t slot = 0; slot < decls.size(); ++slot) {
      const int at = static_cast<int>(slot);
      const bool used = std::any_of(
          facts_[s].begin(), facts_[s].end(),
          [&](const policy::Facts& facts) { return facts.value(at) != decls[slot].initial; });
      if (!used) continue;
      auto& column = keep.emplace_back();
      column.reserve(people_.size());
      for (const auto& someone : people_) column.push_back(facts_[s][someone.kind].value(at));
      out.columns[slot] = column.data();
    }
    return out;
  }

  [[nodiscard]] bool measure_changes(std::size_t kind) const {
    const auto key = [](const RuleSays& says) {
      return std::tie(says.measure, says.days, says.then_measure, says.then_days, says.until);
    };
    return key(says_[0][kind]) != key(says_[1][kind]);
  }

  [[nodiscard]] RuleNeeds needs_of(const policy::Needs& needs) const {
    const auto count = [](std::size_t n) { return static_cast<std::int64_t>(n); };
    RuleNeeds out;
    for (std::size_t m = 0; m < needs.people.size(); ++m) {
      const auto measure = static_cast<Measure>(m);
      if (needs.people[m] == 0) continue;
      out.measures.push_back({std::string(policy::id(measure)),
                              policy::label(measure).in(language_), count(needs.people[m])});
    }
    out.rooms = count(needs.rooms);
    out.person_days = count(needs.person_days);
    out.readings = count(needs.readings);
    out.tests = count(needs.tests);
    out.staff = count(needs.staff);
    out.undecided = count(needs.undecided);
    return out;
  }

  void summarise(const policy::Comparison& compared, const policy::Side& before,
                 const policy::Side& after) {
    out_.people = static_cast<std::int64_t>(people_.size());
    out_.same = static_cast<std::int64_t>(compared.same);
    out_.changed = out_.people - out_.same;
    for (const auto& someone : people_) ++(someone.span ? out_.under_order : out_.waiting);
    out_.needs_before = needs_of(compared.before);
    out_.needs_after = needs_of(compared.after);
    for (const auto& change : compared.changes) {
      out_.changes.push_back(
          {static_cast<std::int64_t>(change.people), false,
           policy::show_change(before, after, "placement", change, Language::kZh),
           policy::show_change(before, after, "placement", change, Language::kEn)});
    }
  }

  void list_people(const policy::Comparison& compared) {
    for (std::size_t i = 0; i < people_.size(); ++i) {
      if (compared.change[i] == policy::Comparison::kSame) continue;
      const auto& someone = people_[i];
      ChangedPerson line;
      line.person = someone.person;
      line.area = someone.area;
      if (someone.span) {
        line.order = someone.span->order;
        line.measure = policy::id(someone.span->measure);
        line.until = someone.span->last;
      }
      line.change = compared.change[i];
      line.before = says_[0][someone.kind];
      line.after = says_[1][someone.kind];
      if (measure_changes(someone.kind)) {
        ++out_.measures_changed;
        out_.changes[compared.change[i]].measure_changes = true;
      }
      out_.persons.push_back(std::move(line));
    }
    std::sort(out_.persons.begin(), out_.persons.end(),
              [](const ChangedPerson& a, const ChangedPerson& b) {
                return std::tie(a.change, a.area, a.person) < std::tie(b.change, b.area, b.person);
              });
  }

  store::Session& db_;
  const rules::Rulebook& rules_;
  const host::Frame& frame_;
  const RuleSide sides_[2];
  const Language language_;
  std::map<Kind, std::size_t> kind_index_;
  std::vector<const Kind*> kinds_;
  std::vector<Someone> people_;
  std::vector<Ulid> taken_;
  std::vector<RuleSays> says_[2];        // by kind
  std::vector<policy::Facts> facts_[2];  // by kind
  RuleChanges out_;
};

}  // namespace

Result<RuleChanges> compare_rules(store::Session& db, const Orders& orders,
                                  const returnees::Arrivals& arrivals, const rules::Rulebook& rules,
                                  const host::Frame& frame, const RuleSide& before,
                                  const RuleSide& after, Language language) {
  Comparer comparer(db, rules, frame, before, after, language);
  comparer.collect(orders, arrivals);
  return comparer.run();
}

}  // namespace fx::observation
