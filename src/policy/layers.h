// Several packs apply to one place: of the nation, the province, the city, down to the community.
// Resolving them for a day makes one pack with one edition, from which every topic is decided as
// from any other pack and just as fast; each of its rows knows the packs, editions, tables and rows
// it was made of, and which of them gave each outcome (Row::origins).
//
// What a lower level may do about a topic is said by every edition above it (Edition::lower), and
// the strictest word counts:
//   fixed    its table is a finding and does not count;
//   replace  its rows come first, and the upper level's apply where it has none; a table that
//            collects replaces the upper one as a whole;
//   tighten  where rows of both levels apply, each outcome that the lower one gives takes the place
//            of the upper one's, unless any of them is looser (OutcomeDecl::tighter): then the
//            lower row is a finding and does not count for those cases. Where only one level has a
//            row, that row applies. Of tables that collect, rows that agree in the topic's key are
//            compared so, and all others of the lower level are added.
#pragma once

#include <string_view>
#include <vector>

#include "policy/findings.h"
#include "policy/pack.h"

namespace fx::policy {

struct Layer {
  PackPtr pack;
  const Edition* edition = nullptr;  // null: has none in force on the day and says nothing
};

struct Resolved {
  PackPtr pack;                      // keeps all layers alive
  const Edition* edition = nullptr;  // its only one
  std::vector<Layer> layers;         // the top level first
  Day first;                         // the same editions are in force from here ...
  std::optional<Day> last;           // ... to here
  // What of the layers does not count, and why, with a concrete case each.
  std::vector<Finding> findings;
};

// `layers` from the top level down. Refuses: kNoEdition when none has an edition on that day;
// kLayerLevel when the levels do not descend; kLayerDisease; kLayerUnder when a pack is written
// under one that is not above it; kLayerWords when two declare the same fact or topic differently;
// kTableTooComplex when the product of their tables is too large. Bounded work.
// The pack's id and the edition's are those of the layers that have an edition, joined by "+".
Result<Resolved> resolve(const std::vector<PackPtr>& layers, Day day);
// The same for these editions, whatever the day; first and last are the days on which all of them
// are in force (first > last: there are none).
Result<Resolved> resolve(const std::vector<Layer>& layers);

// The pack with this id and those that it is written under, the top level first. Refuses
// kLayerUnder when one of them is not among `packs`, kLayerCycle, kLayerLevel.
Result<std::vector<PackPtr>> layers_under(const std::vector<PackPtr>& packs, std::string_view id);

// The findings of resolving, and those of the check of the resolved pack: contradictions between
// topics that different levels rule on.
std::vector<Finding> check(const Resolved& resolved);

// How the outcomes of a lower level's row compare with those of an upper one.
struct Judgement {
  std::vector<int> looser;   // outcomes of the topic
  bool leaves_open = false;  // the lower row leaves the case to the upper level
};
Judgement judge(const TopicDecl& topic, const std::vector<OutcomeValue>& upper,
                const std::vector<OutcomeValue>& lower);

}  // namespace fx::policy
