// The whole program below HTTP, for tests: every module with the shipped packs, a clock that stands
// still, and one who may do everything.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

#include "access/accounts.h"
#include "identity/identity.h"
#include "journal/journal.h"
#include "modules/modules.h"

namespace fx::testing {

class Office : public ::testing::Test {
 protected:
  static constexpr const char* kCommunity = "532601003005";

  Office()
      : dir_((std::filesystem::temp_directory_path() /
              ("fx_office_" + std::to_string(::getpid()) + "_" +
               ::testing::UnitTest::GetInstance()->current_test_info()->name()))
                 .string()),
        database_((std::filesystem::remove_all(dir_), dir_)) {
    auto modules = make_modules(FX_SOURCE_DIR "/policies");
    FX_CHECK(modules.has_value());
    modules_ = std::move(*modules);
    host_ = std::make_unique<host::Host>(
        database_, clock_, std::vector<store::Schema>{access::schema(), identity::schema()},
        modules_.all);
    FX_CHECK(host_->status().has_value());
    ok("organisation.add-area", {{"code", kCommunity}, {"name", "里布嘎社区"}});
    ok("rules.use", {{"area", kCommunity}, {"pack", "xinping-2020"}, {"from", "2020-01-25"}});
  }
  // Whatever was done: the same views from an untouched journal.
  ~Office() override {
    for (const auto& table : host_->rebuild().tables) {
      EXPECT_EQ(table.before, table.after) << table.name;
    }
    EXPECT_TRUE(database_.read([](store::Session& db) { return journal::Journal::verify(db); })
                    .faults.empty());
    host_.reset();
    std::filesystem::remove_all(dir_);
  }

  void clock(std::string_view text) { clock_.set(*parse_instant(std::string(text) + ":00+08:00")); }

  Result<host::CommandAnswer> send(const std::string& command, json::Object body) {
    host::Envelope envelope;
    envelope.id = Ulid::make(clock_.now());
    envelope.command = command;
    envelope.body = std::move(body);
    return host_->execute(access::Actor::system(), std::move(envelope));
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
  std::string refused(const std::string& command, json::Object body) {
    auto answer = send(command, std::move(body));
    return answer ? "done" : std::string(answer.error().code());
  }

  const host::RouteInfo& route(const std::string& path) {
    for (const auto& route : host_->routes()) {
      if (route.path == path) return route;
    }
    throw std::logic_error("no route " + path);
  }
  // The answer, or {"refused": code}.
  json::Value ask(const std::string& path, const host::RawParams& params) {
    auto answer = host_->ask(access::Actor::system(), route(path), params, Language::kZh);
    if (!answer) return json::Object{{"refused", answer.error().code()}};
    return *json::parse(*answer);
  }
  std::string file(const std::string& path, const host::RawParams& params) {
    auto file = host_->make_file(access::Actor::system(), route(path), params, Language::kZh);
    FX_CHECK(file.has_value());
    return std::move(file->bytes);
  }
  std::map<std::string, std::int64_t> figures(const std::string& area, host::RawParams more = {}) {
    more.emplace_back("area", area);
    const auto answer = ask("/api/figures", more);
    std::map<std::string, std::int64_t> out;
    for (const auto& f : answer.at("figures").as_array()) {
      out[std::string(f.at("id").as_string())] = f.at("value").as_int64();
    }
    return out;
  }

  // A dwelling of 桂花苑 in this grid with one person in it.
  struct Home {
    std::string household;
    std::string person;
  };
  Home add_home(int grid, int room) {
    const auto household = ok("registry.add-household", {{"area", kCommunity},
                                                         {"grid", std::to_string(grid)},
                                                         {"compound", "桂花苑"},
                                                         {"building", "1"},
                                                         {"unit", "1"},
                                                         {"room", std::to_string(room)}});
    const auto person = ok("registry.add-person", {{"household", household.subject.text()},
                                                   {"name", "王" + std::to_string(room)}});
    return {household.subject.text(), person.subject.text()};
  }

  ManualClock clock_{*parse_instant("2020-02-10T09:00:00+08:00")};
  std::string dir_;
  store::Database database_;
  Modules modules_;
  std::unique_ptr<host::Host> host_;
};

}  // namespace fx::testing
