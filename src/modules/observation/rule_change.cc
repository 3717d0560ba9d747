#include "modules/observation/rule_change.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "area/code.h"
#include "modules/observation/decide.h"
#include "modules/observation/ledger.h"
#include "modules/observation/refusals.h"
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
  auto operator<=>(const Kind&) const = default;  // NOLINT(modernize-use-nullptr): a false alarm
};

struct Someone {
  Ulid person;
  std::string area;
  std::optional<Span> span;
  std::size_t kind = 0;
};

// Two rules, and those who are decided by them.
struct Pair {
  RuleSide sides[2];
  std::vector<std::size_t> people;
};

bool decides_placement(const RuleSide& side) {
  const auto* table = side.pack == nullptr ? nullptr : side.edition->table("placement");
  return table != nullptr && table->hit != policy::HitPolicy::kCollect;
}

Day anchor_of(const policy::Placement& placement, const Kind& kind) {
  return placement.counted_from == policy::CountedFrom::kOrder ? kind.ordered : kind.arrived;
}

class Comparer {
 public:
  Comparer(store::Session& db, const rules::Rulebook& rules, const host::Frame& frame,
           const RuleOf& before, const RuleOf& after, Language language)
      : db_(db), rules_(rules), frame_(frame), rule_of_{&before, &after}, language_(language) {}

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

  RuleChanges run() {
    find_rules();
    decide_kinds();
    leave_out_those_over();
    out_.people = static_cast<std::int64_t>(people_.size());
    for (std::size_t i = 0; i < people_.size(); ++i) {
      const auto& someone = people_[i];
      ++(someone.span ? out_.under_order : out_.waiting);
      pairs_[pair_of_kind_[someone.kind]].people.push_back(i);
    }
    for (const auto& pair : pairs_) compare(pair);
    out_.needs_before = needs_of(needs_[0]);
    out_.needs_after = needs_of(needs_[1]);
    sort_changes();
    sort_rules(out_.rules_before);
    sort_rules(out_.rules_after);
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

  void find_rules() {
    std::map<std::string, std::size_t> by_chain;
    std::map<std::pair<const policy::Edition*, const policy::Edition*>, std::size_t> by_rules;
    for (const Kind* kind : kinds_) {
      const auto known = by_chain.find(kind->chain);
      if (known != by_chain.end()) {
        pair_of_kind_.push_back(known->second);
        continue;
      }
      const RuleSide before = (*rule_of_[0])(kind->chain);
      const RuleSide after = (*rule_of_[1])(kind->chain);
      const auto [it, added] =
          by_rules.emplace(std::pair(before.edition, after.edition), pairs_.size());
      if (added) pairs_.push_back({{before, after}, {}});
      by_chain.emplace(kind->chain, it->second);
      pair_of_kind_.push_back(it->second);
    }
  }

  void decide_kinds() {
    for (std::size_t s = 0; s < 2; ++s) {
      for (std::size_t k = 0; k < kinds_.size(); ++k) {
        const auto& side = pairs_[pair_of_kind_[k]].sides[s];
        if (side.pack == nullptr) {
          facts_[s].emplace_back();
          says_[s].push_back(say_nothing(*kinds_[k]));
          continue;
        }
        facts_[s].emplace_back(facts_of(side, *kinds_[k]));
        says_[s].push_back(say(side, *kinds_[k], *facts_[s].back()));
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

  [[nodiscard]] RuleSays say_nothing(const Kind& kind) const {
    RuleSays out;
    out.measure_name = policy::label(Measure::kUndecided).in(language_);
    out.problem =
        refuse(kNoPack, {}, {{"area", kind.chain}, {"day", iso(frame_.day)}}).message(language_);
    return out;
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
    // Where there was no rule yet everyone who ever came waits: the other one alone tells.
    const auto over = [&](const Someone& someone) {
      const auto& sides = pairs_[pair_of_kind_[someone.kind]].sides;
      const bool by_first = says_[0][someone.kind].over;
      const bool by_second = says_[1][someone.kind].over;
      if (sides[0].pack == nullptr) return by_second;
      if (sides[1].pack == nullptr) return by_first;
      return by_first && by_second;
    };
    const auto end = std::remove_if(people_.begin(), people_.end(), over);
    out_.period_over = people_.end() - end;
    people_.erase(end, people_.end());
  }

  // Columns for the facts that anybody has otherwise than at first; `keep` holds them.
  policy::Side side_of(const Pair& pair, std::size_t s,
                       std::vector<std::vector<policy::Value>>& keep) const {
    const auto& side = pair.sides[s];
    // A rule about something else places nobody.
    if (!decides_placement(side)) return {};
    const auto& decls = side.pack->vocabulary().facts;
    policy::Side out{side.pack, side.edition, {}};
    out.columns.assign(decls.size(), nullptr);
    keep.reserve(decls.size());
    for (std::size_t slot = 0; slot < decls.size(); ++slot) {
      const int at = static_cast<int>(slot);
      const auto value = [&](std::size_t i) { return facts_[s][people_[i].kind]->value(at); };
      const bool used = std::any_of(pair.people.begin(), pair.people.end(),
                                    [&](std::size_t i) { return value(i) != decls[slot].initial; });
      if (!used) continue;
      auto& column = keep.emplace_back();
      column.reserve(pair.people.size());
      for (const auto i : pair.people) column.push_back(value(i));
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

  static void add_needs(policy::Needs& sum, const policy::Needs& more) {
    for (std::size_t m = 0; m < sum.people.size(); ++m) sum.people[m] += more.people[m];
    sum.rooms += more.rooms;
    sum.person_days += more.person_days;
    sum.readings += more.readings;
    sum.tests += more.tests;
    sum.staff += more.staff;
    sum.undecided += more.undecided;
  }

  void compare(const Pair& pair) {
    if (pair.people.empty()) return;
    std::vector<std::vector<policy::Value>> columns[2];
    const policy::Side before = side_of(pair, 0, columns[0]);
    const policy::Side after = side_of(pair, 1, columns[1]);
    const auto compared = policy::compare(before, after, pair.people.size());
    FX_CHECK(compared.has_value());  // both have a table, or no rule
    count_rule(pair, 0, out_.rules_before);
    count_rule(pair, 1, out_.rules_after);
    add_needs(needs_[0], compared->before);
    add_needs(needs_[1], compared->after);
    out_.same += static_cast<std::int64_t>(compared->same);
    out_.changed += static_cast<std::int64_t>(pair.people.size() - compared->same);
    std::vector<std::size_t> index;  // of each change, in out_.changes
    for (const auto& change : compared->changes) {
      const auto kind = people_[pair.people[change.first]].kind;
      RuleChange line;
      line.before = outcome_of(pair.sides[0], says_[0][kind], change.before);
      line.after = outcome_of(pair.sides[1], says_[1][kind], change.after);
      line.zh = policy::show_change(before, after, "placement", change, Language::kZh);
      line.en = policy::show_change(before, after, "placement", change, Language::kEn);
      index.push_back(index_of(std::move(line)));
      out_.changes[index.back()].people += static_cast<std::int64_t>(change.people);
    }
    for (std::size_t i = 0; i < pair.people.size(); ++i) {
      if (compared->change[i] == policy::Comparison::kSame) continue;
      list(people_[pair.people[i]], index[compared->change[i]]);
    }
  }

  // Rows that say the same are one change, whatever they are of.
  std::size_t index_of(RuleChange line) {
    const auto alike = [&](const RuleChange& other) {
      return std::tie(line.before, line.after, line.zh, line.en) ==
             std::tie(other.before, other.after, other.zh, other.en);
    };
    const auto it = std::find_if(out_.changes.begin(), out_.changes.end(), alike);
    if (it != out_.changes.end()) return static_cast<std::size_t>(it - out_.changes.begin());
    out_.changes.push_back(std::move(line));
    return out_.changes.size() - 1;
  }

  [[nodiscard]] RuleOutcome outcome_of(const RuleSide& side, const RuleSays& says, int row) const {
    RuleOutcome out;
    out.measure_name = says.measure_name;
    if (row < 0) {
      const bool zh = language_ == Language::kZh;
      out.problem = row == policy::kNoRow ? (zh ? "没有规则" : "no rule")
                                          : (zh ? "几条规则同时适用" : "several rules");
      return out;
    }
    out.person_class = says.person_class;
    for (const auto& each : side.pack->classes()) {
      if (each.id == says.person_class) out.class_name = each.label.in(language_);
    }
    out.measure = says.measure;
    out.days = says.days;
    out.then_measure = says.then_measure;
    if (const auto then = policy::parse_measure(says.then_measure)) {
      out.then_measure_name = policy::label(*then).in(language_);
    }
    out.then_days = says.then_days;
    return out;
  }

  void list(const Someone& someone, std::size_t change) {
    ChangedPerson line;
    line.person = someone.person;
    line.area = someone.area;
    if (someone.span) {
      line.order = someone.span->order;
      line.measure = policy::id(someone.span->measure);
      line.until = someone.span->last;
    }
    line.change = static_cast<std::int64_t>(change);
    line.before = says_[0][someone.kind];
    line.after = says_[1][someone.kind];
    if (measure_changes(someone.kind)) {
      ++out_.measures_changed;
      out_.changes[change].measure_changes = true;
    }
    out_.persons.push_back(std::move(line));
  }

  void count_rule(const Pair& pair, std::size_t s, std::vector<RuleUsed>& used) const {
    const auto& side = pair.sides[s];
    if (side.pack == nullptr) return;
    const auto& [pack, edition] = side;
    auto it = std::find_if(used.begin(), used.end(), [&](const RuleUsed& each) {
      return each.pack == side.pack->id() && each.edition == side.edition->id();
    });
    if (it == used.end()) {
      used.push_back({pack->id(), edition->id(), pack->name().in(language_),
                      edition->name().in(language_), 0});
      it = std::prev(used.end());
    }
    it->people += static_cast<std::int64_t>(pair.people.size());
  }

  static void sort_rules(std::vector<RuleUsed>& used) {
    std::stable_sort(used.begin(), used.end(),
                     [](const RuleUsed& a, const RuleUsed& b) { return a.people > b.people; });
  }

  // Those of most people first.
  void sort_changes() {
    std::vector<std::size_t> order(out_.changes.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return out_.changes[a].people > out_.changes[b].people;
    });
    std::vector<std::int64_t> place(order.size());
    std::vector<RuleChange> sorted;
    for (const auto index : order) {
      place[index] = static_cast<std::int64_t>(sorted.size());
      sorted.push_back(std::move(out_.changes[index]));
    }
    out_.changes = std::move(sorted);
    for (auto& person : out_.persons)
      person.change = place[static_cast<std::size_t>(person.change)];
    std::sort(out_.persons.begin(), out_.persons.end(),
              [](const ChangedPerson& a, const ChangedPerson& b) {
                return std::tie(a.change, a.area, a.person) < std::tie(b.change, b.area, b.person);
              });
  }

  store::Session& db_;
  const rules::Rulebook& rules_;
  const host::Frame& frame_;
  const RuleOf* rule_of_[2];
  const Language language_;
  std::map<Kind, std::size_t> kind_index_;
  std::vector<const Kind*> kinds_;
  std::vector<Pair> pairs_;
  std::vector<std::size_t> pair_of_kind_;
  std::vector<Someone> people_;
  std::vector<Ulid> taken_;
  std::vector<RuleSays> says_[2];                       // by kind
  std::vector<std::optional<policy::Facts>> facts_[2];  // by kind; none where there is no rule
  policy::Needs needs_[2];
  RuleChanges out_;
};

}  // namespace

RuleOf in_force_in(store::Session& db, const rules::Rulebook& rules, Day day) {
  return [&db, &rules, day](const std::string& chain) {
    const auto found = rules.in_force(db, chain, day);
    return found ? RuleSide{found->pack, found->edition} : RuleSide{};
  };
}

RuleChanges compare_rules(store::Session& db, const Orders& orders,
                          const returnees::Arrivals& arrivals, const rules::Rulebook& rules,
                          const host::Frame& frame, const RuleOf& before, const RuleOf& after,
                          Language language) {
  Comparer comparer(db, rules, frame, before, after, language);
  comparer.collect(orders, arrivals);
  return comparer.run();
}

Result<RuleChanges> compare_rules(store::Session& db, const Orders& orders,
                                  const returnees::Arrivals& arrivals, const rules::Rulebook& rules,
                                  const host::Frame& frame, const RuleSide& before,
                                  const RuleSide& after, Language language) {
  // Of nobody: what it refuses, it refuses for everyone.
  const auto compared =
      policy::compare({before.pack, before.edition, {}}, {after.pack, after.edition, {}}, 0);
  if (!compared) return compared.error();
  return compare_rules(
      db, orders, arrivals, rules, frame, [&](const std::string&) { return before; },
      [&](const std::string&) { return after; }, language);
}

}  // namespace fx::observation
