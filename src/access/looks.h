// The log of looks: which account saw whose data, when, through which question, how much of it.
// Appended to before an answer leaves, never changed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/roles.h"
#include "base/time.h"
#include "store/database.h"

namespace fx::access {

struct LookedAt {
  Ulid person;
  Sight sight = Sight::kMasked;
  std::string_view area;  // the person's; "" if nobody said
};
// `route` is the pattern of the question ("/api/people/{person}"), not its parameters. A look whose
// person's area nobody said is filed under the first area of the one who looked.
void write_looks(store::Session& db, const Actor& actor, Instant now, std::string_view route,
                 const std::vector<LookedAt>& looks);

// For Host::set_look_writer(access::kRecordLooks): any list of looks with person, sight and, if it
// has one, area. This part does not know the host's type.
inline constexpr auto kRecordLooks = [](store::Session& db, const Actor& actor, Instant now,
                                        std::string_view route, const auto& looks) {
  std::vector<LookedAt> out;
  out.reserve(looks.size());
  for (const auto& look : looks) {
    LookedAt one{look.person, look.sight, {}};
    if constexpr (requires { look.area; }) one.area = look.area;
    out.push_back(one);
  }
  write_looks(db, actor, now, route, out);
};

struct LookRow {
  std::int64_t id = 0;
  Instant at;
  Ulid account;  // nil: the system itself
  std::string route;
  Ulid person;
  Sight sight = Sight::kMasked;
  std::string area;
};
struct LookFilter {
  std::string area;  // looks at people in this area; required
  std::optional<Ulid> person;
  std::optional<Ulid> account;
  Instant from;  // from <= at < until
  Instant until = kForever;
  std::int64_t before = std::int64_t{1} << 62;  // keyset: the last id of the page before
  std::size_t limit = 50;
};
// The newest first.
std::vector<LookRow> find_looks(store::Session& db, const LookFilter& filter);
std::int64_t count_looks(store::Session& db, const LookFilter& filter);

}  // namespace fx::access
