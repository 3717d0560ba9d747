#include "modules/registry/import_rows.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "area/tree.h"
#include "base/date_guess.h"
#include "base/phone.h"
#include "base/text.h"
#include "modules/registry/family.h"
#include "modules/registry/hand.h"
#include "modules/registry/import_problems.h"
#include "modules/registry/refusals.h"
#include "sheet/reader.h"

namespace fx::registry {
namespace {

using sheet::Cell;
using sheet::CellKind;

constexpr std::size_t kNameMax = 40;  // characters
constexpr std::size_t kNoteMax = 2000;

std::size_t at(Column column) { return static_cast<std::size_t>(column); }

// Words that offices write for "nothing".
std::string_view meaning(std::string_view text) {
  static constexpr std::array<std::string_view, 9> kNothing{"/",  "-",    "—",    "\\",  "无",
                                                            "——", "不详", "无。", "暂无"};
  if (text.size() <= 6 && std::find(kNothing.begin(), kNothing.end(), text) != kNothing.end()) {
    return {};
  }
  return text;
}

// A number as it was typed, as far as a spreadsheet has kept it: fifteen digits. What stands behind
// them, zeros or the leavings of binary arithmetic, was never typed.
std::string typed_number(const Cell& cell) {
  std::string text(cell.text);
  if (cell.kind != CellKind::kNumber || !sheet::digits_lost(cell)) return text;
  const std::string raw(cell.raw);
  const double value = std::strtod(raw.c_str(), nullptr);
  if (!(value >= 1e15 && value < 1e18)) return text;
  char digits[32];
  std::snprintf(digits, sizeof digits, "%.14e", value);
  const int length = std::atoi(std::strchr(digits, 'e') + 1) + 1;
  text.assign(1, digits[0]);
  text.append(digits + 2, 14);
  text.append(static_cast<std::size_t>(length - 15), '0');
  return text;
}

// Parts of a place that hold for the rows below a section row, or for a whole sheet by its name.
struct Standing {
  std::string_view grid, compound, building, unit;
};

// What the row above says of the place, which the next one may leave out.
struct Above {
  std::string_view grid, compound, building, unit, room, address, head;
};

class Reader {
 public:
  Reader(RegisterRows& out, const RegisterImportOptions& options, Day today)
      : out_(out), options_(options), today_(today) {}

  Status file(std::size_t index, const ImportFile& file) {
    ImportFileReport report;
    report.file = file.name;
    auto book = sheet::read_workbook(file.bytes, file.name);
    if (!book) return book.error();
    report.kind = file_kind(book->format);
    out_.files.push_back(std::move(report));
    bool found = false;
    std::optional<Refusal> refusal;
    for (const auto& sheet : book->sheets) {
      if (sheet.row_count() == 0) continue;
      auto layout = layout_of(sheet);
      if (!layout) {
        if (!refusal) refusal = layout.error();
        continue;
      }
      if (!fits(*layout)) continue;
      found = true;
      table(index, sheet, std::move(*layout));
    }
    if (found) return {};
    return refusal ? *refusal : refuse(kNotARegister);
  }

 private:
  Result<sheet::Layout> layout_of(const sheet::Sheet& sheet) {
    auto layout = sheet::recognise(sheet, column_specs());
    std::vector<std::pair<std::string, std::size_t>> chosen;
    for (const auto& choice : options_.columns) {
      if (!choice.sheet.empty() && choice.sheet != sheet.name()) continue;
      chosen.emplace_back(choice.field, choice.column);
    }
    if (chosen.empty()) return layout;
    // What a person said holds; what they did not speak of stays as it was recognised.
    sheet::GivenLayout given;
    if (layout) {
      given.heading_row = layout->has_headings
                              ? std::optional<std::uint32_t>(layout->last_heading_row)
                              : std::nullopt;
      for (std::size_t i = 0; i < layout->columns.size(); ++i) {
        const auto& match = layout->columns[i];
        const auto& id = column_specs()[i].id;
        const bool spoken = std::any_of(chosen.begin(), chosen.end(), [&](const auto& c) {
          return c.first == id || c.second == match.column;
        });
        if (match.found() && !spoken) chosen.emplace_back(id, match.column);
      }
    } else {
      given.heading_row = heading_row(sheet, chosen);
    }
    given.columns = std::move(chosen);
    return sheet::layout_from(sheet, column_specs(), given);
  }

  // Headings that nobody recognises are still no data: where numbers belong they have words.
  static std::optional<std::uint32_t> heading_row(
      const sheet::Sheet& sheet, const std::vector<std::pair<std::string, std::size_t>>& chosen) {
    const auto first = sheet.row(0);
    for (const auto& [field, column] : chosen) {
      if (field != "id_number" && field != "phone" && field != "room" && field != "serial") {
        continue;
      }
      const auto text = first.at(column).text;
      if (!text.empty() && text.find_first_of("0123456789") == std::string_view::npos) {
        return first.number();
      }
    }
    return std::nullopt;
  }

  // A register has names, and tells households apart.
  static bool fits(const sheet::Layout& layout) {
    const auto has = [&](Column column) { return layout.columns[at(column)].found(); };
    return has(Column::kName) &&
           (has(Column::kRoom) || has(Column::kHouseholdNumber) || has(Column::kAddress) ||
            has(Column::kHead) || has(Column::kRelation) || has(Column::kBuilding));
  }

  void table(std::size_t index, const sheet::Sheet& sheet, sheet::Layout layout) {
    ImportFileReport& report = out_.files[index];
    for (std::size_t c = 0; c < layout.headings.size(); ++c) {
      ColumnUse use;
      use.sheet = sheet.name();
      use.heading = layout.headings[c];
      for (std::size_t i = 0; i < layout.columns.size(); ++i) {
        if (layout.columns[i].column == c) use.field = column_specs()[i].id;
      }
      if (!use.heading.empty() || !use.field.empty()) report.columns.push_back(std::move(use));
    }
    RegisterTable entry{static_cast<std::uint16_t>(index),
                        sheet::read_table(sheet, column_specs(), std::move(layout)), false};
    entry.has_id_column = entry.table.layout().columns[at(Column::kIdNumber)].found();
    out_.tables.push_back(std::move(entry));
    table_ = static_cast<std::uint16_t>(out_.tables.size() - 1);
    const auto& t = out_.tables.back().table;
    report.rows += static_cast<int>(t.rows().size());
    report.skipped += static_cast<int>(t.skipped().size());
    for (const auto& [row, refusal] : sheet.problems()) {
      out_.problems.push_back(row_problem({report.file, sheet.name(), static_cast<int>(row), ""},
                                          "", refusal, options_.language, false));
      ++report.rows;
      ++report.set_aside;
    }
    unused_.clear();
    for (std::size_t c = 0; c < t.layout().headings.size(); ++c) {
      const bool used = std::any_of(t.layout().columns.begin(), t.layout().columns.end(),
                                    [&](const auto& match) { return match.column == c; });
      if (!used && !t.layout().headings[c].empty()) unused_.push_back(c);
    }
    rows_by_number_.clear();
    const Standing by_name = standing_of_name(t);
    std::vector<Standing> sections;
    sections.reserve(t.sections().size());
    for (const auto& section : t.sections()) sections.push_back(standing(section.text));
    out_.rows.reserve(out_.rows.size() + t.rows().size());
    above_ = Above();
    above_section_ = -1;
    std::size_t grids = 0;
    for (std::size_t r = 0; r < t.rows().size(); ++r) {
      grids += t.text(r, at(Column::kGrid)).empty() ? 0U : 1U;
    }
    sparse_grid_ = grids * 2 < t.rows().size();
    for (std::size_t r = 0; r < t.rows().size(); ++r) {
      const auto section = t.rows()[r].section;
      row(index, t, r, section < 0 ? by_name : sections[static_cast<std::size_t>(section)]);
    }
  }

  std::string_view keep(std::string text) {
    out_.texts.push_back(std::make_unique<std::string>(std::move(text)));
    return *out_.texts.back();
  }

  Standing standing(const std::string& text) {
    Standing out;
    const std::string clean = normalise(text);
    if (clean.find("网格") != std::string::npos) {
      const auto local = area::local_part(area::Level::kGrid, clean);
      if (local) {
        out.grid = keep(area::default_name(area::Level::kGrid, *local));
        return out;
      }
    }
    const auto parts = parse_address(clean);
    if (!parts.place.empty()) out.compound = keep(parts.place);
    if (!parts.building.empty()) out.building = keep(parts.building);
    if (!parts.unit.empty()) out.unit = keep(parts.unit);
    if (parts.place.empty() && parts.building.empty() && code_point_count(clean) <= 12) {
      out.compound = keep(clean);
    }
    return out;
  }

  // Whether the addresses say which compound, or only "3栋2单元501".
  static bool addresses_name_places(const sheet::Table& t) {
    constexpr std::size_t kSample = 100;
    std::size_t named = 0;
    std::size_t read = 0;
    for (std::size_t r = 0; r < t.rows().size() && read < kSample; ++r) {
      const auto text = t.text(r, at(Column::kAddress));
      if (text.empty()) continue;
      ++read;
      const auto parts = parse_address(text);
      named += parts.place.empty() && parts.road.empty() ? 0U : 1U;
    }
    return read == 0 || named * 2 > read;
  }

  // A workbook with a sheet for each compound or grid, which then need no column.
  Standing standing_of_name(const sheet::Table& t) {
    const auto& columns = t.layout().columns;
    const bool placed = columns[at(Column::kCompound)].found() ||
                        (columns[at(Column::kAddress)].found() && addresses_name_places(t));
    if (placed && columns[at(Column::kGrid)].found()) return {};
    const std::string name = normalise(t.sheet().name());
    const bool grid = name.find("网格") != std::string::npos;
    if (grid && !columns[at(Column::kGrid)].found()) return standing(name);
    if (placed) return {};
    static constexpr std::array<std::string_view, 12> kGeneral{"Sheet", "sheet",  "SHEET", "工作表",
                                                               "登记",  "花名册", "汇总",  "名单",
                                                               "台账",  "信息",   "居民",  "表"};
    const bool general = name == "小区" || name == "村小组" || name == "村组" || name.empty() ||
                         std::any_of(kGeneral.begin(), kGeneral.end(), [&](std::string_view word) {
                           return name.find(word) != std::string::npos;
                         });
    if (general || !std::any_of(name.begin(), name.end(), [](char c) {
          return (static_cast<unsigned char>(c) & 0x80U) != 0;
        })) {
      return {};
    }
    return standing(name);
  }

  void problem(const RegisterRow& r, Column column, const RefusalKind& kind, std::string_view value,
               bool taken, Params params = {}) {
    out_.problems.push_back(problem_of(out_, r, column, kind, std::string(value), taken,
                                       options_.language, std::move(params)));
  }

  void row(std::size_t index, const sheet::Table& t, std::size_t r, const Standing& standing) {
    RegisterRow row;
    row.file = static_cast<std::uint16_t>(index);
    row.table = table_;
    row.number = t.rows()[r].number;
    const auto get = [&](Column column) -> std::string_view {
      const auto value = t.value(r, at(column));
      if (value.ditto_unresolved) {
        problem(row, column, kRowDitto, value.cell.text, true);
        return {};
      }
      return meaning(value.cell.text);
    };
    const auto or_else = [](std::string_view own, std::string_view other) {
      return own.empty() ? other : own;
    };
    row.grid = or_else(get(Column::kGrid), standing.grid);
    row.compound = or_else(get(Column::kCompound), standing.compound);
    row.building = or_else(get(Column::kBuilding), standing.building);
    row.unit = or_else(get(Column::kUnit), standing.unit);
    row.room = or_else(get(Column::kRoom), get(Column::kHouseholdNumber));
    row.address = get(Column::kAddress);
    row.head = get(Column::kHead);

    std::string_view name = get(Column::kName);
    const std::string_view relation = get(Column::kRelation);
    if (!relation.empty()) {
      row.relation = read_relation(relation);
      if (!row.relation) {
        problem(row, Column::kRelation, kRowUnknownRelation, relation, true);
        row.relation = Relation::other;
      }
    }
    fill_down(row, t.rows()[r].section);
    const std::string_view note = get(Column::kNote);
    const std::string_view state = get(Column::kState);
    if (name.empty()) {
      const std::string_view id = get(Column::kIdNumber);
      const bool only_place = id.empty() && get(Column::kPhone).empty() && row.head.empty();
      if (says_empty(note) || says_empty(state) || says_empty(relation)) {
        row.nobody = true;
        row.empty = true;
      } else if (!row.head.empty() && (!row.relation || row.relation == Relation::head)) {
        name = row.head;  // the head's own row, named only there
      } else {
        problem(row, Column::kName, kRowNoName, only_place ? std::string_view() : id, false);
        ++out_.files[index].set_aside;
        return;
      }
    } else if (says_empty(name)) {
      row.nobody = true;
      row.empty = true;
    }
    const auto family = row.nobody ? std::vector<FamilyMember>()
                                   : family_in(name, t.text(r, at(Column::kIdNumber)),
                                               t.text(r, at(Column::kPhone)));
    if (!family.empty()) {
      households_members(index, t, r, row, family);
      return;
    }
    if (!row.nobody && !person(row, t, r, name)) {
      ++out_.files[index].set_aside;
      return;
    }
    if (!note.empty()) row.note = normalise(note);
    if (!row.nobody) {
      const std::string_view category = get(Column::kCategory);
      if (t.layout().columns[at(Column::kCategory)].found()) {
        auto read = read_categories(category);
        row.flags = read.flags;
        if (!read.unknown.empty()) add_note(row, read.unknown);
      }
      for (const auto column : unused_) {
        const auto cell = cell_at(t, row.number, column);
        if (!cell.empty()) {
          add_note(row, t.layout().headings[column] + ":" + normalise(cell));
        }
      }
    }
    out_.rows.push_back(std::move(row));
  }

  // Each member is a row of their own; the file had one.
  void households_members(std::size_t index, const sheet::Table& t, std::size_t r,
                          const RegisterRow& of_all, const std::vector<FamilyMember>& family) {
    out_.files[index].rows += static_cast<int>(family.size()) - 1;
    for (const auto& member : family) {
      RegisterRow row = of_all;
      const bool first = &member == &family.front();
      row.relation = member.relation ? member.relation : first ? of_all.relation : std::nullopt;
      member_ = &member;
      const bool taken = person(row, t, r, member.name);
      member_ = nullptr;
      if (!taken) {
        ++out_.files[index].set_aside;
        continue;
      }
      out_.rows.push_back(std::move(row));
    }
  }

  // A cell of the row, or the member's share of it.
  [[nodiscard]] sheet::Value value_of(const sheet::Table& t, std::size_t r, Column column) const {
    auto value = t.value(r, at(column));
    if (member_ == nullptr) return value;
    value.cell = {};
    if (column == Column::kIdNumber) value.cell.text = member_->id;
    if (column == Column::kPhone) value.cell.text = member_->phone;
    value.cell.raw = value.cell.text;
    if (!value.cell.text.empty()) value.cell.kind = CellKind::kText;
    return value;
  }

  // Cells that were merged in the workbook are blank in the text file saved from it, and many write
  // a place only where it changes.
  void fill_down(RegisterRow& row, int section) {
    const auto first_word = [](std::string_view own, std::string_view above) {
      return own.empty() ? above : own;
    };
    const auto fits = [](std::string_view own, std::string_view above) {
      return own.empty() || own == above;
    };
    if (section != above_section_) above_ = Above();
    above_section_ = section;
    if (sparse_grid_) row.grid = first_word(row.grid, above_.grid);
    const bool member = row.relation && *row.relation != Relation::head;
    if (row.room.empty() && row.address.empty()) {
      // A member of the household above.
      if (member && fits(row.compound, above_.compound) && fits(row.building, above_.building) &&
          fits(row.unit, above_.unit) &&
          (row.head.empty() || above_.head.empty() || row.head == above_.head ||
           name_key(row.head) == name_key(above_.head))) {
        row.grid = first_word(row.grid, above_.grid);
        row.compound = first_word(row.compound, above_.compound);
        row.building = first_word(row.building, above_.building);
        row.unit = first_word(row.unit, above_.unit);
        row.room = above_.room;
        row.address = above_.address;
        if (row.head.empty()) row.head = above_.head;
        return;
      }
    } else {
      if (row.compound.empty() && row.address.empty() && fits(row.grid, above_.grid)) {
        row.compound = above_.compound;
      }
      if (row.building.empty() && !row.room.empty() && row.compound == above_.compound) {
        row.building = above_.building;
      }
      if (row.unit.empty() && row.compound == above_.compound && !row.building.empty() &&
          row.building == above_.building) {
        row.unit = above_.unit;
      }
    }
    above_ = {row.grid, row.compound, row.building, row.unit, row.room, row.address, row.head};
  }

  static void add_note(RegisterRow& row, std::string_view text) {
    if (row.note.size() + text.size() > kNoteMax) return;
    if (!row.note.empty()) row.note += ";";
    row.note += text;
  }

  // The cell of a column that is no field, by the row's number in the file.
  std::string_view cell_at(const sheet::Table& t, std::uint32_t number, std::size_t column) {
    const auto& sheet = t.sheet();
    if (rows_by_number_.empty()) {
      for (std::size_t i = 0; i < sheet.row_count(); ++i) {
        rows_by_number_.emplace(sheet.row(i).number(), i);
      }
    }
    const auto it = rows_by_number_.find(number);
    if (it == rows_by_number_.end()) return {};
    return sheet.row(it->second).at(column).text;
  }

  bool person(RegisterRow& row, const sheet::Table& t, std::size_t r, std::string_view name) {
    const std::string clean = normalise_name(name);
    const auto length = code_point_count(clean);
    const bool digits =
        std::any_of(clean.begin(), clean.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (length == 0 || length > kNameMax || digits) {
      problem(row, Column::kName, length == 0 ? kRowNoName : kRowBadName, name, false);
      return false;
    }
    const auto id_value = value_of(t, r, Column::kIdNumber);
    IdOptions id_options;
    id_options.today = today_;
    id_options.number_cell = id_value.cell.kind == CellKind::kNumber;
    const IdNumber id = id_value.ditto_unresolved || id_value.ditto
                            ? IdNumber()
                            : parse_id_number(typed_number(id_value.cell), id_options);
    if (!id.usable()) id_problem(row, id, id_value.cell.text);

    std::optional<Sex> sex;
    const std::string_view sex_text = meaning(value_of(t, r, Column::kSex).cell.text);
    if (!sex_text.empty()) {
      const std::string key = ascii_lower(normalise(sex_text));
      if (key.find("男") != std::string::npos || key == "m" || key == "male") sex = Sex::kMale;
      if (key.find("女") != std::string::npos || key == "f" || key == "female") sex = Sex::kFemale;
    }
    if (sex && id.verdict == IdVerdict::kValid && id.sex && *id.sex != *sex) {
      row.sex_disagrees = true;
      problem(row, Column::kSex, kRowSexDisagrees, sex_text, true);
    }

    std::vector<std::string> phones;
    const auto phone_value = value_of(t, r, Column::kPhone);
    if (!meaning(phone_value.cell.text).empty() && !phone_value.ditto_unresolved) {
      PhoneOptions phone_options;
      phone_options.number_cell = phone_value.cell.kind == CellKind::kNumber;
      bool bad = false;
      for (auto& phone : parse_phones(phone_value.cell.text, phone_options)) {
        if (phone.verdict == PhoneVerdict::kValid) {
          phones.push_back(std::move(phone.number));
        } else if (phone.verdict != PhoneVerdict::kEmpty) {
          bad = true;
        }
      }
      if (bad) problem(row, Column::kPhone, kRowBadPhone, phone_value.cell.text, true);
    }
    row.facts = identity::Facts::of(clean, id, std::move(phones), sex);
    if (!row.facts.birth) {
      const auto birth = value_of(t, r, Column::kBirth);
      if (birth.cell.day && *birth.cell.day <= today_) {
        row.facts.birth = birth.cell.day;
      } else if (!birth.cell.text.empty()) {
        const auto day = find_full_date(birth.cell.text);
        if (day && *day <= today_) row.facts.birth = day;
      }
    }
    const std::string_view region = meaning(t.text(r, at(Column::kRegion)));
    if (!region.empty()) row.facts.region = normalise(region);
    return true;
  }

  void id_problem(const RegisterRow& row, const IdNumber& id, std::string_view text) {
    switch (id.verdict) {
      case IdVerdict::kEmpty:
        if (out_.tables[table_].has_id_column) {
          problem(row, Column::kIdNumber, kRowIdMissing, text, true);
        }
        return;
      case IdVerdict::kEaten:
        problem(row, Column::kIdNumber, kRowIdEaten, text, true);
        return;
      case IdVerdict::kBadCheckDigit:
        problem(row, Column::kIdNumber, kRowIdBadCheck, text, true);
        return;
      default: {
        const auto [zh, en] = why(id.verdict);
        problem(row, Column::kIdNumber, kRowIdBad, text, true,
                {{"why", std::string(zh)}, {"why_en", std::string(en)}});
      }
    }
  }

  RegisterRows& out_;
  const RegisterImportOptions& options_;
  Day today_;
  std::uint16_t table_ = 0;
  const FamilyMember* member_ = nullptr;  // while a row with several is read
  Above above_;
  int above_section_ = -1;
  bool sparse_grid_ = false;  // the grid is written where it begins
  std::vector<std::size_t> unused_;
  std::unordered_map<std::uint32_t, std::size_t> rows_by_number_;
};

}  // namespace

RowProblem problem_of(const RegisterRows& rows, const RegisterRow& row, Column column,
                      const RefusalKind& kind, std::string_view value, bool taken,
                      Language language, Params params) {
  const auto& table = rows.tables[row.table].table;
  const auto& match = table.layout().columns[at(column)];
  const auto heading =
      match.found() && !match.heading.empty() ? match.heading : std::string(heading_of(column));
  return row_problem(
      {rows.files[row.file].file, table.sheet().name(), static_cast<int>(row.number), heading},
      value, refuse(kind, {}, std::move(params)), language, taken);
}

Result<RegisterRows> read_registers(const std::vector<ImportFile>& files,
                                    const RegisterImportOptions& options, Day today) {
  if (files.empty()) return refuse(kNoFiles);
  for (const auto& choice : options.columns) {
    const auto& specs = column_specs();
    if (std::none_of(specs.begin(), specs.end(),
                     [&](const auto& spec) { return spec.id == choice.field; })) {
      return refuse(kBadColumn, "columns", {{"field", choice.field}});
    }
  }
  RegisterRows out;
  Reader reader(out, options, today);
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (auto status = reader.file(i, files[i]); !status) return status.error();
  }
  return out;
}

}  // namespace fx::registry
