// What cells of a list say where every list means the same by them.
#pragma once

#include <vector>

#include "base/date_guess.h"
#include "base/id_number.h"
#include "base/phone.h"
#include "sheet/workbook.h"

namespace fx::imports {

DateOptions date_options(const sheet::Cell& cell);
// The dates of a list, by which those without a year get theirs. Cells that hold no date add none.
void add_date(YearGuess& years, const sheet::Cell& cell);

// `today`: nobody was born later.
IdNumber id_number_in(const sheet::Cell& cell, Day today);
std::vector<Phone> phones_in(const sheet::Cell& cell);

}  // namespace fx::imports
