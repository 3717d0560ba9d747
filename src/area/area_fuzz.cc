// Everything here that reads outside text: codes, names of areas, places of origin.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "area/divisions.h"
#include "area/place.h"
#include "area/tree.h"
#include "base/check.h"
#include "base/text.h"

namespace {

void read(std::string_view text) {
  using namespace fx::area;  // NOLINT(google-build-using-namespace)
  if (const auto code = read_code(text)) {
    FX_CHECK(is_code(*code));
    FX_CHECK(read_code(*code) == code);
  }
  if (const auto level = level_of(text)) {
    FX_CHECK(at_level(text, *level) == text);
    const auto [low, high] = range(text);
    FX_CHECK(contains(text, text) && (text == kCountry || (low <= text && text < high)));
    FX_CHECK(text == kCountry || contains(parent(text), text));
  }
  const Place place = resolve_place(text);
  FX_CHECK(place.code.empty() || (is_code(place.code) && place.code.size() <= 6));
  FX_CHECK(place.country.empty() || (place.abroad && !country_zh(place.country).empty()));
  FX_CHECK(!place.certain || place.known());
  for (const auto level : {Level::kGrid, Level::kCompound, Level::kBuilding, Level::kDwelling}) {
    const auto local = local_part(level, text);
    if (local) FX_CHECK(is_code("532601003005-" + *local));
    const auto key = name_key(level, text);
    FX_CHECK(fx::is_utf8(key));
    if (local) FX_CHECK(key == *local);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 2048) return 0;
  read({reinterpret_cast<const char*>(data), size});
  return 0;
}
