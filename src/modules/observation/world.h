// A small world for tests of the modules around an order: people and arrivals from vectors, the
// pack of testdata/pack, a host with a clock that stands still.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "access/accounts.h"
#include "identity/person.h"
#include "modules/monitoring/monitoring.h"
#include "modules/observation/fakes.h"
#include "modules/observation/observation.h"
#include "modules/test_host.h"
#include "modules/today/today.h"

namespace fx::testing {

class World : public ::testing::Test, public TestHost {
 protected:
  World() : TestHost("obs_" + std::to_string(next_dir())) {
    open({packs()});
    actor_ = {Ulid::make(clock_.now()), {{access::Role::community_director, kCommunity}}};
    ok("rules.use", {{"area", kCommunity}, {"pack", "test-pack"}, {"from", "2020-01-01"}});
  }

  // The program with these packs installed, on the same data.
  void open(std::vector<policy::PackPtr> packs) {
    auto rules = rules::make_module(std::move(packs));
    auto observation =
        observation::make_module(people_, arrivals_, rules->rulebook(),
                                 [this](store::Session&, std::string_view) { return contact_; });
    auto monitoring =
        monitoring::make_module(people_, rules->rulebook(), observation->orders(),
                                [this](store::Session&, const Ulid& person, access::Sight,
                                       Day) -> std::optional<identity::PersonCard> {
                                  const auto it = people_.people.find(person);
                                  if (it == people_.people.end()) return std::nullopt;
                                  return it->second.card;
                                });
    rules_ = rules.get();
    observation_ = observation.get();
    monitoring_ = monitoring.get();
    std::vector<std::unique_ptr<host::Module>> all;
    all.push_back(std::make_unique<Areas>());
    auto today = today::make_module({&observation->today(), &monitoring->today()});
    all.push_back(std::move(rules));
    all.push_back(std::move(observation));
    all.push_back(std::move(monitoring));
    all.push_back(std::move(today));
    TestHost::open(std::move(all), {access::schema(), identity::schema()});
  }

  static policy::Files pack_files() {
    return *policy::read_pack_files(FX_SOURCE_DIR "/src/modules/observation/testdata/pack");
  }
  static policy::PackPtr packs(const policy::Files& files = pack_files()) {
    auto report = policy::load_report(files);
    for (const auto& problem : report.problems) {
      ADD_FAILURE() << problem.message(Language::kEn);
    }
    FX_CHECK(report.pack != nullptr);
    return report.pack;
  }
  static int next_dir() {
    static int next = 0;
    return next++;
  }

  // 2020-02-<day> hh:mm
  static Instant at(std::string_view text) {
    return *parse_instant(std::string(text) + ":00+08:00");
  }
  void clock(std::string_view minute) { clock_.set(at(minute)); }

  // Somebody in a dwelling of their own who came from there on that day.
  Ulid come(const std::string& origin, std::string_view day, bool abroad = false) {
    const Ulid person = Ulid::make(clock_.now());
    const Ulid household = Ulid::make(clock_.now());
    const int n = static_cast<int>(people_.people.size()) + 1;
    const std::string area =
        std::string(kCommunity) + "-" + std::to_string(n % 2 + 1) + "-1-1-1-" + std::to_string(n);
    identity::PersonCard card{person, "张三" + std::to_string(n), "", "", {}, {}, false};
    people_.people[person] = {{household, area}, card};
    arrivals_.all.push_back({Ulid::make(clock_.now()), person, household, area, origin, abroad,
                             *parse_day(day), false});
    return person;
  }

  Refusal refusal(const std::string& command, json::Object body) {
    auto answer = send(command, std::move(body));
    FX_CHECK(!answer);
    return answer.error();
  }

  host::File paper(const std::string& path, const host::RawParams& params) {
    language_ = Language::kZh;
    auto made = file(path, params);
    language_ = Language::kEn;
    return made;
  }

  // A figure; `dim` restricts to one value of the dimension, which the id may also hold. Distinct
  // subjects, with their weight.
  std::int64_t figure(const std::string& id, std::string dim, Day day, Instant known,
                      const std::string& area = kCommunity) {
    for (const auto& indicator : host_->indicators()) {
      const auto at = indicator.id.find("{}");
      if (indicator.id != id) {
        if (at + 2 != indicator.id.size() || id.substr(0, at) != indicator.id.substr(0, at)) {
          continue;
        }
        dim = id.substr(at);
      }
      return database_.read([&](store::Session& db) {
        std::map<std::pair<Ulid, std::string>, std::int64_t> seen;
        indicator.select(db, host::Frame::make(area, day, known), [&](const host::Selected& s) {
          if (dim.empty() || s.dim == dim) {
            seen[{s.subject, std::string(s.dim)}] = s.weight;
          }
        });
        std::int64_t sum = 0;
        for (const auto& [subject, weight] : seen) sum += weight;
        return sum;
      });
    }
    ADD_FAILURE() << "no indicator " << id;
    return -1;
  }
  std::int64_t figure(const std::string& id, const std::string& dim = {}) {
    return figure(id, dim, day_of(clock_.now()), clock_.now());
  }
  // As of the evening's cut-off of a day.
  std::int64_t figure_of(const std::string& id, std::string_view day, Instant known,
                         const std::string& dim = {}) {
    return figure(id, dim, *parse_day(day), known);
  }

  Ulid order_of(const Ulid& person) {
    const auto page = ask("/api/people/{person}/orders", {{"person", person.text()}});
    const auto& orders = page.at("orders").as_array();
    if (orders.empty()) return {};
    return *Ulid::parse(std::string_view(orders[0].at("order").as_string()));
  }
  json::Value line(const Ulid& person) {
    return ask("/api/people/{person}/orders", {{"person", person.text()}}).at("orders").at(0);
  }
  std::string state(const Ulid& person) {
    return std::string(line(person).at("state").as_string());
  }
  void place_all(std::string_view on) {
    ok("observation.place-all", {{"area", kCommunity}, {"on", std::string(on)}});
  }
  // Both readings of a day, in time.
  void measure(const Ulid& person, std::string_view day, int tenths = 365) {
    const auto d = std::string(day);
    ok("monitoring.record", {{"person", person.text()}, {"tenths", tenths}}, at(d + "T08:30"));
    ok("monitoring.record", {{"person", person.text()}, {"tenths", tenths}}, at(d + "T16:30"));
  }
  // What must hold at the end of every test.
  void sound() { EXPECT_EQ(faults(), std::vector<std::string>()); }

  FakePeople people_;
  FakeArrivals arrivals_;
  std::optional<organisation::Contact> contact_;
  rules::Rules* rules_ = nullptr;
  observation::Observation* observation_ = nullptr;
  monitoring::Monitoring* monitoring_ = nullptr;
};

}  // namespace fx::testing
