#include <algorithm>
#include <map>
#include <tuple>

#include "area/tree.h"
#include "modules/reporting/reporting.h"

namespace fx::reporting {
namespace {

constexpr int kDefaultLimit = 50;
constexpr int kMaxLimit = 500;
constexpr std::string_view kXlsx =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

struct FiguresParams {
  std::string area;
  std::optional<Day> on;
  std::optional<Instant> as_of;
};
BOOST_DESCRIBE_STRUCT(FiguresParams, (), (area, on, as_of))

struct FigureAnswer {
  std::string id;
  std::string zh;
  std::string en;
  std::string unit;  // people, households, records
  std::int64_t value = 0;
};
BOOST_DESCRIBE_STRUCT(FigureAnswer, (), (id, zh, en, unit, value))

struct FiguresAnswer {
  std::string area;
  std::string name;
  Day on;
  Instant known;
  std::vector<FigureAnswer> figures;
};
BOOST_DESCRIBE_STRUCT(FiguresAnswer, (), (area, name, on, known, figures))

struct PartsParams {
  std::string area;
  std::string id;
  std::optional<Day> on;
  std::optional<Instant> as_of;
};
BOOST_DESCRIBE_STRUCT(PartsParams, (), (area, id, on, as_of))

struct Part {
  std::string area;
  std::string name;
  std::int64_t value = 0;
};
BOOST_DESCRIBE_STRUCT(Part, (), (area, name, value))

struct PartsAnswer {
  std::string id;
  std::string zh;
  std::string en;
  std::int64_t value = 0;
  std::vector<Part> parts;
};
BOOST_DESCRIBE_STRUCT(PartsAnswer, (), (id, zh, en, value, parts))

struct RecordsParams {
  std::string area;
  std::string id;
  std::optional<Day> on;
  std::optional<Instant> as_of;
  std::optional<int> limit;
  std::optional<std::string> after;  // "area|subject" of the last one seen
};
BOOST_DESCRIBE_STRUCT(RecordsParams, (), (area, id, on, as_of, limit, after))

struct Record {
  Ulid subject;
  std::string area;
  std::string address;
  std::optional<registry::PersonCard> person;
  std::optional<registry::HouseholdCard> household;
};
BOOST_DESCRIBE_STRUCT(Record, (), (subject, area, address, person, household))

struct RecordsAnswer {
  std::string id;
  std::string zh;
  std::string en;
  std::int64_t value = 0;  // the figure
  std::int64_t total = 0;  // how many records are behind it: one may count more than once
  std::vector<Record> items;
  std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(RecordsAnswer, (), (id, zh, en, value, total, items, next))

struct DailyParams {
  std::string area;
  std::optional<Day> on;
  std::optional<Version> version;
};
BOOST_DESCRIBE_STRUCT(DailyParams, (), (area, on, version))

struct CatalogueParams {};
BOOST_DESCRIBE_STRUCT(CatalogueParams, (), ())
struct CatalogueItem {
  std::string id;
  std::string zh;
  std::string en;
  std::string unit;
};
BOOST_DESCRIBE_STRUCT(CatalogueItem, (), (id, zh, en, unit))
struct Catalogue {
  std::vector<CatalogueItem> items;
};
BOOST_DESCRIBE_STRUCT(Catalogue, (), (items))

std::string unit_name(host::Unit unit) {
  switch (unit) {
    case host::Unit::kPeople:
      return "people";
    case host::Unit::kHouseholds:
      return "households";
    case host::Unit::kRecords:
      return "records";
  }
  return "";
}

template <class Params>
Result<host::Frame> frame_of(const host::QueryContext& context, const Params& params) {
  const Day on = params.on.value_or(context.today());
  if (on > context.today()) return refuse(kFutureDay, "on", {{"on", iso(on)}});
  return host::Frame::make(params.area, on, params.as_of.value_or(context.now));
}

// The indicator of a figure's id and the dimension that the id holds.
struct Found {
  const host::Indicator* indicator = nullptr;
  std::string dim;
};
Result<Found> find(const std::vector<host::Indicator>& all, std::string_view id) {
  for (const auto& indicator : all) {
    const std::string_view pattern = indicator.id;
    const auto at = pattern.find("{}");
    if (at == std::string_view::npos) {
      if (pattern == id) return Found{&indicator, ""};
      continue;
    }
    const auto head = pattern.substr(0, at);
    const auto tail = pattern.substr(at + 2);
    if (id.size() > head.size() + tail.size() && id.substr(0, head.size()) == head &&
        id.substr(id.size() - tail.size()) == tail) {
      const auto dim = id.substr(head.size(), id.size() - head.size() - tail.size());
      if (dim.find('.') == std::string_view::npos) return Found{&indicator, std::string(dim)};
    }
  }
  return refuse(kNoSuchFigure, "id", {{"id", std::string(id)}});
}

class Impl final : public host::Module {
 public:
  Impl(const registry::Directory& people, const rules::Rulebook& rules)
      : people_(people), rules_(rules) {}
  [[nodiscard]] std::string_view name() const override { return "reporting"; }

  void declare(host::Declaration& to) override {
    using access::Permission;
    to.question<CatalogueParams, Catalogue>(
        {"/api/figures/catalogue",
         std::nullopt,
         "指标目录",
         "the list of figures",
         {},
         [](host::QueryContext& context, const auto&) { return catalogue(context); }});
    to.question<FiguresParams, FiguresAnswer>(
        {"/api/figures", Permission::see_figures, "指标", "figures",
         host::known_area<FiguresParams>,
         [](host::QueryContext& context, const FiguresParams& params) {
           return figures(context, params);
         }});
    to.question<PartsParams, PartsAnswer>(
        {"/api/figures/parts", Permission::see_figures, "指标的下级分布", "a figure by sub-area",
         host::known_area<PartsParams>, [](host::QueryContext& context, const PartsParams& params) {
           return parts(context, params);
         }});
    to.question<RecordsParams, RecordsAnswer>(
        {"/api/figures/records", Permission::see_records, "指标背后的记录",
         "the records behind a figure", host::known_area<RecordsParams>,
         [this](host::QueryContext& context, const RecordsParams& params) {
           return records(context, params);
         }});
    to.question<DailyParams, DailyTable>(
        {"/api/reports/daily", Permission::see_figures, "日报表", "the table of the day",
         host::known_area<DailyParams>,
         [this](host::QueryContext& context, const DailyParams& params) -> Result<DailyTable> {
           return daily(context, params);
         }});
    to.document<DailyParams>(
        {"/api/reports/daily.xlsx", Permission::see_figures, "日报表（表格）",
         "the table of the day as a spreadsheet", host::known_area<DailyParams>,
         [this](host::QueryContext& context, const DailyParams& params) -> Result<host::File> {
           auto table = daily(context, params);
           if (!table) return table.error();
           return host::File{table->name + "日报" + iso(table->on) + ".xlsx", std::string(kXlsx),
                             daily_xlsx(*table)};
         }});
    to.document<DailyParams>(
        {"/api/reports/daily.pdf", Permission::see_figures, "日报表（打印）",
         "the table of the day to print", host::known_area<DailyParams>,
         [this](host::QueryContext& context, const DailyParams& params) -> Result<host::File> {
           auto table = daily(context, params);
           if (!table) return table.error();
           return host::File{table->name + "日报" + iso(table->on) + ".pdf", "application/pdf",
                             daily_pdf(*table, context.now)};
         }});
  }

 private:
  static Result<Catalogue> catalogue(const host::QueryContext& context) {
    Catalogue out;
    for (const auto& indicator : *context.indicators) {
      out.items.push_back({indicator.id, indicator.zh, indicator.en, unit_name(indicator.unit)});
    }
    return out;
  }

  static Result<FiguresAnswer> figures(host::QueryContext& context, const FiguresParams& params) {
    const auto frame = frame_of(context, params);
    if (!frame) return frame.error();
    FiguresAnswer out;
    out.area = params.area;
    out.name = area::name(context.db, params.area);
    out.on = frame->day;
    out.known = frame->known;
    for (const auto& indicator : *context.indicators) {
      for (const auto& figure :
           host::evaluate(context.db, indicator, *frame, level_below(params.area))) {
        out.figures.push_back(
            {figure.id, figure.zh, figure.en, unit_name(indicator.unit), figure.value});
      }
    }
    return out;
  }

  static Result<PartsAnswer> parts(host::QueryContext& context, const PartsParams& params) {
    const auto frame = frame_of(context, params);
    if (!frame) return frame.error();
    const auto found = find(*context.indicators, params.id);
    if (!found) return found.error();
    PartsAnswer out;
    out.id = params.id;
    for (const auto& figure :
         host::evaluate(context.db, *found->indicator, *frame, level_below(params.area))) {
      if (figure.dim != found->dim) continue;
      out.zh = figure.zh;
      out.en = figure.en;
      out.value = figure.value;
      for (const auto& [code, value] : figure.parts) {
        out.parts.push_back({code, area::name(context.db, code), value});
      }
    }
    return out;
  }

  Result<RecordsAnswer> records(host::QueryContext& context, const RecordsParams& params) const {
    const auto frame = frame_of(context, params);
    if (!frame) return frame.error();
    const auto found = find(*context.indicators, params.id);
    if (!found) return found.error();
    const int limit = std::clamp(params.limit.value_or(kDefaultLimit), 1, kMaxLimit);

    // One line a subject, in the order of places: what is counted is what is listed.
    std::map<Ulid, std::string> subjects;
    found->indicator->select(context.db, *frame, [&](const host::Selected& selected) {
      if (selected.dim != found->dim) return;
      const auto [it, fresh] = subjects.emplace(selected.subject, selected.area);
      if (!fresh && selected.area < it->second) it->second = selected.area;
    });
    std::int64_t value = 0;
    for (const auto& figure :
         host::evaluate(context.db, *found->indicator, *frame, area::Level::kCommunity)) {
      if (figure.dim == found->dim) value = figure.value;
    }
    std::vector<std::pair<std::string, Ulid>> ordered;
    ordered.reserve(subjects.size());
    for (const auto& [subject, code] : subjects) ordered.emplace_back(code, subject);
    std::sort(ordered.begin(), ordered.end());

    RecordsAnswer out;
    out.id = params.id;
    std::tie(out.zh, out.en) = host::names(context.db, *found->indicator, *frame, found->dim);
    out.value = value;
    out.total = static_cast<std::int64_t>(ordered.size());
    for (const auto& [code, subject] : ordered) {
      const std::string key = code + "|" + subject.text();
      if (params.after && key <= *params.after) continue;
      if (out.items.size() == static_cast<std::size_t>(limit)) {
        const auto& last = out.items.back();
        out.next = last.area + "|" + last.subject.text();
        break;
      }
      out.items.push_back(record(context, found->indicator->unit, subject, code));
    }
    return out;
  }

  Record record(host::QueryContext& context, host::Unit unit, const Ulid& subject,
                const std::string& code) const {
    Record out;
    out.subject = subject;
    out.area = code;
    out.address = area::address(context.db, code);
    if (unit == host::Unit::kHouseholds) {
      out.household = people_.household_card(context, subject);
    } else if (people_.place_of(context.db, subject)) {
      out.person = people_.card(context, subject);
    }
    return out;
  }

  Result<DailyTable> daily(host::QueryContext& context, const DailyParams& params) const {
    const Day on = params.on.value_or(context.today());
    if (on > context.today()) return refuse(kFutureDay, "on", {{"on", iso(on)}});
    return daily_table(context.db, *context.indicators, rules_, params.area, on,
                       params.version.value_or(Version::corrected), context.now);
  }

  const registry::Directory& people_;
  const rules::Rulebook& rules_;
};

}  // namespace

std::unique_ptr<host::Module> make_module(const registry::Directory& people,
                                          const rules::Rulebook& rules) {
  return std::make_unique<Impl>(people, rules);
}

}  // namespace fx::reporting
