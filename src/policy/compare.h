// Two editions on the same people: who would be decided otherwise, and what that takes. Nothing is
// applied.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "policy/pack.h"

namespace fx::policy {

// An edition, of a pack as loaded or resolved, and the people's facts in its pack's vocabulary, by
// column: columns[slot] has a value for every person, or is null where all have the initial one. A
// shorter list of columns stands for nulls. The product's own facts have the same slots and values
// in all packs, but for the values that packs add (origin_set, class). Without a pack there is no
// rule: nobody is decided.
struct Side {
  const Pack* pack = nullptr;
  const Edition* edition = nullptr;
  std::vector<const Value*> columns;
};

// What a placement of all these people takes, when each is on the first day of the first stage.
struct Needs {
  std::array<std::size_t, kMeasureCount> people{};  // by measure
  std::size_t rooms = 0;                            // people at a site, one a room
  std::size_t person_days = 0;                      // of measures that last, all stages
  std::size_t readings = 0;                         // a day
  std::size_t tests = 0;                            // of the whole course
  std::size_t staff = 0;                            // by the topic team, where it rules
  std::size_t undecided = 0;                        // no rule, several rules, or left to a person
};

struct Change {
  int before = 0;  // index of the row in the topic's table, kNoRow or kSeveralRows
  int after = 0;
  std::size_t people = 0;
  std::size_t first = 0;  // the first person it concerns
};

struct Comparison {
  static constexpr std::uint32_t kSame = ~std::uint32_t{0};

  std::size_t people = 0;
  std::size_t same = 0;               // decided alike, whatever the rows' numbers
  std::vector<Change> changes;        // most people first
  std::vector<std::uint32_t> change;  // of each person: index in changes, or kSame
  Needs before;                       // of the topic placement only
  Needs after;
};

// Decisions are the same when all outcomes are but source and note. Refuses kNoTopic when an
// edition has no table for the topic, or one that collects. About 10 ns a person and side.
Result<Comparison> compare(const Side& before, const Side& after, std::size_t people,
                           std::string_view topic = "placement");

// "居家隔离医学观察 14天 → 集中隔离医学观察 14天": the outcomes that differ, or why there is no
// decision.
std::string show_change(const Side& before, const Side& after, std::string_view topic,
                        const Change& change, Language language);

}  // namespace fx::policy
