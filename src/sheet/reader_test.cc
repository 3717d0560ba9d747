#include "sheet/reader.h"

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "sheet/test_package.h"

namespace fx::sheet {
namespace {

using test::book;
using test::Package;
using test::worksheet;

std::string dump(const Sheet& sheet) {
  std::string out;
  for (std::size_t r = 0; r < sheet.row_count(); ++r) {
    const Row row = sheet.row(r);
    out += std::to_string(row.number()) + ":";
    for (std::size_t i = 0; i < row.size(); ++i) {
      const Cell cell = row[i];
      out += " " + column_name(cell.column) + "=" + std::string(cell.text);
    }
    out += "\n";
  }
  return out;
}

Workbook read(std::string_view bytes, std::string_view name = {}, const Limits& limits = {}) {
  auto result = read_workbook(bytes, name, limits);
  if (!result) {
    ADD_FAILURE() << result.error().code() << " " << result.error().message(Language::kEn);
    return {};
  }
  return *std::move(result);
}

std::string dump(std::string_view bytes) {
  const auto book = read(bytes);
  return book.sheets.empty() ? "" : dump(book.sheets.front());
}

std::string_view refused(std::string_view bytes, const Limits& limits = {}) {
  const auto result = read_workbook(bytes, {}, limits);
  if (result) return "read";
  EXPECT_FALSE(result.error().message(Language::kZh).empty());
  EXPECT_FALSE(result.error().remedy(Language::kZh).empty());
  EXPECT_FALSE(result.error().remedy(Language::kEn).empty());
  for (const auto language : {Language::kZh, Language::kEn}) {
    EXPECT_EQ(result.error().message(language).find('{'), std::string::npos)
        << result.error().message(language);
  }
  return result.error().code();
}

Cell first_cell(const Workbook& book) { return book.sheets.at(0).row(0)[0]; }

// ---- XLSX ----

TEST(Xlsx, ReadsEveryKindOfCell) {
  Package package;
  package.shared_strings =
      "<si><t>甲</t></si><si><r><t>乙</t></r><r><t xml:space=\"preserve\"> 丙</t></r></si>";
  package.sheets.push_back(
      worksheet("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>"
                "<c r=\"C1\" t=\"inlineStr\"><is><t>丁</t></is></c><c r=\"D1\" t=\"b\"><v>1</v></c>"
                "<c r=\"E1\" t=\"e\"><v>#N/A</v></c><c r=\"F1\"><v>36.5</v></c>"
                "<c r=\"G1\" t=\"str\"><f>A1&amp;B1</f><v>甲乙</v></c>"
                "<c r=\"H1\" t=\"d\"><v>2020-02-28T17:05:00</v></c></row>"));
  const auto got = read(package.bytes());
  ASSERT_EQ(got.sheets.size(), 1U);
  EXPECT_EQ(dump(got.sheets[0]),
            "1: A=甲 B=乙 丙 C=丁 D=TRUE E=#N/A F=36.5 G=甲乙 H=2020-02-28 17:05\n");
  const Row row = got.sheets[0].row(0);
  EXPECT_EQ(row[3].kind, CellKind::kBoolean);
  EXPECT_EQ(row[4].kind, CellKind::kError);
  EXPECT_EQ(row[5].kind, CellKind::kNumber);
  EXPECT_TRUE(row[6].formula);
  EXPECT_FALSE(row[5].formula);
  EXPECT_EQ(row[7].kind, CellKind::kDate);
  EXPECT_EQ(*row[7].day, *make_day(2020, 2, 28));
  EXPECT_EQ(row[7].minute, 17 * 60 + 5);
  EXPECT_TRUE(row.at(99).empty());
}

TEST(Xlsx, PhoneticRunsAreNotText) {
  Package package;
  package.shared_strings =
      "<si><t>課</t><rPh sb=\"0\" eb=\"1\"><t>カ</t></rPh><phoneticPr fontId=\"1\"/></si>";
  package.sheets.push_back(worksheet(
      "<row><c t=\"s\"><v>0</v></c><c t=\"inlineStr\"><is><t>東</t><rPh sb=\"0\" eb=\"1\">"
      "<t>ヒガシ</t></rPh></is></c></row>"));
  EXPECT_EQ(dump(package.bytes()), "1: A=課 B=東\n");
}

TEST(Xlsx, WholeNumbersAreShownInFullAndKeepWhatTheFileHas) {
  const auto got = read(
      book("<row r=\"1\"><c r=\"A1\"><v>13054634619</v></c><c r=\"B1\"><v>1.3054634619E10</v></c>"
           "<c r=\"C1\"><v>5.3260119971222e+17</v></c><c r=\"D1\"><v>36.799999999999997</v></c>"
           "<c r=\"E1\"><v>-0.5</v></c><c r=\"F1\"><v>1E-3</v></c><c r=\"G1\"><v>1e400</v></c>"
           "<c r=\"H1\"><v>12345678901234567</v></c></row>"));
  const Row row = got.sheets[0].row(0);
  EXPECT_EQ(row[0].text, "13054634619");
  EXPECT_EQ(row[1].text, "13054634619");
  EXPECT_EQ(row[1].raw, "1.3054634619E10");
  EXPECT_EQ(row[2].text, "532601199712220000");
  EXPECT_EQ(row[2].raw, "5.3260119971222e+17");
  EXPECT_EQ(row[3].text, "36.8");
  EXPECT_EQ(row[3].raw, "36.799999999999997");
  EXPECT_EQ(row[4].text, "-0.5");
  EXPECT_EQ(row[5].text, "0.001");
  EXPECT_EQ(row[6].kind, CellKind::kText);
  EXPECT_EQ(row[7].text, "12345678901234567");
  EXPECT_FALSE(digits_lost(row[1]));
  EXPECT_TRUE(digits_lost(row[2]));
  EXPECT_FALSE(digits_lost(row[3]));
  EXPECT_TRUE(digits_lost(row[7]));
}

TEST(Xlsx, NumberFormatsDecideWhatIsADate) {
  struct Case {
    const char* format;  // a code, or a built-in number
    const char* value;
    const char* text;
    bool date;
  };
  const std::vector<Case> cases{
      {"14", "43889", "2020-02-28", true},
      {"22", "43889.711805555555", "2020-02-28 17:05", true},
      {"31", "43889", "2020-02-28", true},
      {"57", "43889", "2020-02-28", true},
      {"yyyy\"年\"m\"月\"d\"日\"", "43889", "2020-02-28", true},
      {"[$-804]yyyy\\年m\\月d\\日;@", "43889", "2020-02-28", true},
      {"m\"月\"d\"日\"", "43889", "2020-02-28", true},
      {"yyyy/m/d h:mm", "43889", "2020-02-28 00:00", true},
      {"h:mm", "0.5", "12:00", true},
      {"h:mm AM/PM", "0.75", "18:00", true},
      {"[h]:mm", "1.5", "36:00", false},
      {"General", "43889", "43889", false},
      {"0.00E+00", "43889", "43889", false},
      {"#,##0.00", "43889", "43889", false},
      {"[Red]0.0", "36.5", "36.5", false},
      {"\"编号\"0", "7", "编号7", false},
      {"0\"栋\"", "7", "7栋", false},
      {"0000", "101", "0101", false},
      {"0%", "0.85", "85%", false},
      {"@", "101", "101", false},
      {"yyyy-mm-dd", "-3", "-3", false},
  };
  for (const auto& c : cases) {
    Package package;
    const bool built_in =
        std::string_view(c.format).find_first_not_of("0123456789") == std::string_view::npos &&
        std::string_view(c.format).size() == 2;
    std::string code = c.format;
    for (auto at = code.find('"'); at != std::string::npos; at = code.find('"', at + 1)) {
      code.replace(at, 1, "&quot;");
    }
    package.styles = built_in
                         ? "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"" + code + "\"/></cellXfs>"
                         : "<numFmts><numFmt numFmtId=\"176\" formatCode=\"" + code +
                               "\"/></numFmts><cellXfs><xf numFmtId=\"0\"/>"
                               "<xf numFmtId=\"176\"/></cellXfs>";
    package.sheets.push_back(
        worksheet("<row><c s=\"1\"><v>" + std::string(c.value) + "</v></c></row>"));
    const auto got = read(package.bytes());
    const Cell cell = first_cell(got);
    EXPECT_EQ(cell.text, c.text) << c.format;
    EXPECT_EQ(cell.kind == CellKind::kDate, c.date) << c.format;
    EXPECT_EQ(cell.raw, c.value) << c.format;
  }
}

TEST(Xlsx, KeepsTheCalendarsOfBothEpochs) {
  const auto date_of = [](const char* serial, const char* attributes) {
    Package package;
    package.workbook_attributes = attributes;
    package.styles = "<cellXfs><xf numFmtId=\"14\"/></cellXfs>";
    package.sheets.push_back(worksheet("<row><c><v>" + std::string(serial) + "</v></c></row>"));
    const auto got = read(package.bytes());
    const Cell cell = first_cell(got);
    return std::string(cell.text) + (cell.kind == CellKind::kDate ? "" : "?");
  };
  EXPECT_EQ(date_of("1", ""), "1900-01-01");
  EXPECT_EQ(date_of("59", ""), "1900-02-28");
  EXPECT_EQ(date_of("60", ""), "1900-02-29?");  // a day that only spreadsheets know
  EXPECT_EQ(date_of("61", ""), "1900-03-01");
  EXPECT_EQ(date_of("2958465", ""), "9999-12-31");
  EXPECT_EQ(date_of("2958466", ""), "2958466?");
  EXPECT_EQ(date_of("42427", "date1904=\"1\""), "2020-02-28");
  EXPECT_EQ(date_of("0", "date1904=\"true\""), "1904-01-01");
}

TEST(Xlsx, SparseCellsRowsWithoutReferencesAndOddOrderFindTheirPlaces) {
  EXPECT_EQ(dump(book("<row><c><v>1</v></c><c/><c><v>3</v></c></row>"
                      "<row r=\"5\"><c r=\"C5\"><v>5</v></c><c><v>6</v></c></row>"
                      "<row><c r=\"B6\"><v>7</v></c><c r=\"A6\"><v>8</v></c></row>"
                      "<row r=\"3\"><c r=\"AB3\"><v>9</v></c></row>")),
            "1: A=1 C=3\n3: AB=9\n5: C=5 D=6\n6: A=8 B=7\n");
}

TEST(Xlsx, MergedCellsHaveTheValueOfTheirTopLeftCell) {
  const auto got = read(book(
      "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>标题</v></c></row>"
      "<row r=\"2\"><c r=\"A2\" t=\"str\"><v>户</v></c><c r=\"B2\"><v>1</v></c></row>"
      "<row r=\"3\"><c r=\"A3\" t=\"str\"><v>hidden below</v></c><c r=\"B3\"><v>2</v></c></row>"
      "<row r=\"4\"><c r=\"C4\"><v>3</v></c></row>",
      "<mergeCells><mergeCell ref=\"A1:XFD1\"/><mergeCell ref=\"A2:A3\"/>"
      "<mergeCell ref=\"A4:B4\"/></mergeCells>"));
  EXPECT_EQ(dump(got.sheets[0]), "1: A=标题 B=标题 C=标题\n2: A=户 B=1\n3: A=户 B=2\n4: C=3\n");
  EXPECT_FALSE(got.sheets[0].row(0)[0].merged);
  EXPECT_TRUE(got.sheets[0].row(0)[1].merged);
  EXPECT_TRUE(got.sheets[0].row(2)[0].merged);
  EXPECT_FALSE(got.sheets[0].row(2)[1].merged);
}

TEST(Xlsx, HiddenSheetsAndRowsAreReadAndFlagged) {
  const auto bytes = write_zip(
      {{"[Content_Types].xml", "<Types/>"},
       {"xl/workbook.xml",
        "<workbook xmlns:r=\"x\"><sheets><sheet name=\"b\" state=\"hidden\" r:id=\"2\"/>"
        "<sheet name=\"a\" r:id=\"1\"/></sheets></workbook>"},
       {"xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id=\"1\" Type=\"/worksheet\" Target=\"one.xml\"/>"
        "<Relationship Id=\"2\" Type=\"/worksheet\" Target=\"two.xml\"/></Relationships>"},
       {"xl/one.xml", worksheet("<row><c><v>1</v></c></row>")},
       {"xl/two.xml", worksheet("<row hidden=\"1\"><c><v>2</v></c></row>")}});
  const auto got = read(bytes);
  ASSERT_EQ(got.sheets.size(), 2U);
  EXPECT_EQ(got.sheets[0].name(), "b");
  EXPECT_TRUE(got.sheets[0].hidden());
  EXPECT_TRUE(got.sheets[0].row(0).hidden());
  EXPECT_FALSE(got.sheets[1].hidden());
  EXPECT_FALSE(got.sheets[1].row(0).hidden());
}

TEST(Xlsx, OddPartNamesPrefixesAndStrictNamespacesAreUnderstood) {
  const std::string sheet =
      "\xEF\xBB\xBF<?xml version=\"1.0\"?><x:worksheet xmlns:x=\""
      "http://purl.oclc.org/ooxml/spreadsheetml/main\"><x:sheetData><x:row r=\"1\">"
      "<x:c r=\"A1\" t=\"inlineStr\"><x:is><x:t>甲</x:t></x:is></x:c></x:row></x:sheetData>"
      "</x:worksheet>";
  for (const char* target : {"/xl/worksheets/Sheet9.xml", "worksheets\\sheet9.xml",
                             "./worksheets/../worksheets/sheet9.xml"}) {
    const auto bytes = write_zip(
        {{"[Content_Types].xml", "<Types/>"},
         {"xl\\workbook.xml",
          "<x:workbook xmlns:x=\"m\" xmlns:q=\"r\"><x:sheets>"
          "<x:sheet name=\"s\" q:id=\"R\"/></x:sheets></x:workbook>"},
         {"xl/_rels/workbook.xml.rels",
          "<Relationships><Relationship Id=\"R\" "
          "Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet\" Target=\"" +
              std::string(target) + "\"/></Relationships>"},
         {"/xl/worksheets/sheet9.xml", sheet}});
    EXPECT_EQ(dump(bytes), "1: A=甲\n") << target;
  }
}

TEST(Xlsx, PartsInUtf16AreRead) {
  std::string wide = "\xFF\xFE";
  for (const char c : std::string_view("<?xml version=\"1.0\" encoding=\"UTF-16\"?><worksheet>"
                                       "<sheetData><row><c><v>42</v></c></row></sheetData>"
                                       "</worksheet>")) {
    wide += c;
    wide += '\0';
  }
  Package package;
  package.sheets.push_back(wide);
  EXPECT_EQ(dump(package.bytes()), "1: A=42\n");
}

TEST(Xlsx, UndoesTheEscapesOfCharactersThatXmlCannotHold) {
  EXPECT_EQ(dump(book("<row><c t=\"str\"><v>a_x000A_b_x005F_x0041_c_x00zz_</v></c></row>")),
            "1: A=a\nb_x0041_c_x00zz_\n");
}

TEST(Xlsx, FormulasWithoutResultAreEmptyAndCounted) {
  const auto got =
      read(book("<row><c r=\"A1\"><f>B1*2</f></c><c r=\"B1\"><v>3</v></c>"
                "<c r=\"C1\" t=\"str\"><f>\"\"</f><v></v></c></row>"));
  EXPECT_EQ(dump(got.sheets[0]), "1: B=3\n");
  ASSERT_EQ(got.warnings.size(), 1U);
  EXPECT_EQ(got.warnings[0].kind, &kFormulaWithoutValue);
  EXPECT_EQ(got.warnings[0].params[0].second, "1");
}

TEST(Xlsx, AMissingSheetIsLeftOutWithAWarning) {
  const auto got =
      read(write_zip({{"[Content_Types].xml", "<Types/>"},
                      {"xl/workbook.xml",
                       "<workbook xmlns:r=\"x\"><sheets><sheet name=\"a\" r:id=\"1\"/>"
                       "<sheet name=\"b\" r:id=\"2\"/></sheets></workbook>"},
                      {"xl/worksheets/sheet1.xml", worksheet("<row><c><v>1</v></c></row>")}}));
  ASSERT_EQ(got.sheets.size(), 1U);
  ASSERT_EQ(got.warnings.size(), 1U);
  EXPECT_EQ(got.warnings[0].kind, &kSheetMissing);
}

// ---- what is not a workbook ----

TEST(Reader, RefusesOtherFilesByTheirContent) {
  const std::string ole("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
  const auto wide = [](std::string_view text) {
    std::string out;
    for (const char c : text) {
      out += c;
      out += '\0';
    }
    return out;
  };
  EXPECT_EQ(refused(""), "sheet.empty-file");
  EXPECT_EQ(refused(" \r\n\t"), "sheet.empty-file");
  EXPECT_EQ(refused(ole + wide("Workbook")), "sheet.old-excel");
  EXPECT_EQ(refused(ole + wide("EncryptedPackage")), "sheet.encrypted");
  EXPECT_EQ(refused(ole + wide("WordDocument")), "sheet.not-a-sheet");
  EXPECT_EQ(refused("%PDF-1.4 ..."), "sheet.not-a-sheet");
  EXPECT_EQ(refused("\x89PNG\r\n"), "sheet.not-a-sheet");
  EXPECT_EQ(refused("\r\n<html><body><table><tr><td>姓名</td></tr></table>"), "sheet.html");
  EXPECT_EQ(refused("<?xml version=\"1.0\"?><Workbook "
                    "xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">"),
            "sheet.xml-2003");
  EXPECT_EQ(refused(write_zip({{"word/document.xml", "<d/>"}})), "sheet.not-a-sheet");
  EXPECT_EQ(refused(write_zip({{"photo.jpg", "x"}})), "sheet.not-a-sheet");
  EXPECT_EQ(refused(write_zip({{"mimetype", "x"}, {"content.xml", "<d/>"}})),
            "sheet.open-document");
  EXPECT_EQ(refused(write_zip({{"[Content_Types].xml", "x"}, {"xl/workbook.bin", "x"}})),
            "sheet.xlsb");
  EXPECT_EQ(refused(write_zip({{"[Content_Types].xml", "x"}})), "sheet.damaged");
  EXPECT_EQ(refused(write_zip({{"[Content_Types].xml", "x"}, {"xl/workbook.xml", "<workbook/>"}})),
            "sheet.no-sheets");
  EXPECT_EQ(refused(std::string("\x81\x00\x01\x02\xFF", 5)), "sheet.unknown-encoding");
  EXPECT_EQ(refused("a,b\n\xFF\xFF\xFF,c\n"), "sheet.unknown-encoding");
}

TEST(Reader, AWrongExtensionWithSoundContentIsReadWithAWarning) {
  const auto bytes = book("<row><c><v>1</v></c></row>");
  EXPECT_TRUE(read(bytes, "C:\\名单\\名单.XLSX").warnings.empty());
  const auto got = read(bytes, "名单.csv");
  ASSERT_EQ(got.warnings.size(), 1U);
  EXPECT_EQ(got.warnings[0].message(Language::kZh), "扩展名是 csv，内容其实是 XLSX，已按内容读取");
  EXPECT_EQ(read("a,b\n1,2\n", "名单.xls").warnings.size(), 1U);
}

TEST(Reader, DamagedFilesAreRefused) {
  const auto whole = book("<row><c><v>1</v></c></row>");
  EXPECT_EQ(refused(whole.substr(0, whole.size() / 2)), "sheet.damaged");
  EXPECT_EQ(refused(book("<row><c><v>1</v></row>")), "sheet.damaged");
  EXPECT_EQ(refused(book("<row r=\"0\"><c><v>1</v></c></row>")), "sheet.damaged");
  EXPECT_EQ(refused(book("<row><c t=\"s\"><v>7</v></c></row>")), "sheet.damaged");
  std::string flipped = whole;
  const auto data = flipped.find("sheet1.xml") + 40;
  flipped[data] = static_cast<char>(flipped[data] ^ 0x55);
  EXPECT_EQ(refused(flipped), "sheet.damaged");
}

// ---- hostile files ----

TEST(Hostile, EntitiesAreRefusedAtTheDoctype) {
  Package package;
  package.sheets.push_back(
      "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;\">]>"
      "<worksheet><sheetData><row><c t=\"str\"><v>&b;</v></c></row></sheetData></worksheet>");
  EXPECT_EQ(refused(package.bytes()), "sheet.doctype");
}

TEST(Hostile, DeepNestingIsRefused) {
  std::string deep;
  for (int i = 0; i < 5000; ++i) deep += "<a>";
  Package package;
  package.sheets.push_back(deep);
  EXPECT_EQ(refused(package.bytes()), "sheet.too-deep");
}

TEST(Hostile, ATagWithoutEndIsRefusedBeforeItFillsTheMemory) {
  Package package;
  package.sheets.push_back("<worksheet><sheetData><row r=\"" + std::string(8 << 20, '1'));
  EXPECT_EQ(refused(package.bytes()), "sheet.damaged");
}

TEST(Hostile, ZipBombsAreRefused) {
  Limits limits;
  limits.ratio_free_bytes = 1 << 20;
  const auto bomb = book("<row/>" + std::string(8 << 20, ' '));
  EXPECT_EQ(refused(bomb, limits), "sheet.suspicious-ratio");
  limits.ratio_free_bytes = limits.unpacked_bytes;
  limits.unpacked_bytes = 4 << 20;
  EXPECT_EQ(refused(bomb, limits), "sheet.unpacked-too-large");
}

TEST(Hostile, EachLimitHasItsOwnRefusal) {
  Limits limits;
  limits.file_bytes = 10;
  EXPECT_EQ(refused("12345678901", limits), "sheet.file-too-large");
  limits = {};
  limits.parts = 3;
  EXPECT_EQ(refused(book(""), limits), "sheet.too-many-parts");
  limits = {};
  limits.sheets = 1;
  Package two;
  two.sheets = {worksheet(""), worksheet("")};
  EXPECT_EQ(refused(two.bytes(), limits), "sheet.too-many-sheets");
  EXPECT_EQ(refused(book("<row r=\"1048577\"><c><v>1</v></c></row>")), "sheet.too-many-rows");
  EXPECT_EQ(refused(book("<row r=\"99999999999999999999\"><c><v>1</v></c></row>")),
            "sheet.damaged");
  limits = {};
  limits.cells = 2;
  EXPECT_EQ(refused("a,b,c", limits), "sheet.too-many-cells");
  limits = {};
  limits.text_bytes = 4;
  EXPECT_EQ(refused("aaa,bbb", limits), "sheet.too-much-text");
  limits = {};
  limits.shared_strings = 1;
  Package strings;
  strings.sheets = {worksheet("")};
  strings.shared_strings = "<si><t>a</t></si><si><t>b</t></si>";
  EXPECT_EQ(refused(strings.bytes(), limits), "sheet.too-many-shared-strings");
  limits = {};
  limits.styles = 1;
  strings.shared_strings.clear();
  strings.styles = "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"0\"/></cellXfs>";
  EXPECT_EQ(refused(strings.bytes(), limits), "sheet.too-many-styles");
  limits = {};
  limits.merged_cells = 10;
  const std::string row = "<row><c r=\"A1\"><v>1</v></c><c r=\"Z1\"><v>1</v></c></row>";
  EXPECT_EQ(refused(book(row, "<mergeCell ref=\"A1:Z1\"/>"), limits),
            "sheet.too-many-merged-cells");
  EXPECT_EQ(refused(std::string(40'000, 'x') + ",y"), "sheet.cell-too-long");
  EXPECT_EQ(refused(book("<row><c t=\"str\"><v>" + std::string(40'000, 'x') + "</v></c></row>")),
            "sheet.cell-too-long");
}

TEST(Hostile, TenMillionColumnsAreRefused) {
  std::string commas;
  commas.resize(10'000'000, ',');
  EXPECT_EQ(refused(commas), "sheet.too-many-columns");
  std::string cells;
  for (int i = 0; i < 100'000; ++i) cells += "<c/>";
  EXPECT_EQ(refused(book("<row>" + cells + "</row>")), "sheet.too-many-columns");
  EXPECT_EQ(refused(book("<row><c r=\"XFE1\"><v>1</v></c></row>")), "sheet.too-many-columns");
  EXPECT_EQ(refused(book("<row><c r=\"ZZZZZZZZZZZZZZZ1\"><v>1</v></c></row>")),
            "sheet.too-many-columns");
  EXPECT_EQ(refused(book("<row><c r=\"A1\"><v>1</v></c></row>", "<mergeCell ref=\"A1:XFE1\"/>")),
            "sheet.too-many-columns");
  std::string used;
  for (int i = 0; i < 513; ++i) used += "<c><v>1</v></c>";
  EXPECT_EQ(refused(book("<row>" + used + "</row>")), "sheet.too-many-used-columns");
  std::string keys = "{";
  for (int i = 0; i < 513; ++i) keys += (i > 0 ? ",\"k" : "\"k") + std::to_string(i) + "\":1";
  EXPECT_EQ(refused(keys + "}"), "sheet.too-many-used-columns");
}

// ---- delimited text ----

TEST(Delimited, QuotesNewlinesAndEveryLineEnd) {
  EXPECT_EQ(dump("a,b\r\n\"x,\"\"y\"\"\",\"1\n2\"\r\r\n,z"),
            "1: A=a B=b\n2: A=x,\"y\" B=1\n2\n4: B=z\n");
  EXPECT_EQ(dump("a,b\rc,d\r"), "1: A=a B=b\n2: A=c B=d\n");
}

TEST(Delimited, TheDelimiterIsGuessedFromTheRecords) {
  EXPECT_EQ(dump("a;b;c\n1,5;2,5;3\n4,5;5;6,7\n"),
            "1: A=a B=b C=c\n2: A=1,5 B=2,5 C=3\n3: A=4,5 B=5 C=6,7\n");
  EXPECT_EQ(dump("a\tb\n1,2\t3,4\n"), "1: A=a B=b\n2: A=1,2 B=3,4\n");
  EXPECT_EQ(dump("登记表\n姓名,来源\n张三,湖北;武汉\n李四,河南;郑州\n"),
            "1: A=登记表\n2: A=姓名 B=来源\n3: A=张三 B=湖北;武汉\n4: A=李四 B=河南;郑州\n");
  EXPECT_EQ(dump("sep=;\na;b,c\n"), "2: A=a B=b,c\n");
}

TEST(Delimited, AQuoteThatIsNeverClosedIsACharacter) {
  EXPECT_EQ(dump("户主,姓名\n张三,张三\n\",李四\n"),
            "1: A=户主 B=姓名\n2: A=张三 B=张三\n3: A=\" B=李四\n");
}

TEST(Delimited, TextsMarkedAsTextsComeBackAsTheyWere) {
  EXPECT_EQ(dump("a,b,c\n=\"0123\",\"=\"\"007\"\"\",'=1+1\n"),
            "1: A=a B=b C=c\n2: A=0123 B=007 C==1+1\n");
}

TEST(Delimited, EveryUsualEncodingIsRead) {
  const std::string want = "1: A=姓名 B=电话\n2: A=张三 B=1\n";
  const std::string utf8 = "姓名,电话\n张三,1\n";
  EXPECT_EQ(dump(utf8), want);
  EXPECT_EQ(dump("\xEF\xBB\xBF" + utf8), want);
  const std::string gbk = "\xD0\xD5\xC3\xFB,\xB5\xE7\xBB\xB0\n\xD5\xC5\xC8\xFD,1\n";
  EXPECT_EQ(dump(gbk), want);
  EXPECT_EQ(read(gbk).warnings.at(0).kind, &kReadAsGb18030);
  std::string le;
  std::string be;
  for (const char16_t c : std::u16string_view(u"姓名,电话\n张三,1\n")) {
    le += static_cast<char>(c & 0xFF);
    le += static_cast<char>(c >> 8);
    be += static_cast<char>(c >> 8);
    be += static_cast<char>(c & 0xFF);
  }
  EXPECT_EQ(dump("\xFF\xFE" + le), want);
  EXPECT_EQ(dump("\xFE\xFF" + be), want);
  EXPECT_EQ(dump(le), want);
  EXPECT_EQ(dump(be), want);
}

TEST(Delimited, AFourByteGb18030NameIsRead) {
  // U+20BB7, a form of 吉 that names have.
  EXPECT_EQ(dump("\xD0\xD5\xC3\xFB,x\n\x95\x34\xB2\x35,1\n"), "1: A=姓名 B=x\n2: A=𠮷 B=1\n");
}

// ---- JSON ----

TEST(Json, LinesBecomeRowsUnderTheUnionOfTheirKeys) {
  const auto got = read(
      "{\"姓名\":\"甲\",\"体温\":36.5,\"症状\":[\"咳嗽\",\"发热\"]}\n"
      "\n"
      "{\"姓名\":\"乙\",\"电话\":13054634619,\"住\":{\"楼\":1,\"室\":null},\"接触\":true}\n");
  EXPECT_EQ(got.format, FileFormat::kJson);
  EXPECT_EQ(dump(got.sheets[0]),
            "0: A=姓名 B=体温 C=症状 D=电话 E=住.楼 F=住.室 G=接触\n"
            "1: A=甲 B=36.5 C=咳嗽、发热\n"
            "3: A=乙 D=13054634619 E=1 G=TRUE\n");
  EXPECT_EQ(got.sheets[0].row(1)[1].kind, CellKind::kNumber);
}

TEST(Json, ABadLineIsReportedAndTheOthersAreRead) {
  const auto got =
      read("{\"a\":1}\n{\"a\":2\n[1]\n{\"a\":4},\n{\"a\":" + std::string(100, '[') + "}\n");
  EXPECT_EQ(dump(got.sheets[0]), "0: A=a\n1: A=1\n4: A=4\n");
  ASSERT_EQ(got.sheets[0].problems().size(), 3U);
  EXPECT_EQ(got.sheets[0].problems()[0].first, 2U);
  EXPECT_EQ(got.sheets[0].problems()[1].first, 3U);
  EXPECT_EQ(got.sheets[0].problems()[2].first, 5U);
  Limits limits;
  limits.problems = 2;
  EXPECT_EQ(refused("{\"a\":1}\nx\nx\nx\n", limits), "sheet.too-many-bad-rows");
}

TEST(Json, ArraysAndPrettyPrintedObjectsAreRead) {
  EXPECT_EQ(dump("[ {\"a\":\"x]\"},\n {\"b\":\n 2}, 7, {\"a\":{}} ]"),
            "0: A=a B=b\n1: A=x]\n2: B=2\n");
  EXPECT_EQ(dump("{\n  \"a\": 1,\n  \"b\": 2\n}\n"), "0: A=a B=b\n1: A=1 B=2\n");
}

}  // namespace
}  // namespace fx::sheet
