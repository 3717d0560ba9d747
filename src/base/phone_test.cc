#include "base/phone.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace fx {
namespace {

// "kind:number" of each phone of a cell, or the verdict's number.
std::vector<std::string> seen(std::string_view text, const PhoneOptions& options = {}) {
  static const char* const kKinds[] = {"?", "mobile", "land", "local", "service", "foreign"};
  static const char* const kVerdicts[] = {"empty",    "garbage",    "eaten", "too short",
                                          "too long", "bad prefix", "valid"};
  std::vector<std::string> out;
  for (const Phone& phone : parse_phones(text, options)) {
    const bool valid = phone.verdict == PhoneVerdict::kValid;
    out.push_back(std::string(valid ? kKinds[static_cast<int>(phone.kind)]
                                    : kVerdicts[static_cast<int>(phone.verdict)]) +
                  ":" + phone.number + (phone.extension.empty() ? "" : "/" + phone.extension));
  }
  return out;
}
using List = std::vector<std::string>;

TEST(Phone, MobileNumberIsOneHoweverItWasTyped) {
  for (const auto* text :
       {"13917230852", "139-1723-0852", "139 1723 0852", "+86 13917230852", "+86-139-1723-0852",
        "8613917230852", "008613917230852", "13917230852.0", "1.3917230852E10", "013917230852",
        "１３９１７２３０８５２", "'13917230852", "儿子13917230852", "13917230852(本人)",
        "139.1723.0852", "13917230852 2楼"}) {
    EXPECT_EQ(seen(text), List{"mobile:13917230852"}) << text;
  }
}

TEST(Phone, LandLinesKeepAreaCodeAndExtension) {
  EXPECT_EQ(seen("0876-2123456"), List{"land:0876-2123456"});
  EXPECT_EQ(seen("(0876)2123456"), List{"land:0876-2123456"});
  EXPECT_EQ(seen("08762123456"), List{"land:0876-2123456"});
  EXPECT_EQ(seen("+86 876 2123456"), List{"land:0876-2123456"});
  EXPECT_EQ(seen("010-62345678"), List{"land:010-62345678"});
  EXPECT_EQ(seen("0876 2123456转803"), List{"land:0876-2123456/803"});
  EXPECT_EQ(seen("0876-2123456-803"), List{"land:0876-2123456/803"});
  EXPECT_EQ(seen("2123456"), List{"local:2123456"});
  EXPECT_EQ(seen("400-800-1234"), List{"service:4008001234"});
  EXPECT_EQ(seen("+852 9123 4567"), List{"foreign:+85291234567"});
}

TEST(Phone, NumberCellGivesBackTheLostZero) {
  PhoneOptions cell;
  cell.number_cell = true;
  EXPECT_EQ(seen("8762123456", cell), List{"land:0876-2123456"});
  EXPECT_TRUE(parse_phone("8762123456", cell).guessed);
  EXPECT_EQ(seen("8762123456"), List{"bad prefix:8762123456"}) << "text lost nothing";
}

TEST(Phone, CellMayHoldSeveral) {
  const List both{"mobile:13917230852", "land:0876-2123456"};
  for (const auto* text : {"13917230852/0876-2123456", "13917230852 0876-2123456",
                           "13917230852、0876-2123456", "13917230852\n0876 2123456"}) {
    EXPECT_EQ(seen(text), both) << text;
  }
  EXPECT_EQ(seen("1391723085213917230853"), (List{"mobile:13917230852", "mobile:13917230853"}));
  EXPECT_EQ(seen("139 1723 0852 138-1234-5678"),
            (List{"mobile:13917230852", "mobile:13812345678"}));
  EXPECT_EQ(seen("13917230852,1391723085"), (List{"mobile:13917230852", "too short:1391723085"}));
  EXPECT_EQ(parse_phone("0876-2123456/13917230852").number, "13917230852") << "mobile first";
}

TEST(Phone, SaysWhatIsWrong) {
  EXPECT_EQ(seen(""), List{"empty:"});
  EXPECT_EQ(seen("无"), List{"empty:"});
  EXPECT_EQ(seen("同上"), List{"garbage:"});
  EXPECT_EQ(seen("1.39172E+10"), List{"eaten:"});
  EXPECT_EQ(seen("1391723085"), List{"too short:1391723085"});
  EXPECT_EQ(seen("139172308521"), List{"too long:139172308521"});
  EXPECT_EQ(seen("12917230852"), List{"bad prefix:12917230852"});
  EXPECT_EQ(seen("532601196806256181"), List{"too long:532601196806256181"});
}

TEST(Phone, CellOfManyNumbersIsBounded) {
  std::string many;
  for (int i = 0; i < 40; ++i) many += "13917230852/";
  EXPECT_EQ(parse_phones(many).size(), kMaxPhonesPerCell);
}

}  // namespace
}  // namespace fx
