#include "policy/origin.h"

#include <gtest/gtest.h>

namespace fx::policy {
namespace {

TEST(Origin, IsRelativeToTheCommunitysProvinceAndCity) {
  EXPECT_EQ(origin_relation("420100", "532601"), "other_province");
  EXPECT_EQ(origin_relation("530400", "532601001"), "other_city");
  EXPECT_EQ(origin_relation("532622", "532601001005"), "same_city");
  EXPECT_EQ(origin_relation("53", "532601"), "same_province");
  EXPECT_EQ(origin_relation("530000000000", "532601"), "same_province");
  EXPECT_EQ(origin_relation("810000", "440300"), "abroad");
  EXPECT_EQ(origin_relation("", "532601"), "unknown");
  EXPECT_EQ(origin_relation("云南", "532601"), "unknown");
}

TEST(Origin, TakesAMunicipalityAsOneCity) {
  EXPECT_EQ(origin_relation("500229", "500103"), "same_city");
  EXPECT_EQ(origin_relation("50", "500103"), "same_city");
}

TEST(Origin, TakesCountiesDirectlyUnderAProvinceAsPlacesOfTheirOwn) {
  EXPECT_EQ(origin_relation("429004", "429005"), "other_city");
  EXPECT_EQ(origin_relation("429004", "429004102"), "same_city");
}

TEST(Origin, FindsTheFirstListThatNamesThePlace) {
  const std::vector<OriginSet> sets{{"wuhan", {"4201"}}, {"hubei", {"42"}}};
  EXPECT_EQ(origin_set_of(sets, "420106"), "wuhan");
  EXPECT_EQ(origin_set_of(sets, "420000000000"), "hubei");
  EXPECT_EQ(origin_set_of(sets, "110101"), "none");
  EXPECT_EQ(origin_set_of(sets, "4"), "none");
}

}  // namespace
}  // namespace fx::policy
