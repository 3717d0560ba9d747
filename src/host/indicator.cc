#include "host/indicator.h"

#include <algorithm>

namespace fx::host {

Frame Frame::make(std::string area, Day day, Instant known) {
  const Instant end = instant_of(day + 1);
  return {std::move(area), day, known, std::min(Instant{end.millis - 1}, known)};
}

std::function<void(store::Session&, const Frame&, const Visit&)> select_sql(std::string sql) {
  return [sql = std::move(sql)](store::Session& db, const Frame& frame, const Visit& visit) {
    const auto [low, high] = area::range(frame.area);
    auto q = db.query(sql, low, high, frame.day, frame.known, frame.moment, instant_of(frame.day),
                      instant_of(frame.day + 1));
    const bool has_dim = q.columns() > 2;
    while (q.next()) {
      visit({q.ulid(0), q.text(1), has_dim ? q.text(2) : std::string_view(), 1});
    }
  };
}

}  // namespace fx::host
