// Any bytes as pack.yaml, or, after a byte that says so, as a table, a workbook, the examples, or
// the table of a lower level, of a pack that is otherwise in order: the loader refuses or loads,
// and what loads can be checked, run, explained and laid under another pack.
#include <cstdint>
#include <string>

#include "policy/evaluate.h"
#include "policy/examples.h"
#include "policy/findings.h"
#include "policy/layers.h"
#include "policy/test_pack.h"

namespace {

// The pack as the community's, under one of the nation that allows one thing or another.
void lay_under(const fx::policy::PackPtr& lower) {
  using namespace fx::policy;  // NOLINT(google-build-using-namespace)
  for (const char* word : {"tighten", "replace"}) {
    auto files = fx::policy::testing::test_files();
    auto& yaml = files["pack.yaml"];
    yaml = fx::policy::testing::replaced(yaml, "level: community", "level: national");
    yaml = fx::policy::testing::replaced(
        yaml, "until: 2020-02-29\n",
        std::string("until: 2020-02-29\n    lower: {placement: ") + word + "}\n");
    const auto upper = load_pack(files);
    FX_CHECK(upper.has_value());
    const auto resolved = resolve({*upper, lower}, *fx::parse_day("2020-02-10"));
    if (!resolved) {
      FX_CHECK(!resolved.error().message(fx::Language::kZh).empty());
      continue;
    }
    for (const auto& finding : check(*resolved)) {
      FX_CHECK(!finding.what.message(fx::Language::kEn).empty());
    }
    for (const auto& table : resolved->edition->tables()) {
      const auto decision =
          decide(*resolved->pack, *resolved->edition, table.topic->id, resolved->pack->facts());
      if (decision) FX_CHECK(!explain(*decision, fx::Language::kZh).empty());
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fx::policy;  // NOLINT(google-build-using-namespace)
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  auto files = fx::policy::testing::test_files();
  if (!bytes.empty() && bytes[0] == '\0') {
    files["placement.csv"] = bytes.substr(1);
  } else if (!bytes.empty() && bytes[0] == '\1') {
    files["examples.csv"] = bytes.substr(1);
  } else if (!bytes.empty() && bytes[0] == '\2') {
    auto& yaml = files["pack.yaml"];
    for (int i = 0; i < 2; ++i) {
      yaml = fx::policy::testing::replaced(yaml, "{file: placement.csv,", "{file: placement.xlsx,");
    }
    files["placement.xlsx"] = bytes.substr(1);
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
  lay_under(report.pack);
  for (const auto& edition : report.pack->editions()) {
    for (const auto& table : edition.tables()) {
      const auto decision = decide(*report.pack, edition, table.topic->id, report.pack->facts());
      if (decision) FX_CHECK(!explain(*decision, fx::Language::kZh).empty());
    }
  }
  return 0;
}
