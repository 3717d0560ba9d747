#include "policy/table.h"

#include "policy/pack.h"

namespace fx::policy {

std::string Origin::reference() const {
  return pack->id() + "/" + edition->id() + "/" + table->topic->id + "/" +
         std::to_string(row->number);
}

int Table::outcome(std::string_view id) const {
  for (std::size_t i = 0; i < topic->outcomes.size(); ++i) {
    if (topic->outcomes[i].id == id) return static_cast<int>(i);
  }
  return -1;
}

}  // namespace fx::policy
