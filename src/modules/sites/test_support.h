// An office with a community, two buildings and sites, for the tests of this folder and of modules
// that build on sites.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "identity/person.h"
#include "modules/registry/registry.h"
#include "modules/sites/import.h"
#include "modules/sites/sites.h"
#include "modules/test_host.h"

namespace fx::sites {

class SiteOffice : public ::testing::Test, public fx::testing::TestHost {
 protected:
  static constexpr const char* kCommunity = "532601003005";
  static constexpr const char* kCompound = "532601003005-1-1";

  SiteOffice()
      : TestHost(::testing::UnitTest::GetInstance()->current_test_info()->name(),
                 "2020-02-10T09:00:00+08:00") {
    all_.push_back(std::make_unique<fx::testing::AreaModule>());
    all_.push_back(registry::make_module());
    auto sites = make_module();
    sites_ = sites.get();
    all_.push_back(std::move(sites));
  }
  // After further modules have been put into all_.
  void open() {
    TestHost::open(std::move(all_), {identity::schema()});
    add_area(kCommunity, "里布嘎社区");
    add_area(std::string(kCommunity) + "-1", "第1网格");
    add_area(kCompound, "桂花苑");
    add_area(std::string(kCompound) + "-1", "1栋");
    add_area(std::string(kCompound) + "-2", "2栋");
    later();
  }
  // Whatever was done: the same views from an untouched journal.
  ~SiteOffice() override { EXPECT_EQ(faults(), std::vector<std::string>()); }

  void later() { pass(60'000); }
  static std::string at(const std::string& below) { return std::string(kCommunity) + below; }

  std::string add(const std::string& kind, const std::string& name,
                  const std::string& area = kCompound, json::Object more = {}) {
    more["kind"] = kind;
    more["name"] = name;
    more["area"] = area;
    later();
    return ok("sites.add", std::move(more)).subject.text();
  }
  json::Value one(const std::string& site, host::RawParams more = {}) {
    more.emplace_back("site", site);
    return ask("/api/sites/site/{site}", more);
  }
  json::Value list(host::RawParams more = {}) {
    more.emplace_back("area", kCommunity);
    return ask("/api/sites", more);
  }
  // Members that have no value are left out of answers.
  static bool without(const json::Value& answer, std::string_view member) {
    return !answer.as_object().contains(member);
  }

  std::vector<std::unique_ptr<host::Module>> all_;
  const Sites* sites_ = nullptr;
};

}  // namespace fx::sites
