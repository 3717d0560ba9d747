#include "http/rate_limit.h"

#include <algorithm>
#include <cmath>

namespace fx::http {

int RateLimit::take(const std::string& key, TimePoint now) {
  const std::lock_guard lock(mutex_);
  auto it = buckets_.find(key);
  if (it == buckets_.end()) {
    if (buckets_.size() >= rule_.max_keys) make_room(now);
    it = buckets_.emplace(key, Bucket{rule_.burst, now}).first;
  }
  Bucket& bucket = it->second;
  const double seconds = std::chrono::duration<double>(now - bucket.at).count();
  bucket.tokens = std::min(rule_.burst, bucket.tokens + std::max(0.0, seconds) * rule_.per_second);
  bucket.at = now;
  if (bucket.tokens >= 1) {
    bucket.tokens -= 1;
    return 0;
  }
  return std::max(1, static_cast<int>(std::ceil((1 - bucket.tokens) / rule_.per_second)));
}

std::size_t RateLimit::size() const {
  const std::lock_guard lock(mutex_);
  return buckets_.size();
}

// Buckets that are full again say nothing. If none is, all are forgotten: better some too many
// answers than a table that grows without end, or strangers kept out for what others did.
void RateLimit::make_room(TimePoint now) {
  const std::chrono::duration<double> full(rule_.burst / rule_.per_second);
  for (auto it = buckets_.begin(); it != buckets_.end();) {
    it = now - it->second.at >= full ? buckets_.erase(it) : std::next(it);
  }
  if (buckets_.size() >= rule_.max_keys) buckets_.clear();
}

}  // namespace fx::http
