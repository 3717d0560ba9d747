#include "app/live_changes.h"

#include <string_view>

#include "area/code.h"

namespace fx::app {
namespace {

constexpr std::string_view kAccountKinds = "access.";
constexpr std::size_t kEventsKept = 200;  // distinct ones between two flushes

}  // namespace

void LiveChanges::collect(const std::vector<host::Event>& events) {
  const std::lock_guard lock(mutex_);
  for (const auto& event : events) {
    if (event.kind.rfind(kAccountKinds, 0) == 0) accounts_.insert(event.subject.text());
    if (changed_.size() >= kEventsKept) {
      // Too many to tell apart: the community as a whole.
      changed_.emplace("*", area::chain(event.area));
    } else {
      const auto grid = area::at_level(event.area, area::Level::kGrid);
      changed_.emplace(event.kind, grid.empty() ? event.area : grid);
    }
  }
}

// An event tells of its area as a whole, which may be more than the actor's own (a building head's
// building in a grid): that something around them has changed is all they learn.
bool concerns(const access::Actor& actor, const std::string& area) {
  if (actor.may(access::Permission::see_figures, area)) return true;
  for (const auto& own : actor.areas(access::Permission::see_figures)) {
    if (area::contains(area, own)) return true;
  }
  return false;
}

}  // namespace fx::app
