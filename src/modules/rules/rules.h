// Which policy pack is in force where and when, and what it decides about a person. All that other
// modules see.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/module.h"
#include "policy/evaluate.h"
#include "policy/layers.h"
#include "policy/pack.h"

namespace fx::rules {

// A pack's edition, or what several packs come to that are laid over one another
// (policy/layers.h): then pack and edition have the names of all of them, joined by "+". Both live
// as long as the rulebook.
struct Rule {
  const policy::Pack* pack = nullptr;  // null: there is none
  const policy::Edition* edition = nullptr;
};

// What applies to an area on a day: what it and everything above it have chosen, laid over one
// another by level. A choice whose pack has no edition on that day says nothing.
struct InForce {
  const policy::Pack* pack = nullptr;
  const policy::Edition* edition = nullptr;
  std::string chosen_for;  // the area whose choice is the nearest of those that count
  // Where several levels count: all of them, and what does not count of the lower ones.
  const policy::Resolved* levels = nullptr;
  // Why they could not be laid over one another; then the nearest choice decides alone.
  std::optional<Refusal> refused;
};

// What an area, everything above it and everything in it have chosen, read once: any number of
// places and days after that cost no statement. For one thread.
class Choices {
 public:
  virtual ~Choices() = default;
  // As Rulebook::in_force. Precondition: `area` is the one that was read, or in it or above it.
  [[nodiscard]] virtual const std::optional<InForce>& in_force(std::string_view area,
                                                               Day day) const = 0;
  // The day from which this rule, in force there on `day`, has said what it says of the topic: the
  // latest first day, of a choice or of its edition, among the choices that it is made of.
  [[nodiscard]] virtual Day first_day(std::string_view area, Day day, const Rule& rule,
                                      std::string_view topic) const = 0;
};

// An edition that somebody thinks of choosing, as it is written: not laid over anything yet. Of a
// pack that can be chosen, a draft, or a pack's folder.
struct Candidate {
  policy::PackPtr pack;
  const policy::Edition* edition = nullptr;
};

// A rule that stands by itself: a candidate with the packs that it is written under.
struct NamedRule {
  policy::PackPtr pack;  // keeps everything alive
  const policy::Edition* edition = nullptr;
  std::vector<policy::Finding> findings;  // of resolving
};

class Rulebook {
 public:
  virtual ~Rulebook() = default;
  // Nothing if no pack has been chosen for the area or anything above it by that day. Cheap: one
  // statement; what levels come to is worked out once for each set of editions, and kept.
  [[nodiscard]] virtual std::optional<InForce> in_force(store::Session& db, std::string_view area,
                                                        Day day) const = 0;
  // For those who ask about many places or days of one area.
  [[nodiscard]] virtual std::unique_ptr<Choices> read(store::Session& db,
                                                      std::string_view area) const = 0;
  // The pack of that first, then those in force in the areas inside that have chosen for
  // themselves: what figures of a city can be about.
  [[nodiscard]] virtual std::vector<const policy::Pack*> in_use(store::Session& db,
                                                                std::string_view area,
                                                                Day day) const = 0;
  // All packs, shipped or published here, by id; the newest first. The list itself never changes.
  [[nodiscard]] virtual const std::vector<policy::PackPtr>& packs() const = 0;
  // The newest of it, with all editions that ever were; null: not shipped any more.
  [[nodiscard]] virtual const policy::Pack* pack(std::string_view id) const = 0;
  // The rule that a decision taken earlier was taken under, by the pack and the edition that its
  // record names. No pack if it, or one of those it was made of, is not shipped any more; no
  // edition if the pack has lost it.
  [[nodiscard]] virtual Rule rule(std::string_view pack, std::string_view edition) const = 0;
  // "PACK", the edition in force on the day, or "PACK/EDITION", whatever the day. Refuses
  // kUnknownPack, kUnknownEdition, policy::kNoEdition.
  [[nodiscard]] virtual Result<Candidate> candidate(std::string_view name, Day day) const = 0;
  // The last edition of a pack that is still being written. Refuses who may not write there, and
  // kNoDraft, kDraftUnfinished.
  [[nodiscard]] virtual Result<Candidate> draft(store::Session& db, const access::Actor& actor,
                                                const Ulid& draft) const = 0;
  // As on the day, or on the edition's first day where another one is in force on it. Refuses as
  // policy::resolve does.
  [[nodiscard]] virtual Result<NamedRule> alone(const Candidate& candidate, Day day) const = 0;
  // This book as it would be if the area had chosen the candidate from that day on: what is said of
  // other areas, and of those inside that have chosen for themselves, follows as from any choice.
  // Must not outlive this one.
  [[nodiscard]] virtual std::unique_ptr<Rulebook> supposing(std::string area, Candidate candidate,
                                                            Day from) const = 0;
  // Sets the facts origin_set and origin_relation of someone who came to `area` from the division
  // `origin` (2 to 12 digits, "" when not known), or from abroad.
  virtual void set_origin(policy::Facts& facts, const policy::Pack& pack, std::string_view area,
                          std::string_view origin, bool abroad) const = 0;
  // The fact origin_relation of `placement`: a named origin set of the pack (hubei), or
  // other_province, other_city, same_city, abroad, unknown; relative to the area's own province
  // and city.
  [[nodiscard]] virtual std::string origin_relation(const policy::Pack& pack, std::string_view area,
                                                    std::string_view origin, bool abroad) const = 0;
};

class Rules : public host::Module {
 public:
  [[nodiscard]] virtual const Rulebook& rulebook() const = 0;
};

// Loads every pack below the folder; a pack that does not load stops the start, by name.
Result<std::unique_ptr<Rules>> make_module(const std::string& packs_folder);
// The same with packs that are loaded already (tests, rehearsals).
std::unique_ptr<Rules> make_module(std::vector<policy::PackPtr> packs);

}  // namespace fx::rules
