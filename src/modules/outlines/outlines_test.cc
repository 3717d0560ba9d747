// Outlines through the host: drawn, taken back, as known then; what areas do to them; files; what
// stands for an area that has none; what lies next to what.
#include "modules/outlines/outlines.h"

#include <algorithm>

#include "geo/geojson.h"
#include "geo/geometry.h"
#include "geo/plane.h"
#include "modules/outlines/import.h"
#include "modules/sites/test_support.h"

namespace fx::outlines {
namespace {

constexpr geo::Point kHere{1'042'500'000, 233'700'000};

class Outlining : public sites::SiteOffice {
 protected:
  Outlining() {
    auto module = make_module(*sites_);
    outlines_ = module.get();
    all_.push_back(std::move(module));
    open();
  }

  // A rectangle so many metres east and north of here.
  static geo::Shape block(double x, double y, double width, double height) {
    const geo::Plane plane(kHere);
    geo::Ring ring;
    for (const auto& corner : {geo::Metres{x, y}, geo::Metres{x + width, y},
                               geo::Metres{x + width, y + height}, geo::Metres{x, y + height}}) {
      geo::add(ring, plane.back(corner));
    }
    return geo::tidied({{}, {{ring}}});
  }
  static json::Value as_json(const geo::Shape& shape) { return *json::parse(json::text(shape)); }
  void draw(const std::string& area, const geo::Shape& shape) {
    later();
    ok("outlines.draw", {{"area", area}, {"shape", as_json(shape)}});
  }
  std::optional<geo::Shape> shape_of(const std::string& area, std::optional<Instant> known = {}) {
    return read(
        [&](store::Session& db) { return outlines_->of(db, area, known.value_or(clock_.now())); });
  }
  Place place(const std::string& area) {
    return read([&](store::Session& db) { return outlines_->place(db, area, clock_.now()); });
  }
  std::optional<std::vector<std::string>> near(const std::string& area, double metres) {
    return read(
        [&](store::Session& db) { return outlines_->near(db, area, metres, clock_.now()); });
  }
  Result<OutlineImportReport> import(const std::string& text, ImportOptions options = {},
                                     const std::string& area = kCommunity) {
    later();
    options.language = Language::kEn;
    return import_files(*host_, *outlines_, *sites_, actor_, area, {{"outlines.geojson", text}},
                        options);
  }
  static std::string file(const std::vector<std::pair<json::Object, geo::Shape>>& features) {
    return geo::write_geojson(features);
  }
  static std::vector<std::string> codes(const OutlineImportReport& report, bool taken) {
    std::vector<std::string> out;
    for (const auto& problem : report.problems) {
      if (problem.taken == taken) {
        out.push_back(std::to_string(problem.row) + " " + problem.column + " " + problem.code);
      }
    }
    return out;
  }
  using Lines = std::vector<std::string>;

  const Outlines* outlines_ = nullptr;
};

TEST_F(Outlining, AnOutlineIsDrawnCorrectedRemovedAndTakenBack) {
  const auto house = at("-1-1-1");
  draw(house, block(0, 0, 60, 14));
  const auto then = clock_.now();
  EXPECT_EQ(refused("outlines.draw", {{"area", house}, {"shape", as_json(block(0, 0, 60, 14))}}),
            "outlines.no-change");
  draw(house, block(0, 0, 60, 16));
  EXPECT_EQ(shape_of(house), block(0, 0, 60, 16));
  EXPECT_EQ(shape_of(house, then), block(0, 0, 60, 14)) << "as known then";
  later();
  ok("outlines.remove", {{"area", house}});
  EXPECT_EQ(shape_of(house), std::nullopt);
  EXPECT_EQ(refused("outlines.remove", {{"area", house}}), "outlines.nothing-there");
  later();
  ok("outlines.undo", {{"area", house}});
  EXPECT_EQ(shape_of(house), block(0, 0, 60, 16));
  later();
  ok("outlines.undo", {{"area", house}});
  EXPECT_EQ(shape_of(house), block(0, 0, 60, 14));
  const auto answer = ask("/api/outlines/area", {{"area", house}});
  EXPECT_EQ(answer.at("from"), "own");
  EXPECT_EQ(answer.at("square_metres"), 840);
  EXPECT_EQ(answer.at("history").as_array().size(), 3U);
  later();
  ok("outlines.undo", {{"area", house}});
  EXPECT_EQ(refused("outlines.undo", {{"area", house}}), "outlines.nothing-there");
}

TEST_F(Outlining, RefusalsAndDoubts) {
  const auto shape = [&](const geo::Shape& one) {
    return refused("outlines.draw", {{"area", at("-1-1-1")}, {"shape", as_json(one)}});
  };
  EXPECT_EQ(shape({}), "geo.no-geometry");
  EXPECT_EQ(shape(geo::Shape::of({1, 2})), "geo.outside-country");
  EXPECT_EQ(refused("outlines.draw", {{"area", "999999"}, {"shape", as_json(block(0, 0, 60, 14))}}),
            "host.no-such-area");
  const access::Actor worker{Ulid::make(Instant{7}), {{access::Role::grid_worker, kCommunity}}};
  EXPECT_EQ(refused("outlines.draw",
                    {{"area", at("-1-1-1")}, {"shape", as_json(block(0, 0, 60, 14))}}, worker),
            "access.not-allowed");
  draw(kCompound, block(0, 0, 200, 200));
  draw(at("-1-1-2"), block(10, 10, 60, 14));
  later();
  const auto doubts = [&](const geo::Shape& one) {
    later();
    Lines out;
    const auto done = ok("outlines.draw", {{"area", at("-1-1-1")}, {"shape", as_json(one)}});
    for (const auto& doubt : done.result.at("doubts").as_array()) {
      out.emplace_back(doubt.at("code").as_string());
    }
    return out;
  };
  EXPECT_EQ(doubts(block(10, 50, 60, 14)), Lines());
  EXPECT_EQ(doubts(block(10, 15, 60, 14)), Lines{"outlines.overlaps"});
  EXPECT_EQ(doubts(block(170, 50, 60, 14)), Lines{"outlines.outside-above"});
  EXPECT_EQ(doubts(block(10, 50, 1'500, 14)),
            (Lines{"outlines.too-big", "outlines.outside-above"}));
  EXPECT_EQ(doubts(geo::Shape::of(geo::Plane(kHere).back({500, 500}))),
            Lines{"outlines.outside-above"});
}

TEST_F(Outlining, WhatStandsForAnAreaThatHasNone) {
  add_area(std::string(kCompound) + "-3", "3栋");
  add_area(std::string(kCompound) + "-1-1", "1单元");
  EXPECT_EQ(place(kCompound).from, From::nothing);
  draw(at("-1-1-1"), block(0, 0, 60, 14));
  draw(at("-1-1-2"), block(0, 40, 60, 14));
  auto compound = place(kCompound);
  EXPECT_EQ(compound.from, From::parts);
  EXPECT_EQ(compound.missing, Lines{at("-1-1-3")});
  EXPECT_NEAR(geo::area(compound.shape), 2 * 840, 1);
  EXPECT_EQ(place(at("-1-1-1-1")).from, From::around);
  EXPECT_EQ(place(at("-1-1-3")).from, From::nothing);
  EXPECT_EQ(place(kCommunity).from, From::parts);
  draw(kCompound, block(-20, -20, 200, 200));
  EXPECT_EQ(place(kCompound).from, From::own);
  EXPECT_EQ(place(kCommunity).missing, Lines()) << "the compound's outline holds its buildings";
  EXPECT_EQ(place(kCommunity).shape, block(-20, -20, 200, 200));
  EXPECT_EQ(place(at("-1-1-3")).from, From::nothing) << "a compound does not stand for a building";
}

TEST_F(Outlining, NeighboursByTheDistanceBetweenOutlines) {
  add_area(std::string(kCompound) + "-3", "3栋");
  add_area(at("-1-2"), "石榴园");
  add_area(at("-1-2-9"), "9栋");
  EXPECT_EQ(near(at("-1-1-1"), 50), std::nullopt);
  draw(at("-1-1-1"), block(0, 0, 60, 14));
  EXPECT_EQ(near(at("-1-1-1"), 50), Lines());
  draw(at("-1-1-2"), block(0, 39, 60, 14));    // 25 m north
  draw(at("-1-1-3"), block(0, 79, 60, 14));    // 65 m north
  draw(at("-1-2-9"), block(90, 0, 60, 14));    // 30 m east, in another compound
  draw(kCompound, block(-20, -20, 200, 200));  // of another level
  EXPECT_EQ(near(at("-1-1-1"), 24), Lines());
  EXPECT_EQ(near(at("-1-1-1"), 26), Lines{at("-1-1-2")});
  EXPECT_EQ(near(at("-1-1-1"), 50), (Lines{at("-1-1-2"), at("-1-2-9")}));
  EXPECT_EQ(near(at("-1-1-1"), 70), (Lines{at("-1-1-2"), at("-1-1-3"), at("-1-2-9")}));
}

TEST_F(Outlining, AMovedAreaTakesItsOutlineAlong) {
  draw(at("-1-1-1"), block(0, 0, 60, 14));
  const auto then = clock_.now();
  later();
  ASSERT_TRUE(host_
                  ->act(access::Actor::system(), Ulid::make(clock_.now()), "",
                        [&](host::CommandContext& context) -> Result<host::Done> {
                          context.append({{}, kCommunity}, area::AreaMoved{at("-1-1"), at("-2-7")});
                          return host::Done{};
                        })
                  .has_value());
  EXPECT_EQ(shape_of(at("-1-1-1")), std::nullopt);
  EXPECT_EQ(shape_of(at("-2-7-1")), block(0, 0, 60, 14));
  EXPECT_EQ(shape_of(at("-2-7-1"), then), block(0, 0, 60, 14));
  // A code that it once had is understood, and what was drawn can be taken back.
  later();
  ok("outlines.undo", {{"area", at("-1-1-1")}});
  EXPECT_EQ(shape_of(at("-2-7-1")), std::nullopt);
}

// --- files ---------------------------------------------------------------------------------------

TEST_F(Outlining, AFileIsMatchedByCodeByNameAndBySite) {
  const auto market = add("market", "农贸市场", kCommunity);
  const auto school = add("school", "里布嘎小学", kCommunity);
  const auto text = file({{{{"name", "里布嘎社区"}}, block(-300, -300, 900, 900)},
                          {{{"code", kCompound}, {"name", "whatever"}}, block(-20, -20, 200, 200)},
                          {{{"名称", "桂花苑1号楼"}}, block(0, 0, 60, 14)},
                          {{{"full_name", "桂花苑 2栋"}}, block(0, 40, 60, 14)},
                          {{{"site", market}}, geo::Shape::of(geo::Plane(kHere).back({300, 0}))},
                          {{{"name", "里布嘎小学"}}, block(300, 100, 80, 60)}});
  ImportOptions preview;
  preview.dry_run = true;
  const auto looked = import(text, preview);
  ASSERT_TRUE(looked) << looked.error().message(Language::kEn);
  EXPECT_EQ(looked->outlines_new, 4);
  EXPECT_EQ(shape_of(kCompound), std::nullopt);
  const auto report = import(text);
  ASSERT_TRUE(report);
  EXPECT_EQ(codes(*report, false), Lines());
  EXPECT_EQ(codes(*report, true), Lines());
  EXPECT_EQ(report->outlines_new, 4);
  EXPECT_EQ(report->sites_located, 2);
  EXPECT_EQ(report->coordinates, "wgs84");
  EXPECT_EQ(shape_of(at("-1-1-1")), block(0, 0, 60, 14));
  EXPECT_EQ(one(school).at("shape").at("polygons").as_array().size(), 1U);
  const auto entries = count("select count(*) from journal_entry");
  const auto again = import(text);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->files[0].unchanged, 6);
  EXPECT_EQ(again->import, report->import);
  EXPECT_EQ(count("select count(*) from journal_entry"), entries);
  // What is written is read back as just that.
  const auto all = host_->make_file(
      actor_, route("/api/outlines/outlines.geojson", host::RouteInfo::Kind::kDocument),
      {{"area", kCommunity}}, Language::kZh);
  ASSERT_TRUE(all);
  const auto back = import(all->bytes);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->files[0].rows, 6);
  EXPECT_EQ(back->files[0].unchanged, 6);
  EXPECT_EQ(codes(*back, false), Lines());
  const auto past = ask("/api/outlines/imports", {{"area", kCommunity}});
  EXPECT_EQ(past.at("total"), 1);
  EXPECT_EQ(past.at("imports").at(0).at("done").at("coordinates"), "wgs84");
}

TEST_F(Outlining, AFeatureThatCannotBeUsedSaysWhichPropertyAndWhy) {
  add("shop", "福源商店", at("-1-1-1"));
  add("shop", "福源商店", at("-1-1-2"));
  add_area(at("-2"), "第2网格");
  add_area(at("-2-1"), "桂花苑");
  const auto report = import(file({
      {{{"code", "532601003005-9"}}, block(0, 0, 60, 14)},
      {{{"code", "532601003099"}}, block(0, 0, 60, 14)},
      {{{"name", "石榴园"}}, block(0, 0, 60, 14)},
      {{{"name", "桂花苑"}}, block(0, 0, 60, 14)},
      {{{"name", "福源商店"}}, block(0, 0, 60, 14)},
      {{{"id", 7}}, block(0, 0, 60, 14)},
      {{{"code", at("-1-1-1")}}, {}},
      {{{"code", at("-1-1-2")}}, block(0, 0, 60, 14)},
      {{{"name", "桂花苑 2栋"}}, block(0, 0, 60, 16)},
      {{{"site", Ulid::make(Instant{5}).text()}}, block(0, 0, 60, 14)},
  }));
  ASSERT_TRUE(report) << report.error().message(Language::kEn);
  EXPECT_EQ(
      codes(*report, false),
      (Lines{"1 code outlines.no-such-place", "2 code outlines.no-such-place",
             "3 name outlines.no-such-place", "4 name outlines.several", "5 name outlines.several",
             "6  outlines.names-nothing", "7 geometry geo.no-geometry",
             "9 name outlines.twice-in-file", "10 site outlines.no-such-place"}));
  EXPECT_EQ(report->files[0].accepted, 1);
  EXPECT_EQ(report->files[0].set_aside, 9);
  for (const auto& problem : report->problems) {
    EXPECT_FALSE(problem.reason.empty());
    EXPECT_FALSE(problem.remedy.empty());
  }
  const auto kept =
      ask("/api/outlines/imports/{import}/problems", {{"import", report->import.text()}});
  EXPECT_EQ(kept.at("total"), 9);
}

TEST_F(Outlining, APropertyOfAnyNameCanBeGiven) {
  ImportOptions options;
  options.property = "LH";
  const auto report = import(file({{{{"LH", "桂花苑1栋"}, {"name", "x"}}, block(0, 0, 60, 14)},
                                   {{{"LH", at("-1-1-2")}}, block(0, 40, 60, 14)},
                                   {{{"name", "桂花苑"}}, block(0, 0, 200, 200)}}),
                             options);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->outlines_new, 2);
  EXPECT_EQ(codes(*report, false), Lines{"3  outlines.names-nothing"});
}

TEST_F(Outlining, OfTheWholeCountryByCodeOnly) {
  const auto report = import(file({{{{"code", at("-1-1-1")}}, block(0, 0, 60, 14)},
                                   {{{"name", "里布嘎社区"}}, block(0, 0, 200, 200)}}),
                             {}, "0");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->outlines_new, 1);
  EXPECT_EQ(codes(*report, false), Lines{"2 name outlines.no-such-place"});
}

TEST_F(Outlining, OffsetCoordinatesAreConvertedAndAWrongChoiceShows) {
  draw(kCommunity, block(-100, -100, 500, 500));
  // 1栋 as it stands on a provider's map.
  const auto gcj = [](const geo::Shape& shape) {
    auto out = shape;
    auto& ring = out.polygons[0][0];
    for (std::size_t i = 0; i < ring.size(); i += 2) {
      const auto there = geo::from_wgs84({static_cast<double>(ring[i]) / geo::kDegree,
                                          static_cast<double>(ring[i + 1]) / geo::kDegree},
                                         geo::Datum::gcj02);
      ring[i] = static_cast<std::int32_t>(std::lround(there.lon * geo::kDegree));
      ring[i + 1] = static_cast<std::int32_t>(std::lround(there.lat * geo::kDegree));
    }
    return out;
  };
  const auto text = file({{{{"code", at("-1-1-1")}}, gcj(block(0, 0, 60, 14))}});
  const auto wrong = import(text);
  ASSERT_TRUE(wrong);
  EXPECT_EQ(codes(*wrong, true), Lines{"1 geometry outlines.outside-above"});
  ImportOptions options;
  options.coordinates = geo::Datum::gcj02;
  const auto right = import(text, options);
  ASSERT_TRUE(right);
  EXPECT_EQ(codes(*right, true), Lines());
  EXPECT_EQ(right->coordinates, "gcj02");
  EXPECT_LT(geo::distance(geo::Shape::of(*geo::middle(*shape_of(at("-1-1-1")))),
                          geo::Shape::of(*geo::middle(block(0, 0, 60, 14)))),
            0.05);
}

// --- the map -------------------------------------------------------------------------------------

TEST_F(Outlining, TheMapHasTheCommunityAroundAndWhatIsLacking) {
  add_area(at("-1-2"), "石榴园");
  add_area(at("-1-2-9"), "9栋");
  draw(kCommunity, block(-300, -300, 900, 900));
  draw(kCompound, block(-20, -20, 200, 200));
  draw(at("-1-1-1"), block(0, 0, 60, 14));
  draw(at("-1-2-9"), block(300, 0, 60, 14));
  const json::Object somewhere{
      {"shape", as_json(geo::Shape::of(geo::Plane(kHere).back({100, 100})))}};
  add("compound_gate", "南门", kCompound, somewhere);
  add("compound_gate", "石榴园北门", at("-1-2"), somewhere);
  add("shop", "福源商店", at("-1-2"), somewhere);
  add("shop", "无处商店", kCompound);
  const auto names = [](const json::Value& answer, const char* what) {
    Lines out;
    for (const auto& one : answer.at("map").at(what).as_array()) {
      out.emplace_back(one.at("name").as_string());
    }
    return out;
  };
  const auto whole = ask("/api/outlines/map", {{"area", kCommunity}});
  EXPECT_EQ(names(whole, "areas"), (Lines{"里布嘎社区", "桂花苑", "桂花苑 1栋", "石榴园 9栋"}));
  EXPECT_EQ(names(whole, "sites").size(), 3U) << "of those that have a place";
  EXPECT_EQ(whole.at("lacking_total"), 2);
  EXPECT_EQ(whole.at("lacking").at(0).at("name"), "石榴园");
  EXPECT_EQ(whole.at("lacking").at(1).at("name"), "桂花苑 2栋");
  // Of a compound: the community around it, its own buildings, all gates, its own institutions.
  const auto part = ask("/api/outlines/map", {{"area", kCompound}});
  EXPECT_EQ(part.at("map").at("area"), kCommunity);
  EXPECT_EQ(names(part, "areas"), (Lines{"里布嘎社区", "桂花苑", "桂花苑 1栋"}));
  EXPECT_EQ(names(part, "sites"), (Lines{"南门", "石榴园北门"}));
  EXPECT_EQ(
      ask("/api/outlines/map", {{"area", "532601003"}}).at("map").at("areas").as_array().size(),
      4U);
}

}  // namespace
}  // namespace fx::outlines
