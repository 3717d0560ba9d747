// The worked example of docs/policy.md: written as the page has it, it is in order, its examples
// come out, and what the page says the check says is what the check says.
#include <fstream>
#include <sstream>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "modules/rules/beginning.h"
#include "modules/rules/check.h"
#include "policy/document.h"
#include "policy/folder.h"

namespace fx::rules {
namespace {

using Row = std::vector<std::string>;

std::string page() {
  std::ifstream in(FX_SOURCE_DIR "/docs/policy.md", std::ios::binary);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
}

// The cells of the first table after this heading, the row of dashes left out.
std::vector<Row> table_after(const std::string& text, const std::string& heading) {
  std::istringstream lines(text.substr(text.find("\n" + heading)));
  std::vector<Row> out;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.front() != '|') {
      if (!out.empty()) break;
      continue;
    }
    if (line.find("---") != std::string::npos) continue;
    Row row;
    std::string_view rest(line);
    rest.remove_prefix(1);
    while (!rest.empty()) {
      const auto end = std::min(rest.find('|'), rest.size());
      row.push_back(trimmed(rest.substr(0, end)));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    out.push_back(std::move(row));
  }
  return out;
}

// What stands between asterisks in the part under this heading.
std::vector<std::string> quotes_after(const std::string& text, const std::string& heading) {
  const auto from = text.find("\n" + heading) + 1;
  const auto part = text.substr(from, text.find("\n### ", from) - from);
  std::vector<std::string> out;
  for (std::size_t at = part.find('*'); at != std::string::npos; at = part.find('*', at)) {
    const auto end = part.find('*', at + 1);
    if (end == std::string::npos) break;
    out.push_back(part.substr(at + 1, end - at - 1));
    at = end + 1;
  }
  return out;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

// As the page shows a condition, in the words of a table's cell.
std::string condition(std::string cell) {
  constexpr std::string_view kExcept = "除";
  constexpr std::string_view kBut = "以外";
  if (cell.rfind(kExcept, 0) == 0 && cell.size() > kBut.size() &&
      cell.substr(cell.size() - kBut.size()) == kBut) {
    return "not(" + cell.substr(kExcept.size(), cell.size() - kExcept.size() - kBut.size()) + ")";
  }
  cell = replaced(std::move(cell), " 天", "");
  cell = replaced(std::move(cell), "或不详", "; missing");
  cell = replaced(std::move(cell), "≤ ", "<=");
  return replaced(std::move(cell), "> ", ">");
}

class WorkedExample : public ::testing::Test {
 protected:
  void SetUp() override {
    auto loaded = policy::load_pack(std::filesystem::path(FX_SOURCE_DIR "/policies/putian-2021"));
    ASSERT_TRUE(loaded);
    shipped_ = {*loaded};
    placement_ = table_after(page(), "### 2 ");
    ASSERT_EQ(placement_.size(), 8U);
    // The page counts rows as a spreadsheet does.
    for (std::size_t i = 1; i < placement_.size(); ++i) {
      ASSERT_EQ(placement_[i][0], std::to_string(i + 1));
    }
  }

  static json::Object named(const std::string& zh) { return {{"zh", zh}, {"en", zh}}; }

  // The document that the page of the product would have, without these rows of the table (as the
  // page counts them), and with cells changed: (row, column's label) -> text.
  CheckAnswer check(std::vector<int> without = {},
                    std::map<std::pair<int, std::string>, std::string> changed = {}) const {
    auto document = empty_document({"example", "某社区", "community", *parse_day("2021-01-01")},
                                   shipped_.front()->disease());
    auto& pack = document["pack"].as_object();
    pack["name"] = named("某社区元旦、春节期间的规定");
    pack["issuer"] = named("某社区居委会");
    pack["sources"] = json::Object{{"plan", named("某社区规定")}};
    pack["bases"] = json::Object{{"law", named("传染病防治法第四十一条")}};
    pack["issuers"] = json::Object{{"command", named("区指挥部")}};
    pack["appeals"] = json::Object{{"review", named("可申请行政复议")}};
    const json::Object defaults{{"basis", "law"}, {"issuer", "command"}, {"appeal", "review"}};
    const auto gathering = table_after(page(), "### 4 ");
    auto& edition = pack["editions"].as_array().at(0).as_object();
    edition["until"] = "2021-03-08";
    edition["tables"] = json::Object{
        {"placement",
         json::Object{{"file", "placement.csv"}, {"hit", "first"}, {"defaults", defaults}}},
        {"gathering",
         json::Object{{"file", "gathering.csv"}, {"hit", "first"}, {"defaults", defaults}}}};
    auto& tables = document["tables"].as_object();
    json::Object classes;
    json::Array rows;
    for (std::size_t i = 0; i < placement_.size(); ++i) {
      const int number = static_cast<int>(i) + 1;
      if (std::find(without.begin(), without.end(), number) != without.end()) continue;
      json::Array row;
      for (std::size_t c = 1; c < placement_[i].size(); ++c) {
        const auto& label = placement_.front()[c];
        auto cell = placement_[i][c];
        if (const auto it = changed.find({number, label}); it != changed.end()) cell = it->second;
        if (number > 1 && c <= 4) cell = condition(cell);
        if (number > 1 && label == "类别" && !cell.empty()) {
          classes["class_" + std::to_string(number)] = named(cell);
        }
        row.push_back(json::Value(cell));
      }
      rows.push_back(std::move(row));
    }
    pack["classes"] = std::move(classes);
    tables["placement.csv"] = std::move(rows);
    json::Array others;
    for (std::size_t i = 0; i < gathering.size(); ++i) {
      json::Array row;
      for (const auto& cell : gathering[i]) row.push_back(json::Value(cell));
      // What is forbidden or needs approval has its longest duration too.
      row.push_back(json::Value(i == 0 ? "最长期限" : i == 1 || i == 4 ? "67" : ""));
      others.push_back(std::move(row));
    }
    tables["gathering.csv"] = std::move(others);
    auto& examples = tables["examples.csv"].as_array();
    const auto example = [&](const char* topic, const char* given, const char* expect) {
      examples.push_back(json::Array{"2021-01-10", topic, given, expect, ""});
    };
    example("placement", "origin_relation=other_province; origin_risk=high",
            "measure=home_monitoring; days=14");
    example("placement", "origin_relation=abroad", "measure=centralised; then_days=7");
    example("gathering", "gathering_kind=private; participants=10", "allowed=filed");
    // "by the row above": the day that both rows speak of.
    example("placement",
            "origin_relation=other_province; origin_risk=high; days_since_risk_area=14",
            changed.empty() ? "measure=home_monitoring" : "measure=none");
    const auto files = policy::from_document(document);
    FX_CHECK(files.has_value());
    return check_files(*files, shipped_, Language::kZh).answer;
  }

  static std::string said(const CheckAnswer& answer) {
    std::string out;
    for (const auto& finding : answer.findings) {
      out += finding.severity + " " + finding.message + "；" + finding.remedy + "\n";
    }
    for (const auto& example : answer.examples) {
      if (!example.passed) out += "example: " + example.message.value_or("") + "\n";
    }
    return out;
  }

  std::vector<policy::PackPtr> shipped_;
  std::vector<Row> placement_;
};

TEST_F(WorkedExample, IsInOrderAsItStandsOnThePage) {
  const auto answer = check();
  EXPECT_TRUE(answer.loads);
  EXPECT_EQ(said(answer), "");
  EXPECT_EQ(answer.examples.size(), 4U);
}

TEST_F(WorkedExample, TheFindingsThatThePageQuotesAppear) {
  const auto quotes = quotes_after(page(), "### 3 ");
  ASSERT_EQ(quotes.size(), 3U);
  // "Take row 8 away".
  auto answer = check({8});
  EXPECT_NE(said(answer).find(quotes[0]), std::string::npos) << said(answer);
  EXPECT_NE(said(answer).find(quotes[1]), std::string::npos) << said(answer);
  EXPECT_EQ(answer.findings.size(), 1U);
  // "Row 6 without a longest duration".
  answer = check({}, {{{6, "最长期限"}, ""}});
  EXPECT_FALSE(answer.loads);
  EXPECT_NE(said(answer).find("第 6 行“最长期限”：" + quotes[2]), std::string::npos)
      << said(answer);
  EXPECT_EQ(answer.findings.size(), 1U);
}

TEST_F(WorkedExample, OfTwoRowsThatSpeakOfTheSameDayTheUpperOneDecides) {
  const auto answer = check({}, {{{5, "离开风险区后天数"}, ">=14"}});
  EXPECT_TRUE(answer.loads);
  EXPECT_EQ(said(answer), "") << "the example of day 14 asks for the row above";
}

}  // namespace
}  // namespace fx::rules
