// How offices write the kinds of sites, and the headings of their lists. Pure; takes any bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "modules/sites/entries.h"

namespace fx::sites {

// "药店", "二级医院", "drug_store": the kind that a cell of kinds names.
std::optional<Kind> kind_in(std::string_view cell);
// By how names of such sites end: 福源大药房, 桂花苑南门, 市第一中学.
std::optional<Kind> kind_by_name(std::string_view name);
std::string kind_names(bool chinese);  // for remedies: all of them

// "停业", "关停", "closed": true; "营业", "已复工", "open": false.
std::optional<bool> closed_in(std::string_view cell);

}  // namespace fx::sites
