#include "identity/births.h"

#include "area/code.h"

namespace fx::identity {

void each_birth(store::Session& db, std::string_view area,
                const std::function<void(const Ulid& person, Day birth)>& visit) {
  const auto [low, high] = area::range(area);
  auto q = db.query(
      "select id, birth from identity_person where $1 <= area and area < $2 and erased = 0"
      " and merged_into is null and birth is not null",
      low, high);
  while (q.next()) visit(q.ulid(0), q.day(1));
}

}  // namespace fx::identity
