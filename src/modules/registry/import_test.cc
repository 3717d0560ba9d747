// Registers as offices keep them: each test is one way in which they are not tidy.
#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "area/code.h"
#include "modules/registry/test_support.h"

namespace fx::registry {
namespace {

std::string valid_id(const std::string& seventeen) { return seventeen + id_check_digit(seventeen); }

const std::string kIdA = valid_id("53260119730101001");
const std::string kIdB = valid_id("53260119750101002");
const std::string kIdC = valid_id("53260120000101003");

std::string miscopied(std::string id) {
  id[17] = id[17] == '1' ? '2' : '1';
  return id;
}

constexpr const char* kHeadings =
    "网格,小区,楼栋,单元,房号,户主姓名,与户主关系,姓名,性别,身份证号,联系电话,人员类别,备注\n";

std::vector<std::string> codes(const ImportReport& report) {
  std::vector<std::string> out;
  for (const auto& p : report.problems) out.push_back(p.code);
  return out;
}
using Codes = std::vector<std::string>;

class RegisterImport : public ::testing::Test {
 public:
  ~RegisterImport() override { EXPECT_TRUE(c_.sound()); }

 protected:
  RegisterImport() : c_(::testing::UnitTest::GetInstance()->current_test_info()->name()) {}

  ImportReport take(const std::string& csv, const RegisterImportOptions& options = {}) {
    auto report = c_.import_csv(csv, options);
    EXPECT_TRUE(report) << (report ? "" : report.error().message(Language::kEn));
    return report ? *report : ImportReport();
  }
  identity::Facts facts(const std::string& name) {
    const auto all = c_.named(name);
    EXPECT_EQ(all.size(), 1U) << name;
    if (all.empty()) return {};
    return c_.read([&](store::Session& db) { return identity::find_person(db, all[0])->facts; });
  }
  std::string address(const std::string& name) {
    const auto all = c_.named(name);
    EXPECT_EQ(all.size(), 1U) << name;
    return all.empty() ? "" : c_.address_of(all[0]);
  }
  std::int64_t open_doubts() {
    return c_.count("select count(*) from registry_doubt where settled is null");
  }

  Community c_;
};

TEST_F(RegisterImport, ColumnsMayStandInAnyOrderUnderOtherWords) {
  const auto report = take(
      "手机号码,证件号码,居民姓名,关系,户主,室,幢,所属小区\n"
      "13054634619," +
      kIdA +
      ",张三,户主,张三,101,1幢,滨河花园\n"
      "," +
      kIdB + ",李四,妻子,张三,101,1幢,滨河花园\n");
  EXPECT_EQ(report.people_new, 2);
  EXPECT_EQ(report.households_new, 1);
  EXPECT_EQ(codes(report), Codes());
  EXPECT_EQ(address("李四"), "滨河花园 1幢 101");
  EXPECT_EQ(facts("张三").phones, std::vector<std::string>{"13054634619"});
  EXPECT_EQ(facts("李四").sex, Sex::kFemale);
}

TEST_F(RegisterImport, OneHouseIsOneHouseHoweverItIsWritten) {
  const auto report =
      take(std::string(kHeadings) + "第1网格,滨河花园,1栋,1,101,张三,户主,张三,男," + kIdA +
           ",,,\n"
           "1网格,滨河花园,1#,一单元,0101,〃,配偶,李四,女," +
           kIdB +
           ",,,\n"
           "第一网格,濱河花園,一号楼,1单元,101室,同上,子,张小三,," +
           kIdC + ",,,\n");
  EXPECT_EQ(report.households_new, 1);
  EXPECT_EQ(report.people_new, 3);
}

TEST_F(RegisterImport, ACompoundMayLieInTwoGrids) {
  const std::string csv = std::string(kHeadings) +
                          "第1网格,滨河花园,1栋,1,101,,户主,张三,,,,,\n"
                          "第2网格,滨河花园,1栋,2,101,,户主,李四,,,,,\n"
                          "第2网格,滨河花园,1栋,1,102,,户主,王五,,,,,\n"
                          "第1网格,老寨,,,14,,户主,赵六,,,,,\n"
                          "第2网格,老寨,,,15,,户主,孙七,,,,,\n"
                          "第2网格,老寨,,,,周八,户主,周八,,,,,\n"
                          "第1网格,老寨,,,,吴九,户主,吴九,,,,,\n";
  const auto report = take(csv);
  EXPECT_EQ(report.households_new, 7);
  EXPECT_EQ(c_.figure("households", std::string(kCommunity) + "-1"), 3);
  EXPECT_EQ(c_.figure("households", std::string(kCommunity) + "-2"), 4);
  EXPECT_EQ(take(csv).files[0].unchanged, 7);
}

TEST_F(RegisterImport, AHouseholdKeepsItsGridWhenARowSaysAnother) {
  take(std::string(kHeadings) +
       "第1网格,滨河花园,1栋,1,101,,户主,张三,,,,,\n第1网格,老寨,,,,,户主,周八,,,,,\n");
  const auto report = take(std::string(kHeadings) +
                           "第2网格,滨河花园,1栋,1,101,,户主,张三,,,,,\n"
                           "第2网格,滨河花园,1栋,1,102,,户主,李四,,,,,\n"
                           "第2网格,老寨,,,,,户主,周八,,,,,\n");
  EXPECT_EQ(report.households_new, 1);
  EXPECT_EQ(c_.figure("households", std::string(kCommunity) + "-1"), 2);
  EXPECT_EQ(c_.figure("households", std::string(kCommunity) + "-2"), 1);
  const auto told = codes(report);
  EXPECT_EQ(std::count(told.begin(), told.end(), "registry.grid-differs"), 2);
}

TEST_F(RegisterImport, WhichGridIsRightAPersonSays) {
  const auto csv = [](const char* grid) {
    return std::string(kHeadings) + grid + ",滨河花园,1栋,1,101,,户主,张三,," + kIdA + ",,,\n" +
           grid + ",滨河花园,1栋,1,101,,配偶,李四,," + kIdB + ",,,\n" + grid +
           ",老寨,,,,,户主,周八,," + kIdC + ",,,\n" + grid + ",滨河花园,2栋,1,101,,,,,,,,空置\n";
  };
  const std::string three = std::string(kCommunity) + "-3";
  const std::string five = std::string(kCommunity) + "-5";
  take(csv("第3网格"));
  const auto report = take(csv("第5网格"));
  EXPECT_EQ(report.doubts, 3) << "one a household, also where nobody lives";
  EXPECT_EQ(report.files[0].accepted, 3);
  EXPECT_EQ(report.files[0].unchanged, 1);
  EXPECT_EQ(report.problems.at(0).value, "第5网格");
  EXPECT_EQ(report.problems.at(0).reason,
            "网格不一致：登记在“第3网格”，名单写“第5网格”；暂留原网格");
  EXPECT_EQ(c_.figure("households", three), 3) << "nothing moves by itself";
  EXPECT_EQ(take(csv("五网格")).doubts, 0) << "asked once";

  const auto doubts = [&] {
    return c_.ask("/api/registry/doubts", {{"area", kCommunity}, {"kind", "grid_differs"}})
        .at("doubts")
        .as_array();
  };
  const auto all = doubts();
  ASSERT_EQ(all.size(), 3U);
  std::map<std::string, std::string> of;  // by address
  std::string house;
  for (const auto& doubt : all) {
    EXPECT_EQ(doubt.at("grid"), "第3网格");
    EXPECT_EQ(doubt.at("other_grid"), "第5网格");
    EXPECT_EQ(doubt.at("resolutions").as_array(), (json::Array{"keep_grid", "other_grid"}));
    of[std::string(doubt.at("household").at("address").as_string())] =
        std::string(doubt.at("doubt").as_string());
    const auto* person = doubt.as_object().if_contains("person");
    if (person != nullptr && person->at("name") == "张三") {
      house = doubt.at("household").at("household").as_string();
    }
  }
  const auto settle = [&](const std::string& doubt, const char* how) {
    const auto done = c_.send("registry.settle-doubt", {{"doubt", doubt}, {"resolution", how}});
    return done ? std::string("done") : std::string(done.error().code());
  };
  ASSERT_EQ(of.count("滨河花园 1栋 1单元 101"), 1U) << of.begin()->first;
  const auto& home = of.at("滨河花园 1栋 1单元 101");
  EXPECT_EQ(settle(home, "confirmed"), "registry.wrong-resolution");
  EXPECT_EQ(settle(home, "other_grid"), "done");
  EXPECT_EQ(c_.figure("households", five), 1);
  EXPECT_EQ(c_.figure("people", five), 2);
  EXPECT_EQ(address("李四"), "滨河花园 1栋 1单元 101");
  EXPECT_EQ(settle(home, "keep_grid"), "registry.already-settled");
  // One without a number, and one where nobody lives.
  for (const auto& [where, doubt] : of) {
    if (doubt == home) continue;
    EXPECT_EQ(settle(doubt, where.rfind("老寨", 0) == 0 ? "other_grid" : "keep_grid"), "done");
  }
  EXPECT_EQ(c_.figure("households", five), 2);
  EXPECT_EQ(c_.figure("households", three), 1);
  EXPECT_TRUE(doubts().empty());

  // What was settled stays: the new list agrees or has been answered, the old one asks anew.
  EXPECT_EQ(take(csv("5网格")).doubts, 0);
  EXPECT_EQ(c_.figure("households", five), 2);
  EXPECT_EQ(take(csv("3网格")).doubts, 2);
  const auto history = c_.ask("/api/households/{household}", {{"household", house}});
  EXPECT_EQ(history.at("doubts").as_array().size(), 1U);
  EXPECT_TRUE(area::contains(five, history.at("household").at("area").as_string()));
}

TEST_F(RegisterImport, WhoMaySettleAGridMayDoSoInBoth) {
  take(std::string(kHeadings) + "第1网格,滨河花园,1栋,1,101,,户主,张三,,,,,\n");
  take(std::string(kHeadings) + "第2网格,滨河花园,1栋,1,101,,户主,张三,,,,,\n");
  const auto doubt =
      std::string(c_.ask("/api/registry/doubts", {{"area", kCommunity}, {"kind", "grid_differs"}})
                      .at("doubts")
                      .at(0)
                      .at("doubt")
                      .as_string());
  const auto settle = [&](const std::string& area) {
    const access::Actor worker{Ulid::make(c_.clock_.now()), {{access::Role::grid_worker, area}}};
    return c_.refused("registry.settle-doubt", {{"doubt", doubt}, {"resolution", "other_grid"}},
                      worker);
  };
  EXPECT_EQ(settle(std::string(kCommunity) + "-1"), "access.not-allowed");
  EXPECT_EQ(settle(kCommunity), "done");
}

TEST_F(RegisterImport, ARowWithoutAGridLiesWhereTheOtherRowsOfItsBuildingDo) {
  take(std::string(kHeadings) +
       ",滨河花园,1栋,1,101,,户主,张三,,,,,\n"
       "第1网格,滨河花园,2栋,1,101,,户主,李四,,,,,\n"
       "第2网格,滨河花园,1栋,1,102,,户主,王五,,,,,\n");
  EXPECT_EQ(c_.figure("households", std::string(kCommunity) + "-1"), 1);
  EXPECT_EQ(c_.figure("households", std::string(kCommunity) + "-2"), 2);
}

TEST_F(RegisterImport, TheCommunitysOwnNameInAnAddressIsNoPartOfTheCompounds) {
  const auto report =
      take("姓名,身份证号,家庭住址\n张三," + kIdA + ",甲社区和平里6栋2单元1001\n李四," + kIdB +
           ",和平里6#2-1001\n王五," + kIdC + ",云南省文山甲社区和平里6-2-1001\n");
  EXPECT_EQ(report.households_new, 1);
  EXPECT_EQ(address("李四"), "和平里 6栋 2单元 1001");
}

TEST_F(RegisterImport, CellsThatWereMergedAreBlankInTheTextSavedFromThem) {
  const auto report = take(
      "网格,小区,楼栋,单元,房号,户主姓名,与户主关系,姓名,身份证号\n"
      "第1网格,和平里,1栋,1,101,张三,户主,张三," +
      kIdA +
      "\n"
      ",,,,,,配偶,李四," +
      kIdB +
      "\n"
      ",,,,102,王五,户主,王五," +
      kIdC +
      "\n"
      ",,,2,101,赵六,户主,赵六,\n"
      ",,,,,,子,赵七,\n"
      ",,2栋,1,101,孙八,户主,孙八,\n"
      "第2网格,老寨,,,14,周九,户主,周九,\n"
      ",,,,15,吴十,户主,吴十,\n"
      ",,,,,,妻,郑一,\n");
  EXPECT_EQ(report.files[0].set_aside, 0);
  EXPECT_EQ(report.people_new, 9);
  EXPECT_EQ(report.households_new, 6);
  EXPECT_EQ(address("李四"), "和平里 1栋 1单元 101");
  EXPECT_EQ(address("王五"), "和平里 1栋 1单元 102");
  EXPECT_EQ(address("赵七"), "和平里 1栋 2单元 101");
  EXPECT_EQ(address("孙八"), "和平里 2栋 1单元 101");
  EXPECT_EQ(address("郑一"), "老寨 15");
  EXPECT_EQ(c_.figure("households", std::string(kCommunity) + "-1"), 4);
  EXPECT_EQ(c_.figure("households", std::string(kCommunity) + "-2"), 2);
}

TEST_F(RegisterImport, AHeadOfWhomNoPlaceIsKnownIsNotTakenIntoTheHouseholdAbove) {
  const auto report = take(
      "小区,楼栋,房号,与户主关系,姓名,身份证号\n"
      "和平里,1栋,101,户主,张三," +
      kIdA +
      "\n"
      ",,,户主,李四," +
      kIdB + "\n");
  EXPECT_EQ(report.people_new, 2);
  EXPECT_EQ(report.households_new, 2);
}

TEST_F(RegisterImport, WhenNothingCouldBeTakenTheProblemsAreKeptAllTheSame) {
  const std::string csv = std::string(kHeadings) +
                          "第1网格,滨河花园,1栋,1,101,,户主,,,,,,\n"
                          "第1网格,,,,,,,李四,," +
                          kIdA + ",,,\n";
  const auto report = take(csv);
  EXPECT_EQ(report.files[0].set_aside, 2);
  const auto kept = [&](const ImportReport& of) {
    return c_.read(
        [&](store::Session& db) { return imports::kept_problems(db, of.import, 0, 100).size(); });
  };
  EXPECT_EQ(kept(report), 2U);
  EXPECT_EQ(c_.ask("/api/registry/imports/{import}/problems", {{"import", report.import.text()}})
                .at("total"),
            2);
  // The same file again is the same import.
  EXPECT_EQ(take(csv).import, report.import);
  EXPECT_EQ(c_.count("select count(*) from registry_import"), 1);
  EXPECT_EQ(kept(report), 2U);
  // A file with a row that can be used as well: again, it is the import that there was.
  const auto some = take(csv + "第1网格,滨河花园,1栋,1,101,,户主,张三,,,,,\n");
  EXPECT_EQ(take(csv + "第1网格,滨河花园,1栋,1,101,,户主,张三,,,,,\n").import, some.import);
  EXPECT_EQ(c_.count("select count(*) from registry_import"), 2);
}

TEST_F(RegisterImport, ARegisterWithoutGridsFindsTheHousesThatHaveOne) {
  take(std::string(kHeadings) + "第3网格,滨河花园,1栋,1,101,,户主,张三,," + kIdA + ",,,\n");
  const auto report = take("小区,楼栋,单元,房号,姓名,身份证号\n滨河花园,1栋,1,101,张三," + kIdA +
                           "\n滨河花园,1栋,1,101,李四," + kIdB + "\n");
  EXPECT_EQ(report.households_new, 0);
  EXPECT_EQ(report.areas_new, 0);
  EXPECT_EQ(report.people_new, 1);
  EXPECT_EQ(c_.figure("people", std::string(kCommunity) + "-3"), 2);
}

TEST_F(RegisterImport, OneColumnMayHoldTheWholeAddress) {
  const auto report = take("姓名,身份证号,家庭住址\n张三," + kIdA + ",滨河花园6栋2单元1001\n李四," +
                           kIdB + ",滨河花园6#2-1001\n王五," + kIdC + ",老寨14号\n");
  EXPECT_EQ(report.people_new, 3);
  EXPECT_EQ(report.households_new, 2);
  EXPECT_EQ(address("李四"), address("张三"));
  EXPECT_EQ(address("王五"), "老寨 14");
}

TEST_F(RegisterImport, SectionRowsTellTheCompoundOfTheRowsBelow) {
  const auto report = take("楼栋,单元,房号,姓名,身份证号\n滨河花园,,,,\n1栋,1,101,张三," + kIdA +
                           "\n金桂苑,,,,\n1栋,1,101,李四," + kIdB + "\n");
  EXPECT_EQ(report.people_new, 2);
  EXPECT_EQ(report.households_new, 2);
  EXPECT_EQ(address("张三"), "滨河花园 1栋 1单元 101");
  EXPECT_EQ(address("李四"), "金桂苑 1栋 1单元 101");
}

TEST_F(RegisterImport, WithoutAddressesTheHeadOfTheHouseholdTellsThemApart) {
  const std::string csv = "村小组,户主姓名,与户主关系,姓名,身份证号\n老寨,张三,户主,张三," + kIdA +
                          "\n老寨,张三,配偶,李四," + kIdB + "\n老寨,王五,户主,王五," + kIdC + "\n";
  const auto report = take(csv);
  EXPECT_EQ(report.households_new, 2);
  EXPECT_EQ(report.people_new, 3);
  EXPECT_EQ(address("李四"), address("张三"));
  EXPECT_NE(address("王五"), address("张三"));
  const auto again = take(csv);
  EXPECT_EQ(again.households_new, 0);
  EXPECT_EQ(again.files.at(0).unchanged, 3);
}

TEST_F(RegisterImport, TwoHeadsOfOneNameInOnePlaceAreTwoHouseholds) {
  const std::string csv = "村小组,户主姓名,与户主关系,姓名,身份证号\n老寨,张伟,户主,张伟," + kIdA +
                          "\n老寨,张伟,配偶,李四," + kIdB + "\n老寨,张伟,户主,张伟," +
                          valid_id("53260119800101001") + "\n老寨,张伟,子,张小," + kIdC + "\n";
  EXPECT_EQ(take(csv).households_new, 2);
  const auto again = take(csv);
  EXPECT_EQ(again.households_new, 0);
  EXPECT_EQ(again.people_new, 0);
}

TEST_F(RegisterImport, WithoutRelationsTheHeadIsWhoseNameIsTheHeads) {
  take("小区,楼栋,单元,房号,户主,姓名,身份证号\n滨河花园,1,1,101,李四,张三," + kIdA +
       "\n滨河花园,1,1,101,李四,李四," + kIdB + "\n");
  const auto household =
      c_.read([&](store::Session& db) { return current(db, c_.named("李四").at(0))->household; });
  c_.read([&](store::Session& db) {
    EXPECT_EQ(members(db, household).front(), c_.named("李四").at(0));
    return 0;
  });
}

TEST_F(RegisterImport, DoubtfulNumbersAreTakenAndFlagged) {
  const auto report =
      take(std::string(kHeadings) + "1,滨河花园,1,1,101,,户主,张三,男," + miscopied(kIdA) +
           ",,,\n"
           "1,滨河花园,1,1,102,,户主,李四,," +
           kIdB.substr(0, 15) +
           "000,,,\n"
           "1,滨河花园,1,1,103,,户主,王五,,,,,\n"
           "1,滨河花园,1,1,104,,户主,赵六,,5.32601E+17,,,\n"
           "1,滨河花园,1,1,105,,户主,孙七,男," +
           kIdB + ",,,\n");
  EXPECT_EQ(report.people_new, 5);
  const auto all = codes(report);
  EXPECT_EQ(all.size(), 5U);
  EXPECT_EQ(all[0], "registry.bad-check-digit");
  EXPECT_EQ(all[2], "registry.id-missing");
  EXPECT_EQ(all[4], "registry.sex-disagrees");
  EXPECT_EQ(open_doubts(), 5);
  EXPECT_EQ(facts("孙七").sex, Sex::kFemale);  // as the number says
  EXPECT_EQ(facts("张三").id_number, miscopied(kIdA));
}

TEST_F(RegisterImport, ASpreadsheetThatAteANumberIsNoticed) {
  auto report = c_.import_csv("小区,房号,姓名,身份证号\n老寨,7,张三,5.3260119730101E+17\n");
  ASSERT_TRUE(report);
  ASSERT_EQ(report->problems.size(), 1U);
  EXPECT_EQ(report->problems[0].code, "registry.id-eaten");
  EXPECT_EQ(facts("张三").birth, make_day(1973, 1, 1));
  // The same person with the whole number later.
  const auto later = take("小区,房号,姓名,身份证号\n老寨,7,张三," + kIdA + "\n");
  EXPECT_EQ(later.people_new, 0);
  EXPECT_EQ(later.people_updated, 1);
  EXPECT_EQ(open_doubts(), 0);
}

TEST_F(RegisterImport, OnePersonInTwoHouseholdsCountsOnce) {
  const std::string csv = std::string(kHeadings) + "1,滨河花园,1,1,101,,户主,张三,," + kIdA +
                          ",,,\n"
                          "2,金桂苑,1,1,101,,租户,张 三,," +
                          kIdA +
                          ",,,\n"
                          "2,金桂苑,1,1,101,,户主,李四,," +
                          kIdB + ",,,\n";
  const auto report = take(csv);
  EXPECT_EQ(report.people_new, 2);
  EXPECT_EQ(report.households_new, 2);
  EXPECT_EQ(report.files.at(0).accepted, 3);
  EXPECT_EQ(codes(report), Codes{"registry.two-households"});
  EXPECT_EQ(c_.figure("people"), 2);
  EXPECT_EQ(open_doubts(), 1);
  const auto again = take(csv);
  EXPECT_EQ(again.files.at(0).unchanged, 3);
  EXPECT_EQ(codes(again), Codes());
}

TEST_F(RegisterImport, TheSameNameElsewhereIsAnotherPerson) {
  const auto report =
      take(std::string(kHeadings) +
           "1,滨河花园,1,1,101,,户主,张伟,男,,,,\n"
           "1,滨河花园,1,1,102,,户主,张伟,男,,,,\n"
           "1,滨河花园,1,1,103,,户主,张伟,男," +
           kIdA + ",,,\n1,滨河花园,1,1,104,,户主,张伟,男," + miscopied(kIdB) + ",,,\n");
  EXPECT_EQ(report.people_new, 4);
}

TEST_F(RegisterImport, ADamagedNumberIsStillFoundByWhatIsLeftOfIt) {
  for (const auto& [first, second] :
       {std::pair(miscopied(kIdA), kIdA), std::pair(kIdB, miscopied(kIdB))}) {
    const std::string csv = std::string(kHeadings) + "1,滨河花园,1,1,101,,户主,张伟,," + first +
                            ",,,\n1,滨河花园,1,1,102,,租户,张伟,," + second + ",,,\n";
    const auto report = take(csv);
    EXPECT_EQ(report.people_new, 1);
    c_.read([&](store::Session& db) {
      identity::each_person(
          db, kCommunity, [&](const identity::Person& p) { EXPECT_TRUE(p.facts.has_usable_id()); });
      return 0;
    });
  }
}

TEST_F(RegisterImport, APhoneAndANameMakeOnePersonOfTwoListings) {
  const auto report = take(std::string(kHeadings) +
                           "1,滨河花园,1,1,101,,户主,张伟,,,13054634619,,\n"
                           "1,滨河花园,1,1,102,,租户,张伟,,,130-5463-4619,,\n"
                           "1,滨河花园,1,1,101,,配偶,李四,,,13054634619,,\n");
  EXPECT_EQ(report.people_new, 2);
}

TEST_F(RegisterImport, BrothersAndSistersWhoseNamesSoundAlikeStayTwo) {
  const auto report = take(std::string(kHeadings) +
                           "1,滨河花园,1,1,101,,女,张婷,女,,13054634619,,\n"
                           "1,滨河花园,1,1,101,,女,张庭,女,,13054634619,,\n");
  EXPECT_EQ(report.people_new, 2);
}

TEST_F(RegisterImport, ANumberCopiedDownTheColumnMakesNobodyDisappear) {
  const auto report = take(std::string(kHeadings) + "1,滨河花园,1,1,101,,户主,张三,," + kIdA +
                           ",,,\n1,滨河花园,1,1,101,,子,张小明,," + kIdA + ",,,\n");
  EXPECT_EQ(report.people_new, 2);
  EXPECT_EQ(codes(report), Codes{"registry.id-shared"});
}

TEST_F(RegisterImport, ARowListedTwiceInItsHouseholdCountsOnce) {
  const std::string row = "1,滨河花园,1,1,101,,户主,张三,,,,,\n";
  const auto report = take(std::string(kHeadings) + row + row);
  EXPECT_EQ(report.people_new, 1);
  EXPECT_EQ(report.files.at(0).accepted, 1);
  EXPECT_EQ(report.files.at(0).unchanged, 1);
}

TEST_F(RegisterImport, EveryRowIsAccountedFor) {
  const auto report = take(
      "社区居民登记表,,,,\n小区,楼栋,房号,姓名,身份证号\n"
      "滨河花园,1,101,张三," +
      kIdA +
      "\n"
      "滨河花园,1,102,,\n"  // no name
      ",,,李四," +
      kIdB +
      "\n"  // no place
      "滨河花园,1,103,12345," +
      kIdC +
      "\n"  // no name but a number
      "合计,,,3人,\n");
  const auto& file = report.files.at(0);
  EXPECT_EQ(file.rows, 4);
  EXPECT_EQ(file.accepted, 1);
  EXPECT_EQ(file.set_aside, 3);
  EXPECT_EQ(file.rows, file.accepted + file.unchanged + file.set_aside);
  std::set<int> rows;
  for (const auto& p : report.problems) {
    EXPECT_FALSE(p.taken);
    EXPECT_FALSE(p.reason.empty());
    EXPECT_FALSE(p.remedy.empty());
    EXPECT_FALSE(p.column.empty());
    rows.insert(p.row);
  }
  EXPECT_EQ(rows, (std::set<int>{4, 5, 6}));
  EXPECT_EQ(c_.count("select count(*) from identity_problem"), 3);
}

TEST_F(RegisterImport, AnEmptyDwellingIsAHouseholdWithoutPeople) {
  const std::string csv = std::string(kHeadings) +
                          "1,滨河花园,1,1,101,,,,,,,,空置\n"
                          "1,滨河花园,1,1,102,,户主,张三,,,,,\n";
  const auto report = take(csv);
  EXPECT_EQ(report.households_new, 2);
  EXPECT_EQ(report.files.at(0).accepted, 2);
  EXPECT_EQ(c_.figure("households"), 2);
  EXPECT_EQ(c_.figure("households.empty"), 1);
  EXPECT_EQ(c_.figure("households.unvisited"), 1);
  EXPECT_EQ(take(csv).files.at(0).unchanged, 2);
}

TEST_F(RegisterImport, CategoriesBecomeFlagsAndUnknownOnesStayInTheNote) {
  take(std::string(kHeadings) + "1,滨河花园,1,1,101,,户主,张三,," + kIdA +
       ",,低保、慢性病(高血压),\n1,滨河花园,1,1,101,,配偶,李四,," + kIdB + ",,网红,爱唱歌\n");
  EXPECT_EQ(c_.figure("people.low_income"), 1);
  EXPECT_EQ(c_.figure("people.chronic"), 1);
  EXPECT_EQ(c_.figure("people.pregnant"), 0);
  c_.read([&](store::Session& db) {
    EXPECT_EQ(identity::text_of(db, c_.named("李四").at(0), "note"), "爱唱歌;网红");
    return 0;
  });
}

TEST_F(RegisterImport, ColumnsOfOtherNamesAreKeptAsNotes) {
  take("小区,房号,姓名,身份证号,民族\n老寨,1,张三," + kIdA + ",壮族\n");
  c_.read([&](store::Session& db) {
    EXPECT_EQ(identity::text_of(db, c_.named("张三").at(0), "note"), "民族:壮族");
    return 0;
  });
}

TEST_F(RegisterImport, ACorrectedFileChangesOnlyWhatDiffers) {
  const std::string rest = "1,滨河花园,1,1,102,,户主,王五,," + kIdC + ",13917230852,,\n";
  take(std::string(kHeadings) + "1,滨河花园,1,1,101,,户主,张三,," + miscopied(kIdA) +
       ",13054634619,,\n" + rest);
  EXPECT_EQ(open_doubts(), 1);
  c_.pass_day();
  const auto before = c_.count("select count(*) from journal_entry");
  const auto report = take(std::string(kHeadings) + "1,滨河花园,1,1,101,,户主,张三,," + kIdA +
                           ",13054634619,低保,\n" + rest);
  EXPECT_EQ(report.people_new, 0);
  EXPECT_EQ(report.people_updated, 1);
  EXPECT_EQ(report.files.at(0).accepted, 1);
  EXPECT_EQ(report.files.at(0).unchanged, 1);
  EXPECT_EQ(facts("张三").id_number, kIdA);
  EXPECT_EQ(open_doubts(), 0);
  EXPECT_EQ(c_.figure("people.low_income"), 1);
  // import-done, person-changed, doubt-settled
  EXPECT_EQ(c_.count("select count(*) from journal_entry"), before + 3);
}

TEST_F(RegisterImport, SomebodyWhoIsListedElsewhereInANewFileHasMoved) {
  take(std::string(kHeadings) + "1,滨河花园,1,1,101,,户主,张三,," + kIdA +
       ",,,\n1,滨河花园,1,1,101,,配偶,李四,," + kIdB + ",,,\n");
  c_.pass_day();
  const auto report = take(std::string(kHeadings) + "1,滨河花园,1,1,101,,配偶,李四,," + kIdB +
                           ",,,\n1,滨河花园,2,1,201,,户主,张三,," + kIdA + ",,,\n");
  EXPECT_EQ(report.people_new, 0);
  EXPECT_EQ(report.people_updated, 1);
  EXPECT_EQ(address("张三"), "滨河花园 2栋 1单元 201");
  EXPECT_EQ(open_doubts(), 0);
}

TEST_F(RegisterImport, AFileThatLacksTheOldHouseholdOnlyRaisesADoubt) {
  take(std::string(kHeadings) + "1,滨河花园,1,1,101,,户主,张三,," + kIdA + ",,,\n");
  const auto report =
      take(std::string(kHeadings) + "1,金桂苑,2,1,201,,户主,张三,," + kIdA + ",,,\n");
  EXPECT_EQ(report.people_updated, 0);
  EXPECT_EQ(address("张三"), "滨河花园 1栋 1单元 101");
  EXPECT_EQ(open_doubts(), 1);
}

TEST_F(RegisterImport, WhatWasCorrectedByHandStaysWhenTheOldFileComesAgain) {
  const std::string csv =
      std::string(kHeadings) + "1,滨河花园,1,1,101,,户主,张三,," + kIdA + ",13054634619,,\n";
  take(csv);
  const auto person = c_.named("张三").at(0);
  ASSERT_TRUE(c_.send("registry.edit-person", {{"person", person.text()},
                                               {"name", "章三"},
                                               {"phones", json::Array{"13917230852"}},
                                               {"flags", json::Array{"disabled"}}}));
  const auto again = take(csv);
  EXPECT_EQ(again.people_updated, 0);
  EXPECT_EQ(again.files.at(0).unchanged, 1);
  EXPECT_EQ(facts("章三").phones, std::vector<std::string>{"13917230852"});
  EXPECT_EQ(c_.figure("people.disabled"), 1);
}

TEST_F(RegisterImport, APreviewSaysTheSameAndWritesNothing) {
  const std::string csv = std::string(kHeadings) + "1,滨河花园,1,1,101,,户主,张三,," +
                          miscopied(kIdA) + ",,,\n1,滨河花园,1,1,,,,李四,,,,,\n";
  RegisterImportOptions dry;
  dry.dry_run = true;
  const auto before = c_.count("select count(*) from journal_entry");
  const auto preview = take(csv, dry);
  EXPECT_TRUE(preview.dry_run);
  EXPECT_TRUE(preview.import.is_nil());
  EXPECT_EQ(c_.count("select count(*) from journal_entry"), before);
  EXPECT_EQ(c_.count("select count(*) from identity_person"), 0);
  auto report = take(csv);
  report.import = {};
  report.dry_run = true;
  EXPECT_EQ(json::text(preview), json::text(report));
}

TEST_F(RegisterImport, APersonMaySayWhichColumnIsWhich) {
  RegisterImportOptions options;
  options.columns = {{"", "name", 1}, {"", "compound", 0}, {"", "room", 2}};
  const auto report = take("甲,乙,丙\n老寨,张三,7\n老寨,李四,8\n", options);
  EXPECT_EQ(report.people_new, 2);
  EXPECT_EQ(report.households_new, 2);
  EXPECT_EQ(address("张三"), "老寨 7");
}

TEST_F(RegisterImport, AHouseholdMayStandInOneRow) {
  const auto report = take(
      "小区,地址,户主姓名,家庭成员,身份证号,联系电话\n"
      "和平里,1栋1单元101,张三,张三、李四（妻）、张小三,\"" +
      kIdA + "、" + kIdB + "、" + kIdC +
      "\",13054634619\n"
      "和平里,1栋1单元102,王五,\"王五\n赵六\",,\n");
  EXPECT_EQ(report.people_new, 5);
  EXPECT_EQ(report.households_new, 2);
  EXPECT_EQ(report.files[0].accepted, 5);
  EXPECT_EQ(report.files[0].rows, 5);
  EXPECT_EQ(facts("李四").id_number, kIdB);
  EXPECT_EQ(facts("张小三").id_number, kIdC);
  EXPECT_EQ(facts("张三").phones, std::vector<std::string>{"13054634619"});
  EXPECT_EQ(address("张小三"), "和平里 1栋 1单元 101");
  EXPECT_EQ(address("赵六"), "和平里 1栋 1单元 102");
}

TEST_F(RegisterImport, RefusalsNameTheirReason) {
  auto no_place = c_.import_csv("姓名,性别,身份证号\n张三,男," + kIdA + "\n");
  ASSERT_FALSE(no_place);
  EXPECT_EQ(no_place.error().code(), "registry.not-a-register");
  EXPECT_EQ(c_.import({}).error().code(), "registry.no-files");
  EXPECT_FALSE(c_.import_csv("甲,乙\n1,2\n"));
  auto elsewhere = import_register(*c_.host_, access::Actor::system(), "532601003", {}, {});
  EXPECT_EQ(elsewhere.error().code(), "registry.not-a-community");
  elsewhere = import_register(*c_.host_, access::Actor::system(), "532601003999", {}, {});
  EXPECT_EQ(elsewhere.error().code(), "host.no-such-area");
  const access::Actor worker{Ulid::make(c_.clock_.now()),
                             {{access::Role::grid_worker, std::string(kCommunity) + "-1"}}};
  EXPECT_EQ(import_register(*c_.host_, worker, kCommunity, {}, {}).error().code(),
            "access.not-allowed");
  RegisterImportOptions options;
  options.columns = {{"", "colour", 1}};
  EXPECT_EQ(c_.import_csv("a", options).error().code(), "registry.bad-column");
}

TEST_F(RegisterImport, AddressesOnListsFindTheirHouseholds) {
  take(std::string(kHeadings) + "第1网格,滨河花园,6栋,2,1001,,户主,张三,," + kIdA +
       ",,,\n第2网格,老寨,,,14,,户主,李四,," + kIdB + ",,,\n");
  c_.read([&](store::Session& db) {
    const AddressBook book(db, kCommunity);
    const auto home = c_.directory_->place_of(db, c_.named("张三").at(0));
    for (const char* text :
         {"滨河花园6栋2单元1001", "滨河花园6#2-1001", "滨河花园 6幢2单元1001室"}) {
      const auto found = book.find(text);
      EXPECT_EQ(found.household, home->household) << text;
      EXPECT_TRUE(found.exact) << text;
    }
    const auto near = book.find("滨河花圆6栋2单元1001");
    EXPECT_EQ(near.household, home->household);
    EXPECT_TRUE(near.guessed);
    const auto unknown = book.find("滨河花园6栋2单元1002");
    EXPECT_TRUE(unknown.household.is_nil());
    EXPECT_FALSE(unknown.exact);
    EXPECT_TRUE(area::contains(unknown.area, home->area));
    EXPECT_EQ(book.find("老寨14号").household,
              c_.directory_->place_of(db, c_.named("李四").at(0))->household);
    EXPECT_EQ(book.find("别处花园1栋").area, "");
    return 0;
  });
}

}  // namespace
}  // namespace fx::registry
