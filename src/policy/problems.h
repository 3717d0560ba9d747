// What is wrong with a pack, gathered so that its author sees all of it at once.
#pragma once

#include <utility>
#include <vector>

#include "base/refusal.h"
#include "policy/text.h"

namespace fx::policy {

class Problems {
 public:
  static constexpr std::size_t kMost = 100;

  void add(Refusal refusal) {
    if (all_.size() < kMost) all_.push_back(std::move(refusal));
  }
  void add(const RefusalKind& kind, const Place& place, Params params = {}) {
    add(refuse_at(kind, place, std::move(params)));
  }
  [[nodiscard]] std::size_t size() const { return all_.size(); }
  [[nodiscard]] const std::vector<Refusal>& all() const { return all_; }
  std::vector<Refusal> take() { return std::move(all_); }

 private:
  std::vector<Refusal> all_;
};

}  // namespace fx::policy
