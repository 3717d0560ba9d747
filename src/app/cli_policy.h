// What the subcommands about policy packs share.
#pragma once

#include <string>
#include <vector>

#include "modules/rules/layered.h"

namespace fx::app {

Result<std::vector<policy::PackPtr>> shipped_packs();
// PACK or PACK/EDITION, where PACK is a pack's folder or, if there is no such folder, the id of one
// of `packs`, to which a folder's pack is added. Refuses as rules::named_edition does, and with the
// first problem of a folder's pack.
Result<rules::Candidate> candidate_by_name(std::vector<policy::PackPtr>& packs,
                                           const std::string& name, Day day);
// The same by itself (rules::by_itself).
Result<rules::NamedRule> rule_by_name(std::vector<policy::PackPtr> packs, const std::string& name,
                                      Day day);

}  // namespace fx::app
