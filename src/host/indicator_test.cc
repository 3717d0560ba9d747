#include "host/indicator.h"

#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

#include "store/database.h"

namespace fx::host {
namespace {

const Ulid kAnn = Ulid::make(Instant{1});
const Ulid kBob = Ulid::make(Instant{2});

// Ann is found twice as a visitor, in two grids; Bob once, and once in another dimension.
Indicator visitors() {
  Indicator indicator;
  indicator.id = "visits.{}.people";
  indicator.zh = "{}人数";
  indicator.en = "{} people";
  indicator.unit = Unit::kPeople;
  indicator.select = [](store::Session&, const Frame&, const Visit& visit) {
    visit({kAnn, "532601003005-2-1", "guest"});
    visit({kBob, "532601003005-1-1", "guest"});
    visit({kAnn, "532601003005-1-9", "guest"});
    visit({kBob, "532601003005-1-1", "host"});
    visit({kAnn, "532601003005", "host"});
  };
  indicator.dims = [](store::Session&, const Frame&) {
    return std::vector<std::string>{"guest", "nobody"};
  };
  return indicator;
}

class IndicatorTest : public ::testing::Test {
 protected:
  std::vector<Figure> figures(const Indicator& indicator, area::Level level = area::Level::kGrid) {
    return database_.read([&](store::Session& db) {
      return evaluate(db, indicator, Frame::make("532601003005", Day{18000}, Instant{1}), level);
    });
  }
  std::string dir_ =
      (std::filesystem::temp_directory_path() / ("fx_indicator_" + std::to_string(::getpid())))
          .string();
  store::Database database_{dir_};
  void TearDown() override { std::filesystem::remove_all(dir_); }
};

TEST_F(IndicatorTest, ASubjectCountsOnceInEachDimensionAndPartsSumToTheValue) {
  const auto all = figures(visitors());
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].id, "visits.guest.people");
  EXPECT_EQ(all[0].value, 2);
  EXPECT_EQ(all[0].parts.at("532601003005-1"), 2);  // Ann counts in the first of her two grids
  EXPECT_EQ(all[0].parts.size(), 1U);
  EXPECT_EQ(all[1].id, "visits.nobody.people");  // declared ones first, in their order
  EXPECT_EQ(all[1].value, 0);
  EXPECT_EQ(all[2].id, "visits.host.people");
  EXPECT_EQ(all[2].value, 2);
  EXPECT_EQ(all[2].parts.at("532601003005"), 1);  // known to lie in the community, in no grid
  EXPECT_EQ(all[0].zh, "guest人数");
}

// Whatever the order in which records come: a grid 1 beside a grid 10, places above the level.
TEST_F(IndicatorTest, EachRecordCountsInThePartThatItLiesIn) {
  const std::vector<std::string> places = {
      "532601003005-1-2-3", "532601003005-10", "532601003005-1",      "532601003006-1", "5326",
      "532601003005",       "532601003",       "532601003005-10-1-1", "532602001001-1", "530000"};
  for (const auto level : {area::Level::kProvince, area::Level::kCounty, area::Level::kStreet,
                           area::Level::kCommunity, area::Level::kGrid, area::Level::kBuilding}) {
    for (std::size_t step = 1; step < places.size(); ++step) {
      Indicator all;
      all.id = "all";
      std::map<std::string, std::int64_t, std::less<>> wanted;
      std::vector<std::string> visited;
      for (std::size_t i = 0; i < 50; ++i) visited.push_back(places[i * step % places.size()]);
      for (const auto& place : visited) {
        const auto part = area::at_level(place, level);
        ++wanted[part.empty() ? place : part];
      }
      all.select = [&](store::Session&, const Frame&, const Visit& visit) {
        std::int64_t serial = 0;
        for (const auto& place : visited) visit({Ulid::make(Instant{++serial}), place, ""});
      };
      const auto found = figures(all, level);
      ASSERT_EQ(found.size(), 1U);
      EXPECT_EQ(found[0].parts, wanted);
    }
  }
}

TEST_F(IndicatorTest, ATallyStandsForTheSelectionOnlyWhereItSaysSo) {
  auto indicator = visitors();
  indicator.tally = [](store::Session&, const Frame&, area::Level, const auto& add) {
    add("guest", "532601003005-1-2", 5);
    add("guest", "532601003005-1-3", 1);
    return true;
  };
  EXPECT_EQ(figures(indicator)[0].parts.at("532601003005-1"), 6);
  indicator.tally = [](store::Session&, const Frame&, area::Level, const auto&) { return false; };
  EXPECT_EQ(figures(indicator)[0].value, 2);
}

}  // namespace
}  // namespace fx::host
