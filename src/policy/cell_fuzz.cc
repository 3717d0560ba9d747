// Any text as a cell of each type of fact: it is refused in words, or means the same when asked
// again, and accepts only ordered, separate intervals.
#include <cstdint>
#include <string_view>

#include "policy/cell.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fx::policy;  // NOLINT(google-build-using-namespace)
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto type :
       {FactType::kNumber, FactType::kDay, FactType::kEnum, FactType::kFlag, FactType::kText}) {
    FactDecl fact;
    fact.id = "fact";
    fact.type = type;
    fact.decimals = type == FactType::kNumber ? 1 : 0;
    fact.max = 40'000;
    if (type == FactType::kEnum) fact.values = {{"a", {"甲", "A"}}, {"b", {"乙", "B"}}};
    const auto test = parse_cell(fact, text);
    if (!test) {
      FX_CHECK(test.error().kind != nullptr);
      continue;
    }
    for (std::size_t i = 0; i < test->accepts.size(); ++i) {
      const auto& interval = test->accepts[i];
      FX_CHECK(interval.from < interval.to);
      FX_CHECK(i == 0 || test->accepts[i - 1].to < interval.from);
      FX_CHECK(test->accepts_value(interval.from));
      FX_CHECK(interval.from >= fact.first() && interval.to <= fact.last() + 1);
    }
    const auto again = parse_cell(fact, text);
    FX_CHECK(again.has_value() && again->accepts == test->accepts);
    FX_CHECK(intersect(*test, *again).accepts == test->accepts);
  }
  return 0;
}
