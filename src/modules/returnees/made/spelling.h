// How offices write one thing in many ways. For tests.
#pragma once

#include <string>

#include "modules/returnees/made/community.h"
#include "modules/returnees/made/files.h"

namespace fx::made {

bool is_number(const std::string& text);

std::string write_building(Dice& dice, const std::string& building);
std::string write_unit(Dice& dice, const std::string& unit);
std::string write_room(Dice& dice, const Home& home, Kind kind);
// The whole address, or without the compound's name.
std::string write_address(Dice& dice, const Truth& t, const Home& home, bool compound_too);
std::string write_grid(int grid, int style);
std::string write_name(Dice& dice, const std::string& name);
// A name that sounds the same, or the same if none does.
std::string homophone(const std::string& name);
// A sound number in one of its forms.
std::string write_id(Dice& dice, const std::string& id);
Cell write_phone(Dice& dice, const std::string& phone);
Cell write_date(Dice& dice, Day day, bool spreadsheet);

}  // namespace fx::made
