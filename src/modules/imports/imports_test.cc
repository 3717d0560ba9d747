// A list of words, one a line: each new word is an entry. With it what every import has in common.
#include "modules/imports/imports.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "identity/person.h"
#include "modules/imports/row_digest.h"
#include "modules/test_host.h"
#include "sheet/reader.h"

namespace fx::imports {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kCommunity = "532601003005";
constexpr RefusalKind kUsed{"words.already-imported", 409, "已用", "used before", "换号", "new id"};
constexpr RefusalKind kBad{"words.bad", 422, "不是词：{what}", "no word: {what}", "改", "mend it"};

std::vector<std::string> digests_of(std::string_view payload);
constexpr Records kFiles{"words_import"};
constexpr Records kSets{"words_set", digests_of};

struct WordAdded {
  static constexpr std::string_view kKind = "words.added";
  static constexpr int kVersion = 1;
  std::string word;
};
BOOST_DESCRIBE_STRUCT(WordAdded, (), (word))
struct FileTaken {
  static constexpr std::string_view kKind = "words.file-taken";
  static constexpr int kVersion = 1;
  std::string digest;
  int accepted = 0;
};
BOOST_DESCRIBE_STRUCT(FileTaken, (), (digest, accepted))
struct SetTaken {
  static constexpr std::string_view kKind = "words.set-taken";
  static constexpr int kVersion = 1;
  std::vector<std::string> files;
};
BOOST_DESCRIBE_STRUCT(SetTaken, (), (files))

std::vector<std::string> digests_of(std::string_view payload) {
  return json::read_text<SetTaken>(payload)->files;
}

class Words final : public host::Module {
 public:
  [[nodiscard]] std::string_view name() const override { return "words"; }
  void declare(host::Declaration& to) override {
    to.entry<WordAdded>("词", "word");
    to.entry<FileTaken>("词表", "file of words");
    to.entry<SetTaken>("词表", "files of words");
    to.view("word", "create table word(word text primary key) strict, without rowid;");
    declare_records(to, kFiles);
    declare_records(to, kSets);
    to.on<WordAdded>([](store::Session& db, const journal::Entry&, const WordAdded& w) {
      db.run("insert into word(word) values ($1)", w.word);
    });
    to.on<FileTaken>([](store::Session& db, const journal::Entry& entry, const FileTaken& f) {
      add_record(db, kFiles, entry, f.digest);
    });
    to.on<SetTaken>([](store::Session& db, const journal::Entry& entry, const SetTaken&) {
      add_record(db, kSets, entry);
    });
    declare_past<FileTaken>(to, kFiles, {"/api/words/imports", "词表导入记录", "past imports"});
    declare_problem_pages(to, kFiles, {"/api/words/imports/{import}/problems", "问题行", "rows"});
    declare_problem_file(to, kFiles, {"/api/words/imports/{import}/problems.xlsx", "表", "file"});
  }
};

struct Report {
  std::vector<ImportFileReport> files;
  std::vector<RowProblem> problems;
};

class Imports : public ::testing::Test, public fx::testing::TestHost {
 public:
  ~Imports() override { EXPECT_THAT(faults(), IsEmpty()); }

 protected:
  Imports() : TestHost(::testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::vector<std::unique_ptr<host::Module>> all;
    all.push_back(std::make_unique<fx::testing::AreaModule>());
    all.push_back(std::make_unique<Words>());
    open(std::move(all), {identity::schema()});
    add_area(kCommunity, "里布嘎社区");
  }

  // A word beginning with '?' cannot be used.
  Result<Ulid> import(const std::vector<ImportFile>& files, const Options& options = {},
                      const std::string& area = kCommunity) {
    report_ = {};
    pass(1000);
    return carry_out(*host_, access::Actor::system(), options,
                     {kFiles, area, files, kUsed,
                      [&](host::CommandContext& context, const std::vector<Ulid>&) {
                        for (const auto& file : files) take(context, file);
                      },
                      [&](host::CommandContext& context, const host::Target& target, std::size_t i,
                          const std::string& digest) {
                        context.append(target, FileTaken{digest, report_.files[i].accepted});
                      },
                      report_.files, report_.problems});
  }
  void take(host::CommandContext& context, const ImportFile& file) {
    ImportFileReport out;
    out.file = file.name;
    std::istringstream in{std::string(file.bytes)};
    for (std::string word; std::getline(in, word);) {
      ++out.rows;
      if (word.front() == '?') {
        ++out.set_aside;
        report_.problems.push_back(row_problem({file.name, "", out.rows, "word"}, word,
                                               refuse(kBad, "", {{"what", word}}), Language::kEn,
                                               false));
      } else if (context.db.integer("select 1 from word where word = $1", word)) {
        ++out.unchanged;
      } else {
        context.append({{}, kCommunity}, WordAdded{word});
        ++out.accepted;
      }
    }
    report_.files.push_back(out);
  }
  Ulid taken(const std::vector<std::string>& digests) {
    pass(1000);
    const Ulid id = Ulid::make(clock_.now());
    const auto run = [&](host::CommandContext& context) -> Result<host::Done> {
      context.append({id, kCommunity}, SetTaken{digests});
      return host::Done{id};
    };
    EXPECT_TRUE(host_->act(access::Actor::system(), id, "", run).has_value());
    return id;
  }
  std::vector<RowProblem> kept(const Ulid& import, int after = 0, int limit = 100) {
    return read([&](store::Session& db) { return kept_problems(db, import, after, limit); });
  }
  PastPage page(std::optional<int> limit = {}, std::optional<Ulid> after = {}) {
    return read([&](store::Session& db) {
      host::QueryContext context{db, actor_, clock_.now(), Language::kEn, {}, nullptr};
      return past(context, kFiles, {"5326", limit, after});
    });
  }

  Report report_;
};

TEST_F(Imports, DryRunSaysWhatTheImportWouldAndLeavesNothing) {
  Options dry;
  dry.dry_run = true;
  const auto tried = import({{"a", "one\ntwo\n?3\n"}}, dry);
  ASSERT_TRUE(tried.has_value());
  EXPECT_TRUE(tried->is_nil());
  EXPECT_EQ(report_.files.at(0).accepted, 2);
  EXPECT_EQ(report_.problems.size(), 1U);
  EXPECT_EQ(count("select count(*) from word") + count("select count(*) from words_import") +
                count("select count(*) from identity_problem"),
            0);
  const auto done = import({{"a", "one\ntwo\n?3\n"}});
  EXPECT_FALSE(done->is_nil());
  EXPECT_EQ(report_.files.at(0).accepted, 2);
  EXPECT_EQ(count("select count(*) from word"), 2);
}

TEST_F(Imports, EachFileHasARecordAndTheFirstBearsTheCommandsId) {
  Options options;
  options.id = Ulid::make(clock_.now());
  EXPECT_EQ(*import({{"a", "one\n"}, {"b", "two\n?\n"}}, options), options.id);
  const auto all = page();
  EXPECT_EQ(all.total, 2);
  ASSERT_EQ(all.imports.size(), 2U);
  const bool first = all.imports[0].import == options.id;
  EXPECT_TRUE(first || all.imports[1].import == options.id);
  const auto& record = all.imports[first ? 0 : 1];
  EXPECT_EQ(record.payload, json::text(FileTaken{digest_of("one\n"), 1}));
  EXPECT_EQ(record.problems, 1);  // of both files
  EXPECT_EQ(record.area, kCommunity);
  EXPECT_THAT(record.files, ElementsAre("a"));
  EXPECT_THAT(all.imports[first ? 1 : 0].files, ElementsAre("b"));
  EXPECT_EQ(record.actor_name, "system");
  EXPECT_EQ(kept(options.id).at(0).reason, "no word: ?");
}

TEST_F(Imports, IdOfACommandServesOnce) {
  Options options;
  options.id = Ulid::make(clock_.now());
  ASSERT_TRUE(import({{"a", "one\n"}}, options).has_value());
  EXPECT_EQ(import({{"a", "two\n"}}, options).error().code(), kUsed.code);
  EXPECT_EQ(count("select count(*) from word"), 1);
}

TEST_F(Imports, FileThatBringsNothingMoreIsRecordedOnce) {
  const auto first = import({{"a", "one\n?\n"}});
  EXPECT_EQ(*import({{"other name", "one\n?\n"}}), *first);
  EXPECT_EQ(page().total, 1);
  EXPECT_EQ(kept(*first).size(), 1U);
  // Other bytes with nothing new, and nothing to keep: no record either.
  EXPECT_NE(*import({{"c", "one\none\n"}}), *first);
  EXPECT_EQ(page().total, 1);
  // Nothing new and a problem to keep.
  const auto second = import({{"d", "?x\n"}});
  EXPECT_EQ(page().total, 2);
  EXPECT_EQ(*import({{"d", "?x\n"}}), *second);
  // The same bytes in another area are another import.
  add_area("532601003006", "高登社区");
  EXPECT_NE(*import({{"d", "?x\n"}}, {}, "532601003006"), *second);
  EXPECT_EQ(page().total, 3);
}

TEST_F(Imports, NamesOfFilesLieWithTheIdentitiesAndAreAnsweredWithTheRecords) {
  const auto id = *import({{"居家测温\n表.csv", "one\n?\n"}});
  EXPECT_EQ(count("select count(*) from journal_entry where payload like '%测温%'"), 0);
  const auto answer = ask("/api/words/imports", {{"area", kCommunity}});
  EXPECT_EQ(answer.at("total"), 1);
  const auto& line = answer.at("imports").at(0);
  EXPECT_EQ(line.at("import"), id.text().c_str());
  EXPECT_EQ(line.at("files").as_array(), json::Array{"居家测温 表.csv"});
  EXPECT_EQ(line.at("actor_name"), "system");
  EXPECT_EQ(line.at("done").at("accepted"), 1);
  EXPECT_EQ(line.at("problems"), 1);
  EXPECT_EQ(ask("/api/words/imports", {{"area", "532601003009"}}).at("refused"),
            "host.no-such-area");
}

TEST_F(Imports, OfFilesRecordedTogetherTheSameSetIsTheSameImport) {
  const std::vector<ImportFile> both{{"a", "one"}, {"b", "two"}};
  const auto before = [&](const std::vector<ImportFile>& files) {
    return read([&](store::Session& db) { return earlier(db, kSets, kCommunity, files); });
  };
  EXPECT_FALSE(before(both).has_value());
  taken({digest_of("two"), digest_of("one")});
  const Ulid again = taken({digest_of("one"), digest_of("two")});
  EXPECT_EQ(before(both), again);  // in any order; the latest
  EXPECT_FALSE(before({both[0]}).has_value());
  EXPECT_FALSE(before({both[0], both[1], {"c", "three"}}).has_value());
}

TEST_F(Imports, PagesOfThePastGoOnWhereTheLastEnded) {
  std::vector<Ulid> ids;
  for (const auto* word : {"a\n", "b\n", "c\n"}) ids.push_back(*import({{"f", word}}));
  const auto first = page(2);
  EXPECT_EQ(first.total, 3);
  ASSERT_EQ(first.imports.size(), 2U);
  EXPECT_EQ(first.imports[0].import, ids[2]);
  EXPECT_EQ(first.imports[0].at, clock_.now());
  ASSERT_TRUE(first.next.has_value());
  const auto second = page(2, first.next);
  EXPECT_EQ(second.total, 3);
  ASSERT_EQ(second.imports.size(), 1U);
  EXPECT_EQ(second.imports[0].import, ids[0]);
  EXPECT_FALSE(second.next.has_value());
}

TEST_F(Imports, RecordFollowsItsAreaWhereverItIsMoved) {
  add_area("532601003005-1", "第1网格");
  add_area("532601003005-1-1", "桂花苑");
  const auto id = import({{"a", "one\n?\n"}}, {}, "532601003005-1-1");
  pass(1000);
  const auto move = [&](host::CommandContext& context) -> Result<host::Done> {
    context.append({{}, kCommunity}, area::AreaMoved{"532601003005-1-1", "532601003005-2-1"});
    return host::Done{};
  };
  ASSERT_TRUE(host_->act(access::Actor::system(), Ulid::make(clock_.now()), "", move).has_value());
  EXPECT_EQ(page().imports.at(0).area, "532601003005-2-1");
  // Whoever may import there fetches the rows.
  const access::Actor clerk{Ulid::make(clock_.now()),
                            {{access::Role::community_director, "532601003005-2"}}};
  const host::RawParams of{{"import", id->text()}};
  EXPECT_EQ(ask("/api/words/imports/{import}/problems", of, clerk).at("total"), 1);
}

TEST_F(Imports, ProblemRowsComeInPagesAndAsAWorkbook) {
  const auto id = import({{"a", "?1\n?2\n?3\nword\n"}});
  const auto ask_for = [&](const char* limit, const char* after) {
    return ask("/api/words/imports/{import}/problems",
               {{"import", id->text()}, {"limit", limit}, {"after", after}});
  };
  const auto first = ask_for("2", "0");
  EXPECT_EQ(first.at("total"), 3);
  EXPECT_EQ(first.at("next"), 2);
  const auto second = ask_for("2", "2");
  EXPECT_EQ(second.at("problems").as_array().size(), 1U);
  EXPECT_EQ(second.at("problems").at(0).at("value"), "?3");
  EXPECT_FALSE(second.as_object().contains("next"));
  EXPECT_EQ(
      ask("/api/words/imports/{import}/problems", {{"import", Ulid::make(clock_.now()).text()}})
          .at("refused"),
      "host.not-found");

  const auto made = file("/api/words/imports/{import}/problems.xlsx", {{"import", id->text()}});
  const auto book = sheet::read_workbook(made.bytes, made.name);
  ASSERT_TRUE(book.has_value());
  std::vector<std::string> names;
  for (const auto& sheet : book->sheets) names.push_back(sheet.name());
  EXPECT_THAT(names, ElementsAre("not taken", "taken with a doubt"));
  const auto& rows = book->sheets[0];
  ASSERT_EQ(rows.row_count(), 4U);  // and the heading
  EXPECT_EQ(rows.row(1).at(4).text, "?1");
  EXPECT_EQ(rows.row(1).at(6).text, "mend it");
}

TEST(RowProblems, ShowTheBeginningOfALongCellInWholeCharacters) {
  std::string cell;
  for (int i = 0; i < 100; ++i) cell += "字";
  const auto problem = row_problem({}, cell, refuse(kBad), Language::kZh, false);
  EXPECT_EQ(problem.value, cell.substr(0, 240) + "…");
}

TEST(RowDigests, AreThoseThatAreKept) {
  RowDigest words;
  words.add("张伟");
  words.add("");
  words.add(std::int64_t{-1});
  EXPECT_EQ(words.value(), 1850666123719463817);
  RowDigest joined;
  joined.add("张");
  joined.add("伟");
  joined.add(std::int64_t{-1});
  EXPECT_NE(joined.value(), words.value());
}

}  // namespace
}  // namespace fx::imports
