#include "area/code.h"
#include "area/tree.h"
#include "modules/registry/commands.h"
#include "modules/registry/place_index.h"
#include "modules/registry/questions.h"
#include "modules/registry/registry.h"
#include "modules/registry/state.h"

namespace fx::registry {
namespace {

class ViewDirectory final : public Directory {
 public:
  [[nodiscard]] Ulid canonical(store::Session& db, const Ulid& person) const override {
    return registry::canonical(db, person);
  }

  [[nodiscard]] std::optional<Place> place_of(store::Session& db,
                                              const Ulid& person) const override {
    const Ulid root = registry::canonical(db, person);
    if (auto now = current(db, root)) return Place{now->household, std::move(now->area)};
    if (subject_kind(db, root) != Subject::kPerson) return std::nullopt;
    auto area = last_area(db, root);
    if (!area) return std::nullopt;
    return Place{Ulid(), std::move(*area)};
  }

  [[nodiscard]] std::vector<Ulid> members(store::Session& db,
                                          const Ulid& household) const override {
    return registry::members(db, household);
  }

  [[nodiscard]] std::optional<std::string> area_of_household(store::Session& db,
                                                             const Ulid& household) const override {
    auto now = current(db, household);
    if (!now || now->household != household) return std::nullopt;
    return std::move(now->area);
  }

  [[nodiscard]] PersonCard card(host::QueryContext& context, const Ulid& person) const override {
    PersonCard nothing;
    nothing.person = person;
    const auto place = place_of(context.db, person);
    if (!place) return nothing;
    const auto sight = access::sight(context.actor, place->area);
    auto card = identity::present(context.db, registry::canonical(context.db, person), sight,
                                  context.today());
    if (!card) return nothing;
    if (sight != access::Sight::kNothing) {
      context.looks.push_back({card->person, sight, place->area});
    }
    return std::move(*card);
  }

  [[nodiscard]] HouseholdCard household_card(host::QueryContext& context,
                                             const Ulid& household) const override {
    HouseholdCard card;
    card.household = household;
    const auto area = area_of_household(context.db, household);
    if (!area) return card;
    card.area = *area;
    card.address = area::address(context.db, card.area);
    return card;
  }

  void each_household(
      store::Session& db, std::string_view area,
      const std::function<void(const Ulid&, std::string_view)>& visit) const override {
    const auto [low, high] = area::range(area);
    auto q = db.query(
        "select subject, area from registry_state where kind = 1 and $1 <= area and area < $2"
        " and known_to = $3 and until = $4 order by area",
        low, high, kForever, kNever);
    while (q.next()) visit(q.ulid(0), q.text(1));
  }

  [[nodiscard]] Ulid household_at(store::Session& db, std::string_view dwelling) const override {
    return registry::household_at(db, dwelling);
  }
};

class Impl final : public Registry {
 public:
  [[nodiscard]] std::string_view name() const override { return "registry"; }
  [[nodiscard]] const Directory& directory() const override { return directory_; }

  void declare(host::Declaration& to) override {
    declare_views(to);
    declare_place_index(to);
    declare_household_commands(to);
    declare_person_commands(to);
    declare_merge_commands(to);
    declare_search(to, directory_);
    declare_household_questions(to, directory_);
    declare_person_questions(to, directory_);
    declare_import_questions(to);
    declare_indicators(to);
  }

 private:
  ViewDirectory directory_;
};

}  // namespace

std::unique_ptr<Registry> make_module() { return std::make_unique<Impl>(); }

}  // namespace fx::registry
