// The files that a made community's office has: registers and lists of returnees in the forms and
// with the mistakes of real ones. For tests.
#pragma once

#include <cstdio>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <iconv.h>

#include "base/check.h"
#include "base/pinyin.h"
#include "modules/returnees/made_community.h"
#include "sheet/test_package.h"

namespace fx::made {

struct File {
  std::string name;
  std::string bytes;
};

// --- cells and files -----------------------------------------------------------------------------

struct Cell {
  enum class As { kText, kNumber, kDate } as = As::kText;
  std::string text;
  int merge_down = 0;  // rows below that belong to the same cell (their own text is left out)
  Cell() = default;
  Cell(std::string t) : text(std::move(t)) {}  // NOLINT(google-explicit-constructor)
  Cell(const char* t) : text(t) {}             // NOLINT(google-explicit-constructor)
  static Cell number(std::string t) {
    Cell c(std::move(t));
    c.as = As::kNumber;
    return c;
  }
  static Cell date(Day day) {
    Cell c(std::to_string(day - *parse_day("1899-12-30")));
    c.as = As::kDate;
    return c;
  }
};
using Line = std::vector<Cell>;
struct Tab {
  std::string name;
  std::vector<Line> lines;
};

enum class Form { kXlsx, kCsvUtf8, kCsvBom, kCsvGb18030, kTabUtf16 };

inline std::string convert(const std::string& text, const char* to) {
  iconv_t cd = iconv_open(to, "UTF-8");
  FX_CHECK(cd != reinterpret_cast<iconv_t>(-1));
  std::string out(text.size() * 4 + 16, '\0');
  std::string in = text;
  char* from = in.data();
  std::size_t left = in.size();
  char* at = out.data();
  std::size_t room = out.size();
  FX_CHECK(iconv(cd, &from, &left, &at, &room) != static_cast<std::size_t>(-1));
  iconv_close(cd);
  out.resize(out.size() - room);
  return out;
}

inline std::string escape_xml(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else {
      out += c;
    }
  }
  return out;
}

inline std::string cell_name(std::size_t column, std::size_t row) {
  std::string name(1, static_cast<char>('A' + column % 26));
  if (column >= 26) name.insert(name.begin(), static_cast<char>('A' + column / 26 - 1));
  return name + std::to_string(row + 1);
}

inline std::string xlsx(const std::vector<Tab>& tabs) {
  using namespace sheet::test;
  std::string entries;
  std::string relations;
  std::vector<std::pair<std::string, std::string>> parts;
  for (std::size_t i = 0; i < tabs.size(); ++i) {
    const std::string n = std::to_string(i + 1);
    std::string data;
    std::string merges;
    for (std::size_t r = 0; r < tabs[i].lines.size(); ++r) {
      data += "<row r=\"" + std::to_string(r + 1) + "\">";
      const Line& line = tabs[i].lines[r];
      for (std::size_t c = 0; c < line.size(); ++c) {
        const Cell& cell = line[c];
        if (cell.text.empty()) continue;
        const std::string at = cell_name(c, r);
        if (cell.as == Cell::As::kText) {
          data += "<c r=\"" + at + "\" t=\"inlineStr\"><is><t xml:space=\"preserve\">" +
                  escape_xml(cell.text) + "</t></is></c>";
        } else {
          data += "<c r=\"" + at + (cell.as == Cell::As::kDate ? "\" s=\"1\"><v>" : "\"><v>") +
                  cell.text + "</v></c>";
        }
        if (cell.merge_down > 0) {
          merges += "<mergeCell ref=\"" + at + ":" +
                    cell_name(c, r + static_cast<std::size_t>(cell.merge_down)) + "\"/>";
        }
      }
      data += "</row>";
    }
    if (!merges.empty()) merges = "<mergeCells>" + merges + "</mergeCells>";
    entries += "<sheet name=\"" + escape_xml(tabs[i].name) + "\" sheetId=\"" + n + "\" r:id=\"rId" +
               n + "\"/>";
    relations += join({"<Relationship Id=\"rId", n, "\" Type=\"", kRelations,
                       "/worksheet\" Target=\"worksheets/sheet", n, ".xml\"/>"});
    parts.emplace_back("xl/worksheets/sheet" + n + ".xml", worksheet(data, merges));
  }
  relations +=
      join({"<Relationship Id=\"st\" Type=\"", kRelations, "/styles\" Target=\"styles.xml\"/>"});
  parts.emplace_back("xl/styles.xml",
                     join({kXml, "<styleSheet xmlns=\"", kMain,
                           "\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\" "
                           "applyNumberFormat=\"1\"/></cellXfs></styleSheet>"}));
  parts.emplace_back("[Content_Types].xml", join({kXml, "<Types/>"}));
  parts.emplace_back("_rels/.rels",
                     join({kXml, "<Relationships><Relationship Id=\"r\" Type=\"", kRelations,
                           "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"}));
  parts.emplace_back("xl/workbook.xml",
                     join({kXml, "<workbook xmlns=\"", kMain, "\" xmlns:r=\"", kRelations,
                           "\"><sheets>", entries, "</sheets></workbook>"}));
  parts.emplace_back("xl/_rels/workbook.xml.rels",
                     join({kXml, "<Relationships>", relations, "</Relationships>"}));
  return zip(parts);
}

inline std::string delimited(const Tab& tab, char separator) {
  std::string out;
  for (const Line& line : tab.lines) {
    for (std::size_t c = 0; c < line.size(); ++c) {
      if (c > 0) out += separator;
      std::string text = line[c].text;
      // What a spreadsheet writes of a date when it saves as text.
      if (line[c].as == Cell::As::kDate) {
        const auto [y, m, d] = civil(*parse_day("1899-12-30") + std::stoi(text));
        text = std::to_string(y) + "/" + std::to_string(m) + "/" + std::to_string(d);
      }
      if (text.find_first_of("\",\n;") != std::string::npos) {
        std::string quoted = "\"";
        for (const char ch : text) quoted += ch == '"' ? std::string("\"\"") : std::string(1, ch);
        text = quoted + "\"";
      }
      out += text;
    }
    out += "\r\n";
  }
  return out;
}

inline File make_file(const std::string& name, const std::vector<Tab>& tabs, Form form) {
  if (form == Form::kXlsx) return {name + ".xlsx", xlsx(tabs)};
  FX_CHECK(tabs.size() == 1);
  if (form == Form::kTabUtf16) {
    return {name + ".txt", "\xFF\xFE" + convert(delimited(tabs[0], '\t'), "UTF-16LE")};
  }
  const std::string text = delimited(tabs[0], ',');
  if (form == Form::kCsvGb18030) return {name + ".csv", convert(text, "GB18030")};
  return {name + ".csv", (form == Form::kCsvBom ? "\xEF\xBB\xBF" : "") + text};
}

// --- how offices write ---------------------------------------------------------------------------

inline std::string chinese(int n) {
  static const std::vector<std::string> kDigits{"零", "一", "二", "三", "四", "五",
                                                "六", "七", "八", "九", "十"};
  const auto digit = [](int d) { return kDigits[static_cast<std::size_t>(d)]; };
  if (n <= 10) return digit(n);
  if (n < 20) return "十" + digit(n - 10);
  return digit(n / 10) + "十" + (n % 10 == 0 ? "" : digit(n % 10));
}

inline bool is_number(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

inline std::string full_width(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (code > 0x20 && code < 0x7F) {
      append_utf8(out, static_cast<char32_t>(code) - 0x20 + 0xFF00);
    } else {
      out += c;
    }
  }
  return out;
}

inline std::string write_building(Dice& dice, const std::string& building) {
  if (building.empty()) return dice.one_in(6) ? "/" : "";
  if (!is_number(building)) return building + dice.pick<std::string>({"座", "栋", "", "幢"});
  switch (dice.below(9)) {
    case 0:
      return building + "#";
    case 1:
      return building + "幢";
    case 2:
      return building + "号楼";
    case 3:
      return building;
    case 4:
      return chinese(std::stoi(building)) + dice.pick<std::string>({"栋", "号楼", "幢"});
    case 5:
      return "第" + building + "栋";
    case 6:
      return (building.size() == 1 ? "0" : "") + building + "栋";
    case 7:
      return full_width(building) + "栋";
    default:
      return building + "栋";
  }
}

inline std::string write_unit(Dice& dice, const std::string& unit) {
  if (unit.empty()) return dice.one_in(6) ? "-" : "";
  switch (dice.below(5)) {
    case 0:
      return unit + "单元";
    case 1:
      return chinese(std::stoi(unit)) + "单元";
    case 2:
      return "第" + unit + "单元";
    case 3:
      return "0" + unit;
    default:
      return unit;
  }
}

inline std::string write_room(Dice& dice, const Home& home, Kind kind) {
  if (kind == Kind::kHeads) return "";
  if (kind == Kind::kHouseNumbers) {
    return home.room + dice.pick<std::string>({"", "号", "", "号"});
  }
  return home.room + dice.pick<std::string>({"", "室", "", "房", "", "号"});
}

// The whole address, or without the compound's name.
inline std::string write_address(Dice& dice, const Truth& t, const Home& home, bool compound_too) {
  const Compound& compound = t.compounds[home.compound];
  std::string out = compound_too ? compound.name : "";
  if (compound.kind == Kind::kHeads) return compound.name;
  if (compound.kind == Kind::kHouseNumbers) {
    out += home.room + "号";
  } else {
    const std::string& b = home.building;
    const bool letter = !is_number(b);
    const int style = dice.below(letter ? 3 : 6);
    const std::string mark = letter ? dice.pick<std::string>({"座", "栋"})
                                    : dice.pick<std::string>({"栋", "幢", "号楼", "#"});
    if (home.unit.empty()) {
      static const std::vector<std::string> kRoom{"", "室", "号", "房"};
      out += style == 3 ? b + "-" + home.room : b + mark + home.room + dice.pick(kRoom);
    } else if (style == 3) {
      out += b + "-" + home.unit + "-" + home.room;
    } else if (style == 4) {
      out += b + "#" + home.unit + "-" + home.room;
    } else if (style == 5) {
      out +=
          chinese(std::stoi(b)) + "栋" + chinese(std::stoi(home.unit)) + "单元" + home.room + "室";
    } else {
      out += b + mark + home.unit + "单元" + home.room + dice.pick<std::string>({"", "室", "号"});
    }
  }
  if (compound_too && dice.one_in(8)) out = t.community_name + out;
  if (compound_too && dice.one_in(12)) {
    out = t.province + (t.province == t.city ? "" : "省") + t.city + out;
  }
  return out;
}

inline std::string write_grid(int grid, int style) {
  const std::string n = std::to_string(grid);
  switch (style) {
    case 0:
      return "第" + n + "网格";
    case 1:
      return n + "网格";
    case 2:
      return "第" + chinese(grid) + "网格";
    case 3:
      return "网格" + n;
    case 4:
      return n + "号网格";
    case 5:
      return n;
    default:
      return "第" + n + "网格";
  }
}

inline std::string write_name(Dice& dice, const std::string& name) {
  if (!dice.one_in(8)) return name;
  const auto letters = to_code_points(name);
  if (letters.size() == 2) {
    return to_utf8(letters.substr(0, 1)) + dice.pick<std::string>({" ", "　", "  "}) +
           to_utf8(letters.substr(1));
  }
  return dice.one_in(2) ? " " + name : name + "　";
}

// A sound number in one of its forms.
inline std::string write_id(Dice& dice, const std::string& id) {
  switch (dice.below(12)) {
    case 0:
      return id.substr(0, 6) + " " + id.substr(6, 8) + " " + id.substr(14);
    case 1:
      return full_width(id);
    case 2:
      return "'" + id;
    case 3:
      return " " + id + " ";
    case 4:
      return id.back() == 'X' ? id.substr(0, 17) + "x" : id;
    case 5:  // the form in use before 1999
      return id.substr(6, 2) == "19" && id.substr(6, 4) < "1999" ? id.substr(0, 6) + id.substr(8, 9)
                                                                 : id;
    default:
      return id;
  }
}

inline Cell write_phone(Dice& dice, const std::string& phone) {
  if (phone.empty()) return dice.one_in(5) ? Cell("无") : Cell();
  switch (dice.below(10)) {
    case 0:
      return phone.substr(0, 3) + " " + phone.substr(3, 4) + " " + phone.substr(7);
    case 1:
      return "+86" + phone;
    case 2:
      return phone.substr(0, 3) + "-" + phone.substr(3, 4) + "-" + phone.substr(7);
    case 3:
      return phone + "/0871-63" + phone.substr(5);
    case 4:
      return full_width(phone);
    case 5:
    case 6:
    case 7:
      return Cell::number(phone);
    default:
      return phone;
  }
}

inline Cell write_date(Dice& dice, Day day, bool spreadsheet) {
  const auto [y, m, d] = civil(day);
  const std::string mm = std::to_string(m);
  const std::string dd = std::to_string(d);
  const std::string yy = std::to_string(y);
  switch (dice.below(spreadsheet ? 17 : 14)) {
    case 0:
      return yy + "-" + two(m) + "-" + two(d);
    case 1:
      return yy + "/" + mm + "/" + dd;
    case 2:
      return yy + "." + mm + "." + dd;
    case 3:
      return yy + two(m) + two(d);
    case 4:
      return mm + "月" + dd + "日";
    case 5:
      return mm + "." + (d % 10 == 0 ? dd : dd);
    case 6:
      return mm + "月" + dd + "号";
    case 7:
      return yy + "年" + mm + "月" + dd + "日";
    case 8:
      return mm + "月" + dd + "日下午";
    case 9:
      return yy + "-" + two(m) + "-" + two(d) + " 14:30";
    case 10:
      return chinese(m) + "月" + chinese(d) + "日";
    case 11:
      return two(m) + "-" + two(d);
    case 12: {  // 25 January 2020 was the first day of the first month
      const int n = day - *parse_day("2020-01-25") + 1;
      if (n > 29) return mm + "月" + dd + "日";
      return "正月" + (n <= 10   ? "初" + chinese(n)
                       : n < 20  ? chinese(n)
                       : n == 20 ? "二十"
                                 : "廿" + chinese(n - 20));
    }
    case 13:
      return full_width(yy + "." + mm + "." + dd);
    default:
      return Cell::date(day);
  }
}

// --- registers -----------------------------------------------------------------------------------

struct Expected {
  std::vector<bool> id_usable;  // of residents: whether the register has a sound number of theirs
  std::vector<bool> id_tells;   // or one that is damaged and still tells whose it is
  int twice = 0;                // rows that list somebody in a second household
  int set_aside = 0;
  bool grids = true;  // whether the files tell the grids
};

enum class PlaceForm { kColumns, kOneAddress, kCompoundAndAddress };
enum class Repeat { kFull, kDitto, kMerged, kBlank };

class RegisterWriter {
 public:
  RegisterWriter(const Truth& truth, std::uint64_t seed) : t_(truth), dice_(seed * 7 + 3) {}

  std::vector<File> files(Expected& expected) {
    expected.id_usable.assign(t_.residents, true);
    expected.id_tells.assign(t_.residents, true);
    expected_ = &expected;
    choose();
    // Who is listed twice: once more in a later household.
    for (std::size_t p = 0; p < t_.residents; ++p) {
      if (!dice_.one_in(40)) continue;
      const auto home = t_.people[p].home;
      const auto later = home + 1 + static_cast<std::size_t>(dice_.below(5));
      if (later < t_.homes.size() && !t_.homes[later].people.empty() &&
          t_.compounds[t_.homes[later].compound].kind != Kind::kHeads && extra_.count(later) == 0) {
        extra_[later] = p;
        ++expected.twice;
      }
    }
    const bool tabs = form_ == Form::kXlsx && dice_.one_in(3);
    const bool files = !tabs && dice_.one_in(4);
    std::vector<Tab> all;
    std::size_t from = 0;
    // A tab a compound, a file a compound, sections, or one table.
    const bool by_compound = tabs || files;
    compound_known_ = false;
    if (tabs && place_ != PlaceForm::kOneAddress && dice_.one_in(2)) compound_known_ = true;
    sections_ = !by_compound && place_ == PlaceForm::kColumns && dice_.one_in(4);
    headings();
    while (from < t_.homes.size()) {
      std::size_t to = from;
      while (to < t_.homes.size() &&
             (!by_compound || t_.homes[to].compound == t_.homes[from].compound)) {
        ++to;
      }
      all.push_back(table(from, to));
      from = to;
    }
    std::vector<File> out;
    if (tabs) {
      if (dice_.one_in(2))
        all.insert(all.begin(), Tab{"填表说明", {{"请如实填写"}, {}, {"一人一行"}}});
      out.push_back(make_file("居民登记", all, form_));
    } else {
      for (const auto& one : all) {
        out.push_back(make_file("登记" + std::to_string(out.size() + 1), {one}, form_));
      }
    }
    return out;
  }
  [[nodiscard]] std::string describe() const {
    return "form " + std::to_string(static_cast<int>(form_)) + " place " +
           std::to_string(static_cast<int>(place_)) + " repeat " +
           std::to_string(static_cast<int>(repeat_)) + (sections_ ? " sections" : "") +
           (compound_known_ ? " tabs" : "");
  }

 private:
  void choose() {
    static const std::vector<Form> kForms{Form::kXlsx,       Form::kXlsx,    Form::kXlsx,
                                          Form::kCsvUtf8,    Form::kCsvBom,  Form::kCsvGb18030,
                                          Form::kCsvGb18030, Form::kTabUtf16};
    form_ = dice_.pick(kForms);
    static const std::vector<PlaceForm> kPlaces{PlaceForm::kColumns, PlaceForm::kColumns,
                                                PlaceForm::kOneAddress,
                                                PlaceForm::kCompoundAndAddress};
    place_ = dice_.pick(kPlaces);
    repeat_ = dice_.one_in(2)        ? Repeat::kFull
              : dice_.one_in(3)      ? Repeat::kDitto
              : form_ == Form::kXlsx ? Repeat::kMerged
                                     : Repeat::kBlank;
    expected_->grids = !dice_.one_in(3);
    grid_style_ = dice_.below(6);
    head_column_ = !dice_.one_in(3);
    for (const auto& c : t_.compounds) head_column_ = head_column_ || c.kind == Kind::kHeads;
  }

  void headings() {
    struct Choice {
      std::string field;
      std::vector<std::string> words;
      int drop;  // one time in so many it is not there; 0: always there
    };
    std::vector<Choice> all{
        {"serial", {"序号", "编号", "序　号", "No."}, 3},
        {"name",
         {"姓名", "居民姓名", "人员姓名", "家庭成员姓名", "住户姓名", "姓 名", "成员姓名"},
         0},
        {"relation",
         {"与户主关系", "与户主的关系", "关系", "家庭关系", "与房主关系", "与户主（房主）关系"},
         0},
        {"sex", {"性别", "性 别", "性别（男/女）"}, 3},
        {"id",
         {"身份证号", "身份证号码", "公民身份号码", "证件号码", "身份证", "居民身份证号码",
          "身份证号（18位）", "身份证件号"},
         0},
        {"phone",
         {"联系电话", "手机号码", "电话", "联系方式", "手机", "联系电话（手机）", "本人联系电话"},
         0},
        {"category", {"人员类别", "重点人群", "特殊人群类别", "人群分类"}, 2},
        {"note", {"备注", "备 注", "其他情况说明"}, 2},
        {"nation", {"民族"}, 2},
        {"work", {"工作单位", "工作单位及职务", "文化程度"}, 2},
        {"age", {"年龄", "年龄（周岁）"}, 2}};
    if (expected_->grids) {
      all.push_back({"grid", {"网格", "所属网格", "网格编号", "网格名称", "所在网格"}, 0});
    }
    if (head_column_) all.push_back({"head", {"户主姓名", "户主", "房主姓名", "户主（房主）"}, 0});
    if (!compound_known_ && !sections_ && place_ != PlaceForm::kOneAddress) {
      all.push_back({"compound",
                     {"小区", "小区名称", "所属小区", "小区/村组", "小区（村组）", "居住小区",
                      "小区（自然村）", "小区或村民小组"},
                     0});
    }
    if (place_ == PlaceForm::kColumns) {
      all.push_back({"building", {"楼栋", "栋号", "幢号", "楼号", "几栋", "楼栋号", "楼幢号"}, 0});
      all.push_back({"unit", {"单元", "单元号"}, 0});
      all.push_back({"room",
                     {"房号", "房间号", "室", "门牌号", "室号", "房号（门牌号）", "房间（门牌）号"},
                     0});
    } else {
      all.push_back({"address",
                     {"住址", "家庭住址", "现住址", "详细地址", "居住地址", "具体地址", "楼栋房号",
                      "现居住详细地址"},
                     0});
    }
    columns_.clear();
    for (auto& choice : all) {
      if (choice.drop > 0 && dice_.one_in(choice.drop)) continue;
      std::string word = dice_.pick(choice.words);
      if (choice.field == "address" && place_ == PlaceForm::kOneAddress && word == "楼栋房号") {
        word = "住址";
      }
      columns_.emplace_back(choice.field, word);
    }
    dice_.shuffle(columns_);
    // A running number stands in front; below a line with a compound's name, no names do.
    if (sections_ && columns_[0].first == "name") std::swap(columns_[0], columns_[1]);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].first == "serial") std::swap(columns_[0], columns_[i]);
    }
  }

  Line heading_line() const {
    Line line;
    for (const auto& [field, word] : columns_) line.emplace_back(word);
    return line;
  }
  std::size_t column(const std::string& field) const {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].first == field) return i;
    }
    return columns_.size();
  }

  Tab table(std::size_t from, std::size_t to) {
    Tab tab;
    tab.name = compound_known_ ? t_.compounds[t_.homes[from].compound].name
                               : "Sheet" + std::to_string(from + 1);
    if (dice_.one_in(2)) {
      tab.lines.push_back({t_.community_name + "居民基本情况登记表"});
      if (dice_.one_in(2)) {
        tab.lines.push_back({"填报单位：" + t_.community_name, "", "", "填报日期：2020年2月26日"});
      }
      if (dice_.one_in(4)) tab.lines.emplace_back();
    }
    tab.lines.push_back(heading_line());
    int serial = 0;
    int households = 0;
    std::size_t section = t_.compounds.size();
    for (std::size_t h = from; h < to; ++h) {
      const Home& home = t_.homes[h];
      if (sections_ && home.compound != section) {
        section = home.compound;
        tab.lines.push_back({t_.compounds[section].name});
      }
      if (h > from && dice_.one_in(30)) tab.lines.push_back(heading_line());
      if (dice_.one_in(40)) tab.lines.emplace_back();
      ++households;
      std::vector<std::pair<std::size_t, bool>> rows;
      for (const auto p : home.people) rows.emplace_back(p, false);
      if (const auto it = extra_.find(h); it != extra_.end()) rows.emplace_back(it->second, true);
      if (rows.empty()) {
        Line line = place_cells(home);
        set(line, "serial", Cell::number(std::to_string(++serial)));
        set(line, column("note") < columns_.size() ? "note" : "name",
            dice_.pick<std::string>({"空置", "空房", "无人居住"}));
        tab.lines.push_back(std::move(line));
        continue;
      }
      const Line place = place_cells(home);
      for (std::size_t i = 0; i < rows.size(); ++i) {
        // Written anew by every hand, or repeated from the row above.
        Line line = repeat_ == Repeat::kFull ? place_cells(home) : place;
        if (repeat_ != Repeat::kFull) repeat(line, i, rows.size());
        person_cells(line, rows[i].first, rows[i].second, ++serial);
        tab.lines.push_back(std::move(line));
      }
      if (dice_.one_in(60)) {
        Line line(columns_.size());
        set(line, "id", make_id(dice_, {"330102"}, true, 1970, 1990));
        ++expected_->set_aside;
        for (const char* field : {"compound", "building", "unit", "room", "address", "grid"}) {
          if (column(field) < columns_.size())
            line[column(field)] = place_cells(home)[column(field)];
        }
        tab.lines.push_back(std::move(line));
      }
    }
    if (dice_.one_in(2)) {
      Line line(columns_.size());
      line[0] = dice_.pick<std::string>({"合计", "总计", "合 计"});
      line[std::min<std::size_t>(2, columns_.size() - 1)] =
          std::to_string(households) + "户" + std::to_string(serial) + "人";
      tab.lines.push_back(std::move(line));
    }
    if (dice_.one_in(2)) tab.lines.push_back({"填表人：王某", "", "审核人：李某"});
    return tab;
  }

  void set(Line& line, const std::string& field, Cell cell) const {
    const auto at = column(field);
    if (at < line.size()) line[at] = std::move(cell);
  }

  Line place_cells(const Home& home) {
    Line line(columns_.size());
    const Compound& compound = t_.compounds[home.compound];
    set(line, "grid", write_grid(home.grid, grid_style_));
    set(line, "compound", compound.name);
    Cell building(write_building(dice_, home.building));
    if (is_number(building.text) && dice_.one_in(2)) building.as = Cell::As::kNumber;
    set(line, "building", building);
    Cell unit(write_unit(dice_, home.unit));
    if (is_number(unit.text) && unit.text[0] != '0') unit.as = Cell::As::kNumber;
    set(line, "unit", unit);
    Cell room(write_room(dice_, home, compound.kind));
    if (is_number(room.text) && dice_.one_in(2)) room.as = Cell::As::kNumber;
    set(line, "room", room);
    const bool named = place_ == PlaceForm::kOneAddress;
    if (compound.kind == Kind::kHeads && !named) {
      set(line, "address", "");
    } else {
      set(line, "address", write_address(dice_, t_, home, named));
    }
    if (!home.people.empty()) {
      set(line, "head", write_name(dice_, t_.people[home.people.front()].name));
    }
    return line;
  }

  void repeat(Line& line, std::size_t i, std::size_t count) const {
    for (const char* field : {"grid", "compound", "building", "unit", "room", "address", "head"}) {
      const auto at = column(field);
      if (at >= line.size() || line[at].text.empty()) continue;
      const bool head = std::string(field) == "head";
      if (repeat_ == Repeat::kDitto) {
        if (i > 0 && head) line[at] = i % 2 == 0 ? "同上" : "〃";
      } else if (i > 0) {
        line[at] = Cell();
      } else if (repeat_ == Repeat::kMerged) {
        line[at].merge_down = static_cast<int>(count) - 1;
      }
    }
  }

  void person_cells(Line& line, std::size_t p, bool extra, int serial) {
    const Human& human = t_.people[p];
    set(line, "serial", Cell::number(std::to_string(serial)));
    set(line, "name", write_name(dice_, human.name));
    std::string relation = extra ? "其他" : human.relation;
    if (!extra && dice_.one_in(3)) {
      static const std::map<std::string, std::vector<std::string>> kWords{
          {"户主", {"本人", "户主"}},
          {"配偶", {"妻子", "丈夫", "之妻", "夫妻", "爱人"}},
          {"子", {"儿子", "长子", "之子", "二子"}},
          {"女", {"女儿", "长女", "之女", "次女"}},
          {"母", {"母亲", "之母", "妈妈"}}};
      relation = dice_.pick(kWords.at(relation));
    }
    set(line, "relation", relation);
    if (!dice_.one_in(10)) set(line, "sex", human.male ? "男" : "女");
    set(line, "nation", dice_.one_in(3) ? "壮族" : "汉");
    set(line, "age", Cell::number(std::to_string(2020 - std::stoi(human.id.substr(6, 4)))));
    if (dice_.one_in(9)) set(line, "category", dice_.pick<std::string>({"低保", "残疾人", "党员"}));
    if (dice_.one_in(15)) set(line, "note", "外出务工");
    set(line, "phone", write_phone(dice_, human.phone));
    Cell id(write_id(dice_, human.id));
    const bool twice = extra || std::any_of(extra_.begin(), extra_.end(),
                                            [&](const auto& e) { return e.second == p; });
    if (!twice && dice_.one_in(25)) {
      expected_->id_usable[p] = false;
      switch (dice_.below(4)) {
        case 0:  // miscopied
          id = human.id.substr(0, 17) + (human.id[17] == '3' ? "4" : "3");
          break;
        case 1:  // eaten
          id = form_ == Form::kXlsx
                   ? Cell::number(human.id.substr(0, 15) + "000")
                   : Cell(human.id.substr(0, 1) + "." + human.id.substr(1, 5) + "E+17");
          break;
        case 2:
          id = dice_.pick<std::string>({"", "无", "不详"});
          expected_->id_tells[p] = false;
          break;
        default:
          id = human.id.substr(0, 16);  // two digits short
      }
    }
    set(line, "id", id);
  }

  const Truth& t_;
  Dice dice_;
  Expected* expected_ = nullptr;
  Form form_ = Form::kXlsx;
  PlaceForm place_ = PlaceForm::kColumns;
  Repeat repeat_ = Repeat::kFull;
  bool head_column_ = true;
  bool compound_known_ = false;
  bool sections_ = false;
  int grid_style_ = 0;
  std::vector<std::pair<std::string, std::string>> columns_;
  std::map<std::size_t, std::size_t> extra_;
};

// --- lists of returnees --------------------------------------------------------------------------

// A name that sounds the same, or the same if none does.
inline std::string homophone(const std::string& name) {
  static const std::map<std::string, std::string> kSame{
      {"伟", "炜"}, {"芳", "方"}, {"敏", "悯"}, {"静", "婧"}, {"丽", "莉"}, {"磊", "蕾"},
      {"洋", "阳"}, {"艳", "燕"}, {"杰", "洁"}, {"霞", "侠"}, {"平", "萍"}, {"刚", "钢"},
      {"桂", "贵"}, {"英", "瑛"}, {"华", "骅"}, {"玉", "钰"}, {"兰", "蓝"}, {"红", "洪"},
      {"建", "健"}, {"梅", "玫"}, {"珍", "贞"}, {"云", "芸"}, {"莲", "连"}, {"荣", "蓉"},
      {"浩", "皓"}, {"宇", "羽"}, {"轩", "宣"}, {"欣", "新"}, {"怡", "宜"}, {"明", "铭"}};
  auto letters = to_code_points(name);
  for (std::size_t i = letters.size(); i > 1; --i) {
    const auto it = kSame.find(to_utf8(letters.substr(i - 1, 1)));
    if (it == kSame.end()) continue;
    letters.replace(i - 1, 1, to_code_points(it->second));
    return to_utf8(letters);
  }
  return name;
}

class ListWriter {
 public:
  ListWriter(const Truth& truth, const Expected& expected, std::uint64_t seed)
      : t_(truth), expected_(expected), dice_(seed * 11 + 5) {}

  std::vector<File> files() {
    std::vector<std::size_t> own;
    std::vector<std::size_t> police;
    std::vector<std::size_t> declared;
    for (std::size_t i = 0; i < t_.trips.size(); ++i) {
      int where = dice_.from(1, 7);
      // Whom the register has without a number is known by telephone or door, not by a number.
      const auto who = t_.trips[i].human;
      if (t_.trips[i].registered && !expected_.id_tells[who] && t_.people[who].phone.empty()) {
        where = 1;
      }
      if ((where & 1) != 0) own.push_back(i);
      if ((where & 2) != 0) police.push_back(i);
      if ((where & 4) != 0) declared.push_back(i);
      if ((where & 1) != 0 && dice_.one_in(10)) own.push_back(i);  // written down twice
    }
    std::vector<File> out;
    if (!own.empty()) out.push_back(own_list(own));
    if (!police.empty()) out.push_back(police_list(police));
    if (!declared.empty()) out.push_back(declarations(declared));
    return out;
  }

 private:
  struct Column {
    std::string field, word;
  };
  using Columns = std::vector<Column>;

  Columns choose(const std::vector<std::pair<std::string, std::vector<std::string>>>& all) {
    Columns out;
    for (const auto& [field, words] : all) out.push_back({field, dice_.pick(words)});
    dice_.shuffle(out);
    return out;
  }

  // What says who is meant: enough of it.
  void who(std::map<std::string, Cell>& cells, const Trip& trip, bool has_address) {
    const Human& human = t_.people[trip.human];
    const Home& home = t_.homes[human.home];
    cells["name"] = write_name(dice_, human.name);
    cells["id"] = write_id(dice_, human.id);
    cells["phone"] = write_phone(dice_, human.phone);
    cells["sex"] = human.male ? "男" : "女";
    if (has_address) cells["address"] = write_address(dice_, t_, home, true);
    if (!trip.registered) return;
    bool alike = false;
    for (const auto other : home.people) {
      alike = alike || (other != trip.human && name_similarity_or_sound(other, trip.human));
    }
    const bool id_known = expected_.id_usable[trip.human];
    const bool numbered = t_.compounds[home.compound].kind != Kind::kHeads;
    const int less = dice_.below(8);
    if (less == 0 && !human.phone.empty() && !alike) {  // only the telephone, and a slip
      cells["id"] = Cell();
      if (dice_.one_in(2)) cells["name"] = homophone(human.name);
    } else if (less == 1 && has_address && numbered && !alike) {  // only the door
      cells["id"] = Cell();
      cells["phone"] = Cell();
      if (dice_.one_in(2)) cells["name"] = homophone(human.name);
    } else if (less == 2 && id_known && !alike) {
      cells["name"] = homophone(human.name);
    }
  }
  [[nodiscard]] bool name_similarity_or_sound(std::size_t a, std::size_t b) const {
    return pinyin_key(t_.people[a].name) == pinyin_key(t_.people[b].name) ||
           t_.people[a].name.substr(0, 6) == t_.people[b].name.substr(0, 6);
  }

  std::string origin(const Trip& trip) {
    return dice_.one_in(6) ? "从" + trip.origin + "返回" : trip.origin;
  }

  File own_list(const std::vector<std::size_t>& trips) {
    const Columns columns = choose(
        {{"name", {"姓名", "返乡人员姓名", "人员姓名", "返（来）人员姓名"}},
         {"sex", {"性别"}},
         {"id", {"身份证号", "身份证号码", "证件号码", "身份证"}},
         {"phone", {"联系电话", "手机号码", "电话", "联系方式"}},
         {"address", {"现住址", "住址", "现居住地址", "家庭住址", "返乡后住址", "现住地"}},
         {"origin",
          {"从何处返回", "来源地", "返回前所在地", "何地返回", "从哪里回来", "外出地点", "返回地",
           "来自何处"}},
         {"date",
          {"返回时间", "返乡时间", "返回日期", "到达时间", "抵达日期", "回来时间", "返家时间"}},
         {"transport", {"乘坐交通工具", "交通工具", "返回方式"}},
         {"vehicle", {"车次/航班/车牌号", "车次（航班）", "车牌号"}},
         {"temperature", {"体温", "体温℃", "今日体温"}},
         {"symptoms", {"有无症状", "身体状况", "有无发热咳嗽等症状"}},
         {"surveyor", {"排查人", "登记人", "网格员"}},
         {"note", {"备注"}}});
    const Form form =
        dice_.pick<Form>({Form::kXlsx, Form::kXlsx, Form::kCsvGb18030, Form::kCsvBom});
    Tab tab{"排查台账", {}};
    if (dice_.one_in(2)) tab.lines.push_back({t_.community_name + "返乡(来)人员排查登记台账"});
    tab.lines.push_back({"填报时间：2020年2月26日"});
    heading(tab, columns);
    int row = 0;
    for (const auto i : trips) {
      const Trip& trip = t_.trips[i];
      std::map<std::string, Cell> cells;
      who(cells, trip, true);
      cells["origin"] = origin(trip);
      cells["date"] = write_date(dice_, trip.arrived, form == Form::kXlsx);
      cells["transport"] = dice_.pick<std::string>({"火车", "飞机", "自驾", "客车", "高铁"});
      cells["vehicle"] = dice_.pick<std::string>({"", "K1234", "MU5791", "/"});
      cells["temperature"] = dice_.pick<std::string>({"36.5", "36.4℃", "36.8度", "36"});
      cells["symptoms"] = dice_.pick<std::string>({"无", "正常", "", "否"});
      cells["surveyor"] = "网格员张某";
      put(tab, columns, cells);
      if (++row % 20 == 0 && dice_.one_in(2)) heading(tab, columns);
    }
    if (dice_.one_in(2)) tab.lines.push_back({"合计", std::to_string(row) + "人"});
    return make_file("返乡排查", {tab}, form);
  }

  File police_list(const std::vector<std::size_t>& trips) {
    const Columns columns =
        choose({{"name", {"姓名", "人员姓名"}},
                {"id", {"证件号码", "公民身份号码", "身份证号"}},
                {"phone", {"手机号", "联系电话", "手机号码"}},
                {"origin", {"来源地", "出发地", "来自", "出发城市"}},
                {"date", {"进入日期", "到达日期", "抵达时间", "入境时间", "进入时间"}},
                {"vehicle", {"车次航班车牌", "车次", "航班/车次"}}});
    const Form form = dice_.pick<Form>(
        {Form::kCsvBom, Form::kCsvGb18030, Form::kCsvUtf8, Form::kXlsx, Form::kTabUtf16});
    Tab tab{"下发名单", {}};
    heading(tab, columns);
    for (const auto i : trips) {
      const Trip& trip = t_.trips[i];
      std::map<std::string, Cell> cells;
      who(cells, trip, false);
      cells["origin"] = trip.origin;
      const auto [y, m, d] = civil(trip.arrived);
      cells["date"] = std::to_string(y) + "-" + two(m) + "-" + two(d);
      cells["vehicle"] = dice_.pick<std::string>({"", "K1234", "Z232", "云A12345"});
      put(tab, columns, cells);
    }
    return make_file("下发名单", {tab}, form);
  }

  File declarations(const std::vector<std::size_t>& trips) {
    const Columns columns = choose({{"name", {"姓名"}},
                                    {"id", {"身份证", "身份证号", "证件号"}},
                                    {"phone", {"手机", "手机号", "联系方式"}},
                                    {"address", {"住址", "现居住地址", "家庭地址"}},
                                    {"origin", {"出发地", "从哪里来", "来源地"}},
                                    {"date", {"到达日期", "返回日期", "抵达日期"}},
                                    {"transport", {"交通", "交通方式"}},
                                    {"temperature", {"体温", "当前体温"}},
                                    {"submitted", {"提交时间", "填写时间", "填报时间"}}});
    const bool json = !dice_.one_in(3);
    Tab tab{"Sheet1", {}};
    if (!json) heading(tab, columns);
    std::string text;
    for (const auto i : trips) {
      const Trip& trip = t_.trips[i];
      std::map<std::string, Cell> cells;
      who(cells, trip, true);
      cells["origin"] = trip.origin;
      const auto [y, m, d] = civil(trip.arrived);
      const std::string day = std::to_string(y) + "-" + two(m) + "-" + two(d);
      cells["date"] = day;
      cells["transport"] = "自驾";
      cells["temperature"] = "36.5";
      cells["submitted"] = day + (json ? "T10:19:00+08:00" : " 10:19:00");
      if (!json) {
        put(tab, columns, cells);
        continue;
      }
      text += "{";
      for (const auto& [field, word] : columns) {
        if (text.back() != '{') text += ", ";
        text += "\"" + word + "\": \"" + cells[field].text + "\"";
      }
      text += "}\n";
    }
    if (json) return {"自主申报.jsonl", text};
    return make_file("扫码申报", {tab}, dice_.pick<Form>({Form::kXlsx, Form::kCsvBom}));
  }

  static void heading(Tab& tab, const Columns& columns) {
    Line line;
    for (const auto& column : columns) line.emplace_back(column.word);
    tab.lines.push_back(std::move(line));
  }
  static void put(Tab& tab, const Columns& columns, std::map<std::string, Cell>& cells) {
    Line line;
    for (const auto& column : columns) line.push_back(cells[column.field]);
    tab.lines.push_back(std::move(line));
  }

  const Truth& t_;
  const Expected& expected_;
  Dice dice_;
};

}  // namespace fx::made
