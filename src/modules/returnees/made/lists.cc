#include "modules/returnees/made/lists.h"

#include <map>

#include "base/pinyin.h"
#include "modules/returnees/made/spelling.h"

namespace fx::made {
namespace {

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

}  // namespace

std::vector<File> make_lists(const Truth& truth, const Expected& expected, std::uint64_t seed) {
  return ListWriter(truth, expected, seed).files();
}

}  // namespace fx::made
