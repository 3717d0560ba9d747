#include "area/divisions.h"

#include <set>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace fx::area {
namespace {

TEST(Divisions, NamesOfAllLevels) {
  EXPECT_EQ(official_name("0"), "全国");
  EXPECT_EQ(official_name("53"), "云南省");
  EXPECT_EQ(official_name("5326"), "文山壮族苗族自治州");
  EXPECT_EQ(official_name("532601"), "文山市");
  EXPECT_EQ(official_name("532601003"), "新平街道");
  EXPECT_EQ(official_name("120115001001"), "石幢南社区居委会");
  for (const auto* none :
       {"99", "5399", "532699", "532601999", "532601003005", "532601003005-1", "x", ""}) {
    EXPECT_FALSE(official_name(none)) << none;
  }
}

TEST(Divisions, FullNamesSkipLevelsWithoutAName) {
  EXPECT_EQ(official_full_name("532601003"), "云南省文山壮族苗族自治州文山市新平街道");
  EXPECT_EQ(official_full_name("110105"), "北京市朝阳区");
  EXPECT_EQ(official_full_name("429004"), "湖北省仙桃市");
  EXPECT_EQ(official_full_name("500235"), "重庆市云阳县");
  EXPECT_EQ(official_full_name("659001"), "新疆维吾尔自治区石河子市");
  EXPECT_EQ(official_full_name("441900003"), "广东省东莞市东城街道");
  // The community is not in the table: what is above it still has its names.
  EXPECT_EQ(official_full_name("532601003005-2"), "云南省文山壮族苗族自治州文山市新平街道");
}

TEST(Divisions, CountsAndChildrenAgree) {
  EXPECT_EQ(count_official(Level::kProvince, "0"), 31);
  EXPECT_EQ(count_official(Level::kCity, "0"), 342);
  EXPECT_EQ(count_official(Level::kCounty, "0"), 2978);
  EXPECT_EQ(count_official(Level::kStreet, "0"), 41352);
  EXPECT_EQ(count_official(Level::kCommunity, "0"), 1780);
  EXPECT_EQ(count_official(Level::kGrid, "0"), 0);
  EXPECT_EQ(count_official(Level::kProvince, "5326"), 0);  // above it, not inside
  EXPECT_EQ(count_official(Level::kCity, "5326"), 1);      // itself

  // Every division is the child of exactly one other; walking down from the country finds all.
  std::int64_t found = 0;
  std::vector<std::string> open = {"0"};
  std::set<std::string> seen;
  while (!open.empty()) {
    const std::string here = std::move(open.back());
    open.pop_back();
    std::string last;
    each_official_child(here, [&](std::string_view code, std::string_view name) {
      ++found;
      EXPECT_LT(last, code);
      last = code;
      EXPECT_EQ(parent(code), here);
      EXPECT_EQ(official_name(code), name);
      EXPECT_FALSE(name.empty());
      EXPECT_TRUE(seen.emplace(code).second);
      open.emplace_back(code);
    });
  }
  EXPECT_EQ(found, 31 + 342 + 2978 + 41352 + 1780);
}

TEST(Divisions, CodesOfOtherSystems) {
  EXPECT_EQ(read_code("53"), "53");
  EXPECT_EQ(read_code("530000"), "53");
  EXPECT_EQ(read_code("532600"), "5326");
  EXPECT_EQ(read_code("532600000000"), "5326");
  EXPECT_EQ(read_code(" 532601003000 "), "532601003");
  EXPECT_EQ(read_code("532601003005"), "532601003005");
  EXPECT_EQ(read_code("53260100300503"), "532601003005-03");
  EXPECT_EQ(read_code("532601003005003"), "532601003005-003");
  EXPECT_EQ(read_code("532601003005-3-2"), "532601003005-3-2");
  EXPECT_EQ(read_code("441900"), "441900");           // an official county that ends in zeros
  EXPECT_EQ(read_code("350527000"), "350527000");     // and a street
  EXPECT_EQ(read_code("532601099000"), "532601099");  // a street the table does not have
  EXPECT_EQ(read_code("000000"), "0");
  EXPECT_EQ(read_code("100000"), "0");
  for (const auto* bad : {"", " ", "5", "532", "53260100300", "5326010030051", "里布嘎",
                          "532601003005-", "1234567890123456", "-1"}) {
    EXPECT_FALSE(read_code(bad)) << bad;
  }
}

TEST(Divisions, ManyThreadsMayAskFirst) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([] { EXPECT_EQ(official_name("532601003"), "新平街道"); });
  }
  for (auto& thread : threads) thread.join();
}

}  // namespace
}  // namespace fx::area
