#include <algorithm>
#include <set>

#include "area/code.h"
#include "modules/monitoring/state.h"

namespace fx::monitoring {
namespace {

constexpr int kLookSeconds = 30;
constexpr int kLookBackDays = 3;

// Work of the day: readings still to take, steps of escalations.
class TodaySource final : public today::Source {
 public:
  explicit TodaySource(const Parts& parts) : parts_(parts) {}

  void add(host::QueryContext& context, const std::string& area, bool show_people,
           std::vector<today::Work>& out) const override {
    out.push_back(measure(context, area, show_people));
    out.push_back(escalations(context, area, show_people));
  }

 private:
  today::Work measure(host::QueryContext& context, const std::string& area,
                      bool show_people) const {
    const bool zh = context.language == Language::kZh;
    today::Work work;
    work.kind = "measure";
    work.title = zh ? "测体温" : "take temperatures";
    const auto frame = host::Frame::make(area, context.today(), context.now);
    MonitoringRules rules(parts_.rules);
    struct Open {
      observation::Span span;
      Instant due;
      bool overdue;
      std::string slots;
    };
    std::vector<Open> open;
    parts_.orders.each(context.db, frame, [&](const observation::Span& span) {
      const auto watched = watched_of(span, rules);
      if (watched.rule == nullptr) return;
      const auto readings = readings_of(context.db, span.person, frame.day, frame.day);
      const auto slots = day_slots(watched, frame.day, readings, frame.moment);
      std::optional<Open> first;
      for (std::size_t i = 0; i < slots.size(); ++i) {
        if (slots[i].state != SlotState::open && slots[i].state != SlotState::missed) continue;
        const auto& slot = watched.rule->slots[i];
        if (!first) {
          first = Open{span,
                       instant_of(frame.day, slot.deadline_minute),
                       slots[i].state == SlotState::missed,
                       {}};
        }
        first->slots +=
            (first->slots.empty() ? "" : (zh ? "、" : ", ")) + slot.name.label.in(context.language);
      }
      if (!first) return;
      ++work.count;
      work.overdue += first->overdue ? 1 : 0;
      open.push_back(std::move(*first));
    });
    if (!show_people) return work;
    const auto shown = std::min(open.size(), today::kItems);
    std::partial_sort(open.begin(), open.begin() + static_cast<std::ptrdiff_t>(shown), open.end(),
                      [](const Open& a, const Open& b) {
                        return std::tie(a.due, a.span.area, a.span.order) <
                               std::tie(b.due, b.span.area, b.span.order);
                      });
    for (std::size_t i = 0; i < shown; ++i) {
      const auto& o = open[i];
      work.items.push_back({o.span.order, parts_.people.card(context, o.span.person), o.span.area,
                            address(context, o.span.household), o.due, o.overdue, o.slots});
    }
    return work;
  }

  today::Work escalations(host::QueryContext& context, const std::string& area,
                          bool show_people) const {
    const bool zh_text = context.language == Language::kZh;
    today::Work work;
    work.kind = "escalation";
    work.title = zh_text ? "处置异常" : "handle escalations";
    for (const auto& e : open_escalations(context.db, area, context.now, context.now)) {
      ++work.count;
      const bool overdue = !e.overdue(context.now).empty();
      work.overdue += overdue ? 1 : 0;
      const auto next = e.next();
      if (!show_people || !next || work.items.size() >= today::kItems) continue;
      today::Item item;
      item.subject = e.id;
      item.person = parts_.people.card(context, e.person);
      item.area = e.area;
      item.overdue = overdue;
      if (next->minutes) {
        item.due = Instant{e.opened_at.millis + *next->minutes * kMillisPerMinute};
      }
      item.text = zh_text ? "下一步：" + std::string(zh(next->step))
                          : "next: " + std::string(json::enum_name(next->step));
      work.items.push_back(std::move(item));
    }
    return work;
  }

  std::optional<std::string> address(host::QueryContext& context, const Ulid& household) const {
    if (household.is_nil()) return std::nullopt;
    return parts_.people.household_card(context, household).address;
  }

  const Parts& parts_;
};

class MonitoringModule final : public Monitoring {
 public:
  MonitoringModule(const registry::Directory& people, const rules::Rulebook& rules,
                   const observation::Orders& orders, Names names)
      : parts_{people, rules, orders, std::move(names)}, today_(parts_) {}

  [[nodiscard]] std::string_view name() const override { return "monitoring"; }
  void on_overdue(Listener listener) override { listener_ = std::move(listener); }
  [[nodiscard]] const today::Source& today() const override { return today_; }

  void declare(host::Declaration& to) override {
    declare_views(to);
    declare_recording(to, parts_);
    declare_escalations(to, parts_);
    declare_questions(to, parts_);
    declare_indicators(to, parts_);
    declare_import(to, parts_);
    to.job({"monitoring.overdue", kLookSeconds, [this](host::Host& host) { look(host); }});
  }

 private:
  // What time alone has changed since the last look: nobody wrote anything, yet a page that shows
  // the area is out of date.
  void look(host::Host& host) {
    const Instant now = host.clock().now();
    const Instant before = last_look_;
    last_look_ = now;
    if (before.millis == 0 || before >= now || !listener_) return;
    std::set<std::string> missed;
    std::set<std::string> overdue;
    host.database().read([&](store::Session& db) {
      MonitoringRules rules(parts_.rules);
      // A deadline at midnight belongs to the day before. Longer ago than kLookBackDays is no news.
      const Day first = std::max(day_of(Instant{before.millis - 1}), day_of(now) - kLookBackDays);
      for (Day day = first; day <= day_of(now); day = day + 1) {
        add_missed(db, rules, day, before, now, missed);
      }
      for (const auto& e : open_escalations(db, std::string(area::kCountry), now, now)) {
        if (e.overdue(now).size() > e.overdue(before).size()) overdue.insert(e.area);
      }
    });
    std::vector<host::Event> events;
    for (const auto& area : missed) events.push_back({"monitoring.missed", area, {}});
    for (const auto& area : overdue) events.push_back({"monitoring.overdue", area, {}});
    if (!events.empty()) listener_(events);
  }

  // Where a slot of this day was missed whose deadline lies in before..now.
  void add_missed(store::Session& db, MonitoringRules& rules, Day day, Instant before, Instant now,
                  std::set<std::string>& areas) const {
    const auto frame = host::Frame::make(std::string(area::kCountry), day, now);
    parts_.orders.each(db, frame, [&](const observation::Span& span) {
      const auto watched = watched_of(span, rules);
      if (watched.rule == nullptr) return;
      const auto passed = [&](const policy::Slot& slot) {
        const auto deadline = instant_of(day, slot.deadline_minute);
        return deadline >= before && deadline < now;
      };
      const auto& asked = watched.rule->slots;
      if (std::none_of(asked.begin(), asked.end(), passed)) return;
      const auto slots = day_slots(watched, day, readings_of(db, span.person, day, day), now);
      for (std::size_t i = 0; i < slots.size(); ++i) {
        if (slots[i].state == SlotState::missed && passed(asked[i])) areas.insert(span.area);
      }
    });
  }

  const Parts parts_;
  const TodaySource today_;
  Listener listener_;
  Instant last_look_;  // only the jobs' thread
};

}  // namespace

std::unique_ptr<Monitoring> make_module(const registry::Directory& people,
                                        const rules::Rulebook& rules,
                                        const observation::Orders& orders, Names names) {
  return std::make_unique<MonitoringModule>(people, rules, orders, std::move(names));
}

}  // namespace fx::monitoring
