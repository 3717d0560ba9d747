// Communities of the same kind as the known one, with other names, layouts, encodings and mistakes:
// what is imported must be exactly what there is. FX_SEEDS=first-last tries others.
#include <cstdlib>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "modules/returnees/made/lists.h"
#include "modules/returnees/test_support.h"

namespace fx::returnees {
namespace {

std::vector<ImportFile> views(const std::vector<made::File>& files) {
  std::vector<ImportFile> out;
  out.reserve(files.size());
  for (const auto& f : files) out.push_back({f.name, f.bytes});
  return out;
}

std::string problems_text(const ImportReport& report, std::size_t most) {
  std::string out;
  for (const auto& p : report.problems) {
    if (most-- == 0) break;
    out += p.file + " " + p.sheet + " " + std::to_string(p.row) + " " + p.column + " '" + p.value +
           "' " + p.code + (p.taken ? " (taken)\n" : "\n");
  }
  return out;
}

std::string columns_text(const ImportReport& report) {
  std::string out;
  for (const auto& f : report.files) {
    out += f.file + ":";
    for (const auto& c : f.columns) out += " " + c.heading + "=" + c.field;
    out += "\n";
  }
  return out;
}

class Check {
 public:
  explicit Check(std::uint64_t seed)
      : seed_(seed),
        truth_(made::make_community(seed, 60)),
        world_("seed" + std::to_string(seed), truth_.community, truth_.community_name) {}

  void run() {
    const auto written = made::make_register(truth_, seed_);
    const auto& registers = written.files;
    expected_ = written.expected;
    SCOPED_TRACE("seed " + std::to_string(seed_) + " " + written.form);
    keep(registers);
    auto report = world_.register_files(views(registers));
    ASSERT_TRUE(report) << report.error().message(Language::kEn);
    SCOPED_TRACE(columns_text(*report) + problems_text(*report, 12));
    check_register(*report);
    if (::testing::Test::HasFailure()) return;
    auto again = world_.register_files(views(registers));
    ASSERT_TRUE(again);
    for (const auto& f : again->files) EXPECT_EQ(f.accepted, 0) << "the register again";
    EXPECT_EQ(again->doubts, 0);

    const auto files = made::make_lists(truth_, expected_, seed_);
    keep(files);
    if (files.empty()) return;
    auto taken = world_.lists(views(files));
    ASSERT_TRUE(taken) << taken.error().message(Language::kEn);
    SCOPED_TRACE(columns_text(*taken) + problems_text(*taken, 12));
    check_returnees();
    auto twice = world_.lists(views(files));
    ASSERT_TRUE(twice);
    for (const auto& f : twice->files) EXPECT_EQ(f.accepted, 0) << "the lists again";
    check_returnees();
    EXPECT_TRUE(world_.sound());
  }

 private:
  // FX_KEEP=folder writes the files there, to be looked at.
  static void keep(const std::vector<made::File>& files) {
    const char* folder = std::getenv("FX_KEEP");
    if (folder == nullptr) return;
    for (const auto& f : files) {
      std::ofstream(std::string(folder) + "/" + f.name, std::ios::binary) << f.bytes;
    }
  }

  // The imported person for each true one, found by number, else by name.
  std::map<std::size_t, identity::Person> paired() {
    std::map<std::string, std::size_t> by_id;
    std::multimap<std::string, std::size_t> by_name;
    for (std::size_t p = 0; p < truth_.people.size(); ++p) {
      by_id.emplace(truth_.people[p].id, p);
      by_name.emplace(truth_.people[p].name, p);
    }
    std::map<std::size_t, identity::Person> out;
    std::vector<identity::Person> left;
    for (auto& person : world_.people()) {
      const auto it = by_id.find(person.facts.id_number);
      if (person.facts.has_usable_id() && it != by_id.end()) {
        EXPECT_TRUE(out.emplace(it->second, person).second) << "twice: " << person.facts.id_number;
      } else {
        left.push_back(std::move(person));
      }
    }
    for (auto& person : left) {
      bool placed = false;
      auto [from, to] = by_name.equal_range(person.facts.name);
      for (; from != to && !placed; ++from) placed = out.emplace(from->second, person).second;
      EXPECT_TRUE(placed) << "nobody is called " << person.facts.name << " "
                          << person.facts.id_number << " in " << person.area;
    }
    return out;
  }

  void check_register(const ImportReport& report) {
    int set_aside = 0;
    for (const auto& f : report.files) set_aside += f.set_aside;
    EXPECT_EQ(set_aside, expected_.set_aside);
    EXPECT_EQ(world_.figure("people"), static_cast<std::int64_t>(truth_.residents));
    EXPECT_EQ(world_.figure("households"), static_cast<std::int64_t>(truth_.homes.size()));
    const auto people = paired();
    std::map<std::size_t, std::set<std::string>> dwellings;
    std::map<std::string, std::set<std::size_t>> homes;
    for (const auto& [p, person] : people) {
      if (p >= truth_.residents) continue;
      dwellings[truth_.people[p].home].insert(person.area);
      homes[person.area].insert(truth_.people[p].home);
      EXPECT_EQ(person.facts.name, truth_.people[p].name);
      EXPECT_EQ(person.facts.has_usable_id(), expected_.id_usable[p])
          << person.facts.id_number << " of " << truth_.people[p].id;
      if (!truth_.people[p].phone.empty()) {
        EXPECT_FALSE(person.facts.phones.empty()) << truth_.people[p].phone;
        if (!person.facts.phones.empty()) {
          EXPECT_EQ(person.facts.phones.front(), truth_.people[p].phone);
        }
      }
    }
    EXPECT_EQ(people.size(), truth_.residents);
    for (const auto& [home, areas] : dwellings) {
      EXPECT_EQ(areas.size(), 1U) << "household " << home << " of "
                                  << truth_.compounds[truth_.homes[home].compound].name << " "
                                  << *areas.begin() << " " << *areas.rbegin();
    }
    for (const auto& [area, which] : homes) EXPECT_EQ(which.size(), 1U) << area;
    if (!expected_.grids) return;
    for (const auto& [home, areas] : dwellings) {
      const auto code = area::at_level(*areas.begin(), area::Level::kGrid);
      EXPECT_EQ(code, truth_.community + "-" + std::to_string(truth_.homes[home].grid));
    }
  }

  void check_returnees() {
    std::map<std::string, std::set<std::size_t>> people;
    std::map<std::string, std::set<std::size_t>> homes;
    std::int64_t strangers = 0;
    for (const auto& trip : truth_.trips) {
      if (!trip.registered) ++strangers;
      if (trip.person_class.empty()) continue;
      people[trip.person_class].insert(trip.human);
      if (trip.registered) homes[trip.person_class].insert(truth_.people[trip.human].home);
    }
    EXPECT_EQ(world_.figure("returnees"), static_cast<std::int64_t>(truth_.trips.size()));
    EXPECT_EQ(world_.figure("returnees.unmatched"), strangers);
    for (const std::string name : {"hubei", "other_province", "other_city"}) {
      EXPECT_EQ(world_.figure("returnees." + name + ".people"),
                static_cast<std::int64_t>(people[name].size()));
      EXPECT_EQ(world_.figure("returnees." + name + ".households"),
                static_cast<std::int64_t>(homes[name].size()));
    }
    EXPECT_EQ(world_.figure("people"), static_cast<std::int64_t>(truth_.residents));
    const auto pairs = paired();
    for (const auto& trip : truth_.trips) {
      const auto it = pairs.find(trip.human);
      ASSERT_TRUE(it != pairs.end()) << truth_.people[trip.human].name;
      world_.read([&](store::Session& db) {
        const auto frame =
            host::Frame::make(truth_.community, world_.clock_.today(), world_.clock_.now());
        const auto arrival = world_.arrivals_->latest_of(db, it->second.id, frame);
        EXPECT_TRUE(arrival) << truth_.people[trip.human].name;
        if (arrival) {
          EXPECT_EQ(iso(arrival->arrived), iso(trip.arrived)) << truth_.people[trip.human].name;
        }
        return 0;
      });
    }
  }

  std::uint64_t seed_;
  made::Truth truth_;
  made::Expected expected_;
  World world_;
};

TEST(MadeCommunity, IsImportedExactlyAsItIs) {
  std::uint64_t first = 1;
  std::uint64_t last = 6;
  if (const char* seeds = std::getenv("FX_SEEDS")) {
    std::sscanf(seeds, "%lu-%lu", &first, &last);
  }
  for (std::uint64_t seed = first; seed <= last && !HasFailure(); ++seed) Check(seed).run();
}

}  // namespace
}  // namespace fx::returnees
