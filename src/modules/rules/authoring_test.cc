// A pack written in the product: draft, check, publication, next edition; through the host.
#include <filesystem>

#include <boost/json.hpp>
#include <gtest/gtest.h>
#include <unistd.h>

#include "area/tree.h"
#include "host/host.h"
#include "journal/journal.h"
#include "modules/rules/drafts.h"
#include "modules/rules/published.h"
#include "modules/rules/rules.h"

namespace fx::rules {
namespace {

constexpr const char* kCommunity = "350302001001";
constexpr const char* kOther = "350302001002";

// The views that names of areas come from; the organisation module has them in the product.
class Areas final : public host::Module {
 public:
  [[nodiscard]] std::string_view name() const override { return "areas"; }
  void declare(host::Declaration& to) override {
    to.view(std::string(area::kNodeTable), std::string(area::kNodeDdl));
    to.view(std::string(area::kFormerTable), std::string(area::kFormerDdl));
  }
};

class AuthoringTest : public ::testing::Test {
 public:
  ~AuthoringTest() override {
    EXPECT_TRUE(host_->rebuild().same());
    EXPECT_TRUE(database_->read([](store::Session& db) { return journal::Journal::verify(db); })
                    .faults.empty());
    stop();
    std::filesystem::remove_all(dir_);
  }

 protected:
  AuthoringTest()
      : dir_((std::filesystem::temp_directory_path() /
              ("fx_authoring_" + std::to_string(::getpid()) + "_" +
               ::testing::UnitTest::GetInstance()->current_test_info()->name()))
                 .string()) {
    std::filesystem::remove_all(dir_);
    start();
  }

  // As the program starts.
  void start() {
    database_ = std::make_unique<store::Database>(dir_);
    auto made = make_module(FX_SOURCE_DIR "/policies");
    FX_CHECK(made.has_value());
    rules_ = made->get();
    modules_.push_back(std::make_unique<Areas>());
    modules_.push_back(std::move(*made));
    host_ =
        std::make_unique<host::Host>(*database_, clock_, std::vector<store::Schema>{}, modules_);
    FX_CHECK(host_->status().has_value());
    database_->read([&](store::Session& db) { open(*rules_, db); });
  }
  void stop() {
    host_.reset();
    modules_.clear();
    database_.reset();
  }

  Result<host::CommandAnswer> send(const std::string& command, json::Object body,
                                   const access::Actor& actor = access::Actor::system()) {
    host::Envelope envelope;
    envelope.id = Ulid::make(clock_.now());
    envelope.command = command;
    envelope.body = std::move(body);
    return host_->execute(actor, std::move(envelope));
  }
  std::string code(const Result<host::CommandAnswer>& answer) {
    return answer ? "ok" : std::string(answer.error().code());
  }
  json::Value ask(const std::string& path, const host::RawParams& params,
                  const access::Actor& actor = access::Actor::system()) {
    for (const auto& route : host_->routes()) {
      if (route.path != path) continue;
      auto answer = host_->ask(actor, route, params, Language::kZh);
      if (!answer) return json::Value(answer.error().code());
      return *json::parse(*answer);
    }
    FX_CHECK(false);
    return {};
  }
  json::Value check(const json::Object& document, Language language = Language::kZh) {
    return post("/api/rules/check", json::serialise(json::Value(document)), language);
  }
  json::Value post(const std::string& path, const std::string& bytes,
                   Language language = Language::kZh) {
    for (const auto& route : host_->routes()) {
      if (route.path != path) continue;
      const auto actor = access::Actor::system();
      host::UploadContext context{*host_, actor, language, Ulid::make(clock_.now())};
      auto answer = route.take(context, {{"area", kCommunity}}, bytes);
      if (!answer) return json::Value(answer.error().code());
      return *json::parse(*answer);
    }
    FX_CHECK(false);
    return {};
  }

  struct Draft {
    Ulid id;
    std::string pack;
    int revision = 1;
    json::Object document;
  };
  Draft start_draft(json::Object body) {
    auto answer = send("rules.start-draft", std::move(body));
    FX_CHECK(answer.has_value());
    return draft(answer->subject);
  }
  Draft draft(const Ulid& id) {
    const auto found = ask("/api/rules/drafts/{draft}", {{"draft", id.text()}});
    return {id, std::string(found.at("pack").as_string()),
            static_cast<int>(found.at("revision").as_int64()), found.at("document").as_object()};
  }
  std::string save(Draft& draft) {
    auto answer = send(
        "rules.save-draft",
        {{"draft", draft.id.text()}, {"revision", draft.revision}, {"document", draft.document}});
    if (answer) draft.revision = static_cast<int>(answer->result.at("revision").as_int64());
    return code(answer);
  }
  std::string publish(const Draft& draft) {
    return code(
        send("rules.publish-draft", {{"draft", draft.id.text()}, {"revision", draft.revision}}));
  }
  std::string in_force(const std::string& area, const std::string& day) {
    return database_->read([&](store::Session& db) -> std::string {
      const auto found = rules_->rulebook().in_force(db, area, *parse_day(day));
      return found ? found->pack->id() + " " + found->edition->id() : "none";
    });
  }
  std::string use(const std::string& area, const std::string& pack, const std::string& from) {
    return code(send("rules.use", {{"area", area}, {"pack", pack}, {"from", from}}));
  }

  // From an empty pack to one rule: 14 days at a site for those from a high-risk area.
  Draft written() {
    auto draft = start_draft({{"area", kCommunity}, {"disease", "covid-19"}});
    auto& pack = draft.document["pack"].as_object();
    const auto named = [](const char* zh) { return json::Object{{"zh", zh}, {"en", zh}}; };
    pack["name"] = named("某社区规则");
    pack["issuer"] = named("某社区居委会");
    pack["classes"] = json::Object{{"risk", named("高风险区来返")}};
    pack["bases"] = json::Object{{"law", named("传染病防治法第四十一条")}};
    pack["issuers"] = json::Object{{"command", named("区指挥部")}};
    pack["appeals"] = json::Object{{"review", named("可申请行政复议")}};
    edition(draft, 0)["tables"] = json::Object{
        {"placement",
         json::Object{{"file", "placement.csv"}, {"hit", "first"}, {"gaps", "intended"}}}};
    edition(draft, 0)["from"] = "2021-01-01";
    auto& tables = draft.document["tables"].as_object();
    tables["placement.csv"] =
        json::Array{json::Array{"来源地风险等级 origin_risk", "类别", "措施", "期限", "起算",
                                "basis", "issuer", "max_days", "appeal"},
                    json::Array{"高风险", "risk", "居家健康监测", "14", "到达之日", "law",
                                "command", "28", "review"},
                    json::Array{"-", "", "无措施"}};
    tables["examples.csv"].as_array().push_back(
        json::Array{edition(draft, 0).at("id"), "placement", "origin_risk=high",
                    "measure=home_monitoring; days=14", "第二条"});
    return draft;
  }
  json::Object& edition(Draft& draft, std::size_t n) {
    return draft.document["pack"].as_object()["editions"].as_array()[n].as_object();
  }
  json::Value& cell(Draft& draft, const char* file, std::size_t row, std::size_t column) {
    return draft.document["tables"].as_object()[file].as_array()[row].as_array()[column];
  }

  ManualClock clock_{*parse_instant("2021-01-01T09:00:00+08:00")};
  std::string dir_;
  std::unique_ptr<store::Database> database_;
  Rules* rules_ = nullptr;
  std::vector<std::unique_ptr<host::Module>> modules_;
  std::unique_ptr<host::Host> host_;
};

std::string findings(const json::Value& checked) {
  std::string out;
  for (const auto& finding : checked.at("findings").as_array()) {
    out += std::string(finding.at("code").as_string()) + " ";
  }
  return out;
}

TEST_F(AuthoringTest, FromAnEmptyPackToARuleInForceAlsoAfterARestart) {
  auto draft = written();
  EXPECT_EQ(save(draft), "ok");
  const auto checked = check(draft.document);
  EXPECT_TRUE(checked.at("loads").as_bool()) << json::serialise(checked);
  EXPECT_TRUE(checked.at("examples").as_array().at(0).at("passed").as_bool());
  EXPECT_EQ(checked.at("rules").as_array().size(), 1U);

  EXPECT_EQ(use(kCommunity, draft.pack, "2021-01-02"), "rules.unknown-pack");
  EXPECT_EQ(publish(draft), "ok");
  EXPECT_EQ(publish(draft), "rules.no-draft");
  EXPECT_EQ(use(kCommunity, draft.pack, "2021-01-02"), "ok");
  EXPECT_EQ(in_force(kCommunity, "2021-01-02"), draft.pack + " 2021-01-01");
  EXPECT_EQ(in_force(kCommunity, "2021-01-01"), "none");

  stop();
  start();
  EXPECT_EQ(in_force(std::string(kCommunity) + "-1-2", "2021-01-02"), draft.pack + " 2021-01-01");
  const auto rules = ask("/api/rules/in-force", {{"area", kCommunity}, {"on", "2021-01-02"}});
  EXPECT_EQ(rules.at("pack").at("name").as_string(), "某社区规则");
  const auto packs = ask("/api/rules/packs", {});
  int own = 0;
  for (const auto& pack : packs.at("packs").as_array()) {
    if (!pack.as_object().contains("published_by")) continue;
    ++own;
    EXPECT_EQ(pack.at("published_by").as_string(), kCommunity);
    EXPECT_EQ(pack.at("publication").as_int64(), 1);
  }
  EXPECT_EQ(own, 1);
}

TEST_F(AuthoringTest, ANewEditionTakesEffectWhereItIsChosenAndTheOldOneStays) {
  auto first = written();
  save(first);
  ASSERT_EQ(publish(first), "ok");
  use(kCommunity, first.pack, "2021-01-02");
  use(kOther, first.pack, "2021-01-02");

  clock_.set(*parse_instant("2021-02-01T09:00:00+08:00"));
  auto next = start_draft({{"area", kCommunity}, {"edition", first.pack}});
  EXPECT_EQ(next.pack, first.pack);
  EXPECT_EQ(edition(next, 0).at("until").as_string(), "2021-01-31");
  EXPECT_EQ(edition(next, 1).at("id").as_string(), "2021-02-01");
  EXPECT_EQ(publish(next), "rules.no-examples");
  cell(next, "2021-02-01/placement.csv", 1, 3) = "21";
  next.document["tables"].as_object()["examples.csv"].as_array().push_back(
      json::Array{"2021-02-01", "placement", "origin_risk=high", "days=21", ""});
  save(next);
  ASSERT_EQ(publish(next), "ok");

  // Nobody's rule has changed yet, and the edition before is still found in the pack.
  EXPECT_EQ(in_force(kOther, "2021-03-01"), first.pack + " 2021-01-01");
  EXPECT_EQ(use(kCommunity, first.pack, "2021-02-01"), "ok");
  EXPECT_EQ(in_force(kCommunity, "2021-01-31"), first.pack + " 2021-01-01");
  EXPECT_EQ(in_force(kCommunity, "2021-02-01"), first.pack + " 2021-02-01");
  EXPECT_EQ(in_force(kOther, "2021-03-01"), first.pack + " 2021-01-01");
  EXPECT_NE(rules_->rulebook().pack(first.pack)->edition("2021-01-01"), nullptr);
  stop();
  start();
  EXPECT_EQ(in_force(kCommunity, "2021-02-01"), first.pack + " 2021-02-01");
  EXPECT_EQ(in_force(kOther, "2021-03-01"), first.pack + " 2021-01-01");
}

TEST_F(AuthoringTest, WhatIsPublishedOfAnEditionStaysAsItIs) {
  auto first = written();
  save(first);
  ASSERT_EQ(publish(first), "ok");
  const auto attempt = [&](auto change) {
    auto next = start_draft({{"area", kCommunity}, {"edition", first.pack}});
    next.document["tables"].as_object()["examples.csv"].as_array().push_back(
        json::Array{edition(next, 1).at("id"), "placement", "origin_risk=high", "days=14", ""});
    change(next);
    save(next);
    return publish(next);
  };
  EXPECT_EQ(attempt([&](Draft& d) { cell(d, "placement.csv", 1, 3) = "7"; }), "rules.not-ready");
  EXPECT_EQ(attempt([&](Draft& d) { cell(d, "placement.csv", 1, 7) = "20"; }),
            "rules.edition-changed");
  EXPECT_EQ(attempt([&](Draft& d) {
              d.document["pack"].as_object()["bases"] =
                  json::Object{{"law", json::Object{{"zh", "另一部法律"}, {"en", "another law"}}}};
            }),
            "rules.edition-changed");
  EXPECT_EQ(attempt([&](Draft& d) { edition(d, 0)["running"] = "move"; }), "rules.edition-changed");
  EXPECT_EQ(attempt([&](Draft& d) {
              edition(d, 0)["lower"] = json::Object{{"default", "fixed"}};
            }),
            "rules.edition-changed");
  EXPECT_EQ(attempt([&](Draft& d) {
              auto& editions = d.document["pack"].as_object()["editions"].as_array();
              editions.erase(editions.begin());
              auto& examples = d.document["tables"].as_object()["examples.csv"].as_array();
              examples.erase(examples.begin() + 1);
            }),
            "rules.edition-gone");
  EXPECT_EQ(attempt([&](Draft&) {}), "ok");
  // Another area may copy it, not continue it.
  EXPECT_EQ(code(send("rules.start-draft", {{"area", kOther}, {"edition", first.pack}})),
            "rules.not-your-pack");
  EXPECT_EQ(code(send("rules.start-draft", {{"area", kCommunity}, {"edition", "xinping-2020"}})),
            "rules.not-your-pack");
  auto copy = start_draft({{"area", kOther}, {"copy", first.pack}});
  EXPECT_NE(copy.pack, first.pack);
  EXPECT_EQ(publish(copy), "ok");
}

TEST_F(AuthoringTest, AShippedPackCopiedIsInOrderAtOnce) {
  auto draft = start_draft({{"area", kCommunity}, {"copy", "putian-2021"}});
  const auto checked = check(draft.document);
  EXPECT_EQ(findings(checked), "");
  for (const auto& example : checked.at("examples").as_array()) {
    EXPECT_TRUE(example.at("passed").as_bool());
  }
  EXPECT_EQ(publish(draft), "ok");
}

TEST_F(AuthoringTest, FindingsSpeakInTheWordsOfThePage) {
  auto draft = written();
  auto broken = draft;
  cell(broken, "placement.csv", 1, 5) = "";
  auto found = check(broken.document).at("findings").as_array();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].at("topic").as_string(), "placement");
  EXPECT_EQ(found[0].at("row").as_int64(), 2);
  EXPECT_EQ(found[0].at("column").as_string(), "basis");
  EXPECT_EQ(found[0].at("message").as_string(),
            "“分类与措施”第 2 行“法律依据”：限制性措施缺少“法律依据”");

  broken = draft;
  edition(broken, 0)["tables"].as_object()["placement"].as_object().erase("gaps");
  broken.document["tables"].as_object()["placement.csv"].as_array().pop_back();
  found = check(broken.document).at("findings").as_array();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].at("code").as_string(), "policy.gap");
  EXPECT_NE(found[0].at("message").as_string().find("例如"), std::string::npos);

  broken = draft;
  broken.document["pack"].as_object()["name"] = json::Object{{"zh", ""}, {"en", ""}};
  found = check(broken.document).at("findings").as_array();
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].at("message").as_string().find("pack.yaml"), std::string::npos);
  EXPECT_EQ(std::string(found[0].at("path").as_string()).substr(0, 4), "name");

  broken = draft;
  cell(broken, "examples.csv", 1, 3) = "days=15";
  const auto examples = check(broken.document).at("examples").as_array();
  EXPECT_FALSE(examples.at(0).at("passed").as_bool());
  EXPECT_EQ(examples.at(0).at("message").as_string(), "例子 1：应为 期限 15，得到 期限 14");
  auto other = draft;
  cell(other, "examples.csv", 1, 3) = "measure=home";
  EXPECT_EQ(check(other.document).at("examples").at(0).at("message").as_string(),
            "例子 1：应为 措施 居家隔离医学观察，得到 措施 居家健康监测");
  other = draft;
  cell(other, "placement.csv", 1, 0) = "很高";
  EXPECT_EQ(check(other.document).at("findings").at(0).at("remedy").as_string(),
            "此处应为 低风险、中风险、高风险、等级不明");
  EXPECT_EQ(save(broken), "ok");
  EXPECT_EQ(publish(broken), "rules.not-ready");
}

TEST_F(AuthoringTest, TwoWhoWriteTheSameDraftDoNotOverwriteEachOther) {
  auto mine = written();
  auto theirs = mine;
  EXPECT_EQ(save(mine), "ok");
  cell(theirs, "placement.csv", 1, 3) = "10";
  EXPECT_EQ(save(theirs), "rules.draft-changed");
  // The same once more, as after a lost answer.
  --mine.revision;
  EXPECT_EQ(save(mine), "ok");
  auto renamed = draft(mine.id);
  renamed.document["pack"].as_object()["id"] = "xinping-2020";
  EXPECT_EQ(save(renamed), "rules.other-pack");
  EXPECT_EQ(code(send("rules.discard-draft", {{"draft", mine.id.text()}})), "ok");
  EXPECT_EQ(save(mine), "rules.no-draft");
}

TEST_F(AuthoringTest, RulesNameNobody) {
  for (const char* text : {"找张主任 13912345678", "11010519491231002X 除外"}) {
    auto draft = written();
    draft.document["pack"].as_object()["notes"] =
        json::Array{json::Object{{"zh", text}, {"en", "note"}}};
    save(draft);
    EXPECT_EQ(publish(draft), "rules.personal-data") << text;
  }
  // Office numbers, document numbers and days are no person's.
  auto draft = written();
  draft.document["pack"].as_object()["notes"] = json::Array{
      json::Object{{"zh", "电话 0594-2688120，莆疫指〔2021〕3号，20210101235959"}, {"en", "note"}}};
  save(draft);
  EXPECT_EQ(publish(draft), "ok");
}

TEST_F(AuthoringTest, WhoMayChooseAPackMayWriteOneAndOnlyThere) {
  access::Actor director;
  director.account = Ulid::make(clock_.now());
  director.grants = {{access::Role::community_director, kCommunity}};
  access::Actor clerk = director;
  clerk.grants = {{access::Role::community_clerk, kCommunity}};
  const json::Object empty{{"area", kCommunity}, {"disease", "covid-19"}};
  EXPECT_EQ(code(send("rules.start-draft", empty, clerk)), "access.not-allowed");
  const auto made = send("rules.start-draft", empty, director);
  ASSERT_EQ(code(made), "ok");
  EXPECT_EQ(code(send("rules.start-draft", {{"area", kOther}, {"disease", "covid-19"}}, director)),
            "access.not-allowed");
  EXPECT_EQ(ask("/api/rules/drafts/{draft}", {{"draft", made->subject.text()}}, clerk).as_string(),
            "access.not-allowed");
  EXPECT_EQ(
      ask("/api/rules/drafts", {{"area", kCommunity}}, director).at("drafts").as_array().size(),
      1U);
}

TEST_F(AuthoringTest, HostileTextIsRefusedInWords) {
  EXPECT_EQ(post("/api/rules/check", "[1,2").as_string(), "json.syntax");
  EXPECT_EQ(post("/api/rules/check", "[]").as_string(), "policy.document-shape");
  auto draft = written();
  auto large = draft;
  auto& rows = large.document["tables"].as_object()["placement.csv"].as_array();
  for (int i = 0; i < 900; ++i) rows.push_back(json::Array{std::string(900, 'x')});
  EXPECT_EQ(save(large), "rules.draft-too-large");
  auto nested = draft;
  json::Value deep = json::Object();
  for (int i = 0; i < 25; ++i) deep = json::Object{{"a", deep}};
  nested.document["pack"].as_object()["notes"] = deep;
  EXPECT_EQ(save(nested), "policy.yaml-too-deep");
  EXPECT_EQ(code(send("rules.start-draft", {{"area", kCommunity}, {"copy", "../../etc"}})),
            "rules.no-beginning");
  EXPECT_EQ(code(send("rules.start-draft", {{"area", kCommunity}})), "rules.no-beginning");
  EXPECT_EQ(code(send("rules.start-draft",
                      {{"area", std::string(kCommunity) + "-1"}, {"disease", "covid-19"}})),
            "rules.below-community");
}

TEST_F(AuthoringTest, TheVocabularyHasEverythingThatTablesAreWrittenIn) {
  const auto words = ask("/api/rules/vocabulary", {});
  std::set<std::string> facts;
  for (const auto& fact : words.at("facts").as_array()) {
    facts.insert(std::string(fact.at("id").as_string()));
    EXPECT_FALSE(fact.at("label").at("zh").as_string().empty());
  }
  for (const auto& topic : words.at("topics").as_array()) {
    for (const auto& fact : topic.at("facts").as_array()) {
      EXPECT_TRUE(facts.contains(std::string(fact.as_string())));
    }
    EXPECT_GE(topic.at("outcomes").as_array().size(), 6U);
  }
  EXPECT_GE(words.at("diseases").as_array().size(), 3U);
  EXPECT_GE(words.at("suggestions").as_array().size(), 10U);
  const auto read = post("/api/rules/read-table", "a,b\n\"1,2\",3\n");
  EXPECT_EQ(json::serialise(read), R"({"rows":[["a","b"],["1,2","3"]]})");
}

}  // namespace
}  // namespace fx::rules
