#include "modules/imports/cells.h"

namespace fx::imports {

DateOptions date_options(const sheet::Cell& cell) {
  return {.number_cell = cell.kind == sheet::CellKind::kNumber};
}

void add_date(YearGuess& years, const sheet::Cell& cell) {
  if (cell.kind == sheet::CellKind::kDate && cell.day) {
    DateText date;
    const auto [y, m, d] = civil(*cell.day);
    date.date = {y, m, d, false, false};
    years.add(date);
  } else if (const auto date = read_date(cell.text, date_options(cell))) {
    years.add(*date);
  }
}

IdNumber id_number_in(const sheet::Cell& cell, Day today) {
  return parse_id_number(cell.kind == sheet::CellKind::kNumber ? cell.raw : cell.text,
                         {.today = today, .number_cell = sheet::digits_lost(cell)});
}

std::vector<Phone> phones_in(const sheet::Cell& cell) {
  return parse_phones(cell.text, {.number_cell = cell.kind == sheet::CellKind::kNumber});
}

}  // namespace fx::imports
