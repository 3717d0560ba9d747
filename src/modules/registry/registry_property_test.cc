// Random lives of a small register against a model, and random registers in random shapes.
#include <algorithm>
#include <map>
#include <numeric>
#include <random>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/id_number.h"
#include "modules/registry/test_support.h"
#include "modules/registry/timeline.h"

namespace fx::registry {
namespace {

// --- figures are kept and defined alike, whatever is done ----------------------------------------

struct Model {
  struct Person {
    std::optional<std::size_t> household;
    std::optional<std::size_t> merged_into;
  };
  std::vector<Ulid> ids;
  std::vector<Person> people;
  [[nodiscard]] std::size_t root(std::size_t at) const {
    while (people[at].merged_into) at = *people[at].merged_into;
    return at;
  }
};

void expect_same_counts(Community& c, const std::vector<std::string>& areas) {
  c.read([&](store::Session& db) {
    for (const auto& indicator : c.host_->indicators()) {
      auto plain = indicator;
      plain.tally = nullptr;
      for (const auto& area : areas) {
        for (const int day : {-3, -1, 0}) {
          for (const int known : {-2, -1, 0}) {
            const auto frame =
                host::Frame::make(area, c.clock_.today() + day,
                                  Instant{c.clock_.now().millis + known * kMillisPerDay});
            const auto kept = host::evaluate(db, indicator, frame, area::Level::kGrid);
            const auto defined = host::evaluate(db, plain, frame, area::Level::kGrid);
            RC_ASSERT(kept.size() == defined.size());
            for (std::size_t i = 0; i < kept.size(); ++i) {
              RC_ASSERT(kept[i].id == defined[i].id);
              RC_ASSERT(kept[i].value == defined[i].value);
              RC_ASSERT(kept[i].parts == defined[i].parts);
            }
          }
        }
      }
    }
    return 0;
  });
}

void live() {
  static int run = 0;
  Community c("life_" + std::to_string(run++));
  std::vector<Ulid> households;
  std::vector<std::string> grids;
  for (int i = 0; i < 4; ++i) {
    auto done = c.send("registry.add-household", {{"area", kCommunity},
                                                  {"grid", std::to_string(1 + i % 2)},
                                                  {"compound", "老寨"},
                                                  {"room", std::to_string(i + 1)}});
    RC_ASSERT(static_cast<bool>(done));
    households.push_back(done->subject);
  }
  Model model;
  std::vector<Ulid> changes;
  const auto steps = *rc::gen::inRange(5, 40);
  for (int step = 0; step < steps; ++step) {
    if (*rc::gen::inRange(0, 4) == 0) c.pass_day();
    const auto any = [&] {
      return static_cast<std::size_t>(
          *rc::gen::inRange<int>(0, static_cast<int>(model.ids.size())));
    };
    const auto house = static_cast<std::size_t>(*rc::gen::inRange(0, 4));
    const int action = model.ids.empty() ? 0 : *rc::gen::inRange(0, 8);
    const auto since = iso(c.clock_.today() - *rc::gen::inRange(0, 5));
    RC_LOG() << iso(c.clock_.today()) << " action " << action << " house " << house << " since "
             << since << '\n';
    switch (action) {
      case 0: {
        // Names that no linkage takes for one another.
        static const char* const kNames[] = {"赵一", "钱二", "孙三", "李四", "周五",
                                             "吴六", "郑七", "王八", "冯九", "陈十",
                                             "褚百", "卫千", "蒋万", "沈亿"};
        if (model.ids.size() == std::size(kNames)) break;
        auto done = c.send(
            "registry.add-person",
            {{"household", households[house].text()},
             {"name", kNames[model.ids.size()]},
             {"flags", *rc::gen::arbitrary<bool>() ? json::Array{"disabled"} : json::Array{}}});
        RC_ASSERT(static_cast<bool>(done));
        model.ids.push_back(done->subject);
        model.people.push_back({house, std::nullopt});
        break;
      }
      case 1: {
        const auto at = any();
        const auto root = model.root(at);
        RC_LOG() << "  person " << at << '\n';
        const auto home = model.people[root].household;
        auto done = c.send("registry.move-person", {{"person", model.ids[at].text()},
                                                    {"household", households[house].text()}});
        RC_ASSERT(static_cast<bool>(done) == (home != house));
        if (done) model.people[root].household = house;
        break;
      }
      case 2: {
        const auto at = any();
        const auto root = model.root(at);
        RC_LOG() << "  person " << at << '\n';
        if (!model.people[root].household) break;
        auto done = c.send("registry.remove-person",
                           {{"person", model.ids[at].text()}, {"reason", "moved_away"}});
        RC_ASSERT(static_cast<bool>(done));
        model.people[root].household.reset();
        break;
      }
      case 3: {
        const auto a = any();
        const auto b = any();
        RC_LOG() << "  people " << a << " " << b << '\n';
        auto done = c.send("registry.merge-people",
                           {{"kept", model.ids[a].text()}, {"merged", model.ids[b].text()}});
        const bool same = model.root(a) == model.root(b);
        RC_ASSERT(static_cast<bool>(done) == !same);
        if (!same) model.people[model.root(b)].merged_into = model.root(a);
        break;
      }
      case 4: {
        const auto at = any();
        auto done = c.send("registry.undo-merge", {{"merged", model.ids[at].text()}});
        RC_ASSERT(static_cast<bool>(done) == model.people[at].merged_into.has_value());
        model.people[at].merged_into.reset();
        break;
      }
      case 5: {
        static const char* const kMarks[] = {"occupied", "empty", "visited", "not_visited"};
        RC_ASSERT(static_cast<bool>(
            c.send("registry.mark-household", {{"household", households[house].text()},
                                               {"mark", kMarks[*rc::gen::inRange(0, 4)]},
                                               {"day", since}})));
        break;
      }
      case 6: {
        auto done = c.send("registry.edit-person", {{"person", model.ids[any()].text()},
                                                    {"flags", json::Array{"chronic", "pregnant"}},
                                                    {"since", since}});
        RC_ASSERT(static_cast<bool>(done));
        changes.push_back(done->id);
        break;
      }
      case 7:
        if (!changes.empty()) {
          RC_ASSERT(static_cast<bool>(
              c.send("registry.undo-change", {{"entry", changes.back().text()}})));
          changes.pop_back();
        }
        break;
      default:
        break;
    }
  }
  expect_same_counts(c, {kCommunity, std::string(kCommunity) + "-1", "5326", "0"});
  for (std::size_t i = 0; i < model.ids.size(); ++i) {
    c.read([&](store::Session& db) {
      RC_ASSERT(c.directory_->canonical(db, model.ids[i]) == model.ids[model.root(i)]);
      return 0;
    });
  }
  RC_ASSERT(c.host_->rebuild().same());
  expect_same_counts(c, {kCommunity});
}

// Each run opens a database and syncs every command, so there are fewer runs than usual.
TEST(RegisterLife, FiguresAndMergesFollowTheModel) {
  rc::detail::TestMetadata metadata;
  metadata.id = "RegisterLife/FiguresAndMergesFollowTheModel";
  auto params = rc::detail::configuration().testParams;
  params.maxSuccess = std::min(params.maxSuccess, 12);
  const auto result = rc::detail::checkTestable(live, metadata, params);
  std::ostringstream text;
  rc::detail::printResultMessage(result, text);
  EXPECT_TRUE(result.is<rc::detail::SuccessResult>()) << text.str();
}

// --- the timeline of events ----------------------------------------------------------------------

RC_GTEST_PROP(Timeline, SegmentsNeverOverlapAndSayWhatTheLastEventOfEachDaySaid, ()) {
  std::vector<Event> events;
  const auto count = *rc::gen::inRange(0, 12);
  for (int i = 0; i < count; ++i) {
    Event e;
    e.op = static_cast<Op>(*rc::gen::inRange(0, 3));
    e.day = Day{*rc::gen::inRange(0, 10)};
    e.household = Ulid().derive(static_cast<std::uint64_t>(*rc::gen::inRange(0, 3)));
    e.area = "532601003005-1-1-1-1-" + std::to_string(i % 3);
    e.mask = static_cast<Flags>(*rc::gen::inRange(0, 4));
    e.flags = static_cast<Flags>(*rc::gen::inRange(0, 4));
    events.push_back(e);
  }
  std::stable_sort(events.begin(), events.end(),
                   [](const Event& a, const Event& b) { return a.day < b.day; });
  const auto all = segments(events);
  for (std::size_t i = 0; i < all.size(); ++i) {
    RC_ASSERT(all[i].since < all[i].until);
    RC_ASSERT(i == 0 || all[i - 1].until <= all[i].since);
  }
  for (int day = -1; day <= 10; ++day) {
    bool placed = false;
    Ulid household;
    Flags flags = 0;
    for (const auto& e : events) {
      if (e.day > Day{day}) break;
      if (e.op == Op::kPlace) household = e.household;
      placed = e.op == Op::kPlace || (e.op == Op::kChange && placed);
      if (e.op != Op::kLeave) flags = (flags & ~e.mask) | (e.flags & e.mask);
    }
    const auto it = std::find_if(all.begin(), all.end(), [&](const Segment& s) {
      return s.since <= Day{day} && Day{day} < s.until;
    });
    RC_ASSERT((it != all.end()) == placed);
    if (placed) {
      RC_ASSERT(it->household == household);
      RC_ASSERT(it->flags == flags);
    }
  }
}

// --- registers of any shape ----------------------------------------------------------------------

struct Resident {
  int compound, building, unit, room;
  std::string name, id, phone;
  bool head;
};

std::string cell(const Resident& r, int column, bool plain) {
  static const char* const kCompounds[] = {"滨河花园", "金桂苑", "老寨"};
  switch (column) {
    case 0:
      return kCompounds[r.compound];
    case 1:
      return std::to_string(r.building) + (plain ? "" : "栋");
    case 2:
      return std::to_string(r.unit) + (plain ? "" : "单元");
    case 3:
      return (plain ? "0" : "") + std::to_string(r.room);
    case 4:
      return r.head ? "户主" : "其他";
    case 5:
      return plain && r.name.size() == 6 ? r.name.substr(0, 3) + "　" + r.name.substr(3) : r.name;
    case 6:
      return plain ? "'" + r.id.substr(0, 6) + " " + r.id.substr(6) : r.id;
    case 7:
      return plain && !r.phone.empty() ? r.phone.substr(0, 3) + "-" + r.phone.substr(3) : r.phone;
    default:
      return "";
  }
}

RC_GTEST_PROP(RegisterShapes, AnyColumnOrderAndSpellingGivesTheSameRegister, ()) {
  static int run = 0;
  std::vector<Resident> residents;
  const auto count = *rc::gen::inRange(1, 30);
  for (int i = 0; i < count; ++i) {
    Resident r;
    r.compound = *rc::gen::inRange(0, 3);
    r.building = *rc::gen::inRange(1, 3);
    r.unit = *rc::gen::inRange(1, 3);
    r.room = *rc::gen::inRange(101, 104);
    static const char* const kNames[] = {"张伟", "王芳", "李娜", "欧阳娜娜", "赵小明"};
    r.name = kNames[*rc::gen::inRange(0, 5)];
    const auto serial = std::to_string(100 + i);
    const std::string seventeen = "53260119800101" + serial;
    r.id = seventeen + id_check_digit(seventeen);
    r.phone = *rc::gen::arbitrary<bool>() ? "13054634" + serial : "";
    r.head = *rc::gen::arbitrary<bool>();
    residents.push_back(r);
  }
  std::set<std::tuple<int, int, int, int>> homes;
  for (const auto& r : residents) homes.insert({r.compound, r.building, r.unit, r.room});

  static const char* const kHeadings[] = {"小区",       "楼栋", "单元",     "房号",
                                          "与户主关系", "姓名", "身份证号", "联系电话"};
  Community c("shape_" + std::to_string(run++));
  for (int round = 0; round < 2; ++round) {
    std::vector<int> order(8);
    std::iota(order.begin(), order.end(), 0);
    std::mt19937 random(static_cast<unsigned>(*rc::gen::inRange(0, 1'000'000)));
    std::shuffle(order.begin(), order.end(), random);
    const bool plain = *rc::gen::arbitrary<bool>();
    std::string csv;
    const auto separator = *rc::gen::element(",", "\t", ";");
    for (const int column : order) csv += std::string(kHeadings[column]) + separator;
    csv += "\n";
    for (const auto& r : residents) {
      for (const int column : order) csv += cell(r, column, plain) + separator;
      csv += "\n";
    }
    auto report = c.import_csv(csv);
    RC_ASSERT(static_cast<bool>(report));
    RC_ASSERT(report->files[0].rows == count);
    RC_ASSERT(report->files[0].set_aside == 0);
    RC_ASSERT(report->people_new == (round == 0 ? count : 0));
    RC_ASSERT(report->households_new == (round == 0 ? static_cast<std::int64_t>(homes.size()) : 0));
    RC_ASSERT(report->people_updated == 0);
    RC_ASSERT(c.figure("people") == count);
    RC_ASSERT(c.figure("households") == static_cast<std::int64_t>(homes.size()));
  }
}

}  // namespace
}  // namespace fx::registry
