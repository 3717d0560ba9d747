// Any bytes as an address: parts are valid text, canonical parts stay as they are, known names are
// found by themselves.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/address.h"
#include "base/check.h"
#include "base/text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static const fx::KnownPlaces kKnown = [] {
    fx::KnownPlaces known;
    std::size_t id = 0;
    for (const auto* name :
         {"滨河花园", "上里布嘎", "下里布嘎", "三组", "十三组", "金桂苑", "新寨"}) {
      known.add(id++, name);
    }
    return known;
  }();
  for (const fx::KnownPlaces* known : {static_cast<const fx::KnownPlaces*>(nullptr), &kKnown}) {
    const fx::AddressParts a = fx::parse_address(text, known);
    for (const auto* part : {&a.region, &a.street, &a.community, &a.road, &a.place, &a.building,
                             &a.unit, &a.room, &a.remainder}) {
      FX_CHECK(fx::is_utf8(*part));
    }
    FX_CHECK(fx::canonical_building(a.building) == a.building);
    FX_CHECK(fx::canonical_unit(a.unit) == a.unit);
    if (a.known) FX_CHECK(known != nullptr && known->name(*a.known) == a.place);
    (void)fx::parse_address(fx::render_address(a), known);
  }
  for (const auto& cell :
       {fx::canonical_building(text), fx::canonical_unit(text), fx::canonical_room(text)}) {
    FX_CHECK(fx::is_utf8(cell));
  }
  fx::KnownPlaces own;
  own.add(0, text);
  if (!fx::place_key(text).empty()) FX_CHECK(own.find(text) == 0U);
  return 0;
}
