// Any bytes as pack.yaml, or, after a NUL, as the table of a pack that is otherwise in order: the
// loader refuses or loads, and what loads can be checked, run and explained.
#include <cstdint>
#include <string>

#include "policy/evaluate.h"
#include "policy/examples.h"
#include "policy/findings.h"
#include "policy/test_pack.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fx::policy;  // NOLINT(google-build-using-namespace)
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  auto files = fx::policy::testing::test_files();
  if (!bytes.empty() && bytes[0] == '\0') {
    files["placement.csv"] = bytes.substr(1);
  } else if (!bytes.empty() && bytes[0] == '\1') {
    files["examples.csv"] = bytes.substr(1);
  } else {
    files["pack.yaml"] = bytes;
  }
  const auto report = load_report(files);
  for (const auto& problem : report.problems) {
    FX_CHECK(!problem.message(fx::Language::kZh).empty());
    FX_CHECK(!problem.remedy(fx::Language::kEn).empty());
  }
  FX_CHECK((report.pack == nullptr) != report.problems.empty());
  if (!report.pack) return 0;
  for (const auto& finding : check(*report.pack))
    FX_CHECK(!finding.what.message(fx::Language::kEn).empty());
  run_examples(*report.pack);
  for (const auto& edition : report.pack->editions()) {
    for (const auto& table : edition.tables()) {
      const auto decision = decide(*report.pack, edition, table.topic->id, report.pack->facts());
      if (decision) FX_CHECK(!explain(*decision, fx::Language::kZh).empty());
    }
  }
  return 0;
}
