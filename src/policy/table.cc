#include "policy/table.h"

namespace fx::policy {

int Table::outcome(std::string_view id) const {
  for (std::size_t i = 0; i < topic->outcomes.size(); ++i) {
    if (topic->outcomes[i].id == id) return static_cast<int>(i);
  }
  return -1;
}

}  // namespace fx::policy
