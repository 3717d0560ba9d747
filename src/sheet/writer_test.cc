#include "sheet/writer.h"

#include <limits>
#include <string>

#include <gtest/gtest.h>

#include "sheet/reader.h"
#include "sheet/zip.h"

namespace fx::sheet {
namespace {

Workbook read(const std::string& bytes) {
  auto book = read_workbook(bytes);
  if (!book) {
    ADD_FAILURE() << book.error().message(Language::kEn);
    return {};
  }
  return *std::move(book);
}

std::string part(const std::string& bytes, std::string_view name) {
  auto zip = internal::ZipArchive::open(bytes, Limits());
  if (!zip) return {};
  std::string out;
  const auto status = zip->read(name, [&out](std::string_view piece) {
    out += piece;
    return true;
  });
  EXPECT_TRUE(status);
  return out;
}

TEST(Writer, WhatIsWrittenIsReadBack) {
  XlsxWriter writer;
  writer.begin_sheet(
      {"登记表", "居民登记", {{"姓名", 10}, {"证件", 22}, {"数", 8}, {"日", 12}, {"时", 18}}});
  writer.row({OutCell::text("𠮷田"), OutCell::text("532601197312232932"), OutCell::number(36.8),
              OutCell::day(*make_day(2020, 2, 28)),
              OutCell::moment(*parse_instant("2020-02-28T17:05:00+08:00"))});
  writer.row({OutCell(), OutCell::number(std::int64_t{532601197312232932}),
              OutCell::number(std::int64_t{13054634619}), OutCell::day(*make_day(1899, 1, 1)),
              OutCell::number(std::numeric_limits<double>::quiet_NaN())});
  writer.begin_sheet({"二", "", {{"a", 5}}});
  writer.row({OutCell::text("b")});
  const auto book = read(writer.finish());
  ASSERT_EQ(book.sheets.size(), 2U);
  EXPECT_EQ(book.sheets[0].name(), "登记表");
  const Row first = book.sheets[0].row(2);
  EXPECT_EQ(first.number(), 3U);
  EXPECT_EQ(first.at(0).text, "𠮷田");
  EXPECT_EQ(first.at(1).text, "532601197312232932");
  EXPECT_EQ(first.at(1).kind, CellKind::kText);
  EXPECT_EQ(first.at(2).text, "36.8");
  EXPECT_EQ(first.at(2).kind, CellKind::kNumber);
  EXPECT_EQ(*first.at(3).day, *make_day(2020, 2, 28));
  EXPECT_EQ(first.at(4).text, "2020-02-28 17:05");
  const Row second = book.sheets[0].row(3);
  EXPECT_TRUE(second.at(0).empty());
  EXPECT_EQ(second.at(1).kind, CellKind::kText);  // a spreadsheet would round it
  EXPECT_EQ(second.at(1).text, "532601197312232932");
  EXPECT_EQ(second.at(2).text, "13054634619");
  EXPECT_EQ(second.at(3).text, "1899-01-01");
  EXPECT_TRUE(second.at(4).empty());
  EXPECT_EQ(book.sheets[1].row(1).at(0).text, "b");
}

TEST(Writer, NoTextBecomesAFormula) {
  XlsxWriter writer;
  writer.begin_sheet({"s", "=T()", {{"=H()", 5}}});
  for (const char* text : {"=1+1", "{=1+1}", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"http://x\")",
                           "http://x", "mailto:x"}) {
    writer.row({OutCell::text(text)});
  }
  const std::string bytes = writer.finish();
  const std::string sheet = part(bytes, "xl/worksheets/sheet1.xml");
  EXPECT_EQ(sheet.find("<f>"), std::string::npos);
  EXPECT_EQ(sheet.find("hyperlink"), std::string::npos);
  EXPECT_EQ(read(bytes).sheets[0].row(2).at(0).text, "=1+1");

  CsvWriter csv;
  csv.row({OutCell::text("=1+1"), OutCell::text("\t=1"), OutCell::text("'=1"), OutCell::text("-"),
           OutCell::number(std::int64_t{-5}), OutCell::text("a\"b\n")});
  EXPECT_EQ(csv.bytes(), "\xEF\xBB\xBF'=1+1,\"'\t=1\",''=1,'-,-5,\"a\"\"b\n\"\r\n");
}

TEST(Writer, PrintsAcrossTheWidthWithHeadingsOnEveryPage) {
  XlsxWriter writer;
  writer.begin_sheet({"s", "title", {{"a", 5}, {"b", 5}}, 1});
  writer.row({OutCell::text("x"), OutCell::text("y")});
  const std::string bytes = writer.finish();
  const std::string sheet = part(bytes, "xl/worksheets/sheet1.xml");
  EXPECT_NE(sheet.find("fitToPage=\"1\""), std::string::npos);
  EXPECT_NE(sheet.find("orientation=\"landscape\""), std::string::npos);
  EXPECT_NE(sheet.find("paperSize=\"9\""), std::string::npos);
  EXPECT_NE(sheet.find("<autoFilter ref=\"A2:B3\"/>"), std::string::npos);
  EXPECT_NE(sheet.find("xSplit=\"1\" ySplit=\"2\""), std::string::npos);
  EXPECT_NE(part(bytes, "xl/workbook.xml").find("s!$1:$2"), std::string::npos);
}

TEST(Writer, TabNamesAreMadeLegalAndUnique) {
  XlsxWriter writer;
  const std::string long_name =
      "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五";
  for (const std::string& name :
       {std::string("a/b"), std::string("A/B"), std::string(), long_name, long_name}) {
    writer.begin_sheet({name, "", {}});
    writer.row({OutCell::text("x")});
  }
  const auto book = read(writer.finish());
  ASSERT_EQ(book.sheets.size(), 5U);
  EXPECT_EQ(book.sheets[0].name(), "a_b");
  EXPECT_EQ(book.sheets[1].name(), "A_B (2)");
  EXPECT_EQ(book.sheets[2].name(), "Sheet3");
  EXPECT_NE(book.sheets[3].name(), book.sheets[4].name());
}

TEST(Writer, WhatACellCannotHoldIsCutOrReplacedAndCounted) {
  XlsxWriter writer;
  writer.begin_sheet({"s", "", {{"a", 5}}});
  std::string long_text;
  for (int i = 0; i < 20'000; ++i) long_text += "𠮷";
  writer.row({OutCell::text(long_text)});
  writer.row({OutCell::text(std::string_view("a\0b\xFF\x01", 5))});
  EXPECT_EQ(writer.texts_cut(), 1U);
  const auto book = read(writer.finish());
  EXPECT_EQ(book.sheets[0].row(1).at(0).text.size(), std::size_t{4} * 16'383);
  EXPECT_EQ(book.sheets[0].row(2).at(0).text, "a\uFFFDb\uFFFD\uFFFD");
}

TEST(Writer, AnUnfinishedWorkbookIsThrownAway) {
  XlsxWriter writer;
  writer.begin_sheet({"s", "", {{"a", 5}}});
  writer.row({OutCell::text("x")});
}

}  // namespace
}  // namespace fx::sheet
