#include "modules/returnees/arrivals.h"

#include "area/code.h"

namespace fx::returnees {

Arrival read_arrival(const store::Query& q) {
  Arrival out;
  out.id = q.ulid(0);
  out.person = q.ulid(1);
  out.household = q.ulid(2);
  out.area = q.text(3);
  out.origin = q.text(4);
  out.abroad = q.flag(5);
  out.arrived = q.day(6);
  out.symptoms = q.flag(7);
  return out;
}

void ViewArrivals::each(store::Session& db, const host::Frame& frame,
                        const std::function<void(const Arrival&)>& visit) const {
  const auto [low, high] = area::range(frame.area);
  auto q = db.query(std::string(kSelectArrival) +
                        "$1 <= area and area < $2 and arrived <= $3 and known_from <= $4"
                        " and $4 < known_to order by person, arrived, arrival",
                    low, high, frame.day, frame.known);
  std::optional<Arrival> last;
  while (q.next()) {
    auto arrival = read_arrival(q);
    if (last && last->person != arrival.person) visit(*last);
    last = std::move(arrival);
  }
  if (last) visit(*last);
}

std::optional<Arrival> ViewArrivals::latest_of(store::Session& db, const Ulid& person,
                                               const host::Frame& frame) const {
  auto q = db.query(std::string(kSelectArrival) +
                        "person = $1 and arrived <= $2 and known_from <= $3 and $3 < known_to"
                        " order by arrived desc, arrival desc limit 1",
                    person, frame.day, frame.known);
  if (!q.next()) return std::nullopt;
  return read_arrival(q);
}

}  // namespace fx::returnees
