#include "app/demo_people.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/check.h"
#include "base/id_number.h"
#include "sheet/writer.h"

namespace fx::app {
namespace {

constexpr std::array<const char*, 40> kSurnames = {
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "周", "吴", "徐", "孙", "朱", "马",
    "胡", "郭", "林", "何", "高", "梁", "郑", "罗", "宋", "谢", "唐", "韩", "曹", "许",
    "邓", "萧", "冯", "曾", "程", "蔡", "彭", "潘", "袁", "于", "董", "单"};
constexpr std::array<const char*, 48> kGiven = {
    "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明",
    "超", "秀", "霞", "平", "刚", "桂", "英", "华", "玉", "兰", "建", "国", "红", "梅", "文", "斌",
    "婷", "雪", "宇", "浩", "欣", "佳", "晨", "云", "海", "山", "林", "松", "春", "燕", "志", "德"};
constexpr std::array<const char*, 12> kPhonePrefixes = {"131", "135", "136", "138", "139", "150",
                                                        "152", "158", "177", "180", "187", "189"};

}  // namespace

std::vector<int> DemoPeople::sizes(int households, int people) {
  FX_CHECK(households > 0 && people >= households && people <= 9 * households);
  std::vector<int> out(static_cast<std::size_t>(households), people / households);
  int rest = people - (people / households) * households;
  for (std::size_t i = 0; rest > 0; ++i, --rest) ++out[i];
  // Some move from one household to another: the sum stays.
  for (std::size_t i = 0; i < out.size(); ++i) {
    auto& from = out[below(out.size())];
    auto& to = out[below(out.size())];
    if (from > 1 && to < 7) {
      --from;
      ++to;
    }
  }
  return out;
}

DemoPerson DemoPeople::person(const std::string& surname, int age, bool female) {
  DemoPerson out;
  out.female = female;
  out.name = surname + kGiven[below(kGiven.size())];
  if (chance(60)) out.name += kGiven[below(kGiven.size())];
  ++serial_;
  std::string number;
  do {
    const auto [year, month, day] = civil(today_ - (age * 365 + static_cast<int>(below(365))));
    const int order = static_cast<int>(below(500)) * 2 + (female ? 0 : 1);
    std::array<char, 32> digits{};
    std::snprintf(digits.data(), digits.size(), "%s%04d%02d%02d%03d", county_.c_str(), year, month,
                  day, order);
    number = digits.data();
    number += id_check_digit(number);
  } while (!numbers_.insert(number).second);  // nobody shares a number
  out.id_number = number;
  std::array<char, 16> phone{};
  std::snprintf(
      phone.data(), phone.size(), "%s%08llu", kPhonePrefixes[below(12)],
      static_cast<unsigned long long>((serial_ * 7'919'317ULL + 1'234'567ULL) % 100'000'000ULL));
  if (age >= 14) out.phone = phone.data();
  return out;
}

std::vector<DemoPerson> DemoPeople::family(int size) {
  std::vector<DemoPerson> out;
  const std::string surname = kSurnames[below(kSurnames.size())];
  const int head_age = 28 + static_cast<int>(below(45));
  for (int i = 0; i < size; ++i) {
    if (i == 0) {
      out.push_back(person(surname, head_age, chance(25)));
      out.back().relation = "户主";
    } else if (i == 1) {
      const bool female = !out[0].female;
      out.push_back(person(kSurnames[below(kSurnames.size())], head_age, female));
      out.back().relation = "配偶";
    } else if (i < 4) {
      const bool female = chance(50);
      out.push_back(
          person(surname, std::max(1, head_age - 26 - static_cast<int>(below(6))), female));
      out.back().relation = female ? "女" : "子";
    } else {
      const bool female = chance(50);
      out.push_back(person(surname, std::min(92, head_age + 24), female));
      out.back().relation = female ? "母" : "父";
    }
  }
  return out;
}

std::vector<DemoHousehold> DemoPeople::compound(const std::string& grid, const std::string& name,
                                                int households, int people) {
  std::vector<DemoHousehold> out;
  const auto all = sizes(households, people);
  for (int i = 0; i < households; ++i) {
    DemoHousehold one;
    one.grid = grid;
    one.compound = name;
    one.building = std::to_string(i / 48 + 1) + "栋";
    one.unit = std::to_string(i / 24 % 2 + 1) + "单元";
    one.room = std::to_string(i % 24 / 2 + 1) + "0" + std::to_string(i % 2 + 1);
    one.people = family(all[static_cast<std::size_t>(i)]);
    out.push_back(std::move(one));
  }
  return out;
}

std::vector<DemoHousehold> DemoPeople::village(const std::string& grid, const std::string& name,
                                               int households, int people) {
  std::vector<DemoHousehold> out;
  const auto all = sizes(households, people);
  for (int i = 0; i < households; ++i) {
    DemoHousehold one;
    one.grid = grid;
    one.compound = name;
    one.room = std::to_string(i + 1);
    one.people = family(all[static_cast<std::size_t>(i)]);
    out.push_back(std::move(one));
  }
  return out;
}

std::string demo_register_xlsx(const std::string& community,
                               const std::vector<DemoHousehold>& households) {
  using sheet::OutCell;
  sheet::XlsxWriter writer;
  sheet::SheetSetup setup;
  setup.name = "居民信息";
  setup.title = community + "居民信息登记表（演示，人物均为虚构）";
  for (const auto* heading : {"序号", "网格", "小区", "楼栋", "单元", "房号", "户主姓名",
                              "与户主关系", "姓名", "性别", "身份证号", "联系电话"}) {
    setup.columns.push_back({heading, 12});
  }
  writer.begin_sheet(setup);
  std::int64_t number = 0;
  for (const auto& household : households) {
    for (const auto& person : household.people) {
      writer.row({OutCell::number(++number), OutCell::text(household.grid),
                  OutCell::text(household.compound), OutCell::text(household.building),
                  OutCell::text(household.unit), OutCell::text(household.room),
                  OutCell::text(household.people.front().name), OutCell::text(person.relation),
                  OutCell::text(person.name), OutCell::text(person.female ? "女" : "男"),
                  OutCell::text(person.id_number), OutCell::text(person.phone)});
    }
  }
  return writer.finish();
}

}  // namespace fx::app
