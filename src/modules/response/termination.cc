// The conditions of the end, each with the records that stand for or against it.
#include <algorithm>
#include <set>

#include "identity/person.h"
#include "modules/response/state.h"

namespace fx::response {
namespace {

constexpr std::size_t kMostIds = 50;
// Ids of tasks that stand for the final disinfection, where a pack has them.
constexpr std::array kDisinfections{"final_disinfection", "disinfect"};

bool is_over(const casework::Case& one, Day day) {
  casework::Status last = casework::Status::suspected;
  for (const auto& status : one.statuses) {
    if (status.day <= day) last = status.status;
  }
  return last == casework::Status::excluded || last == casework::Status::recovered ||
         last == casework::Status::died;
}
bool is_excluded(const casework::Case& one, Day day) {
  bool out = false;
  for (const auto& status : one.statuses) {
    if (status.day <= day) out = status.status == casework::Status::excluded;
  }
  return out;
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

class Judge {
 public:
  Judge(store::Session& db, const Parts& parts, const host::Frame& frame, Language language)
      : db_(db), parts_(parts), frame_(frame), zh_(language == Language::kZh), language_(language) {
    for (auto& one : parts.cases.of_area(db, frame.area, frame.known)) {
      if (one.facts.reported <= frame.day && !is_excluded(one, frame.day)) {
        cases_.push_back(std::move(one));
      }
    }
    for (const auto& one : cases_) {
      const Day isolated = one.facts.isolated.value_or(one.facts.reported);
      if (!last_exposure_ || isolated > *last_exposure_) last_exposure_ = isolated;
    }
    // A confirmation is of this response: not of one before it.
    for (const auto axis : kAxes) {
      const auto now = in_force(db, frame.area, axis, frame.moment, frame.known);
      if (now.decision && (!began_ || now.decision->from < *began_)) began_ = now.decision->from;
    }
  }

  void judge(Criterion& out) {
    if (out.condition == "cases_isolated") {
      cases_isolated(out);
    } else if (out.condition == "contacts_done") {
      contacts_done(out);
    } else if (out.condition == "no_new_case") {
      no_new_case(out);
    } else if (out.condition == "round_negative") {
      out.holds =
          parts_.risk
              .facts(db_, frame_.area, frame_.day, frame_.day, frame_.known, false, language_)
              .front()
              .round_negative;
      out.why = out.holds ? say("末轮全员检测均为阴性，且在末例之后",
                                "everybody negative in the last round, after the last case")
                          : say("末例之后没有全员阴性的检测",
                                "no round after the last case in which"
                                " everybody was negative");
    } else if (out.condition == "zones_released") {
      zones_released(out);
    } else if (out.condition == "disinfected") {
      disinfected(out);
    } else {
      out.told = Told::person;
      confirmed(out);
    }
  }

 private:
  std::string say(std::string zh, std::string en) const {
    return zh_ ? std::move(zh) : std::move(en);
  }
  void name_some(Criterion& out, std::vector<Ulid> ids) const {
    out.records = static_cast<std::int64_t>(ids.size());
    if (ids.size() > kMostIds) ids.resize(kMostIds);
    out.ids = std::move(ids);
  }

  void cases_isolated(Criterion& out) const {
    std::vector<Ulid> not_yet;
    for (const auto& one : cases_) {
      const bool isolated = one.facts.isolated && *one.facts.isolated <= frame_.day;
      if (!isolated && !is_over(one, frame_.day)) not_yet.push_back(one.id);
    }
    out.holds = not_yet.empty();
    const auto n = std::to_string(not_yet.size());
    out.why = out.holds ? say("全部病例已隔离治疗或已有转归",
                              "every case is isolated, or its outcome is known")
                        : say(n + " 例没有隔离日期", n + " cases have no day of isolation");
    name_some(out, std::move(not_yet));
  }

  void contacts_done(Criterion& out) const {
    std::set<std::string> classes;
    if (const auto regime = risk::regime(db_, parts_.rules, frame_.area, frame_.day, "placement")) {
      classes = contact_classes(*regime->pack, *regime->edition);
    }
    std::vector<Ulid> under;
    parts_.orders.each(db_, frame_, [&](const observation::Span& span) {
      if (classes.contains(span.person_class) && span.in_force(frame_.moment)) {
        under.push_back(span.order);
      }
    });
    std::sort(under.begin(), under.end());
    under.erase(std::unique(under.begin(), under.end()), under.end());
    // The last exposure there can have been: the day on which the last case was isolated, or, where
    // that is not known, reported.
    const bool long_enough =
        !last_exposure_ || !out.days || frame_.day - *last_exposure_ > *out.days;
    out.holds = under.empty() && long_enough;
    const auto n = std::to_string(under.size());
    if (!under.empty()) {
      out.why = say(n + " 名接触者仍在观察", n + " contacts are still under observation");
    } else if (!long_enough) {
      const auto until = iso(*last_exposure_ + *out.days);
      out.why =
          say("末例隔离（报告）后观察期至 " + until,
              "observation after the isolation or report of the last case runs until " + until);
    } else {
      out.why = say("没有接触者在观察，观察期已满",
                    "no contact is under observation, and the period is over");
    }
    name_some(out, std::move(under));
  }

  void no_new_case(Criterion& out) const {
    const auto counts =
        parts_.risk.facts(db_, frame_.area, frame_.day, frame_.day, frame_.known, false, language_)
            .front()
            .counts;
    const int days = out.days.value_or(1);
    out.holds = !counts.days_without_case || *counts.days_without_case >= days;
    if (!counts.days_without_case) {
      out.why = say("没有病例", "there was no case");
    } else {
      const auto n = std::to_string(*counts.days_without_case);
      out.why = say("已连续 " + n + " 天无新增病例", n + " days without a new case");
      if (!out.holds) name_some(out, counts.cases);
    }
  }

  void zones_released(Criterion& out) const {
    const auto map = parts_.zones.map(db_, frame_.area, frame_.moment, frame_.known);
    std::vector<Ulid> zones;
    for (const auto* part : map.parts()) {
      if (area::contains(frame_.area, part->area)) zones.push_back(part->zone);
    }
    std::sort(zones.begin(), zones.end());
    zones.erase(std::unique(zones.begin(), zones.end()), zones.end());
    out.holds = zones.empty();
    const auto n = std::to_string(zones.size());
    out.why = out.holds ? say("区内没有管控区域", "no zone is in force")
                        : say(n + " 个管控区域尚未解除", n + " zones are in force");
    name_some(out, std::move(zones));
  }

  // A report of the disinfection after the last case; else somebody confirms it.
  void disinfected(Criterion& out) const {
    out.told = Told::either;
    const auto regime = risk::regime(db_, parts_.rules, frame_.area, frame_.day, "response");
    if (regime) {
      const Instant after = last_exposure_ ? instant_of(*last_exposure_) : Instant{};
      for (const auto* task : kDisinfections) {
        auto q = db_.query(
            "select entry, at from response_report where area = $1 and task = $2 and at >= $3"
            " and at <= $4 and known_from <= $5 and $5 < known_to order by at desc limit 1",
            frame_.area, task, after, frame_.moment, frame_.known);
        if (!q.next()) continue;
        out.holds = true;
        out.records = 1;
        out.ids = {q.ulid(0)};
        const auto day = iso(day_of(q.instant(1)));
        out.why = say(day + " 报告完成消毒", "disinfection was reported done on " + day);
        return;
      }
    }
    confirmed(out);
  }

  void confirmed(Criterion& out) const {
    auto q = db_.query(
        "select entry, day, holds, document, actor from response_confirmation where area = $1"
        " and condition = $2 and known_from <= $3 and $3 < known_to and day <= $4"
        " order by known_from desc, entry desc limit 1",
        frame_.area, out.condition, frame_.known, frame_.day);
    if (q.next()) {
      ConfirmedBy by;
      by.entry = q.ulid(0);
      by.day = q.day(1);
      by.holds = q.flag(2);
      if (!q.is_null(3)) by.document = q.string(3);
      by.actor = q.ulid(4);
      by.reason = identity::text_of(db_, by.entry, kReason);
      const bool of_now = !began_ || by.day >= day_of(*began_);
      out.holds = by.holds && of_now;
      const auto day = iso(by.day);
      out.why = !of_now    ? say(day + " 的确认属于以前的响应",
                                 "confirmed on " + day + ", for a response before this one")
                : by.holds ? say(day + " 已确认", "confirmed on " + day)
                           : say(day + " 确认未达到", "found not to hold on " + day);
      out.confirmed = std::move(by);
      return;
    }
    out.why = say("待人确认", "to be confirmed by a person");
  }

  store::Session& db_;
  const Parts& parts_;
  const host::Frame& frame_;
  const bool zh_;
  const Language language_;
  std::vector<casework::Case> cases_;
  std::optional<Day> last_exposure_;
  std::optional<Instant> began_;
};

}  // namespace

std::vector<Criterion> criteria(store::Session& db, const Parts& parts, const host::Frame& frame,
                                Language language) {
  std::vector<Criterion> out;
  const auto regime = risk::regime(db, parts.rules, frame.area, frame.day, "termination");
  if (!regime) return out;
  auto facts = regime->pack->facts();
  parts.risk.facts(db, frame.area, frame.day, frame.day, frame.known, false, language)
      .front()
      .set(facts);
  standing(db, frame.area, frame.moment, frame.known).set(facts);
  auto decision = policy::decide(*regime->pack, *regime->edition, "termination", facts);
  if (!decision) return out;
  const auto rows = decision->rows;
  const auto& table = *decision->table;
  Judge judge(db, parts, frame, language);
  for (const auto* row : rows) {
    Criterion one;
    one.condition = rules::outcome_id(table, *row, "condition");
    one.name = rules::outcome_words(table, *row, "condition", language);
    one.days = rules::outcome_number(table, *row, "days");
    one.role = rules::outcome_words(table, *row, "role", language);
    decision->rows = {row};
    one.rule = {regime->pack->id(), regime->edition->id(), decision->reference(),
                policy::explain(*decision, language)};
    judge.judge(one);
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace fx::response
