// A demonstration community with the published totals of Libuga (Xinping street, 2020): 10
// compounds with 8,652 households and 32,126 people, 6 villagers' groups with 971 households and
// 3,821 people; from Hubei 34 people in 18 households, from other provinces 287 in 255, from other
// cities of the province 419 in 389. All people are invented. It lives through the last eighteen
// days with the same imports and commands that an office uses. Beside it a small community with an
// outbreak: demo_epidemic.h.
#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>

#include "app/cli.h"
#include "app/demo_epidemic.h"
#include "app/demo_people.h"
#include "app/demo_places.h"
#include "modules/organisation/organisation.h"
#include "modules/registry/registry.h"
#include "modules/returnees/import.h"
#include "sheet/writer.h"

namespace fx::app {
namespace {

constexpr const char* kCommunity = "532601003005";
constexpr const char* kCommunityName = "里布嘎社区";
constexpr int kDays = 18;
constexpr const char* kDemoPassword = "fangxian2020";

constexpr RefusalKind kNotEmpty{
    "app.not-empty",
    409,
    "{path} 里已有数据，演示数据要放在空目录",
    "{path} holds data already; a demonstration needs an empty directory",
    "换一个目录",
    "use another directory"};

struct Traveller {
  const DemoHousehold* household;
  const DemoPerson* person;
  std::string origin;
  Day arrived;
};

class Demo {
 public:
  Demo(Node& node, ManualClock& clock, std::uint64_t seed, Instant now)
      : node_(node),
        clock_(clock),
        seed_(seed),
        now_(now),
        today_(day_of(now)),
        people_(seed, today_),
        epidemic_(node, clock, seed, now, kDemoPassword, kCommunity, today_ - kDays) {}

  Status run() {
    set(today_ - kDays, 8 * 60);
    if (auto status = found(); !status) return status;
    if (auto status = take_register(); !status) return status;
    if (auto status = demo_places(node_, kCommunity, seed_, today_ - kDays); !status) return status;
    choose_travellers();
    for (int back = kDays - 1; back >= 0; --back) {
      if (auto status = live(today_ - back); !status) return status;
    }
    set_to(now_);
    return epidemic_status_;
  }

 private:
  void set(Day day, int minute) { set_to(std::min(instant_of(day, minute), now_)); }
  // What happens in the other community meanwhile comes first.
  void set_to(Instant moment) {
    if (epidemic_status_) epidemic_status_ = epidemic_.until(moment);
    clock_.set(moment);
  }
  [[nodiscard]] bool come(Day day, int minute) const { return instant_of(day, minute) <= now_; }

  Status act(const std::string& name, json::Object body,
             Result<host::CommandAnswer>* out = nullptr) {
    auto done = command(node_, name, std::move(body));
    if (!done) return done.error();
    if (out != nullptr) *out = std::move(done);
    return {};
  }

  // The community, its accounts, the rules.
  Status found() {
    if (auto status = act("organisation.add-area",
                          json::Object{{"code", kCommunity}, {"name", kCommunityName}});
        !status) {
      return status;
    }
    return act("rules.use",
               json::Object{
                   {"area", kCommunity}, {"pack", "xinping-2020"}, {"from", iso(today_ - kDays)}});
  }

  Status take_register() {
    const std::vector<std::string> compounds = {"滨河花园", "金桂苑",   "城南小区", "文新家园",
                                                "七花小区", "卧龙雅居", "普阳小区", "盘龙新村",
                                                "阳光新城", "大兴苑"};
    const std::vector<std::string> villages = {"上里布嘎", "下里布嘎", "小河边",
                                               "石桥组",   "老寨",     "新寨"};
    // 9 x 866 + 858 = 8,652 households; 9 x 3,213 + 3,209 = 32,126 people.
    for (std::size_t i = 0; i < compounds.size(); ++i) {
      const bool last = i + 1 == compounds.size();
      add(people_.compound("第" + std::to_string(i + 1) + "网格", compounds[i], last ? 858 : 866,
                           last ? 3209 : 3213));
    }
    // 5 x 162 + 161 = 971 households; 5 x 637 + 636 = 3,821 people.
    for (std::size_t i = 0; i < villages.size(); ++i) {
      const bool last = i + 1 == villages.size();
      add(people_.village("第11网格", villages[i], last ? 161 : 162, last ? 636 : 637));
    }
    const std::string file = demo_register_xlsx(kCommunityName, households_);
    registry::RegisterImportOptions options;
    const auto report = registry::import_register(node_.host(), access::Actor::system(), kCommunity,
                                                  {{"居民信息登记表.xlsx", file}}, options);
    if (!report) return report.error();
    return {};
  }
  void add(std::vector<DemoHousehold> more) {
    for (auto& one : more) households_.push_back(std::move(one));
  }

  void choose_travellers() {
    std::vector<std::size_t> order(households_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[people_.below(i)]);
    std::size_t next = 0;
    const auto take = [&](int households, int people, const std::vector<std::string>& origins) {
      int extra = people - households;
      for (int i = 0; i < households;) {
        const auto& household = households_[order[next++]];
        const int size = static_cast<int>(household.people.size());
        if (size < 2 && extra > 0) continue;
        const int more = std::min({extra, size - 1, extra >= households - i ? 2 : 1});
        const auto& origin = origins[people_.below(origins.size())];
        // All are on a list by now, whatever hour of the day it is.
        const Day arrived = today_ - static_cast<int>(2 + people_.below(kDays - 3));
        for (int k = 0; k <= more; ++k) {
          travellers_.push_back(
              {&household, &household.people[static_cast<std::size_t>(k)], origin, arrived});
        }
        extra -= more;
        ++i;
      }
      FX_CHECK(extra == 0);
    };
    take(18, 34, {"湖北武汉", "湖北黄冈", "湖北省孝感市"});
    take(255, 287, {"四川成都", "广西百色", "湖南长沙", "广东深圳", "浙江温州", "贵州兴义"});
    take(389, 419, {"云南昆明", "云南玉溪", "云南红河", "云南普洱", "云南曲靖"});
  }

  // --- one day

  Status live(Day day) {
    if (!come(day, 7 * 60)) return {};
    set(day, 7 * 60);
    if (day == today_ - kDays + 1) {
      if (auto status = begin_screening(); !status) return status;
    }
    if (auto status = measure(day, "morning", 8 * 60 + 30, 96); !status) return status;
    if (come(day, 9 * 60)) {
      set(day, 9 * 60);
      if (auto status = take_list(day); !status) return status;
      if (auto status =
              act("observation.place-all", json::Object{{"area", kCommunity}, {"on", iso(day)}});
          !status) {
        return status;
      }
      if (auto status = serve_notices(day); !status) return status;
    }
    if (come(day, 14 * 60)) {
      set(day, 14 * 60);
      if (auto status = screen(day); !status) return status;
    }
    if (auto status = measure(day, "evening", 16 * 60 + 30, 97); !status) return status;
    if (day != today_ && come(day, 19 * 60)) {
      set(day, 19 * 60);
      return release(day);
    }
    return {};
  }

  // Those who arrived the day before, on the community's own list.
  Status take_list(Day day) {
    using sheet::OutCell;
    std::vector<const Traveller*> today;
    for (const auto& traveller : travellers_) {
      if (traveller.arrived == day - 1) today.push_back(&traveller);
    }
    if (today.empty()) return {};
    sheet::XlsxWriter writer;
    sheet::SheetSetup setup;
    setup.name = "返乡人员";
    setup.title = std::string(kCommunityName) + "返乡人员排查登记台账";
    for (const auto* heading :
         {"序号", "姓名", "身份证号", "联系电话", "现住址", "从何处返回", "返回时间",
          "乘坐交通工具", "体温℃", "有无发热咳嗽等症状", "排查人"}) {
      setup.columns.push_back({heading, 14});
    }
    writer.begin_sheet(setup);
    std::int64_t number = 0;
    for (const auto* t : today) {
      const auto& h = *t->household;
      const std::string address = h.building.empty() ? h.compound + h.room + "号"
                                                     : h.compound + h.building + h.unit + h.room;
      writer.row({OutCell::number(++number), OutCell::text(t->person->name),
                  OutCell::text(t->person->id_number), OutCell::text(t->person->phone),
                  OutCell::text(address), OutCell::text(t->origin), OutCell::day(t->arrived),
                  OutCell::text(people_.chance(50) ? "火车" : "自驾"), OutCell::number(36.5),
                  OutCell::text("无"), OutCell::text("网格员")});
    }
    const std::string file = writer.finish();
    const auto report = returnees::import_lists(
        node_.host(), *node_.modules().people, access::Actor::system(), kCommunity,
        {{"返乡人员台账" + iso(day) + ".xlsx", file}}, returnees::ImportOptions{});
    if (!report) return report.error();
    return {};
  }

  struct Open {
    Ulid order;
    Ulid person;
    Day last;
  };
  std::vector<Open> open_orders(const char* state) {
    std::vector<Open> out;
    std::string after;
    for (;;) {
      host::RawParams params{{"area", kCommunity}, {"limit", "500"}, {"state", state}};
      if (!after.empty()) params.emplace_back("after", after);
      const auto answer = ask(node_, "/api/observation/orders", params);
      FX_CHECK(answer.has_value());
      const auto page = json::parse(*answer);
      FX_CHECK(page.has_value());
      for (const auto& item : page->at("orders").as_array()) {
        out.push_back({*Ulid::parse(std::string_view(item.at("order").as_string())),
                       *Ulid::parse(std::string_view(item.at("person").at("person").as_string())),
                       *parse_day(std::string_view(item.at("last").as_string()))});
      }
      const auto* next = page->as_object().if_contains("next");
      if (next == nullptr || !next->is_string()) return out;
      after = std::string_view(next->as_string());
    }
  }

  Status edit_many(const std::vector<json::Object>& rows) {
    for (std::size_t at = 0; at < rows.size(); at += 500) {
      json::Array part;
      for (std::size_t i = at; i < std::min(at + 500, rows.size()); ++i) part.push_back(rows[i]);
      if (auto status = act("observation.edit-many",
                            json::Object{{"area", kCommunity}, {"rows", std::move(part)}});
          !status) {
        return status;
      }
    }
    return {};
  }

  Status serve_notices(Day day) {
    std::vector<json::Object> rows;
    for (const auto& order : open_orders("issued")) {
      // The last of today's notices are still to be carried to the door.
      if (day == today_ && people_.chance(30)) continue;
      rows.push_back({{"order", order.order.text()}, {"action", "serve"}});
    }
    return edit_many(rows);
  }

  Status release(Day day) {
    std::vector<json::Object> rows;
    for (const auto& order : open_orders("awaiting_decision")) {
      if (order.last > day || people_.chance(25)) continue;
      // What the pack asks for: the command's agreement for sites, a clean check-up for all but
      // those who watch themselves. Where it asks for neither the row is refused, and stays so.
      rows.push_back({{"order", order.order.text()}, {"action", "approve"}, {"role", "command"}});
      rows.push_back({{"order", order.order.text()}, {"action", "check_up"}, {"clean", true}});
      rows.push_back({{"order", order.order.text()}, {"action", "release"}});
    }
    return edit_many(rows);
  }

  // Most are measured in time; a few are not, and one has a fever.
  Status measure(Day day, const std::string& slot, int minute, int percent) {
    if (!come(day, minute)) return {};
    set(day, minute);
    json::Array rows;
    const auto send = [&]() -> Status {
      if (rows.empty()) return {};
      auto status = act(
          "monitoring.record-many",
          json::Object{
              {"area", kCommunity}, {"day", iso(day)}, {"slot", slot}, {"rows", std::move(rows)}});
      rows = json::Array();
      return status;
    };
    for (const auto& order : open_orders("in_force")) {
      if (!people_.chance(percent)) continue;
      int tenths = 360 + static_cast<int>(people_.below(9));
      if (!fever_ && day == today_ - 1 && slot == "evening") {
        tenths = 378;
        fever_ = true;
      }
      rows.push_back(json::Object{
          {"person", order.person.text()}, {"tenths", tenths}, {"symptoms", json::Array()}});
      if (rows.size() == 300) {
        if (auto status = send(); !status) return status;
      }
    }
    return send();
  }

  Status begin_screening() {
    return act("screening.start", json::Object{{"area", kCommunity}, {"name", "返乡人员大排查"}});
  }

  // Some compounds a day: most answer the telephone, some the door, some find a notice.
  Status screen(Day day) {
    const auto round = static_cast<std::size_t>(day - (today_ - kDays));
    std::vector<Ulid> households;
    node_.database().read([&](store::Session& db) {
      std::size_t i = 0;
      node_.modules().people->each_household(db, kCommunity,
                                             [&](const Ulid& household, std::string_view) {
                                               if (++i % (kDays + 2) == round)
                                                 households.push_back(household);
                                             });
    });
    json::Array rows;
    const auto add = [&](const Ulid& household, const char* rung, const char* outcome) {
      rows.push_back(
          json::Object{{"household", household.text()}, {"rung", rung}, {"outcome", outcome}});
    };
    for (std::size_t i = 0; i < households.size(); ++i) {
      const auto& household = households[i];
      if (people_.chance(80)) {
        add(household, "phone", "reached");
      } else {
        add(household, "phone", "not_reached");
        if (people_.chance(70)) {
          add(household, "door", "reached");
        } else {
          add(household, "door", "not_reached");
          add(household, "notice", "notice_left");
        }
      }
      if (rows.size() < 400 && i + 1 < households.size()) continue;
      if (auto status = act("screening.record-many",
                            json::Object{{"area", kCommunity}, {"rows", std::move(rows)}});
          !status) {
        return status;
      }
      rows = json::Array();
    }
    return {};
  }

  Node& node_;
  ManualClock& clock_;
  std::uint64_t seed_;
  Instant now_;
  Day today_;
  DemoPeople people_;
  DemoEpidemic epidemic_;
  Status epidemic_status_;
  std::vector<DemoHousehold> households_;
  std::vector<Traveller> travellers_;
  bool fever_ = false;
};

// Of each kind one; those who act in the epidemic are there already.
constexpr std::array<DemoUser, 6> kUsers = {{
    {"admin", "系统管理员", "administrator", "0"},
    {"shuji", "社区书记", "community_director", kCommunity},
    {"banshi", "社区办事员", "community_clerk", kCommunity},
    {"wangge1", "第1网格网格员", "grid_worker", "532601003005-1"},
    {"wangge2", "第2网格网格员", "grid_worker", "532601003005-2"},
    {"yisheng", "社区医生", "doctor", kCommunity},
}};

Status fill(const std::string& data, std::uint64_t seed, Instant now) {
  auto opened = Node::open({data, false, now});
  if (!opened) return opened.error();
  Node& node = **opened;
  Demo demonstration(node, *node.rehearsal_clock(), seed, now);
  if (auto status = demonstration.run(); !status) return status;
  for (const auto& user : kUsers) {
    const auto added = organisation::add_user(
        node.host(), {user.login, user.display, user.role, user.area, kDemoPassword});
    if (!added) return added.error();
  }
  node.mark("demonstration");
  return {};
}

}  // namespace

int demo(const DemoOptions& options) {
  namespace fs = std::filesystem;
  const fs::path folder(options.data);
  const fs::path file = folder / "fangxian.db";
  if (fs::exists(file)) return say_refused(refuse(kNotEmpty, "data", {{"path", options.data}}));
  Instant now = SystemClock().now();
  if (!options.as_of.empty()) {
    const auto moment = instant_or_day(options.as_of);
    if (!moment) return say_refused(moment.error());
    now = *moment;
  }
  // Whole or not at all: one that was broken off is never taken for a demonstration.
  const fs::path making = folder / "unfinished";
  fs::remove_all(making);
  const auto made = fill(making.string(), options.seed, now);
  if (made) fs::rename(making / "fangxian.db", file);
  fs::remove_all(making);
  if (!made) return say_refused(made.error());
  print("演示社区已建好，人物均为虚构。密码都是 / the password of all: " +
        std::string(kDemoPassword));
  const auto say = [](const DemoUser& user) {
    print("  " + std::string(user.login) + "  " + user.display + "  (" + user.role + ", " +
          user.area + ")");
  };
  for (const auto& user : kUsers) say(user);
  for (const auto& user : kEpidemicUsers) say(user);
  return kDone;
}

}  // namespace fx::app
