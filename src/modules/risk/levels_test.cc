// Levels of areas by the shipped packs: Tianjin 2020 day by day under each regime, against a
// reference written with plain loops; what was known then; whose cases count where.
#include <algorithm>
#include <set>

#include "modules/casework/test_support.h"
#include "modules/risk/risk.h"

namespace fx::risk {
namespace {

using casework::Case;
using casework::PlaceKind;

class RiskTest : public casework::CaseOffice {
 protected:
  RiskTest() {
    auto rules = rules::make_module(FX_SOURCE_DIR "/policies");
    FX_CHECK(rules.has_value());
    auto risk = make_module(*cases_, (*rules)->rulebook());
    all_.push_back(std::move(*rules));
    all_.push_back(std::move(risk));
    open();
  }
  json::Array days(const std::string& area, const std::string& from, const std::string& to,
                   host::RawParams more = {}) {
    more.insert(more.end(), {{"area", area}, {"from", from}, {"to", to}});
    const auto answer = ask("/api/risk", more);
    if (!answer.as_object().contains("days")) {
      ADD_FAILURE() << json::serialise(answer);
      return {};
    }
    return answer.at("days").as_array();
  }
  // "high" ... for each day, by date.
  std::map<std::string, std::string> levels(const std::string& area, const std::string& from,
                                            const std::string& to, host::RawParams more = {},
                                            const char* which = "level") {
    std::map<std::string, std::string> out;
    for (const auto& day : days(area, from, to, std::move(more))) {
      out[std::string(day.at("day").as_string())] = day.at(which).as_string();
    }
    return out;
  }
  void use(const std::string& area, const std::string& pack, const std::string& from) {
    ok("rules.use", {{"area", area}, {"pack", pack}, {"from", from}});
  }
};

// --- the reference -------------------------------------------------------------------------------

// Whether two cases are of one place of this kind. The list has no codes of places: names and
// links.
bool share(const Case& a, const Case& b, PlaceKind kind) {
  for (const auto& p : a.facts.places) {
    for (const auto& q : b.facts.places) {
      if (p.kind == kind && q.kind == kind && p.name == q.name) return true;
    }
  }
  for (const auto& link : a.facts.links) {
    if (link.setting == kind && link.with == b.id) return true;
  }
  for (const auto& link : b.facts.links) {
    if (link.setting == kind && link.with == a.id) return true;
  }
  return false;
}

struct Model {
  int window, cluster_cases;
  std::vector<PlaceKind> kinds;

  // Whether any place has a cluster: windows and cluster spans are equally long in these regimes.
  [[nodiscard]] bool cluster(const std::vector<Case>& all, Day day) const {
    std::vector<const Case*> known;
    for (const auto& one : all) {
      if (one.facts.reported <= day) known.push_back(&one);
    }
    for (const auto kind : kinds) {
      std::vector<bool> seen(known.size(), false);
      for (std::size_t i = 0; i < known.size(); ++i) {
        if (seen[i]) continue;
        std::vector<std::size_t> group{i};
        seen[i] = true;
        for (std::size_t at = 0; at < group.size(); ++at) {
          for (std::size_t j = 0; j < known.size(); ++j) {
            if (!seen[j] && share(*known[group[at]], *known[j], kind)) {
              seen[j] = true;
              group.push_back(j);
            }
          }
        }
        int recent = 0;
        for (const auto j : group) recent += day - known[j]->facts.reported < window ? 1 : 0;
        if (recent >= cluster_cases) return true;
      }
    }
    return false;
  }
  [[nodiscard]] int total(const std::vector<Case>& all, Day day) const {
    int out = 0;
    for (const auto& one : all) out += one.facts.reported <= day ? 1 : 0;
    return out;
  }
  [[nodiscard]] int recent(const std::vector<Case>& all, Day day) const {
    int out = 0;
    for (const auto& one : all) {
      out += one.facts.reported <= day && day - one.facts.reported < window ? 1 : 0;
    }
    return out;
  }
  // The 5th to 8th editions.
  [[nodiscard]] std::string level(const std::vector<Case>& all, Day day) const {
    if (total(all, day) == 0 || recent(all, day) == 0) return "low";
    return total(all, day) > 50 && cluster(all, day) ? "high" : "medium";
  }
};

TEST_F(RiskTest, TianjinDayByDayUnderEveryRegime) {
  ASSERT_TRUE(import("12", casework::test_file("covid_tianjin/tianjin_cases.csv")));
  const auto all = all_cases("12");
  const std::string from = "2020-01-15";
  const std::string to = "2020-03-31";
  const auto under = [&](const char* edition) {
    return levels("12", from, to, {{"under", std::string("cn-national/") + edition}});
  };
  const Model five_to_six{14,
                          2,
                          {PlaceKind::household, PlaceKind::unit, PlaceKind::workplace,
                           PlaceKind::school, PlaceKind::medical}};
  const Model seven_to_eight{14,
                             5,
                             {PlaceKind::school, PlaceKind::compound, PlaceKind::workplace,
                              PlaceKind::natural_village, PlaceKind::medical}};
  const std::vector<std::pair<const char*, const Model*>> counted = {
      {"2020-02-ed5", &five_to_six},
      {"2020-03-ed6", &five_to_six},
      {"2020-09-ed7", &seven_to_eight},
      {"2021-05-ed8", &seven_to_eight},
      {"2022-03-zones", &seven_to_eight}};
  for (const auto& [edition, model] : counted) {
    const auto got = under(edition);
    ASSERT_EQ(got.size(), 77U);
    for (const auto& [text, level] : got) {
      EXPECT_EQ(level, model->level(all, *parse_day(text))) << edition << " " << text;
    }
  }
  // The same by hand: 49 cases by 2 February, 65 the day after; the last two on 22 February.
  auto fifth = under("2020-02-ed5");
  EXPECT_EQ(fifth["2020-01-20"], "low");
  EXPECT_EQ(fifth["2020-01-21"], "medium");
  EXPECT_EQ(fifth["2020-02-02"], "medium");
  EXPECT_EQ(fifth["2020-02-03"], "high");
  EXPECT_EQ(fifth["2020-03-06"], "high");  // both of 22 February are of the shopping mall
  EXPECT_EQ(fifth["2020-03-07"], "low");
  // Five cases make a cluster: of the mall's last, two are of 22, two of 21 and one of 20 February.
  auto eighth = under("2021-05-ed8");
  EXPECT_EQ(eighth["2020-03-04"], "high");
  EXPECT_EQ(eighth["2020-03-05"], "medium");
  EXPECT_EQ(eighth["2020-03-06"], "medium");
  EXPECT_EQ(eighth["2020-03-07"], "low");
  // From the 9th edition one infection makes the place high, and the level steps down from itself.
  auto ninth = under("2022-06-ed9");
  EXPECT_EQ(ninth["2020-01-20"], "low");
  for (Day day = *parse_day("2020-01-21"); day <= *parse_day(to); day = day + 1) {
    EXPECT_EQ(ninth[iso(day)], "high") << iso(day);  // no round of tests was recorded
  }
  for (const char* edition : {"2022-11-m20", "2022-12-m10"}) {
    auto got = under(edition);
    for (Day day = *parse_day(from); day <= *parse_day(to); day = day + 1) {
      const bool high = day >= *parse_day("2020-01-21") && day <= *parse_day("2020-02-26");
      EXPECT_EQ(got[iso(day)], high ? "high" : "low") << edition << " " << iso(day);
    }
  }
  for (const char* edition : {"2020-01", "2023-01-ed10"}) {
    for (const auto& [day, level] : under(edition)) EXPECT_EQ(level, "none") << edition << day;
  }
  // After a round in which everybody was negative: medium, and low three days later.
  ok("risk.record-round", {{"area", "12"}, {"on", "2020-02-20"}, {"negative", true}});
  EXPECT_EQ(under("2022-06-ed9")["2020-03-01"], "high");  // cases came after it
  ok("risk.record-round", {{"area", "12"}, {"on", "2020-02-29"}, {"negative", true}});
  ninth = under("2022-06-ed9");
  EXPECT_EQ(ninth["2020-02-28"], "high");
  EXPECT_EQ(ninth["2020-02-29"], "medium");
  EXPECT_EQ(ninth["2020-03-02"], "medium");
  EXPECT_EQ(ninth["2020-03-03"], "low");
  EXPECT_EQ(ninth["2020-03-31"], "low");
}

TEST_F(RiskTest, TheRegimeInForceDecidesAndSaysWhy) {
  ASSERT_TRUE(import("12", casework::test_file("covid_tianjin/tianjin_cases.csv")));
  EXPECT_EQ(levels("12", "2020-02-25", "2020-02-25")["2020-02-25"], "none");
  use("12", "cn-national", "2020-01-25");
  // The notice of January has no levels; the 5th edition begins on 21 February.
  auto got = levels("12", "2020-02-19", "2020-03-08");
  EXPECT_EQ(got["2020-02-20"], "none");
  EXPECT_EQ(got["2020-02-21"], "high");
  EXPECT_EQ(got["2020-03-08"], "low");
  const auto day = days("12", "2020-03-06", "2020-03-06").at(0);
  EXPECT_EQ(day.at("rule").at("rule").as_string(), "cn-national/2020-02-ed5/risk/4");
  EXPECT_NE(day.at("rule").at("why").as_string().find("135"), std::string::npos);
  EXPECT_EQ(day.at("counting").at("rule").as_string(), "cn-national/2020-02-ed5/case_counting/2");
  EXPECT_EQ(day.at("window_first").as_string(), "2020-02-22");
  EXPECT_EQ(day.at("cases_in_window").as_int64(), 2);
  EXPECT_EQ(day.at("cases").as_array().size(), 2U);
  ASSERT_EQ(day.at("clusters").as_array().size(), 1U);
  EXPECT_EQ(day.at("clusters").at(0).at("kind").as_string(), "workplace");
  EXPECT_EQ(day.at("clusters").at(0).at("size").as_int64(), 2);
  EXPECT_EQ(day.at("clusters").at(0).at("cases"), day.at("cases"));
  // Counts are for everyone, the cases themselves for those who may see records.
  const access::Actor command{Ulid::make(Instant{1}), {{access::Role::command, "12"}}};
  const auto seen =
      ask("/api/risk", {{"area", "12"}, {"from", "2020-03-06"}, {"to", "2020-03-06"}}, command);
  EXPECT_EQ(seen.at("days").at(0).at("level").as_string(), "high");
  EXPECT_EQ(seen.at("days").at(0).at("cases_in_window").as_int64(), 2);
  EXPECT_TRUE(seen.at("days").at(0).at("cases").as_array().empty());
  EXPECT_TRUE(seen.at("days").at(0).at("clusters").at(0).at("cases").as_array().empty());
}

TEST_F(RiskTest, ThePastIsToldAsItWasKnownThenAndAsItIsKnownNow) {
  use("5326", "cn-national", "2020-01-25");
  const auto record = [&](const char* reported) {
    return ok("casework.record",
              {{"area", "532601"}, {"classification", "confirmed"}, {"reported", reported}})
        .subject.text();
  };
  clock("2020-02-25T12:00:00");
  const auto wrong = record("2020-02-24");
  clock("2020-02-27T12:00:00");
  record("2020-02-22");  // told late
  clock("2020-03-20T12:00:00");
  ok("casework.withdraw", {{"id", wrong}, {"reason", "entered_by_mistake"}});
  clock("2020-03-31T12:00:00");
  const auto now = levels("532601", "2020-02-21", "2020-03-12");
  const auto then = levels("532601", "2020-02-21", "2020-03-12", {}, "level_then");
  for (Day day = *parse_day("2020-02-21"); day <= *parse_day("2020-03-12"); day = day + 1) {
    const auto text = iso(day);
    EXPECT_EQ(now.at(text),
              day >= *parse_day("2020-02-22") && day < *parse_day("2020-03-07") ? "medium" : "low")
        << text;
    EXPECT_EQ(then.at(text),
              day >= *parse_day("2020-02-25") && day < *parse_day("2020-03-09") ? "medium" : "low")
        << text;
  }
  const auto as_of =
      levels("532601", "2020-02-21", "2020-02-26", {{"as_of", "2020-02-26T23:59:00+08:00"}});
  EXPECT_EQ(as_of.at("2020-02-22"), "low");
  EXPECT_EQ(as_of.at("2020-02-24"), "medium");
}

TEST_F(RiskTest, CasesCountInTheUnitThatTheRegimeNames) {
  use("5326", "cn-national", "2020-01-25");
  // The community's own pack has no levels: those of the pack above hold.
  use(kCommunity, "xinping-2020", "2020-01-25");
  clock("2020-02-28T12:00:00");
  ok("casework.record",
     {{"area", "532622"}, {"classification", "confirmed"}, {"reported", "2020-02-27"}});
  EXPECT_EQ(levels(kCommunity, "2020-02-28", "2020-02-28")["2020-02-28"], "low");
  ok("casework.record",
     {{"area", "532601003"}, {"classification", "confirmed"}, {"reported", "2020-02-27"}});
  const auto day = days(kCommunity, "2020-02-28", "2020-02-28").at(0);
  EXPECT_EQ(day.at("level").as_string(), "medium");  // another street of the same county
  EXPECT_EQ(day.at("counted").as_string(), "532601");
  EXPECT_EQ(day.at("unit").as_string(), "county");
  // Whom the regime does not count.
  ok("casework.record",
     {{"area", "532625"}, {"classification", "asymptomatic"}, {"reported", "2020-02-27"}});
  ok("casework.record",
     {{"area", "532625"}, {"classification", "suspected"}, {"reported", "2020-02-27"}});
  const auto abroad = ok("casework.record", {{"area", "532625"},
                                             {"classification", "confirmed"},
                                             {"origin", "abroad"},
                                             {"reported", "2020-02-27"}});
  EXPECT_EQ(levels("532625", "2020-02-28", "2020-02-28")["2020-02-28"], "low");
  ok("casework.correct", {{"id", abroad.subject.text()},
                          {"classification", "confirmed"},
                          {"origin", "local"},
                          {"reported", "2020-02-27"}});
  later();
  EXPECT_EQ(levels("532625", "2020-02-28", "2020-02-28")["2020-02-28"], "medium");
}

TEST_F(RiskTest, ANewRegimeThatDrawsSmallerUnitsBeginsAnew) {
  clock_.set(*parse_instant("2022-07-20T12:00:00+08:00"));
  use("5326", "cn-national", "2022-06-01");
  ok("registry.add-household", {{"area", kCommunity},
                                {"grid", "1"},
                                {"compound", "桂花苑"},
                                {"building", "1"},
                                {"unit", "1"},
                                {"room", "101"}});
  ok("registry.add-household", {{"area", kCommunity},
                                {"grid", "1"},
                                {"compound", "滨河花园"},
                                {"building", "1"},
                                {"unit", "1"},
                                {"room", "101"}});
  const std::string compound = std::string(kCommunity) + "-1-1";
  const std::string other = std::string(kCommunity) + "-1-2";
  const auto record = [&](const std::string& place, const char* reported) {
    ok("casework.record",
       {{"area", kCommunity},
        {"classification", "confirmed"},
        {"reported", reported},
        {"places", json::Array{json::Object{{"role", "residence"}, {"area", place}}}}});
  };
  record(compound, "2022-06-20");
  // By the county until 27 June, by the compound from then on.
  auto here = levels(compound, "2022-06-20", "2022-07-20");
  auto there = levels(other, "2022-06-20", "2022-07-20");
  EXPECT_EQ(here["2022-06-27"], "medium");
  EXPECT_EQ(there["2022-06-27"], "medium");
  EXPECT_EQ(here["2022-06-28"], "low");
  EXPECT_EQ(there["2022-06-28"], "low");
  record(compound, "2022-07-05");
  later();
  here = levels(compound, "2022-06-20", "2022-07-20");
  EXPECT_EQ(here["2022-07-04"], "low");
  EXPECT_EQ(here["2022-07-05"], "high");
  EXPECT_EQ(here["2022-07-20"], "high");
  EXPECT_EQ(levels(other, "2022-07-05", "2022-07-05")["2022-07-05"], "low");
  // The dwelling has the level of its compound.
  const auto day = days(compound + "-1-1-101", "2022-07-05", "2022-07-05").at(0);
  EXPECT_EQ(day.at("level").as_string(), "high");
  EXPECT_EQ(day.at("counted").as_string(), compound);
}

TEST_F(RiskTest, QuestionsAreRefusedByName) {
  const auto refused = [&](host::RawParams params) {
    const auto answer = ask("/api/risk", params);
    return answer.as_object().contains("refused") ? std::string(answer.at("refused").as_string())
                                                  : std::string("answered");
  };
  EXPECT_EQ(refused({{"area", "12"}, {"from", "2020-02-02"}, {"to", "2020-02-01"}}),
            "risk.backwards");
  EXPECT_EQ(refused({{"area", "12"}, {"from", "2016-02-02"}, {"to", "2020-02-01"}}),
            "risk.too-long");
  EXPECT_EQ(refused({{"area", "999999"}}), "host.no-such-area");
  EXPECT_EQ(refused({{"area", "12"}, {"under", "cn-national"}}), "risk.no-regime");
  EXPECT_EQ(refused({{"area", "12"}, {"under", "cn-national/x"}}), "risk.no-regime");
  EXPECT_EQ(refused({{"area", "12"}}), "answered");
  EXPECT_EQ(this->refused("risk.record-round",
                          {{"area", "12"}, {"on", "2031-01-01"}, {"negative", true}}),
            "risk.future-round");
}

TEST_F(RiskTest, TheLevelsOfSubAreasAreThoseAskedOneByOne) {
  const std::vector<std::string> all{kCommunity, "532601003006", "532601003007"};
  add_area(all[1], "甲社区");
  add_area(all[2], "乙社区");
  use("532601003", "shuangtian-2020", "2020-10-01");
  use(all[1], "dengue", "2020-10-01");
  use("5326", "cn-national", "2020-02-21");
  for (const auto& area : all) {
    ok("casework.record",
       {{"area", area}, {"classification", "confirmed"}, {"reported", "2020-03-20"}});
  }
  ok("casework.record",
     {{"area", all[2]}, {"classification", "confirmed"}, {"reported", "2020-02-25"}});
  for (const char* area : {"532601003", "532601"}) {
    for (const char* on : {"2020-02-24", "2020-02-26", "2020-03-15", "2020-03-31"}) {
      const auto answer = ask("/api/risk", {{"area", area}, {"to", on}, {"parts", "true"}});
      EXPECT_FALSE(answer.at("parts").as_array().empty());
      for (const auto& part : answer.at("parts").as_array()) {
        const std::string code(part.at("area").as_string());
        EXPECT_FALSE(part.at("name").as_string().empty());
        const auto one = days(code, on, on).at(0);
        for (const char* member : {"level", "level_name", "counted", "cases_in_window"}) {
          EXPECT_EQ(part.at(member), one.at(member)) << code << " " << on << " " << member;
        }
      }
    }
  }
  EXPECT_TRUE(ask("/api/risk", {{"area", "532601003"}}).at("parts").as_array().empty());
}

}  // namespace
}  // namespace fx::risk
