// The whole program below HTTP, for tests: every module with the shipped packs, a clock that stands
// still, and one who may do everything.
#pragma once

#include <map>
#include <string>

#include <gtest/gtest.h>

#include "access/accounts.h"
#include "identity/identity.h"
#include "identity/person.h"
#include "modules/modules.h"
#include "modules/test_host.h"

namespace fx::testing {

class Office : public ::testing::Test, public TestHost {
 protected:
  static constexpr const char* kCommunity = "532601003005";

  Office() : TestHost(::testing::UnitTest::GetInstance()->current_test_info()->name()) {
    language_ = Language::kZh;
    auto modules = make_modules(FX_SOURCE_DIR "/policies");
    FX_CHECK(modules.has_value());
    open(std::move(modules->all), {access::schema(), identity::schema()});
    ok("organisation.add-area", {{"code", kCommunity}, {"name", "里布嘎社区"}});
    ok("rules.use", {{"area", kCommunity}, {"pack", "xinping-2020"}, {"from", "2020-01-25"}});
  }
  // Whatever was done: the same views from an untouched journal.
  ~Office() override { EXPECT_EQ(faults(), std::vector<std::string>()); }

  void clock(std::string_view minute) { TestHost::clock(std::string(minute) + ":00"); }

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
};

}  // namespace fx::testing
