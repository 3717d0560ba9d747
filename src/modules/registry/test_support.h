// A community with a register, for the tests of this folder.
#pragma once

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <unistd.h>

#include "area/tree.h"
#include "base/check.h"
#include "host/host.h"
#include "identity/person.h"
#include "modules/registry/registry.h"
#include "modules/registry/state.h"

namespace fx::registry {

inline constexpr const char* kCommunity = "532601003005";

// The area tree's entries and views, as the organisation module declares them.
class AreaModule final : public host::Module {
 public:
  [[nodiscard]] std::string_view name() const override { return "area"; }
  void declare(host::Declaration& to) override {
    to.entry<area::AreaAdded>("新增区域", "area added");
    to.entry<area::AreaRenamed>("区域更名", "area renamed");
    to.entry<area::AreaMoved>("区域调整", "area moved");
    to.view(std::string(area::kNodeTable), std::string(area::kNodeDdl));
    to.view(std::string(area::kFormerTable), std::string(area::kFormerDdl));
    to.on<area::AreaAdded>([](store::Session& db, const journal::Entry&, const area::AreaAdded& p) {
      area::apply(db, p);
    });
    to.on<area::AreaRenamed>([](store::Session& db, const journal::Entry&,
                                const area::AreaRenamed& p) { area::apply(db, p); });
    to.on<area::AreaMoved>([](store::Session& db, const journal::Entry&, const area::AreaMoved& p) {
      area::apply(db, p);
    });
  }
};

inline std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

class Community {
 public:
  explicit Community(const std::string& name)
      : dir_((std::filesystem::temp_directory_path() /
              ("fx_registry_" + std::to_string(::getpid()) + "_" + name))
                 .string()),
        database_((std::filesystem::remove_all(dir_), dir_)) {
    std::vector<std::unique_ptr<host::Module>> modules;
    modules.push_back(std::make_unique<AreaModule>());
    auto registry = make_module();
    directory_ = &registry->directory();
    modules.push_back(std::move(registry));
    modules_ = std::move(modules);
    host_ = std::make_unique<host::Host>(database_, clock_,
                                         std::vector<store::Schema>{identity::schema()}, modules_);
    FX_CHECK(host_->status().has_value());
    auto added =
        host_->act(access::Actor::system(), Ulid::make(clock_.now()), "",
                   [](host::CommandContext& context) -> Result<host::Done> {
                     context.append({{}, kCommunity}, area::AreaAdded{{{kCommunity, "甲社区"}}});
                     return host::Done{};
                   });
    FX_CHECK(added.has_value());
  }
  ~Community() {
    host_.reset();
    std::filesystem::remove_all(dir_);
  }

  Result<ImportReport> import(const std::vector<ImportFile>& files,
                              RegisterImportOptions options = {}) {
    return import_register(*host_, access::Actor::system(), kCommunity, files, options);
  }
  Result<ImportReport> import_csv(const std::string& text, RegisterImportOptions options = {}) {
    return import({{"a.csv", text}}, std::move(options));
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
      return answer ? *answer : std::string(answer.error().code()) + " " + answer.error().field;
    }
    return "no such route";
  }

  // By the definition or, where the frame allows it, from the kept counts.
  std::int64_t figure(const std::string& id, const std::string& area = kCommunity,
                      std::optional<Day> day = {}, std::optional<Instant> known = {}) {
    std::int64_t value = -1;
    database_.read([&](store::Session& db) {
      const auto frame =
          host::Frame::make(area, day.value_or(clock_.today()), known.value_or(clock_.now()));
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
  // People by name, to find ids in tests.
  std::vector<Ulid> named(const std::string& name) {
    std::vector<Ulid> out;
    database_.read([&](store::Session& db) {
      identity::each_person(db, kCommunity, [&](const identity::Person& p) {
        if (p.facts.name == name) out.push_back(p.id);
      });
      return 0;
    });
    return out;
  }
  std::string address_of(const Ulid& person) {
    return database_.read([&](store::Session& db) {
      const auto place = directory_->place_of(db, person);
      return place ? area::address(db, place->area) : std::string("?");
    });
  }
  std::int64_t count(const std::string& sql) {
    return database_.read([&](store::Session& db) { return db.integer(sql).value_or(0); });
  }

  // The views follow from the journal, and the journal is whole.
  bool sound() {
    return host_->rebuild().same() && database_.read([](store::Session& db) {
      return journal::Journal::verify(db).faults.empty();
    });
  }

  void pass_day() { clock_.set(Instant{clock_.now().millis + kMillisPerDay}); }

  ManualClock clock_{*parse_instant("2020-02-28T17:00:00+08:00")};
  std::string dir_;
  store::Database database_;
  std::vector<std::unique_ptr<host::Module>> modules_;
  const Directory* directory_ = nullptr;
  std::unique_ptr<host::Host> host_;
};

}  // namespace fx::registry
