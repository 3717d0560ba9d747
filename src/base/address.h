// Addresses as people write them, taken apart: "滨河花园6栋2单元1001", "卧龙雅居17#1-1002",
// "XX小区3号楼1门502", "某某村三组15号". Equal places get equal parts: "6#", "6栋", "06幢" and
// "六号楼" are building "6". Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace fx {

struct AddressParts {
  std::string region;     // province, city, county as written: "云南省文山市"
  std::string street;     // street or township: "卧龙街道"
  std::string community;  // "里布嘎社区"
  std::string road;       // "幸福路"; with its number when no building follows by itself
  // Compound or village group: the known name if a KnownPlaces has it, otherwise as written.
  std::string place;
  std::string building;  // canonical, see canonical_building()
  std::string unit;
  std::string room;       // also the house number of a village house: "老寨14号" is room 14
  std::string remainder;  // what none of these took: words behind the room, or the whole text

  std::optional<std::size_t> known;  // the id of the known place
  // Only a near match of the known place's name was found: one homophone, one wrong or missing
  // character. A human should confirm.
  bool place_guessed = false;
};

// The compounds and village groups of a community, with other names they go by. Thread-safe once
// filled.
class KnownPlaces {
 public:
  // `name` is what parse_address() will answer; give its aliases one by one. Names that another
  // id already has are ignored (the first holds).
  void add(std::size_t id, std::string_view name);
  void add_alias(std::size_t id, std::string_view alias);

  // The place whose name this is, up to spelling (place_key).
  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const;
  // As find(), then the only place that is nearest by one homophone or one character, if just one
  // is. `guessed` tells which.
  [[nodiscard]] std::optional<std::size_t> find_near(std::string_view name, bool& guessed) const;
  [[nodiscard]] const std::string& name(std::size_t id) const;
  [[nodiscard]] bool empty() const { return entries_.empty(); }

 private:
  friend class AddressReader;
  struct Entry {
    std::size_t id;
    std::u32string key;
    std::string sound;
  };
  void insert(std::size_t id, std::string_view name);

  std::vector<Entry> entries_;
  std::unordered_map<std::string, std::size_t> by_key_;
  std::unordered_map<std::size_t, std::string> names_;
  std::unordered_map<char32_t, std::vector<std::size_t>> by_first_;  // entries, longest key first
};

AddressParts parse_address(std::string_view text, const KnownPlaces* known = nullptr);

// "滨河花园6栋2单元1001": the plain form, which parse_address() reads back to the same parts.
std::string render_address(const AddressParts& parts);

// Single cells. Digits without leading zeros, letters in upper case, counting words dropped:
// "1栋", "1#", "01", "1.0", "一号楼" -> "1"; "A座" -> "A"; "一单元" -> "1"; "801室", "八〇一" ->
// "801". Other text comes back normalised, empty for the empty cell and for "/", "-", "无".
std::string canonical_building(std::string_view cell);
std::string canonical_unit(std::string_view cell);
std::string canonical_room(std::string_view cell);

}  // namespace fx
