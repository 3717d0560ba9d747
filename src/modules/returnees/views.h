// The tables of returnees and what they take from entries. Functions of the journal alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "modules/imports/imports.h"
#include "modules/registry/registry.h"
#include "modules/returnees/entries.h"
#include "modules/returnees/returnees.h"

namespace fx::returnees {

// Dates of arrival so near to each other are one coming back, told differently.
inline constexpr int kSameArrivalDays = 14;

// Every statement as it was made.
inline constexpr std::string_view kClaimTable = "returnees_claim";
extern const std::string_view kClaimDdl;
// An arrival as the statements together tell it, in two times (known_from, known_to).
inline constexpr std::string_view kArrivalTable = "returnees_arrival";
extern const std::string_view kArrivalDdl;
// What a person settled, and withdrawals.
inline constexpr std::string_view kSettledTable = "returnees_settled";
extern const std::string_view kSettledDdl;

// The lists that were brought in.
inline constexpr imports::Records kImports{"returnees_import"};

void apply(store::Session& db, const registry::Directory& people, const journal::Entry& entry,
           const Claimed& claimed);
void apply(store::Session& db, const registry::Directory& people, const journal::Entry& entry,
           const ConflictSettled& settled);
void apply(store::Session& db, const registry::Directory& people, const journal::Entry& entry,
           const Withdrawn& withdrawn);
// The register has changed about this person: their arrivals follow.
void follow(store::Session& db, const registry::Directory& people, const Ulid& person, Instant at);

// The arrival that a statement about this person joins: the one nearest in date within
// kSameArrivalDays (any, where the statement has no date); nothing if it is a new one.
std::optional<Ulid> joins(store::Session& db, const Ulid& person, std::optional<Day> arrived);

// "53" says less than "5325" but does not contradict it.
bool contradicts(std::string_view a, std::string_view b);

// What sources of this kind say about an arrival and have not corrected; the latest last.
struct StandingClaim {
  Ulid entry;
  Ulid import;
  std::string origin;
  bool abroad = false;
  std::optional<Day> arrived;
  bool symptoms = false;
};
std::vector<StandingClaim> standing_claims(store::Session& db, const Ulid& arrival,
                                           SourceKind source);
// Makes the claim take the place of these; answers which one its entry amends, nil for none.
Ulid replace(Claimed& claimed, std::vector<Ulid> earlier);

}  // namespace fx::returnees
