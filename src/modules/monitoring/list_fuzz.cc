#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "modules/monitoring/list.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  using namespace fx::monitoring;  // NOLINT(google-build-using-namespace)
  (void)heading_of(text);
  (void)part_of_day(text);
  (void)is_blank_mark(text);
  if (const auto tenths = parse_tenths(text)) FX_CHECK(*tenths >= 0 && *tenths <= 10'000);
  const std::vector<fx::policy::NamedValue> known{{"dry_cough", {"干咳", ""}},
                                                  {"fatigue", {"乏力", ""}}};
  FX_CHECK(symptoms_in(text, known).size() <= known.size());
  return 0;
}
