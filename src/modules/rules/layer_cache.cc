#include "modules/rules/layer_cache.h"

#include <algorithm>

#include "modules/rules/layered.h"

namespace fx::rules {

const LayerCache::Found& LayerCache::find(const std::vector<policy::Layer>& layers) const {
  Key key;
  key.reserve(layers.size());
  for (const auto& layer : layers) key.emplace_back(layer.pack.get(), layer.edition);
  const auto known = [&]() -> const Found* {
    const std::shared_lock lock(mutex_);
    const auto it = found_.find(key);
    return it == found_.end() ? nullptr : it->second.get();
  };
  if (const auto* found = known()) return *found;
  const std::lock_guard one(resolving_);
  if (const auto* found = known()) return *found;  // somebody else has just made it
  auto made = std::make_unique<Found>();
  auto resolved = policy::resolve(layers);
  if (resolved) {
    made->resolved = std::move(*resolved);
  } else {
    made->refused = resolved.error();
  }
  const std::lock_guard lock(mutex_);
  return *found_.emplace(std::move(key), std::move(made)).first->second;
}

Rule LayerCache::named(std::string_view pack, std::string_view edition) const {
  if (pack.find('+') == std::string_view::npos) {
    const auto* single = find_pack(shelf_.packs(), pack).get();
    return {single, single == nullptr ? nullptr : single->edition(edition)};
  }
  Names names{pack, edition};
  {
    const std::shared_lock lock(mutex_);
    if (const auto it = named_.find(names); it != named_.end()) return it->second;
  }
  const auto layers = layers_named(pack, edition);
  if (!layers) return {};
  const auto& found = find(*layers);
  if (!found.resolved) return {};
  const Rule rule{found.resolved->pack.get(), found.resolved->edition};
  const std::lock_guard lock(mutex_);
  return named_.emplace(std::move(names), rule).first->second;
}

std::optional<std::vector<policy::Layer>> LayerCache::layers_named(std::string_view pack,
                                                                   std::string_view edition) const {
  const auto next = [](std::string_view& rest) {
    const auto part = rest.substr(0, rest.find('+'));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
    return part;
  };
  std::vector<policy::Layer> out;
  while (!pack.empty()) {
    const auto of = find_pack(shelf_.packs(), next(pack));
    const auto* in = of == nullptr ? nullptr : of->edition(next(edition));
    if (in == nullptr || out.size() == policy::kLevels.size()) return std::nullopt;
    out.push_back({of, in});
  }
  if (!edition.empty()) return std::nullopt;
  // Those that they are written under and that had no edition in force are named nowhere.
  for (std::size_t i = out.size(); i-- > 0;) {
    const auto chain = policy::layers_under(shelf_.packs(), out[i].pack->id());
    if (!chain) return std::nullopt;
    for (const auto& upper : *chain) {
      const bool there = std::any_of(
          out.begin(), out.end(), [&](const policy::Layer& layer) { return layer.pack == upper; });
      if (!there) out.push_back({upper, nullptr});
    }
  }
  sort_by_level(out);
  return out;
}

}  // namespace fx::rules
