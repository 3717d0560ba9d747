// What one command decided: the list that a clerk checks after placing many at once.
#include <algorithm>

#include "area/code.h"
#include "journal/journal.h"
#include "modules/observation/ledger.h"

namespace fx::observation {
namespace {

struct DecisionsParams {
  std::string area;
  Ulid command;  // its id
  std::optional<int> limit;
  std::optional<std::int64_t> after;  // `next` of the page before
};
BOOST_DESCRIBE_STRUCT(DecisionsParams, (), (area, command, limit, after))

// Named as the lines of /api/observation/waiting are.
struct DecisionLine {
  Ulid order;
  Ulid source_id;
  std::string source;
  identity::PersonCard person;
  std::optional<registry::HouseholdCard> household;
  std::string area;
  std::string person_class;
  std::string class_name;
  Outcome outcome = Outcome::no_measure;
  std::string measure;
  std::string measure_name;
  std::optional<Day> from;
  std::optional<Day> until;
  std::vector<PlannedStage> stages;
  std::string pack;
  std::string edition;
  std::string rule;
};
BOOST_DESCRIBE_STRUCT(DecisionLine, (),
                      (order, source_id, source, person, household, area, person_class, class_name,
                       outcome, measure, measure_name, from, until, stages, pack, edition, rule))

struct Decisions {
  std::vector<DecisionLine> decisions;
  std::optional<std::int64_t> next;
};
BOOST_DESCRIBE_STRUCT(Decisions, (), (decisions, next))

DecisionLine line_of(host::QueryContext& context, const Parts& parts, const journal::Entry& entry,
                     const Decided& decided) {
  DecisionLine out;
  out.order = entry.subject;
  out.source_id = decided.source_id;
  out.source = decided.source;
  out.person = parts.people.card(context, decided.person);
  if (decided.household) out.household = parts.people.household_card(context, *decided.household);
  out.area = entry.area;
  out.person_class = out.class_name = decided.person_class;
  if (const auto* pack = parts.rules.rule(decided.pack, decided.edition).pack) {
    for (const auto& c : pack->classes()) {
      if (c.id == decided.person_class) out.class_name = c.label.in(context.language);
    }
  }
  out.outcome = decided.outcome;
  out.measure = out.measure_name = decided.measure;
  if (const auto measure = policy::parse_measure(decided.measure)) {
    out.measure_name = policy::label(*measure).in(context.language);
  }
  if (!decided.stages.empty()) {
    out.from = decided.stages.front().first;
    out.until = decided.stages.back().last;
    out.stages = decided.stages;
  }
  out.pack = decided.pack;
  out.edition = decided.edition;
  out.rule = decided.rule;
  return out;
}

Result<Decisions> decisions(host::QueryContext& context, const Parts& parts,
                            const DecisionsParams& asked) {
  Decisions out;
  const auto limit = static_cast<std::size_t>(std::clamp(asked.limit.value_or(50), 1, 500));
  for (std::int64_t n = asked.after.value_or(-1) + 1; n >= 0; ++n) {
    const auto id = n == 0 ? asked.command : asked.command.derive(static_cast<std::uint64_t>(n));
    const auto entry = journal::Journal::find(context.db, id);
    if (!entry) break;
    // A command decides for one area; who asks about a part of it sees that part.
    if (entry->kind != Decided::kKind || !area::contains(asked.area, entry->area)) continue;
    const auto decided = json::read_text<Decided>(entry->payload);
    FX_CHECK(decided.has_value());
    if (out.decisions.size() == limit) {
      out.next = n - 1;
      break;
    }
    out.decisions.push_back(line_of(context, parts, *entry, *decided));
  }
  return out;
}

}  // namespace

void declare_decisions(host::Declaration& to, const Parts& parts) {
  to.question<DecisionsParams, Decisions>(
      {"/api/observation/decisions", access::Permission::see_records, "一次判定的结果",
       "what one command decided", host::named_area<DecisionsParams>,
       [&parts](host::QueryContext& context, const DecisionsParams& p) {
         return decisions(context, parts, p);
       }});
}

}  // namespace fx::observation
