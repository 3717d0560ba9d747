#include "modules/imports/list_name.h"

#include <gtest/gtest.h>

namespace fx::imports {
namespace {

TEST(ListName, EditionsOfOneListAreAlike) {
  for (const char* edition :
       {"返乡人员排查台账.csv", "返乡人员排查台账（更正）.xlsx", "返乡人员排查台账0128.xlsx",
        "2020年1月28日返乡人员排查台账.xlsx", "返乡人员排查台账-最终 (2).csv",
        "返鄉人員排查台賬_v2.XLSX", "返乡人员排查台账 更正后 - 副本.xlsx",
        "返乡人员排查台账2020.01.28"}) {
    EXPECT_TRUE(same_list("返乡人员排查台账.xlsx", edition))
        << edition << ": " << list_name(edition);
  }
}

TEST(ListName, OtherListsAreNot) {
  for (const char* other : {"公安推送名单.xlsx", "返乡人员名单.xlsx", "第2批返乡人员排查台账.xlsx",
                            "3网格返乡人员排查台账.xlsx", "", "2020-01-28.xlsx"}) {
    EXPECT_FALSE(same_list("返乡人员排查台账.xlsx", other)) << other;
  }
  EXPECT_FALSE(same_list("第1批名单.csv", "第2批名单.csv"));
  EXPECT_FALSE(same_list("一网格台账.csv", "二网格台账.csv"));
}

TEST(ListName, OneThatSaysNothingIsOnlyItself) {
  EXPECT_EQ(list_name("20200128.xlsx"), "");
  EXPECT_TRUE(same_list("20200128.xlsx", "20200128.xlsx"));
  EXPECT_FALSE(same_list("20200128.xlsx", "20200129.xlsx"));
  EXPECT_FALSE(same_list("", ""));
}

}  // namespace
}  // namespace fx::imports
