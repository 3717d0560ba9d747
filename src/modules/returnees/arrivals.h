// Reading arrivals out of the view. For this folder only.
#pragma once

#include <functional>
#include <string_view>

#include "modules/returnees/returnees.h"

namespace fx::returnees {

// The columns that read_arrival() takes, in its order; a condition follows.
inline constexpr std::string_view kSelectArrival =
    "select arrival, person, household, area, origin, abroad, arrived, symptoms"
    " from returnees_arrival where ";
Arrival read_arrival(const store::Query& q);

// Arrivals::each() among those who came on this day or later: a person's last arrival by frame.day.
void each_since(store::Session& db, const host::Frame& frame, Day since,
                const std::function<void(const Arrival&)>& visit);

class ViewArrivals final : public Arrivals {
 public:
  void each(store::Session& db, const host::Frame& frame,
            const std::function<void(const Arrival&)>& visit) const override;
  [[nodiscard]] std::optional<Arrival> latest_of(store::Session& db, const Ulid& person,
                                                 const host::Frame& frame) const override;
};

}  // namespace fx::returnees
