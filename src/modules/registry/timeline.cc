#include "modules/registry/timeline.h"

namespace fx::registry {

std::vector<Segment> segments(const std::vector<Event>& events) {
  std::vector<Segment> out;
  Segment state;
  bool placed = false;
  const auto close = [&](Day day) {
    if (!placed || state.since == day) return;
    Segment done = state;
    done.until = day;
    out.push_back(std::move(done));
  };
  for (const auto& e : events) {
    Segment next = state;
    bool next_placed = placed;
    switch (e.op) {
      case Op::kPlace:
        next.household = e.household;
        next.area = e.area;
        next_placed = true;
        break;
      case Op::kLeave:
        next_placed = false;
        break;
      case Op::kChange:
        break;
    }
    if (e.op != Op::kLeave) {
      if (e.relation) next.relation = *e.relation;
      next.flags = (next.flags & ~e.mask) | (e.flags & e.mask);
    }
    if (next_placed == placed && next == state) continue;
    close(e.day);
    state = std::move(next);
    state.since = e.day;
    placed = next_placed;
  }
  if (placed) {
    state.until = kNever;
    out.push_back(std::move(state));
  }
  return out;
}

}  // namespace fx::registry
