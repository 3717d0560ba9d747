#include "modules/casework/cases.h"
#include "modules/casework/state.h"

namespace fx::casework {
namespace {

class Impl final : public Casework {
 public:
  explicit Impl(const registry::Directory& people) : people_(people) {}
  [[nodiscard]] std::string_view name() const override { return "casework"; }
  [[nodiscard]] const Cases& cases() const override { return book_; }

  void declare(host::Declaration& to) override {
    declare_views(to);
    declare_commands(to, people_);
    declare_questions(to, people_, book_);
    declare_import(to, people_);
    declare_indicators(to);
  }

 private:
  const registry::Directory& people_;
  const CaseBook book_;
};

}  // namespace

std::unique_ptr<Casework> make_module(const registry::Directory& people) {
  return std::make_unique<Impl>(people);
}

}  // namespace fx::casework
