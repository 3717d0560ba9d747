#include "sheet/table.h"

#include <fstream>
#include <iterator>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sheet/reader.h"
#include "sheet/test_package.h"

namespace fx::sheet {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

bool is_phone(std::string_view text) {
  return text.size() == 11 && text[0] == '1' &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}
bool is_id(std::string_view text) {
  return text.size() == 18 &&
         text.substr(0, 17).find_first_not_of("0123456789") == std::string_view::npos;
}

std::vector<ColumnSpec> specs() {
  return {
      {"name", {"姓名", "名字", "name"}, nullptr, false, true},
      {"id", {"身份证号", "身份证号码", "证件号码"}, is_id, true},
      {"phone", {"联系电话", "手机号", "手机", "电话", "phone"}, is_phone, true},
      {"address", {"住址", "地址"}},
      {"temperature", {"体温"}},
      {"household", {"户主姓名", "户主"}},
  };
}

Sheet sheet_of(std::string_view bytes) {
  auto book = read_workbook(bytes);
  if (!book) {
    ADD_FAILURE() << book.error().message(Language::kEn);
    std::abort();
  }
  return book->sheets.at(0);
}

Table table_of(std::string_view bytes, const std::vector<ColumnSpec>& wanted = specs()) {
  auto table = find_table(sheet_of(bytes), wanted);
  if (!table) {
    ADD_FAILURE() << table.error().message(Language::kEn);
    std::abort();
  }
  return *std::move(table);
}

// "name=B phone=A ..." of the columns found.
std::string mapping(const Layout& layout) {
  std::string out;
  const auto wanted = specs();
  for (std::size_t i = 0; i < layout.columns.size(); ++i) {
    if (!layout.columns[i].found()) continue;
    if (!out.empty()) out += ' ';
    out += wanted[i].id + "=" + column_name(layout.columns[i].column);
  }
  return out;
}

// One line a data row: its number, then the values of the named columns.
std::vector<std::string> rows(const Table& table, const std::vector<std::size_t>& columns) {
  std::vector<std::string> out;
  for (std::size_t r = 0; r < table.rows().size(); ++r) {
    std::string line = std::to_string(table.rows()[r].number);
    for (const auto column : columns) line += "|" + std::string(table.text(r, column));
    out.push_back(line);
  }
  return out;
}

std::vector<RowKind> kinds(const Table& table) {
  std::vector<RowKind> out;
  for (const auto& skipped : table.skipped()) out.push_back(skipped.kind);
  return out;
}

TEST(Heading, IsComparedWithoutWhatPeopleDecorateItWith) {
  for (const char* heading : {"体温", "*体温", " 体 温 ", "体温(℃)", "体温（摄氏度）", "体温\r\n℃",
                              "【体温】", "体温：", "体温℃", "★体温"}) {
    EXPECT_EQ(heading_key(heading), "体温") << heading;
  }
  EXPECT_EQ(heading_key("ＩＤ Ｎｏ．"), "idno");
  EXPECT_EQ(heading_key("车次/航班/车牌号"), "车次航班车牌号");
  EXPECT_EQ(heading_key(std::string(500, 'x')), "");
}

TEST(Recognise, FindsHeadingsBelowTitlesInAnyOrderAndWording) {
  const auto table = table_of(
      "里布嘎社区登记表,,,\n填报单位：里布嘎,,填报日期:2020年2月,\n"
      "联系电话（手机）,*姓 名,现住址,体温(℃)\n13000000001,甲,1栋,36.5\n");
  EXPECT_EQ(mapping(table.layout()), "name=B phone=A address=C temperature=D");
  EXPECT_EQ(table.layout().first_heading_row, 3U);
  EXPECT_THAT(kinds(table), ElementsAre(RowKind::kTitle, RowKind::kTitle));
  EXPECT_EQ(table.skipped()[0].text, "里布嘎社区登记表");
  EXPECT_EQ(table.layout().columns[2].confidence, 1);
  EXPECT_EQ(table.layout().columns[3].how, MatchedBy::kContained);
}

TEST(Recognise, AnExactHeadingGoesBeforeOneThatOnlyContainsTheWord) {
  EXPECT_EQ(mapping(table_of("户主姓名,姓名,电话\n甲,乙,1\n").layout()),
            "name=B phone=C household=A");
  EXPECT_EQ(mapping(table_of("户主名,监护人姓名,电话\n甲,乙,1\n").layout()),
            "name=B phone=C household=A");
}

TEST(Recognise, ContentsSettleWhichOfTwoLikeHeadingsIsMeant) {
  // Both contain 电话; only the second holds phones.
  EXPECT_EQ(
      mapping(
          table_of("姓名,电话情况,电话号\n甲,已接,13000000001\n乙,未接,13000000002\n").layout()),
      "name=A phone=C");
}

TEST(Recognise, AColumnWithAnUnknownHeadingIsKnownByItsContents) {
  const auto table =
      table_of("姓名,体温,编码甲\n甲,36,532601197312232932\n乙,37,53260119731223293X\n");
  EXPECT_EQ(mapping(table.layout()), "name=A id=C temperature=B");
  EXPECT_EQ(table.layout().columns[1].how, MatchedBy::kContent);
  EXPECT_LT(table.layout().columns[1].confidence, 0.7);
}

TEST(Recognise, ASheetWithoutHeadingsIsKnownByItsContents) {
  std::vector<ColumnSpec> wanted = specs();
  wanted[0].required = false;
  const auto table =
      table_of("甲,13000000001,532601197312232932\n乙,13000000002,532601197312232940\n", wanted);
  EXPECT_FALSE(table.layout().has_headings);
  EXPECT_EQ(mapping(table.layout()), "id=C phone=B");
  EXPECT_EQ(table.rows().size(), 2U);
}

TEST(Recognise, TwoRowsOfHeadingsAreReadTogether) {
  const auto bytes = test::book(
      "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>登记表</v></c></row>"
      "<row r=\"2\"><c r=\"A2\" t=\"str\"><v>序号</v></c><c r=\"B2\" t=\"str\"><v>户主</v></c>"
      "<c r=\"D2\" t=\"str\"><v>成员</v></c></row>"
      "<row r=\"3\"><c r=\"B3\" t=\"str\"><v>姓名</v></c><c r=\"C3\" t=\"str\"><v>联系电话</v></c>"
      "<c r=\"D3\" t=\"str\"><v>姓名</v></c><c r=\"E3\" t=\"str\"><v>住址</v></c></row>"
      "<row r=\"4\"><c r=\"A4\"><v>1</v></c><c r=\"B4\" t=\"str\"><v>甲</v></c>"
      "<c r=\"C4\" t=\"str\"><v>13000000001</v></c><c r=\"D4\" t=\"str\"><v>乙</v></c></row>",
      "<mergeCells><mergeCell ref=\"A1:E1\"/><mergeCell ref=\"A2:A3\"/>"
      "<mergeCell ref=\"B2:C2\"/><mergeCell ref=\"D2:E2\"/></mergeCells>");
  const auto table = table_of(bytes);
  EXPECT_EQ(table.layout().first_heading_row, 2U);
  EXPECT_EQ(table.layout().last_heading_row, 3U);
  EXPECT_EQ(mapping(table.layout()), "name=D phone=C address=E household=B");
  EXPECT_THAT(rows(table, {0, 5}), ElementsAre("4|乙|甲"));
}

TEST(Recognise, RefusesWithWhatWasLookedForAndWhatWasFound) {
  const auto none = find_table(sheet_of("甲,乙\n丙,丁\n"), specs());
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().kind, &kNoHeader);
  EXPECT_THAT(none.error().message(Language::kZh), HasSubstr("身份证号"));
  EXPECT_EQ(none.error().message(Language::kZh).find("丙"), std::string::npos);

  const auto missing = find_table(sheet_of("电话,住址,大名\n1,2,3\n"), specs());
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, &kColumnsMissing);
  EXPECT_THAT(missing.error().message(Language::kZh), HasSubstr("缺少必需的列：姓名"));
  EXPECT_THAT(missing.error().message(Language::kZh), HasSubstr("大名"));
}

TEST(Recognise, ARowOfDataIsNotTakenForHeadings) {
  // 户主 is a heading for some and a value of 与户主关系 for others.
  const auto table = table_of("姓名,与户主关系,电话\n甲,户主,13000000001\n乙,户主,13000000002\n");
  EXPECT_EQ(table.layout().first_heading_row, 1U);
  EXPECT_EQ(table.rows().size(), 2U);
}

TEST(Recognise, TheKeysOfJsonAreHeadings) {
  const auto table = table_of("{\"姓名\":\"甲\",\"手机\":\"13000000001\"}\n");
  EXPECT_EQ(mapping(table.layout()), "name=A phone=B");
  EXPECT_THAT(rows(table, {0, 2}), ElementsAre("1|甲|13000000001"));
}

TEST(Given, APersonsMappingIsUsedAsItIs) {
  const auto sheet = sheet_of("x,y\n13000000001,甲\n");
  const auto layout = layout_from(sheet, specs(), {1, {{"name", 1}, {"phone", 0}}});
  ASSERT_TRUE(layout);
  EXPECT_EQ(layout->columns[0].heading, "y");
  EXPECT_THAT(rows(read_table(sheet, specs(), *layout), {0, 2}), ElementsAre("2|甲|13000000001"));
  const auto headless = layout_from(sheet, specs(), {std::nullopt, {{"name", 1}}});
  ASSERT_TRUE(headless);
  EXPECT_EQ(read_table(sheet, specs(), *headless).rows().size(), 2U);
  EXPECT_FALSE(layout_from(sheet, specs(), {1, {{"nobody", 1}}}));
  EXPECT_FALSE(layout_from(sheet, specs(), {1, {{"name", 2}}}));
  EXPECT_FALSE(layout_from(sheet, specs(), {1, {{"name", 1}, {"phone", 1}}}));
  EXPECT_FALSE(layout_from(sheet, specs(), {1, {{"name", 1}, {"name", 0}}}));
  EXPECT_FALSE(layout_from(sheet, specs(), {9, {{"name", 1}}}));
}

TEST(Rows, AreSortedIntoDataAndTheRest) {
  const auto table = table_of(
      "序号,姓名,联系电话,备注\n"
      "1,甲,13000000001,\n"
      ",,,\n"
      "序号,姓 名,联系电话,备注\n"
      "第3网格,,,\n"
      "2,乙,13000000002,说明：外出\n"
      "3,,,\n"
      ",丙,,\n"
      "里布嘎社区居民登记表,,,\n"
      "小计,,2人,\n"
      "合 计：3户5人,35,\"1,024\",\n"
      "说明：本表一式两份,,,\n"
      "填表人：丁,,审核人：戊,\n");
  EXPECT_THAT(rows(table, {0, 2}), ElementsAre("2|甲|13000000001", "6|乙|13000000002", "8|丙|"));
  EXPECT_THAT(kinds(table),
              ElementsAre(RowKind::kBlank, RowKind::kRepeatedHeading, RowKind::kSection,
                          RowKind::kBlank, RowKind::kTitle, RowKind::kTotal, RowKind::kTotal,
                          RowKind::kNote, RowKind::kNote));
  EXPECT_EQ(table.rows()[0].section, -1);
  ASSERT_EQ(table.rows()[1].section, 0);
  EXPECT_EQ(table.sections()[0].text, "第3网格");
  EXPECT_EQ(table.rows()[2].section, 0);
  ASSERT_EQ(table.totals().size(), 2U);
  EXPECT_THAT(table.totals()[0].counts, ElementsAre(std::pair(std::size_t{2}, std::int64_t{2})));
  EXPECT_THAT(table.totals()[1].counts, ElementsAre(std::pair(std::size_t{1}, std::int64_t{35}),
                                                    std::pair(std::size_t{2}, std::int64_t{1024})));
}

TEST(Rows, APersonWhoseRowLooksOddIsStillData) {
  // Names that begin like totals, notes and headings.
  const auto table =
      table_of("姓名,电话\n计小满,13000000001\n共计划,13000000002\n姓名,13000000003\n");
  EXPECT_EQ(table.rows().size(), 3U);
}

TEST(Rows, DittoMarksTakeTheValueAbove) {
  const auto table = table_of(
      "户主姓名,姓名,住址,电话\n〃,甲,1栋,1\n张三,乙,2栋,2\n〃,丙,同上,-″-\n同上,丁, ” "
      ",3\n'',戊,同左,\n");
  EXPECT_THAT(rows(table, {5, 0, 3, 2}),
              ElementsAre("2|〃|甲|1栋|1", "3|张三|乙|2栋|2", "4|张三|丙|2栋|2", "5|张三|丁|2栋|3",
                          "6|张三|戊|同左|"));
  EXPECT_TRUE(table.value(0, 5).ditto_unresolved);
  EXPECT_FALSE(table.value(1, 5).ditto);
  EXPECT_TRUE(table.value(2, 5).ditto);
  EXPECT_FALSE(table.value(2, 5).ditto_unresolved);
  EXPECT_TRUE(table.value(3, 3).ditto);
}

TEST(Rows, AMergedCellIsTheValueOfAllItsRowsButMakesNoRows) {
  const auto table = table_of(
      test::book("<row r=\"1\"><c t=\"str\"><v>户主</v></c><c t=\"str\"><v>姓名</v></c></row>"
                 "<row r=\"2\"><c t=\"str\"><v>张三</v></c><c t=\"str\"><v>甲</v></c></row>"
                 "<row r=\"3\"><c/><c t=\"str\"><v>乙</v></c></row>"
                 "<row r=\"4\"><c r=\"C4\" t=\"str\"><v> </v></c></row>"
                 "<row r=\"5\"><c t=\"str\"><v>李四</v></c><c t=\"str\"><v>丙</v></c></row>",
                 "<mergeCells><mergeCell ref=\"A2:A4\"/></mergeCells>"));
  EXPECT_THAT(rows(table, {5, 0}), ElementsAre("2|张三|甲", "3|张三|乙", "5|李四|丙"));
  EXPECT_TRUE(table.value(1, 5).cell.merged);
  EXPECT_THAT(kinds(table), ElementsAre(RowKind::kBlank));
}

TEST(Rows, ASecondListWithOtherColumnsIsReadByItsOwnHeadings) {
  const auto table = table_of(
      "姓名,电话,住址\n甲,13000000001,1栋\n\n住址,姓名,体温,电话\n2栋,乙,36.5,13000000002\n");
  EXPECT_THAT(rows(table, {0, 2, 3, 4}),
              ElementsAre("2|甲|13000000001|1栋|", "5|乙|13000000002|2栋|36.5"));
  EXPECT_THAT(kinds(table), ElementsAre(RowKind::kBlank, RowKind::kOtherHeading));
}

TEST(Rows, ABlankRunIsOneEntryAndUnreadableLinesAreNotBlank) {
  const auto table = table_of("姓名,电话\n甲,1\n\n\n\n乙,2\n\n");
  ASSERT_EQ(table.skipped().size(), 1U);
  EXPECT_EQ(table.skipped()[0].first_row, 3U);
  EXPECT_EQ(table.skipped()[0].last_row, 5U);
  const auto json = table_of("{\"姓名\":\"甲\",\"电话\":1}\n{bad\n\n{\"姓名\":\"乙\"}\n");
  ASSERT_EQ(json.skipped().size(), 1U);
  EXPECT_EQ(json.skipped()[0].first_row, 3U);
  EXPECT_EQ(json.skipped()[0].last_row, 3U);
}

TEST(Rows, ARegisterAsACommunityKeepsItIsReadWhole) {
  std::ifstream in(FX_TESTDATA "/register.xlsx", std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), {});
  const auto book = read_workbook(bytes, "register.xlsx");
  ASSERT_TRUE(book);
  const auto table = find_table(book->sheets.at(0), specs());
  ASSERT_TRUE(table);
  EXPECT_EQ(mapping(table->layout()), "name=I id=K phone=L household=G");
  EXPECT_EQ(table->rows().size(), 60U);
  EXPECT_EQ(table->rows().front().number, 4U);
  ASSERT_EQ(table->totals().size(), 1U);
  EXPECT_EQ(table->totals()[0].counts[0].second, 60);
  std::size_t repeated = 0;
  for (const auto& skipped : table->skipped())
    repeated += skipped.kind == RowKind::kRepeatedHeading;
  EXPECT_EQ(repeated, 1U);
  std::size_t ditto = 0;
  std::size_t lost = 0;
  for (std::size_t r = 0; r < table->rows().size(); ++r) {
    ditto += table->value(r, 5).ditto;
    lost += digits_lost(table->value(r, 1).cell);
    EXPECT_FALSE(table->value(r, 5).ditto_unresolved);
  }
  EXPECT_EQ(ditto, 9U);
  EXPECT_EQ(lost, 1U);
}

}  // namespace
}  // namespace fx::sheet
