// policy check, policy test.
#include <cstdio>

#include "app/cli.h"
#include "policy/examples.h"
#include "policy/findings.h"
#include "policy/pack.h"

namespace fx::app {

int policy_check(const std::vector<std::string>& packs, Format format) {
  const auto language = terminal_language();
  bool error = false;
  json::Array out;
  for (const auto& folder : packs) {
    std::vector<policy::Finding> findings;
    if (auto pack = policy::load_pack(std::filesystem::path(folder))) {
      findings = policy::check(**pack);
    } else {
      findings.push_back({policy::Severity::kError, "", pack.error()});
    }
    for (const auto& finding : findings) {
      const bool bad = finding.severity == policy::Severity::kError;
      error = error || bad;
      if (format == Format::json) {
        json::Object params;
        for (const auto& [name, value] : finding.what.params) params[name] = value;
        out.push_back(json::Object{{"pack", folder},
                                   {"severity", bad ? "error" : "warning"},
                                   {"edition", finding.edition},
                                   {"code", finding.what.code()},
                                   {"message", finding.what.message(language)},
                                   {"remedy", finding.what.remedy(language)},
                                   {"params", std::move(params)}});
      } else {
        print(folder + (bad ? ": ERROR " : ": warning ") + finding.edition + " " +
              finding.what.message(language) + " → " + finding.what.remedy(language));
      }
    }
    if (format == Format::text && findings.empty()) print(folder + ": no findings");
  }
  if (format == Format::json) print(json::serialise(json::Value(std::move(out))));
  return error ? kRefusedStatus : kDone;
}

int policy_test(const std::vector<std::string>& packs, Format format) {
  const auto language = terminal_language();
  bool failed = false;
  json::Array out;
  for (const auto& folder : packs) {
    auto pack = policy::load_pack(std::filesystem::path(folder));
    if (!pack) return say_refused(pack.error());
    std::size_t passed = 0;
    for (const auto& result : policy::run_examples(**pack)) {
      if (result.passed) {
        ++passed;
        continue;
      }
      failed = true;
      const auto why = result.problem ? result.problem->message(language) : std::string();
      if (format == Format::json) {
        out.push_back(
            json::Object{{"pack", folder}, {"row", result.example->row}, {"message", why}});
      } else {
        print(folder + " row " + std::to_string(result.example->row) + ": " + why);
      }
    }
    if (format == Format::text) print(folder + ": " + std::to_string(passed) + " examples pass");
  }
  if (format == Format::json) print(json::serialise(json::Value(std::move(out))));
  return failed ? kRefusedStatus : kDone;
}

}  // namespace fx::app
