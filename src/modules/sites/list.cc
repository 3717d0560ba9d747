#include "modules/sites/list.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/date_guess.h"
#include "base/phone.h"
#include "base/text.h"
#include "geo/geometry.h"
#include "modules/imports/cells.h"
#include "modules/sites/state.h"
#include "modules/sites/words.h"
#include "sheet/reader.h"
#include "sheet/table.h"

namespace fx::sites {
namespace {

using sheet::ColumnSpec;

constexpr std::size_t at(Field field) { return static_cast<std::size_t>(field); }

std::optional<double> degrees(std::string_view text) {
  double out = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), out);
  if (text.empty() || end.ec != std::errc() || end.ptr != text.data() + text.size()) {
    return std::nullopt;
  }
  return std::isfinite(out) ? std::optional(out) : std::nullopt;
}
bool looks_like_degrees(std::string_view text) { return degrees(text).has_value(); }
bool looks_like_date(std::string_view text) { return read_date(text).has_value(); }
bool looks_like_name(std::string_view text) {
  return code_point_count(text) > 1 && !degrees(text) && !read_date(text);
}

const std::vector<ColumnSpec>& specs() {
  static const std::vector<ColumnSpec> kSpecs = [] {
    std::vector<ColumnSpec> all(kFields);
    const auto add = [&](Field field, std::vector<std::string> words,
                         bool (*content)(std::string_view) = nullptr) {
      auto& spec = all[at(field)];
      spec.id = json::enum_name(field);
      spec.synonyms = std::move(words);
      if (content != nullptr) spec.content = content;
    };
    add(Field::name,
        {"名称", "单位名称", "场所名称", "企业名称", "商户名称", "店铺名称", "店名", "机构名称",
         "学校名称", "卡口名称", "出入口名称", "出入口", "卡口", "单位", "字号", "name"},
        looks_like_name);
    all[at(Field::name)].required = true;
    add(Field::kind, {"类别", "类型", "单位类型", "单位类别", "场所类型", "场所类别", "机构类型",
                      "行业", "行业类别", "业态", "种类", "kind", "type", "category"});
    add(Field::code, {"区划代码", "区域代码", "所在区划代码", "area", "area code"});
    add(Field::community, {"社区", "所属社区", "所在社区", "村", "社区(村)", "community"});
    add(Field::grid, {"网格", "所属网格", "所在网格", "grid"});
    add(Field::compound,
        {"小区", "所属小区", "所在小区", "小区名称", "村组", "村民小组", "小区/村组", "compound"});
    add(Field::building, {"楼栋", "栋号", "楼号", "幢", "building"});
    add(Field::address, {"地址", "详细地址", "经营地址", "单位地址", "位置", "所在位置", "具体位置",
                         "address", "location"});
    add(Field::phone,
        {"单位电话", "联系电话", "电话", "固定电话", "值班电话", "办公电话", "phone"});
    add(Field::contact,
        {"负责人", "联系人", "法定代表人", "法人", "经营者", "责任人", "负责人姓名", "contact"});
    add(Field::contact_phone,
        {"负责人电话", "联系人电话", "手机", "手机号", "手机号码", "负责人手机", "contact phone"});
    add(Field::number, {"统一社会信用代码", "信用代码", "证照号", "许可证号", "营业执照号", "编号",
                        "注册号", "number", "licence"});
    add(Field::places, {"床位数", "床位", "学位数", "在校学生", "学生数", "学生人数", "容量",
                        "房间数", "座位数", "places", "capacity", "beds"});
    add(Field::staff, {"职工人数", "员工人数", "从业人员", "从业人数", "教职工", "员工", "staff"});
    add(Field::opened, {"开业日期", "启用日期", "设立日期", "成立日期", "opened"}, looks_like_date);
    add(Field::closed, {"停业日期", "关闭日期", "关停日期", "停用日期", "closed"}, looks_like_date);
    add(Field::state, {"状态", "营业状态", "经营状态", "复工情况", "是否复工", "是否营业",
                       "是否开放", "state", "status"});
    add(Field::lon, {"经度", "lon", "lng", "longitude"}, looks_like_degrees);
    add(Field::lat, {"纬度", "lat", "latitude"}, looks_like_degrees);
    return all;
  }();
  return kSpecs;
}

class Reader {
 public:
  Reader(const ImportFile& file, Day today, Language language)
      : file_(file), language_(language), today_(today), years_(today) {}

  Result<List> run() {
    auto workbook = sheet::read_workbook(file_.bytes, file_.name);
    if (!workbook) return workbook.error();
    list_.report.file = file_.name;
    list_.report.kind = file_kind(workbook->format);
    std::vector<sheet::Table> tables;
    for (const auto& one : workbook->sheets) {
      auto layout = sheet::recognise(one, specs());
      // Cover sheets and instructions lie between the lists.
      if (!layout || !layout->missing.empty()) continue;
      tables.push_back(sheet::read_table(one, specs(), std::move(*layout)));
      for (const auto& [row, why] : one.problems()) {
        set_aside(one.name(), static_cast<int>(row), "", "", why);
      }
    }
    if (tables.empty()) return refuse(kEmptyList);
    for (const auto& table : tables) {
      for (std::size_t row = 0; row < table.rows().size(); ++row) {
        for (const auto field : {Field::opened, Field::closed}) {
          imports::add_date(years_, table.value(row, at(field)).cell);
        }
      }
    }
    for (const auto& table : tables) read(table);
    list_.report.set_aside = static_cast<int>(list_.problems.size());
    return std::move(list_);
  }

 private:
  [[nodiscard]] RowProblem problem(const std::string& sheet, int row, const std::string& column,
                                   std::string_view value, const Refusal& why, bool taken) const {
    return row_problem({file_.name, sheet, row, column}, value, why, language_, taken);
  }
  void set_aside(const std::string& sheet, int row, const std::string& column,
                 std::string_view value, const Refusal& why) {
    list_.problems.push_back(problem(sheet, row, column, value, why, false));
  }

  void read(const sheet::Table& table) {
    const auto& layout = table.layout();
    for (std::size_t c = 0; c < layout.headings.size(); ++c) {
      if (layout.headings[c].empty()) continue;
      std::string field;
      for (std::size_t i = 0; i < kFields; ++i) {
        if (layout.columns[i].found() && layout.columns[i].column == c) field = specs()[i].id;
      }
      list_.report.columns.push_back({table.sheet().name(), layout.headings[c], field});
    }
    for (const auto& skipped : table.skipped()) {
      list_.report.skipped += static_cast<int>(skipped.last_row - skipped.first_row) + 1;
    }
    list_.report.rows += static_cast<int>(table.sheet().problems().size());
    for (std::size_t row = 0; row < table.rows().size(); ++row) {
      ++list_.report.rows;
      read_row(table, row);
    }
  }

  void read_row(const sheet::Table& table, std::size_t row) {
    ListRow out;
    out.sheet = table.sheet().name();
    out.row = static_cast<int>(table.rows()[row].number);
    const auto text = [&](Field field) { return normalise(table.text(row, at(field))); };
    const auto heading = [&](Field field) { return table.layout().columns[at(field)].heading; };
    const auto doubt = [&](Field field, const Refusal& why) {
      out.doubts.push_back(
          problem(out.sheet, out.row, heading(field), table.text(row, at(field)), why, true));
    };
    const auto name = clean_name(text(Field::name), "");
    if (!name) {
      set_aside(out.sheet, out.row, heading(Field::name), text(Field::name),
                text(Field::name).empty() ? refuse(kNoName) : name.error());
      return;
    }
    out.facts.name = *name;
    if (const auto cell = text(Field::kind); !cell.empty()) {
      const auto kind = kind_in(cell);
      if (!kind) {
        set_aside(out.sheet, out.row, heading(Field::kind), cell,
                  refuse(kUnknownKind, "", {{"expected", kind_names(language_ == Language::kZh)}}));
        return;
      }
      out.facts.kind = *kind;
    } else {
      out.facts.kind = kind_by_name(*name).value_or(Kind::institution);
      doubt(Field::name, refuse(kGuessedKind, "",
                                {{"kind", std::string(sites::name(out.facts.kind, language_))}}));
    }
    out.code = text(Field::code);
    out.community = text(Field::community);
    out.grid = text(Field::grid);
    out.compound = text(Field::compound);
    out.building = text(Field::building);
    const auto words = [&](Field field, std::optional<std::string>& to) {
      auto clean = clean_words(text(field), kMostCharacters, "");
      if (clean) {
        to = std::move(*clean);
      } else {
        doubt(field, clean.error());
      }
    };
    words(Field::address, out.facts.address);
    words(Field::number, out.facts.number);
    std::optional<std::string> contact;
    words(Field::contact, contact);
    out.contact = contact.value_or("");
    phones(table, row, out, doubt);
    count(text(Field::places), Field::places, out.facts.places, doubt);
    count(text(Field::staff), Field::staff, out.facts.staff, doubt);
    day(table, row, Field::opened, out.opened, doubt);
    day(table, row, Field::closed, out.closed, doubt);
    if (const auto cell = text(Field::state); !cell.empty()) {
      out.is_closed = closed_in(cell);
      if (!out.is_closed) doubt(Field::state, refuse(kUnreadable));
    } else if (out.closed) {
      out.is_closed = *out.closed <= today_;
    }
    point(text(Field::lon), text(Field::lat), out, doubt);
    list_.rows.push_back(std::move(out));
  }

  // A land line is the institution's; a mobile phone is that of whoever answers for it.
  template <class Doubt>
  static void phones(const sheet::Table& table, std::size_t row, ListRow& out, const Doubt& doubt) {
    for (const auto field : {Field::phone, Field::contact_phone}) {
      const auto cell = table.value(row, at(field)).cell;
      for (const auto& phone : imports::phones_in(cell)) {
        if (phone.verdict == PhoneVerdict::kEmpty) continue;
        if (phone.verdict != PhoneVerdict::kValid) {
          doubt(field, refuse(kUnreadable));
          continue;
        }
        auto number = phone.extension.empty() ? phone.number : phone.number + "-" + phone.extension;
        const bool of_person = field == Field::contact_phone || phone.kind == PhoneKind::kMobile;
        if (of_person) {
          if (out.contact_phone.empty()) out.contact_phone = std::move(number);
        } else if (!out.facts.phone) {
          out.facts.phone = std::move(number);
        }
      }
    }
  }

  template <class Doubt>
  static void count(const std::string& cell, Field field, std::optional<int>& to,
                    const Doubt& doubt) {
    if (cell.empty()) return;
    int number = 0;
    const auto end = std::from_chars(cell.data(), cell.data() + cell.size(), number);
    // "120人", "120张": what is counted stands behind.
    const auto rest = std::string_view(end.ptr, cell.data() + cell.size());
    const bool plain = end.ec == std::errc() && number >= 0 && number <= kMostCount &&
                       code_point_count(rest) <= 2 &&
                       rest.find_first_of("0123456789.-") == std::string_view::npos;
    if (!plain) return doubt(field, refuse(kUnreadable));
    if (number > 0) to = number;
  }

  template <class Doubt>
  void day(const sheet::Table& table, std::size_t row, Field field, std::optional<Day>& to,
           const Doubt& doubt) const {
    const auto cell = table.value(row, at(field)).cell;
    if (normalise(cell.text).empty()) return;
    std::optional<Day> read = cell.day;
    if (!read) {
      if (const auto date = read_date(cell.text, imports::date_options(cell))) {
        if (const auto resolved = years_.resolve(*date, today_)) read = resolved->day;
      }
    }
    if (!read || *read > today_ + kMostDaysAhead) return doubt(field, refuse(kUnreadable));
    to = read;
  }

  template <class Doubt>
  static void point(const std::string& lon, const std::string& lat, ListRow& out,
                    const Doubt& doubt) {
    if (lon.empty() && lat.empty()) return;
    const auto east = degrees(lon);
    const auto north = degrees(lat);
    if (!east || !north || std::abs(*east) > 180 || std::abs(*north) > 180) {
      return doubt(Field::lon, refuse(kUnreadable));
    }
    const auto unit = [](double value) {
      return static_cast<std::int32_t>(std::lround(value * geo::kDegree));
    };
    const auto shape = geo::Shape::of({unit(*east), unit(*north)});
    if (auto status = geo::check(shape); !status) return doubt(Field::lon, status.error());
    out.facts.shape = shape;
  }

  const ImportFile& file_;
  Language language_;
  Day today_;
  YearGuess years_;
  List list_;
};

}  // namespace

Result<List> read_list(const ImportFile& file, Day today, Language language) {
  return Reader(file, today, language).run();
}

}  // namespace fx::sites
