// What open pages are told between two flushes, and whom it concerns.
#pragma once

#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "access/roles.h"
#include "host/host.h"

namespace fx::app {

// What has changed where since the last flush. Outlives the server: the host's listener holds it.
class LiveChanges {
 public:
  void collect(const std::vector<host::Event>& events);
  std::set<std::pair<std::string, std::string>> take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(changed_, {});
  }
  // Accounts that may do more or less than when their pages were opened.
  std::set<std::string> take_accounts() {
    const std::lock_guard lock(mutex_);
    return std::exchange(accounts_, {});
  }

 private:
  std::mutex mutex_;
  std::set<std::pair<std::string, std::string>> changed_;
  std::set<std::string> accounts_;
};

// Whether a page of this actor is told of a change in the area.
bool concerns(const access::Actor& actor, const std::string& area);

}  // namespace fx::app
