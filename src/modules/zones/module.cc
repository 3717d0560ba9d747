#include "modules/zones/state.h"

namespace fx::zones {
namespace {

class Impl final : public Zones {
 public:
  explicit Impl(const Parts& parts) : parts_(parts) {}
  [[nodiscard]] std::string_view name() const override { return "zones"; }

  [[nodiscard]] ZoneMap map(store::Session& db, std::string_view area, Instant moment,
                            Instant known) const override {
    return map_of(db, area, moment, known);
  }

  [[nodiscard]] std::optional<Zone> find(store::Session& db, const Ulid& zone, Instant moment,
                                         Instant known) const override {
    return zone_at(db, zone, moment, known);
  }

  void declare(host::Declaration& to) override {
    declare_views(to);
    declare_commands(to, parts_);
    declare_questions(to);
    declare_proposal(to, parts_);
    declare_inside(to, parts_);
    declare_maps(to, parts_);
    declare_indicators(to);
  }

 private:
  const Parts parts_;
};

}  // namespace

std::unique_ptr<Zones> make_module(const registry::Directory& people, const casework::Cases& cases,
                                   const risk::Risk& risk, const observation::Orders& orders,
                                   const rules::Rulebook& rules, const sites::Sites& sites,
                                   const outlines::Outlines& outlines) {
  return std::make_unique<Impl>(Parts{people, cases, risk, orders, rules, sites, outlines});
}

}  // namespace fx::zones
