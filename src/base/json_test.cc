#include "base/json.h"

#include <gtest/gtest.h>

namespace fx::json {
namespace {

enum class Colour { red, green };
BOOST_DESCRIBE_ENUM(Colour, red, green)

struct Inner {
  std::string name;
  std::optional<int> count;
};
BOOST_DESCRIBE_STRUCT(Inner, (), (name, count))

struct Outer {
  Ulid id;
  Colour colour = Colour::red;
  Day day;
  std::vector<Inner> items;
  bool flag = false;
};
BOOST_DESCRIBE_STRUCT(Outer, (), (id, colour, day, items, flag))

const char* const kText =
    R"({"id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","colour":"green","day":"2020-02-29",)"
    R"("items":[{"name":"a\"\n\u0001","count":3},{"name":"张"}],"flag":true})";

TEST(Json, WhatIsReadIsWrittenTheSame) {
  const auto outer = read_text<Outer>(kText);
  ASSERT_TRUE(outer) << outer.error().message(Language::kEn);
  EXPECT_EQ(outer->items[1].name, "张");
  EXPECT_FALSE(outer->items[1].count);
  EXPECT_EQ(text(*outer), kText);
}

std::string refusal_of(std::string_view json) {
  const auto outer = read_text<Outer>(json);
  if (outer) return "accepted";
  return std::string(outer.error().code()) + " " + outer.error().field;
}

TEST(Json, RefusalsNameThePath) {
  EXPECT_EQ(refusal_of("{"), "json.syntax ");
  EXPECT_EQ(refusal_of("{} x"), "json.syntax ");
  EXPECT_EQ(refusal_of("[]"), "json.wrong-type ");
  EXPECT_EQ(refusal_of("{}"), "json.missing id");
  EXPECT_EQ(refusal_of(R"({"id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","colour":"blue"})"),
            "json.bad-value colour");
  EXPECT_EQ(refusal_of(R"({"id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","colour":"red","day":"2021-02-29"})"),
            "json.bad-value day");
  EXPECT_EQ(refusal_of(R"({"id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","colour":"red","day":"2021-02-28",)"
                       R"("flag":false,"items":[{"name":"x"},{"name":"y","cuont":1}]})"),
            "json.unknown-field items[1].cuont");
  EXPECT_EQ(refusal_of(R"({"id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","colour":"red","day":"2021-02-28",)"
                       R"("flag":false,"items":[{"name":"x","count":3000000000}]})"),
            "json.bad-value items[0].count");
}

TEST(Json, DepthIsBounded) { EXPECT_FALSE(parse(std::string(1000, '[') + std::string(1000, ']'))); }

TEST(Json, SchemaListsWhatIsRequired) {
  EXPECT_EQ(serialise(schema<Inner>()),
            R"({"type":"object","properties":{"name":{"type":"string","maxLength":65536},)"
            R"("count":{"type":"integer"}},"required":["name"],"additionalProperties":false})");
}

TEST(Json, DoublesAreWrittenWithoutAnExponentWherePossible) {
  EXPECT_EQ(serialise(Value(30.2)), "30.2");
}

}  // namespace
}  // namespace fx::json
