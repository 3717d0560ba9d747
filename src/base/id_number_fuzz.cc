// Any bytes as an identity number: a valid one reads back as itself, with the right check digit
// and a birth date in range; a mask never shows the birth date.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/id_number.h"
#include "base/text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const fx::Day today = *fx::make_day(2020, 3, 5);
  for (const bool number_cell : {false, true}) {
    const fx::IdNumber id = fx::parse_id_number(text, {today, number_cell});
    FX_CHECK(fx::is_utf8(id.number));
    if (id.birth) FX_CHECK(*id.birth <= today);
    if (id.verdict == fx::IdVerdict::kValid) {
      FX_CHECK(id.number.size() == 18 && id.birth && id.sex);
      FX_CHECK(fx::id_check_digit(std::string_view(id.number).substr(0, 17)) == id.number[17]);
      const fx::IdNumber again = fx::parse_id_number(id.number, {today});
      FX_CHECK(again.verdict == id.verdict && again.number == id.number);
    }
    if (id.usable()) FX_CHECK(fx::parse_id_number(id.number, {today}).number == id.number);
    FX_CHECK(fx::is_utf8(fx::mask_id(id.number)));
  }
  (void)fx::mask_id(text);
  (void)fx::mask_phone(text);
  FX_CHECK(fx::is_utf8(fx::mask_name(text)));
  return 0;
}
