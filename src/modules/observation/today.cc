#include "modules/observation/today.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "area/code.h"
#include "modules/observation/ledger.h"

namespace fx::observation {
namespace {

struct Due {
  Ulid order;
  std::string area;
  Day day;           // by the end of which it is to be done
  std::string text;  // "" for the measure
};

std::optional<Due> test_due(host::QueryContext& context, const Order& order) {
  const auto missing = missing_tests(order, tests_of(context.db, order.id), context.today());
  if (missing.empty()) return std::nullopt;
  const bool zh = context.language == Language::kZh;
  const auto number = std::to_string(missing.front().number);
  std::string text = zh ? "第" + number + "天核酸检测" : "test of day " + number;
  if (missing.size() > 1) {
    const auto more = std::to_string(missing.size() - 1);
    text += zh ? "，另缺" + more + "次" : ", and " + more + " more";
  }
  return Due{order.id, order.area, missing.front().day, std::move(text)};
}

// The stage that the decision planned is begun on the present one's last day, for the next.
std::optional<Due> stage_due(const host::QueryContext& context, const Order& order) {
  const auto* next = order.next_stage();
  if (next == nullptr || order.last > context.today()) return std::nullopt;
  const auto measure = policy::parse_measure(next->measure);
  const auto name = measure ? policy::label(*measure).in(context.language) : next->measure;
  return Due{order.id, order.area, order.last,
             (context.language == Language::kZh ? "转入" : "begin: ") + name};
}

today::Work work_of(host::QueryContext& context, const Parts& parts, std::vector<Due> all,
                    bool show_people, std::string kind, std::string title) {
  today::Work work;
  work.kind = std::move(kind);
  work.title = std::move(title);
  work.count = static_cast<std::int64_t>(all.size());
  std::sort(all.begin(), all.end(), [](const Due& a, const Due& b) {
    return std::tie(a.day, a.area, a.order) < std::tie(b.day, b.area, b.order);
  });
  for (const auto& due : all) {
    const bool late = due.day < context.today();
    work.overdue += late ? 1 : 0;
    if (!show_people || work.items.size() >= today::kItems) continue;
    const auto line = line_of(context, parts, *find_order(context.db, due.order), context.now);
    today::Item item;
    item.subject = due.order;
    item.person = line.person;
    item.area = due.area;
    if (line.household) item.address = line.household->address;
    item.due = instant_of(due.day + 1);
    item.overdue = late;
    item.text = due.text.empty() ? line.measure_name : due.text;
    work.items.push_back(std::move(item));
  }
  return work;
}

// Active orders under the area that are not ended, at their present stretch s.
std::string active_orders(const std::string& condition) {
  return "select s.order_id, s.area, s.last_day from observation_span s join observation_order o"
         " on o.order_id = s.order_id and o.known_to = $5 where s.area >= $1 and s.area < $2 and"
         " s.known_to = $5 and s.start_at <= $3 and s.end_at > $3 and o.standing = 'active' and " +
         condition;
}

// Those whose plan has a test or another stage by today; only they need to be looked at closely.
std::vector<Order> planned_orders(host::QueryContext& context, const std::string& area) {
  const auto [low, high] = area::range(area);
  std::vector<Ulid> ids;
  {
    auto q = context.db.query(
        active_orders("((json_array_length(o.plan) > 1 and s.last_day <= $4) or exists (select 1"
                      " from json_each(o.plan) p, json_each(json_extract(p.value, '$.tests')) t"
                      " where t.value <= $6)) order by s.order_id"),
        low, high, context.now, context.today(), kForever, iso(context.today()));
    while (q.next()) ids.push_back(q.ulid(0));
  }
  std::vector<Order> out;
  out.reserve(ids.size());
  for (const auto& id : ids) {
    if (auto order = find_order(context.db, id)) out.push_back(std::move(*order));
  }
  return out;
}

// Over, and no further stage in the plan: to be released, or extended, by the end of the day after.
std::vector<Due> orders_over(host::QueryContext& context, const std::string& area,
                             const std::vector<Due>& stages) {
  std::set<Ulid> going_on;
  for (const auto& due : stages) going_on.insert(due.order);
  const auto [low, high] = area::range(area);
  std::vector<Due> out;
  auto q = context.db.query(active_orders("s.last_day < $4"), low, high, context.now,
                            context.today(), kForever);
  while (q.next()) {
    if (going_on.count(q.ulid(0)) > 0) continue;
    out.push_back({q.ulid(0), q.string(1), q.day(2) + 1, {}});
  }
  return out;
}

// A notice is due from the decision on; the day the order ends says nothing here.
today::Work notices_to_serve(host::QueryContext& context, const Parts& parts,
                             const std::string& area, bool show_people) {
  today::Work work;
  work.kind = "serve";
  work.title = context.language == Language::kZh ? "送达告知书" : "serve notices";
  LedgerParams asked;
  asked.area = area;
  asked.state = "issued";
  asked.limit = static_cast<int>(today::kItems);
  const auto found = find_orders(context.db, asked, context.now);
  FX_CHECK(found.has_value());
  work.count = found->total;
  if (!show_people) return work;
  for (const auto& id : found->orders) {
    const auto order = find_order(context.db, id);
    if (!order) continue;
    const auto line = line_of(context, parts, *order, context.now);
    today::Item item;
    item.subject = id;
    item.person = line.person;
    item.area = line.area;
    if (line.household) item.address = line.household->address;
    item.text = line.measure_name;
    work.items.push_back(std::move(item));
  }
  return work;
}

}  // namespace

void TodaySource::add(host::QueryContext& context, const std::string& area, bool show_people,
                      std::vector<today::Work>& out) const {
  const bool zh = context.language == Language::kZh;
  today::Work place;
  place.kind = "place";
  place.title = zh ? "判定来返人员" : "place those who have come";
  const auto waiting =
      who_waits(context.db, parts_.arrivals, frame_on(area, context.today(), context.now));
  place.count = static_cast<std::int64_t>(waiting.size());
  for (const auto& w : waiting) {
    const bool late = w.arrived < context.today();
    place.overdue += late ? 1 : 0;
    if (!show_people || place.items.size() >= today::kItems) continue;
    today::Item item;
    item.subject = w.source_id;
    item.person = parts_.people.card(context, w.person);
    item.area = w.area;
    if (!w.household.is_nil()) {
      item.address = parts_.people.household_card(context, w.household).address;
    }
    item.overdue = late;
    item.text = zh ? zh_date(w.arrived) + "到达" : "arrived " + iso(w.arrived);
    place.items.push_back(std::move(item));
  }
  out.push_back(std::move(place));
  out.push_back(notices_to_serve(context, parts_, area, show_people));
  std::vector<Due> tests;
  std::vector<Due> stages;
  for (const auto& order : planned_orders(context, area)) {
    if (auto due = test_due(context, order)) tests.push_back(std::move(*due));
    if (auto due = stage_due(context, order)) stages.push_back(std::move(*due));
  }
  auto over = orders_over(context, area, stages);
  out.push_back(work_of(context, parts_, std::move(tests), show_people, "test",
                        zh ? "核酸采样" : "take samples"));
  out.push_back(work_of(context, parts_, std::move(stages), show_people, "stage",
                        zh ? "转入下一阶段" : "begin the next stage"));
  out.push_back(work_of(context, parts_, std::move(over), show_people, "release",
                        zh ? "期满待解除" : "over: release or extend"));
}

}  // namespace fx::observation
