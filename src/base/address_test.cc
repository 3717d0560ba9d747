#include "base/address.h"

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace fx {
namespace {

// "place/building/unit/room", with what stands before and behind where there is something.
std::string parts(std::string_view text, const KnownPlaces* known = nullptr) {
  const AddressParts a = parse_address(text, known);
  std::string out;
  const auto front = [&](const char* name, const std::string& value) {
    if (!value.empty()) out += std::string(name) + "=" + value + " ";
  };
  front("region", a.region);
  front("street", a.street);
  front("community", a.community);
  front("road", a.road);
  out += a.place + "/" + a.building + "/" + a.unit + "/" + a.room;
  if (!a.remainder.empty()) out += " +" + a.remainder;
  if (a.place_guessed) out += " ?";
  return out;
}

KnownPlaces some_places() {
  KnownPlaces known;
  std::size_t id = 0;
  for (const auto* name : {"滨河花园", "金桂苑", "上里布嘎", "下里布嘎", "老寨", "新寨", "阳光新城",
                           "三组", "十三组", "金桂苑北区"}) {
    known.add(id++, name);
  }
  known.add_alias(0, "滨河家园");
  return known;
}

TEST(Address, ReadsTheStylesOfOneFlat) {
  for (const auto* text : {"滨河花园6栋2单元1001",
                           "滨河花园6#2-1001",
                           "滨河花园6幢2单元1001室",
                           "滨河花园6-2-1001",
                           "滨河花园六号楼二单元一〇〇一室",
                           "滨河花园06栋02单元1001",
                           "滨河花园6号楼2门1001",
                           "滨河花园 6栋 2单元 1001",
                           "滨河花园６－２－１００１",
                           "滨河花园6座2-1001",
                           "滨河花园6栋2单元10楼1001号",
                           "滨河花园6—2—1001",
                           "滨河花园6一2一1001",
                           "滨河花园第6栋第2单元1001房",
                           "滨河花园6#楼2单元1001",
                           "滨河花园6 2 1001",
                           "滨河花园6/2/1001",
                           "滨河花园,6栋,2单元,1001",
                           "滨河花园6栋-2单元-1001",
                           "濱河花園6棟2單元1001",
                           "滨河花园#6-2-1001",
                           "滨河花园6号2单元1001"}) {
    EXPECT_EQ(parts(text), "滨河花园/6/2/1001") << text;
  }
}

TEST(Address, ReadsPartsThatAreMissing) {
  EXPECT_EQ(parts("滨河花园6栋1001"), "滨河花园/6//1001");
  EXPECT_EQ(parts("滨河花园6-1001"), "滨河花园/6//1001");
  EXPECT_EQ(parts("A座1203"), "/A//1203");
  EXPECT_EQ(parts("A-1203"), "/A//1203");
  EXPECT_EQ(parts("3栋B单元"), "/3/B/");
  EXPECT_EQ(parts("6号楼东单元301"), "/6/东/301");
  EXPECT_EQ(parts("老寨14号"), "老寨///14");
  EXPECT_EQ(parts("老寨十四号附三号"), "老寨///14-3");
  EXPECT_EQ(parts("某某村三组15号"), "某某村3组///15");
  EXPECT_EQ(parts("滨河花园"), "滨河花园///");
  EXPECT_EQ(parts("阳光新城A1栋12A"), "阳光新城/A1//12A");
  EXPECT_EQ(parts("3-1-101西户"), "/3/1/101西");
}

TEST(Address, TakesTheWordsInFrontApart) {
  EXPECT_EQ(parts("云南省文山州文山市卧龙街道里布嘎社区滨河花园6栋2单元1001"),
            "region=云南省文山州文山市 street=卧龙街道 community=里布嘎社区 滨河花园/6/2/1001");
  EXPECT_EQ(parts("云南昆明五华区人民路12弄5号301室"),
            "region=云南昆明五华区 road=人民路 12弄/5//301");
  EXPECT_EQ(parts("北京市朝阳区建国路88号"), "region=北京市朝阳区 road=建国路 ///88");
  EXPECT_EQ(parts("广西省南宁三里屯花园2幢101"), "region=广西省南宁 三里屯花园/2//101");
  EXPECT_EQ(parts("幸福路12号院5号楼"), "road=幸福路 幸福路12号院/5//");
  EXPECT_EQ(parts("幸福路12号3栋2单元501"), "road=幸福路12号 /3/2/501");
  EXPECT_EQ(parts("文山市开化街道建设路15号阳光新城二期3栋2单元501室"),
            "region=文山市 street=开化街道 road=建设路15号 阳光新城2期/3/2/501");
  EXPECT_EQ(parts("里布嘎社区三组15号"), "community=里布嘎社区 3组///15");
}

TEST(Address, NamesWithNumbersAndAreaWordsStayWhole) {
  EXPECT_EQ(parts("七花小区6#1-902"), "七花小区/6/1/902");
  EXPECT_EQ(parts("三元里3-2-301"), "三元里/3/2/301");
  EXPECT_EQ(parts("百合苑3-2-501"), "百合苑/3/2/501");
  EXPECT_EQ(parts("水乡花园2栋101"), "水乡花园/2//101");
  EXPECT_EQ(parts("古镇小区2栋101"), "古镇小区/2//101");
  EXPECT_EQ(parts("城南小区4幢1单元101室"), "城南小区/4/1/101");
  EXPECT_EQ(parts("阳光新城B区3栋2单元501"), "阳光新城B区/3/2/501");
  EXPECT_EQ(parts("三里屯5号院2号楼3层301"), "三里屯5号院/2//301");
  EXPECT_EQ(parts("朝阳小区2栋101"), "朝阳小区/2//101");
}

TEST(Address, KeepsRemarksAndWhatItCannotRead) {
  EXPECT_EQ(parts("滨河花园6栋2单元1001(租住)"), "滨河花园/6/2/1001 +租住");
  EXPECT_EQ(parts("滨河花园6栋2单元1001租住"), "滨河花园/6/2/1001 +租住");
  EXPECT_EQ(parts("13917230852"), "/// +13917230852");
  EXPECT_EQ(parts(""), "///");
  EXPECT_EQ(parts("无"), "///");
  EXPECT_EQ(parts("滨河花园1-2-3-4-5-6").substr(0, 3), "///");
}

TEST(Address, LongestKnownNameWins) {
  const KnownPlaces known = some_places();
  EXPECT_EQ(parts("里布嘎社区上里布嘎52号", &known), "community=里布嘎社区 上里布嘎///52");
  EXPECT_EQ(parts("金桂苑北区3-2-301", &known), "金桂苑北区/3/2/301");
  EXPECT_EQ(parts("金桂苑3-2-301", &known), "金桂苑/3/2/301");
  EXPECT_EQ(parts("十三组5号", &known), "十三组///5") << "not 三组";
  EXPECT_EQ(parts("13组5号", &known), "十三组///5");
  EXPECT_EQ(parts("新寨路8号阳光新城3栋2单元501", &known), "road=新寨路8号 阳光新城/3/2/501");
  EXPECT_EQ(parts("阳光新城二期3栋2单元501", &known), "阳光新城/3/2/501 +2期");
}

TEST(Address, AliasGivesTheNameAndIsNoGuess) {
  const KnownPlaces known = some_places();
  EXPECT_EQ(parts("滨河家园6-2-1001", &known), "滨河花园/6/2/1001");
  EXPECT_EQ(parse_address("滨河家园6-2-1001", &known).known, 0U);
}

TEST(Address, NearNameIsAGuessAndSaysSo) {
  const KnownPlaces known = some_places();
  EXPECT_EQ(parts("滨和花园6-2-1001", &known), "滨河花园/6/2/1001 ?") << "homophone";
  EXPECT_EQ(parts("宾河花园6-2-1001", &known), "滨河花园/6/2/1001 ?");
  EXPECT_EQ(parts("滨河花6-2-1001", &known), "滨河花园/6/2/1001 ?") << "one missing";
  EXPECT_EQ(parts("金贵园3-2-301", &known), "金桂苑/3/2/301 ?") << "homophones";
}

TEST(Address, DoesNotGuessBetweenTwo) {
  const KnownPlaces known = some_places();
  EXPECT_EQ(parts("里布嘎5号", &known), "里布嘎///5") << "the upper or the lower one";
  EXPECT_FALSE(parse_address("里布嘎5号", &known).known);
  EXPECT_EQ(parts("四组5号", &known), "4组///5") << "a digit is no slip";
  EXPECT_EQ(parts("大寨5号", &known), "大寨///5") << "half of the name";
}

// Addresses as a community's office typed them, with what its register has for the same people.
TEST(Address, AgreesWithTheRegister) {
  std::ifstream in(FX_TESTDATA "/addresses.tsv");
  std::string line;
  int rows = 0;
  while (std::getline(in, line)) {
    if (line.empty() || line[0] == '#') continue;
    std::stringstream fields(line);
    std::vector<std::string> field(5);
    for (auto& f : field) std::getline(fields, f, '\t');
    EXPECT_EQ(parts(field[0]), field[1] + "/" + canonical_building(field[2]) + "/" +
                                   canonical_unit(field[3]) + "/" + canonical_room(field[4]))
        << line;
    ++rows;
  }
  EXPECT_EQ(rows, 40);
}

TEST(Canonical, SingleCells) {
  for (const auto* cell : {"6", "6栋", "6#", "06幢", "六号楼", "6.0", "06", "6号楼", "６＃", "6座",
                           "6楼", "第6栋", " 6 栋", "#6", "6#楼"}) {
    EXPECT_EQ(canonical_building(cell), "6") << cell;
  }
  EXPECT_EQ(canonical_building("a座"), "A");
  EXPECT_EQ(canonical_building("A05栋"), "A5");
  EXPECT_EQ(canonical_building("10"), "10");
  EXPECT_EQ(canonical_building("十栋"), "10");
  EXPECT_EQ(canonical_building(""), "");
  EXPECT_EQ(canonical_building("/"), "");
  EXPECT_EQ(canonical_building("平房"), "平房");
  for (const auto* cell : {"1", "一单元", "1单元", "01", "1.0", "1门"}) {
    EXPECT_EQ(canonical_unit(cell), "1") << cell;
  }
  EXPECT_EQ(canonical_unit("b单元"), "B");
  for (const auto* cell :
       {"801", "801室", "0801", "八〇一", "八百零一", "801号", "801.0", "801房"}) {
    EXPECT_EQ(canonical_room(cell), "801") << cell;
  }
  EXPECT_EQ(canonical_room("12a"), "12A");
  EXPECT_EQ(canonical_room("0"), "0");
  EXPECT_EQ(canonical_room("14-3"), "14-3");
}

}  // namespace
}  // namespace fx
