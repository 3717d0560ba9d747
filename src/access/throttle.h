// Delays that grow with each failed try, per key (an account, an address). In memory: a restart
// forgets them. Bounded, thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

#include "base/time.h"

namespace fx::access {

struct ThrottleRule {
  int free_tries;             // so many failures cost nothing
  std::int64_t first_millis;  // then the next try waits so long, doubled each time
  std::int64_t max_millis;
  std::int64_t forget_millis;  // so long after the last failure all is forgotten
};

class Throttle {
 public:
  Throttle(ThrottleRule rule, std::size_t max_keys) : rule_(rule), max_keys_(max_keys) {}

  // Milliseconds until this key may try; 0: it may, and the try is counted as failed until
  // succeeded() or take_back() says otherwise, so that many tries at once gain nothing.
  std::int64_t begin(const std::string& key, Instant now);
  void succeeded(const std::string& key);  // all failures are forgiven
  void take_back(const std::string& key);  // this one try does not count

  [[nodiscard]] std::size_t size() const;

 private:
  struct State {
    int failures = 0;
    Instant last;
    Instant open_at;
  };
  void make_room(Instant now);

  ThrottleRule rule_;
  std::size_t max_keys_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, State> states_;
};

}  // namespace fx::access
