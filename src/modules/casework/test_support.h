// An office with cases, for the tests of this folder and of modules that build on cases.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "identity/person.h"
#include "modules/casework/casework.h"
#include "modules/casework/import.h"
#include "modules/test_host.h"

namespace fx::casework {

inline std::string test_file(const std::string& name) {
  return fx::testing::read_file(FX_SOURCE_DIR "/tests/data/" + name);
}

// A place that nobody comes to.
class NoArrivals final : public returnees::Arrivals {
 public:
  void each(store::Session&, const host::Frame&,
            const std::function<void(const returnees::Arrival&)>&) const override {}
  [[nodiscard]] std::optional<returnees::Arrival> latest_of(store::Session&, const Ulid&,
                                                            const host::Frame&) const override {
    return std::nullopt;
  }
};

class CaseOffice : public ::testing::Test, public fx::testing::TestHost {
 protected:
  static constexpr const char* kCommunity = "532601003005";
  static constexpr const char* kCity = "5326";

  explicit CaseOffice(std::string_view today = "2020-03-31T17:00:00+08:00")
      : TestHost(::testing::UnitTest::GetInstance()->current_test_info()->name(), today) {
    all_.push_back(std::make_unique<fx::testing::AreaModule>());
    auto registry = registry::make_module();
    people_ = &registry->directory();
    all_.push_back(std::move(registry));
    auto casework = make_module(*people_, arrivals_);
    cases_ = &casework->cases();
    exposed_ = &casework->exposed();
    all_.push_back(std::move(casework));
  }
  // After further modules have been put into all_.
  void open() {
    TestHost::open(std::move(all_), {identity::schema()});
    // Long ago: no entry is recorded before an earlier one.
    const auto today = clock_.now();
    clock("2019-12-01T09:00:00");
    add_area(kCommunity, "里布嘎社区");
    clock_.set(today);
  }
  // Whatever was done: the same views from an untouched journal.
  ~CaseOffice() override { EXPECT_EQ(faults(), std::vector<std::string>()); }

  void later() { pass(60'000); }

  std::map<std::string, std::int64_t> figures(const std::string& area, const std::string& day,
                                              std::optional<Instant> known = std::nullopt) {
    return figures_of(area, *parse_day(day), known);
  }
  Result<CaseImportReport> import(const std::string& area, const std::string& text,
                                  const Mapping& map = {}, bool dry_run = false) {
    ImportOptions options;
    options.map = map;
    options.dry_run = dry_run;
    options.language = Language::kEn;
    return import_lists(*host_, *people_, actor_, area, {{"list.csv", text}}, options);
  }
  std::vector<Case> all_cases(const std::string& area,
                              std::optional<Instant> known = std::nullopt) {
    return read([&](store::Session& db) {
      return cases_->of_area(db, area, known.value_or(clock_.now()));
    });
  }

  const NoArrivals arrivals_;
  std::vector<std::unique_ptr<host::Module>> all_;
  const registry::Directory* people_ = nullptr;
  const Cases* cases_ = nullptr;
  const returnees::Arrivals* exposed_ = nullptr;
};

}  // namespace fx::casework
