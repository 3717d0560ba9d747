#include <string>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "base/address.h"
#include "base/text.h"

namespace fx {
namespace {

struct Flat {
  AddressParts parts;
};

Flat any_flat() {
  Flat flat;
  flat.parts.place = *rc::gen::element<std::string>("滨河花园", "七花小区", "三元里", "阳光新城B区",
                                                    "金桂苑", "某某村3组", "百合苑", "八一新村");
  flat.parts.building = *rc::gen::oneOf(
      rc::gen::map(rc::gen::inRange(1, 100), [](int n) { return std::to_string(n); }),
      rc::gen::element<std::string>("A", "B1", "12A"));
  flat.parts.unit = *rc::gen::oneOf(
      rc::gen::map(rc::gen::inRange(1, 10), [](int n) { return std::to_string(n); }),
      rc::gen::element<std::string>("A", "B"));
  flat.parts.room = std::to_string(*rc::gen::inRange(1, 34) * 100 + *rc::gen::inRange(1, 12));
  return flat;
}

void check(const std::string& text, const AddressParts& want) {
  const AddressParts got = parse_address(text);
  RC_LOG() << text << " -> " << got.place << "/" << got.building << "/" << got.unit << "/"
           << got.room << " +" << got.remainder;
  RC_ASSERT(got.place == want.place);
  RC_ASSERT(got.building == want.building);
  RC_ASSERT(got.unit == want.unit);
  RC_ASSERT(got.room == want.room);
  RC_ASSERT(got.remainder.empty());
}

RC_GTEST_PROP(Address, PlainFormReadsBack, ()) {
  Flat flat = any_flat();
  if (*rc::gen::arbitrary<bool>()) flat.parts.unit.clear();
  if (*rc::gen::arbitrary<bool>()) flat.parts.room.clear();
  check(render_address(flat.parts), flat.parts);
}

RC_GTEST_PROP(Address, VillageHouseReadsBack, ()) {
  AddressParts house;
  house.place = *rc::gen::element<std::string>("老寨", "上里布嘎", "石桥组", "小河边", "某某村3组");
  house.room = std::to_string(*rc::gen::inRange(1, 300));
  check(render_address(house), house);
}

RC_GTEST_PROP(Address, StylesOfOneFlatAgree, ()) {
  const Flat flat = any_flat();
  const auto& p = flat.parts;
  const std::string b = p.building;
  const std::string u = p.unit;
  const std::string r = p.room;
  const std::string numbers = *rc::gen::element<std::string>(
      b + "栋" + u + "单元" + r, b + "#" + u + "-" + r, b + "幢" + u + "单元" + r + "室",
      "0" + b + "号楼" + u + "门" + r, " " + b + "栋 " + u + "单元 " + r, b + "座" + u + "-" + r);
  RC_PRE(numbers[0] != '0' || (b[0] >= '0' && b[0] <= '9'));
  check(p.place + numbers, p);
}

RC_GTEST_PROP(Address, CellsAgreeWithRunningText, ()) {
  const Flat flat = any_flat();
  const auto& p = flat.parts;
  RC_ASSERT(canonical_building(p.building + "栋") == p.building);
  RC_ASSERT(canonical_building(p.building) == p.building);
  RC_ASSERT(canonical_unit(p.unit + "单元") == p.unit);
  RC_ASSERT(canonical_room("0" + p.room + "室") == p.room);
}

RC_GTEST_PROP(Address, AnyBytesGiveValidText, (const std::string& bytes)) {
  const AddressParts a = parse_address(bytes);
  for (const auto& part : {a.region, a.street, a.community, a.road, a.place, a.building, a.unit,
                           a.room, a.remainder}) {
    RC_ASSERT(is_utf8(part));
  }
}

}  // namespace
}  // namespace fx
