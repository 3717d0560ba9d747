#include "modules/response/conditions.h"

#include <algorithm>
#include <set>

#include "identity/person.h"

namespace fx::response {
namespace {

constexpr std::size_t kMostIds = 50;
// Ids of tasks that stand for the final disinfection, where a pack has them.
constexpr std::array kDisinfections{"final_disinfection", "disinfect"};

std::optional<casework::Status> status_on(const casework::Case& one, Day day) {
  std::optional<casework::Status> out;
  for (const auto& status : one.statuses) {
    if (status.day <= day) out = status.status;
  }
  return out;
}
// The day on which the case was out of the community.
std::optional<Day> isolated_by(const casework::Case& one, Day day) {
  if (one.facts.isolated && *one.facts.isolated <= day) return one.facts.isolated;
  for (const auto& status : one.statuses) {
    const bool over = status.status == casework::Status::excluded ||
                      status.status == casework::Status::recovered ||
                      status.status == casework::Status::died;
    if (over && status.day <= day && status_on(one, day) == status.status) return status.day;
  }
  return std::nullopt;
}

// The classes that the pack's placement gives to those who met a case: of rows that ask for an
// exposure and are not for the unexposed.
std::set<std::string> contact_classes(const policy::Pack& pack, const policy::Edition& edition) {
  std::set<std::string> out;
  const auto* table = edition.table("placement");
  if (table == nullptr) return out;
  const int slot = pack.vocabulary().slot("exposure");
  const auto unexposed = pack.facts().value(slot);
  for (std::size_t c = 0; c < table->slots.size(); ++c) {
    if (table->slots[c] != slot) continue;
    for (const auto& row : table->rows) {
      if (row.tests[c].any || row.tests[c].accepts_value(unexposed)) continue;
      auto person_class = rules::outcome_id(*table, row, "class");
      if (!person_class.empty()) out.insert(std::move(person_class));
    }
  }
  return out;
}

void name_some(Criterion& out, std::vector<Ulid> ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  out.records = static_cast<std::int64_t>(ids.size());
  if (ids.size() > kMostIds) ids.resize(kMostIds);
  out.ids = std::move(ids);
}

template <class T>
void latest(std::optional<T>& out, T value) {
  if (!out || *out < value) out = value;
}

}  // namespace

Conditions::Conditions(Book& book, Scope scope) : book_(book), scope_(std::move(scope)) {
  const auto& frame = book.frame();
  auto& risk = book.risk();
  const auto take = [&](casework::Case one) {
    if (one.facts.reported > frame.day || status_on(one, frame.day) == casework::Status::excluded) {
      return;
    }
    cases_.push_back(std::move(one));
  };
  for (const auto& area : scope_.areas) {
    for (auto& one : risk.cases(area, frame.known)) take(std::move(one));
    if (const auto days =
            risk.facts(area, frame.day, frame.known, false).counts.days_without_case) {
      latest(last_case_, frame.day - *days);
    }
  }
  if (scope_.zone && scope_.zone->case_id) {
    const auto& id = *scope_.zone->case_id;
    const bool inside = std::any_of(cases_.begin(), cases_.end(),
                                    [&](const casework::Case& one) { return one.id == id; });
    auto of_zone = inside ? std::nullopt : book.parts().cases.find(book.db(), id, frame.known);
    if (of_zone) {
      if (const auto from = risk.counts_from(*of_zone, scope_.area, frame.day)) {
        latest(last_case_, *from);
      }
      take(std::move(*of_zone));
    }
  }
  // The day on which the last case was isolated, or, where that is not known, reported.
  for (const auto& one : cases_) {
    latest(last_exposure_, one.facts.isolated.value_or(one.facts.reported));
  }
}

void Conditions::judge(Criterion& out) {
  if (out.condition == "cases_isolated") {
    cases_isolated(out);
  } else if (out.condition == "contacts_done") {
    contacts_done(out);
  } else if (out.condition == "no_new_case") {
    no_new_case(out);
  } else if (out.condition == "round_negative") {
    round_negative(out);
  } else if (out.condition == "zones_released") {
    zones_released(out);
  } else if (out.condition == "disinfected") {
    disinfected(out);
  } else {
    out.told = Told::person;
    confirmed(out);
  }
}

void Conditions::cases_isolated(Criterion& out) {
  std::vector<Ulid> not_yet;
  for (const auto& one : cases_) {
    if (const auto day = isolated_by(one, book_.frame().day)) {
      latest(out.since, *day);
    } else {
      not_yet.push_back(one.id);
    }
  }
  out.holds = not_yet.empty();
  if (!out.holds) out.since.reset();
  const auto n = std::to_string(not_yet.size());
  out.why = out.holds ? book_.say("全部病例已隔离治疗或已有转归",
                                  "every case is isolated, or its outcome is known")
                      : n + book_.say(" 例没有隔离日期", " cases have no day of isolation");
  name_some(out, std::move(not_yet));
}

void Conditions::contacts_done(Criterion& out) {
  const auto& frame = book_.frame();
  std::set<std::string> classes;
  if (const auto regime = book_.regime(scope_.area, "placement")) {
    classes = contact_classes(*regime->pack, *regime->edition);
  }
  std::vector<Ulid> under;
  for (const auto& area : scope_.areas) {
    book_.parts().orders.each(book_.db(), book_.frame_of(area), [&](const observation::Span& span) {
      // The observation is over when what follows it is monitoring only.
      const bool kept =
          span.measure == policy::Measure::kCentralised || span.measure == policy::Measure::kHome;
      if (kept && classes.contains(span.person_class) && span.in_force(frame.moment)) {
        under.push_back(span.order);
      }
    });
  }
  // Whoever is in a zone without a case of its own may have met one until it was drawn.
  auto exposed = last_exposure_;
  if (!exposed && scope_.zone) exposed = zone_day();
  const bool long_enough = !exposed || !out.days || frame.day - *exposed > *out.days;
  out.holds = under.empty() && long_enough;
  if (exposed && out.days && under.empty()) out.since = *exposed + *out.days + 1;
  const auto n = std::to_string(under.size());
  if (!under.empty()) {
    out.why = n + book_.say(" 名接触者仍在观察", " contacts are still under observation");
  } else if (!long_enough) {
    const auto until = iso(*exposed + *out.days);
    out.why = book_.say("末例隔离（报告）后观察期至 ",
                        "observation after the isolation or report of the last case runs until ") +
              until;
  } else {
    out.why = book_.say("没有接触者在观察，观察期已满",
                        "no contact is under observation, and the period is over");
  }
  name_some(out, std::move(under));
}

void Conditions::no_new_case(Criterion& out) {
  const auto& frame = book_.frame();
  const int days = out.days.value_or(1);
  auto from = last_case_;
  // A zone where nobody fell ill counts from its drawing; one that was turned into another kind
  // begins anew with that.
  if (scope_.zone && (!from || scope_.zone->before)) latest(from, zone_day());
  out.holds = !from || frame.day - *from >= days;
  if (!from) {
    out.why = book_.say("没有病例", "there was no case");
    return;
  }
  out.since = *from + days;
  const auto n = std::to_string(frame.day - *from);
  out.why = book_.language() == Language::kZh ? "已连续 " + n + " 天无新增病例"
                                              : n + " days without a new case";
  if (out.holds) return;
  std::vector<Ulid> recent;
  for (const auto& one : cases_) {
    const auto counts = book_.risk().counts_from(one, scope_.area, frame.day);
    if (counts && frame.day - *counts < days) recent.push_back(one.id);
  }
  name_some(out, std::move(recent));
}

void Conditions::round_negative(Criterion& out) {
  const auto& frame = book_.frame();
  out.holds = true;
  auto after = last_case_;
  if (!after && scope_.zone) after = zone_day() - 1;
  std::vector<Ulid> rounds;
  for (const auto& area : scope_.areas) {
    const auto round = book_.risk().last_round(area, frame.day, frame.known);
    const bool negative = round && round->negative && (!after || round->day > *after);
    const bool recent = negative && (!out.days || frame.day - round->day <= *out.days);
    if (round) rounds.push_back(round->entry);
    if (recent) {
      latest(out.since, round->day);
      continue;
    }
    if (out.holds) {
      out.why =
          !round ? book_.say("没有全员检测的记录", "no round of tests of everybody is recorded")
          : !round->negative
              ? iso(round->day) + book_.say(" 的全员检测有阳性", ": not everybody was negative")
          : !negative ? iso(round->day) + book_.say(" 的全员检测早于末例",
                                                    ": the last round was before the last case")
                      : iso(round->day) + book_.say(" 的全员检测已过期，须再做一轮",
                                                    ": the round is too old, another is needed");
    }
    out.holds = false;
  }
  if (out.holds) {
    out.why = (out.since ? iso(*out.since) + " " : "") +
              book_.say("末轮全员检测均为阴性，且在末例之后",
                        "everybody negative in the last round, after the last case");
  } else {
    out.since.reset();
  }
  name_some(out, std::move(rounds));
}

// Of a response the zones inside the area; of a zone the stricter ones of its county.
std::vector<zones::Part> Conditions::zones_at(Instant moment) {
  std::string around = scope_.area;
  if (scope_.zone) {
    auto county = area::at_level(scope_.area, area::Level::kCounty);
    if (!county.empty()) around = std::move(county);
  }
  std::vector<zones::Part> out;
  const auto map = book_.parts().zones.map(book_.db(), around, moment, book_.frame().known);
  for (const auto* part : map.parts()) {
    if (!area::contains(around, part->area)) continue;
    if (scope_.zone && (part->zone == scope_.zone->zone || part->kind >= scope_.zone->kind)) {
      continue;
    }
    out.push_back(*part);
  }
  return out;
}

void Conditions::zones_released(Criterion& out) {
  const auto& frame = book_.frame();
  std::vector<Ulid> zones;
  for (const auto& part : zones_at(frame.moment)) zones.push_back(part.zone);
  out.holds = zones.empty();
  name_some(out, std::move(zones));
  const auto n = std::to_string(out.records);
  out.why = out.holds ? book_.say("没有未解除的管控区域", "no such zone is in force")
                      : n + book_.say(" 个管控区域尚未解除", " zones are in force");
  if (!out.holds || !scope_.zone) return;
  // The day on which the last of them ended, and when on that day.
  Day day = frame.day;
  for (; day > zone_day() && frame.day - day < kLookBack; day = day - 1) {
    const auto before = zones_at(Instant{instant_of(day).millis - 1});
    if (before.empty()) continue;
    for (const auto& part : before) latest(out.met, part.until);
    break;
  }
  out.since = day;
}

// A report of the disinfection after the last case; else somebody confirms it.
void Conditions::disinfected(Criterion& out) {
  out.told = Told::either;
  const auto& frame = book_.frame();
  auto exposed = last_exposure_;
  if (!exposed && scope_.zone) exposed = zone_day();
  const Instant after = exposed ? instant_of(*exposed) : Instant{};
  // Where the measure is reported: of a zone in the communities that it lies in.
  std::set<std::string> places;
  if (scope_.zone) {
    for (const auto& area : scope_.areas) places.insert(checklist_area(book_, area).value_or(""));
  } else {
    places.insert(scope_.area);
  }
  std::vector<Ulid> reports;
  for (const auto& place : places) {
    std::optional<Day> done;
    for (const auto* task : kDisinfections) {
      auto q = book_.db().query(
          "select entry, at from response_report where area = $1 and task = $2 and at >= $3"
          " and at <= $4 and known_from <= $5 and $5 < known_to order by at desc limit 1",
          place, task, after, frame.moment, frame.known);
      if (!q.next()) continue;
      reports.push_back(q.ulid(0));
      done = day_of(q.instant(1));
      break;
    }
    if (!done) {
      out.since.reset();
      confirmed(out);
      return;
    }
    latest(out.since, *done);
  }
  out.holds = true;
  out.why = iso(*out.since) + book_.say(" 报告完成消毒", ": disinfection was reported done");
  name_some(out, std::move(reports));
}

void Conditions::confirmed(Criterion& out) {
  const auto& frame = book_.frame();
  const Ulid zone = scope_.zone ? scope_.zone->zone : Ulid();
  const auto read = [&](store::Query q) {
    if (!q.next()) return false;
    ConfirmedBy by;
    by.entry = q.ulid(0);
    by.day = q.day(1);
    by.holds = q.flag(2);
    if (!q.is_null(3)) by.document = q.string(3);
    by.actor = q.ulid(4);
    out.confirmed = std::move(by);
    return true;
  };
  const std::string select =
      "select entry, day, holds, document, actor from response_confirmation where condition = $1"
      " and known_from <= $2 and $2 < known_to and day <= $3 and ";
  const std::string order = " order by known_from desc, entry desc limit 1";
  const bool found =
      scope_.zone ? read(book_.db().query(select + "zone = $4" + order, out.condition, frame.known,
                                          frame.day, zone))
                  : read(book_.db().query(select + "zone is null and area = $4" + order,
                                          out.condition, frame.known, frame.day, scope_.area));
  if (!found) {
    out.why = book_.say("待人确认", "to be confirmed by a person");
    return;
  }
  auto& by = *out.confirmed;
  by.reason = identity::text_of(book_.db(), by.entry, kReason);
  const bool of_now = !scope_.began || by.day >= *scope_.began;
  out.holds = by.holds && of_now;
  if (out.holds) out.since = by.day;
  const auto day = iso(by.day);
  if (!of_now) {
    out.why =
        day +
        (scope_.zone
             ? book_.say(" 的确认早于划为这一类", ": confirmed before it was of this kind")
             : book_.say(" 的确认属于以前的响应", ": confirmed for a response before this one"));
  } else {
    out.why = day + (by.holds ? book_.say(" 已确认", ": confirmed")
                              : book_.say(" 确认未达到", ": found not to hold"));
  }
}

}  // namespace fx::response
