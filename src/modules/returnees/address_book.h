// From an address as written to the code of the dwelling in one community, as far as it leads.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "base/address.h"
#include "store/session.h"

namespace fx::returnees {

class AddressBook {
 public:
  // Reads the community's compounds and village groups. One thread, one session.
  AddressBook(store::Session& db, std::string community);

  // The dwelling, or the unit, building or compound if the text says no more or the register has
  // no more; the community if nothing fits.
  [[nodiscard]] std::string locate(std::string_view text) const;

 private:
  store::Session& db_;
  std::string community_;
  KnownPlaces places_;
  // A compound that lies in several grids is several areas of one name.
  std::vector<std::vector<std::string>> codes_;
};

}  // namespace fx::returnees
