#include "modules/returnees/list.h"

#include <algorithm>
#include <array>

#include "base/address.h"
#include "base/text.h"
#include "modules/imports/cells.h"
#include "modules/returnees/refusals.h"
#include "sheet/reader.h"
#include "sheet/table.h"

namespace fx::returnees {
namespace {

using sheet::ColumnSpec;

enum Column : std::size_t {
  kName,
  kSex,
  kId,
  kPhone,
  kAddress,
  kOrigin,
  kArrived,
  kTransport,
  kVehicle,
  kRoute,
  kMet,
  kTemperature,
  kSymptoms,
  kNote,
  kSubmitted,
  kSurveyor,
  kColumns
};

bool looks_like_name(std::string_view text) {
  const auto length = code_point_count(normalise(text));
  return length >= 2 && length <= 20 && text.find_first_of("0123456789") == std::string_view::npos;
}
bool looks_like_id(std::string_view text) {
  return parse_id_number(text, {.today = Day{40000}, .number_cell = false}).usable();
}
bool looks_like_phone(std::string_view text) {
  return parse_phone(text).verdict == PhoneVerdict::kValid &&
         parse_phone(text).kind == PhoneKind::kMobile;
}
bool looks_like_origin(std::string_view text) {
  const auto place = area::resolve_place(text);
  return !place.code.empty() || place.abroad;
}
bool looks_like_address(std::string_view text) {
  if (code_point_count(text) < 4) return false;
  const auto parts = parse_address(text);
  return !parts.room.empty() || !parts.building.empty();
}
bool looks_like_date(std::string_view text) { return read_date(text).has_value(); }

const std::vector<ColumnSpec>& specs() {
  static const std::vector<ColumnSpec> kSpecs = [] {
    std::vector<ColumnSpec> all(kColumns);
    all[kName] = {
        "name",
        {"姓名", "人员姓名", "返乡人员姓名", "返乡人员", "来返人员姓名", "返回人员姓名", "本人姓名",
         "被排查人", "被排查人姓名", "申报人", "申报人姓名", "填报人姓名", "名字", "name"},
        looks_like_name,
        false,
        true};
    all[kSex] = {"sex", {"性别", "男/女", "sex", "gender"}};
    all[kId] = {
        "id_number",
        {"身份证号", "身份证号码", "身份证", "证件号码", "证件号", "公民身份号码", "居民身份证号",
         "居民身份证号码", "身份证件号码", "身份证件号", "有效证件号码", "身份号码", "id number"},
        looks_like_id,
        true};
    all[kPhone] = {"phone",
                   {"联系电话", "电话", "手机", "手机号", "手机号码", "联系方式", "本人电话",
                    "本人联系电话", "联系手机", "电话号码", "移动电话", "phone", "mobile"},
                   looks_like_phone,
                   true};
    all[kAddress] = {
        "address",
        {"现住址",   "住址",         "现居住地址", "居住地址",   "家庭住址",   "详细地址",
         "返乡住址", "目的地",       "到达地址",   "地址",       "现住地",     "现居住地",
         "居住地",   "现住地址",     "返乡后住址", "返乡居住地", "返回后住址", "家庭地址",
         "具体地址", "小区楼栋房号", "住所",       "本地住址",   "辖区住址",   "抵达地址",
         "落脚点",   "隔离地址",     "address"},
        looks_like_address};
    all[kOrigin] = {
        "origin",
        {"从何处返回",   "来源地",     "出发地",     "从何地返回", "返回前所在地", "来自何地",
         "何地返回",     "返自",       "原居住地",   "外出地",     "旅居地",       "旅居史",
         "来自",         "从哪里返回", "从哪里回来", "从哪里来",   "从何处来",     "从何地来",
         "来自何处",     "来自哪里",   "来源",       "来源地区",   "来源城市",     "出发城市",
         "出发地点",     "出发地区",   "始发地",     "始发城市",   "返回前居住地", "返乡前所在地",
         "返乡前居住地", "何处返回",   "何地返乡",   "返回地",     "返回地点",     "返乡来源地",
         "返乡地",       "返出地",     "外出地点",   "外出所在地", "外出去向",     "务工地",
         "务工地点",     "打工地",     "打工地点",   "原所在地",   "来自地区",     "来自省市",
         "来自何省市",   "滞留地",     "from",       "origin"},
        looks_like_origin,
        true};
    all[kArrived] = {
        "arrived",
        {"返回时间", "到达日期",   "进入日期",     "返乡时间",     "返回日期",     "到达时间",
         "抵达时间", "抵达日期",   "返乡日期",     "回来时间",     "来返时间",     "来返日期",
         "入境日期", "入境时间",   "返家时间",     "返家日期",     "返村时间",     "返村日期",
         "回村时间", "回家时间",   "回乡时间",     "回来日期",     "到家时间",     "到家日期",
         "抵家时间", "返程时间",   "返程日期",     "进入时间",     "返回社区时间", "到社区时间",
         "到村时间", "返社区时间", "何时返回",     "何时回来",     "何时到达",     "来的时间",
         "返抵时间", "返抵日期",   "到达本地时间", "抵达本地时间", "arrived",      "arrival date"},
        looks_like_date,
        true};
    all[kTransport] = {"transport",
                       {"乘坐交通工具", "交通工具", "交通方式", "交通", "返回方式", "返乡方式",
                        "出行方式", "乘坐工具", "transport"}};
    all[kVehicle] = {
        "vehicle",
        {"车次/航班/车牌号", "车次航班车牌", "班次", "车次", "航班", "航班号", "车牌号", "车牌",
         "车次（航班）", "航班/车次", "车次/航班", "车次航班", "航班车次", "vehicle"}};
    all[kRoute] = {
        "route",
        {"途经地及停留", "途经地", "途径地", "中转", "中转地", "行程", "途中停留", "route"}};
    all[kMet] = {"met", {"接触人员", "接触史", "同行人员", "met"}};
    all[kTemperature] = {
        "temperature",
        {"体温", "体温℃", "今日体温", "测量体温", "当前体温", "现体温", "实测体温", "temperature"}};
    all[kSymptoms] = {
        "symptoms", {"有无发热咳嗽等症状", "症状", "有无症状", "健康状况", "身体状况", "symptoms"}};
    all[kNote] = {"note", {"备注", "说明", "note", "remarks"}};
    all[kSubmitted] = {"submitted",
                       {"提交时间", "填报时间", "申报时间", "填写时间", "答题时间", "提交日期",
                        "申报日期", "填报日期", "登记时间", "submitted"}};
    all[kSurveyor] = {"surveyor",
                      {"排查人", "登记人", "填表人", "网格员", "排查人员", "摸排人", "包保责任人",
                       "责任人", "surveyor"}};
    return all;
  }();
  return kSpecs;
}

Transport transport_of(std::string_view text) {
  struct Word {
    std::string_view word;
    Transport transport;
  };
  static constexpr std::array<Word, 23> kWords = {{
      {"火车", Transport::train}, {"高铁", Transport::train}, {"动车", Transport::train},
      {"列车", Transport::train}, {"飞机", Transport::plane}, {"航班", Transport::plane},
      {"乘机", Transport::plane}, {"客车", Transport::coach}, {"大巴", Transport::coach},
      {"汽车", Transport::coach}, {"班车", Transport::coach}, {"客运", Transport::coach},
      {"自驾", Transport::car},   {"私家", Transport::car},   {"小车", Transport::car},
      {"轿车", Transport::car},   {"拼车", Transport::car},   {"网约", Transport::car},
      {"出租", Transport::car},   {"轮船", Transport::ship},  {"船", Transport::ship},
      {"步行", Transport::foot},  {"摩托", Transport::other},
  }};
  if (text.empty()) return Transport::unknown;
  for (const auto& [word, transport] : kWords) {
    if (text.find(word) != std::string_view::npos) return transport;
  }
  return Transport::other;
}

// Tenths of a degree from "36.8", "36.5度", "36℃"; nothing if it is no body temperature.
std::optional<int> tenths_of(std::string_view text) {
  const std::string plain = normalise(text);
  const auto start = plain.find_first_of("0123456789");
  if (start == std::string::npos) return std::nullopt;
  int whole = 0;
  std::size_t at = start;
  while (at < plain.size() && plain[at] >= '0' && plain[at] <= '9' && whole < 1000) {
    whole = whole * 10 + (plain[at++] - '0');
  }
  int tenth = 0;
  if (at + 1 < plain.size() && plain[at] == '.' && plain[at + 1] >= '0' && plain[at + 1] <= '9') {
    tenth = plain[at + 1] - '0';
  }
  const int value = whole * 10 + tenth;
  return value >= 340 && value <= 430 ? std::optional<int>(value) : std::nullopt;
}

bool says_none(std::string_view text) {
  static constexpr std::array<std::string_view, 12> kNone = {
      "", "无", "否", "正常", "没有", "无症状", "健康", "良好", "无异常", "/", "-", "none"};
  return std::find(kNone.begin(), kNone.end(), text) != kNone.end();
}

class Reader {
 public:
  Reader(const ImportFile& file, Day today, Language language)
      : file_(file), today_(today), language_(language) {}

  Result<List> run(std::optional<SourceKind> source) {
    auto workbook = sheet::read_workbook(file_.bytes, file_.name);
    if (!workbook) return workbook.error();
    list_.report.file = file_.name;
    list_.report.kind = file_kind(workbook->format);
    std::optional<Refusal> refused;
    std::vector<sheet::Table> tables;
    for (const auto& one : workbook->sheets) {
      auto table = sheet::find_table(one, specs());
      if (!table) {
        if (!refused && one.row_count() > 0) refused = table.error();
        continue;  // cover sheets and instructions lie between the lists
      }
      tables.push_back(std::move(*table));
      for (const auto& [row, why] : one.problems()) {
        list_.problems.push_back(problem(one.name(), static_cast<int>(row), "", "", why, false));
      }
    }
    if (tables.empty()) {
      if (refused) return *refused;
      return refuse(kEmptyList);
    }
    list_.source = source.value_or(guess_source(workbook->format, tables));
    for (const auto& table : tables) collect_dates(table);
    for (const auto& table : tables) read(table);
    list_.report.rows += static_cast<int>(list_.problems.size());
    list_.report.set_aside = static_cast<int>(list_.problems.size());
    return std::move(list_);
  }

 private:
  [[nodiscard]] RowProblem problem(const std::string& sheet, int row, const std::string& column,
                                   std::string_view value, const Refusal& why, bool taken) const {
    return row_problem({file_.name, sheet, row, column}, value, why, language_, taken);
  }

  static SourceKind guess_source(sheet::FileFormat format,
                                 const std::vector<sheet::Table>& tables) {
    const auto has = [&](Column column) {
      return std::any_of(tables.begin(), tables.end(), [&](const sheet::Table& table) {
        return table.layout().columns[column].found();
      });
    };
    if (format == sheet::FileFormat::kJson || has(kSubmitted)) return SourceKind::declaration;
    // A list passed down knows tickets, not doors.
    return has(kAddress) || has(kSurveyor) ? SourceKind::own_list : SourceKind::passed_down;
  }

  void collect_dates(const sheet::Table& table) {
    for (const auto& skipped : table.skipped()) {
      if (const auto day = find_full_date(skipped.text)) {
        years_.add_stated(*day);
        if (!list_.stated) list_.stated = *day;
      }
    }
    for (std::size_t row = 0; row < table.rows().size(); ++row) {
      imports::add_date(years_, table.value(row, kArrived).cell);
    }
  }

  std::optional<Day> day_of_cell(const sheet::Cell& cell, std::optional<Refusal>& doubt) const {
    if (cell.kind == sheet::CellKind::kDate && cell.day) {
      if (*cell.day > today_) {
        doubt = refuse(kFutureArrival);
        return std::nullopt;
      }
      return cell.day;
    }
    if (says_none(cell.text)) {
      doubt = refuse(kNoArrivalDate);
      return std::nullopt;
    }
    const auto date = read_date(cell.text, imports::date_options(cell));
    if (!date) {
      doubt = refuse(kUnreadableDate);
      return std::nullopt;
    }
    const auto resolved = years_.resolve(*date, list_.stated);
    if (!resolved) {
      doubt =
          refuse(resolved.error() == DateTrouble::kOutOfRange ? kFutureArrival : kUnreadableDate);
      return std::nullopt;
    }
    if (resolved->ambiguous || resolved->far) doubt = refuse(kDoubtfulDate);
    return resolved->day;
  }

  void read(const sheet::Table& table) {
    const auto& layout = table.layout();
    for (std::size_t i = 0; i < kColumns; ++i) {
      if (layout.columns[i].found()) {
        list_.report.columns.push_back(
            {table.sheet().name(), layout.columns[i].heading, specs()[i].id});
      }
    }
    for (const auto& skipped : table.skipped()) {
      list_.report.skipped += static_cast<int>(skipped.last_row - skipped.first_row) + 1;
    }
    for (std::size_t row = 0; row < table.rows().size(); ++row) {
      ++list_.report.rows;
      read_row(table, row);
    }
  }

  void read_row(const sheet::Table& table, std::size_t at) {
    const auto& layout = table.layout();
    const auto text = [&](Column column) { return normalise(table.text(at, column)); };
    ListRow out;
    out.sheet = table.sheet().name();
    out.row = static_cast<int>(table.rows()[at].number);
    const auto doubt = [&](Column column, const Refusal& why) {
      out.doubts.push_back(problem(out.sheet, out.row, layout.columns[column].heading,
                                   table.text(at, column), why, true));
    };

    out.name = normalise_name(table.text(at, kName));
    out.id = imports::id_number_in(table.value(at, kId).cell, today_);
    for (const auto& phone : imports::phones_in(table.value(at, kPhone).cell)) {
      if (phone.verdict == PhoneVerdict::kValid) {
        out.phones.push_back(phone.number);
      } else if (phone.verdict != PhoneVerdict::kEmpty) {
        doubt(kPhone, refuse(kBadPhone));
      }
    }
    if (out.name.empty() && !out.id.usable() && out.phones.empty()) {
      --list_.report.rows;  // counted with the problems
      list_.problems.push_back(
          problem(out.sheet, out.row, layout.columns[kName].heading, "", refuse(kNobody), false));
      return;
    }
    if (out.name.empty()) doubt(kName, refuse(kNoName));
    if (!out.id.usable() && out.id.verdict != IdVerdict::kEmpty) doubt(kId, refuse(kBadIdNumber));

    const std::string sex = text(kSex);
    if (sex == "男" || sex == "M" || sex == "male") out.sex = Sex::kMale;
    if (sex == "女" || sex == "F" || sex == "female") out.sex = Sex::kFemale;
    if (out.sex && out.id.usable() && out.id.sex && *out.sex != *out.id.sex) {
      doubt(kSex, refuse(kSexDiffers));
    }

    out.address = text(kAddress);
    out.origin_text = text(kOrigin);
    out.origin = area::resolve_place(out.origin_text);
    if (out.origin.code.empty() && !out.origin.abroad) doubt(kOrigin, refuse(kUnknownOrigin));

    std::optional<Refusal> date_doubt;
    out.arrived = day_of_cell(table.value(at, kArrived).cell, date_doubt);
    if (date_doubt) doubt(kArrived, *date_doubt);

    out.transport = transport_of(text(kTransport));
    out.vehicle = text(kVehicle);
    const std::string temperature = text(kTemperature);
    out.tenths = tenths_of(temperature);
    if (!out.tenths && !says_none(temperature)) doubt(kTemperature, refuse(kBadTemperature));
    out.symptoms_text = text(kSymptoms);
    out.symptoms = !says_none(out.symptoms_text);
    for (const auto column : {kRoute, kMet, kNote}) {
      const std::string part = text(column);
      if (says_none(part)) continue;
      if (!out.note.empty()) out.note += "；";
      out.note += layout.columns[column].heading + "：" + part;
    }
    list_.rows.push_back(std::move(out));
  }

  const ImportFile& file_;
  Day today_;
  Language language_;
  YearGuess years_{today_};
  List list_;
};

}  // namespace

Result<List> read_list(const ImportFile& file, std::optional<SourceKind> source, Day today,
                       Language language) {
  return Reader(file, today, language).run(source);
}

}  // namespace fx::returnees
