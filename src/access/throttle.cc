#include "access/throttle.h"

#include <algorithm>
#include <vector>

namespace fx::access {

std::int64_t Throttle::begin(const std::string& key, Instant now) {
  const std::scoped_lock lock(mutex_);
  auto it = states_.find(key);
  if (it == states_.end()) {
    if (states_.size() >= max_keys_) make_room(now);
    it = states_.emplace(key, State{}).first;
  }
  State& state = it->second;
  if (now.millis - state.last.millis > rule_.forget_millis) state = State{};
  if (state.open_at > now) return state.open_at.millis - now.millis;
  ++state.failures;
  state.last = now;
  const int costly = std::min(state.failures - rule_.free_tries, 30);
  if (costly > 0) {
    const std::int64_t delay = rule_.first_millis << (costly - 1);
    state.open_at = Instant{now.millis + std::min(delay, rule_.max_millis)};
  }
  return 0;
}

void Throttle::succeeded(const std::string& key) {
  const std::scoped_lock lock(mutex_);
  states_.erase(key);
}

void Throttle::take_back(const std::string& key) {
  const std::scoped_lock lock(mutex_);
  const auto it = states_.find(key);
  if (it == states_.end()) return;
  if (--it->second.failures <= 0) {
    states_.erase(it);
  } else {
    it->second.open_at = Instant{};
  }
}

std::size_t Throttle::size() const {
  const std::scoped_lock lock(mutex_);
  return states_.size();
}

// Whoever fills the table with made-up names must not push out the delay of a real one: first goes
// what is forgotten, then what waits least. A quarter at once, so that the next ones come cheap.
void Throttle::make_room(Instant now) {
  for (auto it = states_.begin(); it != states_.end();) {
    it = now.millis - it->second.last.millis > rule_.forget_millis ? states_.erase(it)
                                                                   : std::next(it);
  }
  if (states_.size() < max_keys_) return;
  std::vector<std::pair<State, const std::string*>> all;
  all.reserve(states_.size());
  for (const auto& [key, state] : states_) all.emplace_back(state, &key);
  const auto cut = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 4 + 1);
  std::nth_element(all.begin(), cut - 1, all.end(), [](const auto& a, const auto& b) {
    return a.first.failures != b.first.failures ? a.first.failures < b.first.failures
                                                : a.first.last < b.first.last;
  });
  std::vector<std::string> gone;
  for (auto it = all.begin(); it != cut; ++it) gone.push_back(*it->second);
  for (const auto& key : gone) states_.erase(key);
}

}  // namespace fx::access
