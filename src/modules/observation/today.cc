#include "modules/observation/today.h"

#include <algorithm>

#include "modules/observation/ledger.h"

namespace fx::observation {
namespace {

today::Work of_state(host::QueryContext& context, const Parts& parts, const std::string& area,
                     bool show_people, const char* state, std::string kind, std::string title) {
  today::Work work;
  work.kind = std::move(kind);
  work.title = std::move(title);
  LedgerParams asked;
  asked.area = area;
  asked.state = state;
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
    item.due = instant_of(order->last + 1);
    item.overdue = day_of(context.now) > order->last + 1;
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
  auto serve = of_state(context, parts_, area, show_people, "issued", "serve",
                        zh ? "送达告知书" : "serve notices");
  // A notice is due from the decision on; the day it ends says nothing here.
  for (auto& item : serve.items) {
    item.due.reset();
    item.overdue = false;
  }
  out.push_back(std::move(serve));
  auto release = of_state(context, parts_, area, show_people, "awaiting_decision", "release",
                          zh ? "期满待解除" : "over: release or extend");
  release.overdue = std::count_if(release.items.begin(), release.items.end(),
                                  [](const auto& item) { return item.overdue; });
  out.push_back(std::move(release));
}

}  // namespace fx::observation
