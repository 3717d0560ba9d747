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

}  // namespace
}  // namespace fx::policy
