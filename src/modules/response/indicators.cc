#include "modules/response/book.h"

namespace fx::response {
namespace {

void by_value(host::Declaration& to, Axis axis, const char* id, const char* zh, const char* en) {
  host::Indicator out;
  out.id = id;
  out.zh = zh;
  out.en = en;
  out.unit = host::Unit::kRecords;
  out.dims = [axis](store::Session&, const host::Frame&) {
    std::vector<std::string> all;
    for (const auto value : values_of(axis)) {
      if (value != resting(axis)) all.emplace_back(value);
    }
    return all;
  };
  out.label = [axis](store::Session&, const host::Frame&, std::string_view dim) {
    return std::pair(value_name(axis, dim, Language::kZh), value_name(axis, dim, Language::kEn));
  };
  out.select = [axis](store::Session& db, const host::Frame& frame, const host::Visit& visit) {
    const auto [low, high] = area::range(frame.area);
    std::vector<std::string> areas;
    {
      const auto name = json::enum_name(axis);
      auto q = db.query(
          "select distinct area from response_step where $1 <= area and area < $2 and axis = $3"
          " and known_from <= $4 and $4 < known_to and at <= $5 order by area",
          low, high, name, frame.known, frame.moment);
      while (q.next()) areas.push_back(q.string(0));
    }
    for (const auto& area : areas) {
      const auto now = in_force(db, area, axis, frame.moment, frame.known);
      if (!now.decision || now.decision->area != area) continue;
      visit({now.decision->entry, area, now.value, 1});
    }
  };
  to.indicator(std::move(out));
}

}  // namespace

void declare_indicators(host::Declaration& to, const Parts& parts) {
  by_value(to, Axis::situation, "response.situation.{}", "处于{}的地区", "areas in {}");
  by_value(to, Axis::level, "response.level.{}", "处于{}的地区", "areas at {}");
  by_value(to, Axis::risk, "response.risk.{}", "定为{}的地区", "areas declared {}");

  const auto waiting = [&parts](bool overdue) {
    return
        [&parts, overdue](store::Session& db, const host::Frame& frame, const host::Visit& visit) {
          Book book(db, parts, frame, Language::kZh);
          for (const auto& one : proposals(book, false)) {
            if (one.state != Answered::waiting || (overdue && !one.overdue)) continue;
            visit({stand_in(one.area, json::enum_name(one.axis)), one.area, {}, 1});
          }
        };
  };
  to.indicator({"response.proposals.waiting", "待决定的响应建议", "proposals waiting",
                host::Unit::kRecords, waiting(false)});
  to.indicator({"response.proposals.overdue", "逾期未决定的响应建议", "proposals overdue",
                host::Unit::kRecords, waiting(true)});

  const auto to_release = [&parts](bool overdue) {
    return
        [&parts, overdue](store::Session& db, const host::Frame& frame, const host::Visit& visit) {
          Book book(db, parts, frame, Language::kZh);
          for (const auto& one : releases(book)) {
            if (one.state != Answered::waiting || (overdue && !one.overdue)) continue;
            visit({one.zone, one.area, {}, 1});
          }
        };
  };
  to.indicator({"response.releases.waiting", "可以解除待决定的管控区域",
                "zones that may be released", host::Unit::kRecords, to_release(false)});
  to.indicator({"response.releases.overdue", "逾期未决定解除的管控区域",
                "zones whose release is overdue", host::Unit::kRecords, to_release(true)});

  host::Indicator checklist_items;
  checklist_items.id = "response.checklist.{}";
  checklist_items.zh = "响应措施（{}）";
  checklist_items.en = "measures {}";
  checklist_items.unit = host::Unit::kRecords;
  checklist_items.dims = [](store::Session&, const host::Frame&) {
    return std::vector<std::string>{"open", "overdue", "done"};
  };
  checklist_items.label = [](store::Session&, const host::Frame&, std::string_view dim) {
    if (dim == "open") return std::pair<std::string, std::string>{"待落实", "open"};
    if (dim == "overdue") return std::pair<std::string, std::string>{"逾期", "overdue"};
    return std::pair<std::string, std::string>{"已完成", "done"};
  };
  checklist_items.select = [&parts](store::Session& db, const host::Frame& frame,
                                    const host::Visit& visit) {
    Book book(db, parts, frame, Language::kZh);
    each_checklist(book, [&](const std::string& area) {
      for (const auto& item : checklist(book, area, false)) {
        visit({stand_in(area, item.task), area, json::enum_name(item.state), 1});
      }
    });
  };
  to.indicator(std::move(checklist_items));
}

}  // namespace fx::response
