// What a zone was at any time, against the events played one after another.
#include <map>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "area/code.h"
#include "modules/zones/timeline.h"

namespace fx::zones {
namespace {

const std::vector<std::string> kAreas{"532601003005-1-1-1", "532601003005-1-1-2",
                                      "532601003005-1-1-3", "532601003005-2-1-1"};

// A life of a zone as the commands allow it: drawn, changed any number of times, perhaps lifted.
std::vector<Event> random_life() {
  const auto kind = rc::gen::element(Kind::lockdown, Kind::control, Kind::precaution);
  std::vector<Event> out;
  std::set<std::string> now;
  std::int64_t at = *rc::gen::inRange(0, 5);
  Event drawn{Event::What::kDrawn, Instant{at}, *kind, {}, {}};
  for (const auto& area : kAreas) {
    if (*rc::gen::arbitrary<bool>()) drawn.add.push_back(area);
  }
  if (drawn.add.empty()) drawn.add = {kAreas[0]};
  now.insert(drawn.add.begin(), drawn.add.end());
  out.push_back(drawn);
  const int steps = *rc::gen::inRange(0, 8);
  for (int i = 0; i < steps; ++i) {
    at += *rc::gen::inRange(0, 3);
    Event event{Event::What::kChanged, Instant{at}, std::nullopt, {}, {}};
    if (*rc::gen::arbitrary<bool>()) event.kind = *kind;
    for (const auto& area : kAreas) {
      if (!*rc::gen::arbitrary<bool>()) continue;
      if (now.erase(area) != 0) {
        event.remove.push_back(area);
      } else {
        now.insert(area);
        event.add.push_back(area);
      }
    }
    out.push_back(event);
  }
  if (*rc::gen::arbitrary<bool>()) {
    at += *rc::gen::inRange(0, 3);
    out.push_back({Event::What::kLifted, Instant{at}, std::nullopt, {}, {}});
  }
  return out;
}

RC_GTEST_PROP(ZoneTimeline, IsWhatTheEventsMadeItAtEveryMoment, ()) {
  const auto events = random_life();
  const auto parts = timeline(Ulid(), events);
  for (std::int64_t moment = 0; moment < 40; ++moment) {
    Kind kind = Kind::control;
    std::set<std::string> areas;
    for (const auto& event : events) {
      if (event.at.millis > moment) break;
      if (event.kind) kind = *event.kind;
      for (const auto& area : event.remove) areas.erase(area);
      areas.insert(event.add.begin(), event.add.end());
      if (event.what == Event::What::kLifted) areas.clear();
    }
    std::set<std::string> found;
    for (const auto& part : parts) {
      if (part.since.millis > moment || moment >= part.until.millis) continue;
      RC_ASSERT(part.kind == kind);
      RC_ASSERT(found.insert(part.area).second);
    }
    RC_ASSERT(found == areas);
  }
}

RC_GTEST_PROP(ZoneMap, TheStrictestThatCoversAPlaceRulesThere, ()) {
  const std::vector<std::string> all{"5326",
                                     "532601003",
                                     "532601003005",
                                     "532601003005-1",
                                     "532601003005-1-1",
                                     "532601003005-1-1-1",
                                     "532601003005-1-1-2",
                                     "532601003005-1-1-1-1-101"};
  ZoneMap map;
  std::vector<Part> parts;
  const int n = *rc::gen::inRange(0, 8);
  for (int i = 0; i < n; ++i) {
    Part part;
    part.area = *rc::gen::elementOf(all);
    part.kind = static_cast<Kind>(*rc::gen::inRange(0, 9));
    part.zone = Ulid::make(Instant{i + 1});
    parts.push_back(part);
    map.add(part);
  }
  for (const auto& place : all) {
    std::optional<Kind> strictest;
    for (const auto& part : parts) {
      if (!area::contains(part.area, place)) continue;
      if (!strictest || part.kind < *strictest) strictest = part.kind;
    }
    const auto* ruling = map.of(place);
    RC_ASSERT((ruling == nullptr) == !strictest.has_value());
    if (ruling != nullptr) RC_ASSERT(ruling->kind == *strictest);
    // What is covered inside a place is just what is in some zone.
    const auto covered = map.covered(place);
    for (const auto& inner : all) {
      if (!area::contains(place, inner)) continue;
      const bool in = std::any_of(covered.begin(), covered.end(), [&](const std::string& area) {
        return area::contains(area, inner);
      });
      RC_ASSERT(in == (map.of(inner) != nullptr));
    }
  }
}

TEST(ZoneAreas, TheCommonOneIsTheSmallestThatHoldsAll) {
  EXPECT_EQ(common({"532601003005-1-1-1", "532601003005-1-1-2"}), "532601003005-1-1");
  EXPECT_EQ(common({"532601003005-1", "532601003006"}), "532601003");
  EXPECT_EQ(common({"53", "12"}), "0");
  EXPECT_EQ(common({"532601003005"}), "532601003005");
  EXPECT_EQ(outermost({"532601003005-1-1", "532601003005-1", "532601003005-10", "532601003005-1"}),
            (std::vector<std::string>{"532601003005-1", "532601003005-10"}));
}

}  // namespace
}  // namespace fx::zones
