// Sites through the host: added, changed, closed, taken back; as known then; what areas do to them.
#include <algorithm>
#include <random>

#include "modules/sites/test_support.h"
#include "modules/sites/words.h"
#include "policy/standard.h"

namespace fx::sites {
namespace {

class SiteTest : public SiteOffice {
 protected:
  SiteTest() { open(); }
};

TEST_F(SiteTest, ASiteShowsAllThatIsSaidOfIt) {
  const auto site = add("school", "里布嘎小学", kCommunity,
                        {{"number", "125326010152"},
                         {"address", "普阳路18号"},
                         {"phone", "0876-2123456"},
                         {"contact", "李老师"},
                         {"contact_phone", "13888761234"},
                         {"places", 1260},
                         {"staff", 74},
                         {"shape", json::Object{{"point", json::Array{1'042'500'000, 233'700'000}},
                                                {"polygons", json::Array()}}},
                         {"opened", "1998-09-01"}});
  const auto answer = one(site);
  const auto& line = answer.at("site");
  EXPECT_EQ(line.at("kind_name"), "school");
  EXPECT_EQ(line.at("gate"), false);
  EXPECT_EQ(line.at("state"), "open");
  EXPECT_EQ(line.at("since"), "1998-09-01");
  EXPECT_EQ(line.at("places"), 1260);
  EXPECT_EQ(line.at("contact"), "李老师");
  EXPECT_EQ(answer.at("shape").at("point").at(1), 233'700'000);
  EXPECT_EQ(answer.at("history").as_array().size(), 1U);
  EXPECT_EQ(figures_of(kCommunity, clock_.today())["sites.school"], 1);
  // Whoever answers for it is a person: not in the journal, and not for those who see no people.
  EXPECT_EQ(count("select count(*) from journal_entry where payload like '%13888761234%' or payload"
                  " like '%李老师%'"),
            0);
  const access::Actor district{Ulid::make(Instant{1}), {{access::Role::command, "5326"}}};
  const auto seen = ask("/api/sites/site/{site}", {{"site", site}}, district);
  EXPECT_TRUE(without(seen.at("site"), "contact"));
  EXPECT_TRUE(without(seen.at("site"), "contact_phone"));
  EXPECT_EQ(seen.at("site").at("phone"), "0876-2123456");
}

TEST_F(SiteTest, RefusalsSayWhatIsWrong) {
  const auto refusal = [&](json::Object more) {
    json::Object body{{"area", kCompound}, {"kind", "shop"}, {"name", "福源商店"}};
    for (auto& member : more) body[member.key()] = member.value();
    return refused("sites.add", std::move(body));
  };
  EXPECT_EQ(refusal({{"area", "999999"}}), "host.no-such-area");
  EXPECT_EQ(refusal({{"area", "5326"}}), "sites.above-community");
  EXPECT_EQ(refusal({{"name", " "}}), "sites.bad-name");
  std::string text;
  for (int i = 0; i < 61; ++i) text += "长";
  EXPECT_EQ(refusal({{"name", text}}), "sites.bad-name");
  EXPECT_EQ(refusal({{"address", text}}), "sites.text-too-long");
  EXPECT_EQ(refusal({{"phone", "12"}}), "sites.bad-phone");
  EXPECT_EQ(refusal({{"phone", "13888761234"}}), "sites.persons-phone");
  EXPECT_EQ(refusal({{"places", -1}}), "sites.bad-count");
  EXPECT_EQ(refusal({{"opened", "2022-02-10"}}), "sites.too-far-ahead");
  EXPECT_EQ(refusal({{"shape", json::Object{{"point", json::Array{1, 2}}}}}),
            "geo.outside-country");
  EXPECT_EQ(refusal({{"kind", "castle"}}), "json.bad-value");
  EXPECT_EQ(refusal({}), "done");
  EXPECT_EQ(refusal({{"name", "福源 商店"}}), "sites.exists") << "up to spelling";
  EXPECT_EQ(refusal({{"kind", "market"}}), "done") << "another kind may have the name";
  EXPECT_EQ(refusal({{"area", kCommunity}}), "done") << "and another place";
  const auto nobody = Ulid::make(Instant{5}).text();
  EXPECT_EQ(refused("sites.change", {{"site", nobody}, {"name", "新名"}}), "sites.no-site");
  EXPECT_EQ(refused("sites.close", {{"site", nobody}}), "sites.no-site");
  EXPECT_EQ(refused("sites.undo", {{"site", nobody}}), "sites.no-site");
}

TEST_F(SiteTest, AChangeKeepsWhatIsLeftOutAndWhatWasKnownThen) {
  const auto site = add("drug_store", "福源大药房", kCompound,
                        {{"phone", "0876-2123456"}, {"staff", 5}, {"contact", "王经理"}});
  const auto then = clock_.now();
  later();
  EXPECT_EQ(refused("sites.change", {{"site", site}}), "sites.no-change");
  EXPECT_EQ(refused("sites.change", {{"site", site}, {"name", "福源大药房"}}), "sites.no-change");
  ok("sites.change", {{"site", site}, {"name", "福源药店"}, {"staff", 0}, {"area", at("-1-1-2")}});
  const auto line = one(site).at("site");
  EXPECT_EQ(line.at("name"), "福源药店");
  EXPECT_EQ(line.at("phone"), "0876-2123456");
  EXPECT_EQ(line.at("contact"), "王经理");
  EXPECT_TRUE(without(line, "staff")) << "0: no longer said";
  EXPECT_EQ(line.at("area_name"), "桂花苑 2栋");
  const auto before = one(site, {{"as_of", iso(then)}}).at("site");
  EXPECT_EQ(before.at("name"), "福源大药房");
  EXPECT_EQ(before.at("staff"), 5);
  EXPECT_EQ(before.at("area"), kCompound);
  later();
  ok("sites.undo", {{"site", site}});
  EXPECT_EQ(one(site).at("site").at("name"), "福源大药房");
  EXPECT_FALSE(without(one(site).at("history").at(1), "undone"));
  later();
  ok("sites.undo", {{"site", site}});
  EXPECT_EQ(one(site).at("refused"), "sites.no-site") << "it never was";
  EXPECT_EQ(list().at("total"), 0);
  EXPECT_EQ(one(site, {{"as_of", iso(then)}}).at("site").at("name"), "福源大药房");
}

TEST_F(SiteTest, AnUndoneNameMayBeTakenMeanwhile) {
  const auto first = add("shop", "福源商店");
  later();
  ok("sites.change", {{"site", first}, {"name", "鑫源商店"}});
  add("shop", "福源商店");
  EXPECT_EQ(refused("sites.undo", {{"site", first}}), "sites.exists");
}

TEST_F(SiteTest, ClosedAndOpenAgainByDays) {
  const auto gate = add("compound_gate", "桂花苑北门", kCompound, {{"opened", "2020-01-01"}});
  EXPECT_EQ(refused("sites.reopen", {{"site", gate}}), "sites.open");
  EXPECT_EQ(refused("sites.close", {{"site", gate}, {"on", "2019-12-31"}}), "sites.before-last");
  const auto then = clock_.now();
  later();
  ok("sites.close", {{"site", gate},
                     {"on", "2020-02-05"},
                     {"reason", "只留南门"},
                     {"document", "文指发〔2020〕3号"}});
  EXPECT_EQ(refused("sites.close", {{"site", gate}}), "sites.closed");
  later();
  ok("sites.reopen", {{"site", gate}, {"on", "2020-02-12"}});
  const auto state = [&](const char* day, std::optional<Instant> known = {}) {
    const auto line =
        one(gate, {{"on", day}, {"as_of", iso(known.value_or(clock_.now()))}}).at("site");
    return std::string(line.at("state").as_string()) + " " +
           std::string(without(line, "since") ? "" : line.at("since").as_string());
  };
  EXPECT_EQ(state("2019-12-31"), "coming 2020-01-01");
  EXPECT_EQ(state("2020-02-04"), "open 2020-01-01");
  EXPECT_EQ(state("2020-02-05"), "closed 2020-02-05");
  EXPECT_EQ(state("2020-02-11"), "closed 2020-02-05");
  EXPECT_EQ(state("2020-02-12"), "open 2020-02-12");
  EXPECT_EQ(state("2020-02-05", then), "open 2020-01-01");
  const auto figure = [&](const char* day) {
    auto all = figures_of(kCommunity, *parse_day(day));
    return std::pair(all["sites.compound_gate"], all["sites.closed.compound_gate"]);
  };
  EXPECT_EQ(figure("2019-12-31"), std::pair(std::int64_t{0}, std::int64_t{0}));
  EXPECT_EQ(figure("2020-02-04"), std::pair(std::int64_t{1}, std::int64_t{0}));
  EXPECT_EQ(figure("2020-02-06"), std::pair(std::int64_t{0}, std::int64_t{1}));
  EXPECT_EQ(figure("2020-02-12"), std::pair(std::int64_t{1}, std::int64_t{0}));
  EXPECT_EQ(one(gate).at("history").at(1).at("reason"), "只留南门");
  // What each() says is what the steps say.
  for (const char* day : {"2019-12-31", "2020-02-04", "2020-02-05", "2020-02-11", "2020-02-12"}) {
    read([&](store::Session& db) {
      int seen = 0;
      sites_->each(db, host::Frame::make(kCommunity, *parse_day(day), clock_.now()),
                   [&](const Site& site) {
                     ++seen;
                     const auto other = sites_->find(db, site.id, *parse_day(day), clock_.now());
                     EXPECT_EQ(site.state, other->state) << day;
                     EXPECT_EQ(site.since, other->since) << day;
                   });
      EXPECT_EQ(seen, 1);
    });
  }
}

TEST_F(SiteTest, TheListIsOfAKindAStateOrAName) {
  const auto gate = add("compound_gate", "南门");
  add("shop", "福源商店", at("-1-1-1"), {{"number", "92532601MA"}});
  add("shop", "鑫源商店", at("-1-1-2"), {{"address", "幸福路12号"}});
  add("school", "里布嘎小学", kCommunity);
  later();
  ok("sites.close", {{"site", gate}});
  const auto total = [&](host::RawParams more) { return list(std::move(more)).at("total"); };
  EXPECT_EQ(total({}), 4);
  EXPECT_EQ(total({{"group", "gates"}}), 1);
  EXPECT_EQ(total({{"group", "institutions"}}), 3);
  EXPECT_EQ(total({{"kind", "shop"}}), 2);
  EXPECT_EQ(total({{"state", "closed"}}), 1);
  EXPECT_EQ(total({{"q", "福源"}}), 1);
  EXPECT_EQ(total({{"q", "92532601ma"}}), 1);
  EXPECT_EQ(total({{"q", "幸福路"}}), 1);
  EXPECT_EQ(ask("/api/sites", {{"area", at("-1-1-1")}}).at("total"), 1);
  const auto first = list({{"limit", "3"}});
  EXPECT_EQ(first.at("sites").as_array().size(), 3U);
  EXPECT_EQ(first.at("sites").at(0).at("name"), "南门") << "gates come first";
  EXPECT_EQ(list({{"limit", "3"}, {"after", std::string(first.at("next").as_string())}})
                .at("sites")
                .as_array()
                .size(),
            1U);
  const auto kinds = list({{"kind", "shop"}}).at("kinds");
  ASSERT_EQ(kinds.as_array().size(), 3U) << "of all, whatever is listed";
  EXPECT_EQ(kinds.at(0).at("closed"), 1);
  EXPECT_EQ(kinds.at(2).at("open"), 2);
}

TEST_F(SiteTest, OnlyWhoManagesTheAreaAndBothAreasOfAMove) {
  add_area("532601003099", "邻近社区");
  const auto as = [&](access::Role role, const char* area) {
    return access::Actor{Ulid::make(Instant{7}), {{role, area}}};
  };
  const json::Object body{{"area", kCompound}, {"kind", "shop"}, {"name", "福源商店"}};
  using access::Role;
  EXPECT_EQ(refused("sites.add", body, as(Role::grid_worker, kCommunity)), "access.not-allowed");
  EXPECT_EQ(refused("sites.add", body, as(Role::community_clerk, "532601003099")),
            "access.not-allowed");
  EXPECT_EQ(refused("sites.add", body, as(Role::community_clerk, kCommunity)), "done");
  const auto site = std::string(list().at("sites").at(0).at("site").as_string());
  EXPECT_EQ(refused("sites.change", {{"site", site}, {"area", "532601003099"}},
                    as(Role::community_clerk, kCommunity)),
            "access.not-allowed");
  EXPECT_EQ(refused("sites.change", {{"site", site}, {"area", "532601003099"}},
                    as(Role::administrator, "532601003")),
            "done");
}

TEST_F(SiteTest, AMovedOrRenamedBuildingTakesItsSitesAlong) {
  add_area(at("-2"), "第2网格");
  const auto shop = add("shop", "福源商店", at("-1-1-2"));
  later();
  ok("sites.close", {{"site", shop}});
  const auto run = [&](auto payload) {
    later();
    ASSERT_TRUE(host_
                    ->act(access::Actor::system(), Ulid::make(clock_.now()), "",
                          [&](host::CommandContext& context) -> Result<host::Done> {
                            context.append({{}, kCommunity}, payload);
                            return host::Done{};
                          })
                    .has_value());
  };
  run(area::AreaMoved{at("-1-1"), at("-2-7")});
  run(area::AreaRenamed{at("-2-7"), "桂花新苑"});
  const auto line = one(shop).at("site");
  EXPECT_EQ(line.at("area"), json::Value(at("-2-7-2")));
  EXPECT_EQ(line.at("area_name"), "桂花新苑 2栋");
  EXPECT_EQ(ask("/api/sites", {{"area", at("-2")}}).at("total"), 1);
  EXPECT_EQ(ask("/api/sites", {{"area", at("-1")}}).at("total"), 0);
  later();
  ok("sites.undo", {{"site", shop}});
  EXPECT_EQ(one(shop).at("site").at("state"), "open");
}

TEST_F(SiteTest, LocatingSaysOnlyWhatIsNew) {
  const auto site = add("market", "农贸市场", kCommunity, {{"contact", "赵主任"}});
  const auto shape = geo::Shape::of({1'042'500'000, 233'700'000});
  const auto locate = [&] {
    later();
    bool changed = false;
    EXPECT_TRUE(host_
                    ->act(access::Actor::system(), Ulid::make(clock_.now()), "",
                          [&](host::CommandContext& context) -> Result<host::Done> {
                            changed = sites_->locate(context, *Ulid::parse(site), shape, {}, {});
                            return host::Done{};
                          })
                    .has_value());
    return changed;
  };
  EXPECT_TRUE(locate());
  EXPECT_FALSE(locate());
  EXPECT_EQ(one(site).at("site").at("located"), true);
  EXPECT_EQ(one(site).at("site").at("contact"), "赵主任");
}

// Any commands in any order give what a plain model gives.
TEST_F(SiteTest, AnyCommandsInAnyOrderGiveWhatAPlainModelGives) {
  struct Model {
    std::vector<std::string> names;           // the last is what it is called
    std::vector<std::pair<bool, Day>> turns;  // opened, closed ... from the first day on
    std::vector<bool> is_turn;                // of each step, after the first
  };
  std::map<std::string, Model> model;
  std::mt19937 random(20200210);
  const auto pick = [&](int n) { return std::uniform_int_distribution<int>(0, n - 1)(random); };
  const Day first = *parse_day("2020-01-01");
  for (int step = 0; step < 300; ++step) {
    later();
    const int what = pick(7);
    std::string site;
    if (!model.empty()) {
      site = std::next(model.begin(), pick(static_cast<int>(model.size())))->first;
    }
    if (what == 0 || site.empty()) {
      const auto name = "商店" + std::to_string(step);
      const auto made =
          ok("sites.add",
             {{"area", kCompound}, {"kind", "shop"}, {"name", name}, {"opened", iso(first)}});
      model[made.subject.text()] = {{name}, {{true, first}}, {}};
      continue;
    }
    auto& one_model = model[site];
    const bool gone = one_model.names.empty();
    if (what <= 2) {
      const auto name = "改名" + std::to_string(step);
      const bool done = send("sites.change", {{"site", site}, {"name", name}}).has_value();
      ASSERT_EQ(done, !gone);
      if (!done) continue;
      one_model.names.push_back(name);
      one_model.is_turn.push_back(false);
    } else if (what <= 4) {
      const bool close = what == 3;
      const Day on = first + pick(60);
      const bool valid =
          !gone && one_model.turns.back().first == close && on >= one_model.turns.back().second;
      const auto answer =
          send(close ? "sites.close" : "sites.reopen", {{"site", site}, {"on", iso(on)}});
      ASSERT_EQ(answer.has_value(), valid);
      if (!valid) continue;
      one_model.turns.emplace_back(!close, on);
      one_model.is_turn.push_back(true);
    } else {
      ASSERT_EQ(send("sites.undo", {{"site", site}}).has_value(), !gone);
      if (gone) continue;
      if (one_model.is_turn.empty()) {
        one_model.names.clear();
      } else {
        if (one_model.is_turn.back()) {
          one_model.turns.pop_back();
        } else {
          one_model.names.pop_back();
        }
        one_model.is_turn.pop_back();
      }
    }
    const Day day = first + pick(70);
    for (const auto& [id, expected] : model) {
      const auto found = read([&](store::Session& db) {
        return sites_->find(db, *Ulid::parse(id), day, clock_.now());
      });
      ASSERT_EQ(found.has_value(), !expected.names.empty());
      if (!found) continue;
      ASSERT_EQ(found->facts.name, expected.names.back());
      bool open = false;
      for (const auto& [opens, on] : expected.turns) {
        if (on <= day) open = opens;
      }
      ASSERT_EQ(found->state == State::open, open) << iso(day);
    }
    std::int64_t open = 0;
    for (const auto& [id, expected] : model) {
      bool now = false;
      for (const auto& [opens, on] : expected.turns) {
        if (on <= day) now = opens;
      }
      open += !expected.names.empty() && now ? 1 : 0;
    }
    ASSERT_EQ(figures_of(kCommunity, day)["sites.shop"], open);
  }
}

// --- kinds ---------------------------------------------------------------------------------------

TEST(SiteKinds, AreThoseThatPacksKnow) {
  std::vector<std::string> known;
  for (const auto& fact : policy::standard::facts()) {
    if (fact.id != "unit_kind" && fact.id != "place_kind") continue;
    for (const auto& value : fact.values) known.push_back(value.id);
  }
  for (int i = 0; i <= static_cast<int>(Kind::institution); ++i) {
    const auto kind = static_cast<Kind>(i);
    EXPECT_FALSE(zh(kind).empty());
    EXPECT_FALSE(en(kind).empty());
    EXPECT_EQ(kind_in(zh(kind)), kind) << zh(kind);
    EXPECT_EQ(kind_in(json::enum_name(kind)), kind);
    if (kind == Kind::compound_gate) continue;  // no rule is about it yet
    EXPECT_TRUE(std::find(known.begin(), known.end(), json::enum_name(kind)) != known.end())
        << json::enum_name(kind);
  }
  EXPECT_TRUE(is_gate(Kind::toll_booth));
  EXPECT_FALSE(is_gate(Kind::school));
}

TEST(SiteKinds, AsPeopleWriteThem) {
  const std::vector<std::pair<std::string, Kind>> names{
      {"福源大药房", Kind::drug_store},
      {"学院路药店", Kind::drug_store},
      {"市第一中学", Kind::school},
      {"桂花苑南门", Kind::compound_gate},
      {"康宁诊所", Kind::medical},
      {"里布嘎社区卫生服务站", Kind::medical},
      {"文山学院", Kind::university},
      {"小太阳幼儿园", Kind::kindergarten},
      {"老寨村口", Kind::village_entrance},
      {"普阳路卡口", Kind::checkpoint},
      {"鑫源商贸有限公司", Kind::enterprise},
      {"七花商务酒店（集中隔离点）", Kind::isolation_site},
      {"三七加工厂", Kind::enterprise},
      {"农贸市场", Kind::market}};
  for (const auto& [name, kind] : names) {
    if (kind == Kind::isolation_site) {
      EXPECT_EQ(kind_in(name), kind) << name;
    } else {
      EXPECT_EQ(kind_by_name(name), kind) << name;
    }
  }
  EXPECT_EQ(kind_by_name("福源(药店旁)"), std::nullopt) << "what is in brackets is no part of it";
  EXPECT_EQ(kind_in("城堡"), std::nullopt);
  EXPECT_EQ(closed_in("未复工"), true);
  EXPECT_EQ(closed_in("正常营业"), false);
  EXPECT_EQ(closed_in("也许"), std::nullopt);
}

}  // namespace
}  // namespace fx::sites
