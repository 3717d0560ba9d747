#include "modules/observation/rule_change_book.h"

namespace fx::observation {
namespace {

using sheet::OutCell;

// In the language of whoever reads it.
struct Words {
  bool zh = true;
  std::string operator()(const char* in_zh, const char* in_en) const { return zh ? in_zh : in_en; }
};

OutCell day_cell(const std::optional<Day>& day) { return day ? OutCell::day(*day) : OutCell(); }

std::string period_of(const RuleOutcome& outcome, const Words& say) {
  if (outcome.days == 0) return "";
  auto out = std::to_string(outcome.days);
  if (outcome.then_days > 0) {
    out += "+" + std::to_string(outcome.then_days) + say("（", " (") + outcome.then_measure_name +
           say("）", ")");
  }
  return out;
}

void write_summary(sheet::XlsxWriter& writer, const RuleChanges& changes,
                   const RuleChangeBook& book, Language language) {
  const Words say{language == Language::kZh};
  writer.begin_sheet({say("汇总", "summary"),
                      book.title,
                      {{say("项目", "item"), 40}, {book.before, 24}, {book.after, 24}},
                      0,
                      false});
  for (const auto& line : needs_lines(changes, language)) {
    writer.row(
        {OutCell::text(line.name), OutCell::number(line.before), OutCell::number(line.after)});
  }
  for (const auto& line : count_lines(changes, language)) {
    writer.row({OutCell::text(line.name), OutCell::number(line.number)});
  }
  if (!book.remark.empty()) writer.row({OutCell::text(book.remark)});
}

void write_changes(sheet::XlsxWriter& writer, const RuleChanges& changes,
                   const RuleChangeBook& book, Language language) {
  const Words say{language == Language::kZh};
  std::vector<sheet::OutColumn> columns{{say("序号", "no."), 8}, {say("人数", "people"), 10}};
  for (const auto& side : {book.before, book.after}) {
    columns.push_back({side + say(" 类别", " class"), 20});
    columns.push_back({side + say(" 措施", " measure"), 24});
    columns.push_back({side + say(" 期限（天）", " days"), 24});
  }
  columns.push_back({say("变化", "change"), 100});
  writer.begin_sheet({say("变化", "changes"), book.title, std::move(columns)});
  std::int64_t n = 0;
  for (const auto& change : changes.changes) {
    const std::string periods[] = {period_of(change.before, say), period_of(change.after, say)};
    std::vector<OutCell> cells{OutCell::number(++n), OutCell::number(change.people)};
    for (const auto* side : {&change.before, &change.after}) {
      cells.push_back(OutCell::text(side->class_name));
      cells.push_back(OutCell::text(side->problem ? *side->problem : side->measure_name));
      cells.push_back(OutCell::text(periods[side == &change.after ? 1 : 0]));
    }
    cells.push_back(OutCell::text(say.zh ? change.zh : change.en));
    writer.row(cells);
  }
}

void write_people(sheet::XlsxWriter& writer, const RuleChanges& changes, const RuleChangeBook& book,
                  Language language) {
  const Words say{language == Language::kZh};
  auto columns = book.who;
  columns.push_back({say("现行决定", "order"), 30});
  columns.push_back({say("现行决定末日", "order until"), 14});
  columns.push_back({say("变化序号", "change no."), 10});
  for (const auto& side : {book.before, book.after}) {
    columns.push_back({side + say(" 类别", " class"), 18});
    columns.push_back({side + say(" 措施", " measure"), 24});
    columns.push_back({side + say(" 首日", " first day"), 14});
    columns.push_back({side + say(" 末日", " last day"), 14});
    columns.push_back({side + say(" 规则", " rule"), 40});
  }
  writer.begin_sheet({say("人员", "people"), book.title, std::move(columns), 1});
  for (const auto& person : changes.persons) {
    const auto who = book.who_cells(person);
    const auto order = person.order ? person.order->text() : std::string();
    std::vector<OutCell> cells;
    for (const auto& text : who) cells.push_back(OutCell::text(text));
    cells.push_back(OutCell::text(order));
    cells.push_back(day_cell(person.until));
    cells.push_back(OutCell::number(person.change + 1));
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

std::vector<NeedsLine> needs_lines(const RuleChanges& changes, Language language) {
  const Words say{language == Language::kZh};
  const auto& a = changes.needs_before;
  const auto& b = changes.needs_after;
  std::vector<NeedsLine> out;
  const auto measure = [&](const MeasureCount& m) {
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

std::vector<CountLine> count_lines(const RuleChanges& c, Language language) {
  const Words say{language == Language::kZh};
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

void write_rule_changes(sheet::XlsxWriter& writer, const RuleChanges& changes,
                        const RuleChangeBook& book, Language language) {
  write_summary(writer, changes, book, language);
  write_changes(writer, changes, book, language);
  if (!book.who.empty()) write_people(writer, changes, book, language);
}

}  // namespace fx::observation
