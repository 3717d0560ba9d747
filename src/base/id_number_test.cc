#include "base/id_number.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/text.h"

namespace fx {
namespace {

const IdOptions kOptions{*make_day(2020, 3, 5)};

IdVerdict verdict(std::string_view text) { return parse_id_number(text, kOptions).verdict; }

TEST(IdNumber, TellsWhatTheNumberSays) {
  const IdNumber id = parse_id_number("11010519491231002X", kOptions);
  EXPECT_EQ(id.verdict, IdVerdict::kValid);
  EXPECT_EQ(id.document, Document::kResidentId);
  EXPECT_EQ(id.number, "11010519491231002X");
  EXPECT_EQ(id.birth, make_day(1949, 12, 31));
  EXPECT_EQ(id.sex, Sex::kFemale);
  EXPECT_EQ(id.area, "110105");
  EXPECT_EQ(id.area_status, AreaStatus::kCurrent);
}

TEST(IdNumber, ReadsItHoweverItWasTyped) {
  for (const auto* text :
       {"53260119680625618X", "53260119680625618x", "'53260119680625618X", "532601 19680625 618X",
        "５３２６０１１９６８０６２５６１８Ｘ", "53260119680625618×", "53260119680625618*",
        "532601-19680625-618X", " 53260119680625618X\t", "53260119680625618\u0425",
        "53260119680625618Ⅹ", "身份证:53260119680625618X", "53260119680625618X（已核）",
        "532601\u200B19680625618X"}) {
    const IdNumber id = parse_id_number(text, kOptions);
    EXPECT_EQ(id.verdict, IdVerdict::kValid) << text;
    EXPECT_EQ(id.number, "53260119680625618X") << text;
  }
}

TEST(IdNumber, FifteenDigitsGetTheirCenturyAndCheckDigit) {
  for (const auto* text : {"130503670401001", "130503670401001.0", "1.30503670401001e+14"}) {
    const IdNumber id = parse_id_number(text, kOptions);
    EXPECT_EQ(id.verdict, IdVerdict::kValid) << text;
    EXPECT_EQ(id.number, "130503196704010016") << text;
    EXPECT_EQ(id.sex, Sex::kMale);
  }
}

TEST(IdNumber, NumberThatASpreadsheetAteIsNeverValid) {
  for (const auto* text : {"5.326011947032063e+17", "5.3260119971222e+17", "5.32601197112220E+17",
                           "532601197112220000", "532601197112220000.0"}) {
    const IdNumber id = parse_id_number(text, kOptions);
    EXPECT_EQ(id.verdict, IdVerdict::kEaten) << text;
    EXPECT_FALSE(id.usable());
    EXPECT_EQ(id.area, "532601") << text;
    EXPECT_TRUE(id.birth) << "the first 14 digits are there: " << text;
    EXPECT_FALSE(id.sex) << "the 17th is not: " << text;
    EXPECT_EQ(id.number.substr(15), "???");
  }
  EXPECT_EQ(verdict("5.32601E+17"), IdVerdict::kEaten);
  EXPECT_FALSE(parse_id_number("5.32601E+17", kOptions).birth);
  IdOptions cell = kOptions;
  cell.number_cell = true;
  // The same digits as text are right, and would be a lie in a number cell.
  EXPECT_EQ(verdict("532601199307262415"), IdVerdict::kValid);
  EXPECT_EQ(parse_id_number("532601199307262415", cell).verdict, IdVerdict::kEaten);
  EXPECT_EQ(parse_id_number("130503670401001", cell).verdict, IdVerdict::kValid);
}

TEST(IdNumber, TrueNumberMayEndInThreeZeros) {
  // 1 of 11 sequences ending in 00 has the check digit 0.
  std::string number;
  for (int day = 1; day <= 28 && number.empty(); ++day) {
    const std::string head = "5326011990010" + std::to_string(day % 10) + "100";
    if (day < 10 && id_check_digit(head) == '0') number = head + "0";
  }
  for (int month = 1; month <= 9 && number.empty(); ++month) {
    for (int day = 10; day <= 28 && number.empty(); ++day) {
      const std::string head = "53260119900" + std::to_string(month) + std::to_string(day) + "100";
      if (id_check_digit(head) == '0') number = head + "0";
    }
  }
  ASSERT_EQ(number.size(), 18U);
  EXPECT_EQ(verdict(number), IdVerdict::kValid);
}

TEST(IdNumber, ReportsTheFirstTroubleOfSeveral) {
  EXPECT_EQ(verdict(""), IdVerdict::kEmpty);
  EXPECT_EQ(verdict("  "), IdVerdict::kEmpty);
  EXPECT_EQ(verdict("无"), IdVerdict::kEmpty);
  EXPECT_EQ(verdict("张三"), IdVerdict::kGarbage);
  EXPECT_EQ(verdict("532601********1234"), IdVerdict::kGarbage);
  EXPECT_EQ(verdict("53260119680625618"), IdVerdict::kWrongLength);
  EXPECT_EQ(verdict("5326011968062561811"), IdVerdict::kWrongLength);
  EXPECT_EQ(verdict("120115198502299983"), IdVerdict::kImpossibleDate) << "with the right digit";
  EXPECT_EQ(verdict("000000198502299980"), IdVerdict::kImpossibleDate) << "before the area";
  EXPECT_EQ(verdict("000000203001011230"), IdVerdict::kUnlikelyDate);
  EXPECT_EQ(verdict("532601188001011234"), IdVerdict::kUnlikelyDate);
  EXPECT_EQ(verdict("000000196806256181"), IdVerdict::kUnknownArea);
  EXPECT_EQ(verdict("110105194912310021"), IdVerdict::kBadCheckDigit);
}

TEST(IdNumber, OfTwoTroublesKeepsWhatIsStillTrue) {
  const IdNumber bad_date = parse_id_number("120115198502299983", kOptions);
  EXPECT_FALSE(bad_date.birth);
  EXPECT_EQ(bad_date.area, "120115");
  EXPECT_FALSE(parse_id_number("532601203001011234", kOptions).birth) << "born in the future";
}

TEST(IdNumber, BornTodayIsBornAndTomorrowIsNot) {
  const auto number = [](std::string head) {
    head += id_check_digit(head);
    return head;
  };
  EXPECT_EQ(verdict(number("53260120200305001")), IdVerdict::kValid);
  EXPECT_EQ(verdict(number("53260120200306001")), IdVerdict::kUnlikelyDate);
  EXPECT_EQ(verdict(number("53260118900305001")), IdVerdict::kValid);
  EXPECT_EQ(verdict(number("53260118900304001")), IdVerdict::kUnlikelyDate);
  IdOptions leap{*make_day(2024, 2, 29)};
  EXPECT_EQ(parse_id_number(number("53260118940228001"), leap).verdict, IdVerdict::kValid);
}

TEST(IdNumber, RetiredAreasStayInTheNumbersOfTheirPeople) {
  // Wenshan county became a city in 2010, Chongwen was merged the same year.
  for (const std::string head : {"53262119680625618", "11010319680625618"}) {
    const IdNumber id = parse_id_number(head + id_check_digit(head), kOptions);
    EXPECT_EQ(id.verdict, IdVerdict::kValid);
    EXPECT_EQ(id.area_status, AreaStatus::kRetired);
  }
  EXPECT_EQ(area_name(532621), "云南省文山壮族苗族自治州文山县");
  EXPECT_EQ(area_name(532601), "云南省文山壮族苗族自治州文山市");
  EXPECT_EQ(area_name(110105), "北京市朝阳区");
  EXPECT_EQ(area_name(999999), "");
}

TEST(IdNumber, KnowsResidencePermits) {
  for (const std::string head : {"81000019940823002", "82000019940823002", "83000019920130002"}) {
    const IdNumber id = parse_id_number(head + id_check_digit(head), kOptions);
    EXPECT_EQ(id.verdict, IdVerdict::kValid) << head;
    EXPECT_EQ(id.document, Document::kResidencePermit);
    EXPECT_TRUE(id.birth);
  }
  // The specimen on the permit's announcement of 2018.
  EXPECT_EQ(verdict("810000199408230021"), IdVerdict::kValid);
}

TEST(IdNumber, TakesOtherDocumentsByTheirForm) {
  const std::vector<std::pair<std::string, Document>> forms{
      {"E12345678", Document::kPassport},
      {"EA1234567", Document::kPassport},
      {"g12345678", Document::kPassport},
      {"护照:AB123456", Document::kPassport},
      {"C01X00T47", Document::kPassport},
      {"H12345678", Document::kHomeReturnPermit},
      {"M1234567801", Document::kHomeReturnPermit},
      {"H12345678（02）", Document::kHomeReturnPermit},
      {"CAN110078021001", Document::kForeignPermanent},
      {"军字第1234567号", Document::kMilitary}};
  for (const auto& [text, document] : forms) {
    const IdNumber id = parse_id_number(text, kOptions);
    EXPECT_EQ(id.verdict, IdVerdict::kOtherDocument) << text;
    EXPECT_EQ(id.document, document) << text;
    EXPECT_TRUE(id.usable());
    EXPECT_FALSE(id.number.empty());
  }
  const std::string head = "91115619680625618";
  const IdNumber card = parse_id_number(head + id_check_digit(head), kOptions);
  EXPECT_EQ(card.verdict, IdVerdict::kValid);
  EXPECT_EQ(card.document, Document::kForeignPermanent);
  EXPECT_EQ(verdict("13917230852"), IdVerdict::kWrongLength) << "a phone number";
}

TEST(IdNumber, NumberOfADocumentReadsBackAsItself) {
  // A spacing accent falls apart into a blank and a mark, which would join another letter.
  const IdNumber id = parse_id_number("士兵Y\u0385证01", kOptions);
  EXPECT_EQ(id.number, "士兵Y证01");
  EXPECT_EQ(parse_id_number(id.number, kOptions).number, id.number);
}

TEST(IdNumber, TwoNumbersInOneCellAreNoNumber) {
  EXPECT_EQ(verdict("身份证53260119680625618X,配偶532601199307262415"), IdVerdict::kGarbage);
}

TEST(Mask, ShowsAreaAndEndOfANumberOnly) {
  EXPECT_EQ(mask_id("53260119680625618X"), "532601**********8X");
  EXPECT_EQ(mask_id("130503670401001"), "130503*******01");
  EXPECT_EQ(mask_id("E12345678"), "*********");
  EXPECT_EQ(mask_id(""), "");
  EXPECT_EQ(mask_id("532601197112220???"), "******************");
}

TEST(Mask, PhonesAndNames) {
  EXPECT_EQ(mask_phone("13117234619"), "131****4619");
  EXPECT_EQ(mask_phone("0876-2123456"), "0876-****456");
  EXPECT_EQ(mask_phone("+85291234567"), "************");
  EXPECT_EQ(mask_name("张三"), "张*");
  EXPECT_EQ(mask_name("张小三"), "张*三");
  EXPECT_EQ(mask_name("欧阳娜"), "欧阳*");
  EXPECT_EQ(mask_name("欧阳娜娜"), "欧阳*娜");
  EXPECT_EQ(mask_name("买买提·艾力"), "买**·**");
  EXPECT_EQ(mask_name("𠮷"), "*");
  EXPECT_EQ(mask_name(""), "");
  EXPECT_EQ(mask_name("𠮷 野"), "𠮷*");
}

}  // namespace
}  // namespace fx
