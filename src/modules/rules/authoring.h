// What the page needs on which packs are written: the words a rule can be written in, and the check
// of what is on the page. Nothing here is stored.
#pragma once

#include "host/module.h"
#include "modules/rules/drafts.h"

namespace fx::rules {

void declare_authoring(host::Declaration& to, const Beginnings& from);

}  // namespace fx::rules
