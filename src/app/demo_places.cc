#include "app/demo_places.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <set>
#include <vector>

#include "area/tree.h"
#include "geo/geojson.h"
#include "geo/geometry.h"
#include "geo/plane.h"
#include "modules/outlines/import.h"
#include "modules/sites/import.h"
#include "sheet/writer.h"

namespace fx::app {
namespace {

using geo::Metres;

// The south-western corner of the invented town, and how its streets are turned against north.
constexpr geo::Point kCorner{1'042'614'000, 233'531'000};
constexpr double kTurn = 0.2;

// Metres along the streets and across them.
constexpr double kBlockWidth = 252;
constexpr double kBlockDepth = 214;
constexpr double kStreet = 24;
constexpr double kAvenue = 40;
constexpr int kColumns = 5;

constexpr double kQuarterWest = 1'930;  // of the second community, east of the town

constexpr int kShops = 1'092;
constexpr int kEnterprises = 46;
constexpr int kClosed = 38;  // of both together

constexpr std::array<const char*, 24> kLucky = {"福", "兴", "鑫", "源", "顺", "达", "宏", "泰",
                                                "祥", "瑞", "嘉", "盛", "永", "昌", "广", "聚",
                                                "金", "诚", "德", "裕", "和", "美", "万", "佳"};
constexpr std::array<const char*, 18> kTrades = {
    "便利店", "超市",   "服装店", "五金店", "水果店", "理发店", "手机店", "粮油店", "文具店",
    "鞋店",   "烟酒行", "母婴店", "眼镜店", "干洗店", "花店",   "茶叶店", "灯饰店", "百货店"};
constexpr std::array<const char*, 8> kTables = {"米线店", "小吃店", "饭店",   "火锅店",
                                                "烧烤店", "早点铺", "奶茶店", "餐馆"};
constexpr std::array<const char*, 6> kWorks = {"建材有限公司", "食品有限公司", "商贸有限公司",
                                               "物流有限公司", "三七加工厂",   "塑料制品厂"};

class Places {
 public:
  // `west`: where its first block begins, in metres along the streets.
  Places(Node& node, std::string community, std::uint64_t seed, Day closed, double west)
      : node_(node),
        community_(std::move(community)),
        closed_(closed),
        west_(west),
        random_(seed + 77),
        plane_(kCorner) {}

  Status run_town() {
    build();
    add_services();
    add_trade();
    return take();
  }
  Status run_quarter() {
    build();
    add_quarter_services();
    return take();
  }

 private:
  struct Place {
    std::string code;
    std::string name;
    std::vector<area::Node> buildings;
    Metres corner;  // of its block, along and across the streets
  };
  struct Site {
    std::string name;
    std::string kind;
    std::string area;
    Metres at{};
    std::string address{};
    std::string phone{};
    int places = 0;
    int staff = 0;
    bool closed = false;
  };

  std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_()) % n; }
  double between(double low, double high) {
    return low + (high - low) * static_cast<double>(below(1'000)) / 1'000;
  }

  // --- drawing: along the streets (u) and across them (v), turned to the map

  [[nodiscard]] geo::Point point(const Metres& at) const {
    const double u = at.x + west_;
    return plane_.back({u * std::cos(kTurn) - at.y * std::sin(kTurn),
                        u * std::sin(kTurn) + at.y * std::cos(kTurn)});
  }
  [[nodiscard]] geo::Shape outline(const std::vector<Metres>& corners) const {
    geo::Ring ring;
    for (const auto& corner : corners) geo::add(ring, point(corner));
    return geo::tidied({{}, {{ring}}});
  }
  static std::vector<Metres> rectangle(double u, double v, double width, double depth) {
    return {{u, v}, {u + width, v}, {u + width, v + depth}, {u, v + depth}};
  }
  void draw(const std::string& property, const std::string& value, geo::Shape shape) {
    features_.emplace_back(json::Object{{property, value}}, std::move(shape));
  }
  void extend(double u, double v) {
    low_ = {std::min(low_.x, u), std::min(low_.y, v)};
    high_ = {std::max(high_.x, u), std::max(high_.y, v)};
  }

  void build() {
    read_tree();
    for (std::size_t i = 0; i < compounds_.size(); ++i) build_compound(i);
    for (std::size_t i = 0; i < villages_.size(); ++i) build_village(i);
  }
  Status take() {
    draw_community();
    if (auto status = take_sites(); !status) return status;
    return take_outlines();
  }

  void read_tree() {
    node_.database().read([&](store::Session& db) {
      for (const auto& compound : area::of_level(db, community_, area::Level::kCompound, 1'000)) {
        if (compound.name.empty()) continue;
        Place place{compound.code, compound.name, {}, {}};
        for (auto& building : area::children(db, compound.code, 1'000)) {
          if (!building.name.empty()) place.buildings.push_back(std::move(building));
        }
        (place.buildings.empty() ? villages_ : compounds_).push_back(std::move(place));
      }
    });
  }

  // A block between four streets: rows of houses, one place left for a garden, a gate to the
  // avenue and one at the back.
  void build_compound(std::size_t i) {
    auto& place = compounds_[i];
    const auto column = static_cast<double>(i % kColumns);
    const std::size_t block_row = i / kColumns;
    const auto row = static_cast<double>(block_row);
    const double u = column * (kBlockWidth + kStreet);
    const double v = row * (kBlockDepth + (block_row % 2 == 1 ? kAvenue : kStreet));
    place.corner = {u, v};
    draw("code", place.code,
         outline({{u + between(0, 4), v + between(0, 4)},
                  {u + kBlockWidth - between(0, 4), v + between(0, 4)},
                  {u + kBlockWidth - between(0, 4), v + kBlockDepth - between(0, 4)},
                  {u + between(0, 4), v + kBlockDepth - between(0, 4)}}));
    extend(u, v);
    extend(u + kBlockWidth, v + kBlockDepth);
    const bool few = place.buildings.size() <= 4;
    const std::size_t across = few ? 2 : 4;
    const std::size_t rows = (place.buildings.size() + across) / across;
    const double pitch_u = (kBlockWidth - 24) / static_cast<double>(across);
    const double pitch_v =
        (kBlockDepth - 20) / static_cast<double>(std::max<std::size_t>(rows, few ? 3 : 5));
    const std::size_t garden = across * (rows / 2) + 1 + below(2);
    for (std::size_t k = 0, slot = 0; k < place.buildings.size(); ++k, ++slot) {
      if (slot == garden) ++slot;
      const double width = between(44, 49) * (few ? 1.8 : 1);
      const double depth = std::min(between(12, 14.5), pitch_v - 6);
      const double bu = u + 14 + static_cast<double>(slot % across) * pitch_u;
      const std::size_t house_row = slot / across;
      const double bv = v + 14 + static_cast<double>(house_row) * pitch_v;
      auto shape = rectangle(bu, bv, width, depth);
      // Some have a wing.
      if (below(6) == 0 && pitch_v > depth + 18) {
        shape = {{bu, bv},
                 {bu + width, bv},
                 {bu + width, bv + depth},
                 {bu + 13, bv + depth},
                 {bu + 13, bv + depth + 9},
                 {bu, bv + depth + 9}};
      }
      draw("code", place.buildings[k].code, outline(shape));
    }
    const bool south = i / kColumns % 2 == 1;  // the avenue runs between the rows of blocks
    const double gate = u + kBlockWidth / 2 + between(-20, 20);
    add({place.name + (south ? "南门" : "北门"),
         "小区出入口",
         place.code,
         {gate, south ? v + 2 : v + kBlockDepth - 2}});
    add({place.name + (south ? "北门" : "南门"),
         "小区出入口",
         place.code,
         {gate + 30, south ? v + kBlockDepth - 2 : v + 2}});
    sites_.back().closed = i % 2 == 0;  // of two gates one is enough
  }

  // Houses without streets, south of the town along a road.
  void build_village(std::size_t i) {
    auto& place = villages_[i];
    const double u = -60 + static_cast<double>(i) * 290;
    const double v = -330 - (i % 2 == 0 ? 0.0 : 190.0) - between(0, 40);
    place.corner = {u, v};
    std::vector<Metres> corners;
    const int count = 13;
    for (int k = 0; k < count; ++k) {
      const double angle = 2 * 3.14159265358979323846 * k / count;
      const double radius = between(78, 118);
      corners.push_back({u + radius * 1.15 * std::cos(angle), v + radius * std::sin(angle)});
      extend(corners.back().x, corners.back().y);
    }
    draw("code", place.code, outline(corners));
    add({place.name + "村口", "村口", place.code, {u, v + 72}});
    add({place.name + "后路口", "村口", place.code, {u + 12, v - 70}});
    sites_.back().closed = true;
  }

  // --- what stands there

  void add(Site site) { sites_.push_back(std::move(site)); }
  std::string phone() {
    ++phones_;
    return "0876-21" + std::to_string(20'000 + phones_ * 137 % 79'999);
  }
  // A place at the edge of a block, where it faces the street.
  Metres at_street(const Place& place) {
    const double along = between(0, 2 * (kBlockWidth + kBlockDepth));
    const auto& c = place.corner;
    if (along < kBlockWidth) return {c.x + along, c.y + 5};
    if (along < kBlockWidth + kBlockDepth) {
      return {c.x + kBlockWidth - 5, c.y + along - kBlockWidth};
    }
    if (along < 2 * kBlockWidth + kBlockDepth) {
      return {c.x + along - kBlockWidth - kBlockDepth, c.y + kBlockDepth - 5};
    }
    return {c.x + 5, c.y + along - 2 * kBlockWidth - kBlockDepth};
  }

  // Schools, clinics and what else a community has, on the ground east of the blocks.
  void add_services() {
    if (compounds_.empty()) return;
    const double east = kColumns * (kBlockWidth + kStreet) + 20;
    const auto campus = [&](Site site, double v, double width, double depth) {
      site.at = {east + width / 2, v + depth / 2};
      draw("name", site.name, outline(rectangle(east, v, width, depth)));
      extend(east + width, v + depth);
      add(std::move(site));
    };
    campus({"里布嘎小学", "学校", community_, {}, "普阳路18号", phone(), 1'260, 74}, 0, 150, 110);
    campus({"新平第二中学", "学校", community_, {}, "普阳路26号", phone(), 1'840, 132}, 134, 170,
           130);
    campus({"里布嘎农贸市场", "农贸市场", community_, {}, "文新街3号", phone(), 210, 35}, 288, 110,
           70);
    campus({"夕阳红敬老院", "养老机构", community_, {}, "文新街21号", phone(), 60, 18}, 382, 90,
           60);
    const auto in = [&](std::size_t i) -> const Place& {
      return compounds_[i % compounds_.size()];
    };
    const auto put = [&](std::size_t i, Site site) {
      site.area = in(i).code;
      site.at = at_street(in(i));
      add(std::move(site));
    };
    put(2, {"里布嘎社区居委会", "其他单位", "", {}, "", phone(), 0, 14});
    put(2, {"里布嘎社区卫生服务站", "医疗机构", "", {}, "", phone(), 12, 16});
    put(5, {"康宁诊所", "医疗机构", "", {}, "", phone(), 0, 4});
    put(8, {"仁和口腔门诊部", "医疗机构", "", {}, "", phone(), 0, 6});
    for (std::size_t i : {0U, 4U, 7U}) {
      put(i, {in(i).name + "幼儿园",
              "幼儿园",
              "",
              {},
              "",
              phone(),
              180 + static_cast<int>(below(120)),
              26});
    }
    for (std::size_t i : {0U, 1U, 3U, 5U, 6U, 9U}) {
      put(i, {fresh("大药房"), "药店", "", {}, "", phone(), 0, 5});
    }
    for (std::size_t i : {1U, 4U, 6U, 8U}) {
      put(i, {fresh("培训学校"), "培训机构", "", {}, "", phone(), 90, 12});
      sites_.back().closed = true;
    }
    for (const char* what : {"网吧", "影城", "歌厅", "棋牌室", "健身房", "台球室"}) {
      put(below(10), {fresh(what), "文化娱乐场所", "", {}, "", "", 0, 6});
      sites_.back().closed = true;
    }
    put(3, {"七花商务酒店", "集中隔离点", "", {}, "七花北路9号", phone(), 120, 28});
    put(9, {"普阳公交首末站", "公共交通", "", {}, "", phone(), 0, 22});
    put(6, {"盛达冷库", "冷链单位", "", {}, "", phone(), 0, 9});
    put(7, {"阳光新城三期项目部", "建筑工地", "", {}, "", "", 0, 64});
    for (std::size_t i = 0; i < std::min<std::size_t>(2, villages_.size()); ++i) {
      add({villages_[i].name + "卫生室", "医疗机构", villages_[i].code, villages_[i].corner, "",
           phone(), 0, 2});
    }
    add({"里布嘎社区普阳路卡口",
         "卡口",
         community_,
         {-kStreet / 2, kBlockDepth + 10},
         "普阳路西口",
         phone(),
         0,
         6});
    add({"里布嘎社区环城路卡口",
         "卡口",
         community_,
         {kColumns * (kBlockWidth + kStreet) - 12, kBlockDepth + 12},
         "环城东路口",
         phone(),
         0,
         6});
  }

  // What a small one has, around its blocks.
  void add_quarter_services() {
    FX_CHECK(compounds_.size() >= 2 && !villages_.empty());
    const auto& garden = compounds_[0];
    const auto& other = compounds_[1];
    const auto put = [&](const Place& where, Site site) {
      site.area = where.code;
      site.at = at_street(where);
      add(std::move(site));
    };
    put(garden, {"桂湖社区居委会", "其他单位", "", {}, "", phone(), 0, 9});
    put(garden, {"桂湖社区卫生服务站", "医疗机构", "", {}, "", phone(), 6, 8});
    put(garden, {"桂湖幼儿园", "幼儿园", "", {}, "", phone(), 120, 14});
    put(garden, {kDemoCardRoom, "文化娱乐场所", "", {}, "", phone(), 0, 3});
    put(other, {fresh("大药房"), "药店", "", {}, "", phone(), 0, 4});
    for (std::size_t i = 0; i < 12; ++i) {
      put(compounds_[i % 2], {fresh(kTrades[below(kTrades.size())]), "商店", "", {}, "", "", 0, 2});
    }
    // North of the blocks, and on the way to the village.
    const auto ground = [&](Site site, double u, double v, double width, double depth) {
      site.at = {u + width / 2, v + depth / 2};
      draw("name", site.name, outline(rectangle(u, v, width, depth)));
      extend(u + width, v + depth);
      add(std::move(site));
    };
    ground({kDemoFactory, "企业", community_, {}, "桂湖路6号", phone(), 0, 64},
           kBlockWidth + kStreet, kBlockDepth + kStreet, 160, 90);
    ground({kDemoMarket, "农贸市场", community_, {}, "桂湖路2号", phone(), 120, 16}, 20,
           kBlockDepth + kStreet, 110, 70);
    add({villages_[0].name + "卫生室", "医疗机构", villages_[0].code, villages_[0].corner, "",
         phone(), 0, 2});
    add({"桂湖社区桂湖路卡口",
         "卡口",
         community_,
         {kBlockWidth + kStreet / 2, kBlockDepth + kStreet / 2},
         "桂湖路口",
         phone(),
         0,
         6});
  }

  // Nothing has the name yet.
  std::string fresh(const std::string& trade) {
    for (;;) {
      std::string name = kLucky[below(kLucky.size())];
      name += kLucky[below(kLucky.size())];
      if (below(3) == 0) name += kLucky[below(kLucky.size())];
      name += trade;
      if (names_.insert(name).second) return name;
    }
  }

  void add_trade() {
    if (compounds_.empty()) return;
    std::vector<std::size_t> trade;
    for (int i = 0; i < kShops; ++i) {
      const auto& place = compounds_[static_cast<std::size_t>(i) % compounds_.size()];
      trade.push_back(sites_.size());
      add({fresh(kTrades[below(kTrades.size())]), "商店", place.code, at_street(place)});
    }
    for (std::size_t i = 0; i < 36; ++i) {
      const auto& place = compounds_[i % compounds_.size()];
      add({fresh(kTables[below(kTables.size())]), "餐馆", place.code, at_street(place)});
    }
    // A row of works north of the town.
    const double v = 2 * kBlockDepth + kAvenue + 2 * kStreet;
    for (int i = 0; i < kEnterprises; ++i) {
      const int works_row = i / 23;
      const Metres at{20 + (i % 23) * 58.0, v + 30 + works_row * 55.0};
      extend(at.x, at.y + 20);
      trade.push_back(sites_.size());
      add({fresh(kWorks[below(kWorks.size())]), "企业", community_, at, "里布嘎工业园", "", 0,
           8 + static_cast<int>(below(90))});
    }
    for (int i = 0; i < kClosed; ++i) {
      const auto k = below(trade.size());
      sites_[trade[k]].closed = true;
      trade.erase(trade.begin() + static_cast<std::ptrdiff_t>(k));
    }
  }

  void draw_community() {
    if (features_.empty()) return;
    std::vector<Metres> corners;
    const auto side = [&](Metres from, Metres to, Metres out) {
      for (int k = 0; k < 6; ++k) {
        const double t = k / 6.0;
        const double far = between(25, 60);
        corners.push_back({from.x + (to.x - from.x) * t + out.x * far,
                           from.y + (to.y - from.y) * t + out.y * far});
      }
    };
    side(low_, {high_.x, low_.y}, {0, -1});
    side({high_.x, low_.y}, high_, {1, 0});
    side(high_, {low_.x, high_.y}, {0, 1});
    side({low_.x, high_.y}, low_, {-1, 0});
    draw("code", community_, outline(corners));
  }

  // --- bringing it in, as an office would

  Status take_sites() {
    using sheet::OutCell;
    sheet::CsvWriter writer;
    std::vector<OutCell> headings;
    for (const auto* heading : {"名称", "类别", "区划代码", "地址", "单位电话", "床位数",
                                "职工人数", "营业状态", "停业日期", "经度", "纬度"}) {
      headings.push_back(OutCell::text(heading));
    }
    writer.row(headings);
    const auto degrees = [](std::int32_t value) {
      char out[32];
      const int n =
          std::snprintf(out, sizeof out, "%.7f", static_cast<double>(value) / geo::kDegree);
      return std::string(out, static_cast<std::size_t>(n));
    };
    for (const auto& site : sites_) {
      const auto at = point(site.at);
      writer.row({OutCell::text(site.name), OutCell::text(site.kind), OutCell::text(site.area),
                  OutCell::text(site.address), OutCell::text(site.phone),
                  OutCell::text(site.places > 0 ? std::to_string(site.places) : ""),
                  OutCell::text(site.staff > 0 ? std::to_string(site.staff) : ""),
                  OutCell::text(site.closed ? "停业" : "营业"),
                  OutCell::text(site.closed ? iso(closed_) : ""), OutCell::text(degrees(at.lon)),
                  OutCell::text(degrees(at.lat))});
    }
    const std::string file = writer.finish();
    const auto report = sites::import_lists(node_.host(), access::Actor::system(), community_,
                                            {{"场所名单.csv", file}}, {});
    if (!report) return report.error();
    FX_CHECK(report->sites_new == static_cast<std::int64_t>(sites_.size()));
    return {};
  }

  Status take_outlines() {
    const std::string file = geo::write_geojson(features_);
    const auto report = outlines::import_files(
        node_.host(), *node_.modules().outlines, *node_.modules().sites, access::Actor::system(),
        community_, {{"轮廓.geojson", file}}, outlines::ImportOptions{});
    if (!report) return report.error();
    FX_CHECK(report->files.at(0).set_aside == 0);
    return {};
  }

  Node& node_;
  std::string community_;
  Day closed_;
  double west_;
  std::mt19937_64 random_;
  geo::Plane plane_;
  std::vector<Place> compounds_;
  std::vector<Place> villages_;
  std::vector<Site> sites_;
  std::vector<std::pair<json::Object, geo::Shape>> features_;
  std::set<std::string> names_;
  Metres low_{0, 0};
  Metres high_{0, 0};
  int phones_ = 0;
};

}  // namespace

Status demo_places(Node& node, const std::string& community, std::uint64_t seed, Day closed) {
  return Places(node, community, seed, closed, 0).run_town();
}

Status demo_quarter(Node& node, const std::string& community, std::uint64_t seed, Day closed) {
  return Places(node, community, seed, closed, kQuarterWest).run_quarter();
}

}  // namespace fx::app
