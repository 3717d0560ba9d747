#include "modules/registry/places.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "base/check.h"
#include "base/text.h"
#include "modules/registry/registry.h"
#include "modules/registry/state.h"

namespace fx::registry {
namespace {

using area::Level;

constexpr Level kLevels[] = {Level::kGrid, Level::kCompound, Level::kBuilding, Level::kUnit,
                             Level::kDwelling};

Level below(Level level) { return static_cast<Level>(static_cast<int>(level) + 1); }

std::string_view local_of(std::string_view code) { return code.substr(code.rfind('-') + 1); }

std::string place_in(std::uint32_t parent, std::string_view key) {
  std::string out(reinterpret_cast<const char*>(&parent), sizeof parent);
  out += key;
  return out;
}

// What a child of this name is known by among its siblings; "0" for none.
std::string key_of(Level level, std::string_view name) {
  std::string key;
  switch (level) {
    case Level::kBuilding:
      key = canonical_building(name);
      break;
    case Level::kUnit:
      key = canonical_unit(name);
      break;
    case Level::kDwelling:
      key = canonical_room(name);
      break;
    default:
      key = std::string(name);
  }
  if (!key.empty()) key = area::name_key(level, key);
  return key.empty() ? "0" : key;
}

// As people write it, unless that is a bare number or a sign for one.
std::string shown_name(Level level, std::string_view written) {
  const std::string clean = normalise(written);
  const auto local = area::local_part(level, clean);
  const bool words = std::any_of(clean.begin(), clean.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0x80U) != 0;
  });
  if (local && (!words || level == Level::kDwelling)) return area::default_name(level, *local);
  return clean;
}

}  // namespace

Places::Places(store::Session& db, std::string_view community) {
  community_name_ = normalise(area::name(db, community));
  Node root;
  root.code = community;
  nodes_.push_back(root);
  by_code_.emplace(root.code, 0);
  for (const auto level : kLevels) {
    for (const auto& n :
         area::of_level(db, community, level, std::numeric_limits<std::int32_t>::max())) {
      const auto parent = find(area::parent(n.code));
      if (parent == kNone) continue;
      const std::string key = n.name.empty() ? "0" : area::name_key(level, n.name);
      put(n.code, n.name, parent, level, key);
    }
  }
  const auto [low, high] = area::range(community);
  auto q = db.query(
      "select area, subject from registry_state where kind = 1 and $1 <= area and area < $2"
      " and known_to = $3 and until = $4",
      low, high, kForever, kNever);
  while (q.next()) {
    const auto at = find(q.text(0));
    if (at != kNone) nodes_[at].household = q.ulid(1);
  }
}

std::uint32_t Places::put(std::string code, std::string name, std::uint32_t parent, Level level,
                          std::string_view key) {
  const auto at = static_cast<std::uint32_t>(nodes_.size());
  Node n;
  n.code = std::move(code);
  n.name = std::move(name);
  n.parent = parent;
  n.level = level;
  by_code_.emplace(n.code, at);
  by_key_.emplace(place_in(parent, key), at);
  std::int64_t number = 0;
  const auto local = local_of(n.code);
  const auto end = std::from_chars(local.data(), local.data() + local.size(), number);
  Node& above = nodes_[parent];
  if (end.ptr == local.data() + local.size() && end.ec == std::errc()) {
    above.last_number = std::max(above.last_number, number);
  }
  above.only_child = above.children++ == 0 ? at : kNone;
  if (level == Level::kCompound) compounds_[std::string(key)].push_back(at);
  nodes_.push_back(std::move(n));
  return at;
}

std::uint32_t Places::make(std::uint32_t parent, std::string_view name) {
  const Level level = below(nodes_[parent].level);
  const std::string prefix = nodes_[parent].code + "-";
  const std::string key = key_of(level, name);
  std::string code;
  std::string shown;
  if (key == "0") {
    code = prefix + "0";
  } else {
    shown = shown_name(level, name);
    if (const auto local = area::local_part(level, key)) {
      code = prefix + *local;
      if (find(code) != kNone) code.clear();
    }
    if (code.empty()) code = prefix + std::to_string(nodes_[parent].last_number + 1);
    FX_CHECK(find(code) == kNone);
  }
  added_.push_back({code, shown});
  return put(std::move(code), std::move(shown), parent, level, key);
}

std::uint32_t Places::child(std::uint32_t parent, std::string_view key) const {
  const auto it = by_key_.find(place_in(parent, key));
  return it == by_key_.end() ? kNone : it->second;
}

std::uint32_t Places::child_or_make(std::uint32_t parent, std::string_view name) {
  const auto there = child(parent, key_of(below(nodes_[parent].level), name));
  return there != kNone ? there : make(parent, name);
}

std::vector<std::uint32_t> Places::compounds(std::string_view key) const {
  const auto it = compounds_.find(std::string(key));
  return it == compounds_.end() ? std::vector<std::uint32_t>() : it->second;
}

std::uint32_t Places::find(std::string_view code) const {
  const auto it = by_code_.find(std::string(code));
  return it == by_code_.end() ? kNone : it->second;
}

Places::Keys& Places::keys_of(const RawPlace& place) {
  std::string raw;
  raw.reserve(64);
  for (const auto part : {place.grid, place.compound, place.building, place.unit}) {
    raw += part;
    raw += '\n';
  }
  const auto seen = units_.find(raw);
  if (seen != units_.end()) return seen->second;
  Keys keys;
  keys.grid = key_of(Level::kGrid, place.grid);
  keys.compound = key_of(Level::kCompound, place.compound);
  keys.building = key_of(Level::kBuilding, place.building);
  keys.unit = key_of(Level::kUnit, place.unit);
  return units_.emplace(std::move(raw), std::move(keys)).first->second;
}

std::uint32_t Places::descend(std::uint32_t from, const Keys& keys) const {
  const auto building = from == kNone ? kNone : child(from, keys.building);
  return building == kNone ? kNone : child(building, keys.unit);
}

std::vector<std::uint32_t> Places::units_like(const Keys& keys) const {
  std::vector<std::uint32_t> out;
  // Without a compound's name, building 1 of one grid is not building 1 of another.
  if (keys.compound == "0" && keys.grid != "0") return out;
  const auto same = compounds_.find(keys.compound);
  if (same == compounds_.end()) return out;
  for (const auto compound : same->second) {
    const auto unit = descend(compound, keys);
    if (unit != kNone) out.push_back(unit);
  }
  return out;
}

std::vector<std::uint32_t> Places::same_units(const RawPlace& place) {
  return units_like(keys_of(place));
}

std::uint32_t Places::own_unit(const RawPlace& place, Keys& keys) {
  if (keys.own != kNone) return keys.own;
  std::uint32_t compound = kNone;
  if (keys.grid != "0") {
    const auto grid = child(0, keys.grid);
    if (grid != kNone) compound = child(grid, keys.compound);
  } else {
    const auto& same = compounds_[keys.compound];
    const auto expected = expected_.find(keys.compound + "\n" + keys.building);
    const auto has = [&](auto&& test) {
      const auto it = std::find_if(same.begin(), same.end(), test);
      return it == same.end() ? kNone : *it;
    };
    compound = has([&](auto c) { return descend(c, keys) != kNone; });
    if (compound == kNone) compound = has([&](auto c) { return child(c, keys.building) != kNone; });
    if (compound == kNone && expected != expected_.end()) {
      compound = child_or_make(child_or_make(0, expected->second), place.compound);
    }
    if (compound == kNone && !same.empty()) compound = same.front();
    const auto anywhere = expected_.find(keys.compound);
    if (compound == kNone && anywhere != expected_.end()) {
      compound = child_or_make(child_or_make(0, anywhere->second), place.compound);
    }
  }
  if (compound == kNone) compound = child_or_make(child_or_make(0, place.grid), place.compound);
  keys.own = child_or_make(child_or_make(compound, place.building), place.unit);
  return keys.own;
}

std::uint32_t Places::unit(const RawPlace& place) { return own_unit(place, keys_of(place)); }

void Places::expect(const RawPlace& place) {
  const Keys& keys = keys_of(place);
  if (keys.grid == "0") return;
  expected_.emplace(keys.compound + "\n" + keys.building, place.grid);
  expected_.emplace(keys.compound, place.grid);
}

std::uint32_t Places::dwelling(const RawPlace& place, std::string_view room) {
  Keys& keys = keys_of(place);
  // Most rooms are plain numbers, which are their own keys.
  const bool plain =
      !room.empty() && room.size() <= 8 && room.front() != '0' &&
      std::all_of(room.begin(), room.end(), [](char c) { return c >= '0' && c <= '9'; });
  const std::string key = plain ? std::string(room) : key_of(Level::kDwelling, room);
  if (keys.own != kNone) {
    const auto there = child(keys.own, key);
    if (there != kNone) return there;
  }
  for (const auto unit : units_like(keys)) {
    const auto there = child(unit, key);
    if (there != kNone) return there;
  }
  return child_or_make(own_unit(place, keys), room);
}

std::uint32_t Places::grid_of(std::uint32_t at) const {
  while (nodes_[at].level > Level::kGrid) at = nodes_[at].parent;
  return at;
}

std::uint32_t Places::unnumbered(std::uint32_t unit) {
  for (std::int64_t n = nodes_[unit].children + 1;; ++n) {
    const std::string code = nodes_[unit].code + "-N" + std::to_string(n);
    if (find(code) != kNone) continue;
    const std::string name = "未编号" + std::to_string(n);
    added_.push_back({code, name});
    return put(code, name, unit, Level::kDwelling, area::name_key(Level::kDwelling, name));
  }
}

KnownPlaces Places::known() const {
  KnownPlaces out;
  for (std::uint32_t at = 0; at < nodes_.size(); ++at) {
    const Node& n = nodes_[at];
    if (n.level == Level::kCompound && !n.name.empty()) out.add(at, n.name);
  }
  if (community_name_.empty()) return out;
  for (std::uint32_t at = 0; at < nodes_.size(); ++at) {
    const Node& n = nodes_[at];
    if (n.level == Level::kCompound && n.name.size() > community_name_.size() &&
        n.name.compare(0, community_name_.size(), community_name_) == 0) {
      out.add_alias(at, std::string_view(n.name).substr(community_name_.size()));
    }
  }
  return out;
}

AddressParts Places::read(std::string_view address, const KnownPlaces& known) const {
  auto parts = parse_address(address, &known);
  // A name of one character would be found in too many others.
  constexpr std::size_t kLeastBytes = 6;
  if ((parts.known && !parts.place_guessed) || community_name_.size() < kLeastBytes) return parts;
  const std::string text = normalise(address);
  const auto at = text.find(community_name_);
  if (at == std::string::npos || at + community_name_.size() == text.size()) return parts;
  auto inner = parse_address(std::string_view(text).substr(at + community_name_.size()), &known);
  if (inner.place.empty() && inner.building.empty() && inner.room.empty()) return parts;
  inner.community = community_name_;
  if (inner.street.empty()) inner.street = std::move(parts.street);
  if (inner.region.empty()) inner.region = std::move(parts.region);
  return inner;
}

// --- reading addresses ---------------------------------------------------------------------------

struct AddressBook::Impl {
  Impl(store::Session& db, std::string_view community)
      : places(db, community), known(places.known()) {}
  Places places;
  KnownPlaces known;
};

AddressBook::AddressBook(store::Session& db, std::string_view community)
    : impl_(std::make_unique<Impl>(db, community)) {}
AddressBook::~AddressBook() = default;
AddressBook::AddressBook(AddressBook&&) noexcept = default;

AddressBook::Found AddressBook::find(std::string_view text) const {
  constexpr auto kNone = Places::kNone;
  const Places& places = impl_->places;
  Found out;
  out.parts = impl_->places.read(text, impl_->known);
  out.guessed = out.parts.place_guessed;
  const AddressParts& parts = out.parts;
  std::vector<std::uint32_t> starts;
  if (!parts.place.empty()) {
    starts = places.compounds(key_of(Level::kCompound, parts.place));
  } else if (!parts.building.empty() || !parts.room.empty()) {
    starts = places.compounds("0");
  }
  std::uint32_t best = kNone;
  bool exact = false;
  for (const auto start : starts) {
    std::uint32_t at = start;
    bool all = true;
    // A part that the text leaves out is the one child there is, or the one that stands for none.
    const auto step = [&](Level level, const std::string& name) {
      if (!all) return;
      std::uint32_t next = kNone;
      if (!name.empty()) next = places.child(at, key_of(level, name));
      if (next == kNone && (name.empty() || level == Level::kUnit)) next = places.child(at, "0");
      if (next == kNone && name.empty()) next = places.node(at).only_child;
      all = next != kNone;
      if (all) at = next;
    };
    const bool has_room = !parts.room.empty();
    const bool has_unit = !parts.unit.empty();
    const bool has_building = !parts.building.empty();
    if (has_building || has_unit || has_room) step(Level::kBuilding, parts.building);
    if (has_unit || has_room) step(Level::kUnit, parts.unit);
    if (has_room) step(Level::kDwelling, parts.room);
    if (best == kNone || (all && !exact) ||
        (all == exact && places.node(at).level > places.node(best).level)) {
      best = at;
      exact = all;
    }
  }
  if (best == kNone) return out;
  out.area = places.node(best).code;
  out.household = places.node(best).household;
  out.exact = exact;
  return out;
}

}  // namespace fx::registry
