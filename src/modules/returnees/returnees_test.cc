#include <algorithm>

#include <gtest/gtest.h>

#include "modules/returnees/refusals.h"
#include "modules/returnees/test_support.h"

namespace fx::returnees {
namespace {

std::string valid_id(const std::string& seventeen) { return seventeen + id_check_digit(seventeen); }
const std::string kIdZhang = valid_id("53260119700101001");
const std::string kIdLi = valid_id("53260119720202002");
const std::string kIdWang = valid_id("53260119950303003");
const std::string kIdZhao = valid_id("53260119900404005");

constexpr const char* kOwn = "姓名,身份证号,联系电话,现住址,从何处返回,返回时间,体温,排查人\n";
constexpr const char* kPolice = "姓名,证件号码,手机号,来源地,进入日期,车次\n";

class ReturneesTest : public ::testing::Test {
 public:
  ~ReturneesTest() override { EXPECT_TRUE(w_.sound()); }

 protected:
  ReturneesTest() : w_(::testing::UnitTest::GetInstance()->current_test_info()->name()) {
    register_csv(kRegister);
  }

  const std::string kRegister =
      "小区,楼栋,单元,房号,与户主关系,姓名,身份证号,联系电话\n"
      "和平里,1栋,1,101,户主,张伟," +
      kIdZhang +
      ",13054634619\n"
      "和平里,1栋,1,101,配偶,李芳," +
      kIdLi +
      ",\n"
      "和平里,2栋,1,201,户主,王静," +
      kIdWang + ",13954634000\n";

  void register_csv(const std::string& csv) {
    const auto report = w_.register_files({{"r.csv", csv}});
    ASSERT_TRUE(report) << report.error().message(Language::kEn);
  }
  ImportReport take(const std::string& csv, const std::string& name = "a.csv") {
    const auto report = w_.lists({{name, csv}});
    EXPECT_TRUE(report) << report.error().message(Language::kEn);
    return report ? *report : ImportReport();
  }
  static std::vector<std::string> codes(const ImportReport& report) {
    std::vector<std::string> out;
    for (const auto& p : report.problems) out.push_back(p.code);
    std::sort(out.begin(), out.end());
    return out;
  }
  Ulid person(const std::string& name) {
    Ulid found;
    int count = 0;
    for (const auto& p : w_.people()) {
      if (p.facts.name != name) continue;
      found = p.id;
      ++count;
    }
    EXPECT_EQ(count, 1) << name;
    return found;
  }
  // "4201 2020-02-11 2 claims" of somebody's latest arrival, with what else there is to say.
  std::string arrival(const std::string& name) {
    const Ulid id = person(name);
    return w_.read([&](store::Session& db) -> std::string {
      auto q = db.query(
          "select origin, abroad, arrived, dated, claims, disputed, found from returnees_arrival"
          " where person = $1 and known_to = $2 order by arrived desc limit 1",
          id, kForever);
      if (!q.next()) return "none";
      std::string out = q.flag(1) ? "abroad" : q.string(0);
      out += " " + (q.flag(3) ? iso(q.day(2)) : "undated");
      out += " " + std::to_string(q.number(4));
      if (q.flag(5)) out += " disputed";
      if (!q.flag(6)) out += " to be found";
      return out;
    });
  }
  Ulid arrival_id(const std::string& name) {
    const Ulid id = person(name);
    return w_.read([&](store::Session& db) {
      auto q = db.query("select arrival from returnees_arrival where person = $1 and known_to = $2",
                        id, kForever);
      return q.next() ? q.ulid(0) : Ulid();
    });
  }
  std::int64_t entries() { return w_.count("select count(*) from journal_entry"); }
  std::string refused(const std::string& command, json::Object body,
                      const access::Actor& actor = access::Actor::system()) {
    auto done = w_.send(command, std::move(body), actor);
    return done ? "done" : std::string(done.error().code());
  }

  World w_;
};

// --- who is meant --------------------------------------------------------------------------------

TEST_F(ReturneesTest, ANumberIsEnoughWhateverTheNameIsWrittenLike) {
  take(std::string(kPolice) + "章玮," + kIdZhang + ",,湖北武汉,2020-02-11,\n");
  EXPECT_EQ(arrival("张伟"), "4201 2020-02-11 1");
  EXPECT_EQ(w_.figure("returnees.unmatched"), 0);
}

TEST_F(ReturneesTest, ElseATelephoneAndANameThatSoundsTheSame) {
  take(std::string(kPolice) + "章玮,,13054634619,湖北武汉,2020-02-11,\n");
  EXPECT_EQ(arrival("张伟"), "4201 2020-02-11 1");
  // A family's telephone does not make its bearer a relative.
  take(std::string(kPolice) + "赵磊,,13054634619,湖北武汉,2020-02-11,\n");
  EXPECT_EQ(arrival("赵磊"), "4201 2020-02-11 1 to be found");
}

TEST_F(ReturneesTest, ElseANameThatSoundsTheSameAndTheDoor) {
  take(std::string(kOwn) + "理芳,,,甲社区和平里1#1-101,湖北武汉,2.11,36.5,某\n");
  EXPECT_EQ(arrival("李芳"), "4201 2020-02-11 1");
  // Another door is another person.
  take(std::string(kOwn) + "李方,,,和平里2#1-201,湖北武汉,2.11,36.5,某\n");
  EXPECT_EQ(arrival("李方"), "4201 2020-02-11 1 to be found");
}

TEST_F(ReturneesTest, ANameAloneIsNobodyAndIsPutToAPerson) {
  const auto report = take(std::string(kPolice) + "张伟,,,湖北武汉,2020-02-11,\n");
  EXPECT_EQ(codes(report), std::vector<std::string>{"returnees.several-people"});
  EXPECT_EQ(report.doubts, 1);
  EXPECT_EQ(w_.figure("returnees.unmatched"), 1);
  EXPECT_EQ(w_.figure("returnees"), 1);
}

TEST_F(ReturneesTest, SomebodyElsesNumberAndAnotherNameAreNotJoined) {
  take(std::string(kPolice) + "张伟," + kIdZhao + ",13054634619,湖北武汉,2020-02-11,\n");
  EXPECT_EQ(w_.figure("returnees.unmatched"), 1);
  EXPECT_EQ(w_.people().size(), 4U);
}

TEST_F(ReturneesTest, WhereHousesHaveNoNumbersTheGroupAndTheNameTell) {
  register_csv(
      "小区,户主姓名,与户主关系,姓名,身份证号\n老寨,周明,户主,周明,\n老寨,吴强,户主,吴强,\n"
      "老寨,吴强,子,周亮,\n");
  take(std::string(kOwn) + "周铭," + kIdZhao + ",,甲社区老寨,湖北武汉,2.11,36.5,某\n");
  EXPECT_EQ(w_.figure("returnees.unmatched"), 0);
  EXPECT_EQ(w_.figure("returnees.hubei.households"), 1);
}

// --- what is said of them ------------------------------------------------------------------------

TEST_F(ReturneesTest, APersonOnThreeKindsOfListsCountsOnceAndEverySourceIsKept) {
  take(std::string(kOwn) + "张伟," + kIdZhang +
           ",,和平里1-1-101,湖北武汉,2月11日,36.8度,某\n"
           "张玮,,13054634619,和平里1栋1单元101,湖北武汉,2.11,36.8,某\n",
       "own.csv");
  take(std::string(kPolice) + "张伟," + kIdZhang + ",,湖北省,2020-02-11,K1\n", "police.csv");
  take(R"({"姓名": "张伟", "手机": "13054634619", "出发地": "武汉", "到达日期": "2020-02-11",)"
       R"( "住址": "和平里1-1-101", "提交时间": "2020-02-11T10:00:00+08:00"})"
       "\n",
       "form.jsonl");
  EXPECT_EQ(w_.figure("returnees"), 1);
  EXPECT_EQ(w_.figure("returnees.hubei.people"), 1);
  EXPECT_EQ(w_.figure("returnees.disputed"), 0) << "a province does not contradict its city";
  const auto answer = w_.ask("/api/returnees/{person}", {{"person", person("张伟").text()}});
  const auto& claims = answer.at("arrivals").as_array().at(0).at("claims").as_array();
  std::vector<std::string> told;
  for (const auto& claim : claims) {
    told.push_back(std::string(claim.at("source").as_string()) + " " +
                   std::string(claim.at("source_name").as_string()) + " " +
                   std::string(claim.at("origin_text").as_string()));
  }
  std::sort(told.begin(), told.end());
  EXPECT_EQ(told,
            (std::vector<std::string>{"declaration form.jsonl 武汉", "own_list own.csv 湖北武汉",
                                      "passed_down police.csv 湖北省"}));
}

TEST_F(ReturneesTest, WhereSourcesDisagreeMostDecideAndTheConflictIsShown) {
  take(std::string(kOwn) + "张伟," + kIdZhang + ",,,湖北武汉,2.11,36.5,某\n");
  const auto report = take(std::string(kPolice) + "张伟," + kIdZhang + ",,云南昆明,2020-02-12,\n");
  EXPECT_EQ(codes(report), std::vector<std::string>{"returnees.sources-disagree"});
  EXPECT_EQ(arrival("张伟"), "4201 2020-02-11 2 disputed") << "in a tie those who asked";
  take(R"({"姓名": "张伟", "身份证": ")" + kIdZhang +
           R"(", "出发地": "昆明", "到达日期": "2020-02-12", "提交时间": "2020-02-12 10:00"})"
           "\n",
       "form.jsonl");
  EXPECT_EQ(arrival("张伟"), "5301 2020-02-12 3 disputed");
  EXPECT_EQ(w_.figure("returnees.disputed"), 1);
  const auto settled = w_.send(
      "returnees.settle",
      {{"arrival", arrival_id("张伟").text()}, {"origin", "湖北武汉"}, {"arrived", "2020-02-11"}});
  ASSERT_TRUE(settled);
  EXPECT_EQ(arrival("张伟"), "4201 2020-02-11 3");
  EXPECT_EQ(w_.figure("returnees.hubei.people"), 1);
}

TEST_F(ReturneesTest, ALaterEditionOfAListTakesThePlaceOfWhatItSaid) {
  const auto row = [](const std::string& origin, const std::string& day) {
    return std::string(kOwn) + "张伟," + kIdZhang + ",,," + origin + "," + day + ",36.5,某\n";
  };
  take(row("湖北武汉", "2.11"), "返乡台账.csv");
  const auto report = take(row("云南昆明", "2.12"), "返乡台账（更正）.csv");
  EXPECT_EQ(codes(report), std::vector<std::string>{"returnees.corrects-itself"});
  EXPECT_EQ(report.files[0].accepted, 1);
  EXPECT_EQ(arrival("张伟"), "5301 2020-02-12 1");
  EXPECT_EQ(w_.figure("returnees.disputed"), 0);
  EXPECT_EQ(w_.count("select count(*) from journal_entry e where kind = 'returnees.claimed' and"
                     " amends is not null"),
            1);
  // What it said before stays for whoever asks.
  const auto answer = w_.ask("/api/returnees/{person}", {{"person", person("张伟").text()}});
  const auto& claims = answer.at("arrivals").at(0).at("claims").as_array();
  ASSERT_EQ(claims.size(), 2U);
  EXPECT_EQ(claims[0].at("replaced"), true);
  EXPECT_EQ(claims[0].at("origin_name"), "湖北省武汉市");
  EXPECT_EQ(claims[1].at("replaced"), false);
  // The corrected list once more says nothing new, and another source may still disagree.
  EXPECT_EQ(take(row("云南昆明", "2.12") + "\n", "返乡台账（更正）.csv").files[0].unchanged, 1);
  take(std::string(kPolice) + "张伟," + kIdZhang + ",,湖北武汉,2020-02-12,\n", "police.csv");
  EXPECT_EQ(arrival("张伟"), "5301 2020-02-12 2 disputed");
}

TEST_F(ReturneesTest, OnlyTheSameListCorrectsItself) {
  const auto police = [](const std::string& origin) {
    return std::string(kPolice) + "张伟," + kIdZhang + ",," + origin + ",2020-02-11,\n";
  };
  take(police("湖北武汉"), "公安推送.csv");
  const auto report = take(police("云南昆明"), "大数据推送.csv");
  EXPECT_EQ(codes(report), std::vector<std::string>{"returnees.sources-disagree"});
  EXPECT_EQ(arrival("张伟"), "4201 2020-02-11 2 disputed");
  // One of the two comes to agree.
  take(police("湖北武汉市"), "大数据推送0212.csv");
  EXPECT_EQ(arrival("张伟"), "4201 2020-02-11 2");
}

TEST_F(ReturneesTest, TwoRowsOfOneEditionAreForAPersonToSettle) {
  const std::string rows = std::string(kOwn) + "张伟," + kIdZhang + ",,,湖北武汉,2.11,36.5,某\n";
  const std::string other = "张伟," + kIdZhang + ",,,云南昆明,2.11,36.5,某\n";
  take(rows + other, "台账.csv");
  EXPECT_EQ(arrival("张伟"), "4201 2020-02-11 2 disputed");
  // What an edition repeats stands beside what it says anew, in whatever order its rows come.
  const std::string third = "张伟," + kIdZhang + ",,,四川成都,2.11,36.5,某\n";
  take(rows + third, "台账2.csv");
  EXPECT_EQ(w_.count("select count(*) from returnees_claim where replaced_by is null"), 2);
  take(std::string(kOwn) + other + third, "台账3.csv");
  EXPECT_EQ(w_.count("select count(*) from returnees_claim where replaced_by is null"), 2);
  EXPECT_EQ(w_.count("select count(*) from returnees_claim where replaced_by is null"
                     " and origin = '4201'"),
            0);
}

TEST_F(ReturneesTest, ACellLeftBlankTakesNothingBack) {
  take(std::string(kOwn) + "张伟," + kIdZhang + ",,,湖北武汉,2.11,36.5,某\n", "台账.csv");
  take(std::string(kOwn) + "张伟," + kIdZhang + ",,,,2.11,36.5,某\n", "台账2.csv");
  EXPECT_EQ(arrival("张伟"), "4201 2020-02-11 2");
  take(std::string(kOwn) + "张伟," + kIdZhang + ",,,湖北省,2.11,36.5,某\n", "台账3.csv");
  EXPECT_EQ(arrival("张伟"), "4201 2020-02-11 2");
}

TEST_F(ReturneesTest, FilesThatComeTogetherAreNoEditionsOfEachOther) {
  const auto row = [](const std::string& origin) {
    return std::string(kOwn) + "张伟," + kIdZhang + ",,," + origin + ",2.11,36.5,某\n";
  };
  const std::string one = row("湖北武汉");
  const std::string two = row("云南昆明");
  ASSERT_TRUE(w_.lists({{"台账1.csv", one}, {"台账2.csv", two}}));
  EXPECT_EQ(arrival("张伟"), "4201 2020-02-11 2 disputed");
}

TEST_F(ReturneesTest, TypedInOnceMoreTheLastIsMeant) {
  const auto add = [&](const char* origin, const char* day) {
    ASSERT_TRUE(w_.send("returnees.add",
                        {{"person", person("张伟").text()}, {"origin", origin}, {"arrived", day}}));
  };
  add("湖北武汉", "2020-02-11");
  add("云南昆明", "2020-02-12");
  EXPECT_EQ(arrival("张伟"), "5301 2020-02-12 1");
}

TEST_F(ReturneesTest, ComingBackTwiceIsTwoArrivalsAndOnePerson) {
  take(std::string(kPolice) + "张伟," + kIdZhang + ",,湖北武汉,2020-01-20,\n张伟," + kIdZhang +
       ",,云南昆明,2020-02-20,\n");
  EXPECT_EQ(w_.count("select count(*) from returnees_arrival"), 2);
  EXPECT_EQ(w_.figure("returnees"), 1);
  EXPECT_EQ(w_.figure("returnees.other_city.people"), 1);
  EXPECT_EQ(w_.figure("returnees.hubei.people"), 0) << "the latest coming counts";
  EXPECT_EQ(w_.figure("returnees.hubei.people", *parse_day("2020-02-10")), 1);
}

TEST_F(ReturneesTest, HouseholdsAreCountedOnceAClass) {
  take(std::string(kPolice) + "张伟," + kIdZhang + ",,湖北武汉,2020-02-20,\n李芳," + kIdLi +
       ",,湖北黄冈,2020-02-20,\n王静," + kIdWang + ",,广东深圳,2020-02-20,\n");
  EXPECT_EQ(w_.figure("returnees.hubei.people"), 2);
  EXPECT_EQ(w_.figure("returnees.hubei.households"), 1);
  EXPECT_EQ(w_.figure("returnees.other_province.households"), 1);
  EXPECT_EQ(w_.figure("returnees.new.hubei", *parse_day("2020-02-20")), 2);
  EXPECT_EQ(w_.figure("returnees.new.hubei", *parse_day("2020-02-21")), 0);
}

// --- dates ---------------------------------------------------------------------------------------

TEST_F(ReturneesTest, AYearThatIsMissingIsThatOfTheOtherDatesOfTheFile) {
  w_.clock_.set(*parse_instant("2021-06-01T09:00:00+08:00"));
  take(std::string(kOwn) + "张伟," + kIdZhang + ",,,湖北武汉,12月30日,36.5,某\n李芳," + kIdLi +
       ",,,湖北武汉,1.5,36.5,某\n王静," + kIdWang + ",,,湖北武汉,2020-01-10,36.5,某\n");
  EXPECT_EQ(arrival("张伟"), "4201 2019-12-30 1");
  EXPECT_EQ(arrival("李芳"), "4201 2020-01-05 1");
}

TEST_F(ReturneesTest, EveryStyleOfADateIsTheSameDay) {
  const std::vector<std::string> styles{
      "2020-02-11", "2020/2/11", "2020.2.11",     "20200211",           "2月11日",
      "2.11",       "2月11号",   "2020年2月11日", "二月十一日",         "正月十八",
      "43872",      "2-11",      "2月11日下午",   "２０２０．２．１１", "2020-02-11 14:30"};
  std::string csv = std::string("填报日期：2020年2月20日\n") + kOwn;
  for (std::size_t i = 0; i < styles.size(); ++i) {
    static const std::vector<std::string> kSurnames{"张", "王", "李", "赵", "钱", "孙", "周", "吴",
                                                    "冯", "陈", "褚", "卫", "蒋", "沈", "韩"};
    csv += kSurnames[i] + "建国,," + std::to_string(13054600000 + i) + ",,湖北武汉," + styles[i] +
           ",36.5,某\n";
  }
  const auto report = take(csv);
  EXPECT_EQ(w_.count("select count(*) from returnees_arrival where arrived = 18303"),
            static_cast<std::int64_t>(styles.size()));
  EXPECT_EQ(Day{18303}, *parse_day("2020-02-11"));
}

TEST_F(ReturneesTest, WhatIsNoDayIsADoubtAndThePersonCountsFromTheListsDay) {
  const auto report =
      take(std::string(kOwn) + "张伟," + kIdZhang + ",,,湖北武汉,昨天,36.5,某\n李芳," + kIdLi +
           ",,,湖北武汉,2月30日,36.5,某\n王静," + kIdWang + ",,,湖北武汉,2020-03-05,36.5,某\n");
  EXPECT_EQ(codes(report),
            (std::vector<std::string>{"returnees.future-arrival", "returnees.unreadable-date",
                                      "returnees.unreadable-date"}));
  EXPECT_EQ(arrival("张伟"), "4201 undated 1");
  EXPECT_EQ(w_.figure("returnees"), 3);
  EXPECT_EQ(w_.figure("returnees", *parse_day("2020-02-27")), 0);
  // A list with a day of its own says what yesterday was.
  const auto more = take(std::string("填报日期：2020年2月20日\n") + kOwn + "张伟," + kIdZhang +
                         ",,,湖北武汉,昨天,36.5,某\n");
  EXPECT_EQ(arrival("张伟"), "4201 2020-02-19 1");
  EXPECT_EQ(codes(more), std::vector<std::string>()) << "to say more is no correction";
}

// --- again, and the register ---------------------------------------------------------------------

TEST_F(ReturneesTest, TheSameListAgainChangesNothing) {
  const std::string csv = std::string(kOwn) + "张伟,,,,湖北武汉,2.11,36.5,某\n章玮," + kIdZhang +
                          ",,,湖北武汉,2.12,36.5,某\n钱七,,,和平里1-1-101,昆明,2.13,36.5,某\n"
                          ",,,,,,,\n张伟,,,和平里9-9-909,广东,2.14,36.5,某\n";
  const auto first = take(csv);
  EXPECT_EQ(first.files[0].accepted, 4);
  const auto before = entries();
  const auto people = w_.people().size();
  for (int i = 0; i < 3; ++i) {
    const auto again = take(csv);
    EXPECT_EQ(again.files[0].accepted, 0);
    EXPECT_EQ(again.files[0].unchanged, 4);
    EXPECT_EQ(again.people_new, 0);
    EXPECT_EQ(again.import, first.import);
  }
  EXPECT_EQ(entries(), before);
  EXPECT_EQ(w_.people().size(), people);
  // One more row: the others are still who they were.
  const auto more = take(csv + "王静," + kIdWang + ",,,广东,2.14,36.5,某\n");
  EXPECT_EQ(more.files[0].accepted, 1);
  EXPECT_EQ(w_.people().size(), people);
}

TEST_F(ReturneesTest, WhoIsToBeFoundIsFoundWhenTheRegisterGetsThem) {
  take(std::string(kPolice) + "赵磊," + kIdZhao + ",,湖北武汉,2020-02-11,\n");
  take(std::string(kOwn) + "钱欣,,,和平里2栋1单元201,湖北武汉,2.11,36.5,某\n");
  EXPECT_EQ(w_.figure("returnees.unmatched"), 2);
  EXPECT_EQ(w_.figure("returnees.hubei.people"), 2);
  EXPECT_EQ(w_.figure("returnees.hubei.households"), 0);
  EXPECT_EQ(w_.figure("people"), 3);
  // The second by a name that only sounds the same, at the door that the list gave.
  w_.clock_.set(Instant{w_.clock_.now().millis + 3'600'000});
  register_csv(kRegister + "和平里,3栋,1,302,户主,赵磊," + kIdZhao +
               ",\n和平里,2栋,1,201,配偶,钱新," + valid_id("53260119880808001") + ",\n");
  EXPECT_EQ(w_.figure("returnees.unmatched"), 0);
  EXPECT_EQ(w_.figure("returnees"), 2);
  EXPECT_EQ(w_.figure("returnees.hubei.households"), 2);
  EXPECT_EQ(w_.figure("people"), 5);
  const auto closed = w_.read([](store::Session& db) {
    return db.integer("select count(*) from returnees_arrival where known_to <> $1", kForever);
  });
  EXPECT_EQ(closed, 2) << "what was known before is kept";
}

TEST_F(ReturneesTest, WhoLivesInAnotherCommunityIsCountedThereAndTheClerkIsTold) {
  w_.add_area("532601003006", "乙社区");
  const auto other = registry::import_register(
      *w_.host_, access::Actor::system(), "532601003006",
      {{"r.csv", "小区,楼栋,单元,房号,姓名,身份证号\n远山,1栋,1,101,赵磊," + kIdZhao + "\n"}}, {});
  ASSERT_TRUE(other);
  const auto report = take(std::string(kPolice) + "赵磊," + kIdZhao + ",,湖北武汉,2020-02-11,\n");
  EXPECT_EQ(codes(report), std::vector<std::string>{"returnees.registered-elsewhere"});
  EXPECT_EQ(w_.figure("returnees"), 0);
  w_.community_ = "532601003006";
  EXPECT_EQ(w_.figure("returnees"), 1);
  EXPECT_EQ(w_.figure("returnees.unmatched"), 0);
  w_.community_ = "532601003005";
}

TEST_F(ReturneesTest, WhenNothingCouldBeTakenTheProblemsAreKeptAllTheSame) {
  const std::string csv =
      std::string(kOwn) + ",无,,和平里,湖北武汉,2.11,36.5,某\n,,,和平里,广东,2.12,36.5,某\n";
  const auto report = take(csv);
  EXPECT_EQ(report.files[0].set_aside, 2);
  EXPECT_EQ(take(csv).import, report.import);
  EXPECT_EQ(w_.count("select count(*) from returnees_import"), 1);
  const auto list = w_.ask("/api/returnees/imports", {{"area", w_.community_}});
  EXPECT_EQ(list.at("total").as_int64(), 1);
  EXPECT_EQ(list.at("imports").as_array().at(0).at("problems").as_int64(), 2);
  EXPECT_EQ(list.at("imports").as_array().at(0).at("import").as_string(), report.import.text());
}

// --- by hand -------------------------------------------------------------------------------------

TEST_F(ReturneesTest, ACommandIsRefusedByItsReason) {
  const std::string zhang = person("张伟").text();
  const auto add = [&](const std::string& who, const std::string& origin, const std::string& day,
                       int tenths) {
    return refused("returnees.add",
                   {{"person", who}, {"origin", origin}, {"arrived", day}, {"tenths", tenths}});
  };
  EXPECT_EQ(add(zhang, "湖北武汉", "2020-02-29", 365), kFutureArrival.code);
  EXPECT_EQ(add(zhang, "外面", "2020-02-20", 365), kUnknownOrigin.code);
  EXPECT_EQ(add(zhang, "湖北武汉", "2020-02-20", 500), kBadTemperature.code);
  const std::string nobody = Ulid::make(w_.clock_.now()).text();
  EXPECT_EQ(add(nobody, "湖北武汉", "2020-02-20", 365), "host.not-found");
  EXPECT_EQ(refused("returnees.settle", {{"arrival", nobody}, {"origin", "湖北"}}),
            kNoSuchArrival.code);
  EXPECT_EQ(refused("returnees.withdraw", {{"arrival", nobody}, {"reason", "did_not_come"}}),
            kNoSuchArrival.code);
  EXPECT_EQ(add(zhang, "湖北武汉", "2020-02-20", 365), "done");
  EXPECT_EQ(arrival("张伟"), "4201 2020-02-20 1");
  const std::string id = arrival_id("张伟").text();
  EXPECT_EQ(refused("returnees.settle", {{"arrival", id}, {"arrived", "2020-02-29"}}),
            kFutureArrival.code);
  EXPECT_EQ(refused("returnees.settle", {{"arrival", id}, {"origin", "外面"}}),
            kUnknownOrigin.code);
  EXPECT_EQ(refused("returnees.withdraw", {{"arrival", id}, {"reason", "did_not_come"}}), "done");
  EXPECT_EQ(arrival("张伟"), "none");
  EXPECT_EQ(w_.figure("returnees"), 0);
  EXPECT_EQ(refused("returnees.withdraw", {{"arrival", id}, {"reason", "did_not_come"}}),
            kNoSuchArrival.code);
}

TEST_F(ReturneesTest, AFigureAsItStoodBeforeAWithdrawalStillCounts) {
  take(std::string(kPolice) + "张伟," + kIdZhang + ",,湖北武汉,2020-02-11,\n");
  const auto then = w_.clock_.now();
  w_.clock_.set(Instant{then.millis + 3'600'000});
  EXPECT_EQ(refused("returnees.withdraw",
                    {{"arrival", arrival_id("张伟").text()}, {"reason", "entered_twice"}}),
            "done");
  EXPECT_EQ(w_.figure("returnees"), 0);
  w_.read([&](store::Session& db) {
    int count = 0;
    w_.arrivals_->each(db, host::Frame::make(w_.community_, *parse_day("2020-02-28"), then),
                       [&](const Arrival&) { ++count; });
    EXPECT_EQ(count, 1);
    return 0;
  });
}

TEST_F(ReturneesTest, AnImportIsRefusedByItsReason) {
  const auto refusal = [&](const std::string& area, const std::string& bytes) {
    const auto report = import_lists(*w_.host_, *w_.directory_, access::Actor::system(), area,
                                     {{"a.csv", bytes}}, {});
    return report ? "done" : std::string(report.error().code());
  };
  EXPECT_EQ(refusal("532601", kOwn), kNeedsCommunity.code);
  EXPECT_NE(refusal(w_.community_, "一,二\n三,四\n"), "done");
  ImportOptions options;
  options.id = Ulid::make(w_.clock_.now());
  const std::string csv = std::string(kPolice) + "张伟," + kIdZhang + ",,湖北武汉,2020-02-11,\n";
  ASSERT_TRUE(w_.lists({{"a.csv", csv}}, options));
  const auto again = w_.lists({{"a.csv", csv}}, options);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code(), kAlreadyImported.code);
}

TEST_F(ReturneesTest, ARehearsalSaysWhatTheImportDoesAndDoesNothing) {
  const std::string csv = std::string(kOwn) + "张伟," + kIdZhang +
                          ",,,湖北武汉,2.11,36.5,某\n钱七,,,,火星,2.13,50,某\n";
  ImportOptions dry;
  dry.dry_run = true;
  const auto before = entries();
  const auto preview = w_.lists({{"a.csv", csv}}, dry);
  ASSERT_TRUE(preview);
  EXPECT_EQ(entries(), before);
  EXPECT_EQ(w_.people().size(), 3U);
  const auto report = take(csv);
  EXPECT_EQ(preview->files[0].accepted, report.files[0].accepted);
  EXPECT_EQ(codes(*preview), codes(report));
  EXPECT_EQ(codes(report),
            (std::vector<std::string>{"returnees.bad-temperature", "returnees.not-found",
                                      "returnees.unknown-origin"}));
}

}  // namespace
}  // namespace fx::returnees
