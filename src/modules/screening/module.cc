#include "modules/screening/state.h"

namespace fx::screening {
namespace {

class Impl final : public Screening {
 public:
  Impl(const registry::Directory& people, const rules::Rulebook& rules)
      : parts_{people, rules}, today_(parts_) {}
  [[nodiscard]] std::string_view name() const override { return "screening"; }
  [[nodiscard]] const today::Source& today() const override { return today_; }

  void declare(host::Declaration& to) override {
    declare_views(to);
    declare_commands(to, parts_);
    declare_questions(to, parts_);
    declare_indicators(to, parts_);
  }

 private:
  const Parts parts_;
  const TodaySource today_;
};

}  // namespace

std::unique_ptr<Screening> make_module(const registry::Directory& people,
                                       const rules::Rulebook& rules) {
  return std::make_unique<Impl>(people, rules);
}

}  // namespace fx::screening
