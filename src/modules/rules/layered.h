// Rules of several levels laid over one another (policy/layers.h): which of the packs that areas
// have chosen count. What is decided in an area is said by Rulebook::in_force (rules.h).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "modules/rules/rules.h"
#include "policy/layers.h"
#include "store/session.h"

namespace fx::rules {

// The pack with this id; null if there is none.
policy::PackPtr find_pack(const std::vector<policy::PackPtr>& packs, std::string_view id);

// What one area has chosen for itself.
struct Chosen {
  std::string area;
  std::string id;                            // of the pack
  policy::PackPtr pack;                      // null: it is not shipped any more
  const policy::Edition* edition = nullptr;  // null: none in force on the day
  Day from;                                  // first day of the choice
};
// What the area and everything above it have chosen by that day, the top level first; one choice an
// area. `packs`: all that are shipped (Rulebook::packs).
std::vector<Chosen> chosen(const std::vector<policy::PackPtr>& packs, store::Session& db,
                           std::string_view area, Day day);

// Whether a chosen pack is part of the rule of a place, and if not, why.
enum class Standing {
  kCounts,
  kWrittenUnder,  // counts though no area has chosen it: a pack that counts is written under it
  kNearer,        // an area nearer has chosen a pack of the same level
  kOtherDisease,  // than that of the nearest choice
  kNoEdition,     // none in force on the day
  kNotShipped,
};
std::string_view id(Standing standing);
std::string_view words(Standing standing, Language language);

struct UsedPack {
  Chosen choice;  // area "" of kWrittenUnder
  Standing standing = Standing::kCounts;
};

// Which of the choices count, and the packs that those are written under. Refuses as
// policy::layers_under does.
Result<std::vector<UsedPack>> used_packs(const std::vector<policy::PackPtr>& packs,
                                         std::vector<Chosen> choices, Day day);
// Those that count, the top level first.
std::vector<policy::Layer> layers_of(const std::vector<UsedPack>& used);
void sort_by_level(std::vector<policy::Layer>& layers);

struct LayeredRule {
  std::vector<UsedPack> packs;  // as the areas lie, from the top; those written under come first
  policy::Resolved resolved;    // of those that count, by their own level
};

// The rule that the choices of the area and everything above it make together on that day. Refuses
// kNothingInForce, and as policy::resolve does.
Result<LayeredRule> layered_rule(const std::vector<policy::PackPtr>& packs, store::Session& db,
                                 std::string_view area, Day day);

// What "PACK" or "PACK/EDITION" stands for among `packs`, as Rulebook::candidate does.
Result<Candidate> named_edition(const std::vector<policy::PackPtr>& packs, std::string_view name,
                                Day day);
// The same by itself. As Rulebook::alone; `packs` has the candidate's too.
Result<NamedRule> by_itself(const std::vector<policy::PackPtr>& packs, const Candidate& candidate,
                            Day day);

}  // namespace fx::rules
