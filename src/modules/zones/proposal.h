// Which zones to draw for a case. For this folder only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "modules/zones/state.h"

namespace fx::zones {

// How it was found which units lie next to another.
struct Adjacency {
  std::string by;  // "outlines" | "parent": all of the same one | "both": some have no outline
  std::optional<int> metres;             // between outlines, at most
  std::optional<std::string> metres_by;  // "asked" | "rule" | "default"
  std::int64_t without_outline = 0;      // of the same parent, taken in for want of an outline
  std::int64_t beyond = 0;               // so near, but where the asker sees no figures: not listed
};
BOOST_DESCRIBE_STRUCT(Adjacency, (), (by, metres, metres_by, without_outline, beyond))

struct ProposedArea {
  std::string area;
  std::string name;
  std::int64_t households = 0;
  std::int64_t people = 0;
  std::optional<Ulid> zone;  // of this kind, which it is in already
};
BOOST_DESCRIBE_STRUCT(ProposedArea, (), (area, name, households, people, zone))

struct ProposedZone {
  Kind kind = Kind::control;
  std::string kind_name;
  std::string reach;  // "own" | "visited" | "adjacent" | "rest"
  std::string unit;   // what is drawn: "building" ...
  std::string unit_name;
  std::vector<ProposedArea> areas;
  // The place of the case is not known so closely: the smallest area around it that is.
  bool coarse = false;
  std::optional<Adjacency> adjacency;  // of what is drawn because it is next to it
  std::string keeps;                   // what is asked of people, in words
  std::optional<int> days;
  std::string decided_by;
  std::optional<Ground> ground;        // nothing: whoever draws it must give it
  std::optional<risk::RuleUsed> rule;  // nothing: no rules in force say it
};
BOOST_DESCRIBE_STRUCT(ProposedZone, (),
                      (kind, kind_name, reach, unit, unit_name, areas, coarse, adjacency, keeps,
                       days, decided_by, ground, rule))

struct Proposal {
  Ulid case_id;
  std::string area;  // where the case lives, as far as known
  std::string area_name;
  Day on;
  std::vector<std::string> facts;   // that the rules were asked with, in words
  std::vector<ProposedZone> zones;  // the strictest first
};
BOOST_DESCRIBE_STRUCT(Proposal, (), (case_id, area, area_name, on, facts, zones))

// With everything as known at `known`. `metres`: as whoever draws them says.
Proposal propose(host::QueryContext& context, const Parts& parts, const casework::Case& one, Day on,
                 Instant known, std::optional<int> metres);

}  // namespace fx::zones
