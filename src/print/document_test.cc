#include "print/document.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <ZXing/ReadBarcode.h>
#include <ZXing/TextUtfEncoding.h>
#include <cairo.h>
#include <fontconfig/fontconfig.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pango/pangocairo.h>
#include <unistd.h>

#include "print/samples.h"

// Cairo 1.16 forgets some 100 bytes for each CFF font it embeds (while the surface is finished). To
// leave out just that, the leak checker needs whole call stacks. Read by sanitizer builds only.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
extern "C" const char* __asan_default_options();
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __asan_default_options() { return "fast_unwind_on_malloc=0"; }
extern "C" const char* __lsan_default_suppressions() { return "leak:cairo_surface_finish\n"; }
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

namespace fx::print {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

#ifdef __SANITIZE_ADDRESS__
// Fontconfig, Pango and Cairo keep caches for the life of the process. Emptied at the end, they do
// not hide from the leak checker what this folder might forget to free. Cairo asserts that nothing
// of its own is alive then, which its own leaks can break: only where the leak checker looks.
class EmptyCaches : public ::testing::Environment {
 public:
  void TearDown() override {
    pango_cairo_font_map_set_default(nullptr);
    cairo_debug_reset_static_data();
    FcFini();
  }
};
const auto* const kEnvironment = ::testing::AddGlobalTestEnvironment(new EmptyCaches);
#endif

// What another program reads from the file: poppler's pdftotext, pdfinfo and pdffonts.
std::string run(const std::string& program, const std::string& pdf, const std::string& options) {
  std::string path = ::testing::TempDir() + "/print_XXXXXX";
  const int fd = mkstemp(path.data());
  EXPECT_GE(fd, 0);
  EXPECT_EQ(write(fd, pdf.data(), pdf.size()), static_cast<ssize_t>(pdf.size()));
  close(fd);
  const std::string command =
      program + " " + options + " " + path + (program == "pdftotext" ? " -" : "");
  std::string out;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) {
    ADD_FAILURE() << command;
    return out;
  }
  std::array<char, 4096> buffer{};
  while (const std::size_t n = fread(buffer.data(), 1, buffer.size(), pipe)) {
    out.append(buffer.data(), n);
  }
  EXPECT_EQ(pclose(pipe), 0) << command;
  std::remove(path.c_str());
  return out;
}

std::string raw_text(const Printed& printed) {
  return run("pdftotext", printed.pdf, "-enc UTF-8 -raw");
}

// Text in reading order without white space, so that a sentence can be found over its line breaks.
std::string squeezed(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\f'; });
  return text;
}

int count(const std::string& text, const std::string& part) {
  int n = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

std::string read_code(const Raster& page) {
  const auto result = ZXing::ReadBarcode(
      {page.pixels.data(), page.width, page.height, ZXing::ImageFormat::Lum},
      ZXing::DecodeHints().setFormats(ZXing::BarcodeFormat::QRCode).setTryHarder(true));
  return result.isValid() ? ZXing::TextUtfEncoding::ToUtf8(result.text()) : "";
}

// What a cheap printer and a phone in poor light do to a page: gray paper, noise, specks, blur.
Raster worn(Raster page, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<double> noise(0, 12);
  std::uniform_int_distribution<int> speck(0, 499);
  for (auto& pixel : page.pixels) {
    double v = 60 + pixel * 0.6 + noise(random);
    if (speck(random) == 0) v = 255 - v;
    pixel = static_cast<std::uint8_t>(std::clamp(v, 0.0, 255.0));
  }
  return page;
}

std::string signed_sample() {
  static const std::string text = *sign(samples::payload(), SigningKey::generate());
  return text;
}

// FX_PRINT_SAMPLES=<folder> keeps every paper for looking at.
void keep(const std::string& name, const Printed& printed) {
  if (const char* folder = std::getenv("FX_PRINT_SAMPLES")) {
    std::ofstream(std::string(folder) + "/" + name + ".pdf", std::ios::binary) << printed.pdf;
  }
}

TEST(ReleaseCertificate, FitsOnePageAndCanBeReadByOtherPrograms) {
  const Printed out = render(samples::release(signed_sample()));
  keep("release", out);
  EXPECT_EQ(out.pages, 1);
  EXPECT_EQ(out.missing_glyphs, 0);
  const std::string text = squeezed(raw_text(out));
  for (const char* part :
       {"解除隔离医学观察告知书", "编号：离社隔解〔2020〕12号", "𠮷*明", "5304**********0012",
        "〇一小区3号楼2单元501室", "自2020年2月10日起", "至2020年2月23日24时期满，共14天",
        "应测28次，实测28次，最高36.9℃", "2020年2月22日采样，核酸检测（鼻咽拭子）：阴性",
        "《中华人民共和国传染病防治法》第三十九条、第四十一条、《突发公共卫生事件应急条例》",
        "可向新平街道办事处陈述、申辩（电话：0871-65550100）；也可自收到本告知书之日起60日内",
        "离卜嘎社区居民委员会", "2020年2月24日", "第1页共1页", "打印时间：2020-02-2409:30",
        "盖章处"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

TEST(ReleaseCertificate, LeavesOutWhatIsNotThere) {
  ReleaseCertificate c = samples::release("");
  c.id_number.clear();
  c.tests.clear();
  c.advice.clear();
  c.readings.clear();
  c.issue.appeal = {};
  c.issue.legal_basis.clear();
  const std::string text = squeezed(raw_text(render(c)));
  for (const char* part : {"证件号码", "检测结果", "健康监测", "根据", "异议", "防护：", "电话"}) {
    EXPECT_THAT(text, Not(HasSubstr(part)));
  }
}

TEST(DoorNotice, SaysUntilWhenAndWhomToCallOnOnePage) {
  const Printed out = render(samples::door(signed_sample()));
  keep("door", out);
  EXPECT_EQ(out.pages, 1);
  EXPECT_EQ(out.missing_glyphs, 0);
  const std::string text = squeezed(raw_text(out));
  for (const char* part :
       {"温馨提示", "3号楼2单元501室", "居家医学观察", "2020年2月23日24时", "谢绝来访", "放门口",
        "社区医生", "0871-65550112", "依据：", "可向新平街道办事处"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

TEST(OrderNotice, CarriesRightsDutiesBasisAppealAndReceipt) {
  const Printed out = render(samples::order(signed_sample()));
  keep("order", out);
  EXPECT_LE(out.pages, 2);
  EXPECT_EQ(out.missing_glyphs, 0);
  const std::string text = squeezed(raw_text(out));
  for (const char* part :
       {"医学观察告知书", "欧阳*：", "因您于2020年2月9日自外省返回", "您的权利", "不得无故延长",
        "请您配合", "每日早、晚各测体温一次", "期满与解除", "异议与救济", "网格员", "送达回执",
        "本人已收到编号为离社隔告〔2020〕31号的《医学观察告知书》", "被告知人："}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

TEST(TableReport, LongTablesRepeatTheirHeadingOnEveryPage) {
  const Printed out = render(samples::daily(90));
  keep("daily-long", out);
  EXPECT_GE(out.pages, 3);
  const std::string text = squeezed(raw_text(out));
  // The last page may hold nothing but the notes and the signatures.
  EXPECT_GE(count(text, "（续表）"), 2);
  EXPECT_GE(count(text, "（续表）"), out.pages - 2);
  EXPECT_EQ(count(text, "未联系上"), count(text, "（续表）") + 1);
  for (int page = 1; page <= out.pages; ++page) {
    EXPECT_THAT(text,
                HasSubstr("第" + std::to_string(page) + "页共" + std::to_string(out.pages) + "页"));
  }
  // Every row once, none lost at a page's end.
  for (int i = 1; i <= 90; ++i) {
    EXPECT_EQ(count(text, "第" + std::to_string(i) + "网格"), 1) << i;
  }
  EXPECT_EQ(count(text, "小计"), 2);
  EXPECT_THAT(text, HasSubstr("填报人"));
  EXPECT_THAT(run("pdfinfo", out.pdf, ""), HasSubstr("841.89 x 595.276 pts (A4)"));
}

TEST(TableReport, OneDayOfACommunityIsOnePage) {
  const Printed out = render(samples::daily(12));
  keep("daily", out);
  EXPECT_EQ(out.pages, 1);
  EXPECT_EQ(out.missing_glyphs, 0);
}

TEST(Document, FontsAreEmbeddedAsSubsetsAndFilesAreSmall) {
  const Printed out = render(samples::release(signed_sample()));
  const std::string fonts = run("pdffonts", out.pdf, "");
  // name, type, encoding, emb, sub, uni
  EXPECT_THAT(fonts, HasSubstr("+NotoSerifCJK"));
  EXPECT_THAT(fonts, HasSubstr("CID Type 0C"));
  EXPECT_THAT(fonts, HasSubstr("yes yes yes"));
  EXPECT_THAT(fonts, Not(HasSubstr(" no ")));
  EXPECT_THAT(fonts, Not(HasSubstr("Type 3")));
  EXPECT_LT(out.pdf.size(), 200'000U);
  EXPECT_LT(render(samples::daily(90)).pdf.size(), 200'000U);
}

TEST(Document, TheSameCallsGiveTheSameBytes) {
  const std::string code = signed_sample();
  const std::string first = render(samples::release(code)).pdf;
  const std::string other = render(samples::daily(40)).pdf;
  EXPECT_EQ(render(samples::release(code)).pdf, first);
  std::string elsewhere;
  std::thread([&] { elsewhere = render(samples::release(code)).pdf; }).join();
  EXPECT_EQ(elsewhere, first);
  EXPECT_EQ(render(samples::daily(40)).pdf, other);

  ReleaseCertificate later = samples::release(code);
  later.issue.printed_at.millis += 60'000;
  EXPECT_NE(render(later).pdf, first);
  EXPECT_THAT(run("pdfinfo", first, "-isodates"), HasSubstr("2020-02-24T"));
}

TEST(Document, ManyThreadsPrintAtOnce) {
  const std::string expected = render(samples::door("")).pdf;
  std::vector<std::string> results(6);
  std::vector<std::thread> threads;
  for (auto& result : results) {
    threads.emplace_back([&result] { result = render(samples::door("")).pdf; });
  }
  for (auto& thread : threads) thread.join();
  for (const auto& result : results) EXPECT_EQ(result, expected);
}

TEST(Document, CodesCanBeReadFromAWornPrintAtOneHundredDotsPerInch) {
  const std::string code = signed_sample();
  std::vector<Document> documents;
  documents.push_back(compose(samples::release(code)));
  documents.push_back(compose(samples::order(code)));
  documents.push_back(compose(samples::door(code)));
  for (const Document& doc : documents) {
    const int pages = doc.pdf().pages;
    int read = 0;
    for (unsigned seed = 0; seed < 5; ++seed) {
      for (int page = 1; page <= pages; ++page) {
        if (read_code(worn(doc.raster(page, 100), seed)) == code) ++read;
      }
    }
    EXPECT_EQ(read, 5);
  }
}

TEST(Document, OverlongNamesAndWordsWrapInsideTheirColumn) {
  Document doc({}, {});
  const std::string name = "阿布都热依木·买买提江·图尔荪托合提·阿卜杜拉";
  doc.pairs({{"姓名", name + name + name}, {"证件号码", "X"}}, 2);
  Table table;
  table.columns = {{"姓名", "", 20, Align::kLeft}, {"编号", "", 18, Align::kLeft}, {"备注"}};
  table.rows = {{{name, std::string(60, 'W'), "短"}}};
  doc.table(table);
  const Printed out = doc.pdf();
  keep("wrap", out);
  // Nothing stands outside the margins: A4 is 595 points wide, 24 mm are 68 and 22 mm are 62.
  const std::string boxes = run("pdftotext", out.pdf, "-bbox");
  double low = 1e9;
  double high = 0;
  for (auto at = boxes.find("<word "); at != std::string::npos; at = boxes.find("<word ", at + 1)) {
    low = std::min(low, std::atof(boxes.c_str() + boxes.find("xMin=", at) + 6));
    high = std::max(high, std::atof(boxes.c_str() + boxes.find("xMax=", at) + 6));
  }
  EXPECT_GE(low, 68 - 0.5);
  EXPECT_LE(high, 595 - 62 + 0.5);
  EXPECT_EQ(count(squeezed(raw_text(out)), "W"), 60);
}

TEST(Document, NumbersAreNeverBrokenHoweverManyColumnsThereAre) {
  PageSetup page;
  page.orientation = Orientation::kLandscape;
  Document doc(page, {});
  Table table;
  table.size = 6.5;
  table.columns.push_back({"区域", "", 26, Align::kLeft});
  Row row{{"第1网格"}};
  for (int i = 0; i < 27; ++i) {
    table.columns.push_back({"当日新增集中隔离医学观察（人）", "", 0, Align::kRight});
    row.cells.push_back(std::to_string(35900 + i));
  }
  table.rows.push_back(row);
  doc.table(table);
  const Printed out = doc.pdf();
  keep("narrow", out);
  const std::string lines = run("pdftotext", out.pdf, "-layout");
  for (int i = 0; i < 27; ++i) EXPECT_THAT(lines, HasSubstr(std::to_string(35900 + i)));
  EXPECT_THAT(lines, HasSubstr("（人）"));
}

TEST(Document, ARowHigherThanAPageIsSplitWithoutLoss) {
  Document doc({}, {});
  Table table;
  table.columns = {{"项目", "", 30, Align::kLeft}, {"内容"}};
  std::string lines;
  for (int i = 0; i < 200; ++i) lines += "记录" + std::to_string(1000 + i) + "止\n";
  table.rows = {{{"前", "一行"}}, {{"巡查", lines}}, {{"后", "末行"}}};
  doc.table(table);
  const Printed out = doc.pdf();
  EXPECT_GE(out.pages, 3);
  const std::string text = squeezed(raw_text(out));
  for (int i = 0; i < 200; ++i) {
    EXPECT_EQ(count(text, "记录" + std::to_string(1000 + i) + "止"), 1) << i;
  }
  EXPECT_EQ(count(text, "末行"), 1);
}

TEST(Document, LongParagraphsRunOverPagesWithoutLoss) {
  Document doc({}, {});
  std::string text;
  for (int i = 0; i < 900; ++i) text += "第" + std::to_string(1000 + i) + "句话。";
  doc.paragraph(text);
  doc.heading("小标题");
  doc.pairs({{"长值", text}}, 1);
  const Printed out = doc.pdf();
  EXPECT_GE(out.pages, 5);
  std::string back = squeezed(raw_text(out));
  for (int i = 0; i < 900; ++i) {
    EXPECT_EQ(count(back, std::to_string(1000 + i)), 2) << i;
  }
}

TEST(Document, TextIsNeverMarkupAndCannotReorderItself) {
  Document doc({}, {.title = "t\xff\x01", .author = {}, .created = {}});
  doc.paragraph(
      "<b>李&amp;</b>\xff"
      "甲\xe2\x80\xae"
      "乙\x07"
      "丙");
  const Printed out = doc.pdf();
  const std::string text = squeezed(raw_text(out));
  EXPECT_THAT(text, HasSubstr("<b>李&amp;</b>\xef\xbf\xbd甲乙丙"));
}

TEST(Document, CharactersThatNoFontHasAreCounted) {
  Document doc({}, {});
  doc.paragraph("\xf3\xb0\x80\x81甲");  // U+F0001, private use
  EXPECT_EQ(doc.pdf().missing_glyphs, 1);
}

TEST(Document, SimplifiedChineseFormsAreUsed) {
  // 骨 differs between the regions' fonts; only the SC faces may be in the file.
  Document doc({}, {});
  doc.paragraph("骨直 fi 123");
  const std::string fonts = run("pdffonts", doc.pdf().pdf, "");
  EXPECT_THAT(fonts, Not(HasSubstr("JP")));
}

TEST(Document, AnEmptyDocumentIsOnePage) { EXPECT_EQ(Document({}, {}).pdf().pages, 1); }

TEST(Document, ThereIsNoPageBeyondTheLast) {
  EXPECT_THROW(static_cast<void>(Document({}, {}).raster(2, 72)), std::out_of_range);
}

TEST(DocumentDeathTest, WithoutFontsTheRemedyIsNamed) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      {
        const std::string path = ::testing::TempDir() + "/no-fonts.conf";
        std::ofstream(path) << "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM "
                               "\"fonts.dtd\"><fontconfig></fontconfig>";
        setenv("FONTCONFIG_FILE", path.c_str(), 1);
        try {
          static_cast<void>(Document({}, {}).pdf());
        } catch (const FontsMissing& e) {
          std::fprintf(stderr, "%s\n", e.what());
          std::_Exit(3);
        }
        std::_Exit(0);
      },
      ::testing::ExitedWithCode(3), "fonts-noto-cjk");
}

}  // namespace
}  // namespace fx::print
