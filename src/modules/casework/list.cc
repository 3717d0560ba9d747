#include "modules/casework/list.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "area/code.h"
#include "base/address.h"
#include "base/date_guess.h"
#include "base/text.h"
#include "modules/casework/refusals.h"
#include "modules/casework/state.h"
#include "modules/casework/words.h"
#include "modules/imports/cells.h"
#include "sheet/reader.h"
#include "sheet/table.h"

namespace fx::casework {
namespace {

using sheet::ColumnSpec;

constexpr std::size_t at(Field field) { return static_cast<std::size_t>(field); }

bool looks_like_date(std::string_view text) { return read_date(text).has_value(); }
bool looks_like_numbers(std::string_view text) {
  return text.find("://") == std::string_view::npos && !numbers_in(text).empty();
}
bool looks_like_words(std::string_view text) { return text.find("://") == std::string_view::npos; }
bool looks_like_id(std::string_view text) {
  return parse_id_number(text, {.today = Day{40000}, .number_cell = false}).usable();
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
    add(Field::number, {"病例编号", "病例号", "编号", "个案编号", "case id", "case no",
                        "case number", "patient id", "patient no", "case", "id"});
    add(Field::name,
        {"姓名", "患者姓名", "病例姓名", "病人姓名", "name", "case name", "patient name"});
    add(Field::id_number, {"身份证号", "身份证号码", "身份证", "证件号码", "证件号"},
        looks_like_id);
    add(Field::phone, {"联系电话", "电话", "手机", "手机号", "联系方式", "phone", "mobile"});
    add(Field::sex, {"性别", "sex", "gender"});
    add(Field::age, {"年龄", "age", "age years", "age in years", "age months", "月龄"});
    add(Field::age_unit, {"年龄单位", "age unit", "age units", "unit of age"});
    add(Field::classification,
        {"病例分类", "诊断分类", "病例类型", "诊断类型", "病例诊断", "诊断结果", "感染者类型",
         "分类", "诊断", "病例状态", "classification", "case classification", "case type",
         "case status", "case definition", "diagnosis"});
    add(Field::origin,
        {"输入本地", "本地输入", "病例来源", "来源类型", "感染地", "是否输入", "境外输入", "origin",
         "imported", "imported local", "imported case", "travel associated", "travel related"});
    add(Field::source,
        {"感染来源", "传染源", "感染源", "感染途径", "流行病学史", "流行病学关联",
         "infection source", "infection source text", "source of infection"},
        looks_like_words);
    add(Field::sources,
        {"关联病例", "关联病例编号", "上代病例", "上代病例编号", "传染源编号", "传染源病例编号",
         "named source ids", "source case", "source cases", "linked cases", "infector"},
        looks_like_numbers);
    add(Field::setting, {"与传染源关系", "接触关系", "关联关系", "接触方式", "relation to source",
                         "exposure setting"});
    add(Field::reported,
        {"报告日期", "报告时间", "通报日期", "公布日期", "发布日期", "report date",
         "date of report", "date report", "dt report", "date reported", "date reporting",
         "date of reporting", "notification date", "date notification", "date of notification",
         "date notified", "notified", "reported"},
        looks_like_date);
    add(Field::confirmed,
        {"确诊日期", "确诊时间", "诊断日期", "诊断时间", "检出日期", "阳性日期", "confirm date",
         "confirmation date", "date confirmation", "date confirmed", "date of confirmation",
         "dt diag", "diagnosis date", "date of diagnosis", "date diagnosis", "date diagnosed",
         "dt confirm", "lab confirmation date"},
        looks_like_date);
    add(Field::onset,
        {"发病日期",
         "发病时间",
         "起病日期",
         "症状出现日期",
         "出现症状日期",
         "onset date",
         "symptom onset",
         "onset",
         "date onset",
         "date of onset",
         "date onset symptoms",
         "dt onset",
         "symptom onset date",
         "date of symptom onset",
         "date symptom onset",
         "date of onset of symptoms",
         "illness onset",
         "date of illness onset",
         "date of prodrome",
         "start of illness"},
        looks_like_date);
    add(Field::sampled,
        {"采样日期", "采样时间", "送检日期", "sample date", "sampling date", "date of sampling",
         "date sampled", "date sample", "specimen date", "date of specimen", "collection date",
         "dt sample"},
        looks_like_date);
    add(Field::isolated,
        {"隔离日期",
         "隔离时间",
         "隔离治疗日期",
         "入院日期",
         "入院时间",
         "住院日期",
         "收治日期",
         "isolation date",
         "date isolated",
         "admission date",
         "date admission hospital",
         "date of admission",
         "date admission",
         "hospitalisation date",
         "hospitalization date",
         "date of hospitalisation",
         "date of hospitalization",
         "date hospitalisation",
         "date hospitalization",
         "hosp date",
         "dt hosp",
         "date isolation",
         "date of isolation"},
        looks_like_date);
    add(Field::recovered,
        {"出院日期", "治愈日期", "治愈出院日期", "解除隔离日期", "discharge date",
         "date discharged", "date of discharge", "date discharge", "recovery date",
         "date of recovery", "date recovered"},
        looks_like_date);
    add(Field::died,
        {"死亡日期", "死亡时间", "death date", "date of death", "dt death", "death", "date death"},
        looks_like_date);
    add(Field::excluded, {"排除日期", "date excluded"}, looks_like_date);
    add(Field::ended,
        {"转归日期", "转归时间", "结局日期", "date of outcome", "date outcome", "outcome date",
         "dt outcome"},
        looks_like_date);
    add(Field::outcome, {"转归", "结局", "目前状态", "现状态", "outcome"});
    add(Field::residence,
        {"现住址", "住址", "居住地", "现居住地", "家庭住址", "居住地址", "详细地址", "现住地",
         "常住地址", "residence", "address", "home address"});
    add(Field::work,
        {"工作单位", "单位", "工作地点", "工作场所", "就业单位", "workplace", "employer"});
    add(Field::study, {"学校", "就读学校", "所在学校", "school"});
    add(Field::stay, {"停留地", "停留场所", "活动场所", "活动轨迹", "places visited"});
    add(Field::exposure, {"暴露场所", "暴露地点", "感染场所", "聚集场所", "关联场所", "聚集性疫情",
                          "exposure group", "exposure place", "cluster"});
    add(Field::note, {"备注", "说明", "note", "notes", "remarks"});
    return all;
  }();
  return kSpecs;
}

std::string fold(std::string_view text) {
  std::string out = normalise(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// What one sheet's columns are.
struct Columns {
  std::array<std::size_t, kFields> given{};  // by the mapping; kNoColumn
  std::array<bool, kFields> out{};           // the mapping leaves the recognised column out
};

class Reader {
 public:
  Reader(const ImportFile& file, const Mapping& mapping, Day today, Language language)
      : file_(file), mapping_(mapping), today_(today), language_(language), years_(today) {
    for (const auto& rule : mapping.values) {
      values_[*json::enum_value<Field>(rule.field)].push_back(&rule);
    }
    for (const auto& rule : mapping.defaults) {
      defaults_[*json::enum_value<Field>(rule.field)] = rule.value;
    }
    // Headings that the mapping names find the row of headings, whatever they are.
    specs_ = specs();
    for (const auto& rule : mapping.columns) {
      if (const auto field = json::enum_value<Field>(rule.field)) {
        auto& words = specs_[at(*field)].synonyms;
        words.insert(words.begin(), rule.column);
      }
    }
  }

  Result<List> run() {
    auto workbook = sheet::read_workbook(file_.bytes, file_.name);
    if (!workbook) return workbook.error();
    list_.report.file = file_.name;
    list_.report.kind = file_kind(workbook->format);
    list_.used.name = mapping_.name;
    list_.used.values = mapping_.values;
    list_.used.defaults = mapping_.defaults;
    std::vector<std::pair<sheet::Table, Columns>> tables;
    for (const auto& one : workbook->sheets) {
      auto layout = sheet::recognise(one, specs_);
      if (!layout) continue;  // cover sheets and instructions lie between the lists
      const auto columns = columns_of(*layout);
      if (!has_day(*layout, columns)) continue;
      tables.emplace_back(sheet::read_table(one, specs_, std::move(*layout)), columns);
      for (const auto& [row, why] : one.problems()) {
        set_aside(one.name(), static_cast<int>(row), "", "", why);
      }
    }
    if (tables.empty()) return refuse(kEmptyList);
    for (const auto& [table, columns] : tables) collect_dates(table, columns);
    for (const auto& [table, columns] : tables) read(table, columns);
    list_.report.set_aside = static_cast<int>(list_.problems.size());
    return std::move(list_);
  }

 private:
  // Whether a column of dates is in day numbers of a spreadsheet that was saved as text: five
  // digits in every cell that says anything, and no other date.
  [[nodiscard]] bool in_serials(const sheet::Table& table, const Columns& columns,
                                Field field) const {
    bool any = false;
    for (std::size_t row = 0; row < table.rows().size(); ++row) {
      const auto cell = cell_at(table, columns, row, field).cell;
      if (cell.kind == sheet::CellKind::kDate) return false;
      const auto text = normalise(cell.text);
      if (says_nothing(text)) continue;
      if (text.size() != 5 || text.find_first_not_of("0123456789") != std::string::npos) {
        return false;
      }
      any = true;
    }
    return any;
  }
  // How the cell of a date is to be read.
  [[nodiscard]] DateOptions options_of(Field field, const sheet::Cell& cell) const {
    auto out = imports::date_options(cell);
    if (serials_.contains(field)) out.number_cell = true;
    return out;
  }

  static bool has_day(const sheet::Layout& layout, const Columns& columns) {
    for (std::size_t i = at(Field::reported); i <= at(Field::isolated); ++i) {
      if (columns.given[i] != sheet::kNoColumn) return true;
      if (layout.columns[i].found() && !columns.out[i]) return true;
    }
    return false;
  }

  Columns columns_of(const sheet::Layout& layout) const {
    Columns out;
    out.given.fill(sheet::kNoColumn);
    for (const auto& rule : mapping_.columns) {
      const auto wanted = sheet::heading_key(rule.column);
      for (std::size_t c = 0; c < layout.headings.size(); ++c) {
        if (layout.headings[c].empty() || sheet::heading_key(layout.headings[c]) != wanted) {
          continue;
        }
        if (const auto field = json::enum_value<Field>(rule.field)) out.given[at(*field)] = c;
        // What a person has said of a column is all that it is.
        for (std::size_t i = 0; i < kFields; ++i) {
          if (layout.columns[i].column == c) out.out[i] = true;
        }
        break;
      }
    }
    return out;
  }

  // The cell of a field and the heading it is under.
  struct At {
    sheet::Cell cell;
    std::string heading;
  };
  [[nodiscard]] At cell_at(const sheet::Table& table, const Columns& columns, std::size_t row,
                           Field field) const {
    const auto i = at(field);
    if (columns.given[i] != sheet::kNoColumn) {
      const auto column = columns.given[i];
      return {table.sheet().row(rows_.at(table.rows()[row].number)).at(column),
              table.layout().headings[column]};
    }
    const auto& match = table.layout().columns[i];
    if (!match.found() || columns.out[i]) return {};
    return {table.value(row, i).cell, match.heading};
  }

  void index_rows(const sheet::Table& table) {
    rows_.clear();
    for (std::size_t i = 0; i < table.sheet().row_count(); ++i) {
      rows_.emplace(table.sheet().row(i).number(), i);
    }
  }

  void collect_dates(const sheet::Table& table, const Columns& columns) {
    index_rows(table);
    for (const auto& skipped : table.skipped()) {
      if (const auto day = find_full_date(skipped.text)) years_.add_stated(*day);
    }
    learn(table, columns);
    for (std::size_t row = 0; row < table.rows().size(); ++row) {
      for (std::size_t i = at(Field::reported); i <= at(Field::ended); ++i) {
        const auto field = static_cast<Field>(i);
        if (!serials_.contains(field)) {
          imports::add_date(years_, cell_at(table, columns, row, field).cell);
        }
      }
    }
  }

  // What only the whole of a column tells.
  void learn(const sheet::Table& table, const Columns& columns) {
    serials_.clear();
    for (std::size_t i = at(Field::reported); i <= at(Field::ended); ++i) {
      const auto field = static_cast<Field>(i);
      if (in_serials(table, columns, field)) serials_.insert(field);
    }
    // 1 and 2 are male and female (GB/T 2261.1, ISO/IEC 5218), with 0 and 9 for what is not known;
    // of 0 and 1 alone nobody can tell which is which.
    bool two = false;
    bool zero = false;
    for (std::size_t row = 0; row < table.rows().size(); ++row) {
      const auto text = normalise(cell_at(table, columns, row, Field::sex).cell.text);
      two = two || text == "2";
      zero = zero || text == "0";
    }
    sex_in_digits_ = two || !zero;
  }

  [[nodiscard]] RowProblem problem(const std::string& sheet, int row, const std::string& column,
                                   std::string_view value, const Refusal& why, bool taken) const {
    return row_problem({file_.name, sheet, row, column}, value, why, language_, taken);
  }
  void set_aside(const std::string& sheet, int row, const std::string& column,
                 std::string_view value, const Refusal& why) {
    list_.problems.push_back(problem(sheet, row, column, value, why, false));
  }

  void read(const sheet::Table& table, const Columns& columns) {
    index_rows(table);
    learn(table, columns);
    const auto& layout = table.layout();
    const auto use = [&](const std::string& heading, std::string_view field) {
      const bool known = std::any_of(
          list_.used.columns.begin(), list_.used.columns.end(),
          [&](const ColumnRule& rule) { return rule.column == heading && rule.field == field; });
      if (!known) list_.used.columns.push_back({heading, std::string(field)});
    };
    // As they stand in the file, those that are nothing too: a person may know what they are.
    for (std::size_t c = 0; c < layout.headings.size(); ++c) {
      const auto& heading = layout.headings[c];
      bool used = false;
      for (std::size_t i = 0; i < kFields; ++i) {
        const bool recognised = columns.given[i] == sheet::kNoColumn && !columns.out[i] &&
                                layout.columns[i].found() && layout.columns[i].column == c;
        if (columns.given[i] != c && !recognised) continue;
        used = true;
        list_.report.columns.push_back({table.sheet().name(), heading, specs_[i].id});
        use(heading, specs_[i].id);
      }
      if (used || heading.empty()) continue;
      list_.report.columns.push_back({table.sheet().name(), heading, ""});
      const bool left_out = std::any_of(
          mapping_.columns.begin(), mapping_.columns.end(), [&](const ColumnRule& rule) {
            return rule.field.empty() &&
                   sheet::heading_key(rule.column) == sheet::heading_key(heading);
          });
      if (left_out) use(heading, "");
    }
    for (const auto& skipped : table.skipped()) {
      list_.report.skipped += static_cast<int>(skipped.last_row - skipped.first_row) + 1;
    }
    list_.report.rows += static_cast<int>(table.sheet().problems().size());
    for (std::size_t row = 0; row < table.rows().size(); ++row) {
      ++list_.report.rows;
      RowReader(*this, table, columns, row).read();
    }
  }

  // One row; the first thing that makes it unusable ends it.
  class RowReader {
   public:
    RowReader(Reader& reader, const sheet::Table& table, const Columns& columns, std::size_t row)
        : r_(reader), table_(table), columns_(columns), row_(row) {
      out_.sheet = table.sheet().name();
      out_.row = static_cast<int>(table.rows()[row].number);
    }

    void read() {
      people();
      what();
      days();
      places();
      links();
      note();
      if (unusable_) {
        r_.list_.problems.push_back(std::move(*unusable_));
      } else {
        r_.list_.rows.push_back(std::move(out_));
      }
    }

   private:
    struct Text {
      std::string text;  // as meant: by a rule of the mapping, or the default
      std::string as;    // the rule's name of a place
      std::string written;
      bool ruled = false;
    };
    Text text(Field field) {
      const auto found = r_.cell_at(table_, columns_, row_, field);
      heading_ = found.heading;
      Text out;
      out.written = normalise(found.cell.text);
      out.text = says_nothing(out.written) ? "" : out.written;
      if (const auto rules = r_.values_.find(field); rules != r_.values_.end()) {
        const auto folded = fold(out.written);
        for (const auto* rule : rules->second) {
          const bool fits = rule->from ? folded == fold(*rule->from)
                                       : folded.find(fold(*rule->has)) != std::string::npos;
          if (!fits) continue;
          out.text = rule->to;
          out.as = rule->as.value_or("");
          out.ruled = true;
          break;
        }
      }
      if (!out.ruled && out.text.empty()) {
        if (const auto it = r_.defaults_.find(field); it != r_.defaults_.end()) {
          out.text = it->second;
          out.ruled = true;
        }
      }
      return out;
    }
    void fail(std::string_view value, const Refusal& why) {
      if (!unusable_) unusable_ = r_.problem(out_.sheet, out_.row, heading_, value, why, false);
    }
    void doubt(std::string_view value, const Refusal& why) {
      out_.doubts.push_back(r_.problem(out_.sheet, out_.row, heading_, value, why, true));
    }
    static Refusal unknown(std::string expected) {
      return refuse(kUnknownValue, "", {{"expected", std::move(expected)}});
    }

    void people() {
      out_.number = first_characters(fold(text(Field::number).text), 80);
      out_.name = normalise_name(text(Field::name).text);
      out_.id = imports::id_number_in(r_.cell_at(table_, columns_, row_, Field::id_number).cell,
                                      r_.today_);
      // Never keep a person's own number as the number of a case.
      if (parse_id_number(out_.number, {.today = r_.today_}).usable()) {
        if (!out_.id.usable()) out_.id = parse_id_number(out_.number, {.today = r_.today_});
        out_.number.clear();
      }
      for (const auto& one :
           imports::phones_in(r_.cell_at(table_, columns_, row_, Field::phone).cell)) {
        if (one.verdict == PhoneVerdict::kValid) out_.phones.push_back(one.number);
      }
    }

    template <class E>
    static std::optional<E> code_or(const std::string& text,
                                    std::optional<E> (*words)(std::string_view)) {
      if (auto code = json::enum_value<E>(text)) return code;
      return words(text);
    }

    void what() {
      auto& facts = out_.facts;
      if (const auto t = text(Field::sex); !t.text.empty()) {
        facts.sex = code_or<CaseSex>(t.text, sex_in);
        if (!facts.sex && r_.sex_in_digits_) facts.sex = sex_of_digit(t.text);
        const bool not_known = r_.sex_in_digits_ && (t.text == "0" || t.text == "9");
        if (!facts.sex && !not_known) doubt(t.written, unknown("男、女"));
      }
      if (!facts.sex && out_.id.usable() && out_.id.sex) {
        facts.sex = *out_.id.sex == Sex::kMale ? CaseSex::male : CaseSex::female;
      }
      if (const auto t = text(Field::age); !t.text.empty()) {
        const auto heading = heading_;
        facts.age = age_in(t.text, text(Field::age_unit).text + " " + heading);
        heading_ = heading;
        if (!facts.age) doubt(t.written, unknown("34"));
      }
      if (const auto t = text(Field::classification); !t.text.empty()) {
        const auto found = code_or<Classification>(t.text, classification_in);
        if (!found) fail(t.written, unknown("确诊、疑似、无症状"));
        facts.classification = found.value_or(Classification::confirmed);
      }
      if (const auto t = text(Field::origin); !t.text.empty()) {
        facts.origin = code_or<Origin>(t.text, origin_in).value_or(Origin::unknown);
      }
      if (const auto t = text(Field::outcome); !t.text.empty()) {
        out_.outcome = code_or<Status>(t.text, outcome_in);
        outcome_ = {heading_, t.written};
      }
    }

    std::optional<Day> day(Field field, bool needed) {
      const auto found = r_.cell_at(table_, columns_, row_, field);
      heading_ = found.heading;
      const auto& cell = found.cell;
      if (cell.kind == sheet::CellKind::kDate && cell.day) {
        if (*cell.day <= r_.today_) return cell.day;
        trouble(cell.text, refuse(kFuture, "", {{"day", iso(*cell.day)}}), needed);
        return std::nullopt;
      }
      if (says_nothing(cell.text)) return std::nullopt;
      const auto date = read_date(cell.text, r_.options_of(field, cell));
      if (!date) {
        trouble(cell.text, refuse(kUnreadableDay), needed);
        return std::nullopt;
      }
      const auto resolved = r_.years_.resolve(*date);
      if (!resolved) {
        trouble(cell.text,
                resolved.error() == DateTrouble::kOutOfRange
                    ? refuse(kFuture, "", {{"day", std::string(cell.text)}})
                    : refuse(kUnreadableDay),
                needed);
        return std::nullopt;
      }
      if (resolved->ambiguous || resolved->far) doubt(cell.text, refuse(kDoubtfulDay));
      return resolved->day;
    }
    void trouble(std::string_view value, const Refusal& why, bool needed) {
      needed ? fail(value, why) : doubt(value, why);
    }

    void days() {
      auto& facts = out_.facts;
      facts.onset = day(Field::onset, false);
      facts.sampled = day(Field::sampled, false);
      facts.isolated = day(Field::isolated, false);
      out_.recovered = day(Field::recovered, false);
      out_.died = day(Field::died, false);
      out_.excluded = day(Field::excluded, false);
      // One column of days for whatever the outcome is.
      if (const auto end = day(Field::ended, false); end && out_.outcome) {
        auto& of_outcome = *out_.outcome == Status::died       ? out_.died
                           : *out_.outcome == Status::excluded ? out_.excluded
                                                               : out_.recovered;
        if (!classifies(*out_.outcome) && !of_outcome) of_outcome = end;
      }
      const bool ended = out_.recovered || out_.died || out_.excluded;
      if (out_.outcome && !classifies(*out_.outcome) && !ended) {
        heading_ = outcome_.first;
        doubt(outcome_.second, refuse(kNoEndDay));
      }
      auto reported = day(Field::reported, true);
      if (!reported) reported = day(Field::confirmed, true);
      if (reported) {
        facts.reported = *reported;
        return;
      }
      // The latest of what is known: nobody reports a case before it is found.
      std::optional<Day> other;
      for (const auto& known : {facts.onset, facts.sampled, facts.isolated}) {
        if (known && (!other || *known > *other)) other = known;
      }
      if (!other) {
        fail("", refuse(kNoDay));
        return;
      }
      facts.reported = *other;
      doubt("", refuse(kNoReportDay, "", {{"day", iso(*other)}}));
    }

    void places() {
      place(Field::residence, PlaceRole::residence);
      place(Field::work, PlaceRole::work);
      place(Field::study, PlaceRole::study);
      place(Field::stay, PlaceRole::stay);
      place(Field::exposure, PlaceRole::exposure);
    }
    void place(Field field, PlaceRole role) {
      const auto t = text(field);
      if (t.text.empty()) return;
      ListPlace out;
      out.role = role;
      out.text = t.written.empty() ? t.text : t.written;
      out.name = t.as.empty() ? out.text : t.as;
      if (area::is_code(t.text) && t.text.size() >= 6) {
        out.area = t.text;
        out.name.clear();
        out.kind = kind_of(role, "");
      } else if (const auto kind = t.ruled ? json::enum_value<PlaceKind>(t.text) : std::nullopt) {
        out.kind = *kind;
      } else {
        out.kind = kind_of(role, t.text);
        // An address says a household only where it goes down to the door.
        if (role == PlaceRole::residence && parse_address(t.text).room.empty()) {
          out.kind = kind_in(t.text) == PlaceKind::other ? PlaceKind::other : kind_in(t.text);
        }
        // A group that names no place is none ("contact of a case", "travel"), and a family is told
        // by whose it is.
        if (role == PlaceRole::exposure &&
            (out.kind == PlaceKind::other || out.kind == PlaceKind::household)) {
          return;
        }
      }
      out_.places.push_back(std::move(out));
    }

    void links() {
      const auto source = text(Field::source);
      if (!source.text.empty() && source.text.find("://") == std::string::npos) {
        out_.source_text = source.written;
        out_.facts.source_known = source_known_in(source.text);
        out_.setting = setting_in(source.text);
        out_.mentioned = cases_mentioned(source.text);
      }
      const auto sources = text(Field::sources);
      // An address of a page, or a date, names no case.
      if (!sources.text.empty() && sources.text.find("://") == std::string::npos &&
          !looks_like_date(sources.text)) {
        out_.sources = numbers_in(sources.text);
        if (!out_.sources.empty()) out_.facts.source_known = true;
      }
      const auto setting = text(Field::setting);
      if (!setting.text.empty()) {
        out_.setting = json::enum_value<PlaceKind>(setting.text).value_or(setting_in(setting.text));
      }
    }

    void note() {
      const auto t = text(Field::note);
      out_.note = t.text;
    }

    Reader& r_;
    const sheet::Table& table_;
    const Columns& columns_;
    const std::size_t row_;
    ListRow out_;
    std::string heading_;                          // of the cell that is being read
    std::pair<std::string, std::string> outcome_;  // its heading and what is written there
    std::optional<RowProblem> unusable_;
  };

  const ImportFile& file_;
  const Mapping& mapping_;
  Day today_;
  Language language_;
  YearGuess years_;
  std::vector<ColumnSpec> specs_;
  std::map<Field, std::vector<const ValueRule*>> values_;
  std::map<Field, std::string> defaults_;
  std::set<Field> serials_;     // columns of the table that is read
  bool sex_in_digits_ = false;  // in it
  std::unordered_map<std::uint32_t, std::size_t> rows_;
  List list_;
};

}  // namespace

Result<List> read_list(const ImportFile& file, const Mapping& mapping, Day today,
                       Language language) {
  return Reader(file, mapping, today, language).run();
}

}  // namespace fx::casework
