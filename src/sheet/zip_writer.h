// Writes a ZIP archive in memory.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace fx::sheet {

// The parts in this order, by name and bytes; deflated. The same parts give the same bytes.
std::string write_zip(const std::vector<std::pair<std::string, std::string>>& parts);

}  // namespace fx::sheet
