#include "identity/person.h"
#include "modules/response/book.h"

namespace fx::response {
namespace {

// What waits for a decision and which measures are to be carried out, for the page of the day. Most
// places most of the time have neither: then nothing is added.
class TodaySource final : public today::Source {
 public:
  explicit TodaySource(const Parts& parts) : parts_(parts) {}

  void add(host::QueryContext& context, const std::string& area, bool /*show_people*/,
           std::vector<today::Work>& out) const override {
    const bool zh = context.language == Language::kZh;
    const bool decides = context.actor.may(kDecide, area);
    const bool draws = context.actor.may(kDrawZone, area);
    const bool carries_out = context.actor.may(kCarryOut, area);
    if (!decides && !draws && !carries_out) return;
    Book book(context.db, parts_, host::Frame::make(area, context.today(), context.now),
              context.language);
    if (decides) {
      today::Work work{"decide_response", zh ? "响应建议待决定" : "decide the response", 0, 0, {}};
      for (auto& one : proposals(book, false)) {
        if (one.state != Answered::waiting) continue;
        ++work.count;
        work.overdue += one.overdue ? 1 : 0;
        if (work.items.size() == today::kItems) continue;
        put_in_words(book, one);
        work.items.push_back({stand_in(one.area, json::enum_name(one.axis)), std::nullopt, one.area,
                              one.area_name, one.due, one.overdue,
                              one.axis_name + (zh ? "：" : ": ") + one.value_name});
      }
      if (work.count > 0) out.push_back(std::move(work));
    }
    if (draws) {
      today::Work work{
          "release_zone", zh ? "可以解除的管控区域" : "zones that may be released", 0, 0, {}};
      for (const auto& one : releases(book)) {
        if (one.state != Answered::waiting) continue;
        ++work.count;
        work.overdue += one.overdue ? 1 : 0;
        if (work.items.size() == today::kItems) continue;
        work.items.push_back({one.zone, std::nullopt, one.area, one.area_name, one.due, one.overdue,
                              one.kind_name + (zh ? "：" : ": ") + one.areas_name});
      }
      if (work.count > 0) out.push_back(std::move(work));
    }
    if (!carries_out) return;
    today::Work work{"carry_out", zh ? "响应措施待落实" : "carry out measures", 0, 0, {}};
    std::vector<today::Item> late;
    std::vector<today::Item> open;
    each_checklist(book, [&](const std::string& at) {
      for (const auto& item : checklist(book, at, true)) {
        if (item.state == ItemState::done) continue;
        ++work.count;
        const bool overdue = item.state == ItemState::overdue;
        work.overdue += overdue ? 1 : 0;
        auto& list = overdue ? late : open;
        if (list.size() == today::kItems) continue;
        list.push_back({stand_in(at, item.task), std::nullopt, at, item.area_name, item.due,
                        overdue, item.name});
      }
    });
    for (auto* list : {&late, &open}) {
      for (auto& item : *list) {
        if (work.items.size() < today::kItems) work.items.push_back(std::move(item));
      }
    }
    if (work.count > 0) out.push_back(std::move(work));
  }

 private:
  const Parts& parts_;
};

class Impl final : public Response {
 public:
  explicit Impl(const Parts& parts) : parts_(parts), today_(parts_) {}
  [[nodiscard]] std::string_view name() const override { return "response"; }
  [[nodiscard]] const today::Source& today() const override { return today_; }

  [[nodiscard]] InForce in_force(store::Session& db, std::string_view area, Axis axis,
                                 Instant moment, Instant known) const override {
    return response::in_force(db, area, axis, moment, known);
  }

  void declare(host::Declaration& to) override {
    declare_views(to);
    declare_decisions(to, parts_);
    declare_work(to, parts_);
    declare_releases(to, parts_);
    declare_questions(to, parts_);
    declare_indicators(to, parts_);
  }

 private:
  const Parts parts_;
  const TodaySource today_;
};

}  // namespace

std::unique_ptr<Response> make_module(const casework::Cases& cases, const risk::Risk& risk,
                                      const zones::Zones& zones, const observation::Orders& orders,
                                      const rules::Rulebook& rules) {
  return std::make_unique<Impl>(Parts{cases, risk, zones, orders, rules});
}

}  // namespace fx::response
