// What is tighter: a lower level's outcomes against an upper one's, as the topic declares.
#include <algorithm>

#include "policy/layers.h"

namespace fx::policy {
namespace {

class Judge {
 public:
  Judge(const TopicDecl& topic, const std::vector<OutcomeValue>& upper,
        const std::vector<OutcomeValue>& lower)
      : topic_(topic), upper_(upper), lower_(lower) {}

  Judgement run() {
    Judgement out;
    for (std::size_t i = 0; i < topic_.outcomes.size(); ++i) {
      const auto& decl = topic_.outcomes[i];
      if (decl.open.empty()) continue;
      out.leaves_open = out.leaves_open || has_any(decl, lower_[i], {decl.open});
      // The upper level has left it open: whatever the lower one says is no looser.
      if (has_any(decl, upper_[i], {decl.open})) return out;
    }
    for (std::size_t i = 0; i < topic_.outcomes.size(); ++i) {
      if (is_looser(i)) out.looser.push_back(static_cast<int>(i));
    }
    return out;
  }

 private:
  using Outcomes = std::vector<OutcomeValue>;

  struct Ratio {
    Value amount = 0;
    Value per = 1;
  };

  [[nodiscard]] const OutcomeValue* named(const Outcomes& side, const std::string& id) const {
    for (std::size_t i = 0; i < topic_.outcomes.size(); ++i) {
      if (topic_.outcomes[i].id == id) return &side[i];
    }
    return nullptr;
  }

  [[nodiscard]] std::optional<Ratio> amount(const Outcomes& side, std::size_t i) const {
    const auto& decl = topic_.outcomes[i];
    const auto* plus = named(side, decl.plus);
    const auto* per = named(side, decl.per);
    const bool other = (plus != nullptr && plus->present()) || (per != nullptr && per->present());
    if (!side[i].present() && !other) return std::nullopt;
    Ratio out;
    out.amount = side[i].value_or(per != nullptr ? 1 : 0);
    if (plus != nullptr) out.amount += plus->value_or(0);
    if (per != nullptr) out.per = std::max<Value>(per->value_or(1), 1);
    return out;
  }

  [[nodiscard]] bool is_looser(std::size_t i) const {
    const auto& decl = topic_.outcomes[i];
    const auto& u = upper_[i].values;
    const auto& l = lower_[i].values;
    if (decl.tighter == Tighter::kMore || decl.tighter == Tighter::kLess) {
      const auto a = amount(upper_, i);
      const auto b = amount(lower_, i);
      if (!a || !b) return false;
      const Value above = a->amount * b->per;
      const Value below = b->amount * a->per;
      return decl.tighter == Tighter::kMore ? below < above : below > above;
    }
    // What only one of the levels says is not compared: the lower one adds it, or takes it over.
    if (!upper_[i].present() || !lower_[i].present()) return false;
    const auto within = [](const std::vector<Value>& some, const std::vector<Value>& all) {
      return std::all_of(some.begin(), some.end(), [&](Value v) {
        return std::find(all.begin(), all.end(), v) != all.end();
      });
    };
    switch (decl.tighter) {
      case Tighter::kSame:
        return !(upper_[i] == lower_[i]);
      case Tighter::kEarlier:
        return *std::max_element(l.begin(), l.end()) > *std::max_element(u.begin(), u.end());
      case Tighter::kLater:
        return *std::min_element(l.begin(), l.end()) < *std::min_element(u.begin(), u.end());
      case Tighter::kMoreItems:
        return l.size() < u.size();
      case Tighter::kAllItems:
        return !within(u, l);
      case Tighter::kFewerItems:
        return !within(l, u);
      default:
        return false;
    }
  }

  const TopicDecl& topic_;
  const Outcomes& upper_;
  const Outcomes& lower_;
};

}  // namespace

Judgement judge(const TopicDecl& topic, const std::vector<OutcomeValue>& upper,
                const std::vector<OutcomeValue>& lower) {
  return Judge(topic, upper, lower).run();
}

}  // namespace fx::policy
