// What is due today, and what the papers tell people.
#include <algorithm>
#include <cstdio>
#include <fstream>

#include "modules/observation/world.h"

namespace fx::observation {
namespace {

using testing::kCommunity;

constexpr const char* kZhejiang = "330103";
constexpr const char* kHubei = "420103";

class DueToday : public testing::World {
 protected:
  json::Object work(const std::string& kind) {
    const auto today = ask("/api/today", {{"area", kCommunity}});
    for (const auto& work : today.at("work").as_array()) {
      if (work.at("kind").as_string() == kind) return work.as_object();
    }
    ADD_FAILURE() << "no work " << kind;
    return {};
  }
  std::pair<std::int64_t, std::int64_t> counts(const std::string& kind) {
    const auto of = work(kind);
    return {of.at("count").as_int64(), of.at("overdue").as_int64()};
  }
  void sample(const Ulid& person, const char* day) {
    ok("observation.record-test",
       {{"order", order_of(person).text()}, {"sampled", day}, {"result", "negative"}});
  }
};
using Counts = std::pair<std::int64_t, std::int64_t>;

// The pack asks for samples on day 1 and 14 of the centralised stage, and on day 2 of the next.
TEST_F(DueToday, SamplesAreDueOnTheDaysOfThePlan) {
  const auto person = come(kHubei, "2020-02-09");
  come(kZhejiang, "2020-02-09");  // no tests in this plan
  place_all("2020-02-10");
  EXPECT_EQ(counts("test"), Counts(1, 0));
  const auto item = work("test").at("items").at(0);
  EXPECT_EQ(item.at("subject").as_string(), order_of(person).text());
  EXPECT_EQ(item.at("text").as_string(), "test of day 1");
  EXPECT_EQ(item.at("due").as_string(), "2020-02-11T00:00:00+08:00");
  clock("2020-02-11T09:00");
  EXPECT_EQ(counts("test"), Counts(1, 1));
  sample(person, "2020-02-11");
  EXPECT_EQ(counts("test"), Counts(0, 0));
  clock("2020-02-22T09:00");
  EXPECT_EQ(counts("test"), Counts(0, 0));
  clock("2020-02-23T09:00");
  EXPECT_EQ(counts("test"), Counts(1, 0));
  // Counts only for whoever sees no records.
  actor_.grants = {{access::Role::command, kCommunity}};
  EXPECT_EQ(counts("test"), Counts(1, 0));
  EXPECT_TRUE(work("test").at("items").as_array().empty());
}

TEST_F(DueToday, TheNextStageIsBegunOnTheLastDayAndIsNoRelease) {
  const auto person = come(kHubei, "2020-02-09");
  const auto other = come(kZhejiang, "2020-02-09");
  place_all("2020-02-10");
  clock("2020-02-22T09:00");
  EXPECT_EQ(counts("stage"), Counts(0, 0));
  clock("2020-02-23T09:00");  // the last day of both
  EXPECT_EQ(counts("stage"), Counts(1, 0));
  EXPECT_EQ(counts("release"), Counts(0, 0));
  const auto item = work("stage").at("items").at(0);
  EXPECT_EQ(item.at("subject").as_string(), order_of(person).text());
  clock("2020-02-24T09:00");
  EXPECT_EQ(counts("stage"), Counts(1, 1));
  EXPECT_EQ(counts("release"), Counts(1, 0));
  EXPECT_EQ(work("release").at("items").at(0).at("subject").as_string(), order_of(other).text());
  clock("2020-02-25T09:00");
  EXPECT_EQ(counts("release"), Counts(1, 1));
  ok("observation.begin-stage", {{"order", order_of(person).text()}});
  EXPECT_EQ(counts("stage"), Counts(0, 0));
  clock("2020-03-02T09:00");
  EXPECT_EQ(counts("release"), Counts(2, 1));
}

// Counted beyond the few that are shown.
TEST_F(DueToday, EveryOverdueReleaseCounts) {
  for (int i = 0; i < 8; ++i) come(kZhejiang, "2020-02-09");
  place_all("2020-02-10");
  clock("2020-02-26T09:00");
  EXPECT_EQ(counts("release"), Counts(8, 8));
  EXPECT_EQ(work("release").at("items").as_array().size(), today::kItems);
}

// As poppler's pdftotext reads the paper.
std::string text_of(const host::File& file) {
  const std::string path =
      (std::filesystem::temp_directory_path() / ("fx_paper_" + std::to_string(::getpid()) + ".pdf"))
          .string();
  std::ofstream(path, std::ios::binary) << file.bytes;
  std::string out;
  FILE* pipe = ::popen(("pdftotext -enc UTF-8 -raw " + path + " -").c_str(), "r");
  FX_CHECK(pipe != nullptr);
  char buffer[4096];
  for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) {
    out.append(buffer, got);
  }
  EXPECT_EQ(::pclose(pipe), 0);
  std::filesystem::remove(path);
  // Lines break anywhere, and justified ones come back with spaces.
  out.erase(std::remove_if(out.begin(), out.end(), [](char c) { return c == '\n' || c == ' '; }),
            out.end());
  return out;
}

TEST_F(DueToday, PapersTellWhomToCallAndWhereToObject) {
  contact_ = organisation::Contact{kCommunity, "里布嘎社区", "0876-2123456", "0876-2188888"};
  const auto person = come(kZhejiang, "2020-02-09");
  place_all("2020-02-10");
  const host::RawParams order{{"order", order_of(person).text()}};
  for (const char* kind : {"notice", "door-notice"}) {
    const auto text = text_of(paper("/api/observation/orders/{order}/" + std::string(kind), order));
    EXPECT_NE(text.find("里布嘎社区值班电话"), std::string::npos) << kind << text;
    EXPECT_NE(text.find("0876-2123456"), std::string::npos) << kind << text;
    // The office that decided, by the pack, and the phone where objections are heard.
    EXPECT_NE(text.find("可向县疫情防控指挥部陈述、申辩"), std::string::npos) << kind << text;
    EXPECT_NE(text.find("0876-2188888"), std::string::npos) << kind << text;
    EXPECT_NE(text.find("可依法申请行政复议"), std::string::npos) << kind << text;
    EXPECT_EQ(text.find("编号为的"), std::string::npos) << kind << text;
  }
}

}  // namespace
}  // namespace fx::observation
