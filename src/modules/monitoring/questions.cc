// The measuring list of a day, escalations, a person's readings.
#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "area/code.h"
#include "area/tree.h"
#include "modules/monitoring/state.h"

namespace fx::monitoring {
namespace {

struct DueParams {
  std::string area;
  std::optional<Day> on;
  std::optional<bool> open_only;  // only who still has something to measure
  std::optional<int> limit;
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(DueParams, (), (area, on, open_only, limit, after))

struct SlotLine {
  std::string slot;
  std::string name;
  Instant deadline;
  SlotState state = SlotState::not_due;
  std::optional<int> tenths;
  std::optional<bool> abnormal;
  std::optional<Ulid> reading;  // to correct it
};
BOOST_DESCRIBE_STRUCT(SlotLine, (), (slot, name, deadline, state, tenths, abnormal, reading))

struct DuePerson {
  identity::PersonCard person;
  Ulid order;
  std::string area;
  std::string person_class;
  std::string measure;
  int day = 0;   // n of ...
  int days = 0;  // ... m
  std::string by;
  std::optional<registry::HouseholdCard> household;
  std::vector<SlotLine> slots;
};
BOOST_DESCRIBE_STRUCT(DuePerson, (),
                      (person, order, area, person_class, measure, day, days, by, household, slots))

struct DueBuilding {
  std::string area;
  std::string address;
  std::vector<DuePerson> people;
};
BOOST_DESCRIBE_STRUCT(DueBuilding, (), (area, address, people))

// What may be ticked beside a temperature.
struct SymptomLine {
  std::string id;
  std::string name;
  bool counts = false;  // opens an escalation by itself
};
BOOST_DESCRIBE_STRUCT(SymptomLine, (), (id, name, counts))

struct Due {
  Day on;
  std::int64_t people = 0;
  std::int64_t due = 0;
  std::int64_t done = 0;
  std::int64_t missed = 0;
  std::int64_t late = 0;
  std::optional<int> fever_tenths;    // the lowest of the rules that these people are under
  std::vector<SymptomLine> symptoms;  // those of their packs, without repetition
  std::vector<DueBuilding> buildings;
  std::optional<std::string> next;  // for `after`
};
BOOST_DESCRIBE_STRUCT(Due, (),
                      (on, people, due, done, missed, late, fever_tenths, symptoms, buildings,
                       next))

void add_symptoms(Due& out, const policy::Pack& pack, const policy::Monitoring& rule,
                  Language language) {
  out.fever_tenths = std::min(out.fever_tenths.value_or(rule.fever_tenths), rule.fever_tenths);
  for (const auto& symptom : pack.disease().symptoms) {
    const bool counts_here = counts(rule, symptom.id);
    const auto known = std::find_if(out.symptoms.begin(), out.symptoms.end(),
                                    [&](const auto& s) { return s.id == symptom.id; });
    if (known == out.symptoms.end()) {
      out.symptoms.push_back({symptom.id, symptom.label.in(language), counts_here});
    } else {
      known->counts = known->counts || counts_here;
    }
  }
}

std::size_t page_size(std::optional<int> limit) {
  return static_cast<std::size_t>(std::clamp(limit.value_or(50), 1, 500));
}

std::string building_of(const std::string& area) {
  auto building = area::at_level(area, area::Level::kBuilding);
  return building.empty() ? area : building;
}

Result<Due> due_list(host::QueryContext& context, const Parts& parts, const DueParams& asked) {
  Due out;
  out.on = asked.on.value_or(context.today());
  const auto frame = host::Frame::make(asked.area, out.on, context.now);
  MonitoringRules rules(parts.rules);
  struct Line {
    observation::Span span;
    std::vector<Reading> readings;
    std::vector<SlotStatus> slots;
    Watched watched;
    std::string key;
  };
  std::vector<Line> lines;
  std::set<std::pair<std::string, const policy::Monitoring*>> seen;
  parts.orders.each(context.db, frame, [&](const observation::Span& span) {
    auto watched = watched_of(span, rules);
    if (watched.rule == nullptr) return;
    if (seen.emplace(span.pack, watched.rule).second) {
      add_symptoms(out, *parts.rules.rule(span.pack, span.edition).pack, *watched.rule,
                   context.language);
    }
    Line line{span, readings_of(context.db, span.person, out.on, out.on), {}, watched, {}};
    line.slots = day_slots(watched, out.on, line.readings, frame.moment);
    Tally tally;
    tally.add(line.slots);
    const bool coming = std::any_of(line.slots.begin(), line.slots.end(),
                                    [](const auto& s) { return s.state == SlotState::not_yet; });
    if (tally.due == 0 && !coming) return;
    ++out.people;
    out.due += tally.due;
    out.done += tally.done;
    out.missed += tally.missed;
    out.late += tally.late;
    if (asked.open_only.value_or(false) && tally.due == tally.done) return;
    line.key = span.area + "/" + span.order.text();
    lines.push_back(std::move(line));
    auto& kept = lines.back();  // the statuses point into the readings, which have moved
    kept.slots = day_slots(kept.watched, out.on, kept.readings, frame.moment);
  });
  std::sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.key < b.key; });
  std::size_t shown = 0;
  for (auto& line : lines) {
    if (asked.after && line.key <= *asked.after) continue;
    if (shown == page_size(asked.limit)) {
      out.next = out.buildings.back().people.back().area + "/" +
                 out.buildings.back().people.back().order.text();
      break;
    }
    ++shown;
    const auto building = building_of(line.span.area);
    if (out.buildings.empty() || out.buildings.back().area != building) {
      out.buildings.push_back({building, area::address(context.db, building), {}});
    }
    DuePerson person{parts.people.card(context, line.span.person),
                     line.span.order,
                     line.span.area,
                     line.span.person_class,
                     std::string(policy::id(line.span.measure)),
                     std::max(out.on - line.span.first + 1, 0),
                     line.span.last - line.span.first + 1,
                     std::string(policy::id(line.watched.rule->by)),
                     {},
                     {}};
    if (!line.span.household.is_nil()) {
      person.household = parts.people.household_card(context, line.span.household);
    }
    for (std::size_t i = 0; i < line.slots.size(); ++i) {
      const auto& slot = line.watched.rule->slots[i];
      SlotLine shown_slot{slot.name.id,
                          slot.name.label.in(context.language),
                          instant_of(out.on, slot.deadline_minute),
                          line.slots[i].state,
                          {},
                          {},
                          {}};
      if (const auto* reading = line.slots[i].latest) {
        shown_slot.tenths = reading->tenths;
        shown_slot.abnormal = reading->abnormal;
        shown_slot.reading = reading->entry;
      }
      person.slots.push_back(std::move(shown_slot));
    }
    out.buildings.back().people.push_back(std::move(person));
  }
  return out;
}

// --- escalations

struct EscalationParams {
  std::string area;
  std::optional<bool> open;  // default: open ones
  std::optional<int> limit;
  std::optional<Ulid> after;
};
BOOST_DESCRIBE_STRUCT(EscalationParams, (), (area, open, limit, after))

struct StepLine {
  Step step = Step::reported;
  std::string name;
  std::optional<Instant> due;
  std::optional<Instant> done_at;
  std::optional<int> took_minutes;  // from the opening
  bool overdue = false;             // not done in time, whether or not it has been done since
  std::optional<StepOutcome> outcome;
  std::optional<std::string> role;
};
BOOST_DESCRIBE_STRUCT(StepLine, (),
                      (step, name, due, done_at, took_minutes, overdue, outcome, role))

struct EscalationLine {
  Ulid escalation;
  identity::PersonCard person;
  Ulid order;
  std::string area;
  Instant opened_at;
  Why why = Why::fever;
  std::optional<int> tenths;
  std::vector<std::string> symptoms;
  bool open = true;
  std::optional<Step> next;
  int overdue = 0;  // open steps past their time now
  std::vector<StepLine> steps;
};
BOOST_DESCRIBE_STRUCT(EscalationLine, (),
                      (escalation, person, order, area, opened_at, why, tenths, symptoms, open,
                       next, overdue, steps))
struct EscalationList {
  std::int64_t total = 0;
  std::vector<EscalationLine> escalations;
  std::optional<Ulid> next;
};
BOOST_DESCRIBE_STRUCT(EscalationList, (), (total, escalations, next))

std::string_view en(Step step) {
  switch (step) {
    case Step::reported:
      return "reported";
    case Step::transport:
      return "transport under way";
    case Step::arrived:
      return "arrived at the fever clinic";
    case Step::result:
      return "result known";
    case Step::closed:
      return "closed";
  }
  return "";
}

EscalationLine line_of(host::QueryContext& context, const Parts& parts,
                       const Escalation& escalation) {
  EscalationLine out;
  out.escalation = escalation.id;
  out.person = parts.people.card(context, escalation.person);
  out.order = escalation.order;
  out.area = escalation.area;
  out.opened_at = escalation.opened_at;
  out.why = escalation.why;
  out.open = escalation.open;
  auto q = context.db.query("select tenths, symptoms from monitoring_reading where entry = $1",
                            escalation.reading);
  if (q.next()) {
    out.tenths = q.number(0);
    std::string_view symptoms = q.text(1);
    while (!symptoms.empty()) {
      const auto comma = std::min(symptoms.find(','), symptoms.size());
      out.symptoms.emplace_back(symptoms.substr(0, comma));
      symptoms.remove_prefix(std::min(comma + 1, symptoms.size()));
    }
  }
  if (escalation.open) {
    if (const auto next = escalation.next()) out.next = next->step;
    out.overdue = static_cast<int>(escalation.overdue(context.now).size());
  }
  for (const auto& target : escalation.targets) {
    StepLine line;
    line.step = target.step;
    line.name = context.language == Language::kZh ? zh(target.step) : en(target.step);
    line.role = target.role;
    if (target.minutes) {
      line.due = Instant{escalation.opened_at.millis + *target.minutes * kMillisPerMinute};
    }
    if (const auto* done = escalation.find(target.step)) {
      line.done_at = done->at;
      line.took_minutes =
          static_cast<int>((done->at.millis - escalation.opened_at.millis) / kMillisPerMinute);
      line.outcome = done->outcome;
    }
    line.overdue = line.due && line.done_at.value_or(context.now) > *line.due &&
                   (line.done_at || escalation.open);
    out.steps.push_back(std::move(line));
  }
  return out;
}

Result<EscalationList> escalation_list(host::QueryContext& context, const Parts& parts,
                                       const EscalationParams& asked) {
  const auto [low, high] = area::range(asked.area);
  const bool open = asked.open.value_or(true);
  EscalationList out;
  out.total = context.db
                  .integer(
                      "select count(*) from monitoring_escalation where area >= $1 and area < $2"
                      " and open = $3 and known_to = $4",
                      low, high, open, kForever)
                  .value_or(0);
  // Ids are in order of time: the newest first.
  const Ulid after = asked.after.value_or(Ulid());
  std::vector<Ulid> ids;
  {
    auto q = context.db.query(
        "select id from monitoring_escalation where area >= $1 and area < $2 and open = $3 and"
        " known_to = $4 and ($5 is null or id < $5) order by id desc limit $6",
        low, high, open, kForever, after, static_cast<std::int64_t>(page_size(asked.limit)) + 1);
    while (q.next()) ids.push_back(q.ulid(0));
  }
  if (ids.size() > page_size(asked.limit)) {
    ids.pop_back();
    out.next = ids.back();
  }
  for (const auto& id : ids) {
    if (const auto e = find_escalation(context.db, id)) {
      out.escalations.push_back(line_of(context, parts, *e));
    }
  }
  return out;
}

struct EscalationId {
  Ulid escalation;
};
BOOST_DESCRIBE_STRUCT(EscalationId, (), (escalation))

// --- a person's readings

struct ReadingsParams {
  Ulid person;
  std::optional<Day> from;
  std::optional<Day> to;
};
BOOST_DESCRIBE_STRUCT(ReadingsParams, (), (person, from, to))
struct ReadingLine {
  Ulid reading;
  Day day;
  std::string slot;
  int tenths = 0;
  std::string symptoms;
  bool abnormal = false;
  std::string by;
  Instant taken_at;
  Instant recorded_at;
};
BOOST_DESCRIBE_STRUCT(ReadingLine, (),
                      (reading, day, slot, tenths, symptoms, abnormal, by, taken_at, recorded_at))
struct Readings {
  identity::PersonCard person;
  std::vector<ReadingLine> readings;
};
BOOST_DESCRIBE_STRUCT(Readings, (), (person, readings))

}  // namespace

void declare_questions(host::Declaration& to, const Parts& parts) {
  to.question<DueParams, Due>({"/api/monitoring/due", access::Permission::see_records,
                               "今日测温名单", "who is to be measured", host::named_area<DueParams>,
                               [&parts](host::QueryContext& context, const DueParams& p) {
                                 return due_list(context, parts, p);
                               }});
  to.question<EscalationParams, EscalationList>(
      {"/api/monitoring/escalations", access::Permission::see_records, "异常处置", "escalations",
       host::named_area<EscalationParams>,
       [&parts](host::QueryContext& context, const EscalationParams& p) {
         return escalation_list(context, parts, p);
       }});
  to.question<EscalationId, EscalationLine>(
      {"/api/monitoring/escalations/{escalation}", access::Permission::see_records, "一次异常处置",
       "one escalation",
       [](store::Session& db, const EscalationId& p) -> Result<std::string> {
         const auto found = find_escalation(db, p.escalation);
         if (!found) return refuse(host::kNotFound, "escalation");
         return found->area;
       },
       [&parts](host::QueryContext& context, const EscalationId& p) -> Result<EscalationLine> {
         const auto found = find_escalation(context.db, p.escalation);
         if (!found) return refuse(host::kNotFound, "escalation");
         return line_of(context, parts, *found);
       }});
  to.question<ReadingsParams, Readings>(
      {"/api/people/{person}/readings", access::Permission::see_records, "个人测温记录",
       "a person's readings",
       [&parts](store::Session& db, const ReadingsParams& p) -> Result<std::string> {
         const auto place = parts.people.place_of(db, p.person);
         if (!place) return refuse(host::kNotFound, "person");
         return place->area;
       },
       [&parts](host::QueryContext& context, const ReadingsParams& p) -> Result<Readings> {
         const auto person = parts.people.canonical(context.db, p.person);
         Readings out{parts.people.card(context, person), {}};
         for (auto& r : readings_of(context.db, person, p.from.value_or(Day{0}),
                                    p.to.value_or(context.today()))) {
           out.readings.push_back({r.entry, r.day, r.slot, r.tenths, r.symptoms, r.abnormal, r.by,
                                   r.taken_at, r.known_from});
         }
         return out;
       }});
}

}  // namespace fx::monitoring
