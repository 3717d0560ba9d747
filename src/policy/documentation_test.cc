// The worked example of docs/policy-packs.md is a pack: it is taken from the page and loaded.
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/examples.h"
#include "policy/findings.h"
#include "policy/pack.h"
#include "policy/test_pack.h"

namespace fx::policy {
namespace {

std::string page() {
  std::ifstream in(FX_SOURCE_DIR "/docs/policy-packs.md");
  return {std::istreambuf_iterator<char>(in), {}};
}

// The first table after `heading`, as CSV. Its cells have no commas.
std::string table_after(const std::string& text, const std::string& heading) {
  std::string out;
  auto at = text.find("\n|", text.find(heading));
  FX_CHECK(at != std::string::npos);
  for (++at; text[at] == '|'; at = text.find('\n', at) + 1) {
    const auto line = text.substr(at, text.find('\n', at) - at);
    if (line.starts_with("| ---")) continue;
    auto cells = line.substr(1, line.size() - 2);
    for (char& c : cells) c = c == '|' ? ',' : c;
    out += cells + "\n";
  }
  return out;
}

Files worked_example() {
  const auto text = page();
  const std::string fence = "```yaml\n";
  const auto begin = text.find(fence) + fence.size();
  return {{"pack.yaml", text.substr(begin, text.find("```", begin) - begin)},
          {"placement.csv", table_after(text, "`placement.csv`, as")},
          {"monitoring.csv", table_after(text, "`monitoring.csv`:")},
          {"examples.csv", table_after(text, "`examples.csv`:")}};
}

TEST(Documentation, WorkedExampleIsInOrderAndPassesItsExamples) {
  const auto files = worked_example();
  for (const auto& finding : check(files)) ADD_FAILURE() << finding.what.message(Language::kEn);
  const auto pack = load_pack(files);
  ASSERT_TRUE(pack);
  const auto results = run_examples(**pack);
  EXPECT_EQ(results.size(), 2U);
  for (const auto& result : results) EXPECT_TRUE(result.passed);
}

TEST(Documentation, QuotesTheMessagesAsTheyAre) {
  auto text = page();
  for (char& c : text) c = c == '\n' ? ' ' : c;
  auto gap = worked_example();
  auto& placement = gap.at("placement.csv");
  placement = placement.substr(0, placement.find(" - , - , , none"));
  const auto found = check(gap);
  ASSERT_EQ(found.size(), 1U);
  const auto message = found[0].what.message(Language::kEn);
  EXPECT_THAT(text, ::testing::HasSubstr(message.substr(message.find("a case has no rule"))));
  auto bare = worked_example();
  bare.at("placement.csv") =
      testing::replaced(bare.at("placement.csv"), "home , 14 , law", "home , 14 ,");
  const auto refused = load_pack(bare);
  ASSERT_FALSE(refused);
  EXPECT_THAT(text, ::testing::HasSubstr("*" + refused.error().message(Language::kEn) + "*"));
}

std::string ids(const std::vector<NamedValue>& values) {
  std::string out;
  for (const auto& value : values) {
    out +=
        (out.empty() ? "" : " ") + value.id + (value.label.zh.empty() ? "" : " " + value.label.zh);
    out += ",";
  }
  if (!out.empty()) out.pop_back();
  return out;
}

std::string show_facts(const Vocabulary& vocabulary) {
  std::string out = "| fact | values | unless known |\n| --- | --- | --- |\n";
  for (const auto& fact : vocabulary.facts) {
    std::string values = fact.expected();
    if (fact.type == FactType::kEnum) values = ids(fact.values);
    if (!fact.unit.en.empty()) values += " " + fact.unit.en;
    out += "| `" + fact.id + "` " + fact.label.zh + " | " + values + " | " +
           fact.id_of(fact.initial) + " |\n";
  }
  return out;
}

std::string show_outcome_decl(const OutcomeDecl& decl) {
  std::string out = "`" + decl.id + "` " + decl.label.zh;
  if (decl.required) out += "*";
  std::string more;
  const auto add = [&](const std::string& text) { more += (more.empty() ? "" : "; ") + text; };
  if (!decl.dictionary.empty()) add("of `" + decl.dictionary + "`");
  if (decl.type == OutcomeType::kEnum && decl.dictionary.empty()) add(ids(decl.values));
  if (decl.type == OutcomeType::kNumber && !decl.unit.en.empty()) add(decl.unit.en);
  if (decl.list) add("list");
  if (decl.tighter != Tighter::kNeutral) {
    add("tighter: " + std::string(id(decl.tighter)) +
        (decl.plus.empty() ? "" : ", with " + decl.plus));
  }
  std::string restricts;
  for (const auto& value : decl.restricts) restricts += (restricts.empty() ? "" : " ") + value;
  if (!restricts.empty()) add("restricts: " + (restricts == "*" ? "any" : restricts));
  return out + (more.empty() ? "" : " (" + more + ")");
}

std::string show_topics(const Vocabulary& vocabulary) {
  std::string out = "| topic | facts | outcomes |\n| --- | --- | --- |\n";
  for (const auto& topic : vocabulary.topics) {
    std::string facts;
    for (const auto& fact : topic.facts) facts += (facts.empty() ? "`" : ", `") + fact + "`";
    std::string outcomes;
    for (const auto& decl : topic.outcomes) {
      if (decl.id == "basis") break;  // the common ones are described once
      outcomes += (outcomes.empty() ? "" : "<br>") + show_outcome_decl(decl);
    }
    out += "| `" + topic.id + "` " + topic.label.zh +
           (topic.key.empty() ? "" : ", by `" + topic.key + "`") + " | " +
           (facts.empty() ? "none" : facts) + " | " + outcomes + " |\n";
  }
  return out;
}

// What stands between the marks of a generated part.
std::string generated(const std::string& text, const std::string& name) {
  const auto begin = "<!-- " + name + " -->\n";
  const auto at = text.find(begin);
  FX_CHECK(at != std::string::npos);
  const auto from = at + begin.size();
  return text.substr(from, text.find("<!-- end -->", from) - from);
}

// To bring the page up to date, copy what this prints between the marks.
TEST(Documentation, ListsFactsAndTopicsExactlyAsTheyAreDeclared) {
  const auto text = page();
  const auto vocabulary = builtin_vocabulary();
  EXPECT_TRUE(generated(text, "facts") == show_facts(vocabulary)) << show_facts(vocabulary);
  EXPECT_TRUE(generated(text, "topics") == show_topics(vocabulary)) << show_topics(vocabulary);
}

}  // namespace
}  // namespace fx::policy
