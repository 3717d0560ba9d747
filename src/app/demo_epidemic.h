// The second community of a demonstration, with a small outbreak: who fell ill, whom they had met,
// what the township decided, what has been done and what still waits. All of it is invented, by the
// commands of those who would do it. Libuga's own figures are left alone.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "access/roles.h"
#include "app/demo_people.h"
#include "app/node.h"
#include "base/json.h"

namespace fx::app {

inline constexpr const char* kGuihu = "532601003098";

// One account of each kind, so that each can be tried.
struct DemoUser {
  const char* login;
  const char* display;
  const char* role;
  const char* area;
};
// Those who act here; the others are the demonstration's.
inline constexpr std::array<DemoUser, 6> kEpidemicUsers = {{
    {"guihu", "桂湖社区书记", "community_director", kGuihu},
    {"guihuwangge", "桂湖第1网格网格员", "grid_worker", "532601003098-1"},
    {"guihuyisheng", "桂湖社区医生", "doctor", kGuihu},
    {"jiedao", "新平街道党政办", "township_office", "532601003"},
    {"zhihuibu", "市指挥部", "command", "532601"},
    {"ducha", "督查组", "inspector", "532601"},
}};

class DemoEpidemic {
 public:
  // `libuga`: the community that reports its everyday measures beside this one, from `libuga_from`.
  DemoEpidemic(Node& node, ManualClock& clock, std::uint64_t seed, Instant now,
               std::string password, std::string libuga, Day libuga_from);

  // Lives on to this moment, which is later than that of the last call. The clock is left there.
  Status until(Instant moment);

 private:
  struct Step {
    Instant at;
    std::function<Status()> run;
  };
  struct Person {
    Ulid id;
    std::string name;
  };
  struct Order {
    Ulid order;
    Ulid person;
    Day last;
  };

  // So many days ago, at "09:20".
  void on(int days_ago, const char* time, std::function<Status()> run);
  void plan();
  void plan_first_cases();
  void plan_last_case();

  Status act(const char* login, const std::string& name, json::Object body,
             host::CommandAnswer* out = nullptr);
  json::Value look(const char* login, const std::string& path, const host::RawParams& params);

  Status found();
  Status publish_rules();
  Status take_register();
  // The k-th person of a household of the compound (garden, dormitory) or the village, from 0; of
  // those who live there the first household from `household` on with so many people.
  Person person(const std::vector<DemoHousehold>& place, std::size_t household, std::size_t k);
  static std::size_t with_people(const std::vector<DemoHousehold>& place, std::size_t from,
                                 std::size_t people);

  Status record_case(const char* key, json::Object body);
  Status set_status(const char* key, const char* status);
  Status name_contact(const char* key, const Person& who, const char* kind, int met_days_ago,
                      const char* setting);
  Status household_contacts(const char* key, const std::vector<DemoHousehold>& place,
                            std::size_t household, int met_days_ago);
  Status place_and_serve();
  Status decide(const char* value, const char* reason, const char* document);
  Status draw_as_proposed(const char* key, const char* document);
  Status close_site(const char* name, const char* document);
  Status lift(const std::string& area, const char* reason, const char* document);
  Status done(const char* task, json::Object evidence, const std::string& area = kGuihu);
  Status transfer(const Person& who);
  Status measure(Day day, const char* slot);
  Status release(Day day);
  Status daily_report(Day day);
  Status screen(int part);
  Status escalation_step(const Person& who, const char* step, const char* outcome = nullptr);
  std::vector<Order> orders(const char* state);

  Node& node_;
  ManualClock& clock_;
  const Instant now_;
  const Day today_;
  const std::uint64_t seed_;
  const std::string password_;
  const std::string libuga_;
  const Day libuga_from_;
  DemoPeople people_;
  std::vector<DemoHousehold> garden_;
  std::vector<DemoHousehold> dormitory_;
  std::vector<DemoHousehold> village_;
  std::map<std::string, access::Actor> actors_;
  std::map<std::string, Ulid> cases_;
  std::map<Ulid, int> fevers_;  // what the next evening's reading finds, in tenths
  std::vector<Step> steps_;     // by time
  std::size_t next_ = 0;
};

}  // namespace fx::app
