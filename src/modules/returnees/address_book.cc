#include "modules/returnees/address_book.h"

#include "area/tree.h"

namespace fx::returnees {
namespace {

constexpr std::size_t kMaxCompounds = 100'000;

// One step down: the child of that name, or the one that stands for "none".
std::string step(store::Session& db, const std::string& parent, const std::string& name) {
  if (name.empty()) {
    const std::string none = parent + "-0";
    return area::exists(db, none) ? none : std::string();
  }
  const auto child = area::child_by_name(db, parent, name);
  return child ? child->code : std::string();
}

}  // namespace

AddressBook::AddressBook(store::Session& db, std::string community)
    : db_(db), community_(std::move(community)) {
  std::unordered_map<std::string, std::size_t> by_key;
  for (const auto& node : area::of_level(db_, community_, area::Level::kCompound, kMaxCompounds)) {
    if (node.name.empty()) continue;
    const auto key = area::name_key(area::Level::kCompound, node.name);
    const auto [it, fresh] = by_key.emplace(key, codes_.size());
    if (fresh) {
      places_.add(codes_.size(), node.name);
      codes_.emplace_back();
    }
    codes_[it->second].push_back(node.code);
  }
}

std::string AddressBook::locate(std::string_view text) const {
  const auto parts = parse_address(text, &places_);
  if (!parts.known) return community_;
  std::string deepest;
  for (const auto& compound : codes_[*parts.known]) {
    std::string here = compound;
    if (deepest.empty()) deepest = here;
    for (const auto* part : {&parts.building, &parts.unit, &parts.room}) {
      if (part == &parts.room && part->empty()) break;
      const auto next = step(db_, here, *part);
      if (next.empty()) break;
      here = next;
    }
    if (area::level_of(here) > area::level_of(deepest)) deepest = here;
  }
  return deepest;
}

}  // namespace fx::returnees
