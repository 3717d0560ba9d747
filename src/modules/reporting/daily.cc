#include <algorithm>
#include <array>
#include <map>

#include "area/tree.h"
#include "modules/reporting/reporting.h"
#include "print/table_report.h"
#include "sheet/writer.h"

namespace fx::reporting {
namespace {

constexpr std::size_t kMaxRows = 2000;  // children of one area

struct Section {
  std::string_view zh;
  std::string_view en;
  std::vector<std::string_view> indicators;
};

// The table of the day, from left to right. An indicator with a dimension gives a column for each
// of its values (class, measure); one that no module declares is left out.
const std::array<Section, 6>& sections() {
  static const std::array<Section, 6> kSections = {{
      {"底数", "Register", {"households", "people"}},
      {"返乡人员", "Returnees", {"returnees.new.{}", "returnees.{}.people", "returnees.unmatched"}},
      {"排查",
       "Screening",
       {"screening.phone", "screening.door", "screening.notice", "screening.unreached"}},
      {"医学观察",
       "Observation",
       {"observation.new.{}", "observation.in_force.{}.people", "observation.released_today",
        "observation.released", "observation.awaiting_decision"}},
      {"健康监测", "Monitoring", {"readings.{}"}},
      {"异常处置", "Escalations", {"escalations.opened_today", "escalations.open"}},
  }};
  return kSections;
}

// Figures that make a day worth more than a zero report: something new, somebody in force,
// something open. What has been released in all, or is registered, does not.
bool is_event(std::string_view indicator) {
  constexpr std::array<std::string_view, 7> kEvents = {"returnees.new.{}",
                                                       "observation.new.{}",
                                                       "observation.in_force.{}.people",
                                                       "observation.released_today",
                                                       "observation.awaiting_decision",
                                                       "escalations.opened_today",
                                                       "escalations.open"};
  return std::find(kEvents.begin(), kEvents.end(), indicator) != kEvents.end();
}

const host::Indicator* find(const std::vector<host::Indicator>& all, std::string_view id) {
  for (const auto& indicator : all) {
    if (indicator.id == id) return &indicator;
  }
  return nullptr;
}

using Evaluated = std::vector<std::vector<host::Figure>>;  // section by section

Evaluated evaluate_all(store::Session& db, const std::vector<host::Indicator>& indicators,
                       const host::Frame& frame, area::Level level) {
  Evaluated out;
  for (const auto& section : sections()) {
    auto& figures = out.emplace_back();
    for (const auto id : section.indicators) {
      const auto* indicator = find(indicators, id);
      if (indicator == nullptr) continue;
      for (auto& figure : host::evaluate(db, *indicator, frame, level)) {
        figures.push_back(std::move(figure));
      }
    }
  }
  return out;
}

std::map<std::string, const host::Figure*> by_id(const Evaluated& evaluated) {
  std::map<std::string, const host::Figure*> out;
  for (const auto& section : evaluated) {
    for (const auto& figure : section) out[figure.id] = &figure;
  }
  return out;
}

}  // namespace

area::Level level_below(std::string_view code) {
  const auto level = area::level_of(code);
  FX_CHECK(level.has_value());
  return *level == area::Level::kDwelling ? *level
                                          : static_cast<area::Level>(static_cast<int>(*level) + 1);
}

Instant cutoff_of(store::Session& db, const rules::Rulebook& rules, std::string_view area, Day on) {
  const auto in_force = rules.in_force(db, area, on);
  if (!in_force) return instant_of(on + 1);
  auto facts = in_force->pack->facts();
  facts.choose("unit_kind", "community");
  const auto reporting = in_force->edition->reporting(facts);
  return reporting ? instant_of(on, (*reporting)->cutoff_minute) : instant_of(on + 1);
}

DailyTable daily_table(store::Session& db, const std::vector<host::Indicator>& indicators,
                       const rules::Rulebook& rules, const std::string& area, Day on,
                       Version version, Instant now) {
  DailyTable table;
  table.area = area;
  table.name = area::name(db, area);
  table.on = on;
  table.version = version;
  table.cutoff = cutoff_of(db, rules, area, on);
  const Instant at_cutoff = std::min(table.cutoff, now);
  table.known = version == Version::at_cutoff ? at_cutoff : now;

  const auto level = level_below(area);
  const auto shown = evaluate_all(db, indicators, host::Frame::make(area, on, table.known), level);

  // Rows: the sub-areas that exist, and whatever places records have that lie in none of them.
  std::map<std::string, DailyRow> rows;
  const auto children = area::children(db, area, kMaxRows);
  for (const auto& child : children) {
    rows[child.code] = DailyRow{child.code, child.name, {}};
  }
  std::size_t columns = 0;
  bool anything = false;
  for (std::size_t s = 0; s < shown.size(); ++s) {
    if (shown[s].empty()) continue;
    DailyGroup group;
    group.zh = sections()[s].zh;
    group.en = sections()[s].en;
    for (const auto& figure : shown[s]) {
      group.columns.push_back({figure.id, figure.zh, figure.en});
      ++columns;
      anything = anything || (is_event(figure.indicator->id) && figure.value != 0);
      for (const auto& [code, count] : figure.parts) {
        auto& row = rows[code];
        if (row.area.empty()) row = DailyRow{code, area::name(db, code), {}};
        row.values.resize(columns);
        row.values[columns - 1] = count;
      }
      table.total.values.push_back(figure.value);
    }
    table.groups.push_back(std::move(group));
  }
  table.total.area = area;
  table.total.name = table.name;
  table.zero = !anything;
  const auto take = [&](DailyRow& row) {
    row.values.resize(columns);
    table.rows.push_back(std::move(row));
  };
  for (const auto& child : children) {  // grid 2 before grid 10
    take(rows[child.code]);
    rows.erase(child.code);
  }
  for (auto& [code, row] : rows) take(row);

  const Instant other = version == Version::at_cutoff ? now : at_cutoff;
  if (other == table.known) return table;
  const auto others = evaluate_all(db, indicators, host::Frame::make(area, on, other), level);
  const auto shown_by_id = by_id(shown);
  const auto others_by_id = by_id(others);
  for (const auto& group : table.groups) {
    for (const auto& column : group.columns) {
      const auto value = shown_by_id.at(column.id)->value;
      const auto it = others_by_id.find(column.id);
      const auto other_value = it == others_by_id.end() ? 0 : it->second->value;
      if (value == other_value) continue;
      const bool cut = version == Version::at_cutoff;
      table.changes.push_back({column.id, group.zh + "·" + column.zh, group.en + ": " + column.en,
                               cut ? value : other_value, cut ? other_value : value});
    }
  }
  return table;
}

namespace {

std::string title_of(const DailyTable& table) { return table.name + "疫情防控工作日报表"; }

std::string minute_text(Instant instant) {
  const auto text = iso(instant);
  return zh_date(day_of(instant)) + text.substr(11, 5);
}

std::vector<std::string> notes_of(const DailyTable& table) {
  std::vector<std::string> notes;
  notes.push_back(table.version == Version::at_cutoff
                      ? "本表为截至" + minute_text(table.cutoff) + "的数据。"
                      : "本表含截止时间之后的补报和更正，数据截至" + minute_text(table.known) +
                            "。");
  if (table.zero) notes.push_back("零报告：当日无新增，无在管人员，无异常。");
  for (const auto& change : table.changes) {
    notes.push_back("更正：" + change.zh + " 截止时 " + std::to_string(change.at_cutoff) +
                    "，更正后 " + std::to_string(change.corrected) + "。");
  }
  return notes;
}

}  // namespace

std::string daily_xlsx(const DailyTable& table) {
  using sheet::OutCell;
  sheet::XlsxWriter writer;
  sheet::SheetSetup setup;
  setup.name = "日报 " + iso(table.on);
  setup.title = title_of(table) + "（" + zh_date(table.on) + "）";
  setup.columns.push_back({"区域", 22});
  for (const auto& group : table.groups) {
    for (const auto& column : group.columns) {
      setup.columns.push_back({group.zh + "·" + column.zh, 14});
    }
  }
  setup.frozen_columns = 1;
  writer.begin_sheet(setup);
  const auto write = [&](const DailyRow& row, const std::string& name) {
    std::vector<OutCell> cells = {OutCell::text(name)};
    for (const auto value : row.values) cells.push_back(OutCell::number(value));
    writer.row(cells);
  };
  for (const auto& row : table.rows) write(row, row.name);
  write(table.total, "合计");
  sheet::SheetSetup notes;
  notes.name = "说明";
  notes.columns.push_back({"说明", 80});
  notes.filter = false;
  writer.begin_sheet(notes);
  for (const auto& note : notes_of(table)) writer.row({OutCell::text(note)});
  return writer.finish();
}

namespace {

// "（人）" where every heading of the group ends so, else nothing.
std::string unit_of(const DailyGroup& group) {
  constexpr std::string_view kOpen = "（";
  std::string unit;
  for (const auto& column : group.columns) {
    const auto at = column.zh.rfind(kOpen);
    if (at == std::string::npos) return {};
    const auto own = column.zh.substr(at);
    if (!unit.empty() && own != unit) return {};
    unit = own;
  }
  return unit;
}

// A unit that the whole group shares stands over the group: paper is narrow.
print::Table print_table(const DailyTable& table) {
  print::Table out;
  out.columns.push_back({"区域", "", 30, print::Align::kLeft});
  for (const auto& group : table.groups) {
    const auto unit = unit_of(group);
    for (const auto& column : group.columns) {
      out.columns.push_back({column.zh.substr(0, column.zh.size() - unit.size()), group.zh + unit,
                             0, print::Align::kRight});
    }
  }
  const auto add = [&](const DailyRow& row, const std::string& name, print::RowKind kind) {
    print::Row line;
    line.kind = kind;
    line.cells.push_back(name);
    for (const auto value : row.values) line.cells.push_back(std::to_string(value));
    out.rows.push_back(std::move(line));
  };
  for (const auto& row : table.rows) add(row, row.name, print::RowKind::kData);
  add(table.total, "合计", print::RowKind::kTotal);
  if (out.columns.size() > 16) out.size = 7;
  if (out.columns.size() > 24) {
    // What is left to the figures must hold five digits on one line.
    out.size = 6.5;
    out.columns.front().width = 26;
  }
  return out;
}

}  // namespace

std::string daily_pdf(const DailyTable& table, Instant printed_at) {
  print::TableReport report;
  report.title = title_of(table);
  report.english = "Daily report " + iso(table.on);
  report.reporter = table.name;
  report.day = table.on;
  report.cut_off = "数据截至" + minute_text(table.known);
  report.unit = "单位：人、户、次";
  report.table = print_table(table);
  report.notes = notes_of(table);
  report.printed_at = printed_at;
  return print::render(report).pdf;
}

}  // namespace fx::reporting
