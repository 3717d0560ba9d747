#include "modules/returnees/arrivals.h"

#include <algorithm>
#include <tuple>
#include <vector>

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

void each_since(store::Session& db, const host::Frame& frame, Day since,
                const std::function<void(const Arrival&)>& visit) {
  const auto [low, high] = area::range(frame.area);
  std::vector<Arrival> all;
  auto q = db.query(std::string(kSelectArrival) +
                        "$1 <= area and area < $2 and arrived <= $3 and known_from <= $4"
                        " and $4 < known_to and $5 <= arrived",
                    low, high, frame.day, frame.known, since);
  while (q.next()) all.push_back(read_arrival(q));
  // Sorted here: the database would move whole rows about.
  std::vector<const Arrival*> order;
  order.reserve(all.size());
  for (const auto& arrival : all) order.push_back(&arrival);
  std::sort(order.begin(), order.end(), [](const Arrival* a, const Arrival* b) {
    return std::tie(a->person, a->arrived, a->id) < std::tie(b->person, b->arrived, b->id);
  });
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i + 1 == order.size() || order[i]->person != order[i + 1]->person) visit(*order[i]);
  }
}

void ViewArrivals::each(store::Session& db, const host::Frame& frame,
                        const std::function<void(const Arrival&)>& visit) const {
  each_since(db, frame, Day{0}, visit);
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
