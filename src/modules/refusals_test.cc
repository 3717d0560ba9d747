// Every refusal that is declared anywhere in the program, read from the source: constants hidden in
// a file count as well.
#include <filesystem>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "modules/test_host.h"

namespace fx {
namespace {

struct Declared {
  std::string where;
  std::vector<std::string> fields;  // code, status, zh, en, remedy_zh, remedy_en
};

// The initialiser that begins behind its brace: texts joined and without quotes, numbers as
// written.
std::vector<std::string> fields_of(std::string_view text) {
  std::vector<std::string> out(1);
  for (std::size_t at = 0; at < text.size() && text[at] != '}'; ++at) {
    const char c = text[at];
    if (c == '"') {
      for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\') ++at;
        out.back() += text[at];
      }
    } else if (c == ',') {
      out.emplace_back();
    } else if (c != ' ' && c != '\n') {
      out.back() += c;
    }
  }
  return out;
}

std::vector<Declared> all_declared() {
  constexpr std::string_view kMark = "constexpr RefusalKind ";
  std::vector<Declared> out;
  for (const auto& file : std::filesystem::recursive_directory_iterator(FX_SOURCE_DIR "/src")) {
    const auto path = file.path().string();
    if (!path.ends_with(".h") && !path.ends_with(".cc")) continue;
    if (path.ends_with("_test.cc") || path.ends_with("_fuzz.cc")) continue;
    const auto source = fx::testing::read_file(path);
    const std::string_view text = source;
    for (auto at = text.find(kMark); at != std::string_view::npos; at = text.find(kMark, at)) {
      at += kMark.size();
      const auto brace = text.find('{', at);
      out.push_back({path + ": " + std::string(text.substr(at, brace - at)),
                     fields_of(text.substr(brace + 1))});
    }
  }
  return out;
}

TEST(Refusals, SayInBothLanguagesWhatToDo) {
  const auto all = all_declared();
  EXPECT_GT(all.size(), 300U);  // else the reading is wrong
  for (const auto& one : all) {
    ASSERT_EQ(one.fields.size(), 6U) << one.where;
    for (const auto& field : one.fields) EXPECT_FALSE(field.empty()) << one.where;
    EXPECT_NE(one.fields[0].find('.'), std::string::npos) << one.where;
    EXPECT_THAT(one.fields[1], ::testing::MatchesRegex("[2-5][0-9][0-9]")) << one.where;
  }
}

}  // namespace
}  // namespace fx
