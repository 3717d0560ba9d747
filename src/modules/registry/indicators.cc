// How many households and people there are, by two times. The definitions select from
// registry_state; the same counts are kept by grid in registry_tally (state.cc), and a test
// compares them.
#include "modules/registry/questions.h"
#include "modules/registry/state.h"

namespace fx::registry {
namespace {

using host::Frame;
using host::Indicator;
using Count = std::function<void(std::string_view dim, std::string_view area, std::int64_t count)>;

constexpr std::string_view kPeople = "people.";

// False: the frame asks for parts below the grids, of which no counts are kept.
bool from_tally(store::Session& db, const Frame& frame, area::Level level, std::string_view what,
                std::string_view dim, const Count& count) {
  const auto own = area::level_of(frame.area);
  if (!own || *own > area::Level::kGrid || level > area::Level::kGrid) return false;
  const auto [low, high] = area::range(frame.area);
  auto q = db.query(
      "select area, sum(change) from registry_tally where what = $1 and $2 <= area and area < $3"
      " and day <= $4 and known <= $5 group by area",
      what, low, high, frame.day, frame.known);
  std::string part;
  std::int64_t sum = 0;
  const auto flush = [&] {
    if (sum != 0) count(dim, part, sum);
    sum = 0;
  };
  while (q.next()) {
    std::string next = area::at_level(q.text(0), level);
    if (next != part) {
      flush();
      part = std::move(next);
    }
    sum += q.integer(1);
  }
  flush();
  return true;
}

Indicator counted(std::string id, std::string zh, std::string en, host::Unit unit, int kind,
                  const std::string& condition) {
  Indicator out;
  const std::string what = id;
  out.id = std::move(id);
  out.zh = std::move(zh);
  out.en = std::move(en);
  out.unit = unit;
  out.select = host::select_sql(
      "select subject, area from registry_state where kind = " + std::to_string(kind) +
      " and $1 <= area and area < $2 and known_from <= $4 and $4 < known_to and since <= $3"
      " and $3 < until and household is not null" +
      condition);
  out.tally = [what](store::Session& db, const Frame& frame, area::Level level,
                     const Count& count) { return from_tally(db, frame, level, what, "", count); };
  return out;
}

template <class F>
void each_flag(const F& visit) {
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Flag>>(
      [&](auto d) { visit(d.value, std::string_view(d.name)); });
}

Indicator by_flag() {
  Indicator out;
  out.id = "people.{}";
  out.zh = "重点人群";
  out.en = "people by category";
  out.unit = host::Unit::kPeople;
  out.select = [](store::Session& db, const Frame& frame, const host::Visit& visit) {
    const auto [low, high] = area::range(frame.area);
    auto q = db.query(
        "select subject, area, flags from registry_state where kind = 0 and $1 <= area"
        " and area < $2 and known_from <= $4 and $4 < known_to and since <= $3 and $3 < until"
        " and household is not null and flags <> 0",
        low, high, frame.day, frame.known);
    while (q.next()) {
      for (const auto flag : list_of(static_cast<Flags>(q.integer(2)))) {
        visit({q.ulid(0), q.text(1), json::enum_name(flag), 1});
      }
    }
  };
  out.dims = [](store::Session&, const Frame&) {
    std::vector<std::string> all;
    each_flag([&](Flag, std::string_view name) { all.emplace_back(name); });
    return all;
  };
  out.tally = [](store::Session& db, const Frame& frame, area::Level level, const Count& count) {
    bool kept = true;
    each_flag([&](Flag, std::string_view name) {
      kept = kept &&
             from_tally(db, frame, level, std::string(kPeople) + std::string(name), name, count);
    });
    return kept;
  };
  return out;
}

}  // namespace

void declare_indicators(host::Declaration& to) {
  using host::Unit;
  to.indicator(counted("households", "户数", "households", Unit::kHouseholds, 1, ""));
  to.indicator(counted("households.empty", "空置户", "empty dwellings", Unit::kHouseholds, 1,
                       " and flags & 1 <> 0"));
  to.indicator(counted("households.unvisited", "未走访户", "households not yet visited",
                       Unit::kHouseholds, 1, " and flags & 2 = 0"));
  to.indicator(counted("people", "人数", "people", Unit::kPeople, 0, ""));
  to.indicator(by_flag());
}

}  // namespace fx::registry
