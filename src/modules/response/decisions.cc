// Commands of those who decide.
#include <algorithm>

#include "base/text.h"
#include "identity/person.h"
#include "modules/response/book.h"
#include "modules/response/texts.h"

namespace fx::response {
namespace {

using access::Permission;

struct Decide {
  static constexpr std::string_view kName = "response.decide";
  std::string area;
  Axis axis = Axis::situation;
  std::string value;
  std::optional<Instant> from;  // default: when the command happened; may be ahead
  std::string reason;
  std::optional<std::string> document;
};
BOOST_DESCRIBE_STRUCT(Decide, (), (area, axis, value, from, reason, document))

struct Decline {
  static constexpr std::string_view kName = "response.decline";
  std::string area;
  Axis axis = Axis::situation;
  std::string reason;
  std::optional<std::string> document;
};
BOOST_DESCRIBE_STRUCT(Decline, (), (area, axis, reason, document))

struct End {
  static constexpr std::string_view kName = "response.end";
  std::string area;
  Axis axis = Axis::situation;
  std::optional<Instant> at;
  std::string reason;
  std::optional<std::string> document;
  std::optional<bool> despite_unmet;
};
BOOST_DESCRIBE_STRUCT(End, (), (area, axis, at, reason, document, despite_unmet))

struct Withdraw {
  static constexpr std::string_view kName = "response.withdraw";
  Ulid decision;
};
BOOST_DESCRIBE_STRUCT(Withdraw, (), (decision))

struct Confirm {
  static constexpr std::string_view kName = "response.confirm";
  std::string area;
  std::string condition;
  std::optional<Day> on;      // default: the day of the command
  std::optional<bool> holds;  // default: it does
  std::optional<std::string> reason;
  std::optional<std::string> document;
  // Of the release of this zone; `area` is then the smallest that holds it.
  std::optional<Ulid> zone;
};
BOOST_DESCRIBE_STRUCT(Confirm, (), (area, condition, on, holds, reason, document, zone))

Status check_level(const std::string& area) {
  const auto level = area::level_of(area);
  if (!level || *level > area::Level::kCommunity) {
    return refuse(kBelowCommunity, "area", {{"area", area}});
  }
  return {};
}

// A step at this time follows the last one that has effect.
Status check_time(host::CommandContext& context, const std::string& area, Axis axis, Instant at,
                  const char* field) {
  if (at.millis > context.now.millis + kMostDaysAhead * kMillisPerDay) {
    return refuse(kTooFarAhead, field, {{"at", iso(at)}});
  }
  for (const auto& step : steps_of(context.db, area, axis, kAsNow)) {
    if (step.what != What::declined && at < step.at) {
      return refuse(kBeforeLast, field, {{"at", iso(at)}, {"last", iso(step.at)}});
    }
  }
  return {};
}

Result<host::Done> decide(host::CommandContext& context, const Parts& parts, const Decide& given) {
  const auto& values = values_of(given.axis);
  if (std::find(values.begin(), values.end(), given.value) == values.end()) {
    std::string known;
    for (const auto value : values) known += (known.empty() ? "" : ", ") + std::string(value);
    return refuse(kNoSuchValue, "value", {{"value", given.value}, {"known", known}});
  }
  if (auto status = check_level(given.area); !status) return status.error();
  const auto reason = reason_of(given.reason);
  if (!reason) return reason.error();
  const auto document = words_of(given.document, "document");
  if (!document) return document.error();
  const Instant from = given.from.value_or(context.occurred_at);
  if (auto status = check_time(context, given.area, given.axis, from, "from"); !status) {
    return status.error();
  }
  const auto now = in_force(context.db, given.area, given.axis, from, kAsNow);
  if (now.decision && now.decision->area == given.area && now.value == given.value) {
    return refuse(kNoChange, "value");
  }
  Decided entry{given.axis, given.value, from, *document, {}, {}, {}};
  Book book(context.db, parts, frame_at(given.area, from, context.now), Language::kZh);
  if (const auto proposed = own_proposal(book, given.area, given.axis)) {
    entry.proposed = proposed->value;
    entry.since = proposed->since;
    if (proposed->rule) entry.rule = proposed->rule->rule;
  }
  const auto made = context.append({context.id, given.area, {}, std::nullopt}, entry);
  identity::set_text(context.db, made.id, kReason, Ulid(), *reason);
  return host::Done{made.id, json::Object{{"proposed", entry.proposed ? json::Value(*entry.proposed)
                                                                      : json::Value(nullptr)}}};
}

Result<host::Done> decline(host::CommandContext& context, const Parts& parts,
                           const Decline& given) {
  const auto reason = reason_of(given.reason);
  if (!reason) return reason.error();
  const auto document = words_of(given.document, "document");
  if (!document) return document.error();
  Book book(context.db, parts, frame_at(given.area, context.occurred_at, context.now),
            Language::kZh);
  const auto proposed = own_proposal(book, given.area, given.axis);
  if (!proposed || proposed->state != Answered::waiting) return refuse(kNoProposal, "axis");
  Declined entry{given.axis, proposed->value, context.occurred_at, proposed->since, *document, {}};
  if (proposed->rule) entry.rule = proposed->rule->rule;
  const auto made = context.append({context.id, given.area, {}, std::nullopt}, entry);
  identity::set_text(context.db, made.id, kReason, Ulid(), *reason);
  return host::Done{made.id, json::Object{{"declined", entry.proposed}}};
}

Result<host::Done> end(host::CommandContext& context, const Parts& parts, const End& given) {
  const auto reason = reason_of(given.reason);
  if (!reason) return reason.error();
  const auto document = words_of(given.document, "document");
  if (!document) return document.error();
  const Instant at = given.at.value_or(context.occurred_at);
  const auto now = in_force(context.db, given.area, given.axis, at, kAsNow);
  if (!now.decision || now.decision->area != given.area) {
    return refuse(kNothingInForce, "area", {{"area", given.area}});
  }
  if (auto status = check_time(context, given.area, given.axis, at, "at"); !status) {
    return status.error();
  }
  Ended entry{given.axis, at, *document, {}, {}};
  Book book(context.db, parts, frame_at(given.area, at, context.now), Language::kZh);
  std::string names;
  for (const auto& criterion : criteria(book, given.area)) {
    entry.rule = entry.rule.value_or(criterion.rule.rule.substr(0, criterion.rule.rule.rfind('/')));
    if (criterion.holds) continue;
    entry.unmet.push_back(criterion.condition);
    names += (names.empty() ? "" : "、") + criterion.name;
  }
  if (!entry.unmet.empty() && !given.despite_unmet.value_or(false)) {
    return refuse(kUnmet, "despite_unmet", {{"conditions", names}});
  }
  const auto made = context.append({context.id, given.area, {}, std::nullopt}, entry);
  identity::set_text(context.db, made.id, kReason, Ulid(), *reason);
  return host::Done{made.id};
}

Result<std::string> area_of_step(store::Session& db, const Ulid& entry) {
  const auto found = step(db, entry);
  if (!found) return refuse(kNothingToWithdraw, "decision");
  return found->area;
}

Result<host::Done> withdraw(host::CommandContext& context, const Withdraw& given) {
  const auto found = step(context.db, given.decision);
  if (!found) return refuse(kNothingToWithdraw, "decision");
  const auto steps = steps_of(context.db, found->area, found->axis, kAsNow);
  if (steps.empty() || steps.back().entry != given.decision) {
    return refuse(kNothingToWithdraw, "decision");
  }
  context.append({given.decision, found->area, given.decision, std::nullopt}, Withdrawn{});
  return host::Done{given.decision};
}

Result<host::Done> confirm(host::CommandContext& context, const Parts& parts,
                           const Confirm& given) {
  const auto reason = words_of(given.reason, "reason");
  if (!reason) return reason.error();
  const auto document = words_of(given.document, "document");
  if (!document) return document.error();
  if (!*reason && !*document) return refuse(kNoReason, "reason");
  const Day on = given.on.value_or(day_of(context.occurred_at));
  if (on > context.today()) return refuse(kFuture, "on", {{"at", iso(on)}});
  Book book(context.db, parts,
            frame_at(given.area, Instant{instant_of(on + 1).millis - 1}, context.now),
            Language::kZh);
  std::vector<Criterion> all;
  if (!given.zone) {
    all = criteria(book, given.area);
  } else if (auto end = zone_end(book, *given.zone)) {
    all = std::move(end->conditions);
  }
  const auto it = std::find_if(all.begin(), all.end(), [&](const Criterion& one) {
    return one.condition == given.condition;
  });
  if (it == all.end()) {
    return refuse(kNoCondition, "condition", {{"condition", given.condition}});
  }
  if (it->told == Told::records) {
    return refuse(kNotConfirmable, "condition", {{"condition", it->name}});
  }
  const auto made = context.append(
      {context.id, given.area, {}, std::nullopt},
      Confirmed{given.condition, on, given.holds.value_or(true), *document, given.zone});
  if (*reason) identity::set_text(context.db, made.id, kReason, Ulid(), **reason);
  return host::Done{made.id};
}

}  // namespace

Result<std::string> reason_of(const std::string& given) {
  auto reason = words_of(given, "reason");
  if (!reason) return reason.error();
  if (!*reason) return refuse(kNoReason, "reason");
  return std::move(**reason);
}

Result<std::optional<std::string>> words_of(const std::optional<std::string>& given,
                                            const char* field) {
  if (!given) return std::optional<std::string>();
  auto text = normalise(*given);
  if (to_code_points(text).size() > kMostCharacters) {
    return refuse(kTooLong, field, {{"max", std::to_string(kMostCharacters)}});
  }
  return text.empty() ? std::optional<std::string>() : std::optional(std::move(text));
}

void declare_decisions(host::Declaration& to, const Parts& parts) {
  to.command<Decide>({kDecide, "决定响应（情形、级别、风险等级）",
                      "decide the situation, the level or the risk level", host::known_area<Decide>,
                      [&parts](host::CommandContext& context, const Decide& c) {
                        return decide(context, parts, c);
                      }});
  to.command<Decline>({kDecide, "不采纳响应建议", "decline what is proposed",
                       host::known_area<Decline>,
                       [&parts](host::CommandContext& context, const Decline& c) {
                         return decline(context, parts, c);
                       }});
  to.command<End>(
      {kDecide, "终止响应", "end the response", host::known_area<End>,
       [&parts](host::CommandContext& context, const End& c) { return end(context, parts, c); }});
  to.command<Withdraw>(
      {kDecide, "撤销响应决定", "withdraw a decision",
       [](store::Session& db, const Withdraw& c) { return area_of_step(db, c.decision); },
       withdraw});
  to.command<Confirm>({kDecide, "确认终止条件", "confirm a condition of the end",
                       [&parts](store::Session& db, const Confirm& c) -> Result<std::string> {
                         if (!c.zone) return host::known_area<Confirm>(db, c);
                         auto home = area_of_zone(db, parts, *c.zone);
                         if (home && *home != c.area) {
                           return refuse(kNotOfZone, "area", {{"area", *home}});
                         }
                         return home;
                       },
                       [&parts](host::CommandContext& context, const Confirm& c) {
                         return confirm(context, parts, c);
                       }});
}

}  // namespace fx::response
