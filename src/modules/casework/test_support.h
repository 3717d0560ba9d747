// An office with cases, for the tests of this folder and of modules that build on cases.
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "host/host.h"
#include "identity/person.h"
#include "journal/journal.h"
#include "modules/casework/casework.h"
#include "modules/casework/import.h"
#include "modules/registry/test_support.h"

namespace fx::casework {

inline std::string test_file(const std::string& name) {
  std::ifstream in(std::string(FX_SOURCE_DIR) + "/tests/data/" + name, std::ios::binary);
  FX_CHECK(in.good());
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

class CaseOffice : public ::testing::Test {
 protected:
  static constexpr const char* kCommunity = "532601003005";
  static constexpr const char* kCity = "5326";

  explicit CaseOffice(std::string_view today = "2020-03-31T17:00:00+08:00")
      : clock_(*parse_instant(today)),
        dir_((std::filesystem::temp_directory_path() /
              ("fx_cases_" + std::to_string(::getpid()) + "_" +
               ::testing::UnitTest::GetInstance()->current_test_info()->name()))
                 .string()),
        database_((std::filesystem::remove_all(dir_), dir_)) {
    modules_.push_back(std::make_unique<registry::AreaModule>());
    auto registry = registry::make_module();
    people_ = &registry->directory();
    modules_.push_back(std::move(registry));
    auto casework = make_module(*people_);
    cases_ = &casework->cases();
    modules_.push_back(std::move(casework));
  }
  // After further modules have been put into modules_.
  void open() {
    host_ = std::make_unique<host::Host>(database_, clock_,
                                         std::vector<store::Schema>{identity::schema()}, modules_);
    FX_CHECK(host_->status().has_value());
    // Long ago: no entry is recorded before an earlier one.
    const auto today = clock_.now();
    clock("2019-12-01T09:00:00");
    add_area(kCommunity, "里布嘎社区");
    clock_.set(today);
  }
  // Whatever was done: the same views from an untouched journal.
  ~CaseOffice() override {
    for (const auto& table : host_->rebuild().tables) {
      EXPECT_EQ(table.before, table.after) << table.name;
    }
    EXPECT_TRUE(database_.read([](store::Session& db) { return journal::Journal::verify(db); })
                    .faults.empty());
    host_.reset();
    std::filesystem::remove_all(dir_);
  }

  void clock(std::string_view text) { clock_.set(*parse_instant(std::string(text) + "+08:00")); }
  void later() { clock_.set(Instant{clock_.now().millis + 60'000}); }

  void add_area(const std::string& code, const std::string& name) {
    auto added = host_->act(access::Actor::system(), Ulid::make(clock_.now()), "",
                            [&](host::CommandContext& context) -> Result<host::Done> {
                              context.append({{}, area::parent(code).empty() ? code : code},
                                             area::AreaAdded{{{code, name}}});
                              return host::Done{};
                            });
    FX_CHECK(added.has_value());
  }

  Result<host::CommandAnswer> send(const std::string& command, json::Object body,
                                   const access::Actor& actor = access::Actor::system()) {
    host::Envelope envelope;
    envelope.id = Ulid::make(clock_.now());
    envelope.command = command;
    envelope.body = std::move(body);
    return host_->execute(actor, std::move(envelope));
  }
  host::CommandAnswer ok(const std::string& command, json::Object body) {
    auto answer = send(command, std::move(body));
    if (!answer) {
      ADD_FAILURE() << command << ": " << answer.error().code() << " " << answer.error().field
                    << " " << answer.error().message(Language::kEn);
      return {};
    }
    return *answer;
  }
  std::string refused(const std::string& command, json::Object body,
                      const access::Actor& actor = access::Actor::system()) {
    auto answer = send(command, std::move(body), actor);
    return answer ? "done" : std::string(answer.error().code());
  }
  json::Value ask(const std::string& path, const host::RawParams& params,
                  const access::Actor& actor = access::Actor::system()) {
    for (const auto& route : host_->routes()) {
      if (route.path != path || route.kind != host::RouteInfo::Kind::kQuestion) continue;
      auto answer = host_->ask(actor, route, params, Language::kEn);
      if (!answer) return json::Object{{"refused", answer.error().code()}};
      return *json::parse(*answer);
    }
    throw std::logic_error("no route " + path);
  }
  std::map<std::string, std::int64_t> figures(const std::string& area, const std::string& day,
                                              std::optional<Instant> known = std::nullopt) {
    std::map<std::string, std::int64_t> out;
    database_.read([&](store::Session& db) {
      const auto frame = host::Frame::make(area, *parse_day(day), known.value_or(clock_.now()));
      for (const auto& indicator : host_->indicators()) {
        if (indicator.id.rfind("cases.", 0) != 0) continue;
        for (const auto& f : host::evaluate(db, indicator, frame, area::Level::kCommunity)) {
          out[f.id] = f.value;
        }
      }
    });
    return out;
  }
  Result<CaseImportReport> import(const std::string& area, const std::string& text,
                                  const Mapping& map = {}, bool dry_run = false) {
    ImportOptions options;
    options.map = map;
    options.dry_run = dry_run;
    options.language = Language::kEn;
    return import_lists(*host_, *people_, access::Actor::system(), area, {{"list.csv", text}},
                        options);
  }
  std::int64_t count(const std::string& sql) {
    return database_.read([&](store::Session& db) { return db.integer(sql).value_or(0); });
  }
  std::vector<Case> all_cases(const std::string& area,
                              std::optional<Instant> known = std::nullopt) {
    return database_.read([&](store::Session& db) {
      return cases_->of_area(db, area, known.value_or(clock_.now()));
    });
  }

  ManualClock clock_;
  std::string dir_;
  store::Database database_;
  std::vector<std::unique_ptr<host::Module>> modules_;
  const registry::Directory* people_ = nullptr;
  const Cases* cases_ = nullptr;
  std::unique_ptr<host::Host> host_;
};

}  // namespace fx::casework
