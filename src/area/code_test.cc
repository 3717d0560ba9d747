#include "area/code.h"

#include <gtest/gtest.h>

namespace fx::area {
namespace {

TEST(AreaCode, LevelsFollowTheLengthAndTheParts) {
  EXPECT_EQ(level_of("0"), Level::kCountry);
  EXPECT_EQ(level_of("53"), Level::kProvince);
  EXPECT_EQ(level_of("532601003005"), Level::kCommunity);
  EXPECT_EQ(level_of("532601003005-3-2-6-1-1001"), Level::kDwelling);
  for (const auto* bad : {"", "5", "530", "53-1", "532601003005-", "532601003005--1",
                          "532601003005-1-2-3-4-5-6", "53260100300a", "532601003005-三"}) {
    EXPECT_FALSE(level_of(bad)) << bad;
  }
}

TEST(AreaCode, ParentsAndAncestors) {
  EXPECT_EQ(parent("532601003005-3-2"), "532601003005-3");
  EXPECT_EQ(parent("532601003005-3"), "532601003005");
  EXPECT_EQ(parent("532601003005"), "532601003");
  EXPECT_EQ(parent("53"), "0");
  EXPECT_EQ(parent("0"), "");
  EXPECT_EQ(at_level("532601003005-3-2-6", Level::kGrid), "532601003005-3");
  EXPECT_EQ(at_level("532601003005", Level::kGrid), "");
  EXPECT_EQ(at_level("532601003005-3", Level::kGrid), "532601003005-3");
  EXPECT_EQ(chain("532601003005-3-2-6"), "532601003005");
  EXPECT_EQ(chain("5326"), "5326");
}

TEST(AreaCode, ARangeHoldsExactlyWhatTheAreaContains) {
  const std::string all[] = {"0",
                             "5",
                             "53",
                             "5326",
                             "54",
                             "532601003005",
                             "532601003006",
                             "532601003005-1",
                             "532601003005-10",
                             "532601003005-1-1",
                             "532601003005-1-10-A",
                             "532601003005-1-1-6-1-1001",
                             "532601003005-1-1-60-1-1001"};
  for (const auto& a : all) {
    if (!is_code(a)) continue;
    const auto r = range(a);
    for (const auto& b : all) {
      if (!is_code(b)) continue;
      EXPECT_EQ(r.low <= b && b < r.high, contains(a, b)) << a << " " << b;
    }
  }
  EXPECT_FALSE(contains("532601003005-1", "532601003005-10"));
  EXPECT_TRUE(contains("532601003005-1-1-6", "532601003005-1-1-6-1-1001"));
}

}  // namespace
}  // namespace fx::area
