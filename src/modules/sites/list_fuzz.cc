#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "modules/sites/list.h"
#include "modules/sites/words.h"

// Every row that was read is taken or set aside.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fx;         // NOLINT(google-build-using-namespace)
  using namespace fx::sites;  // NOLINT(google-build-using-namespace)
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto read = read_list({"list.csv", text}, Day{18'302}, Language::kEn);
  if (read) {
    FX_CHECK(static_cast<std::size_t>(read->report.rows) ==
             read->rows.size() + read->problems.size());
    for (const auto& row : read->rows) FX_CHECK(!row.facts.name.empty());
  }
  (void)kind_in(text);
  (void)kind_by_name(text);
  (void)closed_in(text);
  return 0;
}
