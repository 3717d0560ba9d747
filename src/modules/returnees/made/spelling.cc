#include "modules/returnees/made/spelling.h"

#include <map>

#include "base/text.h"

namespace fx::made {
namespace {

std::string chinese(int n) {
  static const std::vector<std::string> kDigits{"零", "一", "二", "三", "四", "五",
                                                "六", "七", "八", "九", "十"};
  const auto digit = [](int d) { return kDigits[static_cast<std::size_t>(d)]; };
  if (n <= 10) return digit(n);
  if (n < 20) return "十" + digit(n - 10);
  return digit(n / 10) + "十" + (n % 10 == 0 ? "" : digit(n % 10));
}

std::string full_width(const std::string& text) {
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

}  // namespace

bool is_number(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

std::string write_building(Dice& dice, const std::string& building) {
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

std::string write_unit(Dice& dice, const std::string& unit) {
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

std::string write_room(Dice& dice, const Home& home, Kind kind) {
  if (kind == Kind::kHeads) return "";
  if (kind == Kind::kHouseNumbers) {
    return home.room + dice.pick<std::string>({"", "号", "", "号"});
  }
  return home.room + dice.pick<std::string>({"", "室", "", "房", "", "号"});
}

std::string write_address(Dice& dice, const Truth& t, const Home& home, bool compound_too) {
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

std::string write_grid(int grid, int style) {
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

std::string write_name(Dice& dice, const std::string& name) {
  if (!dice.one_in(8)) return name;
  const auto letters = to_code_points(name);
  if (letters.size() == 2) {
    return to_utf8(letters.substr(0, 1)) + dice.pick<std::string>({" ", "　", "  "}) +
           to_utf8(letters.substr(1));
  }
  return dice.one_in(2) ? " " + name : name + "　";
}

std::string write_id(Dice& dice, const std::string& id) {
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

Cell write_phone(Dice& dice, const std::string& phone) {
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

Cell write_date(Dice& dice, Day day, bool spreadsheet) {
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

std::string homophone(const std::string& name) {
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

}  // namespace fx::made
