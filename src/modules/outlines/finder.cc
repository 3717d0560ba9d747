#include "modules/outlines/finder.h"

#include <algorithm>

#include "area/divisions.h"
#include "area/tree.h"
#include "base/text.h"
#include "modules/outlines/refusals.h"

namespace fx::outlines {
namespace {

using area::Level;

constexpr std::size_t kMostAreas = 100'000;  // of a level

Refusal unknown(std::string_view name) {
  return refuse(kNoSuchPlace, "properties", {{"name", std::string(name)}});
}

}  // namespace

Finder::Finder(store::Session& db, std::string area) : db_(db), area_(std::move(area)) {
  const auto own = *area::level_of(area_);
  // Of the whole country only codes are looked for.
  if (own == Level::kCountry) return;
  for (int i = static_cast<int>(own); i <= static_cast<int>(Level::kCompound); ++i) {
    const auto level = static_cast<Level>(i);
    for (const auto& node : area::of_level(db_, area_, level, kMostAreas)) {
      if (node.name.empty()) continue;
      const auto remember = [&](const std::string& name) {
        auto& codes = codes_[place_key(name)];
        if (std::find(codes.begin(), codes.end(), node.code) == codes.end()) {
          codes.push_back(node.code);
        }
      };
      remember(node.name);
      remember(area::full_name(db_, node.code));
      if (level == Level::kCommunity) communities_[node.code] = place_key(node.name);
    }
  }
}

const registry::AddressBook& Finder::book(const std::string& community) {
  auto it = books_.find(community);
  if (it == books_.end()) {
    it = books_.emplace(community, registry::AddressBook(db_, community)).first;
  }
  return it->second;
}

Result<std::string> Finder::by_code(std::string_view text) const {
  const auto read = area::read_code(text);
  if (!read) return unknown(text);
  auto code = area::current_code(db_, *read);
  if (!area::exists(db_, code) || !area::contains(area_, code)) return unknown(text);
  return code;
}

Result<std::string> Finder::by_name(std::string_view text) {
  const auto name = normalise(text.substr(0, 400));
  const auto key = place_key(name);
  if (key.empty()) return unknown(text);
  if (const auto it = codes_.find(key); it != codes_.end()) {
    if (it->second.size() == 1) return it->second.front();
    return refuse(kSeveral, "properties", {{"name", name}});
  }
  // A building or a door: read as an address in the community, which the name may begin with.
  std::string community = area::at_level(area_, Level::kCommunity);
  if (community.empty()) {
    std::size_t longest = 0;
    for (const auto& [code, own] : communities_) {
      if (own.size() > longest && key.find(own) != std::string::npos) {
        community = code;
        longest = own.size();
      }
    }
    if (community.empty()) return unknown(text);
  }
  const auto found = book(community).find(name);
  if (!found.exact || found.guessed || found.area.empty() || !area::contains(area_, found.area)) {
    return unknown(text);
  }
  return found.area;
}

}  // namespace fx::outlines
