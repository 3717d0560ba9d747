// A community with a register, rules and lists of returnees, for the tests of this folder.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "modules/registry/test_support.h"
#include "modules/returnees/import.h"
#include "modules/returnees/returnees.h"
#include "modules/rules/rules.h"

namespace fx::returnees {

class World {
 public:
  explicit World(const std::string& name, std::string community = "532601003005",
                 const std::string& community_name = "甲社区")
      : community_(std::move(community)),
        dir_((std::filesystem::temp_directory_path() /
              ("fx_returnees_" + std::to_string(::getpid()) + "_" + name))
                 .string()),
        database_((std::filesystem::remove_all(dir_), dir_)) {
    std::vector<std::unique_ptr<host::Module>> modules;
    modules.push_back(std::make_unique<registry::AreaModule>());
    auto made = rules::make_module(FX_SOURCE_DIR "/policies");
    FX_CHECK(made.has_value());
    const auto& rulebook = (*made)->rulebook();
    modules.push_back(std::move(*made));
    auto registry = registry::make_module();
    directory_ = &registry->directory();
    modules.push_back(std::move(registry));
    auto returnees = make_module(*directory_, rulebook);
    arrivals_ = &returnees->arrivals();
    modules.push_back(std::move(returnees));
    modules_ = std::move(modules);
    host_ = std::make_unique<host::Host>(database_, clock_,
                                         std::vector<store::Schema>{identity::schema()}, modules_);
    FX_CHECK(host_->status().has_value());
    add_area(community_, community_name);
    const auto used = command(
        "rules.use", {{"area", community_}, {"pack", "xinping-2020"}, {"from", "2020-02-01"}});
    FX_CHECK(used.has_value());
  }
  ~World() {
    host_.reset();
    std::filesystem::remove_all(dir_);
  }
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  void add_area(const std::string& code, const std::string& name) {
    auto added = host_->act(access::Actor::system(), Ulid::make(clock_.now()), "",
                            [&](host::CommandContext& context) -> Result<host::Done> {
                              context.append({{}, code}, area::AreaAdded{{{code, name}}});
                              return host::Done{context.id};
                            });
    FX_CHECK(added.has_value());
  }

  Result<ImportReport> register_files(const std::vector<ImportFile>& files) {
    return registry::import_register(*host_, access::Actor::system(), community_, files, {});
  }
  Result<ImportReport> lists(const std::vector<ImportFile>& files, ImportOptions options = {}) {
    return import_lists(*host_, *directory_, access::Actor::system(), community_, files, options);
  }
  Result<host::CommandAnswer> command(const std::string& name, json::Object body,
                                      const access::Actor& actor = access::Actor::system()) {
    host::Envelope envelope;
    envelope.id = Ulid::make(clock_.now());
    envelope.command = name;
    envelope.body = std::move(body);
    return host_->execute(actor, std::move(envelope));
  }
  std::string ask(const std::string& path, const host::RawParams& params,
                  const access::Actor& actor = access::Actor::system()) {
    for (const auto& route : host_->routes()) {
      if (route.path != path || route.method != "GET") continue;
      auto answer = host_->ask(actor, route, params, Language::kEn);
      return answer ? *answer : std::string(answer.error().code());
    }
    return "no such route";
  }
  std::int64_t figure(const std::string& id, std::optional<Day> day = {}) {
    std::int64_t value = -1;
    database_.read([&](store::Session& db) {
      const auto frame = host::Frame::make(community_, day.value_or(clock_.today()), clock_.now());
      for (const auto& indicator : host_->indicators()) {
        for (const auto& f : host::evaluate(db, indicator, frame, area::Level::kGrid)) {
          if (f.id == id) value = f.value;
        }
      }
      return 0;
    });
    return value;
  }
  template <class F>
  auto read(F&& f) {
    return database_.read(std::forward<F>(f));
  }
  std::int64_t count(const std::string& sql) {
    return database_.read([&](store::Session& db) { return db.integer(sql).value_or(0); });
  }
  std::vector<identity::Person> people() {
    std::vector<identity::Person> out;
    database_.read([&](store::Session& db) {
      identity::each_person(db, community_, [&](const identity::Person& p) { out.push_back(p); });
      return 0;
    });
    return out;
  }
  // The views follow from the journal, and the journal is whole.
  bool sound() {
    return host_->rebuild().same() && database_.read([](store::Session& db) {
      return journal::Journal::verify(db).faults.empty();
    });
  }

  std::string community_;
  ManualClock clock_{*parse_instant("2020-02-28T17:00:00+08:00")};
  std::string dir_;
  store::Database database_;
  std::vector<std::unique_ptr<host::Module>> modules_;
  const registry::Directory* directory_ = nullptr;
  const Arrivals* arrivals_ = nullptr;
  std::unique_ptr<host::Host> host_;
};

}  // namespace fx::returnees
