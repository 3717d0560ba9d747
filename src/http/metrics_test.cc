#include "http/metrics.h"

#include <stdexcept>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fx::http {
namespace {

using ::testing::HasSubstr;

TEST(Metrics, AreWrittenAsPrometheusReadsThem) {
  Metrics metrics;
  metrics.counter("b_total", "Back\\slash and\nline.", {{"path", "a\"b\\c\nd"}}).add(3);
  metrics.gauge("a", "A gauge.").set(-2);
  metrics.gauge_from("c", "Asked.", [] { return 0.5; });
  EXPECT_EQ(metrics.text(),
            "# HELP a A gauge.\n# TYPE a gauge\na -2\n"
            "# HELP b_total Back\\\\slash and\\nline.\n# TYPE b_total counter\n"
            "b_total{path=\"a\\\"b\\\\c\\nd\"} 3\n"
            "# HELP c Asked.\n# TYPE c gauge\nc 0.5\n");
}

TEST(Metrics, HistogramsAreCumulativeAndBoundsInclusive) {
  Metrics metrics;
  Histogram& h = metrics.histogram("t", "T.", {0.1, 1, 10}, {{"k", "v"}});
  for (const double value : {0.1, 0.2, 1.0, 5.0, 100.0}) h.observe(value);
  EXPECT_EQ(metrics.text(),
            "# HELP t T.\n# TYPE t histogram\n"
            "t_bucket{k=\"v\",le=\"0.1\"} 1\nt_bucket{k=\"v\",le=\"1\"} 3\n"
            "t_bucket{k=\"v\",le=\"10\"} 4\nt_bucket{k=\"v\",le=\"+Inf\"} 5\n"
            "t_sum{k=\"v\"} 106.3\nt_count{k=\"v\"} 5\n");
}

TEST(Metrics, TheSameNameAndLabelsAreTheSameMetric) {
  Metrics metrics;
  Counter& one = metrics.counter("n", "N.", {{"a", "1"}});
  EXPECT_EQ(&one, &metrics.counter("n", "N.", {{"a", "1"}}));
  EXPECT_NE(&one, &metrics.counter("n", "N.", {{"a", "2"}}));
  EXPECT_THROW(metrics.gauge("n", "N."), std::invalid_argument);
  EXPECT_THROW(metrics.counter("1n", "N."), std::invalid_argument);
  EXPECT_THROW(metrics.counter("m", "N.", {{"a-b", "1"}}), std::invalid_argument);
}

TEST(Metrics, LoseNothingBetweenThreads) {
  Metrics metrics;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 10'000; ++i) {
        metrics.counter("n", "N.").add();
        metrics.histogram("h", "H.", {1}).observe(0.5);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(metrics.counter("n", "N.").value(), 40'000U);
  EXPECT_THAT(metrics.text(), HasSubstr("h_sum 20000\n"));
}

}  // namespace
}  // namespace fx::http
