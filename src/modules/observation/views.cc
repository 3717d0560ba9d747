// The tables of orders: the order as it stands, its steps, and its stretches as they were known at
// every time.
#include <algorithm>

#include "area/code.h"
#include "area/tree.h"
#include "modules/observation/order.h"

namespace fx::observation {
namespace {

constexpr const char* kOrders = R"(
create table observation_order(
  order_id blob primary key,
  entry blob not null,
  person blob not null,
  source text not null,
  source_id blob not null,
  outcome text not null,
  person_class text not null,
  ordered_measure text not null,
  pack text not null,
  edition text not null,
  rule text not null,
  on_day integer not null,
  decided_at integer not null,
  anchor integer not null,
  plan text not null,
  longest_last integer,
  -- What the decision said of the columns above, where a step has changed them.
  base text,
  base_household blob,
  base_area text not null,
  standing text not null,
  household blob,
  area text not null,
  measure text not null,
  stage integer not null,
  first_day integer not null,
  last_day integer not null,
  served_at integer,
  end_at integer,
  year integer not null,
  number integer not null,
  known_from integer not null,
  known_to integer not null
) strict, without rowid;
create index observation_order_area on observation_order(area, order_id);
create index observation_order_person on observation_order(person);
create index observation_order_source on observation_order(source_id);
-- With all that the figures of a day's decisions need.
create index observation_order_decided on observation_order(decided_at, base_area, known_from,
  known_to, ordered_measure, person);
)";

constexpr const char* kSteps = R"(
create table observation_step(
  entry blob primary key,
  order_id blob not null,
  n integer not null,
  kind text not null,
  person blob not null,
  area text not null,
  at integer not null,
  actor blob,
  payload text not null,
  known_from integer not null,
  known_to integer not null
) strict, without rowid;
create index observation_step_order on observation_step(order_id, n);
create index observation_step_kind on observation_step(kind, at, area);
)";

constexpr const char* kSpans = R"(
create table observation_span(
  entry blob not null,
  n integer not null,
  order_id blob not null,
  person blob not null,
  household blob,
  area text not null,
  person_class text not null,
  measure text not null,
  stage integer not null,
  start_at integer not null,
  first_day integer not null,
  last_day integer not null,
  end_at integer not null,
  pack text not null,
  edition text not null,
  known_from integer not null,
  known_to integer not null,
  -- Figures and work lists read whole areas: what they read lies together.
  primary key(area, entry, n)
) strict, without rowid;
create index observation_span_person on observation_span(person, start_at);
create index observation_span_order on observation_span(order_id);
)";

constexpr const char* kTeams = R"(
create table observation_team(
  order_id blob not null,
  n integer not null,
  role text not null,
  account blob,
  primary key(order_id, n)
) strict, without rowid;
)";

constexpr const char* kTests = R"(
create table observation_test(
  entry blob primary key,
  order_id blob not null,
  person blob not null,
  area text not null,
  sampled integer not null,
  result text not null,
  known_from integer not null,
  known_to integer not null
) strict, without rowid;
create index observation_test_order on observation_test(order_id, sampled);
)";

constexpr const char* kNumbers = R"(
create table observation_number(
  chain text not null,
  year integer not null,
  last integer not null,
  primary key(chain, year)
) strict, without rowid;
)";

// The notices that were issued: a decision that orders a measure gives one, and each step that
// changes what binds another. Numbered within community and year in the order of the journal;
// a number is not used again when what it stood for is taken back.
constexpr const char* kNotices = R"(
create table observation_notice(
  entry blob primary key,
  order_id blob not null,
  chain text not null,
  year integer not null,
  number integer not null,
  issued_on integer not null
) strict, without rowid;
create index observation_notice_order on observation_notice(order_id);
create index observation_notice_last on observation_notice(chain, year, number);
create index observation_notice_number on observation_notice(number, year);
)";

void number_notice(store::Session& db, const journal::Entry& entry) {
  const Day on = day_of(entry.occurred_at);
  const int year = civil(on).year;
  const auto last =
      db.integer("select max(number) from observation_notice where chain = $1 and year = $2",
                 entry.chain, year)
          .value_or(0);
  db.run(
      "insert into observation_notice(entry, order_id, chain, year, number, issued_on)"
      " values ($1, $2, $3, $4, $5, $6)",
      entry.id, entry.subject, entry.chain, year, last + 1, on);
}

void insert_span(store::Session& db, const Order& order, const Stretch& s, const Ulid& entry, int n,
                 Instant known) {
  db.run(
      "insert into observation_span(entry, n, order_id, person, household, area, person_class,"
      " measure, stage, start_at, first_day, last_day, end_at, pack, edition, known_from, known_to)"
      " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
      entry, n, order.id, order.person, s.household, s.area, s.person_class, s.measure, s.stage,
      s.start, s.first, s.last, s.end, s.pack, s.edition, known, kForever);
}

// What the journal now says takes the place of what it said; what is unchanged stays.
void replace_spans(store::Session& db, const Order& order, const Ulid& entry, Instant known) {
  struct Old {
    Ulid entry;
    int n;
    Stretch stretch;
  };
  std::vector<Old> old;
  {
    auto q = db.query(
        "select entry, n, household, area, measure, stage, start_at, first_day, last_day, end_at,"
        " person_class, pack, edition from observation_span where order_id = $1 and known_to = $2",
        order.id, kForever);
    while (q.next()) {
      old.push_back(
          {q.ulid(0), q.number(1),
           Stretch{q.ulid(2), q.string(3), q.string(4), q.number(5), q.instant(6), q.day(7),
                   q.day(8), q.instant(9), q.string(10), q.string(11), q.string(12)}});
    }
  }
  int n = 0;
  for (const auto& o : old) {
    if (std::find(order.stretches.begin(), order.stretches.end(), o.stretch) ==
        order.stretches.end()) {
      db.run(
          "update observation_span set known_to = $1 where order_id = $2 and entry = $3 and n = $4",
          known, order.id, o.entry, o.n);
    }
  }
  for (const auto& s : order.stretches) {
    if (std::none_of(old.begin(), old.end(), [&](const Old& o) { return o.stretch == s; })) {
      insert_span(db, order, s, entry, n++, known);
    }
  }
}

void refold(store::Session& db, const journal::Entry& entry) {
  auto order = find_order(db, entry.subject);
  FX_CHECK(order.has_value());
  fold(*order, standing_steps(db, order->id));
  const Under& now = *order;
  std::optional<std::string> base;
  if (now != order->base) base = json::text(order->base);
  const auto plan = json::text(now.plan);
  db.run(
      "update observation_order set standing = $1, household = $2, area = $3, measure = $4,"
      " stage = $5, first_day = $6, last_day = $7, served_at = $8, end_at = $9, year = $10,"
      " number = $11, person_class = $13, pack = $14, edition = $15, rule = $16, anchor = $17,"
      " plan = $18, longest_last = $19, base = $20 where order_id = $12",
      json::enum_name(order->standing), order->household, order->area, order->measure, order->stage,
      order->first, order->last, order->served_at, order->end_at, order->year, order->number,
      order->id, now.person_class, now.pack, now.edition, now.rule, now.anchor, plan,
      now.longest_last, base);
  replace_spans(db, *order, entry.id, entry.recorded_at);
}

void on_decided(store::Session& db, const journal::Entry& entry, const Decided& d) {
  Order order;
  order.id = entry.subject;
  order.person = d.person;
  order.base = under_of(d);
  order.outcome = d.outcome;
  order.decided_at = entry.occurred_at;
  order.base_household = d.household.value_or(Ulid());
  order.base_area = entry.area;
  fold(order, {});
  const auto plan = json::text(d.stages);
  const std::string ordered = d.outcome == Outcome::ordered ? order.measure : "none";
  db.run(
      "insert into observation_order(order_id, entry, person, source, source_id, outcome,"
      " person_class, ordered_measure, pack, edition, rule, on_day, decided_at, anchor, plan,"
      " longest_last, base_household, base_area, standing, household, area, measure, stage,"
      " first_day, last_day, served_at, end_at, year, number, known_from, known_to) values"
      " ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,"
      " $17, $18, $20, $21, $22, $23, null, null, 0, 0, $24, $25)",
      order.id, entry.id, d.person, d.source, d.source_id, json::enum_name(d.outcome),
      d.person_class, ordered, d.pack, d.edition, d.rule, d.on, entry.occurred_at, d.anchor, plan,
      order.longest_last, order.base_household, order.base_area, json::enum_name(order.standing),
      ordered, order.stage, order.first, order.last, entry.recorded_at, kForever);
  int n = 0;
  for (const auto& s : order.stretches) {
    insert_span(db, order, s, entry.id, n++, entry.recorded_at);
  }
  if (d.outcome == Outcome::ordered) number_notice(db, entry);
}

void on_withdrawn(store::Session& db, const journal::Entry& entry, const Withdrawn&) {
  for (const char* table :
       {"observation_order", "observation_span", "observation_step", "observation_test"}) {
    db.run(
        std::string("update ") + table + " set known_to = $1 where order_id = $2 and known_to = $3",
        entry.recorded_at, entry.subject, kForever);
  }
  db.run("update observation_order set standing = 'withdrawn' where order_id = $1", entry.subject);
}

void add_step(store::Session& db, const journal::Entry& entry) {
  const auto n =
      db.integer("select count(*) from observation_step where order_id = $1", entry.subject)
          .value_or(0);
  auto q = db.query("select person from observation_order where order_id = $1", entry.subject);
  FX_CHECK(q.next());
  const Ulid person = q.ulid(0);
  db.run(
      "insert into observation_step(entry, order_id, n, kind, person, area, at, actor, payload,"
      " known_from, known_to) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
      entry.id, entry.subject, n, entry.kind, person, entry.area, entry.occurred_at, entry.actor,
      entry.payload, entry.recorded_at, kForever);
  refold(db, entry);
}

template <class P>
void step_kind(host::Declaration& to, std::string zh, std::string en) {
  to.entry<P>(std::move(zh), std::move(en));
  to.on<P>([](store::Session& db, const journal::Entry& entry, const P& step) {
    add_step(db, entry);
    if (gives_notice(step)) number_notice(db, entry);
  });
}

}  // namespace

void declare_views(host::Declaration& to) {
  to.view("observation_order", kOrders);
  to.view("observation_step", kSteps);
  to.view("observation_span", kSpans);
  to.view("observation_team", kTeams);
  to.view("observation_test", kTests);
  to.view("observation_number", kNumbers);
  to.view("observation_notice", kNotices);

  to.entry<Decided>("判定", "placed");
  to.on<Decided>(on_decided);
  to.entry<Withdrawn>("撤回判定", "placement withdrawn");
  to.on<Withdrawn>(on_withdrawn);
  step_kind<Served>(to, "送达告知书", "notice served");
  step_kind<Extended>(to, "延长观察", "extended");
  step_kind<Converted>(to, "转换措施", "converted");
  step_kind<StageBegun>(to, "转入下一阶段", "next stage begun");
  step_kind<Moved>(to, "改按新版次", "moved to another edition");
  step_kind<Transferred>(to, "转送医院", "transferred to hospital");
  step_kind<Resumed>(to, "出院恢复观察", "resumed");
  step_kind<CheckedUp>(to, "解除前检查", "checked up");
  step_kind<Approved>(to, "批准解除", "release approved");
  step_kind<Released>(to, "解除观察", "released");
  step_kind<Ended>(to, "终止", "ended");
  step_kind<Relocated>(to, "变更住处", "relocated");
  to.on<Released>([](store::Session& db, const journal::Entry& entry, const Released& r) {
    db.run(
        "insert into observation_number(chain, year, last) values ($1, $2, $3)"
        " on conflict(chain, year) do update set last = excluded.last",
        entry.chain, r.year, r.number);
  });
  to.entry<StepUndone>("撤销一步", "step undone");
  to.on<StepUndone>([](store::Session& db, const journal::Entry& entry, const StepUndone&) {
    db.run("update observation_step set known_to = $1 where entry = $2", entry.recorded_at,
           entry.amends);
    refold(db, entry);
  });
  to.entry<TeamAssigned>("指定包保组", "team assigned");
  to.on<TeamAssigned>([](store::Session& db, const journal::Entry& entry, const TeamAssigned& t) {
    db.run("delete from observation_team where order_id = $1", entry.subject);
    int n = 0;
    for (const auto& member : t.members) {
      db.run("insert into observation_team(order_id, n, role, account) values ($1, $2, $3, $4)",
             entry.subject, n++, json::enum_name(member.role), member.account);
    }
  });
  // A building given to another grid has other codes from then on, its orders with it.
  to.on<area::AreaMoved>([](store::Session& db, const journal::Entry&, const area::AreaMoved& m) {
    area::move_codes(db, "observation_order", "area", m);
    area::move_codes(db, "observation_order", "base_area", m);
    area::move_codes(db, "observation_step", "area", m);
    area::move_codes(db, "observation_span", "area", m);
    area::move_codes(db, "observation_test", "area", m);
  });
  to.entry<TestRecorded>("检测结果", "test recorded");
  to.on<TestRecorded>([](store::Session& db, const journal::Entry& entry, const TestRecorded& t) {
    if (!entry.amends.is_nil()) {
      db.run("update observation_test set known_to = $1 where entry = $2", entry.recorded_at,
             entry.amends);
    }
    db.run(
        "insert into observation_test(entry, order_id, person, area, sampled, result, known_from,"
        " known_to) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        entry.id, entry.subject, t.person, entry.area, t.sampled, json::enum_name(t.result),
        entry.recorded_at, kForever);
  });
}

std::optional<Order> find_order(store::Session& db, const Ulid& id, bool withdrawn_too) {
  auto q = db.query(
      "select entry, person, source, source_id, outcome, person_class, pack, edition, rule, on_day,"
      " decided_at, anchor, plan, longest_last, base_household, base_area, known_from, known_to,"
      " base from observation_order where order_id = $1",
      id);
  if (!q.next()) return std::nullopt;
  const bool withdrawn = q.instant(17) != kForever;
  if (withdrawn && !withdrawn_too) return std::nullopt;
  Order out;
  out.id = id;
  out.decided_entry = q.ulid(0);
  out.person = q.ulid(1);
  out.source = q.string(2);
  out.source_id = q.ulid(3);
  out.outcome = *json::enum_value<Outcome>(q.text(4));
  out.on = q.day(9);
  out.decided_at = q.instant(10);
  if (!q.is_null(18)) {
    out.base = *json::read_text<Under>(q.text(18));
  } else {
    out.base = {q.string(5), q.string(6), q.string(7),
                q.string(8), q.day(11),   *json::read_text<std::vector<PlannedStage>>(q.text(12)),
                {}};
    if (!q.is_null(13)) out.base.longest_last = q.day(13);
  }
  out.base_household = q.ulid(14);
  out.base_area = q.string(15);
  out.known_from = q.instant(16);
  fold(out, standing_steps(db, id));
  if (withdrawn) out.standing = Standing::withdrawn;
  return out;
}

std::optional<Notice> notice_by(store::Session& db, const Ulid& entry) {
  auto q = db.query(
      "select chain, year, number, issued_on from observation_notice where entry = $1", entry);
  if (!q.next()) return std::nullopt;
  return Notice{q.string(0), q.number(1), q.number(2), q.day(3)};
}

std::vector<StepRow> standing_steps(store::Session& db, const Ulid& order) {
  std::vector<StepRow> out;
  auto q = db.query(
      "select entry, kind, at, payload, area from observation_step where order_id = $1 and "
      "known_to = $2"
      " order by n",
      order, kForever);
  while (q.next()) {
    out.push_back({q.ulid(0), q.string(1), q.instant(2), q.string(3), q.string(4)});
  }
  return out;
}

std::optional<Ulid> running_order_of(store::Session& db, const Ulid& person) {
  auto q = db.query(
      "select order_id from observation_order where person = $1 and known_to = $2 and"
      " standing in ('active', 'hospital') order by decided_at desc limit 1",
      person, kForever);
  if (!q.next()) return std::nullopt;
  return q.ulid(0);
}

}  // namespace fx::observation
