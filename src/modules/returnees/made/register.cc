#include "modules/returnees/made/register.h"

#include <algorithm>
#include <map>

#include "modules/returnees/made/spelling.h"

namespace fx::made {
namespace {

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

}  // namespace

Register make_register(const Truth& truth, std::uint64_t seed) {
  RegisterWriter writer(truth, seed);
  Register out;
  out.files = writer.files(out.expected);
  out.form = writer.describe();
  return out;
}

}  // namespace fx::made
