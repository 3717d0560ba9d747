#include "area/tree.h"

#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

#include "area/place_name.h"

namespace fx::area {
namespace {

constexpr const char* kCommunityCode = "532601003005";

class TreeTest : public ::testing::Test {
 protected:
  TreeTest() : db_(":memory:", store::Session::Mode::kReadWrite) {
    db_.script(std::string(kNodeDdl) + std::string(kFormerDdl));
  }
  std::string add(std::string_view code, std::string_view name, std::string_view parent = {}) {
    auto planned = plan_addition(db_, code, name, parent);
    if (!planned) return std::string(planned.error().code());
    if (planned->exists) return "exists " + planned->area.code;
    apply(db_, AreaAdded{{planned->area}});
    return planned->area.code;
  }
  std::vector<std::string> names(std::string_view parent) {
    std::vector<std::string> out;
    for (const auto& node : children(db_, parent, 100)) out.push_back(node.name);
    return out;
  }
  void grow() {
    add(kCommunityCode, "里布嘎社区");
    add("", "第1网格", kCommunityCode);
    add("", "滨河花园", "532601003005-1");
    add("", "6栋", "532601003005-1-1");
    add("", "1单元", "532601003005-1-1-6");
    add("", "1001室", "532601003005-1-1-6-1");
  }

  store::Session db_;
};

using Names = std::vector<std::string>;

TEST_F(TreeTest, CodesFollowFromNames) {
  EXPECT_EQ(add(kCommunityCode, "里布嘎社区", "532601003"), kCommunityCode);
  EXPECT_EQ(add("", "第1网格", kCommunityCode), "532601003005-1");
  EXPECT_EQ(add("", "第十一网格", kCommunityCode), "532601003005-11");
  EXPECT_EQ(add("", "滨河花园", "532601003005-1"), "532601003005-1-1");
  EXPECT_EQ(add("", "金桂苑", "532601003005-1"), "532601003005-1-2");
  EXPECT_EQ(add("", "2组", "532601003005-1"), "532601003005-1-3");  // 2 is taken
  EXPECT_EQ(add("", "7组", "532601003005-1"), "532601003005-1-7");
  EXPECT_EQ(add("", "老寨", "532601003005-1"), "532601003005-1-8");
  EXPECT_EQ(add("", "A座", "532601003005-1-1"), "532601003005-1-1-A");
  EXPECT_EQ(add("", "6#", "532601003005-1-1"), "532601003005-1-1-6");
  EXPECT_EQ(add("", "一单元", "532601003005-1-1-6"), "532601003005-1-1-6-1");
  EXPECT_EQ(add("", "1001室", "532601003005-1-1-6-1"), "532601003005-1-1-6-1-1001");
  EXPECT_EQ(add("", "1002", "532601003005-1-1-6-1-1001"), "area.not-a-code");  // nothing below
}

TEST_F(TreeTest, TheSameNameIsTheSameChild) {
  grow();
  for (const auto* name :
       {"第1网格", "1网格", "第一网格", "一网格", "1号网格", "01网格", "网格1"}) {
    EXPECT_EQ(add("", name, kCommunityCode), "exists 532601003005-1") << name;
    const auto child = child_by_name(db_, kCommunityCode, name);
    ASSERT_TRUE(child) << name;
    EXPECT_EQ(child->name, "第1网格");
  }
  for (const auto* name : {"6栋", "6幢", "六号楼", "6#", "06", "６栋", "第六栋", "6座"}) {
    EXPECT_EQ(add("", name, "532601003005-1-1"), "exists 532601003005-1-1-6") << name;
  }
  for (const auto* name : {"1001", "1001号", "01001室"}) {
    EXPECT_EQ(add("", name, "532601003005-1-1-6-1"), "exists 532601003005-1-1-6-1-1001") << name;
  }
  EXPECT_EQ(add("", "濱河花園", "532601003005-1"), "exists 532601003005-1-1");  // traditional
  EXPECT_FALSE(child_by_name(db_, "532601003005-1", "滨河"));
}

TEST_F(TreeTest, ACompoundNamedByANumeralIsNotThatNumber) {
  grow();
  EXPECT_EQ(add("", "八一", "532601003005-1"), "532601003005-1-2");
  EXPECT_FALSE(child_by_name(db_, "532601003005-1", "81组"));
}

TEST_F(TreeTest, RefusalsInTheirOrder) {
  EXPECT_EQ(add("12", "北方"), "area.code-taken");  // 天津市
  EXPECT_EQ(add("53260", "某地"), "area.not-a-code");
  EXPECT_EQ(add("532601003005-1", "第1网格"), "area.no-parent");
  EXPECT_EQ(add("999999003005", "某社区"), "area.no-parent");  // no such county
  EXPECT_EQ(add(kCommunityCode, "里布嘎社区", "532601001"), "area.wrong-parent");
  EXPECT_EQ(add(kCommunityCode, " "), "area.bad-name");
  EXPECT_EQ(add(kCommunityCode, std::string(3 * 61, 'a')), "area.bad-name");
  ASSERT_EQ(add(kCommunityCode, "里布嘎社区"), kCommunityCode);
  EXPECT_EQ(add(kCommunityCode, "另一社区"), "area.code-taken");
  EXPECT_EQ(add("532601003006", "里布嘎社区"), "area.name-taken");
  EXPECT_EQ(add(kCommunityCode, "里布嘎社区"), "exists 532601003005");
  EXPECT_EQ(add("532601003005-4-2", "滨河花园"), "area.no-parent");
}

TEST_F(TreeTest, ACommunityUnderAnUnlistedStreetIsTakenAndMarked) {
  EXPECT_EQ(add("532601099005", "新社区"), "532601099005");
  EXPECT_TRUE(find(db_, "532601099005")->unlisted);
  EXPECT_EQ(full_name(db_, "532601099005"), "云南省文山壮族苗族自治州文山市新社区");
  EXPECT_EQ(add("532601003005", "里布嘎社区"), "532601003005");
  EXPECT_FALSE(find(db_, "532601003005")->unlisted);
  // 下城区 of 杭州 was dissolved in 2021.
  EXPECT_EQ(add("330103001001", "某社区"), "330103001001");
  EXPECT_TRUE(find(db_, "330103001001")->unlisted);
  EXPECT_EQ(full_name(db_, "330103001001"), "浙江省杭州市下城区某社区");
}

TEST_F(TreeTest, ListsCallAnAreaWithTheOneAroundIt) {
  add("532601003005", "里布嘎社区");
  add("532601099005", "新社区");
  add("532601003005-3", "第3网格");
  add("532601003005-3-2", "滨河花园");
  EXPECT_EQ(place_name(db_, "0"), name(db_, "0"));
  EXPECT_EQ(place_name(db_, "53"), "云南省");
  EXPECT_EQ(place_name(db_, "532601003"), "文山市新平街道");
  EXPECT_EQ(place_name(db_, "110105"), "北京市朝阳区");
  EXPECT_EQ(place_name(db_, "532601003005"), "新平街道里布嘎社区");
  EXPECT_EQ(place_name(db_, "532601099005"), "文山市新社区");
  EXPECT_EQ(place_name(db_, "532601003005-3-2"), "滨河花园");
}

TEST_F(TreeTest, AnOfficialCommunityMayBeUsedUnderItsEverydayName) {
  EXPECT_EQ(add("120115001001", "石幢南社区居委会"), "exists 120115001001");
  EXPECT_EQ(add("120115001001", "石幢南社区"), "120115001001");
  EXPECT_EQ(find(db_, "120115001001")->name, "石幢南社区");
  EXPECT_TRUE(find(db_, "120115001001")->official);
  EXPECT_EQ(add("120115001001", "第三个名称"), "area.code-taken");
  const auto all = children(db_, "120115001", 100);
  EXPECT_EQ(all.front().name, "石幢南社区");  // once, under its own name
  EXPECT_EQ(static_cast<std::int64_t>(all.size()), count_children(db_, "120115001"));
}

TEST_F(TreeTest, ChildrenComeInNaturalOrderAndInPages) {
  grow();
  for (const auto* name : {"10栋", "2栋", "A座", "1栋"}) add("", name, "532601003005-1-1");
  EXPECT_EQ(names("532601003005-1-1"), (Names{"1栋", "2栋", "6栋", "A座", "10栋"}));
  const auto page = children(db_, "532601003005-1-1", 2, "532601003005-1-1-6");
  ASSERT_EQ(page.size(), 2U);
  EXPECT_EQ(page[0].name, "A座");
  EXPECT_EQ(page[1].name, "10栋");
  EXPECT_EQ(count_children(db_, "532601003005-1-1"), 5);
  EXPECT_EQ(count(db_, "532601", Level::kBuilding), 5);
  EXPECT_EQ(count(db_, "532601003", Level::kCommunity), 1);

  std::vector<std::string> codes;
  std::string after;
  for (;;) {
    const auto some = children(db_, "532601", 3, after);
    for (const auto& node : some) codes.push_back(node.code);
    if (some.size() < 3) break;
    after = some.back().code;
  }
  EXPECT_EQ(static_cast<std::int64_t>(codes.size()), count_children(db_, "532601"));
  EXPECT_TRUE(std::is_sorted(codes.begin(), codes.end()));
  EXPECT_EQ(of_level(db_, "53", Level::kCommunity, 10).size(), 1U);
  EXPECT_EQ(of_level(db_, "0", Level::kProvince, 10, "50").front().name, "四川省");
}

TEST_F(TreeTest, NamesAndAddresses) {
  grow();
  EXPECT_EQ(full_name(db_, "532601003005-1"),
            "云南省文山壮族苗族自治州文山市新平街道里布嘎社区第1网格");
  EXPECT_EQ(address(db_, "532601003005-1-1-6-1-1001"), "滨河花园 6栋 1单元 1001室");
  // What nobody has added is named by its code; 0 means none and is not shown.
  EXPECT_EQ(address(db_, "532601003005-1-1-7-0-302"), "滨河花园 7栋 302");
  EXPECT_EQ(address(db_, kCommunityCode), "里布嘎社区");
  EXPECT_EQ(address(db_, "nonsense"), "");
  EXPECT_EQ(path(db_, "532601003005-1-1", Level::kStreet).size(), 4U);
  EXPECT_EQ(add("532601003005-0", ""), "532601003005-0");
  EXPECT_EQ(full_name(db_, "532601003005-0"), full_name(db_, kCommunityCode));
}

TEST_F(TreeTest, ARenamedAreaAnswersToItsNewNameOnly) {
  grow();
  apply(db_, AreaRenamed{"532601003005-1-1", "滨江花园"});
  EXPECT_EQ(name(db_, "532601003005-1-1"), "滨江花园");
  EXPECT_FALSE(child_by_name(db_, "532601003005-1", "滨河花园"));
  EXPECT_TRUE(child_by_name(db_, "532601003005-1", "滨江花园"));
  apply(db_, AreaRenamed{"532601003", "新平街道办"});  // official, not yet in the tables
  EXPECT_EQ(name(db_, "532601003"), "新平街道办");
  EXPECT_FALSE(child_by_name(db_, "532601", "新平街道"));
  EXPECT_EQ(find(db_, "532601003")->official, true);
}

TEST_F(TreeTest, AMovedBuildingKeepsWhatIsUnderItAndItsOldCodeIsRemembered) {
  grow();
  add("", "第2网格", kCommunityCode);
  add("", "滨河花园", "532601003005-2");
  const AreaMoved moved{"532601003005-1-1-6", "532601003005-2-1-6"};
  db_.script(
      "create table flat(area text) strict;"
      "insert into flat values ('532601003005-1-1-6-1-1001'),"
      "('532601003005-1-1-60-1-1001');");
  apply(db_, moved);
  move_codes(db_, "flat", "area", moved);
  EXPECT_FALSE(exists(db_, "532601003005-1-1-6"));
  EXPECT_EQ(address(db_, "532601003005-2-1-6-1-1001"), "滨河花园 6栋 1单元 1001室");
  EXPECT_EQ(current_code(db_, "532601003005-1-1-6-1-1001"), "532601003005-2-1-6-1-1001");
  EXPECT_EQ(db_.integer("select count(*) from flat where area = '532601003005-2-1-6-1-1001'"), 1);
  EXPECT_EQ(db_.integer("select count(*) from flat where area = '532601003005-1-1-60-1-1001'"), 1);
  // On and back again: one step from any code it ever had to that of today.
  apply(db_, AreaMoved{"532601003005-2-1-6", "532601003005-2-1-9"});
  EXPECT_EQ(current_code(db_, "532601003005-1-1-6-1"), "532601003005-2-1-9-1");
  apply(db_, AreaMoved{"532601003005-2-1-9", "532601003005-1-1-6"});
  EXPECT_EQ(current_code(db_, "532601003005-1-1-6-1"), "532601003005-1-1-6-1");
  EXPECT_EQ(current_code(db_, "532601003005-2-1-9"), "532601003005-1-1-6");
}

TEST_F(TreeTest, SearchFindsPartsOfNamesInsideTheAreaOnly) {
  grow();
  auto found = search(db_, "河花", "532601", 10);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].code, "532601003005-1-1");
  EXPECT_TRUE(search(db_, "河花", "532602", 10).empty());
  found = search(db_, "文山", "0", 10);
  ASSERT_GE(found.size(), 2U);
  EXPECT_EQ(found[0].code, "5326");
  EXPECT_EQ(found[1].code, "532601");
  EXPECT_EQ(search(db_, "街道", "0", 7).size(), 7U);
  EXPECT_TRUE(search(db_, "%", "0", 10).empty());
  EXPECT_TRUE(search(db_, "", "0", 10).empty());
}

}  // namespace
}  // namespace fx::area
