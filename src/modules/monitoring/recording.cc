// Readings: one, a whole grid at once, corrections.
#include <algorithm>

#include "area/code.h"
#include "modules/monitoring/state.h"

namespace fx::monitoring {
namespace {

struct Record {
  static constexpr std::string_view kName = "monitoring.record";
  Ulid person;
  int tenths = 0;
  std::vector<std::string> symptoms;
  std::optional<TakenBy> by;
  std::optional<How> how;
  std::optional<Day> day;
  std::optional<std::string> slot;
};
BOOST_DESCRIBE_STRUCT(Record, (), (person, tenths, symptoms, by, how, day, slot))

struct Row {
  Ulid person;
  int tenths = 0;
  std::vector<std::string> symptoms;
  std::optional<Instant> taken_at;
};
BOOST_DESCRIBE_STRUCT(Row, (), (person, tenths, symptoms, taken_at))
struct RecordMany {
  static constexpr std::string_view kName = "monitoring.record-many";
  std::string area;
  std::optional<TakenBy> by;
  std::optional<How> how;
  std::optional<Day> day;
  std::optional<std::string> slot;
  std::vector<Row> rows;
};
BOOST_DESCRIBE_STRUCT(RecordMany, (), (area, by, how, day, slot, rows))

struct Correct {
  static constexpr std::string_view kName = "monitoring.correct";
  Ulid reading;               // the entry
  std::optional<int> tenths;  // neither tenths nor symptoms: the reading is taken back
  std::vector<std::string> symptoms;
};
BOOST_DESCRIBE_STRUCT(Correct, (), (reading, tenths, symptoms))

Status check_symptoms(const policy::Pack& pack, const std::vector<std::string>& symptoms,
                      const std::string& field) {
  const auto& known = pack.disease().symptoms;
  for (const auto& symptom : symptoms) {
    if (std::any_of(known.begin(), known.end(), [&](const auto& k) { return k.id == symptom; })) {
      continue;
    }
    std::string list;
    for (const auto& k : known) list += (list.empty() ? "" : ", ") + k.id;
    return refuse(kUnknownSymptom, field, {{"symptom", symptom}, {"known", std::move(list)}});
  }
  return {};
}

Status check_tenths(int tenths) {
  if (tenths >= kLowestTenths && tenths <= kHighestTenths) return {};
  return refuse(kImplausible, "tenths",
                {{"value", degrees(std::clamp(tenths, 0, 9999))},
                 {"low", degrees(kLowestTenths)},
                 {"high", degrees(kHighestTenths)}});
}

void judge(CheckedReading& reading) {
  auto& payload = reading.payload;
  std::sort(payload.symptoms.begin(), payload.symptoms.end());
  payload.symptoms.erase(std::unique(payload.symptoms.begin(), payload.symptoms.end()),
                         payload.symptoms.end());
  payload.abnormal = is_fever(*reading.rule, payload.tenths);
  for (const auto& symptom : payload.symptoms) {
    payload.abnormal = payload.abnormal || counts(*reading.rule, symptom);
  }
}

}  // namespace

Result<CheckedReading> check_reading(store::Session& db, const Parts& parts, MonitoringRules& rules,
                                     const NewReading& reading, Instant occurred_at, Instant now,
                                     const std::string& within) {
  CheckedReading out;
  out.taken_at = reading.taken_at.value_or(occurred_at);
  const Day day = reading.day.value_or(day_of(out.taken_at));
  const Ulid person = parts.people.canonical(db, reading.person);
  const auto span = parts.orders.latest_of(db, person, day);
  // After the last day and until somebody decides, readings are still welcome.
  if (!span || day < day_of(span->start) || span->end <= instant_of(day)) {
    return refuse(kNotObserved, "person", {{"day", iso(day)}});
  }
  if (!within.empty() && !area::contains(within, span->area)) {
    return refuse(kOtherArea, "person", {{"area", within}});
  }
  out.span = *span;
  out.rule = rules.of(span->pack, span->edition, span->person_class, span->measure, span->stage);
  if (out.rule == nullptr) return refuse(kNoReadingsAsked, "person");
  if (day > day_of(now) || out.taken_at.millis > now.millis + 5 * kMillisPerMinute) {
    return refuse(kFutureDay, "day", {{"day", iso(std::max(day, day_of(out.taken_at)))}});
  }
  std::size_t slot = slot_at(*out.rule, minute_of_day(out.taken_at));
  if (reading.slot) {
    const auto named = slot_of(*out.rule, *reading.slot);
    if (!named) {
      std::string known;
      for (const auto& s : out.rule->slots) known += (known.empty() ? "" : ", ") + s.name.id;
      return refuse(kUnknownSlot, "slot", {{"slot", *reading.slot}, {"known", std::move(known)}});
    }
    slot = *named;
  }
  // Copied from paper on another day: nobody knows the minute, so it counts as taken in time.
  if (!reading.taken_at && day != day_of(out.taken_at)) {
    out.taken_at = instant_of(day, out.rule->slots[slot].deadline_minute);
  }
  if (auto status = check_tenths(reading.tenths); !status) return status.error();
  const auto* pack = parts.rules.rule(span->pack, span->edition).pack;
  if (auto status = check_symptoms(*pack, reading.symptoms, "symptoms"); !status) {
    return status.error();
  }
  out.payload = {person,         span->order,      day,   out.rule->slots[slot].name.id,
                 reading.tenths, reading.symptoms, false, reading.by,
                 reading.how};
  judge(out);
  return out;
}

Recorded record(host::CommandContext& context, const Parts& parts, const CheckedReading& reading,
                const Ulid& amends) {
  Recorded out;
  out.entry = context
                  .append({reading.payload.person, reading.span.area, amends, reading.taken_at},
                          reading.payload)
                  .id;
  if (reading.payload.abnormal) {
    out.escalation = open_escalation(context, parts, reading, out.entry);
  }
  return out;
}

namespace {

json::Value answer(const CheckedReading& reading, const Recorded& recorded) {
  json::Object out{{"day", iso(reading.payload.day)},
                   {"slot", reading.payload.slot},
                   {"abnormal", reading.payload.abnormal}};
  if (!recorded.escalation.is_nil()) out["escalation"] = recorded.escalation.text();
  return out;
}

Result<host::Done> record_one(host::CommandContext& context, const Parts& parts,
                              const Record& command) {
  MonitoringRules rules(parts.rules);
  const NewReading reading{command.person,
                           command.tenths,
                           command.symptoms,
                           command.day,
                           command.slot,
                           command.by.value_or(TakenBy::self),
                           command.how.value_or(How::visit),
                           {}};
  const auto checked =
      check_reading(context.db, parts, rules, reading, context.occurred_at, context.now, "");
  if (!checked) return checked.error();
  // The permission was asked for where the person is now; a day under an order elsewhere belongs
  // to those who were responsible there.
  if (auto status =
          access::require(context.actor, access::Permission::record_reading, checked->span.area);
      !status) {
    return status.error();
  }
  const auto recorded = record(context, parts, *checked);
  return host::Done{recorded.entry, answer(*checked, recorded)};
}

Result<host::Done> record_many(host::CommandContext& context, const Parts& parts,
                               const RecordMany& command) {
  if (command.rows.size() > kMaxRows) {
    return refuse(kTooManyRows, "rows", {{"max", std::to_string(kMaxRows)}});
  }
  MonitoringRules rules(parts.rules);
  RowAnswers out;
  int number = 0;
  for (const auto& row : command.rows) {
    const NewReading reading{row.person,
                             row.tenths,
                             row.symptoms,
                             command.day,
                             command.slot,
                             command.by.value_or(TakenBy::grid_worker),
                             command.how.value_or(How::visit),
                             row.taken_at};
    const auto checked = check_reading(context.db, parts, rules, reading, context.occurred_at,
                                       context.now, command.area);
    if (checked) {
      out.add(RowAnswer::ok(number, record(context, parts, *checked).entry));
    } else {
      out.add(RowAnswer::refused(number, checked.error()));
    }
    ++number;
  }
  return host::Done{{}, *json::parse(json::text(out))};
}

struct Standing {
  Reading reading;
  std::string area;
  std::string by;
  std::string how;
  Ulid order;
};

std::optional<Standing> standing_reading(store::Session& db, const Ulid& entry) {
  auto q = db.query(
      "select person, order_id, area, day, slot, tenths, symptoms, abnormal, by, how, taken_at,"
      " known_from from monitoring_reading where entry = $1 and known_to = $2",
      entry, kForever);
  if (!q.next()) return std::nullopt;
  Standing out;
  out.order = q.ulid(1);
  out.area = q.string(2);
  out.reading = {entry,       q.ulid(0), q.day(3),    q.string(4),   q.number(5),
                 q.string(6), q.flag(7), q.string(8), q.instant(10), q.instant(11)};
  out.by = q.string(8);
  out.how = q.string(9);
  return out;
}

// The escalation that only this reading had opened and nobody has acted on ends with it.
void withdraw_escalation(host::CommandContext& context, const Standing& standing) {
  auto q = context.db.query(
      "select id, entry from monitoring_escalation e where reading = $1 and open = 1 and not exists"
      " (select 1 from monitoring_step s where s.escalation = e.id)",
      standing.reading.entry);
  if (!q.next()) return;
  const Ulid id = q.ulid(0);
  const Ulid entry = q.ulid(1);
  context.append({id, standing.area, entry}, EscalationWithdrawn{standing.reading.person});
}

Result<host::Done> correct(host::CommandContext& context, const Parts& parts,
                           const Correct& command) {
  const auto standing = standing_reading(context.db, command.reading);
  if (!standing) return refuse(kNoSuchReading, "reading");
  const auto& old = standing->reading;
  if (!command.tenths) {
    context.append({old.person, standing->area, old.entry, old.taken_at},
                   ReadingWithdrawn{old.person});
    withdraw_escalation(context, *standing);
    return host::Done{old.entry, {}};
  }
  MonitoringRules rules(parts.rules);
  const NewReading reading{old.person,
                           *command.tenths,
                           command.symptoms,
                           old.day,
                           old.slot,
                           *json::enum_value<TakenBy>(standing->by),
                           *json::enum_value<How>(standing->how),
                           old.taken_at};
  auto checked = check_reading(context.db, parts, rules, reading, old.taken_at, context.now, "");
  if (!checked) return checked.error();
  checked->span.area = standing->area;  // where it was recorded
  if (checked->payload.tenths == old.tenths) {
    std::string symptoms;
    for (const auto& s : checked->payload.symptoms) symptoms += (symptoms.empty() ? "" : ",") + s;
    if (symptoms == old.symptoms) return host::Done{old.entry, {}};
  }
  if (old.abnormal && !checked->payload.abnormal) withdraw_escalation(context, *standing);
  const auto recorded = record(context, parts, *checked, old.entry);
  return host::Done{recorded.entry, answer(*checked, recorded)};
}

}  // namespace

void declare_recording(host::Declaration& to, const Parts& parts) {
  to.command<Record>({access::Permission::record_reading, "登记体温", "record a reading",
                      [&parts](store::Session& db, const Record& r) -> Result<std::string> {
                        const auto person = parts.people.canonical(db, r.person);
                        // Where the person was under observation; else where they live.
                        if (const auto span =
                                parts.orders.latest_of(db, person, day_of(kForever))) {
                          return span->area;
                        }
                        const auto place = parts.people.place_of(db, person);
                        if (!place) return refuse(host::kNotFound, "person");
                        return place->area;
                      },
                      [&parts](host::CommandContext& context, const Record& command) {
                        return record_one(context, parts, command);
                      }});
  to.command<RecordMany>({access::Permission::record_reading, "批量登记体温",
                          "record many readings", host::named_area<RecordMany>,
                          [&parts](host::CommandContext& context, const RecordMany& command) {
                            return record_many(context, parts, command);
                          }});
  to.command<Correct>({access::Permission::record_reading, "更正体温", "correct a reading",
                       [](store::Session& db, const Correct& c) -> Result<std::string> {
                         const auto standing = standing_reading(db, c.reading);
                         if (!standing) return refuse(kNoSuchReading, "reading");
                         return standing->area;
                       },
                       [&parts](host::CommandContext& context, const Correct& command) {
                         return correct(context, parts, command);
                       }});
}

}  // namespace fx::monitoring
