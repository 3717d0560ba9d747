// A comparison of rules as a workbook: what it takes, what changes, and for whom. The command line
// and the page write the same one, except for how somebody is named in it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "modules/observation/rule_change.h"
#include "sheet/writer.h"

namespace fx::observation {

// A figure before and after, by name.
struct NeedsLine {
  std::string name;
  std::int64_t before = 0;
  std::int64_t after = 0;
};
std::vector<NeedsLine> needs_lines(const RuleChanges& changes, Language language);

// How many were compared, and how many of them and of the others are of which kind.
struct CountLine {
  std::string name;
  std::int64_t number = 0;
};
std::vector<CountLine> count_lines(const RuleChanges& changes, Language language);

struct RuleChangeBook {
  std::string title;
  std::string before;  // names of the rules
  std::string after;
  // The first columns of the people's sheet; without them there is no such sheet.
  std::vector<sheet::OutColumn> who{};
  std::function<std::vector<std::string>(const ChangedPerson&)> who_cells{};
  std::string remark{};  // the last line of the summary
};
void write_rule_changes(sheet::XlsxWriter& writer, const RuleChanges& changes,
                        const RuleChangeBook& book, Language language);

}  // namespace fx::observation
