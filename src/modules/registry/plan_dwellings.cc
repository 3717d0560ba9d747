#include "modules/registry/plan_dwellings.h"

#include <unordered_set>

#include "area/code.h"
#include "base/text.h"
#include "identity/person.h"

namespace fx::registry {
namespace {

constexpr std::uint64_t kHouseholdIds = std::uint64_t{2} << 32U;

std::string head_key(std::uint32_t unit, std::string_view head) {
  return std::to_string(unit) + "\n" + std::string(head);
}

}  // namespace

PlanDwellings::PlanDwellings(store::Session& db, const std::string& community,
                             const RegisterRows& rows, const Ulid& import, Plan& plan)
    : db_(db),
      plan_(plan),
      places_(db, community),
      household_ids_(import, kHouseholdIds, rows.rows.size()) {
  load(community, rows);
}

void PlanDwellings::load(const std::string& community, const RegisterRows& rows) {
  const auto [low, high] = area::range(community);
  const auto no_grid = [](const RegisterRow& row) { return row.grid.empty(); };
  if (std::any_of(rows.rows.begin(), rows.rows.end(), no_grid) &&
      !std::all_of(rows.rows.begin(), rows.rows.end(), no_grid)) {
    for (const auto& row : rows.rows) {
      if (!row.grid.empty() && !row.compound.empty()) {
        places_.expect({row.grid, row.compound, row.building, row.unit});
      }
    }
  }
  known_places_ = places_.known();
  std::unordered_set<std::string_view> names;
  std::size_t id = places_.size();
  for (const auto& row : rows.rows) {
    if (!row.compound.empty() && names.insert(row.compound).second) {
      known_places_.add(id++, row.compound);
    }
  }
  // Households without a number are told apart by their head.
  auto q = db_.query(
      "select subject, area from registry_state where kind = 1 and $1 <= area and area < $2"
      " and known_to = $3 and until = $4",
      low, high, kForever, kNever);
  while (q.next()) {
    const std::string_view code = q.text(1);
    if (code[code.rfind('-') + 1] != 'N') continue;
    const auto at = places_.find(code);
    const std::string head = identity::text_of(db_, q.ulid(0), "head");
    if (at != Places::kNone && !head.empty()) {
      heads_.emplace(head_key(places_.node(at).parent, head), at);
    }
  }
}

std::uint32_t PlanDwellings::of(const RegisterRow& row) {
  std::string_view compound = row.compound;
  std::string_view building = row.building;
  std::string_view unit = row.unit;
  std::string_view room = row.room;
  AddressParts parts;
  const bool composite =
      building.empty() && unit.empty() && !room.empty() &&
      room.find_first_not_of("0123456789") != std::string_view::npos &&
      canonical_room(room).find_first_not_of("0123456789ABCDEFGH") != std::string::npos;
  const bool by_address = room.empty() && !row.address.empty();
  if (by_address) {
    parts = places_.read(row.address, known_places_);
  } else if (composite) {
    parts = parse_address(std::string(compound) + std::string(room), &known_places_);
    if (!parts.room.empty()) room = parts.room;
  }
  if (by_address || composite) {
    if (compound.empty()) compound = parts.place;
    if (building.empty()) building = parts.building;
    if (unit.empty()) unit = parts.unit;
    if (room.empty()) room = parts.room;
    // A village house: "老寨14号" where the group has no name known here.
    if (compound.empty()) compound = parts.road;
  }
  const RawPlace place{row.grid, compound, building, unit};
  if (!room.empty() && !canonical_room(room).empty()) return places_.dwelling(place, room);
  return by_head(row, place);
}

std::uint32_t PlanDwellings::by_head(const RegisterRow& row, const RawPlace& place) {
  if (row.nobody) return Places::kNone;
  const std::uint32_t unit = places_.unit(place);
  const bool is_head =
      row.relation == Relation::head ||
      (!row.relation && !row.head.empty() && name_key(row.head) == name_key(row.facts.name));
  std::string head = row.head.empty() ? std::string() : name_key(row.head);
  if (head.empty()) {
    if (!is_head) {
      const auto it = last_head_.find(unit);
      return row.relation && it != last_head_.end() ? it->second : Places::kNone;
    }
    head = name_key(row.facts.name);
  }
  // Two heads of one name in one place are two households; their rows stand together.
  auto& open = open_heads_[head_key(unit, head)];
  if (is_head) {
    if (!open.first_id.empty() && row.facts.has_usable_id() &&
        open.first_id != row.facts.id_number) {
      ++open.count;
      open.first_id = row.facts.id_number;
    } else if (open.first_id.empty() && row.facts.has_usable_id()) {
      open.first_id = row.facts.id_number;
    }
  }
  if (open.count > 0) head += "#" + std::to_string(open.count + 1);
  const std::string key = head_key(unit, head);
  auto it = heads_.find(key);
  // Like an address, a household that the register has keeps its grid.
  if (it == heads_.end()) it = known_head(place, head);
  if (it == heads_.end()) it = heads_.emplace(key, places_.unnumbered(unit)).first;
  head_of_.emplace(it->second, head);
  last_head_[unit] = it->second;
  return it->second;
}

PlanDwellings::Heads::iterator PlanDwellings::known_head(const RawPlace& place,
                                                         const std::string& head) {
  for (const auto unit : places_.same_units(place)) {
    const auto it = heads_.find(head_key(unit, head));
    if (it != heads_.end() && fresh_households_.count(it->second) == 0) return it;
  }
  return heads_.end();
}

Ulid PlanDwellings::household(std::uint32_t dwelling, const RegisterRow& row) {
  auto& node = places_.node(dwelling);
  if (!node.household.is_nil()) {
    if (!row.nobody) {
      const auto it = fresh_households_.find(dwelling);
      if (it != fresh_households_.end()) plan_.households[it->second].empty = false;
    }
    return node.household;
  }
  NewHousehold household;
  household.id = household_ids_.next();
  household.dwelling = dwelling;
  household.empty = row.nobody && row.empty;
  if (const auto it = head_of_.find(dwelling); it != head_of_.end()) household.head = it->second;
  node.household = household.id;
  fresh_households_.emplace(dwelling, plan_.households.size());
  plan_.households.push_back(std::move(household));
  return node.household;
}

bool PlanDwellings::mark_empty(const Ulid& household, std::uint32_t dwelling) {
  if (fresh_households_.count(dwelling) != 0) return false;
  const auto now = current(db_, household);
  if (!now || (now->flags & kEmpty) != 0 || !members(db_, household).empty()) return false;
  const auto same = std::find_if(plan_.emptied.begin(), plan_.emptied.end(),
                                 [&](const auto& e) { return e.first == household; });
  if (same != plan_.emptied.end()) return false;
  plan_.emptied.emplace_back(household, now->area);
  return true;
}

}  // namespace fx::registry
