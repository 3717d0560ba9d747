// Any JSON as a pack's document: it is refused, or its files are the same document again, and
// loading and checking them comes to an end.
#include <cstdint>
#include <string_view>

#include <boost/json.hpp>

#include "base/check.h"
#include "policy/document.h"
#include "policy/findings.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fx::policy;  // NOLINT(google-build-using-namespace)
  boost::system::error_code error;
  const auto value =
      boost::json::parse(std::string_view(reinterpret_cast<const char*>(data), size), error);
  if (error || !value.is_object()) return 0;
  const auto files = from_document(value.get_object());
  if (!files) {
    FX_CHECK(!files.error().message(fx::Language::kZh).empty());
    return 0;
  }
  if (const auto again = to_document(*files)) {
    const auto same = from_document(*again);
    FX_CHECK(same.has_value() && same->at("pack.yaml") == files->at("pack.yaml"));
  }
  for (const auto& finding : check(*files)) {
    FX_CHECK(!finding.what.message(fx::Language::kEn).empty());
  }
  return 0;
}
