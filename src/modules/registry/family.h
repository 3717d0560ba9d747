// A household written in one row: several members in one cell. For this folder only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "modules/registry/words.h"

namespace fx::registry {

struct FamilyMember {
  std::string name;
  std::string id;     // as written; "" if the row does not give one for each
  std::string phone;  // as written
  std::optional<Relation> relation;
};

// "张三(户主)、李四(妻)、张小三" and the cells of numbers and telephones beside it. Nothing if the
// cell names one person.
std::vector<FamilyMember> family_in(std::string_view names, std::string_view ids,
                                    std::string_view phones);

}  // namespace fx::registry
