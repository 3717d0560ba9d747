// The product's own facts and topics hang together.
#include "policy/vocabulary.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "policy/text.h"

namespace fx::policy {
namespace {

// A header cell finds one column only.
TEST(Vocabulary, NoTwoColumnsOfATopicHaveTheSameName) {
  const auto vocabulary = builtin_vocabulary();
  std::set<std::string> facts;
  for (const auto& fact : vocabulary.facts) {
    std::set<std::string> own{fact.id, fact.label.zh, fact.label.en};
    for (const auto& name : own) EXPECT_TRUE(facts.insert(name).second) << name;
  }
  std::set<std::string> topics;
  for (const auto& topic : vocabulary.topics) {
    EXPECT_TRUE(topics.insert(topic.id).second) << topic.id;
    std::set<std::string> names;
    for (const auto& fact : topic.facts) {
      const int slot = vocabulary.slot(fact);
      ASSERT_GE(slot, 0) << topic.id << " " << fact;
      const auto& decl = vocabulary.facts[static_cast<std::size_t>(slot)];
      for (const auto& name : std::set<std::string>{decl.id, decl.label.zh, decl.label.en}) {
        EXPECT_TRUE(names.insert(name).second) << topic.id << " " << name;
      }
    }
    for (const auto& outcome : topic.outcomes) {
      const std::set<std::string> own{outcome.id, outcome.label.zh, outcome.label.en};
      for (const auto& name : own) {
        EXPECT_TRUE(names.insert(name).second) << topic.id << " " << name;
      }
    }
  }
}

TEST(Vocabulary, ValuesAreNamedOnceAndInBothLanguages) {
  const auto check = [](const std::string& where, const std::vector<NamedValue>& values) {
    std::set<std::string> names;
    for (const auto& value : values) {
      EXPECT_TRUE(is_id(value.id)) << where;
      EXPECT_FALSE(value.label.zh.empty() || value.label.en.empty()) << where << " " << value.id;
      EXPECT_EQ(split_list(value.label.zh).size(), 1U) << where << " " << value.label.zh;
      for (const auto& name : std::set<std::string>{value.id, value.label.zh, value.label.en}) {
        EXPECT_TRUE(names.insert(name).second) << where << " " << name;
      }
    }
  };
  const auto vocabulary = builtin_vocabulary();
  for (const auto& fact : vocabulary.facts) check(fact.id, fact.values);
  for (const auto& topic : vocabulary.topics) {
    for (const auto& outcome : topic.outcomes) check(topic.id + "." + outcome.id, outcome.values);
  }
}

TEST(Vocabulary, WhatOutcomesSayOfOneAnotherIsThere) {
  const auto vocabulary = builtin_vocabulary();
  for (const auto& topic : vocabulary.topics) {
    const auto has = [&](const std::string& name) {
      return std::any_of(topic.outcomes.begin(), topic.outcomes.end(),
                         [&](const OutcomeDecl& other) { return other.id == name; });
    };
    EXPECT_TRUE(topic.key.empty() || has(topic.key)) << topic.id;
    for (const auto& outcome : topic.outcomes) {
      const auto where = topic.id + "." + outcome.id;
      EXPECT_TRUE(outcome.plus.empty() || has(outcome.plus)) << where;
      auto named = outcome.restricts;
      named.insert(named.end(), outcome.imposes_nothing.begin(), outcome.imposes_nothing.end());
      if (!outcome.open.empty()) named.push_back(outcome.open);
      for (const auto& value : named) {
        EXPECT_TRUE(value == "*" || parse_outcome(outcome, value)) << where << " " << value;
      }
      const bool ordered =
          outcome.tighter == Tighter::kEarlier || outcome.tighter == Tighter::kLater;
      EXPECT_TRUE(!ordered || outcome.type == OutcomeType::kEnum) << where;
      const bool measured = outcome.tighter == Tighter::kMore || outcome.tighter == Tighter::kLess;
      EXPECT_TRUE(!measured || (!outcome.list && outcome.type != OutcomeType::kEnum)) << where;
      EXPECT_TRUE(parse_tighter(id(outcome.tighter)) == outcome.tighter) << where;
    }
  }
}

}  // namespace
}  // namespace fx::policy
