// Rules of several levels, each resolved once and kept: deciding asks for them all the time, and
// resolving takes milliseconds. Any number of threads.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "modules/rules/published.h"
#include "modules/rules/rules.h"
#include "policy/layers.h"

namespace fx::rules {

class LayerCache {
 public:
  // The shelf must outlive the cache.
  explicit LayerCache(const Shelf& shelf) : shelf_(shelf) {}

  // One of the two is there.
  struct Found {
    std::optional<policy::Resolved> resolved;
    std::optional<Refusal> refused;
  };
  // The same editions are the same rule on any day. Lives as long as the cache.
  const Found& find(const std::vector<policy::Layer>& layers) const;

  // As Rulebook::rule.
  [[nodiscard]] Rule named(std::string_view pack, std::string_view edition) const;

 private:
  using Key = std::vector<std::pair<const policy::Pack*, const policy::Edition*>>;
  using Names = std::pair<std::string, std::string>;
  [[nodiscard]] std::optional<std::vector<policy::Layer>> layers_named(
      std::string_view pack, std::string_view edition) const;

  const Shelf& shelf_;
  mutable std::shared_mutex mutex_;  // of the maps, which only grow
  mutable std::mutex resolving_;     // one at a time; those that are there are read meanwhile
  mutable std::map<Key, std::unique_ptr<const Found>> found_;
  mutable std::map<Names, Rule> named_;  // of several levels
};

}  // namespace fx::rules
