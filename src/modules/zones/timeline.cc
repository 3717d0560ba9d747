#include "modules/zones/timeline.h"

#include <algorithm>

#include "area/code.h"

namespace fx::zones {

std::vector<Part> timeline(const Ulid& zone, const std::vector<Event>& events) {
  std::vector<Part> out;
  std::vector<Part> open;
  const auto close = [&](const Part& part, Instant at) {
    if (part.since < at) {
      out.push_back(part);
      out.back().until = at;
    }
  };
  Kind kind = Kind::control;
  for (const auto& event : events) {
    if (event.what == Event::What::kLifted) {
      for (const auto& part : open) close(part, event.at);
      open.clear();
      continue;
    }
    if (event.kind && *event.kind != kind) {
      kind = *event.kind;
      for (auto& part : open) {
        close(part, event.at);
        part.since = event.at;
        part.kind = kind;
      }
    }
    for (const auto& area : event.remove) {
      const auto it = std::find_if(open.begin(), open.end(),
                                   [&](const Part& part) { return part.area == area; });
      if (it == open.end()) continue;
      close(*it, event.at);
      open.erase(it);
    }
    for (const auto& area : event.add) open.push_back({zone, kind, area, event.at, kForever});
  }
  out.insert(out.end(), open.begin(), open.end());
  std::sort(out.begin(), out.end(), [](const Part& a, const Part& b) {
    return a.since != b.since ? a.since < b.since : a.area < b.area;
  });
  return out;
}

std::vector<std::string> outermost(std::vector<std::string> areas) {
  std::sort(areas.begin(), areas.end());
  std::vector<std::string> out;
  // An area comes directly before what is inside it.
  for (auto& area : areas) {
    if (out.empty() || !area::contains(out.back(), area)) out.push_back(std::move(area));
  }
  return out;
}

std::string common(const std::vector<std::string>& areas) {
  if (areas.empty()) return std::string(area::kCountry);
  std::string out = areas.front();
  while (!std::all_of(areas.begin(), areas.end(),
                      [&](const std::string& area) { return area::contains(out, area); })) {
    auto above = area::parent(out);
    if (above.empty()) break;
    out = std::move(above);
  }
  return out;
}

}  // namespace fx::zones
