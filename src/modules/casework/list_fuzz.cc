// Any bytes as a line list, with a mapping cut from the front: read or refused, never a crash, and
// every row in exactly one place.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "modules/casework/list.h"
#include "modules/casework/words.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fx;            // NOLINT(google-build-using-namespace)
  using namespace fx::casework;  // NOLINT(google-build-using-namespace)
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const auto cut = all.find('\0');
  Mapping mapping;
  std::string_view list = all;
  if (cut != std::string_view::npos) {
    list = all.substr(cut + 1);
    if (auto read = read_mapping(all.substr(0, cut))) {
      mapping = std::move(*read);
      FX_CHECK(read_mapping(write_mapping(mapping)).has_value());
    }
  }
  const auto read = read_list({"list.csv", list}, mapping, Day{18'352}, Language::kEn);
  if (read) {
    FX_CHECK(static_cast<std::size_t>(read->report.rows) ==
             read->rows.size() + read->problems.size());
  }
  (void)setting_in(list);
  (void)kind_in(list);
  (void)numbers_in(list);
  return 0;
}
