#include "modules/casework/cases.h"
#include "modules/casework/contacts.h"
#include "modules/casework/state.h"

namespace fx::casework {
namespace {

class Impl final : public Casework {
 public:
  Impl(const registry::Directory& people, const returnees::Arrivals& arrivals)
      : people_(people), exposed_(arrivals) {}
  [[nodiscard]] std::string_view name() const override { return "casework"; }
  [[nodiscard]] const Cases& cases() const override { return book_; }
  [[nodiscard]] const returnees::Arrivals& exposed() const override { return exposed_; }

  void declare(host::Declaration& to) override {
    declare_views(to);
    declare_contact_views(to);
    declare_commands(to, people_);
    declare_contacts(to, people_);
    declare_questions(to, people_, book_);
    declare_import(to, people_);
    declare_indicators(to);
  }

 private:
  const registry::Directory& people_;
  const CaseBook book_;
  const Exposed exposed_;
};

}  // namespace

std::unique_ptr<Casework> make_module(const registry::Directory& people,
                                      const returnees::Arrivals& arrivals) {
  return std::make_unique<Impl>(people, arrivals);
}

}  // namespace fx::casework
