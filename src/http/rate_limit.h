// How often one key (an address) may do something: a bucket of tokens that fills with time. In
// memory, bounded, thread-safe.
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>

namespace fx::http {

struct RateRule {
  double burst = 30;      // so many at once
  double per_second = 1;  // and so many again each second
  std::size_t max_keys = 10'000;
};

class RateLimit {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  explicit RateLimit(RateRule rule) : rule_(rule) {}

  // Takes one token. 0: go ahead; else how many seconds to wait (at least 1).
  int take(const std::string& key, TimePoint now);
  [[nodiscard]] std::size_t size() const;

 private:
  struct Bucket {
    double tokens;
    TimePoint at;
  };
  void make_room(TimePoint now);

  const RateRule rule_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace fx::http
