// Packs as files that people and programs make, and files that mean harm.
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <xlsxwriter.h>

#include "policy/findings.h"
#include "policy/folder.h"
#include "policy/refusals.h"
#include "policy/table_reader.h"
#include "policy/test_pack.h"

namespace fx::policy {
namespace {

namespace fs = std::filesystem;
using testing::replaced;

// A folder that is gone when the test is over.
class Folder {
 public:
  Folder() {
    path_ = fs::path(::testing::TempDir()) /
            ("policy-" + std::to_string(reinterpret_cast<std::uintptr_t>(this)));
    fs::remove_all(path_);
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] const fs::path& path() const { return path_; }
  void write(const std::string& name, std::string_view bytes) const {
    std::ofstream(path_ / name, std::ios::binary) << bytes;
  }

 private:
  fs::path path_;
};

// The placement table of the test pack as a spreadsheet program saves it: days as numbers, a
// heading of two words, a blank row.
std::string workbook(bool second_sheet, const char* cell = nullptr) {
  const Folder folder;
  const auto file = folder.path() / "book.xlsx";
  lxw_workbook* book = workbook_new(file.c_str());
  lxw_worksheet* sheet = workbook_add_worksheet(book, nullptr);
  if (second_sheet) sheet = workbook_add_worksheet(book, nullptr);
  const char* header[] = {
      "来源名单 origin_set", "age",          "class",     "measure", "days",
      "counted_from",        "then_measure", "then_days", "basis",   "max_days"};
  for (int c = 0; c < 10; ++c) {
    worksheet_write_string(sheet, 0, static_cast<lxw_col_t>(c), header[c], nullptr);
  }
  const auto text = [&](int row, int column, const char* value) {
    worksheet_write_string(sheet, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column),
                           value, nullptr);
  };
  const auto number = [&](int row, int column, double value) {
    worksheet_write_number(sheet, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column),
                           value, nullptr);
  };
  text(1, 0, "hubei");
  text(1, 1, cell == nullptr ? ">=60" : cell);
  text(1, 2, "hubei");
  text(1, 3, "居家隔离医学观察");
  number(1, 4, 14);
  text(1, 5, "arrival");
  text(1, 8, "law");
  number(1, 9, 28);
  // Row 3 of the sheet is blank.
  text(3, 0, "-");
  text(3, 2, "other");
  text(3, 3, "self_monitoring");
  number(3, 4, 14.0);
  text(3, 5, "arrival");
  workbook_close(book);
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

Files with_workbook(const std::string& bytes) {
  auto files = testing::test_files();
  for (int i = 0; i < 2; ++i) {
    files["pack.yaml"] =
        replaced(files["pack.yaml"], "{file: placement.csv,", "{file: placement.xlsx,");
  }
  files.erase("placement.csv");
  files["placement.xlsx"] = bytes;
  return files;
}

TEST(Workbooks, AreTablesLikeAnyOther) {
  for (const bool second : {false, true}) {  // an empty first sheet is passed over
    const auto report = load_report(with_workbook(workbook(second)));
    for (const auto& problem : report.problems) ADD_FAILURE() << problem.message(Language::kEn);
    ASSERT_NE(report.pack, nullptr);
    const auto& table = *report.pack->editions().front().table("placement");
    ASSERT_EQ(table.rows.size(), 2U);
    EXPECT_EQ(table.rows[1].number, 4) << "as the program counts, with the blank row";
    auto facts = report.pack->facts();
    facts.choose("origin_set", "hubei").choose("age", "60");
    const auto placement = report.pack->editions().front().placement(facts);
    ASSERT_TRUE(placement);
    EXPECT_EQ((*placement)->measure, Measure::kHome);
    EXPECT_EQ((*placement)->days, 14);
  }
}

TEST(Workbooks, ProblemsNameTheRowAndColumn) {
  const auto refused = load_pack(with_workbook(workbook(false, ">=sixty")));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message(Language::kEn),
              ::testing::HasSubstr("placement.xlsx row 2 column \"age\""));
  const auto broken = load_pack(with_workbook("PK\x03\x04 but not really"));
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().kind, &kNotWorkbook);
  EXPECT_EQ(broken.error().message(Language::kZh).find('{'), std::string::npos);
}

// What spreadsheet programs make of days and times as people type them.
TEST(Workbooks, DatesAndTimesComeBackAsTheyWereMeant) {
  const Folder folder;
  const auto file = folder.path() / "book.xlsx";
  lxw_workbook* book = workbook_new(file.c_str());
  lxw_worksheet* sheet = workbook_add_worksheet(book, nullptr);
  lxw_format* date = workbook_add_format(book);
  format_set_num_format(date, "yyyy/m/d");
  lxw_format* time = workbook_add_format(book);
  format_set_num_format(time, "h:mm");
  worksheet_write_string(sheet, 0, 0, "day", nullptr);
  worksheet_write_number(sheet, 1, 0, 43862, date);
  worksheet_write_number(sheet, 1, 1, 0.4375, time);
  worksheet_write_boolean(sheet, 1, 2, 1, nullptr);
  worksheet_write_number(sheet, 1, 3, 37.3, nullptr);
  workbook_close(book);
  std::ifstream in(file, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), {});
  const auto rows = parse_table(bytes, "t.xlsx");
  ASSERT_TRUE(rows);
  const auto& cells = rows->at(1).cells;
  const auto vocabulary = builtin_vocabulary();
  FactDecl day;
  day.type = FactType::kDay;
  day.max = 100'000;
  EXPECT_EQ(day.parse(cells[0]), parse_day("2020-02-01")->number);
  const auto& deadline = vocabulary.topic("reporting")->outcomes.front();
  EXPECT_EQ(parse_outcome(deadline, cells[1])->values, std::vector<Value>{10 * 60 + 30});
  EXPECT_EQ(parse_flag(cells[2]), true);
  EXPECT_EQ(parse_fixed(cells[3], 1), 373);
}

// --- files that mean harm ------------------------------------------------------------------------

const RefusalKind* refused(const Files& files) {
  const auto report = load_report(files);
  if (report.pack) return nullptr;
  const auto& first = report.problems.front();
  EXPECT_FALSE(first.message(Language::kZh).empty());
  EXPECT_FALSE(first.remedy(Language::kEn).empty());
  return first.kind;
}

TEST(Hostile, AliasBombsAreRefusedBeforeTheyGrow) {
  std::string bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n";
  for (char c = 'b'; c < 'j'; ++c) {
    bomb += std::string(1, c) + ": &" + c + " [";
    for (int i = 0; i < 10; ++i) bomb += std::string("*") + static_cast<char>(c - 1) + ",";
    bomb += "]\n";
  }
  EXPECT_EQ(refused({{"pack.yaml", bomb}}), &kYamlAlias);
}

TEST(Hostile, DeepNestingIsRefused) {
  EXPECT_EQ(refused({{"pack.yaml", std::string(100'000, '[')}}), &kYamlTooDeep);
  std::string deep;
  for (int i = 0; i < 200; ++i) deep += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  EXPECT_EQ(refused({{"pack.yaml", deep}}), &kYamlTooDeep);
}

TEST(Hostile, LargeFilesAreRefusedUnread) {
  EXPECT_EQ(refused({{"pack.yaml", std::string(std::size_t{100} << 20, 'a')}}), &kFileTooLarge);
  auto files = testing::test_files();
  files["placement.csv"] = std::string(std::size_t{3} << 20, ',');
  EXPECT_EQ(refused(files), &kFileTooLarge);
  const Folder folder;
  for (const auto& [name, bytes] : testing::test_files()) folder.write(name, bytes);
  fs::resize_file(folder.path() / "placement.csv", std::uintmax_t{100} << 20);  // sparse
  const auto pack = load_pack(folder.path());
  ASSERT_FALSE(pack);
  EXPECT_EQ(pack.error().kind, &kFileTooLarge);
}

TEST(Hostile, WorkbooksCutShortOrWithoutEndAreRefused) {
  auto bytes = workbook(false);
  const auto pack = load_pack(with_workbook(bytes.substr(0, bytes.size() / 2)));
  ASSERT_FALSE(pack);
  EXPECT_EQ(pack.error().kind, &kNotWorkbook);
  const Folder folder;
  const auto file = folder.path() / "wide.xlsx";
  lxw_workbook* book = workbook_new(file.c_str());
  lxw_worksheet* sheet = workbook_add_worksheet(book, nullptr);
  for (lxw_row_t r = 0; r < 1'500; ++r) worksheet_write_string(sheet, r, 0, "hubei", nullptr);
  workbook_close(book);
  std::ifstream in(file, std::ios::binary);
  const std::string many((std::istreambuf_iterator<char>(in)), {});
  EXPECT_EQ(refused(with_workbook(many)), &kCsvTooLong);
}

TEST(Hostile, LinksOutOfTheFolderAreNotFollowed) {
  const Folder outside;
  outside.write("secret.csv", testing::test_files().at("placement.csv"));
  const Folder folder;
  for (const auto& [name, bytes] : testing::test_files()) {
    if (name != "placement.csv") folder.write(name, bytes);
  }
  fs::create_symlink(outside.path() / "secret.csv", folder.path() / "placement.csv");
  const auto pack = load_pack(folder.path());
  ASSERT_FALSE(pack);
  EXPECT_EQ(pack.error().kind, &kFileMissing);
  fs::remove(folder.path() / "placement.csv");
  fs::create_directory_symlink(outside.path(), folder.path() / "sub");
  auto yaml = testing::test_files().at("pack.yaml");
  yaml = replaced(replaced(yaml, "{file: placement.csv,", "{file: sub/secret.csv,"),
                  "{file: placement.csv,", "{file: sub/secret.csv,");
  folder.write("pack.yaml", yaml);
  EXPECT_EQ(load_pack(folder.path()).error().kind, &kFileMissing);
}

TEST(Hostile, NamesOutOfTheFolderAreRefused) {
  for (const char* name :
       {"../x.csv", "/etc/passwd", "a//b.csv", "A.csv", "x y.csv", "c:\\x.csv"}) {
    auto files = testing::test_files();
    files["pack.yaml"] =
        replaced(files["pack.yaml"], "{file: tests.csv,", std::string("{file: '") + name + "',");
    EXPECT_EQ(refused(files), &kBadPath) << name;
  }
}

}  // namespace
}  // namespace fx::policy
