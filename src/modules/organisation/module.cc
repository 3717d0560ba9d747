#include "modules/organisation/organisation.h"
#include "modules/organisation/parts.h"

namespace fx::organisation {
namespace {

class Organisation final : public host::Module {
 public:
  explicit Organisation(access::PasswordCost cost) : cost_(cost) {}
  [[nodiscard]] std::string_view name() const override { return "organisation"; }
  void declare(host::Declaration& to) override {
    declare_areas(to);
    declare_area_questions(to);
    declare_contacts(to);
    declare_accounts(to, cost_);
    declare_tokens(to);
    declare_account_questions(to);
    declare_looks(to);
  }

 private:
  access::PasswordCost cost_;
};

}  // namespace

std::unique_ptr<host::Module> make_module(access::PasswordCost cost) {
  return std::make_unique<Organisation>(cost);
}

}  // namespace fx::organisation
