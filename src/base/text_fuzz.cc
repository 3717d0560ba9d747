// Text of any bytes: what comes out is valid, and doing it twice changes nothing more.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/phone.h"
#include "base/pinyin.h"
#include "base/text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string normal = fx::normalise(text);
  FX_CHECK(fx::is_utf8(normal));
  FX_CHECK(fx::normalise(normal) == normal);
  const std::string name = fx::normalise_name(text);
  FX_CHECK(fx::normalise_name(name) == name);
  FX_CHECK(fx::is_utf8(fx::to_simplified(text)));
  const std::string key = fx::name_key(text);
  FX_CHECK(fx::name_key(name) == key);
  FX_CHECK(fx::is_utf8(fx::pinyin_key(text)));
  FX_CHECK(fx::is_utf8(fx::place_key(text)));
  const auto initials = fx::pinyin_initials(text);
  FX_CHECK(!initials.empty() && initials.size() <= fx::kMaxInitials);
  (void)fx::chinese_number(text);
  const auto half = text.substr(0, size / 2);
  FX_CHECK(fx::name_similarity(half, text) == fx::name_similarity(text, half));
  const auto phones = fx::parse_phones(text);
  FX_CHECK(!phones.empty() && phones.size() <= fx::kMaxPhonesPerCell);
  for (const auto& phone : phones) {
    if (phone.verdict == fx::PhoneVerdict::kValid) {
      FX_CHECK(fx::parse_phone(phone.number).number == phone.number);
    }
  }
  return 0;
}
