// A community's areas in memory, by the names that offices write: for imports, which look up a
// place a row, and for reading addresses. For this folder only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "area/tree.h"
#include "base/address.h"
#include "base/ulid.h"
#include "store/session.h"

namespace fx::registry {

// A place as a row says it, each part as written or "".
struct RawPlace {
  std::string_view grid;
  std::string_view compound;
  std::string_view building;
  std::string_view unit;
};

class Places {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  Places(store::Session& db, std::string_view community);

  struct Node {
    std::string code;
    std::string name;
    std::uint32_t parent = kNone;
    area::Level level = area::Level::kCommunity;
    std::int64_t last_number = 0;  // the highest number among the children's local parts
    std::uint32_t only_child = kNone;
    std::uint32_t children = 0;
    Ulid household;  // of a dwelling
  };
  [[nodiscard]] const Node& node(std::uint32_t at) const { return nodes_[at]; }
  Node& node(std::uint32_t at) { return nodes_[at]; }
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }

  // The unit of this place, made if need be, under the grid that the row says; one that says none
  // gets what the tree has, else what other rows say (expect). A part that is empty is the child
  // that stands for none.
  std::uint32_t unit(const RawPlace& place);
  // A dwelling of the unit, made if need be. A compound may lie in several grids, so a building or
  // a group may have dwellings in each; but an address is one dwelling: what the tree has keeps
  // its grid.
  std::uint32_t dwelling(const RawPlace& place, std::string_view room);
  // The units of the same compound, building and unit in every grid; of the row's own grid only
  // where the row has no name of a compound.
  [[nodiscard]] std::vector<std::uint32_t> same_units(const RawPlace& place);
  // Another row will say that this building lies in this grid.
  void expect(const RawPlace& place);
  // The grid of this name, made if need be.
  std::uint32_t grid(std::string_view name) { return child_or_make(0, name); }
  // The grid that a place lies in.
  [[nodiscard]] std::uint32_t grid_of(std::uint32_t at) const;
  // A new dwelling without a number.
  std::uint32_t unnumbered(std::uint32_t unit);

  [[nodiscard]] std::uint32_t child(std::uint32_t parent, std::string_view key) const;
  [[nodiscard]] std::vector<std::uint32_t> compounds(std::string_view key) const;
  [[nodiscard]] std::uint32_t find(std::string_view code) const;
  // What was made, parents before children.
  [[nodiscard]] const std::vector<area::NewArea>& added() const { return added_; }
  // All compounds and village groups, for reading addresses; ids are of nodes, the first where
  // several grids have one of the name. Those that begin with the community's name go by the rest
  // of theirs as well.
  [[nodiscard]] KnownPlaces known() const;
  // Reads an address in this community: its own name may stand in front of the compound's.
  [[nodiscard]] AddressParts read(std::string_view address, const KnownPlaces& known) const;

 private:
  std::uint32_t put(std::string code, std::string name, std::uint32_t parent, area::Level level,
                    std::string_view key);
  std::uint32_t make(std::uint32_t parent, std::string_view name);
  std::uint32_t child_or_make(std::uint32_t parent, std::string_view name);
  struct Keys {
    std::string grid, compound, building, unit;
    std::uint32_t own = kNone;  // the unit, once it is known or made
  };
  Keys& keys_of(const RawPlace& place);
  std::uint32_t own_unit(const RawPlace& place, Keys& keys);
  [[nodiscard]] std::vector<std::uint32_t> units_like(const Keys& keys) const;
  [[nodiscard]] std::uint32_t descend(std::uint32_t from, const Keys& keys) const;

  std::string community_name_;
  std::vector<Node> nodes_;
  std::unordered_map<std::string, std::uint32_t> by_key_;  // parent and key
  std::unordered_map<std::string, std::uint32_t> by_code_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> compounds_;
  std::unordered_map<std::string, Keys> units_;            // by raw texts
  std::unordered_map<std::string, std::string> expected_;  // compound and building to grid
  std::vector<area::NewArea> added_;
};

}  // namespace fx::registry
