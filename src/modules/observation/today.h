#pragma once

#include "modules/observation/state.h"
#include "modules/today/today.h"

namespace fx::observation {

// Work of the day: people to place, notices to serve, samples to take, stages to begin, orders that
// are over.
class TodaySource final : public today::Source {
 public:
  explicit TodaySource(const Parts& parts) : parts_(parts) {}
  void add(host::QueryContext& context, const std::string& area, bool show_people,
           std::vector<today::Work>& out) const override;

 private:
  const Parts& parts_;
};

}  // namespace fx::observation
