// Lists of sites as offices keep them.
#include <algorithm>

#include "modules/sites/list.h"
#include "modules/sites/test_support.h"

namespace fx::sites {
namespace {

class SiteImport : public SiteOffice {
 protected:
  SiteImport() { open(); }

  Result<SiteImportReport> import(const std::string& text, bool dry_run = false,
                                  const std::string& area = kCommunity) {
    later();
    return import_lists(*host_, actor_, area, {{"list.csv", text}},
                        {dry_run, {}, "", Language::kEn});
  }
  static std::vector<std::string> codes(const SiteImportReport& report, bool taken) {
    std::vector<std::string> out;
    for (const auto& problem : report.problems) {
      if (problem.taken == taken) {
        out.push_back(std::to_string(problem.row) + " " + problem.column + " " + problem.code);
      }
    }
    return out;
  }
  json::Value named(const std::string& name) {
    const auto all = list({{"q", name}}).at("sites");
    return all.as_array().empty() ? json::Value() : all.at(0);
  }
  using Lines = std::vector<std::string>;
};

constexpr const char* kList =
    "里布嘎社区场所台账（2020年2月）\n"
    "序号,单位名称,类别,小区,楼栋,详细地址,联系电话,负责人,床位数,营业状态,经度,纬度,备注\n"
    "1,里布嘎小学,学校,,,普阳路18号,0876-2123456,李老师,1260人,正常,104.25,23.37,\n"
    "2,福源大药房,药店,桂花苑,1幢,,13888761234,王经理,,停业,,,\n"
    "3,桂花苑南门,小区出入口,桂花苑,,,,,,,,,\n"
    "合计,3,,,,,,,,,,,\n";

TEST_F(SiteImport, AListComesInByItsHeadings) {
  const auto preview = import(kList, true);
  ASSERT_TRUE(preview) << preview.error().message(Language::kEn);
  EXPECT_TRUE(preview->import.is_nil());
  EXPECT_EQ(preview->sites_new, 3);
  EXPECT_EQ(list().at("total"), 0) << "a dry run keeps nothing";
  const auto report = import(kList);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->files[0].rows, 3);
  EXPECT_EQ(report->files[0].accepted, 3);
  EXPECT_EQ(report->sites_new, 3);
  EXPECT_EQ(report->sites_closed, 1);
  EXPECT_EQ(codes(*report, false), Lines());
  const auto school = named("里布嘎小学");
  EXPECT_EQ(school.at("area"), kCommunity);
  EXPECT_EQ(school.at("address"), "普阳路18号");
  EXPECT_EQ(school.at("phone"), "0876-2123456");
  EXPECT_EQ(school.at("places"), 1260);
  EXPECT_EQ(school.at("contact"), "李老师");
  EXPECT_EQ(school.at("located"), true);
  const auto store = named("福源大药房");
  EXPECT_EQ(store.at("area"), json::Value(at("-1-1-1"))) << "1幢 is 1栋";
  EXPECT_TRUE(without(store, "phone")) << "a mobile phone is a person's";
  EXPECT_EQ(store.at("contact_phone"), "13888761234");
  EXPECT_EQ(store.at("state"), "closed");
  EXPECT_EQ(named("南门").at("gate"), true);
  EXPECT_EQ(count("select count(*) from journal_entry where payload like '%13888761234%' or payload"
                  " like '%王经理%'"),
            0);
}

TEST_F(SiteImport, TheSameListAgainChangesNothingAndWhatWasCorrectedStays) {
  ASSERT_TRUE(import(kList));
  const auto entries = count("select count(*) from journal_entry");
  const auto again = import(kList);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->files[0].unchanged, 3);
  EXPECT_EQ(again->sites_new + again->sites_changed + again->sites_closed, 0);
  EXPECT_EQ(count("select count(*) from journal_entry"), entries);
  // Opened again by hand: the old list does not close it.
  later();
  const auto store = std::string(named("福源大药房").at("site").as_string());
  ok("sites.reopen", {{"site", store}});
  ASSERT_TRUE(import(kList));
  EXPECT_EQ(named("福源大药房").at("state"), "open");
  // A list that says something else does.
  std::string newer = kList;
  newer.replace(newer.find("正常,104.25"), 6, "停课");
  const auto changed = import(newer);
  ASSERT_TRUE(changed);
  EXPECT_EQ(changed->sites_closed, 1);
  EXPECT_EQ(named("里布嘎小学").at("state"), "closed");
  EXPECT_EQ(named("里布嘎小学").at("places"), 1260) << "what the row leaves out stays";
}

TEST_F(SiteImport, RowsThatCannotBeUsedAreSetAsideWithColumnAndRemedy) {
  const auto report = import(
      "名称,类别,小区,区划代码,联系电话,开业日期,经度,纬度\n"
      "甲商店,城堡,,,,,,\n"
      ",商店,,,,,,\n"
      "乙商店,商店,,999999,,,,\n"
      "丙商店,商店,桂花苑,,12345,不详,104.25,\n"
      "丁药房,,石榴园,,,,,\n"
      "戊商店,商店,桂花苑,,,,,\n"
      "戊商店,商店,桂花苑,,,,,\n"
      "己商店,商店,,532601003005-1-1-2,,2019-05-01,23.37,104.25\n");
  ASSERT_TRUE(report) << report.error().message(Language::kEn);
  EXPECT_EQ(report->files[0].rows, 8);
  EXPECT_EQ(report->files[0].accepted, 4);
  EXPECT_EQ(report->files[0].set_aside, 4);
  auto aside = codes(*report, false);
  std::sort(aside.begin(), aside.end());
  EXPECT_EQ(aside, (Lines{"2 类别 sites.unknown-kind", "3 名称 sites.no-name", "4  sites.not-here",
                          "8  sites.twice-in-list"}));
  auto doubts = codes(*report, true);
  std::sort(doubts.begin(), doubts.end());
  EXPECT_EQ(doubts, (Lines{"5 开业日期 sites.unreadable", "5 经度 sites.unreadable",
                           "5 联系电话 sites.unreadable", "6  sites.place-not-found",
                           "6 名称 sites.guessed-kind", "9 经度 geo.swapped"}));
  EXPECT_EQ(named("丁药房").at("kind"), "drug_store");
  EXPECT_EQ(named("己商店").at("since"), "2019-05-01");
  for (const auto& problem : report->problems) {
    EXPECT_FALSE(problem.reason.empty());
    EXPECT_FALSE(problem.remedy.empty());
  }
  // They are found again under the import.
  const auto kept =
      ask("/api/sites/imports/{import}/problems", {{"import", report->import.text()}});
  EXPECT_EQ(kept.at("total"), report->problems.size());
  const auto past = ask("/api/sites/imports", {{"area", kCommunity}});
  EXPECT_EQ(past.at("imports").at(0).at("done").at("set_aside"), 4);
}

TEST_F(SiteImport, OneIsFoundByNumberOrByKindNameAndPlaceAndNothingIsMerged) {
  ASSERT_TRUE(
      import("名称,类别,小区,楼栋,编号\n"
             "蜜语奶茶,餐馆,桂花苑,1栋,\n"
             "蜜语奶茶,餐馆,桂花苑,2栋,\n"
             "福源商店,商店,桂花苑,,A1\n"));
  EXPECT_EQ(list().at("total"), 3);
  // Its number tells it, whatever it is called now.
  const auto renamed = import("名称,类别,编号\n福源超市,商店,A1\n");
  ASSERT_TRUE(renamed);
  EXPECT_EQ(renamed->sites_changed, 1);
  EXPECT_EQ(renamed->sites_new, 0);
  EXPECT_EQ(named("福源超市").at("area"), kCompound) << "the place it is known at stays";
  // Which of the two?
  const auto several = import("名称,类别\n蜜语奶茶,餐馆\n");
  ASSERT_TRUE(several);
  EXPECT_EQ(codes(*several, false), Lines{"2  sites.several"});
  const auto one_of_them =
      import("名称,类别,小区,楼栋,电话\n蜜语奶茶,餐馆,桂花苑,2栋,0876-2123456\n");
  ASSERT_TRUE(one_of_them);
  EXPECT_EQ(one_of_them->sites_changed, 1);
  // Another number is another site, in the same place too.
  const auto other = import("名称,类别,小区,编号\n福源超市,商店,桂花苑,B7\n");
  ASSERT_TRUE(other);
  EXPECT_EQ(other->sites_new, 1);
  // Two at one place are told apart by where they are in words.
  const auto two = import("名称,类别,地址\n便民商店,商店,幸福路1号\n便民商店,商店,幸福路9号\n");
  ASSERT_TRUE(two);
  EXPECT_EQ(two->sites_new, 2);
}

TEST_F(SiteImport, AListOfAStreetNamesTheCommunityOfEachRow) {
  add_area("532601003099", "邻近社区");
  const auto report = import(
      "名称,类别,社区,小区\n"
      "甲商店,商店,里布嘎社区,桂花苑\n"
      "乙商店,商店,邻近社区,\n"
      "丙商店,商店,远方社区,\n"
      "丁商店,商店,,\n",
      false, "532601003");
  ASSERT_TRUE(report) << report.error().message(Language::kEn);
  EXPECT_EQ(report->sites_new, 2);
  EXPECT_EQ(codes(*report, false), (Lines{"4  sites.no-community", "5  sites.no-community"}));
  EXPECT_EQ(ask("/api/sites", {{"area", "532601003099"}}).at("total"), 1);
}

TEST_F(SiteImport, AnythingButAListIsRefused) {
  const auto none = import("姓名,年龄\n王一,5\n");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code(), "sites.empty-list");
}

}  // namespace
}  // namespace fx::sites
