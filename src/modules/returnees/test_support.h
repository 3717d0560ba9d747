// A community with a register, rules and lists of returnees, for the tests of this folder.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "identity/person.h"
#include "modules/returnees/import.h"
#include "modules/returnees/returnees.h"
#include "modules/rules/rules.h"
#include "modules/test_host.h"

namespace fx::returnees {

class World : public testing::TestHost {
 public:
  explicit World(const std::string& name, std::string community = "532601003005",
                 const std::string& community_name = "甲社区")
      : TestHost(name, "2020-02-28T17:00:00+08:00"), community_(std::move(community)) {
    std::vector<std::unique_ptr<host::Module>> all;
    all.push_back(std::make_unique<testing::AreaModule>());
    auto made = rules::make_module(FX_SOURCE_DIR "/policies");
    FX_CHECK(made.has_value());
    const auto& rulebook = (*made)->rulebook();
    all.push_back(std::move(*made));
    auto registry = registry::make_module();
    directory_ = &registry->directory();
    all.push_back(std::move(registry));
    auto returnees = make_module(*directory_, rulebook);
    arrivals_ = &returnees->arrivals();
    all.push_back(std::move(returnees));
    open(std::move(all), {identity::schema()});
    add_area(community_, community_name);
    ok("rules.use", {{"area", community_}, {"pack", "xinping-2020"}, {"from", "2020-02-01"}});
  }

  Result<ImportReport> register_files(const std::vector<ImportFile>& files) {
    return registry::import_register(*host_, actor_, community_, files, {});
  }
  Result<ImportReport> lists(const std::vector<ImportFile>& files,
                             const ImportOptions& options = {}) {
    return import_lists(*host_, *directory_, actor_, community_, files, options);
  }
  std::int64_t figure(const std::string& id, std::optional<Day> day = {}) {
    return figures_of(community_, day.value_or(clock_.today()), {}, area::Level::kGrid).at(id);
  }
  std::vector<identity::Person> people() {
    std::vector<identity::Person> out;
    read([&](store::Session& db) {
      identity::each_person(db, community_, [&](const identity::Person& p) { out.push_back(p); });
    });
    return out;
  }

  std::string community_;
  const registry::Directory* directory_ = nullptr;
  const Arrivals* arrivals_ = nullptr;
};

}  // namespace fx::returnees
