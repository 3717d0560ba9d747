// People and arrivals out of vectors, for tests and benchmarks of the modules around an order.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "area/code.h"
#include "area/tree.h"
#include "modules/observation/observation.h"
#include "modules/test_host.h"

namespace fx::testing {

inline constexpr const char* kCommunity = "532601003005";

class FakePeople final : public registry::Directory {
 public:
  struct Known {
    registry::Place place;
    identity::PersonCard card;
  };
  std::map<Ulid, Known> people;

  [[nodiscard]] Ulid canonical(store::Session&, const Ulid& person) const override {
    return person;
  }
  [[nodiscard]] std::optional<registry::Place> place_of(store::Session&,
                                                        const Ulid& person) const override {
    const auto it = people.find(person);
    if (it == people.end()) return std::nullopt;
    return it->second.place;
  }
  [[nodiscard]] std::vector<Ulid> members(store::Session&, const Ulid& household) const override {
    std::vector<Ulid> out;
    for (const auto& [id, known] : people) {
      if (known.place.household == household) out.push_back(id);
    }
    return out;
  }
  [[nodiscard]] std::optional<std::string> area_of_household(store::Session&,
                                                             const Ulid&) const override {
    return std::nullopt;
  }
  [[nodiscard]] registry::PersonCard card(host::QueryContext& context,
                                          const Ulid& person) const override {
    context.looks.push_back({person, access::Sight::kNames});
    return people.at(person).card;
  }
  [[nodiscard]] registry::HouseholdCard household_card(host::QueryContext&,
                                                       const Ulid& household) const override {
    return {household, kCommunity, "滨河花园 1栋"};
  }
  void each_household(store::Session&, std::string_view,
                      const std::function<void(const Ulid&, std::string_view)>&) const override {}
  [[nodiscard]] Ulid household_at(store::Session&, std::string_view) const override { return {}; }
};

class FakeArrivals final : public returnees::Arrivals {
 public:
  std::vector<returnees::Arrival> all;
  void each(store::Session&, const host::Frame& frame,
            const std::function<void(const returnees::Arrival&)>& visit) const override {
    for (const auto& a : all) {
      if (a.arrived <= frame.day && area::contains(frame.area, a.area)) visit(a);
    }
  }
  [[nodiscard]] std::optional<returnees::Arrival> latest_of(
      store::Session&, const Ulid& person, const host::Frame& frame) const override {
    std::optional<returnees::Arrival> out;
    for (const auto& a : all) {
      if (a.person == person && a.arrived <= frame.day) out = a;
    }
    return out;
  }
};

// The area tree without accounts and grants; one command, to move an area.
class Areas final : public AreaModule {
 public:
  struct Move {
    static constexpr std::string_view kName = "test.move-area";
    std::string from;
    std::string to;
  };
  void declare(host::Declaration& to) override;
};
BOOST_DESCRIBE_STRUCT(Areas::Move, (), (from, to))

inline void Areas::declare(host::Declaration& to) {
  AreaModule::declare(to);
  to.command<Move>(
      {access::Permission::manage_areas, "区域划转", "move an area",
       [](store::Session&, const Move&) -> Result<std::string> { return std::string(kCommunity); },
       [](host::CommandContext& context, const Move& m) -> Result<host::Done> {
         context.append({{}, kCommunity}, area::AreaMoved{m.from, m.to});
         return host::Done{};
       }});
}

}  // namespace fx::testing
