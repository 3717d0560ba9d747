#include "area/tree.h"
#include "modules/registry/entries.h"
#include "modules/returnees/arrivals.h"
#include "modules/returnees/commands.h"
#include "modules/returnees/indicators.h"
#include "modules/returnees/questions.h"
#include "modules/returnees/views.h"

namespace fx::returnees {
namespace {

class Impl final : public Returnees {
 public:
  Impl(const registry::Directory& people, const rules::Rulebook& rules)
      : people_(people), rules_(rules) {}
  [[nodiscard]] std::string_view name() const override { return "returnees"; }
  [[nodiscard]] const Arrivals& arrivals() const override { return arrivals_; }

  void declare(host::Declaration& to) override {
    to.entry<ListImported>("导入返乡人员名单", "list of returnees imported");
    to.entry<Claimed>("登记返乡", "coming back registered");
    to.entry<ConflictSettled>("核定返乡信息", "coming back settled");
    to.entry<Withdrawn>("撤销返乡登记", "coming back withdrawn");
    to.view(std::string(kClaimTable), std::string(kClaimDdl));
    to.view(std::string(kArrivalTable), std::string(kArrivalDdl));
    to.view(std::string(kSettledTable), std::string(kSettledDdl));
    imports::declare_records(to, kImports);
    to.on<ListImported>([](store::Session& db, const journal::Entry& entry, const ListImported& p) {
      imports::add_record(db, kImports, entry, p.digest);
    });
    take<Claimed>(to);
    take<ConflictSettled>(to);
    take<Withdrawn>(to);
    follow_subject<registry::PersonMoved>(to);
    follow_subject<registry::PersonLeft>(to);
    follow_subject<registry::ChangeUndone>(to);
    follow_both<registry::PeopleMerged>(to);
    follow_both<registry::MergeUndone>(to);
    to.on<area::AreaMoved>(
        [](store::Session& db, const journal::Entry&, const area::AreaMoved& moved) {
          area::move_codes(db, kArrivalTable, "area", moved);
        });
    declare_commands(to, people_);
    declare_questions(to, people_, rules_);
    declare_import_questions(to, people_);
    declare_indicators(to, arrivals_, rules_);
  }

 private:
  template <class P>
  void take(host::Declaration& to) {
    to.on<P>([this](store::Session& db, const journal::Entry& entry, const P& payload) {
      apply(db, people_, entry, payload);
    });
  }
  template <class P>
  void follow_subject(host::Declaration& to) {
    to.on<P>([this](store::Session& db, const journal::Entry& entry, const P&) {
      follow(db, people_, entry.subject, entry.recorded_at);
    });
  }
  template <class P>
  void follow_both(host::Declaration& to) {
    to.on<P>([this](store::Session& db, const journal::Entry& entry, const P& payload) {
      follow(db, people_, entry.subject, entry.recorded_at);
      follow(db, people_, payload.merged, entry.recorded_at);
    });
  }

  const registry::Directory& people_;
  const rules::Rulebook& rules_;
  ViewArrivals arrivals_;
};

}  // namespace

std::unique_ptr<Returnees> make_module(const registry::Directory& people,
                                       const rules::Rulebook& rules) {
  return std::make_unique<Impl>(people, rules);
}

}  // namespace fx::returnees
