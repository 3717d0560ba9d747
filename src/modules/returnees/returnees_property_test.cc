// However lists are cut into files and in whatever order they come, the same people are counted.
#include <cstdlib>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "modules/returnees/made/spelling.h"
#include "modules/returnees/test_support.h"

namespace fx::returnees {
namespace {

struct Model {
  std::map<std::string, std::set<std::size_t>> people, homes;  // by class
  std::int64_t all = 0, strangers = 0;
};

Model model_of(const made::Truth& truth) {
  Model out;
  for (const auto& trip : truth.trips) {
    ++out.all;
    if (!trip.registered) ++out.strangers;
    if (trip.person_class.empty()) continue;
    out.people[trip.person_class].insert(trip.human);
    if (trip.registered) out.homes[trip.person_class].insert(truth.people[trip.human].home);
  }
  return out;
}

// Rows of the three kinds of lists, by kind; what a row says is enough to tell who is meant.
std::vector<std::pair<std::string, std::vector<std::string>>> rows_of(const made::Truth& truth,
                                                                      made::Dice& dice) {
  std::vector<std::pair<std::string, std::vector<std::string>>> out{
      {"姓名,身份证号,联系电话,现住址,从何处返回,返回时间,排查人\n", {}},
      {"姓名,证件号码,手机号,来源地,进入日期\n", {}},
      {"姓名,身份证,手机,住址,出发地,到达日期,提交时间\n", {}}};
  for (const auto& trip : truth.trips) {
    const auto& human = truth.people[trip.human];
    const int lists = dice.from(1, 7);
    for (std::size_t kind = 0; kind < 3; ++kind) {
      if ((lists >> kind & 1) == 0) continue;
      const bool phone_only = trip.registered && !human.phone.empty() && dice.one_in(4);
      const std::string id = phone_only ? "" : human.id;
      const std::string address =
          kind == 1 ? "" : made::write_address(dice, truth, truth.homes[human.home], true) + ",";
      out[kind].second.push_back(human.name + "," + id + "," +
                                 (phone_only || dice.one_in(2) ? human.phone : "") + "," + address +
                                 trip.origin + "," + iso(trip.arrived) +
                                 (kind == 0   ? ",某"
                                  : kind == 2 ? "," + iso(trip.arrived) + " 10:00"
                                              : "") +
                                 "\n");
    }
  }
  return out;
}

std::string plain_register(const made::Truth& truth) {
  made::Dice dice(1);
  std::string csv = "小区,地址,户主姓名,与户主关系,姓名,身份证号,联系电话\n";
  for (const auto& home : truth.homes) {
    for (const auto p : home.people) {
      const auto& human = truth.people[p];
      csv += truth.compounds[home.compound].name + "," +
             (truth.compounds[home.compound].kind == made::Kind::kHeads
                  ? ""
                  : made::write_address(dice, truth, home, false)) +
             "," + truth.people[home.people.front()].name + "," + human.relation + "," +
             human.name + "," + human.id + "," + human.phone + "\n";
    }
  }
  return csv;
}

void check(std::uint64_t seed) {
  SCOPED_TRACE("seed " + std::to_string(seed));
  made::Dice dice(seed);
  const auto truth = made::make_community(seed, 40);
  World world("property" + std::to_string(seed), truth.community, truth.community_name);
  const std::string csv = plain_register(truth);
  struct File {
    std::string name, bytes;
  };
  std::vector<File> files;
  for (auto& [heading, rows] : rows_of(truth, dice)) {
    dice.shuffle(rows);
    while (!rows.empty()) {
      std::string bytes = heading;
      for (int n = dice.from(1, 12); n > 0 && !rows.empty(); --n) {
        bytes += rows.back();
        rows.pop_back();
      }
      files.push_back({"list" + std::to_string(files.size()) + ".csv", std::move(bytes)});
    }
  }
  dice.shuffle(files);
  ASSERT_TRUE(world.register_files({{"r.csv", csv}}));
  for (const auto& file : files) {
    ASSERT_TRUE(world.lists({{file.name, file.bytes}}));
    if (dice.one_in(3)) {
      const auto again = world.lists({{file.name, file.bytes}});
      ASSERT_TRUE(again);
      EXPECT_EQ(again->files[0].accepted, 0);
    }
  }
  const Model model = model_of(truth);
  EXPECT_EQ(world.figure("returnees"), model.all);
  EXPECT_EQ(world.figure("returnees.unmatched"), model.strangers);
  EXPECT_EQ(world.figure("returnees.disputed"), 0);
  for (const std::string name : {"hubei", "other_province", "other_city"}) {
    const auto count = [&](const auto& by_class) {
      const auto it = by_class.find(name);
      return it == by_class.end() ? 0 : static_cast<std::int64_t>(it->second.size());
    };
    EXPECT_EQ(world.figure("returnees." + name + ".people"), count(model.people)) << name;
    EXPECT_EQ(world.figure("returnees." + name + ".households"), count(model.homes)) << name;
  }
  EXPECT_TRUE(world.sound());
}

TEST(Returnees, HoweverTheListsAreCutAndOrderedTheSamePeopleCount) {
  std::uint64_t first = 1;
  std::uint64_t last = 6;
  if (const char* seeds = std::getenv("FX_SEEDS")) {
    std::sscanf(seeds, "%lu-%lu", &first, &last);
  }
  for (std::uint64_t seed = first; seed <= last && !HasFailure(); ++seed) check(seed);
}

}  // namespace
}  // namespace fx::returnees
