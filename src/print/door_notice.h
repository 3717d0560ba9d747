// 门贴: hangs on the door of a household under observation. It has no field for a name, and is
// worded to ask for help rather than to mark people.
#pragma once

#include <string>
#include <vector>

#include "print/papers.h"

namespace fx::print {

struct DoorNotice {
  Issue issue{};
  std::string household{};  // "3号楼2单元501室": a place, never a person
  std::string measure{};    // "居家隔离医学观察"
  Day from{}, until{};
  // What neighbours and callers are asked; empty: usual_requests().
  std::vector<std::string> requests{};
  std::vector<Contact> contacts{};
};

// No visits, deliveries to the door, call the team rather than knock, do not photograph.
std::vector<std::string> usual_requests();

Printed render(const DoorNotice& notice);
Document compose(const DoorNotice& notice);
// All the doors of a building in one file, each notice on its own page, in this order. Throws
// std::invalid_argument if there are none.
Printed render(const std::vector<DoorNotice>& notices);
Document compose(const std::vector<DoorNotice>& notices);

}  // namespace fx::print
