// 医学观察告知书: tells a person what is ordered, why, until when, and what they may ask and must
// do. Ends with the receipt that the person signs and the office keeps.
#pragma once

#include <string>
#include <vector>

#include "print/papers.h"

namespace fx::print {

struct OrderNotice {
  Issue issue{};
  std::string name{};
  std::string id_number{};  // masked by the caller; empty: left out
  std::string address{};    // where the measure is carried out
  std::string measure{};
  std::string reason{};  // a clause without full stop: "于2020年2月8日从某地返回"
  Day from{}, until{};
  int days = 0;                       // as the policy counts them
  std::vector<std::string> rights{};  // empty: usual_rights()
  std::vector<std::string> duties{};  // what this measure asks of the person; at least one
  std::vector<Contact> contacts{};
};

// To know the ground and the end, be looked after, keep one's data private, object, be released.
std::vector<std::string> usual_rights();

Printed render(const OrderNotice& notice);
Document compose(const OrderNotice& notice);

}  // namespace fx::print
