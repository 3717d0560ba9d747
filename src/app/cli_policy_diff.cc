// policy diff: what another rule would mean for the people of an area. Nothing is applied.
#include <cstdio>
#include <exception>

#include <boost/json.hpp>

#include "app/cli.h"
#include "app/cli_policy.h"
#include "area/tree.h"
#include "modules/observation/rule_change.h"
#include "policy/findings.h"
#include "policy/json.h"
#include "sheet/writer.h"

namespace fx::app {
namespace {

using observation::RuleChanges;
using observation::RuleSays;
using sheet::OutCell;

constexpr RefusalKind kBadOut{"app.bad-output",
                              400,
                              "不能写成“{out}”",
                              "cannot write {out}",
                              "检查目录是否存在、是否可写",
                              "check that the folder is there and can be written to"};

std::string name_of(const rules::NamedRule& rule) {
  return rule.pack->id() + "/" + rule.edition->id();
}

json::Object side_json(const rules::NamedRule& rule) {
  json::Object out{
      {"pack", rule.pack->id()},
      {"edition", rule.edition->id()},
      {"name", json::Object{{"zh", rule.pack->name().zh}, {"en", rule.pack->name().en}}},
      {"digest", rule.pack->digest()}};
  json::Array layers;
  for (const auto& layer : rule.pack->layers()) layers.push_back(json::Value(layer->id()));
  if (!layers.empty()) out["layers"] = std::move(layers);
  json::Array findings;
  for (const auto& finding : rule.findings) findings.push_back(policy::to_json(finding));
  if (!findings.empty()) out["findings"] = std::move(findings);
  return out;
}

// A figure before and after.
struct Line {
  std::string name;
  std::int64_t before = 0;
  std::int64_t after = 0;
};

std::vector<Line> needs_of(const RuleChanges& changes, bool zh) {
  const auto& a = changes.needs_before;
  const auto& b = changes.needs_after;
  std::vector<Line> out;
  const auto say = [&](const char* in_zh, const char* in_en) {
    return std::string(zh ? in_zh : in_en);
  };
  const auto measure = [&](const observation::MeasureCount& m) {
    for (auto& line : out) {
      if (line.name == m.name) return &line;
    }
    out.push_back({m.name, 0, 0});
    return &out.back();
  };
  for (const auto& m : a.measures) measure(m)->before = m.people;
  for (const auto& m : b.measures) measure(m)->after = m.people;
  out.push_back({say("单人房间", "rooms"), a.rooms, b.rooms});
  out.push_back({say("每日测温次数", "readings a day"), a.readings, b.readings});
  out.push_back({say("检测人次（全程）", "tests (whole course)"), a.tests, b.tests});
  out.push_back({say("包保人员", "staff"), a.staff, b.staff});
  out.push_back(
      {say("观察人日（全程）", "days of people (whole course)"), a.person_days, b.person_days});
  out.push_back(
      {say("无规则或待人工决定", "no rule, or left to a person"), a.undecided, b.undecided});
  return out;
}

std::vector<std::pair<std::string, std::int64_t>> counts_of(const RuleChanges& c, bool zh) {
  const auto say = [&](const char* in_zh, const char* in_en) {
    return std::string(zh ? in_zh : in_en);
  };
  return {
      {say("比较人数", "people compared"), c.people},
      {say("其中在执行决定", "of them under an order"), c.under_order},
      {say("其中待判定", "of them waiting"), c.waiting},
      {say("结果相同", "decided alike"), c.same},
      {say("结果不同", "decided otherwise"), c.changed},
      {say("其中措施、天数或末日不同", "of them in measure, days or last day"), c.measures_changed},
      {say("两种规则下均已期满（不比较）", "over by both rules (not compared)"), c.period_over},
      {say("没有来返记录（不比较）", "without an arrival (not compared)"), c.without_arrival}};
}

std::string days_of(const RuleSays& says) {
  std::string out = says.problem.value_or(says.measure_name);
  if (says.until) out += " " + iso(*says.from) + ".." + iso(*says.until);
  return out;
}

void print_text(const RuleChanges& changes, bool zh) {
  for (const auto& [name, number] : counts_of(changes, zh)) {
    print("  " + name + " " + std::to_string(number));
  }
  print(zh ? "需要（前 → 后）" : "needs (before -> after)");
  for (const auto& line : needs_of(changes, zh)) {
    print("  " + line.name + " " + std::to_string(line.before) + " -> " +
          std::to_string(line.after));
  }
  std::size_t at = 0;
  for (std::size_t i = 0; i < changes.changes.size(); ++i) {
    const auto& change = changes.changes[i];
    print(std::to_string(change.people) + (zh ? " 人：" : " people: ") +
          (zh ? change.zh : change.en));
    for (; at < changes.persons.size() && changes.persons[at].change == static_cast<int>(i); ++at) {
      const auto& person = changes.persons[at];
      print("  " + person.person.text() + "  " + person.area + "  " + days_of(person.before) +
            " -> " + days_of(person.after));
    }
  }
  print(zh ? "只作比较，未作任何改动" : "compared only: nothing was changed");
}

OutCell day_cell(const std::optional<Day>& day) { return day ? OutCell::day(*day) : OutCell(); }

void write_summary(sheet::XlsxWriter& writer, const RuleChanges& changes, const std::string& title,
                   const std::string& before, const std::string& after, bool zh) {
  writer.begin_sheet({zh ? "汇总" : "summary",
                      title,
                      {{zh ? "项目" : "item", 40}, {before, 24}, {after, 24}},
                      0,
                      false});
  for (const auto& line : needs_of(changes, zh)) {
    writer.row(
        {OutCell::text(line.name), OutCell::number(line.before), OutCell::number(line.after)});
  }
  for (const auto& [name, number] : counts_of(changes, zh)) {
    writer.row({OutCell::text(name), OutCell::number(number)});
  }
  writer.begin_sheet(
      {zh ? "变化" : "changes",
       title,
       {{zh ? "序号" : "no.", 8}, {zh ? "人数" : "people", 10}, {zh ? "变化" : "change", 120}}});
  std::int64_t n = 0;
  for (const auto& change : changes.changes) {
    writer.row({OutCell::number(++n), OutCell::number(change.people),
                OutCell::text(zh ? change.zh : change.en)});
  }
}

void write_people(sheet::XlsxWriter& writer, const RuleChanges& changes, const std::string& title,
                  const std::string& before, const std::string& after, bool zh) {
  std::vector<sheet::OutColumn> columns{{zh ? "人员编号" : "person", 30},
                                        {zh ? "区域代码" : "area", 28},
                                        {zh ? "现行决定" : "order", 30},
                                        {zh ? "现行决定末日" : "order until", 14},
                                        {zh ? "变化序号" : "change no.", 10}};
  for (const auto& side : {before, after}) {
    columns.push_back({side + (zh ? " 类别" : " class"), 18});
    columns.push_back({side + (zh ? " 措施" : " measure"), 24});
    columns.push_back({side + (zh ? " 首日" : " first day"), 14});
    columns.push_back({side + (zh ? " 末日" : " last day"), 14});
    columns.push_back({side + (zh ? " 规则" : " rule"), 40});
  }
  writer.begin_sheet({zh ? "人员" : "people", title, std::move(columns), 1});
  for (const auto& person : changes.persons) {
    const auto id = person.person.text();
    const auto order = person.order ? person.order->text() : std::string();
    std::vector<OutCell> cells{OutCell::text(id), OutCell::text(person.area), OutCell::text(order),
                               day_cell(person.until), OutCell::number(person.change + 1)};
    for (const auto* side : {&person.before, &person.after}) {
      cells.push_back(OutCell::text(side->person_class));
      cells.push_back(OutCell::text(side->problem ? *side->problem : side->measure_name));
      cells.push_back(day_cell(side->from));
      cells.push_back(day_cell(side->until));
      cells.push_back(side->rule ? OutCell::text(*side->rule) : OutCell());
    }
    writer.row(cells);
  }
}

}  // namespace

int policy_diff(const PolicyDiffOptions& options) {
  const bool zh = terminal_language() == Language::kZh;
  if ((options.format == "xlsx") != !options.out.empty()) {
    std::fprintf(
        stderr, "%s\n",
        zh ? "--format xlsx 与 --out FILE 要一起使用" : "--format xlsx and --out FILE go together");
    return kUsage;
  }
  auto node = open_or_say({options.data, true, std::nullopt});
  if (!node) return kRefusedStatus;
  const auto say = [&](const Refusal& refusal) {
    if (options.format == "json") print(refusal_json(refusal));
    return say_refused(refusal);
  };
  if (auto status = area_exists(*node, options.area); !status) return say(status.error());
  const auto on = day_or_today(options.on, node->clock());
  if (!on) return say(on.error());
  const auto& packs = node->modules().rules->packs();
  const auto before = rule_by_name(packs, options.before, *on);
  if (!before) return say(before.error());
  const auto after = rule_by_name(packs, options.after, *on);
  if (!after) return say(after.error());
  std::string place;
  const auto changes = node->database().read([&](store::Session& db) {
    place = area::full_name(db, options.area);
    return observation::compare_rules(db, *node->modules().orders, *node->modules().arrivals,
                                      *node->modules().rules,
                                      host::Frame::make(options.area, *on, node->clock().now()),
                                      {before->pack.get(), before->edition},
                                      {after->pack.get(), after->edition}, terminal_language());
  });
  if (!changes) return say(changes.error());
  if (options.format == "json") {
    json::Object out{{"area", options.area},
                     {"on", iso(*on)},
                     {"before", side_json(*before)},
                     {"after", side_json(*after)}};
    const auto all = json::parse(json::text(*changes));
    FX_CHECK(all.has_value());
    for (const auto& field : all->as_object()) out[field.key()] = field.value();
    print(json::serialise(json::Value(std::move(out))));
    return kDone;
  }
  const auto title = place + "  " + iso(*on) + "  " + name_of(*before) + " → " + name_of(*after);
  if (options.format == "text") {
    print(title);
    print_text(*changes, zh);
    return kDone;
  }
  sheet::XlsxWriter writer;
  write_summary(writer, *changes, title, name_of(*before), name_of(*after), zh);
  write_people(writer, *changes, title, name_of(*before), name_of(*after), zh);
  try {
    writer.finish_to(options.out);
  } catch (const std::exception&) {
    return say(refuse(kBadOut, "out", {{"out", options.out}}));
  }
  print(options.out);
  return kDone;
}

}  // namespace fx::app
