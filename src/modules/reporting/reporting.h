// Figures and the daily report (C19): every indicator that the modules declare, per area and day,
// as it stood at the cut-off and as corrected later, with its parts and the records behind it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "area/code.h"
#include "host/module.h"
#include "modules/registry/registry.h"
#include "modules/rules/rules.h"

namespace fx::reporting {

inline constexpr RefusalKind kNoSuchFigure{
    "reporting.no-such-figure", 404,          "没有名为 {id} 的指标",
    "there is no figure {id}",  "见指标目录", "see the list of figures"};
inline constexpr RefusalKind kFutureDay{"reporting.future-day", 400,
                                        "{on} 还没有到",        "{on} has not come yet",
                                        "选择今天或以前的日期", "choose today or an earlier day"};

// What an area's figures are split by: the level below its own; of a dwelling its own. The code is
// one.
area::Level level_below(std::string_view code);

enum class Version {
  corrected,  // with all that is known now
  at_cutoff   // as it stood at the cut-off hour of the day
};
BOOST_DESCRIBE_ENUM(Version, corrected, at_cutoff)

struct DailyColumn {
  std::string id;  // of the figure
  std::string zh;
  std::string en;
};
BOOST_DESCRIBE_STRUCT(DailyColumn, (), (id, zh, en))

struct DailyGroup {
  std::string zh;
  std::string en;
  std::vector<DailyColumn> columns;
};
BOOST_DESCRIBE_STRUCT(DailyGroup, (), (zh, en, columns))

struct DailyRow {
  std::string area;
  std::string name;
  std::vector<std::int64_t> values;  // one for each column, groups in order
};
BOOST_DESCRIBE_STRUCT(DailyRow, (), (area, name, values))

// A figure that was another at the cut-off than it is known to be now.
struct DailyChange {
  std::string id;
  std::string zh;
  std::string en;
  std::int64_t at_cutoff = 0;
  std::int64_t corrected = 0;
};
BOOST_DESCRIBE_STRUCT(DailyChange, (), (id, zh, en, at_cutoff, corrected))

struct DailyTable {
  std::string area;
  std::string name;
  Day on;
  Version version = Version::corrected;
  Instant cutoff;
  Instant known;      // only what was recorded by then is in the values
  bool zero = false;  // nothing new today and nothing in force: a zero report
  std::vector<DailyGroup> groups;
  std::vector<DailyRow> rows;  // sub-areas, in natural order (2 before 10)
  DailyRow total;
  std::vector<DailyChange> changes;  // corrections after the cut-off
};
BOOST_DESCRIBE_STRUCT(DailyTable, (),
                      (area, name, on, version, cutoff, known, zero, groups, rows, total, changes))

// When the day's report is cut off, from the pack in force; the end of the day where there is none.
Instant cutoff_of(store::Session& db, const rules::Rulebook& rules, std::string_view area, Day on);

DailyTable daily_table(store::Session& db, const std::vector<host::Indicator>& indicators,
                       const rules::Rulebook& rules, const std::string& area, Day on,
                       Version version, Instant now);
std::string daily_xlsx(const DailyTable& table);
std::string daily_pdf(const DailyTable& table, Instant printed_at);

std::unique_ptr<host::Module> make_module(const registry::Directory& people,
                                          const rules::Rulebook& rules);

}  // namespace fx::reporting
