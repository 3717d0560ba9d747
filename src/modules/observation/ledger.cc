#include "modules/observation/ledger.h"

#include <algorithm>
#include <map>

#include "access/accounts.h"
#include "area/code.h"
#include "base/text.h"
#include "journal/journal.h"

namespace fx::observation {
namespace {

// What kind of document a number is of.
constexpr const char* kNoticeWord = "观告";
constexpr const char* kCertificateWord = "观解";

std::string class_name(const Parts& parts, const Order& order, Language language) {
  const auto* pack = parts.rules.rule(order.pack, order.edition).pack;
  if (pack != nullptr) {
    for (const auto& c : pack->classes()) {
      if (c.id == order.person_class) return c.label.in(language);
    }
  }
  return order.person_class;
}

std::string measure_name(const std::string& measure, Language language) {
  const auto m = policy::parse_measure(measure);
  return m ? policy::label(*m).in(language) : measure;
}

std::string_view en(State state) {
  switch (state) {
    case State::none:
      return "no measure";
    case State::issued:
      return "decided, to be served";
    case State::in_force:
      return "in force";
    case State::awaiting_decision:
      return "over, awaiting a decision";
    case State::hospital:
      return "in hospital";
    case State::released:
      return "released";
    case State::ended:
      return "ended";
    case State::withdrawn:
      return "withdrawn";
  }
  return "";
}

std::string why_of(const Parts& parts, const Decided& decided, Language language) {
  const auto [pack, edition] = parts.rules.rule(decided.pack, decided.edition);
  if (edition == nullptr) return decided.rule;
  auto facts = pack->facts();
  for (const auto& fact : decided.facts) {
    const auto equals = fact.find('=');
    if (equals == std::string::npos) continue;
    if (!facts.set(fact.substr(0, equals), fact.substr(equals + 1))) return decided.rule;
  }
  const auto decision = policy::decide(*pack, *edition, "placement", facts);
  if (!decision) return decided.rule;
  auto out = policy::explain(*decision, language);
  // The files have been changed since: the record says what was decided, not what they say now.
  if (decision->reference() != decided.rule || pack->digest() != decided.digest) {
    out += language == Language::kZh ? "\n（规则包文件在判定之后有改动，判定时适用 "
                                     : "\n(the pack's files have changed since; decided by ";
    out += decided.rule + (language == Language::kZh ? "）" : ")");
  }
  return out;
}

// The restriction in SQL for a state at a moment, over orders o and their present stretches s.
Result<std::string> condition_of(const std::string& state) {
  const std::string binds = " s.start_at <= $3 and s.last_day >= $4 and s.end_at > $3";
  if (state == "current") return binds;
  const auto known = json::enum_value<State>(state);
  if (!known) {
    return refuse(json::kBadValue, "state",
                  {{"expected", "current | " + json::enum_names<State>()}});
  }
  switch (*known) {
    case State::issued:
      return binds + " and (o.served_at is null or o.served_at > $3)";
    case State::in_force:
      return binds + " and o.served_at <= $3";
    case State::awaiting_decision:
      return std::string(" s.start_at <= $3 and s.last_day < $4 and s.end_at > $3");
    case State::released:
    case State::ended:
      return " o.standing = '" + state + "' and o.end_at <= $3";
    default:
      return " o.standing = '" + state + "'";
  }
}

// The restriction for the number of a document; its numbers are $8 and, unless 0, of the year $9.
struct NumberAsked {
  std::string condition;
  int number = 0;
  int year = 0;
};
Result<NumberAsked> number_asked(const std::string& text) {
  std::vector<int> numbers;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const std::string clean = normalise(text);
  for (std::size_t at = 0; at < clean.size();) {
    int value = 0;
    std::size_t end = at;
    while (end < clean.size() && is_digit(clean[end]) && end - at < 9) {
      value = value * 10 + (clean[end++] - '0');
    }
    if (end > at) numbers.push_back(value);
    at = std::max(end, at + 1);
  }
  if (numbers.empty()) {
    return refuse(json::kBadValue, "number", {{"expected", "观告〔2020〕12号 | 2020-12 | 12"}});
  }
  NumberAsked out;
  out.number = numbers.back();
  // Of the numbers before it the last one is the year; others belong to the community's name.
  if (numbers.size() > 1) out.year = numbers[numbers.size() - 2];
  constexpr const char* kNotice =
      "o.order_id in (select order_id from observation_notice where number = $8 and"
      " ($9 = 0 or year = $9))";
  constexpr const char* kCertificate =
      "(o.standing = 'released' and o.number = $8 and ($9 = 0 or o.year = $9))";
  if (clean.find(kCertificateWord) != std::string::npos) {
    out.condition = kCertificate;
  } else if (clean.find(kNoticeWord) != std::string::npos) {
    out.condition = kNotice;
  } else {
    out.condition = std::string("(") + kNotice + " or " + kCertificate + ")";
  }
  return out;
}

}  // namespace

Result<Found> find_orders(store::Session& db, const LedgerParams& asked, Instant moment) {
  const auto [low, high] = area::range(asked.area);
  const bool by_stretch = asked.state == "current" || asked.state == "issued" ||
                          asked.state == "in_force" || asked.state == "awaiting_decision";
  std::string where;
  if (by_stretch) {
    where =
        " from observation_span s join observation_order o on o.order_id = s.order_id"
        " where s.area >= $1 and s.area < $2 and s.known_to = $5 and o.known_to = $5";
  } else {
    where =
        " from observation_order o where o.area >= $1 and o.area < $2 and o.decided_at <= $3 and"
        " (o.known_to = $5 or o.standing = 'withdrawn')";
    if (asked.state != "withdrawn") where += " and o.known_to = $5";
  }
  if (asked.state && !asked.state->empty()) {
    const auto condition = condition_of(*asked.state);
    if (!condition) return condition.error();
    where += " and" + *condition;
  }
  const std::string table = by_stretch ? "s" : "o";
  if (asked.measure) where += " and " + table + ".measure = $6";
  if (asked.person_class) where += " and " + table + ".person_class = $7";
  NumberAsked wanted;
  if (asked.number && !asked.number->empty()) {
    auto number = number_asked(*asked.number);
    if (!number) return number.error();
    wanted = std::move(*number);
    where += " and " + wanted.condition;
  }
  const std::string measure = asked.measure.value_or("");
  const std::string person_class = asked.person_class.value_or("");
  const Day day = day_of(moment);
  Found out;
  out.total = db.integer("select count(*)" + where, low, high, moment, day, kForever, measure,
                         person_class, wanted.number, wanted.year)
                  .value_or(0);
  std::string after_area;
  Ulid after_id;
  if (asked.after) {
    const auto slash = asked.after->find('/');
    const auto id =
        slash == std::string::npos ? std::nullopt : Ulid::parse(asked.after->substr(slash + 1));
    if (!id) return refuse(json::kBadValue, "after", {{"expected", "`next` of the page before"}});
    after_area = asked.after->substr(0, slash);
    after_id = *id;
    where += " and (" + table + ".area, o.order_id) > ($10, $11)";
  }
  const auto limit = static_cast<std::size_t>(std::clamp(asked.limit.value_or(50), 1, 500));
  const std::string sql = "select o.order_id, " + table + ".area" + where + " order by " + table +
                          ".area, o.order_id limit $12";
  auto q = db.query(sql, low, high, moment, day, kForever, measure, person_class, wanted.number,
                    wanted.year, after_area, after_id, static_cast<std::int64_t>(limit) + 1);
  std::string last;
  while (q.next()) {
    if (out.orders.size() == limit) {
      out.next = last;
      break;
    }
    out.orders.push_back(q.ulid(0));
    last = q.string(1) + "/" + out.orders.back().text();
  }
  return out;
}

OrderLine line_of(host::QueryContext& context, const Parts& parts, const Order& order,
                  Instant moment) {
  OrderLine out;
  const bool zh_text = context.language == Language::kZh;
  const Day day = day_of(moment);
  out.order = order.id;
  if (const auto notice = notice_by(context.db, order.notice_entry)) {
    out.notice = notice_number(*notice);
  }
  out.person = parts.people.card(context, order.person);
  if (!order.household.is_nil()) {
    out.household = parts.people.household_card(context, order.household);
  }
  out.area = order.area;
  out.person_class = order.person_class;
  out.class_name = class_name(parts, order, context.language);
  out.measure = order.stretches.empty() ? "none" : order.measure;
  out.measure_name = measure_name(out.measure, context.language);
  out.stage = order.stage;
  out.state = order.state(moment);
  out.state_name = zh_text ? zh(out.state) : en(out.state);
  out.decided_on = day_of(order.decided_at);
  out.served_at = order.served_at;
  out.ended_at = order.end_at;
  if (order.stretches.empty()) return out;
  out.first = order.first;
  out.last = order.last;
  out.days = order.last - order.first + 1;
  out.day = std::clamp(day - order.first + 1, 0, out.days);
  if (order.standing == Standing::active) {
    const auto readings = monitoring::readings_of(context.db, order.person, day, day);
    monitoring::Tally tally;
    for (const auto& w : watched_of(parts, order)) {
      tally.add(monitoring::day_slots(w, day, readings, moment));
    }
    out.today = {tally.due, tally.done, tally.missed, tally.late};
    for (const auto& t : missing_tests(order, tests_of(context.db, order.id), day)) {
      out.tests_due.push_back({t.number, t.day});
    }
    out.escalation_open = monitoring::has_open_escalation(context.db, order.person);
  }
  auto q = context.db.query(
      "select role, account from observation_team where order_id = $1 order by n", order.id);
  while (q.next()) {
    TeamMember member{*json::enum_value<TeamRole>(q.text(0)), {}};
    if (!q.is_null(1)) member.account = q.ulid(1);
    out.team.push_back(member);
  }
  return out;
}

namespace {

std::string document_number(const char* word, int year, int number) {
  return word + ("〔" + std::to_string(year) + "〕") + std::to_string(number) + "号";
}

}  // namespace

std::string notice_number(const Notice& notice) {
  return document_number(kNoticeWord, notice.year, notice.number);
}

std::string certificate_number(int year, int number) {
  return document_number(kCertificateWord, year, number);
}

std::optional<Decided> decision_of(store::Session& db, const Order& order) {
  if (!order.moved_entry.is_nil()) {
    const auto entry = journal::Journal::find(db, order.moved_entry);
    if (!entry) return std::nullopt;
    auto moved = json::read_text<Moved>(entry->payload);
    if (!moved) return std::nullopt;
    return std::move(moved->to);
  }
  const auto entry = journal::Journal::find(db, order.decided_entry);
  if (!entry) return std::nullopt;
  auto decided = json::read_text<Decided>(entry->payload);
  if (!decided) return std::nullopt;
  return std::move(*decided);
}

namespace {

std::string_view kind_name(std::string_view kind, Language language) {
  struct Name {
    std::string_view kind, zh, en;
  };
  static constexpr Name kNames[] = {{Decided::kKind, "判定", "placed"},
                                    {Withdrawn::kKind, "撤回判定", "placement withdrawn"},
                                    {Served::kKind, "送达告知书", "notice served"},
                                    {TeamAssigned::kKind, "指定包保组", "team assigned"},
                                    {Extended::kKind, "延长观察", "extended"},
                                    {Converted::kKind, "转换措施", "converted"},
                                    {StageBegun::kKind, "转入下一阶段", "next stage begun"},
                                    {Moved::kKind, "改按新版次", "moved to another edition"},
                                    {Transferred::kKind, "转送医院", "transferred to hospital"},
                                    {Resumed::kKind, "出院恢复观察", "resumed after hospital"},
                                    {CheckedUp::kKind, "解除前检查", "checked up"},
                                    {Approved::kKind, "批准解除", "release approved"},
                                    {Released::kKind, "解除观察", "released"},
                                    {Ended::kKind, "终止", "ended"},
                                    {Relocated::kKind, "变更住处", "relocated"},
                                    {StepUndone::kKind, "撤销一步", "step undone"},
                                    {TestRecorded::kKind, "检测结果", "test recorded"}};
  for (const auto& name : kNames) {
    if (name.kind == kind) return language == Language::kZh ? name.zh : name.en;
  }
  return kind;
}

// Of the notice or the certificate that this entry gave.
std::optional<std::string> number_given(store::Session& db, const journal::Entry& entry) {
  if (const auto notice = notice_by(db, entry.id)) return notice_number(*notice);
  if (entry.kind != Released::kKind) return std::nullopt;
  const auto released = json::read_text<Released>(entry.payload);
  if (!released) return std::nullopt;
  return certificate_number(released->year, released->number);
}

Result<OrderPage> order_page(host::QueryContext& context, const Parts& parts, const Ulid& id) {
  const auto order = find_order(context.db, id, true);
  if (!order) return refuse(kNoSuchOrder, "order");
  OrderPage out;
  out.line = line_of(context, parts, *order, context.now);
  if (const auto decided = decision_of(context.db, *order)) {
    out.why = why_of(parts, *decided, context.language);
    out.counted_from = decided->counted_from;
    out.rule_measure = decided->rule_measure;
    out.override_reason = decided->override_reason;
    out.legal = decided->legal;
  }
  out.rule = order->rule;
  out.pack = order->pack;
  out.edition = order->edition;
  out.anchor = order->anchor;
  out.plan = order->plan;
  for (const auto& h : monitoring::health_of(context.db, watched_of(parts, *order), context.now)) {
    std::optional<int> highest;
    if (h.highest > 0) highest = h.highest;
    out.health.push_back({h.day, h.tally.due, h.tally.done, h.tally.missed, h.tally.late, highest,
                          h.fever, h.symptoms});
  }
  for (const auto& t : tests_of(context.db, id)) {
    out.tests.push_back({t.entry, t.sampled, t.result});
  }
  for (const auto& a : approvals_of(parts, *order)) {
    const auto& label = a.role.label.in(context.language);
    out.approvals.push_back({a.role.id, label.empty() ? a.role.id : label, a.given});
  }
  if (order->number > 0) out.certificate = certificate_number(order->year, order->number);
  if (order->standing == Standing::active) {
    const auto released = may_release(context.db, parts, *order, context.now);
    out.release.possible = released.has_value();
    if (!released) {
      out.release.code = released.error().code();
      out.release.message = released.error().message(context.language);
      out.release.remedy = released.error().remedy(context.language);
    }
  }
  const auto entries = journal::Journal::history(context.db, id);
  const bool names_shown = access::sight(context.actor, order->area) >= access::Sight::kNames;
  std::map<Ulid, std::string> names;
  for (const auto& e : entries) {
    auto& name = names[e.actor];
    if (names_shown && name.empty())
      name = access::display_name(context.db, e.actor, context.language);
    HistoryLine line{e.id,
                     e.kind,
                     std::string(kind_name(e.kind, context.language)),
                     e.occurred_at,
                     e.recorded_at,
                     e.actor,
                     {},
                     {},
                     true,
                     number_given(context.db, e),
                     *json::parse(e.payload)};
    if (names_shown) line.actor_name = name;
    if (!e.amends.is_nil()) line.amends = e.amends;
    line.stands = std::none_of(entries.begin(), entries.end(),
                               [&](const auto& other) { return other.amends == e.id; });
    out.history.push_back(std::move(line));
  }
  return out;
}

}  // namespace

void declare_ledger(host::Declaration& to, const Parts& parts) {
  to.question<LedgerParams, Ledger>(
      {"/api/observation/orders", access::Permission::see_records, "观察台账",
       "the ledger of orders", host::named_area<LedgerParams>,
       [&parts](host::QueryContext& context, const LedgerParams& p) -> Result<Ledger> {
         Ledger out;
         out.on = p.on.value_or(context.today());
         const Instant moment = host::Frame::make(p.area, out.on, context.now).moment;
         auto found = find_orders(context.db, p, moment);
         if (!found) return found.error();
         out.total = found->total;
         out.next = found->next;
         for (const auto& id : found->orders) {
           if (const auto order = find_order(context.db, id, true)) {
             out.orders.push_back(line_of(context, parts, *order, moment));
           }
         }
         return out;
       }});
  to.question<OrderId, OrderPage>({"/api/observation/orders/{order}",
                                   access::Permission::see_records, "一份观察决定",
                                   "one order with its history and why",
                                   [](store::Session& db, const OrderId& p) -> Result<std::string> {
                                     const auto order = find_order(db, p.order, true);
                                     if (!order) return refuse(kNoSuchOrder, "order");
                                     return order->area;
                                   },
                                   [&parts](host::QueryContext& context, const OrderId& p) {
                                     return order_page(context, parts, p.order);
                                   }});
  to.question<PersonParams, PersonOrders>(
      {"/api/people/{person}/orders", access::Permission::see_records, "个人的观察决定",
       "a person's orders",
       [&parts](store::Session& db, const PersonParams& p) -> Result<std::string> {
         const auto place = parts.people.place_of(db, p.person);
         if (!place) return refuse(host::kNotFound, "person");
         return place->area;
       },
       [&parts](host::QueryContext& context, const PersonParams& p) -> Result<PersonOrders> {
         PersonOrders out;
         const auto person = parts.people.canonical(context.db, p.person);
         std::vector<Ulid> ids;
         {
           auto q = context.db.query(
               "select order_id from observation_order where person = $1 and known_to = $2"
               " order by decided_at desc, order_id desc",
               person, kForever);
           while (q.next()) ids.push_back(q.ulid(0));
         }
         for (const auto& id : ids) {
           out.orders.push_back(line_of(context, parts, *find_order(context.db, id), context.now));
         }
         return out;
       }});
}

}  // namespace fx::observation
