// Counters, gauges and histograms in the Prometheus text format (version 0.0.4). Looking a metric
// up takes a lock, so keep the reference; changing it is one atomic operation. References stay
// valid as long as the registry.
//
// Labels have few values and never personal data: route patterns, not paths.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace fx::http {

using Labels = std::vector<std::pair<std::string, std::string>>;

class Counter {
 public:
  void add(std::uint64_t n = 1) { value_.fetch_add(n, std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

class Gauge {
 public:
  void set(std::int64_t value) { value_.store(value, std::memory_order_relaxed); }
  void add(std::int64_t n) { value_.fetch_add(n, std::memory_order_relaxed); }
  [[nodiscard]] std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> value_{0};
};

class Histogram {
 public:
  explicit Histogram(std::vector<double> bounds);
  void observe(double value);
  [[nodiscard]] const std::vector<double>& bounds() const { return bounds_; }
  // How many were <= bounds()[i]; i == bounds().size() gives all.
  [[nodiscard]] std::uint64_t count_up_to(std::size_t i) const;
  [[nodiscard]] double sum() const { return sum_.load(std::memory_order_relaxed); }

 private:
  std::vector<double> bounds_;
  std::vector<std::atomic<std::uint64_t>> counts_;  // one more than bounds: +Inf
  std::atomic<double> sum_{0};
};

// Seconds, from a read in memory to a report.
const std::vector<double>& duration_bounds();

class Metrics {
 public:
  // The same name and labels give the same metric. Throws std::invalid_argument if the name or a
  // label name is not one Prometheus accepts, or the name is registered with another type.
  Counter& counter(const std::string& name, const std::string& help, const Labels& labels = {});
  Gauge& gauge(const std::string& name, const std::string& help, const Labels& labels = {});
  Histogram& histogram(const std::string& name, const std::string& help,
                       const std::vector<double>& bounds, const Labels& labels = {});
  // A gauge that is asked when it is read; `read` must stay callable as long as the registry is.
  void gauge_from(const std::string& name, const std::string& help, std::function<double()> read,
                  const Labels& labels = {});

  // Families by name, series by labels.
  [[nodiscard]] std::string text() const;

 private:
  using Metric = std::variant<std::unique_ptr<Counter>, std::unique_ptr<Gauge>,
                              std::unique_ptr<Histogram>, std::function<double()>>;
  struct Family {
    std::string help;
    std::string_view type;
    std::map<std::string, Metric> series;  // by rendered labels: a="b",c="d"
  };
  Metric& find_or_make(const std::string& name, const std::string& help, std::string_view type,
                       const Labels& labels, const std::function<Metric()>& make);

  mutable std::mutex mutex_;
  std::map<std::string, Family> families_;
};

}  // namespace fx::http
