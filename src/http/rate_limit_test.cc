#include "http/rate_limit.h"

#include <gtest/gtest.h>

namespace fx::http {
namespace {

using std::chrono::milliseconds;

TEST(RateLimit, LetsABurstThroughAndThenSoManyASecond) {
  RateLimit limit({3, 0.5, 100});
  const RateLimit::TimePoint start{};
  for (int i = 0; i < 3; ++i) EXPECT_EQ(limit.take("a", start), 0);
  EXPECT_EQ(limit.take("a", start), 2);
  EXPECT_EQ(limit.take("b", start), 0);  // another address
  EXPECT_EQ(limit.take("a", start + milliseconds(1'900)), 1);
  EXPECT_EQ(limit.take("a", start + milliseconds(2'100)), 0);
  EXPECT_EQ(limit.take("a", start + milliseconds(2'100)), 2);
  // Time gives no more than the burst.
  for (int i = 0; i < 3; ++i) EXPECT_EQ(limit.take("a", start + milliseconds(90'000)), 0);
  EXPECT_NE(limit.take("a", start + milliseconds(90'000)), 0);
}

TEST(RateLimit, KeepsABoundedNumberOfAddresses) {
  RateLimit limit({2, 1, 10});
  const RateLimit::TimePoint start{};
  for (int i = 0; i < 1000; ++i) {
    EXPECT_EQ(limit.take(std::to_string(i), start + milliseconds(i)), 0);
    EXPECT_LE(limit.size(), 10U);
  }
}

}  // namespace
}  // namespace fx::http
