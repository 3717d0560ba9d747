// A community with a register, for the tests of this folder and of those above it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "identity/person.h"
#include "modules/registry/registry.h"
#include "modules/registry/state.h"
#include "modules/test_host.h"

namespace fx::registry {

inline constexpr const char* kCommunity = "532601003005";

class Community : public testing::TestHost {
 public:
  explicit Community(const std::string& name) : TestHost(name, "2020-02-28T17:00:00+08:00") {
    std::vector<std::unique_ptr<host::Module>> all;
    all.push_back(std::make_unique<testing::AreaModule>());
    auto registry = make_module();
    directory_ = &registry->directory();
    all.push_back(std::move(registry));
    open(std::move(all), {identity::schema()});
    add_area(kCommunity, "甲社区");
  }

  Result<ImportReport> import(const std::vector<ImportFile>& files,
                              const RegisterImportOptions& options = {}) {
    return import_register(*host_, actor_, kCommunity, files, options);
  }
  Result<ImportReport> import_csv(const std::string& text,
                                  const RegisterImportOptions& options = {}) {
    return import({{"a.csv", text}}, options);
  }

  // By the definition or, where the frame allows it, from the kept counts.
  std::int64_t figure(const std::string& id, const std::string& area = kCommunity,
                      std::optional<Day> day = {}, std::optional<Instant> known = {}) {
    return figures_of(area, day.value_or(clock_.today()), known, area::Level::kGrid).at(id);
  }
  // People by name, to find ids in tests.
  std::vector<Ulid> named(const std::string& name) {
    std::vector<Ulid> out;
    read([&](store::Session& db) {
      identity::each_person(db, kCommunity, [&](const identity::Person& p) {
        if (p.facts.name == name) out.push_back(p.id);
      });
    });
    return out;
  }
  std::string address_of(const Ulid& person) {
    return read([&](store::Session& db) {
      const auto place = directory_->place_of(db, person);
      return place ? area::address(db, place->area) : std::string("?");
    });
  }
  void pass_day() { pass(kMillisPerDay); }

  const Directory* directory_ = nullptr;
};

}  // namespace fx::registry
