#include "modules/registry/residents.h"

#include "area/code.h"
#include "modules/registry/state.h"

namespace fx::registry {

void each_resident(
    store::Session& db, const host::Frame& frame,
    const std::function<void(const Ulid&, const Ulid&, std::string_view, std::uint32_t)>& visit) {
  const auto [low, high] = area::range(frame.area);
  auto q = db.query(
      "select subject, household, area, flags from registry_state where kind = 0 and $1 <= area"
      " and area < $2 and known_from <= $4 and $4 < known_to and since <= $3 and $3 < until"
      " and household is not null order by area, subject",
      low, high, frame.day, frame.known);
  while (q.next()) {
    visit(q.ulid(0), q.ulid(1), q.text(2), static_cast<Flags>(q.integer(3)));
  }
}

void each_household(store::Session& db, const host::Frame& frame,
                    const std::function<void(const Ulid&, std::string_view, bool)>& visit) {
  const auto [low, high] = area::range(frame.area);
  auto q = db.query(
      "select subject, area, flags from registry_state where kind = 1 and $1 <= area"
      " and area < $2 and known_from <= $4 and $4 < known_to and since <= $3 and $3 < until"
      " and household is not null order by area, subject",
      low, high, frame.day, frame.known);
  while (q.next()) visit(q.ulid(0), q.text(1), (q.integer(2) & kEmpty) != 0);
}

}  // namespace fx::registry
