#include "access/looks.h"

#include <algorithm>

#include "area/code.h"

namespace fx::access {

void write_looks(store::Session& db, const Actor& actor, Instant now, std::string_view route,
                 const std::vector<LookedAt>& looks) {
  const std::string_view home =
      actor.grants.empty() ? area::kCountry : std::string_view(actor.grants.front().area);
  for (const auto& look : looks) {
    if (look.sight == Sight::kNothing) continue;  // nothing was shown
    db.run(
        "insert into access_look(at, account, route, person, sight, area)"
        " values ($1, $2, $3, $4, $5, $6)",
        now, actor.account, route, look.person, static_cast<int>(look.sight),
        look.area.empty() ? home : look.area);
  }
}

namespace {

// One statement for all filters would leave the choice of index to chance.
std::string where(const LookFilter& filter) {
  std::string out = " from access_look where ";
  if (filter.person) {
    out += "person = $1 and ";
  } else if (filter.account) {
    out += "account = $2 and ";
  }
  if (filter.person && filter.account) out += "account = $2 and ";
  out += "at >= $3 and at < $4 and area >= $5 and area < $6";
  return out;
}

store::Query ask(store::Session& db, const std::string& sql, const LookFilter& filter,
                 const area::Range& range) {
  auto q = db.query(sql);
  if (filter.person) q.bind(1, *filter.person);
  if (filter.account) {
    if (filter.account->is_nil()) {
      q.bind(2, store::Blob{""});
    } else {
      q.bind(2, *filter.account);
    }
  }
  q.bind(3, filter.from);
  q.bind(4, filter.until);
  q.bind(5, range.low);
  q.bind(6, range.high);
  return q;
}

}  // namespace

std::vector<LookRow> find_looks(store::Session& db, const LookFilter& filter) {
  std::vector<LookRow> out;
  const auto range = area::range(filter.area);
  auto q = ask(db,
               "select id, at, account, route, person, sight, area" + where(filter) +
                   " and id < $7 order by id desc limit $8",
               filter, range);
  q.bind(7, filter.before);
  q.bind(8, static_cast<std::int64_t>(filter.limit));
  while (q.next()) {
    out.push_back({q.integer(0), q.instant(1), q.ulid(2), q.string(3), q.ulid(4),
                   static_cast<Sight>(std::clamp(q.number(5), 0, static_cast<int>(Sight::kFull))),
                   q.string(6)});
  }
  return out;
}

std::int64_t count_looks(store::Session& db, const LookFilter& filter) {
  const auto range = area::range(filter.area);
  auto q = ask(db, "select count(*)" + where(filter), filter, range);
  return q.next() ? q.integer(0) : 0;
}

}  // namespace fx::access
