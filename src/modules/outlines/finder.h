// Which area a feature of a file means: by code, or by name inside the area of the import. For this
// folder only.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "modules/registry/registry.h"
#include "store/session.h"

namespace fx::outlines {

// Holds the areas as they were when it was made.
class Finder {
 public:
  Finder(store::Session& db, std::string area);

  // Of today, in the area of the import. Refuses kNoSuchPlace.
  Result<std::string> by_code(std::string_view code) const;
  // "桂花苑 6栋", "桂花苑6号楼", "第3网格", "里布嘎社区桂花苑": refuses kNoSuchPlace, kSeveral.
  Result<std::string> by_name(std::string_view name);

 private:
  const registry::AddressBook& book(const std::string& community);

  store::Session& db_;
  std::string area_;
  std::map<std::string, std::vector<std::string>> codes_;  // by name, down to compounds
  std::map<std::string, std::string> communities_;         // name by code
  std::map<std::string, registry::AddressBook> books_;     // by community
};

}  // namespace fx::outlines
