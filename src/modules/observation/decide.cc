#include "modules/observation/decide.h"

#include <algorithm>

#include "area/code.h"
#include "modules/observation/refusals.h"

namespace fx::observation {
namespace {

using policy::Measure;

bool restricts(Measure measure) {
  return measure == Measure::kCentralised || measure == Measure::kHome;
}

// The day that the rule counts from. Of an arrival only the day of arrival is known: that is when
// the border was crossed and the risk area left at the latest, so nobody is let go too early.
Day anchor_of(const policy::Placement& placement, const Waiting& waiting, Day on) {
  if (placement.counted_from != policy::CountedFrom::kOrder) return waiting.arrived;
  return waiting.ordered.value_or(on);
}

// Nothing where one pack decided alone.
std::optional<std::vector<GivenBy>> given_by(const policy::Decision& decision) {
  const auto& row = *decision.rows.front();
  if (row.origins == nullptr) return std::nullopt;
  std::vector<GivenBy> out;
  for (const auto& origin : row.origins->from) {
    out.push_back({origin.reference(), origin.pack->digest(), {}});
  }
  for (std::size_t i = 0; i < row.outcomes.size(); ++i) {
    const int by = row.origins->given_by[i];
    if (!row.outcomes[i].present() || by < 0) continue;
    out[static_cast<std::size_t>(by)].outcomes.push_back(decision.table->topic->outcomes[i].id);
  }
  return out;
}

void plan(Decided& out, const policy::Placement& placement, const policy::Course& course, Day on) {
  out.stages.clear();
  for (const auto& stage : course.stages) {
    if (stage.last < on) continue;
    out.stages.push_back({std::string(policy::id(stage.measure)), stage.number, stage.first,
                          stage.last, stage.tests});
  }
  out.measure = policy::id(placement.measure);
  if (!course.last) {
    out.outcome = Outcome::no_measure;
  } else if (out.stages.empty()) {
    out.outcome = Outcome::period_passed;
    out.measure = "none";
  } else {
    out.outcome = Outcome::ordered;
    out.measure = out.stages.front().measure;
  }
  out.legal.reset();
  if (out.outcome == Outcome::ordered && placement.legal) {
    const auto& legal = *placement.legal;
    const Day first = course.stages.front().first;
    out.legal = LegalGround{legal.basis.label.zh, legal.issuer.label.zh, legal.appeal.label.zh,
                            legal.longest_days, first + legal.longest_days - 1};
  }
}

}  // namespace

Waiting waiting_of(const returnees::Arrival& a) {
  return {a.exposure.empty() ? "arrival" : "contact",
          a.id,
          a.person,
          a.household,
          a.area,
          a.origin,
          a.abroad,
          a.arrived,
          a.symptoms,
          {},
          a.exposure};
}

void set_coming(policy::Facts& facts, std::string_view exposure, int days) {
  if (exposure.empty()) {
    facts.number("days_since_arrival", days);
  } else {
    facts.choose("exposure", exposure);
    facts.number("days_since_exposure", days);
  }
}

const Proposal& Decider::propose(const Waiting& waiting, const Fitness& fitness) {
  Key key{area::chain(waiting.area), waiting.origin, waiting.abroad,  waiting.arrived,
          waiting.symptoms,          fitness,        waiting.ordered, waiting.exposure};
  const auto it = known_.find(key);
  if (it != known_.end()) return *it->second;
  return *known_.emplace(std::move(key), std::make_unique<Proposal>(make(waiting, fitness)))
              .first->second;
}

Proposal Decider::make(const Waiting& waiting, const Fitness& fitness) const {
  Proposal out;
  const auto in_force = rules_.in_force(db_, waiting.area, on_);
  if (!in_force) {
    out.refusal = refuse(kNoPack, {}, {{"area", area::chain(waiting.area)}, {"day", iso(on_)}});
    return out;
  }
  out.pack = in_force->pack;
  out.edition = in_force->edition;
  auto facts = out.pack->facts();
  rules_.set_origin(facts, *out.pack, waiting.area, waiting.origin, waiting.abroad);
  set_coming(facts, waiting.exposure, on_ - waiting.arrived);
  facts.flag("symptoms", waiting.symptoms);
  facts.flag("unfit_for_central", fitness.unfit_for_central);
  facts.flag("unfit_for_home", fitness.unfit_for_home);
  const auto decision = policy::decide(*out.pack, *out.edition, "placement", facts);
  if (!decision) {
    out.refusal = decision.error();
    return out;
  }
  const auto placement = out.edition->placement(facts);
  FX_CHECK(placement.has_value());
  out.placement = *placement;
  out.facts = facts;
  out.alternatives = out.placement->alternatives;
  auto& decided = out.decided;
  decided.on = on_;
  decided.person_class = out.placement->person_class.id;
  decided.counted_from = policy::id(out.placement->counted_from);
  decided.anchor = anchor_of(*out.placement, waiting, on_);
  decided.pack = out.pack->id();
  decided.digest = out.pack->digest();
  decided.edition = out.edition->id();
  decided.rule = decision->reference();
  decided.given_by = given_by(*decision);
  for (const int slot : decision->table->slots) {
    const auto& fact = out.pack->vocabulary().facts[static_cast<std::size_t>(slot)];
    decided.facts.push_back(fact.id + "=" + facts.id_of(slot));
  }
  if (!out.placement->decided_by.id.empty()) decided.decided_by = out.placement->decided_by.id;
  if (!out.placement->team.id.empty()) decided.team = out.placement->team.id;
  if (out.placement->measure == Measure::kUndecided) {
    out.needs_person = true;
    decided.measure = policy::id(Measure::kUndecided);
    if (out.alternatives.empty()) {
      out.alternatives = {Measure::kCentralised, Measure::kHome, Measure::kHomeMonitoring,
                          Measure::kSelfMonitoring, Measure::kNone};
    }
    return out;
  }
  out.course = out.edition->course(*out.placement, facts, decided.anchor);
  plan(decided, *out.placement, out.course, on_);
  return out;
}

Result<Decided> Decider::instead(const Proposal& proposal, Measure measure) const {
  FX_CHECK(!proposal.refusal);
  const auto& allowed = proposal.alternatives;
  if (std::find(allowed.begin(), allowed.end(), measure) == allowed.end()) {
    std::string list;
    for (const auto m : allowed) list += (list.empty() ? "" : "、") + policy::label(m).zh;
    return refuse(kMeasureNotAllowed, "measure",
                  {{"measure", policy::label(measure).zh}, {"allowed", std::move(list)}});
  }
  if (restricts(measure) && !proposal.placement->legal) return refuse(kNoLegalGround, "measure");
  policy::Placement placement = *proposal.placement;
  placement.measure = measure;
  if (measure == Measure::kNone) placement.days = placement.then_days = 0;
  Decided out = proposal.decided;
  out.rule_measure = std::string(policy::id(proposal.placement->measure));
  plan(out, placement, proposal.edition->course(placement, *proposal.facts, out.anchor), on_);
  return out;
}

std::vector<Waiting> who_waits(store::Session& db, const returnees::Arrivals& arrivals,
                               const host::Frame& frame, Decision decision) {
  const bool now = decision == Decision::kByNow;
  const Instant known = now ? Instant{kForever.millis - 1} : frame.known;
  const Instant by = now ? kForever : frame.moment;
  std::vector<Waiting> out;
  arrivals.each(db, frame, [&](const returnees::Arrival& a) {
    const bool decided = db.integer(
                               "select 1 from observation_order where source_id = $1 and"
                               " decided_at <= $2 and known_from <= $3 and $3 < known_to limit 1",
                               a.id, by, known)
                             .has_value();
    if (decided) return;
    out.push_back(waiting_of(a));
  });
  std::sort(out.begin(), out.end(), [](const Waiting& a, const Waiting& b) {
    return std::tie(a.area, a.source_id) < std::tie(b.area, b.source_id);
  });
  return out;
}

}  // namespace fx::observation
